// Irrigation: the farmer's card is his purse. It pays at every pump of its area numbers, the pumps' prices charge it, and an account has no meter
// of its own. Accounts are opened when an application is granted, and their card is made with its first load.
#pragma once
#include "carry/cards/purse_card/purse_card_table.h"
#include "schemes/facts.h"
#include "seal/recipes/purse.h"

namespace kwota::schemes {

inline constexpr scheme::Scheme irrigation_purse{
    .name = "irrigation_purse",
    .unit = Unit::money,
    .holder = scheme::BalanceHolder::purse,
    .carriers = card_alone,
    .card_product = cards::purse_card_product.name,
    .recipe = seal::purse_recipe_row.name,
};

}  // namespace kwota::schemes
