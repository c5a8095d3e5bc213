// Taking back what is under way. Erasing a card proves nothing, so a take-back is a void: the same number with the amount without
// this sale, carried like any other. The meter's next statement names the winner, and only that settles the refund.
// What is proven never to have left the house needs no void and no card: it is withdrawn, and owed to the customer at once; an account
// that it would have opened is a prepared one again.
// A part of a sale is deducted the same way: a sale of kind deduct with negative credit in another revision of the same number; what
// else was paid with it – fees, taxes, debt – stays. It ends as applied, or as reversed when the meter took the whole before.
// Guarantees: no money leaves the drawer here; the customer gets exactly what he paid, or the credit, never both.
// Begin with: take_back(); pay_out() hands out what has become due.
#pragma once
#include "sell/counter/desk.h"
#include "sell/counter/order/command_book.h"

namespace kwota::counter {

struct TakeBackRequest {
  Claim claim;
  std::string sale;                  ///< receipt to take back
  std::string reason;                ///< never empty
  std::optional<CardSerial> card;    ///< that lies on the reader
  std::int64_t approval = 0;
  std::string amount;                ///< "10.00": only so much of its credit is deducted; empty: all of the sale is taken back
};

/// A cashier's own slip of this shift is another right than somebody else's.
books::Right right_to_take_back(const books::Sale& sale, const Desk& desk, const Context& context);

/// Errors: unknown_sale, not_to_take_back {state} (the meter has it, it is taken back already, or it is no credit), meter_has_left {sale}, amount_ambiguous,
/// reason_missing, approval_needed and all that a card and a desk can refuse; of a part also bad_amount and deducts_too_much {most};
/// of the whole deduction_in_transit, while a part of it is being deducted.
/// Onto the card that lies on the reader.
Booked take_back(const books::Reader& books, const TakeBackRequest& request, const Context& context);
/// By this carrier, as sell_by().
Booked take_back_by(Carrier carrier, const books::Reader& books, const TakeBackRequest& request, const Context& context);

/// What undoes an earlier sale, wholly or in part, says which, why, and whether one person did both.
void name_original(Booking& booking, const books::Sale& original, const std::string& reason);
/// What the sale is from this booking on.
void put_state(const books::Reader& books, const books::Sale& original, SaleStatus state, Booking& booking);

struct PayOutRequest {
  Claim claim;
  std::int64_t account = 0;
  Money amount;                      ///< at most the customer's balance
  std::int64_t approval = 0;
};
inline constexpr Duration slices_within = Duration::hours(24);  ///< [K]
/// What this person has moved alone at this account by such bookings within slices_within: a sum in slices is the sum.
Money done_alone(const books::Reader& books, std::int64_t account, std::initializer_list<ledger::Operation> operations, const Context& context);
/// Money owed to the customer leaves the drawer: kind refund, negative tendered. Errors: nothing_due {due}, drawer_short {cash},
/// approval_needed.
Booked pay_out(const books::Reader& books, const PayOutRequest& request, const Context& context);
/// Whether two persons have to stand behind this paying-out of cash whatever its amount: what one person alone pays out is covered by the cash
/// of what came in last – no cash is made of a bank card by one person alone, nor of today's cheque by cash that was used long ago –, and by what
/// two persons granted him.
bool beyond_what_was_paid_in(const books::Reader& books, std::int64_t account, Money amount);
/// What may be paid out now: what is owed, without the residues of sales that may still be undone.
Money payable_now(const books::Reader& books, std::int64_t account);
/// What we owe the customer outside the meter.
Money refund_due(const books::Reader& books, std::int64_t account);
/// What of it may leave the house: nobody is paid out while he owes, and a claim is owed in the ledger (collect/laws/money.h). Negative: he owes more.
Money due_beyond_claims(const books::Reader& books, std::int64_t account);
/// Error `drawer_short` {cash}: by the books the till does not hold so much cash.
Result<void> enough_in_drawer(const books::Reader& books, const Desk& desk, Money cash);
/// More is asked for than that. `nothing_due` {due}: zero for who owes.
Error nothing_due(Money due, int minor_digits);

}  // namespace kwota::counter
