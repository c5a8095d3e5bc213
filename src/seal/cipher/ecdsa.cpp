#include "seal/cipher/ecdsa.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <algorithm>
#include <cassert>

namespace kwota::seal {
namespace {

using EvpKey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Operation = std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)>;
using Numbers = std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)>;

/// OpenSSL speaks DER, tokens and receipts speak r || s.
Signature raw_from_der(ByteView der) {
  const auto* p = der.data();
  const Numbers numbers{d2i_ECDSA_SIG(nullptr, &p, static_cast<long>(der.size())), ECDSA_SIG_free};
  assert(numbers);
  Signature raw{};
  const bool fits = BN_bn2binpad(ECDSA_SIG_get0_r(numbers.get()), raw.data(), 32) == 32 &&
                    BN_bn2binpad(ECDSA_SIG_get0_s(numbers.get()), raw.data() + 32, 32) == 32;
  assert(fits);
  return raw;
}

Bytes der_from_raw(const Signature& raw) {
  const Numbers numbers{ECDSA_SIG_new(), ECDSA_SIG_free};
  ECDSA_SIG_set0(numbers.get(), BN_bin2bn(raw.data(), 32, nullptr), BN_bin2bn(raw.data() + 32, 32, nullptr));
  Bytes der(static_cast<std::size_t>(i2d_ECDSA_SIG(numbers.get(), nullptr)));
  auto* p = der.data();
  i2d_ECDSA_SIG(numbers.get(), &p);
  return der;
}

}  // namespace

Result<Bytes> public_key_from_point(ByteView point) {
  if (point.size() != 65 || point[0] != 0x04)
    return error(Fault::ours, "bad_public_key",
                 "This is not an uncompressed point of the curve P-256: check the signature key of the vault.");
  // SEQUENCE { SEQUENCE { id-ecPublicKey, prime256v1 }, BIT STRING point }: RFC 5480.
  Bytes der = hex("3059301306072A8648CE3D020106082A8648CE3D030107034200");
  append(der, point);
  return der;
}

bool is_public_key(ByteView der) {
  const auto* p = der.data();
  const EvpKey key{d2i_PUBKEY(nullptr, &p, static_cast<long>(der.size())), EVP_PKEY_free};
  std::array<char, 32> curve{};
  std::size_t length = 0;
  return key && p == der.data() + der.size() && EVP_PKEY_is_a(key.get(), "EC") == 1 && EVP_PKEY_get_group_name(key.get(), curve.data(), curve.size(), &length) == 1 &&
         std::string_view(curve.data(), length) == "prime256v1";
}

bool verify_signature(ByteView public_key, const Digest& digest, const Signature& signature) {
  const auto* p = public_key.data();
  const EvpKey key{d2i_PUBKEY(nullptr, &p, static_cast<long>(public_key.size())), EVP_PKEY_free};
  if (!key || EVP_PKEY_is_a(key.get(), "EC") != 1) return false;
  const Operation operation{EVP_PKEY_CTX_new(key.get(), nullptr), EVP_PKEY_CTX_free};
  const Bytes der = der_from_raw(signature);
  return operation && EVP_PKEY_verify_init(operation.get()) == 1 &&
         EVP_PKEY_verify(operation.get(), der.data(), der.size(), digest.data(), digest.size()) == 1;
}

bool signed_by(const std::string& public_key_hex, const Digest& digest, ByteView signature) {
  const auto key = from_hex(public_key_hex);
  Signature both{};
  if (!key.ok() || signature.size() != both.size()) return false;
  std::ranges::copy(signature, both.begin());
  return verify_signature(*key, digest, both);
}

struct SigningKey::Pair {
  EvpKey key;
};

SigningKey::SigningKey(std::unique_ptr<Pair> pair) : pair_(std::move(pair)) {}
SigningKey::~SigningKey() = default;
SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey& SigningKey::operator=(SigningKey&&) noexcept = default;

EVP_PKEY* SigningKey::of_openssl() const { return pair_->key.get(); }

SigningKey SigningKey::generate() {
  EvpKey key{EVP_EC_gen("P-256"), EVP_PKEY_free};
  assert(key && "OpenSSL could not make a key");
  return SigningKey{std::make_unique<Pair>(Pair{std::move(key)})};
}

Signature SigningKey::sign(const Digest& digest) const {
  const Operation operation{EVP_PKEY_CTX_new(pair_->key.get(), nullptr), EVP_PKEY_CTX_free};
  std::array<std::uint8_t, 80> der{};
  std::size_t size = der.size();
  const bool made = operation && EVP_PKEY_sign_init(operation.get()) == 1 &&
                    EVP_PKEY_sign(operation.get(), der.data(), &size, digest.data(), digest.size()) == 1;
  assert(made);
  return raw_from_der(ByteView{der}.first(size));
}

Bytes SigningKey::public_key() const {
  Bytes der(static_cast<std::size_t>(i2d_PUBKEY(pair_->key.get(), nullptr)));
  auto* p = der.data();
  i2d_PUBKEY(pair_->key.get(), &p);
  return der;
}

SecretBytes SigningKey::private_key() const {
  SecretBytes der{Bytes(static_cast<std::size_t>(i2d_PrivateKey(pair_->key.get(), nullptr)))};
  auto* p = der.writable().data();
  i2d_PrivateKey(pair_->key.get(), &p);
  return der;
}

std::optional<SigningKey> SigningKey::from_private_key(const SecretBytes& der) {
  const auto* p = der.view().data();
  EvpKey key{d2i_AutoPrivateKey(nullptr, &p, static_cast<long>(der.size())), EVP_PKEY_free};
  if (!key || EVP_PKEY_is_a(key.get(), "EC") != 1) return std::nullopt;
  return SigningKey{std::make_unique<Pair>(Pair{std::move(key)})};
}

}  // namespace kwota::seal
