// An outlet through its first days: it is opened, paid into, sells over the line, earns, is settled – and never sells what it has not.
#include <gtest/gtest.h>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "people/approval.h"
#include "sell/ledger/chart.h"
#include "sell/outlets/clients.h"
#include "sell/outlets/sell.h"
#include "sell/remote/test_line.h"

namespace kwota::outlets {
namespace {

using counter::yuan;
using remote::li_account;

struct OutletWorld : remote::LineWorld {
  OutletWorld() {
    hire("guo", "manager");
    EXPECT_EQ(by_two(KeepRequest{.code = "O-01", .station = "E", .name = "Shop on Main street", .contact = {}, .credit_limit = {}, .sale_limit = {}, .day_limit = {}}, outlets::open), "");
  }
  /// Somebody asks, another agrees; the code of the refusal, or nothing.
  template <class Request, class Use>
  std::string by_two(Request request, Use use, people::Context who) {
    const auto first = use(books, request, who);
    if (first.ok()) return "nobody was asked";
    if (first.error().code != "approval_needed") return first.error().code;
    const auto asked = apply(people::ask_approval(books, people::request_of(first.error().details, "why"), who));
    if (!asked.ok()) return asked.error().code;
    const auto agreed = apply(people::decide_approval(books, {asked->number, true, ""}, who.who.name == "zhao" ? as("sun") : as("zhao", "T-02")));
    if (!agreed.ok()) return agreed.error().code;
    request.approval = asked->number;
    const auto done = apply(use(books, request, who));
    return done.ok() ? "" : done.error().code;
  }
  template <class Request, class Use>
  std::string by_two(Request request, Use use) {
    return by_two(std::move(request), use, as("guo"));
  }
  std::string next_transfer() { return "TR-" + std::to_string(++transfers); }
  int transfers = 100;
  std::string top_up(const std::string& amount) {
    return by_two(MoveRequest{.outlet = "O-01", .kind = "top_up", .money = "transfer", .amount = amount, .reference = next_transfer(), .remark = {}}, outlets::move);
  }
  std::string settle(const std::string& kind, const std::string& amount = "") {
    return by_two(MoveRequest{.outlet = "O-01", .kind = kind, .money = kind == "paid" ? "transfer" : "", .amount = amount, .reference = next_transfer(), .remark = {}}, outlets::move);
  }
  std::string limits(const std::string& credit, const std::string& sale, const std::string& day) {
    return by_two(KeepRequest{.code = "O-01", .station = {}, .name = "Shop", .contact = {}, .credit_limit = credit, .sale_limit = sale, .day_limit = day}, outlets::change);
  }
  std::string earns(std::int64_t per_mille, const std::string& from = "") {
    return by_two(CommissionRequest{.outlet = "O-01", .per_mille = per_mille, .from = from, .reason = "contract"}, outlets::agree);
  }
  people::Context terminal() {
    auto context = as("wang");
    context.who = outlets::operator_of(*books.find<books::Outlet>("O-01"), {.outlet = "O-01", .client = "T1"});
    context.till = "O-01";
    return context;
  }
  Result<remote::Outcome> sell_for(const std::string& amount, bool onto_pending = true) {
    SellRequest request;
    request.claim = claim();
    request.account = li_account;
    request.amount = amount;
    request.onto_pending = onto_pending;
    request.confirmed = {"large_sale", "median", "second_sale"};
    return apply(outlets::sell(books, request, terminal()));
  }
  /// At the counter, of what is on its way over the line.
  std::string taken_back(const Result<remote::Outcome>& sale, const std::string& reason = "typed twice") {
    if (!sale.ok()) return sale.error().code;
    const auto done = apply(remote::take_back(books, {.claim = claim(), .sale = sale->sale.number, .reason = reason, .card = {}}, as("zhao", "T-02")));
    return done.ok() ? "" : done.error().code;
  }
  std::string sold(const std::string& amount) {
    const auto done = sell_for(amount);
    return done.ok() ? "" : done.error().code;
  }
  Money in() const { return outlets::in_float(books, "O-01"); }
  Statement today() const { return outlets::statement(books, "O-01", "2026-11-20", "2026-11-20").value(); }
};

TEST(Outlets, a_sale_comes_out_of_the_float_like_cash_out_of_a_drawer_and_earns_its_commission) {
  OutletWorld world;
  ASSERT_EQ(world.earns(15), "");
  ASSERT_EQ(world.top_up("1000.00"), "");
  EXPECT_EQ(world.in(), yuan(1000));
  const auto sale = world.sell_for("33.30");
  ASSERT_TRUE(sale.ok()) << sale.error().code;
  EXPECT_EQ(sale->sale.number, "R3-O01-00000001");
  EXPECT_EQ(sale->sale.tenders, (books::Tenders{{books::Tender::outlet, Money::minor(3330), "O-01"}}));
  EXPECT_EQ(sale->sale.operator_name, "O-01.T1");
  EXPECT_TRUE(sale->command) << "the credit goes over the line";
  EXPECT_EQ(world.in(), Money::minor(96670));
  EXPECT_EQ(owed_to(world.books, "O-01"), Money::minor(50)) << "15 per mille of 33.30 are 0.4995";
  const auto day = world.today();
  EXPECT_EQ(day.moved.opening, Money{});
  EXPECT_EQ(day.moved.sum.sold, Money::minor(3330));
  EXPECT_EQ(day.moved.closing(), world.in());
  EXPECT_EQ(day.moved.commission_closing(), Money::minor(50));
}

/// Who was registered twice shows the number that stands on his papers.
TEST(Outlets, a_customer_is_found_by_his_number_and_by_the_one_that_was_merged_into_it) {
  OutletWorld world;
  const auto li = world.books.find<books::Account>(li_account)->customer;
  const auto asked = [&](CustomerNumber number) { return look_up(world.books, to_text(number), world.terminal()); };
  const auto found = asked(li);
  ASSERT_TRUE(found.ok()) << found.error().code;
  EXPECT_EQ(found->account, li_account);
  EXPECT_EQ(found->customer, li);
  EXPECT_EQ(look_up(world.books, "100001", world.terminal())->customer, std::nullopt) << "asked by account, he stays masked";
  const auto merged_into = [&](std::uint64_t number, CustomerNumber into) {
    world.books.put(books::Customer{.number = CustomerNumber::from(number), .name = "Li Ming", .state = books::CustomerStatus::merged, .created = world.clock.now(), .merged_into = into});
    return CustomerNumber::from(number);
  };
  const auto twice = merged_into(4711, merged_into(4710, li));
  const auto gone_on = asked(twice);
  ASSERT_TRUE(gone_on.ok()) << gone_on.error().code;
  EXPECT_EQ(gone_on->account, li_account);
  EXPECT_EQ(gone_on->customer, li) << "under which number he goes on";
  EXPECT_EQ(asked(CustomerNumber::from(4712)).error().code, "unknown_account");
}

TEST(Outlets, nobody_guesses_whose_account_is_meant) {
  OutletWorld world;
  auto other = *world.books.find<books::Account>(li_account);
  other.number = 100777, other.customer = CustomerNumber::from(remote::li_meter), other.meter = MeterNumber::from(777);
  world.books.put(books::Customer{.number = other.customer, .name = "Tian Fang", .created = world.clock.now()});
  world.books.put(other);
  const auto number = to_text(world.number());
  EXPECT_EQ(look_up(world.books, number, world.terminal()).error().code, "number_of_two") << "Li's meter, and Tian's own number";
  other.state = books::AccountStatus::closed;
  world.books.put(other);
  EXPECT_EQ(look_up(world.books, number, world.terminal())->account, li_account);
  other.state = books::AccountStatus::open, other.customer = world.books.find<books::Account>(li_account)->customer;
  world.books.put(other);
  EXPECT_EQ(look_up(world.books, to_text(other.customer), world.terminal()).error().code, "accounts_several");
  other.station = "W";
  world.books.put(other);
  EXPECT_EQ(look_up(world.books, to_text(other.customer), world.terminal())->account, li_account) << "another station's account is nothing to its outlets";
}

TEST(Outlets, the_same_key_is_the_same_sale) {
  OutletWorld world;
  ASSERT_EQ(world.top_up("100.00"), "");
  SellRequest request{.claim = world.claim(), .account = li_account, .amount = "20.00", .quote = {}, .confirmed = {"median", "second_sale"}};
  const auto once = world.apply(sell(world.books, request, world.terminal()));
  const auto again = world.apply(sell(world.books, request, world.terminal()));
  ASSERT_TRUE(once.ok() && again.ok()) << (once.ok() ? again.error().code : once.error().code);
  EXPECT_EQ(again->sale.number, once->sale.number);
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(world.in(), yuan(80));
}

TEST(Outlets, float_and_limits_are_never_passed) {
  OutletWorld world;
  EXPECT_EQ(world.sold("10.00"), "outlet_float_short");
  ASSERT_EQ(world.top_up("100.00"), "");
  EXPECT_EQ(world.sold("100.01"), "outlet_float_short");
  EXPECT_EQ(world.limits("-50.00", "", ""), "amount_below_zero");
  ASSERT_EQ(world.limits("50.00", "60.00", "120.00"), "");
  EXPECT_EQ(world.sold("60.01"), "outlet_sale_limit");
  EXPECT_EQ(world.sold("60.00"), "");
  EXPECT_EQ(world.sold("60.00"), "") << "on credit";
  EXPECT_EQ(world.in(), -yuan(20));
  EXPECT_EQ(world.sold("30.01"), "outlet_day_limit");
  ASSERT_EQ(world.limits("50.00", "", ""), "");
  EXPECT_EQ(world.sold("30.01"), "outlet_float_short");
  EXPECT_EQ(world.sold("30.00"), "") << "to the limit, and not beyond";
  EXPECT_EQ(world.in(), -yuan(50));
}

TEST(Outlets, fifty_terminals_at_once_sell_what_is_there_and_no_more) {
  OutletWorld world;
  ASSERT_EQ(world.top_up("105.00"), "");
  int done = 0;
  for (int terminal = 0; terminal < 50; ++terminal) {
    const auto code = world.sold("10.00");
    if (code.empty()) ++done;
    else EXPECT_EQ(code, "outlet_float_short");
    EXPECT_GE(world.in(), Money{});
  }
  EXPECT_EQ(done, 10);
  EXPECT_EQ(world.in(), yuan(5));
}

TEST(Outlets, commission_is_settled_by_two_into_the_float_or_out_of_it) {
  OutletWorld world;
  ASSERT_EQ(world.earns(100), "");
  ASSERT_EQ(world.top_up("100.00"), "");
  ASSERT_EQ(world.sold("50.00"), "");
  EXPECT_EQ(world.settle("netted", "5.01"), "more_than_there");
  EXPECT_EQ(world.settle("netted", "3.00"), "");
  EXPECT_EQ(world.in(), yuan(53));
  EXPECT_EQ(world.settle("paid"), "") << "all that is owed";
  EXPECT_EQ(owed_to(world.books, "O-01"), Money{});
  EXPECT_EQ(world.by_two(MoveRequest{.outlet = "O-01", .kind = "withdrawal", .money = "transfer", .amount = "53.01", .reference = "TR-3", .remark = {}}, move), "more_than_there");
  const auto day = world.today();
  EXPECT_EQ(day.moved.closing(), yuan(53));
  EXPECT_EQ(day.moved.sum.netted, yuan(3));
  EXPECT_EQ(day.moved.sum.paid, yuan(5));
  EXPECT_EQ(day.moves.size(), 3U);
}

TEST(Outlets, a_rule_counts_from_its_day_on_and_never_for_what_was_sold) {
  OutletWorld world;
  EXPECT_EQ(world.earns(10, "2026-11-19"), "from_is_past");
  ASSERT_EQ(world.earns(10), "");
  ASSERT_EQ(world.earns(20, "2026-12-01"), "");
  EXPECT_EQ(per_mille_on(world.books, "O-01", "2026-11-30"), 10);
  EXPECT_EQ(per_mille_on(world.books, "O-01", "2026-12-01"), 20);
  EXPECT_EQ(commission_of(Money::minor(50), 10), Money::minor(1)) << "half a minor unit goes up";
  EXPECT_EQ(commission_of(Money::minor(49), 10), Money{});
  EXPECT_EQ(commission_of(-Money::minor(50), 10), -Money::minor(1)) << "and comes back as it went";
}

TEST(Outlets, what_the_office_took_back_goes_into_the_float_again_less_its_commission) {
  OutletWorld world;
  ASSERT_EQ(world.earns(100), "");
  ASSERT_EQ(world.top_up("100.00"), "");
  const auto sale = world.sell_for("40.00");
  ASSERT_TRUE(sale.ok()) << sale.error().code;
  GiveBackRequest back{.claim = world.claim(), .sale = sale->sale.number, .reason = "typed twice"};
  EXPECT_EQ(give_back(world.books, back, world.as("zhao", "T-02")).error().code, "not_to_take_back") << "it is on its way";
  const auto agree_to = [&](const Error& why) {
    const auto asked = world.apply(people::ask_approval(world.books, people::request_of(why.details, "why"), world.as("zhao", "T-02")));
    EXPECT_TRUE(world.apply(people::decide_approval(world.books, {asked->number, true, ""}, world.as("sun"))).ok());
    return asked->number;
  };
  ASSERT_EQ(world.taken_back(sale), "");
  EXPECT_EQ(world.in(), yuan(60)) << "the customer's now";
  ASSERT_EQ(world.earns(0), "") << "what it earns is agreed anew on the same day";
  const auto asked = give_back(world.books, back, world.as("zhao", "T-02"));
  ASSERT_EQ(asked.error().code, "approval_needed");
  back.approval = agree_to(asked.error());
  const auto done = world.apply(give_back(world.books, back, world.as("zhao", "T-02")));
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(world.in(), yuan(100));
  EXPECT_EQ(owed_to(world.books, "O-01"), Money{}) << "by the rule that it was sold by";
  EXPECT_EQ(world.today().moved.sum.given_back, yuan(40));
}

TEST(Outlets, a_payment_that_was_handed_back_does_not_go_into_the_float_twice) {
  OutletWorld world;
  ASSERT_EQ(world.top_up("100.00"), "");
  const auto sale = world.sell_for("40.00");
  ASSERT_TRUE(sale.ok()) << sale.error().code;
  ASSERT_EQ(world.taken_back(sale), "");
  GiveBackRequest back{.claim = world.claim(), .sale = sale->sale.number, .reason = "typed twice"};
  ASSERT_EQ(give_back(world.books, back, world.as("zhao", "T-02")).error().code, "approval_needed");
  auto handed_back = sale->sale;  // as remote_account::take_back_payment() does: its money is the outlet's again with that receipt
  handed_back.number = "R1-T2-00000009", handed_back.kind = ledger::Operation::payment_back, handed_back.original = sale->sale.number, handed_back.client_key = "another";
  world.books.append(handed_back);
  EXPECT_EQ(give_back(world.books, back, world.as("zhao", "T-02")).error().code, "not_to_take_back");
}

TEST(Outlets, money_moves_by_what_stands_in_the_list_and_a_commission_is_a_part) {
  OutletWorld world;
  const auto moved = [&](const char* kind, const char* money) { return world.by_two(MoveRequest{.outlet = "O-01", .kind = kind, .money = money, .amount = "1.00", .reference = "TR-1", .remark = {}}, outlets::move); };
  EXPECT_EQ(moved("gift", "transfer"), "unknown_move");
  EXPECT_EQ(moved("top_up", "shells"), "unknown_move");
  EXPECT_EQ(moved("top_up", "none"), "unknown_move");
  EXPECT_EQ(world.earns(-1), "bad_per_mille");
  EXPECT_EQ(world.earns(201), "bad_per_mille");
}

TEST(Outlets, one_transfer_is_entered_once) {
  OutletWorld world;
  const auto moved = [&](const std::string& kind, const std::string& money, const std::string& amount, const std::string& reference) {
    return world.by_two(MoveRequest{.outlet = "O-01", .kind = kind, .money = money, .amount = amount, .reference = reference, .remark = {}}, move);
  };
  ASSERT_EQ(moved("top_up", "transfer", "100.00", "BANK-4711"), "");
  EXPECT_EQ(moved("top_up", "transfer", "100.00", "BANK-4711"), "transfer_entered") << "two others saw the same line of the bank";
  EXPECT_EQ(moved("top_up", "transfer", "60.00", "BANK-4711"), "transfer_entered") << "whatever the amount";
  for (const auto* typed : {"bank-4711", " BANK-4711 ", "ＢＡＮＫ-４７１１", "\u3000Bank-4711\u00A0"}) EXPECT_EQ(moved("top_up", "transfer", "100.00", typed), "transfer_entered") << "however it is typed: " << typed;
  EXPECT_EQ(moved("withdrawal", "transfer", "10.00", "BANK-4711"), "") << "the utility's own numbers are others";
  EXPECT_EQ(moved("top_up", "cash", "10.00", "bag 1") + moved("top_up", "cash", "10.00", "bag 1"), "") << "a bag comes again";
  EXPECT_EQ(world.in(), yuan(110));
  ASSERT_EQ(world.by_two(KeepRequest{.code = "O-02", .station = "E", .name = "Kiosk", .contact = {}, .credit_limit = {}, .sale_limit = {}, .day_limit = {}}, outlets::open), "");
  EXPECT_EQ(world.by_two(MoveRequest{.outlet = "O-02", .kind = "top_up", .money = "transfer", .amount = "100.00", .reference = "BANK-4711", .remark = {}}, move), "transfer_entered")
      << "one line of the bank is one outlet's";
  world.clock.advance(Duration::days(367));
  EXPECT_EQ(moved("top_up", "transfer", "1.00", "BANK-4711"), "") << "a bank begins anew";
}

/// Books that count how many rows of moves somebody was given.
struct CountedMoves final : books::Reader {
  explicit CountedMoves(const books::Reader& whole) : whole_(whole) {}
  void each(const books::Query& query, const std::function<bool(const books::ValueSource&)>& take) const override {
    whole_.each(query, [&](const books::ValueSource& from) {
      moves += query.table == &books::table_of<books::OutletMove>() ? 1 : 0;
      return take(from);
    });
  }
  Money balance(std::string_view ledger_account) const override { return whole_.balance(ledger_account); }
  std::vector<books::Leg> legs(std::string_view entry) const override { return whole_.legs(entry); }
  std::vector<books::HeldVersion> cards_by_key_version() const override { return whole_.cards_by_key_version(); }
  std::vector<books::HeldVersion> meters_by_key_version() const override { return whole_.meters_by_key_version(); }
  std::vector<books::MeterPoint> meter_points() const override { return whole_.meter_points(); }
  std::vector<books::LastContact> last_contacts() const override { return whole_.last_contacts(); }
  mutable int moves = 0;

 private:
  const books::Reader& whole_;
};

TEST(Outlets, whether_a_transfer_was_entered_is_not_looked_for_among_those_of_others) {
  OutletWorld world;
  books::OutletMove other{.outlet = "O-99", .number = 0, .amount = yuan(5), .reference = {}, .remark = {}, .time = world.clock.now(), .business_day = "2026-11-20", .operator_name = "guo", .approved_by = "zhao"};
  for (; other.number < 500; ++other.number) {
    other.reference = "OTHER-" + std::to_string(other.number);
    world.books.put(other);
  }
  const MoveRequest request{.outlet = "O-01", .kind = "top_up", .money = "transfer", .amount = "10.00", .reference = "TR-1", .remark = {}};
  const CountedMoves alone(world.books);
  EXPECT_EQ(move(alone, request, world.as("guo")).error().code, "approval_needed");
  EXPECT_LE(alone.moves, 1);
  auto again = request;
  again.reference = "OTHER-7";
  const CountedMoves found(world.books);
  EXPECT_EQ(move(found, again, world.as("guo")).error().code, "transfer_entered");
  EXPECT_LE(found.moves, 2);
}

TEST(Outlets, commission_of_what_was_handed_back_is_settled_out_of_the_float) {
  OutletWorld world;
  ASSERT_EQ(world.earns(100), "");
  ASSERT_EQ(world.top_up("100.00"), "");
  const auto sale = world.sell_for("40.00");
  ASSERT_TRUE(sale.ok()) << sale.error().code;
  ASSERT_EQ(world.settle("paid"), "");
  ASSERT_EQ(world.taken_back(sale), "");
  ASSERT_EQ(world.by_two(GiveBackRequest{.claim = world.claim(), .sale = sale->sale.number, .reason = "typed twice"}, give_back, world.as("zhao", "T-02")), "");
  EXPECT_EQ(owed_to(world.books, "O-01"), -yuan(4)) << "it had been paid out";
  EXPECT_EQ(world.settle("paid"), "no_commission_owed") << "the outlet owes it";
  EXPECT_EQ(world.settle("netted", "-4.01"), "bad_amount");
  EXPECT_EQ(world.settle("netted"), "");
  EXPECT_EQ(world.settle("netted") + world.settle("paid"), "no_commission_owedno_commission_owed") << "once, and no more";
  EXPECT_EQ(owed_to(world.books, "O-01"), Money{});
  EXPECT_EQ(world.in(), yuan(96));
  EXPECT_EQ(world.by_two(MoveRequest{.outlet = "O-01", .kind = "withdrawal", .money = "transfer", .amount = "96.00", .reference = "TR-3", .remark = {}}, move), "");
  EXPECT_EQ(world.by_two(StateRequest{.code = "O-01", .state = books::OutletStatus::closed}, set_state), "") << "and it may be closed";
}

TEST(Outlets, what_its_customer_had_in_cash_does_not_go_back_to_an_outlet_too) {
  OutletWorld world;
  ASSERT_EQ(world.top_up("200.00"), "");
  ASSERT_EQ(world.limits("", "", "120.00"), "");
  const auto sale = world.sell_for("40.00"), other = world.sell_for("60.00");
  ASSERT_TRUE(sale.ok() && other.ok());
  for (const auto* one : {&other, &sale}) ASSERT_EQ(world.taken_back(*one), "");
  ASSERT_EQ(world.by_two(counter::PayOutRequest{.claim = world.claim(), .account = li_account, .amount = yuan(40)}, counter::pay_out, world.as("zhao", "T-02")), "");
  EXPECT_EQ(world.by_two(GiveBackRequest{.claim = world.claim(), .sale = sale->sale.number, .reason = "typed twice"}, give_back, world.as("zhao", "T-02")), "money_went_elsewhere")
      << "60.00 are still owed to him, of the other";
  EXPECT_EQ(world.in(), yuan(100));
}

TEST(Outlets, nothing_goes_back_into_a_float_that_nobody_can_empty_any_more) {
  OutletWorld world;
  ASSERT_EQ(world.top_up("40.00"), "");
  const auto sale = world.sell_for("40.00");
  ASSERT_TRUE(sale.ok()) << sale.error().code;
  ASSERT_EQ(world.taken_back(sale, "moved away"), "");
  ASSERT_EQ(world.by_two(StateRequest{.code = "O-01", .state = books::OutletStatus::closed}, set_state), "");
  GiveBackRequest back{.claim = world.claim(), .sale = sale->sale.number, .reason = "moved away"};
  const auto asked = give_back(world.books, back, world.as("zhao", "T-02"));
  ASSERT_EQ(asked.error().code, "approval_needed");
  const auto row = world.apply(people::ask_approval(world.books, people::request_of(asked.error().details, "why"), world.as("zhao", "T-02")));
  ASSERT_TRUE(world.apply(people::decide_approval(world.books, {row->number, true, ""}, world.as("sun"))).ok());
  back.approval = row->number;
  EXPECT_EQ(give_back(world.books, back, world.as("zhao", "T-02")).error().code, "outlet_gone") << "the customer is paid out at the counter";
  EXPECT_EQ(world.in(), Money{});
  EXPECT_EQ(counter::payable_now(world.books, li_account), yuan(40));
}

TEST(Outlets, a_blocked_outlet_sells_nothing_and_only_two_let_it_again) {
  OutletWorld world;
  ASSERT_EQ(world.top_up("100.00"), "");
  ASSERT_TRUE(world.apply(set_state(world.books, {.code = "O-01", .state = books::OutletStatus::blocked}, world.as("guo"))).ok());
  EXPECT_EQ(world.sold("10.00"), "outlet_blocked");
  EXPECT_EQ(world.by_two(StateRequest{.code = "O-01", .state = books::OutletStatus::closed}, set_state), "outlet_has_money");
  EXPECT_EQ(world.by_two(StateRequest{.code = "O-01", .state = books::OutletStatus::active}, set_state), "");
  EXPECT_EQ(world.sold("10.00"), "");
}

TEST(Outlets, receipts_of_an_outlet_are_no_tills) {
  OutletWorld world;
  EXPECT_EQ(world.by_two(KeepRequest{.code = "T01", .station = "E", .name = "x", .contact = {}, .credit_limit = {}, .sale_limit = {}, .day_limit = {}}, open), "receipts_would_meet");
  EXPECT_EQ(world.by_two(KeepRequest{.code = "o-2", .station = "E", .name = "x", .contact = {}, .credit_limit = {}, .sale_limit = {}, .day_limit = {}}, open), "bad_outlet_code");
}

TEST(Outlets, a_key_is_followed_by_another_and_revoked) {
  OutletWorld world;
  ClientRequest request{.outlet = "O-01", .client = "T1", .name = "Till of the shop", .salt = "AA"};
  EXPECT_EQ(make(world.books, request, world.as("guo")).error().code, "permission_denied");
  const auto first = world.apply(make(world.books, request, world.as("root")));
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(key_name(*first), "O-01.T1.1");
  for (const std::int64_t hours : {-1, 24 * 32}) {
    request.overlap_hours = hours;
    EXPECT_EQ(rotate(world.books, request, world.as("root")).error().code, "bad_overlap") << hours;
  }
  request.overlap_hours = 2;
  ASSERT_TRUE(world.apply(rotate(world.books, request, world.as("root"))).ok());
  const auto now = world.clock.now();
  EXPECT_TRUE(usable(*key_named(world.books, "O-01.T1.1"), now)) << "both, for a while";
  EXPECT_FALSE(usable(*key_named(world.books, "O-01.T1.1"), now + Duration::hours(2)));
  EXPECT_TRUE(usable(*key_named(world.books, "O-01.T1.2"), now + Duration::hours(2)));
  ASSERT_TRUE(world.apply(revoke(world.books, {.outlet = "O-01", .client = "T1", .reason = "stolen"}, world.as("root"))).ok());
  EXPECT_FALSE(usable(*key_named(world.books, "O-01.T1.2"), now));
  EXPECT_FALSE(key_named(world.books, "O-01.T1.9"));
}

TEST(Outlets, a_customer_is_shown_by_his_first_letters) {
  EXPECT_EQ(masked_name("Li Ming"), "L*** M***");
  EXPECT_EQ(masked_name("李明"), "李***");
  EXPECT_EQ(masked_name(""), "");
}

TEST(Outlets, a_float_of_which_less_than_a_fifth_is_left_is_low) {
  OutletWorld world;
  const auto low = [&] { return outlets::low_float(world.books, *world.books.find<books::Outlet>("O-01")); };
  EXPECT_FALSE(low()) << "nobody has paid into it";
  ASSERT_EQ(world.top_up("1000.00"), "");
  ASSERT_EQ(world.sold("800.00"), "");
  EXPECT_FALSE(low()) << "a fifth is left";
  ASSERT_EQ(world.sold("10.00"), "");
  ASSERT_TRUE(low());
  EXPECT_EQ(low()->left, yuan(190));
  EXPECT_EQ(low()->of, yuan(1000));
  ASSERT_EQ(world.limits("5000.00", "", ""), "");
  EXPECT_FALSE(low()) << "the credit that two persons granted is there to be sold";
}

}  // namespace
}  // namespace kwota::outlets
