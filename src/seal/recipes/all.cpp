#include "seal/recipes/all.h"

#include "seal/recipes/fee_control.h"
#include "seal/recipes/meter_keys.h"
#include "seal/recipes/purse.h"

namespace kwota::seal {
namespace {

constexpr const Recipe* every[] = {
    &fee_control,
    &meter_keys,
    &purse_recipe_row,
};

}  // namespace

std::span<const Recipe* const> recipes() { return every; }

std::optional<Given> given_by(const Request& request) {
  for (const auto* recipe : every)
    if (const auto given = recipe->gives(request)) return given;
  return std::nullopt;
}

std::string_view recipe_of(const Request& request) {
  for (const auto* recipe : every)
    if (recipe->gives(request)) return recipe->name;
  return {};
}

}  // namespace kwota::seal
