// What a key in a key card or a PSAM may be used for: one byte of its record says it, and the card holds itself to it.
// PSAM usage byte: levels of diversification << 5 | kind. Kinds 0..8: PSAM manuals of the PBOC family; 9 and above: Kwota's own [K].
// A kind has as many levels as its line says, so two kinds of one number are two usages where their levels differ.
// Record of a key that a mother card passes on (type 33 [K]): `33 rule version quota2`, rule = role << 6 | factors << 4 | state.
// Begin with SamKind and PassingRule.
#pragma once
#include <cstddef>
#include <cstdint>

namespace kwota::iso7816 {

enum class SamKind : std::uint8_t {
  master = 0x00,
  maintenance = 0x01,
  purchase = 0x02,  ///< debit of purse cards: answers 80 70 only, never leaves a session key behind
  pin_unblock = 0x03,
  pin_reload = 0x04,
  user_card_maintenance = 0x05,
  mac = 0x06,
  encrypt = 0x07,
  mac_and_encrypt = 0x08,
  card_authentication = 0x10,    ///< encrypts one block
  seller_authentication = 0x11,  ///< encrypts one block
  credit = 0x12,                 ///< MACs of what the counter writes; each delivery is counted
  return_data = 0x13,            ///< MACs over zeros only: a counter empties what meters write, and invents nothing
  infrared = 0x16,               ///< with two levels, the meter and the duty: encrypts one block, for whoever stands before an infrared window
  terminal_tac = 0x15,           ///< without a level: the terminal's own, by which it proves what it asked of a purse card
  // Of a load SAM, with a level: no command delivers them; each kind of seal names the one that it is made with.
  load_sam_seller = 0x15, load_sam_card = 0x16, load_sam_credit = 0x17, load_sam_returned = 0x18, load_sam_meter = 0x19,
  load_sam_parameter = 0x1A, load_sam_control = 0x1B,
  // Of a load SAM, for purse cards: what gives money, what takes it off, what frees a lock, the files of the card.
  load_sam_load = 0x09, load_sam_unload = 0x0A, load_sam_release = 0x0B, load_sam_files = 0x0C,
  // Of a PSAM, for meters on a line: a key of the county and the meter's factor make the meter's own.
  meter_identity = 0x1C,   ///< encrypts one block: opens a session
  meter_parameter = 0x1D,  ///< MACs and enciphers what meters are told, credit among it; each delivery is counted
  meter_control = 0x1E,    ///< MACs and enciphers orders to relays
  load = 0x14,                   ///< ISAM: its last level is the session key of a load; each load is taken off the quota
};

inline constexpr std::uint8_t sam_levels_max = 3;
constexpr std::uint8_t sam_usage(SamKind kind, std::uint8_t levels) {
  return static_cast<std::uint8_t>(levels << 5 | static_cast<std::uint8_t>(kind));
}
constexpr SamKind sam_kind(std::uint8_t usage) { return static_cast<SamKind>(usage & 0x1F); }
constexpr std::uint8_t sam_levels(std::uint8_t usage) { return static_cast<std::uint8_t>(usage >> 5); }

/// What a key is to the mother card that holds it, beside being passed on.
enum class MotherRole : std::uint8_t {
  passed_on = 0,        ///< nothing else
  masters_targets = 1,  ///< diversified by a serial it is the master of the card that is issued, and protects its keys on the way
  seals_files = 2,      ///< diversified by a serial it seals the files of the card that is issued
};

struct PassingRule {
  MotherRole role = MotherRole::passed_on;
  std::uint8_t factors = 0;  ///< how many diversifications an export must name, 0..3; by the target's serial alone it always may
  std::uint8_t state = 0;    ///< the security state in which the key may be used

  constexpr std::uint8_t byte() const {
    return static_cast<std::uint8_t>(static_cast<std::uint8_t>(role) << 6 | (factors & 3) << 4 | (state & 0x0F));
  }
  static constexpr PassingRule of(std::uint8_t byte) {
    return {static_cast<MotherRole>(byte >> 6), static_cast<std::uint8_t>(byte >> 4 & 3), static_cast<std::uint8_t>(byte & 0x0F)};
  }
};

/// Of such a key two versions live side by side during a change; its record takes the room of both.
inline constexpr std::size_t key_versions_max = 2;

/// Grey locks that a PSAM keeps open: a row of 40 bytes each, in file 001B when power must not matter.
inline constexpr std::size_t sam_open_locks = 64, sam_open_locks_bytes = sam_open_locks * 40;

/// The key may be passed on without end.
inline constexpr std::uint16_t no_quota = 0xFFFF;

}  // namespace kwota::iso7816
