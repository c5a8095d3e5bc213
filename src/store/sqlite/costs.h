// What writing into the books costs by itself. Of each index: bytes on the disk, and time at each row – for people who decide whether a sort or a filter is
// worth its index. Of the rows that sales leave behind: they are written once more with nothing decided, hashed or signed, which is the least that sales
// could take in this engine. Never: writes into the books.   Begin with index_costs() and BareRows::since().
#pragma once
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace kwota::store {

class Connection;
class Cursor;

struct IndexCost {
  std::string index, table;
  std::int64_t bytes = 0;
  std::int64_t nanoseconds = 0;  ///< of one row more, in a table of `rows` rows
};

/// Of all indexes of the tables that hold at least so many rows, the table's own key not among them; the dearest table first.
/// `file`: of the books. The times are taken on a copy of the newest `rows` rows in memory.
Result<std::vector<IndexCost>> index_costs(const std::string& file, std::int64_t rows);

/// Rows by table.
using RowCounts = std::map<std::string, std::int64_t>;
/// Of all tables in a file of books.
Result<RowCounts> row_counts(const std::string& file);

class BareRows {
 public:
  /// What the file holds beyond `before`, of each table that got at least `least` rows since.
  static Result<BareRows> since(const RowCounts& before, const std::string& file, std::int64_t least);
  /// A new file with these tables and their indexes, still empty.
  Result<void> make_tables(const std::string& to) const;
  /// All rows into it, in so many transactions, each with its share of every table and each on the disk before the next begins.
  Result<void> write(const std::string& to, std::size_t groups) const;
  std::size_t count() const;

 private:
  using Cell = std::variant<std::monostate, std::int64_t, std::string, Bytes>;
  struct Table {
    std::string name;
    std::vector<std::string> made_by;  ///< the table, then its indexes
    std::string insert;
    std::vector<std::vector<Cell>> rows;
  };
  /// Without columns that follow from others.
  static Result<Table> table_behind(Connection& connection, const std::string& name, std::int64_t known);
  static Cell cell_at(const Cursor& cursor, int column);
  std::vector<Table> tables_;
};

}  // namespace kwota::store
