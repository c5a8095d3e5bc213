// Whether a version of a plan fits a meter and what brings it: asked before money is taken.
#include "sell/counter/order/fit.h"

#include "books/lookup.h"
#include "sell/counter/account/test_world.h"

namespace kwota::counter {
namespace {

using tariff::Misfit;

constexpr auto by_the_hour = R"({"from":"2026-12-01","days":{"D":[["00:00","low"],["08:00","high"],["22:00","low"]]},"calendar":[{"use":"D"}],)"
                             R"("energy":{"price":{"low":"0.30","high":"0.60"}}})";

/// An account of January at a meter of this many rates, and prices by the hour from December on.
struct Hours {
  World world;
  explicit Hours(const std::string& rates) {
    world.books.put(books::Code{books::CodeKind::model, "DDSY1352", "", "", "", rates, true});
    world.write(*world.open("100.00", 12, 1)->order, 1);
    world.visit(12, 1);
    world.books.put(books::PlanVersion{"steps", "2026-12-01", by_the_hour, books::PlanStatus::published, "", ""});
  }
  MeterNumber meter() const { return MeterNumber::from(12); }
  Supply supply() const { return supply_of(world.books, 100001, world.clock.now()).value(); }
  Instant december() const { return parse_instant("2026-12-02T10:00:00+08:00").value(); }
  Fit december_fit(Carrier carrier = Carrier::card) const {
    return fits(world.books, supply(), december(), carrier, world.clock.now()).value();
  }
  void wait_for_december() { world.clock.advance(december() - world.clock.now()); }
  void tell(books::CommandStatus state) {
    books::MeterCommand command;
    command.number = books::next_number<books::MeterCommand>(world.books);
    command.meter = meter();
    command.kind = books::CommandKind::prices;
    command.content = R"({"plan":"steps","version":"2026-12-01"})";
    command.state = state;
    if (state != books::CommandStatus::queued) command.settled = world.clock.now();
    world.books.put(command);
  }
  void hang_on_a_line() {
    books::MeterLink link;
    link.meter = meter();
    link.address = "tcp://127.0.0.1:1";
    world.books.put(link);
  }
};

TEST(Fit, a_meter_of_one_rate_never_holds_prices_by_time_of_day) {
  Hours at{"1"};
  EXPECT_EQ(at.december_fit().reasons, std::vector{Misfit::one_rate_meter});
  EXPECT_TRUE(fits(at.world.books, at.supply(), at.world.clock.now(), Carrier::card, at.world.clock.now())->holds()) << "the version in force";
  EXPECT_TRUE(quote(at.world.books, {100001, "50.00", "", ""}, at.world.as("wang")).ok()) << "what is published for later stops nobody now";
  at.wait_for_december();
  const auto refused = quote(at.world.books, {100001, "50.00", "", ""}, at.world.as("wang"));
  EXPECT_EQ(refused.error().code, "plan_does_not_fit");
  EXPECT_EQ(refused.error().details.at("reason"), "one_rate_meter");
}

TEST(Fit, credit_in_money_goes_into_no_meter_where_the_currency_has_other_decimals) {
  Hours at{"1"};
  for (const int digits : {0, 3}) {
    auto abroad = at.supply();
    abroad.utility.minor_digits = digits;
    EXPECT_EQ(fits(at.world.books, abroad, at.world.clock.now(), Carrier::card, at.world.clock.now())->reasons, std::vector{Misfit::other_decimals}) << "10.000 would be 100.00 in it";
    abroad.meter.unit = Unit::energy;
    EXPECT_TRUE(fits(at.world.books, abroad, at.world.clock.now(), Carrier::card, at.world.clock.now())->holds()) << "kWh are kWh";
  }
}

TEST(Fit, a_model_that_says_nothing_of_rates_has_one) {
  EXPECT_EQ(Hours{""}.december_fit().reasons, std::vector{Misfit::one_rate_meter});
  EXPECT_EQ(rates_of_model(Hours{"4"}.world.books, "DDSY1352"), 4u);
  EXPECT_EQ(rates_of_model(Hours{"many"}.world.books, "DDSY1352"), 1u);
}

TEST(Fit, says_what_the_meter_lacks_and_who_brings_it) {
  Hours at{"4"};
  EXPECT_EQ(at.december_fit().lacks, std::vector{Misfit::periods_missing});
  EXPECT_EQ(at.december_fit().brought, Brought::by_nobody);
  at.hang_on_a_line();
  EXPECT_EQ(at.december_fit().brought, Brought::by_line);
  at.tell(books::CommandStatus::queued);
  EXPECT_EQ(at.december_fit().brought, Brought::by_line);
  at.tell(books::CommandStatus::refused);
  EXPECT_EQ(at.december_fit().brought, Brought::by_nobody) << "the meter did not take it";
  at.tell(books::CommandStatus::done);
  EXPECT_TRUE(at.december_fit().holds());
}

TEST(Fit, until_the_meter_has_the_periods_it_is_sold_to_by_the_version_that_it_holds) {
  Hours at{"4"};
  at.wait_for_december();
  const auto quoted = quote(at.world.books, {100001, "50.00", "", ""}, at.world.as("wang")).value();
  EXPECT_EQ(quoted.plan_version, "2026-01-01");
  EXPECT_EQ(quoted.warnings.back(), QuoteWarning::former_prices);
  const auto sold = at.world.sell_to(100001, "50.00", 1).value();
  EXPECT_EQ(sold.order->plan_version, "2026-01-01");
  EXPECT_TRUE(sold.order->prices_on_card);
  EXPECT_FALSE(sold.order->next_prices) << "nothing that the meter cannot follow";
}

TEST(Fit, rates_go_onto_the_card_once_the_line_has_told_the_periods) {
  Hours at{"4"};
  at.hang_on_a_line();
  at.tell(books::CommandStatus::done);
  at.wait_for_december();
  const auto sold = at.world.sell_to(100001, "50.00", 1).value();
  EXPECT_EQ(sold.order->plan_version, "2026-12-01");
  EXPECT_TRUE(sold.order->prices_on_card);
  EXPECT_EQ(sold.order->prices.rate_prices.size(), 2u);
}

TEST(Fit, an_account_is_not_opened_by_card_with_prices_that_would_not_arrive) {
  Hours at{"4"};
  at.wait_for_december();
  auto request = at.world.opening("100.00", 13, 2);
  const auto refused = open_account(at.world.books, request, at.world.as("wang"));
  EXPECT_EQ(refused.error().code, "plan_does_not_fit");
  EXPECT_EQ(refused.error().details.at("reason"), "periods_missing");
  EXPECT_EQ(quote_opening(Carrier::card, at.world.books, request, at.world.as("wang")).error().code, "plan_does_not_fit");
}

TEST(TakeBack, an_opening_that_never_left_the_house_needs_no_card_and_leaves_a_prepared_account) {
  World world;
  const auto cash = world.balance(ledger::till_cash("E", "T-01"));
  const auto opened = world.open("100.00", 12, 1).value();
  TakeBackRequest request;
  request.claim = world.claim();
  request.sale = opened.sale.number;
  request.reason = "the card could not be made";
  const auto back = world.apply(take_back(world.books, request, world.as("wang"))).value();
  EXPECT_EQ(back.state, SaleStatus::taken_back);
  EXPECT_EQ(refund_due(world.books, 100001), yuan(100));
  ASSERT_TRUE(world.apply(pay_out(world.books, {world.claim(), 100001, yuan(100), 0}, world.as("wang"))).ok());
  EXPECT_EQ(world.balance(ledger::till_cash("E", "T-01")), cash);
  EXPECT_EQ(world.books.find<books::Account>(100001)->state, books::AccountStatus::draft);
  EXPECT_EQ(world.books.find<books::Meter>(MeterNumber::from(12))->state, books::MeterStatus::stock);
  EXPECT_EQ(world.books.find<books::Card>(serial(1))->state, books::CardStatus::spoiled);
  auto again = world.opening("50.00", 12, 1);
  again.draft = 100001;
  again.confirmed = {"second_sale"};
  const auto second = world.apply(open_account(world.books, again, world.as("wang"))).value();
  EXPECT_EQ(second.order->n, opened.order->n) << "the number was never used";
  world.write(*second.order, 1);
  world.visit(12, 1);
  EXPECT_EQ(world.meter(12).balance, yuan(48)) << "the month's charge was given back and is due again";
}

TEST(TakeBack, an_opening_that_may_be_on_a_card_is_voided_as_any_sale) {
  World world;
  const auto opened = world.open("100.00", 12, 1).value();
  world.write(*opened.order, 1);
  TakeBackRequest request;
  request.claim = world.claim();
  request.sale = opened.sale.number;
  request.reason = "too much";
  EXPECT_EQ(take_back(world.books, request, world.as("wang")).error().code, "no_card");
  request.card = serial(1);
  EXPECT_EQ(world.apply(take_back(world.books, request, world.as("wang")))->state, SaleStatus::taking_back);
  EXPECT_EQ(world.books.find<books::Account>(100001)->state, books::AccountStatus::open);
}

}  // namespace
}  // namespace kwota::counter
