#include "meter/core/meter.h"

namespace kwota::meter {

bool Meter::commission(MeterNumber number) {
  state_ = State{};
  state_.number = number;
  state_.limits = model_.limits;
  slots_.load();  // a newer record of another life must not outlive this one
  working_ = slots_.save(state_);
  schedules_ = Schedules{};
  if (model_.rates > 1) {
    schedule_slots_.load(&decode_schedules);
    working_ = schedule_slots_.save(encode(schedules_)) && working_;
  }
  parameters_ = Parameters{};
  parameter_slots_.load(&decode_parameters);
  working_ = parameter_slots_.save(encode(parameters_)) && working_;
  history_.load();
  evaluate();
  return working_;
}

bool Meter::power_on(std::optional<ClockTime> clock) {
  working_ = load_account();
  const bool schedules = load_schedules(), parameters = load_parameters();
  if (!schedules || !parameters) state_.latches.memory_fault = true;  // it goes on with rate 1, and without load control
  history_.load();
  measured_ = Measured{};
  watch_ = LoadWatch{};
  hours_ = Hours{};
  unflushed_ = Energy{};
  card_resumes_ = false;
  shown_refusal_ = working_ ? Refusal::none : Refusal::memory;
  clock_valid_ = clock.has_value();
  clock_ = clock.value_or(ClockTime{});
  flushed_at_ = clock_;
  illegal_lately_ = 0;
  sleeps_until_ = ClockTime{};
  if (!working_) return false;
  const ClockTime last_alive = state_.alive_at;
  const bool ran_before = state_.ran;
  state_.ran = true;
  frozen_until_ = history_.day(1) ? history_.day(1)->at : ClockTime{};
  look_at_the_clock();
  make_up_events();
  if (evaluate() || !ran_before) flush();
  if (ran_before) note_power_off(last_alive);
  note_purchase(state_.ledger);
  note_switching();
  return working_;
}

void Meter::power_fail() {
  if (working_) flush();
}

void Meter::tick(ClockTime now) {
  constexpr std::uint32_t longest = seconds_a_day;  // a clock that came back is no time that passed
  const std::uint32_t passed = now <= clock_ ? 0 : now.seconds - clock_.seconds;
  clock_ = now;
  if (flushed_at_ > now) flushed_at_ = now;  // the clock was set back
  if (now >= next_event_) make_up_events();
  if (!working_) return;
  pass(passed < longest ? passed : longest);
  if (!unflushed_.is_zero() && now.seconds - flushed_at_.seconds >= flush_seconds) flush();
}

void Meter::set_clock(ClockTime now, const Operator& by) {
  if (working_) note(EventKind::clock_set, subject_of(now.seconds, by));
  clock_valid_ = true;
  sleeps_until_ = ClockTime{};
  clock_ = now;
  // Days that the clock leapt over were no days: at most the newest midnight is frozen.
  const std::uint32_t midnight = now.seconds / seconds_a_day * seconds_a_day;
  if (frozen_until_ != ClockTime{} && frozen_until_.seconds < midnight) frozen_until_.seconds = midnight - 1;
  tick(now);
  make_up_events();
}

void Meter::consume(Energy measured) {
  if (!working_) return;
  const Energy used = Energy::wh(measured.wh() * state_.ct * state_.pt);
  Ledger& ledger = state_.ledger;
  const std::uint8_t rate_now = rate();
  if (ledger.account == Account::open) {
    BasicAllowance& free = state_.basic_allowance;
    const Energy unpaid = used < free.left() ? used : free.left();
    free.used += unpaid;
    const ExactMoney price = cost(charging(), rate_now, ledger.period_energy + unpaid, used - unpaid);
    ledger.balance -= price;
    ledger.used += price;
  }
  ledger.energy += used;
  ledger.rate_energy[rate_now - 1u] += used;
  ledger.period_energy += used;
  unflushed_ += used;
  note_exhaustion();
  const bool moves = evaluate();
  if (moves || unflushed_ >= flush_energy) flush();
}

// ---- tariff and calendar

/// First moment at which a settlement, a switch of prices or schedules or a month begins that is not made yet.
ClockTime Meter::next_event() const {
  const Calendar& calendar = state_.calendar;
  ClockTime next = next_settlement(state_.tariffs.current, calendar.settled_until);
  const ClockTime month = next_month(calendar.month_until);
  for (const ClockTime at : {month, state_.tariffs.switch_at, state_.tariffs.schedule_switch_at, next_day(frozen_until_)})
    if (at < next) next = at;
  return next;
}

/// Settlements, months and the tariff switch that fell into a power cut are made up one by one, in their order.
void Meter::make_up_events() {
  next_event_ = end_of_time;
  if (!working_ || !clock_valid_) return;
  Calendar& calendar = state_.calendar;
  if (calendar.settled_until == ClockTime{}) {  // the first valid clock of this meter's life: nothing to make up
    calendar.settled_until = clock_;
    calendar.month_until = clock_;
  }
  constexpr std::uint32_t days_back = History::days_kept * seconds_a_day;
  if (frozen_until_ == ClockTime{} || frozen_until_ > clock_) frozen_until_ = clock_;
  if (clock_.seconds > days_back && frozen_until_.seconds < clock_.seconds - days_back)
    frozen_until_.seconds = clock_.seconds - days_back;
  const BasicAllowance free_before = state_.basic_allowance;
  bool changed = false;
  for (ClockTime at = next_event(); at <= clock_; at = next_event()) {
    changed = true;
    if (at == next_settlement(state_.tariffs.current, calendar.settled_until)) {
      settle(at);
    } else if (at == state_.tariffs.switch_at) {
      switch_tariff();
    } else if (at == state_.tariffs.schedule_switch_at) {
      switch_schedule();
    } else if (at == next_day(frozen_until_) && at != next_month(calendar.month_until)) {
      freeze_day(at);
    } else {
      state_.ledger.month_start_energy = state_.ledger.energy;
      calendar.month_until = at;
      grant_basic_allowance(at);
    }
  }
  next_event_ = next_event();
  grant_basic_allowance(start_of_month(clock_));
  if (changed || state_.basic_allowance != free_before) flush();
}

/// The settlement days of a tariff that came with a card count from now on, not backwards.
void Meter::settle_from_now(Calendar& calendar) const {
  if (clock_valid_ && calendar.settled_until < clock_) calendar.settled_until = clock_;
}

void Meter::settle(ClockTime at) {
  Calendar& calendar = state_.calendar;
  for (std::size_t i = calendar.settlements.size() - 1; i > 0; --i) calendar.settlements[i] = calendar.settlements[i - 1];
  calendar.settlements[0] = {at, state_.ledger.energy, state_.ledger.period_energy};
  state_.ledger.period_energy = Energy{};
  calendar.settled_until = at;
}

void Meter::switch_tariff() {
  Tariffs& tariffs = state_.tariffs;
  const ClockTime at = tariffs.switch_at;
  tariffs.current = tariffs.spare;
  tariffs.set = 1 - tariffs.set;
  tariffs.switch_at = end_of_time;
  // A settlement day that only the new tariff has counts from the switch on, not backwards; one that falls on the very
  // minute of the switch is made.
  const ClockTime just_before{at.seconds - 1};
  if (state_.calendar.settled_until < just_before) state_.calendar.settled_until = just_before;
}

/// Rates of a schedule mean nothing without their prices: while a set of prices waits for its minute, the old schedule stays. [K]
void Meter::switch_schedule() {
  Tariffs& tariffs = state_.tariffs;
  if (!tariffs.spare_open) tariffs.schedule_set = 1 - tariffs.schedule_set;
  tariffs.schedule_switch_at = end_of_time;
}

std::uint8_t Meter::rate() const {
  if (!clock_valid_) return model_.default_rate;
  return rate_at(schedules_.sets[state_.tariffs.schedule_set], schedules_.holidays, clock_);
}

// ---- relay

bool Meter::evaluate() {
  Latches& latches = state_.latches;
  Trip trip = trip_of(state_, circumstances());
  if (latches.trip == Trip::none && hours_.friendly && for_want_of_money(trip)) trip = Trip::none;
  const bool moves = (latches.trip == Trip::none) != (trip == Trip::none);
  const bool waits_for_gesture = trip == Trip::remote || trip == Trip::exhausted || trip == Trip::zero || trip == Trip::alarm2;
  if (waits_for_gesture && latches.trip != trip) {
    latches.held = true;
    latches.close_permitted = false;
  }
  latches.trip = trip;
  return moves;
}

void Meter::note_exhaustion() {
  if (state_.ledger.account == Account::open && state_.ledger.balance <= -ExactMoney::of(state_.limits.overdraft)) {
    state_.latches.exhausted = true;
  }
}

/// The customer's gesture - a key held, a card taken out. It accepts alarm 2 and the overdraft, and closes what may close.
void Meter::resume() {
  Latches& latches = state_.latches;
  if (latches.trip == Trip::none || latches.trip == Trip::exhausted || latches.remote_trip) return;
  if (alarm2(state_)) latches.alarm2_resumed = true;
  if (state_.ledger.account == Account::open && arrears(state_)) latches.zero_resumed = true;
  latches.held = false;
  latches.close_permitted = false;
  evaluate();
  flush();
}

void Meter::press_key(std::uint32_t held_ms) {
  shown_refusal_ = Refusal::none;
  if (working_ && held_ms >= resume_key_ms) resume();
}

void Meter::order(Order order, const Operator& by) {
  if (!working_) return;
  Latches& latches = state_.latches;
  ordering_ = by;
  switch (order) {
    case Order::trip:
      if (latches.power_protect) return;
      if (!latches.remote_trip) latches.trip_wait_seconds = parameters_.of(Parameter::trip_delay_minutes) * 60;
      latches.remote_trip = true;
      break;
    case Order::permit:
      latches.close_permitted = latches.remote_trip;
      latches.remote_trip = false;
      latches.trip_wait_seconds = 0;
      break;
    case Order::close:
      latches.remote_trip = latches.held = latches.close_permitted = latches.load_trip = false;
      latches.trip_wait_seconds = 0;
      state_.load = LoadState{};
      if (alarm2(state_)) latches.alarm2_resumed = true;  // its warning was heard
      latches.trip = Trip::none;                          // arrears open it again with the next deduction
      break;
    case Order::alarm: latches.remote_alarm = true; break;
    case Order::end_alarm: latches.remote_alarm = false; break;
    case Order::protect:
      latches.power_protect = true;
      latches.held = false;  // the load runs again: nobody need be asked whether it may
      break;
    case Order::end_protect: latches.power_protect = false; break;
  }
  if (order != Order::close) evaluate();
  flush();
  ordering_ = {};
}

void Meter::set_limits(const Limits& limits) {
  if (!working_) return;
  state_.limits = limits;
  note_exhaustion();
  evaluate();
  flush();
}

bool Meter::set_spare(const Tariff& spare) {
  if (!working_) return false;
  State next = state_;
  next.tariffs.spare = spare;
  next.tariffs.spare_open = true;
  next.tariffs.switch_at = end_of_time;
  const bool kept = store(next);
  if (kept) make_up_events();
  return kept;
}

bool Meter::plan_switch(ClockTime at) {
  State next = state_;
  Tariff& spare = next.tariffs.spare;
  // Steps that run keep the days on which they begin anew; the first steps of a meter bring theirs.
  const Tariff& current = state_.tariffs.current;
  const bool steps_run = !current.step_ends[0].is_zero();
  if (steps_run || spare.settlement_days[0].day == 0) spare.settlement_days = current.settlement_days;
  next.tariffs.switch_at = at;
  next.tariffs.spare_open = false;
  bool free_of_charge = false;
  for (std::uint8_t rate = 1; rate <= model_.rates; ++rate) free_of_charge |= price_at(spare, rate, Energy{}) == MeterPrice{};
  if (!working_ || !clock_valid_ || at <= clock_ || free_of_charge || !in_order(spare) || !store(next)) return false;
  make_up_events();
  return true;
}

bool Meter::set_spare_schedule(const Schedule& spare) {
  if (!working_ || model_.rates == 1) return false;
  State without_switch = state_;
  without_switch.tariffs.schedule_switch_at = end_of_time;
  // First the switch is called off, then the set is written: half a set never comes into force.
  if (without_switch.tariffs != state_.tariffs && !store(without_switch)) return false;
  make_up_events();
  Schedules next = schedules_;
  next.sets[1 - state_.tariffs.schedule_set] = spare;
  return store_schedules(next);
}

bool Meter::plan_schedule(ClockTime at) {
  const Schedule& spare = schedules_.sets[1 - state_.tariffs.schedule_set];
  if (!working_ || !clock_valid_ || model_.rates == 1 || at <= clock_ || !in_order(spare, model_.rates)) return false;
  State next = state_;
  next.tariffs.schedule_switch_at = at;
  if (!store(next)) return false;
  make_up_events();
  return true;
}

bool Meter::set_holidays(const std::array<Holiday, Schedules::holidays_max>& holidays) {
  if (!working_ || model_.rates == 1 || !in_order(holidays)) return false;
  Schedules next = schedules_;
  next.holidays = holidays;
  return store_schedules(next);
}

void Meter::note_keys(std::uint32_t key_info) {
  if (!working_ || state_.key_info == key_info) return;
  state_.key_info = key_info;
  evaluate();
  flush();
}

}  // namespace kwota::meter
