// What may be written while the vault is away. Every kind of row needs the vault's own signature unless it is named here: so a kind
// that is added later is guarded until somebody has thought about it. Named are readings, what meters and cards said, and
// registers that neither move money nor say who may do what, what things cost, and under which keys.
#pragma once
#include <string_view>

#include "books/decision.h"

namespace kwota::store {

template <class Row>
inline constexpr bool needs_vault = true;

#define KWOTA_WITHOUT_VAULT(row) \
  template <>                    \
  inline constexpr bool needs_vault<books::row> = false
KWOTA_WITHOUT_VAULT(Place);
KWOTA_WITHOUT_VAULT(Till);
KWOTA_WITHOUT_VAULT(Customer);
KWOTA_WITHOUT_VAULT(ServicePoint);
KWOTA_WITHOUT_VAULT(Meter);
KWOTA_WITHOUT_VAULT(Card);
KWOTA_WITHOUT_VAULT(Shift);
KWOTA_WITHOUT_VAULT(SaleState);
KWOTA_WITHOUT_VAULT(MeterLink);
KWOTA_WITHOUT_VAULT(MeterCommand);
KWOTA_WITHOUT_VAULT(ReadingPlan);
KWOTA_WITHOUT_VAULT(MeterReading);
KWOTA_WITHOUT_VAULT(AreaMeter);
KWOTA_WITHOUT_VAULT(DayFreeze);
KWOTA_WITHOUT_VAULT(MeterEvent);
KWOTA_WITHOUT_VAULT(Occupant);
KWOTA_WITHOUT_VAULT(MeterParameter);
KWOTA_WITHOUT_VAULT(Statement);
KWOTA_WITHOUT_VAULT(JournalEntry);
KWOTA_WITHOUT_VAULT(Audit);
#undef KWOTA_WITHOUT_VAULT

/// Whether a decision changes anything that needs the vault's own signature.
bool needs_the_vault(const books::Changes& changes);
/// The same for a table of the books; of an audit entry, the table of the row that it tells of.
bool table_needs_vault(std::string_view table);

}  // namespace kwota::store
