// The desk at which something is booked: station, till, open shift, the next receipt number – and what every booking has in common.
// Guarantees: receipt numbers of a till run without gaps; nothing is booked without an open shift or with a clock that went back;
// the same client key gives the same answer.
// Begin with: at_desk(), then Booking.
#pragma once
#include <boost/json.hpp>
#include <optional>
#include <string>

#include "books/decision.h"
#include "sell/counter/order/carry_order.h"
#include "sell/ledger/posting.h"
#include "sell/scheme/scheme.h"

namespace kwota::counter {

using books::SaleStatus;

struct Desk {
  books::Station station;
  books::Till till;
  books::Shift shift;
  std::string business_day;  ///< of what is booked now
  std::optional<books::Outlet> outlet = {};  ///< that sells: its code stands as the till, its business day as the shift; nothing is opened or counted

  std::string next_number() const;   ///< "R3-T02-00000247"
  std::string cash() const;          ///< the ledger account of the drawer's notes and coins
};
/// Who sells: a person at a till, or a client of an outlet. Error `permission_denied`.
Result<void> may_sell(const Context& context);
/// Of an outlet's client the outlet itself. Errors: no_till, no_open_shift, not_own_shift, drawer_counted, clock_went_back {newest, now}; unknown_outlet, outlet_blocked.
Result<Desk> at_desk(const books::Reader& books, const Context& context);
/// Error `clock_went_back` when the meter's book has a row from later than now.
Result<void> check_clock(const books::Reader& books, MeterNumber meter, Instant now);

/// Who asked for a booking and how to know the same request again.
struct Claim {
  std::string client_key;    ///< never empty
  std::string request_hash;  ///< of the request's content
  std::string sent = {};     ///< the key as its till sent it, where the books hold a hash of it
};

/// What a booking answers; the same again when the client asks again by its key.
struct Outcome {
  books::Sale sale;
  SaleStatus state = SaleStatus::booked;
  std::optional<CarryOrder> order;  ///< what must be written on the card now
  bool repeated = false;            ///< answered from the books, nothing new was booked
};
using Booked = Result<books::Decision<Outcome>>;

/// The answer to a repeated request; nothing when the key is new. Error `idempotency_key_reused` when the content is another.
Result<std::optional<Outcome>> answered_before(const books::Reader& books, const Claim& claim);

/// One booking in the making: collects the rows of the decision.
class Booking {
 public:
  Booking(Desk desk, const Supply& supply, const Context& context, const Claim& claim, ledger::Operation operation);
  /// For an account without meter and price plan: its card is its purse.
  struct Buyer {
    const books::Utility& utility;
    const books::Account& account;
    const books::Customer& customer;
    std::string village{}, area{};  ///< where his supply is; empty: where the customer lives
    std::string names{};            ///< what his slip says of names as they are today, as JSON; empty: of the house and of him
  };
  Booking(Desk desk, const Buyer& buyer, const Context& context, const Claim& claim, ledger::Operation operation);

  books::Sale sale;                 ///< number, place, people filled in; the use-case fills the rest
  boost::json::object document;     ///< everything the receipt shows; see sell/receipt/slip.h for the reader's side
  books::Changes changes;

  ledger::Head head() const;
  /// Of an entry that follows from the booking at once: its own operation, a number behind the receipt's.
  ledger::Head head(const std::string& suffix, ledger::Operation operation) const;
  /// Appends the sale's entry: a take-back turns exactly its legs round.
  Result<void> post(Result<books::Entry> entry);
  /// The way of what is booked, and the card that it is written onto.
  void carried_by(scheme::Carrier carrier, const std::optional<books::Card>& card);
  /// The second person, where one was asked: the sale names him, and his word is used up.
  void agreed_to(const std::optional<books::Approval>& by);
  /// Puts the meter's book forward and appends the instruction.
  void instruct(const books::Meter& meter, const books::Instruction& instruction);
  /// Completes sale, state and till, in the order in which they must be applied.
  books::Decision<Outcome> finish(SaleStatus state, std::optional<CarryOrder> order);
  /// What goes onto nothing, with what it moves of an outlet whose float is a tender of it. Errors of outlets::book().
  Result<books::Decision<Outcome>> finish_paid(const books::Reader& books, SaleStatus state);
  const Desk& desk() const { return desk_; }

 private:
  Desk desk_;
  Instant now_;
  ledger::Operation operation_;
};

/// A sale's document. Error `document_damaged`.
Result<boost::json::object> document_of(const books::Sale& sale);
/// The entry that post() appended, with its number and its legs.
books::Entry posted(const books::Reader& books, const books::Sale& sale);

/// Standing charges that a sale took and that its undoing gives back: due again with the next sale.
Result<void> give_back_charges(const books::Reader& books, const books::Sale& sale, books::Changes& changes);

}  // namespace kwota::counter
