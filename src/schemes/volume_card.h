// A sample until gas and water meters of their own come: cubic metres by the user card. The price plan prices the customer's money when he buys,
// and his meter counts litres down, one for one.
#pragma once
#include "carry/cards/user_card/user_card_table.h"
#include "schemes/facts.h"
#include "seal/recipes/fee_control.h"

namespace kwota::schemes {

inline constexpr scheme::Scheme volume_card{
    .name = "volume_card",
    .unit = Unit::volume,
    .step = 100,  // a tenth of a cubic metre
    .holder = scheme::BalanceHolder::meter,
    .carriers = card_alone,
    .card_product = cards::user_card_product.name,
    .recipe = seal::fee_control.name,
};

}  // namespace kwota::schemes
