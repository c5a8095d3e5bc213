#include <fmt/format.h>

#include "sim/meter/simulated_meter.h"

namespace kwota::sim {
namespace {

constexpr std::int64_t page_ms = 5000;  // each page stands for five seconds, as displays of this class turn

const char* label_of(meter::Page page) {
  using meter::Page;
  switch (page) {
    case Page::remaining_money: return "meter.page.remaining_money";
    case Page::overdraft: return "meter.page.overdraft";
    case Page::energy_total: return "meter.page.energy_total";
    case Page::period_energy: return "meter.page.period_energy";
    case Page::month_energy: return "meter.page.month_energy";
    case Page::step: return "meter.page.step";
    case Page::left_in_step: return "meter.page.left_in_step";
    case Page::price: return "meter.page.price";
    case Page::tariff_set: return "meter.page.tariff_set";
    case Page::purchase_count: return "meter.page.purchase_count";
    case Page::last_purchase: return "meter.page.last_purchase";
    case Page::clock: return "meter.page.clock";
    case Page::meter_number: return "meter.page.meter_number";
    case Page::rate: return "meter.page.rate";
    case Page::basic_allowance_left: return "meter.page.basic_allowance_left";
  }
  return "";
}

std::string clock_text(const meter::Meter& core) {
  if (!core.clock_valid()) return "--";
  const auto t = meter::meter_time(core.clock());
  return fmt::format("20{:02}-{:02}-{:02} {:02}:{:02}", t.year, t.month, t.day, t.hour, t.minute);
}

std::string value_text(const meter::Meter& core, meter::Page page) {
  const meter::Shown shown = meter::shown(core, page);
  if (shown.unit == meter::Unit::moment) return clock_text(core);
  if (page == meter::Page::meter_number) return fmt::format("{:012}", shown.value);
  std::int64_t scale = 1;
  for (int i = 0; i < shown.decimals; ++i) scale *= 10;
  if (shown.decimals == 0) return fmt::format("{}", shown.value);
  return fmt::format("{}.{:0{}}", shown.value / scale, shown.value % scale, shown.decimals);
}

const char* unit_text(meter::Unit unit) {
  switch (unit) {
    case meter::Unit::money: return "money";
    case meter::Unit::money_per_kwh: return "money/kWh";
    case meter::Unit::kwh: return "kWh";
    case meter::Unit::none:
    case meter::Unit::moment: break;
  }
  return "";
}

std::vector<std::string> flag_names(std::uint16_t states) {
  namespace flag = user_card::state;
  static constexpr std::pair<std::uint16_t, const char*> names[] = {{flag::account_open, "account_open"},
                                                                    {flag::relay_open, "relay_open"},
                                                                    {flag::alarm1, "alarm1"},
                                                                    {flag::alarm2, "alarm2"},
                                                                    {flag::alarm2_resumed, "alarm2_resumed"},
                                                                    {flag::arrears, "arrears"},
                                                                    {flag::overdraft, "overdraft"},
                                                                    {flag::clock_invalid, "clock_invalid"},
                                                                    {flag::test_key, "test_key"},
                                                                    {flag::memory_fault, "memory_fault"},
                                                                    {flag::zero_resumed, "zero_resumed"}};
  std::vector<std::string> held;
  for (const auto& [bit, name] : names)
    if ((states & bit) != 0) held.emplace_back(name);
  return held;
}

/// States that the registers of a card have no bit for.
void add_flags(std::vector<std::string>& held, const meter::Meter& core) {
  const auto& latches = core.state().latches;
  const std::pair<bool, const char*> flags[] = {{latches.remote_trip, "remote_trip"},
                                                {latches.close_permitted, "close_permitted"},
                                                {latches.power_protect, "power_protect"},
                                                {latches.load_trip, "load_trip"},
                                                {core.state().load.locked, "load_locked"},
                                                {core.warns(), "warns"},
                                                {core.hours().curfew, "curfew"},
                                                {core.hours().friendly, "friendly"},
                                                {core.card_in_at_zero(), "card_in_at_zero"},
                                                {core.phase_lost(0), "phase_a_lost"},
                                                {core.phase_lost(1), "phase_b_lost"},
                                                {core.phase_lost(2), "phase_c_lost"}};
  for (const auto& [holds, name] : flags)
    if (holds) held.emplace_back(name);
}

}  // namespace

MeterView SimulatedMeter::view() const {
  const meter::State& state = core_->state();
  MeterView view{.model = std::string{model_.name}, .number = number_, .powered = powered_, .working = core_->working()};
  const auto keys = esam_.identity();
  view.private_keys = keys.own_keys;
  view.key_version = keys.current;
  view.previous_key_version = keys.previous;
  view.void_edition = keys.void_edition;
  view.void_cards = esam_.void_cards();
  view.identity = esam_.has_identity();
  view.card_in = card_in();
  if (!powered_) return view;  // a dark display; the latching relay feeds nobody without mains

  for (const meter::Page page : model_.pages) {
    view.pages.push_back({label_of(page), value_text(*core_, page), unit_text(meter::shown(*core_, page).unit)});
  }
  if (!view.pages.empty()) view.page = static_cast<std::size_t>(clock_ms_ / page_ms) % view.pages.size();
  view.relay_closed = core_->relay_closed();
  view.lamp = meter::relay_lamp(*core_);
  view.buzzer = meter::buzzer(*core_);
  view.alarm1 = meter::alarm1(state);
  view.alarm2 = meter::alarm2(state);
  view.trip = state.latches.trip;
  view.account_open = state.ledger.account == meter::Account::open;
  view.clock_valid = core_->clock_valid();
  view.refusal = core_->last_refusal();
  view.error_class = meter::error_class(view.refusal);
  const auto returned = core_->returned();
  view.remaining = returned.remaining;
  view.overdraft = returned.overdraft;
  view.balance_e5 = state.ledger.balance.e5();
  view.energy = state.ledger.energy;
  view.period_energy = state.ledger.period_energy;
  view.step = meter::step_of(state.tariffs.current, state.ledger.period_energy) + 1;
  view.price = meter::price_at(state.tariffs.current, core_->rate(), state.ledger.period_energy);
  view.count = state.ledger.count;
  view.load = drawn();
  view.card_busy = card_busy();
  view.flags = flag_names(core_->registers().states);
  add_flags(view.flags, *core_);
  view.clock = clock_text(*core_);
  return view;
}

}  // namespace kwota::sim
