// What a meter charges by (devices/settings/prices.h), as it lies on its line; and how a new set is
// laid beside the one in force. A meter has one list of holidays for both sets (DL/T 645-2007, 0403nnnn), so tables are numbered
// here in such a way that a row means the right table under either set. Pure.
// Guarantees: with the rows of arranged() the new set charges every day as it shall, and the set in force as before – but for the
// days that are named, where eight numbers do not suffice for both.
// Begin with arranged().
#pragma once
#include <array>
#include <optional>
#include <vector>

#include "base/core/core.h"
#include "base/time.h"
#include "carry/dlt645/items.h"
#include "devices/settings/prices.h"

namespace kwota::dlt645 {

inline constexpr std::size_t zones_max = 14, tables_max = 8, periods_max = 14, holidays_max = 40, step_ends_max = 6;

using devices::DayTable;
using devices::Holiday;
using devices::Period;
using devices::PriceSet;
using devices::Schedule;
using devices::YearZone;

/// The day table that counts at `date`, whatever holidays there are; without zones rate 1 all day.
DayTable ordinary_day(const Schedule& schedule, const LocalDate& date);
/// The same under a holiday's row: one that names a table that this schedule does not have is an ordinary day.
DayTable day_under(const Schedule& schedule, std::size_t table, const LocalDate& date);

using HolidayRows = std::array<std::optional<Holiday>, holidays_max>;

struct Arranged {
  Schedule schedule;  ///< of the new set, with other numbers of tables; always eight, some of them empty
  HolidayRows holidays;
  /// Days whose row the set in force would read wrongly: written when the new set has its minute, and not before.
  std::vector<LocalDate> only_new;
};
/// The new set beside the one in force: `from` is the day on which it changes over, `rows` what the meter has now. Rows of days
/// before `from` stay. Error `plan_does_not_fit`{why}: more tables or holidays than a meter has room for.
Result<Arranged> arranged(const PriceSet& set, const Schedule& in_force, const HolidayRows& rows, const LocalDate& from);

/// Year zones and holidays as a meter has them.
struct Calendar {
  Schedule schedule;
  HolidayRows holidays;
};
/// Whether every day from `today` on is charged by the same table of rates, whatever number it has.
bool same_days(const Calendar& has, const PriceSet& set, const LocalDate& today);

// As the lists are sent: fourteen rows, the last one repeated. Nothing when the bytes are no such list.
Bytes zones_bytes(const std::vector<YearZone>& zones);
Bytes table_bytes(const DayTable& table);
Bytes holiday_bytes(const std::optional<Holiday>& holiday);
std::optional<std::vector<YearZone>> zones_in(ByteView bytes);
std::optional<DayTable> table_in(ByteView bytes);
/// Outside nothing: no such row; inside nothing: a row that is not used.
std::optional<std::optional<Holiday>> holiday_in(ByteView bytes);

}  // namespace kwota::dlt645
