// The tool cards of the meter crew as a family.
#pragma once
#include "carry/cards/common/family.h"

namespace kwota::cards {

extern const Family& tool_cards_family;

}  // namespace kwota::cards
