// One predicate: does this version of a price plan fit this meter, brought this way? Asked by quote, sale, opening, by what a card
// carries, by what a line tells, and before a version is published – so that money is never booked for prices that do not arrive.
// A meter that could hold a version and lacks something of it yet – the periods of the day, which only its line brings – is sold
// to by the version that it holds, until it has it.
// Guarantees: pure; the same answer for the same books.   Never: books or tells anything.   Begin with fits(), then held_prices().
#pragma once
#include <string>
#include <vector>

#include "sell/counter/order/command_book.h"
#include "sell/counter/order/supply.h"
#include "sell/tariff/plan/misfit.h"
#include "sell/tariff/use/meter_table.h"

namespace kwota::counter {

/// Who brings the meter what it lacks of a version.
enum class Brought : std::uint8_t {
  nothing_lacks,  ///< the meter can charge by it as soon as it has the prices
  by_line,        ///< its line is about to tell it
  by_card,        ///< a card has to: a line cannot tell when steps begin anew
  by_nobody,      ///< nothing is on its way: the meter has to be put on a line
};

struct Fit {
  std::string version;                    ///< `from`; empty when the plan has none at that moment
  std::vector<tariff::Misfit> reasons;    ///< why this meter can never charge by it; empty: it can
  std::vector<tariff::Misfit> lacks;      ///< what the meter does not have of it yet
  Brought brought = Brought::nothing_lacks;
  tariff::MeterTable table;               ///< the version as the meter holds it; meaningless where there is a reason

  bool holds() const { return reasons.empty() && lacks.empty(); }
};

/// The version in force at `at`, which may lie ahead, for the supply's meter by this carrier. Errors: no_version and others that
/// are no misfit.
Result<Fit> fits(const books::Reader& books, const Supply& supply, Instant at, Carrier carrier, Instant now);

/// The supply as it is sold to now: where the meter lacks something of the version in force, its plan ends before that version, and
/// Supply::behind names it. Errors: no_version, plan_does_not_fit {why, reason}.
struct Held {
  Supply supply;
  Fit fit;  ///< what fits() says of it
};
Result<Held> held_by_meter(const books::Reader& books, Supply supply, Carrier carrier, Instant now);
/// The supply alone.
Result<Supply> held_prices(const books::Reader& books, Supply supply, Carrier carrier, Instant now);

/// A balance at the server is charged by the registers of the meter's rates: it needs as many, and prices do not matter to it.
/// Errors: no_version, plan_does_not_fit {why, reason}.
Result<void> has_rates_for(const books::Reader& books, const Supply& supply, Instant at);

/// Water is not sold by a plan for gas. Error `other_commodity` {meter, counts, plan, prices}.
Result<void> prices_what_it_counts(const Supply& supply);

/// The error that says it: the first reason, else what lacks.
Error does_not_fit(const Fit& fit);

/// How many prices by time of day a meter of this model has, by the table of models; 1 where it does not say.
std::size_t rates_of_model(const books::Reader& books, std::string_view model);

}  // namespace kwota::counter
