// What chained rows tell of registers: how far a till, a meter or a sale has come follows from sales, instructions, statements and the journal
// (books::Table::follows), and whoever appends such a row puts the register on in the same decision. No audit entry is written for that. The
// first row that the decision appends tells what the columns say from then on – part of its hash –, and the register's row holds in `told`
// which row that was:
//   tells   meter/000000101332=10,1,9,9        one line each: name of the row = the columns that follow, in their order
//           sale_state/R4-T01-00005000=booked,1795176000000,0
//           account/101332={"fixed":"2026-11"}           of a text "%", the end of a line and "=" stand as %0, %1 and %2
//   told    the id of the row that tells it; 0: nobody yet, and the columns say nothing
// So verify finds a register that somebody changed, took out, put in or set back to what it once was: the walk over the chains looks each line up.
// Begin with telling_of().
#pragma once
#include <algorithm>
#include <string>
#include <string_view>

#include "books/kinds.h"

namespace kwota::store {

/// "<table>/<key>=<values>" of a row.
std::string telling_of(const books::RowRef& row);
/// The same of the row that a cursor stands on; its columns begin at the first.
std::string telling_of(const books::Table& table, const books::ValueSource& at);
/// Whether it says what the columns of a new row say.
bool is_blank(const books::Table& table, std::string_view telling);
/// What is before "=": the name of a row.
std::string_view object_of(std::string_view telling);
/// A text as it was before it was told; of digits the same.
std::string text_told(std::string_view told);
/// The register of which a telling speaks; null: none that follows.
const books::Table* table_of_telling(std::string_view telling);
/// Calls `take(line)` for each line.
template <class Take>
void each_telling(std::string_view tells, Take take) {
  while (!tells.empty()) {
    const auto end = std::min(tells.find('\n'), tells.size());
    take(tells.substr(0, end));
    tells.remove_prefix(std::min(end + 1, tells.size()));
  }
}
/// What the columns that follow say before anybody told anything, as behind "=".
std::string blank_of(const books::Table& table);

}  // namespace kwota::store
