// A scheme of tests/house: money in a meter of the house, by its own card or over its own line.
#pragma once
#include "carry/cards/house_card.h"
#include "schemes/facts.h"
#include "seal/recipes/fee_control.h"

namespace kwota::schemes {

inline constexpr std::array<std::string_view, 1> house_protocols{"house-line"};

inline constexpr scheme::Scheme house_products{
    .name = "house_products",
    .holder = scheme::BalanceHolder::meter,
    .carriers = card_then_line,
    .card_product = cards::house_card::product.name,
    .protocols = house_protocols,
    .recipe = seal::fee_control.name,
};

}  // namespace kwota::schemes
