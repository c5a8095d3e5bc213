// The security module of a well: a PSAM as the key office issues them, with the county's purchase key for any card of it, its maintenance
// key for tool cards – which seals no order –, the infrared key of its window, the terminal's own key, and
// with a table of open locks that outlives the power. Never: holds a key by which money comes onto a card, or that tells a card's TAC.
// Begin with well_module().
#pragma once
#include "seal/vault/test_keys.h"
#include "meter/pump/pump.h"
#include "sim/card_os/card_os.h"

namespace kwota::sim {

/// By which a pump opens its module. [K]
inline constexpr std::array<std::uint8_t, 6> module_pin{0x32, 0x34, 0x36, 0x38, 0x31, 0x30};

/// County 4 digits, kind 2 (a pump), running 7. `county`: area code as the utility has it, packed decimal (33 01 02 00: county 0102).
pump::TerminalNumber pump_terminal_number(std::uint32_t county, std::int64_t running);
/// The same county as a pump compares it with a card's number.
std::uint16_t county_of_pump(std::uint32_t county);

/// `chip`: its serial; `roots`: of the county, as cards are made under them.
CardState well_module(const CardSerial& chip, const pump::TerminalNumber& terminal, const seal::RootOf& roots, Random& random);

/// The same card with so many locks that other pumps opened with it and nobody has debited; at most all that it has room for.
CardState with_open_locks(CardState module, std::size_t count);

}  // namespace kwota::sim
