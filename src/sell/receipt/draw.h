// The one engine: a layout's lines from top to bottom, filled with what a paper has to say.
// Guarantees: what a paper does not have draws nothing; every slip begins with the word of sample books where it is of such.   Begin with drawn().
#pragma once
#include <functional>

#include "sell/receipt/slip.h"

namespace kwota::receipt {

struct Content {
  /// Texts have one cell, pairs two, tables what they like; how they look the layout says.
  std::function<std::vector<Row>(SlipFact)> rows;
  std::function<bool(SlipCondition)> holds;
};
Slip drawn(const SlipLines& lines, const Content& content, const Style& style);

}  // namespace kwota::receipt
