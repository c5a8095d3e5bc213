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
  for (const auto* row : all()) {
    const auto& facts = row->facts;
    SCOPED_TRACE(facts.name);
    EXPECT_TRUE(names.insert(facts.name).second) << "a name stands for one scheme";
    EXPECT_EQ(table().find(facts.name), &facts);
    EXPECT_EQ(facts.carries(scheme::Carrier::card), row->card != nullptr) << "a card that may carry is one that we issue";
    EXPECT_EQ(facts.card_product, row->card == nullptr ? "" : row->card->name());
    if (row->card != nullptr) {
      EXPECT_EQ(cards::all().find(facts.card_product), row->card) << "its family stands in the list";
      EXPECT_EQ(cards::all().maker_of(facts.card_product), row->card);
    }
    EXPECT_TRUE(!facts.carries(scheme::Carrier::link) || !facts.protocols.empty()) << "a line needs a protocol";
    for (const auto protocol : facts.protocols) EXPECT_TRUE(lines::driver_of(protocol, "").ok()) << protocol;
    EXPECT_EQ(facts.holder == scheme::BalanceHolder::server, facts.carriers.empty()) << "credit travels where the balance is not here";
    EXPECT_GE(facts.step, counted_as_one(facts.unit)) << "a device counts hundredths of what people name";
    EXPECT_EQ(facts.step % counted_as_one(facts.unit), 0);
    EXPECT_EQ(facts.confirmed_by == scheme::ConfirmedBy::booking, facts.carriers.empty());
    EXPECT_EQ(row->recipe == nullptr, facts.carriers.empty()) << "credit that travels is sealed";
    if (row->recipe != nullptr) EXPECT_NE(std::ranges::find(seal::recipes(), row->recipe), seal::recipes().end()) << row->recipe->name;
  }
  EXPECT_EQ(table().find("of_another_program"), nullptr);
}

TEST(Schemes, each_way_to_open_and_to_keep_has_one) {
  EXPECT_EQ(table().opened_by(scheme::Carrier::card), &fee_control_card.facts);
  EXPECT_EQ(table().opened_by(scheme::Carrier::link), &fee_control_line.facts);
  EXPECT_EQ(table().held_by(scheme::BalanceHolder::server), &server_account.facts);
  EXPECT_EQ(table().held_by(scheme::BalanceHolder::purse), &irrigation_purse.facts);
}

}  // namespace
}  // namespace kwota::schemes
