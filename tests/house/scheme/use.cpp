// The scheme that tests/house added: found by its name, and sold by – water for money, from the quote to the meter's statement.
#include <gtest/gtest.h>

#include "schemes/all.h"
#include "sim/field/stage.h"

namespace kwota {
namespace {

TEST(AddedScheme, is_in_the_table_and_sells_litres_by_card) {
  const auto* scheme = schemes::table().find("house_water");
  ASSERT_NE(scheme, nullptr);
  EXPECT_EQ(scheme->unit, Unit::volume);
  EXPECT_TRUE(scheme->carries(scheme::Carrier::card));
  EXPECT_EQ(schemes::table().opened_by(scheme::Carrier::card)->unit, Unit::money) << "who names no scheme gets the one he got before";
}

TEST(AddedScheme, sells_cubic_metres_which_the_meter_counts_down_and_states) {
  const auto played = field::play(std::string(KWOTA_SOURCE_DIR) + "/tests/house/scheme/sale.log");
  EXPECT_TRUE(played.holds()) << (played.failure ? field::in_words(*played.failure) : "");
}

}  // namespace
}  // namespace kwota
