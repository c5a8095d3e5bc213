// Local fee control by card: the meter holds money and charges by prices that the card brings. A meter that is put on a line later
// takes credit over it too.
#pragma once
#include "carry/cards/user_card/user_card_table.h"
#include "schemes/facts.h"
#include "seal/recipes/fee_control.h"

namespace kwota::schemes {

inline constexpr scheme::Scheme fee_control_card{
    .name = "fee_control_card",
    .unit = Unit::money,
    .holder = scheme::BalanceHolder::meter,
    .carriers = card_then_line,
    .card_product = cards::user_card_product.name,
    .protocols = dlt645,
    .recipe = seal::fee_control.name,
};

}  // namespace kwota::schemes
