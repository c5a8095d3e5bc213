// A scheme of tests/house: water by the cubic metre, carried by the user card. The meter counts litres down, one for one.
#pragma once
#include "carry/cards/user_card/user_card_table.h"
#include "schemes/facts.h"
#include "seal/recipes/fee_control.h"

namespace kwota::schemes {

inline constexpr scheme::Scheme house_water{
    .name = "house_water",
    .unit = Unit::volume,
    .step = 100,  // a tenth of a cubic metre
    .holder = scheme::BalanceHolder::meter,
    .carriers = card_alone,
    .card_product = cards::user_card_product.name,
    .recipe = seal::fee_control.name,
};

}  // namespace kwota::schemes
