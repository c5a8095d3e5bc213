// The arithmetic of purse transactions, once for all who take part: card, PSAM, security module, load SAM, office, test vectors. Load, unload
// and release run under the online counter, purchase and grey lock under the offline one. Facts: cards.md 2.4, 2.5; irrigation.md 12.
// Both suites: 3DES, and SM4 with blocks of 16 bytes [K]; the suite is the key's.
// Two halves: what is sealed (`Bytes`, knows no key: a vault is asked with it), and the sealing itself with a key at hand.
// Never: keeps a key, or decides about money.   Begin with Trade; then online_session() and grey_session().
#pragma once
#include "seal/cipher/card_crypto.h"
#include "seal/purse_card/files.h"

namespace kwota::seal::purse {

using purse_card::Moment;
using purse_card::TerminalNumber;
using purse_card::TransactionType;

/// What the two sides of a transaction know. Who needs no field leaves it as it is.
struct Trade {
  std::array<std::uint8_t, 4> random{};  ///< of the card
  std::uint16_t sequence = 0;            ///< of the card, online or offline, before it is incremented
  std::uint32_t terminal_sequence = 0;   ///< offline only
  Money amount;
  TransactionType type = TransactionType::purse_load;
  TerminalNumber terminal{};
  Moment moment{};
};

// What the session keys are made of: E(K, these eight bytes).
/// rnd4 || onSeq2 || 8000
Factor online_input(const Trade& trade);
/// rnd4 || offSeq2 || right two bytes of termSeq
Factor offline_input(const Trade& trade);
Key online_session(const Key& key, const Trade& trade);
Key offline_session(const Key& key, const Trade& trade);

/// SESPK of a grey lock: two steps, the second bound to the terminal's own random number.
struct GreySession {
  Key step, session;
};
GreySession grey_session(const Key& purchase_key, const Trade& lock, const std::array<std::uint8_t, 4>& terminal_random);

// Load and unload.
/// MAC1, by the card: balance || amount || TT || TID.
Bytes announcement(Money balance, const Trade& trade);
/// MAC2 of load, unload and online release, MAC1 of a purchase: amount || TT || TID || date || time. This is what moves money.
Bytes order(const Trade& trade);
inline constexpr std::size_t order_bytes = 18;
/// TAC of a load, MAC3 of an unload: balance after || online counter before || amount || TT || TID || date || time.
Bytes completion(Money balance_after, const Trade& trade);

// Purchase, and what it has in common with the grey debit.
/// MAC2 of a purchase and GMAC: the amount alone.
Bytes amount_alone(Money amount);
/// TAC of a purchase or debit: amount || TT || TID || termSeq || date || time.
Bytes debit(const Trade& trade);

// Grey lock; `lock.sequence` is the offline counter before it.
/// MAC1, by the terminal: TT || TID || date || time.
Bytes lock_order(const Trade& lock);
/// MAC2, by the card: balance || offline counter.
Bytes lock_answer(Money balance, const Trade& lock);
/// GTAC: balance || offline counter || TT || TID || termSeq || date || time.
Bytes lock_completion(Money balance, const Trade& lock);
/// SAM-TAC of a grey debit, under the terminal's own key: TT || ASN || offline counter before the lock || amount || TID || termSeq.
Bytes terminal_debit(const Trade& debit, const CardSerial& card);

// Online release; `trade.sequence` is the online counter before it.
/// MAC1, by the card: balance || offline counter || TT || TID.
Bytes release_announcement(Money balance, std::uint16_t offline_sequence, const Trade& trade);
/// MAC3: balance after || offline counter || online counter || amount || TT || TID || date || time.
Bytes release_completion(Money balance_after, std::uint16_t offline_sequence, const Trade& trade);

// Overdraft limit.
Bytes overdraft_announcement(Money balance, std::uint32_t old_limit, const Trade& trade);
Bytes overdraft_order(std::uint32_t new_limit, const Trade& trade);

/// MAC under a session key, starting from zeros: MAC1, MAC2, MAC3, GMAC.
Mac session_mac(const Key& session, ByteView message);
/// MAC under a TAC key, folded: TAC, GTAC, SAM-TAC.
Mac transaction_code(const Key& key, ByteView message);

/// A terminal's own TAC key: of its county, diversified by TID || 0000 [K].
Factor terminal_factor(const TerminalNumber& terminal);

}  // namespace kwota::seal::purse
