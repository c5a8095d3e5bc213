#include "store/draft/needs_vault.h"

#include <algorithm>
#include <set>

namespace kwota::store {
namespace {

template <class... Rows>
std::set<const books::Table*> tables_of() { return {&books::table_of<Rows>()...}; }

const std::set<const books::Table*>& without_vault() {
  using namespace books;
  static const auto tables = tables_of<Place, Till, Customer, ServicePoint, Meter, Card, Shift, SaleState, MeterLink, MeterCommand,
                                       ReadingPlan, MeterReading, AreaMeter, FormerTotal, PurseApplication, AreaNumber, Well, WellMeter, DayFreeze, MeterEvent, ReadingRoute, TypedReading, ReviewedReading, ReviewStep, Occupant, MeterParameter, ClosedDay, SlipPrint, TillPrinter, DrawerCount, Job, Notice, SendPlan, Letter, Explanation, Statement, JournalEntry, Audit>();
  return tables;
}

}  // namespace

bool needs_vault(const books::Table& table) { return !without_vault().contains(&table); }

bool needs_the_vault(const books::Changes& changes) {
  const auto guarded = [](const books::Register& row) { return needs_vault(*books::ref(row).table); };
  return std::ranges::any_of(changes.put, guarded) || std::ranges::any_of(changes.remove, guarded) ||
         std::ranges::any_of(changes.append, [](const books::Chained& row) { return needs_vault(*books::ref(row).table); });
}

bool table_needs_vault(std::string_view name) {
  return std::ranges::none_of(without_vault(), [&](const books::Table* table) { return table->name == name; });
}

}  // namespace kwota::store
