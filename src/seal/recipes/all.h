// Every recipe, as one list.   Begin with given_by().
#pragma once
#include "seal/recipes/recipe.h"

namespace kwota::seal {

std::span<const Recipe* const> recipes();
/// What a request gives away, whichever scheme it is for; nothing: it only proves or prepares.
std::optional<Given> given_by(const Request& request);
/// The name of the recipe by which it gives something; empty: it gives nothing.
std::string_view recipe_of(const Request& request);

}  // namespace kwota::seal
