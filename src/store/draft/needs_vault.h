// What may be written while the vault is away. Every kind of row needs the vault's own signature unless it is named here: so a kind
// that is added later is guarded until somebody has thought about it. Named are readings, what meters and cards said, and
// registers that neither move money nor say who may do what, what things cost, and under which keys.
#pragma once
#include <string_view>

#include "books/decision.h"

namespace kwota::store {

bool needs_vault(const books::Table& table);
/// Whether a decision changes anything that needs the vault's own signature.
bool needs_the_vault(const books::Changes& changes);
/// The same for a table of the books; of an audit entry, the table of the row that it tells of.
bool table_needs_vault(std::string_view table);

}  // namespace kwota::store
