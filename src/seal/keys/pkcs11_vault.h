// A vault behind PKCS#11: an HSM at the server, a UKEY in the PC, SoftHSM where no hardware is there.
// Guarantees: roots are used inside the token; a card's key exists there as a session object for one request. Only
// WriteCardKey brings a card's key (never a root) into our memory, where it is wiped. Thread-safe: one request at a time.
// A token that is not there makes every call `vault_offline`; the first call after its return works again.
// Never: tries a refused PIN twice.   Begin with the constructor, then Vault.
#pragma once
#include <functional>
#include <map>
#include <optional>

#include "seal/keys/pkcs11_session.h"
#include "seal/keys/vault_rules.h"

namespace kwota::seal {

/// Asked at each login; the answer is wiped after it.
using PinSource = std::function<Result<SecretBytes>()>;

class Pkcs11Vault final : public Vault {
 public:
  /// Does not touch the token yet: it may come later.
  Pkcs11Vault(std::shared_ptr<Pkcs11Module> module, std::string token_label, PinSource pin);
  ~Pkcs11Vault() override;

  std::string name() const override { return "PKCS#11 token \"" + token_label_ + "\""; }
  Result<Bytes> perform(const Request& request) override;
  Result<std::vector<KeyDescription>> keys() override;
  Result<std::array<std::uint8_t, 64>> sign_root(const std::array<std::uint8_t, 32>& digest) override;
  Result<Bytes> root_public_key() override;
  Result<void> health() override;

 private:
  /// The token as long as it is there; handles are looked up once (a search by label costs milliseconds).
  struct Connection {
    Pkcs11Session session;
    std::map<KeyRef, CK_OBJECT_HANDLE> keys{};
    std::map<KeyRef, CK_OBJECT_HANDLE> left_halves{};
    std::vector<KeyDescription> descriptions{};
    CK_OBJECT_HANDLE signing_key = CK_INVALID_HANDLE;
    Bytes public_key{};
  };
  /// A card's key for one request; roots that are used undiversified are not destroyed after it.
  struct CardKey;

  template <class Work>
  auto with_token(Work work) -> decltype(work());
  Result<void> connect();
  Result<void> connect_once();
  Result<void> read_keys(Connection& connection);
  Result<void> read_signing_key(Connection& connection);

  Result<CardKey> card_key(const KeyRef& ref, const CardSerial& serial);
  Result<Bytes> line_mac(const KeyRef& ref, const CardSerial& serial, const CardKey& key,
                         const std::array<std::uint8_t, 4>& challenge, ByteView message);
  Result<Bytes> answer(const Authenticate& request);
  Result<Bytes> answer(const LineMac& request);
  Result<Bytes> answer(const WriteCardKey& request);
  Result<Bytes> answer(const SessionMac& request);
  Result<Bytes> answer(const TransactionCode& request);
  Result<Bytes> answer(const MeterKeyStep& request) { return permitted(request).error(); }  // always refused

  std::shared_ptr<Pkcs11Module> module_;
  std::string token_label_;
  PinSource pin_;
  bool pin_refused_ = false;
  std::optional<Connection> connection_;
};

}  // namespace kwota::seal
