// How many records are missing of a lost card: by what its counter showed last, whatever became of it and of its money since.
#include "sim/purse_counter/not_known.h"

namespace kwota::sim {
namespace {

class Missing : public NotKnown {
 protected:
  void nothing_is_missing_after_the_paying_over() {
    pay_over_after_the_waiting_time();
    EXPECT_EQ(purse_of(1).missing, 0);
    EXPECT_EQ(purse_of(1).not_known, Money{});
    books_stand();
  }
};

TEST_F(Missing, what_burnt_before_a_lost_card_was_seen_stays_missing_by_its_sum_and_its_number_after_the_paying_over) {
  water(mill, 1'000);
  look();
  road.well.pump().set_clock(*meter::clock_of(meter::MeterTime{26, 11, 22, 12, 10}));
  water(road, 2'000);
  lose_the_card();
  reader.read(road);
  bring_home();
  pay_over_after_the_waiting_time();
  EXPECT_EQ(look().seen->balance, yuan(197)) << "of both waterings the books knew: of one by its record, of one by what the card showed";
  EXPECT_EQ(purse_of(1).not_known, yuan(1));
  EXPECT_EQ(purse_of(1).missing, 1) << "the mill's record is nowhere, whatever became of the card";
  reader.read(mill);
  EXPECT_EQ(bring_home().proven, 1);
  EXPECT_EQ(purse_of(1).not_known, Money{});
  EXPECT_EQ(purse_of(1).missing, 0);
  books_stand();
}

TEST_F(Missing, a_record_that_was_locked_before_the_look_and_paid_after_it_is_not_missing_of_a_lost_card) {
  leave_running(mill);
  ASSERT_TRUE(look().seen->grey);
  EXPECT_EQ(purse_row().missing, 1);
  mill.well.swipe(in_hand());
  if (mill.well.pump().relay_closed()) mill.well.swipe(in_hand());
  mill.well.run(20);
  reader.read(mill);
  bring_home();
  EXPECT_EQ(purse_row().missing, 0) << "before the card is seen again";
  lose_the_card();
  nothing_is_missing_after_the_paying_over();
}

TEST_F(Missing, a_record_that_hangs_as_its_card_is_lost_is_kept_back_and_not_missing) {
  mill.well.pump().set_clock(*meter::clock_of(meter::MeterTime{26, 11, 22, 9, 30}));  // the morning before he comes to the counter
  leave_running(mill);
  ASSERT_TRUE(look().seen->grey);
  lose_the_card();
  reader.read_usage(mill);
  bring_home();
  EXPECT_EQ(newest_watering(mill).paid, books::WateringPaid::kept_back);
  EXPECT_EQ(purse_of(1).missing, 0) << "by its usage record alone, which does not know the counter";
  reader.read(mill);
  bring_home();
  EXPECT_EQ(purse_of(1).missing, 0);
  nothing_is_missing_after_the_paying_over();
}

TEST_F(Missing, what_comes_late_of_a_lost_card_is_no_record_that_was_missing_when_it_was_seen) {
  water(mill, 1'000);
  look();
  road.well.pump().set_clock(*meter::clock_of(meter::MeterTime{26, 11, 22, 12, 10}));
  water(road, 2'000);
  lose_the_card();
  pay_over_after_the_waiting_time();
  EXPECT_EQ(look().seen->balance, yuan(199));
  reader.read(road);
  EXPECT_EQ(bring_home().late, 1);
  EXPECT_EQ(purse_of(1).not_known, yuan(1));
  EXPECT_EQ(purse_of(1).missing, 1) << "that of the mill";
  books_stand();
}

}  // namespace
}  // namespace kwota::sim
