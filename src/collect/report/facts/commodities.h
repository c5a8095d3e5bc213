// What a sale is counted under: electricity, gas, water by its plan, or money on a purse. The sheets of the day and the receipts one by one say the same.
// Begin with Commodities.
#pragma once
#include <string>

#include "books/reader.h"
#include "books/rows/sale.h"

namespace kwota::facts {

class Commodities {
 public:
  /// As the plan's head has it; empty: there is no such plan. Most rows have the plan of the one before.
  const std::string& of_plan(const books::Reader& books, const std::string& plan);
  /// Of a sale, or of the first one that it undoes; empty: it gives no meter an instruction.
  std::string of_sale(const books::Reader& books, const books::Sale& root);

 private:
  std::string head_, name_;
};

}  // namespace kwota::facts
