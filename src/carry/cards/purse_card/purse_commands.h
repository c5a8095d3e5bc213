// The commands of a purse as values, and what its answers say. Bytes: cards.md 2.4, 2.5. Never: sends, or asks the vault.
// Begin with initialize() and begun().
#pragma once
#include "carry/cards/common/purse.h"
#include "seal/recipes/purse_sessions.h"

namespace kwota::cards {

iso7816::Command initialize(PurseMoveKind kind, Money amount, const TerminalNumber& terminal);
/// The order after it: CREDIT FOR LOAD, DEBIT FOR UNLOAD, GREY UNLOCK.
iso7816::Command ordered(PurseMoveKind kind, Money amount, const Moment& moment, ByteView mac2);
iso7816::Command get_balance();
/// GET TRANSACTION PROVE.
iso7816::Command prove(purse_card::TransactionType type, std::uint16_t counter);
iso7816::Command get_lock_proof();
iso7816::Command collect_tac();
iso7816::Command debit_for_unlock(const HungDebit& order);
/// APP BLOCK, not for ever; the MAC was made over block_message().
iso7816::Command block_application(ByteView mac);
Bytes block_message();
/// ERASE DF: of the application that is selected, under its master key.
iso7816::Command erase_directory();
/// A record of file 0017, with the maintenance key's MAC over record_message().
iso7816::Command write_record(std::uint8_t sfi, std::optional<std::uint8_t> over, ByteView record, ByteView mac);
Bytes record_message(std::uint8_t sfi, std::optional<std::uint8_t> over, ByteView record);
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

purse_card::TransactionType type_of(PurseMoveKind kind);
seal::Purpose purpose_of(PurseMoveKind kind);
constexpr Money balance_after(PurseMoveKind kind, Money before, Money amount) { return kind == PurseMoveKind::load ? before + amount : before - amount; }

}  // namespace kwota::cards
