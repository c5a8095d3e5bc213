// For tests: a key that signs anchors as the vault does (ECDSA P-256).
#pragma once
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>

#include "store/draft/anchor.h"

namespace kwota::store::test {

class TestKey {
 public:
  TestKey() : key_(EVP_EC_gen("P-256"), &EVP_PKEY_free) {}

  Signer signer() const {
    return [key = key_](const Digest& digest) -> Result<Signature> {
      const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(EVP_PKEY_CTX_new(key.get(), nullptr),
                                                                                &EVP_PKEY_CTX_free);
      std::array<std::uint8_t, 80> der{};
      std::size_t size = der.size();
      EVP_PKEY_sign_init(context.get());
      EVP_PKEY_sign(context.get(), der.data(), &size, digest.data(), digest.size());
      const auto* at = static_cast<const std::uint8_t*>(der.data());
      const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> pair(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size)),
                                                                       &ECDSA_SIG_free);
      Signature signature{};
      BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), signature.data(), 32);
      BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), signature.data() + 32, 32);
      return signature;
    };
  }

  Bytes public_key() const {
    std::uint8_t* der = nullptr;
    const int size = i2d_PUBKEY(key_.get(), &der);
    Bytes out(der, der + size);
    OPENSSL_free(der);
    return out;
  }
  SignatureCheck check() const { return check_by_public_key(public_key()).value(); }

 private:
  std::shared_ptr<EVP_PKEY> key_;
};

}  // namespace kwota::store::test
