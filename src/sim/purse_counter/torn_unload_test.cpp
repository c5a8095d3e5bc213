// A card that is pulled at any command of a deduction or a closing at the counter: what it has taken off is owed once, and what it has not is on it still.
#include "sim/purse_counter/wells.h"

namespace kwota::sim {
namespace {

/// How the card goes: before it hears the command, or before anybody hears its answer.
class TornUnload : public PurseCounter, public testing::WithParamInterface<bool> {
 protected:
  teller::CardOnReader pulled_at(int command) {
    static_cast<void>(card->power_on());
    card->reset();
    auto sent = std::make_shared<int>(0);
    return {card->atr(), [this, sent, command, heard = GetParam()](const iso7816::Command& one) -> Result<iso7816::Response> {
              if (++*sent < command) return card->exchange(one);
              if (*sent == command && heard) static_cast<void>(card->exchange(one));
              return error(Fault::card, Cause::card_removed, "The card was removed.");
            }};
  }
  SaleStatus state_of(const std::string& number) {
    return office->read([&](const books::Reader& books) -> Result<SaleStatus> { return books.find<books::SaleState>(number)->state; }).value();
  }
  Money prepaid() {
    return office->read([](const books::Reader& books) -> Result<Money> { return -books.balance("prepaid/purse"); }).value();
  }
  /// The order torn at that command, and the next look; was it done?
  bool torn_and_found(const purse::Outcome& booked, int command) {
    auto reader = pulled_at(command);
    EXPECT_TRUE(desk().carry(reader, *booked.order, as("li")).ok());
    const auto found = look();
    EXPECT_FALSE(found.trouble) << found.trouble->what;
    const auto state = state_of(booked.sale.number);
    EXPECT_TRUE(state == SaleStatus::applied || state == SaleStatus::reversed) << word_of(state);
    EXPECT_EQ(purse_row().balance, found.seen->balance);
    return state == SaleStatus::applied;
  }
  static constexpr int commands = 14;  // more than an unload has
};

TEST_P(TornUnload, of_a_deduction_is_known_at_the_next_look_and_taken_once) {
  issue("300.00");
  int done = 0;
  for (int command = 1; command <= commands; ++command) {
    SCOPED_TRACE(command);
    const auto on_card = seen();
    const auto less = run("take_back", [&](const auto& reader, const auto& context) { return purse::deduct(reader, {.claim = claim(), .account = account, .amount = "10.00", .reason = "wrong", .seen = on_card}, context); });
    const bool taken = torn_and_found(less, command);
    EXPECT_EQ(look().seen->balance, taken ? on_card->balance - yuan(10) : on_card->balance);
    done += taken ? 1 : 0;
  }
  EXPECT_GT(done, 0);
  EXPECT_LT(done, commands);
  EXPECT_EQ(prepaid(), yuan(300 - 10 * done)) << "what is off it is owed, and nothing else";
  books_stand();
}

TEST_P(TornUnload, of_a_closing_is_known_at_the_next_look_and_all_of_it_is_paid_out_once) {
  for (int command = 1; command <= commands; ++command) {
    SCOPED_TRACE(command);
    farmer_with_blank_card(20 + command);
    issue("150.00");
    const auto closing = [this] {
      const auto on_card = seen();
      return run("close_account", [&](const auto& reader, const auto& context) { return purse::order_closing(reader, {claim(), account, on_card, 0}, context); });
    };
    if (!torn_and_found(closing(), command)) {
      EXPECT_EQ(look().seen->balance, yuan(150));
      EXPECT_EQ(carry(*closing().order).condition.state, SaleStatus::applied) << "begun anew";
    }
    EXPECT_EQ(look().seen->balance, Money{});
    const auto closed = run("close_account", [&](const auto& reader, const auto& context) { return purse::close_account(reader, {claim(), account, purse::no_card(), 0}, context); });
    EXPECT_EQ(closed.sale.tendered, -yuan(150));
    EXPECT_EQ(prepaid(), Money{});
  }
  books_stand();
}

INSTANTIATE_TEST_SUITE_P(before_or_after, TornUnload, testing::Bool(), [](const auto& one) { return one.param ? std::string("heard") : std::string("unheard"); });

}  // namespace
}  // namespace kwota::sim
