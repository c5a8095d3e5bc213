// Where a card of the bench lies: in the wallet, on one of the readers, in a meter's slot.   Begin with CardPlace.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/core/core.h"

namespace kwota::sim {

struct InWallet {
  friend bool operator==(const InWallet&, const InWallet&) = default;
};
struct OnReader {
  std::size_t slot = 0;
  friend bool operator==(const OnReader&, const OnReader&) = default;
};
struct InMeter {
  MeterNumber number;
  friend bool operator==(const InMeter&, const InMeter&) = default;
};
using CardPlace = std::variant<InWallet, OnReader, InMeter>;

/// "wallet", "reader:0", "meter:110000000011": in the API and in the bench's file.
std::string to_text(const CardPlace& place);
/// Nothing: there is no such place on a bench with so many readers.
std::optional<CardPlace> parse_card_place(std::string_view text, std::size_t readers);

}  // namespace kwota::sim
