#include <cassert>
#include <utility>

#include "books/kinds.h"

namespace kwota::books {

HeldRow::HeldRow(const Table& table, void* row_to_move) : table_(&table), row_(table.moved(row_to_move)) {}
HeldRow::HeldRow(const Table& table, const ValueSource& from) : table_(&table), row_(table.fresh()) { table.take(row_, from); }
HeldRow::HeldRow(const HeldRow& other) : table_(other.table_), row_(other.row_ != nullptr ? table_->copied(other.row_) : nullptr) {}
HeldRow::HeldRow(HeldRow&& other) noexcept : table_(other.table_), row_(std::exchange(other.row_, nullptr)) {}
HeldRow& HeldRow::operator=(const HeldRow& other) {
  HeldRow same(other);
  return *this = std::move(same);
}
HeldRow& HeldRow::operator=(HeldRow&& other) noexcept {
  std::swap(table_, other.table_);
  std::swap(row_, other.row_);
  return *this;
}
HeldRow::~HeldRow() {
  if (row_ != nullptr) table_->gone(row_);
}

void* HeldRow::known(const Table& table) const {
  assert(table_ == &table && "a row of this kind");
  return row_;
}

}  // namespace kwota::books
