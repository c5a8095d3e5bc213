// Any bytes as the answer to reset of a card: what is shown of them is part of them, as long as they say it is.
#include <cstdlib>

#include "carry/iso7816/atr.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kwota;
  const ByteView bytes{data, size};
  const auto historical = iso7816::historical_bytes(bytes);
  if (!historical) return 0;
  const bool inside = historical->data() >= data + 2 && historical->data() + historical->size() <= data + size;
  if (!inside || historical->size() != (data[1] & 0x0FU)) std::abort();
  return 0;
}
