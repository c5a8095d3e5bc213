// Users of other wells, whose records somebody has brought: they pay here, once, and the twenty who are waited for are the newest.
#include "meter/pump/test_well.h"

namespace kwota::meter::test {
namespace {

TEST(PumpBrought, a_card_that_is_grey_from_elsewhere_is_refused_until_its_record_is_brought) {
  Well here{{0x13, 0x01, 0x20, 0x00, 0x00, 0x02}}, there;
  FarmersCard card;
  there.swipe(card);
  there.run(100, 20);
  there.run(300);  // he went home
  ASSERT_EQ(there.hanging(), 1u);
  EXPECT_EQ(here.swipe(card), PumpRefusal::grey_elsewhere);
  EXPECT_EQ(shown(*here.pump, PumpPage::error).value, 38);

  pump::Image<pump::HungRecord> carried[1]{};
  ASSERT_EQ(there.pump->hung_from(0, carried), 1u);
  EXPECT_TRUE(here.pump->take_released(*pump::decode_hung(carried[0])));
  EXPECT_TRUE(here.pump->take_released(*pump::decode_hung(carried[0]))) << "brought twice is brought once";
  EXPECT_EQ(here.swipe(card), PumpRefusal::none);
  EXPECT_EQ(here.paid, Money::minor(1'00));
  EXPECT_EQ(card.balance, 99'00u);
  EXPECT_EQ(card.debits, 1u);
  pump::Image<pump::HungRecord> told[1]{};
  ASSERT_EQ(here.pump->hung_from(0, told), 1u);
  const auto record = *pump::decode_hung(told[0]);
  EXPECT_EQ(record.state, pump::HungState::settled);
  EXPECT_EQ(record.gmac, card.proof.y) << "for the office: the proof, and the moment of the debit";
  EXPECT_EQ(card_moment(record.start), card.proof.moment);

  EXPECT_EQ(there.swipe(card), PumpRefusal::none) << "free: it waters again, and the well knows why";
  EXPECT_EQ(there.newest().flags, pump::flag::hung | pump::flag::settled_elsewhere);
  EXPECT_EQ(there.newest().tac, record.gmac);
  EXPECT_EQ(card.debits, 1u);
}

/// A hung record as of somebody who hangs at a third well; the higher the number, the later.
pump::HungRecord somebody(std::uint8_t number, std::uint8_t day) {
  pump::HungRecord record;
  record.number = number;
  record.card = CardSerial{{0x13, 0x01, 0x26, 0, 0, 0, 0x77, static_cast<std::uint8_t>(number / 10 << 4 | number % 10)}};
  record.start = {26, 11, day, 8, number, 0};
  record.amount = Money::minor(1'00);
  record.balance = Money::minor(50'00);
  record.offline = 3;
  record.terminal = {0x13, 0x01, 0x20, 0x00, 0x00, 0x03};
  return record;
}

TEST(PumpBrought, twenty_who_never_come_here_give_way_to_the_next_one_who_is_brought) {
  Well here{{0x13, 0x01, 0x20, 0x00, 0x00, 0x02}}, there;
  FarmersCard card;
  there.swipe(card);
  there.run(100, 20);
  there.run(300);
  pump::Image<pump::HungRecord> carried[1]{};
  ASSERT_EQ(there.pump->hung_from(0, carried), 1u);
  for (std::uint8_t number = 1; number <= PumpStore::released_kept; ++number) ASSERT_TRUE(here.pump->take_released(somebody(number, 1))) << +number;
  EXPECT_TRUE(here.pump->take_released(*pump::decode_hung(carried[0]))) << "those twenty paid at home";
  EXPECT_EQ(here.swipe(card), PumpRefusal::none);
  EXPECT_EQ(here.paid, Money::minor(1'00));
}

TEST(PumpBrought, who_pays_for_another_well_keeps_his_place_meanwhile) {
  Well here{{0x13, 0x01, 0x20, 0x00, 0x00, 0x02}}, there;
  FarmersCard card;
  there.swipe(card);
  there.run(100, 20);
  there.run(300);
  pump::Image<pump::HungRecord> carried[1]{};
  ASSERT_EQ(there.pump->hung_from(0, carried), 1u);
  ASSERT_TRUE(here.pump->take_released(*pump::decode_hung(carried[0])));
  const Debt owed = here.pump->debt_of(card.serial, card.proof);
  ASSERT_EQ(owed.where, Debt::Where::released);
  for (std::uint8_t number = 1; number <= PumpStore::released_kept + 5; ++number) ASSERT_TRUE(here.pump->take_released(somebody(number, 29)));
  const pump::Proof tac{1, 2, 3, 4};
  here.pump->settled(owed, tac);
  pump::Image<pump::HungRecord> told[1]{};
  ASSERT_EQ(here.pump->hung_from(0, told), 1u);
  const auto record = *pump::decode_hung(told[0]);
  EXPECT_EQ(record.card, card.serial);
  EXPECT_EQ(record.gmac, tac);
  for (std::uint8_t number = 1; number <= PumpStore::released_kept + 5; ++number) ASSERT_TRUE(here.pump->take_released(somebody(number, 30)));
  ASSERT_EQ(here.pump->hung_from(0, told), 1u);
  EXPECT_EQ(pump::decode_hung(told[0])->card, card.serial) << "and until somebody has read that he paid";
}

}  // namespace
}  // namespace kwota::meter::test
