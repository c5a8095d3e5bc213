// What the meter finds in its memory when power comes, and how it keeps what it must not forget. In functions of their own, so
// that no two records stand on the stack of a small processor at once.
#include "meter/core/meter.h"

namespace kwota::meter {

bool Meter::load_account() {
  const auto stored = slots_.load();
  if (stored) state_ = *stored;
  return stored.has_value();
}

/// A damaged schedule is none: everything is rate 1 then.
bool Meter::load_schedules() {
  schedules_ = Schedules{};
  if (model_.rates == 1) return true;
  const auto stored = schedule_slots_.load(&decode_schedules);
  if (stored) schedules_ = *stored;
  return stored.has_value();
}

bool Meter::load_parameters() {
  const auto stored = parameter_slots_.load(&decode_parameters);
  parameters_ = stored.value_or(Parameters{});
  return stored.has_value();
}

bool Meter::store(const State& next) {
  if (!slots_.save(next)) {
    state_.latches.memory_fault = true;
    return false;
  }
  state_ = next;
  unflushed_ = Energy{};
  flushed_at_ = clock_;
  note_switching();
  return true;
}

void Meter::flush() {
  if (clock_valid_) state_.alive_at = clock_;
  store(state_);
}

bool Meter::store_schedules(const Schedules& next) {
  if (!schedule_slots_.save(encode(next))) {
    state_.latches.memory_fault = true;
    return false;
  }
  schedules_ = next;
  return true;
}

}  // namespace kwota::meter
