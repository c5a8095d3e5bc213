// One customer with a card, one with a balance at the server, a farmer, two cashiers' windows and whoever approves: what the tests of the laws happen in.
// Begin with Town.
#pragma once
#include <algorithm>
#include <functional>

#include "base/cause.h"
#include "books/lookup.h"
#include "collect/laws/money.h"
#include "people/approval.h"
#include "sell/counter/account/test_world.h"
#include "sell/debt/keep.h"
#include "sell/ledger/entry_name.h"
#include "sell/ledger/operation.h"
#include "sell/outlets/clients.h"
#include "sell/outlets/sell.h"
#include "sell/remote/link.h"
#include "sell/remote_account/keep.h"
#include "sim/laws/farmer.h"

namespace kwota::laws {

using counter::Context;
using counter::yuan;
using ledger::Operation;

inline constexpr std::uint64_t first_meter = 11, other_meter = 12, office_meter = 21;
inline constexpr std::uint8_t card = 1;

/// One customer with a card, one with a balance at the server, two cashiers' windows, and whoever approves.
class Town : public counter::World {
 public:
  explicit Town(Unit sold_by = Unit::money) : counter::World(sold_by) {
    hire("guo", "manager");
    books.put(books::Code{books::CodeKind::debt_kind, "arrears", "", "Arrears", "", "", true});
    books.put(books::Customer{.number = CustomerNumber::from(77), .name = "He Ping", .created = clock.now()});
    books.put(books::ServicePoint{.code = "07-021", .address = "West village"});
    books.put(books::Meter{.number = MeterNumber::from(office_meter), .model = "DDZY1352Y", .state = books::MeterStatus::stock});
    books.put(books::Plan{"flat", "Flat", "",
                          R"({"id":"flat","name":"Flat","commodity":"electricity","unit":"kWh","currency":"CNY","minor":2,)"
                          R"("zone":"Asia/Shanghai","quantum":"0.01"})"});
    books.put(books::PlanVersion{"flat", "2026-01-01", R"({"from":"2026-01-01","energy":{"price":"0.60"}})", books::PlanStatus::published, "", ""});
    books.put(books::Account{.number = office, .station = "E", .customer = CustomerNumber::from(77), .service_point = "07-021",
                             .meter = MeterNumber::from(office_meter), .plan = "flat", .state = books::AccountStatus::draft});
    EXPECT_TRUE(apply(remote::connect(books, {.meter = MeterNumber::from(office_meter), .address = "tcp://10.0.0.9:2404"}, as("qian"))).ok());
    EXPECT_TRUE(apply(remote_account::begin(books, {.account = office, .terms = {yuan(20), {}, {}, false, {}}, .opening = {"100", {}}}, as("guo"))).ok());
    EXPECT_TRUE(with_guo(outlets::KeepRequest{.code = "O-01", .station = "E", .name = "Shop", .contact = {}, .credit_limit = "30.00", .sale_limit = {}, .day_limit = {}}, outlets::open));
    EXPECT_TRUE(with_guo(outlets::CommissionRequest{.outlet = "O-01", .per_mille = 15, .from = {}, .reason = "contract"}, outlets::agree));
  }

  static constexpr std::int64_t office = 200001;
  Farmer farmer{*this};
  std::int64_t account = 0;  ///< of the card
  std::uint64_t home = first_meter;  ///< its meter: swapped, the other one
  int day = 0;
  int blanks = 0, brought = 0;  ///< cards made out anew, accounts of the program before
  int slips = 0;  ///< that customers have paid by
  std::int64_t register_wh = 100'000;

  Context at(const std::string& who) { return as(who, who == "wang" ? "T-01" : "T-02"); }

  /// Somebody does it; where a second person is asked for, one approves, and he says it again. A refusal is an answer, too.
  template <class Request>
  bool twice(const std::string& who, Request request, const std::function<counter::Booked(const Request&, const Context&)>& use) {
    request.claim = claim();
    auto booked = use(request, at(who));
    if (!booked.ok() && cause_of(booked.error()) == Cause::approval_needed) {
      const auto& details = booked.error().details;
      const auto asked = apply(people::ask_approval(books, people::request_of(details, "why"), at(who)));
      if (!asked.ok()) return false;
      static_cast<void>(apply(people::decide_approval(books, {asked->number, true, ""}, at(who == "sun" ? "zhao" : "sun"))));
      if constexpr (requires { request.approval; }) request.approval = asked->number;
      booked = use(request, at(who));
    }
    const auto done = apply(std::move(booked));
    if (done.ok() && done->order) write_or_pull(*done->order);
    return done.ok();
  }
  /// The same of what no till books: a debt is raised or written off.
  template <class Request>
  void by_two(Request request, debts::Decided (*use)(const books::Reader&, const Request&, const Context&)) {
    const auto first = use(books, request, at("zhao"));
    if (first.ok() || cause_of(first.error()) != Cause::approval_needed) return;
    const auto& details = first.error().details;
    const auto asked = apply(people::ask_approval(books, people::request_of(details, "why"), at("zhao")));
    if (!asked.ok()) return;
    static_cast<void>(apply(people::decide_approval(books, {asked->number, true, ""}, at("sun"))));
    request.approval = asked->number;
    static_cast<void>(apply(use(books, request, at("zhao"))));
  }
  /// The same of what the office keeps of an outlet.
  template <class Request, class Use>
  bool with_guo(Request request, Use use) {
    const auto first = use(books, request, as("guo"));
    if (first.ok() || cause_of(first.error()) != Cause::approval_needed) return false;
    const auto& details = first.error().details;
    const auto asked = apply(people::ask_approval(books, people::request_of(details, "why"), as("guo")));
    if (!asked.ok()) return false;
    static_cast<void>(apply(people::decide_approval(books, {asked->number, true, ""}, at("sun"))));
    request.approval = asked->number;
    return apply(use(books, request, as("guo"))).ok();
  }
  Context at_outlet() {
    auto context = as("wang");
    context.who = outlets::operator_of(*books.find<books::Outlet>("O-01"), {.outlet = "O-01", .client = "T1"});
    context.till = "O-01";
    return context;
  }
  void write_or_pull(const counter::CarryOrder& order) {
    const auto event = carriage(order, card);
    static_cast<void>(apply(counter::sealing(books, event, as("wang"))));
    const bool keep = cards.contains(serial(card)) && cards[serial(card)].order;
    switch (pulled) {
      case 1: static_cast<void>(apply(counter::not_carried(books, event, as("wang")))); return;
      case 2: static_cast<void>(apply(counter::in_doubt(books, event, as("wang")))); if (keep) return; break;
      default: static_cast<void>(apply(counter::carried(books, event, as("wang")))); break;
    }
    cards[serial(card)] = {order, std::nullopt};
  }
  static CardSerial serial(std::uint8_t n) { return counter::serial(n); }
  /// 0: the card stays; 1: nothing was written; 2: nobody knows.
  int pulled = 0;

  void go_home_and_come_back() {
    auto& hand = cards[serial(card)];
    if (!hand.order) return;
    meter(home).number = MeterNumber::from(home);
    meter(home).unit = unit;
    hand.returned.reset();
    if (meter(home).insert(serial(card), hand)) static_cast<void>(bring_back(card));
  }

  std::optional<Broken> check() const {
    MoneyLaws laws;
    for (const auto& entry : books.entries()) {
      const auto sale = books.find<books::Sale>(std::string(ledger::receipt_of(entry)));
      const auto house = ledger::of_house(books, entry.number);
      const auto at = [](const auto& row) { return row ? &*row : nullptr; };
      laws.take({entry, at(sale), at(house.shift), at(house.drop), at(house.deposit), at(house.outlet)});
    }
    for (const auto number : {first_meter, other_meter, office_meter})
      for (const auto& row : books.newest<books::Statement>(1000, MeterNumber::from(number))) laws.take(row);
    for (const auto& agreed : books.all<books::DebtRate>()) laws.take(agreed);
    for (const auto& month : books.all<books::DebtInterest>()) laws.take(month);
    for (const auto& debt : books.all<books::Debt>()) laws.take(debt);
    for (const auto& opening : books.all<books::OpeningBalance>()) laws.take(opening);
    for (const auto& day_of_outlet : books.all<books::OutletDay>()) laws.take(day_of_outlet);
    laws.end_of_rows();
    return laws.broken() ? laws.broken() : farmer.check();
  }
  bool was_posted(Operation operation) const {
    const auto& all = books.entries();
    return std::any_of(all.begin(), all.end(), [&](const books::Entry& entry) { return entry.what == operation; });
  }
};

}  // namespace kwota::laws
