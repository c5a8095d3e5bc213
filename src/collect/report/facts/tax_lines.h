// The tax lines of a sale's own document, and what of a tax inside the price its entries take and give back. The ledger posts such a price whole: what of it is tax
// only the document says. The sheets of the day and the report of taxes ask here, so that both say the same.
// Begin with tax_lines().
#pragma once
#include <string>
#include <vector>

#include "books/sale_rows.h"

namespace kwota::facts {

/// A tax line. The base of a tax inside the price has the tax in it.
struct TaxLine {
  std::string tax;   ///< "tax/vat"
  Money amount, base;
  Money base_fees;   ///< of the base what is no energy
  bool inside = false;
};
/// None where its document lies in an archive that is not at hand: Sale::away().
std::vector<TaxLine> tax_lines(const books::Sale& sale);

/// Tax inside a price, by what the price was for.
struct InsideTax {
  Money energy, fees;
  Money whole() const { return energy + fees; }
};
InsideTax taken(const TaxLine& line);
/// With the money that an entry gives back; below zero. Never more than was taken.
InsideTax given_back(const TaxLine& line, const std::vector<books::Leg>& legs);

}  // namespace kwota::facts
