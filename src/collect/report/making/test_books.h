// Books of which a test knows rows and the sheets that the writer would keep of them.
#pragma once
#include <gtest/gtest.h>

#include "books/memory.h"
#include "books/rows/office/utility.h"
#include "collect/report/day_sheets.h"
#include "sell/ledger/chart.h"
#include "sell/ledger/operation.h"
#include "sell/ledger/posting.h"

namespace kwota::report::test {

using ledger::Operation;

inline const std::string drawer = ledger::till_cash("E", "1");
inline Money yuan(std::int64_t amount) { return Money::minor(amount * 100); }
inline books::Leg leg(std::string_view account, Money amount) { return {std::string(account), amount}; }

class Books : public books::Reader {
 public:
  void each(const books::Query& query, const std::function<bool(const books::ValueSource&)>& take) const override {
    if (!is_sheet(*query.table)) return rows_.each(query, take);
    sheets.each_kind([&]<class Sheet>(const std::map<std::string, Sheet>& of_kind) {
      if (query.table == &books::table_of<Sheet>()) give(of_kind, query, take);
    });
  }
  Money balance(std::string_view account) const override { return rows_.balance(account); }
  std::vector<books::Leg> legs(std::string_view entry) const override { return rows_.legs(entry); }
  std::vector<books::HeldVersion> cards_by_key_version() const override { return {}; }
  std::vector<books::HeldVersion> meters_by_key_version() const override { return {}; }
  std::vector<books::MeterPoint> meter_points() const override { return rows_.meter_points(); }
  std::vector<books::LastContact> last_contacts() const override { return {}; }

  /// A sale of the first of the kind at a till, and the entry that `legs` make of it.
  void sold(const std::string& number, Operation kind, const std::string& day, const std::vector<books::Leg>& legs, const std::string& till = "1") {
    sold(number, kind, day, legs, till, {});
  }
  /// The same of a sale that says more of itself.
  void sold(const std::string& number, Operation kind, const std::string& day, const std::vector<books::Leg>& legs, const std::string& till, books::Sale sale) {
    sale.n = SequenceNumber{1};
    booked(number, kind, day, legs, till, std::move(sale));
  }
  /// Of a receipt without an instruction too: money paid onto a balance.
  void booked(const std::string& number, Operation kind, const std::string& day, const std::vector<books::Leg>& legs, const std::string& till, books::Sale sale) {
    sale.number = number;
    sale.kind = kind;
    sale.chain = "till/E/" + till;
    sale.station = "E";
    sale.till = till;
    if (sale.operator_name.empty()) sale.operator_name = "li";
    sale.business_day = day;
    if (sale.time == Instant{}) sale.time = parse_instant(day + "T10:00:00+08:00").value();
    if (sale.usage_class.empty()) sale.usage_class = "homes";
    rows_.append(sale);
    sheets.take(sale, rows_, edition);
    post(number, kind, day, legs, till);
  }
  void post(const std::string& number, Operation kind, const std::string& day, const std::vector<books::Leg>& legs, const std::string& till = "1") {
    const auto entry = ledger::balanced({number, "till/E/" + till, parse_instant(day + "T10:00:00+08:00").value(), day, kind, 100001}, legs);
    ASSERT_TRUE(entry.ok());
    rows_.append(*entry);
    sheets.take(*entry, rows_, edition);
  }
  void put(const books::Register& row) { rows_.put(row); }
  /// The utility's clock.
  void in_shanghai() {
    books::Utility utility;
    utility.zone = "Asia/Shanghai";
    put(utility);
  }
  /// The till at which sold() sells.
  void one_till() {
    books::Till till;
    till.station = "E";
    till.code = "1";
    put(till);
  }
  void append(const books::Chained& row) { rows_.append(row); }

  DaySheets sheets;
  std::string edition{};  ///< of the sheets in which what is booked from now on is counted

 private:
  class At final : public books::ValueSource {
   public:
    explicit At(const std::vector<books::Value>& values) : values_(values) {}
    bool is_null(int) const override { return false; }
    std::int64_t get_integer(int column) const override { return std::get<std::int64_t>(values_.at(static_cast<std::size_t>(column))); }
    std::string_view get_text(int column) const override { return std::get<std::string>(values_.at(static_cast<std::size_t>(column))); }

   private:
    const std::vector<books::Value>& values_;
  };
  template <class Sheets>
  static void give(const Sheets& sheets, const books::Query& query, const std::function<bool(const books::ValueSource&)>& take) {
    for (const auto& [key, sheet] : sheets) {
      books::ValuesKeeper keeper;
      query.table->give(&sheet, keeper, static_cast<int>(query.table->columns.size()));
      if ((query.from && keeper.values.front() < *query.from) || (query.up_to && *query.up_to < keeper.values.front())) continue;
      if (!take(At(keeper.values))) return;
    }
  }
  books::Memory rows_;
};

}  // namespace kwota::report::test
