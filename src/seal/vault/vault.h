// A vault is where keys live and seals are made: an HSM or a UKEY through PKCS#11, a PSAM, software for tests.
// It is asked for finished seals, never for keys: nothing here returns key material, and a vault never sees a price
// or a customer. Dialogues carry these requests as data (seal::Request), so that the vault may stand elsewhere.
// Facts: cards.md sections 1, 2.3, 2.6, 8. Begin with Vault::perform.
#pragma once
#include <array>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/core/ids.h"
#include "base/result.h"
#include "seal/vault/purpose.h"

namespace kwota::seal {

/// E(DIV(K, serial), challenge): the answer to EXTERNAL AUTHENTICATE, or the check of INTERNAL AUTHENTICATE. 8 bytes.
struct Authenticate {
  KeyRef key;
  CardSerial serial;
  std::array<std::uint8_t, 8> challenge{};
  /// What somebody has answered, when only that is to be judged: a vault that gives nothing away answers with this when it is right, and
  /// with anything else when it is not.
  Bytes claimed{};
  std::vector<Factor> path{};  ///< levels before the serial, from the root down: a pump's number above its port's duty
};

/// RMAC(DIV(K, serial), challenge4 || 00*4, message), left 4 bytes: secure messaging (cards.md 2.6), message unpadded.
struct LineMac {
  KeyRef key;
  CardSerial serial;
  std::array<std::uint8_t, 4> challenge{};
  Bytes message;
  Bytes claimed{};  ///< as in Authenticate
};

/// A diversified key as ciphertext for a card (cards.md 2.2): body || MAC of `84 D4 P1 id Lc`, under DIV(under, serial),
/// or under the undiversified transport key of a blank card.
struct WriteCardKey {
  KeyRef key;            ///< which key the card gets: DIV(key, serial)
  KeyRef under;          ///< the key in the card that protects the transport
  CardSerial serial;
  std::array<std::uint8_t, 4> challenge{};
  std::uint8_t p1 = 0x01, key_id = 0x00;  ///< of the command
  Bytes record_header;   ///< type usage change ... : the 5 bytes of the key record before the key; of a PSAM 3 (cards.md 3.1)
  std::optional<Factor> factor{};  ///< diversifies the written key in place of the serial: a county's key for a mother card
  std::vector<Factor> path{};      ///< levels before the last one, from the root down; at most levels_max - 1
};

/// MAC(E(DIV*(K), input), 0, message), left 4 bytes: MAC1, MAC2, MAC3 of a purse transaction (cards.md 2.4).
struct SessionMac {
  KeyRef key;
  std::vector<Factor> factors;      ///< from the root down, the card's serial last: at least one
  std::array<std::uint8_t, 8> input{};   ///< random || sequence || terminal: what the session key is made of
  Bytes message;                         ///< unpadded
  Bytes claimed{};    ///< as in Authenticate: a MAC1 or MAC3 that is only judged
  Bytes announced{};  ///< of an order that moves money: what the card announced before it, without amount, type and terminal, and its MAC1. Who gives nothing away looks itself
};

/// MAC(FOLD(DIV*(K)), 0, message), left 4 bytes: the TAC of a transaction, the MAC of a reloaded PIN (cards.md 2.3, 2.4), and the seal
/// of an order to a key card or PSAM (void list, quota; key maintenance) [K].
struct TransactionCode {
  KeyRef key;
  std::vector<Factor> factors;
  Bytes message;
};

/// One step of giving a set of keys to a meter's security module (seal/meter_keys). The key office's side answers it
/// (meter_vault.h); a counter's vault refuses.
struct MeterKeyStep {
  enum class Step : std::uint8_t {
    start,     ///< a set for the meter of `factors`, of the version of `key` -> its ephemeral point 65 || its order number 8
    sign,      ///< `message` with the identity of who stands at the meter -> r || s, 64 bytes
    wrap,      ///< a key for the meter that has the pair of `point` -> suite1 || check value 3 || wrapped key
    sign_set,  ///< `message` with the utility's identity -> r || s
  };
  Step step = Step::start;
  Bytes message{};
  KeyRef key{};
  std::vector<Factor> factors{};  ///< below the county: none, or the meter's number
  std::array<std::uint8_t, 65> point{};    ///< out of the meter's certificate
  std::array<std::uint8_t, 32> context{};  ///< what the wrapped key is bound to
};

/// Data for a meter that takes them enciphered only: E(DIV(K, serial), length || data, filled), then RMAC over header || Lc || named ||
/// that. Only meter_parameter and meter_control.
struct EncipheredCommand {
  KeyRef key;
  CardSerial serial;
  std::array<std::uint8_t, 4> challenge{};
  std::array<std::uint8_t, 4> header{};  ///< CLA INS P1 P2 of the command that the seal is made over
  Bytes named;                           ///< what stands in clear before the cipher: the item of a write
  Bytes data;
};

/// Append only: the order is that of the alternatives in traces.
using Request = std::variant<Authenticate, LineMac, WriteCardKey, SessionMac, TransactionCode, MeterKeyStep, EncipheredCommand>;

/// How a vault has been doing since the program started.
struct VaultFigures {
  std::string module, token;          ///< empty: nothing stands behind it but this program
  unsigned sessions = 0;              ///< open now
  std::uint64_t requests = 0;
  std::uint64_t reconnects = 0;       ///< the token had gone and was found again
  std::optional<Error> last_error{};  ///< of the last request that failed for the vault's reasons
};

/// Errors of all functions: `vault_offline` (token gone, module stopped), `key_missing` (purpose and version named),
/// `vault_refused` (what the module said), `suite_not_supported`{suite}, `vault_cannot`{what} (the module has no such operation).
class Vault {
 public:
  virtual ~Vault() = default;

  virtual std::string name() const = 0;
  virtual Result<Bytes> perform(const Request& request) = 0;
  /// What perform() says to each, in their order: cards' proofs come by the thousand, and who makes a card's key for each of them makes it once
  /// for those beside each other that ask for the same one. Errors: of the first that has one; then none is answered.
  virtual Result<std::vector<Bytes>> codes(std::span<const TransactionCode> requests);
  virtual Result<std::vector<KeyDescription>> keys() = 0;
  /// ECDSA P-256 over a SHA-256 digest, r || s, 64 bytes.
  virtual Result<std::array<std::uint8_t, 64>> sign_root(const std::array<std::uint8_t, 32>& digest) = 0;
  /// SubjectPublicKeyInfo (DER) of the root signature key, for anybody who checks a receipt.
  virtual Result<Bytes> root_public_key() = 0;
  virtual Result<void> health() = 0;
  virtual VaultFigures figures() const { return {}; }
  /// By what the last seal that can give credit is found again: terminal and transaction number of a PSAM. Empty: it counts none.
  virtual Details seal_marks() const { return {}; }
  /// Number of the terminal that it is, 6 bytes, as purse cards keep it: a load SAM seals their moves for no other. Empty: it is none.
  virtual Bytes terminal() const { return {}; }

  /// How far the books were that this vault signs, as a few bytes that it keeps beside its keys: whoever puts the books back has to put the
  /// vault back, too. Nothing: it was told nothing yet. Error `vault_cannot`: it has no place for that.
  virtual Result<std::optional<Bytes>> books_mark();
  virtual Result<void> keep_books_mark(ByteView mark);

  /// Signs a message with server_ed25519 (RFC 8032), server_rsa (PKCS#1 v1.5, SHA-256) or utility_identity (ECDSA P-256 over
  /// SHA-256, r || s). Errors: `key_missing`, `vault_cannot`.
  virtual Result<Bytes> sign(const KeyRef& key, ByteView message);
  /// SubjectPublicKeyInfo (DER) of such a pair.
  virtual Result<Bytes> public_key(const KeyRef& key);
};

}  // namespace kwota::seal
