// Every card product we know, as one explicit list.
#pragma once
#include "carry/cards/product.h"
#include "seal/user_card/files.h"

namespace kwota::cards {

/// The more particular first, because all of them share directory and keys.
std::span<const Product* const> all();

/// The product whose instruction file opens with that command; nothing when we know none.
const Product* product_of(user_card::Command command);

}  // namespace kwota::cards
