// What a key card is and what it says of itself: its kind, whose keys it holds, with which card it makes a pair.
// Guarantees: parameters are written last, so a card without them is half-written and worth nothing. Never: a secret.
// Begin with KeyCardKind and decode_parameters().
#pragma once
#include <optional>

#include "carry/cards/key_cards/key_card_tables.h"

namespace kwota::key_cards {

/// Append only: the position is the type byte on the card.
enum class KeyCardKind : std::uint8_t {
  officer = 1, master_control, province, county, control, user_mother, psam, isam, key_restore, key_modify, load_sam, clear, handheld_psam, pump_psam,
};
inline constexpr std::array key_card_kinds{KeyCardKind::officer,     KeyCardKind::master_control, KeyCardKind::province,
                                           KeyCardKind::county,      KeyCardKind::control,        KeyCardKind::user_mother,
                                           KeyCardKind::psam,        KeyCardKind::isam,           KeyCardKind::key_restore,
                                           KeyCardKind::key_modify,
                                           KeyCardKind::load_sam,    KeyCardKind::clear,          KeyCardKind::handheld_psam,
                                           KeyCardKind::pump_psam};

/// "master_control"; the names of books::KeyDevice.
std::string_view name_of(KeyCardKind kind);
std::optional<KeyCardKind> parse_kind(std::string_view name);
/// Its files and keys (key_card_tables.h).
const cards::Product& product_of(KeyCardKind kind);
/// Which key card issues it; nothing: the vault alone (officer, master control card). A control card: as its mother's.
std::optional<KeyCardKind> issuer_of(KeyCardKind kind);
/// It opens only with its control card.
bool has_control_card(KeyCardKind kind);
/// It works at a counter behind a terminal number.
bool is_terminal(KeyCardKind kind);
/// A PIN opens it; cards for meters are opened by meters.
bool has_pin(KeyCardKind kind);
/// It goes into meters: key-restore, key-modify and clear card.
bool is_for_meters(KeyCardKind kind);

using Date4 = std::array<std::uint8_t, 4>;        ///< packed BCD YYYYMMDD
using TerminalNumber = std::array<std::uint8_t, 6>;

/// File 0017, written last. Layout [K]: "KW" 01 kind1 version1 code4 pair8 issuer8 issued4 valid_to4 paired_kind1
/// own_version1, filled with 00.
struct Parameters {
  KeyCardKind kind = KeyCardKind::officer;
  std::uint8_t version = 1;     ///< of the newest keys that it holds
  std::uint32_t code = 0;       ///< area code, packed BCD: province (last three bytes zero) or county; 0: the utility
  CardSerial pair;              ///< control card: its mother
  CardSerial issuer;            ///< the mother card it was issued from; zero: a vault
  Date4 issued{}, valid_to{};
  KeyCardKind paired_kind = KeyCardKind::officer;  ///< control card: what its mother is
  std::uint8_t own_version = 1;  ///< of its own keys (master, maintenance, PIN reload)
  friend bool operator==(const Parameters&, const Parameters&) = default;
};
Bytes encode(const Parameters& parameters);
/// Nothing when the card is half-written or the file is none of ours.
std::optional<Parameters> decode_parameters(ByteView bytes);

/// File 0015: application serial10 (00 00 and the card's serial), version1, key card type1, FCI2.
Bytes card_information(const CardSerial& serial, const Parameters& parameters);

/// The factor of a province or county: its 4-byte code, twice.
seal::Factor region_factor(std::uint32_t code);
/// Of a county's code, as of its province's own: the first two digits.
constexpr std::uint32_t province_of(std::uint32_t code) { return code & 0xFF000000; }

}  // namespace kwota::key_cards
