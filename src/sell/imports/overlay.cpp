#include "sell/imports/overlay.h"

#include <algorithm>

#include "books/kept_row.h"

namespace kwota::imports {
namespace {

using Values = books::KeptRow;

Values key_of(const books::Table& table, const Values& values) { return {values.begin(), values.begin() + table.key_columns}; }

/// What the order that was asked for sorts by.
Values order_of(const books::Query& query, const Values& values) {
  Values order;
  if (query.index != nullptr)
    for (const auto column : query.index->columns)
      if (!column.empty()) order.push_back(values[static_cast<std::size_t>(query.table->column_named(column))]);
  order.insert(order.end(), values.begin(), values.begin() + query.table->key_columns);
  return order;
}

}  // namespace

void Overlay::apply(const books::Changes& changes) {
  for (const books::Register& row : changes.put) {
    const auto of = books::ref(row);
    books::ValuesKeeper keeper;
    of.table->give(of.row, keeper, of.table->key_columns);
    auto& hidden = hidden_[of.table];
    if (is_over(*of.table, keeper.values)) continue;
    bool known = false;
    under_.each({.table = of.table, .index = nullptr, .equal = keeper.values, .from = {}, .up_to = {}, .limit = 1}, [&](const books::ValueSource&) { return !(known = true); });
    hidden += known ? 1 : 0;
  }
  for (const books::Chained& row : changes.append) hidden_[books::ref(row).table];
  over_.apply(changes);
}

bool Overlay::is_over(const books::Table& table, const Values& key) const {
  bool there = false;
  over_.each({.table = &table, .index = nullptr, .equal = key, .from = {}, .up_to = {}, .limit = 1}, [&](const books::ValueSource&) { return !(there = true); });
  return there;
}

void Overlay::each(const books::Query& query, const std::function<bool(const books::ValueSource&)>& take) const {
  const auto known = hidden_.find(query.table);
  if (known == hidden_.end()) return under_.each(query, take);
  auto whole = query;  // by their keys rows of both are told apart and sorted
  whole.columns.reset();
  std::vector<Values> rows;
  over_.each(whole, [&](const books::ValueSource& from) {
    rows.push_back(books::kept(*query.table, from));
    return true;
  });
  auto below = whole;
  if (below.limit != 0) below.limit += known->second;
  under_.each(below, [&](const books::ValueSource& from) {
    auto values = books::kept(*query.table, from);
    if (known->second == 0 || !is_over(*query.table, key_of(*query.table, values))) rows.push_back(std::move(values));
    return true;
  });
  // Chained rows come in the order of the books: those of the file lie behind all of these, and nobody asks for both.
  if (!query.table->chained)
    std::ranges::stable_sort(rows, [&](const Values& a, const Values& b) { return query.newest ? order_of(query, b) < order_of(query, a) : order_of(query, a) < order_of(query, b); });
  if (query.limit != 0 && rows.size() > query.limit) rows.resize(query.limit);
  for (const auto& values : rows)
    if (!take(books::KeptSource(values))) return;
}

std::vector<books::Leg> Overlay::legs(std::string_view entry) const {
  auto own = over_.legs(entry);
  return own.empty() ? under_.legs(entry) : own;
}

}  // namespace kwota::imports
