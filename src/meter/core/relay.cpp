#include "meter/core/relay.h"

namespace kwota::meter {
namespace {

bool at_or_below(const State& state, Money amount) {
  return state.ledger.account == Account::open && !amount.is_zero() && state.ledger.balance <= ExactMoney::of(amount);
}

// In the workshop (public keys) a meter without account feeds its load so that it can be tested; with private keys in
// force a meter without account gives nothing away. [K]
bool not_opened(const State& state) { return state.ledger.account != Account::open && (state.key_info >> 24) == 1; }
bool open(const State& state) { return state.ledger.account == Account::open; }

struct Row {
  bool (*holds)(const State&);
  Trip trip;
};

constexpr Row rule[] = {
    {[](const State& s) { return s.latches.power_protect; }, Trip::none},
    {not_opened, Trip::not_opened},
    {[](const State& s) { return s.latches.remote_trip; }, Trip::remote},
    {[](const State& s) { return open(s) && s.latches.exhausted; }, Trip::exhausted},
    {[](const State& s) { return open(s) && arrears(s) && !s.latches.zero_resumed; }, Trip::zero},
    {[](const State& s) { return s.latches.load_trip; }, Trip::load},
    {[](const State& s) { return alarm2(s) && !s.latches.alarm2_resumed; }, Trip::alarm2},
    {[](const State& s) { return s.latches.held; }, Trip::held},
};

}  // namespace

bool alarm1(const State& state) { return at_or_below(state, state.limits.alarm1); }
bool alarm2(const State& state) { return at_or_below(state, state.limits.alarm2); }
bool arrears(const State& state) { return !state.ledger.balance.is_positive(); }

Trip trip_of(const State& state) {
  for (const Row& row : rule)
    if (row.holds(state)) return row.trip;
  return Trip::none;
}

}  // namespace kwota::meter
