// Key cards issued one from the other, as the key office does it – also when a card is taken away in the middle.
#include <gtest/gtest.h>

#include "sim/key_desk/key_desk.h"

namespace kwota::sim::test {
namespace {

TEST(KeyCards, the_vault_makes_the_master_control_card_and_its_control_card) {
  KeyDesk desk{{blank(master_control)}};
  const auto made = talk(desk, key_cards::issue_key_card(master_control_order()));
  ASSERT_TRUE(made.ok()) << made.error().code << made.error().what;
  EXPECT_EQ(made->kind, KeyCardKind::master_control);
}

TEST(KeyCards, a_county_card_opened_by_its_control_card_puts_the_keys_into_a_psam) {
  const auto order = county_issue(KeyCardKind::psam, psam);
  auto desk = desk_for(order, county_cards());
  const auto made = talk(desk, key_cards::issue_key_card(order));
  ASSERT_TRUE(made.ok()) << made.error().code << made.error().what;
  EXPECT_EQ(made->kind, KeyCardKind::psam);
}

}  // namespace
}  // namespace kwota::sim::test
