// What a sample's history is made of: subjects, a file and a line of the list each. A subject puts down what shall happen and when (History::on,
// daily(), nightly()); it finds the households of the sample's files in the village.
// Begin with subjects().
#pragma once
#include <deque>
#include <span>

#include "sim/demo/household.h"

namespace kwota::demo {

/// A meter whose registers the head-end reads every night.
struct ReadNightly {
  HouseMeter* meter = nullptr;
  bool holds_money = false;
  bool four_rates = false;
  bool freezes = false;  ///< and is asked for what it was as the day began
  int silent_from = -1;  ///< the line is dead from this day on
};

struct Village {
  std::deque<Household> houses;  ///< with a card; they stay where they are
  std::deque<Household> on_lines;  ///< whose meters hang on a line, whoever holds their money
  std::vector<ReadNightly> nightly;
  int transformers_from = 0;  ///< the day on which the street's own meter was put behind transformers; 0: it is not
  std::optional<Energy> through_behind_transformers;  ///< what had gone into the street when it was
  /// One that nobody has asked for yet, with an open account at this station. Whoever takes it tells everything of it from now on.
  Household* take(const std::string& station);

 private:
  std::size_t asked_ = 0;
};

struct Subject {
  const char* name;
  Result<void> (*prepare)(History&, Village&);
};
/// In the order in which they are prepared.
std::span<const Subject> subjects();

/// From this day on all houses of the street of lines.cpp are lived in.
inline constexpr int street_is_lived_in = 32;
/// An account at the server behind a line, which has paid 100.00; balances.cpp. `index`: of its line.
Result<void> begins_at_server(History& now, Village& village, const NewSupply& supply, int index, std::int64_t wh_a_day);

Result<void> sell_over_the_year(History& history, Village& village);     ///< sales.cpp
Result<void> correct_mistakes(History& history, Village& village);       ///< corrections.cpp: reversals, take-backs, supplements, refunds
Result<void> change_prices(History& history, Village& village);          ///< prices.cpp: by the time of day, versions to come, settings
Result<void> read_meters_on_lines(History& history, Village& village);   ///< lines.cpp: sales by line, readings, a loss, a silent meter, events
Result<void> review_reading_days(History& history, Village& village);    ///< reading_days.cpp: routes, readings in each state, losses between two days
Result<void> keep_balances(History& history, Village& village);          ///< balances.cpp: accounts at the server, a dormitory, a debt
Result<void> supply_gas_and_water(History& history, Village& village);   ///< gas_and_water.cpp: read by hand, by card, and a plate of circuits
Result<void> sell_at_an_outlet(History& history, Village& village);      ///< outlets.cpp: a float, a terminal's sales, its commission
Result<void> write_invoices(History& history, Village& village);         ///< invoices.cpp: a series of numbers, invoices, a void one
Result<void> visit_supplies(History& history, Village& village);         ///< visits.cpp: errands to houses of lists, what was found
Result<void> change_accounts(History& history, Village& village);        ///< account_life.cpp: swap, transfer, closing
Result<void> water_fields(History& history, Village& village);           ///< irrigation.cpp
Result<void> close_months(History& history, Village& village);           ///< month_ends.cpp: each month when it is over
Result<void> take_cash_away(History& history, Village& village);         ///< cash.cpp: drops to the safe, deposits at the bank
Result<void> keep_the_store(History& history, Village& village);         ///< stock.cpp: deliveries, meters issued, tested, scrapped; code tables
Result<void> furnish_the_bench(History& history, Village& village);      ///< bench_street.cpp: an account for a device of each model
Result<void> dig_the_bench_well(History& history, Village& village);     ///< bench_well.cpp: a well and a farmer for a pump on the bench
Result<void> leave_matters_open(History& history, Village& village);     ///< open_matters.cpp: unread, in doubt, waiting for an approval

}  // namespace kwota::demo
