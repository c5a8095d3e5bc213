// What a card or a credit over the line does to a meter: decided, carried out, stored – or nothing happened – and what goes home.
#include "meter/core/meter.h"

namespace kwota::meter {

/// Latches after the balance rose (meters.md 7.3, rows "recharge").
void Meter::after_credit() {
  Latches& latches = state_.latches;
  if (!alarm2(state_)) latches.alarm2_resumed = false;
  if (!arrears(state_)) latches.zero_resumed = false;
  if (state_.ledger.balance > ExactMoney::of(state_.limits.close_permission)) {
    latches.exhausted = false;
    latches.close_permitted = !latches.remote_trip;
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
  if (credited) note_purchase(before.ledger);
  return true;
}

Verdict Meter::take(const RemoteCredit& credit) {
  if (!working_) return {.refusal = Refusal::memory};
  if (model_.account != AccountAt::meter) return {.refusal = Refusal::not_opened};
  const Verdict verdict = judge(state_, credit);
  if (verdict.refusal != Refusal::none) return verdict;
  const State before = state_;
  carry_out(state_, credit, verdict);
  if (!keep(before, verdict.takes && !credit.amount.is_zero())) return {.refusal = Refusal::memory};
  return verdict;
}

Verdict Meter::take(const RemoteClosing& closing) {
  if (!working_) return {.refusal = Refusal::memory};
  if (model_.account != AccountAt::meter) return {.refusal = Refusal::not_opened};
  const Verdict verdict = judge(state_, closing);
  if (verdict.refusal != Refusal::none) return verdict;
  const State before = state_;
  carry_out(state_, closing, verdict);
  if (!keep(before, false)) return {.refusal = Refusal::memory};
  return verdict;
}

Verdict Meter::take(const Offer& offer) {
  if (!working_) return {.refusal = Refusal::memory};
  if (model_.account != AccountAt::meter) return {.refusal = Refusal::not_opened};
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
  note(EventKind::programming);
  return Refusal::none;
}

Refusal Meter::take(const user_card::ClearFile& clear) {
  if (!working_) return Refusal::memory;
  const auto now = clock_valid_ ? std::optional<ClockTime>{clock_} : std::nullopt;
  if (const Refusal refusal = judge(state_, clear, now); refusal != Refusal::none) return refusal;
  State next = state_;
  carry_out(next, clear);
  next.latches.trip = trip_of(next, circumstances());
  const Event cleared = event_now({}, 0);
  if (!store(next)) return Refusal::memory;
  history_.note(EventKind::cleared, cleared);
  return Refusal::none;
}

void Meter::note_refusal(Refusal refusal, const CardSerial& card) {
  shown_refusal_ = refusal;
  const auto cause = illegal_cause(refusal);
  if (!cause || !working_) return;
  auto& count = state_.illegal[static_cast<std::size_t>(*cause)];
  if (count < 255) ++count;
  if (state_.illegal_inserts < 999'999) ++state_.illegal_inserts;
  flush();
  const bool stranger = *cause == Illegal::wrong_system || *cause == Illegal::not_authentic;
  note(stranger ? EventKind::illegal_card : EventKind::abnormal_card, card.bytes, static_cast<std::uint16_t>(refusal));

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
  file.surrendered = ledger.surrendered;
  file.cleared_e5 = ledger.cleared.e5();
  return file;
}

}  // namespace kwota::meter
