// What a card does in a meter: the acceptance lines of card purchase, and the ways of bad luck and fraud.
#include "models/ddsy1352.h"
#include "sim/meter/test_world.h"

namespace kwota::sim::test {
namespace {

using meter::Refusal;
using user_card::Applied;
using user_card::Illegal;

class CardVisit : public ::testing::Test {
 protected:
  std::uint8_t illegal(Illegal cause) const { return world.meter->core().state().illegal[static_cast<std::size_t>(cause)]; }
  Money remaining() const { return world.meter->view().remaining; }

  World world{models::ddsy1352};
  Card card{first_card, world.random};
};

TEST_F(CardVisit, the_opening_card_opens_the_account_credits_once_and_brings_the_registers_home) {
  world.open_account(card, Money::minor(100'00));
  EXPECT_EQ(remaining(), Money::minor(100'00));
  EXPECT_TRUE(world.meter->view().relay_closed);
  ASSERT_TRUE(card.returned());
  EXPECT_EQ(card.returned()->remaining, Money::minor(100'00));
  EXPECT_EQ(card.returned()->count, SequenceNumber{1});
  EXPECT_EQ(card.returned()->key_info >> 24, 1u);
  ASSERT_TRUE(card.registers());
  EXPECT_EQ(card.registers()->last_applied, Applied::credit);
  EXPECT_EQ(card.registers()->credited, Money::minor(100'00));

  EXPECT_EQ(world.visit(card), Refusal::none) << "the same card again: welcome, and worth nothing";
  EXPECT_EQ(remaining(), Money::minor(100'00));
}

TEST_F(CardVisit, a_purchase_before_the_account_is_open_is_refused) {
  card.write(instruction(CardType::purchase), Money::minor(50'00), 1);
  EXPECT_EQ(world.visit(card), Refusal::not_opened);
  EXPECT_EQ(world.meter->view().error_class, 36);
  EXPECT_TRUE(world.ledger().credited.is_zero());
  EXPECT_FALSE(card.returned());
}

TEST_F(CardVisit, another_meters_card_is_refused_and_counted) {
  world.open_account(card, Money::minor(10'00));
  auto says = instruction(CardType::purchase);
  says.meter = MeterNumber::from(1);
  card.write(says, Money::minor(50'00), 2);
  EXPECT_EQ(world.visit(card), Refusal::wrong_meter);
  EXPECT_EQ(world.meter->view().error_class, 33);
  EXPECT_EQ(illegal(Illegal::wrong_meter), 1);
  EXPECT_EQ(remaining(), Money::minor(10'00));
}

TEST_F(CardVisit, another_customers_card_is_refused_and_counted) {
  world.open_account(card, Money::minor(10'00));
  auto says = instruction(CardType::purchase);
  says.customer = CustomerNumber::from(2);
  card.write(says, Money::minor(50'00), 2);
  EXPECT_EQ(world.visit(card), Refusal::wrong_customer);
  EXPECT_EQ(illegal(Illegal::wrong_meter), 1);
}

TEST_F(CardVisit, a_count_that_skips_one_gives_nothing_and_tells_the_counter) {
  world.open_account(card, Money::minor(10'00));
  card.write(instruction(CardType::purchase), Money::minor(50'00), 3);
  EXPECT_EQ(world.visit(card), Refusal::count_ahead);
  EXPECT_EQ(world.meter->view().error_class, 34);
  EXPECT_EQ(remaining(), Money::minor(10'00));
  ASSERT_TRUE(card.returned());
  EXPECT_EQ(card.returned()->count, SequenceNumber{1});
  EXPECT_EQ(card.returned()->illegal_inserts, 1u);
}

TEST_F(CardVisit, the_next_count_credits_and_sums) {
  world.open_account(card, Money::minor(10'00));
  card.write(instruction(CardType::purchase), Money::minor(50'00), 2);
  EXPECT_EQ(world.visit(card), Refusal::none);
  EXPECT_EQ(remaining(), Money::minor(60'00));
  EXPECT_EQ(world.ledger().count, SequenceNumber{2});
  EXPECT_EQ(card.registers()->last_amount, Money::minor(50'00));
}

TEST_F(CardVisit, a_purchase_above_the_hoarding_limit_waits_on_the_card_until_there_is_room) {
  world.open_account(card, Money::minor(9'990'00));
  card.write(instruction(CardType::purchase), Money::minor(50'00), 2);
  EXPECT_EQ(world.visit(card), Refusal::over_limit);
  EXPECT_EQ(world.ledger().count, SequenceNumber{1});
  world.burn(Energy::kwh(100));
  EXPECT_EQ(world.visit(card), Refusal::none);
  EXPECT_EQ(remaining(), Money::minor(9'990'00));
}

TEST_F(CardVisit, a_void_takes_its_number_and_credits_nothing) {
  world.open_account(card, Money::minor(10'00));
  card.write(instruction(CardType::purchase), Money{}, 2);
  EXPECT_EQ(world.visit(card), Refusal::none);
  EXPECT_EQ(remaining(), Money::minor(10'00));
  EXPECT_EQ(world.ledger().count, SequenceNumber{2});
  EXPECT_EQ(card.registers()->last_applied, Applied::voided);
  card.write(instruction(CardType::purchase), Money::minor(50'00), 2);
  EXPECT_EQ(world.visit(card), Refusal::none) << "a copy of the voided sale";
  EXPECT_EQ(remaining(), Money::minor(10'00));
}

TEST_F(CardVisit, a_purchase_onto_data_that_nobody_collected_is_not_taken) {
  world.open_account(card, Money::minor(10'00));
  card.put(user_card::sfi::purse, *user_card::encode(user_card::PurseFile{Money::minor(50'00), SequenceNumber{2}}));
  EXPECT_EQ(world.visit(card), Refusal::not_collected);
  EXPECT_EQ(remaining(), Money::minor(10'00));
}

TEST_F(CardVisit, a_card_copied_byte_by_byte_is_refused_by_its_serial) {
  world.open_account(card, Money::minor(10'00));
  card.write(instruction(CardType::purchase), Money::minor(50'00), 2);
  CardState image = card.os().state();
  image.serial = second_card;  // the thief's card answers with its own ATR
  Card copy{image, world.random};
  EXPECT_EQ(world.visit(copy), Refusal::not_authentic);
  EXPECT_EQ(world.meter->view().error_class, 32);
  EXPECT_EQ(illegal(Illegal::not_authentic), 1);

  Card genuine{second_card, world.random};  // a real card with stolen contents
  genuine.write(instruction(CardType::purchase), Money::minor(50'00), 2);
  EXPECT_EQ(world.visit(genuine), Refusal::wrong_card);
  EXPECT_EQ(remaining(), Money::minor(10'00));
}

TEST_F(CardVisit, an_old_image_of_the_card_is_worth_nothing) {
  world.open_account(card, Money::minor(10'00));
  card.write(instruction(CardType::purchase), Money::minor(50'00), 2);
  Card image{card.os().state(), world.random};
  EXPECT_EQ(world.visit(card), Refusal::none);
  EXPECT_EQ(world.visit(image), Refusal::none) << "same count: only the data go home";
  EXPECT_EQ(remaining(), Money::minor(60'00));

  card.write(instruction(CardType::purchase), Money::minor(30'00), 3);
  EXPECT_EQ(world.visit(card), Refusal::none);
  EXPECT_EQ(world.visit(image), Refusal::count_behind);
  EXPECT_EQ(illegal(Illegal::wrong_count), 1);
  EXPECT_EQ(remaining(), Money::minor(90'00));
}

TEST_F(CardVisit, a_replacement_opens_the_account_that_its_lost_first_card_never_opened) {
  World meter{models::ddsy1352};
  Card lost{first_card, meter.random}, fresh{second_card, meter.random};
  lost.put(user_card::sfi::tariff_current, *user_card::encode(two_steps(), user_card::Command::tariff_current));
  lost.write(opening(), Money::minor(50'00), 1);
  auto says = opening();
  says.card_type = CardType::replacement;
  fresh.put(user_card::sfi::tariff_current, *user_card::encode(two_steps(), user_card::Command::tariff_current));
  fresh.write(says, Money::minor(50'00), 1);
  EXPECT_EQ(meter.visit(fresh), Refusal::none);
  EXPECT_EQ(meter.ledger().account, meter::Account::open);
  EXPECT_EQ(meter.ledger().credited, Money::minor(50'00));
  EXPECT_EQ(meter.visit(lost), Refusal::already_opened) << "found again: the newer card stays the one";
  EXPECT_EQ(meter.visit(fresh), Refusal::none);
  EXPECT_EQ(meter.ledger().credited, Money::minor(50'00));
}

TEST_F(CardVisit, a_replacement_card_takes_over_and_the_old_card_is_dead) {
  world.open_account(card, Money::minor(10'00));
  card.write(instruction(CardType::purchase), Money::minor(50'00), 2);  // lost with an unread sale
  Card fresh{second_card, world.random};
  fresh.write(instruction(CardType::replacement), Money::minor(50'00), 2);
  EXPECT_EQ(world.visit(fresh), Refusal::none);
  EXPECT_EQ(remaining(), Money::minor(60'00));
  EXPECT_EQ(world.visit(card), Refusal::wrong_card) << "found again behind the sofa";
  card.write(instruction(CardType::replacement), Money::minor(50'00), 2);
  EXPECT_EQ(world.visit(card), Refusal::wrong_card) << "an old replacement image of it";
  EXPECT_EQ(remaining(), Money::minor(60'00));
}

TEST_F(CardVisit, a_closing_card_gives_up_the_balance_once_and_disconnects) {
  world.open_account(card, Money::minor(10'00));
  world.burn(Energy::wh(1));  // 0.05 of a minor unit stays behind the point
  card.write(instruction(CardType::closing), Money{}, 2);
  EXPECT_EQ(world.visit(card), Refusal::none);
  EXPECT_EQ(card.registers()->last_applied, Applied::closing);
  EXPECT_EQ(card.registers()->surrendered, Money::minor(9'99));
  EXPECT_EQ(card.registers()->balance_e5, 95'000);
  EXPECT_FALSE(world.meter->view().relay_closed);
  EXPECT_FALSE(world.meter->view().account_open);
  EXPECT_EQ(world.visit(card), Refusal::none) << "it may still take its data home";
  EXPECT_EQ(world.ledger().surrendered, Money::minor(9'99));

  card.write(instruction(CardType::purchase), Money::minor(50'00), 3);
  EXPECT_EQ(world.visit(card), Refusal::not_opened);
  Card next{second_card, world.random};
  auto says = opening();
  says.customer = CustomerNumber::from(880'002);
  next.put(user_card::sfi::tariff_current, *user_card::encode(two_steps(), user_card::Command::tariff_current));
  next.write(says, Money::minor(5'00), 3);
  EXPECT_EQ(world.visit(next), Refusal::none) << "the next customer's account goes on counting";
  EXPECT_EQ(meter::imbalance(world.ledger()), meter::ExactMoney{});
}

TEST_F(CardVisit, an_old_opening_card_does_not_open_a_closed_account) {
  world.open_account(card, Money::minor(10'00));
  Card image{card.os().state(), world.random};
  card.write(instruction(CardType::closing), Money{}, 2);
  EXPECT_EQ(world.visit(card), Refusal::none);
  EXPECT_EQ(world.visit(image), Refusal::count_behind);
  EXPECT_FALSE(world.meter->view().account_open);
}

TEST_F(CardVisit, a_clear_card_zeroes_one_meter_once_and_only_while_it_is_valid) {
  world.open_account(card, Money::minor(10'00));
  Card tool{personalised(second_card, cards::clear_card_product), world.random};
  user_card::ClearFile permission{
      .authorisation = {1, 2, 3, 4, 5, 6, 7, 8}, .meter = meter_number, .valid_until = {26, 11, 19, 0, 0}};
  tool.put(user_card::sfi::instruction, *user_card::encode(permission));
  EXPECT_EQ(world.visit(tool), Refusal::expired);
  permission.valid_until = {26, 12, 1, 0, 0};
  tool.put(user_card::sfi::instruction, *user_card::encode(permission));
  EXPECT_EQ(world.visit(tool), Refusal::none);
  EXPECT_EQ(world.ledger().surrendered, Money::minor(10'00));
  EXPECT_FALSE(world.meter->view().account_open);
  EXPECT_EQ(world.ledger().count, SequenceNumber{1}) << "else the old purchase cards would be good again";
  EXPECT_EQ(world.visit(tool), Refusal::used_before);
  EXPECT_EQ(meter::imbalance(world.ledger()), meter::ExactMoney{});
}

TEST_F(CardVisit, a_preset_card_is_for_factory_meters_only_and_a_user_card_is_not) {
  Card tool{personalised(second_card, cards::preset_card_product), world.random};
  user_card::PresetFile preset;
  preset.update_flags = user_card::update::parameters | user_card::update::tariff_current;
  preset.alarm1 = Money::minor(30'00);
  preset.alarm2 = Money::minor(15'00);
  tool.put(user_card::sfi::instruction, *user_card::encode(preset));
  tool.put(user_card::sfi::tariff_current, *user_card::encode(two_steps(), user_card::Command::tariff_current));
  EXPECT_EQ(world.visit(tool), Refusal::wrong_key_state);

  auto chip = std::make_shared<MemoryStorage>(MeterMemory::bytes);
  auto opened =
      SimulatedMeter::open({.model = &models::ddsy1352, .number = meter_number}, chip, world.random, noon);
  ASSERT_TRUE(opened.ok());
  world.meter = std::move(opened).value();
  EXPECT_TRUE(world.meter->view().relay_closed) << "a meter in the workshop feeds its load";
  EXPECT_EQ(world.visit(tool), Refusal::none);
  EXPECT_EQ(world.meter->core().state().limits.alarm2, Money::minor(15'00));
  EXPECT_EQ(world.meter->view().price, MeterPrice::e4(5000));
  card.write(opening(), Money::minor(10'00), 1);
  EXPECT_EQ(world.visit(card), Refusal::wrong_key_state);

  world.meter->install_keys(esam::test_county_keys());
  EXPECT_FALSE(world.meter->view().relay_closed) << "with the utility's keys, no account means no power";
  world.open_account(card, Money::minor(10'00));
}

TEST_F(CardVisit, the_slot_sleeps_after_ten_illegal_insertions_within_an_hour) {
  world.open_account(card, Money::minor(10'00));
  Card stranger{second_card, world.random};
  stranger.write(instruction(CardType::purchase), Money::minor(50'00), 2);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(world.visit(stranger), Refusal::wrong_card);
  world.meter->insert(card.os());
  EXPECT_EQ(world.meter->run_card(), 0) << "asleep: not even an honest card is asked";
  world.meter->withdraw();
  world.meter->advance(Duration::minutes(31));
  card.write(instruction(CardType::purchase), Money::minor(50'00), 2);
  EXPECT_EQ(world.visit(card), Refusal::none);
}

TEST_F(CardVisit, a_flipped_bit_in_any_answer_that_proves_something_gives_no_credit) {
  world.open_account(card, Money::minor(10'00));
  const std::shared_ptr<MemoryStorage> kept = std::make_shared<MemoryStorage>(*world.chip);
  card.write(instruction(CardType::purchase), Money::minor(50'00), 2);
  const CardState image = card.os().state();
  // Answers before the decision: select 0 and kind 1 are only hints; internal authentication 2, challenge 3, external
  // authentication 4, instruction 5, purse 6.
  for (int answer = 2; answer < 7; ++answer) {
    for (std::size_t bit = 0; bit < 8 * 51; ++bit) {
      world.chip = std::make_shared<MemoryStorage>(*kept);
      world.torn = std::make_shared<TornStorage>(world.chip);
      world.start();
      Card victim{image, world.random};
      CardContacts contacts = contacts_of(victim.os());
      int seen = 0;
      bool flipped = false;
      contacts.exchange = [&, honest = contacts.exchange](ByteView command) {
        Bytes response = honest(command);
        if (seen++ == answer && bit / 8 < response.size()) {
          response[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
          flipped = true;
        }
        return response;
      };
      world.meter->insert(contacts);
      world.meter->run_card();
      world.meter->withdraw();
      if (!flipped) break;
      ASSERT_EQ(remaining(), Money::minor(10'00)) << "answer " << answer << " bit " << bit;
    }
  }
}

TEST_F(CardVisit, a_flipped_bit_in_the_stored_instruction_is_refused) {
  world.open_account(card, Money::minor(10'00));
  card.write(instruction(CardType::purchase), Money::minor(50'00), 2);
  const Bytes honest = card.file(user_card::sfi::instruction);
  for (std::size_t bit = 0; bit < honest.size() * 8; ++bit) {
    Bytes damaged = honest;
    damaged[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
    card.put(user_card::sfi::instruction, damaged);
    world.meter->advance(Duration::minutes(61));  // else the slot would sleep
    ASSERT_NE(world.visit(card), Refusal::none) << "bit " << bit;
    ASSERT_EQ(remaining(), Money::minor(10'00)) << "bit " << bit;
  }
}

}  // namespace
}  // namespace kwota::sim::test
