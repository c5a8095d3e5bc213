// What became of the card: the journal's side of a booking on a purse. The journal is written before the code that could give money leaves the vault;
// afterwards the card's own counter decides, whatever its balance: the holder may have watered since.
//   counter >= n   done; its proof – TAC of a load, MAC3 of an unload – is kept while the card can say it. A proof that does not hold is an
//                  exception for the manager, and the money is on the card all the same
//   counter = n-1  not done, for ever: a new session has made the old code worthless. At the sale its money goes back; later it is written again
//                  without new money – of a card that a pump has locked since, when that is settled
//   else           the books and the card contradict each other: nothing moves until somebody has looked
// Begin with sealing(), then settle().
#pragma once
#include "sell/purse/purse_account.h"

namespace kwota::purse {

/// One event of a contact with the card.
struct CardEvent {
  std::string vault;      ///< name of the vault: the journal's chain
  std::string sale;
  CardSerial card;
  SequenceNumber n;       ///< the counter that the card will have after this
  std::string details;    ///< JSON without secrets; may be empty
  bool at_sale = false;   ///< the buyer still stands there with his money
};

/// What the card shows afterwards.
struct CardShows {
  SequenceNumber counter;   ///< online
  Money balance;
  std::string proof{};      ///< hexadecimal; empty: it can not say it any more
  bool proof_holds = true;
  bool grey = false;        ///< a pump has locked it since: nothing can be written onto it now
};

struct Settled {
  std::string sale;
  SaleStatus state = SaleStatus::booked;
  std::optional<books::PurseMove> move{};  ///< what was found out now
  std::optional<CardOrder> order{};        ///< what has to be written now, without new money
  bool contradicts = false;                ///< card and books say different things: the journal has it, the booking stays in doubt
};
using SettledAnswer = Result<books::Decision<Settled>>;

/// In the document of a paying over: the number of the account's purse that ends by it.
inline constexpr auto lost_in_document = "lost_purse";

/// A code that could give its money has left the vault: then the card alone says what became of it.
bool was_sealed(const books::Reader& books, const std::string& sale);
/// Its card has shown, locked by a pump, that this load never reached it, and nothing was written since: when the lock is settled with its record it is written without
/// new money; or it is given up (broken_making.h), and then the lock may be released without one.
bool never_arrived(const books::Reader& books, const books::Sale& sale);
/// Before the code that could give money leaves the vault. Errors: unknown_sale, nothing_to_carry {sale}, purse_counter_differs {card, found, expected}:
/// the card has moved money of which the books do not know (take_over.h).
SettledAnswer sealing(const books::Reader& books, const CardEvent& event, const Context& context);
/// The card was gone before it answered.
SettledAnswer in_doubt(const books::Reader& books, const CardEvent& event, const Context& context);
/// The card says what it holds. Errors: unknown_sale, nothing_to_carry {sale}.
SettledAnswer settle(const books::Reader& books, const CardEvent& event, const CardShows& card, const Context& context);
/// What became of this booking, as the purse's next move; the caller says card, counter and balance.
books::PurseMove next_move(books::Purse& purse, const books::Sale& sale, books::PurseMoveKind kind, Instant now);
/// The card is gone for good: what was to come onto it may be there and is the holder's either way, what was to come off is not known to have.
/// Gives the purse as it is then; changes nothing when nothing is unsettled.
Result<books::Purse> settle_without_card(const books::Reader& books, const PurseAccount& at, const Context& context, books::Changes& changes);
/// The card that a booking was to make is none: its purse has no card again, and what was to come onto it never did.
void never_made(const books::Reader& books, const books::Sale& sale, books::Purse& purse, const Context& context, books::Changes& changes);
/// The card stays its holder's, and what was to come onto it never did.
void never_loaded(const books::Sale& sale, books::Purse& purse, const Context& context, books::Changes& changes);
/// A replacement card was made, with nothing on it. `made` false: it was not; while its holder stands there its fee goes back, and it
/// is made once more for its fee; later the making goes on at the next contact, or is given up.
SettledAnswer issued(const books::Reader& books, const CardEvent& event, bool made, const Context& context);

}  // namespace kwota::purse
