// A farmer's card as an office has made it that keeps no books here: a stranger's at a well, one of the county over the hill, a virtual card for other
// people's software. Begin with make_farmers_card().
#pragma once
#include "carry/cards/common/purse.h"
#include "seal/vault/vault.h"
#include "sim/card_os/card_os.h"

namespace kwota::sim {

/// The blank card becomes that one under the keys of this vault, and gets its first money on its first day at eight: what became of that load. Errors:
/// those of the issue.
Result<cards::PurseWritten> make_farmers_card(CardOs& card, const cards::PurseIssue& issue, Money money, seal::Vault& vault);

}  // namespace kwota::sim
