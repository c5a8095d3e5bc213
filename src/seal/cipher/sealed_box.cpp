#include "seal/cipher/sealed_box.h"

#include <openssl/evp.h>

#include <cassert>
#include <memory>

#include "base/random.h"

namespace kwota::seal {
namespace {

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;
constexpr std::size_t nonce_bytes = 12, tag_bytes = 16;

int length(ByteView bytes) { return static_cast<int>(bytes.size()); }

}  // namespace

SecretBytes make_box_key() {
  SecretBytes key{Bytes(box_key_bytes)};
  SystemRandom{}.fill(key.writable());
  return key;
}

Bytes seal_box(const SecretBytes& key, ByteView plain) {
  assert(key.size() == box_key_bytes);
  Bytes box(nonce_bytes + plain.size() + tag_bytes);
  std::uint8_t *nonce = box.data(), *cipher = nonce + nonce_bytes, *tag = cipher + plain.size();
  const CipherContext context{EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free};
  int size = 0;
  SystemRandom{}.fill({nonce, nonce_bytes});
  const bool sealed = context &&
                      EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.view().data(), nonce) == 1 &&
                      EVP_EncryptUpdate(context.get(), cipher, &size, plain.data(), length(plain)) == 1 &&
                      EVP_EncryptFinal_ex(context.get(), cipher + size, &size) == 1 &&
                      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, tag_bytes, tag) == 1;
  assert(sealed);
  return box;
}

Result<SecretBytes> open_box(const SecretBytes& key, ByteView box) {
  const auto refused = [] {
    return error(Fault::forged, "bad_cryptogram",
                 "The sealed bytes do not open: they were changed, or sealed under another key.");
  };
  if (key.size() != box_key_bytes || box.size() < nonce_bytes + tag_bytes) return refused();
  const auto nonce = box.first(nonce_bytes), cipher = box.subspan(nonce_bytes, box.size() - nonce_bytes - tag_bytes);
  Bytes tag = to_bytes(box.last(tag_bytes));
  SecretBytes plain{Bytes(cipher.size())};
  const CipherContext context{EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free};
  int size = 0;
  const bool opened = context &&
                      EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.view().data(), nonce.data()) == 1 &&
                      EVP_DecryptUpdate(context.get(), plain.writable().data(), &size, cipher.data(), length(cipher)) == 1 &&
                      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, tag_bytes, tag.data()) == 1 &&
                      EVP_DecryptFinal_ex(context.get(), plain.writable().data() + size, &size) == 1;
  if (!opened) return refused();
  return plain;
}

}  // namespace kwota::seal
