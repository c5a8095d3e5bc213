#include "meter/pump/test_well.h"

namespace kwota::meter::test {
namespace {

using pump::Cause;
using purse_card::LockState;

TEST(Pump, the_first_swipe_starts_and_the_second_takes_what_was_used) {
  Well well;
  FarmersCard card;
  EXPECT_EQ(well.swipe(card), no_refusal);
  EXPECT_EQ(card.proof.state, LockState::grey);
  EXPECT_TRUE(well.pump->relay_closed());
  EXPECT_EQ(well.card_commands, 5u) << "select, lock proof, areas, INIT, GREY LOCK";
  well.run(100, 17);  // 1.7 kWh, 0.85
  EXPECT_EQ(shown(*well.pump, PumpPage::balance).value, 99'15);
  EXPECT_EQ(well.swipe(card), no_refusal);
  EXPECT_EQ(well.card_commands, 4u) << "select, lock proof, DEBIT, collected";
  EXPECT_EQ(card.balance, 99'15u);
  EXPECT_EQ(card.proof.state, LockState::free);
  const auto record = well.newest();
  EXPECT_EQ(record.number, 16u);
  EXPECT_EQ(record.card, card.serial);
  EXPECT_EQ(record.start, (pump::Moment{26, 11, 20, 12, 0, 0}));
  EXPECT_EQ(record.seconds, 100u);
  EXPECT_EQ(record.energy, Energy::wh(1'700));
  EXPECT_EQ(record.amount, Money::minor(85));
  EXPECT_EQ(record.after, Money::minor(99'15));
  EXPECT_EQ(record.cause, Cause::swipe);
  EXPECT_EQ(record.flags, 0);
  EXPECT_EQ(record.tac, card.proof.y) << "the card's proof goes home with the record";
}

TEST(Pump, the_relay_opens_ten_seconds_after_the_swipe_and_a_swipe_within_them_goes_on) {
  Well well;
  FarmersCard card;
  well.swipe(card);
  well.run(60, 10);
  well.swipe(card);
  EXPECT_EQ(well.pump->phase(), PumpPhase::stopping);
  well.run(9, 10);
  EXPECT_TRUE(well.pump->relay_closed());
  well.run(1, 10);
  EXPECT_FALSE(well.pump->relay_closed());
  EXPECT_EQ(well.pump->phase(), PumpPhase::idle);
  EXPECT_EQ(well.pump->account().run_on, Energy::wh(100)) << "nobody pays it, and it is known";

  well.swipe(card);
  well.run(60, 10);
  well.swipe(card);
  well.run(6, 10);
  EXPECT_EQ(well.swipe(card), no_refusal) << "the motor went on";
  well.run(60, 10);
  well.swipe(card);
  well.run(3, 10);
  EXPECT_TRUE(well.pump->relay_closed());
  well.run(1, 10);
  EXPECT_FALSE(well.pump->relay_closed()) << "ten seconds are given once each time that the relay closes";
  EXPECT_EQ(well.records(), 3u);
}

TEST(Pump, when_the_balance_is_used_up_the_pump_stops_and_the_user_hangs_until_he_swipes) {
  Well well;
  FarmersCard card;
  card.balance = 1'00;  // 2 kWh
  well.swipe(card);
  well.run(3'000, 1);
  EXPECT_FALSE(well.pump->relay_closed());
  EXPECT_EQ(well.through, 2'000) << "the last whole Wh that it pays";
  auto record = well.newest();
  EXPECT_EQ(record.cause, Cause::exhausted);
  EXPECT_EQ(record.flags, pump::flag::hung);
  EXPECT_EQ(record.tac, pump::Proof{});
  EXPECT_EQ(well.hanging(), 1u);
  EXPECT_NE(well.pump->store().hung(0).record.gmac, pump::Proof{}) << "computed at once";
  EXPECT_EQ(well.swipe(card), no_refusal);
  EXPECT_EQ(well.module_commands, 0u);
  EXPECT_EQ(card.balance, 0u);
  EXPECT_EQ(well.newest().tac, card.proof.y) << "the record comes once more, with its proof";
  EXPECT_EQ(well.newest().flags, pump::flag::hung);
  EXPECT_EQ(well.records(), 1u);
  EXPECT_EQ(well.hanging(), 0u);
  EXPECT_EQ(well.swipe(card), PumpRefusal::balance);
}

TEST(Pump, a_reserve_is_left_on_the_card) {
  Well well;
  FarmersCard card;
  card.balance = 1'00;
  EXPECT_TRUE(well.pump->set_parameter(PumpParameter::reserve_fen, 40));
  well.swipe(card);
  well.run(3'000, 1);
  EXPECT_EQ(well.newest().amount, Money::minor(60));
}

Cause why_shown(Well& well) { return static_cast<Cause>(shown(*well.pump, PumpPage::last_stop).value); }

TEST(Pump, its_display_says_why_it_stopped_last_whatever_was_drawn_and_never_ran_since) {
  Well well;
  FarmersCard card;
  EXPECT_EQ(why_shown(well), Cause::none) << "nobody has watered yet";
  well.swipe(card);
  EXPECT_EQ(why_shown(well), Cause::none) << "he waters still";
  well.run(10, 20);
  well.swipe(card);
  EXPECT_EQ(why_shown(well), Cause::swipe);
  well.run(20);
  well.swipe(card);
  well.run(10, 20);
  well.power_cut();
  EXPECT_EQ(why_shown(well), Cause::mains);
  EXPECT_EQ(well.swipe(card), no_refusal);
  well.swipe(card, {PumpSession::Party::card, 5, false});
  EXPECT_EQ(well.newest().cause, Cause::none) << "a number without a lock";
  EXPECT_EQ(why_shown(well), Cause::mains) << "stopped nothing";
  if (well.pump->relay_closed()) well.swipe(card);
  well.run(20);
  card.balance = 30;
  EXPECT_EQ(well.swipe(card), no_refusal);
  well.run(100, 20);
  EXPECT_EQ(why_shown(well), Cause::exhausted);
  well.swipe(card);
}

TEST(Pump, without_a_pulse_for_five_minutes_it_stops_with_a_blinking_lamp) {
  Well well;
  FarmersCard card;
  well.swipe(card);
  well.run(200, 1);
  well.run(298);
  EXPECT_TRUE(well.pump->relay_closed());
  well.run(1);
  EXPECT_FALSE(well.pump->relay_closed());
  EXPECT_EQ(well.newest().cause, Cause::idle);
  EXPECT_EQ(lamp(*well.pump), PumpLamp::blinking);
  EXPECT_EQ(why_shown(well), Cause::idle);
}

TEST(Pump, the_longest_run_an_order_and_the_black_list_stop_it_each_with_its_cause) {
  Well well;
  FarmersCard card;
  EXPECT_TRUE(well.pump->set_parameter(PumpParameter::run_hours, 1));
  well.swipe(card);
  well.run(3'700, 1);
  EXPECT_EQ(well.newest().cause, Cause::longest_run);
  EXPECT_EQ(why_shown(well), Cause::longest_run);
  EXPECT_EQ(well.newest().seconds, 3'600u);
  well.swipe(card);

  well.swipe(card);
  well.run(10, 1);
  well.pump->lock_out(true);
  EXPECT_EQ(well.newest().cause, Cause::order);
  EXPECT_EQ(why_shown(well), Cause::order);
  EXPECT_EQ(well.pump->phase(), PumpPhase::lockout);
  EXPECT_EQ(well.swipe(card), no_refusal) << "he is settled all the same";
  EXPECT_EQ(well.swipe(card), PumpRefusal::locked_out);
  well.pump->lock_out(false);

  EXPECT_EQ(well.swipe(card), no_refusal);
  well.run(10, 1);
  const CardSerial lost[] = {card.serial};
  EXPECT_TRUE(well.pump->extend_black_list(7, lost));
  EXPECT_EQ(well.newest().cause, Cause::black_list);
  EXPECT_EQ(why_shown(well), Cause::black_list);
  EXPECT_EQ(well.swipe(card), PumpRefusal::black_listed) << "the counter keeps the card and settles it";
  EXPECT_EQ(card.proof.state, LockState::grey);
}

TEST(Pump, another_card_while_it_runs_changes_nothing) {
  Well well;
  FarmersCard card, other;
  other.serial.bytes[7] = 0x25;
  well.swipe(card);
  const auto began = shown(*well.pump, PumpPage::clock).value;
  well.run(600, 1);
  EXPECT_EQ(well.swipe(other), PumpRefusal::busy);
  EXPECT_EQ(well.card_commands, 1u);
  EXPECT_EQ(other.proof.state, LockState::free);
  EXPECT_TRUE(well.pump->relay_closed());
  EXPECT_EQ(shown(*well.pump, PumpPage::watering_card).value, 17);
  EXPECT_EQ(shown(*well.pump, PumpPage::watering_since).value, began) << "and since when he waters";
}

TEST(Pump, who_is_not_of_this_well_stays_outside) {
  Well well;
  FarmersCard card;
  card.area = 13010502;
  EXPECT_EQ(well.swipe(card), PumpRefusal::wrong_area);
  card = {};
  card.serial.bytes[0] = 0x14;
  EXPECT_EQ(well.swipe(card), PumpRefusal::wrong_area) << "another county";
  card = {};
  card.valid_to = {0x20, 0x26, 0x11, 0x19};
  EXPECT_EQ(well.swipe(card), PumpRefusal::expired);
  card = {};
  card.balance = 100'000'000;
  EXPECT_EQ(well.swipe(card), PumpRefusal::balance);
  card = {};
  card.balance = 0;
  EXPECT_EQ(well.swipe(card), PumpRefusal::balance);
  EXPECT_EQ(well.records(), 0u) << "no number was drawn";
  EXPECT_EQ(well.pump->store().faults().count(), 5u);
  const auto fault = *pump::decode_fault(*well.pump->store().faults().at(5));
  EXPECT_EQ(fault.cause, 3) << "area or county, class 33";
}

TEST(Pump, a_forged_card_never_runs_it_and_leaves_a_record_of_nothing) {
  Well well;
  FarmersCard card;
  card.asked_by_key = 1;
  EXPECT_EQ(well.swipe(card), PumpRefusal::not_authentic);
  EXPECT_FALSE(well.pump->relay_closed());
  EXPECT_EQ(well.newest().amount, Money{});
  EXPECT_EQ(well.newest().cause, Cause::none);
}

TEST(Pump, a_replayed_debit_is_taken_by_no_card) {
  Well well;
  FarmersCard card;
  well.swipe(card);
  well.run(100, 10);
  well.swipe(card);
  const Message old = well.debit_seen;
  EXPECT_EQ(card.execute(old), status(0x6985)) << "it is free";
  well.swipe(card);
  EXPECT_EQ(card.execute(old), status(0x9406)) << "and grey again under another counter";
  EXPECT_EQ(card.debits, 1u);
}

TEST(Pump, twenty_users_hang_and_the_next_one_is_not_started_until_somebody_has_read) {
  Well well;
  std::vector<FarmersCard> cards(21);
  for (std::size_t i = 0; i < cards.size(); ++i) cards[i].serial.bytes[6] = static_cast<std::uint8_t>(i / 10 << 4 | i % 10);
  for (std::size_t i = 0; i < 20; ++i) {
    ASSERT_EQ(well.swipe(cards[i]), no_refusal) << i;
    well.run(2, 100);
    well.run(300);
  }
  EXPECT_EQ(well.hanging(), 20u);
  EXPECT_EQ(well.swipe(cards[20]), PumpRefusal::hung_full);
  EXPECT_EQ(shown(*well.pump, PumpPage::error).value, 39);
  EXPECT_EQ(well.swipe(cards[3]), no_refusal) << "who hangs is settled";
  EXPECT_EQ(well.swipe(cards[20]), no_refusal);
  well.run(2, 100);
  well.swipe(cards[20]);
  EXPECT_EQ(well.swipe(cards[3]), no_refusal);
  well.run(2, 100);
  well.run(300);
  EXPECT_EQ(well.swipe(cards[20]), PumpRefusal::hung_full);
  EXPECT_TRUE(well.pump->acknowledge(17));
  EXPECT_EQ(well.swipe(cards[20]), no_refusal) << "the handheld has number 17 home";
  EXPECT_EQ(shown(*well.pump, PumpPage::hung).value, 19);
}

TEST(Pump, who_was_read_and_gave_his_slot_away_is_settled_with_the_record_that_is_brought_back) {
  Well well;
  std::vector<FarmersCard> cards(21);
  const auto waters = [&](std::size_t i) {
    cards[i].serial.bytes[6] = static_cast<std::uint8_t>(i / 10 << 4 | i % 10);
    ASSERT_EQ(well.swipe(cards[i]), no_refusal) << i;
    well.run(2, 100);
    well.run(300);
  };
  for (std::size_t i = 0; i < 20; ++i) waters(i);
  pump::Image<pump::HungRecord> home[1]{};
  ASSERT_EQ(well.pump->hung_from(16, home), 1u);
  const auto record = *pump::decode_hung(home[0]);
  EXPECT_TRUE(well.pump->acknowledge(record.number));
  EXPECT_FALSE(well.pump->take_released(record)) << "he hangs here";
  waters(20);
  EXPECT_EQ(well.swipe(cards[0]), PumpRefusal::grey_elsewhere) << "his slot is another one's";
  EXPECT_TRUE(well.pump->take_released(record));
  EXPECT_EQ(well.swipe(cards[0]), no_refusal);
  EXPECT_EQ(cards[0].debited, 10u);
}

TEST(Pump, the_thousand_newest_records_are_kept_and_read_from_any_number_on) {
  Well well;
  FarmersCard card;
  for (int i = 0; i < 1'001; ++i) {
    ASSERT_EQ(well.swipe(card), no_refusal) << i;
    well.run(1, 1);
    ASSERT_EQ(well.swipe(card), no_refusal) << i;
  }
  const auto directory = well.pump->directory();
  EXPECT_EQ(directory.oldest, 17u);
  EXPECT_EQ(directory.newest, 1'016u);
  pump::Image<pump::UsageRecord> four[4]{};
  ASSERT_EQ(well.pump->usage_from(500, four), 4u);
  EXPECT_EQ(pump::decode_usage(four[3])->number, 503u);
  ASSERT_EQ(well.pump->usage_from(1, four), 4u) << "the oldest that there is";
  EXPECT_EQ(pump::decode_usage(four[0])->number, 17u);
  EXPECT_EQ(well.pump->usage_from(1'015, four), 2u) << "fewer are the end";
  EXPECT_EQ(well.pump->usage_from(1'017, four), 0u);
}

TEST(Pump, a_price_that_changes_at_midnight_counts_from_its_minute) {
  Well well;
  FarmersCard card;
  PriceTable dearer = half_a_yuan();
  dearer.set = 2;
  dearer.energy.fill(MeterPrice::e4(10'000));
  dearer.from = *clock_of(MeterTime{26, 11, 21, 0, 0});
  EXPECT_TRUE(well.pump->set_prices(dearer));
  well.now = *clock_of(MeterTime{26, 11, 20, 23, 59});
  well.pump->tick(well.now);
  well.swipe(card);
  well.run(59, 100);  // 5.9 kWh at 0.50; the pulses of a second come before its tick
  well.run(61, 100);  // 0.1 kWh at 0.50, 6 at 1.00
  well.swipe(card);
  EXPECT_EQ(well.newest().amount, Money::minor(9'00));
  EXPECT_EQ(well.newest().price_set, 2);
}

TEST(Pump, a_second_costs_what_it_cost_when_it_began) {
  Well well;
  FarmersCard card;
  PriceTable table = half_a_yuan();
  table.basis = ChargeBasis::time;
  table.other = MeterPrice::e4(36'0000);  // a fen a second
  EXPECT_TRUE(well.pump->set_prices(table));
  table.set = 2;
  table.other = MeterPrice::e4(72'0000);
  table.from = *clock_of(MeterTime{26, 11, 20, 13, 0});
  EXPECT_TRUE(well.pump->set_prices(table));
  well.now = *clock_of(MeterTime{26, 11, 20, 12, 59});
  well.pump->tick(well.now);
  well.swipe(card);
  well.run(60);
  EXPECT_EQ(shown(*well.pump, PumpPage::money).value, 60) << "sixty seconds before one o'clock";
  well.run(1);
  EXPECT_EQ(shown(*well.pump, PumpPage::money).value, 62);
}

TEST(Pump, four_rates_by_the_time_of_day_add_up_exactly) {
  Well well;
  FarmersCard card;
  PriceTable table = half_a_yuan();
  table.energy = {MeterPrice::e4(3'001), MeterPrice::e4(5'003), MeterPrice::e4(8'007), MeterPrice::e4(9'999)};
  table.periods[0] = {8, 0, 2};
  table.periods[1] = {12, 1, 3};
  table.periods[2] = {22, 0, 1};
  EXPECT_TRUE(well.pump->set_prices(table));
  well.swipe(card);
  well.run(59, 7);
  well.run(61, 7);
  well.swipe(card);
  // 60 * 7 Wh at 0.5003, 60 * 7 at 0.8007: 21.0126 + 33.6294
  EXPECT_EQ(well.newest().amount, Money::minor(54));
}

TEST(Pump, time_and_water_are_charged_when_the_table_says_so) {
  Well well;
  FarmersCard card;
  PriceTable table = half_a_yuan();
  table.basis = ChargeBasis::time;
  table.other = MeterPrice::e4(36'000);  // 0.1 fen a second
  EXPECT_TRUE(well.pump->set_prices(table));
  well.swipe(card);
  well.run(95, 50);
  well.swipe(card);
  EXPECT_EQ(well.newest().amount, Money::minor(9));
  well.run(20);

  table.basis = ChargeBasis::energy_and_volume;
  table.other = MeterPrice::e4(3'000);
  EXPECT_TRUE(well.pump->set_prices(table));
  well.swipe(card);
  for (int i = 0; i < 10; ++i) well.pump->consume(Volume::litres(55));  // 0.5 m³ and a rest: 15 fen
  well.run(10, 10);                                                     // 0.1 kWh: 5 fen
  well.swipe(card);
  EXPECT_EQ(well.newest().amount, Money::minor(20));
  EXPECT_EQ(well.newest().water, Volume::litres(500));
}

TEST(Pump, transformers_multiply_what_the_meter_counts) {
  Well well;
  FarmersCard card;
  EXPECT_TRUE(well.pump->set_parameter(PumpParameter::current_ratio, 40));
  well.swipe(card);
  well.run(10, 1);
  well.swipe(card);
  EXPECT_EQ(well.newest().energy, Energy::wh(400));
  EXPECT_EQ(well.pump->store().parameter_records().count(), 2u) << "prices and ratio";
}

TEST(Pump, energy_that_flows_through_an_open_relay_is_fault_energy) {
  Well well;
  well.pump->consume(Energy::wh(250));
  EXPECT_EQ(well.pump->account().fault_energy, Energy::wh(250));
  EXPECT_EQ(well.pump->total(), Energy::wh(250));
}

TEST(Pump, without_a_clock_nobody_starts_and_who_hangs_is_settled) {
  Well well;
  FarmersCard card, other;
  other.serial.bytes[7] = 0x25;
  well.swipe(card);
  well.run(10, 100);
  well.power_on(false);
  EXPECT_EQ(well.swipe(other), PumpRefusal::clock);
  EXPECT_EQ(well.swipe(card), no_refusal);
  EXPECT_EQ(well.paid, Money::minor(50));
  EXPECT_EQ(well.newest().flags, pump::flag::clock_invalid | pump::flag::hung | pump::flag::made_up);

  well.pump->set_clock({well.now.seconds - 3'600});
  EXPECT_EQ(well.swipe(other), PumpRefusal::clock) << "older than the newest record";
  well.pump->set_clock(well.now);
  EXPECT_EQ(well.swipe(other), no_refusal);
}

TEST(Pump, months_end_on_the_settlement_day_and_february_has_its_29th) {
  Well well;
  EXPECT_TRUE(well.pump->set_parameter(PumpParameter::settlement_day, 28));
  well.now = *clock_of(MeterTime{28, 2, 29, 12, 0});
  well.pump->tick(well.now);
  const auto month = pump::decode_month(*well.pump->store().months().at(1));
  EXPECT_EQ(month->year, 28);
  EXPECT_EQ(month->month, 2);
  EXPECT_EQ(well.pump->store().months().count(), 12u);
}

TEST(Pump, a_module_of_another_well_locks_nobody) {
  Well well;
  FarmersCard card;
  well.module.terminal[5] = 9;
  well.power_cut();
  EXPECT_EQ(well.swipe(card), PumpRefusal::module_dead);
  EXPECT_EQ(card.proof.state, LockState::free);
}

TEST(Pump, a_user_whom_the_counter_has_settled_is_released_by_order) {
  Well well;
  FarmersCard card;
  well.swipe(card);
  well.run(10, 100);
  well.run(300);
  EXPECT_TRUE(well.pump->release(card.serial, 5, pump::HungState::at_counter));
  EXPECT_FALSE(well.pump->release(card.serial, 5, pump::HungState::at_counter));
  EXPECT_EQ(well.hanging(), 0u);
  EXPECT_EQ(well.newest().flags, pump::flag::hung | pump::flag::settled_elsewhere);
}

TEST(Pump, its_head_says_what_a_handheld_asks_first) {
  Well well;
  FarmersCard card;
  well.swipe(card);
  well.run(10, 100);
  const auto head = well.pump->head({0, 0, 0, 0, 0x12, 0x34});
  EXPECT_EQ(head.state, static_cast<std::uint8_t>(PumpPhase::running));
  EXPECT_EQ(head.energy, Energy::wh(1'000));
  EXPECT_EQ(head.price_set, 1);
  EXPECT_TRUE(pump::encode(head));
}

}  // namespace
}  // namespace kwota::meter::test
