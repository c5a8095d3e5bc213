// The purse card: what holds money itself. A load's MAC2 gives its amount; an unload's or a release's gives nothing and is one seal all the
// same; proofs and transaction codes give nothing. Formulas: purse_sessions.h.
#pragma once
#include <array>

#include "seal/recipes/purse_sessions.h"
#include "seal/recipes/recipe.h"

namespace kwota::seal {

namespace purse_recipe {

inline constexpr std::array purposes{Purpose::load,   Purpose::purchase,  Purpose::tac,         Purpose::maintenance, Purpose::online_release,
                                     Purpose::unload, Purpose::overdraft, Purpose::pin_unblock, Purpose::pin_reload,  Purpose::terminal_tac};

/// An order moves money; announcements and completions have other lengths, and a card takes none of them for an order.
inline std::optional<Given> gives(const Request& request) {
  const auto* asked = std::get_if<SessionMac>(&request);
  if (asked == nullptr || asked->message.size() != purse::order_bytes) return std::nullopt;
  switch (asked->key.purpose) {
    case Purpose::load: return Given{.amount = get_be32(asked->message.data()), .sales = 1};
    case Purpose::unload:
    case Purpose::online_release: return Given{.sales = 1};
    default: return std::nullopt;
  }
}

}  // namespace purse_recipe

inline constexpr Recipe purse_recipe_row{.name = "purse",
                                         .about = "Money on a purse card: loads, unloads, purchases, grey locks and their release.",
                                         .purposes = purse_recipe::purposes,
                                         .gives = purse_recipe::gives};

}  // namespace kwota::seal
