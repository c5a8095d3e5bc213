#include "store/held/held_rows.h"

#include <algorithm>

namespace kwota::store {
namespace {

/// Answers of one kind that are kept. [K]
constexpr std::size_t answers_max = 64;

bool same(const books::Query& a, const books::Query& b) {
  return a.index == b.index && a.newest == b.newest && a.limit == b.limit && a.columns == b.columns && a.equal == b.equal && a.from == b.from && a.up_to == b.up_to;
}

}  // namespace

HeldRows::Rows HeldRows::find(const books::Query& query) const {
  const auto of_table = answers_.find(query.table);
  if (of_table == answers_.end()) return nullptr;
  const auto& answers = of_table->second.answers;
  const auto found = std::ranges::find_if(answers, [&](const Answer& one) { return same(one.query, query); });
  return found == answers.end() ? nullptr : found->rows;
}

HeldRows::Rows HeldRows::under_key(const books::RowRef& like) const {
  const auto of_table = answers_.find(like.table);
  if (of_table == answers_.end()) return nullptr;
  books::ValuesKeeper key;
  like.table->give(like.row, key, like.table->key_columns);
  const auto& answers = of_table->second.answers;
  const auto found = std::ranges::find_if(answers, [&](const Answer& one) { return one.query.index == nullptr && one.query.columns.none() && one.query.equal == key.values; });
  return found == answers.end() ? nullptr : found->rows;
}

void HeldRows::keep(const books::Query& query, Rows rows) {
  auto& of_table = answers_[query.table];
  if (!of_table.may_be_kept) return;
  if (of_table.answers.size() >= answers_max) of_table.answers.clear();
  of_table.answers.push_back({query, std::move(rows)});
}

void HeldRows::keep_answers(const books::Table& table, bool may) { answers_[&table].may_be_kept = may; }

void HeldRows::forget(const books::Table& table) {
  if (const auto of_table = answers_.find(&table); of_table != answers_.end()) of_table->second.answers.clear();
}

void HeldRows::put(const books::RowRef& row) {
  const auto of_table = answers_.find(row.table);
  if (of_table == answers_.end()) return;
  books::ValuesKeeper keeper;
  row.table->give(row.row, keeper, static_cast<int>(row.table->columns.size()));
  const auto key = static_cast<std::size_t>(row.table->key_columns);
  Rows held;  // all answers under this key share it
  std::erase_if(of_table->second.answers, [&](Answer& one) {
    const auto& asked = one.query;
    if (asked.index != nullptr || asked.equal.size() != key || one.rows->empty()) return true;
    if (!std::equal(asked.equal.begin(), asked.equal.end(), keeper.values.begin())) return false;
    if (held == nullptr) held = std::make_shared<const std::vector<Row>>(1, keeper.values);
    one.rows = held;
    return false;
  });
}

}  // namespace kwota::store
