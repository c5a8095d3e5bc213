// Area numbers, wells and the meters at them, as an office enters them.
#include <gtest/gtest.h>

#include "books/black_list.h"
#include "books/memory.h"
#include "sell/customer/registers.h"
#include "sell/customer/test_hills.h"
#include "sell/customer/wells.h"

namespace kwota::customer {
namespace {

using test::hills;
using test::pump;

const Instant this_morning = parse_instant("2026-11-20T08:00:00Z").value();

books::Well well() { return {"W-1", "Behind the mill", "v1", "t1", "11010001", "irrigation", LocalDate{2026, 3, 1}, 80, 7'500, true}; }

TEST(Wells, an_area_number_has_eight_digits_and_lies_in_a_village_of_a_station) {
  const auto books = hills();
  EXPECT_TRUE(put_area_number(books, {"11010003", "South", "v1", "E", true}).ok());
  EXPECT_EQ(put_area_number(books, {"1101000", "South", "v1", "E", true}).error().code, "bad_area_number");
  EXPECT_EQ(put_area_number(books, {"1101000x", "South", "v1", "E", true}).error().code, "bad_area_number");
  EXPECT_EQ(put_area_number(books, {"11010003", "", "v1", "E", true}).error().code, "name_missing");
  EXPECT_EQ(put_area_number(books, {"11010003", "South", "t1", "E", true}).error().code, "unknown_place") << "a transformer area is no village";
  EXPECT_EQ(put_area_number(books, {"11010003", "South", "v1", "X", true}).error().code, "unknown_station");
}

TEST(Wells, a_well_gives_water_to_the_cards_of_an_area_number_in_use) {
  auto books = hills();
  auto row = well();
  EXPECT_TRUE(put_well(books, row).ok());
  row.area_number = "11010002";
  EXPECT_EQ(put_well(books, row).error().code, "area_number_inactive");
  row.area_number = "99999999";
  EXPECT_EQ(put_well(books, row).error().code, "unknown_area_number");
  // Its area number is taken out of use later: the well stays as it is, and may be changed in all else.
  books.put(well());
  books.put(books::AreaNumber{"11010001", "East fields", "v1", "E", false});
  row = well();
  row.depth_m = 85;
  EXPECT_TRUE(put_well(books, row).ok());
}

TEST(Wells, what_is_no_well_is_named) {
  const auto books = hills();
  const auto refused = [&](auto change) {
    auto row = well();
    change(row);
    return put_well(books, row).error().code;
  };
  EXPECT_EQ(refused([](auto& row) { row.village = "v2"; }), "unknown_place") << "its transformer area lies in another village";
  EXPECT_EQ(refused([](auto& row) { row.usage_class = "spa"; }), "unknown_usage_class");
  EXPECT_EQ(refused([](auto& row) { row.put_in.reset(); }), "date_missing");
  EXPECT_EQ(refused([](auto& row) { row.depth_m = 5001; }), "out_of_range");
  EXPECT_EQ(refused([](auto& row) { row.number.clear(); }), "code_missing");
}

TEST(Wells, a_meter_hangs_at_one_well_at_a_time) {
  auto books = hills();
  books.put(well());
  auto other = well();
  other.number = "W-2";
  books.put(other);
  const books::WellMeter first{"W-1", pump, {2026, 3, 1}, std::nullopt, 40};
  ASSERT_TRUE(put_well_meter(books, first).ok());
  books.put(first);
  EXPECT_EQ(put_well_meter(books, {"W-2", pump, {2026, 9, 1}, std::nullopt, 1}).error().code, "meter_at_well");
  books.put(books::WellMeter{"W-1", pump, {2026, 3, 1}, LocalDate{2026, 8, 31}, 40});
  EXPECT_TRUE(put_well_meter(books, {"W-2", pump, {2026, 9, 1}, std::nullopt, 1}).ok());
  EXPECT_EQ(put_well_meter(books, {"W-2", pump, {2026, 8, 31}, std::nullopt, 1}).error().code, "meter_at_well") << "its last day there is still there";
  EXPECT_EQ(put_well_meter(books, {"W-2", pump, {2026, 9, 2}, LocalDate{2026, 9, 1}, 1}).error().code, "days_backwards");
  EXPECT_EQ(put_well_meter(books, {"W-2", pump, {2026, 9, 1}, std::nullopt, 0}).error().code, "bad_multiplier");
  EXPECT_EQ(put_well_meter(books, {"W-9", pump, {2026, 9, 1}, std::nullopt, 1}).error().code, "unknown_well");
}

/// What the decision makes of it, put into the books.
template <class Row>
void put(books::Memory& books, const Result<books::Decision<Row>>& decision) {
  ASSERT_TRUE(decision.ok()) << decision.error().code;
  for (const auto& row : decision->changes.put) books.put(row);
}

books::Memory two_areas() {
  auto books = hills();
  books.put(books::AreaNumber{"11010003", "South", "v1", "E", true});
  books.put(well());
  auto other = well();
  other.number = "W-2";
  other.area_number = "11010003";
  books.put(other);
  put(books, put_well_meter(books, {"W-1", pump, {2026, 3, 1}, std::nullopt, 40}));
  return books;
}

TEST(Wells, no_pump_is_put_up_at_a_well_out_of_use) {
  auto books = hills();
  auto row = well();
  books.put(row);
  const books::WellMeter hangs{.well = row.number, .meter = pump, .from = LocalDate{2026, 3, 1}};
  books.put(hangs);
  row.active = false;
  books.put(row);
  EXPECT_TRUE(put_well_meter(books, hangs).ok()) << "what hangs there already is kept";
  auto taken_down = hangs;
  taken_down.to = LocalDate{2026, 9, 30};
  EXPECT_TRUE(put_well_meter(books, taken_down).ok()) << "and taken down";
  books.put(taken_down);
  auto again = hangs;
  again.from = LocalDate{2026, 10, 1};
  EXPECT_EQ(put_well_meter(books, again).error().code, "well_out_of_use");
  again.to = LocalDate{2026, 10, 2};
  EXPECT_TRUE(put_well_meter(books, again).ok()) << "what was there is written down afterwards";
}

TEST(Wells, a_pump_whose_well_gets_another_area_number_has_another_black_list_from_the_next_edition_on) {
  auto books = two_areas();
  books.put(books::BlackListed{.edition = 7, .card = CardSerial{{1}}});
  EXPECT_EQ(books::newest_black_list(books), 7) << "a first place changes nothing";
  auto row = well();
  row.depth_m = 90;
  put(books, put_well(books, row));
  EXPECT_EQ(books::newest_black_list(books), 7) << "nor does what is no area number";
  row.area_number = "11010003";
  put(books, put_well(books, row));
  EXPECT_EQ(books::newest_black_list(books), 8);
  EXPECT_EQ(books::black_list_since(books, pump), 8);
  EXPECT_EQ(books::areas_of_pump(books, pump), (std::vector<std::string>{"11010001", "11010003"})) << "until it is bound it takes the cards of the former one";
  auto former = books.find<books::FormerArea>(pump, "11010001").value();
  former.left = this_morning;
  books.put(former);
  EXPECT_EQ(books::areas_of_pump(books, pump), (std::vector<std::string>{"11010003"}));
  row.area_number = "11010001";
  put(books, put_well(books, row));
  row.area_number = "11010003";
  put(books, put_well(books, row));
  EXPECT_EQ(books::newest_black_list(books), 10);
  EXPECT_EQ(books::areas_of_pump(books, pump).size(), 2u) << "there and back, and nobody has bound it since";
}

TEST(Wells, a_pump_that_is_moved_to_a_well_of_another_area_number_has_another_black_list_too) {
  auto books = two_areas();
  put(books, put_well_meter(books, {"W-1", pump, {2026, 3, 1}, LocalDate{2026, 8, 31}, 40}));
  EXPECT_EQ(books::newest_black_list(books), 0) << "it lies in the store";
  const books::WellMeter here{"W-2", pump, {2026, 9, 1}, std::nullopt, 40};
  put(books, put_well_meter(books, here));
  EXPECT_EQ(books::black_list_since(books, pump), 1);
  EXPECT_EQ(books::areas_of_pump(books, pump), (std::vector<std::string>{"11010001", "11010003"}));
  put(books, put_well_meter(books, here));
  EXPECT_EQ(books::newest_black_list(books), 1) << "saying it again moves nothing";
}

TEST(Wells, a_pump_in_the_store_whose_last_well_gets_another_area_number_has_that_number_still) {
  auto books = two_areas();
  put(books, put_well_meter(books, {"W-1", pump, {2026, 3, 1}, LocalDate{2026, 8, 31}, 40}));
  auto row = well();
  row.area_number = "11010003";
  put(books, put_well(books, row));
  put(books, put_well_meter(books, {"W-2", pump, {2026, 9, 1}, std::nullopt, 40}));
  EXPECT_EQ(books::areas_of_pump(books, pump), (std::vector<std::string>{"11010001", "11010003"}));
}

TEST(Wells, a_meter_at_a_well_sells_to_no_account_and_that_of_an_account_hangs_at_no_well) {
  auto books = hills();
  books.put(well());
  EXPECT_TRUE(free_meter(books, pump, 0).ok());
  books.put(books::WellMeter{"W-1", pump, {2026, 3, 1}, std::nullopt, 1});
  EXPECT_EQ(free_meter(books, pump, 0).error().code, "meter_at_well");
  const auto plate = MeterNumber::from(4711);
  EXPECT_TRUE(free_meter(books, plate, 0).ok());
  books.put(books::Circuit{.meter = plate, .circuit = 1, .number = MeterNumber::from(4712)});
  EXPECT_EQ(free_meter(books, plate, 0).error().code, "meter_has_circuits") << "each of them is a supply";
  auto sold = hills();
  sold.put(well());
  books::Account account;
  account.number = 100001;
  account.meter = pump;
  account.state = books::AccountStatus::open;
  sold.put(account);
  EXPECT_EQ(put_well_meter(sold, {"W-1", pump, {2026, 3, 1}, std::nullopt, 1}).error().code, "meter_in_use");
}

}  // namespace
}  // namespace kwota::customer
