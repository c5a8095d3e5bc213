#include "seal/cipher/request_signature.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "seal/cipher/hmac.h"

namespace kwota::seal {
namespace {

std::string small_hex(ByteView bytes) {
  auto text = to_hex(bytes);
  std::ranges::transform(text, text.begin(), small_letter);
  return text;
}

}  // namespace

std::string request_text(std::string_view method, std::string_view target, std::string_view body, std::string_view time, std::string_view nonce) {
  return fmt::format("KWOTA-HMAC-SHA256-1\n{}\n{}\n{}\n{}\n{}", method, target, small_hex(sha256(view_of(body))), time, nonce);
}

std::string text_signature(std::string_view key, std::string_view text) { return small_hex(hmac_sha256(view_of(key), view_of(text))); }

}  // namespace kwota::seal
