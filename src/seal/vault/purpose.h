// What keys are for, and how they are named. A key is never used for two purposes; two versions of a purpose may live at
// once during a change. Keys of the tree come from one seed a version: root = DIV(seed, purpose factor), then utility,
// province, county and card, each a diversification by eight bytes (docs/decisions, the key tree).
// Begin with Purpose, then comes_from_the_seed().
#pragma once
#include <compare>
#include <cstdint>
#include <string_view>

#include "seal/cipher/key.h"

namespace kwota::seal {

/// Append only: the position is the purpose's number in factors, key blocks and backups.
enum class Purpose : std::uint8_t {
  card_transport,         ///< transport key of a blank card, brought by its supplier: replaced first
  card_master,            ///< external authentication 00 of the application: writes the other keys
  card_authentication,    ///< INTERNAL AUTHENTICATE 01: the card proves that it is ours
  meter_authentication,   ///< EXTERNAL AUTHENTICATE 02: the meter proves itself to the card
  seller_authentication,  ///< EXTERNAL AUTHENTICATE 03: the counter proves itself to the card
  credit,                 ///< line protection of the files that the counter writes (SFI 01..04, 07)
  return_data,            ///< line protection of the files that the meter writes (SFI 05, 06)
  pin_unblock,            ///< DPUK of a purse card
  pin_reload,             ///< DRPK of a purse card
  root_signature,         ///< ECDSA P-256: signs the root over all chains, and with it every sale
  seed,                   ///< what a ceremony forms: the roots of one version are diversified from it
  load,                   ///< DLK: the credit of a purse card
  purchase,               ///< DPK: the debit of a purse card, in PSAMs
  tac,                    ///< DTK: the transaction code by which a card proves what it did
  maintenance,            ///< DAMK: application data of purse cards, void lists of key cards and PSAMs
  online_release,         ///< DUGK: frees a grey lock from the centre
  unload,                 ///< DULK
  overdraft,              ///< DUK: changes a purse's overdraft limit
  meter_parameter,        ///< meters: protects parameters sent to them
  meter_control,          ///< meters: protects switching commands
  meter_identity,         ///< meters: symmetric identity of the security module
  meter_master,           ///< meters: protects the other keys of the security module
  pairing,                ///< a mother card and its control card know each other by it
  issue_transport,        ///< in mother cards: protects the keys on their way into the card that is issued
  vault_transport,        ///< RSA-2048: what a vault receives keys under
  backup,                 ///< AES-256: what every key is wrapped under at birth
  sts_vending,            ///< STS (IEC 62055-41) vending key, brought by a key management centre
  server_ed25519,         ///< signs messages of the server
  server_rsa,             ///< RSA-2048: signs messages for the cash-register system
  utility_identity,       ///< ECDSA P-256: the utility proves itself to a meter
  terminal_tac,           ///< the transaction code by which a terminal proves what it asked of a purse card; diversified by its number
};
inline constexpr std::size_t purposes = 31;

/// Stable name of a purpose for labels, traces and the command line: "card_master".
std::string_view name_of(Purpose purpose);
/// The way back. Error `unknown_purpose`{purpose}.
Result<Purpose> parse_purpose(std::string_view name);

/// Its root is diversified from the seed: all keys of cards, PSAMs and meters but the supplier's transport key.
bool comes_from_the_seed(Purpose purpose);
/// A pair whose private half signs inside the vault: root_signature, server_ed25519, server_rsa, utility_identity.
bool is_signature(Purpose purpose);
/// The factor of a purpose's root: "KW" 00 00 00 00 00 number.
Factor purpose_factor(Purpose purpose);

struct KeyRef {
  Purpose purpose = Purpose::credit;
  std::uint8_t version = 1;
  friend auto operator<=>(const KeyRef&, const KeyRef&) = default;
};

/// Version 0 never names a root: it is one card's own key, as it is (test vectors, a key under examination). Only such a key
/// is used without a factor.
inline constexpr std::uint8_t single_card = 0;

/// Left three bytes of E(K, 00*8).
using KeyCheckValue = std::array<std::uint8_t, 3>;

/// Most levels below a root: utility, province, county, card.
inline constexpr std::size_t levels_max = 4;

struct KeyDescription {
  KeyRef key;
  KeyCheckValue check_value{};  ///< of a pair: left three bytes of SHA-256 over its public key (SubjectPublicKeyInfo)
  bool test_key = false;    ///< one of the published test keys, whatever its label says
  bool sample_key = false;  ///< of a folder of sample books, and in use there
};

}  // namespace kwota::seal
