// What the bench's figures are to reach, in one table, and how a figure is said beside its aim: one that misses it says so. Figures come from a machine on which
// other work runs, so a missed aim is no error – unless somebody asks for it.   Begin with Aims.
#pragma once
#include <boost/json.hpp>
#include <cstdint>
#include <string>
#include <vector>

namespace kwota::app {

enum class Aim : std::uint8_t {
  sales_in_groups,       ///< x one transaction each
  sales_over_http,       ///< x one transaction each
  sales_beside_bare_rows,  ///< x the same rows written bare
  sale_processor,        ///< microseconds of a sale through the writer, without its quote
  http_sale_processor,   ///< microseconds of a sale over HTTP, with its quote
  purse_loads,           ///< x card sales
  quotes_beside_reads,   ///< x the same at rest, or x half of 5 ms where that is more
  bytes_of_a_sale,       ///< with its statement
  vault_seals,           ///< x the PKCS#11 calls behind them
  import_with_proofs,    ///< x the vault's bare codes
  slowest_list,          ///< ms, 95 of 100 pages
  steepest_list,         ///< x the same page in small books
  recharge,              ///< x its bytes and answer delays
  report_from_sheets,    ///< ms, the slowest of a month's reports that day sheets make: 95 of 100
  report_of_accounts,    ///< ms, the same of what accounts owe and hold
  report_of_rows,        ///< ms, the same of those row by row: first page, totals, check lines
  counter_search,        ///< ms, 95 of 100
  csv_rows,              ///< a second
  xlsx_rows,             ///< a second
  file_memory,           ///< MiB over rest
  verified_rows,         ///< a second
};

class Aims {
 public:
  /// "aim: at least 4", or "aim: at least 4, MISSED". What was missed is kept.
  std::string beside(Aim aim, double figure);
  bool all_met() const;
  /// "All 6 aims are met.", or which are not. Empty: nothing was held against any.
  std::string summary() const;
  boost::json::array json() const;
  /// `good`: all else is. With `strict` a missed aim is a failure.
  int status(bool good, bool strict) const { return good && (!strict || all_met()) ? 0 : 1; }

 private:
  struct Held {
    Aim aim;
    double figure;
  };
  std::vector<Held> held_;
};

}  // namespace kwota::app
