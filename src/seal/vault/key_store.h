// What the key office may do with a vault: form, make, derive, hand over, take in, activate, destroy, back up and restore
// keys. A counter gets the Vault only.
// Guarantees: what is formed or derived lies in the token sensitive and non-extractable; between two vaults a key travels
// wrapped (RFC 5649) under a transport key that never was outside of a token, with check value, version and a MAC; what was
// taken in is used only after its check value was confirmed. A key leaves a vault only diversified by at least one factor; the supplier's
// transport key of blank cards alone goes as it was brought.
// Never: returns a key; keeps a component longer than the call. There is no software edition.
// Begin with form() and derive(); delivery is receiving_key, start_delivery, deliver | accept_delivery, take, activate.
#pragma once
#include <span>

#include "base/random.h"
#include "seal/vault/shares.h"
#include "seal/vault/vault.h"

namespace kwota::seal {

/// One key on its way between two vaults: ver1 suite1 purpose2 keyVersion1 KCV3 nonce8 || wrapped key || CMAC16.
struct KeyBlock {
  Bytes bytes;
};

/// What the header of a key block says; anybody may read it, only the receiving vault can believe it.
struct KeyBlockHeader {
  KeyRef key;
  Suite suite = Suite::des;
  KeyCheckValue check_value{};
  std::array<std::uint8_t, 8> nonce{};
};
/// Error `bad_key_block`.
Result<KeyBlockHeader> read_key_block(const KeyBlock& block);

/// A secret that people brought (an officer's component), written into a card as `84 D4 P1 id` under a key of this vault.
struct ProtectedRecord {
  KeyRef under;  ///< card_transport as it is, others diversified by the serial
  CardSerial serial;
  std::array<std::uint8_t, 4> challenge{};
  std::uint8_t p1 = 0x01, key_id = 0x00;
  SecretBytes record;  ///< header and secret, as the card's key record has them
};

/// Keys for a meter: each wrapped under seal::transport_key(shared point, its context).
struct MeterKeyOrder {
  struct Item {
    KeyRef key;
    std::vector<Factor> factors;             ///< from the key of this vault down to the meter's: at least one
    std::array<std::uint8_t, 32> context{};  ///< what this one is bound to: meter, set, purpose
  };
  std::array<std::uint8_t, 65> meter_point{};  ///< the meter's certified public key on P-256, 04 || X || Y
  std::vector<Item> items;
};
struct WrappedMeterKey {
  KeyRef key;
  KeyCheckValue check_value{};
  Bytes wrapped;  ///< RFC 3394: 24 bytes for a key of 16
  Suite suite = Suite::des;
};

/// Errors besides those of Vault: `token_full`, `pin_locked`, `wrong_pin`{tries}, `check_value_differs`{purpose, version},
/// `bad_key_block`, `weak_key`{why}, `key_exists`{purpose, version}, `no_delivery`, `bad_backup`, `shares_do_not_fit`{why}.
class KeyStore {
 public:
  virtual ~KeyStore() = default;
  virtual Vault& vault() = 0;

  /// A key out of its officers' components (XOR), two or more. Refuses `weak_key`: a component or result of zeros, with equal
  /// halves, repeated, with a weak or semi-weak DES half (SP 800-67). The check value is computed inside.
  virtual Result<KeyCheckValue> form(const KeyRef& key, Suite suite, std::span<const SecretBytes> components) = 0;
  /// A key of the token's own dice (stirred with ours); a pair for signature purposes, then `suite` is not looked at.
  virtual Result<KeyCheckValue> make(const KeyRef& key, Suite suite, Random& random) = 0;
  /// 16 bytes of the token's own dice (stirred with ours): a component for an officer who brings none. The token keeps nothing of
  /// it.
  virtual Result<SecretBytes> roll_component(Random& random) = 0;
  /// DIV*(from, factors) as a key of its own. The root of a purpose: from {seed, v}, factor purpose_factor(to.purpose).
  virtual Result<KeyCheckValue> derive(const KeyRef& from, std::span<const Factor> factors, const KeyRef& to) = 0;
  /// The check value of DIV*(from, factors), without keeping the key.
  virtual Result<KeyCheckValue> check_value(const KeyRef& from, std::span<const Factor> factors) = 0;

  /// SubjectPublicKeyInfo of this vault's RSA pair, made at the first call.
  virtual Result<Bytes> receiving_key() = 0;
  /// New transport keys, wrapped to the receiver (RSA-OAEP). They live until the next start_delivery or the end of the program.
  virtual Result<Bytes> start_delivery(ByteView receiver_spki) = 0;
  virtual Result<KeyBlock> deliver(const KeyRef& key, std::span<const Factor> factors) = 0;
  /// The card supplier's transport key, which counters use as it is: out of its components, for as long as they are there, because
  /// no key leaves this vault undiversified later. What form() refuses is refused. Nothing is kept.
  virtual Result<KeyBlock> deliver_supplied(const KeyRef& key, Suite suite, std::span<const SecretBytes> components) = 0;
  virtual Result<void> accept_delivery(ByteView wrapped_transport) = 0;
  /// The key is pending: not used, not listed by Vault::keys().
  virtual Result<KeyDescription> take(const KeyBlock& block) = 0;
  virtual Result<std::vector<KeyDescription>> pending() = 0;
  /// Error `check_value_differs`: the pending key is destroyed. Done twice does no harm.
  virtual Result<void> activate(const KeyRef& key, const KeyCheckValue& expected) = 0;
  /// Also of a pending key and of what the backup kept of it.
  virtual Result<void> destroy(const KeyRef& key) = 0;

  /// `84 D4` body || MAC. Error `vault_refused`.
  virtual Result<Bytes> protect_record(const ProtectedRecord& record) = 0;

  /// A new ephemeral key of ours for one meter, 04 || X || Y; forgotten by the next call.
  virtual Result<std::array<std::uint8_t, 65>> start_meter_keys() = 0;
  /// All or none. The meter's side is seal/cipher/key_agreement.h. Error `no_delivery` without start_meter_keys() before.
  virtual Result<std::vector<WrappedMeterKey>> wrap_for_meter(const MeterKeyOrder& order) = 0;

  /// A new backup key, split so that any `needed` of `count` shares bring it back; before the first ceremony, because keys are
  /// kept wrapped under it at their birth: those born before are not in the backup. Error `bad_share_numbers`.
  virtual Result<std::vector<Share>> make_backup_key(unsigned needed, unsigned count, Random& random) = 0;
  /// Error `shares_do_not_fit`.
  virtual Result<void> restore_backup_key(std::span<const Share> shares) = 0;
  /// Keys that were born before there was a backup key, or came from another vault.
  virtual Result<std::vector<KeyRef>> not_in_backup() = 0;
  /// Every key that was born under the backup key, as a file: useless without the shares.
  virtual Result<Bytes> backup() = 0;
  /// Into this vault; needs restore_backup_key() before. Keys that are there already must have the same check value; `without`
  /// these, of which neither the key nor its entry for later backups comes back.
  virtual Result<std::vector<KeyDescription>> restore(ByteView backup, std::span<const KeyRef> without) = 0;
};

}  // namespace kwota::seal
