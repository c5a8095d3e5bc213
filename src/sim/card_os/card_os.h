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
#include "sim/card_os/files/card_memory.h"
#include "sim/card_os/files/card_state.h"
#include "sim/card_os/files/session.h"

namespace kwota::sim {

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
