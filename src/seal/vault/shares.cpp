#include "seal/vault/shares.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/ascii.h"
#include "base/cause.h"
#include "base/core/crc32.h"
#include "seal/cipher/sha256.h"

namespace kwota::seal {
namespace {

constexpr std::string_view text_head = "KS1";
constexpr std::size_t group_digits = 8, value_max = 256;

/// Product in GF(256), polynomial 11B. No table and no branch on the operands: both are secret.
std::uint8_t times(std::uint8_t a, std::uint8_t b) {
  unsigned product = 0, factor = a;
  for (unsigned bit = 0; bit < 8; ++bit) {
    product ^= factor & (0u - ((b >> bit) & 1u));
    factor = (factor << 1) ^ (0x11Bu & (0u - (factor >> 7)));
  }
  return static_cast<std::uint8_t>(product);
}

/// a^254 is the inverse of a; the inverse of 0 is not asked for.
std::uint8_t inverse(std::uint8_t a) {
  std::uint8_t result = 1;
  for (int i = 0; i < 254; ++i) result = times(result, a);
  return result;
}

std::array<std::uint8_t, 4> mark_of(const SecretBytes& secret) {
  const Digest digest = Sha256{}.add(view_of("kwota share")).add(secret.view()).finish();
  return {digest[0], digest[1], digest[2], digest[3]};
}

Error do_not_fit(std::string why) {
  return error(
      Fault::request, "shares_do_not_fit",
      fmt::format("These shares do not bring the backup key back ({}): nothing was restored. Bring the right ones.", why),
      {{"why", why}});
}

Error bad_share(std::string why) {
  return error(Fault::request, Cause::bad_share,
               fmt::format("This is not a share of a backup key ({}): nothing was restored. Enter it again.", why),
               {{"why", why}});
}

/// The factor of the share at `index` when the polynomials are evaluated at zero (Lagrange).
std::uint8_t weight(std::span<const Share> shares, std::uint8_t index) {
  std::uint8_t product = 1;
  for (const auto& other : shares)
    if (other.index != index)
      product = times(product, times(other.index, inverse(static_cast<std::uint8_t>(other.index ^ index))));
  return product;
}

Bytes content(const Share& share) {
  Bytes bytes{share.index, share.needed};
  append(bytes, share.mark);
  append(bytes, share.value.view());
  return bytes;
}

}  // namespace

Result<std::vector<Share>> split(const SecretBytes& secret, unsigned needed, unsigned count, Random& random) {
  if (needed < 2 || needed > count || count > 255)
    return error(Fault::request, "bad_share_numbers",
                 "A backup key is split over at most 255 officers, of whom at least two are needed and at most all: nothing was "
                 "changed. Choose other numbers.");
  std::vector<SecretBytes> coefficients;  // of x, x^2, …: one polynomial a byte of the secret
  for (unsigned degree = 1; degree < needed; ++degree) {
    coefficients.emplace_back(Bytes(secret.size()));
    random.fill(coefficients.back().writable());
  }
  std::vector<Share> shares;
  for (unsigned index = 1; index <= count; ++index) {
    const auto x = static_cast<std::uint8_t>(index);
    Share share{x, static_cast<std::uint8_t>(needed), mark_of(secret), SecretBytes{Bytes(secret.size())}};
    for (std::size_t i = 0; i < secret.size(); ++i) {
      std::uint8_t sum = 0;  // Horner's scheme, from the highest degree down
      for (auto one = coefficients.rbegin(); one != coefficients.rend(); ++one)
        sum = times(static_cast<std::uint8_t>(sum ^ one->view()[i]), x);
      share.value.writable()[i] = static_cast<std::uint8_t>(sum ^ secret.view()[i]);
    }
    shares.push_back(std::move(share));
  }
  return shares;
}

Result<SecretBytes> join(std::span<const Share> shares) {
  if (shares.empty()) return do_not_fit("there are none");
  const auto& first = shares.front();
  std::set<std::uint8_t> seen;
  for (const auto& share : shares) {
    if (share.index == 0 || !seen.insert(share.index).second) return do_not_fit("one was brought twice");
    if (share.mark != first.mark || share.needed != first.needed || share.value.size() != first.value.size())
      return do_not_fit("they belong to different backups");
  }
  if (shares.size() < first.needed) return do_not_fit(fmt::format("{} are needed", first.needed));
  const auto used = shares.first(first.needed);
  SecretBytes secret{Bytes(first.value.size())};
  for (const auto& share : used) {
    const auto factor = weight(used, share.index);
    for (std::size_t i = 0; i < secret.size(); ++i)
      secret.writable()[i] = static_cast<std::uint8_t>(secret.view()[i] ^ times(share.value.view()[i], factor));
  }
  if (mark_of(secret) != first.mark) return do_not_fit("one of them is wrong");
  return secret;
}

SecretBytes share_text(const Share& share) {
  const SecretBytes bytes{content(share)};
  std::string digits = to_hex(bytes.view());
  std::string text = fmt::format("{}-{}-{}", text_head, share.index, share.needed);
  for (std::size_t at = 4; at < digits.size(); at += group_digits) text += '-' + digits.substr(at, group_digits);
  text += fmt::format("-{:08X}", crc32(bytes.view()));
  SecretBytes out{view_of(text)};
  for (auto* one : {&digits, &text}) wipe({reinterpret_cast<std::uint8_t*>(one->data()), one->size()});
  return out;
}

Result<Share> parse_share(std::string_view text) {
  std::vector<std::string> groups(1);
  for (const char c : text) {
    if (c == '-')
      groups.emplace_back();
    else if (c != ' ' && c != '\t' && c != '\r' && c != '\n')
      groups.back() += capital_letter(c);
  }
  constexpr std::size_t head_groups = 3, least_groups = 6;
  if (groups.size() < least_groups || groups[0] != text_head) return bad_share("it does not begin with KS1");
  const auto number = [](const std::string& digits) {
    unsigned value = 0;
    for (const char c : digits) value = is_digit(c) && value < 1000 ? value * 10 + static_cast<unsigned>(c - '0') : 1000;
    return digits.empty() ? 0u : value;
  };
  const unsigned index = number(groups[1]), needed = number(groups[2]);
  if (index < 1 || index > 255 || needed < 2 || needed > 255) return bad_share("its numbers are wrong");
  std::string digits;
  for (std::size_t i = head_groups; i + 1 < groups.size(); ++i) digits += groups[i];
  auto bytes = from_hex(digits), check = from_hex(groups.back());
  wipe({reinterpret_cast<std::uint8_t*>(digits.data()), digits.size()});
  for (auto& group : groups) wipe({reinterpret_cast<std::uint8_t*>(group.data()), group.size()});
  if (!bytes.ok() || !check.ok() || check->size() != 4)
    return bad_share("a character is no hexadecimal digit, or one is missing");
  constexpr std::size_t mark_bytes = 4;
  const SecretBytes body{std::move(bytes).value()};
  if (body.size() <= mark_bytes || body.size() > value_max) return bad_share("it is too short or too long");
  Share share{
      static_cast<std::uint8_t>(index), static_cast<std::uint8_t>(needed), {}, SecretBytes{body.view().subspan(mark_bytes)}};
  std::copy_n(body.view().begin(), mark_bytes, share.mark.begin());
  if (crc32(SecretBytes{content(share)}.view()) != get_be32(check->data())) return bad_share("a character is mistyped");
  return share;
}

}  // namespace kwota::seal
