// What a farmer's card says of its last waterings, and which of them the books know.
#include <gtest/gtest.h>

#include "sell/purse/contact.h"
#include "sell/purse/test_farm.h"

namespace kwota::purse {
namespace {

using books::Watering;
using books::WateringStatus;

constexpr LocalTime at(unsigned hour, unsigned minute) { return {{2026, 11, 20}, hour, minute, 5}; }
const std::string east = "130920000001", mill = "130920000002";

struct CardLog : testing::Test, Farm {
  CardLog() {
    account = with_card(card, "200.00");
    for (const auto& [well, terminal] : {std::pair{"W-1", east}, std::pair{"W-2", mill}}) {
      books::WellMeter place;
      place.well = well;
      place.meter = MeterNumber::from(terminal == east ? 1 : 2);
      place.from = {2026, 3, 1};
      place.terminal = terminal;
      books.put(place);
    }
  }
  Watering watered(std::int64_t number, WateringStatus state, Money amount, LocalTime start, std::int64_t seconds) {
    Watering row;
    row.meter = MeterNumber::from(1);
    row.number = number;
    row.well = "W-1";
    row.state = state;
    row.card = card.serial;
    row.account = account;
    row.purse = purse_of(account).number;
    row.start = start;
    row.seconds = seconds;
    row.amount = amount;
    row.terminal = east;
    return row;
  }
  std::vector<bool> brought_in(const std::vector<LoggedWatering>& log) const {
    std::vector<bool> out;
    for (const auto& one : waterings_on_card(books, card.serial, log)) out.push_back(one.is_brought_in);
    return out;
  }
  FarmerCard card;
  std::int64_t account = 0;
};

TEST_F(CardLog, a_line_without_a_record_is_on_the_card_alone_and_its_well_is_that_of_its_terminal) {
  books.put(watered(7, WateringStatus::proven, yuan(3), at(9, 0), 1800));
  const auto told = waterings_on_card(books, card.serial, {{mill, 3, yuan(2), at(11, 0)}, {east, 1, yuan(3), at(9, 30)}, {"999920000009", 0, yuan(1), at(8, 0)}});
  ASSERT_EQ(told.size(), 3u);
  EXPECT_FALSE(told[0].is_brought_in);
  EXPECT_EQ(told[0].well, "W-2");
  EXPECT_TRUE(told[1].is_brought_in) << "half an hour from nine on, three yuan";
  EXPECT_EQ(told[1].well, "W-1");
  EXPECT_EQ(told[2].well, "") << "no book knows that terminal";
}

TEST_F(CardLog, a_line_is_known_by_amount_and_moment_and_one_record_is_one_line) {
  books.put(watered(7, WateringStatus::unproven, yuan(3), at(9, 0), 1800));
  EXPECT_EQ(brought_in({{east, 1, yuan(3), at(9, 31)}}), std::vector{false}) << "another moment";
  EXPECT_EQ(brought_in({{east, 1, yuan(4), at(9, 30)}}), std::vector{false}) << "another amount";
  EXPECT_EQ(brought_in({{east, 9, yuan(3), at(9, 30)}}), std::vector{true}) << "cards write the counter before or after";
  EXPECT_EQ(brought_in({{east, 1, yuan(3), at(9, 30)}, {east, 3, yuan(3), at(9, 30)}}), (std::vector{true, false}));
}

TEST_F(CardLog, who_hung_and_paid_elsewhere_is_known_by_the_lock_and_by_when_he_paid) {
  auto hung = watered(8, WateringStatus::hung, yuan(5), at(9, 0), 600);
  hung.offline = 6;
  hung.gmac = books::Hex("A1B2C3D4");
  books.put(hung);
  EXPECT_EQ(brought_in({{east, 6, yuan(5), at(16, 0)}}), std::vector{true}) << "its record is at home, and that another well has taken it is not yet";
  hung.state = WateringStatus::proven;
  hung.gmac = {};
  hung.debited = at(16, 0);
  books.put(hung);
  EXPECT_EQ(brought_in({{east, 6, yuan(5), at(16, 0)}}), std::vector{true});
}

TEST_F(CardLog, of_a_card_that_is_nobodys_no_line_is_known) {
  books.put(watered(7, WateringStatus::proven, yuan(3), at(9, 0), 1800));
  const auto told = waterings_on_card(books, serial(99), {{east, 1, yuan(3), at(9, 30)}});
  ASSERT_EQ(told.size(), 1u);
  EXPECT_FALSE(told[0].is_brought_in);
}

}  // namespace
}  // namespace kwota::purse
