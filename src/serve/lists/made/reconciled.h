// Does it add up, meter by meter and customer by customer: what was sold held against what the meter says. No table of the books holds it; it is made of
// one moment of them when somebody looks, decides by it, or takes it away.
// Begin with reconciled_lines().
#pragma once
#include <boost/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "books/rows/field/explanation.h"
#include "collect/reconcile/reconcile.h"
#include "serve/lists/made/made_lists.h"
#include "store/draft/moment.h"

namespace kwota::serve {

/// One customer's time at a meter, or that of nobody.
struct ReconciledLine {
  std::string meter, customer_name;
  std::int64_t account = 0;
  reconcile::Reconciliation figures;
  std::optional<books::Explanation> explained;
};

struct ReconciledAsked {
  std::string meter = {};
  std::int64_t account = 0;     ///< 0: all
  std::string sort = {};        ///< a column, "-" in front: largest first; empty: gaps first, the largest before all
  std::string station = {};     ///< whose accounts alone; empty: all of the utility
  std::string explained = {};   ///< as keep_explained() takes it

  /// Errors: unknown_column, bad_filter.
  Result<void> only(const store::Filter& filter);
};
/// A line for each customer of each meter, and for meters that are nobody's and said something. Whoever has explained what: all of them. Error unknown_column of the sort.
Result<std::vector<ReconciledLine>> reconciled_lines(store::Moment& connection, const ReconciledAsked& asked);
/// "true": what somebody has explained; "false": what nobody has, and does not add up; empty: all.
void keep_explained(std::vector<ReconciledLine>& lines, std::string_view explained);

/// As pages are shown it. Amounts name their unit: meters of money, kWh and cubic metres stand in one list.
boost::json::object reconciled_row(const ReconciledLine& line, int minor_digits);
MadeTable reconciled_table(const std::vector<ReconciledLine>& lines, int minor_digits, std::string_view language);

/// For whoever decides by it. `account` 0: of a meter that is nobody's. Nothing: there is no such line, or it is not of this station.
Result<std::optional<reconcile::Reconciliation>> reconciled(store::Moment& connection, MeterNumber meter, std::int64_t account, const std::string& station);

}  // namespace kwota::serve
