// Every family of cards, as one explicit list. Whoever works with cards is handed it.   Begin with all().
#pragma once
#include "carry/cards/common/family.h"

namespace kwota::cards {

/// In the order in which a card is asked: the more particular first, where several have one application.
Families all();

}  // namespace kwota::cards
