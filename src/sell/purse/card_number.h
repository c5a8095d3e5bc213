// The number of a purse card's application, which is printed on it: sixteen digits – county 4, year 2, running 9, check digit –, by which books, pumps
// and black lists know the card. The chip that carries it has a serial of its own.
// Running is the moment at which it was drawn, not a count: books that were restored from an older copy count on from there, and would give once more
// what a card of the lost hours has; a moment never comes again.   Begin with card_number().
#pragma once
#include "base/core/core.h"
#include "base/time.h"

namespace kwota::purse {

/// Two numbers of a county lie at least so far apart.
inline constexpr Duration number_step = Duration::ms(32);

/// `county`: area code as the utility has it, packed decimal (13 09 25 00: county 0925). Who draws later gets the greater one, in every time zone.
CardSerial card_number(std::uint32_t county, Instant moment);
/// Whether the last digit is that of Luhn over the others.
bool is_card_number(const CardSerial& number);

}  // namespace kwota::purse
