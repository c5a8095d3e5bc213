// The program is killed while it makes a farmer's card: the blank card goes on at its next contact, or the booking is given up, and no money is lost or given twice.
#include <fmt/format.h>

#include "sell/counter/take_back.h"
#include "sell/purse/recovery/broken_making.h"
#include "sim/purse_counter/purse_counter.h"

namespace kwota::sim {
namespace {

/// The program was killed while it made the card that was booked last: the card has heard `commands`, and nobody has written down what became of it.
struct KilledWhileMaking : PurseCounter {
  SaleStatus state_of(const std::string& sale) {
    return office->read([&](const books::Reader& books) -> Result<SaleStatus> { return books.find<books::SaleState>(sale)->state; }).value();
  }
  bool killed_after(const purse::CardOrder& order, int commands) {
    cards::PurseIssue issue;
    issue.chip = order.chip;
    put_be32(issue.application.issuer.data(), county);
    std::ranges::copy(order.card.bytes, issue.application.serial.begin() + 2);
    issue.application.valid_from = {0x20, 0x26, 0x11, 0x20}, issue.application.valid_to = {0x20, 0x36, 0x11, 0x20};
    issue.areas = {.count = 1, .areas = {33'010'001, 0, 0, 0}, .price_class = 1};
    issue.pin = to_bytes(view_of(fmt::format("{:06}", order.account % 1'000'000)));
    auto pulled = on_reader(commands + 1);
    return !dialogue::run(cards::all().maker_of("purse_card")->issue_purse(issue), dialogue::Parties{.device = pulled.exchange,
                                                                                              .vault = [&](const seal::Request& request) { return vault.perform(request); },
                                                                                              .journal = [](const dialogue::JournalNote&) -> Result<void> { return {}; }}).ok();
  }
  purse::GiveUpRequest giving_up(const char* reason = "the blank card is broken") { return {.claim = claim(), .account = account, .reason = reason, .approval = 0}; }
  /// Why it is refused; empty: it is not.
  std::string refusal_of(const purse::GiveUpRequest& request) {
    const auto context = as("li");
    const auto refused = office->read([&](const books::Reader& books) { return purse::give_up_making(books, request, context); });
    return refused.ok() ? std::string{} : refused.error().code;
  }
  std::string refusal_of_a_load() {
    const purse::LoadQuoteRequest request{.account = account, .pay = "200.00", .seen = look().for_shop()};
    const auto context = as("li");
    const auto refused = office->read([&](const books::Reader& books) { return purse::quote_load(books, request, context); });
    return refused.ok() ? std::string{} : refused.error().code;
  }
  std::string refusal_to_block() {
    const auto context = as("li");
    const auto refused = office->read([&](const books::Reader& books) { return purse::block_purse(books, {account, "lost"}, context); });
    return refused.ok() ? std::string{} : refused.error().code;
  }
  Money owed() {
    return office->read([&](const books::Reader& books) -> Result<Money> { return counter::refund_due(books, account); }).value();
  }
  Money waiting() {
    return office->read([&](const books::Reader& books) -> Result<Money> { return purse::waiting(books, account).value_or(Money{}); }).value();
  }
};

TEST_F(KilledWhileMaking, at_whatever_command_the_next_contact_of_the_blank_card_makes_it_and_brings_the_money) {
  int killed = 0;
  for (bool is_killed = true; is_killed; killed += 2) {
    SCOPED_TRACE(killed);
    farmer_with_blank_card(killed);
    const auto booked = book("200.00");
    is_killed = killed_after(*booked.order, killed);
    const auto found = look();
    EXPECT_FALSE(found.trouble) << found.trouble->what;
    ASSERT_EQ(found.settled.size(), 1u);
    EXPECT_EQ(found.settled[0].sale, booked.sale.number);
    EXPECT_EQ(found.settled[0].state, SaleStatus::applied);
    ASSERT_TRUE(found.seen);
    EXPECT_EQ(found.seen->card, booked.order->card) << "under the number that it was begun with";
    EXPECT_EQ(found.seen->balance, yuan(200));
    EXPECT_EQ(purse_row().balance, yuan(200));
    EXPECT_FALSE(purse_row().chip) << "nothing is being made any more";
    EXPECT_TRUE(look().settled.empty()) << "once";
  }
  EXPECT_GT(killed, 50);
  books_stand();
}

TEST_F(KilledWhileMaking, torn_again_while_it_goes_on_it_goes_on_at_the_contact_after_that) {
  for (const int command : {3, 20, 45, 62}) {
    SCOPED_TRACE(command);
    farmer_with_blank_card(command);
    const auto booked = book("200.00");
    ASSERT_TRUE(killed_after(*booked.order, 10));
    auto torn = on_reader(command);
    static_cast<void>(desk().look(torn, as("li")));
    const auto found = look();
    EXPECT_FALSE(found.trouble) << found.trouble->what;
    EXPECT_EQ(found.seen->balance, yuan(200));
  }
  books_stand();
}

TEST_F(KilledWhileMaking, a_replacement_goes_on_likewise) {
  issue("200.00");
  const auto replaced = lose_and_replace(77);
  ASSERT_TRUE(killed_after(*replaced.order, 12));
  const auto found = look();
  ASSERT_EQ(found.settled.size(), 1u);
  EXPECT_EQ(found.settled[0].state, SaleStatus::applied);
  EXPECT_EQ(found.seen->card, replaced.order->card);
  books_stand();
}

TEST_F(KilledWhileMaking, where_the_blank_card_is_gone_the_booking_is_surrendered_and_the_account_gets_another_card) {
  const auto booked = book("200.00");
  ASSERT_TRUE(killed_after(*booked.order, 12));
  new_blank_card(5);
  EXPECT_FALSE(look().seen) << "another blank card is nobody's";
  EXPECT_EQ(refusal_of_a_load(), "making_broken_off");
  EXPECT_EQ(refusal_of(giving_up("")), "reason_missing");
  const auto slip = run("take_back", [&](const auto& reader, const auto& context) { return purse::give_up_making(reader, giving_up(), context); });
  EXPECT_EQ(slip.sale.original, booked.sale.number);
  EXPECT_EQ(owed(), yuan(200)) << "what he paid is his, and leaves the drawer by paying out";
  EXPECT_FALSE(purse_row().card);
  EXPECT_FALSE(purse_row().chip);
  EXPECT_EQ(refusal_of(giving_up()), "nothing_is_made") << "once";
  issue("200.00");
  EXPECT_EQ(look().seen->balance, yuan(200));
  EXPECT_EQ(owed(), yuan(200));
  books_stand();
}

TEST_F(KilledWhileMaking, what_may_be_on_the_card_already_goes_back_by_nobodys_word) {
  const auto booked = book("200.00");
  run("carry", [&](const auto& reader, const auto& context) {
    return purse::sealing(reader, {.vault = "test", .sale = booked.sale.number, .card = booked.order->card, .n = booked.order->n, .details = {}, .at_sale = false}, context);
  });
  EXPECT_EQ(refusal_of(giving_up()), "making_in_doubt");
  EXPECT_FALSE(purse_row().chip) << "it is made, so that the counter offers to block it and not to give it up";
}

TEST_F(PurseCounter, a_card_that_is_being_made_is_not_taken_for_another_farmer_before_its_booking_is_settled) {
  const auto first = book("200.00");
  cards::PurseIssue issue;
  issue.chip = blank_chip;
  put_be32(issue.application.issuer.data(), county);
  std::ranges::copy(first.order->card.bytes, issue.application.serial.begin() + 2);
  issue.application.valid_from = {0x20, 0x26, 0x11, 0x20}, issue.application.valid_to = {0x20, 0x36, 0x11, 0x20};
  issue.areas = {.count = 1, .areas = {33'010'001, 0, 0, 0}, .price_class = 1};
  issue.pin = to_bytes(view_of("000001"));
  auto pulled = on_reader(25);  // and the program is killed, so that nobody says what became of it
  EXPECT_FALSE(dialogue::run(cards::all().maker_of("purse_card")->issue_purse(issue), dialogue::Parties{.device = pulled.exchange,
                                                                                            .vault = [&](const seal::Request& request) { return vault.perform(request); },
                                                                                            .journal = [](const dialogue::JournalNote&) -> Result<void> { return {}; }}).ok());
  auto half_made = std::move(card);
  const auto first_account = account;
  farmer_with_blank_card(1);
  card = std::move(half_made);
  const purse::CardSeen blank{blank_chip, {}, false};  // as it was looked at before anything was begun on it
  const auto booked = run("sell", [&](const auto& reader, const auto& context) -> purse::Booked {
    TRY(quote, purse::quote_load(reader, {account, "60.00", blank}, context));
    return purse::load(reader, {.claim = claim(), .quote = quote.id, .seen = blank, .paying = {}, .confirmed = counter::codes_of(quote.confirm)}, context);
  });
  const auto carried = carry(*booked.order);
  EXPECT_EQ(carried.condition.state, SaleStatus::reversed) << "his money goes back";
  ASSERT_TRUE(carried.written.cause);
  EXPECT_EQ(carried.written.cause->code, "card_begun_elsewhere");
  account = first_account;
  EXPECT_EQ(look().seen->card, first.order->card) << "and the first one's goes on, whoever stands there";
  EXPECT_EQ(look().seen->balance, yuan(200));
  books_stand();
}

TEST_F(KilledWhileMaking, a_replacement_that_is_torn_again_keeps_its_fee_until_it_goes_on) {
  issue("200.00");
  const auto replaced = lose_and_replace(77);
  ASSERT_TRUE(killed_after(*replaced.order, 12));
  auto torn = on_reader(20);
  static_cast<void>(desk().look(torn, as("li")));
  EXPECT_EQ(state_of(replaced.sale.number), SaleStatus::booked) << "nobody stands there to get his fee back";
  EXPECT_TRUE(purse_row().chip);
  ASSERT_EQ(look().settled.size(), 1u);
  EXPECT_EQ(state_of(replaced.sale.number), SaleStatus::applied);
  books_stand();
}

TEST_F(KilledWhileMaking, a_card_that_never_got_its_first_money_is_given_up_and_not_blocked_for_it_holds_nothing_that_could_wait) {
  const auto booked = book("200.00");
  ASSERT_TRUE(killed_after(*booked.order, 12));
  EXPECT_EQ(refusal_to_block(), "making_broken_off");
  EXPECT_EQ(waiting(), Money{}) << "nothing is paid over to a next card that no card has held";
  EXPECT_EQ(state_of(booked.sale.number), SaleStatus::booked);
  run("take_back", [&](const auto& reader, const auto& context) { return purse::give_up_making(reader, giving_up("the card fell into the well"), context); });
  EXPECT_EQ(owed(), yuan(200)) << "and nothing of it is lost";
  EXPECT_EQ(refusal_to_block(), "purse_not_active");
  new_blank_card(5);
  issue("60.00");
  EXPECT_EQ(look().seen->balance, yuan(60));
  EXPECT_EQ(owed(), yuan(200));
  EXPECT_EQ(waiting(), Money{});
  EXPECT_EQ(refusal_to_block(), "") << "of a card that has money it is as ever";
  books_stand();
}

TEST_F(KilledWhileMaking, a_card_that_may_have_its_first_money_is_blocked_as_lost_and_the_money_waits) {
  const auto booked = book("200.00");
  run("carry", [&](const auto& reader, const auto& context) {
    return purse::sealing(reader, {.vault = "test", .sale = booked.sale.number, .card = booked.order->card, .n = booked.order->n, .details = {}, .at_sale = false}, context);
  });
  const auto replaced = lose_and_replace(78);
  EXPECT_EQ(state_of(booked.sale.number), SaleStatus::carried);
  EXPECT_EQ(carry(*replaced.order).condition.state, SaleStatus::applied);
  EXPECT_EQ(waiting(), yuan(200));
  EXPECT_EQ(owed(), Money{});
  books_stand();
}

TEST_F(KilledWhileMaking, a_replacement_that_is_lost_too_before_it_was_made_is_given_up_and_the_account_goes_on_with_another_card) {
  issue("200.00");
  const auto replaced = lose_and_replace(77);
  ASSERT_TRUE(killed_after(*replaced.order, 12));
  EXPECT_EQ(refusal_to_block(), "making_broken_off") << "blocked, its booking would stay open for ever, and nothing more would be booked of this account";
  run("take_back", [&](const auto& reader, const auto& context) { return purse::give_up_making(reader, giving_up("lost, too"), context); });
  EXPECT_EQ(carry(*make_next_of(new_blank_card(79)).order).condition.state, SaleStatus::applied);
  EXPECT_EQ(carry(*book("30.00").order).condition.state, SaleStatus::applied);
  EXPECT_EQ(look().seen->balance, yuan(30));
  pay_over_after_the_waiting_time();
  EXPECT_EQ(look().seen->balance, yuan(230)) << "what the first lost one held has waited";
  books_stand();
}

}  // namespace
}  // namespace kwota::sim
