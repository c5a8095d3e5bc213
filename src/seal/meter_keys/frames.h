// How keys get into a meter: the frames between the key office and a meter's security module (ESAM), and what both sign.
// APDU-like commands (CLA 80), none longer than 200 bytes, so that a link, an optical head or DL/T 645-2007 (identifiers
// 070201FF..070204FF) can carry them. The frames are our own decision [K]: those of real modules are not public.
//   identity - authenticate - certificates - open - prove - keys - change
// The utility proves itself by its identity, which the meter's factory certified, or by a key UKEY, which that identity
// certified: a chain of two (docs/decisions/0015). The keys are a set for this one meter, whoever brings it: each wrapped for the
// pair of the meter's own certificate, all of them signed by the utility's identity.
// Guarantees: a wrapped key is bound to the meter's pair and number, the set's version and order number and to its purpose, so
// that it opens nowhere else; the conversation is bound to both random numbers, both certificates and the work, so that a
// recording of it is worthless. Never: asks, answers or keeps anything: meter/esam and carry/meter_keys do.
// Begin with Opening, transcript_of() and SetHeader.
#pragma once
#include <optional>
#include <span>
#include <vector>

#include "base/core/core.h"
#include "seal/cipher/ecdsa.h"
#include "seal/cipher/key_agreement.h"
#include "seal/vault/purpose.h"

namespace kwota::meter_keys {

/// What a meter holds, in the order in which it travels: the keys of the card procedure, then its own (Q/GDW 1365 KID 01..04).
inline constexpr std::array purposes_of_a_meter{
    seal::Purpose::card_authentication, seal::Purpose::meter_authentication, seal::Purpose::credit,
    seal::Purpose::return_data,         seal::Purpose::meter_parameter,      seal::Purpose::meter_control,
    seal::Purpose::meter_identity,      seal::Purpose::meter_master,
};
/// The meter's own keys are diversified by its number, those of the card procedure are the county's.
constexpr bool is_the_meters_own(seal::Purpose purpose) {
  return purpose >= seal::Purpose::meter_parameter && purpose <= seal::Purpose::meter_master;
}
/// Where a meter keeps its keys, as its factory certified it.
enum class KeysKept : std::uint8_t {
  in_module,    ///< a security module
  in_firmware,  ///< the meter's own memory: whoever opens the meter reads them. It gets its own keys alone, never those of the county's cards
};
/// All eight of a module; of a meter without one the four that are its own.
constexpr std::span<const seal::Purpose> purposes_of(KeysKept kept) {
  constexpr std::size_t of_cards = 4;
  const std::span<const seal::Purpose> all{purposes_of_a_meter};
  return kept == KeysKept::in_module ? all : all.subspan(of_cards);
}
static_assert(is_the_meters_own(purposes_of(KeysKept::in_firmware).front()) && !is_the_meters_own(purposes_of_a_meter[3]));

/// 00 00 || meter number in packed BCD (cards.md 5.3: dispersion factor of remote keys).
seal::Factor factor_of(MeterNumber meter);

/// What is to be done with the keys of a meter.
enum class Work : std::uint8_t {
  download = 1,  ///< the first keys of a utility into a meter from the factory
  update = 2,    ///< a higher version; the one before stays good until it is to be forgotten
  forget = 3,    ///< the version before the current one is good no more
  restore = 4,   ///< back to the factory's keys: the meter leaves the utility
};
std::string_view name_of(Work work);
/// "download". Error `unknown_meter_work`{what}.
Result<Work> parse_work(std::string_view name);
/// Keys travel with this work.
constexpr bool brings_keys(Work work) { return work == Work::download || work == Work::update; }

/// INS of the commands, all with CLA 80.
namespace ins {
inline constexpr std::uint8_t identity = 0x60;             ///< -> MeterIdentity
inline constexpr std::uint8_t authenticate = 0x61;         ///< E(K, random1) 8, random1 8, factor 8 -> random2 4, ESAM serial 8
inline constexpr std::uint8_t certificate = 0x62;          ///< P1 P2 offset -> length 2 || at most chunk_bytes
inline constexpr std::uint8_t utility_certificate = 0x63;  ///< P1 P2 offset, at most chunk_bytes
inline constexpr std::uint8_t open = 0x64;                 ///< Opening -> Opened
inline constexpr std::uint8_t prove = 0x65;                ///< signature 64
inline constexpr std::uint8_t put_key = 0x66;              ///< P1 purpose, P2 version: suite 1 || check value 3 || wrapped key
inline constexpr std::uint8_t change = 0x67;               ///< n x (purpose 1 || check value 3), signature 64 of the set; with no keys nothing
                                                           ///< -> key info 4 || signature 64
inline constexpr std::uint8_t ukey_certificate = 0x68;     ///< P1 P2 offset, at most chunk_bytes: after the utility's, if at all
}  // namespace ins
inline constexpr std::uint8_t cla = 0x80;
inline constexpr std::size_t chunk_bytes = 128;

/// Status words of the module beside those of ISO 7816-4.
namespace status {
inline constexpr std::uint16_t done = 0x9000, wrong_length = 0x6700, not_proven = 0x6982, not_in_this_state = 0x6985,
                               wrong_data = 0x6A80, certificate_refused = 0x6A88, version_not_higher = 0x6A8A,
                               other_utility = 0x6A8B, incomplete = 0x6A8C, cryptogram_refused = 0x9302, memory_failed = 0x6581,
                               no_identity = 0x6A82, unknown_command = 0x6D00, ukey_not_certified = 0x6A8D,
                               ukey_out_of_date = 0x6A8E, ukey_brings_keys_only = 0x6A8F, set_not_signed = 0x6A90;
}

/// Who answers, and what it holds.
struct MeterIdentity {
  MeterNumber meter;
  std::array<std::uint8_t, 8> serial{};    ///< of the security module
  bool own_keys = false;                   ///< false: the factory's
  std::uint8_t current = 0, previous = 0;  ///< versions; previous 0: none
  std::uint8_t void_edition = 0;           ///< of the list of voided cards
  friend bool operator==(const MeterIdentity&, const MeterIdentity&) = default;
};
inline constexpr std::size_t identity_bytes = 18;
/// meter 6 in BCD, serial 8, state 1 (00 factory, 01 own), current 1, previous 1, edition of the void list 1.
Bytes encode(const MeterIdentity& identity);
/// Nothing: another length, a number that is none, another state.
std::optional<MeterIdentity> decode_identity(ByteView bytes);
/// The same four bytes as in a user card's returned data: state, current, previous, edition of the void list.
std::uint32_t key_info_of(const MeterIdentity& identity);

using Nonce = std::array<std::uint8_t, 16>;
using OrderNumber = std::array<std::uint8_t, 8>;
using Point = std::array<std::uint8_t, seal::point_bytes>;

/// What is wanted of the meter.
struct Opening {
  Work work = Work::download;
  std::uint8_t version = 0;  ///< of the keys that come; 0 when none come
  Nonce random{};
  OrderNumber number{};  ///< of the set that comes; zeros when none comes
  Point point{};         ///< the set's ephemeral public key; zeros when none comes
  friend bool operator==(const Opening&, const Opening&) = default;
};
inline constexpr std::size_t opening_bytes = 2 + 16 + 8 + seal::point_bytes;
/// work 1, version 1, random 16, number 8, point.
Bytes encode(const Opening& opening);
/// Nothing: another length, or no such work.
std::optional<Opening> decode_opening(ByteView bytes);

/// The meter's side, with its proof.
struct Opened {
  Nonce random{};
  seal::Signature signature{};
};
inline constexpr std::size_t opened_bytes = 16 + 64;
Bytes encode(const Opened& opened);
std::optional<Opened> decode_opened(ByteView bytes);

/// Everything that both sides have said, as one digest. `ukey_certificate` is empty when the utility's identity itself signs.
seal::Digest transcript_of(const MeterIdentity& meter, const Opening& opening, const Nonce& meter_random,
                           ByteView meter_certificate, ByteView utility_certificate, ByteView ukey_certificate);

/// What is signed over a transcript. The words differ, so that nobody's signature can be held out as another's.
enum class Signer : std::uint8_t { meter, utility };
Bytes message_to_sign(Signer signer, const seal::Digest& transcript);
/// The meter's receipt: it changed over and now holds that.
Bytes message_of_receipt(const seal::Digest& transcript, std::uint32_t key_info);

/// Of a set of keys for one meter. The same set may be shown to it again and again.
struct SetHeader {
  MeterNumber meter;
  std::uint8_t version = 0;
  OrderNumber number{};
  Point point{};  ///< the ephemeral half of the agreement; the other half is the pair of the meter's certificate
};
/// What one of its wrapped keys is bound to (seal::transport_key).
seal::Digest key_context(const SetHeader& set, seal::Purpose purpose);
/// Collects the keys of a set, in the order of purposes_of_a_meter, for its signature.
class SetContent {
 public:
  /// `key`: suite 1 || check value 3 || wrapped key.
  void add(seal::Purpose purpose, ByteView key);
  std::size_t keys() const { return keys_; }
  /// What the utility's identity signs.
  Bytes message(const SetHeader& set) const;

 private:
  Bytes content_;
  std::size_t keys_ = 0;
};
/// The public half of a certificate's pair as a point. Error `bad_public_key`: not a key on P-256.
Result<Point> point_of(ByteView public_key);

/// Common name and organisation of the certificates that a factory issues; seal::role_key_ukey is that of a UKEY.
std::string certificate_name(MeterNumber meter, const std::array<std::uint8_t, 8>& serial);
inline constexpr auto role_meter = "prepaid meter", role_meter_without_module = "prepaid meter without module", role_utility = "utility";
constexpr std::string_view role_of(KeysKept kept) { return kept == KeysKept::in_module ? role_meter : role_meter_without_module; }
/// Nothing: it is no meter's.
constexpr std::optional<KeysKept> kept_by(std::string_view organisation) {
  if (organisation == role_meter) return KeysKept::in_module;
  return organisation == role_meter_without_module ? std::optional{KeysKept::in_firmware} : std::nullopt;
}

}  // namespace kwota::meter_keys
