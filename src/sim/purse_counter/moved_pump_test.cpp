// A well gets another area number while its pump has the newest black list – of where it was.
#include "sim/purse_counter/wells.h"
#include "work/handheld_office/orders.h"

namespace kwota::sim {
namespace {

TEST_F(Wells, a_well_that_gets_another_area_number_is_brought_what_is_blocked_there_by_whoever_comes_next) {
  decide([&](const books::Reader&) {
    books::Decision<Done> decision;
    decision.changes.put.emplace_back(books::AreaNumber{"33010002", "West fields", "v1", "3", true});
    decision.changes.put.emplace_back(books::BlackListed{.edition = 1, .card = CardSerial{{1}}, .area_1 = "33010001"});
    decision.changes.put.emplace_back(books::BlackListed{.edition = 2, .card = CardSerial{{2}}, .area_1 = "33010002"});
    return decision;
  });
  const auto carried = [&] { return handheld::parse_orders(desk().orders(handheld::device_of(reader.key.public_key()), as("li"))->text).value(); };
  const auto by_line = [&] {
    return *office->read([&](const books::Reader& books) -> Result<handheld::ToBring> { return handheld_office::for_pump(books, road.meter, {}, as("li")); })->orders;
  };
  ASSERT_EQ(carried().edition, 2);
  ASSERT_EQ(handheld::listed_at(carried(), road.meter), std::vector{CardSerial{{1}}});
  comes_to("W-2", "33010002");
  for (const auto& orders : {carried(), by_line()}) {
    EXPECT_EQ(orders.edition, 3) << "its pump has the second one, and would be brought nothing";
    EXPECT_EQ(handheld::listed_at(orders, road.meter), (std::vector{CardSerial{{1}}, CardSerial{{2}}})) << "it takes the cards of its former area until it is bound";
  }
  EXPECT_EQ(handheld::listed_at(carried(), mill.meter), std::vector{CardSerial{{1}}});
  books_stand();
}

TEST_F(Wells, orders_look_at_those_who_hung_and_tell_each_well_of_its_own) {
  water(mill, 1'000);
  leave_running(mill);
  reader.read(mill);
  bring_home();
  const auto orders = [&] { return handheld::parse_orders(desk().orders(handheld::device_of(reader.key.public_key()), as("li"))->text).value(); };
  EXPECT_EQ(orders().hung.size(), 1u);
  EXPECT_TRUE(orders().released.empty());
  auto on = on_reader();
  ASSERT_TRUE(desk_of_cards().settle_grey(on, look(), as("li")).ok());
  EXPECT_TRUE(orders().hung.empty());
  ASSERT_EQ(orders().released.size(), 1u);
  EXPECT_EQ(orders().released.front().meter, mill.meter);
  EXPECT_EQ(office->read([&](const books::Reader& books) -> Result<std::size_t> {
    return books.select(books::Watering::once_hung, WateringPaid::at_counter).size() + books.select(books::Watering::once_hung, WateringPaid::at_well).size();
  }).value(), 1u) << "of two waterings one ever hung: the other one is not looked at";
  books_stand();
}

}  // namespace
}  // namespace kwota::sim
