// A meter in use: burning credit step by step, the alarms, the relay and the gestures that close it (meters.md 7.3).
#include <rapidcheck.h>

#include "base/words.h"
#include "models/ddsy1352.h"
#include "models/dtsy1352.h"
#include "sim/meter/test_world.h"

namespace kwota::sim::test {
namespace {

using meter::Refusal;
using meter::Trip;

class Supply : public ::testing::Test {
 protected:
  Trip trip() const { return world.meter->view().trip; }
  bool fed() const { return world.meter->view().relay_closed; }
  std::int64_t balance() const { return world.ledger().balance.e5(); }
  void purchase(Money amount, std::uint32_t n) {
    card.write(instruction(CardType::purchase), amount, n);
    ASSERT_EQ(world.visit(card), Refusal::none);
  }
  void hold_key() { world.meter->press_key(Duration::seconds(3)); }
  void set_overdraft(Money limit) {
    auto limits = world.meter->core().state().limits;
    limits.overdraft = limit;
    world.meter->core().set_limits(limits);
  }

  World world{models::ddsy1352};
  Card card{first_card, world.random};
};

TEST_F(Supply, a_boundary_inside_a_day_is_split_to_the_watt_hour) {
  world.open_account(card, Money::minor(100'00));
  world.burn(Energy::wh(99'999));
  EXPECT_EQ(balance(), 100'00 * 100'000LL - 99'999LL * 5000);
  world.burn(Energy::wh(3));  // one at 0.50, two at 0.80
  EXPECT_EQ(balance(), 100'00 * 100'000LL - 100'000LL * 5000 - 2 * 8000);
  EXPECT_EQ(world.meter->view().step, 2u);
  EXPECT_EQ(world.meter->view().price, MeterPrice::e4(8000));
}

TEST_F(Supply, the_first_of_the_month_starts_the_steps_anew) {
  world.open_account(card, Money::minor(500'00));
  world.burn(Energy::kwh(120));
  EXPECT_EQ(world.meter->view().step, 2u);
  world.meter->advance(Duration::days(11));
  EXPECT_EQ(world.meter->view().step, 1u);
  EXPECT_TRUE(world.meter->view().period_energy.is_zero());
  EXPECT_EQ(world.ledger().month_start_energy, Energy::kwh(120));
}

TEST_F(Supply, settlements_missed_in_a_power_cut_are_made_up_in_order) {
  world.open_account(card, Money::minor(500'00));
  world.burn(Energy::kwh(120));
  world.meter->cut_power();
  ASSERT_TRUE(world.meter->restore_power(Duration::days(29)).ok());
  const auto past = world.meter->core().state().calendar.settlements;
  EXPECT_EQ(past[0].period_energy, Energy::kwh(120));
  EXPECT_EQ(meter::meter_time(past[0].at), (user_card::MeterTime{26, 12, 1, 0, 0}));
  world.meter->cut_power();
  ASSERT_TRUE(world.meter->restore_power(Duration::days(30)).ok());
  world.meter->cut_power();
  ASSERT_TRUE(world.meter->restore_power(Duration::days(30)).ok());
  const auto now = world.meter->core().state().calendar.settlements;
  EXPECT_EQ(meter::meter_time(now[0].at), (user_card::MeterTime{27, 2, 1, 0, 0}));
  EXPECT_EQ(meter::meter_time(now[1].at), (user_card::MeterTime{27, 1, 1, 0, 0}));
  EXPECT_TRUE(now[0].period_energy.is_zero());
  EXPECT_EQ(now[2].period_energy, Energy::kwh(120));
}

TEST_F(Supply, the_spare_tariff_takes_over_at_its_minute) {
  world.open_account(card, Money::minor(500'00));
  auto dearer = two_steps();
  dearer.step_prices[0] = MeterPrice::e4(6000);
  card.put(user_card::sfi::tariff_spare, *user_card::encode(dearer, user_card::Command::tariff_spare));
  auto says = instruction(CardType::purchase);
  says.update_flags = user_card::update::tariff_spare;
  says.tariff_switch = {26, 11, 21, 0, 0};
  card.write(says, Money::minor(1'00), 2);
  ASSERT_EQ(world.visit(card), Refusal::none);
  EXPECT_EQ(world.meter->view().price, MeterPrice::e4(5000));
  world.meter->advance(Duration::hours(12) - Duration::seconds(1));
  EXPECT_EQ(world.meter->view().price, MeterPrice::e4(5000));
  world.meter->advance(Duration::seconds(1));
  EXPECT_EQ(world.meter->view().price, MeterPrice::e4(6000));
  EXPECT_EQ(world.meter->core().state().tariffs.set, 1);
  EXPECT_EQ(world.visit(card), Refusal::none) << "the same card again does not bring the switch back";
  EXPECT_EQ(world.meter->core().state().tariffs.set, 1);
}

TEST_F(Supply, settlement_days_that_come_with_a_card_count_from_now_on) {
  world.open_account(card, Money::minor(500'00));
  world.meter->advance(Duration::days(25));  // 15 December; the first was settled
  world.burn(Energy::kwh(120));
  auto tenth = two_steps();
  tenth.settlement_days[0] = {.month = 0, .day = 10, .hour = 0};  // five days ago
  card.put(user_card::sfi::tariff_current, *user_card::encode(tenth, user_card::Command::tariff_current));
  auto says = instruction(CardType::purchase);
  says.update_flags = user_card::update::tariff_current;
  card.write(says, Money::minor(1'00), 2);
  ASSERT_EQ(world.visit(card), Refusal::none);
  EXPECT_EQ(world.meter->view().period_energy, Energy::kwh(120));
  world.meter->advance(Duration::days(27));
  EXPECT_TRUE(world.meter->view().period_energy.is_zero());
}

TEST_F(Supply, alarm_1_warns_and_feeds_on) {
  world.open_account(card, Money::minor(21'00));
  world.burn(Energy::kwh(1));
  EXPECT_FALSE(world.meter->view().alarm1);
  world.burn(Energy::kwh(1));
  EXPECT_TRUE(world.meter->view().alarm1) << "at exactly 20.00";
  EXPECT_TRUE(fed());
}

TEST_F(Supply, alarm_2_disconnects_once_and_the_key_brings_the_power_back) {
  world.open_account(card, Money::minor(10'50));
  world.burn(Energy::kwh(2));
  EXPECT_EQ(trip(), Trip::alarm2);
  EXPECT_FALSE(fed());
  EXPECT_EQ(world.meter->view().lamp, meter::Lamp::blinking);
  EXPECT_TRUE(world.meter->view().buzzer);
  EXPECT_EQ(balance(), 10'00 * 100'000LL) << "what was switched off is not charged";
  world.meter->press_key(Duration::ms(2999));
  EXPECT_FALSE(fed()) << "too short";
  hold_key();
  EXPECT_TRUE(fed());
  world.burn(Energy::kwh(5));
  EXPECT_TRUE(fed()) << "the warning comes once in a descent";
  purchase(Money::minor(10'00), 2);
  world.burn(Energy::kwh(20));
  EXPECT_EQ(trip(), Trip::alarm2) << "a new descent, a new warning";
}

TEST_F(Supply, the_card_is_as_good_as_the_key_after_alarm_2) {
  world.open_account(card, Money::minor(10'50));
  world.burn(Energy::kwh(2));
  ASSERT_FALSE(fed());
  EXPECT_EQ(world.visit(card), Refusal::none);
  EXPECT_TRUE(fed());
}

TEST_F(Supply, a_strangers_card_is_no_gesture) {
  world.open_account(card, Money::minor(10'50));
  world.burn(Energy::kwh(2));
  Card stranger{second_card, world.random};
  stranger.write(instruction(CardType::purchase), Money::minor(1'00), 2);
  EXPECT_EQ(world.visit(stranger), Refusal::wrong_card);
  EXPECT_FALSE(fed());
}

TEST_F(Supply, zero_without_overdraft_disconnects_until_the_next_card) {
  world.open_account(card, Money::minor(1'00));
  hold_key();
  world.burn(Energy::kwh(5));
  EXPECT_EQ(trip(), Trip::exhausted);
  EXPECT_EQ(balance(), 0);
  hold_key();
  EXPECT_FALSE(fed());
  EXPECT_EQ(world.visit(card), Refusal::none) << "an empty card";
  EXPECT_FALSE(fed());
  card.write(instruction(CardType::purchase), Money::minor(30'00), 2);
  world.meter->insert(card.os());
  world.meter->run_card();
  EXPECT_FALSE(fed()) << "a low-grade meter waits until the card is out";
  world.meter->withdraw();
  EXPECT_TRUE(fed());
}

TEST_F(Supply, the_overdraft_must_be_accepted_and_its_limit_is_final) {
  set_overdraft(Money::minor(5'00));
  world.open_account(card, Money::minor(1'00));
  hold_key();
  world.burn(Energy::kwh(2));
  EXPECT_EQ(trip(), Trip::zero);
  hold_key();
  EXPECT_TRUE(fed());
  world.burn(Energy::kwh(4));
  EXPECT_EQ(world.meter->view().overdraft, Money::minor(2'00));
  EXPECT_TRUE(fed());
  world.burn(Energy::kwh(20));
  EXPECT_EQ(trip(), Trip::exhausted);
  EXPECT_EQ(world.meter->view().overdraft, Money::minor(5'00));
  hold_key();
  EXPECT_FALSE(fed()) << "the limit is not resumable";
  purchase(Money::minor(3'00), 2);
  EXPECT_FALSE(fed()) << "it does not cover the overdraft";
  purchase(Money::minor(30'00), 3);
  EXPECT_TRUE(fed());
  EXPECT_EQ(balance(), 28'00 * 100'000LL);
  EXPECT_FALSE(world.meter->core().state().latches.zero_resumed);
}

TEST_F(Supply, after_exhaustion_the_balance_must_be_above_the_close_permission) {
  auto limits = world.meter->core().state().limits;
  limits.close_permission = Money::minor(20'00);
  world.meter->core().set_limits(limits);
  world.open_account(card, Money::minor(11'00));
  world.burn(Energy::kwh(2));
  hold_key();
  world.burn(Energy::kwh(30));
  ASSERT_EQ(trip(), Trip::exhausted);
  purchase(Money::minor(20'00), 2);
  EXPECT_FALSE(fed());
  purchase(Money::minor(1), 3);
  EXPECT_TRUE(fed());
}

TEST_F(Supply, a_high_grade_meter_wants_its_key_after_a_purchase) {
  World big{models::dtsy1352};
  Card big_card{first_card, big.random};
  big.open_account(big_card, Money::minor(10'00));  // below its alarm 2 of the card, 10.00
  EXPECT_FALSE(big.meter->view().relay_closed);
  big_card.write(instruction(CardType::purchase), Money::minor(500'00), 2);
  EXPECT_EQ(big.visit(big_card), Refusal::none);
  EXPECT_FALSE(big.meter->view().relay_closed);
  EXPECT_EQ(big.meter->view().lamp, meter::Lamp::blinking);
  big.meter->press_key(Duration::seconds(3));
  EXPECT_TRUE(big.meter->view().relay_closed);
}

TEST_F(Supply, orders_of_the_line_stand_above_credit) {
  world.open_account(card, Money::minor(100'00));
  auto& core = world.meter->core();
  core.order(meter::Order::trip);
  EXPECT_EQ(trip(), Trip::remote);
  purchase(Money::minor(10'00), 2);
  EXPECT_EQ(trip(), Trip::remote) << "a card does not undo it";
  core.order(meter::Order::permit);
  EXPECT_EQ(trip(), Trip::held);
  hold_key();
  EXPECT_TRUE(fed());
  core.order(meter::Order::protect);
  core.order(meter::Order::trip);
  EXPECT_TRUE(fed()) << "power protection overrides every trip";
  world.burn(Energy::kwh(300));
  EXPECT_TRUE(fed());
  core.order(meter::Order::end_protect);
  EXPECT_EQ(trip(), Trip::exhausted) << "the balance rules act at once";
  core.order(meter::Order::close);
  EXPECT_TRUE(fed());
  world.burn(Energy::wh(1));
  EXPECT_EQ(trip(), Trip::exhausted) << "arrears open again with the next deduction";
}

TEST_F(Supply, transformer_ratios_multiply_what_is_measured) {
  World big{models::dtsy1352};
  Card big_card{first_card, big.random};
  auto says = opening();
  says.ct = 40;
  says.alarm1 = says.alarm2 = Money{};
  big_card.put(user_card::sfi::tariff_current, *user_card::encode(two_steps(), user_card::Command::tariff_current));
  big_card.write(says, Money::minor(100'00), 1);
  ASSERT_EQ(big.visit(big_card), Refusal::none);
  big.meter->core().consume(Energy::wh(10));
  EXPECT_EQ(big.ledger().energy, Energy::wh(400));
  big.burn(Energy::kwh(2));  // power of the load stands for the primary side
  EXPECT_EQ(big.ledger().energy, Energy::wh(2'400));
}

TEST_F(Supply, a_clock_set_back_settles_nothing_twice) {
  world.open_account(card, Money::minor(500'00));
  world.meter->advance(Duration::days(11));  // 1 December is made
  world.burn(Energy::kwh(120));
  world.meter->shift_clock(Duration::days(-3));
  world.meter->advance(Duration::days(4));
  EXPECT_EQ(world.meter->view().step, 2u) << "1 December comes again, but it was made";
  EXPECT_EQ(world.meter->view().period_energy, Energy::kwh(120));
}

TEST_F(Supply, a_clock_that_ran_out_says_so_and_the_meter_goes_on) {
  world.open_account(card, Money::minor(500'00));
  world.meter->cut_power();
  ASSERT_TRUE(world.meter->restore_power(Duration::days(31)).ok());
  EXPECT_FALSE(world.meter->view().clock_valid);
  world.burn(Energy::kwh(1));
  EXPECT_EQ(world.ledger().used, meter::ExactMoney::e5(1000LL * 5000));
  EXPECT_EQ(world.visit(card), Refusal::none);
  EXPECT_TRUE(card.returned()->time.is_none());
  EXPECT_NE(card.registers()->states & user_card::state::clock_invalid, 0);
  world.meter->shift_clock(Duration{});
  EXPECT_TRUE(world.meter->view().clock_valid);
  EXPECT_EQ(world.meter->core().state().calendar.settlements[0].period_energy, Energy::kwh(1))
      << "made up when the clock is right again";
}

TEST_F(Supply, a_power_cut_without_warning_costs_the_utility_less_than_one_quantum) {
  world.open_account(card, Money::minor(100'00));
  world.burn(Energy::wh(1'099));
  world.meter->cut_power(false);
  ASSERT_TRUE(world.meter->restore_power().ok());
  EXPECT_EQ(world.ledger().energy, Energy::wh(1'000));
  EXPECT_EQ(meter::imbalance(world.ledger()), meter::ExactMoney{});
  world.burn(Energy::wh(99));
  world.meter->cut_power(true);
  ASSERT_TRUE(world.meter->restore_power().ok());
  EXPECT_EQ(world.ledger().energy, Energy::wh(1'099)) << "with the warning nothing is lost";
  world.burn(Energy::wh(1));
  world.meter->advance(Duration::minutes(16));
  world.meter->cut_power(false);
  ASSERT_TRUE(world.meter->restore_power().ok());
  EXPECT_EQ(world.ledger().energy, Energy::wh(1'100)) << "at the latest after a quarter of an hour it is stored";
}

/// A meter of each unit; the cards of all of them bring the same two steps of money, which only the first charges by.
const models::Model& model_that_counts(Unit unit) {
  static constexpr auto counts = [](Unit what) { return models::as(models::ddsy1352, [what](models::Model& own) { own.counts = what; }); };
  static constexpr models::Model money = counts(Unit::money), energy = counts(Unit::energy), volume = counts(Unit::volume);
  return unit == Unit::money ? money : unit == Unit::energy ? energy : volume;
}

class SupplyLaw : public testing::TestWithParam<Unit> {
 public:
  /// One for one: what was used is what was deducted, to the last part.
  static bool charged_by_its_unit(World& world, Unit unit) {
    return unit == Unit::money || world.ledger().used == meter::cost(MeterPrice::one(), world.ledger().energy);
  }
};
INSTANTIATE_TEST_SUITE_P(Units, SupplyLaw, testing::Values(Unit::money, Unit::energy, Unit::volume),
                         [](const auto& of) { return std::string(word_of(of.param)); });

TEST_P(SupplyLaw, what_is_burnt_does_not_depend_on_how_time_is_cut) {
  EXPECT_TRUE(rc::check("advance is additive", [unit = GetParam()] {
    const auto watts = *rc::gen::inRange<std::int64_t>(1, 20'000);
    const auto pieces =
        *rc::gen::nonEmpty(rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(1, 10'000'000)));
    World once{model_that_counts(unit)}, cut{model_that_counts(unit)};
    Card one{first_card, once.random}, two{first_card, cut.random};
    once.open_account(one, Money::minor(14'00));
    cut.open_account(two, Money::minor(14'00));
    std::int64_t sum = 0;
    once.meter->set_load(Power::watts(watts));
    cut.meter->set_load(Power::watts(watts));
    for (const auto piece : pieces) {
      cut.meter->advance(Duration::ms(piece));
      sum += piece;
    }
    once.meter->advance(Duration::ms(sum));
    RC_ASSERT(once.ledger() == cut.ledger());
    RC_ASSERT(charged_by_its_unit(once, unit));
    RC_ASSERT(once.meter->core().state().latches == cut.meter->core().state().latches);
  }));
}

TEST_P(SupplyLaw, credit_is_conserved_in_every_life_of_a_meter) {
  EXPECT_TRUE(rc::check("credited = used + given up + balance", [unit = GetParam()] {
    World world{model_that_counts(unit), *rc::gen::arbitrary<std::uint64_t>()};
    Card card{first_card, world.random};
    world.open_account(card, Money::minor(*rc::gen::inRange(0, 50'00)));
    std::uint32_t n = 1;
    std::int64_t paid = world.ledger().credited.minor();
    for (const int what : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 8))) {
      const auto amount = *rc::gen::inRange(0, 300'00);
      switch (what) {
        case 0:
        case 1: world.burn(Energy::wh(amount / 3)); break;
        case 2: world.meter->press_key(Duration::seconds(3)); break;
        case 3:
          world.meter->cut_power(amount % 2 == 0);
          RC_ASSERT(world.meter->restore_power(Duration::days(amount % 40)).ok());
          break;
        case 4: card.write(instruction(CardType::purchase), Money::minor(amount), ++n); break;
        case 5: world.meter->shift_clock(Duration::minutes(amount - 150'00)); break;
        case 6: world.meter->advance(Duration::days(amount % 45)); break;
        default: break;
      }
      if (what != 4 && what != 7) continue;
      const auto before = world.ledger().count;
      world.visit(card);
      if (world.ledger().count == before) {
        if (what == 4) --n;
        continue;
      }
      RC_ASSERT(world.ledger().count == before.next());
      paid += world.ledger().last_amount.minor();
      RC_ASSERT(card.registers()->credited.minor() == paid);
    }
    RC_ASSERT(meter::imbalance(world.ledger()) == meter::ExactMoney{});
    RC_ASSERT(charged_by_its_unit(world, unit));
    RC_ASSERT(world.ledger().credited.minor() == paid);
  }));
}

}  // namespace
}  // namespace kwota::sim::test
