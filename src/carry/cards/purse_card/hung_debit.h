// A watering that ended elsewhere is settled with its record: the card checks the pump's GMAC, no security module is needed.
// Guarantees: one lock is debited once, whoever comes first; torn, the same order says what was done. Begin with debit_hung_watering().
#pragma once
#include "carry/cards/common/purse.h"

namespace kwota::cards {

/// Three commands: the lock's proof, the debit, and that its TAC is collected.
Dialogue<PurseWritten> debit_hung_watering(HungDebit order);

}  // namespace kwota::cards
