// Purse cards of this family that other issuers have made, where a terminal has to know in what they differ from ours. One row a profile, named in the port
// by which a reader is opened; a card may be of several. Never: guesses – a wrong PIN costs a try.   Begin with purse_profiles.
#pragma once
#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "base/ascii.h"
#include "base/bytes.h"
#include "carry/cards/purse_card/purse_card_table.h"
#include "carry/iso7816/apdu.h"

namespace kwota::cards {

struct PurseProfile {
  std::string_view name, about;
  bool packed_pin = false;      ///< six digits in three bytes, BCD; ours has six ASCII digits
  bool one_unload_key = false;  ///< no key of its own for releases: they are sealed with the unload key, and ask for it by its number
};

inline constexpr std::array purse_profiles{
    PurseProfile{.name = "pin_bcd", .about = "VERIFY PIN takes the six digits packed, in three bytes.", .packed_pin = true, .one_unload_key = false},
    PurseProfile{.name = "one_3D_key", .about = "One key 3D: a release is sealed with the unload key, and wants the PIN as an unload does.", .packed_pin = false, .one_unload_key = true},
};

/// What both have. Nothing: there is no profile of this name.
inline std::optional<PurseProfile> with_profile(const PurseProfile& other, std::string_view name) {
  const auto row = std::ranges::find(purse_profiles, name, &PurseProfile::name);
  if (row == purse_profiles.end()) return std::nullopt;
  return PurseProfile{.name = row->name, .about = row->about, .packed_pin = row->packed_pin || other.packed_pin, .one_unload_key = row->one_unload_key || other.one_unload_key};
}

/// "123456" -> 12 34 56; what is no even number of digits stays as it is.
inline Bytes packed_digits(ByteView digits) {
  const bool packs = digits.size() % 2 == 0 && is_digits(digits);
  if (!packs) return Bytes(digits.begin(), digits.end());
  Bytes out;
  for (std::size_t at = 0; at < digits.size(); at += 2) out.push_back(static_cast<std::uint8_t>((digits[at] - '0') << 4 | (digits[at + 1] - '0')));
  return out;
}

/// The command as a card of this profile wants it.
inline iso7816::Command as_profile_wants(const PurseProfile& profile, iso7816::Command command) {
  constexpr std::uint8_t verify = 0x20;
  constexpr std::uint8_t init_grey = 0x7A, by_centre = 0x09;
  if (profile.one_unload_key && command.cla == 0xE0 && command.ins == init_grey && command.p1 == by_centre && !command.data.empty()) command.data[0] = purse_key::unload;
  if (profile.packed_pin && command.cla == 0x00 && command.ins == verify) command.data = packed_digits(command.data);
  return command;
}

}  // namespace kwota::cards
