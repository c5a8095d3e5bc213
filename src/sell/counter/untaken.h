// Sales that no meter took, and none will: the meter has left its account, or says that it took others of their number.
// Guarantees: of a sale all that was paid for its credit is owed to the customer, what was being deducted from it as such; nothing waits any more for a meter's word.
// Begin with owe_untaken().
#pragma once
#include <string>
#include <vector>

#include "books/decision.h"
#include "books/reader.h"
#include "people/context.h"

namespace kwota::counter {

struct Owed {
  std::vector<std::string> taken_back;  ///< sales
  std::vector<std::string> deducted;    ///< parts of them
  Money due;                            ///< in all
};
/// `numbers`: receipts of sales and of deductions from them.
Result<Owed> owe_untaken(const books::Reader& books, const std::vector<std::string>& numbers, std::int64_t account, std::string_view commodity, const people::Context& context, books::Changes& changes);

}  // namespace kwota::counter
