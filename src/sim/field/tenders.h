// How field logs say by what somebody pays: "card:A41F77", "card:A41F77:40.00+cash", "cheque:004711". Begin with paying_in().
#pragma once
#include "sell/counter/paying.h"
#include "sim/field/world/facts.h"

namespace kwota::field {

/// "by <tenders>"; nothing said: cash, exactly.
counter::Paying paying_in(const Sentence& sentence);
/// "with slips card:40.00+cheque:12.00". Error `log_mistake`.
Result<books::Tenders> slips_in(const Sentence& sentence);

}  // namespace kwota::field
