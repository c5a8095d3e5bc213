// Pages of a report: one after the other they are the report, however it finds its rows.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>

#include "collect/report/making/make.h"
#include "collect/report/making/test_books.h"

namespace kwota::report {
namespace {

using namespace test;

/// A till that sold at a few meters – and to accounts that have none – in October, and before and after it.
struct Street : Books {
  Street() {
    in_shanghai();
    one_till();
    put(books::Plan{"gas", "gas", "", R"({"commodity":"gas"})"});
    put(books::Plan{"water", "water", "", R"({"commodity":"water"})"});
    put(books::Code{.kind = books::CodeKind::usage_class, .code = "homes", .name_zh = "居民", .name_en = "Homes", .name_ru = "Население", .value = {}});
    books::Shift shift;
    shift.station = "E";
    shift.till = "1";
    shift.number = 1;
    shift.opened = parse_instant("2026-09-01T08:00:00+08:00").value();
    put(shift);
    for (std::uint64_t number = 1; number <= 3; ++number) {
      books::Customer customer;
      customer.number = CustomerNumber::from(number);
      customer.name = number == 1 ? "Zhang" : "Li";  // two are called so
      put(customer);
    }
  }

  struct Sold {
    int meter, customer, usage_class, credit, day, month;
  };
  void sells(const Sold& what) {
    books::Sale sale;
    sale.shift = 1;
    sale.meter = MeterNumber::from(static_cast<std::uint64_t>(what.meter));
    sale.customer = CustomerNumber::from(static_cast<std::uint64_t>(what.customer));
    sale.usage_class = what.usage_class == 0 ? "homes" : "works";
    sale.tendered = yuan(what.day);
    const auto unit = std::array{kwota::Unit::money, kwota::Unit::energy, kwota::Unit::volume, kwota::Unit::volume}.at(static_cast<std::size_t>(what.credit));
    sale.unit = unit;
    sale.credit = Credit::of(unit, what.day * 1'000);
    sale.plan = what.credit == 2 ? "gas" : "water";
    const auto day = "2026-" + std::string(what.month < 10 ? "0" : "") + std::to_string(what.month) + (what.day < 10 ? "-0" : "-") + std::to_string(what.day);
    sold("R" + std::to_string(++receipts_), Operation::recharge, day, {leg(drawer, yuan(what.day)), leg("prepaid/electricity", -yuan(what.day))}, "1", sale);
  }

 private:
  int receipts_ = 0;
};

Street drawn_street() {
  using rc::gen::inRange;
  Street street;
  for (const auto& sold : *rc::gen::container<std::vector<Street::Sold>>(
           rc::gen::build<Street::Sold>(rc::gen::set(&Street::Sold::meter, inRange(0, 5)), rc::gen::set(&Street::Sold::customer, inRange(1, 4)), rc::gen::set(&Street::Sold::usage_class, inRange(0, 2)),
                                        rc::gen::set(&Street::Sold::credit, inRange(0, 4)), rc::gen::set(&Street::Sold::day, inRange(1, 29)), rc::gen::set(&Street::Sold::month, inRange(9, 12)))))
    street.sells(sold);
  return street;
}

void same(const Made& page, const Made& whole) {
  RC_ASSERT(page.totals == whole.totals);
  RC_ASSERT(page.checks.size() == whole.checks.size());
  RC_ASSERT(page.groups == whole.groups);
}

RC_GTEST_PROP(ReportPage, pages_are_the_report_by_whatever_it_is_grouped, ()) {
  const auto street = drawn_street();
  const auto& r11 = *report_numbered("R11");
  const Asked asked{.period = "2026-10",
                    .groups = *rc::gen::elementOf(std::vector<std::vector<std::string>>{{}, {"meter"}, {"meter", "commodity"}, {"customer_name", "meter"}, {"usage_class"}}),
                    .filters = *rc::gen::elementOf(std::vector<std::map<std::string, std::string>>{{}, {{"usage_class", "homes"}}, {{"commodity", "gas"}}})};
  const auto whole = make(street, r11, asked).value();
  const auto most = *rc::gen::inRange<std::size_t>(1, 4);
  std::vector<std::vector<std::string>> names;
  std::vector<std::vector<Cell>> cells;
  for (PageAsked at{most};;) {
    const auto page = make_page(street, r11, asked, at).value();
    same(page.made, whole);
    RC_ASSERT(page.made.rows.size() <= most);
    if (page.all) RC_ASSERT(*page.all == whole.rows.size());
    for (const auto& row : page.made.rows) {
      names.push_back(row.names);
      cells.push_back(row.cells);
    }
    if (!page.more) break;
    RC_ASSERT(page.made.rows.size() == most);
    at.after = page.made.rows.back().names;
  }
  RC_ASSERT(names.size() == whole.rows.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    RC_ASSERT(names[i] == whole.rows[i].names);
    RC_ASSERT(cells[i] == whole.rows[i].cells);
  }
}

TEST(ReportPage, of_a_report_that_finds_its_rows_meter_by_meter_nobody_counts_those_behind_it) {
  Street street;
  for (int meter = 1; meter <= 5; ++meter) street.sells({.meter = meter, .customer = 1, .usage_class = 0, .credit = 0, .day = 10 + meter, .month = 10});
  const auto& r11 = *report_numbered("R11");
  const auto first = make_page(street, r11, {.period = "2026-10"}, {.most = 2}).value();
  EXPECT_FALSE(first.all);
  EXPECT_TRUE(first.more);
  EXPECT_EQ(first.made.totals.front(), Cell(5)) << "the totals are of all of them";
  EXPECT_EQ(make_page(street, r11, {.period = "2026-10"}, {.most = 9}).value().all, std::size_t{5}) << "whoever has seen all of them knows how many there are";
  EXPECT_EQ(make_page(street, r11, {.period = "2026-10", .groups = {"customer_name"}}, {.most = 9}).value().all, std::size_t{1});
}

TEST(ReportPage, behind_a_row_that_is_gone_it_goes_on_where_that_stood) {
  Street street;
  for (const int meter : {1, 2, 4}) street.sells({.meter = meter, .customer = 1, .usage_class = 0, .credit = 0, .day = 10, .month = 10});
  const auto page = make_page(street, *report_numbered("R11"), {.period = "2026-10"}, {.most = 9, .after = {"000000000003", "Zhang", "homes"}}).value();
  ASSERT_EQ(page.made.rows.size(), 1U);
  EXPECT_EQ(page.made.rows.front().names.front(), "000000000004");
}

TEST(ReportPage, where_too_much_of_other_days_lies_between_them_its_rows_are_found_by_days) {
  Street street;
  for (int day = 1; day <= 9; ++day) street.sells({.meter = 1, .customer = 1, .usage_class = 0, .credit = 0, .day = day, .month = 9});
  for (int meter = 2; meter <= 4; ++meter) street.sells({.meter = meter, .customer = 1, .usage_class = 0, .credit = 0, .day = 10, .month = 10});
  const auto page = [&](std::size_t look_most) { return make_page(street, *report_numbered("R11"), {.period = "2026-10"}, {.most = 2, .after = {}, .look_most = look_most}).value(); };
  EXPECT_FALSE(page(12).all);
  const auto whole = page(11);
  EXPECT_EQ(whole.all, std::size_t{3});
  EXPECT_EQ(whole.made.rows.size(), 2U);
}

/// What two people did stands in a row of its own, and what a meter gave up is no receipt: neither is found by the meter.
TEST(ReportPage, corrections_and_who_agreed_are_found_by_days) {
  Street street;
  books::Sale given;
  given.shift = 1;
  given.meter = MeterNumber::from(7);
  given.approved_by = "miller";
  given.credit = Credit(yuan(9));
  street.sold("R1", Operation::supplement, "2026-10-05", {leg("supplement/goodwill", yuan(9)), leg("prepaid/electricity", -yuan(9))}, "1", given);
  const auto& r08 = *report_numbered("R08");
  const Asked asked{.period = "2026-10", .groups = {"meter", "approved_by"}};
  const auto made = make(street, r08, asked);
  ASSERT_TRUE(made.ok()) << made.error().what;
  const auto& whole = *made;
  const auto page = make_page(street, r08, asked, {.most = 9}).value();
  ASSERT_EQ(page.made.rows.size(), whole.rows.size());
  EXPECT_EQ(page.made.rows.front().names, whole.rows.front().names);
  EXPECT_EQ(page.all, whole.rows.size());
}

}  // namespace
}  // namespace kwota::report
