#include <rapidcheck.h>

#include "people/approval.h"
#include "sell/counter/account/test_world.h"
#include "sell/counter/order/instruction_book.h"
#include "sell/counter/order/key_notes.h"
#include "sell/counter/slip_print.h"

namespace kwota::counter {
namespace {

World with_account() {
  World world;
  world.write(*world.open("100.00", 12, 1)->order, 1);
  world.visit(12, 1);
  return world;
}

Result<Outcome> take_back_of(World& world, const std::string& sale, std::uint8_t card, const std::string& who = "wang",
                             const std::string& till = "T-01") {
  return world.apply(take_back(world.books, {world.claim(), sale, "typed wrong", serial(card), 0}, world.as(who, till)));
}

TEST(TakeBack, the_void_wins_and_the_refund_is_due_only_then) {
  auto world = with_account();
  const auto sold = world.sell_to(100001, "50.00", 1).value();
  world.write(*sold.order, 1);
  const auto cash = world.balance(ledger::till_cash("E", "T-01"));
  const auto back = take_back_of(world, sold.sale.number, 1);
  ASSERT_TRUE(back.ok()) << back.error().code;
  EXPECT_EQ(back->order->amount, Money{}) << "a void: same number, nothing";
  EXPECT_EQ(back->order->n, sold.order->n);
  EXPECT_EQ(world.balance(ledger::refund_pending), -yuan(50));
  EXPECT_EQ(refund_due(world.books, 100001), Money{});
  world.write(*back->order, 1);
  const auto taken = world.visit(12, 1);
  EXPECT_EQ(taken.taken_back, std::vector<std::string>{sold.sale.number});
  EXPECT_EQ(taken.refund_due, yuan(50));
  EXPECT_EQ(world.balance(ledger::refund_pending), Money{});
  EXPECT_EQ(world.balance(ledger::till_cash("E", "T-01")), cash) << "no money leaves the drawer by itself";
  const auto paid = world.apply(pay_out(world.books, {world.claim(), 100001, yuan(50), 0}, world.as("wang")));
  ASSERT_TRUE(paid.ok()) << paid.error().code;
  EXPECT_EQ(world.balance(ledger::till_cash("E", "T-01")), cash - yuan(50));
  EXPECT_EQ(pay_out(world.books, {world.claim(), 100001, yuan(1), 0}, world.as("wang")).error().code, "nothing_due");
}

TEST(TakeBack, the_credit_was_faster_than_the_void) {
  auto world = with_account();
  const auto sold = world.sell_to(100001, "50.00", 1).value();
  world.write(*sold.order, 1);
  world.meter(12).insert(serial(1), world.cards[serial(1)], true);
  const auto back = take_back_of(world, sold.sale.number, 1).value();
  world.write(*back.order, 1);
  const auto taken = world.visit(12, 1);
  EXPECT_EQ(taken.applied, std::vector<std::string>{sold.sale.number});
  EXPECT_EQ(refund_due(world.books, 100001), Money{});
  EXPECT_EQ(world.balance(ledger::refund_pending), Money{});
  EXPECT_EQ(world.state(back.sale.number), "reversed");
  EXPECT_EQ(world.balance(ledger::prepaid("electricity")), -yuan(148));
}

TEST(TakeBack, one_of_two_summed_sales_can_be_taken_back) {
  auto world = with_account();
  const auto a = world.sell_to(100001, "50.00", 1).value();
  world.write(*a.order, 1);
  const auto b = world.sell_to(100001, "30.00", 1, OnPending::sum).value();
  world.write(*b.order, 1);
  const auto back = take_back_of(world, b.sale.number, 1).value();
  EXPECT_EQ(back.order->amount, yuan(50));
  world.write(*back.order, 1);
  const auto taken = world.visit(12, 1);
  EXPECT_EQ(taken.applied, std::vector<std::string>{a.sale.number});
  EXPECT_EQ(taken.taken_back, std::vector<std::string>{b.sale.number});
}

TEST(TakeBack, what_the_meter_has_taken_cannot_be_taken_back) {
  auto world = with_account();
  EXPECT_EQ(take_back_of(world, "R3-T01-00000001", 1).error().code, "not_to_take_back");
  EXPECT_EQ(take_back_of(world, "nothing", 1).error().code, "unknown_sale");
}

TEST(TakeBack, an_equal_amount_after_a_void_would_be_ambiguous) {
  auto world = with_account();
  const auto a = world.sell_to(100001, "50.00", 1).value();
  world.write(*a.order, 1);
  world.write(*take_back_of(world, a.sale.number, 1)->order, 1);
  EXPECT_EQ(world.sell_to(100001, "50.00", 1, OnPending::sum).error().code, "amount_ambiguous");
  EXPECT_TRUE(world.sell_to(100001, "51.00", 1, OnPending::sum).ok());
}

TEST(TakeBack, above_the_limit_a_cashier_needs_a_second_person_for_exactly_this) {
  auto world = with_account();
  const auto sold = world.sell_to(100001, "300.00", 1).value();
  world.write(*sold.order, 1);
  const auto refused = take_back_of(world, sold.sale.number, 1);
  ASSERT_EQ(refused.error().code, "approval_needed");
  const auto& content = refused.error().details.at("content");
  const auto asked = world.apply(people::ask_approval(world.books, {"take_back_own", content, "typed wrong"}, world.as("wang"))).value();
  EXPECT_EQ(people::decide_approval(world.books, {asked.number, true, ""}, world.as("wang")).error().code, "approval_own");
  EXPECT_EQ(people::decide_approval(world.books, {asked.number, true, ""}, world.as("chen")).error().code, "permission_denied");
  TakeBackRequest request{world.claim(), sold.sale.number, "typed wrong", serial(1), asked.number};
  EXPECT_EQ(take_back(world.books, request, world.as("wang")).error().code, "approval_pending");
  ASSERT_TRUE(world.apply(people::decide_approval(world.books, {asked.number, true, ""}, world.as("zhao"))).ok());
  const auto back = world.apply(take_back(world.books, request, world.as("wang")));
  ASSERT_TRUE(back.ok()) << back.error().code;
  EXPECT_EQ(back->sale.approved_by, "zhao");
  EXPECT_EQ(world.books.find<books::Approval>(asked.number)->decision, books::ApprovalStatus::used);
}

TEST(TakeBack, a_sum_in_slices_is_the_sum) {
  auto world = with_account();
  for (const bool first : {true, false}) {
    const auto sold = world.sell_to(100001, "150.00", 1).value();
    world.write(*sold.order, 1);
    const auto back = take_back_of(world, sold.sale.number, 1);
    ASSERT_EQ(back.ok(), first);
    if (!first) EXPECT_EQ(back.error().code, "approval_needed") << "150.00 and 150.00 are above what one person gives back alone";
    if (first) world.write(*back->order, 1);
    if (first) world.visit(12, 1);
  }
}

TEST(Approval, lapses_after_a_day_and_does_not_fit_another_amount) {
  auto world = with_account();
  SupplementRequest request{world.claim(), 100001, "50.00", "fault", "meter stood still", serial(1), false, 0};
  const auto needed = supplement(world.books, request, world.as("zhao", "T-02")).error();
  EXPECT_EQ(needed.code, "approval_needed");
  EXPECT_EQ(needed.details.at("content"), people::Proposal(people::Proposed::supplement).number(people::Part::account, 100001).money(people::Part::sum, yuan(50), 2).text(people::Part::reason, "fault: meter stood still").canonical());
  const auto asked = world.apply(people::ask_approval(world.books, {"supplement", needed.details.at("content"), "meter stood still"}, world.as("zhao"))).value();
  world.apply(people::decide_approval(world.books, {asked.number, true, ""}, world.as("sun"))).value();
  auto other = request;
  other.amount = "60.00";
  other.approval = asked.number;
  EXPECT_EQ(supplement(world.books, other, world.as("zhao", "T-02")).error().code, "approval_differs");
  other.amount = request.amount, other.reason = "a favour";
  EXPECT_EQ(supplement(world.books, other, world.as("zhao", "T-02")).error().code, "approval_differs") << "the books would keep a reason that nobody approved";
  request.approval = asked.number;
  world.clock.advance(Duration::hours(25));
  EXPECT_EQ(supplement(world.books, request, world.as("zhao", "T-02")).error().code, "approval_lapsed");
}

TEST(Supplement, gives_credit_without_money_and_says_why) {
  auto world = with_account();
  const auto cash = world.balance(ledger::till_cash("E", "T-02"));
  SupplementRequest request{world.claim(), 100001, "20.00", "fault", "", serial(1), false, 0};
  EXPECT_EQ(supplement(world.books, request, world.as("zhao", "T-02")).error().code, "reason_missing");
  request.reason = "meter stood still";
  request.reason_code = "weather";
  EXPECT_EQ(supplement(world.books, request, world.as("zhao", "T-02")).error().code, "reason_unknown");
  request.reason_code = "fault";
  EXPECT_EQ(supplement(world.books, request, world.as("wang")).error().code, "permission_denied");
  const auto out = world.apply(supplement(world.books, request, world.as("zhao", "T-02")));
  ASSERT_TRUE(out.ok()) << out.error().code;
  world.write(*out->order, 1);
  world.visit(12, 1);
  EXPECT_EQ(world.meter(12).balance, yuan(118));
  EXPECT_EQ(world.balance("supplement/fault"), yuan(20));
  EXPECT_EQ(world.balance(ledger::till_cash("E", "T-02")), cash);
}

TEST(Replace, the_unread_sale_goes_onto_the_new_card_and_counts_once) {
  auto world = with_account();
  const auto sold = world.sell_to(100001, "50.00", 1).value();
  world.write(*sold.order, 1);
  const auto lost = world.cards[serial(1)];
  const ReplaceRequest request{world.claim(), 100001, "lost", serial(9), {}};
  const auto out = world.apply(replace_card(world.books, request, world.as("wang")));
  ASSERT_TRUE(out.ok()) << out.error().code;
  EXPECT_EQ(out->sale.tendered, yuan(10));
  EXPECT_EQ(out->order->use, CardUse::replacement);
  EXPECT_EQ(out->order->amount, yuan(50));
  EXPECT_EQ(world.books.find<books::Card>(serial(1))->state, books::CardStatus::replaced);
  world.write(*out->order, 9);
  world.visit(12, 9);
  EXPECT_EQ(world.state(sold.sale.number), "applied");
  EXPECT_EQ(world.meter(12).balance, yuan(148));
  auto found = lost;
  EXPECT_FALSE(world.meter(12).insert(serial(1), found)) << "the old card is dead in the meter";
  EXPECT_EQ(world.sell_to(100001, "10.00", 1).error().code, "blocked_card");
  const auto next = world.sell_to(100001, "10.00", 9).value();
  EXPECT_EQ(next.order->use, CardUse::purchase);
  EXPECT_EQ(replace_card(world.books, {world.claim(), 100001, "broken", serial(9), {}}, world.as("wang")).error().code,
            "card_in_use");
}

TEST(Replace, a_first_card_that_never_met_its_meter_is_replaced_by_one_that_opens) {
  World world;
  world.write(*world.open("100.00", 12, 1)->order, 1);
  const auto out = world.apply(replace_card(world.books, {world.claim(), 100001, "lost", serial(9), {}}, world.as("wang"))).value();
  EXPECT_EQ(out.order->use, CardUse::replacement) << "it opens the account, and is known to be the newer card";
  world.write(*out.order, 9);
  world.visit(12, 9);
  EXPECT_EQ(world.meter(12).balance, yuan(98));
}

TEST(Replace, a_card_with_nothing_unread_is_made_and_the_replacement_is_done) {
  auto world = with_account();
  const auto out = world.apply(replace_card(world.books, {world.claim(), 100001, "broken", serial(9), {}}, world.as("wang"))).value();
  EXPECT_EQ(world.state(out.sale.number), "booked");
  EXPECT_EQ(out.order->amount, Money{});
  EXPECT_EQ(world.write(*out.order, 9).state, SaleStatus::applied);
  EXPECT_EQ(world.state(out.sale.number), "applied");
  EXPECT_EQ(world.books.find<books::Card>(serial(9))->state, books::CardStatus::active);
}

TEST(Replace, a_new_card_that_was_made_before_the_program_died_is_settled_by_its_purse) {
  auto world = with_account();
  const auto out = world.apply(replace_card(world.books, {world.claim(), 100001, "broken", serial(9), {}}, world.as("wang"))).value();
  const auto again = order_of_sale(world.books, out.sale.number, serial(9), world.clock.now());
  ASSERT_TRUE(again.ok()) << again.error().code;
  EXPECT_EQ(again->use, CardUse::replacement);
  const auto settled = world.apply(settle(world.books, world.carriage(*again, 9), {Money{}, again->n}, world.as("wang")));
  ASSERT_TRUE(settled.ok()) << settled.error().code;
  EXPECT_EQ(settled->state, SaleStatus::applied);
  EXPECT_EQ(world.books.find<books::Card>(serial(9))->state, books::CardStatus::active);
}

TEST(Carriage, after_a_sale_that_never_left_the_house_the_same_amount_may_be_sold) {
  auto world = with_account();
  const auto first = world.sell_to(100001, "50.00", 1).value();
  EXPECT_EQ(world.apply(not_carried(world.books, world.carriage(*first.order, 1), world.as("wang")))->state, SaleStatus::reversed);
  const auto second = world.sell_to(100001, "50.00", 1);
  ASSERT_TRUE(second.ok()) << second.error().code;
  EXPECT_EQ(second->order->n, first.order->n);
}

TEST(Doubt, a_card_that_left_too_early_is_asked_when_it_comes_back) {
  auto world = with_account();
  const auto sold = world.sell_to(100001, "50.00", 1).value();
  const auto event = world.carriage(*sold.order, 1);
  EXPECT_TRUE(world.apply(sealing(world.books, event, world.as("wang"))).ok());
  EXPECT_EQ(world.apply(in_doubt(world.books, event, world.as("wang")))->state, SaleStatus::in_doubt);
  EXPECT_EQ(world.sell_to(100001, "30.00", 1, OnPending::sum).error().code, "sale_in_doubt");
  const auto old = world.apply(settle(world.books, event, {yuan(98), SequenceNumber{1}}, world.as("wang"))).value();
  ASSERT_TRUE(old.order.has_value()) << "it was not on the card: carry again";
  EXPECT_EQ(old.order->n, sold.order->n);
  const auto held = world.apply(settle(world.books, event, {yuan(50), SequenceNumber{2}}, world.as("wang"))).value();
  EXPECT_EQ(held.state, SaleStatus::carried);
  EXPECT_EQ(world.books.sales().size(), 2u) << "never sold twice";
}

TEST(Doubt, what_never_reached_the_card_on_its_first_try_is_reversed) {
  auto world = with_account();
  const auto cash = world.balance(ledger::till_cash("E", "T-01"));
  const auto sold = world.sell_to(100001, "50.00", 1).value();
  const auto event = world.carriage(*sold.order, 1);
  world.apply(sealing(world.books, event, world.as("wang"))).value();
  EXPECT_EQ(world.apply(not_carried(world.books, event, world.as("wang")))->state, SaleStatus::reversed);
  EXPECT_EQ(world.balance(ledger::till_cash("E", "T-01")), cash);
  EXPECT_EQ(world.balance(ledger::prepaid("electricity")), -yuan(98));
  const auto next = world.sell_to(100001, "40.00", 1).value();
  EXPECT_EQ(next.order->n, sold.order->n) << "the number was not lost";
  world.write(*next.order, 1);
  world.visit(12, 1);
  EXPECT_EQ(world.meter(12).balance, yuan(138));
}

/// Sold to account 100001 and proven not to be on the card.
Outcome torn_away(World& world, const char* amount, OnPending on_pending) {
  const auto sold = world.sell_to(100001, amount, 1, on_pending).value();
  const auto event = world.carriage(*sold.order, 1);
  world.apply(sealing(world.books, event, world.as("wang"))).value();
  EXPECT_EQ(world.apply(not_carried(world.books, event, world.as("wang")))->state, SaleStatus::reversed);
  return sold;
}

TEST(Doubt, what_went_back_does_not_stand_in_the_way_of_the_same_amount) {
  auto world = with_account();
  torn_away(world, "50.00", OnPending::refuse);
  torn_away(world, "50.00", OnPending::refuse);
  const auto third = world.sell_to(100001, "50.00", 1).value();
  world.write(*third.order, 1);
  torn_away(world, "30.00", OnPending::sum);
  const auto summed = world.sell_to(100001, "30.00", 1, OnPending::sum).value();
  world.write(*summed.order, 1);
  EXPECT_EQ(world.visit(12, 1).applied, (std::vector<std::string>{third.sale.number, summed.sale.number})) << "only what was carried";
  EXPECT_EQ(world.meter(12).balance, yuan(178));
}

TEST(Contact, the_counter_says_what_lies_on_the_reader) {
  auto world = with_account();
  CardContent content{serial(1), "cpu_user_card", true, CardTrouble::none, 130100, MeterNumber::from(12), {}, yuan(98), SequenceNumber{1}};
  EXPECT_EQ(name_of(on_contact(world.books, content, world.as("wang")).state), "recognised");
  const auto sold = world.sell_to(100001, "50.00", 1).value();
  EXPECT_EQ(name_of(on_contact(world.books, content, world.as("wang")).state), "in_doubt_found") << "booked, and the machine was killed";
  world.write(*sold.order, 1);
  content.purse = yuan(50);
  content.purse_n = SequenceNumber{2};
  const auto unread = on_contact(world.books, content, world.as("wang"));
  EXPECT_EQ(name_of(unread.state), "unread_on_card");
  EXPECT_EQ(unread.sale, sold.sale.number);
  EXPECT_TRUE(unread.may_sum);
  content.serial = serial(50);
  EXPECT_EQ(on_contact(world.books, content, world.as("wang")).reason, "not_ours");
  content.county = 110000;
  EXPECT_EQ(on_contact(world.books, content, world.as("wang")).reason, "other_county");
  content.trouble = CardTrouble::blank_card;
  EXPECT_EQ(on_contact(world.books, content, world.as("wang")).reason, "blank_card");
  world.apply(block_card(world.books, {serial(1), true, "found", 0}, world.as("zhao"))).value();
  content.serial = serial(1);
  EXPECT_EQ(name_of(on_contact(world.books, content, world.as("wang")).state), "blocked_card");
}

const PrintRequest by_browser{"R3-T01-00000001", books::PrintWay::browser}, by_printer{"R3-T01-00000001", books::PrintWay::printer};

TEST(Print, the_first_one_is_one_thing_and_a_reprint_another) {
  auto world = with_account();
  const auto reprints = [&] { return world.books.find<books::SaleState>("R3-T01-00000001")->reprints; };
  EXPECT_EQ(world.apply(print_receipt(world.books, by_browser, world.as("wang")))->number, 0);
  EXPECT_EQ(reprints(), 0);
  EXPECT_EQ(world.apply(print_receipt(world.books, by_browser, world.as("wang")))->number, 1);
  const auto third = world.apply(print_receipt(world.books, by_browser, world.as("zhao"))).value();
  EXPECT_EQ(third.number, 2);
  EXPECT_EQ(third.operator_name, "zhao");
  EXPECT_EQ(reprints(), 2);
  EXPECT_EQ(print_receipt(world.books, by_browser, world.as("chen")).error().code, "permission_denied");
  EXPECT_EQ(print_receipt(world.books, {"R3-T01-99999999"}, world.as("zhao")).error().code, "unknown_sale");
}

TEST(Print, of_which_nothing_came_out_is_made_again_and_one_that_broke_off_is_not) {
  auto world = with_account();
  const auto ask = [&] { return world.apply(print_receipt(world.books, by_printer, world.as("wang"))); };
  const auto end = [&](std::int64_t number, books::PrintOutcome outcome, books::PrinterFault fault) { world.apply(printed(world.books, {"R3-T01-00000001", number, outcome, fault})).value(); };
  EXPECT_EQ(ask()->number, 0);
  EXPECT_EQ(ask().error().code, "print_waiting") << "Enter was struck twice";
  end(0, books::PrintOutcome::nothing, books::PrinterFault::paper_out);
  EXPECT_EQ(ask()->number, 0) << "paper was put in: still the first print";
  end(0, books::PrintOutcome::unknown, books::PrinterFault::broken_off);
  EXPECT_EQ(ask()->number, 1) << "half a slip may lie there";
  end(1, books::PrintOutcome::done, books::PrinterFault::none);
  end(1, books::PrintOutcome::nothing, books::PrinterFault::offline);
  EXPECT_EQ(newest_print(world.books, "R3-T01-00000001")->outcome, books::PrintOutcome::done) << "what has told its end keeps it";
}

TEST(Print, that_never_told_its_end_may_have_come_out) {
  auto world = with_account();
  EXPECT_EQ(world.apply(print_receipt(world.books, by_printer, world.as("wang")))->number, 0);
  auto later = world.as("wang");
  later.now = later.now + print_patience;
  EXPECT_EQ(world.apply(print_receipt(world.books, by_printer, later))->number, 1) << "the server was killed meanwhile";
}

// ---- one life of a customer, any way it may go ------------------------------------------------------------------------

/// Money is in one place: what was taken for credit is in the meter, on the way, taken back, or was reversed.
void holds_together(World& world) {
  Money ledger;
  Credit applied, in_transit, gone;
  for (const auto& [account, amount] : world.books.balances()) ledger += amount;
  RC_ASSERT(ledger.is_zero());
  Credit credit;
  for (const auto& sale : world.books.sales()) {
    const auto state = world.state(sale.number);
    if (sale.kind == books::Operation::take_back || sale.credit.is_zero()) continue;
    credit += sale.credit;
    if (state == "applied") applied += sale.credit;
    else if (state == "taken_back" || state == "reversed") gone += sale.credit;
    else in_transit += sale.credit;
  }
  RC_ASSERT(credit == applied + in_transit + gone);
  const auto book = *world.books.find<books::Meter>(MeterNumber::from(12));
  RC_ASSERT(book.sold.value() - book.applied.value() <= 1u);
  RC_ASSERT(world.meter(12).credited >= applied);
}

/// Writes what is to be written; the card may be torn away before or after it took it.
void write_or_tear(World& world, const CarryOrder& order, std::uint8_t card) {
  const auto event = world.carriage(order, card);
  if (!world.apply(sealing(world.books, event, world.as("wang"))).ok()) return;
  const int fault = *rc::gen::inRange(0, 5);
  if (fault <= 2 || fault == 4) world.cards[serial(card)] = {order, std::nullopt};
  if (fault <= 2) world.apply(carried(world.books, event, world.as("wang"))).value();
  if (fault >= 3) world.apply(in_doubt(world.books, event, world.as("wang"))).value();
}

/// The card is on the reader: its statement is taken in, doubt is settled, what is missing is written.
void contact(World& world, std::uint8_t card) {
  auto& hand = world.cards[serial(card)];
  if (hand.returned) {
    const auto taken = world.bring_back(card).value();
    if (taken.order) write_or_tear(world, *taken.order, card);
  }
  const auto unread = in_transit(world.books, *world.books.find<books::Meter>(MeterNumber::from(12)));
  if (!unread) return;
  const auto sale = sales_of(*unread).back();
  const PurseSeen purse = hand.order ? PurseSeen{hand.order->amount.for_device(), hand.order->n} : PurseSeen{};
  const Carriage event{"test", sale, serial(card), {}, 0, ""};
  const auto standing = world.apply(settle(world.books, event, purse, world.as("wang"))).value();
  if (standing.order) write_or_tear(world, *standing.order, card);
}

class Life : public testing::TestWithParam<Unit> {};

TEST_P(Life, whatever_happens_money_and_credit_are_in_exactly_one_place) {
  EXPECT_TRUE(rc::check([unit = GetParam()] {
    World world{unit};
    std::uint8_t card = 1;
    const auto opened = world.open("100.00", 12, card);
    RC_ASSERT(opened.ok());
    write_or_tear(world, *opened->order, card);
    const int steps = *rc::gen::inRange(5, 40);
    for (int step = 0; step < steps; ++step) {
      const int act = *rc::gen::inRange(0, 8);
      if (act <= 1) {
        contact(world, card);
        const auto pay = fmt::format("{}.{:02}", *rc::gen::inRange(5, 60), *rc::gen::inRange(0, 100));
        const auto out = world.sell_to(100001, pay, card, OnPending::sum);
        if (out.ok()) write_or_tear(world, *out->order, card);
      } else if (act <= 3) {
        auto& hand = world.cards[serial(card)];
        world.meter(12).insert(serial(card), hand, *rc::gen::arbitrary<bool>());
      } else if (act == 4) {
        contact(world, card);
      } else if (act == 5) {
        const auto newest = world.books.sales().back().number;
        const auto back = take_back_of(world, newest, card, "zhao", "T-02");
        if (back.ok()) write_or_tear(world, *back->order, card);
      } else if (act == 6) {
        TakeBackRequest request{world.claim(), world.books.sales().back().number, "typed too much", serial(card), 0};
        request.amount = fmt::format("{}.{:02}", *rc::gen::inRange(0, 30), *rc::gen::inRange(1, 100));
        const auto part = world.apply(take_back(world.books, request, world.as("zhao", "T-02")));
        if (part.ok()) write_or_tear(world, *part->order, card);
      } else {
        const std::uint8_t fresh = static_cast<std::uint8_t>(card + 1);
        const auto out = world.apply(replace_card(world.books, {world.claim(), 100001, "lost", serial(fresh), {}}, world.as("wang")));
        if (!out.ok()) continue;
        card = fresh;
        write_or_tear(world, *out->order, card);
      }
      holds_together(world);
    }
    for (int i = 0; i < 20; ++i) {  // in the end the card goes to and fro until nothing is under way
      contact(world, card);
      world.meter(12).insert(serial(card), world.cards[serial(card)], false);
    }
    contact(world, card);
    holds_together(world);
    Credit credited;
    Money paid;
    for (const auto& sale : world.books.sales()) {
      if (sale.kind == books::Operation::take_back || world.state(sale.number) != "applied") continue;
      credited += sale.credit;
      paid += ledger::paid_for_credit(posted(world.books, sale));
    }
    RC_ASSERT(world.meter(12).credited == credited);
    RC_ASSERT(world.meter(12).credited.is_zero() || world.meter(12).credited.unit() == unit);
    RC_ASSERT(world.balance(ledger::prepaid(unit == Unit::volume ? "water" : "electricity")) == -paid);
    RC_ASSERT(unit != Unit::money || Credit{paid} == credited);
    RC_ASSERT(world.balance(ledger::refund_pending).is_zero());
  }));
}
INSTANTIATE_TEST_SUITE_P(Units, Life, testing::Values(Unit::money, Unit::energy, Unit::volume),
                         [](const auto& of) { return std::string(word_of(of.param)); });

TEST(VoidsKnown, one_byte_says_how_far_a_meters_list_goes) {
  const auto edition_after = [](std::int64_t edition, std::int64_t before) {
    books::Statement word;
    word.key_info = 0x01010000 + edition;
    return voids_in(word, before);
  };
  EXPECT_EQ(edition_after(0, 0), 0);
  EXPECT_EQ(edition_after(8, 0), 8);
  EXPECT_EQ(edition_after(8, 8), 8);
  EXPECT_EQ(edition_after(127, 0), 127);
  EXPECT_EQ(edition_after(10, 250), 265) << "behind 255 it begins anew";
  EXPECT_EQ(edition_after(255, 250), 255);
  EXPECT_EQ(edition_after(1, 255), 256);
  EXPECT_EQ(edition_after(8, 16), 16) << "a word of before";
  EXPECT_EQ(edition_after(0, 300), 0) << "another security module";
}

}  // namespace
}  // namespace kwota::counter
