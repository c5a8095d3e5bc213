// Who orders something over a line, as he sent his code.
#pragma once
#include <array>
#include <cstdint>

namespace kwota::meter {

/// All zero: nobody.
using Operator = std::array<std::uint8_t, 4>;

}  // namespace kwota::meter
