// A household behind a meter, as far as books and bills can tell: it uses energy by season and habit, its meter counts the money down, and somebody
// brings the card to the counter before it is dark.
// Guarantees: the meter takes a number once, in order; what it was credited with is what it used and what it holds, to 10^-5 of a fen.
// Begin with Household.
#pragma once
#include "models/all.h"
#include "sell/counter/desk.h"
#include "sell/counter/order/carry_order.h"
#include "sim/demo/history.h"

namespace kwota::demo {

struct HouseMeter {
  MeterNumber number;
  std::int64_t price = 5'000;   ///< what a kWh costs by it, in 10^-4 of the currency; where it counts litres down, one of them is 10^5
  std::int64_t wh_a_day = 6'000;
  std::uint64_t habit = 0;
  Instant lived_to;
  int silent_from = -1;         ///< from this day on nobody lives there
  bool open = false;
  Unit unit = Unit::money;

  SequenceNumber count;
  Credit last_amount, credited, surrendered;
  books::Applied last_applied = books::Applied::nothing;
  std::int64_t balance_e5 = 0, used_e5 = 0;
  Energy energy, period_begin, month_begin;
  LocalDate period, month;      ///< beginnings of the year and of the month that it counts

  /// The next number alone, as real ones do.
  void take(const counter::CarryOrder& order);
  /// Where the money ends, so does the energy.
  void live(Instant to, const Zone& zone);
  /// As it stands now.
  books::Statement statement(const Zone& zone) const;
  /// What is used in so many days, by season.
  Energy would_use(const LocalDate& day) const;
};

struct Household {
  std::int64_t account = 0;
  std::string station;
  CardSerial card;
  HouseMeter meter;
  std::optional<counter::CarryOrder> on_card;  ///< that the meter has not seen yet
  Instant bought;
  bool leaves = false;    ///< somebody else tells its end
  std::int64_t habit_of_paying = 50;  ///< in whole units of the currency
};

/// A morning: what was bought yesterday is in the meter, and the night was lived through.
void wakes_up(Household& house, Instant morning, const Zone& zone);
/// The card has been in its meter since it was written last.
bool was_at_home(const Household& house);

/// The next thing that waits for a meter on a line is said to it, and it agrees.
void hears(History& history, Household& house);

/// The first model of the list of which this is true; the first of all where there is none.
std::string model_where(bool (*is_it)(const models::Model&));

/// A customer with a place and a meter that the sample's files do not have, as a supervisor writes him down.
struct NewSupply {
  std::string name, phone, address, point, place, area;
  MeterNumber meter;
  std::string model, plan, usage_class = "domestic";
  std::int64_t persons = 3;
  CustomerNumber customer{};   ///< known already: what else he is supplied with
  Commodity commodity = Commodity::electricity;
  std::string scheme{};        ///< empty: decided when it is opened
};
/// The number of the prepared account.
Result<std::int64_t> writes_down(History& history, const NewSupply& supply);
/// The technician puts it on a line.
Result<void> hangs_on_line(History& history, MeterNumber meter, const std::string& address);

/// How much of a usual day is used in this month, in percent.
std::int64_t season_percent(unsigned month);

/// A demo household's card: a serial that no bench card has.
CardSerial card_serial(std::int64_t account, int issue = 1);
/// A meter's number that the sample's files do not have.
MeterNumber extra_meter(int index);

}  // namespace kwota::demo
