#include "work/counter_vault/psam_reader.h"

#include "carry/cards/common/family.h"

namespace kwota::counter_vault {

Result<void> PsamReader::connect() {
  if (session_) return {};
  TRY(session, readers_.connect(reader_));
  session_.emplace(std::move(session));
  return {};
}

Result<CardSerial> PsamReader::serial() {
  session_.reset();  // whatever lies there now answers anew
  MUST(connect());
  return cards::serial_of_atr(session_->atr());
}

Result<iso7816::Response> PsamReader::exchange(const iso7816::Command& command) {
  MUST(connect());
  auto answer = session_->exchange(command);
  if (!answer.ok()) session_.reset();
  return answer;
}

}  // namespace kwota::counter_vault
