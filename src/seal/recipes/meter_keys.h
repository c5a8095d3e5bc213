// A meter's set of keys: each wrapped key is given once, to the meter whose pair it is wrapped for (seal/meter_keys).
#pragma once
#include <array>

#include "seal/recipes/recipe.h"

namespace kwota::seal {

namespace meter_keys_recipe {

inline constexpr std::array purposes{Purpose::utility_identity};

inline std::optional<Given> gives(const Request& request) {
  const auto* asked = std::get_if<MeterKeyStep>(&request);
  if (asked == nullptr || asked->step != MeterKeyStep::Step::wrap) return std::nullopt;
  return Given{.keys = 1};
}

}  // namespace meter_keys_recipe

inline constexpr Recipe meter_keys{.name = "meter_keys",
                                   .about = "Keys for a meter's security module, out of the office's store or a key UKEY.",
                                   .purposes = meter_keys_recipe::purposes,
                                   .gives = meter_keys_recipe::gives};

}  // namespace kwota::seal
