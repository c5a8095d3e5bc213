// Any bytes as an answer to reset: a serial number comes out, or the card is foreign; nothing is read beyond the end.
#include <cstdlib>

#include "base/bytes.h"
#include "carry/cards/recognise.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto serial = kwota::cards::serial_of_atr({data, size});
  if (serial.ok() ? serial->is_zero() : serial.error().code != "card_foreign") std::abort();
  return 0;
}
