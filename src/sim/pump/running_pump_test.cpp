// The pump with a card that the counter has issued and loaded, and a PSAM with the county's keys: the real MACs, command by command.
#include "sim/pump/test_module.h"

#include <gtest/gtest.h>

#include "base/time.h"
#include "meter/dlt645/pump_line.h"
#include "sim/line/wire_time.h"

namespace kwota::sim::test {
namespace {

using meter::PumpRefusal;

constexpr pump::TerminalNumber well_terminal{0x33, 0x01, 0x20, 0x00, 0x00, 0x17}, other_terminal{0x33, 0x01, 0x20, 0x00, 0x00, 0x25};

struct World {
  Module module;
  PumpChip chip;
  std::function<void(ByteView command, Bytes& answer)> spoils{};  ///< what the module says, on its way
  RunningPump well{chip, [this](ByteView command) {
                     Bytes answer = module.send(command);
                     if (spoils) spoils(command, answer);
                     return answer;
                   }};
  explicit World(const pump::TerminalNumber& terminal = well_terminal, std::uint32_t next_number = 0) : module(terminal, next_number) {
    EXPECT_TRUE(well.commission({.well = {0, 0, 0, 0x17}, .terminal = terminal, .county = 3301, .area = 33'010'001, .pin = module_pin}));
    EXPECT_TRUE(well.power_on(meter::clock_of(meter::MeterTime{26, 11, 20, 12, 0})));
    meter::PriceTable table;
    table.set = 1;
    table.energy.fill(MeterPrice::e4(5'000));
    EXPECT_TRUE(well.pump().set_prices(table));
    EXPECT_TRUE(well.pump().module_ready());
  }
  void power_cut() {
    module.lose_power();
    EXPECT_TRUE(well.power_cut(3'600));
  }
  pump::UsageRecord newest() { return *pump::decode_usage(*well.pump().store().usage().at(1)); }
};

struct Card {
  Desk desk{loaded_purse()};
  unsigned pulled_at = 0, commands = 0;
  std::size_t on_the_air = 0;  ///< bytes of the last swipe, with the five that a block adds
  RunningPump::Device device() {
    desk.put_down_again();
    commands = 0;
    on_the_air = 0;
    return [this](ByteView command) {
      constexpr std::size_t around_a_block = 5, status = 2;
      const auto answer = desk.card->execute(command);
      if (answer.ok()) on_the_air += command.size() + answer->data.size() + status + 2 * around_a_block;
      if (!answer.ok() || (pulled_at != 0 && ++commands >= pulled_at)) return Bytes{};
      Bytes bytes = answer->data;
      bytes.push_back(static_cast<std::uint8_t>(answer->sw.value >> 8));
      bytes.push_back(static_cast<std::uint8_t>(answer->sw.value));
      return bytes;
    };
  }
  Money money() const { return money_on(desk); }
};

/// At 106 kbit/s, nine bits a byte, and two milliseconds that a card or a module computes for each command.
Duration swipe_takes(std::size_t bytes, unsigned commands) {
  constexpr std::int64_t bits_a_byte = 9, bits_a_second = 106'000, ms_a_command = 2;
  return Duration::ms(static_cast<std::int64_t>(bytes) * bits_a_byte * 1'000 / bits_a_second + 1 + commands * ms_a_command);
}

/// The card's proof of a debit, as the office computes it: by its own key, from the pump's record alone.
pump::Proof tac_of(const pump::UsageRecord& record, const pump::TerminalNumber& terminal) {
  const auto key = seal::diversify(seal::test_root(seal::Purpose::tac), purse_keys().serial.bytes);
  const auto debited = meter::pump_moment({meter::clock_at(record.start).seconds + record.seconds});
  return seal::purse::transaction_code(
      key, seal::purse::debit({.terminal_sequence = record.number, .amount = record.amount,
                               .type = purse_card::TransactionType::purse_grey_debit, .terminal = terminal, .moment = meter::card_moment(debited)}));
}

constexpr RunningPump::Flow usual{Power::watts(7'200), {}};  // 2 Wh a second

TEST(RunningPump, a_card_from_the_counter_waters_and_the_office_can_prove_what_it_paid) {
  World world;
  Card card;
  const auto on = world.well.swipe(card.device());
  ASSERT_EQ(on.refusal, PumpRefusal::none);
  EXPECT_EQ(on.card_commands, 5u);
  EXPECT_EQ(on.module_commands, 2u);
  EXPECT_LE(swipe_takes(card.on_the_air, on.card_commands + on.module_commands).ms(), 600) << "the pump starts while his hand is there";
  world.well.run(1'000, usual);  // 2 kWh
  const auto off = world.well.swipe(card.device());
  ASSERT_EQ(off.refusal, PumpRefusal::none);
  EXPECT_EQ(off.card_commands, 4u);
  EXPECT_EQ(off.paid, Money::minor(1'00));
  EXPECT_EQ(card.money(), Money::minor(99'00));
  EXPECT_EQ(world.newest().tac, tac_of(world.newest(), well_terminal));
}

TEST(RunningPump, a_clock_that_somebody_sets_back_or_on_goes_on_from_there) {
  const auto noon = meter::clock_of(meter::MeterTime{26, 11, 20, 12, 0});
  for (const std::int64_t by : {-7'200, -61, 90, 86'400}) {
    World world;
    const meter::ClockTime set{static_cast<std::uint32_t>(noon->seconds + by)};
    world.well.pump().set_clock(set, {1});
    EXPECT_EQ(world.well.now(), set);
    world.well.run(100);
    EXPECT_EQ(world.well.pump().clock().seconds, set.seconds + 100) << by;
    world.power_cut();
    EXPECT_EQ(world.well.pump().clock().seconds, set.seconds + 3'700) << by;
  }
}

TEST(RunningPump, a_clock_that_is_set_back_in_the_second_in_which_it_went_wrong_is_right_again) {
  World world;
  const auto before = world.well.now();
  world.well.shift_clock(7'200);
  world.well.pump().set_clock(before, {1});
  world.well.run(100);
  EXPECT_EQ(world.well.pump().clock().seconds, before.seconds + 100);
}

TEST(RunningPump, after_a_power_cut_the_module_still_knows_the_lock_and_the_card_pays_what_was_counted) {
  World world;
  Card card;
  ASSERT_EQ(world.well.swipe(card.device()).refusal, PumpRefusal::none);
  world.well.run(1'000, usual);
  world.power_cut();
  EXPECT_FALSE(world.well.pump().relay_closed());
  ASSERT_EQ(world.well.swipe(card.device()).refusal, PumpRefusal::none);
  EXPECT_EQ(card.money(), Money::minor(99'00));
  EXPECT_EQ(world.newest().cause, pump::Cause::mains);
  EXPECT_EQ(world.newest().tac, tac_of(world.newest(), well_terminal));
}

TEST(RunningPump, pulled_at_every_command_the_card_pays_once_and_its_records_add_up) {
  for (unsigned on = 0; on <= 5; ++on)
    for (unsigned off = 0; off <= 4; ++off) {
      World world;
      Card card;
      card.pulled_at = on;
      world.well.swipe(card.device());
      card.pulled_at = 0;
      for (int swipes = 0; swipes < 3 && !world.well.pump().relay_closed(); ++swipes) world.well.swipe(card.device());
      ASSERT_TRUE(world.well.pump().relay_closed()) << on;
      world.well.run(1'000, usual);
      card.pulled_at = off;
      world.well.swipe(card.device());
      card.pulled_at = 0;
      world.well.run(400);
      for (int swipes = 0; swipes < 2 && world.well.pump().hung() > 0; ++swipes) world.well.swipe(card.device());
      EXPECT_EQ(card.money() + world.well.pump().account().charged, Money::minor(100'00)) << on << " " << off;
      EXPECT_EQ(world.well.pump().account().charged, Money::minor(1'00)) << on << " " << off;
      for (std::uint32_t back = 1; back <= world.well.pump().store().usage().count(); ++back) {
        const auto record = *pump::decode_usage(*world.well.pump().store().usage().at(back));
        EXPECT_TRUE(record.tac == pump::Proof{} || record.tac == tac_of(record, well_terminal)) << on << " " << off;
      }
    }
}

void flip(Bytes& bytes, std::size_t from, unsigned bit) { bytes[from + bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8); }

TEST(RunningPump, a_lock_with_one_bit_of_its_MAC1_wrong_locks_nobody_whichever_bit) {
  constexpr std::size_t mac_at = 8;  // behind the number and the random number that the module has drawn
  for (unsigned bit = 0; bit < 32; ++bit) {
    World world;
    Card card;
    world.spoils = [bit](ByteView command, Bytes& answer) {
      if (command[1] == 0x40 && answer.size() > mac_at + 4) flip(answer, mac_at, bit);
    };
    EXPECT_NE(world.well.swipe(card.device()).refusal, PumpRefusal::none) << bit;
    EXPECT_FALSE(world.well.pump().relay_closed()) << bit;
    EXPECT_EQ(world.well.pump().hung(), 0u) << bit << ": the card is free, and nobody hangs";
    EXPECT_EQ(world.newest().amount, Money{}) << bit;
    world.spoils = {};
    EXPECT_EQ(world.well.swipe(card.device()).refusal, PumpRefusal::none) << bit << ": nothing is spoilt for good";
    world.well.swipe(card.device());
    EXPECT_EQ(card.money(), Money::minor(100'00)) << bit;
  }
}

TEST(RunningPump, a_lock_with_one_bit_of_the_cards_MAC2_wrong_never_runs_and_costs_nothing) {
  constexpr std::size_t mac_at = 4;
  for (unsigned bit = 0; bit < 32; ++bit) {
    World world;
    Card card;
    const auto spoilt = [bit, device = card.device()](ByteView command) {
      Bytes answer = device(command);
      if (command[1] == 0x7C && answer.size() > mac_at + 4) flip(answer, mac_at, bit);
      return answer;
    };
    EXPECT_EQ(world.well.swipe(spoilt).refusal, PumpRefusal::not_authentic) << bit;
    EXPECT_FALSE(world.well.pump().relay_closed()) << bit;
    EXPECT_EQ(world.newest().amount, Money{}) << bit;
    world.well.swipe(card.device());
    world.well.swipe(card.device());
    EXPECT_EQ(card.money(), Money::minor(100'00)) << bit;
    EXPECT_EQ(world.well.pump().hung(), 0u) << bit;
  }
}

/// The card hears the pump's debit with one bit of its GMAC turned.
RunningPump::Device with_bit_of_gmac(Card& card, unsigned bit) {
  constexpr std::uint8_t debit_for_unlock = 0x7E;
  constexpr std::size_t gmac_at = 5 + 4 + 2 + 6 + 4 + 7;  // behind the header, the amount, the card's counter, the terminal, its number and the moment
  return [bit, device = card.device()](ByteView command) {
    Bytes heard = to_bytes(command);
    if (command[1] == debit_for_unlock) flip(heard, gmac_at, bit);
    return device(heard);
  };
}

TEST(RunningPump, a_debit_with_one_bit_of_its_GMAC_wrong_takes_nothing_whichever_bit_and_the_right_one_takes_it_once) {
  for (unsigned bit = 0; bit < 32; ++bit) {
    World world;
    Card card;
    ASSERT_EQ(world.well.swipe(card.device()).refusal, PumpRefusal::none) << bit;
    world.well.run(1'000, usual);
    EXPECT_EQ(world.well.swipe(with_bit_of_gmac(card, bit)).refusal, PumpRefusal::not_authentic) << bit;
    EXPECT_EQ(world.well.pump().hung(), 1u) << bit << ": what he owes is not forgotten";
    card.desk.put_down_again();
    EXPECT_EQ(card.money(), Money::minor(100'00)) << bit;
    world.well.run(20, usual);
    EXPECT_FALSE(world.well.pump().relay_closed()) << bit << ": it runs on for its ten seconds, as after every stop, and no longer";
    EXPECT_EQ(world.well.swipe(card.device()).refusal, PumpRefusal::none) << bit << ": what the module had computed was right";
    EXPECT_EQ(world.well.pump().hung(), 0u) << bit;
    EXPECT_EQ(world.well.pump().account().charged, Money::minor(1'00)) << bit;
    if (world.well.pump().relay_closed()) world.well.swipe(card.device());
    card.desk.put_down_again();
    EXPECT_EQ(card.money(), Money::minor(99'00)) << bit << ": once";
    for (std::uint32_t back = 1; back <= world.well.pump().store().usage().count(); ++back) {
      const auto record = *pump::decode_usage(*world.well.pump().store().usage().at(back));
      EXPECT_TRUE((record.amount.is_zero() && record.tac == pump::Proof{}) || record.tac == tac_of(record, well_terminal)) << bit;
    }
  }
}

constexpr std::uint8_t gives_gmac = 0x44, gives_gmac_again = 0x46;

TEST(RunningPump, a_GMAC_that_came_from_the_module_with_one_bit_wrong_is_asked_for_until_it_is_said_twice_and_takes_what_he_owes_once) {
  for (const std::uint8_t spoilt : {gives_gmac, gives_gmac_again})
    for (unsigned bit = 0; bit < 32; ++bit) {
      World world;
      Card card;
      ASSERT_EQ(world.well.swipe(card.device()).refusal, PumpRefusal::none) << bit;
      world.well.run(1'000, usual);
      bool once = false;
      world.spoils = [&](ByteView command, Bytes& answer) {
        if (command[1] == spoilt && answer.size() > 4 && !std::exchange(once, true)) flip(answer, 0, bit);
      };
      EXPECT_EQ(world.well.swipe(card.device()).refusal, PumpRefusal::none) << bit;
      EXPECT_TRUE(once) << bit;
      EXPECT_EQ(world.well.pump().hung(), 0u) << bit;
      EXPECT_EQ(world.well.pump().account().charged, Money::minor(1'00)) << bit;
      card.desk.put_down_again();
      EXPECT_EQ(card.money(), Money::minor(99'00)) << bit;
    }
}

TEST(RunningPump, what_hangs_goes_to_another_well_with_a_GMAC_that_frees_the_card_whichever_bit_came_wrong_from_the_module) {
  for (unsigned bit = 0; bit < 32; ++bit) {
    World there, here{other_terminal};
    Card card;
    there.well.swipe(card.device());
    there.well.run(1'000, usual);
    there.spoils = [bit](ByteView command, Bytes& answer) {
      if (command[1] == gives_gmac && answer.size() > 4) flip(answer, 0, bit);
    };
    there.well.run(310);
    pump::Image<pump::HungRecord> carried[1]{};
    ASSERT_EQ(there.well.pump().hung_from(0, carried), 1u) << bit;
    ASSERT_TRUE(here.well.pump().take_released(*pump::decode_hung(carried[0]))) << bit;
    EXPECT_EQ(here.well.swipe(card.device()).refusal, PumpRefusal::none) << bit;
    card.desk.put_down_again();
    EXPECT_EQ(card.money(), Money::minor(99'00)) << bit;
  }
}

TEST(RunningPump, a_module_that_never_says_the_same_GMAC_twice_is_believed_none_and_asked_again_when_it_does) {
  World world;
  Card card;
  world.well.swipe(card.device());
  world.well.run(1'000, usual);
  unsigned said = 0;
  world.spoils = [&](ByteView command, Bytes& answer) {
    if ((command[1] == gives_gmac || command[1] == gives_gmac_again) && answer.size() > 4) flip(answer, 0, said++ % 32);
  };
  EXPECT_EQ(world.well.swipe(card.device()).refusal, PumpRefusal::module_dead);
  EXPECT_LT(said, 64u) << "not for ever";
  EXPECT_EQ(world.well.pump().hung(), 1u);
  pump::Image<pump::HungRecord> hung[1]{};
  ASSERT_EQ(world.well.pump().hung_from(0, hung), 1u);
  EXPECT_EQ(pump::decode_hung(hung[0])->gmac, pump::Proof{}) << "nobody is given what would free no card";
  world.spoils = {};
  world.well.run(90);
  card.desk.put_down_again();
  EXPECT_EQ(world.well.swipe(card.device()).refusal, PumpRefusal::none);
  card.desk.put_down_again();
  EXPECT_EQ(card.money(), Money::minor(99'00));
}

TEST(RunningPump, a_module_whose_counter_is_at_its_end_starts_nobody_and_settles_who_waters) {
  World world(well_terminal, UINT32_MAX - 1);
  Card card;
  ASSERT_EQ(world.well.swipe(card.device()).refusal, PumpRefusal::none) << "its last number";
  world.well.run(1'000, usual);
  ASSERT_EQ(world.well.swipe(card.device()).refusal, PumpRefusal::none);
  EXPECT_EQ(card.money(), Money::minor(99'00));
  world.well.run(60);
  EXPECT_EQ(world.well.swipe(card.device()).refusal, PumpRefusal::module_dead) << "31: it draws no number any more";
  EXPECT_FALSE(world.well.pump().relay_closed());
  card.desk.put_down_again();
  EXPECT_EQ(card.money(), Money::minor(99'00)) << "and the card was not locked";
}

TEST(RunningPump, a_card_of_the_key_office_is_no_farmers_and_starts_nothing) {
  World world;
  Module another(other_terminal);
  const auto held = world.well.swipe([&](ByteView command) { return another.send(command); });
  EXPECT_EQ(held.refusal, PumpRefusal::not_ours) << "a PSAM, as key cards and their control cards are laid out";
  EXPECT_FALSE(world.well.pump().relay_closed());
  EXPECT_FALSE(world.well.pump().store().usage().at(1)) << "and it leaves no record";
}

TEST(RunningPump, a_module_that_wants_another_PIN_is_asked_once_and_keeps_its_tries) {
  Module module(well_terminal);
  PumpChip chip;
  unsigned asked = 0;
  RunningPump well{chip, [&](ByteView command) {
                     constexpr std::uint8_t verify = 0x20;
                     asked += command.size() > 1 && command[1] == verify ? 1 : 0;
                     return module.send(command);
                   }};
  ASSERT_TRUE(well.commission({.well = {0, 0, 0, 0x17}, .terminal = well_terminal, .county = 3301, .area = 33'010'001, .pin = {0x39, 0x39, 0x39, 0x39, 0x39, 0x39}}));
  ASSERT_TRUE(well.power_on(meter::clock_of(meter::MeterTime{26, 11, 20, 12, 0})));
  Card card;
  for (int swipe = 0; swipe < 5; ++swipe) {
    EXPECT_EQ(well.swipe(card.device()).refusal, PumpRefusal::module_dead);
    well.run(600);
  }
  EXPECT_EQ(asked, 1u) << "three wrong ones would lock it for ever";
  EXPECT_EQ(card.money(), Money::minor(100'00));
  module.lose_power();
  ASSERT_TRUE(well.commission({.well = {0, 0, 0, 0x17}, .terminal = well_terminal, .county = 3301, .area = 33'010'001, .pin = module_pin}));
  ASSERT_TRUE(well.power_on(meter::clock_of(meter::MeterTime{26, 11, 20, 15, 0})));
  EXPECT_TRUE(well.pump().module_ready()) << "with the right one it opens";
}

TEST(RunningPump, another_well_settles_who_hangs_with_the_record_that_was_brought) {
  World there, here{other_terminal};
  Card card;
  there.well.swipe(card.device());
  there.well.run(1'000, usual);
  there.well.run(310);
  EXPECT_EQ(here.well.swipe(card.device()).refusal, PumpRefusal::grey_elsewhere);
  pump::Image<pump::HungRecord> carried[1]{};
  ASSERT_EQ(there.well.pump().hung_from(0, carried), 1u);
  ASSERT_TRUE(here.well.pump().take_released(*pump::decode_hung(carried[0])));
  const auto cleared = here.well.swipe(card.device());
  EXPECT_EQ(cleared.refusal, PumpRefusal::none);
  EXPECT_EQ(cleared.module_commands, 0u) << "the card checks only the GMAC";
  EXPECT_EQ(card.money(), Money::minor(99'00));
  there.well.swipe(card.device());
  there.well.swipe(card.device());
  EXPECT_EQ(card.money(), Money::minor(99'00)) << "no second debit";
  EXPECT_EQ(there.well.pump().hung(), 0u);
}

TEST(RunningPump, a_thousand_of_its_records_take_nine_minutes_over_infrared_light_and_never_less) {
  using namespace std::chrono_literals;
  World world;
  auto record = pump::UsageRecord{.card = purse_keys().serial, .price_set = 1};
  for (record.number = 1; record.number <= 1'001; ++record.number) world.well.pump().store().usage().append(*pump::encode(record));
  const auto address = *dlt645::Address::parse("330100000017");
  meter_line::PumpLine line{world.well.pump(), address};
  WireTime wire;
  WireTime::Time now{};
  std::size_t bytes = 0, records = 0;
  for (std::uint32_t next = 2; next <= 1'001; next += 4) {
    std::array<std::uint8_t, 4> number{};
    put_bcd(number, next);
    const Bytes data{0x04, 0x01, 0xFA, 0x04, 0x04, number[3], number[2], number[1], number[0]};
    const Bytes question = dlt645::encode({address, {dlt645::function::read}, data});
    const Bytes answer = line.receive(question);
    now = wire.send(now, 1'200, question.size());
    now = wire.send(now, 1'200, answer.size());
    bytes += question.size() + answer.size();
    records += dlt645::decode(answer)->frame.data[4];
  }
  EXPECT_EQ(records, 1'000u);
  EXPECT_EQ(bytes, 58'500u);
  EXPECT_GE(now, 536'250ms);
  EXPECT_LT(now, 536'251ms);
}

}  // namespace
}  // namespace kwota::sim::test
