// Local fee control over a line: the meter holds money, and its line opens it, brings prices and credit. A card is issued to
// whoever wants one, for the day on which the line is down.
#pragma once
#include "carry/cards/user_card/user_card_table.h"
#include "schemes/facts.h"
#include "seal/recipes/fee_control.h"

namespace kwota::schemes {

inline constexpr scheme::Scheme fee_control_line{
    .name = "fee_control_line",
    .unit = Unit::money,
    .holder = scheme::BalanceHolder::meter,
    .carriers = line_then_card,
    .card_product = cards::user_card_product.name,
    .protocols = dlt645,
    .recipe = seal::fee_control.name,
};

}  // namespace kwota::schemes
