// What leaves the house as a file, or puts the books back to a copy: who agreed stands in the books.
// Begin with take_away() and agree_to_restore().
#pragma once
#include <string>
#include <vector>

#include "books/decision.h"
#include "books/reader.h"
#include "people/context.h"
#include "people/proposal.h"

namespace kwota::people {

/// What he was given when he asked, he has still; a client of an outlet is no operator of the books: its door looks itself. Error rights_changed.
Result<void> same_rights(const books::Reader& books, const books::Operator& asked_as);
/// A file whose columns tell of persons goes out of the house. Error rights_changed.
Result<books::Decision<Done>> take_away(const books::Reader& books, const books::Operator& asked_as, const std::string& file, const std::vector<std::string>& columns);

struct RestoreRequest {
  Proposal content;  ///< what both say yes to
  std::string file, reason;
  std::int64_t approval = 0;
};
/// The word of both persons, as the last thing that the books know of it. Errors as second_person(), which is always asked.
Result<books::Decision<books::Approval>> agree_to_restore(const books::Reader& books, const RestoreRequest& request, const Context& context);
/// It was agreed to and could not be done: the error's code, and what it says of `why`.
books::Decision<Done> restore_failed(const std::string& file, const Error& why, const std::string& who);

}  // namespace kwota::people
