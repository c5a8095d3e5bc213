// Meters behind transformers: what is used of their registers is primary energy, whoever multiplied – and nobody does it twice.
#include <gtest/gtest.h>

#include "books/memory.h"
#include "collect/readings/losses.h"
#include "collect/readings/registers/course.h"
#include "collect/readings/registers/month_use.h"

namespace kwota::readings {
namespace ratio_test {

const Zone zone = *Zone::find("Asia/Shanghai");
constexpr LocalDate friday{2026, 11, 20}, saturday{2026, 11, 21};
const auto total = MeterNumber::from(600), mill = MeterNumber::from(601), former = MeterNumber::from(602);
Instant at(const LocalDate& day, unsigned hour) { return zone.instant({day, hour, 0, 0}); }

/// A transformer that passes 1000 kWh on Friday, by a total meter whose factor says its transformers; a mill behind 40 hangs there, and its register moved by 25.
struct Mill {
  Mill() {
    books.put(books::Utility{.zone = "Asia/Shanghai"});
    books.put(books::Place{.code = "T1", .kind = books::PlaceKind::area, .name = "Transformer 1", .station = "E", .parent = ""});
    books.put(books::ServicePoint{.code = "S", .address = "Mill lane", .place = "", .area = "T1"});
    books.put(books::Meter{.number = total, .model = "DDS1352", .ct = 40});
    books.put(books::AreaMeter{.area = "T1", .meter = total, .factor = 40});
    books.put(books::Meter{.number = mill, .model = "DTSY1352", .ct = 40, .service_point = "S", .state = books::MeterStatus::installed});
    read(total, friday, 0);
    read(total, saturday, 25'000);
    read(mill, friday, 100'000);
    read(mill, saturday, 125'000);
  }
  void read(MeterNumber meter, const LocalDate& day, std::int64_t wh) {
    books.put(books::MeterReading{.meter = meter, .due = at(day, 0), .plan = "all", .state = books::ReadingStatus::read, .tries = 1, .taken = at(day, 0), .energy = Energy::wh(wh)});
  }
  /// The meter's first word, home by card long after it was said.
  void told(const LocalDate& day, unsigned hour, std::int64_t wh, MeterNumber by = mill) {
    books.append(books::Statement{.meter = by, .number = 1, .chain = "meter/x", .taken = at(saturday, 8), .meter_time = LocalTime{day, hour, 0, 0}, .count = SequenceNumber{1}, .energy = Energy::wh(wh)});
  }
  Loss lost() const { return losses(material_since(books, friday, at(saturday, 9)).value(), *books.find<books::AreaMeter>("T1"), friday, saturday); }
  std::optional<Energy> on_friday() const { return course(books, mill, friday, friday, at(saturday, 9), zone).days[0].used; }
  books::Memory books;
};

TEST(Ratio, what_a_meter_that_was_told_nothing_counted_is_multiplied_where_it_is_used) {
  Mill mill;
  EXPECT_EQ(mill.lost().total, Energy::kwh(1'000)) << "by the area's factor alone";
  EXPECT_EQ(mill.lost().used, Energy::kwh(1'000));
  EXPECT_EQ(mill.lost().loss, Energy{});
  EXPECT_EQ(mill.on_friday(), Energy::kwh(1'000));
  EXPECT_EQ(course(mill.books, ratio_test::mill, friday, friday, at(saturday, 9), zone).days[0].begin, Energy::kwh(100)) << "its register as it shows it";
  mill.read(ratio_test::mill, {2026, 11, 6}, 60'000);
  EXPECT_EQ(month_use(mill.books, ratio_test::mill, at(saturday, 9), zone), Energy::wh(65'000LL * 40 * 30 / 15));
}

TEST(Ratio, a_meter_that_multiplies_by_itself_is_taken_at_its_word) {
  Mill mill;
  mill.told({2026, 11, 1}, 9, 40'000);
  EXPECT_EQ(mill.lost().used, Energy::kwh(25));
  EXPECT_EQ(mill.lost().loss, Energy::kwh(975));
  EXPECT_EQ(mill.on_friday(), Energy::kwh(25));
  EXPECT_EQ(month_use(mill.books, ratio_test::mill, at(saturday, 9), zone), Energy::wh(85'000LL * 30 / 19)) << "from its first word on";
}

TEST(Ratio, on_the_day_on_which_it_was_told_each_part_counts_as_it_was_counted) {
  Mill mill;
  mill.told(friday, 12, 105'000);
  EXPECT_EQ(mill.lost().used, Energy::kwh(5 * 40 + 20)) << "no jump by the whole ratio";
  EXPECT_EQ(mill.on_friday(), Energy::kwh(220));
}

TEST(Ratio, a_word_over_the_line_before_any_order_tells_no_ratio) {
  Mill mill;
  auto word = books::Statement{.meter = ratio_test::mill, .number = 1, .chain = "meter/x", .taken = at(friday, 3), .carrier = books::Carrier::link, .energy = Energy::kwh(101)};
  mill.books.append(word);
  EXPECT_EQ(mill.lost().used, Energy::kwh(1'000));
  word.number = 2, word.count = SequenceNumber{1}, word.taken = at(friday, 0);
  mill.books.append(word);
  EXPECT_EQ(mill.lost().used, Energy::kwh(25)) << "an order that it took had to come by card";
}

TEST(Ratio, across_a_swap_each_meter_counts_by_its_own_transformers) {
  Mill mill;
  mill.books.put(books::Meter{.number = former, .model = "DTSY1352", .ct = 1, .state = books::MeterStatus::removed});
  mill.read(former, friday, 10'000);
  mill.books.put(books::MeterSwap{.account = 1, .number = 1, .time = at(friday, 12), .old_meter = former, .new_meter = ratio_test::mill, .ct = 20, .last_register = Energy::kwh(30), .first_register = Energy::kwh(120)});
  EXPECT_EQ(mill.lost().used, Energy::kwh(20 * 20 + 5 * 40));
  mill.told({2026, 11, 1}, 9, 1'000, former);
  EXPECT_EQ(mill.lost().used, Energy::kwh(20 + 5 * 40)) << "the former one had been told";
}

}  // namespace ratio_test
}  // namespace kwota::readings
