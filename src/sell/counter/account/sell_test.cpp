#include "sell/counter/account/test_world.h"
#include "sell/counter/order/instruction_book.h"

#include "books/lookup.h"

namespace kwota::counter {
namespace {

std::int64_t legs_sum(const World& world) {
  std::int64_t sum = 0;
  for (const auto& [account, amount] : world.books.balances()) sum += amount.minor();
  return sum;
}

TEST(Open, one_booking_makes_customer_meter_card_and_first_sale) {
  World world;
  const auto out = world.open("100.00", 12, 1);
  ASSERT_TRUE(out.ok()) << out.error().code << out.error().what;
  EXPECT_EQ(out->sale.number, "R3-T01-00000001");
  EXPECT_EQ(out->sale.credit, yuan(98)) << "2.00 fixed charge of the month";
  EXPECT_EQ(out->order->use, CardUse::open_account);
  EXPECT_EQ(out->order->n, SequenceNumber{1});
  EXPECT_EQ(out->order->prices.step_prices.size(), 2u);
  EXPECT_EQ(world.balance(ledger::till_cash("E", "T-01")), yuan(200)) << "100 float and 100 paid";
  EXPECT_EQ(world.balance(ledger::prepaid("electricity")), -yuan(98));
  EXPECT_EQ(world.balance("fixed/fixed"), -yuan(2));
  EXPECT_EQ(legs_sum(world), 0);
  EXPECT_EQ(world.books.find<books::Card>(serial(1))->state, books::CardStatus::fresh);
  world.write(*out->order, 1);
  EXPECT_EQ(world.books.find<books::Card>(serial(1))->state, books::CardStatus::active);
  EXPECT_EQ(world.state(out->sale.number), "carried");
}

TEST(Sell, the_quote_shows_energy_by_step_the_next_price_and_what_the_meter_should_show) {
  World world;
  world.write(*world.open("100.00", 12, 1)->order, 1);
  world.visit(12, 1);
  const auto quoted = quote(world.books, {100001, "100.00", "", ""}, world.as("wang"));
  ASSERT_TRUE(quoted.ok()) << quoted.error().code;
  EXPECT_EQ(quoted->credit, yuan(100)) << "the month's charge was taken with the first sale";
  EXPECT_EQ(quoted->units.e3, 198'180) << "180 kWh at 0.50 and 18.18 at 0.55";
  EXPECT_EQ(quoted->should_show, yuan(198));
  ASSERT_TRUE(quoted->next.has_value());
  EXPECT_EQ(quoted->next->step, 2);
}

TEST(Sell, a_sale_goes_to_the_meter_and_its_answer_confirms_it) {
  World world;
  world.write(*world.open("100.00", 12, 1)->order, 1);
  auto taken = world.visit(12, 1);
  EXPECT_EQ(taken.applied, std::vector<std::string>{"R3-T01-00000001"});
  const auto out = world.sell_to(100001, "50.00", 1);
  ASSERT_TRUE(out.ok()) << out.error().code;
  EXPECT_EQ(out->order->use, CardUse::purchase);
  EXPECT_EQ(out->order->n, SequenceNumber{2});
  world.write(*out->order, 1);
  taken = world.visit(12, 1);
  EXPECT_EQ(world.state(out->sale.number), "applied");
  EXPECT_EQ(world.meter(12).balance, yuan(148));
  EXPECT_FALSE(world.bring_back(1)->fresh) << "the same words twice are stored once";
  EXPECT_EQ(world.books.newest<books::Statement>(9, MeterNumber::from(12)).size(), 2u);
}

TEST(Sell, the_same_key_gives_the_same_answer_and_other_content_is_refused) {
  World world;
  world.write(*world.open("100.00", 12, 1)->order, 1);
  world.visit(12, 1);
  SellRequest request;
  request.claim = {"k", "h"};
  request.quote = quote(world.books, {100001, "30.00", "", ""}, world.as("wang"))->id;
  request.card = serial(1);
  request.confirmed = {"second_sale"};
  const auto first = world.apply(sell(world.books, request, world.as("wang"))).value();
  const auto again = world.apply(sell(world.books, request, world.as("wang"))).value();
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(again.sale.number, first.sale.number);
  request.claim.request_hash = "another";
  EXPECT_EQ(sell(world.books, request, world.as("wang")).error().code, "idempotency_key_reused");
  EXPECT_EQ(world.books.sales().size(), 2u);
}

TEST(Sell, two_counters_at_the_same_time_sell_once) {
  World world;
  world.write(*world.open("100.00", 12, 1)->order, 1);
  world.visit(12, 1);
  const auto east = quote(world.books, {100001, "30.00", "", ""}, world.as("wang"))->id;
  const auto west = quote(world.books, {100001, "30.00", "", ""}, world.as("zhao", "T-02"))->id;
  SellRequest at_the_east{world.claim(), east, serial(1), {}, OnPending::refuse};
  at_the_east.confirmed = {"second_sale"};
  ASSERT_TRUE(world.apply(sell(world.books, at_the_east, world.as("wang"))).ok());
  EXPECT_EQ(sell(world.books, {world.claim(), west, serial(1), {}, OnPending::sum}, world.as("zhao", "T-02")).error().code, "sale_in_flight");
}

TEST(Sell, an_unread_sale_is_summed_onto_or_waited_for) {
  World world;
  world.write(*world.open("100.00", 12, 1)->order, 1);
  world.visit(12, 1);
  const auto a = world.sell_to(100001, "50.00", 1).value();
  world.write(*a.order, 1);
  const auto refused = world.sell_to(100001, "30.00", 1);
  EXPECT_EQ(refused.error().code, "pending_sale");
  EXPECT_EQ(refused.error().details.at("amount"), "50.00");
  const auto b = world.sell_to(100001, "30.00", 1, OnPending::sum).value();
  EXPECT_EQ(b.order->n, a.order->n) << "one number";
  EXPECT_EQ(b.order->amount, yuan(80));
  world.write(*b.order, 1);
  world.visit(12, 1);
  EXPECT_EQ(world.state(a.sale.number), "applied");
  EXPECT_EQ(world.state(b.sale.number), "applied");
  EXPECT_EQ(world.meter(12).balance, yuan(178));
}

TEST(Sell, what_is_unread_is_named_by_its_receipt_and_by_all_that_lies_on_the_card) {
  World world;
  world.write(*world.open("100.00", 12, 1)->order, 1);
  world.visit(12, 1);
  world.write(*world.sell_to(100001, "10.00", 1)->order, 1);
  const auto second = world.sell_to(100001, "11.00", 1, OnPending::sum).value();
  world.write(*second.order, 1);
  const auto refused = world.sell_to(100001, "30.00", 1).error();
  EXPECT_EQ(refused.details.at("sale"), second.sale.number);
  EXPECT_EQ(refused.details.at("amount"), "11.00");
  EXPECT_EQ(refused.details.at("sum"), "21.00");
}

TEST(Quote, what_is_on_its_way_and_cannot_be_read_is_no_cheaper_step) {
  for (const auto* damaged : {"{", "[]", R"({"units_e3":"many"})"}) {
    World world;
    const auto first = world.open("92.00", 12, 1).value();  // 180 kWh: the whole first step
    world.write(*first.order, 1);
    EXPECT_EQ(quote(world.books, {100001, "11.00", "", ""}, world.as("wang"))->units.e3, 20'000) << "at 0.55";
    // The same sale as a damaged disk would give it back: rows are never changed, so it stands beside the first, and the instruction names it.
    auto sale = *world.books.find<books::Sale>(first.sale.number);
    sale.number = "R3-T01-00000090", sale.client_key = {}, sale.document = damaged;
    world.books.append(sale);
    world.books.put(books::SaleState{.sale = sale.number, .state = SaleStatus::carried, .since = sale.time});
    auto instruction = *in_transit(world.books, *world.books.find<books::Meter>(sale.meter));
    instruction.revision += 1, instruction.sales = sale.number;
    world.books.append(instruction);
    world.books.put(with(*world.books.find<books::Meter>(sale.meter), instruction));
    const auto quoted = quote(world.books, {100001, "11.00", "", ""}, world.as("wang"));
    ASSERT_FALSE(quoted.ok()) << "sold at 0.50 for what costs 0.55: " << quoted->units.e3;
    EXPECT_EQ(quoted.error().code, "document_damaged");
    EXPECT_EQ(quoted.error().details.at("sale"), sale.number);
    EXPECT_TRUE(supply_of(world.books, 100001, world.clock.now()).ok()) << "the account is shown all the same";
  }
}

TEST(Quote, what_is_on_its_way_stands_in_the_steps_before_what_is_bought_next) {
  World world;
  world.write(*world.open("62.00", 12, 1)->order, 1);  // 2.00 stand for the month: 120 kWh of the first step's 180
  const auto quoted = quote(world.books, {100001, "10.00", "", ""}, world.as("wang")).value();
  EXPECT_EQ(quoted.units.e3, 20'000);
  EXPECT_EQ(quoted.next->left_in_step->e3, 40'000);
  const auto dear = quote(world.books, {100001, "41.00", "", ""}, world.as("wang")).value();
  EXPECT_EQ(dear.units.e3, 80'000) << "60 kWh at 0.50 and 20 at 0.55";
  world.visit(12, 1);
  EXPECT_EQ(quote(world.books, {100001, "10.00", "", ""}, world.as("wang"))->next->left_in_step->e3, 160'000)
      << "the meter has used nothing yet, and says so";
}

TEST(Sell, a_sum_that_came_too_late_is_carried_under_the_next_number) {
  World world;
  world.write(*world.open("100.00", 12, 1)->order, 1);
  world.visit(12, 1);
  const auto a = world.sell_to(100001, "50.00", 1).value();
  world.write(*a.order, 1);
  EXPECT_TRUE(world.meter(12).insert(serial(1), world.cards[serial(1)], true)) << "taken, but the card was pulled before the answer";
  const auto b = world.sell_to(100001, "30.00", 1, OnPending::sum).value();
  world.write(*b.order, 1);
  const auto taken = world.visit(12, 1);
  EXPECT_EQ(taken.applied, std::vector<std::string>{a.sale.number});
  EXPECT_EQ(taken.lost, std::vector<std::string>{b.sale.number});
  ASSERT_TRUE(taken.order.has_value());
  EXPECT_EQ(taken.order->amount, yuan(30)) << "no new money";
  EXPECT_EQ(taken.order->n, a.order->n.next());
  world.write(*taken.order, 1);
  world.visit(12, 1);
  EXPECT_EQ(world.meter(12).balance, yuan(178));
  EXPECT_EQ(world.state(b.sale.number), "applied");
}

TEST(Quote, behind_transformers_the_steps_are_the_meters_own_which_multiplies_by_itself) {
  World world;
  auto request = world.opening("100.00", 12, 1);
  request.meter.ct = 10;
  world.write(*world.apply(open_account(world.books, request, world.as("wang")))->order, 1);
  world.meter(12).number = MeterNumber::from(12);
  world.meter(12).period_energy = Energy::kwh(170);
  world.visit(12, 1);
  const auto quoted = quote(world.books, {100001, "50.00", "", ""}, world.as("wang"));
  ASSERT_TRUE(quoted.ok()) << quoted.error().code;
  std::int64_t second_step = 0;
  for (const auto& line : quoted->lines)
    if (line.step == 2) second_step += line.units->e3;
  EXPECT_EQ(quoted->units.e3 - second_step, 10'000) << "its word are 170 kWh of the first step's 180";
  EXPECT_EQ(quote(world.books, {100001, "5.03", "", ""}, world.as("wang"))->units.e3, 10'060) << "cut to the plan's hundredths, not to tenths";
}

TEST(Statement, an_older_card_that_comes_later_hides_no_newer_figure) {
  World world;
  world.write(*world.open("100.00", 12, 1)->order, 1);
  world.visit(12, 1);
  world.meter(12).used = yuan(10);
  world.meter(12).balance -= yuan(10);
  ASSERT_TRUE(world.meter(12).insert(serial(1), world.cards[serial(1)]));
  const auto older = *world.cards[serial(1)].returned;
  world.meter(12).used = yuan(40);
  world.meter(12).balance -= yuan(30);
  world.visit(12, 1);
  const auto newest = books::newest_statement(world.books, MeterNumber::from(12)).value();
  EXPECT_EQ(newest.remaining, yuan(58));
  world.cards[serial(1)].returned = older;
  const auto taken = world.bring_back(1).value();
  EXPECT_TRUE(taken.fresh) << "it is kept";
  EXPECT_EQ(taken.anomaly, StatementAnomaly::late) << "same count, lower registers";
  EXPECT_EQ(world.books.newest<books::Statement>(1, MeterNumber::from(12)).front().remaining, yuan(88));
  EXPECT_EQ(books::newest_statement(world.books, MeterNumber::from(12))->number, newest.number);
  EXPECT_EQ(quote(world.books, {100001, "50.00", "", ""}, world.as("wang"))->remaining, yuan(58));
}

TEST(Statement, a_card_that_comes_home_again_after_a_year_of_words_says_nothing_new) {
  World world;
  world.write(*world.open("100.00", 12, 1)->order, 1);
  world.visit(12, 1);
  ASSERT_TRUE(world.meter(12).insert(serial(1), world.cards[serial(1)]));
  const auto older = *world.cards[serial(1)].returned;
  ASSERT_TRUE(world.bring_back(1).value().fresh);
  for (int i = 0; i < 60; ++i) {
    world.meter(12).used += Money::minor(10);
    world.meter(12).balance -= Money::minor(10);
    world.visit(12, 1);
  }
  ASSERT_EQ(world.books.select<books::Statement>(MeterNumber::from(12)).size(), 62u);
  world.cards[serial(1)].returned = older;
  EXPECT_FALSE(world.bring_back(1).value().fresh);
}

struct Refusal {
  const char* what;
  const char* code;
  Result<Outcome> (*attempt)(World&);
};

TEST(Sell, every_bad_request_has_its_own_reason_and_books_nothing) {
  const Refusal refusals[]{
      {"nothing", "bad_amount", [](World& w) { return w.sell_to(100001, "0", 1); }},
      {"negative", "bad_amount", [](World& w) { return w.sell_to(100001, "-5", 1); }},
      {"words", "bad_amount", [](World& w) { return w.sell_to(100001, "ten", 1); }},
      {"a tenth of a fen", "over_precise", [](World& w) { return w.sell_to(100001, "10.001", 1); }},
      {"too little", "below_minimum", [](World& w) { return w.sell_to(100001, "1.00", 1); }},
      {"too much at once", "above_maximum", [](World& w) { return w.sell_to(100001, "5000.01", 1); }},
      {"more than a meter may hold", "hoarding", [](World& w) { return w.sell_to(100001, "2990.00", 1); }},
      {"no such account", "unknown_account", [](World& w) { return w.sell_to(1, "50.00", 1); }},
      {"a card of somebody else", "wrong_card", [](World& w) { return w.sell_to(100001, "50.00", 2); }},
      {"a card from elsewhere", "unknown_card", [](World& w) { return w.sell_to(100001, "50.00", 77); }},
      {"an auditor", "permission_denied", [](World& w) { return w.sell_to(100001, "50.00", 1, OnPending::refuse, "wu"); }},
      {"another's shift", "not_own_shift", [](World& w) { return w.sell_to(100001, "50.00", 1, OnPending::refuse, "chen"); }},
      {"no till", "no_till", [](World& w) { return w.sell_to(100001, "50.00", 1, OnPending::refuse, "wang", "T-09"); }},
      {"a blocked card", "blocked_card",
       [](World& w) {
         EXPECT_TRUE(w.apply(block_card(w.books, {serial(1), true, "found", 0}, w.as("zhao"))).ok());
         return w.sell_to(100001, "50.00", 1);
       }},
      {"an expired card", "card_expired",
       [](World& w) {
         auto card = *w.books.find<books::Card>(serial(1));
         card.valid_to = "2026-11-19";
         w.books.put(card);
         return w.sell_to(100001, "50.00", 1);
       }},
      {"a blocked customer", "customer_blocked",
       [](World& w) {
         auto customer = *w.books.find<books::Customer>(w.books.find<books::Account>(100001)->customer);
         customer.state = books::CustomerStatus::blocked;
         w.books.put(customer);
         return w.sell_to(100001, "50.00", 1);
       }},
      {"before the tariff begins", "no_version",
       [](World& w) {
         w.books.put(books::PlanVersion{"steps", "2026-01-01", plan_steps, books::PlanStatus::draft, "", ""});
         std::string later = plan_steps;
         later.replace(later.find("2026-01-01"), 10, "2027-01-01");
         w.books.put(books::PlanVersion{"steps", "2027-01-01", later, books::PlanStatus::published, "", ""});
         return w.sell_to(100001, "50.00", 1);
       }},
      {"a clock that went back", "clock_went_back",
       [](World& w) {
         w.clock.advance(Duration::hours(-1));
         return w.sell_to(100001, "50.00", 1);
       }},
  };
  for (const auto& refusal : refusals) {
    World world;
    world.write(*world.open("100.00", 12, 1)->order, 1);
    world.write(*world.open("100.00", 13, 2)->order, 2);
    world.visit(12, 1);
    const auto cash = world.balance(ledger::till_cash("E", "T-01"));
    const auto out = refusal.attempt(world);
    ASSERT_FALSE(out.ok()) << refusal.what;
    EXPECT_EQ(out.error().code, refusal.code) << refusal.what;
    EXPECT_EQ(world.balance(ledger::till_cash("E", "T-01")), cash) << refusal.what;
    EXPECT_EQ(world.books.sales().size(), 2u) << refusal.what;
  }
}

TEST(Sell, is_not_refused_because_the_meter_was_heard_while_the_sale_waited_to_be_decided) {
  World world;
  world.write(*world.open("100.00", 12, 1)->order, 1);
  world.visit(12, 1);
  world.clock.advance(Duration::ms(-1));  // asked before, decided after
  const auto sold = world.sell_to(100001, "50.00", 1);
  EXPECT_TRUE(sold.ok()) << sold.error().what;
}

TEST(Sell, goes_on_after_a_clock_that_was_wrong_when_two_persons_have_said_so) {
  World world;
  const auto wrong = Duration::days(4000);
  world.clock.advance(wrong);
  world.write(*world.open("100.00", 12, 1)->order, 1);
  const auto shown = world.clock.now();
  world.clock.advance(Duration::days(0) - wrong);
  world.visit(12, 1);
  EXPECT_EQ(world.sell_to(100001, "50.00", 1).error().code, "clock_went_back");
  world.books.put(books::ClockCorrection{.number = 1, .wrong_from = shown - Duration::hours(2), .wrong_to = shown + Duration::hours(2), .recorded = world.clock.now(),
                                         .first = "wang", .second = "zhao", .reason = "battery"});
  const auto sold = world.sell_to(100001, "50.00", 1);
  EXPECT_TRUE(sold.ok()) << sold.error().what;
}

TEST(Sell, another_currency_and_a_stale_quote_move_no_money) {
  World world;
  world.write(*world.open("100.00", 12, 1)->order, 1);
  world.visit(12, 1);
  EXPECT_EQ(quote(world.books, {100001, "10.00", "", "EUR"}, world.as("wang")).error().code, "currency_mismatch");
  const auto shown = quote(world.books, {100001, "30.00", "", ""}, world.as("wang"))->id;
  auto account = *world.books.find<books::Account>(100001);
  account.household_persons = 5;
  world.books.put(account);
  const auto out = sell(world.books, {world.claim(), shown, serial(1), {}, OnPending::refuse}, world.as("wang"));
  EXPECT_EQ(out.error().code, "quote_stale");
  EXPECT_NE(out.error().details.at("quote"), shown);
  EXPECT_EQ(sell(world.books, {world.claim(), "rubbish", serial(1), {}, OnPending::refuse}, world.as("wang")).error().code, "quote_unknown");
}

TEST(Sell, a_limit_that_changes_while_a_quote_is_open_counts_as_it_is_when_the_sale_is_booked) {
  World world;
  world.write(*world.open("100.00", 12, 1)->order, 1);
  world.visit(12, 1);
  auto limit = [&world, number = std::int64_t{10}](std::int64_t yuans) mutable {
    auto row = settings::always_counting(number++, settings::SettingName::hoarding_limit, yuan(yuans).minor());
    row.in_force = world.clock.now();
    world.books.put(row);
  };
  const auto shown = quote(world.books, {100001, "300.00", "", ""}, world.as("wang"))->id;
  SellRequest request{world.claim(), shown, serial(1), {}, OnPending::refuse};
  request.confirmed = {"second_sale", "median"};
  limit(350);
  const auto refused = sell(world.books, request, world.as("wang"));
  EXPECT_EQ(refused.error().code, "hoarding") << "the quote was shown under 3000";
  EXPECT_EQ(refused.error().details.at("limit"), "350.00");
  limit(500);
  EXPECT_TRUE(world.apply(sell(world.books, request, world.as("wang"))).ok()) << "the quote is the same, and there is room again";
}

TEST(Sell, a_limit_of_one_account_is_not_its_neighbours) {
  World world;
  world.write(*world.open("100.00", 12, 1)->order, 1);
  world.visit(12, 1);
  auto row = settings::always_counting(10, settings::SettingName::hoarding_limit, yuan(150).minor());
  row.scope = settings::SettingScope::account;
  row.of = "100001";
  world.books.put(row);
  EXPECT_EQ(quote(world.books, {100001, "100.00", "", ""}, world.as("wang")).error().code, "hoarding");
  row.of = "100002";
  world.books.put(row);
  EXPECT_TRUE(quote(world.books, {100001, "100.00", "", ""}, world.as("wang")).ok());
}

TEST(Sell, unusual_sales_ask_for_a_confirmation) {
  World world;
  world.write(*world.open("10.00", 12, 1)->order, 1);
  world.visit(12, 1);
  const auto quoted = quote(world.books, {100001, "1500.00", "", ""}, world.as("wang")).value();
  std::set<std::string> codes;
  for (const auto& confirmation : quoted.confirm) codes.insert(confirmation.code());
  EXPECT_EQ(codes, (std::set<std::string>{"large_sale", "second_sale"}));
}

TEST(Sell, what_is_unusual_is_sold_when_somebody_said_yes_to_each_of_it_and_the_sale_keeps_that) {
  World world;
  world.write(*world.open("10.00", 12, 1)->order, 1);
  world.visit(12, 1);
  SellRequest request;
  request.claim = world.claim();
  request.quote = quote(world.books, {100001, "1500.00", "", ""}, world.as("wang"))->id;
  request.card = serial(1);
  const auto sales = world.books.sales().size();
  for (const auto& confirmed_things : std::vector<std::vector<std::string>>{{}, {"large_sale"}, {"second_sale"}, {"median", "overdraft"}}) {
    request.confirmed = confirmed_things;
    EXPECT_EQ(world.apply(sell(world.books, request, world.as("wang"))).error().code, "confirmation_needed");
  }
  EXPECT_EQ(world.books.sales().size(), sales) << "nothing was written";
  request.confirmed = {"second_sale", "large_sale"};
  const auto sold = world.apply(sell(world.books, request, world.as("wang")));
  ASSERT_TRUE(sold.ok()) << sold.error().code;
  const auto kept = document_of(sold->sale)->at("confirmed").as_array();
  ASSERT_EQ(kept.size(), 2u);
  EXPECT_EQ(kept[0].at("code").as_string(), "large_sale");
  EXPECT_EQ(kept[0].at("limit").as_string(), "1000.00");
}

TEST(Sell, a_first_sale_is_asked_for_like_any_other) {
  World world;
  auto opening = world.opening("1500.00", 12, 1);
  const auto quoted = quote_opening(Carrier::card, world.books, opening, world.as("wang")).value();
  ASSERT_EQ(codes_of(quoted.confirm), std::vector<std::string>{"large_sale"});
  EXPECT_EQ(world.apply(open_account(world.books, opening, world.as("wang"))).error().code, "confirmation_needed");
  EXPECT_TRUE(world.books.sales().empty());
  opening.confirmed = codes_of(quoted.confirm);
  EXPECT_TRUE(world.apply(open_account(world.books, opening, world.as("wang"))).ok());
}

}  // namespace
}  // namespace kwota::counter
