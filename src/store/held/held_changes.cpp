#include "store/held/held_changes.h"

#include <algorithm>
#include <utility>

namespace kwota::store {

std::span<const books::Table* const> held_tables() {
  static const auto held = [] {
    std::vector<const books::Table*> tables;
    std::ranges::copy_if(books::all_tables(), std::back_inserter(tables), &books::Table::held);
    return tables;
  }();
  return held;
}

HeldChanges::HeldChanges() : counts_(held_tables().size()) {}

HeldChanges::Count& HeldChanges::of(const books::Table* table) {
  const auto tables = held_tables();
  return counts_[static_cast<std::size_t>(std::ranges::find(tables, table) - tables.begin())];
}

void HeldChanges::read_begun(Counts& to) const {
  to.resize(counts_.size());
  std::ranges::transform(counts_, to.begin(), [](const Count& one) { return one.begun.load(); });
}
void HeldChanges::read_ended(Counts& to) const {
  to.resize(counts_.size());
  std::ranges::transform(counts_, to.begin(), [](const Count& one) { return one.ended.load(); });
}

HeldChanges::Commit::Commit(HeldChanges& changes, std::vector<const books::Table*> changed) : changes_(changes), changed_(std::move(changed)) {
  for (const auto* table : changed_) ++changes_.of(table).begun;
}
HeldChanges::Commit::~Commit() {
  for (const auto* table : changed_) ++changes_.of(table).ended;
}

}  // namespace kwota::store
