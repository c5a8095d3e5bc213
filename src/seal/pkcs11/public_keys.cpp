#include "seal/pkcs11/public_keys.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>

#include <cassert>

#include "seal/cipher/ecdsa.h"
#include "seal/vault/vault_rules.h"

namespace kwota::seal {
namespace {

using EvpKey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using EvpContext = std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)>;
using Number = std::unique_ptr<BIGNUM, decltype(&BN_free)>;

Number number(ByteView big_endian) {
  return {BN_bin2bn(big_endian.data(), static_cast<int>(big_endian.size()), nullptr), BN_free};
}

/// The content of a DER OCTET STRING shorter than 128 bytes; tokens wrap points in one.
Result<ByteView> octets(const Bytes& der) {
  constexpr std::size_t head = 2;
  if (der.size() <= head || der[0] != 0x04 || der[1] != der.size() - head)
    return vault_refused("a public key has no readable point");
  return ByteView{der}.subspan(head);
}

Result<Bytes> ed25519_public_key(ByteView point) {
  constexpr std::size_t point_bytes_ed25519 = 32;
  if (point.size() != point_bytes_ed25519) return vault_refused("a public key is not of the curve Ed25519");
  Bytes der = hex("302A300506032B6570032100");  // RFC 8410: SEQUENCE { SEQUENCE { id-Ed25519 }, BIT STRING }
  append(der, point);
  return der;
}

Bytes big_number(const EvpKey& key, const char* name) {
  BIGNUM* raw = nullptr;
  if (EVP_PKEY_get_bn_param(key.get(), name, &raw) != 1) return {};
  const Number value{raw, BN_free};
  Bytes bytes(static_cast<std::size_t>(BN_num_bytes(raw)));
  BN_bn2bin(raw, bytes.data());
  return bytes;
}

}  // namespace

Bytes rsa_public_key(const RsaNumbers& numbers) {
  const auto modulus = number(numbers.modulus), exponent = number(numbers.exponent);
  const std::unique_ptr<OSSL_PARAM_BLD, decltype(&OSSL_PARAM_BLD_free)> builder{OSSL_PARAM_BLD_new(), OSSL_PARAM_BLD_free};
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
  const std::unique_ptr<OSSL_PARAM, decltype(&OSSL_PARAM_free)> parameters{OSSL_PARAM_BLD_to_param(builder.get()),
                                                                           OSSL_PARAM_free};
  const EvpContext context{EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr), EVP_PKEY_CTX_free};
  EVP_PKEY* raw = nullptr;
  const bool made = context && EVP_PKEY_fromdata_init(context.get()) == 1 &&
                    EVP_PKEY_fromdata(context.get(), &raw, EVP_PKEY_PUBLIC_KEY, parameters.get()) == 1;
  assert(made && "OpenSSL could not put an RSA key together");
  const EvpKey key{raw, EVP_PKEY_free};
  Bytes der(static_cast<std::size_t>(i2d_PUBKEY(key.get(), nullptr)));
  auto* p = der.data();
  i2d_PUBKEY(key.get(), &p);
  return der;
}

Result<RsaNumbers> read_rsa_public_key(ByteView der) {
  constexpr int bits_min = 2048, bits_max = 4096;
  const auto* p = der.data();
  const EvpKey key{d2i_PUBKEY(nullptr, &p, static_cast<long>(der.size())), EVP_PKEY_free};
  const bool fits = key && p == der.data() + der.size() && EVP_PKEY_is_a(key.get(), "RSA") == 1 &&
                    EVP_PKEY_get_bits(key.get()) >= bits_min && EVP_PKEY_get_bits(key.get()) <= bits_max;
  if (!fits)
    return error(
        Fault::request, "bad_public_key",
        "This is not an RSA public key of 2048 to 4096 bits: nothing was handed over. Take the one that the receiving key "
        "store shows.");
  return RsaNumbers{big_number(key, OSSL_PKEY_PARAM_RSA_N), big_number(key, OSSL_PKEY_PARAM_RSA_E)};
}

Result<void> check_point(ByteView point) {
  TRY(der, public_key_from_point(point));
  const auto* p = der.data();
  const EvpKey key{d2i_PUBKEY(nullptr, &p, static_cast<long>(der.size())), EVP_PKEY_free};
  if (key) return {};
  return error(Fault::forged, "bad_public_key", "The other side sent a number that is no point of the curve P-256.");
}

Result<Bytes> public_key_of(Pkcs11Session& session, CK_OBJECT_HANDLE public_key) {
  TRY(type, session.number(public_key, CKA_KEY_TYPE));
  if (type == CKK_RSA) {
    TRY(modulus, session.attribute(public_key, CKA_MODULUS));
    TRY(exponent, session.attribute(public_key, CKA_PUBLIC_EXPONENT));
    return rsa_public_key({std::move(modulus), std::move(exponent)});
  }
  if (type != CKK_EC && type != CKK_EC_EDWARDS) return vault_refused("a public key is of an unknown kind");
  TRY(wrapped, session.attribute(public_key, CKA_EC_POINT));
  TRY(point, octets(wrapped));
  return type == CKK_EC ? public_key_from_point(point) : ed25519_public_key(point);
}

}  // namespace kwota::seal
