// A card that holds money itself, in the field's terms: what it carries, what it is told, and what proves that it was done. A card of this
// kind is found on its reader by the serial of its chip (Recognition::serial); its keys, and the books, go by the number of its
// application (Recognition::number): CardKeys::serial is `purse_card::factor_of(number)` in all that stands here.
// Money moves in two steps: the card says balance and counter under its own seal, then takes one order for exactly that state. What it did
// is found again by its counter: n is the online counter after a load, unload or release, and no two orders ever share it.
// Begin with PurseOrder and PurseWritten; the dialogues are Family::load and its neighbours (family.h).
#pragma once
#include "carry/cards/common/exchange.h"
#include "carry/dialogue/outcome.h"
#include "seal/purse_card/files.h"

namespace kwota::cards {

using dialogue::Outcome;
using purse_card::Moment;
using purse_card::TerminalNumber;

/// What a look at a purse card shows.
struct PurseContents {
  purse_card::ApplicationFile application;
  Money balance;                                 ///< of a grey purse that before the watering
  std::optional<purse_card::LockProof> lock{};   ///< nothing: it was never locked
  // Only when everything was asked for (Reading::for_support).
  std::optional<purse_card::HolderFile> holder{};
  std::optional<purse_card::AreasRecord> areas{};
  std::vector<purse_card::LogRecord> log{};      ///< newest first

  /// Locked by a pump: nothing but its debit or a release is taken.
  bool grey() const { return lock && lock->state == purse_card::LockState::grey; }
};

/// A load, unload or release.
struct PurseOrder {
  CardKeys keys;
  std::string sale;     ///< number in the books, for the journal
  Money amount;
  SequenceNumber n;     ///< the online counter after it: the card's stands at n - 1
  TerminalNumber terminal{};
  TerminalNumber challenge{};  ///< thrown anew: stands in the terminal's place where a card is asked and nothing is ordered, so that what it seals is of now. Nothing: the terminal
  Moment moment{};      ///< what the card writes into its log
  Bytes pin;            ///< of load and unload: six ASCII digits
  bool first_attempt = false;  ///< the journal shows that this very order was never sealed before
};

/// Which order it was.
enum class PurseMoveKind : std::uint8_t { load, unload, release };

/// An order whose end nobody saw, as the journal has it (note `move_purse`).
struct PurseDoubt {
  PurseOrder order;
  PurseMoveKind kind = PurseMoveKind::load;
  Money balance_before;  ///< that the card said at the order
};

/// A watering that ended at another place than it began, by its pump's record: date and time are those of the clearing, everything else the pump's.
struct HungDebit {
  CardKeys keys;
  std::string record;  ///< name in the books, for the journal
  Money amount;        ///< 0: the lock is given back
  std::uint16_t lock_sequence = 0;  ///< offline counter before the lock, as the record has it
  TerminalNumber terminal{};
  std::uint32_t terminal_sequence = 0;
  Moment moment{};
  purse_card::Mac gmac{};
};

/// What a card answered to prove it: TAC of a load or debit, MAC3 of an unload or release.
enum class PurseProof : std::uint8_t {
  none,       ///< it gave none, or another transaction has taken its place since
  right,
  wrong,      ///< the card did it, or somebody answered for it: the manager is asked
  unchecked,  ///< the vault could not be asked; `code` is kept
};
std::string_view name_of(PurseProof proof);

/// What became of an order, with what proves it.
struct PurseWritten {
  Outcome outcome = Outcome::in_doubt;
  std::string evidence{};                   ///< one English sentence for the journal and support people
  std::optional<Error> cause{};             ///< why it was not done, is in doubt or is unproven
  PurseProof proof = PurseProof::none;
  std::optional<purse_card::Mac> code{};    ///< the proof itself
  std::optional<Money> balance_before{};    ///< that the card said under its seal
  std::optional<Money> balance{};           ///< that it said last
  bool behind = false;                      ///< it counts less than the books know: it was put back to what it once held
};

/// What a free card says of itself under its seal – counter and balance – and of its own accord: its log, and the proof of its newest load.
struct PurseProven {
  SequenceNumber counter;                         ///< online
  Money balance;
  std::vector<purse_card::LogRecord> log;         ///< newest first
  PurseProof proof = PurseProof::none;            ///< of the newest transaction, where that was a load
  std::optional<purse_card::Mac> code{};          ///< its TAC
};

/// A blank card becomes somebody's purse card.
struct PurseIssue {
  CardSerial chip;                         ///< of the blank card
  std::uint8_t version = 1;                ///< of the keys that it gets
  std::uint8_t transport_version = 1;
  purse_card::ApplicationFile application; ///< with its number
  purse_card::HolderFile holder;
  purse_card::AreasRecord areas;
  Bytes pin;                               ///< six ASCII digits
};

}  // namespace kwota::cards
