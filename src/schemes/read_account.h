// Balance at the server of a meter that nobody hears: gas and water meters whose registers are read by hand, and any other without a line. What was
// released of its reading days is charged; nothing is ordered, for there is nobody to take an order.
#pragma once
#include "schemes/facts.h"

namespace kwota::schemes {

inline constexpr scheme::Scheme read_account{
    .name = "read_account",
    .unit = Unit::money,
    .holder = scheme::BalanceHolder::server,
};

}  // namespace kwota::schemes
