// One row of a file by the names of its columns, and how its texts become values: numbers, days, money, words.
// Guarantees: an error knows under which column it belongs; a text that no page may show is refused.   Begin with Cells.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids_text.h"
#include "base/result.h"
#include "base/time.h"
#include "base/words.h"
#include "sell/customer/csv.h"

namespace kwota::imports {

/// Longest cell, in characters. [K]
inline constexpr std::size_t cell_characters_max = 200;
/// Account numbers have as many digits.
inline constexpr std::int64_t account_most = 999'999'999'999;

class Cells {
 public:
  Cells(const std::vector<std::string>& header, const customer::CsvRow& row) : header_(header), row_(row) {}

  std::string text(std::string_view name) const;
  bool has(std::string_view name) const;  ///< the file has this column
  bool empty() const;                     ///< nothing stands in any cell: it is no row
  /// A whole number from 0 to `most`. Error `bad_value` {value}.
  Result<std::int64_t> number(std::string_view name, std::int64_t when_empty, std::int64_t most = 999'999) const;
  /// Nothing said is yes. Error `bad_value` {value}.
  Result<bool> flag(std::string_view name) const;
  /// As office programs of three languages write it: 2026-01-15, 2026/1/15, 15.01.2026. Error `bad_date` {text}.
  Result<std::optional<LocalDate>> date(std::string_view name) const;
  /// As the program writes days, for a use-case that reads them itself.
  std::string day(std::string_view name) const;
  /// Money as it is typed in a table, as the program reads it: "1 000,50" is "1000.50". What may be read in two ways stays as it is, and is refused.
  std::string amount(std::string_view name) const;
  Result<MeterNumber> meter(std::string_view name) const { return parse_meter_number(text(name)); }
  Result<CustomerNumber> customer(std::string_view name) const { return parse_customer_number(text(name)); }
  template <Worded E>
  Result<E> word(std::string_view name, E when_empty) const {
    const auto said = text(name);
    if (said.empty()) return when_empty;
    if (const auto word = parse_word<E>(said)) return *word;
    return error(Fault::request, "unknown_kind", "There is no such kind.", {{"kind", said}});
  }

  /// Whom an error of this row is about: the field that it says, the column that it names, the one whose cell it names, else the one that was read last.
  std::string column_of(const Error& why) const;
  /// Every cell may stand in the books as it is, and none beyond the last column. The first that may not: its column and why. `longest`: of a cell of a column.
  std::optional<std::pair<std::string, Error>> bad_text(const std::function<std::size_t(std::string_view column)>& longest) const;
  std::size_t line() const { return row_.line; }

 private:
  const std::vector<std::string>& header_;
  const customer::CsvRow& row_;
  mutable std::string_view asked_{};
};

}  // namespace kwota::imports
