// Lists of the books for people: tables with search, filters, sort, pages, sums, and the same rows as CSV.
// Guarantees: only columns and operators that a view names reach SQL, every value is bound; pages follow the sort and then the
// row's own key, so that no row shows twice and none is left out while others are being sold.
// Never: writes; shows a password. Begin with views(), then list() or export_csv().
#pragma once
#include <array>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/words.h"
#include "store/lists/views.h"
#include "store/sqlite/connection.h"

namespace kwota::store {

/// Rows that a list looks at for one page when no index holds exactly what is asked: then it gives what it found, and where to look further. [K]
inline constexpr std::size_t looked_max = 20'000;

/// What is counted and added up beside a page. `few`: as many rows as cost no more than the page; `cheap`: the count to total_max, sums of as many rows as a page
/// may look at.
enum class Totals : std::uint8_t { none, few, cheap, all };

/// `from` is >=, `to` is <=; the value of `in` has commas between, that of `empty` and `filled` says nothing.
enum class Match : std::uint8_t { is, is_not, from, to, contains, begins, in, empty, filled };
constexpr auto words_of(Match) { return std::array<std::string_view, 9>{"is", "not", "from", "to", "contains", "begins", "in", "empty", "filled"}; }

struct Filter {
  std::string column;
  Match how = Match::is;
  std::string value;
};

/// Refusals of every list, whoever reads it: `bad_filter` {column, how, value}, `unknown_column` {column}, `bad_cursor`.
Error bad_filter(const Filter& filter);
Error unknown_column(std::string_view column);
Error bad_cursor();

/// SQL that is true or not of a row, with what is bound to its holes in their order.
struct Condition {
  std::string sql;  ///< empty: true of all rows
  std::vector<books::Value> bound = {};
  void also(const Condition& more);
};

struct ListRequest {
  std::string view;
  std::vector<Filter> filters;
  std::string search;                 ///< quick search, part of a text
  std::string sort;                   ///< column, with "-" in front: newest or largest first; empty: the view's own
  std::optional<std::string> cursor;  ///< `next` of the page before
  std::size_t page_size = 50;         ///< 1..200
  int minor_digits = 2;               ///< of the currency: how money stands in filters and in CSV
  std::string station = {};           ///< only rows of this station, and what is nobody's yet; empty: all
  bool personal = true;               ///< false: personal columns are masked, searched by whole values, and neither sorted nor cut into ranges
  Totals totals = Totals::cheap;
  std::size_t look_max = looked_max;  ///< 0: no end, for whoever has the time
  Condition condition = {};           ///< what the rows must be beside that (store/queries)
  bool any_sort = false;              ///< where no index holds the sort everything is read and sorted: for whoever has the time
};

using Value = books::Value;

struct ListPage {
  const View* view = nullptr;
  std::vector<std::vector<Value>> rows;  ///< values in the order of view->columns
  std::vector<bool> changeable;          ///< of each row: it is not beyond what a person of the request's station may change (store/lists/belongings.h)
  std::optional<std::string> next;       ///< cursor of the next page
  std::string sort;                      ///< by which it is sorted: the one that was asked, or what the filters' index holds
  bool further = false;                  ///< as many rows as it may were looked at: `next` looks further
  std::int64_t total = 0;                ///< matching rows; counted to total_max, or few_max
  bool total_is_exact = true;            ///< false: there are more
  std::map<std::string, std::int64_t> sums;  ///< empty where they would take too long
};
inline constexpr std::int64_t total_max = 100'000;
inline constexpr std::int64_t few_max = 1'000;  ///< [K]
inline constexpr std::size_t page_size_max = 200;

/// "138****5678": enough to ask a customer whether it is his, too little to take away.
std::string masked(std::string_view text);

/// What a list offers beside the filters that it has now: columns that it can be sorted by, and filtered by, as an index holds them.
struct Offers {
  std::vector<std::string> sorts, filters;
};
Offers offers(const ListRequest& request);

/// Errors: `unknown_list`, `unknown_column`, `sort_not_offered`, `bad_filter`, `bad_cursor`.
Result<ListPage> list(Moment& connection, const ListRequest& request);

/// Calls `line` for each row that matches, without pages, after a first line of column names (through `label`, when given).
/// RFC 4180; text that a table program would take for a formula gets a leading apostrophe.
Result<void> export_csv(Moment& connection, const ListRequest& request,
                        const std::function<void(std::string_view line)>& line,
                        const std::function<std::string(const Column&)>& label = {});

/// Calls `row` for each row that matches, without pages: for JSON and XLSX.
Result<void> for_each_match(Moment& connection, const ListRequest& request,
                            const std::function<void(const View&, const std::vector<Value>&)>& row);

/// "12.50", "149.130" kWh, "2026-11-20T06:05:09.123Z", "true"; empty for nothing.
std::string text_of(const Value& value, ColumnKind kind, int minor_digits);

}  // namespace kwota::store
