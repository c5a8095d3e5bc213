// A file that a program brings in one request: no desk, no draft, nothing to mend. It is taken in groups, or refused with the rows that are wrong.
// Guarantees: nobody imports alone what needs two – the second person agrees to exactly this file, read in this encoding, whatever was in the books meanwhile, and his word
// serves until its last group is in the books.   Begin with take_whole().
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "sell/imports/groups.h"
#include "store/books.h"

namespace kwota::import_desk {

using people::Context;

struct WholeFile {
  const imports::Importable* of = nullptr;
  std::string_view bytes;
  std::optional<customer::Encoding> encoding = {};  ///< where somebody says it
  std::string control_total = {};  ///< as typed; asked only where a register's amounts are summed
  std::int64_t approval = 0;
  bool look_only = false;          ///< says what it would do, and writes nothing
};
/// Errors: permission_denied, those of imports::read_import(), imports::import_in_groups() and two_for().
Result<imports::ImportReport> take_whole(store::Books& books, const WholeFile& file, const Context& asked);

}  // namespace kwota::import_desk
