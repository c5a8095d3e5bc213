// The PSAM's own reader: one card, held by us as long as it lies there, so that no other program can use it in between.
// Guarantees: a card that was taken away and put back is found again by the next command.   Begin with exchange().
#pragma once
#include <optional>
#include <string>

#include "base/core/ids.h"
#include "carry/wire/pcsc_readers.h"

namespace kwota::counter_vault {

class PsamReader {
 public:
  /// `reader`: its PC/SC name. Does not touch it yet.
  explicit PsamReader(std::string reader) : reader_(std::move(reader)), readers_([](const wire::ReaderEvent&) {}) {}

  /// Of the card that lies there now. Errors: those of PcscReaders::connect; `card_foreign`: its answer to reset has no serial number.
  Result<CardSerial> serial();
  /// Errors: those of PcscReaders::connect and CardSession::exchange.
  Result<iso7816::Response> exchange(const iso7816::Command& command);

 private:
  Result<void> connect();

  std::string reader_;
  wire::PcscReaders readers_;
  std::optional<wire::CardSession> session_;
};

}  // namespace kwota::counter_vault
