// What energy costs, in both directions, exactly. Pure functions of plan, state and ask.
// Guarantees: the inverse, monotone, maximal, sums, splits, replay laws (property_test.cpp).
// Never: knows a customer, a card, a meter. Begin with quote().
#pragma once
#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/core/core.h"
#include "base/time.h"
#include "base/words.h"
#include "sell/tariff/plan.h"
#include "sell/tariff/plan/line_id.h"

namespace kwota::tariff {

/// An amount of the plan's commodity in thousandths of its unit (1 Wh, 1 litre).
struct Units {
  std::int64_t e3 = 0;
  friend auto operator<=>(const Units&, const Units&) = default;
};

/// What a debt takes of a payment: a debt that falls due by a schedule takes an amount.
enum class DebtTakes : std::uint8_t {
  first,    ///< all of it before anything is bought
  percent,  ///< of the payment
  fixed,    ///< an amount
};
constexpr auto words_of(DebtTakes) { return std::array<std::string_view, 3>{"first", "percent", "fixed"}; }

struct Debt {
  std::string id;
  Money balance;
  DebtTakes rule = DebtTakes::first;
  std::string value;  ///< percent, or amount; empty with `first`
};

/// What a debt takes of a payment. `left`: of the debt afterwards.
struct DebtShare {
  std::string id;
  Money amount, left;
};

/// What the books know of the supply (opening facts, counters, marks of charges, debts).
struct State {
  struct Counter { LocalDate period; Units units; };
  std::optional<Counter> counter;                 ///< counted in the running period
  std::optional<Counter> free;
  std::map<std::string, std::string> charged;     ///< charge id -> last month or day taken
  std::optional<LocalDate> opened;
  std::optional<LocalDate> joined;                ///< came to this plan from another: standing charges that it never paid count from here
  std::map<std::string, std::string> numbers;     ///< heads, load_kw, ...: decimals
  std::string multiplier;                         ///< empty: none
  std::vector<Debt> debts;
};

struct Pay {                             ///< money to energy
  Money tendered;
  std::int64_t step_e3 = 1;              ///< what brings it can name multiples of this only
};
struct Buy { Units units; };             ///< energy to money
struct Load { Money tendered; };         ///< money credit: the device applies the per-unit prices itself
using Ask = std::variant<Pay, Buy, Load>;

/// Units by time-of-use period, in the order in which their lines stand.
using PeriodUnits = std::vector<std::pair<std::string, Units>>;

struct Line {
  std::string id;                 ///< line_id, or that of a charge or debt
  std::string version, season;    ///< in bills that are cut; else empty
  std::string period;             ///< time-of-use period; empty when it has none
  std::optional<int> step;
  std::optional<Units> units;
  std::string price;              ///< shortest decimal; empty when it has none
  std::string count;              ///< of a charge by month or day, how many: "2", "15/29"; of any other line empty
  std::optional<Money> base;      ///< of percentages
  std::string percent;            ///< likewise: "13", shortest decimal
  std::string exact_base;         ///< where only the total is rounded: the base before rounding, shortest decimal
  Money base_fees, base_fixed;    ///< of a tax inside the price: of its base what is no energy, and of that what is_standing()
  Money amount;
  bool memo = false;              ///< shown, not in the total
  std::optional<Money> left;      ///< debt after it
};
/// A charge by month or day, due whether anything is bought or not.
inline bool is_standing(const Line& line) { return !line.count.empty(); }

/// Price of the next unit after this sale, everything included, and how much of the step is left.
struct Next {
  std::string price;              ///< major units a unit of energy, per-unit levies and percentages folded in, 4 decimals
  std::optional<Units> left_in_step;
  std::string price_after;        ///< of the step behind it; empty when there is none
  int step = 1;
};

struct Quote {
  std::string version;
  std::optional<LocalDate> period;
  std::string season;             ///< empty when the version knows none
  bool sold_units = false;        ///< Pay, Buy: `units` is part of the answer
  Units units, free_units;
  std::vector<Line> lines;
  Money total;                    ///< with debts
  std::optional<Money> residue;   ///< Pay
  std::optional<Money> credit;    ///< Load
  std::optional<Units> counter_after;
  std::optional<Units> meter_units;
  PeriodUnits usage;              ///< of a load profile: what fell into which period
  struct Part { LocalDate from; std::int64_t days = 0; };
  std::vector<Part> parts;        ///< of a bill
  std::map<std::string, std::string> charged_after;  ///< state.charged after this sale
  std::optional<Next> next;
};

/// Errors, in the order in which they are looked for: no_version, bad_amount, below_minimum, above_maximum (`limit`), not_multiple (`quantum`),
/// short (`need`), over_limit (`limit`), overflow; bad_state (`what`): a fact of the supply is missing or has a wrong form;
/// time_of_use: units of a plan with prices by time of day are sold as money credit only.
Result<Quote> quote(const PricePlan& plan, Instant at, const State& state, const Ask& ask);

/// The label that the books write beside the counter of the period running at that moment; nothing with one endless counter.
Result<std::optional<LocalDate>> period_of(const PricePlan& plan, Instant at);

/// What debts take of a payment that buys nothing by this plan at that moment – money onto a balance, onto a purse –: the same arithmetic as of a quote, at most the
/// plan's cap. Errors: no_version, bad_state.
Result<std::vector<DebtShare>> recover(const PricePlan& plan, Instant at, const std::vector<Debt>& debts, Money tendered);
/// Where there is no plan: nothing caps them. `minor_digits` of the currency.
Result<std::vector<DebtShare>> recover(const std::vector<Debt>& debts, Money tendered, int minor_digits);

/// "523.81" with at most three decimals; unlike parse_decimal up to 4.6 x 10^15 units. Errors: `bad_number`, `over_precise`, `overflow`.
Result<Units> parse_units(std::string_view text);

/// As printed in the vectors and the API.
boost::json::object to_json(const Quote& quote, const PricePlan& plan);
boost::json::object to_json(const Next& next);
Result<State> state_from_json(const boost::json::value& json, const PricePlan& plan);

}  // namespace kwota::tariff
