// The purses of a card: 0001 the passbook, 0002 the purse; balance, counters, grey lock and the proof of the last transaction, kept together
// as the content of the purse's file, so that a command stores all of them or nothing. Facts: docs/card-os.md, "Purses".
// Inside sim/card_os only.   Begin with Purse and find_purse().
#pragma once
#include <algorithm>
#include <variant>

#include "seal/purse_card/files.h"
#include "sim/card_os/files/secure_messaging.h"

namespace kwota::sim {

using purse_card::LockState;
using purse_card::PurseKind;
using purse_card::TransactionType;

/// A counter that stands here refuses a new transaction; one that is grey is always set free.
inline constexpr std::uint16_t counter_end = 0xFFFE;
using iso7816::purse_file_size;

constexpr bool is_purse_id(std::uint16_t id) { return id == 0x0001 || id == 0x0002; }

/// What GET TRANSACTION PROVE gives: of the last transaction alone.
struct LastTransaction {
  TransactionType type = TransactionType::purse_load;
  std::uint16_t sequence = 0;  ///< before it
  seal::Mac mac{};             ///< MAC2 of a load or purchase, MAC3 of an unload or release, GMAC of a grey debit
  seal::Mac tac{};             ///< zero of a release
};

struct Purse {
  Money balance;
  std::uint16_t online = 0, offline = 0;
  std::optional<purse_card::LockProof> proof{};  ///< nothing: it was never locked
  std::array<std::uint8_t, 8> lock_session{};    ///< SESPK while it is grey
  std::optional<LastTransaction> last{};

  bool grey() const { return proof && proof->state == LockState::grey; }
  /// Any next transaction collects a TAC that nobody did.
  void collect() {
    if (proof && proof->state == LockState::tac_pending) proof->state = LockState::free;
  }
};

Purse purse_in(const ElementaryFile& file);
void store(const Purse& purse, ElementaryFile& file);

/// By P2: 01 passbook, 02 purse. 6A86, 6A82.
std::variant<ElementaryFile*, Refused> find_purse(Context& context, std::uint8_t p2);
/// A key of a transaction, usable now: 9403 not there, 6982.
std::variant<KeyRecord*, Refused> transaction_key(Context& context, iso7816::KeyType type, std::uint8_t id);
/// TAC over a message: 9403 without a TAC key.
std::variant<seal::Mac, Refused> transaction_code(Context& context, ByteView message);

/// A record of 23 bytes at the begin of the purse's log.
void log_transaction(Context& context, const ElementaryFile& purse_file, const recipe::Trade& trade);

CommandFunction init_transaction, credit_load, debit_purse, update_overdraft;  // purse_transactions.cpp
CommandFunction init_grey, grey_lock, grey_unlock;                             // purse_grey_lock.cpp
CommandFunction get_balance, prove_transaction, get_lock_proof;                // purse_reading.cpp

// Answers, field by field.
Bytes be16_bytes(std::uint16_t value);
Bytes be32_bytes(Money value);
constexpr std::uint16_t counted(std::uint16_t counter) { return counter == 0xFFFF ? counter : static_cast<std::uint16_t>(counter + 1); }

template <std::size_t size>
std::array<std::uint8_t, size> taken(ByteView data, std::size_t at) {
  std::array<std::uint8_t, size> out{};
  std::copy_n(data.begin() + static_cast<std::ptrdiff_t>(at), size, out.begin());
  return out;
}

}  // namespace kwota::sim
