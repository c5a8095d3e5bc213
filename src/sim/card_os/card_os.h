// A CPU card: an operating system of the PBOC/FMCOS family over a card's memory. What the card answers, in which state,
// with which status word, is written in docs/card-os.md.
// Guarantees: a command that changes the card is stored before it is answered, entirely or not at all; a challenge serves
// the next command only; security states, the challenge and the selection are gone after a reset.
// Never: opens a reader (sim/reader does), and never tells a key.
// Begin with CardOs::execute().
#pragma once
#include <memory>

#include "base/random.h"
#include "carry/iso7816/apdu.h"
#include "seal/recipes/purse_sessions.h"
#include "sim/card_os/card_memory.h"
#include "sim/card_os/card_state.h"

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

class CardOs {
 public:
  /// The card whose memory this is. Errors `card_memory_empty`, `card_image_corrupt`.
  static Result<CardOs> open(std::shared_ptr<Storage> storage, Random& random);

  /// 3B 8n 80 01 || "KW" || serial || TCK: T=1, contact-less (PC/SC part 3), the serial last.
  Bytes atr() const;
  Bytes historical_bytes() const;
  const CardSerial& serial() const { return card_.serial; }

  /// Reads the memory and resets. Errors of open().
  Result<void> power_on();
  void power_off();
  void reset();
  bool powered() const { return powered_; }

  /// One command APDU; bytes that are not an APDU are answered 6700. Error `card_removed`: the card has no power, or
  /// lost it while it stored the change.
  Result<iso7816::Response> execute(ByteView command);
  Result<iso7816::Response> exchange(const iso7816::Command& command);

  /// What is stored now; with encode_card() a copy of the card, byte by byte.
  const CardState& state() const { return card_; }

 private:
  CardOs(std::shared_ptr<Storage> storage, CardState card, Random& random)
      : storage_(std::move(storage)), card_(std::move(card)), random_(&random) {}

  std::shared_ptr<Storage> storage_;
  CardState card_;
  Session session_;
  bool powered_ = false;
  Random* random_;
};

/// Writes a card into an empty memory, or over another card.
Result<void> store_card(std::shared_ptr<Storage> storage, const CardState& card);

/// A card in memory, powered on.
CardOs card_in_memory(const CardState& card, Random& random);

/// A card in a file, power off. create: error `card_storage_failed`; open: also `card_memory_empty`, `card_image_corrupt`.
Result<CardOs> create_card_file(const std::filesystem::path& path, const CardState& card, Random& random);
Result<CardOs> open_card_file(const std::filesystem::path& path, Random& random);

}  // namespace kwota::sim
