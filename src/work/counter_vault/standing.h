// Whether this counter can seal, in one word: for whoever shows it, and for whoever has to tell a vault's trouble from a card's.
// Begin with standing_of().
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "base/words.h"

namespace kwota::counter_vault {

/// `refused`: it answers and does not seal, for another reason than those with a word of their own.
enum class Standing : std::uint8_t { ready, away, pin_wanted, pin_locked, used_up, expired, voided, refused };
constexpr auto words_of(Standing) {
  return std::array<std::string_view, 8>{"ready", "away", "pin_wanted", "pin_locked", "used_up", "expired", "void", "refused"};
}

/// Nothing: what went wrong was not the vault's doing.
std::optional<Standing> standing_of(const Error& trouble);

}  // namespace kwota::counter_vault
