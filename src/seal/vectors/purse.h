// What purse transactions have in common: the fields that are MACed, and the two kinds of session key (cards.md 2.4).
#pragma once
#include "seal/vectors/fields.h"

namespace kwota::seal::vectors {

/// A purse counts loads, unloads and releases apart from purchases and locks.
enum class Counter : std::uint8_t { online, offline };

struct Trade {
  Bytes random;             ///< of the card, 4
  Bytes sequence;           ///< of the card, before it is incremented, 2
  Bytes terminal_sequence;  ///< 4, offline only
  Bytes amount;             ///< 4
  Bytes type;               ///< TT, 1
  Bytes terminal;           ///< TID, 6
  Bytes time;               ///< date4 || time3
};

/// A captured exchange may have been written down without its time; then `time` is empty.
enum class Time : std::uint8_t { wanted, if_known };
Trade trade_of(Inputs& in, Counter counter, Time time = Time::wanted);
/// E(K, rnd4 || onSeq2 || 8000)
Key online_session(const Key& key, const Trade& trade);
/// E(K, rnd4 || offSeq2 || right 2 of termSeq4)
Key offline_session(const Key& key, const Trade& trade);
/// Balance after adding (+1) or taking away (-1) the amount; refused when it leaves four bytes.
Bytes changed_balance(Inputs& in, int sign);

}  // namespace kwota::seal::vectors
