// What an operator may see of the books: his station, and whether personal data stand open before him. The one place where this is decided,
// for lists, files, search, single rows, cards on a reader and requests that name a thing.
// Begin with visibility_of(), limit(), in_scope().
#pragma once
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "serve/api/server_parts.h"
#include "serve/router/router.h"
#include "store/lists/query.h"

namespace kwota::serve {

struct Visibility {
  std::string station;     ///< empty: the whole utility
  bool personal = false;   ///< telephone and identity numbers in the open, and in files whatever tells of persons
};
Visibility visibility_of(const books::Operator& who);

/// A list as he may see it.
void limit(store::ListRequest& wanted, const Visibility& visibility);

/// What he may see of a list, by the column that names its rows: for what is computed from the books and not listed.
class Seen {
 public:
  bool operator()(const std::string& name) const { return !names_ || names_->contains(name); }

 private:
  friend Result<Seen> seen(ServerParts& server, const Visibility& visibility, const std::string& view, std::string_view column);
  std::optional<std::set<std::string>> names_{};  ///< nothing: everything
};
Result<Seen> seen(ServerParts& server, const Visibility& visibility, const std::string& view, std::string_view column);

/// The gate through which every file goes that was made of the books for somebody: by the rights of the moment at which it is finished – what was his when he
/// asked may be his no more –, and with an entry in the audit trail where columns that tell of persons go along. What he may not take away is not in it
/// (serve/paper/leaving.h). `name`: "customers.csv". Errors `rights_changed`, those of a change of the books.
Result<void> let_out(ServerParts& server, const books::Operator& asked_as, const std::string& name, const std::vector<std::string>& personal_columns);

/// A telephone as he may see it.
std::string shown_phone(const std::string& phone, const books::Operator& who);

/// What the address and the body of a request name is his to see; error `not_found` as if it were not there. What is really not there passes:
/// the operation says so in its own words.
Result<void> in_scope(ServerParts& server, const Call& call, const std::string& pattern);

}  // namespace kwota::serve
