// What the meter writes down. A record that a power cut took is made up when power comes, as far as the account's own record says
// it: the relay's state and the last purchase.
#include "meter/core/meter.h"

namespace kwota::meter {

Event Meter::event_now(const Subject& subject, std::uint16_t detail) const {
  return {.at = clock_valid_ ? clock_ : ClockTime{},
          .subject = subject,
          .detail = detail,
          .energy = state_.ledger.energy,
          .balance = state_.ledger.balance.whole()};
}

void Meter::note(EventKind kind, const Subject& subject, std::uint16_t detail) {
  if (working_) history_.note(kind, event_now(subject, detail));
}

/// The relay is open when it opened more often than it closed.
void Meter::note_switching() {
  const bool open = !relay_closed();
  const bool noted_open = history_.count(EventKind::trip) > history_.count(EventKind::close);
  if (open == noted_open) return;
  note(open ? EventKind::trip : EventKind::close, subject_of(0, ordering_), static_cast<std::uint16_t>(state_.latches.trip));
}

/// `before`: the account before the purchase; the present one when that is not known any more.
void Meter::note_purchase(const Ledger& before) {
  const Ledger& now = state_.ledger;
  const auto newest = history_.purchase(1);
  const bool noted = newest && newest->count == now.count && newest->total == now.credited;
  if (noted || now.last_applied != Applied::credit || now.last_amount.is_zero()) return;
  const bool known = before.credited != now.credited;
  history_.note(Purchase{.at = clock_valid_ ? clock_ : ClockTime{},
                         .count = now.count,
                         .amount = now.last_amount,
                         .before = known ? before.balance.whole() : now.balance.whole() - now.last_amount,
                         .after = now.balance.whole(),
                         .total = now.credited});
}

void Meter::note_power_off(ClockTime last_alive) {
  constexpr std::uint32_t unknown = 0xFFFF;
  const bool known = clock_valid_ && last_alive != ClockTime{} && clock_ >= last_alive;
  const std::uint32_t minutes = known ? (clock_.seconds - last_alive.seconds) / 60 : unknown;
  Event event = event_now({}, static_cast<std::uint16_t>(minutes < unknown ? minutes : unknown));
  event.at = last_alive;
  history_.note(EventKind::power_off, event);
}

bool Meter::freeze() {
  if (!working_ || !clock_valid_) return false;
  return history_.freeze({clock_, state_.ledger.energy, state_.ledger.balance.whole()});
}

void Meter::freeze_day(ClockTime at) {
  history_.freeze_day({at, state_.ledger.energy, state_.ledger.balance.whole()});
  frozen_until_ = at;
}

Refusal Meter::init_wallet(Money amount, const Operator& by) {
  if (!working_) return Refusal::memory;
  if ((state_.key_info >> 24) == 1) return Refusal::wrong_key_state;
  if (state_.ledger.count.value() != 0) return Refusal::count_behind;
  if (amount.is_negative() || amount.minor() > money_minor_max) return Refusal::bad_format;
  const Event cleared = event_now(subject_of(0, by), 0);
  const bool fault = state_.latches.memory_fault;
  State next = state_;
  next.ledger = Ledger{};
  next.latches = Latches{};
  next.latches.memory_fault = fault;
  next.load = LoadState{};
  next.basic_allowance = BasicAllowance{};
  next.calendar.settlements = {};
  if (!amount.is_zero()) {
    next.ledger.credited = next.ledger.last_amount = amount;
    next.ledger.balance = ExactMoney::of(amount);
    next.ledger.last_applied = Applied::credit;
  }
  if (!store(next)) return Refusal::memory;
  history_.note(EventKind::cleared, cleared);
  note_purchase(Ledger{});
  evaluate();
  return Refusal::none;
}

}  // namespace kwota::meter
