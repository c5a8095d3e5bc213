// A supply ends: what the meter gave up, or what two people say of a dead one, goes its one way; a debt stays as a claim; and the meter's word, whenever
// it turns up, still finds the account.
#include "sell/life/end_of_supply.h"

#include "books/chains.h"
#include "people/approval.h"
#include "sell/counter/account/debt.h"
#include "sell/counter/take_back.h"
#include "sell/remote/change_account.h"
#include "sell/remote/test_line.h"

namespace kwota::life {
namespace {

using books::BalanceSource;
using counter::serial;
using counter::yuan;
using remote::li_account;
using remote::li_card;
using remote::li_meter;
using remote::LineWorld;

class EndWorld : public LineWorld {
 public:
  using LineWorld::LineWorld;
  EndRequest request(std::string remaining = "") {
    EndRequest out;
    out.claim = claim();
    out.account = li_account;
    out.reason = "moves away";
    out.word.remaining = std::move(remaining);
    return out;
  }
  /// `alone`: nobody else is asked.
  Result<counter::Outcome> end_it(EndRequest wanted, bool alone = false) {
    auto done = apply(end_supply(books, wanted, as("wang")));
    if (done.ok() || done.error().code != "approval_needed" || alone) return done;
    const auto& details = done.error().details;
    const auto asked = apply(people::ask_approval(books, people::request_of(details, "why"), as("wang")));
    EXPECT_TRUE(apply(people::decide_approval(books, {asked->number, true, ""}, as("sun"))).ok());
    wanted.approval = asked->number;
    return apply(end_supply(books, wanted, as("wang")));
  }
  std::string refused(const EndRequest& wanted, bool alone = false) {
    const auto done = end_it(wanted, alone);
    return done.ok() ? "" : done.error().code;
  }
  counter::CarryOrder order_it(bool with_debt = false) {
    counter::CloseRequest close;
    close.claim = claim();
    close.account = li_account;
    close.card = serial(li_card);
    close.with_debt = with_debt;
    return *apply(counter::order_closing(books, close, as("wang")))->order;
  }
  void give_up(bool with_debt = false) {
    write(order_it(with_debt), li_card);
    visit(li_meter, li_card);
  }
  void use(std::int64_t money) {
    li().used += yuan(money);
    li().balance -= yuan(money);
  }
  Money owed(std::int64_t account = li_account) const { return -balance(ledger::customer_balance(account)); }
  books::MeterSwap row() const { return books.last<books::MeterSwap>(li_account).value(); }
  books::AccountStatus account() const { return books.find<books::Account>(li_account)->state; }
  counter::StatementOutcome found(books::Statement statement) {
    const auto context = as("wang");
    statement.taken = context.now;
    ++li().visits;
    return *apply(counter::take_statement(books, {statement}, context));
  }
  Money sum_of_all() const {
    Money sum;
    for (const auto& [name, amount] : books.balances()) sum += amount;
    return sum;
  }
};

TEST(EndOfSupply, refunds_exactly_what_the_meter_gave_up_and_takes_it_off) {
  EndWorld world;
  world.use(30);
  const auto ordered = world.order_it();
  EXPECT_EQ(world.refused(world.request()), "closing_not_confirmed");
  world.write(ordered, li_card);
  EXPECT_EQ(world.refused(world.request()), "closing_not_confirmed");
  world.visit(li_meter, li_card);
  auto silent = world.request();
  silent.reason.clear();
  EXPECT_EQ(world.refused(silent), "reason_missing");
  EXPECT_EQ(world.refused(world.request("5.00")), "balance_reported") << "nothing is typed over its word";
  const auto done = world.end_it(world.request());
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(done->sale.tendered, -yuan(68));
  EXPECT_EQ(world.account(), books::AccountStatus::closed);
  EXPECT_EQ(world.books.find<books::Card>(serial(li_card))->state, books::CardStatus::closed);
  EXPECT_EQ(world.books.find<books::Meter>(MeterNumber::from(li_meter))->state, books::MeterStatus::removed);
  EXPECT_EQ(world.row().balance_source, BalanceSource::by_card);
  EXPECT_EQ(world.row().document, done->sale.number);
  EXPECT_TRUE(world.row().new_meter.is_zero());
  EXPECT_TRUE(world.row().last_register);
  EXPECT_EQ(world.refused(world.request()), "account_not_open") << "once";
  EXPECT_EQ(world.sell_to(li_account, "10.00", li_card).error().code, "account_closed");
  EXPECT_EQ(world.sum_of_all(), Money{});
  EXPECT_TRUE(world.open("50.00", li_meter, 2).ok()) << "the meter is free for the next customer";
}

TEST(EndOfSupply, asked_again_by_its_key_it_is_the_same_end) {
  EndWorld world;
  world.give_up();
  const auto wanted = world.request();
  const auto done = world.end_it(wanted);
  ASSERT_TRUE(done.ok()) << done.error().code;
  const auto again = world.end_it(wanted);
  ASSERT_TRUE(again.ok());
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(again->sale.number, done->sale.number);
}

TEST(EndOfSupply, what_is_left_goes_onto_another_account_once) {
  EndWorld world;
  const auto other = world.open("50.00", 14, 2)->sale.account;
  world.give_up();
  auto wanted = world.request();
  wanted.leftover = Leftover::to_account;
  wanted.to_account = li_account;
  EXPECT_EQ(world.refused(wanted), "same_account");
  wanted.to_account = 999999;
  EXPECT_EQ(world.refused(wanted), "unknown_account");
  wanted.to_account = other;
  EXPECT_EQ(world.refused(wanted, true), "approval_needed") << "it is another customer's";
  const auto done = world.end_it(wanted);
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(done->sale.tendered, Money{});
  EXPECT_EQ(done->sale.approved_by, "sun");
  EXPECT_EQ(world.owed(), Money{});
  EXPECT_EQ(world.owed(other), yuan(98));
  EXPECT_EQ(world.balance(ledger::transfer), Money{});
}

TEST(EndOfSupply, what_stays_owed_is_paid_out_some_other_day) {
  EndWorld world;
  world.give_up();
  auto wanted = world.request();
  wanted.leftover = Leftover::stays_owed;
  ASSERT_TRUE(world.end_it(wanted).ok());
  EXPECT_EQ(world.owed(), yuan(98));
  counter::PayOutRequest out{.claim = world.claim(), .account = li_account, .amount = yuan(98)};
  ASSERT_TRUE(world.apply(counter::pay_out(world.books, out, world.as("wang"))).ok());
  EXPECT_EQ(world.owed(), Money{});
}

TEST(EndOfSupply, is_paid_by_the_tender_that_was_agreed) {
  EndWorld world;
  world.give_up();
  auto wanted = world.request();
  wanted.tender = "transfer";
  EXPECT_EQ(world.refused(wanted), "reference_missing");
  wanted.tender = "pebbles";
  EXPECT_EQ(world.refused(wanted), "tender_unknown");
  wanted.tender = "transfer";
  wanted.reference = "TR-2026-000117";
  const auto cash = world.balance(ledger::till_cash("E", "T-01"));
  const auto done = world.end_it(wanted);
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(world.balance(ledger::till_cash("E", "T-01")), cash) << "no note left the drawer";
  EXPECT_EQ(world.balance(ledger::till_money("E", "T-01", books::Tender::transfer)), -yuan(98));
}

TEST(EndOfSupply, a_debt_is_settled_before_or_stays_as_a_claim) {
  EndWorld world;
  world.use(108);
  world.give_up(true);
  EXPECT_EQ(world.owed(), -yuan(10));
  EXPECT_EQ(world.refused(world.request()), "account_in_debt");
  auto wanted = world.request();
  wanted.claim_debt = true;
  const auto done = world.end_it(wanted);
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(world.owed(), Money{});
  EXPECT_EQ(counter::debt_of(world.books, li_account).claimed, yuan(10));
  EXPECT_EQ(world.account(), books::AccountStatus::closed);
}

TEST(EndOfSupply, what_a_dead_meter_held_is_said_by_two_and_corrected_by_its_own_word) {
  EndWorld world;
  world.use(18);
  EXPECT_EQ(world.refused(world.request("98.01")), "more_than_bought");
  EXPECT_EQ(world.refused(world.request("0.00"), true), "approval_needed") << "also nothing";
  auto wanted = world.request("50.00");
  wanted.word.last_register = "140.000";
  const auto done = world.end_it(wanted);
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(done->sale.tendered, -yuan(50));
  EXPECT_EQ(world.row().balance_source, BalanceSource::typed);
  world.clock.advance(Duration::days(300));
  auto word = world.li().statement();
  word.energy = Energy::wh(140'000);
  const auto late = world.found(word);
  ASSERT_TRUE(late.corrected);
  EXPECT_EQ(world.owed(), yuan(30)) << "80.00 were there, 50.00 were given";
  word.raw = "read once more";
  world.found(word);
  EXPECT_EQ(world.owed(), yuan(30)) << "once";
  const auto opened = [&] { return world.apply(counter::open_account(world.books, world.opening("100.00", li_meter, 3), world.as("wang"))); };
  EXPECT_EQ(opened().error().code, "meter_not_emptied") << "it holds what was settled with somebody else";
  word.raw = "cleared";
  word.remaining = {};
  word.balance_e5 = 0;
  word.surrendered = word.surrendered + world.li().balance;
  world.found(word);
  EXPECT_TRUE(opened().ok()) << "and whoever comes next begins at his own credit";
}

TEST(EndOfSupply, a_sale_on_its_way_to_a_dead_meter_is_owed_where_that_is_proven) {
  EndWorld world;
  const auto sold = world.sell_to(li_account, "50.00", li_card);
  world.write(*sold->order, li_card);
  EXPECT_EQ(world.refused(world.request("10.00")), "sale_may_have_arrived") << "its card is at home";
  auto wanted = world.request("10.00");
  wanted.word.card = serial(li_card);
  const auto done = world.end_it(wanted);
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(done->sale.tendered, -yuan(60));
  EXPECT_EQ(world.state(sold->sale.number), "taken_back");
}

TEST(EndOfSupply, a_sale_that_stays_in_doubt_is_settled_by_the_card_that_comes_home) {
  for (const bool arrived : {true, false}) {
    EndWorld world;
    const auto sold = world.sell_to(li_account, "50.00", li_card);
    world.write(*sold->order, li_card);
    auto hand = world.cards[serial(li_card)];
    auto wanted = world.request("10.00");
    wanted.word.leave_in_doubt = true;
    ASSERT_TRUE(world.end_it(wanted).ok());
    EXPECT_EQ(world.state(sold->sale.number), "in_doubt");
    EXPECT_EQ(world.row().in_doubt, sold->sale.number);
    if (!arrived) continue;
    ASSERT_TRUE(world.li().insert(serial(li_card), hand));
    world.found(*hand.returned);
    EXPECT_EQ(world.state(sold->sale.number), "applied");
  }
}

TEST(EndOfSupply, a_sale_that_stays_in_doubt_is_not_taken_back_beside_what_was_given_out) {
  EndWorld world;
  const auto sold = world.sell_to(li_account, "50.00", li_card);
  world.write(*sold->order, li_card);
  auto wanted = world.request("10.00");
  wanted.word.leave_in_doubt = true;
  ASSERT_TRUE(world.end_it(wanted).ok());
  for (const auto* part : {"", "5.00"}) {
    const auto back = world.apply(counter::take_back(world.books, {.claim = world.claim(), .sale = sold->sale.number, .reason = "wrong customer", .card = serial(li_card), .approval = 0, .amount = part}, world.as("wang")));
    EXPECT_EQ(back.error().code, "meter_has_left") << part;
  }
  EXPECT_EQ(world.state(sold->sale.number), "in_doubt") << "its meter's own word settles it";
}

TEST(EndOfSupply, a_sale_that_its_line_lost_is_owed_when_the_meter_says_so_and_sent_to_nobody) {
  EndWorld world;
  const auto sold = world.sell_by_link("50.00");
  world.contact(remote::Line::lost_in_transit);
  auto wanted = world.request("10.00");
  wanted.word.leave_in_doubt = true;
  ASSERT_TRUE(world.end_it(wanted).ok());
  EXPECT_EQ(world.state(sold->sale.number), "in_doubt");
  EXPECT_EQ(world.to_link(sold->sale.number).error().code, "meter_has_left");
  EXPECT_EQ(world.to_card(sold->sale.number).error().code, "meter_has_left");
  const auto held = world.li().balance;
  for (int i = 0; i < 3; ++i) world.clock.advance(Duration::minutes(10)), world.contact();
  EXPECT_EQ(world.li().balance, held) << "nobody loads a meter that serves nobody";
  EXPECT_EQ(world.state(sold->sale.number), "taken_back");
  EXPECT_EQ(world.command(sold).state, books::CommandStatus::cancelled);
  EXPECT_EQ(world.owed(), yuan(50)) << "all of it, beside the 10.00 that were given out";
  EXPECT_EQ(world.books.find<books::Entry>(sold->sale.number + "/settled")->chain, books::chain_of_station(sold->sale.station)) << "at the station that has sold it";
  EXPECT_EQ(world.sum_of_all(), Money{});
}

TEST(EndOfSupply, what_was_typed_of_a_meter_that_never_took_a_thing_is_corrected_by_its_line) {
  EndWorld world{LineWorld::Opened::by_line};
  world.contact(remote::Line::lost_in_transit);
  auto wanted = world.request("40.00");
  wanted.leftover = Leftover::stays_owed;
  wanted.word.leave_in_doubt = true;
  wanted.word.last_register = "0";
  ASSERT_TRUE(world.end_it(wanted).ok());
  for (int i = 0; i < 3; ++i) world.clock.advance(Duration::minutes(10)), world.contact();
  EXPECT_EQ(world.state(world.first), "taken_back") << "its count stands before the account's first number";
  EXPECT_EQ(world.row().balance_source, BalanceSource::corrected);
  EXPECT_EQ(world.owed(), yuan(98)) << "what he paid for it beside the charge of the month, and nothing of what it never held";
  EXPECT_EQ(world.balance(ledger::prepaid("electricity")), Money{});
}

TEST(EndOfSupply, a_take_back_that_the_line_lost_is_owed_when_the_meter_says_so) {
  EndWorld world;
  const auto sold = world.sell_by_link("50.00");
  world.contact(remote::Line::lost_in_transit);
  const auto back = world.take_back_by_link(sold->sale.number);
  ASSERT_TRUE(back.ok()) << back.error().code;
  ASSERT_EQ(world.state(sold->sale.number), "taking_back");
  auto wanted = world.request("10.00");
  wanted.word.leave_in_doubt = true;
  ASSERT_TRUE(world.end_it(wanted).ok());
  for (int i = 0; i < 3; ++i) world.clock.advance(Duration::minutes(10)), world.contact();
  EXPECT_EQ(world.state(sold->sale.number), "taken_back");
  EXPECT_EQ(world.state(back->sale.number), "taken_back");
  EXPECT_EQ(world.owed(), yuan(50));
  EXPECT_EQ(world.next_now().step, remote::Next::Step::nothing);
}

TEST(EndOfSupply, a_sale_that_lies_on_a_card_too_stays_in_doubt_whatever_the_line_says) {
  EndWorld world;
  const auto sold = world.sell_to(li_account, "50.00", li_card);
  world.write(*sold->order, li_card);
  ASSERT_TRUE(world.to_link(sold->sale.number).ok());
  world.contact(remote::Line::lost_in_transit);
  auto wanted = world.request("10.00");
  wanted.word.leave_in_doubt = true;
  ASSERT_TRUE(world.end_it(wanted).ok());
  for (int i = 0; i < 3; ++i) world.clock.advance(Duration::minutes(10)), world.contact();
  EXPECT_EQ(world.state(sold->sale.number), "in_doubt") << "its card may be put into the meter some other day";
  EXPECT_EQ(world.next_now().step, remote::Next::Step::nothing) << "and the line brings it no more";
}

/// kWh in a meter that is dead, bought at 0.50; those that are bought last cost twice as much and lie on the card.
class DearWorld : public counter::World {
 public:
  DearWorld() : World(Unit::energy) {
    price("2026-01-01", "0.50");
    write(*open("100.00", li_meter, li_card)->order, li_card);
    visit(li_meter, li_card);
    price("2026-11-20", "1.00");
    const auto sold = sell_to(li_account, "50.00", li_card);
    write(*sold->order, li_card);
    dear = sold->sale.number;
  }
  void price(const std::string& day, const std::string& kwh) {
    const auto version = fmt::format(R"({{"from":"{}","energy":{{"price":"{}"}},"limits":{{"min_pay":"5","max_pay":"5000"}}}})", day, kwh);
    books.put(books::PlanVersion{"steps", day, version, books::PlanStatus::published, "", ""});
  }
  Money owed_at_the_end(bool card_is_there) {
    EndRequest wanted{.claim = claim(), .account = li_account, .reason = "moves away", .leftover = Leftover::stays_owed};
    wanted.word.remaining = "200.00";
    wanted.word.leave_in_doubt = !card_is_there;
    if (card_is_there) wanted.word.card = serial(li_card);
    const auto asked_for = end_supply(books, wanted, as("wang")).error();
    EXPECT_EQ(asked_for.code, "approval_needed");
    const auto asked = apply(people::ask_approval(books, people::request_of(asked_for.details, "why"), as("wang")));
    EXPECT_TRUE(apply(people::decide_approval(books, {asked->number, true, ""}, as("sun"))).ok());
    wanted.approval = asked->number;
    EXPECT_TRUE(apply(end_supply(books, wanted, as("wang"))).ok());
    return -balance(ledger::customer_balance(li_account));
  }
  Money prepaid() const { return -balance(ledger::prepaid("electricity")); }
  std::string dear;
};

TEST(EndOfSupply, kwh_that_never_came_are_priced_once) {
  DearWorld world;
  EXPECT_EQ(world.owed_at_the_end(true), yuan(150)) << "the dead meter held the 200 kWh at 0.50, the card the 50 at 1.00";
  EXPECT_EQ(world.prepaid(), Money{});
}

TEST(EndOfSupply, kwh_that_are_being_taken_back_give_what_is_typed_no_price) {
  DearWorld world;
  ASSERT_TRUE(world.apply(counter::take_back(world.books, {.claim = world.claim(), .sale = world.dear, .reason = "wrong customer", .card = serial(li_card), .approval = 0, .amount = ""}, world.as("wang"))).ok());
  EXPECT_EQ(world.owed_at_the_end(false), yuan(100)) << "what is being taken back is on its way to him already";
  EXPECT_EQ(world.prepaid(), Money{});
}

TEST(EndOfSupply, what_was_agreed_for_later_does_not_come_any_more) {
  EndWorld world;
  world.give_up();
  const auto li = *world.books.find<books::Account>(li_account);
  world.books.put(books::AccountChange{.account = li_account, .number = 1, .from = "2026-11-01", .begins = *li.opened, .plan = li.plan, .usage_class = li.usage_class});
  world.books.put(books::AccountChange{.account = li_account, .number = 2, .from = "2027-01-01", .begins = world.clock.now() + Duration::days(30), .plan = li.plan, .usage_class = "shop"});
  const auto done = world.end_it(world.request());
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(world.books.last<books::AccountChange>(li_account)->state, books::AccountChangeStatus::withdrawn);
}

TEST(EndOfSupply, only_who_may_and_never_twice_at_once) {
  EndWorld world;
  world.give_up();
  EXPECT_EQ(world.apply(end_supply(world.books, world.request(), world.as("qian"))).error().code, "permission_denied");
  auto mine = world.request(), theirs = world.request();
  ASSERT_TRUE(world.end_it(mine).ok());
  EXPECT_EQ(world.apply(end_supply(world.books, theirs, world.as("zhao", "T-02"))).error().code, "account_not_open") << "the other window comes too late";
}

}  // namespace
}  // namespace kwota::life
