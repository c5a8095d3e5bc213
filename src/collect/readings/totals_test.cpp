#include "collect/readings/totals.h"

#include <gtest/gtest.h>

#include <string>

#include "base/ids_text.h"
#include "books/lookup.h"
#include "collect/readings/keep.h"
#include "collect/readings/losses.h"
#include "collect/readings/test_area.h"

namespace kwota::readings {
namespace {

const Zone zone = Zone::find("Asia/Shanghai").value();
constexpr LocalDate friday{2026, 11, 20}, saturday{2026, 11, 21}, sunday{2026, 11, 22};
const auto total = MeterNumber::from(901), other = MeterNumber::from(902), house = MeterNumber::from(903);

/// An area and its total meter, read at half past midnight.
struct Area {
  Area() {
    area_with(books, total, house);
    books.put(books::Meter{.number = other, .model = "DDSY1352"});
    books.put(books::ReadingPlan{.code = "all", .name = "daily", .place = "", .items = "registers", .since = zone.instant({friday})});
    books.put(books::AreaMeter{.area = "T1", .meter = total, .factor = 40});
  }
  void read(MeterNumber meter, const LocalDate& day, std::int64_t kwh) {
    const auto due = zone.instant({day, 0, 30});
    books.put(books::MeterReading{.meter = meter, .due = due, .plan = "all", .state = books::ReadingStatus::read, .tries = 1, .taken = due + Duration::minutes(1), .energy = Energy::kwh(kwh)});
  }
  Loss lost(const LocalDate& from, const LocalDate& to) const {
    return losses(material_since(books, from, zone.instant({sunday, 9})).value(), *books.find<books::AreaMeter>("T1"), from, to);
  }
  /// The day from which it counts so, or why not.
  std::string put(MeterNumber meter, std::int64_t factor, LocalDate since = {}) {
    people::Context context;
    context.who.name = "qian", context.who.roles = "technician";
    context.now = zone.instant({saturday, 9}), context.zone = zone;
    auto row = *books.find<books::AreaMeter>("T1");
    row.meter = meter, row.factor = factor;
    if (since != LocalDate{}) row.since = since;
    const auto done = put_area(books, row, context);
    if (done.ok()) books.apply(done->changes);
    return done.ok() ? format_date(done->answer.since) : done.error().code;
  }
  books::Memory books;
};

TEST(AreaFactor, holds_from_a_day_on_and_the_one_before_stays) {
  Area area;
  EXPECT_EQ(area.put(total, 40), "1970-01-01") << "nothing is another";
  EXPECT_EQ(area.put(total, 80, friday), "area_counted_already");
  EXPECT_EQ(area.put(total, 80), "2026-11-21") << "without a day: from today";
  const auto former = area.books.all<books::FormerTotal>();
  ASSERT_EQ(former.size(), 1U);
  EXPECT_EQ(former.front().factor, 40);
  EXPECT_EQ(former.front().until, saturday);
  EXPECT_EQ(area.put(total, 60), "2026-11-21") << "a slip of the pen, mended on the same day";
  EXPECT_EQ(area.books.all<books::FormerTotal>().size(), 1U);
  EXPECT_EQ(area.put(other, 60, sunday), "area_meter_later");
  EXPECT_EQ(area.put(total, 100, {2026, 12, 1}), "2026-12-01");
  EXPECT_EQ(area.books.all<books::FormerTotal>().size(), 2U);
}

TEST(AreaFactor, agreed_for_a_day_that_has_not_come_is_agreed_otherwise) {
  Area area;
  const auto told = [&] {
    std::string out;
    const auto row = *area.books.find<books::AreaMeter>("T1");
    for (const auto& part : counted_by(row, area.books.all<books::FormerTotal>(), friday, {2100, 1, 1})) out += format_date(part.from) + " " + to_text(part.meter).substr(9) + " x" + std::to_string(part.factor) + ", ";
    return out + (covers(counted_by(row, area.books.all<books::FormerTotal>(), friday, {2100, 1, 1}), friday, {2100, 1, 1}) ? "whole" : "not whole");
  };
  ASSERT_EQ(area.put(total, 100, {2062, 12, 1}), "2062-12-01") << "somebody mistyped the year";
  EXPECT_EQ(told(), "2026-11-20 901 x40, 2062-12-01 901 x100, whole");
  EXPECT_EQ(area.put(total, 100, {2026, 12, 1}), "2026-12-01") << "the day alone";
  EXPECT_EQ(told(), "2026-11-20 901 x40, 2026-12-01 901 x100, whole");
  EXPECT_EQ(area.put(other, 100, {2026, 12, 2}), "area_meter_later");
  EXPECT_EQ(area.put(total, 80, sunday), "2026-11-22") << "before it";
  EXPECT_EQ(area.put(total, 80, friday), "area_counted_already");
  EXPECT_EQ(area.put(other, 10, saturday), "2026-11-21") << "its meter burns out today";
  EXPECT_EQ(told(), "2026-11-20 901 x40, 2026-11-21 902 x10, whole");
  EXPECT_EQ(area.put(other, 20, {2026, 12, 24}), "2026-12-24");
  EXPECT_EQ(area.put(total, 40, saturday), "2026-11-21") << "nothing of today is kept twice";
  EXPECT_EQ(told(), "2026-11-20 901 x40, 2026-11-21 901 x40, whole");
}

TEST(AreaFactor, days_before_another_one_lose_what_they_lost) {
  Area area;
  std::int64_t day = 0;
  for (const auto& date : {friday, saturday, sunday}) area.read(total, date, 100 + day), area.read(house, date, 500 + 36 * day), ++day;
  ASSERT_EQ(area.lost(friday, saturday).total, Energy::kwh(40)) << "one on its register, times forty";
  ASSERT_EQ(area.put(total, 80), "2026-11-21");
  EXPECT_EQ(area.lost(friday, saturday).total, Energy::kwh(40));
  EXPECT_EQ(area.lost(friday, saturday).loss, Energy::kwh(4));
  EXPECT_EQ(area.lost(saturday, sunday).total, Energy::kwh(80));
  EXPECT_EQ(area.lost(friday, sunday).total, Energy::kwh(120)) << "each day by its own";
  EXPECT_TRUE(area.lost(friday, sunday).register_from && area.lost(friday, sunday).register_to);
  area.books.remove(area.books.all<books::FormerTotal>().front());
  EXPECT_FALSE(area.lost(friday, sunday).total) << "nobody says by what Friday was counted";
}

TEST(AreaFactor, changes_in_a_span_in_which_the_register_begins_anew_and_its_meter_is_another_one) {
  Area area;
  area.read(total, friday, 999'990), area.read(total, saturday, 5);
  area.read(other, saturday, 999'998), area.read(other, sunday, 3);
  ASSERT_EQ(area.put(other, 10), "2026-11-21");
  EXPECT_EQ(area.lost(friday, sunday).total, Energy::kwh(650)) << "15 × 40 and 5 × 10";
}

TEST(AreaFactor, another_meter_counts_on_where_the_one_before_ends) {
  Area area;
  area.read(total, friday, 100), area.read(total, saturday, 103);
  area.read(other, saturday, 7), area.read(other, sunday, 9);
  ASSERT_EQ(area.put(other, 10), "2026-11-21");
  EXPECT_EQ(area.lost(friday, sunday).total, Energy::kwh(140)) << "3 × 40 and 2 × 10";
}

TEST(CountedBy, is_each_day_by_what_was_agreed_for_it) {
  const books::AreaMeter area{.area = "T1", .meter = total, .factor = 80, .since = {2026, 11, 20}};
  const std::vector<books::FormerTotal> former{{.area = "T1", .until = {2026, 11, 20}, .since = {2026, 11, 5}, .meter = total, .factor = 40},
                                               {.area = "T2", .until = {2026, 11, 30}, .since = {2026, 1, 1}, .meter = other, .factor = 7}};
  const auto told = [&](LocalDate from, LocalDate to) {
    std::string out;
    const auto parts = counted_by(area, former, from, to);
    for (const auto& part : parts) out += format_date(part.from) + ".." + format_date(part.to) + " x" + std::to_string(part.factor) + " ";
    return out + (covers(parts, from, to) ? "whole" : "not whole");
  };
  EXPECT_EQ(told({2026, 11, 10}, {2026, 12, 1}), "2026-11-10..2026-11-20 x40 2026-11-20..2026-12-01 x80 whole");
  EXPECT_EQ(told({2026, 11, 20}, {2026, 11, 21}), "2026-11-20..2026-11-21 x80 whole");
  EXPECT_EQ(told({2026, 11, 1}, {2026, 11, 20}), "2026-11-05..2026-11-20 x40 not whole");
  EXPECT_EQ(told({2026, 10, 1}, {2026, 11, 1}), "not whole");
}

}  // namespace
}  // namespace kwota::readings
