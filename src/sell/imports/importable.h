// A register that comes in from files, as a declaration: its columns, its key, and what one row of a file makes of the books.
// Guarantees: a row is judged by the decision that a form of this register goes through; what a list exports comes back as it is.
// Begin with importables().
#pragma once
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "books/decision.h"
#include "books/reader.h"
#include "people/context.h"
#include "sell/imports/cells.h"

namespace kwota::imports {

using people::Context;

struct Column {
  std::string name;
  bool required = false;
  std::size_t longest = cell_characters_max;
};

struct ChangedCell {
  std::string column, before, after;
};

/// What a row of a file makes of the books; nothing to change: they say it already.
struct Outcome {
  books::Changes changes;
  bool is_new = false;
  std::vector<ChangedCell> cells{};  ///< of a changed row whose columns are not the file's; empty: by the columns of its first row
};

struct Importable {
  std::string name;                  ///< of its list and its address: "customers"
  std::vector<Column> columns;       ///< as its form has them
  std::vector<std::string> key;      ///< columns that name a row; a file names each once. None: every row is new
  std::vector<std::string> besides;  ///< columns of its list that are the books' own: a file that has them comes in without
  std::optional<books::Right> right{};  ///< that its form asks for beside; none: the right to import is enough
  std::string once{};                ///< another column of which a file says each text once; empty: none
  std::function<Result<Outcome>(const books::Reader& books, const Cells& cells, const Context& context)> judge{};
  std::string summed{};              ///< column of money whose sum must agree with a control total before anything is written; empty: none

  bool knows(std::string_view column) const;
  std::size_t longest(std::string_view column) const;
};

/// All that this room declares, in the order in which a utility brings them: each needs those before it.
std::span<const Importable> importables();
/// Of these, or `more`. Error `unknown_kind` {kind}.
Result<const Importable*> find_importable(std::string_view name, std::span<const Importable> more = {});
/// What an importable has to offer who fills in a file: the header of its template.
std::vector<std::string> header_of(const Importable& of);

/// It stands in the books as the file says it: then nothing is asked of it, though no form would take it today – a circuit's own code, a place out of use.
template <class Row>
bool stands(const std::optional<Row>& before, const Row& after) {
  bool same = before.has_value();
  if (before) Row::columns([&](const char*, auto member) { same = same && (*before).*member == after.*member; });
  return same;
}

/// Of a row that was read over what the books have.
template <class Row>
Outcome outcome_of(const std::optional<Row>& before, Row after) {
  Outcome out;
  out.is_new = !before;
  if (!stands(before, after)) out.changes.put.emplace_back(std::move(after));
  return out;
}

// The rooms' own, each a list.
std::vector<Importable> utility_registers();     ///< villages and areas, codes
std::vector<Importable> plan_registers();        ///< versions of price plans, drafted
std::vector<Importable> customer_registers();    ///< service points, customers, meters, accounts
std::vector<Importable> irrigation_registers();  ///< area numbers, wells, meters at wells
std::vector<Importable> supply_registers();      ///< occupants, links, opening debts
std::vector<Importable> opening_registers();     ///< opening balances

}  // namespace kwota::imports
