// An area that loses more than it used to, and the meter behind it.
#include "collect/insight/area_loss.h"

#include <gtest/gtest.h>

#include "books/memory.h"

namespace kwota::insight {
namespace area_loss_test {

const auto total = MeterNumber::from(900), honest = MeterNumber::from(901), other = MeterNumber::from(902);
const std::int64_t today = day_number(LocalDate{2026, 11, 20});

/// A transformer with two houses, of which every midnight is known.
struct Area {
  Area() {
    books.put(books::Place{.code = "T1", .kind = books::PlaceKind::area, .name = "Transformer 1", .station = "E", .parent = ""});
    books.put(books::ServicePoint{.code = "S", .address = "Mill lane", .place = "", .area = "T1"});
    books.put(books::Meter{.number = total, .model = "DDS1352"});
    books.put(books::AreaMeter{.area = "T1", .meter = total, .factor = 1});
    for (const auto meter : {honest, other}) books.put(books::Meter{.number = meter, .model = "DDSY1352", .service_point = "S", .state = books::MeterStatus::installed});
  }
  /// `stolen`(day): what passes the second meter by, in watt-hours.
  template <class Stolen> void live(std::int64_t days, Stolen stolen) {
    std::int64_t all = 0, one = 0, two = 0;
    for (auto day = today - days; day <= today; ++day) {
      freeze(total, day, all);
      freeze(honest, day, one);
      freeze(other, day, two);
      const std::int64_t first = 4'000 + 500 * (day % 5), second = 5'000 + 300 * (day % 3), gone = stolen(day);
      one += first;
      two += second - gone;
      all += (first + second) * 105 / 100 / 10 * 10;
    }
  }
  void freeze(MeterNumber meter, std::int64_t day, std::int64_t wh) {
    books.put(books::DayFreeze{.meter = meter, .day = date_of_day(day), .energy = Energy::wh(wh / 10 * 10)});
  }
  books::Memory books;
};

TEST(AreaLoss, an_area_that_loses_what_it_always_lost_names_nobody) {
  Area area;
  area.live(95, [](std::int64_t) { return 0; });
  const LossWatch watch(area.books, today);
  ASSERT_EQ(watch.areas().size(), 1U);
  const auto& seen = watch.areas()[0];
  EXPECT_EQ(seen.days, loss_days);
  ASSERT_TRUE(seen.usual_myriad);
  EXPECT_NEAR(static_cast<double>(*seen.usual_myriad), 476, 3) << "five in a hundred and five";
  EXPECT_FALSE(seen.raised);
  EXPECT_FALSE(watch.moves_with_loss(honest) || watch.moves_with_loss(other));
}

TEST(AreaLoss, what_a_meter_behind_transformers_counted_is_multiplied_unless_it_did_so_itself) {
  Area area;
  area.live(95, [](std::int64_t) { return 0; });
  area.books.put(books::Meter{.number = other, .model = "DDZY1352Y", .ct = 10, .service_point = "S", .state = books::MeterStatus::installed});
  const auto lost = [&] { return LossWatch(area.books, today).areas().at(0).lost_wh; };
  EXPECT_LT(lost(), 0) << "ten times what it showed was used, and half of that came in";
  area.books.append(books::Statement{.meter = other, .number = 1, .chain = "meter/x", .taken = Zone::utc().instant({date_of_day(today - 200)}), .count = SequenceNumber{1}});
  EXPECT_GT(lost(), 0) << "it has been told ten, and its register has it";
}

TEST(AreaLoss, what_a_well_uses_there_is_no_loss) {
  Area area;
  area.live(95, [](std::int64_t day) { return day >= today - 25 ? 4'000 : 0; });  // the second meter counts less, and a well as much more
  const auto pump = MeterNumber::from(903);
  area.books.put(books::Meter{.number = pump, .model = "DDSY1352", .state = books::MeterStatus::stock});
  area.books.put(books::Well{.number = "W-1", .name = "West", .village = "", .area = "T1"});
  area.books.put(books::WellMeter{.well = "W-1", .meter = pump, .from = date_of_day(today - 300)});
  for (std::int64_t n = 0; n <= 25; ++n)
    area.books.put(books::Watering{.meter = pump, .number = n, .well = "W-1", .state = books::WateringStatus::proven, .start = LocalTime{date_of_day(today - 25 + n), 12, 0, 0}, .seconds = 3'600,
                                   .register_after = Energy::wh(4'000 * (n + 1)), .used = Energy::kwh(4)});
  area.books.put(books::WellHead{.meter = pump, .read = Zone::utc().instant({date_of_day(today + 1)}), .records_read = Zone::utc().instant({date_of_day(today + 1)})});
  const LossWatch watch(area.books, today);
  ASSERT_EQ(watch.areas().size(), 1U);
  EXPECT_EQ(watch.areas()[0].days, loss_days);
  EXPECT_TRUE(watch.areas()[0].meters.contains(pump));
  EXPECT_FALSE(watch.areas()[0].raised);
}

TEST(AreaLoss, whoever_counts_less_on_the_days_on_which_more_is_lost_is_named) {
  Area area;
  area.live(95, [](std::int64_t day) { return day >= today - 25 ? 1'000 + 700 * (day % 4) : 0; });
  const LossWatch watch(area.books, today);
  ASSERT_EQ(watch.areas().size(), 1U);
  EXPECT_TRUE(watch.areas()[0].raised);
  EXPECT_TRUE(watch.moves_with_loss(other));
  EXPECT_FALSE(watch.moves_with_loss(honest));
}

TEST(AreaLoss, with_too_few_days_nobody_knows_what_is_usual) {
  Area area;
  area.live(40, [](std::int64_t day) { return day >= today - 25 ? 3'000 : 0; });
  const LossWatch watch(area.books, today);
  ASSERT_EQ(watch.areas().size(), 1U);
  EXPECT_FALSE(watch.areas()[0].usual_myriad);
  EXPECT_FALSE(watch.areas()[0].raised);
}

TEST(AreaLoss, days_before_another_factor_say_nothing_of_what_is_usual) {
  Area area;
  area.live(95, [](std::int64_t) { return 0; });
  area.books.put(books::AreaMeter{.area = "T1", .meter = total, .factor = 2, .since = date_of_day(today - 20)});
  const LossWatch watch(area.books, today);
  ASSERT_EQ(watch.areas().size(), 1U);
  EXPECT_EQ(watch.areas()[0].days, 20) << "from the day of the change on";
  EXPECT_FALSE(watch.areas()[0].usual_myriad);
  EXPECT_FALSE(watch.areas()[0].raised) << "twice as much did not come in all of a sudden";
}

TEST(AreaLoss, a_day_without_one_of_two_meters_has_no_loss) {
  Area area;
  area.live(95, [](std::int64_t) { return 0; });
  area.books.remove(books::DayFreeze{.meter = other, .day = date_of_day(today - 10), .energy = {}});
  EXPECT_EQ(LossWatch(area.books, today).areas()[0].days, loss_days - 2) << "the day before and the day itself";
}

TEST(AreaLoss, figures_of_a_whole_county_are_not_too_large_to_be_compared) {
  std::vector<std::int64_t> lost, missing, steady;
  for (std::int64_t day = 0; day < 30; ++day) {
    lost.push_back(9'000'000'000 + day % 7 * 100'000'000);
    missing.push_back(-8'000'000'000 + day % 7 * 90'000'000);
    steady.push_back(day % 2 == 0 ? 5 : 7);
  }
  EXPECT_TRUE(correlated(lost, missing));
  EXPECT_FALSE(correlated(lost, steady));
  EXPECT_FALSE(correlated(lost, std::vector<std::int64_t>(30, 5))) << "what never changes moves with nothing";
}

}  // namespace area_loss_test
}  // namespace kwota::insight
