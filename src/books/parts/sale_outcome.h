// What became of a booking that had to reach a card or a meter, as it is told at once; what is not known yet is settled at the next contact.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

#include "base/words.h"

namespace kwota::books {

enum class SaleOutcome : std::uint8_t { done, not_done, not_yet_known };
constexpr auto words_of(SaleOutcome) { return std::array<std::string_view, 3>{"done", "not_done", "not_yet_known"}; }

}  // namespace kwota::books
