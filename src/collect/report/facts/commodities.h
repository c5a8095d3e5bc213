// What a sale is counted under: electricity, gas, water by its plan, or money on a purse. The sheets of the day and the receipts one by one say the same.
// Begin with Commodities.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "books/reader.h"
#include "books/rows/money/sale.h"

namespace kwota::facts {

class Commodities {
 public:
  /// Of whose rows: of one moment of the books, in which a plan is what it is, or of groups that go on and may put another plan in its place.
  enum class Of : std::uint8_t { groups, one_moment };
  explicit Commodities(Of of = Of::groups) : of_(of) {}
  /// As the plan's head has it; empty: there is no such plan. Most rows have the plan of the one before.
  const std::string& of_plan(const books::Reader& books, const std::string& plan);
  /// Of a sale, or of the first one that it undoes: what its account buys, whether it gives a meter an instruction or pays onto a balance.
  std::string of_sale(const books::Reader& books, const books::Sale& root);

 private:
  Of of_;
  std::string head_, name_;
  std::map<std::string, std::string, std::less<>> known_;  ///< of one moment: by plan
};

}  // namespace kwota::facts
