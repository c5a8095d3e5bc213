// A plate of twelve circuits comes to a market: each circuit becomes a meter with a number and a service point of its own, and the plate serves nobody.
#include "sell/stock/circuits.h"

#include <gtest/gtest.h>

#include "people/test_office.h"

namespace kwota::stock {
namespace {

const devices::Facts& facts_of(std::string_view model) {
  static constexpr devices::Facts twelve{.circuits = 12, .phases = 3}, one{};
  return model == "PLATE" ? twelve : one;
}

struct Market : people::test::Office {
  Market() {
    books::Operator row;
    row.name = row.full_name = "tech";
    row.roles = "technician";
    books.put(row);
    books.put(books::Meter{.number = plate, .model = "PLATE", .maker = "Hill", .service_point = ""});
    books.put(books::Meter{.number = MeterNumber::from(900), .model = "DDSY1352", .service_point = ""});
    books.put(books::ServicePoint{.code = "MARKET", .address = "Market hall", .place = "V1", .area = "A1"});
  }
  auto makes(std::uint64_t first, const std::string& point = "MARKET", const std::string& who = "tech", MeterNumber meter = plate) {
    auto context = as(who);
    context.devices.facts_of = facts_of;
    return apply(put_circuits(books, {meter, MeterNumber::from(first), point}, context));
  }
  static constexpr MeterNumber plate = MeterNumber::from(800);
};

TEST(Circuits, of_a_plate_are_twelve_supplies_below_its_own) {
  Market market;
  const auto made = market.makes(801);
  ASSERT_TRUE(made.ok()) << made.error().code;
  ASSERT_EQ(made->size(), 12U);
  EXPECT_EQ(made->back().number, MeterNumber::from(812));
  EXPECT_EQ(made->back().phases, 3);
  const auto third = market.books.find<books::Meter>(MeterNumber::from(803));
  ASSERT_TRUE(third.has_value());
  EXPECT_EQ(third->model, "PLATE");
  EXPECT_EQ(third->service_point, "MARKET/03");
  EXPECT_EQ(third->state, books::MeterStatus::stock) << "nobody has it yet";
  const auto point = market.books.find<books::ServicePoint>("MARKET/03");
  ASSERT_TRUE(point.has_value());
  EXPECT_EQ(point->address, "Market hall / 03");
  EXPECT_EQ(point->area, "A1");
  EXPECT_EQ(circuit_of(market.books, MeterNumber::from(803))->circuit, 3);
  EXPECT_EQ(circuits_of(market.books, Market::plate).size(), 12U);
}

TEST(Circuits, are_made_once_with_numbers_that_are_nobodys) {
  Market market;
  EXPECT_EQ(market.makes(890).error().code, "already_there") << "900 is another meter";
  EXPECT_TRUE(circuits_of(market.books, Market::plate).empty()) << "all of them or none";
  EXPECT_EQ(market.makes(801, "NOWHERE").error().code, "unknown_service_point");
  EXPECT_EQ(market.makes(0).error().code, "bad_meter_number");
  EXPECT_EQ(market.makes(999'999'999'995).error().code, "bad_meter_number") << "twelve digits do not go that far";
  EXPECT_EQ(market.makes(801, "", "wang").error().code, "permission_denied");
  ASSERT_TRUE(market.makes(801, "").ok());
  EXPECT_EQ(market.makes(821, "").error().code, "already_there");
}

TEST(Circuits, belong_to_models_that_have_some_and_are_no_plates_themselves) {
  Market market;
  EXPECT_EQ(market.makes(901, "", "tech", MeterNumber::from(900)).error().code, "no_circuits");
  EXPECT_EQ(market.makes(901, "", "tech", MeterNumber::from(7)).error().code, "unknown_meter");
  ASSERT_TRUE(market.makes(801).ok());
  EXPECT_EQ(market.makes(901, "", "tech", MeterNumber::from(803)).error().code, "no_circuits");
}

TEST(Circuits, say_what_they_feed) {
  Market market;
  ASSERT_TRUE(market.makes(801).ok());
  ASSERT_TRUE(market.apply(name_circuit(market.books, MeterNumber::from(805), "Shop 5, lighting", market.as("tech"))).ok());
  EXPECT_EQ(circuit_of(market.books, MeterNumber::from(805))->name, "Shop 5, lighting");
  EXPECT_EQ(name_circuit(market.books, MeterNumber::from(900), "x", market.as("tech")).error().code, "unknown_meter");
}

}  // namespace
}  // namespace kwota::stock
