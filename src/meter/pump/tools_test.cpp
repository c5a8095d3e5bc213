// Tool cards at a well: each order once, with its answer in the parameter records; what is wrong with a card has an answer of its own; and a card
// that is lifted at any command leaves nothing half done.
#include "meter/pump/test_well.h"

namespace kwota::meter::test {
namespace {

using pump::ToolAnswer;

pump::ToolFrame frame(pump::ToolOrder order, std::uint32_t number = 4711) {
  return {.serial = number, .valid_until = {0x20, 0x26, 0x11, 0x30}, .counter = 1, .order = std::move(order)};
}
ToolCard card_with(pump::ToolOrder order, std::uint32_t number = 4711) {
  ToolCard card;
  card.write(frame(std::move(order), number));
  return card;
}
pump::ExtendBlackList lost(const CardSerial& card, std::uint16_t edition = 7) {
  pump::ExtendBlackList list{.edition = edition, .cards = {}};
  list.cards.add(card);
  return list;
}
pump::ParameterRecord last_record(Well& well) { return *pump::decode_parameter(*well.pump->store().parameter_records().at(1)); }

TEST(PumpTools, a_black_list_card_stops_the_card_that_waters_and_is_obeyed_once) {
  Well well;
  FarmersCard farmer;
  well.swipe(farmer);
  well.run(10, 10);
  auto tool = card_with(lost(farmer.serial));
  EXPECT_EQ(well.swipe(tool), ToolAnswer::done);
  EXPECT_EQ(well.card_commands, 3u) << "select for a purse, select, the order";
  EXPECT_EQ(well.module_commands, 3u) << "random, key, MAC";
  EXPECT_FALSE(well.pump->relay_closed());
  EXPECT_EQ(well.newest().cause, pump::Cause::black_list);
  EXPECT_TRUE(well.pump->store().is_black(farmer.serial));
  const auto record = last_record(well);
  EXPECT_EQ(record.parameter, 125) << "what was told to a card of command 25";
  EXPECT_EQ(record.before, 4711u) << "the order's number";
  EXPECT_EQ(record.after, 0u) << "done";
  EXPECT_EQ(well.swipe(tool), ToolAnswer::used);
  EXPECT_EQ(well.refusal, PumpRefusal::tool_refused);
  EXPECT_EQ(error_class(well.refusal), 37);
  EXPECT_EQ(shown(*well.pump, PumpPage::tool_answer).value, 3);
  well.power_cut();
  EXPECT_EQ(well.swipe(tool), ToolAnswer::used) << "it is remembered without power";
}

TEST(PumpTools, a_black_list_card_without_room_for_all_of_its_cards_leaves_the_list_as_it_was) {
  Well well;
  for (std::uint8_t n = 0; n + 1u < PumpStore::black_list_max / 2; ++n) {
    const std::array<CardSerial, 2> two{CardSerial{{0x14, n}}, CardSerial{{0x15, n}}};
    ASSERT_TRUE(well.pump->extend_black_list(1, two));
  }
  const auto before = well.pump->store().black_list();
  ASSERT_EQ(before.count, PumpStore::black_list_max - 2);
  auto order = lost({{0x16, 1}});
  order.cards.add(CardSerial{{0x16, 2}});
  order.cards.add(CardSerial{{0x16, 3}});
  auto too_many = card_with(order);
  EXPECT_EQ(well.swipe(too_many), ToolAnswer::refused);
  EXPECT_EQ(well.pump->store().black_list().count, before.count);
  EXPECT_EQ(well.pump->store().black_list().edition, before.edition);
  auto known = lost({{0x14, 7}});
  known.cards.add(CardSerial{{0x16, 1}});
  known.cards.add(CardSerial{{0x16, 2}});
  auto fits = card_with(known);
  EXPECT_EQ(well.swipe(fits), ToolAnswer::done) << "who stands there already takes no room";
}

TEST(PumpTools, a_forged_a_late_an_unknown_and_an_empty_card_have_answers_of_their_own) {
  Well well;
  auto forged = card_with(lost({{0x13}}));
  forged.genuine = false;
  EXPECT_EQ(well.swipe(forged), ToolAnswer::forged);
  EXPECT_EQ(last_record(well).parameter, 120) << "nothing of it is believed";
  auto late = card_with(lost({{0x13}}));
  well.now = *clock_of(MeterTime{26, 12, 1, 0, 0});
  well.run(1);
  EXPECT_EQ(well.swipe(late), ToolAnswer::out_of_date);
  EXPECT_EQ(last_record(well).after, 4u);
  ToolCard empty;
  EXPECT_EQ(well.swipe(empty), ToolAnswer::not_known);
  EXPECT_EQ(well.pump->store().black_list().edition, 0);
  well.module.knows_tools = false;
  EXPECT_FALSE(well.swipe(late));
  EXPECT_EQ(well.refusal, PumpRefusal::module_dead);
}

TEST(PumpTools, after_a_change_of_keys_the_version_that_the_module_has_judges_the_card) {
  for (const std::uint8_t oldest : {std::uint8_t{2}, std::uint8_t{3}}) {
    Well well;
    well.module.tool_version = 3;
    well.module.oldest_version = oldest;
    auto tool = card_with(lost({{0x13}}));
    EXPECT_EQ(well.swipe(tool), ToolAnswer::done) << "the keys of before are tried and left";
    EXPECT_EQ(well.card_commands, 3u) << "the card is read once";
    auto forged = card_with(lost({{0x14}}));
    forged.genuine = false;
    EXPECT_EQ(well.swipe(forged), ToolAnswer::forged) << "by every version";
  }
}

TEST(PumpTools, the_last_thirty_two_orders_are_remembered) {
  Well well;
  for (std::uint32_t number = 1; number <= 33; ++number) {
    auto tool = card_with(lost({{0x13, static_cast<std::uint8_t>(number)}}), number);
    ASSERT_EQ(well.swipe(tool), ToolAnswer::done);
  }
  auto kept = card_with(lost({{0x13, 2}}), 2), gone = card_with(lost({{0x13, 1}}), 1);
  EXPECT_EQ(well.swipe(kept), ToolAnswer::used);
  EXPECT_EQ(well.swipe(gone), ToolAnswer::done) << "twice the same list is the same list; its last day ends this";
}

TEST(PumpTools, a_clock_order_that_was_obeyed_never_sets_the_clock_back_however_many_have_followed) {
  Well well;
  const pump::SetClock then{{26, 11, 20, 14, 30, 0}};
  auto clock = card_with(then, 5), never_seen = card_with(then, 4);
  ASSERT_EQ(well.swipe(clock), ToolAnswer::done);
  for (std::uint32_t number = 6; number < 6 + PumpStore::tools_kept; ++number) {
    auto tool = card_with(lost({{0x13, static_cast<std::uint8_t>(number)}}), number);
    ASSERT_EQ(well.swipe(tool), ToolAnswer::done);
  }
  well.now = *clock_of(MeterTime{26, 11, 20, 15, 30});
  well.run(1);
  const auto before = well.pump->clock();
  ASSERT_EQ(before, well.now);
  EXPECT_EQ(well.swipe(clock), ToolAnswer::out_of_date) << "32 others have followed it";
  EXPECT_EQ(well.swipe(never_seen), ToolAnswer::out_of_date) << "it was given before the one that set this clock";
  EXPECT_EQ(well.pump->clock(), before);
  well.power_on(false);
  EXPECT_EQ(well.swipe(clock), ToolAnswer::out_of_date) << "nor does it bring back a clock that was lost: it says a time that is gone";
  EXPECT_FALSE(well.pump->clock_valid());
  auto newer = card_with(pump::SetClock{{26, 11, 20, 15, 40, 0}}, 77);
  EXPECT_EQ(well.swipe(newer), ToolAnswer::done);
  EXPECT_EQ(well.pump->clock(), *clock_of(MeterTime{26, 11, 20, 15, 40}));
  auto earlier = card_with(pump::SetClock{{26, 11, 20, 15, 10, 0}}, 78);
  EXPECT_EQ(well.swipe(earlier), ToolAnswer::done) << "a clock that was set wrong is set back by the next order";
}

TEST(PumpTools, a_pump_whose_clock_was_ahead_waters_again_when_a_clock_card_has_put_it_right) {
  Well well;
  FarmersCard farmer;
  const auto right = well.now;
  well.now.seconds += 20 * 86'400;
  well.pump->set_clock(well.now, {});
  well.swipe(farmer);
  well.run(100, 20);
  well.swipe(farmer);
  well.run(20);
  well.now = right;
  well.pump->set_clock(well.now, {});
  EXPECT_EQ(well.swipe(farmer), PumpRefusal::clock) << "one hand alone may have set it wrong: the newest watering ended later";
  auto clock = card_with(pump::SetClock{pump_moment(well.now)}, 5);
  ASSERT_EQ(well.swipe(clock), ToolAnswer::done);
  EXPECT_EQ(well.swipe(farmer), no_refusal) << "two persons have said what time it is";
  well.run(10, 10);
  well.swipe(farmer);
  well.power_cut();
  EXPECT_EQ(well.swipe(farmer), no_refusal) << "for good";
}

TEST(PumpTools, clock_parameters_and_prices) {
  Well well;
  auto clock = card_with(pump::SetClock{{26, 11, 20, 14, 30, 5}}, 1);
  EXPECT_EQ(well.swipe(clock), ToolAnswer::done);
  EXPECT_EQ(well.pump->clock(), ClockTime{clock_of(MeterTime{26, 11, 20, 14, 30})->seconds + 5});

  pump::SetParameters set;
  set.parameters.add({1, 15});
  set.parameters.add({9, 24});
  auto wrong = card_with(set, 2);
  EXPECT_EQ(well.swipe(wrong), ToolAnswer::refused) << "no day has an hour 24";
  EXPECT_EQ(well.pump->parameters().of(PumpParameter::idle_minutes), 5u) << "all or none";
  set.parameters.items[1].value = 23;
  auto right = card_with(set, 2);
  EXPECT_EQ(well.swipe(right), ToolAnswer::done);
  EXPECT_EQ(well.pump->parameters().of(PumpParameter::idle_minutes), 15u);
  EXPECT_EQ(well.pump->parameters().of(PumpParameter::settlement_hour), 23u);

  pump::SetPrices prices{.set = 3, .from = {26, 12, 1, 0, 0, 0}, .basis = 1, .prices = {}, .periods = {}};
  prices.prices.add({1, 5'000});
  prices.prices.add({2, 10'000});
  prices.periods.add({8, 0, 2});
  prices.periods.add({20, 30, 1});
  auto dear = card_with(prices, 3);
  EXPECT_EQ(well.swipe(dear), ToolAnswer::done);
  EXPECT_EQ(well.pump->prices().current.set, 1);
  const auto& next = well.pump->prices().next;
  EXPECT_EQ(next.set, 3);
  EXPECT_EQ(next.price(pump::Quantity::energy, *clock_of(MeterTime{26, 12, 1, 9, 0})), MeterPrice::e4(10'000));
  EXPECT_EQ(next.price(pump::Quantity::energy, *clock_of(MeterTime{26, 12, 1, 21, 0})), MeterPrice::e4(5'000));
}

TEST(PumpTools, without_a_clock_only_a_clock_card_is_taken) {
  Well well;
  well.power_on(false);
  auto list = card_with(lost({{0x13}}), 1), clock = card_with(pump::SetClock{{26, 11, 20, 12, 30, 0}}, 2),
       late = card_with(pump::SetClock{{26, 12, 20, 12, 30, 0}}, 3), no_day = card_with(pump::SetClock{{26, 2, 29, 0, 0, 0}}, 4);
  EXPECT_EQ(well.swipe(list), ToolAnswer::not_now);
  EXPECT_EQ(well.swipe(late), ToolAnswer::out_of_date) << "by the day that it brings";
  EXPECT_EQ(well.swipe(no_day), ToolAnswer::refused);
  EXPECT_EQ(well.swipe(clock), ToolAnswer::done);
  EXPECT_TRUE(well.pump->clock_valid());
  EXPECT_EQ(well.swipe(list), ToolAnswer::done);
}

TEST(PumpTools, a_hung_user_is_cleared_where_he_hangs_and_nowhere_else) {
  Well well;
  FarmersCard farmer;
  well.swipe(farmer);
  well.run(10, 10);
  well.power_cut();
  ASSERT_EQ(well.hanging(), 1u);
  auto wrong = card_with(pump::ClearHung{{}, farmer.serial, 9}, 1), right = card_with(pump::ClearHung{{}, farmer.serial, 5}, 2);
  EXPECT_EQ(well.swipe(wrong), ToolAnswer::not_here);
  EXPECT_EQ(well.swipe(right), ToolAnswer::done);
  EXPECT_EQ(well.hanging(), 0u);
}

TEST(PumpTools, a_test_closes_the_relay_for_its_seconds_and_nobody_pays) {
  Well well;
  auto tool = card_with(pump::TestRun{90}, 1), long_one = card_with(pump::TestRun{601}, 2);
  EXPECT_EQ(well.swipe(long_one), ToolAnswer::refused);
  EXPECT_EQ(well.swipe(tool), ToolAnswer::done);
  EXPECT_TRUE(well.pump->relay_closed());
  well.run(89, 10);
  EXPECT_TRUE(well.pump->relay_closed());
  well.run(1, 10);
  EXPECT_FALSE(well.pump->relay_closed());
  EXPECT_EQ(well.records(), 0u);
  EXPECT_EQ(well.pump->account().run_on, Energy::wh(900)) << "known, and nobody's";
}

TEST(PumpTools, a_card_stops_the_pump_with_who_waters_and_another_one_permits_it) {
  Well well;
  FarmersCard farmer;
  well.swipe(farmer);
  well.run(100, 20);
  pump::SetParameters set;
  set.parameters.add({4, 1});
  auto stop = card_with(set, 1);
  EXPECT_EQ(well.swipe(stop), ToolAnswer::done);
  EXPECT_FALSE(well.pump->relay_closed());
  EXPECT_EQ(well.newest().cause, pump::Cause::order);
  EXPECT_EQ(well.hanging(), 1u);
  EXPECT_EQ(well.pump->phase(), PumpPhase::lockout);
  well.power_cut();
  EXPECT_EQ(well.swipe(farmer), PumpRefusal::none) << "he pays what he used";
  EXPECT_EQ(well.swipe(farmer), PumpRefusal::locked_out) << "power that comes back lifts nothing";
  set.parameters.items[0].value = 0;
  auto permit = card_with(set, 2);
  EXPECT_EQ(well.swipe(permit), ToolAnswer::done);
  EXPECT_EQ(well.swipe(farmer), PumpRefusal::none);
  EXPECT_TRUE(well.pump->relay_closed());
}

TEST(PumpTools, the_numbers_of_another_module_go_on_from_none_of_those_before) {
  Well well;
  FarmersCard farmer;
  farmer.area = 13010501;
  well.swipe(farmer);
  well.run(100, 20);
  well.swipe(farmer);
  well.run(20);
  auto bound = card_with(pump::BindTerminal{{0, 0, 0x12, 0x34}, {0x13, 0x01, 0x20, 0, 0, 9}, {0x13, 0x01, 0x05, 0x01}}, 1);
  ASSERT_EQ(well.swipe(bound), ToolAnswer::done);
  well.module.terminal[5] = 9;
  well.module.number = 40;
  well.run(120);
  well.power_cut();
  ASSERT_EQ(well.swipe(farmer), PumpRefusal::none);
  well.run(100, 20);
  well.swipe(farmer);
  well.run(20);
  EXPECT_EQ(well.records(), 2u) << "what it gave at another well was never drawn here";
  well.module.number += 3;
  well.swipe(farmer);
  well.run(100, 20);
  well.swipe(farmer);
  EXPECT_EQ(well.records(), 6u) << "and its own row is filled";
}

TEST(PumpTools, bound_to_another_module_and_another_area_only_where_it_stands) {
  Well well;
  auto elsewhere = card_with(pump::BindTerminal{{0, 0, 0, 9}, {0x13, 0x01, 0x20, 0, 0, 9}, {0x13, 0x01, 0x05, 0x02}}, 1),
       here = card_with(pump::BindTerminal{{0, 0, 0x12, 0x34}, {0x13, 0x01, 0x20, 0, 0, 9}, {0x13, 0x01, 0x05, 0x02}}, 2);
  EXPECT_EQ(well.swipe(elsewhere), ToolAnswer::not_here);
  EXPECT_EQ(well.swipe(here), ToolAnswer::done);
  EXPECT_FALSE(well.pump->module_ready()) << "the one in its slot is not the one it was bound to";
  well.module.terminal[5] = 9;
  well.run(120);
  EXPECT_TRUE(well.pump->module_ready());
  FarmersCard farmer;
  EXPECT_EQ(well.swipe(farmer), PumpRefusal::wrong_area);
  farmer.area = 13010502;
  EXPECT_EQ(well.swipe(farmer), PumpRefusal::none);
}

// ---- the answer on a collect card

pump::CollectHead head_on(const ToolCard& card) {
  pump::Image<pump::CollectHead> image{};
  std::copy(card.rows.back().begin(), card.rows.back().end(), image.begin());
  return pump::decode_collect_head(image).value_or(pump::CollectHead{});
}
void water(Well& well, FarmersCard& farmer, unsigned times) {
  for (; times > 0; --times) {
    well.swipe(farmer);
    well.run(10, 10);
    well.swipe(farmer);
    well.run(11);
  }
}
std::uint32_t number_in(const Message& row) {
  pump::Image<pump::UsageRecord> image{};
  std::copy(row.begin(), row.end(), image.begin());
  const auto record = pump::decode_usage(image);
  return record ? record->number : 0;
}

TEST(PumpTools, a_collect_card_takes_the_oldest_sixty_four_and_the_next_one_goes_on) {
  Well well;
  FarmersCard farmer;
  farmer.balance = 9'000'00;
  water(well, farmer, 70);
  auto first = card_with(pump::Collect{}, 1);
  EXPECT_EQ(well.swipe(first), ToolAnswer::done);
  const auto head = head_on(first);
  EXPECT_EQ(head.order, 1u);
  EXPECT_EQ(head.count, 64u);
  EXPECT_EQ(head.head.address, (std::array<std::uint8_t, 6>{0, 0, 0, 0, 0x12, 0x34}));
  EXPECT_EQ(number_in(first.rows[0]), 16u);
  EXPECT_EQ(number_in(first.rows[63]), 79u);
  EXPECT_EQ(well.swipe(first), ToolAnswer::used);
  first.write(frame(pump::Collect{}, 2));
  EXPECT_EQ(well.swipe(first), ToolAnswer::answer_full) << "what is on it comes home first";
  auto second = card_with(pump::Collect{}, 2);
  EXPECT_EQ(well.swipe(second), ToolAnswer::done);
  EXPECT_EQ(head_on(second).count, 6u);
  EXPECT_EQ(number_in(second.rows[0]), 80u);
  pump::Image<pump::ParameterRecord> newest{};
  std::copy_n(second.rows[pump::collect_row::first_parameters - 1].begin(), newest.size(), newest.begin());
  const auto said = pump::decode_parameter(newest);
  ASSERT_TRUE(said);
  EXPECT_EQ(said->parameter, 123) << "what the cards before were told comes home too";
  EXPECT_EQ(said->after, 8u);
}

TEST(PumpTools, lifted_at_any_command_a_card_has_a_whole_answer_or_none_and_nothing_is_lost) {
  for (const bool carried_out : {false, true}) {
    for (unsigned at = 1; at < 60; ++at) {
      Well well;
      FarmersCard farmer;
      water(well, farmer, 3);
      auto tool = card_with(pump::Collect{}, 1);
      const auto answer = well.swipe(tool, {PumpSession::Party::card, at, carried_out});
      if (answer == ToolAnswer::done) break;
      ASSERT_LT(at, 59u);
      const bool whole = head_on(tool).order == 1;
      EXPECT_TRUE(!whole || carried_out) << at;
      // The next one brings all of them, as well those that may have come home already.
      auto next = card_with(pump::Collect{}, 2);
      EXPECT_EQ(well.swipe(next), ToolAnswer::done) << at;
      EXPECT_EQ(head_on(next).count, 3u) << at;
      EXPECT_EQ(number_in(next.rows[0]), 16u) << at;
    }
  }
}

TEST(PumpTools, lifted_at_any_command_a_black_list_is_taken_once_or_not_at_all) {
  for (unsigned at = 1; at <= 3; ++at) {
    Well well;
    auto tool = card_with(lost({{0x13}}));
    EXPECT_FALSE(well.swipe(tool, {PumpSession::Party::card, at, false})) << at;
    EXPECT_EQ(well.pump->store().black_list().count, 0) << at;
    EXPECT_EQ(well.swipe(tool), ToolAnswer::done) << at;
    EXPECT_EQ(well.pump->store().black_list().count, 1) << at;
  }
}

TEST(PumpTools, power_lost_at_any_byte_leaves_all_parameters_as_they_were_or_all_as_they_were_ordered) {
  pump::SetParameters set;
  set.parameters.add({8, 25});
  set.parameters.add({9, 6});
  bool whole = false;
  for (std::size_t cut = 0; !whole; ++cut) {
    ASSERT_LT(cut, 2'000u);
    Well well;
    auto tool = card_with(set);
    well.chip.bytes_left = cut;
    well.swipe(tool);
    whole = well.chip.bytes_left > 0;
    well.power_cut();
    const auto day = well.pump->parameters().of(PumpParameter::settlement_day), hour = well.pump->parameters().of(PumpParameter::settlement_hour);
    EXPECT_TRUE((day == 1 && hour == 0) || (day == 25 && hour == 6)) << cut << ": on the " << day << " at " << hour;
  }
}

TEST(PumpTools, power_lost_at_any_byte_leaves_the_former_list_or_the_new_one_whole_and_the_same_card_completes_it) {
  for (std::size_t cut = 0; cut < 160; ++cut) {
    Well well;
    auto order = lost({{0x13}});
    order.cards.add(CardSerial{{0x14}});
    order.cards.add(CardSerial{{0x15}});
    auto tool = card_with(order);
    well.chip.bytes_left = cut;
    well.swipe(tool);
    well.power_cut();
    const auto left = well.pump->store().black_list();
    EXPECT_TRUE((left.edition == 0 && left.count == 0) || (left.edition == 7 && left.count == 3)) << cut << ": edition " << left.edition << " with " << left.count;
    const auto again = well.swipe(tool);
    EXPECT_TRUE(again == ToolAnswer::done || again == ToolAnswer::used) << cut;
    EXPECT_EQ(well.pump->store().black_list().count, 3) << cut;
    EXPECT_TRUE(well.pump->store().is_black({{0x13}})) << cut;
  }
}

}  // namespace
}  // namespace kwota::meter::test
