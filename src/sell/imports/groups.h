// A long file comes into the books in groups: the writer takes one, then whatever tills asked meanwhile, then the next.
// Guarantees: nothing is written while a row of the file is wrong; what is found wrong on the way – somebody changed the books meanwhile, or they
// could not be written – is named by its line, and the groups before it stay; the same file again goes on where it broke off.
// Begin with: import_in_groups().
#pragma once
#include <functional>

#include "sell/imports/import.h"

namespace kwota::imports {

/// Rows of a group. [K]
inline constexpr std::size_t import_group_rows = 500;

using ImportDecide = std::function<Result<books::Decision<ImportReport>>(const books::Reader&)>;

/// How a caller gets at the books.
struct ImportWay {
  /// At one moment of the books; changes nothing.
  std::function<Result<ImportReport>(const ImportDecide&)> look;
  /// One group, on the disk when it returns. `last`: none comes after it.
  std::function<Result<ImportReport>(const ImportDecide&, bool last)> write;
  std::string control_total{};  ///< as typed; asked only where a register's amounts are summed
};

/// What import_in_groups() would do; writes nothing. Errors: those of `look`.
Result<ImportReport> look_at_import(const ImportFile& file, const ImportWay& way, const Context& context);
/// Errors: those of `look`, and those of `write` of the first group.
Result<ImportReport> import_in_groups(const ImportFile& file, const ImportWay& way, const Context& context);

}  // namespace kwota::imports
