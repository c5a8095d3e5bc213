#include "seal/keys/sealing_vault.h"

#include <algorithm>

#include "seal/keys/owner_file.h"

namespace kwota::seal {

SealingVault::SealingVault(std::unique_ptr<Vault> test, std::shared_ptr<Pkcs11Token> own, std::filesystem::path mark)
    : test_(std::move(test)),
      own_token_(std::move(own)),
      own_(own_token_),
      mark_(std::move(mark)),
      in_use_(std::filesystem::exists(mark_)) {}

Result<Vault*> SealingVault::in_charge() {
  if (in_use_) return &own_;
  const auto revision = own_token_->revision();
  if (seen_ == revision) return test_.get();
  const auto keys = own_.keys();
  if (!keys.ok()) return test_.get();  // no own key was ever in use: asked again when there may be one
  const bool own = std::ranges::any_of(*keys, [](const KeyDescription& one) { return comes_from_the_seed(one.key.purpose); });
  if (own) MUST(write_owner_file(mark_, view_of("Own keys were in use: test keys seal no more.\n")));
  in_use_ = own;
  seen_ = own_token_->revision();
  return own ? static_cast<Vault*>(&own_) : test_.get();
}

Result<Bytes> SealingVault::perform(const Request& request) {
  TRY(vault, in_charge());
  return vault->perform(request);
}

Result<std::vector<KeyDescription>> SealingVault::keys() {
  TRY(vault, in_charge());
  return vault->keys();
}

Result<void> SealingVault::health() {
  TRY(vault, in_charge());
  MUST(vault->health());
  return vault == &own_ ? Result<void>{} : own_.health();  // which signs the books
}

}  // namespace kwota::seal
