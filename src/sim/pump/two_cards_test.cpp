// Two cards before a pump's reader at once: it speaks to neither, says so, and who waters goes on.
#include <gtest/gtest.h>

#include "sim/pump/test_module.h"
#include "sim/pump/well_pump.h"

namespace kwota::sim::test {
namespace {

using meter::PumpRefusal;

constexpr std::uint32_t county_of_card = 0x00330100;  // its number begins with 3301
const PumpSite mill{MeterNumber::from(330'100'000'017), county_of_card, 33'010'001};

struct Well {
  SeededRandom random{11};
  PumpChip chip;
  WellPump pump{chip, mill, card_in_memory(well_module(serial, terminal_of(mill), seal::test_root, random), random), {{2026, 11, 20}, 12, 0, 0}};
  Desk li{loaded_purse()}, ma{loaded_purse()};

  Well() {
    meter::PriceTable table;
    table.set = 1;
    table.energy.fill(MeterPrice::e4(5'000));
    EXPECT_TRUE(pump.pump().set_prices(table));
    pump.set_flow({Power::watts(7'200), {}});
  }
  WellPump::Swiped both() {
    const auto done = pump.swipe_together(*li.card, *ma.card);
    for (auto* desk : {&li, &ma}) desk->put_down_again();
    return done;
  }
  WellPump::Swiped alone() {
    const auto done = pump.swipe(*li.card);
    li.put_down_again();
    return done;
  }
  bool is_grey(const Desk& desk) const { return purse_on(desk.card->state())->grey; }
};

TEST(TwoCards, nothing_is_begun_and_the_pump_says_why) {
  Well well;
  EXPECT_EQ(well.both().refusal, PumpRefusal::two_cards);
  const auto view = well.pump.view();
  EXPECT_FALSE(view.relay_closed);
  EXPECT_EQ(view.phase, meter::PumpPhase::idle);
  EXPECT_EQ(view.error_class, 41);
  EXPECT_EQ(view.records, 0u) << "the module drew no number";
  EXPECT_FALSE(well.is_grey(well.li) || well.is_grey(well.ma));
  const auto fault = pump::decode_fault(*well.pump.pump().store().faults().at(1));
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->cause, 11);
  EXPECT_EQ(fault->card, CardSerial{}) << "whose they are it has not asked";
  EXPECT_EQ(well.alone().refusal, PumpRefusal::none) << "one of them taken away, the other one waters";
  EXPECT_TRUE(well.pump.view().relay_closed);
}

TEST(TwoCards, a_watering_that_runs_is_neither_charged_nor_stopped_by_them) {
  Well well;
  ASSERT_EQ(well.alone().refusal, PumpRefusal::none);
  well.pump.advance(Duration::seconds(1'000));  // 2 kWh
  const auto before = money_on(well.li);
  for (int times = 0; times < 3; ++times) {
    const auto done = well.both();
    EXPECT_EQ(done.refusal, PumpRefusal::two_cards) << "his own card is one of the two";
    EXPECT_FALSE(done.paid);
  }
  EXPECT_EQ(money_on(well.li), before);
  EXPECT_TRUE(well.is_grey(well.li));
  EXPECT_FALSE(well.is_grey(well.ma));
  EXPECT_TRUE(well.pump.view().relay_closed);
  EXPECT_EQ(well.pump.view().phase, meter::PumpPhase::running);
  well.pump.advance(Duration::seconds(1'000));
  EXPECT_EQ(well.alone().paid, Money::minor(2'00)) << "for all of it, once";
  EXPECT_EQ(before - money_on(well.li), Money::minor(2'00));
}

TEST(TwoCards, in_the_seconds_in_which_the_relay_is_still_closed_they_start_nothing_anew) {
  Well well;
  ASSERT_EQ(well.alone().refusal, PumpRefusal::none);
  well.pump.advance(Duration::seconds(1'000));
  ASSERT_TRUE(well.alone().paid);
  EXPECT_EQ(well.both().refusal, PumpRefusal::two_cards);
  well.pump.advance(Duration::seconds(60));
  EXPECT_FALSE(well.pump.view().relay_closed);
  EXPECT_EQ(well.pump.view().records, 1u);
}

TEST(TwoCards, a_dark_pump_sees_none_of_them) {
  Well well;
  well.pump.cut_power();
  EXPECT_TRUE(well.both().dark);
  well.pump.restore_power();
  EXPECT_EQ(well.pump.pump().store().faults().count(), 0u);
}

}  // namespace
}  // namespace kwota::sim::test
