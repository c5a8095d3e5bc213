#include "seal/vaults/sealing_vault.h"

#include <algorithm>

#include "base/cause.h"
#include "seal/pkcs11/owner_file.h"
#include "seal/vaults/sample_keys.h"

namespace kwota::seal {
namespace {

/// Who a card or a meter of before own keys is; the request in the words of the sample vault.
std::optional<Authenticate> asked_of_before(const Request& request) {
  const auto* proof = std::get_if<Authenticate>(&request);
  if (proof == nullptr || proof->key.version != sample_keys_of_before) return std::nullopt;
  auto asked = *proof;
  asked.key.version = test_key_version;
  return asked;
}

}  // namespace

Error own_keys_missing() {
  return error(Fault::refused, Cause::own_keys_missing,
               "These books have no keys yet: nothing was sealed, and nothing can be sold. The key office forms the utility's keys, delivers and "
               "activates them.");
}

SealingVault::SealingVault(std::unique_ptr<Vault> sample, std::shared_ptr<Pkcs11Token> own, std::filesystem::path mark)
    : sample_(std::move(sample)),
      own_token_(std::move(own)),
      own_(own_token_),
      mark_(std::move(mark)),
      in_use_(std::filesystem::exists(mark_)) {}

Result<bool> SealingVault::own_in_charge() {
  if (in_use_) return true;
  const auto revision = own_token_->revision();
  if (seen_ == revision) return false;
  const auto keys = own_.keys();
  if (!keys.ok()) return false;  // no own key was ever in use: asked again when there may be one
  const bool own = std::ranges::any_of(*keys, [](const KeyDescription& one) { return comes_from_the_seed(one.key.purpose); });
  if (own) MUST(write_owner_file(mark_, view_of("Own keys were in use: sample keys seal no more.\n")));
  in_use_ = own;
  seen_ = own_token_->revision();
  return own;
}

Result<Vault*> SealingVault::in_charge() {
  TRY(own, own_in_charge());
  if (own) return static_cast<Vault*>(&own_);
  if (!sample_) return own_keys_missing();
  return sample_.get();
}

Result<Bytes> SealingVault::perform(const Request& request) {
  if (const auto asked = sample_ ? asked_of_before(request) : std::nullopt) return sample_->perform(*asked);
  TRY(vault, in_charge());
  return vault->perform(request);
}

Result<std::vector<Bytes>> SealingVault::codes(std::span<const TransactionCode> requests) {
  TRY(vault, in_charge());
  return vault->codes(requests);
}

Result<std::vector<KeyDescription>> SealingVault::keys() {
  TRY(own, own_in_charge());
  if (own || !sample_) return own_.keys();
  TRY(keys, sample_->keys());
  for (auto& key : keys) key.sample_key = comes_from_the_seed(key.key.purpose);
  return keys;
}

Result<void> SealingVault::health() {
  MUST(own_.health());  // which signs the books
  TRY(vault, in_charge());
  return vault == &own_ ? Result<void>{} : vault->health();
}

}  // namespace kwota::seal
