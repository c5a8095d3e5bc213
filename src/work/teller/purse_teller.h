// The teller of purse cards: brings a farmer's card on a reader, the books and the vault together. He looks at the card that was put down, settles
// what was in doubt by its own counter, and does what the shop has booked: makes a card, loads it, takes money off it.
// Guarantees: the books know of a move before its seal leaves the vault; whatever happens to card, vault or program, a booking ends as done, not done
// or in doubt, and the next look at that card settles the doubt – without new money, and never by writing what may be there.
// Never: decides about money (sell/purse does), or talks to a reader itself.
// Begin with look(), then carry().
#pragma once
#include "sell/purse/contact.h"
#include "sell/purse/outcome.h"
#include "sell/purse/recovery/grey.h"
#include "sell/purse/recovery/take_over.h"
#include "sell/scheme/scheme.h"
#include "work/teller/teller.h"

namespace kwota::teller {

/// What a purse card showed.
struct PurseInspection {
  cards::Recognition recognition;
  std::optional<cards::PurseContents> contents;   ///< of a card of ours, that proved itself
  std::optional<purse::CardSeen> seen;            ///< as the shop asks for it
  std::uint8_t key_version = 1;
  std::vector<Settled> settled;
  std::optional<books::Watering> watering;        ///< that hung, and that the card has paid since, as its lock proves
  std::optional<Error> areas_trouble;             ///< why the areas that are wanted do not stand on it yet; its money is as good as ever
  std::optional<Error> trouble;                   ///< why the look ended early; what was settled before stays settled

  /// As the shop asks for it: a purse card by its number, a blank one by its chip. Of any other the Error says which one it is, and where its holder must go.
  Result<purse::CardSeen> for_shop() const;
  /// "blank", "ours" …
  std::string_view condition() const { return cards::name_of(recognition.condition); }
};

/// What became of a grey card with its pump's record.
struct GreySettled {
  cards::PurseWritten written;
  std::optional<books::Watering> watering;        ///< as it is in the books then; nothing: the card did not pay
};

struct PurseCarried {
  purse::Settled condition;
  cards::PurseWritten written;
};

class PurseTeller {
 public:
  PurseTeller(store::Books& books, seal::Vault& vault, Random& random, Families families) : books_(books), vault_(vault), random_(random), families_(families) {}

  /// An Error when not even that could be asked: `card_removed`, `card_foreign`.
  Result<PurseInspection> look(CardOnReader& card, const Context& context);
  /// What was booked just now: `order.work`. Ends with the books knowing what became of it; an Error only when the books themselves could not be written.
  Result<PurseCarried> carry(CardOnReader& card, const purse::CardOrder& order, const Context& context);

  /// A grey card pays for what hangs, with the record that has come home. Errors: `purse_not_grey`, `record_missing`, `blocked_card_found`, and that the books could not be written.
  Result<GreySettled> settle_grey(CardOnReader& card, const PurseInspection& look, const Context& context);
  /// What a free card of this account proves of itself, for purse::take_over(): nothing is moved. The look then says the balance that is under its seal. Errors: the card's own.
  Result<purse::CardProven> prove(CardOnReader& card, PurseInspection& look, std::int64_t account, const Context& context);
  /// What pumps took off it, by its own log, the newest first. At most ten lines, each of them a command, so it is asked for by itself. Errors: the card's own.
  Result<std::vector<purse::LoggedWatering>> waterings_in_log(CardOnReader& card, const PurseInspection& look, const Context& context);
  /// A card that came back with a closed account is as good as a blank one. Errors: purse::clear_card(), and the card's own; torn: again.
  Result<void> clear(CardOnReader& card, const PurseInspection& look, const Context& context);

 private:
  struct OnReader {
    cards::Recognition seen;
    cards::CardKeys keys;     ///< by the number of its application
  };
  /// `scheme`: of the account whose money is put onto the card; null: nobody's is.
  dialogue::Parties parties(CardOnReader& card, const purse::CardOrder* order, const Context& context, const scheme::Scheme* scheme = nullptr);
  purse::CardEvent event(const purse::CardOrder& order, std::string details) const;
  Result<cards::Recognition> recognise(CardOnReader& card, const Context& context);
  Result<cards::Contents> read(CardOnReader& card, const cards::Recognition& seen, const Context& context, bool all_of_it = false);
  Result<void> ask_whose_it_is(CardOnReader& card, PurseInspection& look, const Context& context);
  Result<bool> says_whose_it_is(CardOnReader& card, const PurseInspection& look, std::int64_t account, const Context& context);
  Result<PurseCarried> carry_order(CardOnReader& card, const purse::CardOrder& order, bool at_sale, const Context& context);
  Result<cards::PurseWritten> write(CardOnReader& card, const purse::CardOrder& order, const Context& context);
  /// A blank card, or one whose making was broken off, becomes the holder's; one that is it already stays so.
  Result<void> make(CardOnReader& card, const purse::CardOrder& order, const Context& context);
  /// What was begun on it for others goes off it.
  Result<void> take_over(CardOnReader& card, const cards::Recognition& seen, const purse::CardOrder& order, std::uint8_t newest_version, const Context& context);
  Result<cards::PurseOrder> order_for_card(const purse::CardOrder& order, const cards::Contents& contents, const cards::Recognition& seen, const Context& context);
  Result<PurseInspection> go_on_making(CardOnReader& card, PurseInspection look, const Context& context);
  Result<void> settle(CardOnReader& card, PurseInspection& look, const cards::Contents& contents, const Context& context);
  /// The card shows that it has paid, at a counter that was torn away from it or at another well.
  Result<void> note_debit(CardOnReader& card, PurseInspection& look, const Context& context);
  /// What it holds and how far it has counted, for the office.
  Result<void> note_contact(const PurseInspection& look, const Context& context);
  /// It says where it shall be good: written where it does not, read back, and the books know. A locked card waits.
  Result<void> bring_areas(CardOnReader& card, PurseInspection& look, const Context& context);
  /// It was read for something else, and says where it is good: the books hear of numbers that they do not know.
  Result<void> hear_areas(const PurseInspection& look, const cards::PurseContents& contents, const Context& context);
  Result<GreySettled> pay(CardOnReader& card, const PurseInspection& look, const purse::HungOrder& order, const Context& context);
  Result<books::Utility> utility();

  store::Books& books_;
  seal::Vault& vault_;
  Random& random_;
  Families families_;
};

}  // namespace kwota::teller
