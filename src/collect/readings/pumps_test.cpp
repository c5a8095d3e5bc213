// What wells used counts in the losses of their transformer area, by what their pumps recorded.
#include "collect/readings/registers/pumps.h"

#include <gtest/gtest.h>

#include "books/memory.h"
#include "collect/readings/losses.h"

namespace kwota::readings {
namespace pumps_test {

const auto zone = Zone::find("Asia/Shanghai").value();
constexpr LocalDate thursday{2026, 11, 19}, friday{2026, 11, 20}, saturday{2026, 11, 21};
const auto total = MeterNumber::from(500), house = MeterNumber::from(501), pump = MeterNumber::from(507);

Instant at(const LocalDate& day, unsigned hour, unsigned minute = 0) { return zone.instant(LocalTime{day, hour, minute, 0}); }

/// A transformer that passes 40 kWh on Friday, a house on it that uses 36, and a well behind transformers of 40, whose pump multiplies by itself; from midnight to midnight.
struct Farm {
  Farm() {
    books.put(books::Utility{.zone = "Asia/Shanghai"});
    books.put(books::Place{.code = "T1", .kind = books::PlaceKind::area, .name = "Transformer 1", .station = "E", .parent = ""});
    books.put(books::ServicePoint{.code = "S", .address = "Mill lane", .place = "", .area = "T1"});
    books.put(books::Meter{.number = total, .model = "DDS1352"});
    books.put(books::AreaMeter{.area = "T1", .meter = total, .factor = 40});
    books.put(books::Meter{.number = house, .model = "DDSY1352", .service_point = "S", .state = books::MeterStatus::installed});
    books.put(books::Meter{.number = pump, .model = "DDSY1352", .ct = 40, .state = books::MeterStatus::stock});
    books.put(books::Well{.number = "W-1", .name = "West", .village = "", .area = "T1", .area_number = "11010001"});
    hangs_since({2026, 3, 1});
    for (const auto& [meter, used] : {std::pair{total, 1}, std::pair{house, 36}}) {
      read(meter, friday, Energy::kwh(100));
      read(meter, saturday, Energy::kwh(100 + used));
    }
  }
  void hangs_since(const LocalDate& day) {
    for (const auto& row : books.select<books::WellMeter>("W-1")) books.remove(row);
    books.put(books::WellMeter{.well = "W-1", .meter = pump, .from = day, .multiplier = 40});
  }
  void read(MeterNumber meter, const LocalDate& day, Energy energy) {
    books.put(books::MeterReading{.meter = meter, .due = at(day, 0), .plan = "all", .state = books::ReadingStatus::read, .tries = 1, .taken = at(day, 0), .energy = energy});
  }
  /// For an hour.
  void waters(std::int64_t number, const LocalTime& from, Energy used, Energy after) {
    books.put(books::Watering{.meter = pump, .number = number, .well = "W-1", .state = books::WateringStatus::proven, .start = from, .seconds = 3'600, .register_after = after, .used = used});
  }
  void all_is_read() { books.put(books::WellHead{.meter = pump, .read = at(saturday, 8), .energy = Energy::kwh(500), .records_read = at(saturday, 8)}); }
  Loss lost() const { return losses(material_since(books, friday, at(saturday, 9)).value(), *books.find<books::AreaMeter>("T1"), friday, saturday); }
  books::Memory books;
};

TEST(PumpsOfAreas, what_a_well_used_was_delivered_there) {
  Farm farm;
  EXPECT_EQ(farm.lost().meters, 2U);
  EXPECT_EQ(farm.lost().without, std::vector{pump}) << "nobody has read it";
  EXPECT_FALSE(farm.lost().loss);
  farm.all_is_read();
  EXPECT_EQ(farm.lost().used, Energy::kwh(36)) << "it has never watered";
  farm.waters(4, {thursday, 22, 0, 0}, Energy::kwh(3), Energy::kwh(103));
  farm.waters(5, {thursday, 23, 30, 0}, Energy::kwh(1), Energy::kwh(104));
  farm.waters(6, {friday, 18, 0, 0}, Energy::kwh(1), Energy::wh(105'100));
  EXPECT_EQ(farm.lost().used, Energy::kwh(36) + Energy::wh(500 + 100 + 1'000)) << "half of the one at midnight, what ran on behind it, and the one in the evening";
  EXPECT_EQ(farm.lost().loss, Energy::wh(2'400));
  EXPECT_TRUE(farm.lost().complete());
}

TEST(PumpsOfAreas, a_moment_around_which_records_are_missing_is_not_known) {
  Farm farm;
  farm.waters(4, {thursday, 22, 0, 0}, Energy::kwh(3), Energy::kwh(103));
  farm.waters(6, {friday, 18, 0, 0}, Energy::kwh(1), Energy::kwh(105));
  farm.all_is_read();
  EXPECT_EQ(farm.lost().without.size(), 1U) << "number 5 may have run before midnight or behind it";
  farm.read(pump, friday, Energy::kwh(103));
  farm.read(pump, saturday, Energy::kwh(105));
  EXPECT_EQ(farm.lost().used, Energy::kwh(36 + 2)) << "its line was read for its register";
  farm.hangs_since(saturday);
  EXPECT_EQ(farm.lost().without.size(), 1U) << "it hung elsewhere before";
}

TEST(PumpsOfAreas, a_record_that_contradicts_or_has_no_clock_tells_no_register) {
  Farm farm;
  farm.waters(0, {friday, 18, 0, 0}, Energy::kwh(1), Energy::kwh(1));
  farm.all_is_read();
  EXPECT_EQ(farm.lost().used, Energy::kwh(36 + 1)) << "the first of its module: its register stood at nought before";
  auto row = farm.books.find<books::Watering>(pump, std::int64_t{1}, std::int64_t{0}).value();
  row.clock_invalid = true;
  farm.books.put(row);
  EXPECT_EQ(farm.lost().used, Energy::kwh(36)) << "nobody knows when that was";
}

}  // namespace pumps_test
}  // namespace kwota::readings
