#include "store/draft/sealer.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <algorithm>

#include "base/cause.h"

namespace kwota::store {
namespace {

/// Groups that the vault signs afterwards in one go: at 40 ms each it is busy with them for two seconds. [K]
constexpr std::size_t countersigned_at_once = 50;

Error no_pair() {
  return error(Fault::ours, Cause::books_unavailable,
               "This process could not make its pair of keys. Nothing was booked. Start the program again.", {{"reason", "key pair"}});
}

}  // namespace

Digest hash_of(const Process& process) {
  Bytes bytes = to_bytes(view_of("kwota process 1"));
  append_be64(bytes, process.number);
  append_be64(bytes, process.started.ms());
  append_be64(bytes, process.after);
  append(bytes, process.after_hash);
  append(bytes, process.public_key);
  return sha256(bytes);
}

struct Sealer::Pair {
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{EVP_EC_gen("P-256"), &EVP_PKEY_free};

  Bytes public_key() const {
    std::uint8_t* der = nullptr;
    const int size = i2d_PUBKEY(key.get(), &der);
    Bytes out(der, der + std::max(size, 0));
    OPENSSL_free(der);
    return out;
  }
  std::optional<Signature> sign(const Digest& digest) const {
    const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(EVP_PKEY_CTX_new(key.get(), nullptr), &EVP_PKEY_CTX_free);
    std::array<std::uint8_t, 80> der{};
    std::size_t size = der.size();
    if (!context || EVP_PKEY_sign_init(context.get()) != 1 ||
        EVP_PKEY_sign(context.get(), der.data(), &size, digest.data(), digest.size()) != 1)
      return std::nullopt;
    const auto* at = static_cast<const std::uint8_t*>(der.data());
    const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> numbers(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size)), &ECDSA_SIG_free);
    Signature signature{};
    if (!numbers || BN_bn2binpad(ECDSA_SIG_get0_r(numbers.get()), signature.data(), 32) != 32 ||
        BN_bn2binpad(ECDSA_SIG_get0_s(numbers.get()), signature.data() + 32, 32) != 32)
      return std::nullopt;
    return signature;
  }
};

Sealer::Sealer(Signer vault) : vault_(std::move(vault)) {}
Sealer::~Sealer() = default;

Result<void> Sealer::introduce(Engine& engine, Instant now) {
  if (!vault_ || number_ != 0) return Done{};
  if (!pair_) pair_ = std::make_unique<Pair>();
  if (!pair_->key) return no_pair();
  TRY(newest, engine.newest_anchor());
  TRY(last, engine.last_process());
  Process process{last + 1, now, newest.number, newest.hash, pair_->public_key(), {}};
  TRY(signature, vault_(hash_of(process)));
  process.signature = signature;
  MUST(engine.put_process(process));
  number_ = process.number;
  return Done{};
}

Result<void> Sealer::sign(Anchor& anchor, bool vault_only) {
  if (!vault_) return Done{};
  auto signature = vault_(anchor.hash);
  if (signature) {
    anchor.signature = *signature;
    return Done{};
  }
  if (vault_only || number_ == 0) return std::move(signature).error();
  const auto own = pair_->sign(anchor.hash);
  if (!own) return no_pair();
  anchor.process = number_;
  anchor.process_signature = *own;
  return Done{};
}

void Sealer::committed(const Anchor& anchor) {
  if (anchor.process != 0) waiting_.push_back({anchor.number, anchor.hash});
}

Result<void> Sealer::countersign(Engine& engine) {
  if (waiting_.empty()) return Done{};
  std::vector<Countersignature> signatures;
  Result<void> result = Done{};
  for (std::size_t i = 0; i < std::min(waiting_.size(), countersigned_at_once) && result; ++i) {
    auto signature = vault_(waiting_[i].hash);
    if (signature)
      signatures.push_back({waiting_[i].number, waiting_[i].hash, *signature});
    else
      result = std::move(signature).error();
  }
  MUST(engine.countersign(signatures));
  waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(signatures.size()));
  return result;
}

}  // namespace kwota::store
