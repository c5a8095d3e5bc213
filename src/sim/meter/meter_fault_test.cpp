// Faults of the meter itself, switched on: a reboot in the middle of a write, a welded contact, a phase without voltage, a
// kettle.
#include "models/ddsy1352.h"
#include "models/dtsy1352.h"
#include "sim/meter/test_world.h"

namespace kwota::sim::test {
namespace {

using meter::EventKind;
using meter::Trip;

TEST(MeterFaults, a_reboot_in_the_middle_of_any_write_of_a_purchase_leaves_it_whole_or_not_begun) {
  for (unsigned write = 1; write <= 6; ++write) {
    SCOPED_TRACE(write);
    World world{models::ddsy1352};
    Card card{first_card, world.random};
    world.open_account(card, Money::minor(50'00));
    card.write(instruction(CardType::purchase), Money::minor(30'00), 2);
    world.meter->reboot_at_write(write);
    world.visit(card);
    world.meter->reboot_at_write(0);
    EXPECT_TRUE(world.meter->powered());
    EXPECT_EQ(world.visit(card), meter::Refusal::none);
    EXPECT_EQ(world.ledger().credited, Money::minor(80'00));
    EXPECT_EQ(world.ledger().count, SequenceNumber{2});
    EXPECT_EQ(world.meter->core().history().purchase(1)->count, SequenceNumber{2});
  }
}

TEST(MeterFaults, a_reboot_while_an_order_is_stored_gives_no_answer_and_the_order_again_is_harmless) {
  World world{models::ddsy1352};
  const auto freeze =
      dlt645::encode({dlt645::Address::parse("004123456789").value(), {dlt645::function::freeze}, hex("00189999")});
  world.meter->reboot_at_write(1);
  EXPECT_TRUE(world.meter->receive_line(freeze).empty());
  EXPECT_TRUE(world.meter->powered());
  EXPECT_FALSE(world.meter->receive_line(freeze).empty());
  EXPECT_EQ(world.meter->core().history().count(EventKind::power_off), 1U);
}

TEST(MeterFaults, a_welded_contact_feeds_on_and_what_it_feeds_is_counted_and_paid) {
  World world{models::ddsy1352};
  Card card{first_card, world.random};
  world.open_account(card, Money::minor(50'00));
  world.meter->weld(true);
  world.meter->core().order(meter::Order::trip);
  world.burn(Energy::kwh(2));
  EXPECT_FALSE(world.meter->view().relay_closed);
  EXPECT_EQ(world.ledger().energy, Energy::kwh(2));
  EXPECT_EQ(world.ledger().balance, meter::ExactMoney::of(Money::minor(49'00)));
  EXPECT_EQ(world.meter->core().measured().contact, meter::Measured::Contact::closed);
  world.meter->weld(false);
  world.burn(Energy::kwh(2));
  EXPECT_EQ(world.ledger().energy, Energy::kwh(2));
}

TEST(MeterFaults, a_phase_that_is_lost_is_said_and_the_others_carry_the_load) {
  World world{models::dtsy1352};
  Card card{first_card, world.random};
  world.open_account(card, Money::minor(500'00));
  world.meter->lose_phase(1, true);
  world.burn(Energy::kwh(1));
  EXPECT_TRUE(world.meter->core().phase_lost(1));
  EXPECT_FALSE(world.meter->core().phase_lost(0) || world.meter->core().phase_lost(2));
  EXPECT_TRUE(world.meter->view().relay_closed);
  EXPECT_EQ(world.ledger().energy, Energy::kwh(1));
}

TEST(MeterLoad,
     a_kettle_beside_the_lamps_is_cut_to_the_second_and_the_clock_is_looked_at_by_the_minute_again_when_the_rule_is_off) {
  World world{models::ddsy1352};
  Card card{first_card, world.random};
  world.open_account(card, Money::minor(500'00));
  auto& core = world.meter->core();
  EXPECT_FALSE(core.wants_seconds());
  ASSERT_TRUE(core.set_parameter(meter::Parameter::step_watts, 800));
  EXPECT_TRUE(core.wants_seconds());
  world.meter->set_load(Power::watts(300), 145);
  world.meter->advance(Duration::minutes(1));
  world.meter->plug("kettle", Power::watts(1'500));
  world.meter->advance(Duration::seconds(2));
  EXPECT_TRUE(world.meter->view().relay_closed);
  world.meter->advance(Duration::seconds(3));
  EXPECT_EQ(world.meter->view().trip, Trip::load);
  world.meter->unplug("kettle");
  world.meter->advance(Duration::minutes(6));
  EXPECT_TRUE(world.meter->view().relay_closed);
  EXPECT_EQ(world.meter->view().load, Power::watts(300));
}

TEST(MeterLoad, what_is_cut_does_not_depend_on_how_time_is_cut) {
  const auto run = [](std::int64_t piece_ms) {
    World world{models::ddsy1352};
    Card card{first_card, world.random};
    world.open_account(card, Money::minor(500'00));
    auto& core = world.meter->core();
    EXPECT_TRUE(core.set_parameter(meter::Parameter::limit_watts, 2'000) &&
                core.set_parameter(meter::Parameter::step_watts, 800));
    world.meter->set_load(Power::watts(500));
    std::int64_t left = 3 * 3'600'000;
    for (; left > 0; left -= std::min(left, piece_ms)) {
      if (left == 3 * 3'600'000 - 1'800'000) world.meter->plug("heater", Power::watts(1'900));
      world.meter->advance(Duration::ms(std::min(left, piece_ms)));
    }
    return std::pair{world.ledger().energy, core.history().count(EventKind::load_trip)};
  };
  EXPECT_EQ(run(1'800'000), run(1'000));
  EXPECT_EQ(run(1'800'000), run(60'000));
  EXPECT_GT(run(1'000).second, 2U);
}

}  // namespace
}  // namespace kwota::sim::test
