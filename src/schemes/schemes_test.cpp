// What every row of the product table must be, walked once.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "carry/cards/all.h"
#include "carry/lines/all.h"
#include "schemes/all.h"
#include "schemes/fee_control_card.h"
#include "schemes/fee_control_line.h"
#include "schemes/irrigation_purse.h"
#include "schemes/server_account.h"
#include "seal/recipes/all.h"

namespace kwota::schemes {
namespace {

TEST(Schemes, every_row_is_whole_and_is_found_by_its_name) {
  std::set<std::string_view> names;
  for (const auto* row : table().rows()) {
    SCOPED_TRACE(row->name);
    EXPECT_TRUE(names.insert(row->name).second) << "a name stands for one scheme";
    EXPECT_EQ(table().find(row->name), row);
    EXPECT_EQ(row->carries(scheme::Carrier::card), !row->card_product.empty()) << "a card that may carry is one that we issue";
    if (!row->card_product.empty()) EXPECT_NE(cards::all().maker_of(row->card_product), nullptr) << "its family stands in the list";
    EXPECT_TRUE(!row->carries(scheme::Carrier::link) || !row->protocols.empty()) << "a line needs a protocol";
    for (const auto protocol : row->protocols) EXPECT_TRUE(lines::driver_of(protocol, "").ok()) << protocol;
    EXPECT_EQ(row->holder == scheme::BalanceHolder::server, row->carriers.empty()) << "credit travels where the balance is not here";
    EXPECT_GE(row->step, counted_as_one(row->unit)) << "a device counts hundredths of what people name";
    EXPECT_EQ(row->step % counted_as_one(row->unit), 0);
    EXPECT_EQ(row->recipe.empty(), row->carriers.empty()) << "credit that travels is sealed";
    if (!row->recipe.empty()) EXPECT_NE(std::ranges::find(seal::recipes(), row->recipe, &seal::Recipe::name), seal::recipes().end()) << row->recipe;
  }
  EXPECT_EQ(table().find("of_another_program"), nullptr);
}

TEST(Schemes, each_way_to_open_and_to_keep_has_one) {
  EXPECT_EQ(table().opened_by(scheme::Carrier::card), &fee_control_card);
  EXPECT_EQ(table().opened_by(scheme::Carrier::link), &fee_control_line);
  EXPECT_EQ(table().held_by(scheme::BalanceHolder::server), &server_account);
  EXPECT_EQ(table().held_by(scheme::BalanceHolder::purse), &irrigation_purse);
}

}  // namespace
}  // namespace kwota::schemes
