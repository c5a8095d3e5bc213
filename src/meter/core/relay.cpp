#include "meter/core/relay.h"

namespace kwota::meter {
namespace {

bool at_or_below(const State& state, Money amount) {
  return state.ledger.account == Account::open && !amount.is_zero() && state.ledger.balance <= ExactMoney::of(amount);
}

// In the workshop (public keys) a meter without account feeds its load so that it can be tested; with private keys in
// force a meter without account gives nothing away. [K]
bool not_opened(const State& state, const Circumstances& now) {
  return state.ledger.account != Account::open && (state.key_info >> 24) == 1 && !now.feeds_without_account;
}
bool pays(const State& state) { return state.ledger.account == Account::open && state.basic_allowance.left() <= Energy{}; }

struct Row {
  bool (*holds)(const State&, const Circumstances&);
  Trip trip;
};

constexpr Row rule[] = {
    {[](const State& s, const Circumstances&) { return s.latches.power_protect; }, Trip::none},
    {not_opened, Trip::not_opened},
    {[](const State& s, const Circumstances&) { return s.latches.remote_trip && s.latches.trip_wait_seconds == 0; },
     Trip::remote},
    {[](const State& s, const Circumstances&) { return pays(s) && s.latches.exhausted; }, Trip::exhausted},
    {[](const State& s, const Circumstances&) { return pays(s) && arrears(s) && !s.latches.zero_resumed; }, Trip::zero},
    {[](const State& s, const Circumstances&) { return s.latches.load_trip; }, Trip::load},
    {[](const State&, const Circumstances& now) { return now.curfew; }, Trip::curfew},
    {[](const State& s, const Circumstances&) { return pays(s) && alarm2(s) && !s.latches.alarm2_resumed; }, Trip::alarm2},
    {[](const State& s, const Circumstances&) { return s.latches.held; }, Trip::held},
};

}  // namespace

bool alarm1(const State& state) { return at_or_below(state, state.limits.alarm1); }
bool alarm2(const State& state) { return at_or_below(state, state.limits.alarm2); }
bool arrears(const State& state) { return !state.ledger.balance.is_positive(); }

Trip trip_of(const State& state, const Circumstances& now) {
  for (const Row& row : rule)
    if (row.holds(state, now)) return row.trip;
  return Trip::none;
}

bool for_want_of_money(Trip trip) { return trip == Trip::exhausted || trip == Trip::zero || trip == Trip::alarm2; }

}  // namespace kwota::meter
