// Adds rows up to the sheets of their days: the writer does it with the rows of each group, verify with all of them.
// A sale is counted under what its row says. A take-back, a reversal, a settlement is counted on its own day under what the first sale was counted
// under, so that a column of a report nets against itself. Money is counted where it moved.
// Guarantees: the sheets of a set of rows are the sums of their sheets, in whatever order. Never: looks at what may change later.
// Begin with DaySheets::take().
#pragma once
#include <map>
#include <optional>
#include <string>

#include "books/reader.h"
#include "books/rows/money/sheet.h"
#include "collect/report/facts/commodities.h"
#include "collect/report/facts/tax_lines.h"

namespace kwota::report {

/// The sheet of no day under which a sale is counted as its own row says, or that of the first sale which it undoes; without its commodity.
books::DaySheet counted_under(const books::Sale& root);

/// What names a sheet, as one text.
std::string key_of(const books::DaySheet& sheet);
std::string key_of(const books::MoneySheet& sheet);
std::string key_of(const books::TaxSheet& sheet);

/// Whether its rows are sheets: nobody but the writer keeps them.
bool is_sheet(const books::Table& table);

class DaySheets {
 public:
  /// Which rows it is given.
  enum class Rows : std::uint8_t {
    some,           ///< what was bought before one of them is asked of the books, which have it
    coming,         ///< the same before they stand in the books: what is there came before
    all_in_order,   ///< from the first row of the books on
  };
  explicit DaySheets(Rows rows = Rows::some) : rows_(rows) {}
  /// `books` knows the row itself, unless it is coming, and the sale before it that it undoes; where what is undone lies in an archive that is missing, they are told so. `edition`: of the sheet in which it is counted (books::corrected_sheet).
  void take(const books::Sale& sale, const books::Reader& books, std::string_view edition = {});
  void take(const books::Entry& entry, const books::Reader& books, std::string_view edition = {});
  /// Adds the other's sums to these.
  void join(const DaySheets& other);
  void clear();

  /// By what names them.
  const std::map<std::string, books::DaySheet>& days() const { return days_; }
  const std::map<std::string, books::MoneySheet>& money() const { return money_; }
  const std::map<std::string, books::TaxSheet>& taxes() const { return taxes_; }
  /// Calls `take` with the sheets of each kind.
  template <class Take>
  void each_kind(Take&& take) const {
    take(days_);
    take(money_);
    take(taxes_);
  }

 private:
  /// What a sale and everything that follows from it is counted under.
  struct Under {
    std::string sale;    ///< its number
    std::optional<books::Operation> kind{};  ///< of the sale itself
    bool undoes = false; ///< it takes an earlier one back
    kwota::Unit unit = kwota::Unit::money;  ///< of its credit
    books::DaySheet sheet{};  ///< kind and sums empty; `undone` is the kind of the first sale
    std::vector<facts::TaxLine> taxes{};  ///< of the first sale
    std::int64_t away = 0;  ///< year of the archive that says them and is not at hand
  };
  const Under& under(const std::string& number, const books::Reader& books);
  const Under& under(const books::Sale& sale, const books::Reader& books);
  books::DaySheet& day_of(books::DaySheet key);
  void count_tax(const books::TaxSheet& more);
  void count_buyer(books::DaySheet& sheet, const books::Sale& sale, const books::Reader& books);
  void count_posted_taxes(const books::Entry& entry, const Under& known, const books::Reader& books, const books::TaxSheet& under);
  void count_money(const books::Entry& entry, const std::string& undone, const std::string& commodity, std::string_view edition);

  std::map<std::string, books::DaySheet> days_;
  std::map<std::string, books::MoneySheet> money_;
  std::map<std::string, books::TaxSheet> taxes_;
  Rows rows_;
  std::map<std::int64_t, std::string> bought_;  ///< by account: business day of the last purchase, where all rows are given in order
  Under last_;  ///< an entry mostly follows its sale
  facts::Commodities commodities_{rows_ == Rows::all_in_order ? facts::Commodities::Of::one_moment : facts::Commodities::Of::groups};
};

}  // namespace kwota::report
