// A farmer's card at the counter, from the blank card to the closing: the shop's decisions, the books on disk, the vault and a card on the emulator.
// Whatever is torn, books and card say the same afterwards, and the books verify.
#include "schemes/irrigation_purse.h"
#include "seal/recipes/fee_control.h"
#include "sell/purse/returned.h"
#include "sim/purse_counter/purse_counter.h"

namespace kwota::sim {
namespace {

TEST_F(PurseCounter, a_blank_card_becomes_his_with_the_first_load_and_takes_the_next) {
  issue("200.00");
  const auto found = look();
  ASSERT_TRUE(found.seen) << (found.trouble ? found.trouble->what : "");
  EXPECT_EQ(found.seen->balance, yuan(200));
  EXPECT_EQ(found.seen->card, purse_row().card);
  EXPECT_EQ(purse_row().n, SequenceNumber{1});
  const auto more = carry(*book("50.00").order);
  EXPECT_EQ(more.condition.state, SaleStatus::applied);
  EXPECT_EQ(more.condition.move->proof.size(), 8u) << "the card's TAC is kept";
  EXPECT_EQ(look().seen->balance, yuan(250));
  books_stand();
}

TEST_F(PurseCounter, torn_before_the_card_was_ordered_anything_the_money_goes_back) {
  issue("200.00");
  const auto booked = book("50.00");
  auto reader = on_reader(6);
  const auto torn = desk().carry(reader, *booked.order, as("li")).value();
  EXPECT_EQ(torn.condition.state, SaleStatus::reversed) << torn.written.evidence;
  EXPECT_EQ(look().seen->balance, yuan(200));
  EXPECT_EQ(carry(*book("50.00").order).condition.state, SaleStatus::applied);
  books_stand();
}

TEST_F(PurseCounter, a_load_is_sealed_by_the_recipe_that_its_schemes_row_names_and_by_no_other) {
  issue("200.00");
  auto row = schemes::irrigation_purse;
  row.recipe = seal::fee_control.name;
  const std::array<const scheme::Scheme*, 1> rows{&row};
  const scheme::Table other{rows};
  const auto booked = book("50.00");
  auto context = as("li");
  context.schemes = &other;
  auto reader = on_reader();
  const auto refused = desk().carry(reader, *booked.order, context).value();
  ASSERT_TRUE(refused.written.cause) << refused.written.evidence;
  EXPECT_EQ(refused.written.cause->code, "seal_not_of_scheme");
  EXPECT_EQ(refused.condition.state, SaleStatus::reversed) << "the money goes back";
  EXPECT_EQ(look().seen->balance, yuan(200));
  EXPECT_EQ(carry(*book("50.00").order).condition.state, SaleStatus::applied) << "by the row as it is";
  books_stand();
}

TEST_F(PurseCounter, torn_after_the_card_has_it_the_next_look_knows_without_writing) {
  issue("200.00");
  const auto booked = book("50.00");
  auto reader = gone_at(0x52, true);
  EXPECT_EQ(desk().carry(reader, *booked.order, as("li")).value().condition.state, SaleStatus::in_doubt);
  const auto found = look();
  ASSERT_EQ(found.settled.size(), 1u) << (found.trouble ? found.trouble->what : "");
  EXPECT_EQ(found.settled[0].state, SaleStatus::applied);
  EXPECT_FALSE(found.settled[0].carried_again);
  EXPECT_EQ(look().seen->balance, yuan(250));
  books_stand();
}

TEST_F(PurseCounter, torn_while_it_was_ordered_it_is_written_at_the_next_look_without_new_money) {
  issue("200.00");
  const auto booked = book("50.00");
  auto reader = gone_at(0x52, false);  // sealed, and never received
  EXPECT_EQ(desk().carry(reader, *booked.order, as("li")).value().condition.state, SaleStatus::in_doubt);
  const auto found = look();
  ASSERT_EQ(found.settled.size(), 1u) << (found.trouble ? found.trouble->what : "");
  EXPECT_EQ(found.settled[0].state, SaleStatus::applied);
  EXPECT_TRUE(found.settled[0].carried_again);
  EXPECT_EQ(look().seen->balance, yuan(250));
  books_stand();
}

TEST_F(PurseCounter, a_deduction_and_a_closing_take_it_off_with_the_cards_proof) {
  issue("150.00");
  const auto on_card = seen();
  const auto less = run("take_back", [&](const auto& reader, const auto& context) {
    return purse::deduct(reader, {.claim = claim(), .account = account, .amount = "40.00", .reason = "wrong", .seen = on_card}, context);
  });
  EXPECT_EQ(carry(*less.order).condition.state, SaleStatus::applied);
  const auto rest = seen();
  EXPECT_EQ(rest->balance, yuan(110));
  const auto closing = run("close_account", [&](const auto& reader, const auto& context) { return purse::order_closing(reader, {claim(), account, rest, 0}, context); });
  EXPECT_EQ(carry(*closing.order).condition.state, SaleStatus::applied);
  const auto closed = run("close_account", [&](const auto& reader, const auto& context) { return purse::close_account(reader, {claim(), account, purse::no_card(), 0}, context); });
  EXPECT_EQ(closed.sale.tendered, -yuan(150));
  EXPECT_EQ(purse_row().state, books::PurseStatus::closed);
  books_stand();
}

TEST_F(PurseCounter, a_returned_card_is_cleared_and_issued_to_the_next_farmer_with_another_number) {
  issue("150.00");
  const auto number = *seen();
  const auto empty_it = [&] { return run("close_account", [&](const auto& reader, const auto& context) { return purse::order_closing(reader, {claim(), account, seen(), 0}, context); }); };
  const auto clear = [&](teller::CardOnReader reader) { return desk().clear(reader, look(), as("li")); };
  EXPECT_EQ(clear(on_reader()).error().code, "purse_in_use") << "somebody has it";
  EXPECT_EQ(carry(*empty_it().order).condition.state, SaleStatus::applied);
  EXPECT_EQ(clear(on_reader()).error().code, "purse_in_use") << "nothing was paid out yet";
  run("close_account", [&](const auto& reader, const auto& context) { return purse::close_account(reader, {claim(), account, purse::no_card(), 0}, context); });
  auto [once_more, with_money] = std::pair{on_reader(), look()};
  with_money.seen->balance = yuan(1);
  EXPECT_EQ(desk().clear(once_more, with_money, as("li")).error().code, "purse_holds_money") << "whatever the books say, no money is erased";

  account = granted_to(CustomerNumber::from(778));
  const auto refused = office->read([&](const books::Reader& reader) -> Result<purse::LoadQuote> { return purse::quote_load(reader, {account, "80.00", number}, as("li")); });
  EXPECT_EQ(refused.error().code, "card_to_clear") << "it is not made over while it shows the other one's number";
  constexpr std::uint8_t authenticate_ins = 0x82, erase_ins = 0x0E;
  EXPECT_FALSE(clear(gone_at(authenticate_ins, true)).ok());
  EXPECT_EQ(seen()->card, number.card) << "torn before the one command that clears it, it is as it was";
  EXPECT_FALSE(clear(gone_at(erase_ins, true)).ok());
  EXPECT_FALSE(look().seen) << "torn after it, it is cleared";
  issue("80.00");
  EXPECT_NE(seen()->card, number.card);
  EXPECT_EQ(seen()->balance, yuan(80));
  EXPECT_EQ(purse_row().n, SequenceNumber{1}) << "it counts anew";
  books_stand();
}

TEST_F(PurseCounter, a_card_that_was_made_and_never_loaded_is_not_lost_and_nor_is_the_farmers_account) {
  const auto booked = book("200.00");
  constexpr std::uint8_t verify_pin = 0x20;
  auto made = std::make_shared<bool>(false);
  card->reset();
  teller::CardOnReader reader{card->atr(), [this, made](const iso7816::Command& command) -> Result<iso7816::Response> {
                                const bool finished = command.ins == 0x5C;  // the first balance that is asked is that of a card that was made
                                *made = *made || finished;
                                if (*made && command.ins == verify_pin) return error(Fault::card, "card_removed", "The card was removed.");
                                return card->exchange(command);
                              }};
  EXPECT_EQ(desk().carry(reader, *booked.order, as("li")).value().condition.state, SaleStatus::reversed);
  EXPECT_EQ(purse_row().state, books::PurseStatus::granted);
  EXPECT_FALSE(purse_row().card) << "he still waits for one";
  ASSERT_TRUE(look().seen) << "it has a number, and nobody's";
  auto again = on_reader();
  EXPECT_TRUE(desk().clear(again, look(), as("li")).ok());
  issue("200.00");
  EXPECT_EQ(look().seen->balance, yuan(200));
  books_stand();
}

TEST_F(PurseCounter, torn_at_any_command_of_the_making_the_same_blank_card_becomes_his_at_the_next_attempt) {
  int gone_on = 0;
  bool done_at_once = false;
  for (int command = 1; !done_at_once; ++command) {
    SCOPED_TRACE(command);
    farmer_with_blank_card(command);
    const auto booked = book("200.00");
    auto reader = on_reader(command);
    done_at_once = desk().carry(reader, *booked.order, as("li")).value().condition.state == SaleStatus::applied;
    const auto found = look();
    EXPECT_FALSE(found.trouble) << found.trouble->what;
    if (!purse_row().card) {
      auto again = on_reader();
      if (found.seen) EXPECT_TRUE(desk().clear(again, found, as("li")).ok()) << "made, and nobody's";
      gone_on += found.seen ? 0 : 1;
      issue("200.00");
    }
    EXPECT_EQ(look().seen->balance, yuan(200));
    EXPECT_EQ(purse_row().balance, yuan(200));
  }
  EXPECT_GT(gone_on, 50);
  books_stand();
}

TEST_F(PurseCounter, a_card_whose_making_was_torn_for_one_farmer_is_made_for_the_next_with_a_number_of_his_own) {
  bool done_at_once = false;
  for (int command = 1; !done_at_once; command += 3) {
    SCOPED_TRACE(command);
    farmer_with_blank_card(2 * command);
    const auto first = account;
    const auto booked = book("200.00");
    auto torn = on_reader(command);
    done_at_once = desk().carry(torn, *booked.order, as("li")).value().condition.state == SaleStatus::applied;
    if (done_at_once || look().seen) continue;  // made: whose it is, the card says itself
    auto half_made = std::move(card);
    farmer_with_blank_card(2 * command + 1);
    card = std::move(half_made);
    issue("60.00");
    EXPECT_EQ(look().seen->balance, yuan(60));
    EXPECT_NE(look().seen->card, *booked.sale.card) << "no two purses have one number";
    account = first;
    new_blank_card(20'000 + command);
    issue("200.00");
    EXPECT_EQ(look().seen->balance, yuan(200)) << "and the first one gets another card";
  }
  books_stand();
}

TEST_F(PurseCounter, a_lost_card_that_is_found_empty_after_a_torn_replacement_is_offered_to_nobody) {
  issue("120.00");
  const auto unloaded = run("take_back", [&](const auto& reader, const auto& context) { return purse::deduct(reader, {.claim = claim(), .account = account, .amount = "120.00", .reason = "too much", .seen = seen(), .approval = 0}, context); });
  EXPECT_EQ(carry(*unloaded.order).condition.state, SaleStatus::applied);
  auto lost = std::move(card);
  const auto replaced = lose_and_replace(8);
  auto torn = on_reader(40);
  EXPECT_EQ(desk().carry(torn, *replaced.order, as("li")).value().condition.state, SaleStatus::reversed);
  card = std::move(lost);
  const auto found = look();
  ASSERT_TRUE(found.seen);
  EXPECT_TRUE(found.seen->balance.is_zero());
  const auto may = office->read([&](const books::Reader& books) -> Result<std::string> { const auto would = purse::may_be_cleared(books, *found.seen); return would.ok() ? "yes" : would.error().code; });
  EXPECT_EQ(*may, "blocked_card_kept") << "what the page is told is what the desk does";
  auto reader = on_reader();
  EXPECT_EQ(desk().clear(reader, found, as("li")).error().code, "blocked_card_kept") << "it is not in force, and nobody is to think so";
  books_stand();
}

TEST_F(PurseCounter, a_replacement_that_was_torn_is_made_once_more_of_the_same_blank_card_and_loaded_then) {
  issue("120.00");
  const auto replaced = lose_and_replace(8);
  const auto chip = card->serial();
  auto reader = on_reader(40);
  EXPECT_EQ(desk().carry(reader, *replaced.order, as("li")).value().condition.state, SaleStatus::reversed);
  const auto again = make_next_of(chip);
  auto torn = on_reader(40);
  EXPECT_EQ(desk().carry(torn, *again.order, as("li")).value().condition.state, SaleStatus::reversed);
  EXPECT_FALSE(purse_row().card) << "no card was made by it either";
  EXPECT_EQ(carry(*make_next_of(chip).order).condition.state, SaleStatus::applied);
  const auto loaded = book("30.00");
  EXPECT_EQ(loaded.sale.kind, books::Operation::recharge) << "he is no new customer, and no report counts him as one";
  EXPECT_EQ(carry(*loaded.order).condition.state, SaleStatus::applied);
  EXPECT_EQ(look().seen->balance, yuan(30));
  EXPECT_EQ(office->read([&](const books::Reader& books) -> Result<std::optional<Money>> { return purse::waiting(books, account); }).value(), yuan(120));
  books_stand();
}

TEST_F(PurseCounter, torn_at_any_command_of_a_load_books_and_card_say_the_same_at_the_next_look) {
  issue("200.00");
  for (int command = 1; command <= 12; ++command) {
    SCOPED_TRACE(command);
    const auto before = look().seen->balance;
    const auto booked = book("10.00");
    auto reader = on_reader(command);
    const auto torn = desk().carry(reader, *booked.order, as("li")).value();
    const auto found = look();
    EXPECT_FALSE(found.trouble) << found.trouble->what;
    const auto state = office->read([&](const books::Reader& books) -> Result<SaleStatus> { return books.find<books::SaleState>(booked.sale.number)->state; }).value();
    EXPECT_EQ(found.seen->balance, state == SaleStatus::applied ? before + yuan(10) : before) << word_of(torn.condition.state) << " then " << word_of(state);
    EXPECT_TRUE(state == SaleStatus::applied || state == SaleStatus::reversed) << word_of(state);
    EXPECT_EQ(purse_row().balance, found.seen->balance);
  }
  books_stand();
}

TEST_F(PurseCounter, what_a_lost_card_held_is_loaded_onto_the_new_one) {
  issue("120.00");
  const auto replaced = lose_and_replace(8);
  EXPECT_EQ(carry(*replaced.order).condition.state, SaleStatus::applied);
  EXPECT_EQ(look().seen->balance, Money{});
  pay_over_after_the_waiting_time();
  EXPECT_EQ(look().seen->balance, yuan(120));
  books_stand();
}

TEST_F(PurseCounter, what_two_lost_cards_held_is_loaded_onto_the_third_one) {
  issue("120.00");
  EXPECT_EQ(carry(*lose_and_replace(8).order).condition.state, SaleStatus::applied);
  carry(*book("30.00").order);
  EXPECT_EQ(carry(*lose_and_replace(9).order).condition.state, SaleStatus::applied);
  pay_over_after_the_waiting_time();
  EXPECT_EQ(look().seen->balance, yuan(30)) << "the newest first";
  pay_over();
  EXPECT_EQ(look().seen->balance, yuan(150));
  books_stand();
}

TEST_F(PurseCounter, a_card_whose_last_day_has_passed_is_loaded_no_more_and_gives_back_what_it_holds) {
  issue("200.00");
  const auto last = office->read([&](const books::Reader& books) -> Result<std::string> { return books.find<books::Card>(*books.last<books::Purse>(account)->card)->valid_to; }).value();
  ASSERT_FALSE(last.empty());
  clock.advance(Duration::days(366 * 11));
  const auto refused = office->read([&](const books::Reader& books) -> Result<std::string> {
    const auto quote = purse::quote_load(books, {account, "50.00", seen()}, as("li"));
    return quote.ok() ? std::string{} : quote.error().code;
  });
  EXPECT_EQ(*refused, "card_expired");
  const auto taken = run("take_back", [&](const auto& reader, const auto& context) { return purse::deduct(reader, {.claim = claim(), .account = account, .amount = "200.00", .reason = "expired", .seen = seen(), .approval = 0}, context); });
  EXPECT_EQ(carry(*taken.order).condition.state, SaleStatus::applied);
  books_stand();
}

}  // namespace
}  // namespace kwota::sim
