// Whatever arrives as an APDU is either refused or is exactly what encoding it again gives.
#include <cstdlib>

#include "carry/iso7816/apdu.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kwota;
  const ByteView bytes{data, size};
  if (const auto command = iso7816::decode_command(bytes); command.ok() && !equal(iso7816::encode(*command), bytes)) std::abort();
  if (const auto response = iso7816::decode_response(bytes); response.ok()) {
    if (!equal(iso7816::encode(*response), bytes) || iso7816::meaning(response->sw).empty()) std::abort();
  }
  return 0;
}
