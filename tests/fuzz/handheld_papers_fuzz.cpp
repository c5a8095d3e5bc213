// Whatever comes as a manifest, a receipt or orders is refused, or it is the very text that would be written.
#include <cstdlib>
#include <string_view>

#include "seal/handheld_store/hand_over.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kwota::handheld;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto writes_again = [&](const auto& paper) {
    if (paper.ok() && encode(*paper) != text) std::abort();
  };
  writes_again(parse_manifest(text));
  writes_again(parse_receipt(text));
  writes_again(parse_orders(text));
  if (const auto signature = parse_signature(text);
      signature.ok() && signature_text(*signature).substr(0, 128) != text.substr(0, 128))
    std::abort();
  return 0;
}
