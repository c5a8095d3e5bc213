#include "base/bytes.h"

#include <string.h>

#include <algorithm>
#include <cstdlib>

#include "base/ascii.h"
#include "base/secret_memory.h"

namespace kwota {

std::string to_hex(ByteView bytes) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const auto b : bytes) {
    text += digits[b >> 4];
    text += digits[b & 15];
  }
  return text;
}

namespace {
int nibble(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}
}  // namespace

Result<Bytes> from_hex(std::string_view text) {
  Bytes bytes;
  bytes.reserve(text.size() / 2);
  int high = -1;
  for (const char c : text) {
    if (high < 0 && (c == ' ' || c == '\t' || c == '\n' || c == '\r')) continue;
    const int value = nibble(c);
    if (value < 0) return error(Fault::request, "bad_hex", "This is not hexadecimal: use the digits 0-9 and A-F, two a byte.");
    if (high < 0) {
      high = value;
    } else {
      bytes.push_back(static_cast<std::uint8_t>(high * 16 + value));
      high = -1;
    }
  }
  if (high >= 0) return error(Fault::request, "bad_hex", "Half a byte is missing: hexadecimal needs two digits a byte.");
  return bytes;
}

Bytes hex(std::string_view text) {
  auto bytes = from_hex(text);
  if (!bytes) std::abort();
  return std::move(bytes).value();
}

bool equal(ByteView a, ByteView b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i] != b[i]) return false;
  return true;
}

bool equal_secret(ByteView a, ByteView b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference |= static_cast<unsigned>(a[i] ^ b[i]);
  return difference == 0;
}

void wipe(MutableBytes bytes) {
  if (!bytes.empty()) explicit_bzero(bytes.data(), bytes.size());
}

SecretBytes::SecretBytes(ByteView bytes) : size_(bytes.size()) {
  if (bytes.empty()) return;
  pages_ = take_secret_pages(size_);
  std::ranges::copy(bytes, pages_);
}

SecretBytes::SecretBytes(Bytes bytes) : SecretBytes(ByteView{bytes}) { wipe(bytes); }

SecretBytes::~SecretBytes() {
  if (pages_ != nullptr) give_back_secret_pages(pages_, size_);
}

}  // namespace kwota
