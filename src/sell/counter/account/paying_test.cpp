#include "sell/counter/paying.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/decimal.h"
#include "books/lookup.h"
#include "sell/counter/account/test_world.h"

namespace kwota::counter {
namespace {

using books::Tender;

const books::Utility utility = [] {
  books::Utility row;
  row.minor_digits = 2;
  return row;
}();

std::string refused(std::vector<HandedOver> tenders, Money due = yuan(60)) {
  const auto out = taken({.tenders = std::move(tenders)}, due, utility);
  return out.ok() ? "" : out.error().code;
}

TEST(Paying, cash_is_exact_unless_more_is_handed_over) {
  const auto exact = taken({}, yuan(60), utility).value();
  EXPECT_EQ(to_text(exact.tenders), "cash=6000");
  EXPECT_EQ(exact.change, Money{});
  const auto more = taken({.tenders = {}, .received = "100"}, yuan(60), utility).value();
  EXPECT_EQ(to_text(more.tenders), "cash=6000");
  EXPECT_EQ(more.change, yuan(40));
}

TEST(Paying, a_card_pays_what_the_cash_leaves) {
  const auto out = taken({.tenders = {{"card", "", "A41F77"}, {"cash", "13.00"}}}, yuan(60), utility).value();
  EXPECT_EQ(to_text(out.tenders), "card=4700:A41F77;cash=1300");
  const auto back = taken({.tenders = {{"card", "50.00", "A41F77"}, {"cash", "20.00"}}}, yuan(60), utility).value();
  EXPECT_EQ(to_text(back.tenders), "card=5000:A41F77;cash=1000");
  EXPECT_EQ(back.change, yuan(10));
}

TEST(Paying, what_is_wrong_has_a_name) {
  EXPECT_EQ(refused({{"gold"}}), "tender_unknown");
  EXPECT_EQ(refused({{"card"}}), "reference_missing");
  EXPECT_EQ(refused({{"cheque", "", "47A1"}}), "reference_bad");
  EXPECT_EQ(refused({{"card", "", "1234567890123"}}), "reference_bad");
  EXPECT_EQ(refused({{"cash", "", "A41F77"}}), "reference_bad");
  EXPECT_EQ(refused({{"card", "60.01", "A41F77"}}), "no_change");
  EXPECT_EQ(refused({{"card", "50.00", "A41F77"}, {"wallet", "20.00", "W991"}, {"cash", "5.00"}}), "no_change") << "there is less cash than change";
  EXPECT_EQ(refused({{"card", "59.99", "A41F77"}}), "received_too_little");
  EXPECT_EQ(refused({{"card", "30.00", "A41F77"}, {"card", "30.00", "A41F77"}}), "tender_twice");
  EXPECT_EQ(refused({{"card", "30.00", "A41F77"}, {"card", "30.00", "B00002"}}), "") << "two cards are two tenders";
  EXPECT_EQ(refused({{"card", "", "A41F77"}, {"cash"}}), "tender_twice") << "one amount at most is left open";
}

TEST(Paying, whatever_is_handed_over_adds_up_to_what_there_is_to_pay) {
  EXPECT_TRUE(rc::check([] {
    const auto due = Money::minor(*rc::gen::inRange<std::int64_t>(1, 100'000));
    std::vector<HandedOver> tenders;
    for (const auto& row : ledger::tenders())
      if (*rc::gen::arbitrary<bool>())
        tenders.push_back({std::string(word_of(row.tender)), format_money(Money::minor(*rc::gen::inRange<std::int64_t>(1, 60'000)), 2), row.reference_min > 0 ? "004711" : ""});
    if (!tenders.empty() && *rc::gen::arbitrary<bool>()) tenders.front().amount.clear();
    const auto out = taken({.tenders = tenders}, due, utility);
    if (!out.ok()) {
      RC_ASSERT(out.error().code == "received_too_little" || out.error().code == "no_change");
      return;
    }
    RC_ASSERT(out->tenders.sum() == due && out->received == due + out->change && !out->change.is_negative());
    for (const auto& part : out->tenders) RC_ASSERT(part.amount > Money{} && part.reference.empty() == (part.tender == Tender::cash));
    books::Sale sale{.kind = books::Operation::recharge};
    books::Changes changes;
    RC_ASSERT(receive(books::Memory(), *out, sale, changes).ok());
    RC_ASSERT(sale.tendered == due && ledger::parts_of(sale).sum() == due);
    RC_ASSERT(books::parse_tenders(to_text(sale.tenders)) == sale.tenders);
    const auto part = Money::minor(*rc::gen::inRange<std::int64_t>(0, due.minor() + 1));
    const auto back = handed_back(sale, part);
    RC_ASSERT(back.sum() == -part);
    for (const auto& one : back) RC_ASSERT(-back.of(one.tender) <= ledger::parts_of(sale).of(one.tender));
    const bool card_left = ledger::parts_of(sale).sum() - ledger::parts_of(sale).of(Tender::cash) > part;
    RC_ASSERT(!card_left || back.of(Tender::cash).is_zero());
  }));
}

TEST(Paying, what_somebody_wrote_into_the_books_is_no_tender) {
  for (const auto* text : {"cash", "gold=100", "cash=", "cash=1x", "cash=0100", "card=100:A;", "cash=1;;cash=2"}) {
    const auto read = books::parse_tenders(text);
    ASSERT_EQ(read.size(), 1U) << text;
    EXPECT_EQ(read.front().tender, no_word<Tender>) << text;
  }
}

World account_of_cash() {
  World world;
  world.write(*world.open("100.00", 12, 1)->order, 1);
  world.visit(12, 1);
  return world;
}

/// Sold to account 100001, by a bank card and the rest in cash.
Outcome by_card(World& world, const char* pay, const char* on_card) {
  const auto shown = quote(world.books, {100001, pay, "", ""}, world.as("wang")).value();
  SellRequest request;
  request.claim = world.claim();
  request.quote = shown.id;
  request.card = serial(1);
  request.paying.tenders = {{"card", on_card, "A41F77"}, {"cash"}};
  for (const auto& one : shown.confirm) request.confirmed.push_back(one.code());
  return world.apply(sell(world.books, request, world.as("wang"))).value();
}
Money at_the_terminal(const World& world) { return world.balance(ledger::till_money("E", "T-01", Tender::card)); }
Money in_the_drawer(const World& world) { return world.balance(ledger::till_cash("E", "T-01")); }

TEST(Tenders, what_never_left_the_house_goes_back_to_each_tender) {
  auto world = account_of_cash();
  const auto cash = in_the_drawer(world);
  const auto sold = by_card(world, "50.00", "30.00");
  EXPECT_EQ(at_the_terminal(world), yuan(30));
  EXPECT_EQ(in_the_drawer(world), cash + yuan(20));
  const auto event = world.carriage(*sold.order, 1);
  world.apply(sealing(world.books, event, world.as("wang"))).value();
  EXPECT_EQ(world.apply(not_carried(world.books, event, world.as("wang")))->state, SaleStatus::reversed);
  EXPECT_EQ(at_the_terminal(world), Money{});
  EXPECT_EQ(in_the_drawer(world), cash);
}

TEST(Tenders, no_cash_is_made_of_a_bank_card_by_one_person) {
  auto world = account_of_cash();
  const auto sold = by_card(world, "150.00", "149.00");
  world.write(*sold.order, 1);
  const auto back = world.apply(take_back(world.books, {world.claim(), sold.sale.number, "typed wrong", serial(1), 0}, world.as("wang"))).value();
  EXPECT_EQ(world.balance(ledger::refund_pending), -yuan(150)) << "all of it waits, by whatever it was paid";
  world.write(*back.order, 1);
  world.visit(12, 1);
  EXPECT_EQ(refund_due(world.books, 100001), yuan(150));
  EXPECT_EQ(at_the_terminal(world), yuan(149)) << "the bank has it until somebody gives it back there";
  EXPECT_FALSE(beyond_what_was_paid_in(world.books, 100001, yuan(1)));
  EXPECT_TRUE(beyond_what_was_paid_in(world.books, 100001, yuan(2))) << "the cash of the first sale is in the meter: what is left is of the slip";
}

TEST(Tenders, a_shift_adds_up_its_slips_beside_the_blind_count) {
  auto world = account_of_cash();
  by_card(world, "50.00", "30.00");
  const auto wang = [&] { return world.as("wang"); };
  const auto slips = [](std::int64_t amount) { return books::Tenders{{Tender::card, yuan(amount), {}}}; };
  const auto cash = in_the_drawer(world);
  const auto moved = till::figures(world.books, *books::open_shift(world.books, "E", "T-01")).tenders;
  EXPECT_EQ(moved.at(Tender::card).in, yuan(30));
  EXPECT_EQ(moved.at(Tender::cash).in, yuan(120));
  const auto none = world.apply(till::close_shift(world.books, {.counted = cash, .reason = {}, .accepted_by = {}}, wang())).value();
  EXPECT_EQ(none.needs, till::CountNeeds::recount) << "the slips were forgotten";
  EXPECT_TRUE(none.slips.empty()) << "and nobody is told how much they should be";
  const auto short_of_one = world.apply(till::close_shift(world.books, {.counted = cash, .reason = {}, .accepted_by = {}, .slips = slips(29)}, wang())).value();
  ASSERT_EQ(short_of_one.slips.size(), 1U);
  EXPECT_EQ(short_of_one.slips.front().difference(), -yuan(1));
  const auto third = till::close_shift(world.books, {.counted = cash, .reason = "found", .accepted_by = {}, .slips = slips(30)}, wang()).error();
  EXPECT_EQ(third.code, "count_stands");
  EXPECT_EQ(third.details.at("counted"), format_money(cash, 2)) << "money as everywhere";
  const auto closed = world.apply(till::close_shift(world.books, {.counted = cash, .reason = "torn", .accepted_by = "zhao", .slips = slips(29)}, wang())).value();
  EXPECT_EQ(closed.needs, till::CountNeeds::nothing);
  EXPECT_EQ(to_text(closed.shift.slips), "card=2900");
  EXPECT_EQ(to_text(closed.shift.slips_expected), "card=3000");
  EXPECT_EQ(to_text(closed.shift.received), "cash=12000;card=3000") << "as the receipts say";
  EXPECT_EQ(to_text(closed.shift.paid_out), "");
  EXPECT_EQ(at_the_terminal(world), Money{});
  EXPECT_EQ(world.balance(ledger::due(Tender::card, "E")), yuan(29));
  EXPECT_EQ(world.balance(ledger::over_short(Tender::card)), yuan(1));
  EXPECT_EQ(in_the_drawer(world), Money{});
}

TEST(Paying, one_slip_pays_one_sale_of_a_shift) {
  books::Memory books;
  books::Sale before;
  before.number = "R3-1";
  before.chain = "till/E/1";
  before.station = "E";
  before.till = "1";
  before.shift = 7;
  before.tendered = yuan(60);
  before.tenders = {{Tender::card, yuan(60), "A41F77"}};
  books.append(before);
  books::Sale now = before;
  const auto paying = [&](const char* tender, const char* number) { return taken({.tenders = {{tender, "", number}}}, yuan(60), utility).value(); };
  const auto receives = [&](const Taken& money) {
    books::Changes changes;
    auto sale = now;
    return receive(books, money, sale, changes);
  };
  const auto refused = receives(paying("card", "A41F77"));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "reference_used");
  EXPECT_TRUE(receives(paying("card", "A41F78")));
  EXPECT_TRUE(receives(paying("wallet", "A41F77"))) << "another house's number";
  EXPECT_TRUE(receives(taken({}, yuan(60), utility).value())) << "cash has none";
  now.shift = 8;
  EXPECT_TRUE(receives(paying("card", "A41F77"))) << "the terminal counts anew";
  now.shift = 7;
  books.put(books::SaleState{"R3-1", books::SaleStatus::reversed, {}, 0});
  EXPECT_TRUE(receives(paying("card", "A41F77"))) << "that sale never happened";
}

TEST(Paying, one_transfer_pays_once_at_whatever_till_and_however_long_ago) {
  books::Memory books;
  const auto by_transfer = [&](const char* till, const char* sale) -> Result<void> {
    books::Sale row;
    row.number = sale;
    row.station = "E";
    row.till = till;
    books::Changes changes;
    const auto money = taken({.tenders = {{"transfer", "", "HZ20270303"}}}, yuan(60), utility).value();
    MUST(receive(books, money, row, changes));
    books.apply(changes);
    books.put(books::SaleState{sale, books::SaleStatus::booked, {}, 0});
    return Done{};
  };
  EXPECT_TRUE(by_transfer("1", "R1-1"));
  const auto again = by_transfer("2", "R2-1");
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().code, "reference_used");
  EXPECT_EQ(again.error().details.at("sale"), "R1-1");
  books.put(books::SaleState{"R1-1", books::SaleStatus::reversed, {}, 0});
  EXPECT_TRUE(by_transfer("2", "R2-1")) << "what it paid never happened";
  EXPECT_FALSE(by_transfer("1", "R1-2").ok()) << "and now it has paid";
}

}  // namespace
}  // namespace kwota::counter
