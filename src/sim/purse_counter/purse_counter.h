// A counter with a farmer's card on its reader: books on disk, the vault, an emulated card. For the tests of purse cards.
#pragma once
#include <gtest/gtest.h>

#include "base/cause.h"
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

using books::SaleStatus;
using purse::CardWork;
using store::test::BooksOnDisk;
using store::test::noon;

inline constexpr CardSerial blank_chip{{0x20, 0x26, 0x11, 0x20, 0x00, 0x00, 0x00, 0x07}};
inline constexpr std::uint32_t county = 0x33010200;
inline Money yuan(std::int64_t amount) { return Money::minor(amount * 100); }

class PurseCounter : public BooksOnDisk {
 protected:
  /// Its books, with nothing in them.
  virtual std::unique_ptr<store::Books> founded() { return open(); }
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
    office = founded();
    ASSERT_TRUE(office->run({"admin", "import", ""}, [](const books::Reader&) -> Result<books::Decision<Done>> {
      books::Decision<Done> decision;
      auto& put = decision.changes.put;
      put.emplace_back(books::Utility{.name = "County", .currency = "CNY", .zone = "Asia/Shanghai", .county = county});
      put.emplace_back(books::Station{"3", "North", "R3"});
      put.emplace_back(books::Till{.station = "3", .code = "1", .name = "Left"});
      put.emplace_back(books::Place{"v1", books::PlaceKind::village, "East village", "3", ""});
      put.emplace_back(books::AreaNumber{"33010001", "East fields", "v1", "3", true});
      put.emplace_back(books::Customer{.number = CustomerNumber::from(777), .name = "赵六", .created = noon});
      put.emplace_back(books::Customer{.number = CustomerNumber::from(778), .name = "钱七", .created = noon});
      for (const auto& [name, role] : {std::pair{"li", "supervisor"}, std::pair{"sun", "supervisor"}})
        put.emplace_back(books::Operator{.name = name, .full_name = name, .roles = role, .password = "x"});
      return decision;
    }).ok());
    run("shift_own", [&](const auto& reader, const auto& context) { return till::open_shift(reader, yuan(1000), context); });
    account = granted_to(CustomerNumber::from(777));
  }

  /// He applied, and another person granted it.
  std::int64_t granted_to(CustomerNumber customer) {
    const auto number = run("purse_apply", [&](const auto& reader, const auto& context) {
                          return purse::apply(reader, {customer, "3", {.village = "v1", .area = "", .area_1 = "33010001", .area_2 = "", .area_3 = "", .area_4 = "", .price_class = 1}, ""}, context);
                        }).number;
    return run("purse_grant", [&](const auto& reader, const auto& context) { return purse::grant(reader, number, context); }, "sun").account;
  }

  /// On the reader from now on; gives its chip's serial.
  CardSerial new_blank_card(int number) {
    auto chip = blank_chip;
    put_be16(&chip.bytes[6], static_cast<std::uint16_t>(number));
    card = std::make_unique<CardOs>(card_in_memory(blank_card(chip, seal::test_root(seal::Purpose::card_transport).view()), random));
    return chip;
  }
  /// The next one, with a blank card of his own.
  void farmer_with_blank_card(int number) {
    const auto customer = CustomerNumber::from(static_cast<std::uint64_t>(1'000 + number));
    run("import", [&](const auto&, const auto&) -> Result<books::Decision<Done>> { return books::Decision<Done>{{{books::Customer{.number = customer, .name = "王", .created = noon}}, {}}, Done{}}; }, "sun");
    account = granted_to(customer);
    new_blank_card(number);
  }

  counter::Claim claim() { return {"key " + std::to_string(++keys), "hash"}; }

  /// The card on the reader; `pulled_at`: it is torn away at this command.
  teller::CardOnReader on_reader(int pulled_at = 0) {
    card->reset();
    auto sent = std::make_shared<int>(0);
    return {card->atr(), [this, sent, pulled_at](const iso7816::Command& command) -> Result<iso7816::Response> {
              if (pulled_at != 0 && ++*sent >= pulled_at) return error(Fault::card, Cause::card_removed, "The card was removed.");
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
              return error(Fault::card, Cause::card_removed, "The card was removed.");
            }};
  }
  teller::PurseTeller desk() { return {*office, *seals, random, cards::all()}; }
  teller::PurseInspection look() {
    auto reader = on_reader();
    return desk().look(reader, as("li")).value();
  }
  Result<purse::CardSeen> seen() {
    const auto found = look();
    return found.seen ? *found.seen : purse::CardSeen{.card = found.recognition.serial};
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
  /// The account's card is blocked as lost, and a blank one lies on the reader, to be made in its place.
  purse::Outcome lose_and_replace(int blank) {
    run("block", [&](const auto& reader, const auto& context) { return purse::block_purse(reader, {account, "lost"}, context); });
    return make_next_of(new_blank_card(blank));
  }
  /// In the place of a lost one, of this blank card; also where its making was torn before.
  purse::Outcome make_next_of(const CardSerial& chip) {
    return run("replace_card", [&](const auto& reader, const auto& context) { return purse::replace_card(reader, {claim(), account, chip, {}}, context); });
  }
  /// What a lost card held, onto the one on the reader, by two persons.
  void pay_over() { EXPECT_EQ(carry(book_pay_over()).condition.state, SaleStatus::applied); }
  void pay_over_after_the_waiting_time() {
    wait_for_paying_over();
    pay_over();
  }
  void wait_for_paying_over() { clock.advance(Duration::hours(15 * 24)); }
  purse::CardOrder book_pay_over() {
    purse::PayOverRequest request{claim(), account, seen(), 0};
    const auto needed = office->read([&, context = as("li")](const books::Reader& books) { return purse::pay_over(books, request, context); }).error();
    const auto asked = run("pay_over", [&](const auto& reader, const auto& context) { return people::ask_approval(reader, {"pay_over", needed.details.at("content"), "lost"}, context); });
    run("approvals", [&](const auto& reader, const auto& context) { return people::decide_approval(reader, {asked.number, true, ""}, context); }, "sun");
    request.approval = asked.number;
    return *run("pay_over", [&](const auto& reader, const auto& context) { return purse::pay_over(reader, request, context); }).order;
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
  seal::Vault* seals = &vault;  ///< what the counter seals with
  SeededRandom random{7};
  std::unique_ptr<CardOs> card = std::make_unique<CardOs>(card_in_memory(blank_card(blank_chip, seal::test_root(seal::Purpose::card_transport).view()), random));
  std::int64_t account = 0;
  int keys = 0;
};

}  // namespace kwota::sim
