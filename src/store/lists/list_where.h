// What a request for a list asks, as SQL with holes: filters, the quick search, the station. Only columns that the view names get there.
#pragma once
#include "store/lists/query.h"
#include "store/sqlite/columns.h"

namespace kwota::store {

/// Energy stands in Wh, people read kWh with three decimals.
inline constexpr int energy_digits = 3;

/// Errors `unknown_column`, `bad_filter`.
Result<Condition> condition_of(const ListRequest& request, const View& view, const Filter& filter);
/// True of the rows that the quick search finds; empty when nothing is looked for.
Condition condition_of_search(const ListRequest& request, const View& view);
/// The same by the view's own ways of searching: its key is among those that they find.
Condition condition_of_ways(const ListRequest& request, const View& view);
/// The view's own sentence about its rows, with the station; empty when all are seen.
Condition condition_of_station(const ListRequest& request, const View& view);

Error unknown_column(std::string_view column);

Value read(const Cursor& cursor, int column);
std::string columns_of(const View& view);
/// A row's values as this reader may see them.
std::vector<Value> row_as_seen(const ListRequest& request, const View& view, const Cursor& cursor);

}  // namespace kwota::store
