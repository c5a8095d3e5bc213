// A supplement: credit without money, to make good what the customer lost. Never without a reason; above the utility's limit
// never without a second person.   Begin with: supplement().
#pragma once
#include "sell/counter/desk.h"
#include "sell/counter/order/command_book.h"

namespace kwota::counter {

struct SupplementRequest {
  Claim claim;
  std::int64_t account = 0;
  std::string amount;             ///< "50.00"
  std::string reason_code;        ///< of the code table "reason"
  std::string reason;
  std::optional<CardSerial> card;
  bool merge_with_pending = false;
  std::int64_t approval = 0;
};
/// As the books keep it, "code: words". `reason_code` is of the code table "reason". Errors: reason_missing, reason_unknown {reason}.
Result<std::string> supplement_reason(const books::Reader& books, const std::string& reason_code, const std::string& reason);

/// Errors: bad_amount, over_precise, reason_missing, reason_unknown, hoarding, approval_needed, pending_sale and all that sell() refuses.
/// Onto the card that lies on the reader.
Booked supplement(const books::Reader& books, const SupplementRequest& request, const Context& context);
/// By this carrier, as sell_by().
Booked supplement_by(Carrier carrier, const books::Reader& books, const SupplementRequest& request, const Context& context);

}  // namespace kwota::counter
