// Local fee control: the write of a user card's purse, or the increase that goes over a line – amount and number together under one MAC.
// Sources: cards.md 5.1, docs/dlt645.md.
#pragma once
#include <algorithm>
#include <array>

#include "seal/recipes/recipe.h"
#include "seal/user_card/files.h"

namespace kwota::seal {

namespace fee_control_recipe {

inline constexpr std::array purposes{Purpose::card_authentication, Purpose::seller_authentication, Purpose::credit,
                                     Purpose::return_data,         Purpose::meter_identity,        Purpose::meter_parameter};
inline constexpr std::array<std::uint8_t, 5> purse_write{0x04, 0xD6, 0x80 | user_card::sfi::purse, 0x00, user_card::PurseFile::size + 4};
inline constexpr std::array<std::uint8_t, 4> increase{0x84, 0x32, 0x01, 0x0C};
inline constexpr std::size_t header_bytes = 5, amount_bytes = 4;

inline bool begins(ByteView message, ByteView with) {
  return message.size() >= header_bytes + amount_bytes && std::ranges::equal(message.first(with.size()), with);
}

/// A MAC that is only to be judged gives nothing.
inline std::optional<Given> gives(const Request& request) {
  const auto* asked = std::get_if<LineMac>(&request);
  if (asked == nullptr || !asked->claimed.empty()) return std::nullopt;
  const ByteView message{asked->message};
  const bool by_card = asked->key.purpose == Purpose::credit && begins(message, purse_write);
  const bool by_line = asked->key.purpose == Purpose::meter_parameter && begins(message, increase);
  if (!by_card && !by_line) return std::nullopt;
  return credit_of(get_be32(message.data() + header_bytes));
}

}  // namespace fee_control_recipe

inline constexpr Recipe fee_control{.name = "fee_control",
                                    .about = "Amount and number for a meter that holds the balance, by its card or its line.",
                                    .purposes = fee_control_recipe::purposes,
                                    .gives = fee_control_recipe::gives};

}  // namespace kwota::seal
