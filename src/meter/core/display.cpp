#include "meter/core/display.h"

namespace kwota::meter {
namespace {

Shown money(ExactMoney amount) { return {amount.whole().minor(), 2, Unit::money}; }
Shown energy(Energy amount) { return {amount.wh() / 10, 2, Unit::kwh}; }
Shown number(std::int64_t value) { return {value, 0, Unit::none}; }

Shown moment(const Meter& meter) {
  if (!meter.clock_valid()) return {0, 0, Unit::moment};
  const MeterTime t = meter_time(meter.clock());
  return {((((t.year * 100LL + t.month) * 100 + t.day) * 100 + t.hour) * 100) + t.minute, 0, Unit::moment};
}

}  // namespace

Shown shown(const Meter& meter, Page page) {
  const State& state = meter.state();
  const Ledger& ledger = state.ledger;
  const Tariff& tariff = meter.charging();
  const bool credit = ledger.balance.is_positive();
  switch (page) {
    case Page::remaining_money: return money(credit ? ledger.balance : ExactMoney{});
    case Page::overdraft: return money(credit ? ExactMoney{} : -ledger.balance);
    case Page::energy_total: return energy(ledger.energy);
    case Page::period_energy: return energy(ledger.period_energy);
    case Page::month_energy: return energy(ledger.energy - ledger.month_start_energy);
    case Page::step: return number(static_cast<std::int64_t>(step_of(tariff, ledger.period_energy)) + 1);
    case Page::left_in_step: return energy(left_in_step(tariff, ledger.period_energy).value_or(Energy{}));
    case Page::price: return {price_at(tariff, meter.rate(), ledger.period_energy).e4(), 4, Unit::money_per_kwh};
    case Page::rate: return number(meter.rate());
    case Page::basic_allowance_left: return energy(state.basic_allowance.left());
    case Page::tariff_set: return number(state.tariffs.set + 1);
    case Page::purchase_count: return number(ledger.count.value());
    case Page::last_purchase: return money(ExactMoney::of(ledger.last_amount));
    case Page::clock: return moment(meter);
    case Page::meter_number: return number(static_cast<std::int64_t>(state.number.value()));
  }
  return {};
}

Lamp relay_lamp(const Meter& meter) {
  if (meter.relay_closed()) return Lamp::off;
  const Trip trip = meter.state().latches.trip;
  const bool gesture_closes = meter.working() && (trip == Trip::alarm2 || trip == Trip::zero || trip == Trip::held);
  return gesture_closes ? Lamp::blinking : Lamp::on;
}

bool buzzer(const Meter& meter) {
  const Trip trip = meter.state().latches.trip;
  return trip == Trip::alarm2 || trip == Trip::zero || trip == Trip::exhausted || meter.warns();
}

}  // namespace kwota::meter
