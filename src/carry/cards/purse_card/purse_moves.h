// Load, unload and release: the orders that move money, and how one that was torn is settled at the next contact.
// Guarantees: the journal has the order, with the balance that the card said, before its seal leaves the vault; nothing is ever ordered twice
// under one counter; what the card did is told by its own proof, or by its counter under its seal – never by what whoever stands before the card may say.
// Begin with move_purse() and settle_move().
#pragma once
#include "carry/cards/common/family.h"

namespace kwota::cards {

/// Four commands: PIN (not of a release), INITIALIZE, the order, the balance read back; where no right proof came back the counter is asked for.
Dialogue<PurseWritten> move_purse(PurseOrder order, PurseMoveKind kind);
/// What became of an order whose answer was lost: by proof or counter of the card, before anything else is asked of it.
Dialogue<PurseWritten> settle_move(PurseDoubt doubt);
/// Counter and balance under the card's seal, its log, and the proof of its newest load.
Dialogue<PurseProven> prove_purse(PurseOrder order);
/// File 0018, newest first.
Dialogue<std::vector<purse_card::LogRecord>> read_purse_log();

/// The commands of an ordinary load, the look before it among them, and why each is there.
inline constexpr std::array load_commands{
    CommandOfSale{"SELECT application 3F01", true, "number, county and validity come along; a card of another county is not tried"},
    CommandOfSale{"GET LOCK PROOF", true, "free, grey or TAC not collected"},
    CommandOfSale{"GET BALANCE", true, "what the customer asks first"},
    CommandOfSale{"INTERNAL AUTHENTICATE", true, "the card is ours, and of which version its keys are"},
    CommandOfSale{"VERIFY PIN", true, "nobody loads a found card unnoticed"},
    CommandOfSale{"INITIALIZE FOR LOAD", true, "balance and counter under the card's seal, its random number for ours"},
    CommandOfSale{"CREDIT FOR LOAD", true, "moves the money; answers with the TAC"},
    CommandOfSale{"GET BALANCE", false, "read back for the page; nothing is decided by it"},
};

/// What stands in a lock's proof; nothing: the purse was never locked. Error `card_refused`, `card_answer_short`.
Dialogue<std::optional<purse_card::LockProof>> read_lock_proof();
/// TAC of the card over a message, held against what it answered.
Dialogue<PurseProof> judge_code(seal::TransactionCode asked, purse_card::Mac claimed);
/// `purse_proof_wrong`: its TAC or MAC does not fit.
Error proof_wrong();
Error purse_grey();
/// Its counter is at its end (9402): no transaction begins any more.
Error purse_used_up();

}  // namespace kwota::cards
