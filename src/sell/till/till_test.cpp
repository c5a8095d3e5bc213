#include "sell/till/till.h"

#include <gtest/gtest.h>

#include "people/test_office.h"
#include "sell/ledger/chart.h"
#include "sell/ledger/posting.h"
#include "sell/settings/in_force.h"
#include "sell/till/drawer.h"

namespace kwota::till {
namespace {

using people::test::Office;

TEST(Shift, the_first_one_ends_the_installation) {
  Office office;
  const auto opening = open_shift(office.books, {}, office.as("wang")).value();
  EXPECT_EQ(opening.changes.append.back().get<books::Audit>().action, "installation_ended");
}

TEST(Shift, numbers_have_no_gaps_and_one_shift_is_open) {
  Office office;
  for (int number = 1; number <= 3; ++number) {
    EXPECT_EQ(office.apply(open_shift(office.books, Money::minor(10000), office.as("wang")))->number, number);
    EXPECT_EQ(open_shift(office.books, Money{}, office.as("chen")).error().code, "shift_open");
    EXPECT_EQ(open_shift(office.books, Money{}, office.as("wang", "T-02")).error().code, "own_shift_open");
    const auto closing = office.apply(close_shift(office.books, {Money::minor(10000), "", ""}, office.as("wang"))).value();
    EXPECT_EQ(closing.difference, Money{});
    EXPECT_EQ(office.books.balance(ledger::till_cash("E", "T-01")), Money{});
  }
  EXPECT_EQ(close_shift(office.books, {Money{}, "", ""}, office.as("wang")).error().code, "no_open_shift");
  EXPECT_EQ(open_shift(office.books, Money{}, office.as("wu")).error().code, "permission_denied");
}

TEST(Shift, an_empty_drawer_is_a_float_and_less_than_nothing_is_none) {
  Office office;
  const auto refused = open_shift(office.books, -Money::minor(5'00), office.as("wang")).error();
  EXPECT_EQ(refused.code, "amount_below_zero");
  EXPECT_EQ(refused.details, (Details{{"text", "-5.00"}})) << "the sentence says what was typed";
  EXPECT_TRUE(open_shift(office.books, Money{}, office.as("wang")).ok());
}

TEST(Shift, a_float_far_above_what_is_usual_is_asked_for_again) {
  Office office;
  const auto typed = Money::minor(20'000'00);  // 200.00 with two noughts too many
  const auto refused = open_shift(office.books, typed, office.as("wang")).error();
  EXPECT_EQ(refused.code, "confirmation_needed");
  EXPECT_EQ(refused.details, (Details{{"codes", "large_float"}, {"amount", "20000.00"}, {"limit", "1000.00"}}));
  EXPECT_EQ(open_shift(office.books, typed, office.as("wang"), {"large_sale"}).error().code, "confirmation_needed") << "yes to something else";
  EXPECT_TRUE(open_shift(office.books, Money::minor(1'000'00), office.as("wang")).ok()) << "the limit itself is usual";
  EXPECT_EQ(office.apply(open_shift(office.books, typed, office.as("wang"), {"large_float"}))->opening_float, typed);
}

TEST(Shift, how_large_a_float_is_usual_says_the_utility) {
  Office office;
  office.books.put(settings::always_counting(1, settings::SettingName::large_float, 50'00));
  EXPECT_EQ(open_shift(office.books, Money::minor(50'01), office.as("wang")).error().code, "confirmation_needed");
  office.books.put(settings::always_counting(1, settings::SettingName::large_float, 0));
  EXPECT_TRUE(open_shift(office.books, Money::minor(9'000'000'00), office.as("wang")).ok()) << "0: nobody is asked";
}

TEST(Shift, a_difference_is_explained_accepted_and_booked) {
  Office office;
  office.apply(open_shift(office.books, Money::minor(10000), office.as("wang"))).value();
  EXPECT_EQ(close_shift(office.books, {Money::minor(9500), "", ""}, office.as("wang")).value().answer.needs, CountNeeds::recount);
  const CloseRequest large{Money::minor(5000), "change given twice", ""};
  EXPECT_EQ(close_shift(office.books, large, office.as("wang")).value().answer.needs, CountNeeds::second_person);
  for (const auto* second : {"wang", "chen", "wu", "root"})
    EXPECT_EQ(close_shift(office.books, {large.counted, large.reason, second}, office.as("wang")).value().answer.needs, CountNeeds::second_person) << second;
  EXPECT_EQ(close_shift(office.books, large, office.as("chen")).error().code, "permission_denied") << "another's shift";
  const auto closing = office.apply(close_shift(office.books, {large.counted, large.reason, "zhao"}, office.as("wang"))).value();
  EXPECT_EQ(closing.difference, -Money::minor(5000));
  EXPECT_EQ(office.books.balance(ledger::over_short()), Money::minor(5000)) << "stays visible";
  EXPECT_EQ(closing.shift.accepted_by, "zhao");
}

books::Pieces pieces(std::initializer_list<std::pair<std::int64_t, std::int64_t>> rows) {
  books::Pieces out;
  for (const auto& [value, count] : rows) out.push_back({Money::minor(value), count});
  return out;
}

TEST(Shift, is_counted_by_notes_and_coins) {
  Office office;
  books::Utility utility;
  utility.currency = "CNY";
  office.books.put(utility);
  office.apply(open_shift(office.books, Money::minor(10000), office.as("wang"))).value();
  const auto close = [&](std::int64_t counted, books::Pieces made_of) { return close_shift(office.books, {.counted = Money::minor(counted), .reason = {}, .accepted_by = {}, .pieces = std::move(made_of)}, office.as("wang")); };
  EXPECT_EQ(close(10000, pieces({{5000, 1}, {1000, 4}})).error().code, "pieces_differ");
  EXPECT_EQ(close(10000, pieces({{3000, 3}, {1000, 1}})).error().code, "piece_unknown") << "no note of 30.00";
  EXPECT_EQ(close(10000, pieces({{5000, 1}, {5000, 1}})).error().code, "piece_unknown") << "the same note twice";
  EXPECT_EQ(close(-5000, pieces({{5000, -1}})).error().code, "amount_below_zero");
  EXPECT_EQ(close(10000, pieces({{5000, 3}, {1000, -5}})).error().code, "piece_count") << "they add up, but nobody has fewer than none";
  EXPECT_EQ(office.apply(close(9000, pieces({{5000, 1}, {1000, 4}})))->needs, CountNeeds::recount);
  EXPECT_EQ(office.apply(close(10000, pieces({{1000, 5}, {5000, 1}})))->needs, CountNeeds::nothing);
  EXPECT_EQ(books::to_text(office.books.find<books::DrawerCount>("E", "T-01", 1, 1)->pieces), "5000x1;1000x4") << "both counts are kept";
  EXPECT_EQ(books::to_text(office.books.find<books::DrawerCount>("E", "T-01", 1, 2)->pieces), "5000x1;1000x5");
}

TEST(Figures, say_what_of_a_shift_may_explain_a_drawer_that_does_not_agree) {
  Office office;
  const auto shift = office.apply(open_shift(office.books, {}, office.as("wang"))).value();
  const auto sold = [&](const char* number, Money paid, books::Tenders by, const char* document) {
    books::Sale sale;
    sale.number = number;
    sale.station = shift.station;
    sale.till = shift.till;
    sale.shift = shift.number;
    sale.tendered = paid;
    sale.tenders = std::move(by);
    sale.document = document;
    office.books.append(sale);
  };
  sold("R1-00000001", Money::minor(40'00), {}, R"({"received":10000,"change":6000})");
  sold("R1-00000002", Money::minor(50'00), {}, R"({"received":10000,"change":5000})");
  sold("R1-00000003", Money::minor(100'00), {{books::Tender::cash, Money::minor(20'00), {}}, {books::Tender::card, Money::minor(80'00), "A1B2C3"}}, R"({"change":8000})");
  sold("R1-00000004", Money::minor(30'00), {{books::Tender::card, Money::minor(30'00), "A1B2C4"}}, "");
  const auto seen = explained_figures(office.books, shift);
  EXPECT_EQ(seen.receipts, 4);
  EXPECT_EQ(seen.split.count, 1);
  EXPECT_EQ(seen.split.amount, Money::minor(100'00));
  EXPECT_EQ(seen.large_change.count, 2) << "50.00 itself is none";
  EXPECT_EQ(seen.large_change.amount, Money::minor(140'00));
}

TEST(Drop, leaves_the_drawer_for_the_safe_and_two_people_stand_for_it) {
  Office office;
  EXPECT_EQ(drop(office.books, {Money::minor(100), "B1", "zhao"}, office.as("wang")).error().code, "no_open_shift");
  office.apply(open_shift(office.books, Money::minor(10000), office.as("wang"))).value();
  for (const auto* second : {"", "wang", "chen", "wu"}) EXPECT_EQ(drop(office.books, {Money::minor(4000), "B1", second}, office.as("wang")).error().code, "cash_needs_two") << second;
  const auto nothing = drop(office.books, {Money{}, "B1", "zhao"}, office.as("wang"));
  EXPECT_EQ(nothing.error().code, "bad_amount");
  EXPECT_EQ(nothing.error().details, (Details{{"field", "amount"}, {"text", "0.00"}})) << "the sentence says what was typed";
  EXPECT_EQ(drop(office.books, {Money::minor(10001), "B1", "zhao"}, office.as("wang")).error().code, "drop_too_much");
  EXPECT_EQ(drop(office.books, {Money::minor(4000), "B1", "zhao"}, office.as("chen")).error().code, "permission_denied") << "another's shift";
  EXPECT_EQ(office.apply(drop(office.books, {Money::minor(4000), "B1", "zhao"}, office.as("wang")))->number, 1);
  EXPECT_EQ(office.apply(drop(office.books, {Money::minor(1000), "B2", "zhao"}, office.as("wang")))->number, 2);
  EXPECT_EQ(office.books.balance(ledger::safe("E")), Money::minor(5000));
  EXPECT_EQ(office.books.balance(ledger::till_cash("E", "T-01")), Money::minor(5000)) << "float + received - paid out - drops";
  EXPECT_EQ(close_shift(office.books, {Money::minor(10000), "", ""}, office.as("wang")).value().answer.needs, CountNeeds::recount) << "what was dropped is not in the drawer";
  const auto closing = office.apply(close_shift(office.books, {Money::minor(5000), "", ""}, office.as("wang"))).value();
  EXPECT_EQ(closing.difference, Money{});
  EXPECT_EQ(closing.figures.drops.amount, Money::minor(5000));
}

TEST(Drop, is_booked_once_however_often_its_request_comes) {
  Office office;
  office.apply(open_shift(office.books, Money::minor(10000), office.as("wang"))).value();
  const DropRequest request{Money::minor(4000), "B1", "zhao", "key-1"};
  EXPECT_EQ(office.apply(drop(office.books, request, office.as("wang")))->number, 1);
  EXPECT_EQ(office.apply(drop(office.books, request, office.as("wang")))->number, 1);
  EXPECT_EQ(office.books.balance(ledger::safe("E")), Money::minor(4000));
  auto other = request;
  other.amount = Money::minor(5000);
  EXPECT_EQ(drop(office.books, other, office.as("wang")).error().code, "idempotency_key_reused");
  DepositRequest to_bank{.amount = Money::minor(3000), .business_day = {}, .bank = "Bank", .bag = "B1", .approved_by = "li", .client_key = "key-2"};
  EXPECT_EQ(office.apply(deposit(office.books, to_bank, office.as("zhao")))->number, 1);
  EXPECT_EQ(office.apply(deposit(office.books, to_bank, office.as("zhao")))->number, 1);
  EXPECT_EQ(office.books.balance(ledger::bank("E")), Money::minor(3000));
  to_bank.bank = "Another";
  EXPECT_EQ(deposit(office.books, to_bank, office.as("zhao")).error().code, "idempotency_key_reused");
  office.apply(close_shift(office.books, {Money::minor(6000), "", ""}, office.as("wang"))).value();
  EXPECT_EQ(office.apply(drop(office.books, request, office.as("wang")))->number, 1) << "the answer was lost, and meanwhile the shift ended";
}

TEST(Deposit, is_of_takings_of_the_last_days) {
  Office office;
  office.apply(open_shift(office.books, Money::minor(10000), office.as("wang"))).value();
  office.apply(drop(office.books, {Money::minor(4000), "B1", "zhao"}, office.as("wang"))).value();
  const auto context = office.as("zhao");
  const auto today = settings::business_day(office.books, context.now, context.zone);
  const auto ago = [&](std::int64_t days) { return format_date(date_of_day(day_number(*parse_date(today)) - days)); };
  const auto of_day = [&](const std::string& day) { return deposit(office.books, {.amount = Money::minor(1), .business_day = day, .bank = "Bank", .bag = "B", .approved_by = "li"}, context); };
  for (const auto& day : {ago(-1), ago(takings_days_most + 1), std::string("2019-01-01")}) EXPECT_EQ(of_day(day).error().code, "takings_day") << day;
  for (const auto& day : {ago(0), ago(1), ago(takings_days_most)}) EXPECT_TRUE(of_day(day).ok()) << day;
}

TEST(Bag, is_used_once_at_a_station_for_the_safe_and_once_for_the_bank) {
  Office office;
  office.apply(open_shift(office.books, Money::minor(10000), office.as("wang"))).value();
  ASSERT_TRUE(office.apply(drop(office.books, {Money::minor(4000), "000117", "zhao"}, office.as("wang"))).ok());
  const auto again = drop(office.books, {Money::minor(1000), "000117", "zhao"}, office.as("wang"));
  ASSERT_EQ(again.error().code, "drop_bag_used");
  EXPECT_EQ(again.error().details.at("number"), "T-01/1/1");
  EXPECT_EQ(again.error().details.at("amount"), "40.00");
  EXPECT_EQ(again.error().details.at("operator"), "wang");
  ASSERT_TRUE(office.apply(drop(office.books, {Money::minor(100), "BG-1", "zhao"}, office.as("wang"))).ok());
  for (const auto* typed : {"bg-1", " BG-1 ", "ＢＧ-１"}) EXPECT_EQ(drop(office.books, {Money::minor(100), typed, "zhao"}, office.as("wang")).error().code, "drop_bag_used") << "however it is typed: " << typed;
  for (int n = 0; n < 2; ++n) EXPECT_TRUE(office.apply(drop(office.books, {Money::minor(100), "", "zhao"}, office.as("wang"))).ok()) << "without a bag";
  const auto to_bank = [&](std::int64_t amount, const std::string& bag) {
    return office.apply(deposit(office.books, {.amount = Money::minor(amount), .business_day = {}, .bank = "Bank", .bag = bag, .approved_by = "li"}, office.as("zhao")));
  };
  ASSERT_TRUE(to_bank(3000, "000117").ok()) << "the bag that was dropped is brought to the bank";
  EXPECT_EQ(to_bank(500, "000117").error().code, "deposit_bag_used");
  EXPECT_EQ(to_bank(500, "000117").error().details.at("number"), "1");
  EXPECT_EQ(to_bank(500, "000117").error().details.at("field"), "bag");
  EXPECT_EQ(office.books.balance(ledger::bank("E")), Money::minor(3000));
  EXPECT_TRUE(to_bank(500, "000118").ok());
  auto elsewhere = *office.books.find<books::Deposit>("E", 1);
  elsewhere.station = "W", elsewhere.bag = "000119";
  office.books.put(elsewhere);
  EXPECT_TRUE(to_bank(500, "000119").ok()) << "another station has bags of its own bank";
}

TEST(Deposit, takes_no_more_to_the_bank_than_the_safe_holds) {
  Office office;
  office.apply(open_shift(office.books, Money::minor(10000), office.as("wang"))).value();
  office.apply(drop(office.books, {Money::minor(4000), "B1", "zhao"}, office.as("wang"))).value();
  const DepositRequest all{.amount = Money::minor(4000), .business_day = {}, .bank = "Bank", .bag = "B1", .approved_by = "li"};
  auto more = all, nowhere = all, alone = all;
  more.amount += Money::minor(1);
  nowhere.bank.clear();
  alone.approved_by = "zhao";
  EXPECT_EQ(deposit(office.books, more, office.as("zhao")).error().code, "deposit_too_much");
  EXPECT_EQ(deposit(office.books, more, office.as("zhao")).error().details.at("field"), "amount");
  EXPECT_EQ(deposit(office.books, nowhere, office.as("zhao")).error().code, "bank_missing");
  EXPECT_EQ(deposit(office.books, nowhere, office.as("zhao")).error().details.at("field"), "bank");
  EXPECT_EQ(deposit(office.books, alone, office.as("zhao")).error().code, "cash_needs_two");
  EXPECT_EQ(deposit(office.books, all, office.as("wang")).error().code, "permission_denied");
  const auto made = office.apply(deposit(office.books, all, office.as("zhao")));
  ASSERT_TRUE(made.ok()) << made.error().code;
  EXPECT_EQ(office.books.balance(ledger::safe("E")), Money{});
  EXPECT_EQ(office.books.balance(ledger::bank("E")), Money::minor(4000));
  const auto day = day_sheet(office.books, "E", made->business_day, office.as("zhao"));
  EXPECT_EQ(day.deposits.size(), 1U);
  EXPECT_EQ(day.open, 1) << "wang's shift goes on";
}

TEST(Drawer, that_was_empty_stands_on_the_sheet_of_its_own_day_alone) {
  Office office;
  office.books.put(settings::always_counting(1, settings::SettingName::day_cut_off, 4));
  office.now = parse_instant("2026-11-21T02:00:00Z").value();
  office.apply(open_shift(office.books, Money{}, office.as("wang"))).value();
  office.apply(close_shift(office.books, {Money{}, "", ""}, office.as("wang"))).value();
  office.books.put(books::ClosedDay{.business_day = "2026-11-20", .station = "E", .closed = office.now + Duration::days(1)});
  office.now = office.now + Duration::days(1);
  const auto shifts = [&](const char* day) { return day_sheet(office.books, "E", day, office.as("zhao")).shifts.size(); };
  EXPECT_EQ(shifts("2026-11-20"), 1U) << "which went on until four";
  EXPECT_EQ(shifts("2026-11-21"), 0U) << "today";
}

TEST(Drawer, who_works_at_another_station_signs_for_no_cash_of_this_one) {
  Office office;
  auto neighbour = *office.books.find<books::Operator>("zhao");
  neighbour.name = "he";
  neighbour.station = "W";
  office.books.put(neighbour);
  office.apply(open_shift(office.books, Money::minor(100000), office.as("wang"))).value();
  EXPECT_EQ(drop(office.books, {Money::minor(4000), "B1", "he"}, office.as("wang")).error().code, "cash_needs_two");
  const CloseRequest short_of_it{.counted = Money::minor(10), .reason = "stolen", .accepted_by = "he", .pieces = {}};
  EXPECT_EQ(office.apply(close_shift(office.books, short_of_it, office.as("wang")))->needs, CountNeeds::second_person);
  neighbour.station = "E";
  office.books.put(neighbour);
  EXPECT_TRUE(drop(office.books, {Money::minor(10), "B1", "zhao"}, office.as("wang")).error().code == "count_stands");
  EXPECT_EQ(office.apply(close_shift(office.books, short_of_it, office.as("wang")))->needs, CountNeeds::nothing) << "a supervisor of this station";
}

}  // namespace
}  // namespace kwota::till
