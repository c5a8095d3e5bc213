// A product as a row: what the shop knows of a scheme (sell/scheme) joined with the family of cards that its accounts carry by and the
// recipe by which its credit is sealed; the only place that sees all of them.   Begin with Row.
#pragma once
#include "carry/cards/common/family.h"
#include "seal/recipes/recipe.h"
#include "sell/scheme/scheme.h"

namespace kwota::schemes {

struct Row {
  scheme::Scheme facts;
  const cards::Family* card = nullptr;    ///< of the cards that its accounts carry by; none: no card
  const seal::Recipe* recipe = nullptr;   ///< of what makes its credit unforgeable; none: no credit leaves the books
};

}  // namespace kwota::schemes
