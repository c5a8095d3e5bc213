#include "seal/cipher/sha256.h"

#include <openssl/evp.h>

#include <cassert>

namespace kwota::seal {
namespace {

const EVP_MD* algorithm() {
  static const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> md{EVP_MD_fetch(nullptr, "SHA256", nullptr), EVP_MD_free};
  assert(md && "OpenSSL's default provider lacks SHA-256");
  return md.get();
}

void begin(EVP_MD_CTX* context) {
  const bool begun = EVP_DigestInit_ex2(context, algorithm(), nullptr) == 1;
  assert(begun);
}

}  // namespace

struct Sha256::Context {
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> evp{EVP_MD_CTX_new(), EVP_MD_CTX_free};
};

Sha256::Sha256() : context_(std::make_unique<Context>()) { begin(context_->evp.get()); }
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

Sha256& Sha256::add(ByteView bytes) {
  const bool added = EVP_DigestUpdate(context_->evp.get(), bytes.data(), bytes.size()) == 1;
  assert(added);
  return *this;
}

Digest Sha256::finish() {
  Digest digest{};
  const bool finished = EVP_DigestFinal_ex(context_->evp.get(), digest.data(), nullptr) == 1;
  assert(finished);
  begin(context_->evp.get());
  return digest;
}

Digest sha256(ByteView bytes) {
  thread_local Sha256 hash;
  return hash.add(bytes).finish();
}

std::string print_in_groups(ByteView bytes) {
  const auto text = to_hex(ByteView(sha256(bytes)).first(8));
  return text.substr(0, 4) + "-" + text.substr(4, 4) + "-" + text.substr(8, 4) + "-" + text.substr(12, 4);
}

}  // namespace kwota::seal
