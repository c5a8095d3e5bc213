// Cards of the program before: which account each was, and how it stood there. Somebody brings such a card, and is found by the number on it.
// Never: a card. Nothing of it is read, sold to or believed; what the office issues and proves is a Card.
// Register: FormerCard.   Begin with FormerCard.
#pragma once
#include <array>
#include <string>
#include <string_view>

#include "base/core/core.h"
#include "base/words.h"
#include "books/listed.h"
#include "books/table.h"

namespace kwota::books {

/// By the program before; whoever collects them here says `returned`.
enum class FormerCardStatus : std::uint8_t {
  in_use,
  lost,
  blocked,
  returned,
};
constexpr auto words_of(FormerCardStatus) { return std::array<std::string_view, 4>{"in_use", "lost", "blocked", "returned"}; }

struct FormerCard {
  static constexpr auto table = "former_card";
  static constexpr int key_columns = 1;
  static constexpr Listed list{"former-cards", "number", {"number", "account", "document"}, "customers_read", "cards"};
  static constexpr Form by_form{"customers_write", {{{"number"}, {"account"}, {"former_state", Need::must, "in_use"}, {"document", Need::may}}}, Judge::use_case};
  std::string number;  ///< as it is printed on it
  std::int64_t account = 0;
  FormerCardStatus state = FormerCardStatus::in_use;
  std::string document;  ///< of the program before: a list and its line
  template <class V> static void columns(V&& v) {
    v("number", &FormerCard::number); v("account", &FormerCard::account); v("former_state", &FormerCard::state); v("document", &FormerCard::document);
  }
  static constexpr IndexOf<FormerCard> of_account{{"former_card_account", {"account"}}};
  template <class V> static void indexes(V&& v) { v(of_account); }
};

}  // namespace kwota::books
