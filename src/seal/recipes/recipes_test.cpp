// What seals give away, as those who count them hear it.
#include <gtest/gtest.h>

#include <set>

#include "seal/recipes/all.h"

namespace kwota::seal {
namespace {

LineMac mac_over(Purpose purpose, std::string_view message) {
  LineMac request;
  request.key.purpose = purpose;
  request.message = hex(message);
  return request;
}

TEST(Recipes, each_has_a_name_says_what_it_is_for_and_with_which_keys) {
  std::set<std::string_view> names;
  for (const auto* recipe : recipes()) {
    EXPECT_TRUE(names.insert(recipe->name).second) << recipe->name;
    EXPECT_FALSE(recipe->about.empty()) << recipe->name;
    EXPECT_FALSE(recipe->purposes.empty()) << recipe->name;
    ASSERT_NE(recipe->gives, nullptr) << recipe->name;
  }
}

TEST(Recipes, a_purse_write_gives_its_amount_and_a_void_none) {
  EXPECT_EQ(given_by(mac_over(Purpose::credit, "04D682000C0000271000000003")), (Given{.amount = 10'000, .sales = 1}));
  EXPECT_EQ(given_by(mac_over(Purpose::credit, "04D682000C0000000000000003")), Given{});
}

TEST(Recipes, an_increase_over_a_line_gives_its_amount) {
  EXPECT_EQ(given_by(mac_over(Purpose::meter_parameter, "8432010C140000138800000004")), (Given{.amount = 5'000, .sales = 1}));
}

TEST(Recipes, what_only_proves_or_prepares_gives_nothing) {
  EXPECT_FALSE(given_by(Authenticate{}));
  EXPECT_FALSE(given_by(mac_over(Purpose::credit, "04D68100310000271000000003"))) << "another file";
  EXPECT_FALSE(given_by(mac_over(Purpose::return_data, "04D682000C0000271000000003"))) << "another key";
  EXPECT_FALSE(given_by(mac_over(Purpose::meter_parameter, "04D68300140000138800000004"))) << "a parameter";
  auto judged = mac_over(Purpose::credit, "04D682000C0000271000000003");
  judged.claimed = hex("01020304");
  EXPECT_FALSE(given_by(judged)) << "somebody's seal is only compared";
}

SessionMac session_mac_over(Purpose purpose, std::string_view message) {
  SessionMac request;
  request.key.purpose = purpose;
  request.message = hex(message);
  return request;
}

TEST(Recipes, a_load_gives_the_amount_of_its_order_and_a_proof_of_it_nothing) {
  constexpr auto order = "000027100211223344556620260601083000";
  EXPECT_EQ(given_by(session_mac_over(Purpose::load, order)), (Given{.amount = 10'000, .sales = 1}));
  EXPECT_FALSE(given_by(session_mac_over(Purpose::load, "000000000000271002112233445566"))) << "the card's MAC1";
  EXPECT_FALSE(given_by(session_mac_over(Purpose::purchase, order))) << "a debit takes, and gives nothing";
}

TEST(Recipes, an_unload_or_a_release_gives_no_money_and_is_counted) {
  constexpr auto order = "000027100311223344556620260601083000";
  for (const auto purpose : {Purpose::unload, Purpose::online_release})
    EXPECT_EQ(given_by(session_mac_over(purpose, order)), Given{.sales = 1}) << name_of(purpose);
  EXPECT_FALSE(given_by(session_mac_over(Purpose::unload, "00000000000A0000271003112233445566" "20260601083000"))) << "the card's MAC3";
}

TEST(Recipes, a_wrapped_key_is_counted) {
  MeterKeyStep step;
  step.step = MeterKeyStep::Step::wrap;
  EXPECT_EQ(given_by(step), Given{.keys = 1});
  step.step = MeterKeyStep::Step::sign;
  EXPECT_FALSE(given_by(step));
}

}  // namespace
}  // namespace kwota::seal
