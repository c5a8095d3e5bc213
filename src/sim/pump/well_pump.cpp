#include "sim/pump/well_pump.h"

#include <fmt/format.h>

#include "sim/pump/names.h"

namespace kwota::sim {
namespace {

using meter::PumpPage;
using meter::PumpUnit;

constexpr std::uint32_t page_s = 5, message_s = 10;  // displays of this class turn every five seconds

Bytes answer_of(const Result<iso7816::Response>& response) { return response.ok() ? iso7816::encode(*response) : Bytes{}; }

std::string moment_text(const pump::Moment& at) {
  if (at.is_none()) return "--";
  return fmt::format("20{:02}-{:02}-{:02} {:02}:{:02}", at.year, at.month, at.day, at.hour, at.minute);
}

std::string value_text(meter::Pump& pump, PumpPage page) {
  const auto shown = meter::shown(pump, page);
  if (page == PumpPage::clock) return pump.clock_valid() ? moment_text(meter::pump_moment(pump.clock())) : "--";
  if (page == PumpPage::watering_since) return moment_text(pump.watering().record.start);
  if (page == PumpPage::watering_card) return fmt::format("…{:04}", shown.value);
  if (page == PumpPage::hung) return fmt::format("{}/{}", shown.value, meter::PumpStore::hung_kept);
  if (page == PumpPage::last_stop) return std::string(name_of(static_cast<pump::Cause>(shown.value)));
  if (shown.unit == PumpUnit::hour_minute) return fmt::format("{}:{:02}", shown.value / 100, shown.value % 100);
  std::int64_t scale = 1;
  for (int i = 0; i < shown.decimals; ++i) scale *= 10;
  if (shown.decimals == 0) return fmt::format("{}", shown.value);
  return fmt::format("{}.{:0{}}", shown.value / scale, shown.value % scale, shown.decimals);
}

const char* price_unit(meter::ChargeBasis basis) {
  switch (basis) {
    case meter::ChargeBasis::time: return "money/h";
    case meter::ChargeBasis::volume: return "money/m3";
    case meter::ChargeBasis::energy:
    case meter::ChargeBasis::energy_and_volume: break;
  }
  return "money/kWh";
}

const char* unit_text(PumpUnit unit, meter::ChargeBasis basis) {
  switch (unit) {
    case PumpUnit::money: return "money";
    case PumpUnit::price: return price_unit(basis);
    case PumpUnit::kwh: return "kWh";
    case PumpUnit::cubic_metre: return "m3";
    case PumpUnit::hour_minute: return "h";
    case PumpUnit::none:
    case PumpUnit::moment: break;
  }
  return "";
}

PumpPageText page_of(meter::Pump& pump, PumpPage page) {
  const auto unit = meter::shown(pump, page).unit;
  const char* text = page == PumpPage::last_stop ? "cause" : unit_text(unit, pump.prices().current.basis);  // its value is a word
  return {fmt::format("pump.page.{}", name_of(page)), value_text(pump, page), text};
}

}  // namespace

meter::ClockTime pump_clock(const LocalTime& at) {
  const std::int64_t days = day_number(at.date) - day_number({2000, 1, 1});
  return {static_cast<std::uint32_t>(((days * 24 + at.hour) * 60 + at.minute) * 60 + at.second)};
}

WellPump::WellPump(meter::Storage& chip, const PumpSite& site, CardOs module, const LocalTime& clock)
    : module_(std::move(module)), running_(chip, [this](ByteView command) { return ask_module(command); }) {
  static_cast<void>(module_->power_on());
  const auto now = pump_clock(clock);
  if (!running_.power_on(now)) {
    meter::Pump::Identity identity{.well = {}, .terminal = terminal_of(site), .county = county_of_pump(site.county), .area = site.area, .pin = module_pin};
    put_be32(identity.well.data(), static_cast<std::uint32_t>(site.number.value() % 100'000'000));
    running_.commission(identity);
    running_.power_on(now);
  }
}

Bytes WellPump::ask_module(ByteView command) {
  if (dark_ && dark_()) return {};
  if (module_dies_at_ != 0 && --module_dies_at_ == 0) fallen_out_ = std::exchange(module_, std::nullopt);
  return module_ ? answer_of(module_->execute(command)) : Bytes{};
}

void WellPump::put_module(CardOs module) {
  module_ = std::move(module);
  static_cast<void>(module_->power_on());
}

WellPump::Swiped WellPump::swipe(CardOs& card, std::optional<PumpPull> pull) {
  Swiped nothing;
  nothing.dark = !powered_;
  if (!powered_) return nothing;
  nothing.refusal = meter::PumpRefusal::card_gone;
  if (!card.power_on().ok()) return nothing;
  unsigned sent = 0;
  const auto done = running_.swipe([&](ByteView command) {
    ++sent;
    if (dark_ && dark_()) return Bytes{};
    if (pull && (sent > pull->commands || (sent == pull->commands && !pull->unanswered))) return Bytes{};
    const Bytes answer = answer_of(card.execute(command));
    return pull && sent == pull->commands ? Bytes{} : answer;
  });
  card.power_off();
  shows_card_until_ = done.refusal == meter::PumpRefusal::busy ? running_.now().seconds + message_s : 0;
  shows_tool_until_ = done.tool ? running_.now().seconds + message_s : 0;
  return {done.refusal, done.paid, done.balance, false, done.card_commands, done.module_commands, done.tool};
}

WellPump::Swiped WellPump::swipe_together(CardOs& one, CardOs& other) {
  Swiped nothing;
  nothing.dark = !powered_;
  if (!powered_) return nothing;
  for (CardOs* card : {&one, &other}) static_cast<void>(card->power_on());  // by the field, before anybody is spoken to
  const auto done = running_.several_cards();
  for (CardOs* card : {&one, &other}) card->power_off();
  shows_card_until_ = shows_tool_until_ = 0;
  nothing.refusal = done.refusal;
  return nothing;
}

void WellPump::advance(Duration by) {
  ms_ += by.ms();
  running_.run(powered_, static_cast<std::uint32_t>(ms_ / 1000), flow_);
  ms_ %= 1000;
}

void WellPump::shift_clock(Duration by) { running_.shift_clock(by.ms() / 1000); }

void WellPump::cut_power() {
  powered_ = false;
  if (module_) module_->power_off();
}

void WellPump::restore_power(bool clock_kept) {
  powered_ = true;
  if (module_) static_cast<void>(module_->power_on());
  running_.power_back(clock_kept);
}

PumpView WellPump::view() {
  PumpView view;
  view.powered = powered_;
  view.module_in = module_in();
  if (!powered_) return view;
  auto& pump = running_.pump();
  view.working = pump.working();
  view.relay_closed = pump.relay_closed();
  view.module_ready = pump.module_ready();
  view.clock_valid = pump.clock_valid();
  view.locked_out = pump.locked_out();
  view.phase = pump.phase();
  view.lamp = meter::lamp(pump);
  view.refusal = pump.last_refusal();
  view.error_class = meter::error_class(view.refusal);
  for (const auto page : meter::pump_pages()) view.pages.push_back(page_of(pump, page));
  view.page = running_.now().seconds / page_s % view.pages.size();
  view.clock = pump.clock_valid() ? moment_text(meter::pump_moment(pump.clock())) : "--";
  if (!pump.watering().is_none()) {
    const auto& watering = pump.watering();
    view.watering = watering.record.card;
    view.since = moment_text(watering.record.start);
    view.amount = watering.cost.amount(watering.record.balance);
    view.left = watering.record.balance - view.amount;
  }
  if (shows_card_until_ > running_.now().seconds) {  // whoever swiped another card is told who waters
    view.page = view.pages.size();
    view.pages.push_back(page_of(pump, PumpPage::watering_card));
    view.pages.push_back(page_of(pump, PumpPage::watering_since));
  }
  if (shows_tool_until_ > running_.now().seconds) {
    view.page = view.pages.size();
    view.pages.push_back(page_of(pump, PumpPage::tool_answer));
  }
  for (std::size_t slot = 0; slot < meter::PumpStore::hung_kept; ++slot) {
    const auto user = pump.store().hung(slot);
    if (user.hangs()) view.hanging.push_back({user.record.card, user.record.amount, user.record.number, user.record.gmac != pump::Proof{}});
  }
  view.hung_unread = pump.hung();
  view.records = pump.store().usage().count();
  if (const auto image = pump.store().usage().at(1)) view.newest = pump::decode_usage(*image);
  view.total = pump.total();
  view.fault_energy = pump.account().fault_energy;
  view.run_on = pump.account().run_on;
  view.charged = pump.account().charged;
  return view;
}

}  // namespace kwota::sim
