// The scheme that tests/house added, of the card and the protocol that it added: one row joins them, and accounts are opened by it. Sales
// by its card stand in ../card/use.cpp, over its line in ../protocol/use.cpp.
#include <gtest/gtest.h>

#include "../added_world.h"
#include "carry/cards/all.h"
#include "carry/cards/house_card.h"
#include "carry/lines/all.h"
#include "schemes/all.h"
#include "schemes/house_products.h"
#include "seal/recipes/fee_control.h"

namespace kwota::house {
namespace {

TEST(AddedScheme, joins_the_card_the_protocol_and_the_seal_and_is_found_by_its_name) {
  const auto& row = schemes::house_products;
  EXPECT_EQ(schemes::table().find("house_products"), &row);
  EXPECT_EQ(cards::all().maker_of(row.card_product), &cards::house_card_family);
  EXPECT_TRUE(lines::driver_of(row.protocols.front(), "").ok());
  EXPECT_EQ(row.recipe, seal::fee_control.name);
}

TEST(AddedScheme, accounts_name_it_and_those_that_name_none_are_opened_as_before) {
  Town town;
  town.say("blank card A");
  town.say("card A to reader T-01");
  EXPECT_TRUE(says(town.open(false), "credit 100.00"));
  const auto scheme = town.world->books->read([&](const books::Reader& reader) -> Result<std::string> {
    const auto account = reader.find<books::Account>(*town.world->account("li"));
    return account ? account->scheme : std::string{};
  });
  EXPECT_EQ(*scheme, "house_products");
  EXPECT_NE(schemes::table().opened_by(scheme::Carrier::card)->name, "house_products");
}

}  // namespace
}  // namespace kwota::house
