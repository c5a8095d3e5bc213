#include "sell/tariff/plan/plan_fault.h"

namespace kwota::tariff {
namespace {

/// In the order of the faults.
constexpr std::array<std::string_view, words_of(PlanFault{}).size()> clauses{
    "it is not JSON",
    "a text is expected",
    "a decimal number in quotation marks is expected",
    "it is not a number, or has too many digits",
    "a day of the year like 07-01 is expected",
    "an object is expected",
    "nobody knows this key",
    "it is missing",
    "true or false is expected",
    "a whole number is expected: {}",
    "a list is expected",
    "\"{}\" is not one of the words that are known here",
    "a counter period has 1, 2, 3, 6 or 12 months",
    "a season is [name, \"MM-DD\"]",
    "a day table is a list of [\"HH:MM\", period]",
    "a time of the day like 08:30 is expected",
    "weekdays are 1 (Monday) to 7",
    "a date like 2026-10-01 is expected",
    "a local date or date and time is expected",
    "nobody knows this time zone",
    "a factor like 12/365 is expected",
    "\"{}\" is not the energy and not an earlier charge",
    "a list of lines is expected",
    "numbers of steps are expected",
    "a price is missing",
    "sets stand alone",
    "an object with a price list for each season is expected",
    "a period begins on day 1 to 28",
    "free units are a multiple of the quantum above 0",
    "a season needs a name",
    "two seasons begin on one day",
    "nobody knows the season \"{}\"",
    "the season \"{}\" has no prices",
    "a day table starts at 00:00",
    "the times of a day table rise",
    "nobody knows the day table \"{}\"",
    "weekday {} has no day table",
    "a period has no price",
    "a price is negative or not below 1,000,000",
    "nobody knows the period \"{}\"",
    "a set is missing",
    "the last set is open, the others are closed",
    "a set ends at a multiple of the quantum",
    "the sets do not rise",
    "a step is missing",
    "the last step is closed",
    "only the last step is open",
    "a step ends at a multiple of the quantum",
    "the step ends do not rise",
    "the last price is 0",
    "one number for each step end is expected",
    "steps widen by a multiple of the quantum",
    "a charge needs an id",
    "the id is reserved",
    "two charges have one id",
    "steps of an additive plan are not charged apart",
    "the shares of the total are below 100 %",
    "an inclusive percentage is above -100 %",
    "a share of the total cannot be charged again",
    "a limit is above 0",
    "max_pay is below min_pay",
    "a percentage from 0 to 100 is expected",
    "a unit costs nothing or less after rebates",
    "it is empty",
    "the commodity is priced in {}",
    "a currency has three letters",
    "a quantum is above 0",
    "a version is missing",
    "the versions do not rise",
    "there are more than {}"};

}  // namespace

std::string clause_of(PlanFault fault, std::string_view name) {
  std::string clause(clauses[static_cast<std::size_t>(fault)]);
  if (const auto place = clause.find("{}"); place != std::string::npos) clause.replace(place, 2, name);
  return clause;
}

}  // namespace kwota::tariff
