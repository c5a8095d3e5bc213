// What a meter that leaves an account held, and how that is known: by its own word after the closing order, or – it cannot speak any more – by what two
// people say of it, with what had not reached it.
// Guarantees: what the meter said itself is never typed over; nobody's meter held more than was bought for it; what went over or is owed is so once.
// Never: asks the second person; the use-case does.   Begin with final_balance(), then post_final_balance().
#pragma once
#include <optional>
#include <string>

#include "sell/counter/desk.h"
#include "sell/life/pending.h"

namespace kwota::life {

/// Everything as plain decimals.
struct TypedBalance {
  std::string remaining;           ///< what it held, where it cannot say so itself: "12.30", "-4.00" overdraft; empty: by its own word
  std::string last_register;       ///< in kWh, as it shows; empty: as it said with its last word, else unknown
  bool leave_in_doubt = false;     ///< a sale that may have reached it stays in doubt; without it the leaving is refused
  std::optional<CardSerial> card;  ///< the customer's, on the reader
};

struct FinalBalance {
  books::BalanceSource source = books::BalanceSource::by_card;
  Credit held;   ///< negative: overdraft
  Money worth;   ///< of it that is not posted yet: typed
  std::optional<Energy> last_register;
  Pending pending;
  Held given;    ///< what it gave up, with what had not reached it
  Money due;     ///< to the customer, with all of this posted; negative: by him
};

/// Errors: closing_not_confirmed, balance_reported {meter}: it said it itself; bad_register {energy}, register_went_back {reported}, bad_amount,
/// more_than_bought {most}, sale_may_have_arrived {sales}.
Result<FinalBalance> final_balance(const books::Reader& books, const Supply& supply, const TypedBalance& typed, const Context& context);

/// What two people said is posted, and what had not reached the meter is taken back.
Result<void> post_final_balance(const books::Reader& books, const Supply& supply, const FinalBalance& word, const Context& context, counter::Booking& booking);

/// The row of the leaving, as far as the word says it.
void write_down(books::MeterSwap& row, const FinalBalance& word);

}  // namespace kwota::life
