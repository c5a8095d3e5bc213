// Lists of the books for people: tables with search, filters, sort, pages, sums, and the same rows as CSV.
// Guarantees: only columns and operators that a view names reach SQL, every value is bound; pages follow the sort and then the
// row's own key, so that no row shows twice and none is left out while others are being sold.
// Never: writes; shows a password. Begin with views(), then list() or export_csv().
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "store/sqlite.h"

namespace kwota::store {

enum class ColumnKind : std::uint8_t { text, integer, money, energy, time, flag };

struct Column {
  std::string name;  ///< in requests, in JSON, in the first line of a CSV file
  std::string sql;
  ColumnKind kind = ColumnKind::text;
  bool searched = false;  ///< quick search looks here
  bool summed = false;
  bool personal = false;  ///< a telephone, an identity number: masked for whoever may not take it away
  std::string sum_sql = {};  ///< what is added up where that is not the column itself
};

struct View {
  std::string name;   ///< "sales"
  std::string from;   ///< tables and joins
  std::string where;  ///< always true of the view's rows; may be empty
  std::string key;    ///< SQL of what names a row; breaks ties
  std::string sort;   ///< default: "-time"
  std::vector<Column> columns;
  std::string station = {};  ///< SQL that is true of the rows of a station (each @ is its code); "1": the rows are the whole utility's
};

/// customers service-points meters places stations tills codes plans plan-versions accounts cards operators shifts approvals
/// sales in-doubt entries balances instructions statements journal audit anchors
/// readings reading-plans areas occupants links commands key-versions key-devices key-ceremonies key-campaigns key-journal
std::span<const View> views();
const View* find_view(std::string_view name);

/// `how`: is, not, from (>=), to (<=), contains, in (comma separated), empty (value "true" or "false").
struct Filter {
  std::string column, how, value;
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
};

using Value = std::variant<std::monostate, std::int64_t, std::string>;

struct ListPage {
  const View* view = nullptr;
  std::vector<std::vector<Value>> rows;  ///< values in the order of view->columns
  std::optional<std::string> next;       ///< cursor of the next page
  std::int64_t total = 0;                ///< matching rows; counted to total_max
  bool total_is_exact = true;            ///< false: more than total_max, and no sums
  std::map<std::string, std::int64_t> sums;
};
inline constexpr std::int64_t total_max = 100'000;
inline constexpr std::size_t page_size_max = 200;

/// "138****5678": enough to ask a customer whether it is his, too little to take away.
std::string masked(std::string_view text);

/// Errors: `unknown_list`, `unknown_column`, `bad_filter`, `bad_cursor`.
Result<ListPage> list(Connection& connection, const ListRequest& request);

/// Calls `line` for each row that matches, without pages, after a first line of column names (through `label`, when given).
/// RFC 4180; text that a table program would take for a formula gets a leading apostrophe.
Result<void> export_csv(Connection& connection, const ListRequest& request,
                        const std::function<void(std::string_view line)>& line,
                        const std::function<std::string(const Column&)>& label = {});

/// Calls `row` for each row that matches, without pages: for JSON and XLSX.
Result<void> for_each_match(Connection& connection, const ListRequest& request,
                            const std::function<void(const View&, const std::vector<Value>&)>& row);

/// "12.50", "149.130" kWh, "2026-11-20T06:05:09.123Z", "true"; empty for nothing.
std::string text_of(const Value& value, ColumnKind kind, int minor_digits);

}  // namespace kwota::store
