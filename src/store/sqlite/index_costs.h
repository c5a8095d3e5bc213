// What the indexes of the books cost: bytes on the disk, and time at each row that is written. For people who decide whether a sort or a
// filter is worth its index. Never: writes into the books. Begin with index_costs().
#pragma once
#include <string>
#include <vector>

#include "base/result.h"

namespace kwota::store {

struct IndexCost {
  std::string index, table;
  std::int64_t bytes = 0;
  std::int64_t nanoseconds = 0;  ///< of one row more, in a table of `rows` rows
};

/// Of all indexes of the tables that hold at least so many rows, the table's own key not among them; the dearest table first.
/// `file`: of the books. The times are taken on a copy of the newest `rows` rows in memory.
Result<std::vector<IndexCost>> index_costs(const std::string& file, std::int64_t rows);

}  // namespace kwota::store
