// What a request for a list asks, as SQL with holes: filters, the quick search, the station. Only columns that the view names get there.
#pragma once
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/lists/query.h"
#include "store/sqlite/columns.h"

namespace kwota::store {

/// Energy stands in Wh, people read kWh with three decimals.
inline constexpr int energy_digits = 3;

/// Errors `unknown_column`, `bad_filter`.
Result<Condition> condition_of(const ListRequest& request, const View& view, const Filter& filter);
/// A range that ends before it begins: it finds nothing, which reads as if there were none.
struct BackwardRange {
  std::string column, from, to;  ///< as they were asked
};
/// The first one that a request asks for. Error `bad_filter`.
Result<std::optional<BackwardRange>> backward_range(const ListRequest& request, const View& view);
/// True of the rows that the quick search finds; empty when nothing is looked for.
Condition condition_of_search(const ListRequest& request, const View& view);
/// The same by the view's own ways of searching: its key is among those that they find.
Condition condition_of_ways(const ListRequest& request, const View& view);
/// The view's own sentence about its rows, with the station; empty when all are seen.
Condition condition_of_station(const ListRequest& request, const View& view);
/// The same about what may be changed of them; empty when all may.
Condition condition_of_change(const ListRequest& request, const View& view);

Value read(const Cursor& cursor, int column);
std::string columns_of(const View& view);
/// A row's values as this reader may see them.
std::vector<Value> row_as_seen(const ListRequest& request, const View& view, const Cursor& cursor);

/// The same columns for whoever reads many rows: of texts that are kept once the number alone.
std::string columns_by_number(const View& view);
/// Reads them, one row after the other: texts that many rows say are looked up once.
class ManyRows {
 public:
  ManyRows(Connection& connection, const ListRequest& request, const View& view) : connection_(connection), request_(request), view_(view), values_(view.columns.size()) {}
  /// Until the next one.
  Result<const std::vector<Value>*> next(const Cursor& cursor);

 private:
  Result<const std::string*> kept(std::int64_t number);

  Connection& connection_;
  const ListRequest& request_;
  const View& view_;
  std::vector<Value> values_;
  std::unordered_map<std::int64_t, std::string> kept_;
};

}  // namespace kwota::store
