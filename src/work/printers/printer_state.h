// What an ESC/POS printer answers when it is asked for its state (DLE EOT n), and how it is asked. One byte an answer, of which four bits are fixed.
// Begin with offline_cause().
#pragma once
#include <array>
#include <cstdint>
#include <optional>

#include "books/rows/office/slip.h"

namespace kwota::printers {

/// Asked at once, whatever it is printing: offline causes, errors, paper.
inline constexpr std::array<std::uint8_t, 3> ask_offline{0x10, 0x04, 0x02}, ask_paper{0x10, 0x04, 0x04};
/// Asked in its turn, behind what is to be printed: answered when that has been printed (GS r 1).
inline constexpr std::array<std::uint8_t, 3> ask_at_the_end{0x1D, 0x72, 0x01};

/// Nothing: such a byte is no answer to DLE EOT.
/// To `ask_offline`: cover, paper that has ended, whatever is broken.
std::optional<books::PrinterFault> offline_cause(std::uint8_t answer);
/// To `ask_paper`.
std::optional<books::PrinterFault> paper_cause(std::uint8_t answer);
/// To `ask_at_the_end`: paper is there, or has ended.
std::optional<books::PrinterFault> end_cause(std::uint8_t answer);

}  // namespace kwota::printers
