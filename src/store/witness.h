// A witness outside of the folder: a place of the operator's choice – a file on another disk, a share of the network – that is told number and
// hash of the newest anchor, at start, at stop and at most once a minute between. Books that are older than what it was told were put back.
// Begin with Witness::at.
#pragma once
#include <filesystem>
#include <optional>

#include "store/anchor.h"
#include "store/sqlite.h"

namespace kwota::store {

/// Number and hash of an anchor.
struct Mark {
  std::int64_t number = 0;
  Digest hash{};
};
/// "1306 3FA9 C0DE 12AB 34CD": number and the first 64 bits of the hash, as slips show it.
std::string short_text(const Mark& mark);

class Witness {
 public:
  /// Lines "number hash time" are appended to this file; it is made when it is not there.
  static Witness at(std::filesystem::path file) { return Witness(std::move(file)); }
  /// What it was told last; nothing yet. Error `witness_unreadable`{file}.
  Result<std::optional<Mark>> newest() const;
  /// Error `witness_unwritable`{file}.
  Result<void> tell(const Mark& mark, Instant now) const;
  const std::filesystem::path& file() const { return file_; }

 private:
  explicit Witness(std::filesystem::path file) : file_(std::move(file)) {}
  std::filesystem::path file_;
};

/// Whether the books hold this anchor. Error `books_older_than_witness`{number, witness}.
Result<void> hold_mark(Connection& connection, const Mark& mark, const std::string& witness);
/// The same for the text of a slip. Errors: `bad_slip` {text}, `books_older_than_witness`.
Result<Mark> hold_slip(Connection& connection, std::string_view text);

}  // namespace kwota::store
