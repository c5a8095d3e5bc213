#include "store/draft/anchor.h"

#include <fmt/format.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <sstream>

namespace kwota::store {
namespace {

/// OpenSSL wants the two numbers as DER (RFC 3279, 2.2.3).
Bytes der_signature(const Signature& signature) {
  const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> pair(ECDSA_SIG_new(), &ECDSA_SIG_free);
  ECDSA_SIG_set0(pair.get(), BN_bin2bn(signature.data(), 32, nullptr), BN_bin2bn(signature.data() + 32, 32, nullptr));
  std::uint8_t* der = nullptr;
  const int size = i2d_ECDSA_SIG(pair.get(), &der);
  Bytes out(der, der + std::max(size, 0));
  OPENSSL_free(der);
  return out;
}

bool verifies(EVP_PKEY* key, const Digest& digest, const Signature& signature) {
  const auto der = der_signature(signature);
  const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(EVP_PKEY_CTX_new(key, nullptr), &EVP_PKEY_CTX_free);
  return context && EVP_PKEY_verify_init(context.get()) == 1 &&
         EVP_PKEY_verify(context.get(), der.data(), der.size(), digest.data(), digest.size()) == 1;
}

}  // namespace

Digest hash_of(const Anchor& anchor) {
  Bytes bytes = to_bytes(view_of(anchor.nature == books::Nature::sample ? "kwota sample anchor 1" : "kwota anchor 1"));
  append_be64(bytes, anchor.number);
  append_be64(bytes, anchor.time.ms());
  append_be64(bytes, anchor.count);
  append(bytes, anchor.root);
  append(bytes, anchor.previous);
  return sha256(bytes);
}

std::string log_line(const Anchor& anchor) {
  return fmt::format("{} {} {} {} {} {}{}\n", anchor.number, format_utc(anchor.time), anchor.count, to_hex(anchor.root),
                     to_hex(anchor.hash), anchor.signature ? to_hex(*anchor.signature) : "-", anchor.nature == books::Nature::sample ? " sample" : "");
}

Result<LogTail> read_log_tail(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  if (!in) return LogTail{};
  // Lines are shorter than 400 bytes: the last whole one stands in the last 4 KiB.
  const auto size = static_cast<std::int64_t>(in.tellg());
  const auto from = std::max<std::int64_t>(0, size - 4096);
  std::string text(static_cast<std::size_t>(size - from), '\0');
  in.seekg(from);
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  const auto end = text.rfind('\n');
  if (end == std::string::npos) return LogTail{.rest = text};
  const auto before = end == 0 ? std::string::npos : text.rfind('\n', end - 1);
  std::istringstream line(
      text.substr(before == std::string::npos ? 0 : before + 1, end - (before == std::string::npos ? 0 : before + 1)));
  LogTail tail{.rest = text.substr(end + 1)};
  std::string time, count, root;
  line >> tail.number >> time >> count >> root >> tail.hash;
  if (!line)
    return error(Fault::forged, "anchor_log_damaged",
                 "The end of anchors.log cannot be read: the file was changed by hand. The books are as they were. Compare it "
                 "with a copy.");
  return tail;
}

Result<SignatureCheck> check_by_public_key(ByteView der) {
  std::vector<std::shared_ptr<EVP_PKEY>> keys;
  const auto* const end = der.data() + der.size();
  for (const auto* at = der.data(); at != end || keys.empty();) {
    const std::shared_ptr<EVP_PKEY> key(d2i_PUBKEY(nullptr, &at, static_cast<long>(end - at)), &EVP_PKEY_free);
    if (!key)
      return error(Fault::request, "bad_public_key",
                   "This is not a public key (SubjectPublicKeyInfo, DER). Nothing was checked. Take the key from the vault.");
    keys.push_back(key);
  }
  return SignatureCheck([keys](const Digest& digest, const Signature& signature) {
    return std::any_of(keys.begin(), keys.end(), [&](const auto& key) { return verifies(key.get(), digest, signature); });
  });
}

bool check_proof(const Proof& proof, const SignatureCheck& check) {
  return climb(proof.leaf, proof.path) == proof.anchor.root && hash_of(proof.anchor) == proof.anchor.hash &&
         proof.anchor.signature && check(proof.anchor.hash, *proof.anchor.signature);
}

}  // namespace kwota::store
