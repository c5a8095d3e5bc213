// A question answered: pages of rows or of groups, or all of them for a file. Limits are those of lists: a page looks at so many rows and says where
// to look further, or – where no index holds the sort, and for groups – reads what the caller's patience allows (Books::query_until).
// Guarantees: a cursor continues the question that gave it, and no other.   Begin with page() or each_row().
#pragma once
#include <functional>
#include <optional>

#include "store/queries/compile.h"
#include "store/sqlite/connection.h"

namespace kwota::queries {

/// Of groups that are given as pages; who wants more takes the file. [K]
inline constexpr std::size_t groups_shown_max = 20'000;

/// One column of the answer.
struct Head {
  std::string name;   ///< "tendered", "business_day.month", "sum.tendered", "count"
  std::string field;  ///< the column of the subject; empty: of none
  store::ColumnKind kind = store::ColumnKind::integer;
  std::optional<FigureKind> figure = {};
  DatePart part = DatePart::whole;
  books::Personal personal = books::Personal::no;
};

struct Page {
  std::vector<Head> heads;
  std::vector<std::vector<store::Value>> rows;
  std::optional<std::string> next;
  bool further = false;         ///< as many rows as it may were looked at: `next` looks further
  std::string sort;
  std::int64_t total = 0;       ///< rows or groups; of the first page alone
  bool total_is_exact = true;
  bool counted = false;
  std::map<std::string, store::Value> totals;  ///< by the name of a head, of all rows; of the first page alone
};

std::vector<Head> heads_of(const Compiled& query);

/// `page_size` 1..200. Errors: `bad_cursor`, those of compile(), what the store says.
Result<Page> page(store::Moment& moment, const Document& document, const Viewer& viewer, const std::optional<std::string>& cursor, std::size_t page_size);

/// Every row or group, in order.
Result<void> each_row(store::Moment& moment, const Document& document, const Viewer& viewer, const std::function<void(const std::vector<store::Value>&)>& row);

}  // namespace kwota::queries
