// A farmer's card shall be good at other wells: what the books want, what the card says, and what counts while the two differ. Torn at every command of the contact
// that writes it, before the card has heard the command or before anybody has heard its answer, the next contact settles it by reading. Books that were put back to an
// older copy hear from the card that it says other numbers, and ask.
#include "books/card_areas.h"
#include "sell/purse/areas.h"
#include "sim/purse_counter/lost_hours.h"

namespace kwota::sim {
namespace {

constexpr auto east = "33010001", north = "33010002", elsewhere = "33010003";

class Areas : public LostHours {
 protected:
  void SetUp() override {
    Wells::SetUp();
    decide([](const books::Reader&) {
      books::Decision<Done> decision;
      decision.changes.put.emplace_back(books::AreaNumber{north, "North fields", "v1", "3", true});
      decision.changes.put.emplace_back(books::Station{"4", "South", "R4"});
      decision.changes.put.emplace_back(books::AreaNumber{elsewhere, "South fields", "v1", "4", true});
      return decision;
    });
  }
  Result<books::Decision<books::Purse>> asked(const books::AreaNumbers& areas) {
    const auto context = as("sun");
    return office->read([&](const books::Reader& books) { return purse::change_areas(books, {account, areas}, context); });
  }
  void want(const books::AreaNumbers& areas) {
    run("purse_grant", [&](const auto& books, const auto& context) { return purse::change_areas(books, {account, areas}, context); }, "sun");
  }
  template <class Ask>
  auto ask(Ask one) {
    return office->read([&](const books::Reader& books) -> Result<decltype(one(books, purse_row()))> { return one(books, *books.last<books::Purse>(account)); }).value();
  }
  std::set<std::string> may_be_good_at() { return ask([](const auto& books, const auto& purse) { return books::areas_of_card(books, purse); }); }
  std::size_t waiting() { return ask([](const auto& books, const auto& purse) { return books::waiting_changes(books, purse).size(); }); }
  PumpRefusal at_the_mill() { return mill.well.swipe(in_hand()).refusal; }
  /// On the reader, and torn away at that command; `received`: the card did it, and nobody hears its answer.
  teller::CardOnReader torn_at(int command, bool received) {
    card->reset();
    asked_commands = 0;
    return {card->atr(), [this, command, received](const iso7816::Command& sent) -> Result<iso7816::Response> {
              if (++asked_commands < command) return card->exchange(sent);
              if (asked_commands == command && received) static_cast<void>(card->exchange(sent));
              return error(Fault::card, Cause::card_removed, "The card was removed.");
            }};
  }
  int asked_commands = 0;
};

TEST_F(Areas, the_card_says_the_former_ones_until_its_next_contact_and_both_count_until_then) {
  want({north, "", "", ""});
  EXPECT_EQ(purse_row().area_1, north) << "the books say what is wanted";
  EXPECT_EQ(may_be_good_at(), (std::set<std::string>{east, north}));
  water(mill, 100);
  const auto found = look();
  EXPECT_FALSE(found.trouble || found.areas_trouble);
  EXPECT_EQ(waiting(), 0u);
  EXPECT_EQ(may_be_good_at(), std::set<std::string>{north});
  EXPECT_EQ(at_the_mill(), PumpRefusal::wrong_area);
  const auto left = ask([](const auto& books, const auto& purse) { return books::areas_left(books, purse); });
  ASSERT_EQ(left.size(), 1u) << "its wells may still tell of it";
  EXPECT_EQ(left[0].area_number, east);
  EXPECT_EQ(carry(*book("10.00").order).condition.state, SaleStatus::applied) << "its money is as good as before";
  books_stand();
}

TEST_F(Areas, what_is_wanted_twice_before_a_contact_is_written_once_and_all_of_it_counts_meanwhile) {
  want({north, "", "", ""});
  want({"", north, "", east});
  EXPECT_EQ(purse_row().area_1, north) << "no gap between them";
  EXPECT_EQ(purse_row().area_2, east);
  EXPECT_EQ(waiting(), 2u);
  want({north, east, "", ""});
  EXPECT_EQ(waiting(), 2u) << "the same once more is no change";
  look();
  EXPECT_EQ(waiting(), 0u);
  EXPECT_EQ(at_the_mill(), PumpRefusal::none);
}

TEST_F(Areas, torn_at_any_command_the_next_contact_reads_what_stands_there) {
  bool was_torn = true;
  for (int command = 1; was_torn; ++command) {
    ASSERT_LT(command, 40);
    for (const bool received : {false, true}) {
      const auto wanted = purse_row().area_1 == north ? east : north;
      want({wanted, "", "", ""});
      auto torn = torn_at(command, received);
      static_cast<void>(desk_of_cards().look(torn, as("li")));
      was_torn = asked_commands >= command;
      if (was_torn) EXPECT_TRUE(may_be_good_at().contains(wanted));
      if (waiting() > 0) EXPECT_EQ(may_be_good_at().size(), 2u) << "who knows which of them it says";
      const auto next = look();
      EXPECT_FALSE(next.trouble || next.areas_trouble) << "at command " << command;
      EXPECT_EQ(waiting(), 0u) << "at command " << command;
      EXPECT_EQ(may_be_good_at(), std::set<std::string>{wanted});
    }
  }
  books_stand();
}

TEST_F(Areas, a_locked_card_waits_until_it_is_free) {
  leave_running(mill);
  want({north, "", "", ""});
  EXPECT_TRUE(look().seen->grey);
  EXPECT_EQ(waiting(), 1u);
  EXPECT_EQ(at_the_mill(), PumpRefusal::none) << "its own well settles it, for the card says its area still";
  mill.well.run(20);
  EXPECT_FALSE(look().seen->grey);
  EXPECT_EQ(waiting(), 0u);
}

TEST_F(Areas, a_card_lost_while_it_waits_is_black_listed_at_the_wells_of_both) {
  want({north, "", "", ""});
  run("block", [&](const auto& books, const auto& context) { return purse::block_purse(books, {account, "lost"}, context); });
  const auto orders = handheld::parse_orders(HandheldOffice(*office, vault).orders(handheld::device_of(reader.key.public_key()), as("li"))->text);
  ASSERT_EQ(orders->cards.size(), 1u);
  EXPECT_EQ(orders->cards[0].areas, (std::vector<std::uint32_t>{33'010'001, 33'010'002}));
  EXPECT_EQ(asked({east, "", "", ""}).error().code, "blocked_card") << "the next card is told where it is good";
}

TEST_F(Areas, only_area_numbers_in_use_of_the_accounts_own_station_by_whoever_grants_cards) {
  EXPECT_EQ(asked({"", "", "", ""}).error().code, "bad_area_number");
  EXPECT_EQ(asked({"33019999", "", "", ""}).error().code, "unknown_area_number");
  EXPECT_EQ(asked({east, east, "", ""}).error().code, "area_number_twice");
  EXPECT_EQ(asked({east, elsewhere, "", ""}).error().code, "area_number_elsewhere");
  decide([](const books::Reader&) { return books::Decision<Done>{{{books::Operator{.name = "wang", .full_name = "Wang", .roles = "cashier", .password = "x"}}, {}}, Done{}}; });
  const auto cashier = as("wang");
  EXPECT_EQ(office->read([&](const books::Reader& books) { return purse::change_areas(books, {account, {north, "", "", ""}}, cashier); }).error().code, "permission_denied");
}

TEST_F(Areas, a_card_that_is_not_made_yet_is_made_with_what_is_wanted) {
  account = granted_to(CustomerNumber::from(778));
  want({north, "", "", ""});
  EXPECT_EQ(waiting(), 0u) << "no card says anything else";
  new_blank_card(9);
  issue("20.00");
  EXPECT_EQ(at_the_mill(), PumpRefusal::wrong_area);
}

TEST_F(Areas, a_first_card_of_lost_hours_that_got_other_ones_then_is_his_once_the_account_has_them) {
  account = granted_to(CustomerNumber::from(778));
  copy();
  new_blank_card(9);
  issue("20.00");
  want({north, "", "", ""});
  look();
  put_back();
  const auto asked = request();
  EXPECT_EQ(office->read([&, context = as("li")](const books::Reader& books) { return purse::take_over(books, asked, context); }).error().code, "card_names_another");
  want({north, "", "", ""});
  taken_over();
  EXPECT_FALSE(look().areas_trouble);
  EXPECT_EQ(look().seen->balance, yuan(20));
  EXPECT_EQ(may_be_good_at(), std::set<std::string>{north});
  books_stand();
}

/// In hours that the books lose it gets other area numbers, and says them.
class NewerAreas : public Areas {
 protected:
  void SetUp() override {
    Areas::SetUp();
    copy();
    want({north, "", "", ""});
    look();
    EXPECT_EQ(waiting(), 0u);
  }
  /// Somebody asks the card for its last waterings.
  void ask_the_card() {
    auto on = on_reader();
    const auto found = desk_of_cards().look(on, as("li")).value();
    EXPECT_TRUE(desk_of_cards().waterings_in_log(on, found, as("li")).ok());
  }
  void is_in_question() {
    const auto found = look();
    EXPECT_FALSE(found.trouble) << "its money is as good as ever";
    ASSERT_TRUE(found.areas_trouble);
    EXPECT_EQ(found.areas_trouble->code, "card_says_other_areas");
    EXPECT_EQ(found.areas_trouble->details.at("areas"), north);
    EXPECT_EQ(found.areas_trouble->details.at("known"), east);
    EXPECT_EQ(may_be_good_at(), (std::set<std::string>{east, north}));
    EXPECT_EQ(waiting(), 1u) << "asked once";
    EXPECT_EQ(at_the_mill(), PumpRefusal::wrong_area) << "nothing was written onto it";
  }
};

TEST_F(NewerAreas, books_of_before_hear_of_them_with_the_money_that_is_taken_over_and_what_the_card_says_is_taken_in) {
  EXPECT_EQ(carry(*book("10.00").order).condition.state, SaleStatus::applied);
  put_back();
  taken_over();
  is_in_question();
  want({north, "", "", ""});
  EXPECT_FALSE(look().areas_trouble);
  EXPECT_EQ(waiting(), 0u);
  EXPECT_EQ(may_be_good_at(), std::set<std::string>{north});
  const auto left = ask([](const auto& books, const auto& purse) { return books::areas_left(books, purse); });
  ASSERT_EQ(left.size(), 1u) << "whoever blocks it asks the wells of before, too";
  EXPECT_EQ(left[0].area_number, east);
  books_stand();
}

TEST_F(NewerAreas, books_of_before_hear_of_them_when_the_card_is_asked_for_its_waterings_and_theirs_may_be_the_right_ones) {
  put_back();
  ask_the_card();
  is_in_question();
  ask_the_card();
  is_in_question();
  EXPECT_EQ(carry(*book("10.00").order).condition.state, SaleStatus::applied);
  want({east, "", "", ""});
  EXPECT_FALSE(look().areas_trouble);
  EXPECT_EQ(waiting(), 0u);
  EXPECT_EQ(may_be_good_at(), std::set<std::string>{east});
  EXPECT_EQ(at_the_mill(), PumpRefusal::none) << "they stand on it again";
  books_stand();
}

TEST_F(NewerAreas, a_card_lost_while_nobody_has_said_is_black_listed_at_the_wells_of_both) {
  put_back();
  ask_the_card();
  run("block", [&](const auto& books, const auto& context) { return purse::block_purse(books, {account, "lost"}, context); });
  const auto orders = handheld::parse_orders(HandheldOffice(*office, vault).orders(handheld::device_of(reader.key.public_key()), as("li"))->text);
  ASSERT_EQ(orders->cards.size(), 1u);
  EXPECT_EQ(orders->cards[0].areas, (std::vector<std::uint32_t>{33'010'001, 33'010'002}));
}

}  // namespace
}  // namespace kwota::sim
