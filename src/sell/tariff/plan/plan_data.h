// What a price plan says, after reading and before it is believed: plain values of the JSON of a plan. Prices, amounts and
// percents are 10^-8, amounts of the commodity 10^-3 of the unit. Only this room sees it; plan_json.cpp fills it,
// plan_check.cpp believes it, the rest reads it.
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/core/commodity.h"
#include "base/core/money.h"
#include "base/time.h"
#include "base/words.h"

namespace kwota::tariff {

inline constexpr int price_scale = 8;
inline constexpr int units_scale = 3;
inline constexpr std::int64_t price_e8_max = 100'000'000'000'000;      ///< prices are below 10^6
inline constexpr std::int64_t quanta_max = 100'000'000'000'000'000;    ///< 10^17

/// One price, or one for each time-of-use period.
struct PriceList {
  std::int64_t flat_e8 = 0;
  std::vector<std::pair<std::string, std::int64_t>> by_period;  ///< empty: `flat_e8` holds
  std::int64_t e8(std::string_view period) const;
};

struct Step {
  std::optional<std::int64_t> to_e3;  ///< open: the last one
  PriceList price;                    ///< its own, or what it adds
};

/// A whole price list; with several, the total of the period chooses (non-telescopic).
struct PriceSet {
  std::optional<std::int64_t> upto_e3;
  std::vector<Step> steps;
};

enum class EnergyKind { flat, additive_steps, own_steps, sets };

struct EnergyTerms {
  EnergyKind kind = EnergyKind::flat;
  PriceList price;             ///< of flat and additive
  std::vector<PriceSet> sets;  ///< none: flat; one: steps
};

struct CounterRule {
  int months = 1;
  unsigned start_month = 1, start_day = 1, hour = 0;
};

struct Household {
  std::int64_t above = 0;
  std::vector<std::int64_t> add_e3;  ///< for each step end
  bool each = false;
};

enum class Prorate { none, months, days };
enum class UnitsRule { down, nearest, up };

struct FreeUnits {
  std::int64_t units_e3 = 0;
  bool counts = false;
};

struct ChargeKind;

struct Charge {
  std::string id;
  const ChargeKind* kind = nullptr;         ///< charge_kind.h; of a plan that was read never nothing
  std::int64_t figure_e8 = 0;               ///< amount, price of a unit, or percent: as its kind has it
  std::string times;                        ///< a number of the account; empty: once
  std::int64_t factor_num = 1, factor_den = 1;
  bool first_by_days = false;
  bool catch_up = true;
  bool inclusive = false;
  std::vector<int> steps;                   ///< empty: all
  bool of_energy = false;
  std::vector<std::size_t> of_charges;      ///< earlier charges
};

struct Rounding {
  bool at_total = false;
  Round mode = Round::half_up;
  UnitsRule units = UnitsRule::down;
};

struct Limits {
  std::optional<Money> min_pay, max_pay;
  std::optional<std::int64_t> max_units_e3;
};

struct SeasonBegin {
  std::string name;
  unsigned month = 1, day = 1;
};

struct DaySwitch {
  int minute = 0;  ///< of the local day
  std::string period;
};

struct CalendarRow {
  std::string season;        ///< empty: any
  std::vector<int> weekdays; ///< empty: any; 1 Monday
  std::string table;
};

struct Version {
  std::string from;          ///< as written
  LocalTime from_local;
  Instant from_instant;      ///< in the plan's zone
  std::optional<CounterRule> counter;
  bool reset = false;
  std::vector<SeasonBegin> seasons;
  std::map<std::string, std::vector<DaySwitch>, std::less<>> days;
  std::vector<CalendarRow> calendar;
  std::map<LocalDate, std::string> holidays;
  std::map<std::string, EnergyTerms, std::less<>> energy;  ///< by season; "" when all seasons share it
  std::optional<Household> household;
  Prorate prorate = Prorate::none;
  std::optional<FreeUnits> free;
  std::vector<Charge> charges;
  Rounding rounding;
  std::int64_t debt_cap_e8 = 100 * 100'000'000LL;
  Limits limits;
  bool allow_zero_units = false;
};

struct PlanData {
  std::string id, name, source, usage_class, currency, zone_name;
  Commodity commodity = Commodity::electricity;
  int minor = 2;
  std::int64_t quantum_e3 = 1;
  Zone zone = Zone::utc();
  std::vector<Version> versions;

  const Version* version_at(Instant at) const;
};

}  // namespace kwota::tariff
