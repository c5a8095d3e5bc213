// Irrigation: the farmer's card is his purse. It pays at every pump of its area numbers, the pumps' prices charge it, and an account has no meter
// of its own. Accounts are opened when an application is granted.
// No card carries its money yet: until a family of cards stands here, a purse waits for its card and nothing is loaded.
#pragma once
#include "schemes/facts.h"

namespace kwota::schemes {

inline const Row irrigation_purse{
    .facts = {.name = "irrigation_purse",
              .unit = Unit::money,
              .holder = scheme::BalanceHolder::purse,
              .confirmed_by = scheme::ConfirmedBy::booking},
};

}  // namespace kwota::schemes
