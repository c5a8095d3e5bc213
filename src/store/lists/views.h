// The lists that people see: which tables, which columns, what is searched, summed and masked, and by which orders a list is walked.
// A list of a table that grows with the years (`orders` is not empty) is walked by an index and in no other way: each order says the sort that
// it is offered for, the filter that it serves, the bare columns that it goes by and the index that is made for it (store/sqlite/schema.cpp).
// Begin with views().
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "books/parts/right.h"
#include "books/table.h"

namespace kwota::store {

/// date and local_time are text, of somebody's own calendar and clock; digits: a number of a meter or a customer, read and typed with twelve of them.
/// hundredths: no column is of it; what a mean of whole numbers is told in.
enum class ColumnKind : std::uint8_t { text, integer, money, energy, time, flag, date, local_time, digits, tenders, hundredths };
/// Decimals of that.
inline constexpr int hundredths_digits = 2;

constexpr bool is_text(ColumnKind kind) { return kind == ColumnKind::text || kind == ColumnKind::date || kind == ColumnKind::local_time || kind == ColumnKind::tenders; }

struct Column {
  std::string name;  ///< in requests, in JSON, in the first line of a CSV file
  std::string sql;
  ColumnKind kind = ColumnKind::text;
  bool searched = false;  ///< quick search looks here
  bool summed = false;
  books::Personal personal = books::Personal::no;
  std::string is_sql = {};   ///< what asks for one value – each ? is it – where the rows hold it in another form; empty: the column itself
  std::string sum_sql = {};  ///< what is added up where that is not the column itself
  std::vector<std::string_view> words = {};  ///< of a state or a kind: all that it can say
  bool person = false;       ///< somebody's sign-in name: people are shown what he is called
  bool place = false;        ///< the code of a village, an area, a building: people are shown what it is called
  bool technical = false;    ///< for programs alone (books/listed.h): never on a page, in a file only by name
  std::string kept_sql = {};  ///< of a text that many rows say and that is kept once: its number; empty: it stands in the row

  bool is_personal() const { return personal != books::Personal::no; }
  bool is_masked() const { return personal == books::Personal::masked; }
};

/// One way of walking a list: all rows, or those of one value of a column, as an index holds them.
struct Order {
  std::string filter;  ///< column of which one value is asked; empty: all rows
  std::string sort;    ///< column by which the list is then sorted; "-" in front: newest or largest first, unless something else is asked
  std::vector<std::string> terms;  ///< SQL: columns that are never NULL, the last ones name the row
  std::string index;   ///< "sale_time ON sale(time)"; empty: the key of the table, or an index that is there for something else
  std::string among = {};  ///< SQL of the rows that the index holds, where those are not all; empty: all
  bool one = false;    ///< the filter names a single row: whatever the sort
};

struct View {
  std::string name;   ///< "sales"
  std::string from;   ///< tables and joins
  std::string where;  ///< always true of the view's rows; may be empty
  std::vector<std::string> key;  ///< SQL of what names a row; breaks ties
  std::string sort;   ///< default: "-time"
  std::vector<Column> columns;
  std::string station = {};  ///< SQL that is true of the rows of a station (each @ is its code); "1": the rows are the whole utility's
  std::string station_changes = {};  ///< the same of those of them that whoever works there may change; empty: all of them
  std::vector<std::string> searches = {};  ///< SQL of keys that the quick search finds (view_searches.cpp); empty: parts of texts are looked for row by row
  std::vector<Order> orders = {};  ///< empty: a small list, sorted by any column
  books::Rights right = {};  ///< who may see it, as its row says (books/listed.h); none: the row does not say
  bool kept_by_form = false;  ///< its row says how people keep it
  std::string rows = {};  ///< the table whose rows these are, one for one, as "t"; beside it joins only add columns; empty: `from` makes the rows
};

/// Every list that somebody can look at: those put together in views.cpp, and those that their rows declare (books/listed.h).
std::span<const View> views();
const View* find_view(std::string_view name);
/// The rows of a register as they stand, by the name of its table, also of one that no list shows. For whoever tells of changes; nobody lists by it.
const View* find_register(std::string_view table);
const Column* find_column(const View& view, std::string_view name);

/// By which orders each list is walked (view_orders.cpp); none: it is small.
std::vector<Order> orders_of(std::string_view view);
/// How the quick search finds its rows (view_searches.cpp); none: row by row.
std::vector<std::string> searches_of(std::string_view view);
/// CREATE INDEX … of all orders.
std::string indexes_of_orders();

}  // namespace kwota::store
