// A PSAM proves to whoever has the county's vault that it is of that county and which terminal it is: it makes the code of a purchase over what was
// thrown for it, with its own terminal number in it, and the vault says whether that is right.
// Never: moves money – the purchase is of nothing, of a card that is none –, or tries a wrong PIN twice.   Begin with prove_terminal().
#pragma once
#include "base/random.h"
#include "carry/cards/psam/psam_vault.h"
#include "seal/recipes/purse_sessions.h"

namespace kwota::psam {

struct TerminalProof {
  CardSerial card;
  key_cards::TerminalNumber terminal{};
};

/// What the PSAM has to answer to: thrown anew for each proof.
struct TerminalQuestion {
  std::array<std::uint8_t, 4> random{};
  std::array<std::uint8_t, 8> card{};      ///< number of a card that is none
  seal::purse::Moment moment{};
  std::uint32_t county = 0;                ///< packed decimal, as the utility has it

  static TerminalQuestion thrown(Random& random, const seal::purse::Moment& moment);
};

/// Opens the PSAM with `pin` and has it prove county and terminal number. Errors: `psam_expected`{found}, `psam_not_a_counters`{terminal},
/// `psam_not_proven`{terminal}, those of key_cards::read_terminal and give_pin, of the slot and of the vault.
Result<TerminalProof> prove_terminal(seal::Vault& vault, const CardSlot& psam, const CardSerial& card, const SecretBytes& pin, const TerminalQuestion& question);

}  // namespace kwota::psam
