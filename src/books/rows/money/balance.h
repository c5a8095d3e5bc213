// The rows of accounts whose balance lies at the server: on what terms they are held, how far they are charged, and each day's charge.
// Guarantees: the balance itself is no column here – it is the sum of the ledger's legs; a day is charged once, and says whether
// somebody read the meter when it began and ended. Never: says what the relay does; the meter's own status says that.
// Registers: RemoteAccount, DayCharge.   How they are used: docs/remote-accounts.md.   Begin with RemoteAccount.
#pragma once
#include <array>
#include <optional>
#include <string>

#include "base/core/core.h"
#include "base/time.h"
#include "base/words.h"

namespace kwota::books {

enum class RemoteAccountStatus : std::uint8_t {
  active,
  ended,
};
constexpr auto words_of(RemoteAccountStatus) { return std::array<std::string_view, 2>{"active", "ended"}; }

/// What a meter was ordered for the balance at the server, as its commands said at the last look.
enum class BalanceOrders : std::uint8_t { none, alarm, trip, alarm_and_trip };
constexpr auto words_of(BalanceOrders) { return std::array<std::string_view, 4>{"", "alarm", "trip", "alarm,trip"}; }
constexpr bool trips(BalanceOrders ordered) { return ordered == BalanceOrders::trip || ordered == BalanceOrders::alarm_and_trip; }

/// An account whose meter keeps no money: the office charges its readings by the plan. An account without such a row has its
/// balance in the meter.
struct RemoteAccount {
  static constexpr auto table = "remote_account";
  static constexpr int key_columns = 1;
  std::int64_t account = 0;
  MeterNumber meter;             ///< whose registers are charged
  RemoteAccountStatus state = RemoteAccountStatus::active;
  Money alarm;                   ///< at this balance or below the meter is told to warn
  Money overdraft;               ///< so much may be owed before it trips
  Money close_above;             ///< after a trip the balance must be above it
  bool close_directly = false;   ///< paid: the load is switched on; false: the customer may switch it on
  std::string friendly = "{}";   ///< JSON: when nobody is cut off {"from": "22:00", "until": "07:00", "weekdays": [6, 7], "days": ["2026-10-01"]}
  std::string charge_state = "{}";   ///< JSON of tariff::ChargeState: how far it is charged
  std::string charged_to;        ///< local date up to whose beginning all energy is charged; empty: the opening reading is awaited
  std::string charged_from;      ///< local date with which this balance began to be charged; as long as it is charged no further, it is new
  std::string trouble;           ///< stable code of why it was not charged, until a person has looked; empty: nothing
  BalanceOrders ordered = BalanceOrders::none;
  std::string scheme_before;     ///< of the account, which it gets back when its balance ends
  Instant changed;
  template <class V> static void columns(V&& v) {
    v("account", &RemoteAccount::account); v("meter", &RemoteAccount::meter); v("state", &RemoteAccount::state);
    v("alarm", &RemoteAccount::alarm); v("overdraft", &RemoteAccount::overdraft); v("close_above", &RemoteAccount::close_above);
    v("close_directly", &RemoteAccount::close_directly); v("friendly", &RemoteAccount::friendly);
    v("charge_state", &RemoteAccount::charge_state); v("charged_to", &RemoteAccount::charged_to); v("charged_from", &RemoteAccount::charged_from);
    v("trouble", &RemoteAccount::trouble); v("ordered", &RemoteAccount::ordered); v("scheme_before", &RemoteAccount::scheme_before); v("changed", &RemoteAccount::changed);
  }
};

/// What one day cost.
struct DayCharge {
  static constexpr auto table = "day_charge";
  static constexpr int key_columns = 2;
  std::int64_t account = 0;
  LocalDate day;
  Energy used;              ///< import, all rates
  std::optional<Energy> rate1, rate2, rate3, rate4;  ///< where the plan has rates
  Money amount;
  bool estimated = false;   ///< its share of a gap between two readings
  bool turned = false;      ///< a register has begun anew before the reading with which it ended
  std::string plan, plan_version;
  std::string entry;        ///< number of the ledger's entry that it is part of
  template <class V> static void columns(V&& v) {
    v("account", &DayCharge::account); v("day", &DayCharge::day); v("used", &DayCharge::used); v("rate1", &DayCharge::rate1);
    v("rate2", &DayCharge::rate2); v("rate3", &DayCharge::rate3); v("rate4", &DayCharge::rate4); v("amount", &DayCharge::amount);
    v("estimated", &DayCharge::estimated); v("turned", &DayCharge::turned); v("plan", &DayCharge::plan); v("plan_version", &DayCharge::plan_version);
    v("entry", &DayCharge::entry);
  }
};

}  // namespace kwota::books
