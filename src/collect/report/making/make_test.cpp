#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "collect/report/making/make.h"
#include "collect/report/making/test_books.h"
#include "sell/ledger/chart.h"
#include "sell/ledger/operation.h"
#include "sell/ledger/posting.h"

namespace kwota::report {
namespace {

using namespace test;

/// Opening 10,000.00; energy 3,500.00 + tax 455.00 + fees 45.00 + debt 100.00 = received 4,100.00; supplements 50.00; deductions 20.00, refunds 30.00,
/// reversals 100.00. Nothing posts consumption yet. The debt was raised in September: 400.00.
Books worked_example() {
  Books books;
  books::Debt debt;
  debt.number = 1;
  debt.account = 100001;
  debt.amount = yuan(400);
  debt.raised = parse_instant("2026-09-01T10:00:00+08:00").value();
  debt.since = "2026-09-01";
  books.put(debt);
  books::Sale recovers;
  recovers.account = debt.account;
  books.sold("R0", Operation::recharge, "2026-09-30", {leg(drawer, yuan(10'000)), leg(ledger::prepaid("electricity"), -yuan(10'000))});
  books.sold("R1", Operation::open, "2026-10-01",
             {leg(drawer, yuan(1'100)), leg(ledger::prepaid("electricity"), -yuan(1'000)), leg(ledger::tax("vat"), -yuan(55)), leg(ledger::fee("card"), -yuan(45))});
  books.sold("R2", Operation::recharge, "2026-10-17",
             {leg(drawer, yuan(3'000)), leg(ledger::prepaid("electricity"), -yuan(2'500)), leg(ledger::tax("vat"), -yuan(400)), leg(ledger::debt("1"), -yuan(100))}, "1", recovers);
  books.sold("R3", Operation::supplement, "2026-10-18", {leg(ledger::supplement("test"), yuan(50)), leg(ledger::prepaid("electricity"), -yuan(50))});
  books.sold("R4", Operation::deduct, "2026-10-19", {leg(ledger::prepaid("electricity"), yuan(20)), leg(ledger::refund_pending, -yuan(20))});
  books.post("surrendered/000000000001/4", Operation::surrendered, "2026-10-20", {leg(ledger::prepaid("electricity"), yuan(30)), leg(ledger::customer_balance(100001), -yuan(30))});
  books.sold("R5", Operation::recharge, "2026-09-29", {leg(drawer, yuan(100)), leg(ledger::prepaid("electricity"), -yuan(100))});
  books.post("R0/reversed", Operation::settle, "2026-09-30", {leg(ledger::prepaid("electricity"), yuan(100)), leg(ledger::customer_balance(100001), -yuan(100))});
  books.post("R5/reversed", Operation::reversed, "2026-10-31", {leg(drawer, -yuan(100)), leg(ledger::prepaid("electricity"), yuan(100))});
  return books;
}

std::int64_t line(const Made& made, const std::string& name, std::size_t column = 0) {
  const auto found = std::ranges::find_if(made.rows, [&](const MadeRow& row) { return row.names.front() == name; });
  EXPECT_NE(found, made.rows.end()) << name;
  return found == made.rows.end() ? 0 : found->cells.at(column).value();
}

TEST(Report, the_worked_example_of_the_prepaid_account) {
  const auto books = worked_example();
  const auto made = make(books, *report_numbered("R06"), {.period = "2026-10"});
  ASSERT_TRUE(made.ok()) << made.error().code;
  EXPECT_EQ(line(*made, "opening"), 1'000'000);
  EXPECT_EQ(line(*made, "first_sales") + line(*made, "recharges"), 350'000);
  EXPECT_EQ(line(*made, "supplements"), 5'000);
  EXPECT_EQ(line(*made, "deductions"), 2'000);
  EXPECT_EQ(line(*made, "refunds"), 3'000);
  EXPECT_EQ(line(*made, "reversals"), 10'000);
  EXPECT_EQ(line(*made, "closing"), 1'340'000) << "the example's 10,200.00 before its consumption of 3,200.00 is posted";
  EXPECT_EQ(line(*made, "received"), 410'000 - 10'000);
  EXPECT_EQ(line(*made, "tax"), 45'500);
  EXPECT_EQ(line(*made, "fees"), 4'500);
  EXPECT_EQ(line(*made, "debt"), 10'000);
  for (const auto& check : made->checks) EXPECT_EQ(check.gap, 0) << check.name;
}

TEST(Report, what_is_owed_is_one_figure_by_the_ledger_and_by_name) {
  auto books = worked_example();
  const auto owed = make(books, *report_numbered("R06"), {.period = "2026-10"}).value();
  const auto by_name = make(books, *report_numbered("R14"), {.period = "2026-10"}).value();
  EXPECT_EQ(line(owed, "debts_closing"), 30'000);
  EXPECT_EQ(by_name.totals.at(5), Cell(line(owed, "debts_closing"))) << "R14's closing";
  for (const auto* made : {&owed, &by_name}) EXPECT_TRUE(std::ranges::any_of(made->checks, [](const MadeCheck& one) { return one.name == "debts_as_by_name" && one.gap == 0; })) << made->report->number;
  books.put(books::Station{"E", "East", "R1"});
  const auto of_station = make(books, *report_numbered("R06"), {.period = "2026-10", .groups = {}, .filters = {{"station", "E"}}}).value();
  EXPECT_TRUE(std::ranges::none_of(of_station.checks, [](const MadeCheck& one) { return one.name == "debts_as_by_name"; })) << "a debt is of its account's station, its payment of the till's";
  books.post("written/by/nobody", Operation::recharge, "2026-10-20", {leg(drawer, yuan(7)), leg(ledger::debt("1"), -yuan(7))});
  for (const auto* number : {"R06", "R14"}) {
    const auto made = make(books, *report_numbered(number), {.period = "2026-10"});
    ASSERT_FALSE(made.ok()) << number;
    EXPECT_EQ(made.error().details.at("check"), "debts_as_by_name") << number << ": no receipt of the account says so";
  }
  EXPECT_TRUE(make(books, *report_numbered("R06"), {.period = "2026-09"}).ok()) << "the month before stands";
}

TEST(Report, interest_on_debts_has_a_column_and_adds_up) {
  auto books = worked_example();
  auto debt = *books.find<books::Debt>(1);
  debt.interest_e2 = 600, debt.interest_to = "2026-11-01", debt.interest = yuan(4), debt.amount += yuan(4);
  books.put(debt);
  for (const auto& [from, to] : {std::pair{"2026-09-01", "2026-10-01"}, std::pair{"2026-10-01", "2026-11-01"}})
    books.put(books::DebtInterest{.debt = 1, .from = from, .to = to, .principal = yuan(400), .rate_e2 = 600, .amount = yuan(2), .left = {}, .charged = parse_instant(std::string(to) + "T10:00:00+08:00").value()});
  const auto of = [&](const std::string& period) {
    const auto made = make(books, *report_numbered("R14"), {.period = period});
    return made.ok() ? std::vector<Cell>(made->totals.begin(), made->totals.begin() + 6) : std::vector<Cell>{};
  };
  EXPECT_EQ(of("2026-09"), (std::vector<Cell>{0, 40'000, 0, 0, 0, 40'000}));
  EXPECT_EQ(of("2026-10"), (std::vector<Cell>{40'000, 0, 200, 10'000, 0, 30'200})) << "opening + raised + interest = recovered + written off + closing";
  EXPECT_EQ(of("2026-11"), (std::vector<Cell>{30'200, 0, 200, 0, 0, 30'400}));
  EXPECT_EQ(line(make(books, *report_numbered("R06"), {.period = "2026-10"}).value(), "debts_closing"), 30'200) << "R06 says the same";
}

TEST(Report, whoever_is_named_is_a_person_in_every_report) {
  for (const auto* report : reports())
    for (const auto* subject : {report->subject, report->subject == nullptr ? nullptr : &rows_subject(*report)})
      if (subject != nullptr && dimension_named(*subject, "customer_name") != nullptr) EXPECT_TRUE(is_personal(*subject, "customer_name")) << report->number << " " << subject->name;
}

TEST(Report, an_account_of_lines_offers_no_rows_by_themselves) {
  const auto& account = *report_numbered("R06");
  EXPECT_TRUE(detail_of(account).empty());
  EXPECT_EQ(make(worked_example(), account, {.period = "2026-10", .groups = {std::string(by_itself)}}).error().code, "group_not_offered");
  EXPECT_TRUE(make(worked_example(), account, {.period = "2026-10"}).ok());
}

TEST(Report, a_month_opens_as_the_month_before_closed) {
  const auto books = worked_example();
  const auto october = make(books, *report_numbered("R06"), {.period = "2026-10"}).value();
  const auto november = make(books, *report_numbered("R06"), {.period = "2026-11"}).value();
  EXPECT_EQ(line(november, "opening"), line(october, "closing"));
  EXPECT_EQ(line(november, "closing"), line(october, "closing")) << "nothing happened";
  EXPECT_EQ(line(november, "recharges", 1), 250'000 + 1'000'000 + 10'000) << "year to date";
  EXPECT_EQ(november.rows.front().cells.at(2), Cell{}) << "a year before there were no books";
}

TEST(Report, what_meters_used_comes_off_the_prepaid_account_when_the_month_is_closed) {
  auto books = worked_example();
  const auto open = make(books, *report_numbered("R06"), {.period = "2026-10"}).value();
  EXPECT_EQ(std::ranges::find_if(open.rows, [](const MadeRow& row) { return row.names.front() == "not_posted"; })->cells.front(), Cell{}) << "nobody knows yet";
  EXPECT_EQ(std::ranges::find_if(open.rows, [](const MadeRow& row) { return row.names.front() == "consumption"; })->cells.front(), Cell{}) << "which is not nothing";
  books::MonthEnd month;
  month.month = "2026-10";
  month.station = "E";
  month.chain = "months/E";
  month.consumption = month.used_to_date = Money::minor(320'000);
  books.append(month);
  const auto made = make(books, *report_numbered("R06"), {.period = "2026-10"}).value();
  EXPECT_EQ(line(made, "consumption"), 320'000);
  EXPECT_EQ(line(made, "not_posted"), 0);
  EXPECT_EQ(line(made, "closing"), 1'020'000) << "the example's 10,200.00";
  EXPECT_EQ(line(make(books, *report_numbered("R06"), {.period = "2026-11"}).value(), "opening"), 1'020'000);
  for (const auto& check : made.checks) EXPECT_EQ(check.gap, 0) << check.name;
}

TEST(Report, days_that_end_inside_of_a_month_say_what_was_posted_before_and_not_what_is_posted_with_its_last_day) {
  auto books = worked_example();
  for (const auto& [name, used, to_date] : {std::tuple{"2026-09", 100'000, 100'000}, std::tuple{"2026-10", 320'000, 420'000}}) {
    books::MonthEnd month;
    month.month = name;
    month.station = "E";
    month.chain = "months/E";
    month.consumption = Money::minor(used);
    month.used_to_date = Money::minor(to_date);
    books.append(month);
  }
  const auto cell = [&](const char* period, std::string_view name) {
    const auto made = make(books, *report_numbered("R06"), {.period = period}).value();
    return std::ranges::find_if(made.rows, [&](const MadeRow& row) { return row.names.front() == name; })->cells.front();
  };
  EXPECT_EQ(cell("2026-09-15..2026-10-17", "opening"), Cell(0));
  EXPECT_EQ(cell("2026-09-15..2026-10-17", "consumption"), Cell(100'000)) << "with the end of September";
  EXPECT_EQ(cell("2026-09-15..2026-10-17", "closing"), Cell(1'000'000 + 100'000 + 250'000 - 100'000)) << "what was used in October is not in it, although October is closed";
  EXPECT_EQ(cell("2026-10-17", "opening"), Cell(1'000'000)) << "a day begins as the day before closed";
  EXPECT_EQ(cell("2026-10-17", "closing"), Cell(1'250'000));
  EXPECT_EQ(cell("2026-10-17", "consumption"), Cell{}) << "nothing is posted in the middle of a month, and that is not nothing";
  EXPECT_EQ(cell("2026-09-01..2026-10-31", "consumption"), Cell(420'000)) << "two whole months";
  EXPECT_EQ(cell("2026-09-01..2026-10-31", "not_posted"), Cell(0));
  EXPECT_EQ(cell("2026", "consumption"), Cell(420'000)) << "a year";
}

TEST(Report, statistics_go_by_day_and_for_any_days_and_customers_are_known_of_months_and_years) {
  const auto books = worked_example();
  const auto made_of = [&](const char* period, std::vector<std::string> groups) { return make(books, *report_numbered("R09"), {.period = period, .groups = std::move(groups)}).value(); };
  const auto by_day = made_of("2026-10", {"business_day"});
  EXPECT_EQ(by_day.rows.front().names.front(), "2026-10-01");
  EXPECT_TRUE(std::ranges::none_of(by_day.rows, [](const MadeRow& row) { return row.names.front() < "2026-10-01"; })) << "no day of September is one of these";
  EXPECT_EQ(by_day.totals.at(5), Cell(1'000'000 + 10'000)) << "the total is the month before";
  EXPECT_EQ(by_day.rows.front().cells.at(5), Cell{}) << "a day has none, which is not nothing";
  EXPECT_EQ(made_of("2026", {"month"}).rows.front().cells.at(5), Cell{}) << "nor has a month of a year";
  const auto whole = made_of("2026-10", {"station"}), days = made_of("2026-10-01..2026-10-17", {"station"}), day = made_of("2026-10-17", {"station"});
  constexpr std::size_t sales = 0, customers = 2, received = 3;
  EXPECT_EQ(by_day.totals.at(received), whole.totals.at(received));
  EXPECT_EQ(days.totals.at(sales), Cell(2));
  EXPECT_EQ(days.totals.at(received), Cell(410'000));
  EXPECT_EQ(day.totals.at(received), Cell(300'000));
  EXPECT_TRUE(whole.totals.at(customers));
  EXPECT_EQ(days.totals.at(customers), Cell{}) << "two receipts are counted in these days and stand in no shift: nobody says how many customers that were";
  EXPECT_EQ(day.rows.front().cells.at(customers), Cell{});
}

TEST(Report, rows_by_group_add_up_to_the_total) {
  const auto books = worked_example();
  const auto made = make(books, *report_numbered("R07"), {.period = "2026-10", .groups = {"business_day", "kind"}}).value();
  std::vector<std::int64_t> sums(made.columns.size());
  for (const auto& row : made.rows)
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += row.cells[i].value_or(0);
  for (std::size_t i = 0; i < sums.size(); ++i) EXPECT_EQ(sums[i], made.totals[i].value_or(0)) << made.columns[i].figure;
  EXPECT_EQ(made.totals[0].value(), 2) << "sales";
  EXPECT_EQ(made.totals[1].value(), 1) << "reversals stand apart";
  EXPECT_EQ(made.rows.front().names, (std::vector<std::string>{"2026-10-01", "open"}));
}

TEST(Report, filters_leave_rows_out_and_a_station_sees_its_own) {
  auto books = worked_example();
  const auto& r07 = *report_numbered("R07");
  EXPECT_EQ(make(books, r07, {.period = "2026-10", .filters = {{"kind", "open"}}}).value().totals[2].value(), 110'000);
  EXPECT_EQ(make(books, r07, {.period = "2026-10", .filters = {{"kind", "open,recharge"}}}).value().totals[2].value(), 410'000);
  for (const auto* code : {"E", "N"}) books.put(books::Station{code, code, "R"});
  EXPECT_EQ(make(books, r07, {.period = "2026-10", .filters = {{"station", "E"}}, .station = "N"}).value().rows.size(), 0);
}

TEST(Report, the_month_before_stands_beside_and_shares_are_of_the_total) {
  const auto books = worked_example();
  const auto made = make(books, *report_numbered("R09"), {.period = "2026-10", .groups = {"station"}}).value();
  ASSERT_EQ(made.rows.size(), 1);
  EXPECT_EQ(made.rows[0].cells[4], Cell(1000));
  EXPECT_EQ(made.rows[0].cells[5], Cell(1'010'000));
  const auto nothing = make(books, *report_numbered("R09"), {.period = "2020-01"}).value();
  EXPECT_EQ(nothing.totals[4], Cell()) << "a share of nothing cannot be said";
  EXPECT_TRUE(nothing.rows.empty());
}

TEST(Report, customers_are_counted_once_in_a_month_and_once_in_a_year) {
  Books books;
  const auto buys = [&](const std::string& number, std::int64_t account, const std::string& day, const std::string& till) {
    books::Sale sale;
    sale.account = account;
    books.sold(number, Operation::recharge, day, {leg(drawer, yuan(10)), leg(ledger::prepaid("electricity"), -yuan(10))}, till, sale);
  };
  buys("R1", 100001, "2026-10-01", "1");
  buys("R2", 100001, "2026-10-20", "2");
  buys("R3", 100002, "2026-10-21", "2");
  buys("R4", 100001, "2026-11-02", "1");
  const auto customers = [&](const std::string& period, const std::string& filter = {}) {
    const auto made = make(books, *report_numbered("R09"), {.period = period, .groups = {"operator"}, .filters = filter.empty() ? std::map<std::string, std::string>{} : std::map<std::string, std::string>{{"operator", filter}}}).value();
    return made.totals[2].value_or(0);
  };
  EXPECT_EQ(customers("2026-10"), 2) << "two supplies bought three times";
  EXPECT_EQ(customers("2026-11"), 1);
  EXPECT_EQ(customers("2026"), 2) << "not three: a year counts whom it saw once";
}

TEST(Report, money_on_purses_stands_apart_and_months_of_meters_are_not_of_them) {
  const auto books = worked_example();
  const auto made = make(books, *report_numbered("R06"), {.period = "2026-10", .groups = {}, .filters = {{"commodity", "purse"}}});
  ASSERT_TRUE(made.ok()) << made.error().code;
  EXPECT_EQ(line(*made, "closing"), 0) << "there are meters alone";
  EXPECT_EQ(line(*made, "purses_in_force"), 0);
  EXPECT_EQ(line(*made, "consumption"), 0) << "a month's consumption is of a commodity, and was closed for meters";
  EXPECT_EQ(line(*made, "received_cash"), 0) << "and what lies in the drawer was for meters";
}

TEST(Report, a_group_in_which_nothing_moved_is_no_row) {
  auto books = worked_example();
  books.sold("R10", Operation::closing, "2026-10-22", {});
  const auto made = make(books, *report_numbered("R07"), {.period = "2026-10-22", .groups = {"kind"}}).value();
  EXPECT_TRUE(made.rows.empty());
}

TEST(Report, money_is_counted_at_the_drawer_and_taxes_by_their_name) {
  const auto books = worked_example();
  const auto drawers = make(books, *report_numbered("R12"), {.period = "2026-10"}).value();
  ASSERT_EQ(drawers.rows.size(), 1);
  EXPECT_EQ(drawers.rows[0].names, (std::vector<std::string>{"E", "1", "tender/cash"}));
  EXPECT_EQ(drawers.rows[0].cells, (std::vector<Cell>{2, 410'000, -10'000, 0, 400'000, 400'000, 0}));
  const auto taxes = make(books, *report_numbered("R13"), {.period = "2026-10"}).value();
  ASSERT_EQ(taxes.rows.size(), 1);
  EXPECT_EQ(taxes.rows[0].names.front(), "tax/vat");
  EXPECT_EQ(taxes.rows[0].cells, (std::vector<Cell>{2, 0, 45'500, 0, 0, 0, 0, 0, 45'500}));
}

TEST(Report, received_is_the_same_by_tender_and_in_all) {
  auto books = worked_example();
  books.sold("R11", Operation::recharge, "2026-10-23", {leg("till/E/1/card", yuan(30)), leg(drawer, yuan(20)), leg("prepaid/electricity", -yuan(50))});
  const auto made = make(books, *report_numbered("R06"), {.period = "2026-10"}).value();
  EXPECT_EQ(line(made, "received_card"), 3'000);
  EXPECT_EQ(line(made, "received_cheque"), 0);
  EXPECT_EQ(line(made, "received"), line(made, "received_cash") + line(made, "received_card"));
  const auto tills = make(books, *report_numbered("R12"), {.period = "2026-10"}).value();
  ASSERT_EQ(tills.rows.size(), 2U);
  EXPECT_EQ(tills.rows[0].names[2], "tender/card");
  EXPECT_EQ(tills.rows[0].cells, (std::vector<Cell>{1, 3'000, 0, 0, 3'000, 0, 3'000})) << "what a card paid is brought to no bank";
}

TEST(Report, what_does_not_add_up_is_not_given_out) {
  auto books = worked_example();
  books.sold("R9", Operation::recharge, "2026-10-21", {leg(drawer, yuan(1)), leg("nobody/placed/this", -yuan(1))});
  for (const auto* number : {"R06", "R07", "R09"}) {
    const auto made = make(books, *report_numbered(number), {.period = "2026-10"});
    ASSERT_FALSE(made.ok()) << number;
    EXPECT_EQ(made.error().code, "books_unbalanced");
  }
  EXPECT_TRUE(make(books, *report_numbered("R07"), {.period = "2026-09"}).ok());
}

TEST(Report, a_kind_that_no_line_counts_is_found) {
  auto books = worked_example();
  books.post("R1/strange", Operation::claim, "2026-10-22", {leg(ledger::prepaid("electricity"), yuan(7)), leg(ledger::customer_balance(100001), -yuan(7))});
  const auto made = make(books, *report_numbered("R06"), {.period = "2026-10"});
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().code, "books_unbalanced");
}

TEST(Report, money_at_tills_and_taxes_are_told_by_commodity) {
  Books books;
  books.put(books::Plan{"steps", "Steps", "", R"({"commodity":"electricity"})"});
  books.put(books::Plan{"stove", "Stove", "", R"({"commodity":"gas"})"});
  books::Sale current, stove;
  current.plan = "steps";
  stove.plan = "stove";
  books.sold("R1", Operation::recharge, "2026-10-05", {leg(drawer, yuan(113)), leg("prepaid/electricity", -yuan(100)), leg("tax/vat", -yuan(13))}, "1", current);
  books.sold("R2", Operation::recharge, "2026-10-06", {leg(drawer, yuan(50)), leg("prepaid/gas", -yuan(45)), leg("tax/vat", -yuan(5))}, "1", stove);
  const auto tills = make(books, *report_numbered("R12"), {.period = "2026-10", .groups = {"commodity"}}).value();
  ASSERT_EQ(tills.rows.size(), 2U);
  EXPECT_EQ(tills.rows[0].cells[1], Cell(11'300));
  EXPECT_EQ(tills.rows[1].names, std::vector<std::string>{"gas"});
  EXPECT_EQ(tills.rows[1].cells[1], Cell(5'000));
  const auto gas = make(books, *report_numbered("R13"), {.period = "2026-10", .filters = {{"commodity", "gas"}}});
  ASSERT_TRUE(gas.ok()) << gas.error().what;
  EXPECT_EQ(gas->totals[2], Cell(500));
}

TEST(Report, what_no_commodity_has_is_not_told_of_it) {
  const Books books;
  for (const auto* number : {"R04", "R05", "R08", "R11", "R12", "R13", "R14", "R15", "R16", "R17", "R19", "R20"}) {
    const auto made = make(books, *report_numbered(number), {.period = "2026-10", .groups = {"commodity"}, .filters = {{"commodity", "water"}}});
    ASSERT_TRUE(made.ok()) << number << ": " << made.error().what;
    EXPECT_TRUE(made->rows.empty()) << number;
  }
}

TEST(Report, every_volume_says_of_what) {
  for (const auto& figure : figures()) {
    if (figure.unit != Unit::volume) continue;
    const auto subject = std::ranges::find(subjects(), figure.sheet, [](const Subject* one) { return one->sheet; });
    const bool of_wells = figure.sheet == "water_used" || figure.sheet == "seasons";  // pumps raise nothing else
    EXPECT_TRUE(of_wells || dimension_named(**subject, "commodity") != nullptr) << figure.name;
  }
}

TEST(Report, a_corrected_sheet_stands_beside_the_closed_one_and_both_are_in_the_sum) {
  test::Books books;
  const auto sell = [&](const char* number, std::int64_t amount) {
    books.sold(number, Operation::recharge, "2026-10-05", {leg(drawer, yuan(amount)), leg("prepaid/electricity", yuan(-amount))});
  };
  sell("R1", 100);
  books.edition = "corrected";  // as the writer counts them while the clock was wrong
  sell("R2", 30);
  for (const auto& [number, figure] : {std::pair{"R07", "received"}, std::pair{"R12", "tendered"}}) {
    const auto made = make(books, *report_numbered(number), {.period = "2026-10-05", .groups = {"edition"}}).value();
    const auto received = std::ranges::find(made.columns, figure, &MadeColumn::figure) - made.columns.begin();
    ASSERT_EQ(made.rows.size(), 2U) << number;
    EXPECT_EQ(made.rows[0].names.front(), "");
    EXPECT_EQ(made.rows[0].cells.at(received), Cell(100'00));
    EXPECT_EQ(made.rows[1].names.front(), "corrected");
    EXPECT_EQ(made.rows[1].cells.at(received), Cell(30'00));
    EXPECT_EQ(made.totals.at(received), Cell(130'00));
  }
}

TEST(Report, what_is_not_offered_is_refused_by_its_name) {
  const Books books;
  const auto code = [&](const char* number, const Asked& asked) { return make(books, *report_numbered(number), asked).error().code; };
  EXPECT_EQ(code("I16", {.period = "2026-10-05"}), "period_not_offered");
  EXPECT_EQ(code("R07", {.period = "2026-13"}), "bad_period");
  EXPECT_EQ(code("R07", {.period = "2026-10-05..2026-10-04"}), "bad_period");
  EXPECT_EQ(code("R07", {.period = ""}), "period_wanted");
  EXPECT_EQ(code("R07", {.period = "0000"}), "bad_period");
  EXPECT_EQ(code("R07", {.period = "2026-10", .groups = {"phone"}}), "group_not_offered");
  EXPECT_EQ(code("R07", {.period = "2026-10", .groups = {"kind", "till", "plan"}}), "group_not_offered");
  EXPECT_EQ(code("R07", {.period = "2026-10", .filters = {{"business_day", "x"}}}), "filter_not_offered");
  EXPECT_EQ(code("R07", {.period = "2026-10", .groups = {"kind", "kind"}}), "group_not_offered") << "once is enough";
  const auto refused = [&](const char* number, const Asked& asked) { return make(books, *report_numbered(number), asked).error(); };
  const Report monthly{.number = "R98", .right = "ledger_read", .periods = "month year range"};
  const auto of_a_day = make(books, monthly, {.period = "2026-10-05"}).error();
  EXPECT_EQ(of_a_day.details.at("offered"), "month|year|range") << "which there are is said";
  EXPECT_NE(of_a_day.what.find("month|year|range"), std::string::npos);
  EXPECT_EQ(refused("R01", {.period = "2026-10", .filters = {{"phone", "x"}}}).details.at("offered"), "station|village|area_number|usage_class");
  EXPECT_EQ(refused("R06", {.period = "2026-10", .groups = {"till"}}).details.at("offered"), "—") << "an account has no groups";
  EXPECT_EQ(refused("R07", {.period = "2026-10", .groups = {"kind", "till", "plan"}}).details.at("most"), "2");
  const Report later{.number = "R99", .right = "ledger_read", .has_data = false};
  EXPECT_EQ(make(books, later, {.period = "2026-10"}).error().code, "no_data_yet");
}

/// Lamps sold ever more of: 2025 from September on, 2026 half as much again.
test::Books two_years() {
  test::Books books;
  const auto sell = [&](const std::string& day, std::int64_t amount) {
    books.sold("S" + day, Operation::recharge, day, {leg(drawer, yuan(amount)), leg("prepaid/electricity", yuan(-amount))});
  };
  sell("2025-08-10", 80), sell("2025-09-10", 100), sell("2025-10-10", 100), sell("2025-11-10", 200);
  sell("2026-08-10", 120), sell("2026-09-10", 150), sell("2026-10-10", 150);
  return books;
}

TEST(Report, what_comes_next_follows_from_the_year_before_and_from_how_three_months_went) {
  const auto books = two_years();
  const auto made = make(books, *report_numbered("I16"), {.period = "2026-10"}).value();
  ASSERT_EQ(made.rows.size(), 1);
  const std::vector<Cell> cells{200'00, 420'00, 280'00, 1500, 300'00};
  EXPECT_EQ(made.rows[0].cells, cells) << "200 of November a year ago, times 420 beside 280";
  EXPECT_EQ(made.columns.back().period, parse_period("2026-11").value()) << "and it says of which month";
  EXPECT_EQ(make(books, *report_numbered("I16"), {.period = "2025-10"}).value().totals.back(), Cell()) << "where nothing is known of a year ago nothing is forecast";
  EXPECT_EQ(make(books, *report_numbered("I16"), {.period = "2026"}).error().code, "period_not_offered");
}

TEST(Report, the_same_month_of_the_year_before_stands_beside_each) {
  const auto books = two_years();
  const auto& column = Column{"received", Show::year_before};
  auto report = *report_numbered("R07");
  report.columns = {{"received"}, column};
  const auto made = make(books, report, {.period = "2026", .groups = {"month"}}).value();
  const auto row = [&](const std::string& month) { return std::ranges::find(made.rows, std::vector<std::string>{month}, &MadeRow::names); };
  ASSERT_NE(row("2026-10"), made.rows.end());
  EXPECT_EQ(row("2026-10")->cells, (std::vector<Cell>{150'00, 100'00}));
  EXPECT_EQ(row("2026-11")->cells, (std::vector<Cell>{0, 200'00})) << "a month that is still to come has its year before";
  EXPECT_EQ(row("2025-11"), made.rows.end()) << "under its name of this year";
  EXPECT_EQ(made.totals, (std::vector<Cell>{420'00, 480'00}));
}

TEST(Period, names_its_days_and_the_ones_before) {
  EXPECT_EQ(parse_period("2024-02").value(), (Period{PeriodKind::month, "2024-02-01", "2024-02-29"}));
  EXPECT_EQ(parse_period("2026").value(), (Period{PeriodKind::year, "2026-01-01", "2026-12-31"}));
  EXPECT_EQ(parse_period("2026-10-05").value(), (Period{PeriodKind::day, "2026-10-05", "2026-10-05"}));
  EXPECT_EQ(before(parse_period("2026-03").value()), (Period{PeriodKind::month, "2026-02-01", "2026-02-28"}));
  EXPECT_EQ(before(parse_period("2026-01-01").value()), (Period{PeriodKind::day, "2025-12-31", "2025-12-31"}));
  EXPECT_EQ(before(parse_period("2026-03-02..2026-03-04").value()), (Period{PeriodKind::range, "2026-02-27", "2026-03-01"}));
  EXPECT_EQ(year_before(parse_period("2024-02-29").value()), (Period{PeriodKind::day, "2023-02-28", "2023-02-28"}));
  EXPECT_EQ(year_before(parse_period("2024-02").value()), (Period{PeriodKind::month, "2023-02-01", "2023-02-28"}));
}

/// A declaration names only what there is.
TEST(Report, every_declaration_names_what_there_is) {
  const auto known = [](std::string_view words) {
    for (; !words.empty(); words.remove_prefix(std::min(words.find(' ') + 1, words.size()))) {
      const auto word = words.substr(0, words.find(' '));
      if (!parse_word<ledger::Operation>(word)) return false;
      if (word.size() == words.size()) break;
    }
    return true;
  };
  std::set<std::string_view> names;
  for (const auto& figure : figures()) {
    EXPECT_TRUE(names.insert(figure.name).second) << figure.name;
    EXPECT_TRUE(known(figure.kinds)) << figure.name;
    EXPECT_TRUE(figure.undoing == "*" || figure.undoing == "-" || known(figure.undoing)) << figure.name;
    const auto subject = std::ranges::find(subjects(), figure.sheet, [](const Subject* one) { return one->sheet; });
    ASSERT_NE(subject, subjects().end()) << figure.name;
    EXPECT_GE(columns_of(**subject).column_named(figure.column), columns_of(**subject).key_columns) << figure.name;
  }
  const auto of_sheet = [](const Report& report, std::string_view name) {
    const auto* figure = figure_named(name);
    EXPECT_NE(figure, nullptr) << report.number << " " << name;
    return figure != nullptr && figure->sheet == report.subject->sheet;
  };
  // What one side of a check says can be filtered as the report can.
  const auto hold_side = [](const Report& report, const Check& check, std::string_view name) {
    const auto* figure = figure_named(name);
    ASSERT_NE(figure, nullptr) << report.number << " " << name;
    const auto subject = std::ranges::find(subjects(), figure->sheet, [](const Subject* one) { return one->sheet; });
    if (check.of_all) return;  // it is held where nothing is filtered
    for (const auto filter : report.filters) EXPECT_NE(dimension_named(**subject, filter), nullptr) << report.number << " " << name << " " << filter;
  };
  const auto offered = [](const Report& report, std::string_view name) { return std::ranges::find(report.groups, name) != report.groups.end(); };
  std::set<std::string_view> numbers;
  for (const auto* report : reports()) {
    EXPECT_TRUE(numbers.insert(report->number).second) << report->number;
    if (!report->has_data) continue;
    for (const auto& column : report->columns) EXPECT_TRUE(of_sheet(*report, column.figure) && (column.of.empty() || of_sheet(*report, column.of))) << report->number;
    for (const auto name : report->marked) EXPECT_TRUE(of_sheet(*report, name)) << report->number;
    EXPECT_TRUE(report->sort.empty() || of_sheet(*report, report->sort)) << report->number;
    EXPECT_TRUE(!report->visits || offered(*report, "account")) << report->number << " names nobody to be visited";
    for (const auto& line : report->lines) EXPECT_NE(figure_named(line.figure), nullptr) << report->number << " " << line.name;  // each from its own sheet
    for (const auto& check : report->checks)
      for (const auto* side : {&check.left, &check.right})
        for (const auto name : *side) hold_side(*report, check, name);
    const auto there = [&](const Subject& subject, std::string_view name) {
      const auto* dimension = dimension_named(subject, name);
      return dimension != nullptr && columns_of(subject).column_named(dimension->column) >= 0;
    };
    for (const auto* side : {&report->groups, &report->grouped, &report->filters})
      for (const auto name : *side) EXPECT_TRUE(there(*report->subject, name) || there(rows_subject(*report), name)) << report->number << " " << name;
    for (const auto name : detail_of(*report)) EXPECT_TRUE(there(rows_subject(*report), name)) << report->number << " " << name;
    EXPECT_TRUE(!report->lines.empty() || !detail_of(*report).empty()) << report->number << " opens nothing";
    for (const auto& place : rows_subject(*report).rows_in)
      for (const auto name : place.dimensions) EXPECT_TRUE(name.empty() || there(rows_subject(*report), name)) << report->number << " stands in " << place.list << " by " << name;
    EXPECT_TRUE(report->insight || !report->checks.empty()) << report->number << " has no check line";
    EXPECT_TRUE(report->chart.empty() || std::ranges::find(report->columns, report->chart, &Column::figure) != report->columns.end()) << report->number << " draws what it does not show";
  }
}

/// A new operation that a person books has its place among the receipts.
TEST(Report, receipts_are_of_every_operation_that_is_booked) {
  for (const auto& row : ledger::operations())
    EXPECT_EQ(among(figure_named("receipts_booked")->kinds, word_of(row.operation)), row.booked) << word_of(row.operation);
}

}  // namespace
}  // namespace kwota::report
