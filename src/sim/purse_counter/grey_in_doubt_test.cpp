// A load, a supplement or a deduction was torn, and before he came back the farmer held his card to a pump and walked away: the card is locked, and its record may never come.
// In whatever order that is told and settled, the booking ends by the card's counter, the lock by its record or by two persons, and card, purse and ledger say the same fens.
#include "sell/counter/take_back.h"
#include "sell/purse/recovery/broken_making.h"
#include "sim/purse_counter/wells.h"

namespace kwota::sim {
namespace {

constexpr std::uint8_t credit_for_load = 0x52, debit_for_unload = 0x54;

class GreyInDoubt : public Wells {
 protected:
  /// Booked and sealed; `received`: the card has it, and nobody heard its answer.
  std::string torn(const purse::Outcome& booked, std::uint8_t command, bool received) {
    auto reader = gone_at(command, received);
    EXPECT_EQ(desk_of_cards().carry(reader, *booked.order, as("li")).value().condition.state, SaleStatus::in_doubt);
    return booked.sale.number;
  }
  std::string torn_load(bool received) { return torn(book("50.00"), credit_for_load, received); }
  std::string torn_deduction(bool received) {
    const auto on_card = seen();
    const auto off = run("take_back", [&](const auto& reader, const auto& context) {
      return purse::deduct(reader, {.claim = claim(), .account = account, .amount = "40.00", .reason = "wrong", .seen = on_card}, context);
    });
    return torn(off, debit_for_unload, received);
  }
  SaleStatus state_of(const std::string& sale) {
    return office->read([&](const books::Reader& books) -> Result<SaleStatus> { return books.find<books::SaleState>(sale)->state; }).value();
  }
  purse::ReleaseRequest release_of(const teller::PurseInspection& grey) {
    purse::ReleaseRequest request{.claim = claim(), .account = account, .amount = "1.00", .reason = "pump burnt", .seen = grey.for_shop(), .lock = *teller::lock_of(*grey.contents),
                                  .locked = teller::locked_at(*grey.contents), .approval = 0};
    const auto held_until = as("li").zone.instant(*request.locked) + Duration::hours(49);
    if (clock.now() < held_until) clock.set(held_until);
    return request;
  }
  void free_without_record() { two_free_it(release_of(look())); }
  void free_with_record() {
    reader.entries.clear();
    reader.read(mill);
    bring_home();
    auto on = on_reader();
    const auto grey = look();
    ASSERT_TRUE(grey.seen->grey);
    const auto paid = desk_of_cards().settle_grey(on, grey, as("li"));
    ASSERT_TRUE(paid.ok()) << paid.error().code;
    EXPECT_TRUE(paid->watering);
  }
  void expect_free_with(Money balance) {
    const auto now = look();
    EXPECT_FALSE(now.trouble) << now.trouble->what;
    EXPECT_FALSE(now.seen->grey);
    EXPECT_EQ(now.seen->balance, balance);
    EXPECT_EQ(purse_row().balance, balance);
    EXPECT_EQ(purse_row().not_known, Money{});
    EXPECT_EQ(carry(*book("10.00").order).condition.state, SaleStatus::applied) << "and he is served again";
    books_stand();
  }
};

TEST_F(GreyInDoubt, a_load_that_the_card_has_is_settled_while_it_is_locked_and_the_lock_is_released_then) {
  const auto load = torn_load(true);
  leave_running(mill);
  const auto grey = look();
  ASSERT_FALSE(grey.trouble) << grey.trouble->what;
  EXPECT_TRUE(grey.seen->grey);
  ASSERT_EQ(grey.settled.size(), 1u);
  EXPECT_EQ(grey.settled[0].state, SaleStatus::applied);
  EXPECT_EQ(state_of(load), SaleStatus::applied);
  EXPECT_EQ(purse_row().balance, yuan(250)) << "as it was locked";
  free_without_record();
  expect_free_with(yuan(249));
}

TEST_F(GreyInDoubt, a_load_that_the_card_has_is_settled_though_he_has_watered_between_and_its_record_pays_the_lock) {
  torn_load(true);
  water(road, 1'000);
  leave_running(mill);
  EXPECT_EQ(look().settled.at(0).state, SaleStatus::applied);
  reader.read(road);
  bring_home();
  free_with_record();
  expect_free_with(yuan(248));
}

TEST_F(GreyInDoubt, a_load_that_never_reached_it_is_given_up_and_the_lock_released_then) {
  const auto load = torn_load(false);
  leave_running(mill);
  for (int contact = 0; contact < 2; ++contact) {
    const auto grey = look();
    ASSERT_FALSE(grey.trouble) << grey.trouble->what;
    EXPECT_TRUE(grey.settled.empty()) << "it waits for the lock";
    EXPECT_EQ(state_of(load), SaleStatus::in_doubt);
  }
  const auto request = release_of(look());
  const auto refused = office->read([&, context = as("li")](const books::Reader& books) { return purse::release(books, request, context); });
  EXPECT_EQ(refused.error().code, "load_not_carried");
  EXPECT_EQ(refused.error().details.at("sale"), load);
  const auto back = run("take_back", [&](const auto& books, const auto& context) { return purse::give_up_making(books, {claim(), account, "the pump burnt", 0}, context); });
  EXPECT_EQ(back.sale.original, load);
  EXPECT_EQ(state_of(load), SaleStatus::taken_back);
  EXPECT_EQ(office->read([&](const books::Reader& books) -> Result<Money> { return counter::refund_due(books, account); }).value(), yuan(50)) << "it is owed to him";
  free_without_record();
  expect_free_with(yuan(199));
}

TEST_F(GreyInDoubt, a_load_that_never_reached_it_is_written_without_new_money_when_its_record_has_settled_the_lock) {
  const auto load = torn_load(false);
  leave_running(mill);
  EXPECT_TRUE(look().settled.empty());
  free_with_record();
  const auto written = look();
  ASSERT_EQ(written.settled.size(), 1u);
  EXPECT_TRUE(written.settled[0].carried_again);
  EXPECT_EQ(state_of(load), SaleStatus::applied);
  expect_free_with(yuan(249));
}

TEST_F(GreyInDoubt, what_was_given_up_before_is_given_up_once_and_never_of_a_load_that_the_card_has) {
  const auto give_up = [&] { return office->read([&, context = as("li")](const books::Reader& books) { return purse::give_up_making(books, {claim(), account, "burnt", 0}, context); }); };
  torn_load(false);
  EXPECT_EQ(give_up().error().code, "nothing_is_made") << "the card has not been asked";
  leave_running(mill);
  EXPECT_TRUE(look().seen->grey);
  EXPECT_TRUE(give_up().ok());
  free_with_record();
  EXPECT_EQ(look().settled.size(), 1u);
  EXPECT_EQ(give_up().error().code, "nothing_is_made") << "it is written";
  torn_load(true);
  leave_running(mill);
  EXPECT_EQ(look().settled.at(0).state, SaleStatus::applied);
  EXPECT_EQ(give_up().error().code, "nothing_is_made");
}

TEST_F(GreyInDoubt, a_deduction_is_settled_by_the_counter_of_the_locked_card_either_way) {
  for (const bool received : {true, false}) {
    const auto held = look().seen->balance;
    const auto off = torn_deduction(received);
    leave_running(mill);
    const auto grey = look();
    ASSERT_EQ(grey.settled.size(), 1u) << received;
    EXPECT_EQ(state_of(off), received ? SaleStatus::applied : SaleStatus::reversed);
    EXPECT_EQ(grey.seen->balance, received ? held - yuan(40) : held);
    free_without_record();
    EXPECT_EQ(look().seen->balance, purse_row().balance);
    mill.well.swipe(in_hand());
    if (mill.well.pump().relay_closed()) mill.well.swipe(in_hand());
    mill.well.run(20);
  }
  books_stand();
}

}  // namespace
}  // namespace kwota::sim
