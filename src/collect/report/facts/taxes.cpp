#include "collect/report/facts/taxes.h"

#include <set>
#include <vector>

#include "collect/report/facts/commodities.h"
#include "collect/report/facts/sold.h"
#include "collect/report/facts/tax_lines.h"

namespace kwota::facts {
namespace {

constexpr std::string_view tax_family = "tax/", by_ledger = "posted", in_price = "inside";

Tax under(const books::Sale& root, std::string commodity, const std::string& day, const TaxLine& line) {
  Tax row;
  row.business_day = day;
  row.station = root.station;
  row.till = root.till;
  row.operator_name = root.operator_name;
  row.tax = line.tax;
  row.tax_way = line.inside ? in_price : by_ledger;
  row.commodity = std::move(commodity);
  return row;
}

class Taxes {
 public:
  Taxes(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) : books_(books), days_(days), tell_(take) {}

  void give(const books::Sale& sale) {
    if (!done_.insert(sale.number).second) return;
    const auto first = sale.original.empty() ? std::nullopt : books_.find<books::Sale>(sale.original);
    const auto& root = first ? *first : sale;
    if (const auto year = root.away(); year != 0) return books_.needs_archive(year);
    for (const auto& line : tax_lines(root)) {
      if (!first && days_.hold(sale.business_day)) take(sale, line);
      if (!line.inside) continue;  // the ledger has given back what it had posted
      if (first) give_back(root, line, sale.number);
      give_back(root, line, sale.number + "/reversed");
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
    tell_(Given<Tax>(row));
  }

 private:
  void take(const books::Sale& sale, const TaxLine& line) {
    auto row = under(sale, commodities_.of_sale(books_, sale), sale.business_day, line);
    row.kind = word_of(sale.kind);
    row.number = sale.number;
    row.gross = line.inside ? line.base : line.base + line.amount;
    row.net = line.inside ? line.base - line.amount : line.base;
    if (line.inside) {
      row.count = 1;
      row.taken = row.whole = line.amount;
    }
    tell_(Given<Tax>(row));
  }
  void give_back(const books::Sale& root, const TaxLine& line, const std::string& number) {
    const auto entry = books_.find<books::Entry>(number);
    if (!entry || !days_.hold(entry->business_day)) return;
    auto row = under(root, commodities_.of_sale(books_, root), entry->business_day, line);
    row.kind = word_of(entry->what);
    row.undone = word_of(root.kind);
    row.number = number.substr(0, number.find('/'));
    row.back = row.whole = given_back(line, books_.legs(number)).whole();
    if (!row.back.is_zero()) tell_(Given<Tax>(row));
  }

  const books::Reader& books_;
  const Days& days_;
  const std::function<void(const books::ValueSource&)>& tell_;
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
