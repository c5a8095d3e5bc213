// Balances at the server: what days cost, what a balance orders, and that nothing is charged twice whatever is read, lost or
// killed.
#include <rapidcheck.h>

#include "sell/remote_account/test_office_world.h"
#include "sell/tariff/use/measured.h"

namespace kwota::remote_account {
namespace {

using Orders = std::vector<std::string>;

TEST(BalanceAtTheOffice, each_day_that_has_ended_is_charged_by_the_plan_and_the_ledger_follows) {
  OfficeWorld world;
  ASSERT_TRUE(world.put_on().ok());
  EXPECT_EQ(world.books.find<books::Account>(OfficeWorld::account)->state, books::AccountStatus::open) << "a prepared account is opened by it";
  ASSERT_TRUE(world.pay_in("100.00").ok());
  world.freeze(1, 110'000);
  const auto first = world.run();
  ASSERT_EQ(first.days.size(), 1U);
  EXPECT_EQ(first.days[0].day, (LocalDate{2026, 11, 20}));
  EXPECT_EQ(first.days[0].used, Energy::kwh(10));
  EXPECT_EQ(first.days[0].amount, yuan(6));
  EXPECT_EQ(first.balance, yuan(94));
  EXPECT_EQ(world.balance_now(), yuan(94));
  EXPECT_EQ(world.balance(ledger::charged("electricity")), -yuan(6));
  EXPECT_TRUE(world.run().days.empty()) << "asked again it changes nothing";
  EXPECT_EQ(world.row().charged_to, "2026-11-21");
}

/// From this day on the account has another plan, as remote::change_account() writes it.
void change_plan(OfficeWorld& world, const char* from) {
  world.books.put(books::Plan{"dear", "Dear", "",
                              R"({"id":"dear","name":"Dear","commodity":"electricity","unit":"kWh","currency":"CNY","minor":2,)"
                              R"("zone":"Asia/Shanghai","quantum":"0.01"})"});
  world.books.put(
      books::PlanVersion{"dear", "2026-01-01", R"({"from":"2026-01-01","energy":{"price":"1.00"}})", books::PlanStatus::published, "", ""});
  world.books.put(books::AccountChange{.account = OfficeWorld::account, .number = 1, .from = "2026-11-20", .begins = world.clock.now(), .plan = "flat"});
  world.books.put(books::AccountChange{.account = OfficeWorld::account,
                                       .number = 2,
                                       .from = from,
                                       .begins = *parse_instant(std::string(from) + "T00:00:00+08:00"),
                                       .plan = "dear"});
}

TEST(BalanceAtTheOffice, each_day_goes_by_the_plan_that_the_account_had_on_it) {
  OfficeWorld world;
  ASSERT_TRUE(world.put_on().ok());
  world.freeze(0, 100'000);
  change_plan(world, "2026-11-21");
  world.until("2026-11-23T09:00:00+08:00");
  world.freeze(1, 110'000);
  world.freeze(2, 120'000);
  const auto days = world.run().days;
  ASSERT_EQ(days.size(), 2U);
  EXPECT_EQ(days[0].plan, "flat");
  EXPECT_EQ(days[0].amount, yuan(6));
  EXPECT_EQ(days[1].plan, "dear") << "read after the change, but the day before it keeps its price";
  EXPECT_EQ(days[1].amount, yuan(10));
  EXPECT_FALSE(days[1].estimated);
}

TEST(BalanceAtTheOffice, a_gap_is_divided_at_the_day_on_which_the_plan_changes) {
  OfficeWorld world;
  ASSERT_TRUE(world.put_on().ok());
  world.freeze(0, 100'000);
  change_plan(world, "2026-11-22");
  world.until("2026-11-25T09:00:00+08:00");
  world.freeze(4, 140'000);
  const auto charged = world.run();
  ASSERT_EQ(charged.days.size(), 4U);
  for (std::size_t day = 0; day < 4; ++day) {
    EXPECT_EQ(charged.days[day].plan, day < 2 ? "flat" : "dear");
    EXPECT_EQ(charged.days[day].used, Energy::kwh(10));
    EXPECT_EQ(charged.days[day].amount, day < 2 ? yuan(6) : yuan(10));
    EXPECT_TRUE(charged.days[day].estimated);
  }
  EXPECT_EQ(world.row().charged_to, "2026-11-24");
  EXPECT_TRUE(world.run().days.empty());
}

TEST(BalanceAtTheOffice, without_a_freeze_the_first_reading_after_midnight_stands_for_the_day) {
  OfficeWorld world;
  ASSERT_TRUE(world.put_on().ok());
  const auto read = [&](const char* at, std::int64_t wh) {
    const auto taken = *parse_instant(at);
    world.books.put(books::MeterReading{
        .meter = OfficeWorld::number(), .due = taken, .state = books::ReadingStatus::read, .taken = taken, .energy = Energy::wh(wh)});
  };
  read("2026-11-21T00:30:00+08:00", 112'000);
  read("2026-11-21T04:00:00+08:00", 115'000);
  read("2026-11-22T08:00:00+08:00", 140'000);
  const auto charged = world.run();
  ASSERT_EQ(charged.days.size(), 1U) << "a reading of the morning is no beginning of a day";
  EXPECT_EQ(charged.days[0].used, Energy::kwh(12));
}

TEST(BalanceAtTheOffice, an_awaited_opening_reading_charges_nothing_before_it) {
  OfficeWorld world;
  ASSERT_TRUE(world.put_on(OfficeWorld::terms(), "").ok());
  world.freeze(0, 90'000);
  EXPECT_EQ(world.run().account.charged_to, "") << "today began before";
  world.freeze(2, 110'000);
  EXPECT_TRUE(world.run().days.empty());
  EXPECT_EQ(world.row().charged_to, "2026-11-22");
  world.freeze(3, 111'000);
  EXPECT_EQ(world.run().days.at(0).amount, Money::minor(60));
}

TEST(BalanceAtTheOffice, arrears_warn_then_trip_and_a_payment_gives_permission_and_ends_the_alarm) {
  OfficeWorld world;
  ASSERT_TRUE(world.put_on().ok());
  EXPECT_TRUE(world.run().commands.empty()) << "she has her first day to pay";
  ASSERT_TRUE(world.pay_in("50.00").ok());
  EXPECT_TRUE(world.waiting().empty());
  world.freeze(1, 152'000);  // 52 kWh: 31.20
  EXPECT_EQ(world.run().balance, Money::minor(1880));
  EXPECT_EQ(world.waiting(), Orders{"alarm"});
  EXPECT_TRUE(world.run().commands.empty()) << "the same order is not queued twice";
  world.deliver();
  world.freeze(2, 184'000);
  EXPECT_EQ(world.run().balance, Money::minor(-40));
  EXPECT_EQ(world.waiting(), Orders{"trip"});
  EXPECT_EQ(world.row().ordered, books::BalanceOrders::alarm_and_trip);
  world.deliver();
  EXPECT_TRUE(world.run().commands.empty());
  ASSERT_TRUE(world.pay_in("60.00").ok());
  EXPECT_EQ(world.waiting(), (Orders{"permit", "end_alarm"}));
  EXPECT_EQ(world.row().ordered, books::BalanceOrders::none);
}

TEST(BalanceAtTheOffice, arrears_that_are_paid_before_the_trip_arrived_leave_a_permission_in_its_place) {
  OfficeWorld world;
  ASSERT_TRUE(world.put_on().ok());
  world.freeze(1, 110'000);
  (void)world.run();
  EXPECT_EQ(world.waiting(), Orders{"trip"});
  ASSERT_TRUE(world.pay_in("50.00").ok());
  EXPECT_EQ(world.waiting(), Orders{"permit"}) << "it may have arrived, and nobody heard the answer";
}

TEST(BalanceAtTheOffice, a_trip_that_expired_on_a_dead_line_is_given_again_and_never_in_a_friendly_night) {
  OfficeWorld world;
  auto terms = OfficeWorld::terms();
  terms.friendly = {22, 7, {}, {}};
  ASSERT_TRUE(world.put_on(terms).ok());
  world.freeze(1, 110'000);
  (void)world.run();
  const auto trip = world.books.select(books::MeterCommand::open_of, OfficeWorld::number()).at(0);
  EXPECT_EQ(format_local(Zone::find("Asia/Shanghai")->local(trip.deadline)).substr(0, 16), "2026-11-20 22:00");
  world.until("2026-11-20T22:30:00+08:00");
  (void)world.apply(remote::expire(world.books, world.clock.now()));
  EXPECT_EQ(world.run().commands.size(), 1U) << "the alarm is not held";
  EXPECT_EQ(world.waiting(), Orders{"alarm"});
  world.deliver();
  world.until("2026-11-21T07:00:00+08:00");
  (void)world.run();
  EXPECT_EQ(world.waiting(), Orders{"trip"});
}

TEST(BalanceAtTheOffice, what_a_person_tripped_stays_and_whom_a_person_let_back_is_left_in_peace) {
  OfficeWorld world;
  ASSERT_TRUE(world.pay_in("1.00").error().code == "no_remote_account");
  ASSERT_TRUE(world.put_on().ok());
  ASSERT_TRUE(world.pay_in("100.00").ok());
  world.deliver();
  const auto order = [&](devices::RelayOrder what) {
    ASSERT_TRUE(
        world
            .apply(remote::order(world.books, {.meter = OfficeWorld::number(), .kind = books::CommandKind::relay, .relay = what}, world.as("qian")))
            .ok());
    world.deliver();
  };
  order(devices::RelayOrder::trip);
  ASSERT_TRUE(world.pay_in("100.00").ok());
  EXPECT_TRUE(world.waiting().empty());
  order(devices::RelayOrder::permit);
  world.freeze(1, 500'000);
  EXPECT_EQ(world.run().balance, -yuan(40));
  EXPECT_EQ(world.waiting(), Orders{"trip"});
  world.deliver();
  order(devices::RelayOrder::close);
  EXPECT_TRUE(world.run().commands.empty()) << "somebody had a reason";
  ASSERT_TRUE(world.pay_in("70.00").ok());
  world.deliver();
  world.freeze(2, 600'000);
  (void)world.run();
  EXPECT_EQ(world.waiting(), Orders{"trip"}) << "new arrears are new arrears";
}

TEST(BalanceAtTheOffice, a_register_that_ran_back_stops_the_account_until_a_person_begins_anew) {
  OfficeWorld world;
  ASSERT_TRUE(world.put_on().ok());
  ASSERT_TRUE(world.pay_in("100.00").ok());
  world.freeze(1, 110'000);
  world.freeze(2, 3'000);
  const auto stopped = world.run();
  EXPECT_EQ(stopped.days.size(), 1U) << "what was read before stays charged";
  EXPECT_EQ(world.row().trouble, "register_ran_back");
  world.freeze(3, 4'000);
  EXPECT_TRUE(world.run().days.empty());
  world.until("2026-11-23T09:00:00+08:00");
  ASSERT_TRUE(
      world.apply(lift(world.books, {.account = OfficeWorld::account, .anew = true, .opening = {}}, world.as("lu"))).ok());
  world.freeze(4, 9'000);
  EXPECT_TRUE(world.run().days.empty()) << "the next day is where it begins again";
  EXPECT_EQ(world.row().trouble, "");
  EXPECT_EQ(world.row().charged_to, "2026-11-24");
  world.freeze(5, 14'000);
  EXPECT_EQ(world.run().days.at(0).used, Energy::kwh(5));
  EXPECT_EQ(world.apply(lift(world.books, {.account = OfficeWorld::account, .anew = false, .opening = {}}, world.as("lu")))
                .error()
                .code,
            "no_trouble");
}

TEST(BalanceAtTheOffice, a_plan_that_changes_in_a_gap_divides_it_over_the_turn_of_the_register) {
  OfficeWorld world;
  ASSERT_TRUE(world.put_on(OfficeWorld::terms(), "999990").ok());
  world.freeze(0, 999'990'000);
  change_plan(world, "2026-11-22");
  world.until("2026-11-25T09:00:00+08:00");
  world.freeze(4, 30'000);
  const auto charged = world.run();
  ASSERT_EQ(charged.days.size(), 4U);
  for (std::size_t day = 0; day < 4; ++day) EXPECT_EQ(charged.days[day].used, Energy::kwh(10));
  EXPECT_EQ(charged.balance, -yuan(6 + 6 + 10 + 10));
}

TEST(BalanceAtTheOffice, a_plan_that_begins_to_know_the_time_of_day_goes_on_by_the_meters_rates) {
  OfficeWorld world;
  ASSERT_TRUE(world.put_on().ok());
  world.books.put(books::PlanVersion{
      "flat", "2026-11-22",
      R"({"from":"2026-11-22","days":{"D":[["00:00","valley"],["08:00","peak"],["22:00","valley"]]},"calendar":[{"use":"D"}],)"
      R"("energy":{"price":{"peak":"1.00","valley":"0.30"}}})",
      books::PlanStatus::published, "", ""});
  const auto freeze = [&](int day, std::int64_t valley, std::int64_t peak) {
    const auto date = date_of_day(day_number({2026, 11, 20}) + day);
    world.books.put(books::DayFreeze{.meter = OfficeWorld::number(),
                                     .day = date,
                                     .energy = Energy::wh(valley + peak),
                                     .rate1 = Energy::wh(valley),
                                     .rate2 = Energy::wh(peak),
                                     .received = world.clock.now()});
  };
  freeze(1, 60'000, 50'000);
  freeze(2, 64'000, 56'000);
  freeze(3, 67'000, 60'000);
  const auto charged = world.run();
  EXPECT_EQ(world.row().trouble, "");
  ASSERT_EQ(charged.days.size(), 3U);
  EXPECT_EQ(charged.days[1].amount, yuan(6)) << "10 kWh at 0.60";
  EXPECT_EQ(charged.days[2].amount, Money::minor(490)) << "4 kWh by day, 3 by night";
  EXPECT_EQ(charged.days[2].rate1, Energy::kwh(3));
  EXPECT_EQ(charged.days[2].rate2, Energy::kwh(4));
}

TEST(BalanceAtTheOffice, the_counter_takes_payments_and_sells_no_credit) {
  OfficeWorld world;
  ASSERT_TRUE(world.put_on().ok());
  EXPECT_EQ(counter::quote(world.books, {OfficeWorld::account, "50.00", "", ""}, world.as("wang")).error().code,
            "balance_at_office");
  PayRequest request{.claim = {"k", "h"}, .account = OfficeWorld::account, .amount = "50.00", .paying = {.tenders = {}, .received = "60.00"}, .confirmed = {}};
  const auto paid = world.apply(pay(world.books, request, world.as("wang")));
  ASSERT_TRUE(paid.ok()) << paid.error().code;
  EXPECT_EQ(paid->sale.kind, books::Operation::payment);
  EXPECT_EQ(paid->sale.n, SequenceNumber{});
  EXPECT_EQ(paid->state, books::SaleStatus::applied);
  EXPECT_TRUE(world.apply(pay(world.books, request, world.as("wang")))->repeated);
  EXPECT_EQ(world.balance_now(), yuan(50));
  EXPECT_EQ(world
                .apply(counter::pay_out(world.books, {.claim = world.claim(), .account = OfficeWorld::account, .amount = yuan(1)},
                                        world.as("wang")))
                .error()
                .code,
            "balance_in_use");
  PayBackRequest undoing{.claim = world.claim(), .sale = paid->sale.number, .reason = "wrong house"};
  const auto needed = world.apply(pay_back(world.books, undoing, world.as("wang"))).error();
  EXPECT_EQ(needed.code, "approval_needed") << "never alone";
  undoing.approval = world.apply(people::ask_approval(world.books, {"take_back_own", needed.details.at("content"), "wrong house"}, world.as("wang")))->number;
  ASSERT_TRUE(world.apply(people::decide_approval(world.books, {undoing.approval, true, ""}, world.as("zhao"))).ok());
  const auto back = world.apply(pay_back(world.books, undoing, world.as("wang")));
  ASSERT_TRUE(back.ok()) << back.error().code;
  EXPECT_EQ(world.balance_now(), Money{});
  EXPECT_EQ(world.state(paid->sale.number), "taken_back");
  EXPECT_EQ(
      world.apply(pay_back(world.books, {.claim = world.claim(), .sale = paid->sale.number, .reason = "again"}, world.as("wang")))
          .error()
          .code,
      "not_to_take_back");
  const auto figures = till::figures(world.books, *books::open_shift(world.books, "E", "T-01"));
  EXPECT_EQ(figures.received, yuan(50));
  EXPECT_EQ(figures.paid_out, yuan(50));
  EXPECT_EQ(figures.in_doubt.count, 0);
  EXPECT_EQ(world.balance(ledger::till_cash("E", "T-01")), yuan(100)) << "the float";
}

TEST(BalanceAtTheOffice, a_payment_is_handed_back_by_the_tenders_that_it_came_by) {
  OfficeWorld world;
  ASSERT_TRUE(world.put_on().ok());
  PayRequest request{.claim = world.claim(), .account = OfficeWorld::account, .amount = "50.00", .paying = {.tenders = {{"cash", "20.00"}, {"card", "", "A41F77"}}}, .confirmed = {}};
  const auto paid = world.apply(pay(world.books, request, world.as("wang"))).value();
  const auto terminal = ledger::till_money("E", "T-01", books::Tender::card);
  EXPECT_EQ(to_text(paid.sale.tenders), "cash=2000;card=3000:A41F77");
  EXPECT_EQ(world.balance(terminal), yuan(30));
  PayBackRequest undoing{.claim = world.claim(), .sale = paid.sale.number, .reason = "wrong house"};
  const auto needed = pay_back(world.books, undoing, world.as("wang")).error();
  undoing.approval = world.apply(people::ask_approval(world.books, {"take_back_own", needed.details.at("content"), "wrong house"}, world.as("wang")))->number;
  ASSERT_TRUE(world.apply(people::decide_approval(world.books, {undoing.approval, true, ""}, world.as("zhao"))).ok());
  const auto back = world.apply(pay_back(world.books, undoing, world.as("wang")));
  ASSERT_TRUE(back.ok()) << back.error().code;
  EXPECT_EQ(to_text(back->sale.tenders), "card=-3000:A41F77;cash=-2000");
  EXPECT_EQ(world.balance(terminal), Money{});
  EXPECT_EQ(world.balance(ledger::till_cash("E", "T-01")), yuan(100)) << "the float";
}

TEST(BalanceAtTheOffice, who_is_blocked_pays_what_he_owes_and_puts_nothing_on) {
  OfficeWorld world;
  ASSERT_TRUE(world.put_on().ok());
  ASSERT_TRUE(world.pay_in("10.00").ok());
  auto blocked = *world.books.find<books::Customer>(CustomerNumber::from(77));
  blocked.state = books::CustomerStatus::blocked;
  world.books.put(blocked);
  EXPECT_EQ(world.pay_in("1.00").error().code, "customer_blocked");
  world.freeze(0, 100'000);
  world.freeze(1, 130'000);
  world.until("2026-11-21T02:00:00Z");
  world.run();
  ASSERT_EQ(world.balance_now(), Money::minor(-800)) << "30 kWh x 0.60 from 10.00";
  EXPECT_EQ(world.pay_in("8.01").error().code, "customer_blocked");
  EXPECT_TRUE(world.pay_in("8.00").ok());
}

TEST(BalanceAtTheOffice, it_ends_with_a_last_reading_and_what_is_left_is_owed) {
  OfficeWorld world;
  ASSERT_TRUE(world.put_on().ok());
  ASSERT_TRUE(world.pay_in("100.00").ok());
  const auto ended = world.apply(end(world.books, {.account = OfficeWorld::account, .closing = {"130.5", {}}}, world.as("lu")));
  ASSERT_TRUE(ended.ok()) << ended.error().code;
  EXPECT_EQ(ended->balance, Money::minor(8170));  // 30.5 kWh x 0.60
  EXPECT_EQ(world.pay_in("1.00").error().code, "pays_too_much");
  EXPECT_TRUE(world
                  .apply(counter::pay_out(world.books,
                                          {.claim = world.claim(), .account = OfficeWorld::account, .amount = Money::minor(8170)},
                                          world.as("wang")))
                  .ok());
  ASSERT_TRUE(world.put_on(OfficeWorld::terms(), "130.5").ok()) << "and it may come back";
  EXPECT_EQ(world.row().ordered, books::BalanceOrders::none) << "with a first day to pay";
  ASSERT_TRUE(world.apply(change_terms(world.books, {.account = OfficeWorld::account, .terms = OfficeWorld::terms()}, world.as("lu"))).ok());
  EXPECT_EQ(world.row().ordered, books::BalanceOrders::none) << "also when its terms are changed on that day";
  EXPECT_EQ(world.row().charged_to, "2026-11-21") << "today was charged once";
  EXPECT_EQ(world.apply(end(world.books, {.account = OfficeWorld::account, .closing = {"150", {}}}, world.as("lu"))).error().code, "charged_to_tomorrow") << "or what was used meanwhile were nobody's";
  world.until("2026-11-21T02:00:00Z");
  ASSERT_TRUE(
      world.apply(end(world.books, {.account = OfficeWorld::account, .closing = {}, .close = true}, world.as("zhao"))).ok());
  EXPECT_EQ(world.books.find<books::Account>(OfficeWorld::account)->state, books::AccountStatus::closed);
  EXPECT_EQ(world.books.find<books::Meter>(OfficeWorld::number())->state, books::MeterStatus::removed);
  EXPECT_EQ(world.books.select(books::MeterSwap::of_old, OfficeWorld::number()).size(), 1u) << "and its leaving is written down";
}

TEST(BalanceAtTheOffice, it_does_not_end_in_trouble_nor_before_what_stands_by_name_is_paid) {
  OfficeWorld world;
  ASSERT_TRUE(world.put_on().ok());
  ASSERT_TRUE(world.pay_in("100.00").ok());
  auto troubled = world.row();
  troubled.trouble = "register_went_back";
  world.books.put(troubled);
  EXPECT_EQ(world.apply(end(world.books, {.account = OfficeWorld::account, .closing = {"130.5", {}}, .close = true}, world.as("zhao"))).error().code, "balance_in_trouble")
      << "what was typed would be charged to nobody";
  troubled.trouble.clear();
  world.books.put(troubled);
  books::Debt debt{.number = 1, .account = OfficeWorld::account, .customer = CustomerNumber::from(77), .amount = yuan(46)};
  world.books.put(debt);
  const auto refused = world.apply(end(world.books, {.account = OfficeWorld::account, .closing = {"130.5", {}}, .close = true}, world.as("zhao")));
  EXPECT_EQ(refused.error().code, "debts_by_name_first");
  EXPECT_EQ(refused.error().details.at("debts"), "46.00");
}

TEST(BalanceAtTheOffice, what_debts_take_of_a_payment_is_judged_by_no_limit_of_the_balance) {
  OfficeWorld world;
  ASSERT_TRUE(world.put_on().ok());
  books::Debt debt{.number = 1, .account = OfficeWorld::account, .customer = CustomerNumber::from(77), .amount = yuan(30)};
  debt.rule = books::DebtRule::first;
  world.books.put(debt);
  auto blocked = *world.books.find<books::Customer>(CustomerNumber::from(77));
  blocked.state = books::CustomerStatus::blocked;
  world.books.put(blocked);
  EXPECT_EQ(world.pay_in("30.01").error().code, "customer_blocked");
  const auto paid = world.pay_in("30.00");
  ASSERT_TRUE(paid.ok()) << paid.error().code;
  EXPECT_EQ(world.balance_now(), Money{}) << "the debt took all of it";
  auto his = *world.books.find<books::Debt>(1);
  his.account = 999;
  world.books.put(his);
  EXPECT_EQ(pay_back(world.books, {.claim = world.claim(), .sale = paid->sale.number, .reason = "wrong"}, world.as("wang")).error().code, "debt_went_along")
      << "its next owner would owe what he never did";
}

TEST(BalanceAtTheOffice, who_may_not_and_what_does_not_go) {
  OfficeWorld world;
  const BeginRequest request{.account = OfficeWorld::account, .terms = OfficeWorld::terms(), .opening = {}};
  EXPECT_EQ(begin(world.books, request, world.as("wang")).error().code, "permission_denied");
  EXPECT_EQ(world.put_on(OfficeWorld::terms(), "12x").error().code, "bad_register");
  auto terms = OfficeWorld::terms();
  terms.overdraft = -yuan(1);
  EXPECT_EQ(world.put_on(terms).error().code, "bad_terms");
  ASSERT_TRUE(world.put_on().ok());
  EXPECT_EQ(world.put_on().error().code, "balance_at_office");
  remote::LineWorld li;
  const BeginRequest other{.account = remote::li_account, .terms = OfficeWorld::terms(), .opening = {}};
  EXPECT_EQ(begin(li.books, other, li.as("zhao")).error().code, "meter_has_credit");
  EXPECT_EQ(friendly_from_text(R"({"from":"22:30"})").error().code, "bad_friendly_time");
  EXPECT_EQ(friendly_text(*friendly_from_text(R"({"from":"22:00","until":"07:00","weekdays":[6,7],"days":["2026-10-01"]})")),
            R"({"from":"22:00","until":"07:00","weekdays":[6,7],"days":["2026-10-01"]})");
}

TEST(BalanceAtTheOffice, a_meter_that_keeps_money_of_its_own_is_refused_before_anything_is_charged) {
  static constexpr devices::Facts of_money{.protocol = "a-line", .serves_the_office = false};
  OfficeWorld world;
  auto boss = world.as("lu");
  boss.devices = {[](std::string_view) -> const devices::Facts& { return of_money; }, counter::line_protocols};
  const BeginRequest request{.account = OfficeWorld::account, .terms = OfficeWorld::terms(), .opening = {"100", {}}};
  const auto refused = begin(world.books, request, boss);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "meter_not_of_scheme");
  EXPECT_EQ(refused.error().details.at("model"), "DDZY1352Y");
  EXPECT_FALSE(world.books.find<books::RemoteAccount>(OfficeWorld::account));
}

TEST(BalanceAtTheOffice, a_plan_in_another_currency_charges_nobody) {
  OfficeWorld world;
  world.books.put(books::Plan{"flat", "Flat", "", R"({"id":"flat","name":"Flat","commodity":"electricity","unit":"kWh","currency":"USD","minor":2,"zone":"Asia/Shanghai","quantum":"0.01"})"});
  const auto refused = world.put_on();
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "currency_mismatch");
}

TEST(BalanceLaws, whatever_is_read_lost_or_asked_again_every_day_is_charged_once_and_the_ledger_agrees) {
  EXPECT_TRUE(rc::check([] {
    OfficeWorld world;
    // Steps and charges that only a whole month gets right.
    world.books.put(books::PlanVersion{
        "flat", "2026-11-01",
        R"({"from":"2026-11-01","counter":{"months":1,"start":"01-01"},"energy":{"steps":[{"to":"50","price":"0.4883"},{"price":"0.7883"}]},)"
        R"("charges":[{"id":"supply","kind":"per_day","amount":"0.3335"},{"id":"vat","kind":"percent","percent":"13","of":["energy","supply"]}]})",
        books::PlanStatus::published, "", ""});
    RC_ASSERT(world.put_on(OfficeWorld::terms(), "0").ok());
    std::int64_t wh = 0;
    Money paid, charged;
    for (int day = 1; day <= 10; ++day) {
      wh += *rc::gen::inRange<std::int64_t>(0, 25'000);
      if (*rc::gen::inRange(0, 3) != 0 || day == 10) world.freeze(day, wh);  // some nights nobody is heard
      for (int looks = *rc::gen::inRange(0, 3); looks > 0; --looks) {
        auto decided = charge(world.books, OfficeWorld::account, world.as("wang"));
        RC_ASSERT(decided.ok());
        if (*rc::gen::inRange(0, 4) == 0) continue;  // killed before it was stored
        world.books.apply(decided->changes);
        for (const auto& one : decided->answer.days) charged += one.amount;
      }
      if (*rc::gen::inRange(0, 4) == 0) {
        const auto fen = *rc::gen::inRange<std::int64_t>(1, 9'999);
        RC_ASSERT(world.pay_in(format_money(Money::minor(fen), 2)).ok());
        paid += Money::minor(fen);
      }
      if (*rc::gen::inRange(0, 2) == 0) world.deliver();
      auto waiting = world.waiting();
      std::sort(waiting.begin(), waiting.end());
      RC_ASSERT(std::adjacent_find(waiting.begin(), waiting.end()) == waiting.end());
    }
    for (const auto& one : world.run().days) charged += one.amount;
    const auto days = world.books.newest<books::DayCharge>(100, OfficeWorld::account);
    RC_ASSERT(days.size() == 10);
    Money sum;
    Energy used;
    for (const auto& day : days) sum += day.amount, used += day.used;
    const auto supply = *counter::supply_of(world.books, OfficeWorld::account, world.clock.now());
    tariff::State before;
    before.opened = LocalDate{2026, 11, 20};
    const auto whole = tariff::price_usage(supply.plan, *parse_instant("2026-11-29T12:00:00+08:00"), before,
                                           {{{"", tariff::Units{wh / 10 * 10}}}});
    RC_ASSERT(whole.ok());
    RC_ASSERT(used.wh() == wh / 10 * 10);
    RC_ASSERT(sum == charged);
    RC_ASSERT(sum == whole->total);
    RC_ASSERT(world.balance_now() == paid - sum);
    std::int64_t legs = 0;
    for (const auto& [account, amount] : world.books.balances()) legs += amount.minor();
    RC_ASSERT(legs == 0);
    RC_ASSERT(world.balance(ledger::fixed("supply")) + world.balance(ledger::tax("vat")) + world.balance(ledger::charged("electricity")) ==
              -sum);
  }));
}

}  // namespace
}  // namespace kwota::remote_account
