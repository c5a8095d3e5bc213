// A farmer's card at the counter, from the blank card to the closing: the shop's decisions, the books on disk, the vault and a card on the emulator.
// Whatever is torn, books and card say the same afterwards, and the books verify.
#include <gtest/gtest.h>

#include "carry/cards/all.h"
#include "people/approval.h"
#include "schemes/all.h"
#include "seal/vault/software_vault.h"
#include "sell/purse/application.h"
#include "sell/purse/load.h"
#include "sell/purse/lost_card.h"
#include "sell/purse/take_off.h"
#include "sell/till/till.h"
#include "sim/card_os/card_os.h"
#include "store/test_books_on_disk.h"
#include "work/teller/purse_teller.h"

namespace kwota::sim {
namespace {

using books::SaleStatus;
using purse::CardWork;
using store::test::BooksOnDisk;
using store::test::noon;

constexpr CardSerial blank_chip{{0x20, 0x26, 0x11, 0x20, 0x00, 0x00, 0x00, 0x07}};
constexpr std::uint32_t county = 0x33010200;
Money yuan(std::int64_t amount) { return Money::minor(amount * 100); }

class PurseCounter : public BooksOnDisk {
 protected:
  people::Context as(const std::string& who) {
    clock.advance(Duration::seconds(1));
    people::Context context;
    context.who = office->read([&](const books::Reader& reader) -> Result<books::Operator> { return *reader.find<books::Operator>(who); }).value();
    context.station = "3";
    context.till = "1";
    context.now = clock.now();
    context.zone = Zone::find("Asia/Shanghai").value();
    context.schemes = &schemes::table();
    return context;
  }
  /// Decided and written down; a refusal ends the test.
  template <class Decide>
  auto run(const std::string& action, Decide decide, const std::string& who = "li") {
    const auto context = as(who);
    auto done = office->run({who, action, "3"}, [&](const books::Reader& reader) { return decide(reader, context); });
    EXPECT_TRUE(done.ok()) << (done.ok() ? "" : done.error().code + ": " + done.error().what);
    return std::move(done).value();
  }
  void SetUp() override {
    office = open();
    ASSERT_TRUE(office->run({"admin", "import", ""}, [](const books::Reader&) -> Result<books::Decision<Done>> {
      books::Decision<Done> decision;
      auto& put = decision.changes.put;
      put.emplace_back(books::Utility{.name = "County", .currency = "CNY", .zone = "Asia/Shanghai", .county = county});
      put.emplace_back(books::Station{"3", "North", "R3"});
      put.emplace_back(books::Till{.station = "3", .code = "1", .name = "Left"});
      put.emplace_back(books::Place{"v1", books::PlaceKind::village, "East village", "3", ""});
      put.emplace_back(books::AreaNumber{"33010001", "East fields", "v1", "3", true});
      put.emplace_back(books::Customer{.number = CustomerNumber::from(777), .name = "赵六", .created = noon});
      for (const auto& [name, role] : {std::pair{"li", "supervisor"}, std::pair{"sun", "supervisor"}})
        put.emplace_back(books::Operator{.name = name, .full_name = name, .roles = role, .password = "x"});
      return decision;
    }).ok());
    run("shift_own", [&](const auto& reader, const auto& context) { return till::open_shift(reader, yuan(1000), context); });
    const auto number = run("purse_apply", [&](const auto& reader, const auto& context) {
                          return purse::apply(reader, {CustomerNumber::from(777), "3", {.village = "v1", .area = "", .area_1 = "33010001", .area_2 = "", .area_3 = "", .area_4 = "", .price_class = 1}, ""}, context);
                        }).number;
    account = run("purse_grant", [&](const auto& reader, const auto& context) { return purse::grant(reader, number, context); }, "sun").account;
  }

  counter::Claim claim() { return {"key " + std::to_string(++keys), "hash"}; }

  /// The card on the reader; `pulled_at`: it is torn away at this command.
  teller::CardOnReader on_reader(int pulled_at = 0) {
    card->reset();
    auto sent = std::make_shared<int>(0);
    return {card->atr(), [this, sent, pulled_at](const iso7816::Command& command) -> Result<iso7816::Response> {
              if (pulled_at != 0 && ++*sent >= pulled_at) return error(Fault::card, "card_removed", "The card was removed.");
              return card->exchange(command);
            }};
  }
  /// It is gone at this command, for good; `received`: it did it, and nobody hears its answer.
  teller::CardOnReader gone_at(std::uint8_t instruction, bool received) {
    card->reset();
    auto gone = std::make_shared<bool>(false);
    return {card->atr(), [this, gone, instruction, received](const iso7816::Command& command) -> Result<iso7816::Response> {
              if (!*gone && command.ins != instruction) return card->exchange(command);
              if (!*gone && received) static_cast<void>(card->exchange(command));
              *gone = true;
              return error(Fault::card, "card_removed", "The card was removed.");
            }};
  }
  teller::PurseTeller desk() { return {*office, vault, random, cards::all()}; }
  teller::PurseInspection look() {
    auto reader = on_reader();
    return desk().look(reader, as("li")).value();
  }
  std::optional<purse::CardSeen> seen() {
    const auto found = look();
    return found.seen ? found.seen : std::optional(purse::CardSeen{found.recognition.serial, {}, false});
  }
  purse::Outcome book(const std::string& pay) {
    const auto on_card = seen();
    return run("sell", [&](const auto& reader, const auto& context) -> purse::Booked {
      TRY(quote, purse::quote_load(reader, {account, pay, on_card}, context));
      return purse::load(reader, {.claim = claim(), .quote = quote.id, .seen = on_card, .paying = {}, .confirmed = counter::codes_of(quote.confirm)}, context);
    });
  }
  teller::PurseCarried carry(const purse::CardOrder& order) {
    auto reader = on_reader();
    return desk().carry(reader, order, as("li")).value();
  }
  void issue(const std::string& pay) {
    const auto booked = book(pay);
    EXPECT_EQ(booked.order->work, CardWork::issue);
    EXPECT_EQ(carry(*booked.order).condition.state, SaleStatus::applied);
  }
  books::Purse purse_row() {
    return office->read([&](const books::Reader& reader) -> Result<books::Purse> { return *reader.last<books::Purse>(account); }).value();
  }
  void books_stand() {
    office.reset();
    const auto report = verified();
    EXPECT_TRUE(report.ok()) << report.first->table << ' ' << report.first->key << ": " << report.first->why;
  }

  std::unique_ptr<store::Books> office;
  seal::SoftwareVault vault = seal::SoftwareVault::with_test_keys();
  SeededRandom random{7};
  std::unique_ptr<CardOs> card = std::make_unique<CardOs>(card_in_memory(blank_card(blank_chip, seal::test_root(seal::Purpose::card_transport).view()), random));
  std::int64_t account = 0;
  int keys = 0;
};

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
  const auto closed = run("close_account", [&](const auto& reader, const auto& context) { return purse::close_account(reader, {claim(), account, {}, 0}, context); });
  EXPECT_EQ(closed.sale.tendered, -yuan(150));
  EXPECT_EQ(purse_row().state, books::PurseStatus::closed);
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
  run("block", [&](const auto& reader, const auto& context) { return purse::block_purse(reader, {account, "lost"}, context); });
  auto chip = blank_chip;
  chip.bytes[7] = 0x08;
  card = std::make_unique<CardOs>(card_in_memory(blank_card(chip, seal::test_root(seal::Purpose::card_transport).view()), random));
  const auto replaced = run("replace_card", [&](const auto& reader, const auto& context) { return purse::replace_card(reader, {claim(), account, chip, {}}, context); });
  EXPECT_EQ(carry(*replaced.order).condition.state, SaleStatus::applied);
  EXPECT_EQ(look().seen->balance, Money{});
  clock.advance(Duration::hours(15 * 24));
  purse::PayOverRequest request{claim(), account, seen(), 0};
  const auto asked = run("pay_over", [&](const auto& reader, const auto& context) { return people::ask_approval(reader, {"pay_over", purse::approval_content(request), "lost"}, context); });
  run("approvals", [&](const auto& reader, const auto& context) { return people::decide_approval(reader, {asked.number, true, ""}, context); }, "sun");
  request.approval = asked.number;
  const auto over = run("pay_over", [&](const auto& reader, const auto& context) { return purse::pay_over(reader, request, context); });
  EXPECT_EQ(carry(*over.order).condition.state, SaleStatus::applied);
  EXPECT_EQ(look().seen->balance, yuan(120));
  books_stand();
}

}  // namespace
}  // namespace kwota::sim
