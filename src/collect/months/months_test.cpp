// A month at its end: what meters used in money, and what is closed with it.
#include <gtest/gtest.h>

#include "books/rows/money/opening.h"
#include "collect/meter_use/used.h"
#include "collect/months/archive.h"
#include "collect/months/close.h"
#include "collect/report/making/make.h"
#include "collect/report/making/test_books.h"
#include "people/approval.h"

namespace kwota::months {
namespace {

Instant at(const char* text) { return parse_instant(text).value(); }

books::Statement told(std::int64_t number, const char* when, std::int64_t used_e5) {
  books::Statement row;
  row.meter = MeterNumber::from(7);
  row.number = number;
  row.chain = "meter/000000000007";
  row.taken = at(when);
  row.carrier = books::Carrier::link;
  row.used_e5 = used_e5;
  return row;
}

constexpr std::int64_t yuan_e5 = 100 * 100'000;
const Instant november = parse_instant("2026-11-01T00:00:00Z").value();

TEST(Consumption, of_units_is_what_was_bought_first) {
  const std::vector<Bought> bought{{100 * 100'000, Money::minor(52'00)}, {50 * 100'000, Money::minor(28'50)}};
  EXPECT_EQ(first_in_first_out(bought, 120 * 100'000), Money::minor(63'40)) << "52.00 + 20 x 0.57";
  EXPECT_EQ(first_in_first_out(bought, 150 * 100'000), Money::minor(80'50));
  EXPECT_EQ(first_in_first_out(bought, 200 * 100'000), Money::minor(80'50)) << "what was never bought cost nothing";
  EXPECT_EQ(first_in_first_out(bought, 0), Money{});
}

TEST(Consumption, between_two_words_of_a_meter_goes_by_the_time) {
  const auto counted = counted_until({told(1, "2026-10-26T00:00:00Z", 10 * yuan_e5), told(2, "2026-11-05T00:00:00Z", 20 * yuan_e5)}, november, Zone::utc());
  EXPECT_EQ(counted.used_e5, 16 * yuan_e5);
  EXPECT_TRUE(counted.heard_since);
}

TEST(Consumption, after_a_meters_last_word_is_not_guessed) {
  const auto counted = counted_until({told(1, "2026-10-01T00:00:00Z", 10 * yuan_e5), told(2, "2026-10-20T00:00:00Z", 15 * yuan_e5)}, november, Zone::utc());
  EXPECT_EQ(counted.used_e5, 15 * yuan_e5);
  EXPECT_FALSE(counted.heard_since);
}

TEST(Consumption, of_words_months_apart_stays_at_the_earlier_one) {
  const auto counted = counted_until({told(1, "2026-08-01T00:00:00Z", 10 * yuan_e5), told(2, "2026-11-20T00:00:00Z", 90 * yuan_e5)}, november, Zone::utc());
  EXPECT_EQ(counted.used_e5, 10 * yuan_e5);
}

/// A meter that came from another program, which had used 160 of its unit there and held 40, for which 24.00 had been paid.
struct CameAlong : testing::Test {
  explicit CameAlong(Unit counts = Unit::energy) : unit(counts) {
    books.put(books::Meter{.number = MeterNumber::from(7), .state = books::MeterStatus::installed, .unit = unit});
    books.put(books::Account{.number = 100001, .station = "E", .meter = MeterNumber::from(7), .state = books::AccountStatus::open});
    books.put(books::OpeningBalance{.account = 100001, .at = books::OpeningAt::meter, .meter = MeterNumber::from(7), .amount = Money::minor(24'00), .unit = unit, .credit = held(40), .count = SequenceNumber{3}});
  }
  Credit held(std::int64_t whole) const { return Credit::of(unit, whole * hundred()); }
  std::int64_t hundred() const { return unit == Unit::money ? 60 : 1000; }
  void says(std::int64_t number, const char* when, std::int64_t used, std::int64_t balance) {
    auto row = told(number, when, used * hundred() * 100'000);
    row.unit = unit;
    row.count = SequenceNumber{3};
    row.balance_e5 = balance * hundred() * 100'000;
    books.append(row);
  }
  Money used() const { return used_until(books, november, Zone::utc(), [] { return false; })->at({"E", "electricity"}).to_date; }
  Unit unit;
  report::test::Books books;
};
struct MoneyCameAlong : CameAlong {
  MoneyCameAlong() : CameAlong(Unit::money) {}
};

TEST_F(CameAlong, is_charged_for_what_it_used_here_and_at_what_was_paid_for_it_there) {
  EXPECT_EQ(used(), Money{}) << "it has said nothing";
  says(1, "2026-10-10T00:00:00Z", 170, 30);
  EXPECT_EQ(used(), Money::minor(6'00)) << "ten of the forty, at 0.60";
  says(2, "2026-10-30T00:00:00Z", 200, 0);
  EXPECT_EQ(used(), Money::minor(24'00)) << "all that it held, and nothing of what it had used before";
}

TEST_F(MoneyCameAlong, is_charged_for_no_more_than_it_held_either) {
  says(1, "2026-10-10T00:00:00Z", 170, 30);
  EXPECT_EQ(used(), Money::minor(6'00));
  says(2, "2026-10-30T00:00:00Z", 200, 0);
  EXPECT_EQ(used(), Money::minor(24'00));
}

/// A station whose October has a first sale of 100 yuan on a day that is closed.
struct October : testing::Test {
  October() {
    put(books::Utility{.name = "County", .currency = "CNY", .zone = "UTC"});
    put(books::Station{"E", "East", "R1"});
    books::Operator manager;
    manager.name = "miller";
    manager.roles = "manager";
    context.who = manager;
    context.now = at("2026-11-02T08:00:00Z");
    sold("2026-10-05", 10'000);
    close("2026-10-05");
  }
  void put(const books::Register& row) { books.put(row); }
  void sold(const std::string& day, std::int64_t minor) {
    const auto paid = Money::minor(minor);
    books.sold("R1-" + std::to_string(++receipts), ledger::Operation::open, day, {report::test::leg(report::test::drawer, paid), report::test::leg("prepaid/electricity", -paid)});
  }
  void close(const std::string& day) {
    books::ClosedDay row;
    row.business_day = day;
    row.station = "E";
    put(row);
  }
  Result<books::MonthEnd> closed(const std::string& month, std::int64_t used_to_date) {
    TRY(decision, close_month(books, month, {{{"E", "electricity"}, Used{Money::minor(used_to_date), 1, 0}}}, context));
    for (const auto& row : decision.changes.append) books.append(row);
    return decision.answer.front();
  }
  report::test::Books books;
  people::Context context;
  int receipts = 0;
};

TEST_F(October, opens_with_nothing_and_closes_with_what_is_left) {
  const auto row = closed("2026-10", 6'340);
  ASSERT_TRUE(row.ok()) << row.error().code << " " << row.error().what;
  EXPECT_EQ(row->opening, Money{});
  EXPECT_EQ(row->income, Money::minor(10'000));
  EXPECT_EQ(row->consumption, Money::minor(6'340));
  EXPECT_EQ(row->closing, Money::minor(3'660));
  EXPECT_EQ(closed("2026-10", 6'340).error().code, "month_closed") << "once";
}

TEST_F(October, hands_its_closing_to_november_which_counts_what_was_heard_late) {
  ASSERT_TRUE(closed("2026-10", 6'000).ok());
  sold("2026-11-03", 5'000);
  close("2026-11-03");
  context.now = at("2026-12-01T08:00:00Z");
  const auto row = closed("2026-11", 8'500);
  ASSERT_TRUE(row.ok()) << row.error().what;
  EXPECT_EQ(row->opening, Money::minor(4'000));
  EXPECT_EQ(row->consumption, Money::minor(2'500));
  EXPECT_EQ(row->closing, Money::minor(6'500));
}

TEST_F(October, leaves_to_november_what_its_meters_have_told_and_R06_shows_it_beside) {
  put(books::Meter{.number = MeterNumber::from(7), .state = books::MeterStatus::installed, .unit = Unit::money});
  put(books::Account{.number = 100001, .station = "E", .meter = MeterNumber::from(7), .state = books::AccountStatus::open});
  const auto lines = [&](const std::string& month, std::size_t column = 0) {
    std::map<std::string, report::Cell> out;
    const auto made = report::make(books, *report::report_numbered("R06"), {.period = month});
    EXPECT_TRUE(made.ok()) << month;
    for (const auto& row : made.ok() ? made->rows : std::vector<report::MadeRow>{}) out[row.names.front()] = row.cells[column];
    return out;
  };
  books.append(told(1, "2026-10-30T00:00:00Z", 6'000 * 100'000));
  EXPECT_EQ(lines("2026-10")["not_posted"], report::Cell{}) << "no month was ever closed: nobody knows how many meters would have to be asked";
  ASSERT_TRUE(closed("2026-10", 6'000).ok());
  sold("2026-11-03", 5'000);
  books.append(told(2, "2026-11-20T00:00:00Z", 8'500 * 100'000));
  auto november = lines("2026-11");
  EXPECT_EQ(november["consumption"], report::Cell{}) << "up to the month that was closed";
  EXPECT_EQ(november["closing"], 9'000);
  EXPECT_EQ(november["not_posted"], 2'500) << "and what is not posted yet beside it";
  EXPECT_EQ(november["closing_expected"], 6'500);
  EXPECT_EQ(lines("2026-11", 1)["consumption"], 6'000) << "of the year to date what is posted";
  EXPECT_EQ(lines("2026-11", 1)["not_posted"], 2'500);
  auto days = lines("2026-10-20..2026-11-21");
  EXPECT_EQ(days["consumption"], 6'000) << "any days say what was posted up to the last closed month in them";
  EXPECT_EQ(days["not_posted"], 2'500) << "and what was used since";
  EXPECT_EQ(days["closing"], 9'000);
  EXPECT_EQ(days["closing_expected"], 6'500);
  auto inside = lines("2026-10-05..2026-10-29");
  EXPECT_EQ(inside["consumption"], report::Cell{}) << "October is posted with its last day";
  EXPECT_EQ(inside["not_posted"], 6'000);
  EXPECT_EQ(inside["closing_expected"], 4'000) << "as the month closed";
  EXPECT_EQ(lines("2026-10")["not_posted"], 0) << "of a closed month nothing is left, whatever is heard late";
  books.append(told(3, "2026-11-25T00:00:00Z", 8'600 * 100'000));
  auto twisted = books.select<books::MonthEnd>("2026-10").front();
  twisted.month = "2026-09";
  twisted.consumption = Money::minor(1);
  twisted.used_to_date = {};
  books.append(twisted);
  EXPECT_EQ(report::make(books, *report::report_numbered("R06"), {.period = "2026-11-02..2026-11-21"}).error().code, "books_unbalanced") << "of any days, too";
  EXPECT_EQ(report::make(books, *report::report_numbered("R06"), {.period = "2026-11"}).error().code, "books_unbalanced") << "it is counted in the check";
}

TEST_F(October, closes_water_beside_electricity_and_R06_tells_each_by_itself) {
  const auto paid = Money::minor(4'000);
  books.sold("R2-1", ledger::Operation::open, "2026-10-06", {report::test::leg(report::test::drawer, paid), report::test::leg("prepaid/water", -paid)});
  close("2026-10-06");
  const auto rows = close_month(books, "2026-10", {{{"E", "electricity"}, Used{Money::minor(6'340), 1, 0}}, {{"E", "water"}, Used{Money::minor(1'500), 1, 0}}}, context);
  ASSERT_TRUE(rows.ok()) << rows.error().code << " " << rows.error().what;
  ASSERT_EQ(rows->answer.size(), 2U);
  EXPECT_EQ(rows->answer[0].closing, Money::minor(3'660)) << "electricity: 100.00 less 63.40";
  EXPECT_EQ(rows->answer[1].commodity, "water");
  EXPECT_EQ(rows->answer[1].closing, Money::minor(2'500)) << "water: 40.00 less 15.00";
  for (const auto& row : rows->changes.append) books.append(row);
  const auto line = [&](const std::string& commodity, std::string_view name) {
    const auto made = report::make(books, *report::report_numbered("R06"), {.period = "2026-10", .groups = {}, .filters = {{"commodity", commodity}}}).value();
    return std::ranges::find_if(made.rows, [&](const report::MadeRow& row) { return row.names.front() == name; })->cells.front();
  };
  EXPECT_EQ(line("water", "consumption"), 1'500);
  EXPECT_EQ(line("water", "closing"), 2'500);
  EXPECT_EQ(line("electricity", "closing"), 3'660);
  EXPECT_EQ(line("water", "received_cash"), 4'000) << "and what came into drawers for it";
}

TEST_F(October, is_refused_before_its_time_and_out_of_order) {
  EXPECT_EQ(closed("2026-13", 0).error().code, "bad_month");
  EXPECT_EQ(closed("2026-09", 0).error().code, "month_empty");
  sold("2026-11-03", 5'000);
  EXPECT_EQ(closed("2026-11", 0).error().code, "month_not_over");
  context.now = at("2026-12-01T08:00:00Z");
  EXPECT_EQ(closed("2026-11", 0).error().code, "month_order");
  sold("2026-10-06", 100);
  EXPECT_EQ(closed("2026-10", 0).error().code, "month_day_open");
  context.who.roles = "cashier";
  EXPECT_EQ(closed("2026-10", 0).error().code, "permission_denied");
}

TEST_F(October, that_somebody_changed_afterwards_is_refused_aloud) {
  ASSERT_TRUE(closed("2026-10", 6'000).ok());
  sold("2026-10-07", 1);  // past the writer
  close("2026-10-07");
  sold("2026-11-03", 5'000);
  close("2026-11-03");
  context.now = at("2026-12-01T08:00:00Z");
  EXPECT_EQ(closed("2026-11", 6'000).error().code, "books_unbalanced");
}

/// The clock ran weeks ahead, somebody closed the month by it, and two persons have said so since: its last days were still to come.
TEST_F(October, that_was_closed_by_a_wrong_clock_does_not_stop_the_months_after_it) {
  ASSERT_TRUE(closed("2026-10", 6'000).ok());
  put(books::ClockCorrection{.number = 1, .wrong_from = at("2026-11-02T00:00:00Z"), .wrong_to = at("2026-11-03T00:00:00Z"), .recorded = at("2026-10-06T09:00:00Z"), .first = "zhao", .second = "guo", .reason = "battery"});
  sold("2026-10-07", 5'000);
  close("2026-10-07");
  sold("2026-11-03", 1'000);
  close("2026-11-03");
  context.now = at("2026-12-01T08:00:00Z");
  const auto row = closed("2026-11", 8'500);
  ASSERT_TRUE(row.ok()) << row.error().code;
  EXPECT_EQ(row->opening, Money::minor(9'000)) << "40.00 that October closed with, and the 50.00 of its seventh day";
  EXPECT_EQ(row->closing, Money::minor(7'500));
}

books::Operator of_role(const char* name, const char* role) {
  books::Operator who;
  who.name = name;
  who.roles = role;
  return who;
}

/// The same county, some years later; an administrator and a manager of no station.
struct YearsLater : October {
  YearsLater() { context.who = of_role("admin", "administrator"); }
  void later(const char* now) { context.now = at(now); }
  void close_months(std::initializer_list<const char*> months) {
    context.who = of_role("miller", "manager");
    for (const auto* month : months) ASSERT_TRUE(closed(month, 0).ok()) << month;
    context.who = of_role("admin", "administrator");
  }
  std::string said(std::int64_t year) const {
    const auto may = may_archive(books, year, context);
    return may.ok() ? "may" : may.error().code;
  }
  /// Asked by him, granted by the manager.
  std::int64_t granted(std::int64_t year) {
    people::Context second = context;
    second.who = of_role("miller", "manager");
    const auto asked = people::ask_approval(books, {.action = "archive", .content = people::Proposal(people::Proposed::archive).number(people::Part::year, year).canonical(), .reason = "the disk"}, context).value();
    put(asked.answer);
    put(people::decide_approval(books, {.number = asked.answer.number, .approve = true}, second).value().answer);
    return asked.answer.number;
  }
  Result<books::Archive> ordered(std::int64_t year, std::int64_t approval) {
    TRY(decision, order_archive(books, {.year = year, .reason = "the disk", .approval = approval}, context));
    for (const auto& row : decision.changes.put) put(row);
    return decision.answer;
  }
};

TEST_F(YearsLater, a_year_is_archived_when_its_months_are_closed_and_it_is_old_enough) {
  later("2027-06-01T00:00:00Z");
  EXPECT_EQ(said(2026), "archive_too_young") << "last year's books are still asked daily";
  later("2028-01-01T08:00:00Z");
  EXPECT_EQ(said(2026), "archive_month_open");
  close_months({"2026-10"});
  EXPECT_EQ(said(2026), "may");
  EXPECT_EQ(said(2025), "archive_empty");
  EXPECT_EQ(said(1'000'000'000'000), "archive_too_young");
  EXPECT_EQ(may_archive(books, 2026, context).value(), at("2027-01-01T00:00:00Z"));
}

TEST_F(YearsLater, years_go_one_after_the_other) {
  sold("2027-02-03", 5'000);
  close("2027-02-03");
  later("2030-01-01T08:00:00Z");
  close_months({"2026-10", "2027-02"});
  EXPECT_EQ(next_to_archive(books), 2026);
  EXPECT_EQ(said(2027), "archive_order");
  ASSERT_TRUE(ordered(2026, granted(2026)).ok());
  EXPECT_EQ(said(2026), "archive_exists");
  EXPECT_EQ(said(2027), "archive_order") << "the one before it is not done";
  auto first = *books.find<books::Archive>(std::int64_t{2026});
  first.state = books::ArchiveStatus::done;
  put(first);
  EXPECT_EQ(said(2027), "may");
}

TEST_F(YearsLater, two_persons_order_it_and_one_of_them_is_not_of_a_station) {
  later("2028-01-01T08:00:00Z");
  close_months({"2026-10"});
  EXPECT_EQ(ordered(2026, 0).error().code, "approval_needed");
  const auto approval = granted(2026);
  EXPECT_EQ(order_archive(books, {.year = 2026, .reason = "", .approval = approval}, context).error().code, "reason_missing");
  auto clerk = context;
  clerk.who = of_role("wang", "cashier");
  EXPECT_EQ(order_archive(books, {.year = 2026, .reason = "x", .approval = approval}, clerk).error().code, "permission_denied");
  auto of_station = context;
  of_station.who.station = "E";
  EXPECT_EQ(order_archive(books, {.year = 2026, .reason = "x", .approval = approval}, of_station).error().code, "whole_utility");
  const auto row = ordered(2026, approval);
  ASSERT_TRUE(row.ok()) << row.error().code;
  EXPECT_EQ(row->first, "admin");
  EXPECT_EQ(row->second, "miller");
  EXPECT_EQ(row->state, books::ArchiveStatus::ordered);
}

}  // namespace
}  // namespace kwota::months
