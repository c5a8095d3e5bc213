// What the meter does with time and load beside money: orders that warn first, load control, friendly hours and curfew, energy
// that is free.
#include "meter/core/meter.h"

namespace kwota::meter {

bool Meter::wants_seconds() const { return working_ && (LoadWatch::is_on(parameters_) || state_.latches.load_trip); }

bool Meter::warns() const {
  const Latches& latches = state_.latches;
  return latches.remote_alarm || (latches.remote_trip && latches.trip_wait_seconds > 0) || watch_.warns();
}

bool Meter::phase_lost(std::size_t phase) const {
  constexpr std::uint32_t lost_below_percent = 60;
  std::uint32_t any = 0;
  for (const std::uint32_t decivolts : measured_.decivolts) any |= decivolts;
  if (any == 0 || phase >= model_.phases || phase >= measured_.decivolts.size()) return false;  // nothing was measured yet
  return measured_.decivolts[phase] * 10 < model_.reference_volts * lost_below_percent;
}

Circumstances Meter::circumstances() const {
  return {.curfew = hours_.curfew, .feeds_without_account = model_.account != AccountAt::meter};
}

void Meter::pass(std::uint32_t seconds) {
  std::uint32_t& wait = state_.latches.trip_wait_seconds;
  if (wait > 0) {
    wait -= wait < seconds ? wait : seconds;
    if (wait == 0 && evaluate()) flush();
  }
  if (wants_seconds())
    for (std::uint32_t i = 0; i < seconds; ++i) pass_second_of_load();
  look_at_the_clock();
}

void Meter::pass_second_of_load() {
  Latches& latches = state_.latches;
  const bool open = latches.trip != Trip::none;
  if (pass_second(state_.load, parameters_, open)) {
    latches.load_trip = false;
    evaluate();
    flush();
    return;
  }
  if (open) return watch_.pass_open(parameters_);
  if (latches.power_protect || !LoadWatch::is_on(parameters_)) return;
  const auto cut = watch_.pass(parameters_, measured_);
  if (!cut) return;
  note_cut(state_.load, parameters_, cut->cause);
  latches.load_trip = true;
  evaluate();
  flush();
  Subject seen{};
  put_be32(seen.data(), cut->watts);
  put_be32(seen.data() + 4, cut->power_factor);
  constexpr std::uint16_t locked = 0x0100;
  note(EventKind::load_trip, seen,
       static_cast<std::uint16_t>(static_cast<std::uint16_t>(cut->cause) | (state_.load.locked ? locked : 0)));
}

/// Hours come and go with the clock; without a valid one there are none.
void Meter::look_at_the_clock() {
  const Hours now = clock_valid_ ? hours_at(parameters_, schedules_.holidays, clock_) : Hours{};
  const bool turned = now != hours_;
  hours_ = now;
  const std::uint32_t minute = clock_.seconds / 60;
  if (clock_valid_ && minute != frozen_minute_ && freezes_at(parameters_, clock_)) freeze();
  frozen_minute_ = minute;
  if (turned && evaluate()) flush();
}

bool Meter::set_parameter(Parameter parameter, std::uint32_t value) {
  Parameters next = parameters_;
  if (!working_ || !next.set(parameter, value)) return false;
  if (next == parameters_) return true;
  if (!parameter_slots_.save(encode(next))) {
    state_.latches.memory_fault = true;
    return false;
  }
  parameters_ = next;
  watch_ = LoadWatch{};
  if (clock_valid_) grant_basic_allowance(start_of_month(clock_));
  look_at_the_clock();
  evaluate();
  flush();
  return true;
}

/// A month is granted once; a rule that is set within a month grants that month at once, a change of it the next one. [K]
void Meter::grant_basic_allowance(ClockTime month) {
  BasicAllowance& free = state_.basic_allowance;
  const Energy each_month =
      Energy::wh(std::int64_t{parameters_.of(Parameter::free_wh_per_person)} * parameters_.of(Parameter::residents));
  if (month <= free.month || (each_month.is_zero() && free.left().is_zero())) return;
  if (parameters_.of(Parameter::basic_allowance_carries) == 0) free.expired += free.left();
  free.granted += each_month;
  if (!each_month.is_zero()) free.month = month;
}

}  // namespace kwota::meter
