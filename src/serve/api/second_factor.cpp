#include "serve/api/second_factor.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include "seal/cipher/hmac.h"

namespace kwota::serve {
namespace {

constexpr std::int64_t step_ms = 30'000;
constexpr std::size_t digits = 6;
constexpr std::uint32_t modulus = 1'000'000;

std::string encoded(std::string_view text) { return boost::urls::encode(text, boost::urls::unreserved_chars); }

std::string digits_of(std::string_view typed) {
  std::string out;
  std::ranges::copy_if(typed, std::back_inserter(out), [](char c) { return c != ' '; });
  return out;
}

}  // namespace

std::int64_t code_step(Instant now) { return now.ms() / step_ms; }

std::string one_time_code(ByteView secret, std::int64_t step) {
  std::array<std::uint8_t, 8> counter{};
  auto left = static_cast<std::uint64_t>(step);
  for (auto byte = counter.rbegin(); byte != counter.rend(); ++byte, left >>= 8U) *byte = static_cast<std::uint8_t>(left);
  const auto mac = seal::hmac_sha1(secret, counter);
  const auto from = static_cast<std::size_t>(mac.back() & 0x0FU);
  const auto word = (static_cast<std::uint32_t>(mac[from] & 0x7FU) << 24U) | (static_cast<std::uint32_t>(mac[from + 1]) << 16U) | (static_cast<std::uint32_t>(mac[from + 2]) << 8U) | mac[from + 3];
  return fmt::format("{:0{}}", word % modulus, digits);
}

std::string base32(ByteView bytes) {
  static constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string out;
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (const auto byte : bytes) {
    held = (held << 8U) | byte;
    for (bits += 8; bits >= 5; bits -= 5) out += alphabet[(held >> (bits - 5)) & 0x1FU];
  }
  if (bits > 0) out += alphabet[(held << (5 - bits)) & 0x1FU];
  return out;
}

std::string otpauth_address(std::string_view utility, std::string_view name, std::string_view secret) {
  return fmt::format("otpauth://totp/{}:{}?secret={}&issuer={}", encoded(utility), encoded(name), secret, encoded(utility));
}

Result<SecretBytes> SecondFactors::secret_of(std::string_view name, std::int64_t number, IfAbsent then) {
  const auto key = key_.text(then);
  if (!key)
    return error(Fault::ours, "second_factor_away",
                 "The file second_factor.key of the data folder is not there or cannot be read, so no code can be checked. Bring it back from where it is kept, or have an administrator reset the password.");
  const auto mac = seal::hmac_sha256(view_of(*key), view_of(fmt::format("kwota second factor 1\n{}\n{}", name, number)));
  return SecretBytes(ByteView(mac).first(secret_bytes));
}

Result<std::optional<std::int64_t>> SecondFactors::step_of(std::string_view name, std::int64_t number, std::string_view code) {
  TRY(secret, secret_of(name, number, IfAbsent::miss));
  const auto now = machine_.now();
  const auto typed = digits_of(code);
  for (auto step = code_step(now) - steps_off; step <= code_step(now) + steps_off; ++step)
    if (equal_secret(view_of(one_time_code(secret.view(), step)), view_of(typed))) return std::optional(step);
  return std::optional<std::int64_t>{};
}

}  // namespace kwota::serve
