// What a meter writes down, and that no power cut takes more of it than the record that was being written.
#include <rapidcheck.h>

#include "meter/core/test_wall.h"

namespace kwota::meter::test {
namespace {

Money yuan(std::int64_t n) { return Money::minor(n * 100); }

TEST(MeterHistory, a_trip_and_a_closing_say_when_who_how_much_energy_and_what_was_left) {
  Wall wall{low_grade};
  wall.open(yuan(50));
  wall.burn(12'345);
  const auto trips = wall.events(EventKind::trip), closings = wall.events(EventKind::close);
  wall.meter->order(Order::trip, {1, 2, 3, 4});
  ASSERT_EQ(wall.events(EventKind::trip), trips + 1);
  const auto trip = wall.meter->history().event(EventKind::trip, 1).value();
  EXPECT_EQ(trip.at, wall.now);
  EXPECT_EQ(trip.subject, subject_of(0, {1, 2, 3, 4}));
  EXPECT_EQ(trip.detail, static_cast<std::uint16_t>(Trip::remote));
  EXPECT_EQ(trip.energy, Energy::wh(12'345));
  EXPECT_EQ(trip.balance, Money::minor(37'65));
  wall.meter->order(Order::close, {5, 6, 7, 8});
  EXPECT_EQ(wall.events(EventKind::close), closings + 1);
  EXPECT_EQ(wall.meter->history().event(EventKind::close, 1)->subject, subject_of(0, {5, 6, 7, 8}));
}

TEST(MeterHistory, every_kind_counts_all_and_keeps_the_ten_newest) {
  Wall wall{low_grade};
  for (std::size_t i = 0; i < event_kinds; ++i) {
    const auto kind = static_cast<EventKind>(i);
    const auto before = wall.events(kind);
    for (std::uint16_t n = 0; n < 25; ++n) wall.meter->note(kind, {}, n);
    wall.power_on();
    EXPECT_GE(wall.events(kind), before + 25);
    const bool by_itself = kind == EventKind::power_off || kind == EventKind::trip || kind == EventKind::close;
    for (std::uint32_t back = 1; back <= History::events_kept && !by_itself; ++back)
      EXPECT_EQ(wall.meter->history().event(kind, back)->detail, 25 - back);
    EXPECT_FALSE(wall.meter->history().event(kind, History::events_kept + 1));
    EXPECT_FALSE(wall.meter->history().event(kind, 0));
  }
}

TEST(MeterHistory, a_refused_card_is_written_down_with_its_serial) {
  Wall wall{low_grade};
  wall.meter->note_refusal(Refusal::wrong_meter, card);
  wall.meter->note_refusal(Refusal::not_authentic);
  EXPECT_EQ(wall.events(EventKind::abnormal_card), 1U);
  EXPECT_EQ(wall.meter->history().event(EventKind::abnormal_card, 1)->subject, card.bytes);
  EXPECT_EQ(wall.events(EventKind::illegal_card), 1U);
}

TEST(MeterHistory, a_clear_card_erases_nothing_of_it) {
  Wall wall{low_grade};
  wall.open(yuan(50));
  wall.meter->note(EventKind::cover);
  user_card::ClearFile clear;
  clear.valid_until = {26, 12, 1, 0, 0};
  clear.authorisation = {1};
  ASSERT_EQ(wall.meter->take(clear), Refusal::none);
  EXPECT_EQ(wall.events(EventKind::cover), 1U);
  EXPECT_EQ(wall.events(EventKind::cleared), 1U);
  EXPECT_EQ(wall.meter->history().event(EventKind::cleared, 1)->balance, yuan(50)) << "as it was before";
  EXPECT_EQ(wall.meter->history().purchase(1)->amount, yuan(50));
}

TEST(MeterHistory, power_off_says_since_when_and_how_long) {
  Wall wall{low_grade};
  wall.open(yuan(50));
  EXPECT_EQ(wall.events(EventKind::power_off), 0U) << "the first power of its life";
  wall.meter->power_fail();
  const auto went = wall.now;
  wall.now.seconds += 90 * 60;
  wall.power_on();
  ASSERT_EQ(wall.events(EventKind::power_off), 1U);
  EXPECT_EQ(wall.meter->history().event(EventKind::power_off, 1)->at, went);
  EXPECT_EQ(wall.meter->history().event(EventKind::power_off, 1)->detail, 90);
  wall.power_on(false);
  EXPECT_EQ(wall.meter->history().event(EventKind::power_off, 1)->detail, 0xFFFF) << "nobody knows how long";
}

TEST(MeterHistory, the_clock_is_written_down_as_it_was_and_as_it_is_then) {
  Wall wall{low_grade};
  const auto before = wall.now;
  wall.meter->set_clock({before.seconds + 600}, {9, 9, 9, 9});
  const auto event = wall.meter->history().event(EventKind::clock_set, 1).value();
  EXPECT_EQ(event.at, before);
  EXPECT_EQ(event.subject, subject_of(before.seconds + 600, {9, 9, 9, 9}));
}

TEST(MeterHistory, purchases_on_every_way_leave_six_numbers_each) {
  Wall wall{low_grade};
  wall.open(yuan(50));
  wall.burn(10'000);
  wall.purchase(yuan(30));
  const auto newest = wall.meter->history().purchase(1).value(), first = wall.meter->history().purchase(2).value();
  EXPECT_EQ(newest, (Purchase{wall.now, SequenceNumber{2}, yuan(30), yuan(40), yuan(70), yuan(80)}));
  EXPECT_EQ(first, (Purchase{wall.now, SequenceNumber{1}, yuan(50), Money{}, yuan(50), yuan(50)}));
  wall.line(Money{});
  EXPECT_EQ(wall.meter->history().purchase(1), newest) << "a void is no purchase";
}

TEST(MeterHistory, midnight_is_frozen_for_62_days_also_when_power_was_away) {
  Wall wall{low_grade};
  wall.open(yuan(500));
  for (int day = 0; day < 3; ++day) {
    wall.burn(1'000);
    wall.pass_until(0);
  }
  const auto& history = wall.meter->history();
  EXPECT_EQ(history.day(1)->at, *clock_of({26, 11, 23, 0, 0}));
  EXPECT_EQ(history.day(1)->energy, Energy::kwh(3));
  EXPECT_EQ(history.day(3)->energy, Energy::kwh(1));
  EXPECT_EQ(history.day(3)->balance, yuan(499));
  wall.meter->power_fail();
  wall.now.seconds += 200 * seconds_a_day;
  wall.power_on();
  const auto newest = clock_of({27, 6, 11, 0, 0}).value();
  for (std::uint32_t back = 1; back <= History::days_kept; ++back) {
    ASSERT_TRUE(wall.meter->history().day(back)) << back;
    EXPECT_EQ(wall.meter->history().day(back)->at.seconds, newest.seconds - (back - 1) * seconds_a_day);
    EXPECT_EQ(wall.meter->history().day(back)->energy, Energy::kwh(3));
  }
}

TEST(MeterHistory, a_clock_that_is_set_ahead_invents_no_days) {
  Wall wall{low_grade};
  wall.pass_until(0);
  wall.now.seconds += 400 * seconds_a_day + 3'600;
  wall.meter->set_clock(wall.now);
  EXPECT_EQ(wall.meter->history().day(1)->at.seconds, wall.now.seconds - 3'600);
  EXPECT_EQ(wall.meter->history().day(2)->at, *clock_of({26, 11, 21, 0, 0}));
  EXPECT_FALSE(wall.meter->history().day(3));
}

TEST(MeterHistory, a_freeze_at_an_hour_comes_at_each_such_minute) {
  Wall wall{low_grade};
  wall.set(Parameter::timed_freeze, 99'99'18'30);
  wall.pass_until(18, 29);
  EXPECT_FALSE(wall.meter->history().frozen(1));
  wall.pass(60);
  EXPECT_EQ(wall.meter->history().frozen(1)->at, *clock_of({26, 11, 20, 18, 30}));
  wall.pass_until(18, 30);
  EXPECT_EQ(wall.meter->history().frozen(1)->at, *clock_of({26, 11, 21, 18, 30}));
  EXPECT_EQ(wall.meter->history().frozen(2)->at, *clock_of({26, 11, 20, 18, 30}));
}

TEST(MeterHistory, power_lost_at_any_byte_of_a_trip_loses_no_older_record_and_the_trip_is_made_up) {
  for (std::size_t byte = 0;; byte += 1) {
    Wall wall{low_grade};
    wall.open(yuan(50));
    for (int i = 0; i < 3; ++i) wall.meter->order(Order::trip, {1}), wall.meter->order(Order::close, {1});
    const auto trips = wall.events(EventKind::trip);
    wall.chip.written = 0;
    wall.chip.bytes_left = byte;
    wall.meter->order(Order::trip, {2});
    const bool whole = wall.chip.bytes_left > 0;
    wall.power_on();
    const bool open = !wall.closed();
    EXPECT_EQ(wall.events(EventKind::trip), trips + (open ? 1 : 0)) << byte;
    EXPECT_EQ(wall.events(EventKind::trip) > wall.events(EventKind::close), open);
    for (std::uint32_t back = 1; back <= trips; ++back) EXPECT_TRUE(wall.meter->history().event(EventKind::trip, back)) << byte;
    if (whole) break;
  }
}

TEST(MeterHistory, power_lost_at_any_byte_of_a_purchase_makes_its_record_up) {
  for (std::size_t byte = 0;; byte += 1) {
    Wall wall{low_grade};
    wall.open(yuan(50));
    wall.chip.bytes_left = byte;
    wall.meter->take(RemoteCredit{.customer = customer, .amount = yuan(7), .count = SequenceNumber{2}});
    const bool whole = wall.chip.bytes_left > 0;
    wall.power_on();
    const auto newest = wall.meter->history().purchase(1);
    ASSERT_TRUE(newest) << byte;
    EXPECT_EQ(newest->count, wall.state().ledger.count);
    EXPECT_EQ(newest->total, wall.state().ledger.credited);
    EXPECT_EQ(newest->amount, newest->after - newest->before);
    if (whole) break;
  }
}

// ---- the ring itself

TEST(Ring, keeps_the_newest_whatever_byte_the_power_goes_at) {
  EXPECT_TRUE(rc::check([] {
    using List = Ring<4, 3, 0x5454>;
    Chip chip;
    List list{chip, 7};
    const auto before = *rc::gen::inRange<std::uint32_t>(0, 12);
    for (std::uint32_t n = 1; n <= before; ++n) {
      List::Image image{};
      put_be32(image.data(), n);
      RC_ASSERT(list.append(image));
    }
    chip.bytes_left = *rc::gen::inRange<std::size_t>(0, List::record_size + 1);
    List::Image image{};
    put_be32(image.data(), before + 1);
    const bool kept = list.append(image);
    chip.bytes_left = Chip::no_limit;
    List after{chip, 7};
    after.load();
    RC_ASSERT(after.count() == before + (kept ? 1 : 0));
    for (std::uint32_t back = 1; back <= std::min<std::uint32_t>(3, after.count()); ++back)
      RC_ASSERT(get_be32(after.at(back)->data()) == after.count() - back + 1);
  }));
}

// ---- the workshop

TEST(WalletAtTheWorks, is_refused_under_the_utilitys_keys_and_after_a_purchase) {
  Wall wall{low_grade};
  EXPECT_EQ(wall.meter->init_wallet(yuan(1)), Refusal::wrong_key_state);
  wall.open(yuan(5));
  wall.meter->note_keys(0);
  EXPECT_EQ(wall.meter->init_wallet(yuan(1)), Refusal::count_behind);
  EXPECT_EQ(wall.state().ledger.balance, ExactMoney::of(yuan(5)));
}

}  // namespace
}  // namespace kwota::meter::test
