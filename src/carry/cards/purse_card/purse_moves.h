// Load, unload and release: the orders that move money, and how one that was torn is settled at the next contact.
// Guarantees: the journal has the order, with the balance that the card said, before its seal leaves the vault; nothing is ever ordered twice
// under one counter; what the card did is told by its own proof. Begin with move_purse() and settle_move().
#pragma once
#include "carry/cards/common/purse.h"

namespace kwota::cards {

/// At most four commands: PIN (not of a release), INITIALIZE, the order, the balance read back.
Dialogue<PurseWritten> move_purse(PurseOrder order, PurseMoveKind kind);
Dialogue<PurseWritten> settle_move(PurseDoubt doubt);

/// What stands in a lock's proof; nothing: the purse was never locked. Error `card_refused`, `card_answer_short`.
Dialogue<std::optional<purse_card::LockProof>> read_lock_proof();
/// TAC of the card over a message, held against what it answered.
Dialogue<PurseProof> judge_code(seal::TransactionCode asked, purse_card::Mac claimed);
Error proof_wrong();
Error purse_grey();

}  // namespace kwota::cards
