// The rows of the key system: which keys there are, in which vaults and cards, who formed them, what became of them.
// Guarantees: no row holds a key, a component or anything a key could be computed from – only check values, versions, names
// and reasons. Components live in locked memory of the vault's process until their ceremony ends, and nowhere else.
// Registers: KeyFactors, KeyVersion, KeyDevice, MeterModule, Ceremony, CeremonyPart, Campaign, Partner,
// OfficeMessage, KeyPerson. Chained: KeyEvent, the key journal (chain "keys").
// Model and levels: docs/decisions/0011-the-key-tree.md.   Begin with KeyVersion.
#pragma once
#include <array>
#include <compare>
#include <optional>
#include <string>

#include "base/core/core.h"
#include "base/core/ids.h"
#include "base/time.h"
#include "base/words.h"
#include "books/listed.h"

namespace kwota::books {

/// Version of the keys that a card or a meter holds. Version 1 is stored as "nothing": rows of books that knew no versions mean
/// the first one, and keep the hash that their audit entry names.
struct KeyNumber {
  static constexpr std::uint8_t first = 1;
  std::uint8_t value = first;
  constexpr KeyNumber() = default;
  constexpr KeyNumber(std::uint8_t version) : value(version) {}  // NOLINT(google-explicit-constructor): it is that number
  constexpr operator std::uint8_t() const { return value; }      // NOLINT(google-explicit-constructor)
};

/// What the user chooses before the first key is derived with it: the branch of the tree that is ours.
struct KeyFactors {
  static constexpr auto table = "key_factors";
  static constexpr int key_columns = 1;
  std::string code = "main";
  std::string utility_factor;    ///< 8 bytes, hexadecimal; empty: not chosen yet
  std::uint32_t province = 0;    ///< 4-byte BCD area code
  std::uint32_t county = 0;      ///< as the utility's row had it when the factors were chosen
  std::int64_t fixed_by = 0;     ///< version of the first key that was derived with them; 0: may still be changed
  std::int64_t officers = 4;     ///< of whom a seed takes components; fixed with the factors
  template <class V> static void columns(V&& v) {
    v("code", &KeyFactors::code); v("utility_factor", &KeyFactors::utility_factor); v("province", &KeyFactors::province);
    v("county", &KeyFactors::county); v("fixed_by", &KeyFactors::fixed_by);
    v("officers", &KeyFactors::officers);
  }
};

enum class KeyStatus : std::uint8_t {
  created,
  pending,  ///< delivered, not yet in use
  active,  ///< new things are made under it
  retiring,  ///< what was made under it is still taken
  retired,
  destroyed,
};
constexpr auto words_of(KeyStatus) { return std::array<std::string_view, 6>{"created", "pending", "active", "retiring", "retired", "destroyed"}; }

enum class KeyOrigin : std::uint8_t {
  ceremony,
  supplier,   ///< came enciphered from whoever made the cards
  delivered,  ///< by the key office to the counters
  test,
};
constexpr auto words_of(KeyOrigin) { return std::array<std::string_view, 4>{"ceremony", "supplier", "delivered", "test"}; }

/// One key of one version in one vault.
struct KeyVersion {
  static constexpr auto table = "key_version";
  static constexpr int key_columns = 3;
  static constexpr bool held_by_writer = true;
  static constexpr Listed list{"key-versions", "purpose", {"purpose", "check_value"}};
  std::string vault;         ///< "office", "sealing"
  std::string purpose;       ///< seal::name_of(Purpose)
  std::int64_t version = 0;  ///< 1..255
  std::string suite;         ///< 3des, aes, sm4, p256, ed25519, rsa
  std::string check_value;   ///< 3 bytes, hexadecimal; of key pairs: left 3 bytes of SHA-256 over the public key
  KeyStatus state = KeyStatus::created;
  KeyOrigin origin = KeyOrigin::ceremony;
  std::optional<Instant> valid_from, valid_to;
  Instant created;
  template <class V> static void columns(V&& v) {
    v("vault", &KeyVersion::vault); v("purpose", &KeyVersion::purpose); v("version", &KeyVersion::version); v("suite", &KeyVersion::suite);
    v("check_value", &KeyVersion::check_value); v("state", &KeyVersion::state); v("origin", &KeyVersion::origin);
    v("valid_from", &KeyVersion::valid_from); v("valid_to", &KeyVersion::valid_to); v("created", &KeyVersion::created);
  }
};

enum class KeyDeviceStatus : std::uint8_t {
  fresh,  ///< being written
  active,
  voided,
  spoiled,
};
constexpr auto words_of(KeyDeviceStatus) { return std::array<std::string_view, 4>{"new", "active", "void", "spoiled"}; }

enum class KeyDeviceKind : std::uint8_t {
  officer, master_control, province, county, control, user_mother,  // key cards, each issued from the one above it
  psam, isam, load_sam,                                             // which seal at a counter
  key_restore, key_modify, clear,                                   // cards for meters
  key_ukey,                                                         // a stick with the key sets of meters
  backup_share,  ///< of the backup key: its holder has collected it when it is active; `quota_count` says how many bring the key back
  backup_file,
  handheld_psam,  ///< has the infrared keys of meters
  pump_psam,      ///< a pump's module
};
constexpr auto words_of(KeyDeviceKind) {
  return std::array<std::string_view, 17>{"officer", "master_control", "province", "county", "control", "user_mother", "psam", "isam", "load_sam",
                                          "key_restore", "key_modify", "clear", "key_ukey", "backup_share", "backup_file", "handheld_psam", "pump_psam"};
}

/// A thing that carries keys: a key card, a PSAM or ISAM, a UKEY.
struct KeyDevice {
  static constexpr auto table = "key_device";
  static constexpr int key_columns = 1;
  static constexpr Listed list{"key-devices", "-issued", {"serial", "pair", "code", "holder"}};
  std::string serial;        ///< card: 16 hexadecimal digits; UKEY: its token's serial number
  KeyDeviceKind kind = KeyDeviceKind::officer;
  std::string pair;          ///< serial of the mother of a control card, or of a mother's control card; empty: alone
  std::string code;          ///< area code; terminal number of a PSAM, ISAM or load SAM; number of the one meter that a card for meters serves
  std::string holder;        ///< operator, or till
  KeyDeviceStatus state = KeyDeviceStatus::fresh;
  std::string state_reason;
  std::int64_t key_version = 0;
  Money quota_amount;        ///< of a load SAM: what it may seal in all; 0: no limit
  std::int64_t quota_count = 0;
  Money used_amount;
  std::int64_t used_count = 0;
  std::string valid_to;      ///< local date; empty: without end
  Instant issued;
  std::int64_t void_number = 0;  ///< the how many-eth that was declared void, from 1; 0: it was not
  template <class V> static void columns(V&& v) {
    v("serial", &KeyDevice::serial); v("kind", &KeyDevice::kind); v("pair", &KeyDevice::pair); v("code", &KeyDevice::code);
    v("holder", &KeyDevice::holder); v("state", &KeyDevice::state); v("state_reason", &KeyDevice::state_reason);
    v("key_version", &KeyDevice::key_version); v("quota_amount", &KeyDevice::quota_amount); v("quota_count", &KeyDevice::quota_count);
    v("used_amount", &KeyDevice::used_amount); v("used_count", &KeyDevice::used_count); v("valid_to", &KeyDevice::valid_to);
    v("issued", &KeyDevice::issued); v("void_number", &KeyDevice::void_number);
  }
};

enum class ModuleOrigin : std::uint8_t {
  delivery,  ///< in the maker's file
  contact,   ///< the meter itself showed it
};
constexpr auto words_of(ModuleOrigin) { return std::array<std::string_view, 2>{"delivery", "contact"}; }

/// A meter's security module by the certificate of its factory: whom the office can wrap keys for.
struct MeterModule {
  static constexpr auto table = "meter_module";
  static constexpr int key_columns = 1;
  static constexpr Listed list{"meter-modules", "meter", {"meter", "serial"}};
  MeterNumber meter;
  std::string serial;       ///< 16 hexadecimal digits
  std::string certificate;  ///< X.509, DER in hexadecimal: public
  ModuleOrigin origin = ModuleOrigin::delivery;
  Instant taken;
  template <class V> static void columns(V&& v) {
    v("meter", &MeterModule::meter); v("serial", &MeterModule::serial); v("certificate", &MeterModule::certificate);
    v("origin", &MeterModule::origin); v("taken", &MeterModule::taken);
  }
};

enum class CeremonyStatus : std::uint8_t {
  open,
  formed,
  abandoned,
};
constexpr auto words_of(CeremonyStatus) { return std::array<std::string_view, 3>{"open", "formed", "abandoned"}; }

/// Officers form a key together. What they enter is not here.
struct Ceremony {
  static constexpr auto table = "ceremony";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 1> people{"started_by"};
  static constexpr Listed list{"key-ceremonies", "-number", {"officers", "started_by"}};
  std::int64_t number = 0;
  std::string purpose;       ///< seed, card_transport
  std::int64_t version = 0;  ///< of the key that comes out
  std::string suite;
  std::int64_t required = 4; ///< officers
  std::string officers;      ///< their sign-in names, comma separated, in the order in which they were named
  CeremonyStatus state = CeremonyStatus::open;
  std::string state_reason;  ///< of an abandoned one
  std::string started_by;
  Instant started;
  std::optional<Instant> ended;
  std::string check_value;   ///< of the formed key
  template <class V> static void columns(V&& v) {
    v("number", &Ceremony::number); v("purpose", &Ceremony::purpose); v("version", &Ceremony::version); v("suite", &Ceremony::suite);
    v("required", &Ceremony::required); v("officers", &Ceremony::officers); v("state", &Ceremony::state);
    v("state_reason", &Ceremony::state_reason); v("started_by", &Ceremony::started_by); v("started", &Ceremony::started);
    v("ended", &Ceremony::ended); v("check_value", &Ceremony::check_value);
  }
};

/// That an officer has given his component. Nothing of the component: three bytes of it would confirm who guesses.
struct CeremonyPart {
  static constexpr auto table = "ceremony_part";
  static constexpr int key_columns = 2;
  std::int64_t ceremony = 0;
  std::string officer;
  Instant given;
  template <class V> static void columns(V&& v) {
    v("ceremony", &CeremonyPart::ceremony); v("officer", &CeremonyPart::officer); v("given", &CeremonyPart::given);
  }
};

enum class CampaignStatus : std::uint8_t {
  running,
  done,
  stopped,
};
constexpr auto words_of(CampaignStatus) { return std::array<std::string_view, 3>{"running", "done", "stopped"}; }

/// A change of keys in the field (decision 12): new version made, vaults and PSAMs, meters, cards, retirement.
struct Campaign {
  static constexpr auto table = "campaign";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 2> people{"started_by", "approved_by"};
  static constexpr bool held_by_writer = true;
  static constexpr Listed list{"key-campaigns", "-number", {"reason", "started_by"}};
  std::int64_t number = 0;
  std::int64_t from_version = 0, to_version = 0;
  CampaignStatus state = CampaignStatus::running;
  Instant started;
  std::optional<Instant> ended;
  std::string started_by, approved_by;
  std::string refuse_after;  ///< local date: behind it the old version is refused at counters
  std::string reason;
  template <class V> static void columns(V&& v) {
    v("number", &Campaign::number); v("from_version", &Campaign::from_version); v("to_version", &Campaign::to_version);
    v("state", &Campaign::state); v("started", &Campaign::started); v("ended", &Campaign::ended); v("started_by", &Campaign::started_by);
    v("approved_by", &Campaign::approved_by); v("refuse_after", &Campaign::refuse_after); v("reason", &Campaign::reason);
  }
};

/// The other program: at a counter's books the key office, at the office's books the counters. One knows the other by its public
/// key alone, which people confirmed.
struct Partner {
  static constexpr auto table = "partner";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 2> people{"first", "second"};
  static constexpr Listed list{"partners", "name", {}};
  std::string name;          ///< "office" in the books of the counters, "counters" in those of the office
  std::string address;       ///< where it listens, http://…; of the office empty: it comes by itself
  std::string public_key;    ///< SubjectPublicKeyInfo of the pair that signs its books, hexadecimal
  std::string receiving_key; ///< of the counters: SubjectPublicKeyInfo to which keys for them are wrapped, hexadecimal
  std::int64_t messages = 0; ///< number of the last message that was taken
  std::string last;          ///< its digest, hexadecimal: the next one names it
  std::int64_t messages_before = 0; ///< of the counters: messages up to this number were for those before them
  Instant since;
  std::string first, second; ///< who confirmed it; at installation "installation"
  template <class V> static void columns(V&& v) {
    v("name", &Partner::name); v("address", &Partner::address); v("public_key", &Partner::public_key);
    v("receiving_key", &Partner::receiving_key); v("messages", &Partner::messages); v("last", &Partner::last);
    v("messages_before", &Partner::messages_before);
    v("since", &Partner::since); v("first", &Partner::first); v("second", &Partner::second);
  }
};

/// What the key office tells the counters: numbered upwards, each naming the digest of the one before, signed by the office.
/// In the office's books it waits until the counters have it, in theirs it is what was taken.
struct OfficeMessage {
  static constexpr auto table = "office_message";
  static constexpr int key_columns = 1;
  static constexpr Listed list{"office-messages", "-number", {}};
  std::int64_t number = 0;   ///< from 1
  Instant time;
  std::string previous;      ///< digest of the message before, hexadecimal; of the first empty
  std::string body;          ///< JSON: rows, and keys as closed blocks that only the counters' token opens
  std::string signature;     ///< r || s over the digest, hexadecimal
  std::string digest;        ///< hexadecimal
  template <class V> static void columns(V&& v) {
    v("number", &OfficeMessage::number); v("time", &OfficeMessage::time); v("previous", &OfficeMessage::previous);
    v("body", &OfficeMessage::body); v("signature", &OfficeMessage::signature); v("digest", &OfficeMessage::digest);
  }
};

enum class KeyPersonStatus : std::uint8_t {
  active,
  voided,
};
constexpr auto words_of(KeyPersonStatus) { return std::array<std::string_view, 2>{"active", "void"}; }

enum class KeyPersonOrigin : std::uint8_t { founding, appointed };
constexpr auto words_of(KeyPersonOrigin) { return std::array<std::string_view, 2>{"founding", "appointed"}; }

/// A pair in the token of somebody who handles keys, and who says that it is his: at the founding all of the first people together,
/// later two key managers. What is signed: keys/office/certificates.h.
struct KeyPerson {
  static constexpr auto table = "key_person";
  static constexpr int key_columns = 2;
  static constexpr std::array<std::string_view, 2> people{"first", "second"};
  std::string person;        ///< sign-in name
  std::int64_t number = 1;   ///< of his pairs: a token that was lost gets a successor
  std::string role;          ///< key_officer, key_manager, security_auditor
  std::string public_key;    ///< SubjectPublicKeyInfo, hexadecimal
  KeyPersonOrigin origin = KeyPersonOrigin::founding;
  std::string first, second; ///< the managers who certified it; at the founding empty: all did
  std::string first_signature, second_signature;  ///< r || s, hexadecimal; at the founding the first is his own, over the whole document
  Instant made;
  KeyPersonStatus state = KeyPersonStatus::active;
  std::optional<Instant> ended;  ///< when it became void
  template <class V> static void columns(V&& v) {
    v("person", &KeyPerson::person); v("number", &KeyPerson::number); v("role", &KeyPerson::role); v("public_key", &KeyPerson::public_key);
    v("origin", &KeyPerson::origin); v("first", &KeyPerson::first); v("second", &KeyPerson::second);
    v("first_signature", &KeyPerson::first_signature); v("second_signature", &KeyPerson::second_signature); v("made", &KeyPerson::made);
    v("state", &KeyPerson::state); v("ended", &KeyPerson::ended);
  }
};

/// One step in the life of a key. With both persons where four eyes are asked.
struct KeyEvent {
  static constexpr auto table = "key_event";
  static constexpr int key_columns = 2;
  static constexpr std::array<std::string_view, 2> people{"first", "second"};
  std::string chain = "keys";
  std::int64_t number = 0;   ///< running, given by the store
  Instant time;
  std::string what;          ///< ceremony_started, component_given, key_formed, key_delivered, key_activated, device_void …
  std::string object;        ///< "seed", "sealing/credit", "ceremony/3", "device/0102030405060708"
  std::string first, second; ///< operators
  std::string check_value;
  std::int64_t version = 0;
  std::string reason;
  std::string details;       ///< JSON, no secrets
  template <class V> static void columns(V&& v) {
    v("chain", &KeyEvent::chain); v("number", &KeyEvent::number); v("time", &KeyEvent::time); v("what", &KeyEvent::what);
    v("object", &KeyEvent::object); v("first", &KeyEvent::first); v("second", &KeyEvent::second);
    v("check_value", &KeyEvent::check_value); v("version", &KeyEvent::version); v("reason", &KeyEvent::reason);
    v("details", &KeyEvent::details);
  }
};

/// How many cards or meters hold a version.
struct HeldVersion {
  std::uint8_t version = KeyNumber::first;
  std::int64_t count = 0;
  friend bool operator==(const HeldVersion&, const HeldVersion&) = default;
};

}  // namespace kwota::books
