// The prepaid meter's user card, "state-grid user card", declared: every key and file of the application (common/application.h) and its
// holder's PIN.
#pragma once
#include "carry/cards/common/application.h"

namespace kwota::cards {

inline constexpr Product user_card_product{
    .name = "user_card",
    .about = "CPU user card of a prepaid meter: carries credit there and the meter's data back.",
    .root = card_root,
    .application = application};
static_assert(sound(user_card_product));

}  // namespace kwota::cards
