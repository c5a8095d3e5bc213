// The tax lines of a sale's own document, and what of a tax inside the price its entries take and give back. The ledger posts such a price whole: what of it is tax
// only the document says. The sheets of the day ask here alone.
// Begin with tax_lines().
#pragma once
#include <string>
#include <vector>

#include "books/rows/money/sale.h"

namespace kwota::facts {

/// A tax line. The base of a tax inside the price has the tax in it.
struct TaxLine {
  std::string tax;   ///< "tax/vat"
  std::string rate;  ///< in percent: "13"
  Money amount, base;
  Money base_fees{}, base_fixed{};  ///< of the base what is no energy, and of that what is due by month or day
  bool inside = false;
  Money net() const { return inside ? base - amount : base; }
  Money gross() const { return net() + amount; }
};
/// None where its document lies in an archive that is not at hand: Sale::away().
std::vector<TaxLine> tax_lines(const books::Sale& sale);

/// Tax inside a price, by what the price was for.
struct InsideTax {
  Money energy, fees, fixed;
  Money whole() const { return energy + fees + fixed; }
};
InsideTax taken(const TaxLine& line);
/// So much of a line's money as `part` is of its tax. Half up.
Money share_of_tax(const TaxLine& line, Money of, Money part);
/// With the money that an entry gives back; below zero. Never more than was taken.
InsideTax given_back(const TaxLine& line, const std::vector<books::Leg>& legs);

}  // namespace kwota::facts
