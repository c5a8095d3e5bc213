// Copies of the books in the folder `backups`, and what is known of each: whether it was verified when it was made, whether it was put back since and
// verified there. What is known stands in a file beside the copy.
// Begin with make_backup(), put_back_to_prove().
#pragma once
#include <boost/json.hpp>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "serve/api/server_parts.h"
#include "serve/lists/made/made_lists.h"

namespace kwota::serve {

struct Copy {
  std::string file;
  std::optional<Instant> time;    ///< when it was made
  std::int64_t bytes = 0;
  bool by_plan = false, verified = false;
  std::optional<Instant> proved;  ///< when it was put back and passed last
};
/// The newest first. `now`: what a clock that was ahead has dated later than this comes behind all others; nobody knows how old it is.
std::vector<Copy> copies_in(const std::filesystem::path& data, const std::optional<Instant>& now = {});
/// Those with this part in their name, by a column, "-" in front: largest or newest first; empty: the newest first. Error unknown_column.
Result<std::vector<Copy>> copies_asked(const std::filesystem::path& data, std::string_view search, std::string_view sort);
MadeTable copies_table(const std::vector<Copy>& copies, std::string_view language);

/// A connection of its own: who reads all rows holds up nobody.
Result<std::unique_ptr<store::Moment>> own_connection(const ServerParts& server);
/// {file, bytes, verified, rows, signatures_checked}. Errors of store::backup().
Result<boost::json::object> make_backup(const ServerParts& server, bool by_plan);
/// Those that the house made by itself, but for the newest `kept` and the newest that was proved: it alone may be put in place of the books at once,
/// and says when a copy was proved last. The answer: how many went.
std::size_t remove_old_copies(const std::filesystem::path& data, std::size_t kept, Instant now);

/// Where the server puts a copy back to be proved; nothing of it is left behind. Whoever proves one beside it has a folder of his own.
std::filesystem::path scratch_in(const std::filesystem::path& data);
/// The copy that is meant by a word: a name in the folder `backups`, or a file anywhere, whose whole path is the answer. Empty: the newest. A file that stands
/// where it is said goes before a name. Error no_backup.
Result<std::string> copy_meant(const std::filesystem::path& data, const std::string& word, Instant now);
/// Puts it back into the scratch folder. Errors of store::restore().
Result<void> put_back_to_prove(const std::filesystem::path& data, const std::filesystem::path& scratch, const std::string& file, const store::SignatureCheck& check, Instant now);
/// Verifies what stands in the scratch folder and clears it: {file, rows, chains, anchors, signatures_checked, findings}, noted beside a copy of the folder. Errors
/// backup_bad {file, row, what}, took_too_long.
Result<boost::json::object> verify_put_back(const std::filesystem::path& data, const std::filesystem::path& scratch, const std::string& file, const store::SignatureCheck& check, Instant now, std::function<bool()> stop);

}  // namespace kwota::serve
