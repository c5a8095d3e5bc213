// The holder of a card changes his PIN at the counter, forgets it, types it wrong – and takes the card away at every step of it.
#include "carry/cards/common/holder_pin.h"

#include <gtest/gtest.h>

#include "carry/cards/user_card/user_card_table.h"
#include "carry/dialogue/breaks.h"
#include "sim/counter_card/desk.h"

namespace kwota::sim {
namespace {

using namespace test;

const Bytes first_pin(6, '0'), chosen{'4', '7', '1', '1', '0', '8'}, wrong{'1', '2', '3', '4', '5', '6'};

/// The counter with a card that carries 100.00, read a moment ago.
struct Counter : Desk {
  Counter() : Desk(sold_card()) { look(); }
  void look() {
    put_down_again();
    ASSERT_TRUE(run_dialogue(*this, cards::recognise(cards::all(), card->atr(), county)).ok());
    ASSERT_EQ(purse_now(), purse(1, 10'000)) << "the credit is untouched";
  }
  std::optional<user_card::PurseFile> purse_now() {
    const auto seen = run_dialogue(*this, cards::read_user_card({.keys = keys(), .nonces = nonces()}));
    return seen.ok() ? seen->purse : std::nullopt;
  }
  bool accepts(const Bytes& pin) {
    look();
    const auto answer = card->exchange(cards::verify_pin(cards::key_id::pin, pin));
    return answer.ok() && answer->sw.ok();
  }
  std::string change(const Bytes& old_pin, const Bytes& new_pin) {
    const auto done = run_dialogue(*this, cards::change_holder_pin(old_pin, new_pin));
    return done.ok() ? "" : done.error().code;
  }
};

TEST(HolderPin, changed_with_the_old_one) {
  Counter counter;
  EXPECT_EQ(counter.change(first_pin, chosen), "");
  EXPECT_TRUE(counter.accepts(chosen));
  EXPECT_FALSE(counter.accepts(first_pin));
}

TEST(HolderPin, three_wrong_tries_lock_it_and_a_new_one_set_at_the_counter_opens_it) {
  Counter counter;
  const auto once = run_dialogue(counter, cards::change_holder_pin(wrong, chosen));
  ASSERT_FALSE(once.ok());
  EXPECT_EQ(once.error().code, "card_pin_wrong");
  EXPECT_EQ(once.error().details.at("tries"), "2");
  EXPECT_EQ(counter.change(wrong, chosen), "card_pin_wrong");
  EXPECT_EQ(counter.change(wrong, chosen), "card_pin_locked");
  EXPECT_EQ(counter.change(first_pin, chosen), "card_pin_locked") << "the right one comes too late";
  ASSERT_TRUE(run_dialogue(counter, cards::set_holder_pin(keys(), chosen)).ok());
  EXPECT_TRUE(counter.accepts(chosen));
  EXPECT_EQ(counter.change(chosen, first_pin), "") << "its tries begin anew";
}

TEST(HolderPin, what_is_no_pin_is_refused_before_the_card_is_touched) {
  Counter counter;
  counter.commands.clear();
  for (const Bytes& bad : {Bytes{}, Bytes(5, '1'), Bytes(7, '1'), Bytes(6, 'a')}) {
    EXPECT_EQ(counter.change(first_pin, bad), "bad_pin");
    EXPECT_EQ(counter.change(bad, chosen), "bad_pin");
    EXPECT_EQ(run_dialogue(counter, cards::set_holder_pin(keys(), bad)).error().code, "bad_pin");
  }
  EXPECT_TRUE(counter.commands.empty());
}

TEST(HolderPin, an_order_for_another_card_is_refused_by_this_one) {
  Counter counter;
  auto stranger = keys();
  stranger.serial.bytes[7] ^= 1;
  EXPECT_EQ(run_dialogue(counter, cards::set_holder_pin(stranger, chosen)).error().code, "card_refused");
  EXPECT_TRUE(counter.accepts(first_pin));
}

TEST(HolderPin, the_journal_hears_of_a_new_pin_before_the_card_and_never_hears_the_pin) {
  Counter counter;
  ASSERT_TRUE(run_dialogue(counter, cards::set_holder_pin(keys(), chosen)).ok());
  ASSERT_EQ(counter.notes.size(), 1U);
  EXPECT_TRUE(counter.notes[0].details.empty());
  EXPECT_EQ(counter.notes[0].what.find("471108"), std::string::npos);
}

/// Whenever the card is taken away: one of the two PINs is good, the credit is there, and the same wish can be repeated.
template <class MakeDialogue>
std::size_t torn_everywhere(MakeDialogue make, bool with_old) {
  return dialogue::for_each_break(
      [] { return Counter{}; }, [&](Counter&) { return make(); },
      [&](Counter& counter, const std::optional<dialogue::Break>& happened, std::optional<Result<Done>>& verdict) {
        const auto where = happened ? to_text(*happened) : "unharmed";
        const bool changed = counter.accepts(chosen);
        EXPECT_TRUE(changed || counter.accepts(first_pin)) << where;
        if (!happened) {
          EXPECT_TRUE(verdict && verdict->ok() && changed);
        } else if (verdict && happened->party == dialogue::Party::device) {
          ASSERT_FALSE(verdict->ok());
          EXPECT_EQ(verdict->error().code, "card_pin_in_doubt") << where;
        }
        counter.look();
        if (with_old && changed) {
          EXPECT_EQ(counter.change(chosen, first_pin), "") << where;
          return;
        }
        EXPECT_TRUE(run_dialogue(counter, make()).ok()) << where;
        EXPECT_TRUE(counter.accepts(chosen)) << where;
      });
}

TEST(HolderPin, torn_away_at_each_step_of_a_change) {
  EXPECT_EQ(torn_everywhere([] { return cards::change_holder_pin(first_pin, chosen); }, true), 1U);
}

TEST(HolderPin, torn_away_at_each_step_of_a_new_one) {
  EXPECT_EQ(torn_everywhere([] { return cards::set_holder_pin(keys(), chosen); }, false), 3U) << "journal, vault, card";
}

}  // namespace
}  // namespace kwota::sim
