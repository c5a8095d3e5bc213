// One token and our way to it: found by its label, one login, a few sessions for as many threads, and its keys by name.
// Guarantees: a token that went away makes the call `vault_offline`, and the first call after its return works again; a wrong
// PIN is tried once by the program itself, and by people three times (PinTries). Thread-safe.
// Never: waits for a token; waits only for a session that another thread uses.
// Begin with with_session().
#pragma once
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <vector>

#include "base/cause.h"
#include "seal/pkcs11/pin_tries.h"
#include "seal/pkcs11/token_cipher.h"
#include "seal/vault/vault.h"

namespace kwota::seal {

/// Asked at each login; the answer is wiped after it.
using PinSource = std::function<Result<SecretBytes>()>;

/// "kwota/credit/1", with the parts that some keys have: "kwota/card_transport/1/left".
std::string key_label(const KeyRef& key);
enum class LabelPart : std::uint8_t {
  whole,
  left,         ///< (KL, KL) of a key that is used undiversified
  fold,         ///< (F, F), F = FOLD(K), of a single card's TAC key
  pending,      ///< taken in, not yet activated
  born,         ///< the key wrapped under the backup key at its birth
  mac,          ///< beside the backup key: authenticates a backup
  certificate,  ///< beside a UKEY's identity: what the utility says of it
};
std::string label_of(const KeyRef& key, LabelPart part);
struct KeyLabel {
  KeyRef key;
  LabelPart part = LabelPart::whole;
};
std::optional<KeyLabel> parse_label(std::string_view label);

/// What is found in a token, read once: a search by label costs milliseconds.
struct TokenKeys {
  struct SigningPair {
    CK_OBJECT_HANDLE own = CK_INVALID_HANDLE;
    Bytes public_key;  ///< SubjectPublicKeyInfo
  };
  std::map<KeyRef, TokenKey> keys;
  std::map<KeyRef, SigningPair> pairs;
  std::vector<KeyDescription> descriptions;
  /// Error `key_missing`.
  Result<TokenKey> key(const KeyRef& ref) const;
  Result<const SigningPair*> pair(const KeyRef& ref) const;
  /// The newest version; none: version 0.
  KeyRef newest_pair(Purpose purpose) const;
};

class Pkcs11Token {
 public:
  struct Settings {
    unsigned sessions_max = 4;
    std::shared_ptr<PinTries> tries{};  ///< none: the PIN comes from a file and is tried once
  };
  /// Does not touch the token yet: it may come later.
  Pkcs11Token(std::shared_ptr<Pkcs11Module> module, std::string label, PinSource pin, Settings settings);
  ~Pkcs11Token();
  Pkcs11Token(const Pkcs11Token&) = delete;
  Pkcs11Token& operator=(const Pkcs11Token&) = delete;

  const std::string& label() const { return label_; }
  const std::shared_ptr<Pkcs11Module>& module() const { return module_; }

  /// Runs work(Pkcs11Session&, const TokenKeys&) -> Result<…>; once more when the token had been away in between. So the work
  /// must be harmless to repeat: the same seal, or nothing done when it failed.
  template <class Work>
  auto with_session(Work work) -> decltype(work(std::declval<Pkcs11Session&>(), std::declval<const TokenKeys&>()));

  /// The token's keys have changed: they are read anew at the next call.
  void keys_changed();
  /// Another number when its keys may have changed, also behind our back while the token was away. Never 0.
  std::uint64_t revision() const { return revision_; }
  /// Logs out: the next call asks for the PIN again.
  void close();
  VaultFigures figures() const;

 private:
  /// A login and what was read after it. Sessions come and go; the last one takes the login with it.
  struct Connection {
    CK_SLOT_ID slot = 0;
    std::uint64_t generation = 0;  ///< of the library; slots and sessions of an earlier one are others'
    std::shared_ptr<const TokenKeys> keys;
    std::vector<Pkcs11Session> idle;
    unsigned open = 0;
  };
  /// A session for one thread.
  struct Lease {
    std::shared_ptr<Connection> connection;
    std::shared_ptr<const TokenKeys> keys;
    std::optional<Pkcs11Session> session;
  };
  Result<Lease> take();
  Result<Lease> take_from(std::shared_ptr<Connection> connection);
  Result<std::shared_ptr<Connection>> connect();
  Result<Pkcs11Session> log_in(CK_SLOT_ID slot);
  void give_back(Lease lease, bool good);
  /// What the figures say of an answer.
  void note(const Error* error);

  std::shared_ptr<Pkcs11Module> module_;
  std::string label_;
  PinSource pin_;
  Settings settings_;
  mutable std::mutex mutex_;  ///< of all below; taken under the module's use()
  std::condition_variable freed_;
  std::shared_ptr<Connection> connection_;
  bool pin_refused_ = false, was_connected_ = false;
  std::atomic<std::uint64_t> revision_ = 1;
  VaultFigures figures_;
};

template <class Work>
auto Pkcs11Token::with_session(Work work) -> decltype(work(std::declval<Pkcs11Session&>(), std::declval<const TokenKeys&>())) {
  constexpr int rounds = 3;  // as it is; with a new login; after the library has looked for tokens anew
  for (int round = 1;; ++round) {
    std::uint64_t generation = 0;
    std::optional<Error> offline;
    {
      const auto using_module = module_->use();
      generation = module_->generation();
      auto lease = take();
      if (lease.ok()) {
        auto answer = work(*lease->session, *lease->keys);
        const bool gone = !answer.ok() && cause_of(answer.error()) == Cause::vault_offline;
        give_back(std::move(lease).value(), !gone);
        note(answer.ok() ? nullptr : &answer.error());
        if (!gone || round == rounds) return answer;
        offline = answer.error();
      } else {
        note(&lease.error());
        if (cause_of(lease.error()) != Cause::vault_offline || round == rounds) return std::move(lease).error();
        offline = lease.error();
        round = rounds - 1;
      }
    }
    if (round == rounds - 1) MUST(module_->restart(generation));
  }
}

}  // namespace kwota::seal
