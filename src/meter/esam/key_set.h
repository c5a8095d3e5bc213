// The keys of one version that a meter's security module holds, and everything else that it must not forget, as one value.
// Guarantees: contents travel as bytes only into a Memory, which keeps them sealed. Begin with KeySet, then Contents.
#pragma once
#include <map>
#include <optional>

#include "seal/cipher/card_crypto.h"
#include "seal/meter_keys/frames.h"
#include "seal/vault/test_keys.h"

namespace kwota::esam {

/// Version 0 are the factory's keys: public, the same in every meter.
inline constexpr std::uint8_t factory_version = 0;

struct KeySet {
  std::uint8_t version = factory_version;
  std::map<seal::Purpose, seal::Key> keys{};
  const seal::Key* find(seal::Purpose purpose) const {
    const auto found = keys.find(purpose);
    return found == keys.end() ? nullptr : &found->second;
  }
  /// One key for each of the purposes of such a meter.
  bool complete(meter_keys::KeysKept kept = meter_keys::KeysKept::in_module) const;
};

/// A county's keys of a known key set: the sample keys of a folder.
KeySet county_keys(const seal::RootOf& roots, std::uint8_t version = seal::test_key_version);
/// Those of the TEST KEY SET (published, worthless); with version 0 they are the factory's.
KeySet test_county_keys(std::uint8_t version = seal::test_key_version);
/// A county's keys, one for each purpose of a meter, as this meter holds them: its own ones diversified by its number.
KeySet keys_of(MeterNumber meter, const KeySet& county, meter_keys::KeysKept kept = meter_keys::KeysKept::in_module);

/// What the module must not forget.
struct Contents {
  MeterNumber meter;
  meter_keys::KeysKept kept = meter_keys::KeysKept::in_module;  ///< in firmware: none of the card procedure's keys, and no card is answered
  std::array<std::uint8_t, 8> serial{};
  KeySet factory;
  std::optional<KeySet> current, previous;  ///< the utility's; no current one: the factory's keys are in force
  KeySet spare;                             ///< being collected, of no use to anybody yet
  SecretBytes identity;                     ///< private half of the pair that the certificate names; empty: no such pair
  Bytes certificate, factory_certificate;
  Bytes utility_key;  ///< of the utility whose keys these are; empty: none has proved itself yet
  Bytes set;          ///< digest of the set that brought the current keys over the link; empty: they came otherwise
  std::uint32_t void_number = 0;   ///< how far the list of void cards goes
  std::vector<CardSerial> voided;  ///< in the order in which they came, the newest user_card::void_cards_kept

  const KeySet& in_force() const { return current ? *current : factory; }
};

SecretBytes encode(const Contents& contents);
/// Nothing when these are not the bytes of encode().
std::optional<Contents> decode_contents(ByteView bytes);

}  // namespace kwota::esam
