#include "sim/meter/names.h"

#include "models/all.h"

namespace kwota::sim {

using meter::Lamp;
using meter::Refusal;
using meter::Trip;

std::string_view name_of(Refusal refusal) {
  switch (refusal) {
    case Refusal::none: return "none";
    case Refusal::wrong_meter: return "wrong_meter";
    case Refusal::wrong_customer: return "wrong_customer";
    case Refusal::wrong_card: return "wrong_card";
    case Refusal::not_opened: return "not_opened";
    case Refusal::already_opened: return "already_opened";
    case Refusal::count_ahead: return "count_ahead";
    case Refusal::count_behind: return "count_behind";
    case Refusal::not_collected: return "not_collected";
    case Refusal::over_limit: return "over_limit";
    case Refusal::bad_parameters: return "bad_parameters";
    case Refusal::expired: return "expired";
    case Refusal::used_before: return "used_before";
    case Refusal::wrong_key_state: return "wrong_key_state";
    case Refusal::wrong_system: return "wrong_system";
    case Refusal::not_authentic: return "not_authentic";
    case Refusal::bad_format: return "bad_format";
    case Refusal::card_silent: return "card_silent";
    case Refusal::memory: return "memory";
    case Refusal::asleep: return "asleep";
    case Refusal::voided: return "voided";
    case Refusal::wrong_version: return "wrong_version";
    case Refusal::keys_refused: return "keys_refused";
  }
  return "";
}

std::string_view name_of(Trip trip) {
  switch (trip) {
    case Trip::none: return "none";
    case Trip::not_opened: return "not_opened";
    case Trip::remote: return "remote";
    case Trip::exhausted: return "exhausted";
    case Trip::zero: return "zero";
    case Trip::load: return "load";
    case Trip::curfew: return "curfew";
    case Trip::alarm2: return "alarm2";
    case Trip::held: return "held";
  }
  return "";
}

std::string_view name_of(meter::LoadCause cause) {
  switch (cause) {
    case meter::LoadCause::none: return "none";
    case meter::LoadCause::limit: return "limit";
    case meter::LoadCause::budget: return "budget";
    case meter::LoadCause::prohibited_load: return "prohibited_load";
  }
  return "";
}

std::string_view name_of(Lamp lamp) {
  switch (lamp) {
    case Lamp::off: return "off";
    case Lamp::on: return "on";
    case Lamp::blinking: return "blink";
  }
  return "";
}

std::string names_of_models() {
  std::string names;
  for (const auto* model : models::all()) names += (names.empty() ? "" : ", ") + std::string{model->name};
  return names;
}

}  // namespace kwota::sim
