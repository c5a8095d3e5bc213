// An import taken back: rows that it changed become what they were, rows that it made are gone – where nobody has touched them or built on them since.
// Guarantees: what a row was is read from the audit trail, not from a file; what somebody else changed, what something in the books refers to, a debt of which
// anything was recovered, and what its register would not take as it was, stays and is counted. Never: takes money back.   Begin with used_since(), then undone().
#pragma once
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "books/decision.h"
#include "books/reader.h"
#include "people/context.h"

namespace kwota::import_desk {

/// A row that an import wrote: its table and its key, as JSON ["customer","000000001001"].
struct Touched {
  const books::Table* table = nullptr;
  std::vector<books::Value> key;

  std::string name() const;  ///< as the audit names it: "customer/000000001001"
};
std::string to_json(const books::Register& row);
/// Nothing: it is no line of such a file.
std::optional<Touched> touched_in(std::string_view json);
/// All that an import wrote, the last first: an area before its village. A group that was decided twice has noted its rows twice.
std::vector<Touched> touched_in_lines(const std::string& text);

/// Of these rows, by their names, those to which another row of the books refers. Goes over whole tables: not on the writer's thread.
std::set<std::string> used_since(const books::Reader& books, const std::vector<Touched>& rows);

struct Undone {
  std::int64_t rows = 0;  ///< restored or removed
  std::int64_t kept = 0;  ///< changed or used since
};
/// One group of them. `run`: the import.
books::Decision<Undone> undone(const books::Reader& books, std::span<const Touched> rows, const std::set<std::string>& used, const books::ImportRun& run, const people::Context& context);

/// What somebody who undoes is seen to do.
inline constexpr std::string_view undo_action = "import_undo";

}  // namespace kwota::import_desk
