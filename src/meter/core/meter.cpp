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
  evaluate();
  return working_;
}

bool Meter::power_on(std::optional<ClockTime> clock) {
  const auto stored = slots_.load();
  working_ = stored.has_value();
  if (stored) state_ = *stored;
  const auto schedules = model_.rates > 1 ? schedule_slots_.load(&decode_schedules) : std::optional{Schedules{}};
  schedules_ = schedules.value_or(Schedules{});
  if (!schedules) state_.latches.memory_fault = true;  // it goes on with rate 1
  unflushed_ = Energy{};
  card_resumes_ = false;
  shown_refusal_ = working_ ? Refusal::none : Refusal::memory;
  clock_valid_ = clock.has_value();
  clock_ = clock.value_or(ClockTime{});
  flushed_at_ = clock_;
  illegal_lately_ = 0;
  sleeps_until_ = ClockTime{};
  make_up_events();
  evaluate();
  return working_;
}

void Meter::power_fail() {
  if (working_) flush();
}

bool Meter::store(const State& next) {
  if (!slots_.save(next)) {
    state_.latches.memory_fault = true;
    return false;
  }
  state_ = next;
  unflushed_ = Energy{};
  flushed_at_ = clock_;
  return true;
}

void Meter::flush() { store(state_); }

void Meter::tick(ClockTime now) {
  clock_ = now;
  if (flushed_at_ > now) flushed_at_ = now;  // the clock was set back
  if (now >= next_event_) make_up_events();
  if (!unflushed_.is_zero() && now.seconds - flushed_at_.seconds >= flush_seconds) flush();
}

void Meter::set_clock(ClockTime now) {
  clock_valid_ = true;
  sleeps_until_ = ClockTime{};
  tick(now);
  make_up_events();
}

void Meter::consume(Energy measured) {
  if (!working_) return;
  const Energy used = Energy::wh(measured.wh() * state_.ct * state_.pt);
  Ledger& ledger = state_.ledger;
  const std::uint8_t rate_now = rate();
  if (ledger.account == Account::open) {
    const ExactMoney price = cost(state_.tariffs.current, rate_now, ledger.period_energy, used);
    ledger.balance -= price;
    ledger.used += price;
  }
  ledger.energy += used;
  ledger.rate_energy[rate_now - 1u] += used;
  ledger.period_energy += used;
  unflushed_ += used;
  note_exhaustion();
  evaluate();
  if (unflushed_ >= flush_energy) flush();
}

// ---- tariff and calendar

/// First moment at which a settlement, a switch of prices or schedules or a month begins that is not made yet.
ClockTime Meter::next_event() const {
  const Calendar& calendar = state_.calendar;
  ClockTime next = next_settlement(state_.tariffs.current, calendar.settled_until);
  const ClockTime month = next_month(calendar.month_until);
  for (const ClockTime at : {month, state_.tariffs.switch_at, state_.tariffs.schedule_switch_at})
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
  bool changed = false;
  for (ClockTime at = next_event(); at <= clock_; at = next_event()) {
    changed = true;
    if (at == next_settlement(state_.tariffs.current, calendar.settled_until)) {
      settle(at);
    } else if (at == state_.tariffs.switch_at) {
      switch_tariff();
    } else if (at == state_.tariffs.schedule_switch_at) {
      switch_schedule();
    } else {
      state_.ledger.month_start_energy = state_.ledger.energy;
      calendar.month_until = at;
    }
  }
  next_event_ = next_event();
  if (changed) flush();
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

void Meter::switch_schedule() {
  state_.tariffs.schedule_set = 1 - state_.tariffs.schedule_set;
  state_.tariffs.schedule_switch_at = end_of_time;
}

std::uint8_t Meter::rate() const {
  if (!clock_valid_) return model_.default_rate;
  return rate_at(schedules_.sets[state_.tariffs.schedule_set], schedules_.holidays, clock_);
}

// ---- relay

void Meter::evaluate() {
  Latches& latches = state_.latches;
  const Trip trip = trip_of(state_);
  const bool waits_for_gesture = trip == Trip::remote || trip == Trip::exhausted || trip == Trip::zero || trip == Trip::alarm2;
  if (waits_for_gesture && latches.trip != trip) {
    latches.held = true;
    latches.close_permitted = false;
  }
  latches.trip = trip;
}

void Meter::note_exhaustion() {
  if (state_.ledger.account == Account::open && state_.ledger.balance <= -ExactMoney::of(state_.limits.overdraft)) {
    state_.latches.exhausted = true;
  }
}

/// The customer's gesture - a key held, a card taken out. It accepts alarm 2 and the overdraft, and closes what may close.
void Meter::resume() {
  Latches& latches = state_.latches;
  if (latches.exhausted || latches.remote_trip) return;
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

void Meter::order(Order order) {
  if (!working_) return;
  Latches& latches = state_.latches;
  switch (order) {
    case Order::trip:
      if (latches.power_protect) return;
      latches.remote_trip = true;
      break;
    case Order::permit:
      latches.close_permitted = latches.remote_trip;
      latches.remote_trip = false;
      break;
    case Order::close:
      latches.remote_trip = latches.held = latches.close_permitted = false;
      latches.trip = Trip::none;  // arrears open it again with the next deduction
      flush();
      return;
    case Order::protect: latches.power_protect = true; break;
    case Order::end_protect: latches.power_protect = false; break;
  }
  evaluate();
  flush();
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
  next.tariffs.switch_at = end_of_time;
  const bool kept = store(next);
  if (kept) make_up_events();
  return kept;
}

bool Meter::plan_switch(ClockTime at) {
  State next = state_;
  Tariff& spare = next.tariffs.spare;
  spare.settlement_days = state_.tariffs.current.settlement_days;
  next.tariffs.switch_at = at;
  bool free_of_charge = false;
  for (std::uint8_t rate = 1; rate <= model_.rates; ++rate) free_of_charge |= price_at(spare, rate, Energy{}) == MeterPrice{};
  if (!working_ || !clock_valid_ || at <= clock_ || free_of_charge || !in_order(spare) || !store(next)) return false;
  make_up_events();
  return true;
}

bool Meter::store_schedules(const Schedules& next) {
  if (!schedule_slots_.save(encode(next))) {
    state_.latches.memory_fault = true;
    return false;
  }
  schedules_ = next;
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

// ---- cards

/// Latches after the balance rose (meters.md 7.3, rows "recharge").
void Meter::after_credit() {
  Latches& latches = state_.latches;
  if (!alarm2(state_)) latches.alarm2_resumed = false;
  if (!arrears(state_)) latches.zero_resumed = false;
  if (state_.ledger.balance > ExactMoney::of(state_.limits.close_permission)) {
    latches.exhausted = false;
    latches.close_permitted = true;
  }
}

/// After an instruction was carried out: latches and relay follow, and all of it is stored - or nothing happened.
bool Meter::keep(const State& before, bool credited) {
  if (credited) after_credit();
  note_exhaustion();
  evaluate();
  if (state_.tariffs.current != before.tariffs.current) settle_from_now(state_.calendar);
  if (!store(state_)) {
    state_ = before;
    state_.latches.memory_fault = true;
    return false;
  }
  make_up_events();  // a tariff that came with it may be due already
  return true;
}

Verdict Meter::take(const RemoteCredit& credit) {
  if (!working_) return {.refusal = Refusal::memory};
  const Verdict verdict = judge(state_, credit);
  if (verdict.refusal != Refusal::none) return verdict;
  const State before = state_;
  carry_out(state_, credit, verdict);
  if (!keep(before, verdict.takes && !credit.amount.is_zero())) return {.refusal = Refusal::memory};
  return verdict;
}

Verdict Meter::take(const Offer& offer) {
  if (!working_) return {.refusal = Refusal::memory};
  const Verdict verdict = judge(state_, offer);
  if (verdict.refusal != Refusal::none) return verdict;
  const State before = state_;
  carry_out(state_, offer, verdict);
  if (!keep(before, verdict.takes && !offer.purse.amount.is_zero())) return {.refusal = Refusal::memory};
  // A high-grade meter wants a key after a purchase; a card without new credit is as good as the key.
  card_resumes_ = model_.reclose == Reclose::on_card_withdrawn || !verdict.takes;
  shown_refusal_ = Refusal::none;
  return verdict;
}

Refusal Meter::take(const user_card::PresetFile& preset, const Offer& tariffs) {
  if (!working_) return Refusal::memory;
  if (const Refusal refusal = judge(state_, preset, tariffs); refusal != Refusal::none) return refusal;
  State next = state_;
  carry_out(next, preset, tariffs);
  if (next.tariffs.current != state_.tariffs.current) settle_from_now(next.calendar);
  if (!store(next)) return Refusal::memory;
  make_up_events();
  return Refusal::none;
}

Refusal Meter::take(const user_card::ClearFile& clear) {
  if (!working_) return Refusal::memory;
  const auto now = clock_valid_ ? std::optional<ClockTime>{clock_} : std::nullopt;
  if (const Refusal refusal = judge(state_, clear, now); refusal != Refusal::none) return refusal;
  State next = state_;
  carry_out(next, clear);
  next.latches.trip = trip_of(next);
  return store(next) ? Refusal::none : Refusal::memory;
}

void Meter::note_refusal(Refusal refusal) {
  shown_refusal_ = refusal;
  const auto cause = illegal_cause(refusal);
  if (!cause || !working_) return;
  auto& count = state_.illegal[static_cast<std::size_t>(*cause)];
  if (count < 255) ++count;
  if (state_.illegal_inserts < 999'999) ++state_.illegal_inserts;
  flush();

  constexpr std::uint32_t hour = 3600;
  if (illegal_lately_ == 0 || clock_.seconds - illegal_since_.seconds > hour) {
    illegal_since_ = clock_;
    illegal_lately_ = 0;
  }
  if (++illegal_lately_ < model_.illegal_before_sleep) return;
  illegal_lately_ = 0;
  sleeps_until_ = ClockTime{clock_.seconds + model_.sleep_minutes * 60u};
}

void Meter::card_withdrawn() {
  if (working_ && card_resumes_) resume();
  card_resumes_ = false;
}

// ---- what goes home on the card

user_card::ReturnedFile Meter::returned() const {
  const Ledger& ledger = state_.ledger;
  user_card::ReturnedFile file;
  file.user_type = state_.user_type;
  file.ct = state_.ct;
  file.pt = state_.pt;
  file.meter = state_.number;
  file.customer = ledger.customer;
  file.remaining = ledger.balance.is_positive() ? ledger.balance.whole() : Money{};
  file.count = ledger.count;
  file.overdraft = ledger.balance.is_positive() ? Money{} : (-ledger.balance).whole();
  file.key_info = state_.key_info;
  file.illegal_inserts = state_.illegal_inserts;
  if (clock_valid_) file.time = meter_time(clock_);
  return file;
}

user_card::RegisterFile Meter::registers() const {
  namespace flag = user_card::state;
  const Ledger& ledger = state_.ledger;
  const Latches& latches = state_.latches;
  const bool open = ledger.account == Account::open;
  const struct {
    bool holds;
    std::uint16_t bit;
  } flags[] = {
      {open, flag::account_open},
      {latches.trip != Trip::none, flag::relay_open},
      {alarm1(state_), flag::alarm1},
      {alarm2(state_), flag::alarm2},
      {latches.alarm2_resumed, flag::alarm2_resumed},
      {open && arrears(state_), flag::arrears},
      {open && ledger.balance < ExactMoney{}, flag::overdraft},
      {!clock_valid_, flag::clock_invalid},
      {(state_.key_info >> 24) != 1, flag::test_key},
      {latches.memory_fault, flag::memory_fault},
      {latches.zero_resumed, flag::zero_resumed},
  };
  user_card::RegisterFile file;
  for (const auto& row : flags)
    if (row.holds) file.states |= row.bit;
  file.last_count = ledger.count;
  file.last_amount = ledger.last_amount;
  file.last_applied = ledger.last_applied;
  file.credited = ledger.credited;
  file.used_e5 = ledger.used.e5();
  file.balance_e5 = ledger.balance.e5();
  file.energy = ledger.energy;
  file.period_energy = ledger.period_energy;
  file.month_start_energy = ledger.month_start_energy;
  file.illegal = state_.illegal;
  file.given_up = ledger.given_up;
  return file;
}

}  // namespace kwota::meter
