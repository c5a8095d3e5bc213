// What a terminal does with a purse card: purchase and grey lock with its PSAM, the debit of its own lock, and load and release whose seal
// somebody else gives – the centre, or a load SAM – between two halves. Three cards take part (place::).
// Guarantees: an order that moves money is sent once; when its answer is lost, or is a refusal, the card is selected anew, must be the same
// one, and is asked by counter and proof; what it cannot tell is `in_doubt`, and settle() says the same as often as it is asked.
// Never: opens a reader, keeps a PIN, or decides what is sealed.   Begin with look_at_purse(), then buy(), lock_grey(), debit_own_lock().
#pragma once
#include "carry/cards/purse_card/terminal_commands.h"

namespace kwota::cards {

namespace place {
inline constexpr std::size_t purse = 0, psam = 1, load_sam = 2;
}

/// The purse as it lies there.
struct PurseSeen {
  purse_card::ApplicationFile application;
  bool blocked = false;                         ///< its application answers nothing else
  Money balance;
  std::optional<purse_card::LockProof> lock{};  ///< nothing: it was never locked
  CardSerial number() const { return purse_card::factor_of(application.serial); }
};

/// One move of money or one lock, as terminal and card know it.
struct TerminalTrade {
  purse_card::TransactionType type = purse_card::TransactionType::purse_purchase;
  purse_card::SerialNumber card{};
  std::uint16_t sequence = 0;          ///< before it: the online counter of load and release, else the offline one
  std::uint16_t offline_sequence = 0;  ///< of a release
  Money before, amount;
  std::uint32_t terminal_sequence = 0;
  TerminalNumber terminal{};
  Moment moment{};
  purse_card::Mac mac{};               ///< MAC2 of the card; GMAC of a debit
  purse_card::Mac code{};              ///< TAC; GTAC of a lock, MAC3 of a release
  Money after() const;
};

struct TerminalWritten {
  Outcome outcome = Outcome::in_doubt;
  TerminalTrade trade;                ///< of what is not done: as far as it came
  std::optional<Error> cause{};       ///< why it is not done, is in doubt, or what is wrong with what is done
};

struct TerminalOrder {
  PurseSeen purse;
  Money amount;
  TerminalNumber terminal{};
  Moment moment{};
};

/// SELECT, GET LOCK PROOF, GET BALANCE. Errors: `card_foreign`, `card_damaged`{file}, `card_refused`, no answer.
Dialogue<PurseSeen> look_at_purse();
/// Selects the SAM's application and reads whose it is. Error `card_refused`.
Dialogue<TerminalNumber> open_sam(std::size_t where);
/// Errors: `card_pin_wrong`{tries}, `card_pin_locked`, `card_refused`.
Dialogue<Done> give_sam_pin(std::size_t where, Bytes pin);

/// Purchase: two commands on the card, two on the PSAM.
Dialogue<TerminalWritten> buy(TerminalOrder order);
/// Two and two; the card pays what debit_own_lock() says later. Its cause may be the PSAM's, which did not believe the card: the lock is on it, and takes the amount 0.
Dialogue<TerminalWritten> lock_grey(TerminalOrder order);
/// A lock of this terminal; `terminal_sequence` is the lock's. Two commands on the card, two on the PSAM. Done before: says so.
Dialogue<TerminalWritten> debit_own_lock(TerminalOrder order, std::uint32_t terminal_sequence);

/// Load, release: what the card says under its seal. Nothing is changed. `pin`: empty where the card asks none, as ours of a release. Causes as Family::load.
Dialogue<Begun> begin_sealed_move(PurseMoveKind kind, Money amount, TerminalNumber terminal, Bytes pin);
/// The same with the seal that somebody gave for it.
Dialogue<TerminalWritten> finish_sealed_move(PurseMoveKind kind, TerminalTrade trade, Mac4 mac2);
/// A load SAM judges the card's MAC1 and gives MAC2, a load's out of its quota. `one_unload_key`: the card releases by its unload key. Errors `card_not_genuine`, `load_sam_without_release`.
Dialogue<Mac4> seal_with_load_sam(PurseMoveKind kind, Begun card, TerminalTrade trade, bool one_unload_key);

/// Of a trade whose end nobody saw: nothing is sent that moves anything; what is done is brought to its PSAM. Not done is final.
/// `pin`: the holder's, if it is known: of a load whose card was spent from since, the online counter is asked with it. Done without a code then:
/// cause `proof_gone`.
Dialogue<TerminalWritten> settle(TerminalTrade doubt, Bytes pin = {});

}  // namespace kwota::cards
