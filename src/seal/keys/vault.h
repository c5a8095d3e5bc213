// A vault is where keys live and seals are made: an HSM or a UKEY through PKCS#11, later a PSAM or key cards.
// It is asked for finished seals, never for keys: nothing here returns key material, and a vault never sees a price
// or a customer. Dialogues carry these requests as data (seal::Request), so that the vault may stand elsewhere.
// Facts: cards.md sections 1, 2.3, 2.6, 8. Begin with Vault::perform.
#pragma once
#include <array>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/core/ids.h"
#include "base/result.h"

namespace kwota::seal {

/// What a key is for. A key is never used for two purposes.
enum class Purpose : std::uint8_t {
  card_transport,         ///< transport key of a blank card: replaced first
  card_master,            ///< external authentication 00 of the application: writes the other keys
  card_authentication,    ///< INTERNAL AUTHENTICATE 01: the card proves that it is ours
  meter_authentication,   ///< EXTERNAL AUTHENTICATE 02: the meter proves itself to the card
  seller_authentication,  ///< EXTERNAL AUTHENTICATE 03: the counter proves itself to the card
  credit,                 ///< line protection of the files that the counter writes (SFI 01..04, 07)
  return_data,            ///< line protection of the files that the meter writes (SFI 05, 06)
  pin_unblock,
  pin_reload,
  root_signature,  ///< ECDSA P-256: signs the root over all chains, and with it every sale
};
inline constexpr std::size_t purposes = 10;

/// Stable name of a purpose for labels, traces and the command line: "card_master".
std::string_view name_of(Purpose purpose);

struct KeyRef {
  Purpose purpose = Purpose::credit;
  std::uint8_t version = 1;
  friend auto operator<=>(const KeyRef&, const KeyRef&) = default;
};

/// E(DIV(K, serial), challenge): the answer to EXTERNAL AUTHENTICATE, or the check of INTERNAL AUTHENTICATE. 8 bytes.
struct Authenticate {
  KeyRef key;
  CardSerial serial;
  std::array<std::uint8_t, 8> challenge{};
};

/// RMAC(DIV(K, serial), challenge4 || 00*4, message), left 4 bytes: secure messaging (cards.md 2.6), message unpadded.
struct LineMac {
  KeyRef key;
  CardSerial serial;
  std::array<std::uint8_t, 4> challenge{};
  Bytes message;
};

/// A diversified key as ciphertext for a card (cards.md 2.2): body || MAC of `84 D4 P1 id Lc`, under DIV(under, serial),
/// or under the undiversified transport key of a blank card.
struct WriteCardKey {
  KeyRef key;            ///< which key the card gets: DIV(key, serial)
  KeyRef under;          ///< the key in the card that protects the transport
  CardSerial serial;
  std::array<std::uint8_t, 4> challenge{};
  std::uint8_t p1 = 0x01, key_id = 0x00;  ///< of the command
  Bytes record_header;   ///< type usage change ... : the 5 bytes of the key record before the key
};

using Request = std::variant<Authenticate, LineMac, WriteCardKey>;

/// Left three bytes of E(K, 00*8).
using KeyCheckValue = std::array<std::uint8_t, 3>;

struct KeyDescription {
  KeyRef key;
  KeyCheckValue check_value{};
  bool test_key = false;
};

/// Errors of all functions: `vault_offline` (token gone, module stopped), `key_missing` (purpose and version named),
/// `vault_refused` (what the module said).
class Vault {
 public:
  virtual ~Vault() = default;

  virtual std::string name() const = 0;
  virtual Result<Bytes> perform(const Request& request) = 0;
  virtual Result<std::vector<KeyDescription>> keys() = 0;
  /// ECDSA P-256 over a SHA-256 digest, r || s, 64 bytes.
  virtual Result<std::array<std::uint8_t, 64>> sign_root(const std::array<std::uint8_t, 32>& digest) = 0;
  /// SubjectPublicKeyInfo (DER) of the root signature key, for anybody who checks a receipt.
  virtual Result<Bytes> root_public_key() = 0;
  virtual Result<void> health() = 0;
};

}  // namespace kwota::seal
