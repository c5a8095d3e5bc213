#include "seal/vault/weak_keys.h"

#include <fmt/format.h>


#include "base/cause.h"

namespace kwota::seal {
namespace {

constexpr std::size_t component_bytes = 16, half_bytes = 8, components_max = 32;

/// Weak keys, then pairs of semi-weak ones, with odd parity as the standard prints them.
constexpr std::array<std::uint64_t, 16> poor_halves{
    0x0101010101010101, 0xFEFEFEFEFEFEFEFE, 0xE0E0E0E0F1F1F1F1, 0x1F1F1F1F0E0E0E0E, 0x01FE01FE01FE01FE, 0xFE01FE01FE01FE01,
    0x1FE01FE00EF10EF1, 0xE01FE01FF10EF10E, 0x01E001E001F101F1, 0xE001E001F101F101, 0x1FFE1FFE0EFE0EFE, 0xFE1FFE1FFE0EFE0E,
    0x011F011F010E010E, 0x1F011F010E010E01, 0xE0FEE0FEF1FEF1FE, 0xFEE0FEE0FEF1FEF1};
constexpr std::uint64_t without_parity = 0xFEFEFEFEFEFEFEFE;

std::uint64_t half(ByteView bytes, std::size_t at, std::uint64_t mask) { return get_be64(bytes.data() + at) & mask; }

/// Parity bits of DES make no difference; every bit of another cipher does.
std::uint64_t mask_of(Suite suite) { return suite == Suite::des ? without_parity : ~std::uint64_t{0}; }

bool same(Suite suite, ByteView a, ByteView b) {
  const auto mask = mask_of(suite);
  return ((half(a, 0, mask) ^ half(b, 0, mask)) | (half(a, half_bytes, mask) ^ half(b, half_bytes, mask))) == 0;
}

Error weak_key(std::string why) {
  return error(
      Fault::request, Cause::weak_key,
      fmt::format("This cannot be used for a key ({}): nothing was formed. Roll or write other bytes and enter them.", why),
      {{"why", why}});
}

}  // namespace

Result<void> check_strength(Suite suite, ByteView bytes) {
  if (bytes.size() != component_bytes)
    return error(Fault::request, "bad_key_length", "A key or a component of one has 16 bytes: enter all of them.",
                 {{"bytes", std::to_string(bytes.size())}});
  const auto mask = mask_of(suite);
  const auto left = half(bytes, 0, mask), right = half(bytes, half_bytes, mask);
  if ((left | right) == 0) return weak_key("all bytes are zero");
  if (left == right) return weak_key("its two halves are equal");
  if (suite != Suite::des) return {};
  for (const auto poor : poor_halves)
    if ((poor & without_parity) == left || (poor & without_parity) == right) return weak_key("a half is a weak key of DES");
  return {};
}

Result<SecretBytes> join_components(Suite suite, std::span<const SecretBytes> components) {
  if (components.size() < 2 || components.size() > components_max)
    return weak_key("it takes two components at least, and 32 at most");
  SecretBytes sum{Bytes(component_bytes)};
  for (std::size_t i = 0; i < components.size(); ++i) {
    MUST(check_strength(suite, components[i].view()));
    for (std::size_t other = 0; other < i; ++other)
      if (same(suite, components[i].view(), components[other].view())) return weak_key("the same component was entered twice");
    for (std::size_t b = 0; b < component_bytes; ++b)
      sum.writable()[b] = static_cast<std::uint8_t>(sum.view()[b] ^ components[i].view()[b]);
  }
  MUST(check_strength(suite, sum.view()));
  return sum;
}

}  // namespace kwota::seal
