// The teller brings a card on a reader, the books and the vault together: he looks at the card that was put down, settles what was
// in doubt, and writes what the shop has booked. One text for the console, for field logs and for a counter far away.
// Guarantees: the books know of a credit before its seal leaves the vault; whatever happens to card, vault or program, the
// sale ends as carried, not carried or in doubt, and the next look at that card settles the doubt without new money.
// Never: decides about money (sell/counter does), or talks to a reader itself.
// Begin with: look(), then carry().
#pragma once
#include <functional>

#include "carry/cards/common/family.h"
#include "carry/dialogue/parties.h"
#include "sell/counter/carriage.h"
#include "sell/counter/statement.h"
#include "sell/scheme/scheme.h"
#include "store/books.h"

namespace kwota::teller {

using people::Context;
using cards::Families;
using cards::HolderPins;

/// Who does `action` in the books.
books::Actor actor(const Context& context, std::string action);

/// The card that lies on the reader.
struct CardOnReader {
  Bytes atr;
  std::function<Result<iso7816::Response>(const iso7816::Command&)> exchange;
};

/// A sale that this contact with the card has moved on.
struct Settled {
  std::string sale;
  books::SaleStatus state = books::SaleStatus::booked;
  bool carried_again = false; ///< the credit was not on the card and has been written now, without new money
};

/// What a card showed when it was looked at.
struct Inspection {
  cards::Recognition recognition;
  std::optional<cards::Contents> card;       ///< a customer's card of ours, read
  std::optional<counter::StatementOutcome> statement; ///< the meter's word that it brought
  std::vector<Settled> settled;
  std::optional<std::uint8_t> rekeyed;       ///< the version of the keys that the card got now
  std::optional<Error> trouble;              ///< why the look ended early; what was settled before stays settled
};

struct Carried {
  counter::CarriageState condition;
  cards::Written written;
};

class Teller {
 public:
  /// `families`: of the cards that this program works with.
  Teller(store::Books& books, seal::Vault& vault, Random& random, Families families) : books_(books), vault_(vault), random_(random), families_(families) {}

  Families families() const { return families_; }

  /// Reads the card, takes the meter's statement in and settles what was in doubt. An Error when not even that could be
  /// asked: `card_removed`, `card_foreign`.
  Result<Inspection> look(CardOnReader& card, const Context& context);

  /// Writes an order of the shop that was booked just now: onto a blank (or half written) card by personalising it, else as a credit. Ends with the
  /// books knowing what became of it; an Error only when the books themselves could not be written.
  Result<Carried> carry(CardOnReader& card, const counter::CarryOrder& order, const Context& context);

  /// The holder's PIN of the card that was read before. Errors: `card_changed`, those of counter::note_pin and of cards::Family::set_pin.
  Result<void> change_pin(CardOnReader& card, const CardSerial& serial, const HolderPins& pins, const Context& context);

 private:
  dialogue::Parties parties(CardOnReader& card);
  /// Credit for this account is being carried.
  dialogue::Parties parties(CardOnReader& card, const counter::CarryOrder& order, const scheme::Scheme& scheme, const CardSerial& serial, const Context& context);
  /// The vault may have sealed exactly this instruction before; also when the books cannot say.
  bool was_sealed(const counter::CarryOrder& order);
  Result<Carried> carry_order(CardOnReader& card, const counter::CarryOrder& order, bool at_sale, const Context& context);
  counter::Carriage event(const counter::CarryOrder& order, const CardSerial& serial, std::string details) const;
  Result<cards::Written> write(CardOnReader& card, const counter::CarryOrder& order, const cards::Recognition& seen, const Context& context);
  Result<cards::Written> write_credit(CardOnReader& card, const counter::CarryOrder& order, const cards::Recognition& seen, const Context& context);
  Result<cards::Written> issue(CardOnReader& card, const counter::CarryOrder& order, const cards::Recognition& seen, const Context& context);
  Result<const scheme::Scheme*> scheme_for(const counter::CarryOrder& order, const Context& context);
  /// That a new card is made by: what accounts of the scheme are given to carry by. Error `card_of_another_kind`.
  Result<const cards::Family*> family_for(const scheme::Scheme& scheme);
  Result<cards::Recognition> recognise(CardOnReader& card);
  /// Whatever version its keys have; a change of keys that was broken off is finished first. Errors besides those of the
  /// reading: `key_version_retired`{version, date}.
  Result<cards::Contents> read(CardOnReader& card, const cards::Recognition& seen, const Context& context);
  Result<cards::Contents> read_once(CardOnReader& card, const cards::Recognition& seen, const Context& context);
  /// The card gets its meter's version, when the meter is known to have a newer one.
  Result<void> rekey_if_due(CardOnReader& card, Inspection& look, const Context& context);
  struct ChangeOfKeys {
    std::uint8_t from = 0, to = 0;  ///< versions; 0: none is due
  };
  Result<void> rekey(CardOnReader& card, const cards::Family& family, const cards::Contents& seen, ChangeOfKeys change, const Context& context);
  Result<void> note_version(const CardSerial& serial, std::uint8_t version, const Context& context);
  /// The next page of void tool cards that its meter does not know yet.
  Result<std::optional<user_card::VoidFile>> voids_for(MeterNumber meter, const Context& context);
  /// That a card for this meter is made with. Error `meter_not_rekeyed`{version}.
  Result<std::uint8_t> version_for(const CardSerial& serial, MeterNumber meter, const Context& context);
  Result<void> take_statement(CardOnReader& card, Inspection& look, const Context& context);
  Result<void> settle(CardOnReader& card, Inspection& look, const Context& context);
  Result<void> note_pending(const Inspection& look, const counter::PurseSeen& purse, const Context& context);
  /// The replacement that issued this card and is not known to have ended, when it carries no credit.
  std::optional<counter::Carriage> introduction(const books::Reader& books, const books::Card& card, const books::Meter& meter) const;
  Result<void> resume_issue(CardOnReader& card, Inspection& look, const Context& context);
  Result<void> carry_again(CardOnReader& card, Inspection& look, const counter::CarryOrder& order, const Context& context);
  Result<std::uint32_t> county();

  store::Books& books_;
  seal::Vault& vault_;
  Random& random_;
  Families families_;
};

}  // namespace kwota::teller
