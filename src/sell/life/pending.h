// What was sold to a meter that can no longer say whether it took it.
// Guarantees: it goes over to another meter only where it is proven that the old one did not take it – it never left the house, or it lies unread on the
// one card that ever carried it, and that card is on the reader –; else it stays where it is, in doubt and by name. Its number is not used again for it.
// Never: pays it out.   Begin with pending_of(), then move_pending().
#pragma once
#include <string>
#include <vector>

#include "books/decision.h"
#include "sell/life/surrendered.h"

namespace kwota::life {

struct Pending {
  std::vector<std::string> moved;     ///< receipts whose credit goes over
  std::vector<std::string> in_doubt;  ///< receipts that only the old meter's word can settle
  std::vector<std::string> orders;    ///< to close, that never left the house: nobody waits for them any more
  std::vector<std::string> deductions;  ///< parts of those, which no meter has to confirm any more: they are owed to the customer and do not go over
  Credit credit;                      ///< of those that go over, less what is deducted from them
  Money worth;
  // What was being taken back under the same number never came either: it is taken back for good.
  std::vector<books::Sale> take_backs;
  Money refund;                       ///< owed to the customer by take-backs and deductions
};

/// `card`: on the reader. Errors: sale_may_have_arrived {sales}: unless `leave_in_doubt`.
Result<Pending> pending_of(const books::Reader& books, const Supply& supply, const std::optional<CardSerial>& card, bool leave_in_doubt);

/// The sales that go over are taken back and owed to the customer, and what brought them is withdrawn; so is what was being taken back with them. The others
/// are in doubt.
Result<void> move_pending(const books::Reader& books, const Supply& supply, const Pending& pending, const Context& context, books::Changes& changes);

}  // namespace kwota::life
