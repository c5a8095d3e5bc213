// Remote fee control: the balance lies at the server, readings of the meter's line are charged against it, and its relay is ordered.
#pragma once
#include "schemes/facts.h"

namespace kwota::schemes {

inline constexpr scheme::Scheme server_account{
    .name = "server_account",
    .unit = Unit::money,
    .holder = scheme::BalanceHolder::server,
    .protocols = dlt645,
};

}  // namespace kwota::schemes
