// Every recipe, as one list.   Begin with given_by().
#pragma once
#include "seal/recipes/recipe.h"

namespace kwota::seal {

std::span<const Recipe* const> recipes();
/// What a request gives away, whichever scheme it is for; nothing: it only proves or prepares.
std::optional<Given> given_by(const Request& request);

}  // namespace kwota::seal
