// Meters behind transformers on a line, which tells them no ratio.
#include "books/lookup.h"
#include "sell/remote/test_line.h"

namespace kwota::remote {
namespace {

TEST(RemoteSale, a_meter_that_does_not_know_its_transformers_takes_its_first_order_by_card) {
  LineWorld world;
  const auto behind = [&](std::uint64_t number) {
    auto meter = *world.books.find<books::Meter>(MeterNumber::from(number));
    meter.ct = 40;
    world.books.put(meter);
  };
  behind(li_meter);
  EXPECT_TRUE(world.sell_by_link("50.00").ok()) << "its card has told it, and came home";
  const auto opened = world.open("100.00", 13, 2);
  behind(13);
  ASSERT_TRUE(world.apply(connect(world.books, {.meter = MeterNumber::from(13), .address = "tcp://10.0.0.8:2404"}, world.as("qian"))).ok());
  EXPECT_EQ(world.apply(move_to_link(world.books, opened->sale.number, world.as("wang"))).error().code, "ratio_not_told");
  EXPECT_EQ(books::open_commands(world.books).size(), 1u) << "nothing went into its queue";
  world.write(*opened->order, 2);
  world.visit(13, 2);
  EXPECT_TRUE(reached_by(world.books, *world.books.find<books::Meter>(MeterNumber::from(13)), scheme::Carrier::link, world.as("wang")).ok());
}

TEST(RemoteOpening, what_no_line_tells_a_meter_refuses_its_opening_over_one) {
  LineWorld world;
  world.books.put(books::Meter{.number = MeterNumber::from(14), .model = "DTSY1352", .ct = 40});
  ASSERT_TRUE(world.apply(connect(world.books, {.meter = MeterNumber::from(14), .address = "tcp://10.0.0.9:2404"}, world.as("qian"))).ok());
  auto request = world.opening("100.00", 14, 3);
  request.meter = *world.books.find<books::Meter>(MeterNumber::from(14));
  EXPECT_EQ(world.apply(remote::open_account(world.books, request, world.as("wang"))).error().code, "ratio_not_told");
}

}  // namespace
}  // namespace kwota::remote
