// How the seal of a scheme is made from the vault's primitives: what a recipe declares of itself. A vault seals bytes and knows no sale; a
// recipe says which of its requests gives something away, and how much – so whoever counts (PSAM, load SAM, key UKEY) counts for every
// scheme in the same way. One file a recipe, and its line in all.cpp; a scheme's row names its recipe.
// Never: makes a seal itself, or knows a key.   Begin with Recipe, then given_by() in all.h.
#pragma once
#include <optional>
#include <span>
#include <string_view>

#include "seal/vault/vault.h"

namespace kwota::seal {

/// What a seal gives away.
struct Given {
  std::int64_t amount = 0;  ///< of credit, in hundredths of what its meter counts; 0: none, as of a void
  std::uint32_t sales = 0, keys = 0;
  friend bool operator==(const Given&, const Given&) = default;
};

struct Recipe {
  std::string_view name;                ///< stable, snake_case
  std::string_view about;               ///< one English sentence
  std::span<const Purpose> purposes{};  ///< of the keys that it seals with
  /// Nothing: this request only proves or prepares, or is none of its own.
  std::optional<Given> (*gives)(const Request& request) = nullptr;
};

/// Of an amount on its way to a meter: a void gives nothing and is a sale's record all the same.
constexpr Given credit_of(std::int64_t amount) { return {.amount = amount, .sales = amount == 0 ? 0U : 1U}; }

}  // namespace kwota::seal
