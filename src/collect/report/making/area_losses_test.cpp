// R16: what transformer areas lost, beside the registers of their total meters, and in the year up to then.
#include <gtest/gtest.h>

#include "collect/report/making/make.h"
#include "collect/report/making/place_losses.h"
#include "collect/report/making/test_books.h"

namespace kwota::report {
namespace {

using namespace test;

Made losses_told(const Books& books, const Asked& asked) { return make(books, *report_numbered("R16"), asked).value(); }

/// Two areas of a meter each; T1's total meter turns over on the last of September, T2's has not been read since.
struct Transformers : Books {
  Transformers() {
    put(books::Utility{.zone = "Asia/Shanghai"});
    put(books::ReadingPlan{.code = "all", .name = "daily", .items = "registers,freezes"});
    for (const auto area : {1U, 2U}) {
      const auto code = "T" + std::to_string(area), point = "S" + std::to_string(area);
      put(books::Place{.code = code, .kind = books::PlaceKind::area, .name = code, .station = "E", .parent = ""});
      put(books::ServicePoint{.code = point, .address = "Mill lane", .place = "", .area = code});
      put(books::Meter{.number = total(area), .model = "DDS1352"});
      put(books::AreaMeter{.area = code, .meter = total(area), .factor = 10});
      put(books::Meter{.number = behind(area), .model = "DDSY1352", .service_point = point, .state = books::MeterStatus::installed});
    }
    freeze(1, {2026, 8, 1}, 999'800'000, 0);
    freeze(1, {2026, 9, 1}, 999'900'000, 900'000);
    freeze(1, {2026, 10, 1}, 50'000, 2'300'000);
    freeze(1, {2026, 11, 1}, 50'000, 2'300'000);
    freeze(2, {2026, 8, 1}, 0, 0);
    freeze(2, {2026, 9, 1}, 10'000, 80'000);
  }
  static MeterNumber total(std::uint64_t area) { return MeterNumber::from(900 + area); }
  static MeterNumber behind(std::uint64_t area) { return MeterNumber::from(800 + area); }
  void freeze(std::uint64_t area, const LocalDate& day, std::int64_t total_wh, std::int64_t behind_wh) {
    put(books::DayFreeze{.meter = total(area), .day = day, .energy = Energy::wh(total_wh)});
    put(books::DayFreeze{.meter = behind(area), .day = day, .energy = Energy::wh(behind_wh)});
  }
  using Shown = std::vector<std::string>;
};
constexpr std::size_t at_supplied = 0, at_lost = 2, at_share = 3, at_year_share = 12, at_year_judged = 14;

TEST(AreaLosses, an_areas_losses_stand_beside_what_its_total_meter_showed_at_both_ends) {
  Transformers books;
  const auto made = losses_told(books, {.period = "2026-09"});
  ASSERT_EQ(made.rows.size(), 2U);
  EXPECT_EQ(made.rows[0].names, (Transformers::Shown{"T1", "2026-09", "000000000901", "999900.000", "50.000"}));
  EXPECT_EQ(made.rows[0].cells.at(at_supplied), Cell(1'500'000)) << "it turned over: 150 kWh, times ten";
  EXPECT_EQ(made.rows[0].cells.at(at_lost), Cell(100'000));
  EXPECT_EQ(made.rows[1].names, (Transformers::Shown{"T2", "2026-09", "000000000902", "10.000", ""})) << "nobody has read it since";
  EXPECT_EQ(made.rows[1].cells.at(at_supplied), Cell()) << "what is not known is no zero";
  const auto october = losses_told(books, {.period = "2026-10"});
  EXPECT_EQ(october.rows[0].names, (Transformers::Shown{"T1", "2026-10", "000000000901", "50.000", "50.000"}));
  EXPECT_EQ(october.rows[0].cells.at(at_supplied), Cell(0)) << "it was read, and nothing came in";
  EXPECT_EQ(october.rows[0].cells.at(at_share), Cell()) << "of nothing there is no share";
}

TEST(AreaLosses, an_area_that_came_to_be_counted_otherwise_has_no_figure_of_before) {
  Transformers books;
  books.put(books::AreaMeter{.area = "T1", .meter = Transformers::total(1), .factor = 20, .since = {2026, 9, 10}});
  const auto row = [&](const char* month) { return losses_told(books, {.period = month}).rows[0]; };
  EXPECT_EQ(row("2026-08").cells.at(at_supplied), Cell()) << "twenty did not count yet";
  EXPECT_EQ(row("2026-08").names.at(3), "");
  EXPECT_EQ(row("2026-09").cells.at(at_supplied), Cell());
  EXPECT_EQ(row("2026-09").names.at(3), "") << "whatever counted it then";
  EXPECT_EQ(row("2026-09").names.at(4), "50.000");
  EXPECT_EQ(row("2026-10").cells.at(at_supplied), Cell(0));
}

TEST(AreaLosses, each_month_names_the_meter_that_counted_it) {
  Transformers books;
  books.put(books::FormerTotal{.area = "T1", .until = {2026, 9, 1}, .since = {1970, 1, 1}, .meter = Transformers::total(1), .factor = 10});
  books.put(books::Meter{.number = Transformers::total(3), .model = "DDS1352"});
  books.put(books::AreaMeter{.area = "T1", .meter = Transformers::total(3), .factor = 1, .since = {2026, 9, 1}});
  books.freeze(3, {2026, 9, 1}, 7'000, 0);
  const auto row = [&](const char* month) { return losses_told(books, {.period = month}).rows[0]; };
  EXPECT_EQ(row("2026-08").names, (Transformers::Shown{"T1", "2026-08", "000000000901", "999800.000", "999900.000"})) << "its registers are those of the meter before";
  EXPECT_EQ(row("2026-08").cells.at(at_supplied), Cell(1'000'000));
  EXPECT_EQ(row("2026-09").names, (Transformers::Shown{"T1", "2026-09", "000000000903", "7.000", ""}));
}

TEST(AreaLosses, the_last_twelve_months_of_an_area_stand_in_the_last_one_of_those_that_are_asked) {
  Transformers books;
  const auto made = losses_told(books, {.period = "2026-08-01..2026-10-31"});
  ASSERT_EQ(made.rows.size(), 6U);
  EXPECT_EQ(made.rows[0].cells.at(at_year_share), Cell()) << "of August nobody asked what the year up to it was";
  EXPECT_EQ(made.rows[2].names.at(1), "2026-10");
  EXPECT_EQ(made.rows[2].cells.at(at_year_share), Cell(80)) << "200 of 2,500 kWh";
  EXPECT_EQ(made.rows[2].cells.at(at_year_judged), Cell(3));
  EXPECT_EQ(made.rows[5].cells.at(at_year_share), Cell(200)) << "T2: 20 of 100 kWh, of the one month that has a figure";
  EXPECT_EQ(made.rows[5].cells.at(at_year_judged), Cell(1));
  EXPECT_EQ(made.totals.at(at_year_share), Cell(85)) << "220 of 2,600";
  EXPECT_EQ(losses_told(books, {.period = "2026-10", .groups = {"area"}}).rows[1].cells.at(at_year_share), Cell(200));
  EXPECT_EQ(losses_told(books, {.period = "2027-08", .groups = {"area"}}).rows[1].cells.at(at_year_share), Cell()) << "August and September of 2026 are more than twelve months ago";
}

/// The tree of places shows what R16 says of its areas, added up by what they lie in.
TEST(AreaLosses, a_place_has_lost_what_its_areas_have) {
  Transformers books;
  books.put(books::Place{.code = "V1", .kind = books::PlaceKind::village, .name = "Mill", .station = "E", .parent = ""});
  for (const auto* code : {"T1", "T2"}) {
    auto place = books.find<books::Place>(std::string(code)).value();
    place.parent = "V1";
    books.put(place);
  }
  const auto august = losses_by_place(books, "2026-08", "").value();
  const auto& village = august.places.at("V1");
  EXPECT_EQ(august.places.at("T1").energy->lost, 100'000) << "1,000 kWh came in, 900 were used";
  EXPECT_EQ(august.places.at("T2").energy->share(), Cell(200));
  EXPECT_EQ(village.energy->supplied, 1'100'000);
  EXPECT_EQ(village.energy->share(), Cell(109)) << "120 of 1,100 kWh, and no mean of shares";
  EXPECT_EQ(village.areas, 2);
  EXPECT_EQ(village.without_figure, 0);
  EXPECT_EQ(august.stations.at("E").energy->lost, august.whole.energy->lost);
  const auto september = losses_by_place(books, "2026-09", "").value();
  EXPECT_FALSE(september.places.at("T2").energy) << "nobody has read it since";
  EXPECT_EQ(september.places.at("T2").unread, 1);
  EXPECT_EQ(september.places.at("V1").without_figure, 1);
  EXPECT_EQ(september.places.at("V1").energy->supplied, 1'500'000) << "of the area that has a figure";
  EXPECT_EQ(losses_told(books, {.period = "2026-09", .groups = {"village"}}).rows[0].cells.at(at_share), september.places.at("V1").energy->share()) << "as R16 says";
  books.put(books::Station{"W", "West", "R2"});
  EXPECT_TRUE(losses_by_place(books, "2026-08", "W").value().places.empty()) << "of another station nothing";
}

}  // namespace
}  // namespace kwota::report
