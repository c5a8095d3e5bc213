// Which midnights of a meter are asked for, which of them begin a day, and what they are good for.
#include "collect/readings/freezes.h"

#include <gtest/gtest.h>

#include "collect/readings/days.h"
#include "collect/readings/due.h"
#include "collect/readings/losses.h"
#include "collect/readings/test_area.h"

namespace kwota::readings {
namespace freezes_test {

const Zone zone = Zone::find("Asia/Shanghai").value();
constexpr LocalDate thursday{2026, 11, 19}, friday{2026, 11, 20}, saturday{2026, 11, 21};
Instant at(const LocalDate& day, unsigned hour, unsigned minute = 0) { return zone.instant({day, hour, minute, 0}); }
const auto home = MeterNumber::from(4'100'000'001), whole = MeterNumber::from(4'100'000'000);

struct Area {
  Area() {
    area_with(books, whole, home);
    books.put(books::AreaMeter{.area = "T1", .meter = whole, .factor = 1});
    for (const auto meter : {whole, home}) books.put(books::MeterLink{.meter = meter, .address = "tcp://10.0.0.7:1", .changed = at(thursday, 0)});
    books.put(plan);
  }
  void read(Instant taken, std::int64_t drift, std::int64_t kwh = 0, MeterNumber meter = home) {
    books.put(books::MeterReading{.meter = meter, .due = taken, .plan = "night", .state = books::ReadingStatus::read, .tries = 1, .taken = taken, .drift_seconds = drift,
                                  .energy = Energy::kwh(kwh)});
  }
  void frozen(const LocalDate& day, std::int64_t kwh, MeterNumber meter = home) {
    books.put(books::DayFreeze{.meter = meter, .day = day, .energy = Energy::kwh(kwh), .received = at(day, 1)});
  }
  /// The days that were believed of those.
  std::vector<std::string> believed(std::initializer_list<LocalDate> days) {
    std::vector<books::DayFreeze> received;
    for (const auto& day : days) received.push_back({.meter = home, .day = day, .energy = Energy::kwh(1), .received = at(saturday, 1)});
    const auto decided = froze(books, received, zone);
    books.apply(decided.value().changes);
    std::vector<std::string> out;
    for (const auto& row : books.since<books::DayFreeze>(LocalDate{}, home)) out.push_back(format_date(row.day));
    return out;
  }
  std::optional<FreezeDays> due(const LocalDate& today) const { return freezes_due(books, plan, home, today); }

  books::ReadingPlan plan{.code = "night", .name = "night", .place = "", .items = "registers,freezes", .since = at(thursday, 0)};
  books::Memory books;
};
using Days = std::vector<std::string>;

TEST(DayFreezes, what_the_books_lack_is_asked_for_and_nothing_twice) {
  Area area;
  EXPECT_EQ(area.due(friday)->after, (LocalDate{2026, 9, 19})) << "of a new meter all that it may have";
  area.frozen(thursday, 5);
  EXPECT_EQ(area.due(friday)->after, thursday);
  EXPECT_EQ(area.due(friday)->to, friday);
  EXPECT_FALSE(area.due(thursday)) << "today's is there";
  EXPECT_EQ(area.due({2027, 2, 20})->after, (LocalDate{2026, 12, 20})) << "meters keep 62 midnights";
  area.plan.items = "registers";
  EXPECT_FALSE(area.due(friday));
}

TEST(DayFreezes, a_midnight_counts_when_the_readings_next_to_it_found_the_clock_right) {
  Area right;
  right.read(at(thursday, 0, 30), 20), right.read(at(friday, 0, 30), -40);
  EXPECT_EQ(right.believed({friday, saturday}), (Days{"2026-11-20", "2026-11-21"}));
  Area before;
  before.read(at(thursday, 0, 30), 900);
  EXPECT_EQ(before.believed({friday}), Days{}) << "set right since, nobody knows when";
  Area after;
  after.read(at(thursday, 0, 30), 0), after.read(at(friday, 0, 30), -900);
  EXPECT_EQ(after.believed({friday, saturday}), Days{}) << "neither the midnight before it nor the one behind it";
  after.read(at(saturday, 1), 0);
  EXPECT_EQ(after.believed({{2026, 11, 22}}), Days{"2026-11-22"});
}

TEST(DayFreezes, of_a_meter_that_was_never_read_its_present_clock_is_the_witness) {
  Area area;
  EXPECT_EQ(area.believed({thursday, friday}), (Days{"2026-11-19", "2026-11-20"}));
  EXPECT_FALSE(clock_is_right(std::nullopt)) << "a clock that shows nonsense is none";
  EXPECT_TRUE(clock_is_right(-300));
  EXPECT_FALSE(clock_is_right(301));
}

TEST(DayFreezes, a_day_that_is_in_the_books_stays_as_it_was) {
  Area area;
  area.frozen(friday, 7);
  area.believed({friday, saturday});
  EXPECT_EQ(area.books.find<books::DayFreeze>(home, friday)->energy, Energy::kwh(7));
  EXPECT_EQ(area.books.find<books::DayFreeze>(home, saturday)->energy, Energy::kwh(1));
}

TEST(DayFreezes, a_morning_without_a_line_is_not_missing_once_its_midnight_was_fetched) {
  Area area;
  const auto missing_on = [&](const LocalDate& day) {
    const auto material = material_since(area.books, thursday, at(saturday, 12)).value();
    return missing(material, day, "night").size();
  };
  EXPECT_EQ(missing_on(friday), 2U);
  area.frozen(friday, 5);
  EXPECT_EQ(missing_on(friday), 1U);
  EXPECT_EQ(missing_on(saturday), 2U) << "it says nothing of the next day";
  EXPECT_EQ(missing_on(thursday), 2U) << "nor of the day before, though it came less than a day after that morning";
}

TEST(DayFreezes, losses_go_from_midnight_to_midnight_where_the_total_meter_froze_both) {
  Area area;
  const auto loss = [&] { return losses(material_since(area.books, thursday, at(saturday, 12)).value(), *area.books.find<books::AreaMeter>("T1"), thursday, friday); };
  area.read(at(thursday, 0, 31), 0, 103, whole), area.read(at(friday, 0, 31), 0, 203, whole);
  area.read(at(thursday, 0, 32), 0, 51), area.read(at(friday, 0, 32), 0, 145);
  EXPECT_EQ(loss().loss, Energy::kwh(100 - 94));
  area.frozen(thursday, 100, whole), area.frozen(friday, 200, whole);
  area.frozen(thursday, 50), area.frozen(friday, 148);
  EXPECT_EQ(loss().total, Energy::kwh(100));
  EXPECT_EQ(loss().used, Energy::kwh(98)) << "what its meters froze, not what was read half an hour later";
}

}  // namespace freezes_test
}  // namespace kwota::readings
