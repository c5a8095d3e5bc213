// From the exact lines of a document to the lines of a quote: texts as receipts and vectors show them.
#pragma once
#include "sell/tariff/document.h"

namespace kwota::tariff {

void add_lines(Quote& quote, const Terms& terms, const Document& document);
/// Whether any price of the energy depends on a time-of-use period.
bool has_periods(const EnergyTerms& energy);

}  // namespace kwota::tariff
