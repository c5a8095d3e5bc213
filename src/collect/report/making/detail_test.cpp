// Reports of what no sheet keeps: receipts one by one, new customers, the register, shifts as they were counted.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "books/rows/money/invoice.h"
#include "collect/report/making/make.h"
#include "collect/report/making/test_books.h"
#include "sell/ledger/chart.h"

namespace kwota::report {
namespace {

using namespace test;

Instant at(const char* text) { return parse_instant(text).value(); }
constexpr std::int64_t zhang = 100001, li = 100002, wang = 100003;

/// Who lives where: two in the east village, one in the west; Wang bought nothing for months and moved to another class on the 10th of October.
struct Village : Books {
  Village() {
    in_shanghai();
    one_till();
    shift(1, "2026-09-01T08:00:00+08:00", "2026-10-01T20:00:00+08:00");
    shift(2, "2026-10-02T08:00:00+08:00", "2026-10-31T23:30:00+08:00");
    account(zhang, "east", "homes", "2026-09-10T09:00:00+08:00");
    account(li, "east", "homes", "2026-10-17T09:00:00+08:00");
    account(wang, "west", "works", "2026-08-01T09:00:00+08:00");
    segment(wang, 1, "2026-08-01", "homes");
    segment(wang, 2, "2026-10-10", "works");
  }

  void shift(std::int64_t number, const char* opened, const char* closed) {
    books::Shift row;
    row.station = "E";
    row.till = "1";
    row.number = number;
    row.operator_name = "li";
    row.opened = at(opened);
    row.closed = at(closed);
    row.opening_float = row.expected.emplace(yuan(100));  // nothing came in
    row.counted = row.first_counted = row.expected;
    row.state = books::ShiftStatus::closed;
    shifts[number] = row;
    put(row);
  }
  /// As it was closed, with what came in and what went out.
  void counted(std::int64_t number, Money expected, Money counted, const books::Tenders& slips_expected, const books::Tenders& slips, std::vector<books::Leg> differences, const books::Tenders& received,
               const books::Tenders& paid_out = {}) {
    auto row = shifts[number];
    row.received = received;
    row.paid_out = paid_out;
    row.expected = expected;
    row.first_counted = row.counted = counted;
    row.slips_expected = slips_expected;
    row.first_slips = row.slips = slips;
    row.receipts = 2;
    put(row);
    books::Entry entry;
    entry.number = "shift/E/1/" + std::to_string(number) + "/close";
    entry.chain = "till/E/1";
    entry.business_day = "2026-10-31";
    entry.what = Operation::shift_close;
    entry.legs = std::move(differences);
    append(entry);
  }
  void account(std::int64_t number, const char* village, const char* usage_class, const char* opened) {
    books::Customer customer;
    customer.number = CustomerNumber::from(static_cast<std::uint64_t>(number));
    customer.name = "customer " + std::to_string(number);
    customer.place = village;
    put(customer);
    books::Account row;
    row.number = number;
    row.station = "E";
    row.customer = customer.number;
    row.usage_class = usage_class;
    row.state = books::AccountStatus::open;
    row.opened = at(opened);
    accounts[number] = row;
    put(row);
  }
  void segment(std::int64_t account, std::int64_t number, const char* from, const char* usage_class) {
    books::AccountChange row;
    row.account = account;
    row.number = number;
    row.from = from;
    row.usage_class = usage_class;
    put(row);
  }
  void sale(const std::string& number, Operation kind, std::int64_t account, const std::string& day, Money money, Credit credit, std::int64_t shift, books::Sale more = {}) {
    more.account = account;
    more.customer = accounts[account].customer;
    if (kind == Operation::open) put((accounts[account].first_sale = number, accounts[account]));
    more.station = "E";
    more.shift = shift;
    more.tendered = money;
    more.unit = credit.unit();
    more.credit = credit;
    more.time = at((day + "T10:00:00+08:00").c_str());
    std::vector<books::Leg> legs;
    if (!money.is_zero()) legs = {leg(drawer, money), leg("prepaid/electricity", -money)};
    if (kind == Operation::supplement && credit.is_money()) legs = {leg("supplement/goodwill", credit.money()), leg("prepaid/electricity", -credit.money())};
    sold(number, kind, day, legs, "1", more);
    put(books::SaleState{number, books::SaleStatus::applied, {}, 0});
  }

  std::map<std::int64_t, books::Account> accounts;
  std::map<std::int64_t, books::Shift> shifts;
};

Made made_of(const Books& books, const char* number, Asked asked) {
  auto made = make(books, *report_numbered(number), asked);
  EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().what);
  return made.ok() ? std::move(*made) : Made{};
}

TEST(Detail, energy_sold_is_said_in_the_unit_of_the_meter) {
  Village books;
  books.sale("R1", Operation::recharge, zhang, "2026-10-01", yuan(52), Credit::of(kwota::Unit::energy, 100'000), 1);
  books.sale("R2", Operation::recharge, li, "2026-10-20", yuan(30), Credit::of(kwota::Unit::volume, 6'250), 2);
  books.sale("R3", Operation::recharge, li, "2026-10-21", yuan(20), yuan(20), 2);
  books.sale("R0", Operation::recharge, zhang, "2026-09-30", yuan(7), yuan(7), 1);
  const auto made = made_of(books, "R11", {.period = "2026-10", .groups = {"customer_name"}});
  ASSERT_EQ(made.rows.size(), 2U);
  EXPECT_EQ(made.rows[0].cells, (std::vector<Cell>{1, 100'000, Cell{}, 0, 5'200}));
  EXPECT_EQ(made.rows[1].cells, (std::vector<Cell>{2, Cell{}, 6'250, 2'000, 5'000})) << "no kWh were sold to him, which is not zero kWh";
  EXPECT_EQ(made.totals, (std::vector<Cell>{3, 100'000, 6'250, 2'000, 10'200}));
  EXPECT_EQ(made.columns[1].unit, report::Unit::energy);
  EXPECT_EQ(made.checks.size(), 4U);
}

/// What a column of a report says in the total, or in a row; nothing: it cannot be said.
Cell told(const Made& made, std::string_view figure, Show show = Show::figure, const std::vector<Cell>* row = nullptr) {
  for (std::size_t i = 0; i < made.columns.size(); ++i)
    if (made.columns[i].figure == figure && made.columns[i].show == show) return (row != nullptr ? *row : made.totals).at(i);
  ADD_FAILURE() << "no column " << figure;
  return {};
}

/// Whoever sells kWh and cubic metres sells units, whoever sells money none; and what R11 tells meter by meter is what R07 and R09 add up.
TEST(Detail, units_sold_and_their_mean_price_are_the_same_by_day_by_month_and_by_meter) {
  Village books;
  const auto kwh = [](std::int64_t units) { return Credit::of(kwota::Unit::energy, units * 1000); };
  books.sale("R1", Operation::recharge, zhang, "2026-10-01", yuan(52), kwh(100), 1);
  books.sale("R2", Operation::recharge, li, "2026-10-20", yuan(29), kwh(50), 2);
  books.sale("R3", Operation::recharge, li, "2026-10-21", yuan(20), yuan(20), 2);
  books.sale("R4", Operation::recharge, wang, "2026-10-22", yuan(30), Credit::of(kwota::Unit::volume, 7'000), 2);
  books.sale("R5", Operation::supplement, zhang, "2026-10-23", Money{}, kwh(9), 2);
  books.post("R2/reversed", Operation::reversed, "2026-10-24", {leg(drawer, -yuan(29)), leg("prepaid/electricity", yuan(29))});
  const auto month = made_of(books, "R09", {.period = "2026-10", .groups = {"station"}});
  EXPECT_EQ(told(month, "units_energy"), Cell(150'000)) << "as they were booked: a reversal has a row of its own";
  EXPECT_EQ(told(month, "units_energy", Show::price), Cell(5'400)) << "81.00 for 150 kWh; money on meters and cubic metres are no kWh";
  EXPECT_EQ(told(month, "units_volume"), Cell(7'000));
  EXPECT_EQ(told(month, "units_volume", Show::price), Cell(42'857)) << "30.00 for 7 m3, half up";
  const auto days = made_of(books, "R07", {.period = "2026-10"});
  ASSERT_EQ(days.rows.size(), 5U) << "credit that was given in kWh moves no money";
  EXPECT_EQ(told(days, "units_energy", Show::figure, &days.rows[2].cells), Cell{}) << "a money scheme sells no units";
  EXPECT_EQ(told(days, "units_energy", Show::price, &days.rows[2].cells), Cell{}) << "and has no mean price";
  EXPECT_EQ(told(days, "units_energy", Show::price, &days.rows[0].cells), Cell(5'200));
  const auto meters = made_of(books, "R11", {.period = "2026-10"});
  for (const auto& [sold, units] : {std::pair{"sold_energy", "units_energy"}, std::pair{"sold_volume", "units_volume"}}) {
    EXPECT_EQ(told(meters, sold), told(days, units));
    EXPECT_EQ(told(meters, sold), told(month, units));
  }
  const auto rows = made_of(books, "R07", {.period = "2026-10", .groups = {std::string(by_itself)}});
  EXPECT_EQ(told(rows, "units_energy"), Cell(150'000)) << "receipt by receipt too";
  EXPECT_EQ(told(rows, "units_energy", Show::price), told(days, "units_energy", Show::price));
}

TEST(Detail, what_was_sold_in_the_month_before_is_no_row_of_this_one) {
  Village books;
  for (const auto* day : {"2026-09-20", "2026-10-20"}) books.sale(fmt::format("R{}", day), Operation::recharge, zhang, day, yuan(30), Credit::of(kwota::Unit::energy, 50'000), 2, {});
  const auto rows = made_of(books, "R09", {.period = "2026-10", .groups = {std::string(by_itself)}});
  ASSERT_EQ(rows.rows.size(), 1U);
  EXPECT_EQ(told(rows, "received", Show::before, &rows.rows[0].cells), Cell{}) << "one receipt has no month before";
  EXPECT_EQ(told(rows, "received", Show::before), Cell(yuan(30).minor())) << "all of them have";
}

TEST(Detail, cubic_metres_of_gas_and_of_water_are_never_one_total) {
  Village books;
  for (const auto* commodity : {"gas", "water"}) books.put(books::Plan{commodity, commodity, "", fmt::format(R"({{"commodity":"{}"}})", commodity)});
  const auto of = [&](const char* number, const char* plan, std::int64_t account, std::int64_t litres) {
    books::Sale sale;
    sale.plan = plan;
    books.sale(number, Operation::recharge, account, "2026-10-20", yuan(30), Credit::of(kwota::Unit::volume, litres), 2, sale);
  };
  of("R1", "gas", zhang, 6'250);
  of("R2", "water", zhang, 10'000);
  of("R3", "gas", li, 1'000);
  const auto by_customer = made_of(books, "R11", {.period = "2026-10", .groups = {"customer_name"}});
  EXPECT_EQ(by_customer.rows[0].cells, (std::vector<Cell>{2, Cell{}, Cell{}, 0, 6'000})) << "he has both";
  EXPECT_EQ(by_customer.rows[1].cells[2], Cell(1'000));
  EXPECT_EQ(by_customer.totals, (std::vector<Cell>{3, Cell{}, Cell{}, 0, 9'000}));
  const auto apart = made_of(books, "R11", {.period = "2026-10", .groups = {"customer_name", "commodity"}});
  EXPECT_EQ(apart.rows[0].cells[2], Cell(6'250));
  EXPECT_EQ(apart.rows[1].cells[2], Cell(10'000));
  EXPECT_EQ(apart.totals[2], Cell{});
  const auto gas = made_of(books, "R11", {.period = "2026-10", .filters = {{"commodity", "gas"}}});
  EXPECT_EQ(gas.totals[2], Cell(7'250));
}

TEST(Detail, a_period_without_rows_has_no_rows_and_totals_of_nothing) {
  const Village books;
  int looked = 0;
  for (const auto* report : reports()) {
    if (!report->has_data || !report->lines.empty()) continue;
    ++looked;
    const auto made = made_of(books, std::string(report->number).c_str(), {.period = among(report->periods, "month") ? "2031-02" : "2031-02-01"});
    EXPECT_EQ(made.totals.size(), made.columns.size()) << report->number;
    for (const auto& check : made.checks) EXPECT_EQ(check.gap, 0) << report->number;
    if (report->subject->source == nullptr) EXPECT_TRUE(made.rows.empty()) << report->number;
  }
  EXPECT_GT(looked, 10);
}

TEST(Detail, a_receipt_that_the_sheets_do_not_know_is_found) {
  Village books;
  books.sale("R1", Operation::recharge, zhang, "2026-10-05", yuan(52), yuan(52), 2);
  books::Sale forged;
  forged.number = "R2";
  forged.chain = "till/E/1";
  forged.station = "E";
  forged.till = "1";
  forged.shift = 2;
  forged.kind = Operation::recharge;
  forged.business_day = "2026-10-05";
  forged.tendered = yuan(9);
  books.append(forged);
  const auto made = make(books, *report_numbered("R11"), {.period = "2026-10"});
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().code, "books_unbalanced");
}

TEST(Detail, each_supplement_says_to_whom_why_and_who_agreed) {
  Village books;
  books::Sale given;
  given.operator_name = "zhao";
  given.approved_by = "miller";
  given.reason = "goodwill: leaked all winter";
  books.sale("R1", Operation::supplement, zhang, "2026-10-18", {}, yuan(5), 2, given);
  books.sale("R2", Operation::recharge, zhang, "2026-10-18", yuan(50), yuan(50), 2);
  books::Sale back;
  back.operator_name = "zhao";
  back.original = "R2";
  back.reason = "too much";
  books.sale("R3", Operation::deduct, zhang, "2026-10-19", {}, -Credit{yuan(4)}, 2, back);
  const auto made = made_of(books, "R08", {.period = "2026-10"});
  ASSERT_EQ(made.rows.size(), 2U);
  EXPECT_EQ(made.groups, (std::vector<std::string>{"time", "number", "kind", "customer_name", "meter", "reason", "asked_by", "approved_by", "of_document"}));
  EXPECT_EQ(made.rows[0].names, (std::vector<std::string>{"2026-10-18 10:00:00", "R1", "supplement", "customer 100001", "", "goodwill: leaked all winter", "zhao", "miller", ""})) << "a gift stands for itself";
  EXPECT_EQ(made.rows[1].names.back(), "R2") << "of which it was deducted";
  EXPECT_EQ(made.rows[0].cells, (std::vector<Cell>{1, 0, 0, 500, 0, 0, 0}));
  EXPECT_EQ(made.rows[1].cells, (std::vector<Cell>{1, 0, 0, -400, 0, 0, 0}));
  const auto reasons = made_of(books, "R08", {.period = "2026-10", .groups = {"kind", "reason_code"}});
  EXPECT_EQ(reasons.rows[1].names, (std::vector<std::string>{"supplement", "goodwill"}));
}

TEST(Detail, each_correction_names_the_document_that_it_belongs_to) {
  Village books;
  books.sale("R1", Operation::recharge, zhang, "2026-10-10", yuan(50), yuan(50), 2);
  books::Sale of_first;
  of_first.original = "R1";
  books.sale("R2", Operation::deduct, zhang, "2026-10-12", {}, -Credit{yuan(4)}, 2, of_first);
  books.sale("R3", Operation::deduct, zhang, "2026-10-14", {}, -Credit{yuan(3)}, 2, of_first);
  const auto written = [&](std::int64_t number, books::InvoiceKind kind, const std::string& day, books::InvoiceStatus state = books::InvoiceStatus::issued) {
    books.put(books::Invoice{.series = "N", .number = number, .name = "N-" + std::to_string(number), .kind = kind, .state = state, .time = parse_instant(day + "T12:00:00+08:00").value()});
    books.put(books::InvoiceLine{.series = "N", .number = number, .line = 1, .receipt = "R1"});
  };
  written(1, books::InvoiceKind::invoice, "2026-10-11");
  written(2, books::InvoiceKind::credit_note, "2026-10-12", books::InvoiceStatus::voided);
  written(3, books::InvoiceKind::credit_note, "2026-10-13");
  books.sale("R4", Operation::closing, zhang, "2026-10-20", {}, yuan(0), 2);
  books.post("R4/surrendered", Operation::surrendered, "2026-10-22", {leg("prepaid/electricity", yuan(6)), leg(ledger::customer_balance(zhang), -yuan(6))});
  books.sale("R5", Operation::refund, zhang, "2026-10-23", -yuan(6), yuan(0), 2);
  const auto made = made_of(books, "R08", {.period = "2026-10"});
  std::map<std::string, std::string> documents;
  for (const auto& row : made.rows) documents[row.names[1] + " " + row.names[2]] = row.names.back();
  EXPECT_EQ(documents["R2 deduct"], "R1, N-3") << "the note that was written after it, and stands";
  EXPECT_EQ(documents["R3 deduct"], "R1") << "of which no note says anything yet";
  EXPECT_EQ(documents["R4 closing"], "");
  EXPECT_EQ(documents["R4 surrendered"], "R4");
  EXPECT_EQ(documents["R5 refund"], "R4") << "what the closing left";
}

TEST(Detail, what_two_persons_agreed_to_and_what_a_meter_said_are_documents_too) {
  Village books;
  const auto meter = MeterNumber::from(123'456), next = MeterNumber::from(123'457);
  const auto agreed = [&](std::int64_t request, const char* receipt) {
    books.put(books::Approval{.number = request, .action = "supplement", .decision = books::ApprovalStatus::used, .used_for = receipt});
    books::Sale sale;
    sale.approved_by = "miller";
    sale.meter = meter;
    return sale;
  };
  const auto sold = [&](const char* number, Operation kind, const char* day, books::Sale sale = {}, Money paid = {}) {
    sale.meter = meter;
    books.sale(number, kind, zhang, day, paid, yuan(0), 2, sale);
  };
  sold("R1", Operation::supplement, "2026-10-02", agreed(12, "R1"));
  books::Sale back = agreed(13, "R2");
  back.original = "R0";
  sold("R2", Operation::take_back, "2026-10-03", back);
  sold("R3", Operation::refund, "2026-10-04", {}, -yuan(5));
  books.post("surrendered/000000123456/7", Operation::surrendered, "2026-10-05", {leg("prepaid/electricity", yuan(3)), leg(ledger::customer_balance(zhang), -yuan(3))});
  sold("R4", Operation::closing, "2026-10-06");
  sold("R5", Operation::swap, "2026-10-07");
  books.put(books::MeterSwap{.account = zhang, .number = 1, .time = at("2026-10-07T10:00:00+08:00"), .old_meter = meter, .new_meter = next, .document = "R5", .corrected = at("2026-10-08T10:00:00+08:00")});
  books.post("surrendered/000000123456/9", Operation::surrendered, "2026-10-08", {leg("prepaid/electricity", yuan(1)), leg(ledger::customer_balance(zhang), -yuan(1))});
  sold("R6", Operation::refund, "2026-10-09", {}, -yuan(1));
  const auto made = made_of(books, "R08", {.period = "2026-10"});
  std::map<std::string, std::string> documents;
  for (const auto& row : made.rows) documents[row.names[0].substr(0, 10) + " " + row.names[2]] = row.names.back();
  EXPECT_EQ(documents["2026-10-02 supplement"], "request/12");
  EXPECT_EQ(documents["2026-10-03 take_back"], "R0, request/13");
  EXPECT_EQ(documents["2026-10-04 refund"], "R2") << "what was taken back the day before";
  EXPECT_EQ(documents["2026-10-05 surrendered"], "statement/000000123456/7") << "a clear card emptied it: there is no order";
  EXPECT_EQ(documents["2026-10-06 closing"], "R5") << "the swap for which it was ordered";
  EXPECT_EQ(documents["2026-10-08 surrendered"], "R5") << "the old meter turned up: what two persons had typed is put right";
  EXPECT_EQ(documents["2026-10-09 refund"], "") << "no closing since the swap, and nothing was taken back";
}

TEST(Detail, new_customers_with_what_they_paid_first) {
  Village books;
  books::Sale in_the_east;
  in_the_east.village = "east";
  books.sale("R1", Operation::open, li, "2026-10-17", yuan(60), Credit::of(kwota::Unit::energy, 100'000), 2, in_the_east);
  books.account(100004, "west", "homes", "2026-10-20T23:59:00+08:00");  // at the server: nothing was sold to it yet
  const auto made = made_of(books, "R04", {.period = "2026-10", .groups = {"village"}});
  ASSERT_EQ(made.rows.size(), 2U);
  EXPECT_EQ(made.rows[0].names, std::vector<std::string>{"east"});
  EXPECT_EQ(made.rows[0].cells, (std::vector<Cell>{1, 6'000, 100'000, 0, 0}));
  EXPECT_EQ(made.rows[1].cells, (std::vector<Cell>{1, 0, 0, 0, 0}));
  EXPECT_EQ(made_of(books, "R04", {.period = "2026-10"}).rows.size(), 2U);
  EXPECT_EQ(made_of(books, "R04", {.period = "2026-09"}).totals[0], Cell(1)) << "Zhang, without a first sale";
}

TEST(Detail, an_opening_that_was_undone_is_no_new_customer) {
  Village books;
  books.sale("R1", Operation::open, li, "2026-10-17", yuan(60), yuan(60), 2);
  books.put(books::SaleState{"R1", books::undone, {}, 0});
  const auto made = made_of(books, "R04", {.period = "2026-10"});
  ASSERT_EQ(made.rows.size(), 1U);
  EXPECT_EQ(made.rows[0].cells, (std::vector<Cell>{0, 6'000, 0, 0, 6'000})) << "its money was taken that day, and went back by a receipt of its own";
}

TEST(Detail, the_register_counts_who_came_went_and_moved) {
  Village books;
  books.sale("R1", Operation::recharge, zhang, "2026-10-05", yuan(52), yuan(52), 2);
  auto gone = books.accounts[zhang];
  gone.state = books::AccountStatus::closed;
  gone.closed = at("2026-11-03T09:00:00+08:00");
  books.put(gone);
  const auto october = made_of(books, "R05", {.period = "2026-10", .groups = {"village", "usage_class"}});
  ASSERT_EQ(october.rows.size(), 3U);
  EXPECT_EQ(october.rows[0].names, (std::vector<std::string>{"east", "homes"}));
  EXPECT_EQ(october.rows[0].cells, (std::vector<Cell>{1, 1, 0, 0, 2, 1, 0, 0}));
  EXPECT_EQ(october.rows[1].names, (std::vector<std::string>{"west", "homes"}));
  EXPECT_EQ(october.rows[1].cells, (std::vector<Cell>{1, 0, 0, -1, 0, 0, 0, 0}));
  EXPECT_EQ(october.rows[2].names, (std::vector<std::string>{"west", "works"}));
  EXPECT_EQ(october.rows[2].cells, (std::vector<Cell>{0, 0, 0, 1, 1, 0, 1, 0})) << "Wang has bought nothing since August";
  const auto november = made_of(books, "R05", {.period = "2026-11"});
  EXPECT_EQ(november.totals[0], october.totals[4]) << "opening = closing of the month before";
  EXPECT_EQ(november.totals[2], Cell(1));
  EXPECT_EQ(november.totals[4], Cell(2));
}

TEST(Detail, a_supply_that_lies_in_another_village_since_is_counted_where_it_was) {
  Village books;
  const auto rows = [&](const char* month) {
    std::map<std::string, std::vector<Cell>> out;
    for (const auto& row : made_of(books, "R05", {.period = month, .groups = {"village"}}).rows) out[row.names[0]] = row.cells;
    return out;
  };
  books::ServicePoint point{.code = "P-1", .address = "East village 1", .place = "east"};
  books.put(point);
  auto supplied = books.accounts[zhang];
  supplied.service_point = point.code;
  books.put(supplied);
  const auto october = rows("2026-10");
  point.place = "west";
  books.put(point);
  books::Audit entry;
  entry.chain = "station/E", entry.number = 1, entry.time = at("2026-11-05T09:00:00+08:00"), entry.object = "service_point/" + point.code, entry.details = R"({"place":["east","west"]})";
  books.append(entry);
  EXPECT_EQ(rows("2026-10"), october) << "a month that is over stays as it was";
  const auto november = rows("2026-11");
  EXPECT_EQ(november.at("east")[3], Cell(-1)) << "moved";
  EXPECT_EQ(november.at("west")[3], Cell(1));
  EXPECT_EQ(november.at("west")[4], Cell(2));
}

TEST(Detail, a_farmers_village_is_that_of_his_card_for_he_has_no_place_of_supply) {
  Village books;
  auto farmer = books.accounts[zhang];
  farmer.number = 900;
  farmer.customer = CustomerNumber::from(900);
  farmer.service_point = {};
  farmer.meter = {};
  books.put(farmer);
  books.put(books::Purse{.account = farmer.number, .village = "east"});
  const auto october = made_of(books, "R05", {.period = "2026-10", .groups = {"village"}});
  ASSERT_FALSE(october.rows.empty());
  for (const auto& row : october.rows) EXPECT_NE(row.names[0], "") << "he would be of no village";
}

TEST(Detail, shifts_stand_tender_by_tender_with_what_was_over_or_short) {
  Village books;
  books.counted(2, yuan(500), yuan(498), {{books::Tender::card, yuan(40), {}}}, {{books::Tender::card, yuan(41), {}}},
                {leg("cash/over_short", yuan(2)), leg("card/over_short", -yuan(1)), leg(drawer, -yuan(500)), leg("safe/E", yuan(499))}, {{books::Tender::cash, yuan(430), {}}, {books::Tender::card, yuan(55), {}}},
                {{books::Tender::cash, yuan(30), {}}, {books::Tender::card, yuan(15), {}}});
  const auto made = made_of(books, "R10", {.period = "2026-10"});
  ASSERT_EQ(made.rows.size(), 3U) << "the empty shift of the first, and two tenders";
  EXPECT_EQ(made.rows[1].names, (std::vector<std::string>{"2026-10-31", "E", "1", "2", "tender/card"}));
  EXPECT_EQ(made.rows[1].cells, (std::vector<Cell>{0, 0, 0, 5'500, 1'500, 0, 4'000, 4'100, 100, 100, 0, 4'000}));
  EXPECT_EQ(made.rows[2].names[4], "tender/cash");
  EXPECT_EQ(made.rows[2].cells, (std::vector<Cell>{1, 2, 10'000, 43'000, 3'000, 0, 50'000, 49'800, -200, -200, 40'000, 0}));
  EXPECT_EQ(made_of(books, "R10", {.period = "2026-10", .groups = {"operator"}}).totals[8], Cell(-100));
}

TEST(Detail, a_difference_that_the_ledger_does_not_keep_is_found) {
  Village books;
  books.counted(2, yuan(500), yuan(498), {}, {}, {leg("cash/over_short", yuan(1)), leg(drawer, -yuan(1))}, {{books::Tender::cash, yuan(400), {}}});
  const auto made = make(books, *report_numbered("R10"), {.period = "2026-10"});
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().code, "books_unbalanced");
}

TEST(Detail, a_drawer_in_which_more_should_be_than_came_in_is_found) {
  Village books;
  books.counted(2, yuan(500), yuan(500), {}, {}, {leg(drawer, -yuan(500)), leg("safe/E", yuan(500))}, {{books::Tender::cash, yuan(399), {}}});
  const auto made = make(books, *report_numbered("R10"), {.period = "2026-10"});
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().details.at("check"), "drawers_add_up");
}

TEST(Detail, new_wells_and_the_register_of_wells_come_from_their_rows) {
  Village books;
  books.put(books::Place{"east", books::PlaceKind::village, "East village", "E", ""});
  books.put(books::Place{"west", books::PlaceKind::village, "West village", "W", ""});
  const auto well = [&](const char* number, const char* village, LocalDate put_in, std::int64_t watts, bool active) {
    books.put(books::Well{number, number, village, "", "11010001", "irrigation", put_in, 80, watts, active});
  };
  well("W-1", "east", {2026, 3, 1}, 7500, true);
  well("W-2", "east", {2026, 10, 5}, 5500, true);
  well("W-3", "west", {2026, 10, 31}, 3000, false);
  well("W-4", "east", {2026, 11, 1}, 9000, true);
  books.put(books::WellMeter{"W-1", MeterNumber::from(11), {2026, 3, 1}, LocalDate{2026, 9, 30}, 1});
  books.put(books::WellMeter{"W-2", MeterNumber::from(12), {2026, 10, 5}, std::nullopt, 1});
  const auto fresh = made_of(books, "R01", {.period = "2026-10"});
  ASSERT_EQ(fresh.rows.size(), 2u);
  EXPECT_EQ(fresh.rows[0].names, (std::vector<std::string>{"2026-10-05", "W-2", "W-2", "east", "", "11010001", "000000000012", "", "80", ""})) << "nobody entered it at a page";
  EXPECT_EQ(fresh.totals, (std::vector<Cell>{2, 8500}));
  const auto all = made_of(books, "R02", {.period = "2026-10"});
  ASSERT_EQ(all.rows.size(), 2u);
  EXPECT_EQ(all.rows[0].names, (std::vector<std::string>{"east", "in_use"}));
  EXPECT_EQ(all.rows[0].cells, (std::vector<Cell>{1, 1, 2, 1, 1, 13'000, 0, 0, 0})) << "the meter of W-1 was taken off in September";
  EXPECT_EQ(all.rows[1].names, (std::vector<std::string>{"west", "out_of_use"}));
  books.put(books::Station{"W", "West", "R2"});
  EXPECT_EQ(made_of(books, "R02", {.period = "2026-10", .station = "W"}).totals, (std::vector<Cell>{0, 1, 1, 0, 1, 3'000, 0, 0, 0})) << "who works at one station sees its own";
}

}  // namespace
}  // namespace kwota::report
