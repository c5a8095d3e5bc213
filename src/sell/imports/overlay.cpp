#include "sell/imports/overlay.h"

#include <fmt/format.h>

#include <algorithm>

namespace kwota::imports {
namespace {

using Values = std::vector<books::Value>;

/// As books in memory keep values: numbers of meters with all their digits.
books::Value value_of(const books::ColumnInfo& column, const books::ValueSource& from, int place) {
  if (column.type == books::ColumnType::legs || from.is_null(place)) return {};
  switch (column.type) {
    case books::ColumnType::integer: return from.get_integer(place);
    case books::ColumnType::digits: return fmt::format("{:0>12}", from.get_text(place));
    case books::ColumnType::hex: return from.get_hex(place);
    default: return std::string(from.get_text(place));
  }
}

Values values_of(const books::Table& table, const books::ValueSource& from) {
  Values out;
  out.reserve(table.columns.size());
  for (std::size_t i = 0; i < table.columns.size(); ++i) out.push_back(value_of(table.columns[i], from, static_cast<int>(i)));
  return out;
}

class Given final : public books::ValueSource {
 public:
  explicit Given(const Values& values) : values_(values) {}
  bool is_null(int column) const override { return at(column).index() == 0; }
  std::int64_t get_integer(int column) const override {
    const auto* number = std::get_if<std::int64_t>(&at(column));
    return number != nullptr ? *number : 0;
  }
  std::string_view get_text(int column) const override {
    const auto* text = std::get_if<std::string>(&at(column));
    return text != nullptr ? std::string_view(*text) : std::string_view();
  }

 private:
  const books::Value& at(int column) const { return values_[static_cast<std::size_t>(column)]; }
  const Values& values_;
};

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
  std::vector<Values> rows;
  over_.each(query, [&](const books::ValueSource& from) {
    rows.push_back(values_of(*query.table, from));
    return true;
  });
  auto below = query;
  if (below.limit != 0) below.limit += known->second;
  under_.each(below, [&](const books::ValueSource& from) {
    auto values = values_of(*query.table, from);
    if (known->second == 0 || !is_over(*query.table, key_of(*query.table, values))) rows.push_back(std::move(values));
    return true;
  });
  // Chained rows come in the order of the books: those of the file lie behind all of these, and nobody asks for both.
  if (!query.table->chained)
    std::ranges::stable_sort(rows, [&](const Values& a, const Values& b) { return query.newest ? order_of(query, b) < order_of(query, a) : order_of(query, a) < order_of(query, b); });
  if (query.limit != 0 && rows.size() > query.limit) rows.resize(query.limit);
  for (const auto& values : rows)
    if (!take(Given(values))) return;
}

std::vector<books::Leg> Overlay::legs(std::string_view entry) const {
  auto own = over_.legs(entry);
  return own.empty() ? under_.legs(entry) : own;
}

}  // namespace kwota::imports
