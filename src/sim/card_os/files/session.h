// What a card forgets when it loses power: where it stands, what it was shown, what a command has begun for the next one.
// Begin with Session.
#pragma once
#include <optional>
#include <vector>

#include "base/bytes.h"
#include "seal/recipes/purse_sessions.h"

namespace kwota::sim {

/// What a delivered key may be used for (DES CRYPT); docs/card-os.md, "Key cards and PSAMs".
enum class MacRule : std::uint8_t { none, any, emptying, load, tool_answer };
struct Allowed {
  std::size_t encrypt_max = 0;  ///< bytes in one command
  bool decrypt = false;
  MacRule mac = MacRule::none;
  bool anything() const { return encrypt_max != 0 || decrypt || mac != MacRule::none; }
};

/// A key that DELIVERY KEY has prepared: for the next computations, gone with the next delivery, SELECT of a directory or reset.
struct DeliveredKey {
  Bytes value;
  Allowed allowed;
  Bytes start = Bytes(8);  ///< of a MAC that comes in several commands
  Bytes message{};
};

/// A purchase that waits for the card's MAC2.
struct OpenPurchase {
  Bytes session_key, amount;
  std::uint8_t usage = 0, version = 0;
};

/// A transaction of a purse that an INITIALIZE has begun: for the next command only.
struct OpenTrade {
  enum class Kind : std::uint8_t { load, unload, purchase, overdraft, grey_lock, release };
  Kind kind = Kind::load;
  std::uint16_t purse = 0;  ///< id of its file
  seal::purse::Trade trade;
  seal::Key key;            ///< the session's; of a purchase or lock the card's own, because the terminal's number is still missing
};

/// A lock that the terminal's security module has begun and that waits for the card's MAC2: the card's serial.
struct OpenLock {
  Bytes card, answer_mac;
  std::uint8_t usage = 0, version = 0;
};

/// What a card forgets when it loses power.
struct Session {
  std::vector<std::size_t> path;              ///< from the MF downwards: index of each directory in its parent
  std::optional<std::uint16_t> current_file;  ///< of the current directory
  std::uint8_t mf_state = 0, df_state = 0;    ///< security state registers, 0..15
  Bytes challenge;                            ///< good for the next command; empty: none
  std::optional<DeliveredKey> delivered{};
  Bytes opened_for;  ///< serial number that the keys of a mother card serve since they were opened; empty: none yet
  std::optional<OpenPurchase> purchase{};
  std::optional<OpenTrade> trade{};  ///< of a purse card; for the next command only
  std::optional<OpenLock> lock{};    ///< of a PSAM
  Bytes open_locks{};                ///< of a PSAM that keeps them in memory without power
};

}  // namespace kwota::sim
