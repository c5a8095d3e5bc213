// Words of what stands on a user card, for support people and field logs. The firmware has none.
#pragma once
#include <string_view>

#include "seal/user_card/files.h"

namespace kwota::user_card {

constexpr std::string_view word_of(CardType type) {
  switch (type) {
    case CardType::open_account: return "open_account";
    case CardType::purchase: return "purchase";
    case CardType::replacement: return "replacement";
    case CardType::closing: break;
  }
  return "closing";
}

constexpr std::string_view word_of(Applied applied) {
  switch (applied) {
    case Applied::nothing: return "nothing";
    case Applied::credit: return "credit";
    case Applied::voided: return "void";
    case Applied::closing: break;
  }
  return "closing";
}

}  // namespace kwota::user_card
