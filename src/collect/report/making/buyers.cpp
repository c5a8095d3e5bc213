#include "collect/report/making/buyers.h"

#include <tuple>
#include <unordered_map>

#include "books/rows.h"
#include "collect/report/day_sheets.h"
#include "collect/report/facts/commodities.h"
#include "collect/report/facts/sold.h"

namespace kwota::report {
namespace {

/// By the sheets of these days, whoever sold them.
std::int64_t purchases_in(const books::Reader& books, const facts::Days& days) {
  std::int64_t count = 0;
  const auto& table = books::table_of<books::DaySheet>();
  const auto kind = table.column_named("kind"), counted = table.column_named("count");
  books.each({.table = &table, .index = nullptr, .equal = {}, .from = books::Value(days.from), .up_to = books::Value(days.to)}, [&](const books::ValueSource& row) {
    const auto booked = parse_word<books::Operation>(row.get_text(kind));
    if (booked && facts::buys(*booked)) count += row.get_integer(counted);
    return true;
  });
  return count;
}

books::ColumnSet what_is_counted_under() {
  using books::Sale;
  return books::columns(&Sale::number, &Sale::kind, &Sale::time, &Sale::business_day, &Sale::account, &Sale::original, &Sale::station, &Sale::till, &Sale::operator_name, &Sale::plan, &Sale::usage_class, &Sale::scheme,
                        &Sale::card, &Sale::n, &Sale::tenders)
      .places();
}

bool is_earlier(const books::Sale& one, const books::Sale& other) { return std::tie(one.business_day, one.time, one.number) < std::tie(other.business_day, other.time, other.number); }

books::DaySheet sheet_of(const books::Reader& books, const books::Sale& sale, facts::Commodities& commodities) {
  const auto first = sale.original.empty() ? std::nullopt : books.find<books::Sale>(sale.original);
  const auto& root = first ? *first : sale;
  auto sheet = counted_under(root);
  sheet.business_day = sale.business_day;
  sheet.commodity = commodities.of_sale(books, root);
  sheet.kind = word_of(sale.kind);
  if (first) sheet.undone = word_of(root.kind);
  sheet.fresh_in_month = 1;
  return sheet;
}

}  // namespace

std::optional<std::vector<books::DaySheet>> buyers_in(const books::Reader& books, const facts::Days& days) {
  const auto counted = purchases_in(books, days);
  if (counted > purchases_most) return std::nullopt;
  std::unordered_map<std::int64_t, books::Sale> first;
  std::int64_t found = 0;
  if (counted > 0)
    facts::each_sale(books, days, {.kinds = {}, .columns = what_is_counted_under()}, [&](const books::Sale& sale) {
      if (!facts::buys(sale.kind)) return;
      ++found;
      const auto [at, fresh] = first.try_emplace(sale.account, sale);
      if (!fresh && is_earlier(sale, at->second)) at->second = sale;
    });
  if (found != counted) return std::nullopt;  // under a clock that was put right since, in no shift of these days
  std::vector<books::DaySheet> out;
  facts::Commodities commodities(facts::Commodities::Of::one_moment);
  for (const auto& [account, sale] : first) out.push_back(sheet_of(books, sale, commodities));
  return out;
}

}  // namespace kwota::report
