#include "sim/pump/names.h"

#include <array>

#include "base/words.h"

namespace kwota::sim {

using meter::ChargeBasis;
using meter::PumpLamp;
using meter::PumpPage;
using meter::PumpParameter;
using meter::PumpPhase;
using meter::PumpRefusal;
using pump::Cause;

std::string_view name_of(PumpPhase phase) {
  switch (phase) {
    case PumpPhase::idle: return "idle";
    case PumpPhase::checking: return "checking";
    case PumpPhase::starting: return "starting";
    case PumpPhase::running: return "running";
    case PumpPhase::stopping: return "stopping";
    case PumpPhase::settling: return "settling";
    case PumpPhase::lockout: return "lockout";
    case PumpPhase::fault: return "fault";
  }
  return "";
}

std::string_view name_of(PumpRefusal refusal) {
  switch (refusal) {
    case PumpRefusal::none: return "none";
    case PumpRefusal::module_dead: return "module_dead";
    case PumpRefusal::not_authentic: return "not_authentic";
    case PumpRefusal::not_ours: return "not_ours";
    case PumpRefusal::wrong_area: return "wrong_area";
    case PumpRefusal::clock: return "clock";
    case PumpRefusal::memory: return "memory";
    case PumpRefusal::card_gone: return "card_gone";
    case PumpRefusal::black_listed: return "black_listed";
    case PumpRefusal::expired: return "expired";
    case PumpRefusal::balance: return "balance";
    case PumpRefusal::busy: return "busy";
    case PumpRefusal::locked_out: return "locked_out";
    case PumpRefusal::no_prices: return "no_prices";
    case PumpRefusal::grey_elsewhere: return "grey_elsewhere";
    case PumpRefusal::hung_full: return "hung_full";
    case PumpRefusal::locks_full: return "locks_full";
    case PumpRefusal::tool_refused: return "tool_refused";
    case PumpRefusal::two_cards: return "two_cards";
  }
  return "";
}

std::string_view name_of(PumpPage page) {
  switch (page) {
    case PumpPage::balance: return "balance";
    case PumpPage::money: return "money";
    case PumpPage::energy: return "energy";
    case PumpPage::water: return "water";
    case PumpPage::duration: return "duration";
    case PumpPage::remaining: return "remaining";
    case PumpPage::price: return "price";
    case PumpPage::total: return "total";
    case PumpPage::clock: return "clock";
    case PumpPage::hung: return "hung";
    case PumpPage::last_stop: return "last_stop";
    case PumpPage::error: return "error";
    case PumpPage::watering_card: return "watering_card";
    case PumpPage::watering_since: return "watering_since";
    case PumpPage::tool_answer: return "tool_answer";
  }
  return "";
}

std::string_view name_of(PumpLamp lamp) {
  switch (lamp) {
    case PumpLamp::off: return "off";
    case PumpLamp::on: return "on";
    case PumpLamp::blinking: return "blink";
  }
  return "";
}

std::string_view name_of(ChargeBasis basis) {
  switch (basis) {
    case ChargeBasis::energy: return "energy";
    case ChargeBasis::time: return "time";
    case ChargeBasis::volume: return "volume";
    case ChargeBasis::energy_and_volume: return "energy_and_volume";
  }
  return "";
}

std::string_view name_of(Cause cause) {
  switch (cause) {
    case Cause::none: return "none";
    case Cause::swipe: return "swipe";
    case Cause::exhausted: return "exhausted";
    case Cause::mains: return "mains";
    case Cause::order: return "order";
    case Cause::black_list: return "black_list";
    case Cause::idle: return "idle";
    case Cause::longest_run: return "longest_run";
  }
  return "";
}

std::string_view name_of(pump::ToolAnswer answer) {
  static constexpr std::array<std::string_view, 10> names{"done", "forged", "not_known", "used", "out_of_date", "not_now", "not_here", "refused", "answer_full", "torn"};
  static_assert(names.size() == static_cast<std::size_t>(pump::ToolAnswer::torn) + 1);
  return names[static_cast<std::size_t>(answer)];
}

std::string_view name_of(PumpParameter parameter) { return word_of(parameter); }

std::optional<ChargeBasis> basis_called(std::string_view name) {
  for (const auto basis : {ChargeBasis::energy, ChargeBasis::time, ChargeBasis::volume, ChargeBasis::energy_and_volume})
    if (name_of(basis) == name) return basis;
  return std::nullopt;
}

std::optional<PumpParameter> pump_parameter_called(std::string_view name) { return parse_word<PumpParameter>(name); }

}  // namespace kwota::sim
