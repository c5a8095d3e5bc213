#include "keys/ceremony/component.h"

#include <algorithm>

#include "seal/keys/weak_keys.h"

namespace kwota::keys {
namespace {

/// Without the parity bits, which DES does not look at.
std::uint64_t without_parity(ByteView half) { return get_be64(half.data()) & 0xFEFEFEFEFEFEFEFE; }

/// The same 1, 2 or 4 bytes over and over.
bool is_repeated(ByteView bytes) {
  for (const std::size_t period : {1u, 2u, 4u})
    if (std::equal(bytes.begin() + static_cast<std::ptrdiff_t>(period), bytes.end(), bytes.begin())) return true;
  return false;
}

Error weak(const char* why) {
  return error(Fault::request, "weak_key", "This is no secret: choose it by dice, not by hand. Nothing was kept.",
               {{"why", why}});
}

}  // namespace

Result<void> check_component(seal::Suite suite, ByteView component) {
  if (component.size() != component_size)
    return error(Fault::request, "bad_component", "A component has 32 hexadecimal digits. Nothing was kept; type it again.");
  const auto left = component.first(8), right = component.subspan(8);
  if (std::all_of(component.begin(), component.end(), [](std::uint8_t byte) { return byte == 0; })) return weak("zeros");
  if (is_repeated(component)) return weak("repeated");
  if (without_parity(left) == without_parity(right)) return weak("equal_halves");
  if (!seal::check_strength(suite, component)) return weak("weak_half");
  return Done{};
}

}  // namespace kwota::keys
