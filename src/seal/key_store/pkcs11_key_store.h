// The key office's hold on a PKCS#11 token: see KeyStore for what it promises.
// Transport keys, a meter's ephemeral pair and the right to unwrap a backup are session objects in sessions of their own: they
// end with the conversation, with the program, and when the library has to look for tokens anew (then `no_delivery`).
// Begin with Pkcs11KeyStore(token).
#pragma once
#include <mutex>

#include "seal/pkcs11/pkcs11_vault.h"
#include "seal/pkcs11/token_answers.h"
#include "seal/vault/key_block.h"

namespace kwota::seal {

class Pkcs11KeyStore final : public KeyStore {
 public:
  explicit Pkcs11KeyStore(std::shared_ptr<Pkcs11Token> token) : token_(std::move(token)), vault_(token_) {}
  ~Pkcs11KeyStore() override;

  Vault& vault() override { return vault_; }

  Result<KeyCheckValue> form(const KeyRef& key, Suite suite, std::span<const SecretBytes> components) override;
  Result<KeyCheckValue> make(const KeyRef& key, Suite suite, Random& random) override;
  Result<SecretBytes> roll_component(Random& random) override;
  Result<KeyCheckValue> derive(const KeyRef& from, std::span<const Factor> factors, const KeyRef& to) override;
  Result<KeyCheckValue> check_value(const KeyRef& from, std::span<const Factor> factors) override;
  Result<void> destroy(const KeyRef& key) override;

  Result<Bytes> receiving_key() override;
  Result<Bytes> start_delivery(ByteView receiver_spki) override;
  Result<KeyBlock> deliver(const KeyRef& key, std::span<const Factor> factors) override;
  Result<KeyBlock> deliver_supplied(const KeyRef& key, Suite suite, std::span<const SecretBytes> components) override;
  Result<void> accept_delivery(ByteView wrapped_transport) override;
  Result<KeyDescription> take(const KeyBlock& block) override;
  Result<std::vector<KeyDescription>> pending() override;
  Result<void> activate(const KeyRef& key, const KeyCheckValue& expected) override;

  Result<Bytes> protect_record(const ProtectedRecord& record) override;

  Result<std::array<std::uint8_t, 65>> start_meter_keys() override;
  Result<std::vector<WrappedMeterKey>> wrap_for_meter(const MeterKeyOrder& order) override;

  Result<std::vector<Share>> make_backup_key(unsigned needed, unsigned count, Random& random) override;
  Result<void> restore_backup_key(std::span<const Share> shares) override;
  Result<Bytes> backup() override;
  Result<std::vector<KeyRef>> not_in_backup() override;
  Result<std::vector<KeyDescription>> restore(ByteView backup, std::span<const KeyRef> without) override;

 private:
  /// A session of its own and what lives in it. To be made and ended under Pkcs11Module::use().
  struct Conversation {
    Pkcs11Session session;
    CK_OBJECT_HANDLE first = CK_INVALID_HANDLE;   ///< wraps or unwraps; a meter: our private key
    CK_OBJECT_HANDLE second = CK_INVALID_HANDLE;  ///< MACs
  };
  /// Runs work(Conversation&) under use(); error `no_delivery` when there is none or it has ended.
  template <class Work>
  auto in(std::optional<Conversation>& conversation, Work work) -> decltype(work(*conversation));
  Result<void> import_backup_key(Pkcs11Session& session, const SecretBytes& secret, ByteView mark);
  Result<KeyDescription> restore_one(Conversation& with, const TokenKeys& keys, const BackupEntry& entry);

  std::shared_ptr<Pkcs11Token> token_;
  Pkcs11Vault vault_;
  std::mutex mutex_;  ///< of the conversations; taken before use()
  std::optional<Conversation> sending_, receiving_, with_meter_, restoring_;
};

/// Error `key_exists`{purpose, version}.
Error key_exists(const KeyRef& key);
Error check_value_differs(const KeyRef& key);
Error no_delivery();

template <class Work>
auto Pkcs11KeyStore::in(std::optional<Conversation>& conversation, Work work) -> decltype(work(*conversation)) {
  const std::lock_guard alone{mutex_};
  const auto using_module = token_->module()->use();
  if (!conversation || !conversation->session.probe().ok()) {
    conversation.reset();
    return no_delivery();
  }
  return work(*conversation);
}

}  // namespace kwota::seal
