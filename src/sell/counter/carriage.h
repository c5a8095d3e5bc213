// What became of the card while it was being written: the journal's side of a sale. The journal is written before sealed bytes
// leave the house; afterwards the card's own word decides, never a guess.
// Guarantees: a sale is carried, not carried or in doubt – nothing else; doubt is settled by what the card or the meter shows;
// money goes back only when it is proven that the credit cannot reach the meter.
// Begin with: sealing(), carried(); after a crash settle().
#pragma once
#include "sell/counter/desk.h"

namespace kwota::counter {

/// One event of carrying, as the dialogue with the card tells it.
struct Carriage {
  std::string vault;     ///< name of the vault: the journal's chain
  std::string sale;
  std::optional<CardSerial> card;  ///< none: over the meter's link
  SequenceNumber n;
  std::uint32_t revision = 0;
  std::string details;   ///< JSON without secrets: status word, step; may be empty
  bool at_sale = false;  ///< the buyer still stands there: what cannot be carried is given back to him
};

/// What the counter shows afterwards.
struct CarriageState {
  std::string sale;
  SaleStatus state = SaleStatus::booked;
  std::optional<CarryOrder> order;  ///< settle(): what has to be written now, without new money
};
using Carried = Result<books::Decision<CarriageState>>;

/// Before sealed bytes leave the vault: the journal says so first. Errors: unknown_sale, nothing_to_carry.
Carried sealing(const books::Reader& books, const Carriage& event, const Context& context);
/// The card was read back and holds it. A new card becomes active, what it replaces is dead.
Carried carried(const books::Reader& books, const Carriage& event, const Context& context);
/// Proven: the card does not hold it and cannot. A recharge or supplement on its first try, at the sale, goes back to the
/// customer (state reversed); what was booked before stays booked and is carried at the next contact.
Carried not_carried(const books::Reader& books, const Carriage& event, const Context& context);
/// Nobody knows: the card was gone before it answered.
Carried in_doubt(const books::Reader& books, const Carriage& event, const Context& context);

/// The card came back with its sale unread. Noted at most once in ten minutes: a card that was only lifted is no visit.
Carried came_back_pending(const books::Reader& books, const Carriage& event, const Context& context);
/// How often it came back with this sale unread.
std::size_t visits_without_effect(const books::Reader& books, std::string_view sale, const CardSerial& card);

/// What the card's purse shows when it is back on the reader.
struct PurseSeen {
  Money amount;  ///< as the card counts: Credit::for_device()
  SequenceNumber n;
};
/// The purse holds this revision: confirmed. It holds an older one: carry again, `order` says what. The meter's statement, if the
/// card brought one, is taken in first (take_statement), so a sale that the meter has applied is not asked for here.
Carried settle(const books::Reader& books, const Carriage& event, const PurseSeen& purse, const Context& context);

}  // namespace kwota::counter
