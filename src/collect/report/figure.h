// Figures: each number that a list, a report or a tile shows is declared here once, with its exact definition – which sums of which sheet, of which kinds of
// postings, of which accounts – and its unit. Nobody computes "received" a second time.
// Begin with figures(), figure_named().
#pragma once
#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>

namespace kwota::report {

enum class Unit : std::uint8_t {
  money,   ///< minor units of the utility's currency
  count,
  share,   ///< per mille, shown as percent with one decimal
  energy,  ///< Wh, shown in kWh
  volume,  ///< litres, shown in m³
  power,   ///< W, shown in kW
  energy_price,  ///< ten-thousandths of the currency for a kWh
  volume_price,  ///< likewise for a m³
};

/// What is added up, of which rows of which sheet. Empty: whatever it is.
struct Figure {
  std::string_view name;
  Unit unit = Unit::money;
  std::string_view sheet{};     ///< table of the books: "day_sheet"; or a source of facts: "receipts"
  std::string_view column{};    ///< of the sheet
  std::string_view year_column{};  ///< of what is counted once in a period: of a year; of a month `column`; of other days who bought is counted one by one (buyers.h). Empty: whatever the period
  int sign = 1;
  std::string_view kinds{};     ///< names of ledger::Operation with a blank between
  std::string_view undoing{};   ///< kinds of sales that the row undoes or settles; "*": any, "-": it stands for itself
  std::string_view accounts{};  ///< of a money sheet: begins of the account's name with a blank between; of a day sheet: of what is sold
  std::string_view said_by{};   ///< column of the sheet: a row in which it is zero does not say the figure, and where no row says it, it is unknown and not zero
  bool zero_unsaid = false;     ///< none of it is not zero of it: whoever sells money sells no kWh
};

std::span<const Figure> figures();
/// Null: there is none of this name.
const Figure* figure_named(std::string_view name);

/// Whether it holds of one of the words, which have a blank between them.
template <class Holds>
constexpr bool any_word(std::string_view words, Holds holds) {
  while (!words.empty()) {
    const auto end = std::min(words.find(' '), words.size());
    if (holds(words.substr(0, end))) return true;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return false;
}
/// Whether a word is among words with a blank between.
constexpr bool among(std::string_view words, std::string_view word) {
  return any_word(words, [word](std::string_view one) { return one == word; });
}

}  // namespace kwota::report
