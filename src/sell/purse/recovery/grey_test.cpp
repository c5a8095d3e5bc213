// What a grey card is told to pay with: the record of its very lock, or why there is none.
#include <gtest/gtest.h>

#include "sell/purse/recovery/grey.h"
#include "sell/purse/test_farm.h"

namespace kwota::purse {
namespace {

using books::Watering;
using books::WateringStatus;

const std::string terminal = "130920000001";

struct Grey : testing::Test, Farm {
  Grey() { account = with_card(card, "200.00"); }
  Watering told(WateringStatus state) {
    Watering row;
    row.meter = MeterNumber::from(1);
    row.number = 7;
    row.well = "W-1";
    row.state = state;
    row.card = card.serial;
    row.account = account;
    row.purse = purse_of(account).number;
    row.amount = yuan(3);
    row.terminal = terminal;
    row.offline = 4;
    row.gmac = books::Hex("01020304");
    return row;
  }
  std::string refusal(const std::optional<LockSeen>& lock) const {
    const auto order = record_to_pay(books, card.serial, lock);
    return order.ok() ? "" : order.error().code;
  }
  FarmerCard card;
  std::int64_t account = 0;
};

TEST_F(Grey, pays_with_the_record_of_its_own_lock_alone) {
  books.put(told(WateringStatus::hung));
  EXPECT_EQ(refusal(LockSeen{terminal, 4}), "");
  EXPECT_EQ(refusal(LockSeen{terminal, 6}), "record_missing");
  EXPECT_EQ(refusal(LockSeen{"130920000002", 4}), "record_missing");
  EXPECT_EQ(refusal(std::nullopt), "record_missing");
}

TEST_F(Grey, of_whose_lock_two_different_records_have_come_is_told_so_and_pays_by_neither) {
  auto two = told(WateringStatus::contradicting);
  two.others = 1;
  books.put(two);
  const auto refused = record_to_pay(books, card.serial, LockSeen{terminal, 4});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "records_differ");
  EXPECT_EQ(refused.error().details.at("well"), "W-1") << "where the card is settled all the same";
  EXPECT_EQ(refusal(LockSeen{terminal, 6}), "record_missing") << "of another lock none has come";
}

}  // namespace
}  // namespace kwota::purse
