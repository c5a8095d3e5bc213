// Credit in units: priced when it is bought, in steps of the scheme, and money again when nobody will use it.
#include "books/lookup.h"
#include "people/approval.h"
#include "sell/counter/account/test_world.h"
#include "sell/counter/worth.h"

namespace kwota::counter {
namespace {

Credit litres(std::int64_t n) { return Credit::of(Unit::volume, n); }

World with_water() {
  World world{Unit::volume};
  world.write(*world.open("100.00", 12, 1)->order, 1);
  world.visit(12, 1);
  return world;
}

TEST(Units, money_buys_cubic_metres_by_the_plan_and_what_is_left_stays_money) {
  World world{Unit::volume};
  const auto opened = world.open("100.00", 12, 1).value();
  // 180 at 0.50 and 14.5 at 0.55 are 97.98, the month's charge is 2.00; a tenth more would be 0.06.
  EXPECT_EQ(opened.sale.credit, litres(194'500));
  EXPECT_EQ(opened.sale.unit, Unit::volume);
  EXPECT_EQ(opened.order->amount, litres(194'500));
  EXPECT_EQ(opened.order->prices.rate_prices.front(), MeterPrice::one()) << "it counts down one for one";
  EXPECT_EQ(world.balance(ledger::prepaid("water")), -Money::minor(97'98));
  EXPECT_EQ(world.balance(ledger::fixed("fixed")), -yuan(2));
  EXPECT_EQ(world.balance(ledger::customer_balance(100001)), -Money::minor(2));
  EXPECT_EQ(world.balance(ledger::prepaid("electricity")), Money{});
  world.write(*opened.order, 1);
  const auto taken = world.visit(12, 1);
  EXPECT_EQ(taken.applied, std::vector<std::string>{opened.sale.number});
  EXPECT_EQ(books::newest_statement(world.books, MeterNumber::from(12))->credited, litres(194'500));
}

TEST(Units, steps_count_what_was_bought_in_the_period_used_or_not) {
  auto world = with_water();
  const auto again = quote(world.books, {100001, "11.00", "", ""}, world.as("wang")).value();
  EXPECT_EQ(again.credit, litres(20'000)) << "all of it on the second step: 0.55";
  EXPECT_EQ(again.should_show, litres(214'500));
  EXPECT_EQ(again.warnings, std::vector<QuoteWarning>{}) << "no estimate";
  world.clock.advance(Duration::days(20));
  EXPECT_EQ(quote(world.books, {100001, "12.00", "", ""}, world.as("wang"))->credit, litres(20'000)) << "December begins at 0.50, with its charge";
}

TEST(Units, the_book_of_a_meter_keeps_the_unit_of_its_first_credit) {
  auto world = with_water();
  auto& meter = world.meter(12);
  meter.open = false;
  auto account = *world.books.find<books::Account>(100001);
  account.state = books::AccountStatus::closed;
  world.books.put(account);
  auto request = world.opening("100.00", 12, 2);
  request.scheme = "by_card";
  const auto refused = open_account(world.books, request, world.as("wang"));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "unit_of_meter");
  EXPECT_EQ(refused.error().details.at("unit"), "volume");
}

TEST(Units, a_plan_of_another_unit_is_not_sold_by) {
  World world{Unit::volume};
  auto request = world.opening("100.00", 12, 1);
  request.scheme = "by_energy";
  const auto refused = open_account(world.books, request, world.as("wang"));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().details.at("reason"), "unit_of_scheme");
}

TEST(Units, what_is_left_is_worth_what_was_paid_for_it_the_newest_first) {
  auto world = with_water();
  const auto sold = world.sell_to(100001, "11.00", 1).value();
  world.write(*sold.order, 1);
  world.visit(12, 1);
  EXPECT_EQ(paid_for(world.books, 100001, litres(10'000)), Money::minor(5'50));
  EXPECT_EQ(paid_for(world.books, 100001, litres(20'000)), yuan(11));
  EXPECT_EQ(paid_for(world.books, 100001, litres(20'000 + 194'500)), yuan(11) + Money::minor(97'98));
  EXPECT_EQ(paid_for(world.books, 100001, litres(1'000'000)), yuan(11) + Money::minor(97'98)) << "never more than was paid";
  EXPECT_EQ(owed_for(world.books, 100001, litres(1'000)), Money::minor(55));
  EXPECT_EQ(paid_for(world.books, 100001, yuan(7)), yuan(7));
}

TEST(Units, a_closed_meter_gives_up_litres_and_the_customer_gets_money) {
  auto world = with_water();
  world.meter(12).used = litres(180'000);
  world.meter(12).balance -= litres(180'000);
  world.cards[serial(1)].returned.reset();
  world.visit(12, 1);
  const auto ordered = world.apply(order_closing(world.books, {world.claim(), 100001, serial(1)}, world.as("zhao", "T-02"))).value();
  world.write(*ordered.order, 1);
  world.visit(12, 1);
  EXPECT_EQ(world.meter(12).surrendered, litres(14'500));
  const auto worth = Money::minor(97'98 * 145 / 1945);
  EXPECT_EQ(refund_due(world.books, 100001), worth + Money::minor(2));
  EXPECT_EQ(world.balance(ledger::prepaid("water")), -Money::minor(97'98) + worth);
}

TEST(Units, a_gift_in_units_has_no_price_and_needs_two_persons) {
  auto world = with_water();
  SupplementRequest request{.claim = world.claim(), .account = 100001, .amount = "1.000", .reason_code = "fault", .reason = "lost", .card = serial(1)};
  const auto alone = supplement(world.books, request, world.as("zhao", "T-02"));
  ASSERT_FALSE(alone.ok());
  EXPECT_EQ(alone.error().code, "approval_needed");
  const auto& details = alone.error().details;
  const auto asked = world.apply(people::ask_approval(world.books, people::request_of(details, "why"), world.as("zhao", "T-02"))).value();
  ASSERT_TRUE(world.apply(people::decide_approval(world.books, {asked.number, true, ""}, world.as("sun", "T-02"))).ok());
  request.approval = asked.number;
  const auto given = world.apply(supplement(world.books, request, world.as("zhao", "T-02"))).value();
  EXPECT_EQ(given.sale.credit, litres(1'000));
  EXPECT_EQ(world.balance(ledger::supplement("fault")), Money{});
  request.claim = world.claim();
  request.amount = "0.150";
  EXPECT_EQ(supplement(world.books, request, world.as("zhao", "T-02")).error().code, "not_multiple");
}

}  // namespace
}  // namespace kwota::counter
