// An account at the server, for the tests of balances.
#pragma once
#include "base/cause.h"
#include "base/decimal.h"
#include "books/lookup.h"
#include "people/approval.h"
#include "sell/remote/test_line.h"
#include "sell/remote_account/keep.h"
#include "sell/remote_account/payment.h"

namespace kwota::remote_account {

using counter::yuan;

constexpr std::uint64_t he_meter = 21;

/// An account of a meter without money of its own; days begin when the test says so.
class OfficeWorld : public counter::World {
 public:
  OfficeWorld() {
    books.put(books::Customer{.number = CustomerNumber::from(77), .name = "He Ping", .created = clock.now()});
    books.put(books::ServicePoint{.code = "07-021", .address = "West village"});
    books.put(books::Meter{.number = number(), .model = "DDZY1352Y", .state = books::MeterStatus::stock});
    books.put(books::Plan{"flat", "Flat", "",
                          R"({"id":"flat","name":"Flat","commodity":"electricity","unit":"kWh","currency":"CNY","minor":2,)"
                          R"("zone":"Asia/Shanghai","quantum":"0.01"})"});
    books.put(
        books::PlanVersion{"flat", "2026-01-01", R"({"from":"2026-01-01","energy":{"price":"0.60"}})", books::PlanStatus::published, "", ""});
    books.put(books::Account{.number = account,
                             .station = "E",
                             .customer = CustomerNumber::from(77),
                             .service_point = "07-021",
                             .meter = number(),
                             .plan = "flat",
                             .state = books::AccountStatus::draft});
    EXPECT_TRUE(apply(remote::connect(books, {.meter = number(), .address = "tcp://10.0.0.9:2404"}, as("qian"))).ok());
    hire("lu", "manager");
  }
  static MeterNumber number() { return MeterNumber::from(he_meter); }
  static BalanceTerms terms() { return {yuan(20), Money{}, Money{}, false, {}}; }

  Result<books::RemoteAccount> put_on(BalanceTerms with = terms(), const std::string& opening = "100") {
    BeginRequest request{.account = account, .terms = std::move(with), .opening = {opening, {}}};
    const auto alone = begin(books, request, as("lu"));
    if (!alone.ok() && cause_of(alone.error()) == Cause::approval_needed) request.approval = agreed(alone.error(), "lu", "zhao");
    return apply(begin(books, request, as("lu")));
  }
  std::int64_t agreed(const Error& needed, const std::string& first, const std::string& second) {
    const auto asked = apply(people::ask_approval(books, people::request_of(needed.details, "why"), as(first))).value();
    EXPECT_TRUE(apply(people::decide_approval(books, {asked.number, true, ""}, as(second))).ok());
    return asked.number;
  }
  Result<counter::Outcome> pay_out_alone(Money amount) {
    return apply(counter::pay_out(books, {.claim = claim(), .account = account, .amount = amount}, as("wang")));
  }
  /// The meter froze this register as the day began `days` from 2026-11-20.
  void freeze(int days, std::int64_t wh) {
    const auto day = date_of_day(day_number({2026, 11, 20}) + days);
    books.put(books::DayFreeze{.meter = number(), .day = day, .energy = Energy::wh(wh), .received = clock.now()});
  }
  Charged run() { return *apply(charge(books, account, as("wang"))); }
  Result<remote::Outcome> pay_in(const std::string& amount) {
    return apply(pay(books, {.claim = claim(), .account = account, .amount = amount, .paying = {}, .confirmed = {"second_sale", "median"}}, as("wang")));
  }
  books::RemoteAccount row() const { return *books.find<books::RemoteAccount>(account); }
  Money balance_now() const { return balance_of(books, account); }
  std::vector<std::string> waiting() const {
    std::vector<std::string> out;
    for (const auto& command : books.select(books::MeterCommand::open_of, number())) out.push_back(std::string(remote::relay_order_text(command)));
    return out;
  }
  /// The head-end brought what waits to the meter.
  void deliver() {
    for (auto command : books.select(books::MeterCommand::open_of, number()))
      books.put(counter::settled(command, books::CommandStatus::done, "The meter did it.", {}, clock.now()));
  }
  void until(std::string_view at) { clock.set(*parse_instant(at)); }

  static constexpr std::int64_t account = 200001;
};

}  // namespace kwota::remote_account
