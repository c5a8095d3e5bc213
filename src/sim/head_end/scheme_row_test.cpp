// A scheme is a row, and what its row says counts: with another card, another recipe in it a sale goes otherwise – at the counter and over the line.
#include <gtest/gtest.h>

#include <array>

#include "schemes/fee_control_card.h"
#include "seal/recipes/purse.h"
#include "sim/head_end/test_town.h"

namespace kwota::sim {
namespace {

/// The product of the field logs with another value in its row, and the counter that sells by it.
struct OtherRow {
  explicit OtherRow(scheme::Scheme with) : row(with) {}
  scheme::Scheme row;
  std::array<const scheme::Scheme*, 1> rows{&row};
  scheme::Table table{rows};
};

TEST(SchemeRow, with_another_recipe_in_it_nothing_is_sealed_onto_the_card_and_the_money_goes_back) {
  Town town;
  auto row = schemes::fee_control_card;
  row.recipe = seal::purse_recipe_row.name;
  const OtherRow other{row};
  town.world->schemes = &other.table;
  const auto wrong = town.say("wang sells 50.00 to li as wrong");
  EXPECT_NE(wrong.find("reversed"), std::string::npos) << wrong;
  town.world->schemes = &schemes::table();
  const auto right = town.say("wang sells 50.00 to li as right");
  EXPECT_NE(right.find("carried"), std::string::npos) << right;
  EXPECT_NE(town.say("card A visits meter Home").find("remaining 150.00"), std::string::npos);
  town.expect_the_law();
}

TEST(SchemeRow, with_another_recipe_in_it_nothing_is_sealed_for_the_line_either) {
  Town town;
  auto row = schemes::fee_control_card;
  row.recipe = {};
  const OtherRow other{row};
  const auto sale = town.sell("50.00");
  town.world->schemes = &other.table;
  town.contact();
  EXPECT_EQ(town.command().error, "seal_not_of_scheme") << town.command().evidence;
  EXPECT_EQ(town.credited(), yuan(100));
  EXPECT_NE(town.state(sale), "applied");
  town.expect_the_law();
}

TEST(SchemeRow, with_a_card_of_no_family_in_it_no_card_is_made) {
  Town town;
  auto row = schemes::fee_control_card;
  row.card_product = "card_of_another_program";
  const OtherRow other{row};
  town.world->schemes = &other.table;
  for (const auto* line : {"card A to the wallet", "blank card B", "card B to reader T-01"}) town.say(line);
  const auto replaced = town.say("wang replaces the card of li that is lost");
  EXPECT_TRUE(replaced.find("applied") == std::string::npos && replaced.find("carried") == std::string::npos) << replaced;
}

}  // namespace
}  // namespace kwota::sim
