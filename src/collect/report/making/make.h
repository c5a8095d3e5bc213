// Makes a report of the books: reads the sheets of the days that are asked, adds its figures up exactly, and holds its check lines.
// Guarantees: totals are sums of rows, shares and comparisons are made of exact sums; a report whose check line is not zero is not given out.
// Never: rounds before it adds; reads a sale, but to count who bought in a few days (collect/report/making/buyers.h).   Begin with make().
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "books/reader.h"
#include "collect/report/labels.h"
#include "collect/report/period.h"
#include "collect/report/report.h"

namespace kwota::report {

struct Asked {
  std::string period;                          ///< "2026-10"
  std::vector<std::string> groups{};           ///< dimensions; empty: the report's own; by_itself alone: each row
  std::map<std::string, std::string> filters{};  ///< dimension -> value, or several with "," between
  std::string station{};                       ///< of whoever sees one station only; empty: all
  bool account_alone = false;                  ///< without that of which its closing is made: for whoever decides while tills wait
};

/// Nothing: it cannot be said (a share of nothing).
using Cell = std::optional<std::int64_t>;

struct MadeColumn {
  std::string_view figure;
  Show show = Show::figure;
  Unit unit = Unit::money;
  Period period{};    ///< of which days
  std::string_view of{};  ///< the other figure, as declared
};
struct MadeRow {
  std::vector<std::string> names;  ///< a value of each group; of an account the name of the line
  std::vector<Cell> cells;
  std::vector<std::string_view> marked{};  ///< figures of Report::marked in which it stands apart from the others
};
struct MadeCheck {
  std::string_view name;
  std::int64_t gap = 0;
};

struct Made {
  const Report* report = nullptr;
  Period period;
  const Subject* subject = nullptr;  ///< of what its rows were added up
  bool by_itself = false;            ///< each row stands by itself
  std::vector<std::string> groups;
  std::map<std::string, std::string> filters;
  std::vector<MadeColumn> columns;
  std::vector<MadeRow> rows;
  std::vector<Cell> totals;        ///< of an account none
  std::vector<MadeCheck> checks;   ///< all of them zero
  std::vector<std::string> corrected{};  ///< days of its period that have a corrected sheet beside the closed one: both are counted
  std::string since{};             ///< of an account: the first day on which anything was booked; empty: nothing was
  std::map<std::string, Labels, std::less<>> labels{};  ///< of groups and filters whose values have names
};

/// A page of rows: behind the row of these names, or from the first on.
struct PageAsked {
  std::size_t most = 0;
  std::vector<std::string> after{};
  std::size_t look_most = 20'000;  ///< for rows in their order, as a page of a list looks at no more; then they are found by days [K]
};
struct MadePage {
  Made made;                       ///< with the rows of the page; its totals and check lines are of all rows
  std::optional<std::size_t> all{};  ///< rows of the report; nothing: they were not counted
  bool more = false;               ///< rows follow
};

/// Its columns as they are declared, of no days yet.
std::vector<MadeColumn> columns_of(const Report& report);

/// Whether a report can be made so, before anybody makes it. Errors as make(), but what only the books can say.
Result<void> may_be_asked(const Report& report, const Asked& asked);
/// Errors: `no_data_yet`, `period_wanted` {report, offered}, `bad_period`, `period_not_offered` {period, offered}, `group_not_offered` {group, offered, most}, `filter_not_offered` {filter, offered},
/// `books_unbalanced` {report, check, amount}.
Result<Made> make(const books::Reader& books, const Report& report, const Asked& asked);
/// A page of whatever was made.
MadePage page_of(Made made, const PageAsked& page);
/// Likewise, of books whose rows come in the order of an index without looking at all of them: of an earlier position they do not, and its pages are of the whole.
Result<MadePage> make_page(const books::Reader& books, const Report& report, const Asked& asked, const PageAsked& page);

}  // namespace kwota::report
