// A farmer's load that never happened, as its reader says when the shift that took its money has been closed meanwhile: his money leaves the drawer in which it lies – the till's that took it,
// in the shift that is open there then, whoever finds it –, and drawer, R10 and closing slips say the same.
#include <gtest/gtest.h>

#include <algorithm>

#include "base/decimal.h"
#include "books/lookup.h"
#include "collect/report/making/make.h"
#include "collect/report/making/shift_figures.h"
#include "sell/purse/test_farm.h"
#include "sell/receipt/drawer_slips.h"
#include "sell/till/till.h"

namespace kwota::laws {
namespace {

using books::Tender;
using counter::yuan;

receipt::Style plain() {
  receipt::Style style;
  style.language = "en";
  style.currency = "CNY";
  style.zone = Zone::find("Asia/Shanghai").value();
  style.words = [](std::string_view key) { return std::string(key); };
  return style;
}

class EarlierShift : public ::testing::Test {
 protected:
  /// Wang's first shift takes 200.00 for a card and 50.00 for a load whose card still lies on the reader, and closes with 350.00; his next one begins with a float of 100.00.
  EarlierShift() {
    account_ = farm_.with_card(card_, "200.00");
    order_ = *farm_.load_card(account_, card_, "50.00").value().order;
    farm_.seal(order_);
    close("wang", "T-01");
    farm_.open_shift("wang", "T-01");
  }
  /// The look that began with the sale ends: the card has not taken the money.
  void found_at(const std::string& who, const std::string& till) {
    ASSERT_EQ(farm_.apply(purse::settle(farm_.books, farm_.event(order_), card_.shows(), farm_.as(who, till))).value().state, books::SaleStatus::reversed);
  }
  Money drawer(const std::string& till) { return farm_.balance("till/E/" + till + "/cash"); }
  /// With what lies there.
  till::Closing close(const std::string& who, const std::string& till) {
    const auto closed = farm_.apply(till::close_shift(farm_.books, {.counted = drawer(till), .reason = {}, .accepted_by = {}}, farm_.as(who, till))).value();
    EXPECT_EQ(closed.needs, till::CountNeeds::nothing);
    return closed;
  }
  books::Shift shift(const std::string& till, std::int64_t number) { return farm_.books.find<books::Shift>("E", till, number).value(); }
  /// Float, received, paid out, expected, counted, difference.
  std::vector<Money> in_R10(const std::string& till, std::int64_t number) {
    const auto made = report::make(farm_.books, *report::report_numbered("R10"), {.period = "2026-11-20", .groups = {"station", "till", "shift", "tender"}}).value();
    const auto row = std::ranges::find(made.rows, std::vector<std::string>{"E", till, std::to_string(number), "tender/cash"}, &report::MadeRow::names);
    std::vector<Money> out;
    for (const auto* figure : {"shift_float", "shift_received", "shift_paid_out", "shift_expected", "shift_counted", "over_short"}) {
      const auto place = std::ranges::find(made.columns, figure, &report::MadeColumn::figure) - made.columns.begin();
      out.push_back(row == made.rows.end() ? Money{} : Money::minor(row->cells.at(static_cast<std::size_t>(place)).value_or(0)));
    }
    return out;
  }
  std::vector<std::vector<std::string>> slip_of(const books::Shift& of) {
    receipt::Sold sold;
    for (auto& one : report::shift_figures(farm_.books, of)) {
      sold.received += one.received;
      sold.tax += one.tax;
      sold.made_of += one.made_of;
      sold.services.push_back({std::move(one.commodity), one.received, one.energy, one.volume});
    }
    const auto slip = receipt::closing_slip(farm_.books.only<books::Utility>().value(), farm_.books.find<books::Station>("E").value(), of, till::figures(farm_.books, of), sold, plain());
    std::vector<std::vector<std::string>> out;
    for (const auto& row : slip.rows) out.push_back(row.cells);
    return out;
  }
  std::string on_slip(const books::Shift& of, const std::string& line) {
    for (const auto& cells : slip_of(of))
      if (cells.size() == 2 && cells.front() == line) return cells.back();
    return {};
  }
  /// float + received - paid out = expected, on the slip as in R10.
  void expect_the_same(const std::string& till, std::int64_t number, const std::vector<Money>& figures) {
    EXPECT_EQ(in_R10(till, number), figures);
    const auto row = shift(till, number);
    const auto amount = [](Money money) { return plain().amount(money); };
    EXPECT_EQ(on_slip(row, "slip.closing.float"), amount(figures.at(0)));
    EXPECT_EQ(on_slip(row, "slip.closing.received"), amount(figures.at(1)));
    EXPECT_EQ(on_slip(row, "slip.closing.paid_out"), amount(-figures.at(2)));
    EXPECT_EQ(figures.at(0) + figures.at(1) - figures.at(2), figures.at(3));
    EXPECT_EQ(drawer(till), Money{}) << "and nothing stays in the ledger of it";
  }

  purse::Farm farm_;
  purse::FarmerCard card_{.serial = counter::serial(7), .counter = {}, .balance = {}};
  purse::CardOrder order_;
  std::int64_t account_ = 0;
};

TEST_F(EarlierShift, the_shift_that_is_open_at_the_till_pays_it_out) {
  const auto before = slip_of(shift("T-01", 1));
  EXPECT_EQ(drawer("T-01"), yuan(100));
  farm_.clock.advance(Duration::minutes(5));
  found_at("wang", "T-01");
  EXPECT_EQ(drawer("T-01"), yuan(50)) << "50 of the float went back to him";
  EXPECT_EQ(close("wang", "T-01").expected, yuan(50));
  expect_the_same("T-01", 1, {yuan(100), yuan(250), {}, yuan(350), yuan(350), {}});
  expect_the_same("T-01", 2, {yuan(100), {}, yuan(50), yuan(50), yuan(50), {}});
  EXPECT_EQ(slip_of(shift("T-01", 1)), before) << "the first shift's slip says ever what it said";
}

TEST_F(EarlierShift, a_reprint_says_what_was_not_confirmed_when_the_shift_was_closed) {
  EXPECT_EQ(on_slip(shift("T-01", 1), "slip.closing.in_doubt"), "1 (50.00)");
  farm_.clock.advance(Duration::minutes(5));
  found_at("wang", "T-01");
  EXPECT_EQ(on_slip(shift("T-01", 1), "slip.closing.in_doubt"), "1 (50.00)") << "it was settled later";
  EXPECT_EQ(on_slip(shift("T-01", 2), "slip.closing.in_doubt"), "0 (0.00)") << "an open shift says what is now";
  EXPECT_EQ(shift("T-01", 1).in_doubt_sum, yuan(50));
}

TEST_F(EarlierShift, nor_does_another_till_pay_it_that_finds_it) {
  farm_.clock.advance(Duration::minutes(5));
  found_at("zhao", "T-02");
  EXPECT_EQ(drawer("T-02"), yuan(100)) << "his money does not lie there";
  EXPECT_EQ(drawer("T-01"), yuan(50));
  close("zhao", "T-02");
  close("wang", "T-01");
  expect_the_same("T-01", 2, {yuan(100), {}, yuan(50), yuan(50), yuan(50), {}});
  expect_the_same("T-02", 1, {yuan(100), {}, {}, yuan(100), yuan(100), {}});
}

TEST_F(EarlierShift, a_till_that_is_closed_then_pays_it_in_its_next_shift) {
  close("wang", "T-01");
  farm_.clock.advance(Duration::minutes(5));
  found_at("zhao", "T-02");
  EXPECT_EQ(drawer("T-01"), -yuan(50)) << "the drawer was emptied, and owes it";
  farm_.open_shift("wang", "T-01");
  EXPECT_EQ(close("wang", "T-01").expected, yuan(50));
  expect_the_same("T-01", 3, {yuan(100), {}, yuan(50), yuan(50), yuan(50), {}});
}

}  // namespace
}  // namespace kwota::laws
