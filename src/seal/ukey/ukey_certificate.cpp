#include "seal/ukey/ukey_certificate.h"

#include "seal/cipher/certificate.h"
#include "seal/vault/meter_vault.h"

namespace kwota::seal {
namespace {

constexpr std::size_t length_bytes = 2;

void append_field(Bytes& out, ByteView field) {
  out.push_back(static_cast<std::uint8_t>(field.size() >> 8));
  out.push_back(static_cast<std::uint8_t>(field.size()));
  append(out, field);
}

/// Takes a field off the front; nothing when it is not whole.
std::optional<Bytes> take_field(ByteView& rest) {
  if (rest.size() < length_bytes) return std::nullopt;
  const std::size_t size = std::size_t{rest[0]} << 8 | rest[1];
  rest = rest.subspan(length_bytes);
  if (size == 0 || size > rest.size()) return std::nullopt;
  auto field = to_bytes(rest.first(size));
  rest = rest.subspan(size);
  return field;
}

}  // namespace

Result<UkeyCertificate> certify_ukey(Vault& office, ByteView ukey_key, const std::string& label, Instant valid_to) {
  constexpr std::size_t name_bytes = 8;
  TRY(utility_key, office.public_key(KeyStoreMeterVault::identity));
  const auto print = sha256(utility_key);
  const CertificateOrder order{.public_key = to_bytes(ukey_key),
                               .common_name = label,
                               .organisation = role_key_ukey,
                               .issuer = "utility identity " + to_hex(ByteView{print}.first(name_bytes)),
                               .valid_to = valid_to};
  TRY(made, certify(order, [&](ByteView message) { return office.sign(KeyStoreMeterVault::identity, message); }));
  return UkeyCertificate{std::move(utility_key), std::move(made)};
}

Bytes encode(const UkeyCertificate& certificate) {
  Bytes out;
  append_field(out, certificate.utility_key);
  append_field(out, certificate.certificate);
  return out;
}

std::optional<UkeyCertificate> decode_ukey_certificate(ByteView bytes) {
  auto utility_key = take_field(bytes);
  if (!utility_key) return std::nullopt;
  auto certificate = take_field(bytes);
  if (!certificate || !bytes.empty()) return std::nullopt;
  return UkeyCertificate{std::move(*utility_key), std::move(*certificate)};
}

}  // namespace kwota::seal
