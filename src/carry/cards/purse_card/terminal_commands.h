// What a terminal with a PSAM beside it sends: the commands of purchase and grey lock on the card, and the PSAM's half of each; a load SAM
// that stands in for the centre. Bytes: cards.md 2.4, 2.5, 3.2, 3.3. Never: sends.
// Begin with begin_offline() and sam_begin().
#pragma once
#include "carry/cards/purse_card/purse_commands.h"

namespace kwota::cards {

/// By its name: another application may have the same number on a foreign card.
iso7816::Command select_purse();
/// INITIALIZE FOR PURCHASE, INIT FOR GREY LOCK.
enum class OfflineKind : std::uint8_t { purchase, grey_lock };
/// 80 50 01: key id1 amount4 terminal6; E0 7A 08: the same without the amount, which is known at the end.
iso7816::Command initialize(OfflineKind kind, Money amount, const TerminalNumber& terminal);

/// What the card says to it.
struct OfflineBegun {
  Money balance;
  std::uint16_t counter = 0;  ///< offline
  std::uint8_t version = 0, algorithm = 0;
  std::array<std::uint8_t, 4> random{};
};
/// Error `card_answer_short`.
Result<OfflineBegun> begin_offline(const Bytes& answer);

/// 80 54 01: the answer is TAC4 MAC2 4.
iso7816::Command debit_for_purchase(std::uint32_t terminal_sequence, const Moment& moment, const Mac4& mac1);
/// E0 7C 08: from now on the purse is grey; the answer is GTAC4 MAC2 4.
iso7816::Command grey_lock(std::uint32_t terminal_sequence, const std::array<std::uint8_t, 4>& terminal_random, const Moment& moment, const Mac4& mac1);

// The PSAM.
iso7816::Command select_sam();
/// Of file 0016, 6 bytes.
iso7816::Command read_terminal_number();
/// INIT SAM FOR PURCHASE (`amount` of the purchase) or FOR GREY LOCK (`amount` is the card's balance); one level, the card's number.
iso7816::Command sam_begin(OfflineKind kind, const OfflineBegun& card, Money amount, const Moment& moment, const CardSerial& number);
/// CREDIT SAM FOR PURCHASE, CERTIFY GREY LOCK: the card's MAC2.
iso7816::Command sam_certify(OfflineKind kind, const Mac4& mac2);
/// GMAC4 and the terminal's own TAC of a debit; `lock_sequence` before the lock.
iso7816::Command sam_seal_debit(const CardSerial& number, std::uint16_t lock_sequence, Money amount);
/// The card was debited, the lock makes room.
iso7816::Command sam_acknowledge(std::uint32_t terminal_sequence);
/// WRITE KEY of a PSAM: ENC(master, record) and its MAC.
iso7816::Command sam_write_key(ByteView sealed);

// The load SAM, asked in field terms: what the card has announced and what is wanted of it -> MAC2 (docs/card-os.md, "Load SAM").
/// `one_unload_key`: of a release, which the SAM then seals with its unload key.
iso7816::Command load_sam_seal(PurseMoveKind kind, bool one_unload_key, const Begun& card, const CardSerial& number, ByteView order);
// The load SAM of before, for loads alone: its key for one session, then MACs over what moves money.
iso7816::Command load_sam_session(std::uint8_t version, const CardSerial& number, const seal::Factor& input);
/// 80 FA 01, whole message in one command: 4 bytes.
iso7816::Command load_sam_mac(ByteView message);

}  // namespace kwota::cards
