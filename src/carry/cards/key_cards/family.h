// Key cards and PSAMs as a family: at a counter they are known and named; what they are asked at the key desk is care.h, issue.h, opening.h.
#pragma once
#include "carry/cards/common/family.h"

namespace kwota::key_cards {

extern const cards::Family& key_cards_family;

}  // namespace kwota::key_cards
