#include "carry/cards/all.h"

#include "carry/cards/tool_card_tables.h"
#include "carry/cards/user_card_table.h"

namespace kwota::cards {

namespace {

constexpr std::array products{&clear_card_product, &preset_card_product, &user_card_product};

}  // namespace

std::span<const Product* const> all() { return products; }

const Product* product_of(user_card::Command command) {
  switch (command) {
    case user_card::Command::user: return &user_card_product;
    case user_card::Command::preset: return &preset_card_product;
    case user_card::Command::clear: return &clear_card_product;
    default: return nullptr;
  }
}

}  // namespace kwota::cards
