// The plug pulled at every step: the card taken out before each question, power cut at each byte that the meter stores.
// Law: the sale is applied once and nothing is lost - before the next visit the meter is at the old or at the new state,
// after it at the new one, and the card brings the meter's data home.
#include "models/ddsy1352.h"
#include "sim/meter/test_world.h"

namespace kwota::sim::test {
namespace {

using meter::Refusal;

/// An account with 10.00 in the meter and a sale of 50.00 (n = 2) on the card; copied for every break.
class Break : public ::testing::Test {
 protected:
  Break() {
    World world{models::ddsy1352};
    Card card{first_card, world.random};
    world.open_account(card, Money::minor(10'00));
    card.write(instruction(CardType::purchase), Money::minor(50'00), 2);
    chip_ = world.chip->bytes();
    card_ = card.os().state();
  }

  struct Scene {
    Scene(const Bytes& chip_image, const CardState& card_image) : world(models::ddsy1352), card(card_image, world.random) {
      world.chip = std::make_shared<MemoryStorage>(chip_image);
      world.torn = std::make_shared<TornStorage>(world.chip);
      world.start();
    }
    void steps(int count) {
      for (int i = 0; i < count && world.meter->step(); ++i) {
      }
    }
    World world;
    Card card;
  };
  Scene scene() const { return Scene{chip_, card_}; }

  static void expect_old_or_new(const Scene& scene) {
    const auto& ledger = scene.world.ledger();
    const bool old_state = ledger.count == SequenceNumber{1} && ledger.balance == meter::ExactMoney::of(Money::minor(10'00));
    const bool new_state = ledger.count == SequenceNumber{2} && ledger.balance == meter::ExactMoney::of(Money::minor(60'00));
    EXPECT_TRUE(old_state || new_state);
    EXPECT_EQ(meter::imbalance(ledger), meter::ExactMoney{});
  }
  static void expect_settled_by_next_visit(Scene& scene) {
    EXPECT_EQ(scene.world.visit(scene.card), Refusal::none);
    EXPECT_EQ(scene.world.ledger().balance, meter::ExactMoney::of(Money::minor(60'00)));
    EXPECT_EQ(scene.world.ledger().count, SequenceNumber{2});
    ASSERT_TRUE(scene.card.returned());
    EXPECT_EQ(scene.card.returned()->remaining, Money::minor(60'00));
    EXPECT_EQ(scene.card.registers()->last_count, SequenceNumber{2});
  }

  Bytes chip_;
  CardState card_;
};

TEST_F(Break, the_card_is_pulled_before_every_step) {
  Scene whole = scene();
  whole.world.meter->insert(whole.card.os());
  const int steps = whole.world.meter->run_card();
  ASSERT_GT(steps, 20);
  int pulled_before_credit = 0;
  for (int step = 0; step <= steps; ++step) {
    SCOPED_TRACE(step);
    Scene scene = this->scene();
    scene.world.meter->insert(scene.card.os());
    scene.steps(step);
    scene.world.meter->withdraw();
    expect_old_or_new(scene);
    if (scene.world.ledger().count == SequenceNumber{1}) {
      ++pulled_before_credit;
      EXPECT_EQ(scene.card.os().state(), card_) << "before the credit is stored the card is untouched";
    }
    expect_settled_by_next_visit(scene);
  }
  EXPECT_GT(pulled_before_credit, 10);
  EXPECT_LT(pulled_before_credit, steps);
}

TEST_F(Break, power_goes_before_every_step) {
  for (int step = 0; step <= 40; ++step) {
    SCOPED_TRACE(step);
    Scene scene = this->scene();
    scene.world.meter->insert(scene.card.os());
    scene.steps(step);
    scene.world.meter->cut_power(step % 2 == 0);
    scene.world.meter->withdraw();
    ASSERT_TRUE(scene.world.meter->restore_power().ok());
    expect_old_or_new(scene);
    expect_settled_by_next_visit(scene);
  }
}

TEST_F(Break, power_goes_at_every_byte_that_the_meter_stores) {
  bool old_seen = false, new_seen = false;
  for (std::size_t byte = 0;; ++byte) {
    SCOPED_TRACE(byte);
    Scene scene = this->scene();
    scene.world.torn->lose_power_after(byte);
    scene.world.meter->insert(scene.card.os());
    scene.world.meter->run_card();
    const bool cut = scene.world.torn->torn();
    scene.world.meter->withdraw();
    scene.world.torn->restore_power();
    scene.world.meter->cut_power(false);
    ASSERT_TRUE(scene.world.meter->restore_power().ok());
    expect_old_or_new(scene);
    (scene.world.ledger().count == SequenceNumber{1} ? old_seen : new_seen) = true;
    expect_settled_by_next_visit(scene);
    if (!cut) break;
  }
  EXPECT_TRUE(old_seen && new_seen);
}

TEST_F(Break, the_card_is_pulled_and_power_goes_while_the_meter_notes_it) {
  for (int step = 0; step <= 34; ++step) {
    for (std::size_t byte = 0; byte <= meter::Slots::record_size; byte += 43) {
      SCOPED_TRACE(testing::Message() << "step " << step << " byte " << byte);
      Scene scene = this->scene();
      scene.world.meter->insert(scene.card.os());
      scene.steps(step);
      scene.world.torn->lose_power_after(byte);
      scene.world.meter->withdraw();
      scene.world.torn->restore_power();
      scene.world.meter->cut_power(false);
      ASSERT_TRUE(scene.world.meter->restore_power().ok());
      expect_old_or_new(scene);
      expect_settled_by_next_visit(scene);
    }
  }
}

TEST_F(Break, a_closing_card_is_pulled_before_every_step_and_gives_back_once) {
  for (int step = 0; step <= 34; ++step) {
    SCOPED_TRACE(step);
    Scene scene = this->scene();
    scene.card.write(instruction(CardType::closing), Money{}, 2);
    scene.world.meter->insert(scene.card.os());
    scene.steps(step);
    scene.world.meter->withdraw();
    EXPECT_EQ(scene.world.visit(scene.card), Refusal::none);
    EXPECT_EQ(scene.card.registers()->surrendered, Money::minor(10'00));
    EXPECT_EQ(scene.card.registers()->last_applied, user_card::Applied::closing);
  }
}

TEST_F(Break, power_goes_at_every_byte_of_a_deduction) {
  for (std::size_t byte = 0; byte <= meter::Slots::record_size; ++byte) {
    SCOPED_TRACE(byte);
    Scene scene = this->scene();
    scene.world.torn->lose_power_after(byte);
    scene.world.burn(Energy::wh(100));
    scene.world.torn->restore_power();
    scene.world.meter->cut_power(false);
    ASSERT_TRUE(scene.world.meter->restore_power().ok());
    EXPECT_TRUE(scene.world.ledger().energy == Energy{} || scene.world.ledger().energy == Energy::wh(100));
    EXPECT_EQ(meter::imbalance(scene.world.ledger()), meter::ExactMoney{});
  }
}

TEST_F(Break, a_meter_whose_memory_is_gone_feeds_nobody_and_takes_no_card) {
  Bytes rubbish = chip_;
  rubbish[20] ^= 1;
  rubbish[meter::Slots::record_size + 20] ^= 1;
  World world{models::ddsy1352};
  const auto opened = SimulatedMeter::open({.model = &models::ddsy1352, .number = meter_number},
                                           std::make_shared<MemoryStorage>(rubbish), world.random, noon);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, "meter_memory_damaged");
}

TEST_F(Break, one_damaged_slot_costs_at_most_the_last_record) {
  Bytes damaged = chip_;
  damaged[20] ^= 1;
  Scene scene{damaged, card_};
  EXPECT_TRUE(scene.world.meter->view().working);
  EXPECT_EQ(meter::imbalance(scene.world.ledger()), meter::ExactMoney{});
}

}  // namespace
}  // namespace kwota::sim::test
