#include "collect/report/facts/taxes.h"

#include <algorithm>
#include <boost/json.hpp>
#include <set>
#include <vector>

#include "base/decimal.h"
#include "collect/report/facts/commodities.h"
#include "collect/report/facts/sold.h"

namespace kwota::facts {
namespace {

constexpr std::string_view tax_family = "tax/", by_ledger = "posted", in_price = "inside";

/// A tax line of a sale's document. A base of a tax inside the price has it in it.
struct TaxLine {
  std::string tax;
  Money amount, base;
  bool memo = false;
};

std::int64_t whole(const boost::json::object& line, std::string_view name) {
  const auto* found = line.if_contains(name);
  return found != nullptr && found->is_int64() ? found->get_int64() : 0;
}

std::vector<TaxLine> tax_lines(const books::Sale& sale) {
  std::vector<TaxLine> out;
  boost::json::error_code bad;
  const auto document = boost::json::parse(sale.document.empty() ? "{}" : sale.document, bad);
  const auto* lines = !bad && document.is_object() ? document.get_object().if_contains("lines") : nullptr;
  if (lines == nullptr || !lines->is_array()) return out;
  for (const auto& one : lines->get_array()) {
    if (!one.is_object() || !one.get_object().contains("base")) continue;
    const auto& line = one.get_object();
    out.push_back({std::string(tax_family) + std::string(line.at("id").get_string()), Money::minor(whole(line, "minor")), Money::minor(whole(line, "base")), line.contains("memo")});
  }
  return out;
}

Tax under(const books::Sale& root, std::string commodity, const std::string& day, const TaxLine& line) {
  Tax row;
  row.business_day = day;
  row.station = root.station;
  row.till = root.till;
  row.operator_name = root.operator_name;
  row.tax = line.tax;
  row.tax_way = line.memo ? in_price : by_ledger;
  row.commodity = std::move(commodity);
  return row;
}

/// What of energy and fees an entry gives back; below zero: it takes.
Money freed(const books::Reader& books, const std::string& entry) {
  Money sum;
  for (const auto& leg : books.legs(entry))
    if (leg.account.starts_with("prepaid/") || leg.account.starts_with("fee/")) sum += leg.amount;
  return sum;
}

Money part_of(const TaxLine& line, Money freed) {
  if (line.base.is_zero()) return {};
  const auto part = Money::minor(divide(Wide{line.amount.minor()} * freed.minor(), line.base.minor(), Round::half_up));
  return std::clamp(part, -line.amount, line.amount);
}

class Taxes {
 public:
  Taxes(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) : books_(books), days_(days), take_(take) {}

  void give(const books::Sale& sale) {
    if (!done_.insert(sale.number).second) return;
    const auto first = sale.original.empty() ? std::nullopt : books_.find<books::Sale>(sale.original);
    const auto& root = first ? *first : sale;
    if (const auto year = root.away(); year != 0) return books_.needs_archive(year);
    for (const auto& line : tax_lines(root)) {
      if (!first && days_.hold(sale.business_day)) taken(sale, line);
      if (!line.memo) continue;  // the ledger has given back what it had posted
      if (first) given_back(root, line, sale.number);
      given_back(root, line, sale.number + "/reversed");
    }
  }

  /// Sums of the days as the ledger has them.
  void give(const books::MoneySheet& sheet) {
    if (!sheet.account.starts_with(tax_family)) return;
    Tax row;
    row.business_day = sheet.business_day;
    row.station = sheet.station;
    row.till = sheet.till;
    row.tax = sheet.account;
    row.tax_way = by_ledger;
    row.commodity = sheet.commodity;
    row.kind = sheet.kind;
    row.undone = sheet.undone;
    if (sheet.undone.empty()) row.count = sheet.count;
    (sheet.undone.empty() ? row.taken : row.back) = -sheet.amount;
    row.whole = row.posted = -sheet.amount;
    take_(Given<Tax>(row));
  }

 private:
  void taken(const books::Sale& sale, const TaxLine& line) {
    auto row = under(sale, commodities_.of_sale(books_, sale), sale.business_day, line);
    row.kind = word_of(sale.kind);
    row.net = line.memo ? line.base - line.amount : line.base;
    if (line.memo) {
      row.count = 1;
      row.taken = row.whole = line.amount;
    }
    take_(Given<Tax>(row));
  }
  void given_back(const books::Sale& root, const TaxLine& line, const std::string& number) {
    const auto entry = books_.find<books::Entry>(number);
    if (!entry || !days_.hold(entry->business_day)) return;
    auto row = under(root, commodities_.of_sale(books_, root), entry->business_day, line);
    row.kind = word_of(entry->what);
    row.undone = word_of(root.kind);
    row.back = row.whole = -part_of(line, freed(books_, number));
    if (!row.back.is_zero()) take_(Given<Tax>(row));
  }

  const books::Reader& books_;
  const Days& days_;
  const std::function<void(const books::ValueSource&)>& take_;
  Commodities commodities_;
  std::set<std::string> done_;
};

void each_tax(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  Taxes all(books, days, take);
  const books::Query sheets{.table = &books::table_of<books::MoneySheet>(), .index = nullptr, .equal = {}, .from = books::Value(days.from), .up_to = books::Value(days.to)};
  books.each(sheets, [&](const books::ValueSource& from) {
    books::MoneySheet sheet;
    sheets.table->take(&sheet, from);
    all.give(sheet);
    return true;
  });
  each_sale(books, days, [&](const books::Sale& sale) { all.give(sale); });
  each_reversed(books, days, [&](const books::Sale& sale, const books::SaleState&) { all.give(sale); });
}

}  // namespace

const Source taxes{Tax::table, columns_of<Tax>, each_tax};

}  // namespace kwota::facts
