// The commands of a purse as values, and what its answers say. Bytes: cards.md 2.4, 2.5. Never: sends, or asks the vault.
// Begin with initialize() and begun().
#pragma once
#include "carry/cards/common/purse.h"
#include "seal/recipes/purse_sessions.h"

namespace kwota::cards {

/// INITIALIZE FOR LOAD 80 50 00 and FOR UNLOAD 80 50 05: key id1 amount4 terminal6; FOR GREY UNLOCK E0 7A 09, without an amount. The answer is for begun().
iso7816::Command initialize(PurseMoveKind kind, Money amount, const TerminalNumber& terminal);
/// The order after it: CREDIT FOR LOAD, DEBIT FOR UNLOAD, GREY UNLOCK.
iso7816::Command ordered(PurseMoveKind kind, Money amount, const Moment& moment, ByteView mac2);
/// 80 5C: 4 bytes.
iso7816::Command get_balance();
/// GET TRANSACTION PROVE.
iso7816::Command prove(purse_card::TransactionType type, std::uint16_t counter);
/// E0 CA 00: a LockProof, 30 bytes.
iso7816::Command get_lock_proof();
/// E0 CA 01: from now on the proof of a debit counts as collected.
iso7816::Command collect_tac();
/// E0 7E 08: amount4 offline counter2 (of the lock, plus 1) terminal6 sequence4 moment7 GMAC4; the answer is the TAC.
iso7816::Command debit_for_unlock(const HungDebit& order);
/// APP BLOCK, not for ever; the MAC was made over block_message().
iso7816::Command block_application(ByteView mac);
Bytes block_message();
/// ERASE DF: of the application that is selected, under its master key.
iso7816::Command erase_directory();
/// A record of file 0017, with the maintenance key's MAC over record_message().
iso7816::Command write_record(std::uint8_t sfi, std::optional<std::uint8_t> over, ByteView record, ByteView mac);
/// APPEND RECORD 04 E2, or UPDATE RECORD 04 DC of the number `over`; Lc with the MAC counted in.
Bytes record_message(std::uint8_t sfi, std::optional<std::uint8_t> over, ByteView record);
/// 00 B2, from 1; of a cyclic file 1 is the newest.
iso7816::Command read_record(std::uint8_t sfi, std::uint8_t number);

/// The application file that SELECT shows in 9F0C; empty: none.
Bytes shown_in(ByteView control_information);

/// What the card says to begin with.
struct Begun {
  Money balance;
  std::uint16_t counter = 0;          ///< online
  std::uint16_t offline_counter = 0;  ///< of a grey card alone
  std::array<std::uint8_t, 4> random{};
  seal::Mac mac1{};
  std::uint8_t version = 0, algorithm = 0;  ///< of the key that it works with
};
/// Error `card_answer_short`.
Result<Begun> begun(PurseMoveKind kind, const Bytes& answer);

/// As the log and the proof of the card name it, and the key under which it is sealed.
purse_card::TransactionType type_of(PurseMoveKind kind);
seal::Purpose purpose_of(PurseMoveKind kind);
constexpr Money balance_after(PurseMoveKind kind, Money before, Money amount) { return kind == PurseMoveKind::load ? before + amount : before - amount; }

}  // namespace kwota::cards
