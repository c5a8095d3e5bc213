// A grey card is freed at the counter and torn away at every command of it, before the card has heard the command or before anybody has heard its answer. Put on
// the reader again as often as it needs, it is free, the watering was paid once, and card, purse and ledger say the same fens.
#include <climits>

#include "sim/purse_counter/wells.h"

namespace kwota::sim {
namespace {

class TornRelease : public Wells {
 protected:
  /// On the reader, and torn away at that command; `received`: the card did it, and nobody hears its answer.
  teller::CardOnReader torn_at(int command, bool received) {
    card->reset();
    asked = 0;
    return {card->atr(), [this, command, received](const iso7816::Command& sent) -> Result<iso7816::Response> {
              if (++asked < command) return card->exchange(sent);
              if (asked == command && received) static_cast<void>(card->exchange(sent));
              return error(Fault::card, "card_removed", "The card was removed.");
            }};
  }
  /// He has gone home with a running pump; the watering's number.
  std::int64_t hangs_at_the_mill() {
    leave_running(mill);
    pump::Image<pump::HungRecord> all[20]{};
    const auto count = mill.well.pump().hung_from(0, all);
    for (std::size_t i = 0; i < count; ++i)
      if (const auto record = pump::decode_hung(all[i]); record && record->state == pump::HungState::hung) return record->number;
    ADD_FAILURE() << "nobody hangs there";
    return -1;
  }
  void mill_comes_home() {
    reader.entries.clear();
    reader.read(mill);
    bring_home();
  }
  /// As the page does it: looked at, agreed to by another, booked, done by the card.
  void release(int torn_at_command, bool received) {
    const auto grey = look();
    ASSERT_TRUE(grey.seen->grey);
    purse::ReleaseRequest request{.claim = claim(), .account = account, .amount = "0.60", .reason = "pump burnt", .seen = grey.for_shop(), .lock = *teller::lock_of(*grey.contents),
                                  .locked = teller::locked_at(*grey.contents), .approval = 0};
    const auto held_until = as("li").zone.instant(*request.locked) + Duration::hours(49);
    if (clock.now() < held_until) clock.set(held_until);
    const auto needed = office->read([&, context = as("li")](const books::Reader& books) { return purse::release(books, request, context); }).error();
    const auto asked_for = run("release_lock", [&](const auto& books, const auto& context) { return people::ask_approval(books, {"release_lock", needed.details.at("content"), "pump burnt"}, context); });
    run("approvals", [&](const auto& books, const auto& context) { return people::decide_approval(books, {asked_for.number, true, ""}, context); }, "sun");
    request.approval = asked_for.number;
    const auto booked = run("release_lock", [&](const auto& books, const auto& context) { return purse::release(books, request, context); });
    auto on = torn_at(torn_at_command, received);
    ASSERT_TRUE(desk_of_cards().carry(on, *booked.order, as("li")).ok());
  }
  /// The card is free and was paid off once: so much less stands on it, in the purse and in the ledger.
  void expect_paid_once(Money held, Money used, Money amount) {
    const auto now = look();
    EXPECT_FALSE(now.trouble) << now.trouble->what;
    EXPECT_TRUE(now.settled.empty()) << "nothing is open any more";
    EXPECT_FALSE(now.seen->grey);
    EXPECT_EQ(now.seen->balance, held - amount);
    EXPECT_EQ(purse_row().balance, held - amount);
    EXPECT_EQ(used - ledger_of("used/irrigation"), amount);
    EXPECT_EQ(-ledger_of("prepaid/purse"), held - amount) << "the liability is what lies on the card";
  }
  template <class Settle>
  void comes_back_until_free(Settle settle) {
    for (int contact = 0; contact < contacts_at_most; ++contact) {
      auto on = on_reader();
      const auto next = look();
      ASSERT_FALSE(next.trouble) << next.trouble->what;
      if (!next.seen->grey) return;
      settle(on, next);
    }
  }
  /// With his free card his own well lets him go; it starts him, and he stops it at once.
  void let_go_by_the_mill() {
    mill.well.swipe(in_hand());
    if (mill.well.pump().relay_closed()) mill.well.swipe(in_hand());
    mill.well.run(20);
    mill_comes_home();
  }
  static constexpr int never = INT_MAX, contacts_at_most = 3;
  int asked = 0;  ///< of the card that was torn away last
};

TEST_F(TornRelease, with_the_record_that_came_home_the_card_pays_it_once_at_whatever_command_it_was_torn_away) {
  for (const bool received : {false, true}) {
    bool whole = false;
    for (int command = 1; !whole; ++command) {
      SCOPED_TRACE(std::to_string(command) + (received ? ", its answer lost" : ""));
      const auto number = hangs_at_the_mill();
      mill_comes_home();
      const auto used = ledger_of("used/irrigation");
      auto torn = torn_at(command, received);
      const auto grey = look();
      const auto held = grey.seen->balance;
      static_cast<void>(desk_of_cards().settle_grey(torn, grey, as("li")));  // torn, it may say so in any way
      whole = asked < command;
      comes_back_until_free([&](teller::CardOnReader& on, const teller::PurseInspection& next) { EXPECT_TRUE(desk_of_cards().settle_grey(on, next, as("li")).ok()); });
      expect_paid_once(held, used, yuan(1));
      EXPECT_EQ(watering(mill, number).state, WateringStatus::proven);
      EXPECT_EQ(watering(mill, number).paid, WateringPaid::at_counter);
      let_go_by_the_mill();
      expect_paid_once(held, used, yuan(1));
    }
    EXPECT_GT(asked, 2) << "lock, debit and proof were each torn";
  }
  books_stand();
}

TEST_F(TornRelease, a_record_whose_seal_his_card_refuses_locks_nobody_out_and_two_persons_free_it) {
  const auto number = hangs_at_the_mill();
  mill_comes_home();
  auto forged = watering(mill, number);
  forged.gmac = books::Hex("00000000");
  run("settle", [&](const auto&, const auto&) { return Result<books::Decision<Done>>(books::Decision<Done>{{{forged}, {}}, {}}); });
  const auto used = ledger_of("used/irrigation");
  const auto held = look().seen->balance;
  auto on = on_reader();
  const auto asked_for_it = desk_of_cards().settle_grey(on, look(), as("li"));
  ASSERT_TRUE(asked_for_it.ok());
  ASSERT_TRUE(asked_for_it->written.cause);
  EXPECT_EQ(asked_for_it->written.cause->code, "card_refused");
  EXPECT_TRUE(look().seen->grey);
  release(never, false);
  expect_paid_once(held, used, Money::minor(60));
  EXPECT_EQ(watering(mill, number).state, WateringStatus::released);
  let_go_by_the_mill();
  expect_paid_once(held, used, Money::minor(60));
  books_stand();
}

TEST_F(TornRelease, without_a_record_what_two_persons_said_moves_once_and_the_late_record_moves_nothing) {
  for (const bool received : {false, true}) {
    bool whole = false;
    for (int command = 1; !whole; ++command) {
      SCOPED_TRACE(std::to_string(command) + (received ? ", its answer lost" : ""));
      const auto number = hangs_at_the_mill();
      const auto used = ledger_of("used/irrigation");
      const auto held = look().seen->balance;
      release(command, received);
      whole = asked < command;
      comes_back_until_free([&](teller::CardOnReader&, const teller::PurseInspection&) { release(never, false); });
      expect_paid_once(held, used, Money::minor(60));
      mill_comes_home();
      EXPECT_EQ(watering(mill, number).state, WateringStatus::released);
      expect_paid_once(held, used, Money::minor(60));
      let_go_by_the_mill();
      expect_paid_once(held, used, Money::minor(60));
    }
  }
  EXPECT_EQ(carry(*book("10.00").order).condition.state, SaleStatus::applied) << "the counters of books and card go on together";
  books_stand();
}

}  // namespace
}  // namespace kwota::sim
