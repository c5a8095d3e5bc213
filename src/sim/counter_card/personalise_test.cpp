// A blank card becomes a user card – also when it is taken away in the middle, at every command.
#include <gtest/gtest.h>

#include "carry/cards/common/structure.h"
#include "carry/cards/tool_cards/tool_card_tables.h"
#include "carry/dialogue/breaks.h"
#include "sim/counter_card/desk.h"

namespace kwota::sim::test {
namespace personalise_test {

using cards::Outcome;
using cards::CardCondition;

CardCondition condition_of(Desk& desk) {
  desk.put_down_again();
  const auto seen = run_dialogue(desk, cards::recognise(cards::all(), desk.card->atr(), county));
  return seen.ok() ? seen->condition : CardCondition::damaged;
}

/// What the purse file says, whatever the dialogue believed; zero where there is no purse.
user_card::PurseFile purse_on(const Desk& desk) {
  const Bytes image = content(desk, user_card::sfi::purse);
  return user_card::decode_purse(image).value_or(user_card::PurseFile{});
}

TEST(Personalise, a_blank_card_becomes_the_customers_card_with_the_first_credit) {
  Desk desk{blank()};
  ASSERT_EQ(condition_of(desk), CardCondition::blank);
  const auto written = run_dialogue(desk, cards::personalise(first_sale()));
  ASSERT_TRUE(written.ok());
  EXPECT_EQ(written->outcome, Outcome::done) << (written->cause ? written->cause->what : "");
  EXPECT_EQ(condition_of(desk), CardCondition::ours);
  const auto card = run_dialogue(desk, cards::read_user_card({.keys = keys(), .nonces = nonces(), .for_support = true}));
  ASSERT_TRUE(card.ok()) << card.error().what;
  EXPECT_EQ(card->purse, purse(1, 10'000));
  EXPECT_EQ(card->instruction, instruction(user_card::CardType::open_account));
  EXPECT_EQ(card->tariff_current, tariff());
  EXPECT_EQ(card->holder, holder());
  EXPECT_FALSE(card->returned.has_value());
  EXPECT_TRUE(card->unreadable.empty());
}

TEST(Personalise, the_transport_key_is_gone_from_the_finished_card) {
  Desk desk{sold_card()};
  const auto transport = run_dialogue(desk, [](cards::CardKeys card) -> dialogue::Dialogue<Done> {
    co_await cards::transmit_ok(cards::select(cards::card_root.id));
    co_return co_await cards::authenticate(card, seal::Purpose::card_transport, cards::key_id::master);
  }(keys()));
  EXPECT_EQ(transport.error().code, "card_key_differs");
}

TEST(Personalise, the_finished_card_has_no_room_for_another_key) {
  Desk desk{sold_card()};
  const iso7816::Key intruder{.id = 0x05, .type = iso7816::KeyType::external_authentication, .follow_up = cards::state::seller};
  const auto answer = run_dialogue(desk, [](iso7816::Key key) -> dialogue::Dialogue<iso7816::Response> {
    co_await cards::transmit_ok(cards::select(cards::application_id));
    const Bytes chosen_by_a_thief(16, 0x11);
    co_return co_await cards::transmit(cards::write_pin(key, chosen_by_a_thief));
  }(intruder));
  EXPECT_EQ(answer->sw.value, 0x6A84);
}

TEST(Personalise, the_first_credit_stands_in_the_journal_before_it_is_sealed) {
  Desk desk{blank()};
  ASSERT_TRUE(run_dialogue(desk, cards::personalise(first_sale())).ok());
  ASSERT_EQ(desk.notes.size(), 1u);
  EXPECT_EQ(desk.notes[0].what, "write_credit");
  EXPECT_EQ(desk.notes[0].details.at("amount"), "10000");
  EXPECT_EQ(desk.notes[0].details.at("n"), "1");
}

TEST(Personalise, a_card_in_use_is_not_made_again) {
  Desk desk{sold_card()};
  const auto before = desk.card->state();
  const auto written = run_dialogue(desk, cards::personalise(first_sale()));
  EXPECT_EQ(written->outcome, Outcome::not_done);
  EXPECT_EQ(written->cause->code, "card_not_blank");
  EXPECT_EQ(desk.card->state(), before);
}

TEST(Personalise, a_blank_card_of_another_house_loses_one_try_and_is_named) {
  Desk desk{blank_card(serial, Bytes(16, 0x77))};
  const auto written = run_dialogue(desk, cards::personalise(first_sale()));
  EXPECT_EQ(written->outcome, Outcome::not_done);
  EXPECT_EQ(written->cause->code, "card_foreign");
  EXPECT_EQ(desk.card->state().mf.key_file->keys[0].tries_left(), 2);
}

TEST(Personalise, a_pin_of_five_digits_is_refused_before_the_card_is_touched) {
  Desk desk{blank()};
  auto order = first_sale();
  order.pin = Bytes(5, '1');
  EXPECT_EQ(run_dialogue(desk, cards::personalise(order))->cause->code, "bad_pin");
  EXPECT_TRUE(desk.commands.empty());
}

TEST(Personalise, a_card_begun_for_another_sale_keeps_the_credit_it_carries) {
  const auto whole = first_sale();
  // Cut at the PIN: the purse is written, the holder file is not.
  Desk half{blank()};
  auto deaf = half.parties();
  deaf.device = [&half](const iso7816::Command& command) -> Result<iso7816::Response> {
    if (command.ins == 0x20) return dialogue::gone(dialogue::Party::device);
    return half.card->exchange(command);
  };
  EXPECT_EQ(dialogue::run(cards::personalise(whole), deaf)->outcome, Outcome::in_doubt);
  half.put_down_again();
  auto other = first_sale();
  other.credit.purse = purse(1, 5'000);
  const auto refused = run_dialogue(half, cards::personalise(other));
  EXPECT_EQ(refused->outcome, Outcome::not_done);
  EXPECT_EQ(refused->cause->code, "card_carries_other_credit");
  EXPECT_EQ(purse_on(half), purse(1, 10'000));
}

TEST(Personalise, a_card_that_was_begun_for_another_customer_keeps_his_pin_and_is_thrown_away) {
  int spoiled = 0;
  for (std::size_t at = 0; at < 110; ++at) {
    Desk desk{blank()};
    static_cast<void>(dialogue::run_with_cut(cards::personalise(first_sale()), desk.parties(), at, dialogue::Cut::after));
    if (condition_of(desk) != CardCondition::half_personalised || purse_on(desk) != user_card::PurseFile{}) continue;
    auto next = first_sale();
    next.pin = Bytes(6, '1');
    const auto written = run_dialogue(desk, cards::personalise(next));
    ASSERT_TRUE(written.ok()) << at;
    if (written->outcome == Outcome::done) continue;  // it had no PIN yet
    ASSERT_EQ(written->outcome, Outcome::not_done) << at;
    EXPECT_EQ(written->cause->code, "card_spoiled") << at;
    EXPECT_EQ(purse_on(desk), user_card::PurseFile{}) << "nobody's money is on it";
    ++spoiled;
  }
  EXPECT_GT(spoiled, 0);
}

TEST(Personalise, a_blank_card_of_another_house_that_was_tried_too_often_is_locked_and_says_so) {
  Desk desk{blank_card(serial, Bytes(16, 0x77))};
  for (int tries = 3; tries > 0; --tries) {
    EXPECT_EQ(run_dialogue(desk, cards::personalise(first_sale()))->cause->code, "card_foreign");
    desk.put_down_again();
  }
  const auto written = run_dialogue(desk, cards::personalise(first_sale()));
  EXPECT_EQ(written->outcome, Outcome::not_done);
  EXPECT_EQ(written->cause->code, "card_key_locked");
}

/// The verdict must not contradict the card, and the purse holds nothing or the whole credit.
void check_verdict(const Desk& desk, const std::optional<Result<cards::Written>>& verdict, const std::string& where) {
  const auto stands = purse_on(desk);
  EXPECT_TRUE(stands == user_card::PurseFile{} || stands == purse(1, 10'000)) << where;
  if (stands == purse(1, 10'000)) {
    EXPECT_FALSE(desk.notes.empty()) << where << ": credit without a journal entry";
  }
  if (!verdict) return;
  ASSERT_TRUE(verdict->ok()) << where;
  if ((*verdict)->outcome == Outcome::done) {
    EXPECT_EQ(stands, purse(1, 10'000)) << where;
  }
  if ((*verdict)->outcome == Outcome::not_done) {
    EXPECT_EQ(stands, user_card::PurseFile{}) << where;
  }
}

TEST(Personalise, torn_at_every_step_the_card_is_never_taken_for_a_good_one_and_the_same_order_finishes_it) {
  int torn = 0;
  const auto questions = dialogue::for_each_break(
      [] { return Desk{blank()}; }, [](Desk&) { return cards::personalise(first_sale()); },
      [&](Desk& desk, const std::optional<dialogue::Break>& happened, const std::optional<Result<cards::Written>>& verdict) {
        const std::string where = happened ? to_text(*happened) : "unharmed";
        check_verdict(desk, verdict, where);
        const auto condition = condition_of(desk);
        const bool holder_written = !content(desk, user_card::sfi::holder).empty() && content(desk, user_card::sfi::holder)[0] != 0;
        EXPECT_EQ(condition == CardCondition::ours, holder_written) << where;
        if (condition == CardCondition::ours) return;
        ++torn;
        EXPECT_TRUE(condition == CardCondition::blank || condition == CardCondition::half_personalised) << where;
        auto repeated = first_sale();
        repeated.credit.first_attempt = false;
        const auto again = run_dialogue(desk, cards::personalise(repeated));
        ASSERT_TRUE(again.ok()) << where;
        EXPECT_EQ(again->outcome, Outcome::done) << where << ": " << (again->cause ? again->cause->what : "");
        EXPECT_EQ(condition_of(desk), CardCondition::ours) << where;
      });
  EXPECT_GT(questions, 70u);
  EXPECT_GT(torn, 200);
}

TEST(Personalise, a_card_that_was_torn_twice_is_finished_by_the_third_attempt) {
  for (std::size_t at = 0; at < 110; at += 7) {
    Desk desk{blank()};
    (void)dialogue::run_with_cut(cards::personalise(first_sale()), desk.parties(), at, dialogue::Cut::after);
    desk.put_down_again();
    auto repeated = first_sale();
    repeated.credit.first_attempt = false;
    const auto second = dialogue::run_with_cut(cards::personalise(repeated), desk.parties(), at / 2, dialogue::Cut::after);
    check_verdict(desk, second.verdict, "cut at " + std::to_string(at));
    const auto condition = condition_of(desk);
    if (condition == CardCondition::ours) continue;
    EXPECT_EQ(run_dialogue(desk, cards::personalise(first_sale()))->outcome, Outcome::done) << "cut at " << at;
  }
}

TEST(Personalise, a_replacement_card_carries_the_same_credit_under_the_same_number) {
  Desk desk{blank()};
  auto order = first_sale();
  order.credit.instruction.card_type = user_card::CardType::replacement;
  order.credit.purse = purse(7, 12'345);
  ASSERT_EQ(run_dialogue(desk, cards::personalise(order))->outcome, Outcome::done);
  desk.put_down_again();
  ASSERT_EQ(condition_of(desk), CardCondition::ours);
  const auto card = run_dialogue(desk, cards::read_user_card({.keys = keys(), .nonces = nonces()}));
  EXPECT_EQ(card->instruction->card_type, user_card::CardType::replacement);
  EXPECT_EQ(card->purse, purse(7, 12'345));
}

user_card::PresetFile preset() {
  user_card::PresetFile file;
  file.alarm1 = Money::minor(2000);
  return file;
}

TEST(ToolCards, a_preset_card_is_made_and_recognised) {
  Desk desk{blank()};
  const auto done = run_dialogue(desk, cards::issue_preset_card({keys(), preset(), tariff(), tariff()}));
  ASSERT_TRUE(done.ok()) << done.error().what;
  desk.put_down_again();
  const auto seen = run_dialogue(desk, cards::recognise(cards::all(), desk.card->atr(), county));
  EXPECT_EQ(seen->condition, CardCondition::ours);
  EXPECT_EQ(seen->product, &cards::preset_card_product);
}

TEST(ToolCards, a_clear_card_is_made_after_its_permission_stands_in_the_journal) {
  Desk desk{blank()};
  user_card::ClearFile permission;
  permission.authorisation = {0, 0, 0, 0, 0, 0, 0, 9};
  permission.meter = MeterNumber::from(4123456789);
  permission.valid_until = {.year = 26, .month = 12, .day = 1};
  const auto done = run_dialogue(desk, cards::issue_clear_card({keys(), permission}));
  ASSERT_TRUE(done.ok()) << done.error().what;
  ASSERT_EQ(desk.notes.size(), 1u);
  EXPECT_EQ(desk.notes[0].details.at("authorisation"), "0000000000000009");
  EXPECT_EQ(user_card::decode_clear(content(desk, user_card::sfi::instruction)), permission);
}

TEST(ToolCards, a_customers_card_is_not_turned_into_a_tool_card) {
  Desk desk{sold_card()};
  const auto refused = run_dialogue(desk, cards::issue_preset_card({keys(), preset(), tariff(), tariff()}));
  EXPECT_EQ(refused.error().code, "card_not_blank");
  EXPECT_EQ(purse_on(desk), purse(1, 10'000));
}

TEST(ToolCards, torn_at_every_step_a_preset_card_is_finished_by_the_same_order) {
  dialogue::for_each_break([] { return Desk{blank()}; },
                           [](Desk&) { return cards::issue_preset_card({keys(), preset(), tariff(), tariff()}); },
                           [](Desk& desk, const std::optional<dialogue::Break>& happened, const std::optional<Result<Done>>&) {
                             desk.put_down_again();
                             const auto again = run_dialogue(desk, cards::issue_preset_card({keys(), preset(), tariff(), tariff()}));
                             EXPECT_TRUE(again.ok()) << (happened ? to_text(*happened) : "unharmed") << ": "
                                                     << (again.ok() ? "" : again.error().what);
                           });
}

}  // namespace personalise_test
}  // namespace kwota::sim::test
