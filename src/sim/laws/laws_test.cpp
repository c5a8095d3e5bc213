// Random orders of everything that moves money, by several hands, with cards that are pulled and requests that come twice – and the
// laws of money after each step. The list of what may happen is the program's own (ledger::operations()): an operation that nobody
// here has a cause for fails a test.
#include <rapidcheck.h>

#include <algorithm>
#include <array>

#include "base/decimal.h"
#include "books/lookup.h"
#include "collect/laws/money.h"
#include "sell/counter/account/debt.h"
#include "sell/counter/account/debt_payment.h"
#include "sell/debt/interest.h"
#include "sell/debt/keep.h"
#include "sell/imports/import.h"
#include "sell/imports/opening_balances.h"
#include "sell/ledger/operation.h"
#include "sell/life/change_scheme.h"
#include "sell/life/end_of_supply.h"
#include "sell/life/meter_swap.h"
#include "sell/life/transfer.h"
#include "sell/remote_account/keep.h"
#include "sell/remote_account/payment.h"
#include "sell/till/drawer.h"
#include "sim/laws/test_town.h"

namespace kwota::laws {
namespace {

counter::Booked without_command(remote::Booked booked) {
  if (!booked.ok()) return std::move(booked).error();
  return books::Decision<counter::Outcome>{std::move(booked->changes), std::move(booked->answer)};
}

std::string last_of(const Town& town, Operation kind) {
  std::string out;
  for (const auto& sale : town.books.sales())
    if (sale.kind == kind && sale.account != Farmer::account) out = sale.number;
  return out;
}

void sell(Town& town, const std::string& who, const std::string& pay, counter::Paying paying) {
  const auto quoted = counter::quote(town.books, {town.account, pay, "", ""}, town.at(who));
  if (!quoted.ok()) return;
  counter::SellRequest request;
  request.claim = town.claim();
  request.quote = quoted->id;
  request.card = Town::serial(card);
  request.paying = std::move(paying);
  request.on_pending = counter::OnPending::sum;
  request.confirmed = counter::codes_of(quoted->confirm);
  const auto sold = town.apply(counter::sell(town.books, request, town.at(who)));
  if (sold.ok() && sold->order) town.write_or_pull(*sold->order);
}

/// The account that a debt or a balance is looked for at.
std::int64_t some_account(const Town& town, bool at_server) { return at_server ? Town::office : town.account; }

/// What is tried, by whom.
struct Tried {
  std::string who;
  int amount = 0;
  bool at_server = false;
  std::string pay() const { return fmt::format("{}.00", amount); }
  /// In cash, by bank card, or a part of it by cheque: each time by another slip.
  counter::Paying paying(Town& town) const {
    if (amount % 3 == 0) return {};
    if (amount % 3 == 1) return {.tenders = {{"card", "", fmt::format("A{:05}", ++town.slips)}}};
    return {.tenders = {{"cash"}, {"cheque", "1.00", fmt::format("{:06}", ++town.slips)}}};
  }
};

void open_one(Town& town, const Tried& tried) {
  auto request = town.opening(tried.pay(), town.home, card);
  request.paying = tried.paying(town);
  if (const auto known = town.books.find<books::Card>(Town::serial(card))) {
    auto blank = *known;
    blank.state = books::CardStatus::spoiled;
    if (town.books.find<books::Account>(known->account)->state == books::AccountStatus::closed) town.books.put(blank);
  }
  const auto opened = town.apply(counter::open_account(town.books, request, town.at(tried.who)));
  if (!opened.ok()) return;
  town.account = opened->sale.account;
  town.write_or_pull(*opened->order);
}

void recharge(Town& town, const Tried& tried) { sell(town, tried.who, tried.pay(), tried.paying(town)); }

void supplement(Town& town, const Tried& tried) {
  town.twice<counter::SupplementRequest>(
      "zhao", {.account = town.account, .amount = tried.pay(), .reason_code = "fault", .reason = "lost", .card = Town::serial(card), .merge_with_pending = true},
      [&](const auto& r, const auto& c) { return counter::supplement(town.books, r, c); });
}

void take_back(Town& town, const Tried& tried) {
  town.twice<counter::TakeBackRequest>(
      tried.who, {.sale = last_of(town, tried.amount % 2 == 0 ? Operation::recharge : Operation::supplement), .reason = "wrong", .card = Town::serial(card)},
      [&](const auto& r, const auto& c) { return counter::take_back(town.books, r, c); });
}

void deduct(Town& town, const Tried& tried) {
  town.twice<counter::TakeBackRequest>(tried.who, {.sale = last_of(town, Operation::recharge), .reason = "too much", .card = Town::serial(card), .amount = "1.00"},
                                       [&](const auto& r, const auto& c) { return counter::take_back(town.books, r, c); });
}

/// It changes the card, and moves the fee alone: not tried here.
void replace_card(Town&, const Tried&) {}

void pull_the_card(Town& town, const Tried& tried) {
  town.pulled = 1;
  sell(town, tried.who, tried.pay(), tried.paying(town));
  town.pulled = 0;
}

/// What the meter says when the card comes back settles, gives up and clears.
void use_and_come_back(Town& town, const Tried& tried) {
  const auto used = town.unit == Unit::money ? Credit{yuan(tried.amount)} : Credit::of(town.unit, tried.amount * 1000);
  town.meter(town.home).used += used;
  town.meter(town.home).balance -= used;
  town.go_home_and_come_back();
}

void order_the_end(Town& town, const Tried& tried) {
  if (tried.at_server) {
    static_cast<void>(town.apply(remote_account::end(town.books, {.account = Town::office}, town.as("guo"))));
    return;
  }
  town.twice<counter::CloseRequest>(tried.who, {.account = town.account, .card = Town::serial(card), .with_debt = tried.amount % 3 != 0},
                                    [&](const auto& r, const auto& c) { return counter::order_closing(town.books, r, c); });
}

/// By the meter's own word, or by what two people say of it; what is left goes one of its ways, a debt stays as a claim now and then.
void end_supply(Town& town, const Tried& tried) {
  life::EndRequest request{.account = town.account, .reason = "moves", .claim_debt = tried.amount % 3 == 0};
  request.leftover = static_cast<life::Leftover>(tried.amount / 2 % 3);
  request.to_account = Town::office;
  if (tried.amount % 8 == 0) request.word = {.remaining = fmt::format("{}.00", tried.amount / 10), .last_register = "0", .leave_in_doubt = true, .card = {}};
  town.twice<life::EndRequest>(tried.who, request, [&](const auto& r, const auto& c) { return life::end_supply(town.books, r, c); });
}

void refund(Town& town, const Tried& tried) {
  const auto where = some_account(town, tried.at_server);
  if (tried.amount % 2 == 0)
    end_supply(town, tried);
  else
    town.twice<counter::PayOutRequest>(tried.who, {.account = where, .amount = std::max(yuan(1), counter::refund_due(town.books, where))},
                                       [&](const auto& r, const auto& c) { return counter::pay_out(town.books, r, c); });
}

void pay(Town& town, const Tried& tried) {
  remote_account::PayRequest request{.claim = town.claim(), .account = some_account(town, tried.at_server), .amount = tried.pay(), .paying = tried.paying(town),
                                     .confirmed = {"large_sale", "median", "second_sale"}};
  static_cast<void>(town.apply(without_command(remote_account::pay(town.books, request, town.at(tried.who)))));
}

/// Money for debts by name, or as far as there are none for what is claimed of a balance that has ended.
void pay_debts(Town& town, const Tried& tried) {
  counter::PayDebtsRequest request{.claim = town.claim(), .account = some_account(town, tried.at_server), .debt = 0, .amount = tried.pay(), .paying = tried.paying(town), .confirmed = {}};
  const auto owed = debts::sum_of(debts::owed_by(town.books, request.account, town.clock.now(), Zone::find("Asia/Shanghai").value()));
  if (owed < yuan(tried.amount) && owed >= yuan(2)) request.amount = format_money(owed, 2);
  if (tried.amount % 2 == 0) return pay(town, tried);
  static_cast<void>(town.apply(counter::pay_debts(town.books, request, town.at(tried.who))));
}

/// A debt by name, whose rule the amount chooses; or the claim of an overdraft.
void raise_debt(Town& town, const Tried& tried) {
  static constexpr std::array<const char*, 4> rules{"first", "percent", "fixed", "monthly"};
  debts::RaiseRequest request;
  request.account = some_account(town, tried.at_server);
  request.kind = "arrears";
  request.document = "bill";
  request.amount = tried.pay();
  request.recovery.rule = rules[static_cast<std::size_t>(tried.amount / 3 % 4)];
  if (request.recovery.rule != "first") request.recovery.value = "20";
  if (tried.amount % 2 == 0) request.interest = "36";
  town.by_two(request, debts::raise);
}

/// As the server does once a day; of debts that were raised today it is as if a month had gone by.
void charge_interest(Town& town) {
  const auto soon = date_of_day(day_number(town.at("zhao").zone.local(town.clock.now()).date) + 35);
  static_cast<void>(town.apply(debts::charge_interest(town.books, debts::interest_due(town.books, soon), soon, town.clock.now())));
}

void pay_back(Town& town, const Tried& tried) {
  if (tried.amount % 3 == 0) {
    town.twice<remote_account::PayBackRequest>(tried.who, {.sale = last_of(town, Operation::claim_payment), .reason = "wrong house"},
                                               [&](const auto& r, const auto& c) { return without_command(remote_account::pay_back(town.books, r, c)); });
    return;
  }
  town.twice<remote_account::PayBackRequest>(tried.who, {.sale = last_of(town, Operation::payment), .reason = "wrong house"},
                                             [&](const auto& r, const auto& c) { return without_command(remote_account::pay_back(town.books, r, c)); });
}

void charge_a_day(Town& town, const Tried& tried) {
  ++town.day;
  town.register_wh += tried.amount * 1000;
  town.clock.advance(Duration::hours(24));
  town.books.put(books::DayFreeze{.meter = MeterNumber::from(office_meter), .day = date_of_day(day_number({2026, 11, 20}) + town.day),
                                  .energy = Energy::wh(town.register_wh), .received = town.clock.now()});
  static_cast<void>(town.apply(remote_account::charge(town.books, Town::office, town.as("wang"))));
}

void claim(Town& town, const Tried& tried) {
  if (tried.amount % 3 == 0) raise_debt(town, tried);
  town.twice<counter::DebtRequest>(tried.who, {.account = some_account(town, tried.at_server), .reason = "moved"},
                                   [&](const auto& r, const auto& c) { return counter::claim_debt(town.books, r, c); });
}

void write_off(Town& town, const Tried& tried) {
  const auto debt = town.books.last<books::Debt>(books::Debt::of_account, some_account(town, tried.at_server));
  if (debt && tried.amount % 2 == 0) town.by_two(debts::WriteOffRequest{.debt = debt->number, .amount = "1.00", .reason = "poor", .approval = 0}, debts::write_off);
  town.twice<counter::DebtRequest>("zhao", {.account = some_account(town, tried.at_server), .reason = "died"},
                                   [&](const auto& r, const auto& c) { return counter::write_off(town.books, r, c); });
}

void water(Town& town, const Tried& tried) {
  town.farmer.load(tried.pay(), tried.paying(town), town.pulled);
  town.farmer.water(yuan(tried.amount / 2), tried.at_server);
}

/// Two persons say what he used, or that it was nothing.
void release_a_lock(Town& town, const Tried& tried) { town.farmer.be_freed(yuan(tried.at_server ? tried.amount / 10 : 0), town.pulled); }

/// In hours that the books lost his card was loaded, and at times used.
void take_over_a_card(Town& town, const Tried& tried) { town.farmer.be_taken_over(yuan(tried.amount), yuan(tried.at_server ? tried.amount / 2 : 0)); }

void lose_a_purse(Town& town, const Tried&) { town.farmer.lose_and_replace(); }

/// By the old meter's own word, or by what two people say of it; and then, now and then, its word turns up.
void swap(Town& town, const Tried& tried) {
  const auto old = town.home, fresh = old == first_meter ? other_meter : first_meter;
  life::SwapRequest request{.account = town.account, .old_meter = MeterNumber::from(old), .reason = "burnt"};
  request.meter = {.number = MeterNumber::from(fresh), .model = "DDSY1352"};
  request.last_register = "0";
  if (tried.amount % 2 == 1) request.remaining = fmt::format("{}.00", tried.amount / 10), request.leave_in_doubt = true;
  if (tried.amount % 3 != 0) request.card = Town::serial(card);
  const auto before = town.books.last<books::MeterSwap>(town.account);
  town.twice<life::SwapRequest>("zhao", request, [&](const auto& r, const auto& c) { return without_command(life::swap_meter(town.books, r, c)); });
  const auto done = town.books.last<books::MeterSwap>(town.account);
  if (!done || (before && done->number == before->number)) return;
  town.home = fresh;
  if (tried.amount % 4 != 1) return;
  auto word = town.meter(old).statement();
  word.meter = MeterNumber::from(old);
  word.unit = town.unit;
  word.taken = town.clock.now();
  static_cast<void>(town.apply(counter::take_statement(town.books, {word}, town.as("wang"))));
}

void transfer(Town& town, const Tried& tried) {
  life::TransferRequest request{.account = town.account, .hand_over = tried.amount % 2 == 0, .reason = "sold the house", .card = Town::serial(card)};
  request.customer.name = "Bai Lu";
  request.debts = tried.amount % 4 < 2 ? life::DebtsGo::along : life::DebtsGo::stay;
  const auto newest = books::next_number<books::Account>(town.books);
  town.twice<life::TransferRequest>(tried.who, request, [&](const auto& r, const auto& c) { return without_command(life::transfer(town.books, r, c)); });
  if (const auto account = town.books.find<books::Account>(newest); account && account->meter == MeterNumber::from(town.home)) town.account = newest;
}

/// That hold such credit in the meter.
std::pair<std::string, std::string> schemes_of(Unit unit) {
  if (unit == Unit::money) return {"by_card", "by_link"};
  return unit == Unit::energy ? std::pair{"by_energy", "energy_by_link"} : std::pair{"by_volume", "volume_by_link"};
}

/// To the line with his card, or to the server – with the meter's last word, or as two people say of it –, and back by a blank card.
void change_scheme(Town& town, const Tried& tried) {
  life::SchemeRequest request{.account = town.account, .reason = "moved"};
  const auto [by_card, by_link] = schemes_of(town.unit);
  const auto account = town.books.find<books::Account>(town.account);
  const auto fresh = town.home == first_meter ? other_meter : first_meter;
  if (account && account->scheme == "read_by_hand") {
    request.scheme = by_card;
    request.card = Town::serial(static_cast<std::uint8_t>(100 + town.blanks++ % 100));
  } else if (tried.amount % 4 != 0) {
    request.scheme = account && account->scheme == by_link ? by_card : by_link;
    request.keep_cards = true;
  } else {
    request.scheme = "read_by_hand";
    if (tried.amount % 3 == 0) request.remaining = fmt::format("{}.00", tried.amount / 10);
    // What counts units keeps no money for the office: another one comes in its place.
    if (tried.amount % 3 == 0 || town.unit != Unit::money) request.meter = books::Meter{.number = MeterNumber::from(fresh), .model = "DDSY1352"};
  }
  town.twice<life::SchemeRequest>("zhao", request, [&](const auto& r, const auto& c) { return without_command(life::change_scheme(town.books, r, c)); });
  if (const auto now = town.books.find<books::Account>(town.account); now && now->meter == MeterNumber::from(fresh)) town.home = fresh;
}

/// An account of the program before comes in by a file, and at times is taken back.
void bring_along(Town& town, const Tried& tried) {
  const auto number = books::next_number<books::Account>(town.books);  // a transfer may have taken the one after the last
  const std::int64_t meter = 4'000 + town.brought;
  ++town.brought;
  const auto point = fmt::format("B-{}", number);
  town.books.put(books::ServicePoint{.code = point, .address = "West village"});
  town.books.put(books::Meter{.number = MeterNumber::from(static_cast<std::uint64_t>(meter)), .model = "DDSY1352", .state = books::MeterStatus::stock});
  town.books.put(books::Account{.number = number, .station = "E", .customer = CustomerNumber::from(77), .service_point = point, .meter = MeterNumber::from(static_cast<std::uint64_t>(meter)), .plan = "flat",
                                .state = books::AccountStatus::draft});
  const auto in_meter = [&] {
    const auto count = 1 + tried.amount % 7;
    return tried.amount % 2 == 0 ? fmt::format("{},meter,{}.00,,{},by_card\n", number, tried.amount, count) : fmt::format("{},meter,{}.00,{}.50,{},by_energy\n", number, tried.amount, tried.amount * 2, count);
  };
  const auto row = tried.at_server ? fmt::format("{},server,{}.00,,,read_by_hand\n", number, tried.amount - 40) : in_meter();
  auto came = imports::import_rows(town.books, "opening-balances", "account,kept_at,amount,credit,count,scheme\n" + row, town.at("guo"));
  ASSERT_TRUE(came.ok()) << row << came.error().code;
  ASSERT_TRUE(came->answer.errors.empty()) << row << came->answer.errors.front().code;
  town.books.apply(came->changes);
  if (tried.amount % 5 != 0) return;
  const auto back = imports::take_back(town.books, number, town.at("guo"));
  ASSERT_TRUE(back.ok()) << back.error().code;
  town.books.apply(*back);
}

void change_shifts(Town& town, const Tried& tried) {
  const auto till = tried.who == "wang" ? "T-01" : "T-02";
  charge_interest(town);
  const Money drawer = town.books.balance(ledger::till_cash("E", till));
  const auto counted = std::max(Money{}, drawer + yuan(tried.amount % 5 - 2));
  books::Tenders slips;
  for (const auto& row : ledger::tenders())
    if (!row.counted) slips.push_back({row.tender, town.books.balance(ledger::till_money("E", till, row.tender)) - yuan(tried.amount % 3), {}});
  const auto second = tried.who == "sun" ? "zhao" : "sun";
  static_cast<void>(town.apply(till::close_shift(town.books, {.counted = counted, .reason = "counted twice", .accepted_by = second, .slips = slips}, town.at(tried.who))));
  static_cast<void>(town.apply(till::open_shift(town.books, yuan(500), town.at(tried.who))));
}

void drop_cash(Town& town, const Tried& tried) {
  const auto second = tried.who == "sun" ? "zhao" : "sun";
  static_cast<void>(town.apply(till::drop(town.books, {.amount = yuan(tried.amount), .bag = {}, .taken_by = second}, town.at(tried.who))));
}

void take_to_the_bank(Town& town, const Tried& tried) {
  static_cast<void>(town.apply(till::deposit(town.books, {.amount = yuan(tried.amount), .business_day = {}, .bank = "Bank", .bag = {}, .approved_by = "sun"}, town.at("zhao"))));
}

/// A bank's number is one transfer's.
std::string next_transfer() {
  static int last = 0;
  return "TR" + std::to_string(++last);
}

void pay_into_float(Town& town, const Tried& tried) {
  town.with_guo(outlets::MoveRequest{.outlet = "O-01", .kind = tried.amount % 4 == 1 ? "withdrawal" : "top_up", .money = "transfer", .amount = tried.pay(), .reference = next_transfer(), .remark = {}}, outlets::move);
}

/// To the balance at the server; what is handed back later finds its way into the float. Nothing beyond it.
void sell_at_outlet(Town& town, const Tried& tried) {
  outlets::SellRequest request{.claim = town.claim(), .account = Town::office, .amount = tried.pay(), .quote = {}, .confirmed = {"large_sale", "median", "second_sale"}};
  static_cast<void>(town.apply(without_command(outlets::sell(town.books, request, town.at_outlet()))));
  EXPECT_GE(outlets::in_float(town.books, "O-01"), -yuan(30));
}

void settle_commission(Town& town, const Tried& tried) {
  town.with_guo(outlets::MoveRequest{.outlet = "O-01", .kind = tried.at_server ? "netted" : "paid", .money = tried.at_server ? "" : "transfer", .amount = {}, .reference = next_transfer(), .remark = {}}, outlets::move);
}

struct Cause {
  Operation operation;
  void (*lets_happen)(Town& town, const Tried& tried);
};
/// How each operation of the program comes about, in the order of ledger::operations(); each as far as the state allows it.
constexpr std::array causes{
    Cause{Operation::open, open_one},
    Cause{Operation::recharge, recharge},
    Cause{Operation::supplement, supplement},
    Cause{Operation::take_back, take_back},
    Cause{Operation::deduct, deduct},
    Cause{Operation::settle, use_and_come_back},
    Cause{Operation::reversed, pull_the_card},
    Cause{Operation::replacement, replace_card},
    Cause{Operation::closing, order_the_end},
    Cause{Operation::surrendered, use_and_come_back},
    Cause{Operation::cleared, use_and_come_back},
    Cause{Operation::refund, refund},
    Cause{Operation::payment, pay},
    Cause{Operation::payment_back, pay_back},
    Cause{Operation::day_charge, charge_a_day},
    Cause{Operation::claim, claim},
    Cause{Operation::claim_payment, pay_debts},
    Cause{Operation::write_off, write_off},
    Cause{Operation::paid_over, lose_a_purse},
    Cause{Operation::watered, water},
    Cause{Operation::release, release_a_lock},
    Cause{Operation::taken_over, take_over_a_card},
    Cause{Operation::swap, swap},
    Cause{Operation::transfer, transfer},
    Cause{Operation::change_scheme, change_scheme},
    Cause{Operation::opening_balance, bring_along},
    Cause{Operation::shift_open, change_shifts},
    Cause{Operation::shift_close, change_shifts},
    Cause{Operation::drop, drop_cash},
    Cause{Operation::deposit, take_to_the_bank},
    Cause{Operation::outlet_float, pay_into_float},
    Cause{Operation::outlet_earned, sell_at_outlet},
    Cause{Operation::outlet_settled, settle_commission},
};

void cause(Town& town, Operation operation, const Tried& tried) {
  const auto* found = std::ranges::find(causes, operation, &Cause::operation);
  if (found == causes.end()) FAIL() << "an operation of the program that this test does not know: " << word_of(operation);
  found->lets_happen(town, tried);
}

TEST(MoneyLaws, every_operation_of_the_program_has_its_cause_here) {
  const auto all = ledger::operations();
  ASSERT_EQ(causes.size(), all.size());
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(causes[i].operation, all[i].operation) << word_of(all[i].operation);
}

std::string seen(const std::optional<Broken>& broken) { return broken ? std::string(word_of(broken->law)) + " " + broken->whose + ": " + broken->seen : "holds"; }

class MoneyLawsByUnit : public testing::TestWithParam<Unit> {};
INSTANTIATE_TEST_SUITE_P(Units, MoneyLawsByUnit, testing::Values(Unit::money, Unit::energy, Unit::volume),
                         [](const auto& of) { return std::string(word_of(of.param)); });

TEST_P(MoneyLawsByUnit, hold_after_each_step_of_random_orders_of_every_operation) {
  EXPECT_TRUE(rc::check([unit = GetParam()] {
    Town town{unit};
    cause(town, Operation::open, {"wang", 100});
    const auto all = ledger::operations();
    const int steps = *rc::gen::inRange(20, 80);
    for (int i = 0; i < steps; ++i) {
      const auto operation = all[*rc::gen::inRange<std::size_t>(0, all.size())].operation;
      const std::string who = *rc::gen::element<std::string>("wang", "zhao");
      const int amount = *rc::gen::inRange(5, 90);
      RC_LOG() << word_of(operation) << " by " << who << " of " << amount << "\n";
      town.pulled = *rc::gen::weightedElement<int>({{8, 0}, {1, 1}, {1, 2}});
      cause(town, operation, {who, amount, *rc::gen::arbitrary<bool>()});
      RC_ASSERT(seen(town.check()) == "holds");
    }
  }));
}

struct Step {
  Operation operation;
  int amount;
  bool at_server = false;
};

/// Days on which everything happens once, so that what the random orders draw from is known to reach the ledger.
const std::vector<std::vector<Step>> eventful_days{
    {{Operation::open, 99}, {Operation::surrendered, 5}, {Operation::reversed, 10}, {Operation::recharge, 20}, {Operation::deduct, 1},
     {Operation::settle, 5}, {Operation::supplement, 50}, {Operation::settle, 5}, {Operation::closing, 4}, {Operation::surrendered, 0}, {Operation::refund, 2},
     {Operation::drop, 30}, {Operation::deposit, 20}, {Operation::shift_close, 5}},
    {{Operation::open, 20}, {Operation::surrendered, 5}, {Operation::surrendered, 60}, {Operation::closing, 4}, {Operation::cleared, 0},
     {Operation::claim, 5}, {Operation::claim_payment, 5}, {Operation::write_off, 5}},
    {{Operation::open, 20}, {Operation::surrendered, 5}, {Operation::recharge, 20}, {Operation::take_back, 2}, {Operation::settle, 5},
     {Operation::payment, 50, true}, {Operation::payment_back, 5}, {Operation::payment, 20, true}, {Operation::day_charge, 60}, {Operation::day_charge, 20}},
    {{Operation::outlet_float, 88}, {Operation::outlet_earned, 80}, {Operation::outlet_settled, 5, true}, {Operation::outlet_earned, 20}, {Operation::payment_back, 5},
     {Operation::outlet_settled, 5}, {Operation::outlet_float, 5}},
    {{Operation::watered, 60, true}, {Operation::watered, 10}, {Operation::release, 20, true}, {Operation::release, 20}, {Operation::taken_over, 30, true}, {Operation::paid_over, 0}, {Operation::watered, 30, true}},
    {{Operation::open, 99}, {Operation::surrendered, 5}, {Operation::closing, 4}, {Operation::surrendered, 0}, {Operation::swap, 10}, {Operation::settle, 5},
     {Operation::recharge, 20}, {Operation::settle, 5}, {Operation::swap, 25}, {Operation::settle, 1}, {Operation::closing, 4}, {Operation::surrendered, 0},
     {Operation::transfer, 10}, {Operation::settle, 5}, {Operation::recharge, 20}},
    {{Operation::open, 99}, {Operation::surrendered, 5}, {Operation::change_scheme, 5}, {Operation::change_scheme, 5}, {Operation::closing, 4}, {Operation::surrendered, 0},
     {Operation::change_scheme, 8}, {Operation::change_scheme, 8}, {Operation::opening_balance, 30, true}, {Operation::opening_balance, 55, true}, {Operation::opening_balance, 40}, {Operation::opening_balance, 43}},
};

TEST(MoneyLaws, hold_where_units_become_a_balance_at_the_server_and_units_again) {
  for (const auto unit : {Unit::energy, Unit::volume}) {
    Town town{unit};
    const auto scheme = [&] { return town.books.find<books::Account>(town.account)->scheme; };
    for (const auto& step : {Step{Operation::open, 99}, {Operation::surrendered, 5}, {Operation::closing, 4}, {Operation::surrendered, 0}, {Operation::change_scheme, 8}}) {
      cause(town, step.operation, {"wang", step.amount, step.at_server});
      ASSERT_EQ(seen(town.check()), "holds") << word_of(step.operation);
    }
    EXPECT_EQ(scheme(), "read_by_hand");
    cause(town, Operation::change_scheme, {"wang", 8});
    ASSERT_EQ(seen(town.check()), "holds");
    EXPECT_EQ(scheme(), schemes_of(unit).first);
  }
}

TEST(MoneyLaws, know_every_operation_of_the_program) {
  std::vector<Operation> posted;
  for (const auto& day : eventful_days) {
    Town town;
    for (const auto& step : day) {
      cause(town, step.operation, {"wang", step.amount, step.at_server});
      ASSERT_EQ(seen(town.check()), "holds") << word_of(step.operation);
    }
    for (const auto& row : ledger::operations())
      if (town.was_posted(row.operation)) posted.push_back(row.operation);
  }
  for (const auto& row : ledger::operations()) {
    if (row.operation == Operation::closing || row.operation == Operation::replacement || row.operation == Operation::paid_over || row.operation == Operation::release) continue;  // these post nothing, or change the card
    EXPECT_NE(std::find(posted.begin(), posted.end(), row.operation), posted.end()) << word_of(row.operation) << " was never posted";
  }
}

}  // namespace
}  // namespace kwota::laws
