// The number of a purse card's application, which is printed on it: sixteen digits – county 4, year 2, running 9, check digit –, by which books, pumps
// and black lists know the card. The chip that carries it has a serial of its own.   Begin with card_number().
#pragma once
#include "base/core/core.h"

namespace kwota::purse {

/// `county`: area code as the utility has it, packed decimal (13 09 25 00: county 0925). Of the issue-th card of an account, made in that year: no two cards of a county ever have one number, not even where the making of one was torn.
CardSerial card_number(std::uint32_t county, int year, std::int64_t account, std::int64_t issue);
/// The account of whose county and making such a number speaks.
std::int64_t account_in(const CardSerial& number);
/// Whether the last digit is that of Luhn over the others.
bool is_card_number(const CardSerial& number);

}  // namespace kwota::purse
