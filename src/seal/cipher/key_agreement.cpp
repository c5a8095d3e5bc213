#include "seal/cipher/key_agreement.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <cassert>

#include "seal/cipher/ecdsa.h"

namespace kwota::seal {
namespace {

using EvpKey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Operation = std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

constexpr std::size_t shared_bytes = 32, wrap_overhead = 8;

CipherContext wrapping_context() {
  CipherContext context{EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free};
  assert(context);
  EVP_CIPHER_CTX_set_flags(context.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
  return context;
}

Error bad_cryptogram() {
  return error(Fault::forged, "bad_cryptogram",
               "The cryptogram does not open: it was made for somebody else, or changed on the way.");
}

}  // namespace

struct AgreementKey::Pair {
  EvpKey key;
};

AgreementKey::AgreementKey(std::unique_ptr<Pair> pair) : pair_(std::move(pair)) {}
AgreementKey::~AgreementKey() = default;
AgreementKey::AgreementKey(AgreementKey&&) noexcept = default;
AgreementKey& AgreementKey::operator=(AgreementKey&&) noexcept = default;

AgreementKey AgreementKey::generate() {
  EvpKey key{EVP_EC_gen("P-256"), EVP_PKEY_free};
  assert(key && "OpenSSL could not make a key");
  return AgreementKey{std::make_unique<Pair>(Pair{std::move(key)})};
}

std::optional<AgreementKey> AgreementKey::from_private_key(const SecretBytes& der) {
  const auto* p = der.view().data();
  EvpKey key{d2i_AutoPrivateKey(nullptr, &p, static_cast<long>(der.size())), EVP_PKEY_free};
  if (!key || EVP_PKEY_is_a(key.get(), "EC") != 1) return std::nullopt;
  return AgreementKey{std::make_unique<Pair>(Pair{std::move(key)})};
}

Bytes AgreementKey::point() const {
  Bytes der(static_cast<std::size_t>(i2d_PUBKEY(pair_->key.get(), nullptr)));
  auto* p = der.data();
  i2d_PUBKEY(pair_->key.get(), &p);
  return to_bytes(ByteView{der}.last(point_bytes));
}

Result<SecretBytes> AgreementKey::agree(ByteView other_point) const {
  TRY(spki, public_key_from_point(other_point));
  const auto* p = spki.data();
  const EvpKey other{d2i_PUBKEY(nullptr, &p, static_cast<long>(spki.size())), EVP_PKEY_free};
  const Operation operation{EVP_PKEY_CTX_new(pair_->key.get(), nullptr), EVP_PKEY_CTX_free};
  SecretBytes shared{Bytes(shared_bytes)};
  std::size_t size = shared_bytes;
  const bool agreed = other && operation && EVP_PKEY_derive_init(operation.get()) == 1 &&
                      EVP_PKEY_derive_set_peer(operation.get(), other.get()) == 1 &&
                      EVP_PKEY_derive(operation.get(), shared.writable().data(), &size) == 1 && size == shared_bytes;
  if (!agreed) return error(Fault::forged, "bad_public_key", "The other side sent a number that is no point of the curve P-256.");
  return shared;
}

SecretBytes transport_key(const SecretBytes& shared, const Digest& context) {
  const CipherContext cipher{EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free};
  SecretBytes key{Bytes(context.size())};
  int size = 0;
  const bool made =
      cipher && shared.size() == shared_bytes &&
      EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_ecb(), nullptr, shared.view().data(), nullptr) == 1 &&
      EVP_CIPHER_CTX_set_padding(cipher.get(), 0) == 1 &&
      EVP_EncryptUpdate(cipher.get(), key.writable().data(), &size, context.data(), static_cast<int>(context.size())) == 1 &&
      static_cast<std::size_t>(size) == context.size();
  assert(made);
  return key;
}

Bytes wrap_key(const SecretBytes& transport, ByteView key) {
  const auto context = wrapping_context();
  Bytes wrapped(key.size() + wrap_overhead);
  int size = 0;
  const bool made = EVP_EncryptInit_ex(context.get(), EVP_aes_256_wrap(), nullptr, transport.view().data(), nullptr) == 1 &&
                    EVP_EncryptUpdate(context.get(), wrapped.data(), &size, key.data(), static_cast<int>(key.size())) == 1 &&
                    static_cast<std::size_t>(size) == wrapped.size();
  assert(made);
  return wrapped;
}

Result<SecretBytes> unwrap_key(const SecretBytes& transport, ByteView wrapped) {
  if (wrapped.size() < 3 * wrap_overhead || wrapped.size() % wrap_overhead != 0) return bad_cryptogram();
  const auto context = wrapping_context();
  SecretBytes key{Bytes(wrapped.size())};  // OpenSSL may use the room of the whole input
  int size = 0;
  const bool opened =
      EVP_DecryptInit_ex(context.get(), EVP_aes_256_wrap(), nullptr, transport.view().data(), nullptr) == 1 &&
      EVP_DecryptUpdate(context.get(), key.writable().data(), &size, wrapped.data(), static_cast<int>(wrapped.size())) == 1;
  if (!opened || size < 0) return bad_cryptogram();
  return SecretBytes{key.view().first(static_cast<std::size_t>(size))};
}

}  // namespace kwota::seal
