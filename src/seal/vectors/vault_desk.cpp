#include "seal/vectors/vault_desk.h"

#include <cstdlib>

#include "seal/key_store/pkcs11_key_store.h"
#include "seal/pkcs11/soft_token.h"
#include "seal/pkcs11/token_keys.h"
#include "seal/vault/vault_rules.h"

namespace kwota::seal::vectors {

Result<std::unique_ptr<VaultDesk>> VaultDesk::open(Random& random) {
  auto name = (std::filesystem::temp_directory_path() / "kwota-vectors-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) return vault_refused("no temporary folder can be made");
  std::unique_ptr<VaultDesk> desk{new VaultDesk{name}};
  const auto label = std::string{"kwota-vectors"};
  const auto pin_file = desk->folder_ / "pins";
  TRY(module, open_soft_hsm(desk->folder_ / "hsm", softhsm_module));
  MUST(make_pins(*module, label, pin_file, random));
  TRY(pins, read_pins(pin_file));
  {
    const auto using_module = module->use();
    MUST(open_token(module, label, pins));
  }
  desk->token_ = std::make_shared<Pkcs11Token>(module, label, pin_from_file(pin_file), Pkcs11Token::Settings{});
  desk->store_ = std::make_unique<Pkcs11KeyStore>(desk->token_);
  return desk;
}

VaultDesk::~VaultDesk() {
  store_.reset();
  token_.reset();
  std::error_code failed;
  std::filesystem::remove_all(folder_, failed);
}

Result<void> VaultDesk::bring(const KeyRef& ref, const Key& key) {
  MUST(store_->destroy(ref));
  MUST(token_->with_session([&](Pkcs11Session& session, const TokenKeys&) { return import_key(session, ref, key); }));
  token_->keys_changed();
  return {};
}

}  // namespace kwota::seal::vectors
