// What becomes of money that is left when a supply ends, as the document of its end says it.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

#include "base/words.h"

namespace kwota::books {

enum class Leftover : std::uint8_t {
  paid_out,    ///< at this till, by the tender that was agreed
  to_account,  ///< another account of the same or of another customer is owed it
  stays_owed,  ///< to the customer, who is paid out some other day
};
constexpr auto words_of(Leftover) { return std::array<std::string_view, 3>{"paid_out", "to_account", "stays_owed"}; }

}  // namespace kwota::books
