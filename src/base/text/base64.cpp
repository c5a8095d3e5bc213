#include "base/text/base64.h"

namespace kwota {

std::string to_base64url(ByteView bytes) {
  static constexpr char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  for (const auto byte : bytes) {
    bits = (bits << 8) | byte;
    for (count += 8; count >= 6; count -= 6) out += letters[(bits >> (count - 6)) & 63];
  }
  if (count > 0) out += letters[(bits << (6 - count)) & 63];
  return out;
}

std::string to_spoken(ByteView bytes, std::size_t digits) {
  static constexpr char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  for (const auto byte : bytes) {
    bits = (bits << 8) | byte;
    for (count += 8; count >= 5 && out.size() < digits; count -= 5) out += letters[(bits >> (count - 5)) & 31];
  }
  return out;
}

}  // namespace kwota
