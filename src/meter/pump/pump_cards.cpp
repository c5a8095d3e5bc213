// What a card does to a pump: a lock begins, is proven, is paid or hangs – each stored before the next one is asked.
#include "meter/pump/pump.h"

namespace kwota::meter {
namespace {

using pump::Cause;
using pump::Progress;
using purse_card::LockProof;
using purse_card::LockState;

constexpr std::uint32_t module_pause_s = 60;

std::uint32_t county_of(const CardSerial& card) {
  return static_cast<std::uint32_t>(get_bcd(ByteView{card.bytes}.first(2)).value_or(0));
}

std::uint32_t days_of(const purse_card::Date& date) { return get_be32(date.data()); }

Debt debt(Debt::Where where, std::size_t index, const Watering& watering) {
  const pump::ControllerRecord& record = watering.record;
  return {where, index, record.card, record.terminal, record.offline, record.number, record.amount, watering.debited_at(), record.gmac};
}

/// The lock that a grey card shows, or the debit after it, belongs to this record.
bool is_lock_of(const pump::ControllerRecord& record, const LockProof& proof) {
  return record.offline == proof.sequence && record.terminal == proof.terminal && card_moment(record.start) == proof.moment;
}
bool is_debit_of(const pump::ControllerRecord& record, const LockProof& proof) {
  return !proof.is_release() && proof.type == purse_card::TransactionType::purse_grey_debit && record.terminal == proof.terminal &&
         static_cast<std::uint16_t>(record.offline + 1) == proof.sequence && record.amount == proof.amount();
}

bool is_lock_of(const pump::HungRecord& record, const CardSerial& card, std::uint16_t offline, const pump::TerminalNumber& terminal) {
  return record.card == card && record.offline == offline && record.terminal == terminal;
}

/// The newest debit of the card is from before this lock: there was no lock.
bool is_older_than_lock(const pump::ControllerRecord& record, const LockProof& proof) {
  return !proof.is_release() && proof.sequence <= record.offline;
}

}  // namespace

// ---- who may

PumpRefusal Pump::may_start() {
  if (!working_ || memory_fault_) return PumpRefusal::memory;
  if (locked_out()) return PumpRefusal::locked_out;
  if (!module_ready()) return PumpRefusal::module_dead;
  if (!clock_valid_ || clock_ < account_.newest) return PumpRefusal::clock;
  if (prices_.current.set == 0) return PumpRefusal::no_prices;
  return store_.free_hung() ? PumpRefusal::none : PumpRefusal::hung_full;
}

PumpRefusal Pump::admits(const CardSerial& card, const purse_card::ApplicationFile& file) {
  if (county_of(card) != account_.county) return PumpRefusal::wrong_area;
  if (store_.is_black(card)) return PumpRefusal::black_listed;
  const purse_card::Moment moment = card_moment(pump_moment(clock_));
  const std::uint32_t today = get_be32(moment.data());
  if (clock_valid_ && (today < days_of(file.valid_from) || today > days_of(file.valid_to))) return PumpRefusal::expired;
  return PumpRefusal::none;
}

bool Pump::wants_module() const {
  return working_ && module_ != Module::pin_refused && (module_unasked() || gmac_missing_) && (!clock_valid_ || clock_ >= module_again_);
}

bool Pump::note_module(const pump::TerminalNumber& terminal) {
  if (terminal != account_.terminal) return false;
  module_ = Module::ready;
  return true;
}

void Pump::module_silent() {
  if (module_ready()) module_ = Module::unasked;
  module_tries_later();
}

void Pump::module_tries_later() { module_again_ = {clock_.seconds + module_pause_s}; }

// ---- a watering from its number to its end

/// Numbers that the module gave and nobody heard of have records of nothing, so that the row has no gap. One that is longer than the list, or goes back,
/// is no row of this module's: it was exchanged.
void Pump::fill_gap(std::uint32_t number) {
  const auto newest = store_.newest_use();
  if (!newest || account_.other_module) return;
  const std::uint32_t missing = number % 100'000'000 - newest->number - 1;
  for (std::uint32_t i = 1; missing < PumpStore::usage_kept && i <= missing; ++i) {
    const pump::UsageRecord nothing{.number = newest->number + i, .start = now(), .total = newest->total, .price_set = prices_.current.set};
    if (const auto image = pump::encode(nothing)) store_.usage().append(*image);
  }
}

bool Pump::begin(const LockRequest& lock) {
  fill_gap(lock.number);
  open_ = {};
  pump::ControllerRecord& record = open_.record;
  record.progress = Progress::lock_sent;
  record.well = account_.well;
  record.card = lock.card;
  record.terminal = account_.terminal;
  record.offline = lock.offline;
  record.number = lock.number;
  record.balance = lock.balance;
  record.start = lock.at;
  open_.total_before = account_.total;
  open_.water_before = account_.water;
  open_.price_set = prices_.current.set;
  return keep_account() && checkpoint();
}

bool Pump::granted(const pump::Proof& gtac) {
  open_.record.progress = Progress::grey;
  open_.record.gtac = gtac;
  return checkpoint();
}

void Pump::run() {
  // What flowed on while the card was locked is nobody's, as before.
  open_.total_before = account_.total;
  open_.water_before = account_.water;
  // The seconds after a stop swipe are given once each time the relay closes: who swipes again and again waters for money.
  const std::uint32_t delay_s = parameters_.of(PumpParameter::stop_delay_s);
  if (!run_on_ || run_on_left_s_ > delay_s) run_on_left_s_ = delay_s;
  run_on_ = false;
  quiet_s_ = 0;
  open_.record.progress = Progress::running;
  checkpoint();
  obey_what_it_was_told();
}

void Pump::finish(Cause cause) {
  open_.cause = cause;
  open_.price_set = prices_.current.set;
  open_.record.amount = open_.cost.amount(open_.record.balance);
  open_.record.stop = open_.debited_at();
  open_.record.progress = Progress::stopped;
  open_.place = store_.usage().count() + 1;
  if (!clock_valid_) open_.flags |= pump::flag::clock_invalid;
  checkpoint();
}

Debt Pump::stop(Cause cause) {
  const bool ran = open_.runs();
  finish(cause);
  run_on_ = ran && run_on_left_s_ > 0;
  // The registers go on from here, whatever happens to the card.
  account_.total = open_.total_before + open_.energy;
  account_.water = open_.water_before + open_.water;
  return debt(Debt::Where::journal, 0, open_);
}

void Pump::never_locked() {
  finish(Cause::none);
  open_.record.progress = Progress::cleared;
  checkpoint();
  close_journal();
}

Debt Pump::never_ran() {
  open_.cost = {};
  finish(Cause::none);
  return debt(Debt::Where::journal, 0, open_);
}

bool Pump::note_gmac(const Debt& debt) {
  if (debt.where == Debt::Where::journal) {
    open_.record.gmac = debt.gmac;
    open_.record.progress = Progress::debit_sent;
    return checkpoint();
  }
  if (debt.where != Debt::Where::hung) return true;
  Watering watering = store_.hung(debt.index);
  watering.record.gmac = debt.gmac;
  return store_.save_hung(debt.index, watering);
}

void Pump::settled(const Debt& debt, const pump::Proof& tac) {
  if (debt.where == Debt::Where::journal) {
    open_.record.tac = tac;
    open_.record.progress = Progress::settled;
    checkpoint();
    return close_journal();
  }
  if (debt.where == Debt::Where::hung) {
    Watering watering = store_.hung(debt.index);
    watering.record.tac = tac;
    watering.record.progress = Progress::settled;
    book(debt.index, watering);
    return;
  }
  // Of another well: his record stays with the moment of this debit and its proof, for the office to check it by.
  auto released = store_.released(debt.index);
  if (!released) return;
  released->record.start = debt.at;
  released->record.gmac = tac;
  released->record.state = pump::HungState::settled;
  released->acknowledged = false;
  memory_fault_ |= !store_.save_released(debt.index, *released);
}

void Pump::hang() {
  if (open_.is_none()) return;
  open_.flags |= pump::flag::hung;
  close_journal();
}

// ---- books

void Pump::write_use(const Watering& watering) {
  if (const auto image = pump::encode(usage_of(watering))) memory_fault_ |= !store_.usage().put(watering.place, *image);
}

/// Of a hung user's slot: stored, then his usage record written again with it.
bool Pump::book(std::size_t index, Watering watering) {
  if (!store_.save_hung(index, watering)) {
    memory_fault_ = true;
    return false;
  }
  write_use(watering);
  return true;
}

void Pump::put_in_books(const Watering& watering) {
  write_use(watering);
  if (account_.counted == watering.place) return;
  account_.counted = watering.place;
  account_.other_module = false;
  account_.charged += watering.record.amount;
  const Energy after = watering.total_before + watering.energy;
  if (account_.total < after) account_.total = after;
  const Volume water = watering.water_before + watering.water;
  if (account_.water < water) account_.water = water;
  const ClockTime ended = clock_at(watering.record.stop);
  if (account_.newest < ended) account_.newest = ended;
  keep_account();
}

/// What is over leaves the journal: settled into the records, else into a slot of the hung users first. Every step may be done twice.
void Pump::close_journal() {
  const bool paid = open_.record.progress == Progress::settled || open_.record.progress == Progress::cleared;
  if (!paid) {
    open_.flags |= pump::flag::hung;
    open_.record.progress = Progress::hung;
    std::optional<std::size_t> slot;
    for (std::size_t index = 0; index < PumpStore::hung_kept && !slot; ++index)
      if (store_.hung(index).place == open_.place) slot = index;
    if (!slot) slot = store_.free_hung();
    if (!slot || !store_.save_hung(*slot, open_)) {
      memory_fault_ = true;  // it stays in the journal, and nobody starts
      return;
    }
    gmac_missing_ = gmac_missing_ || open_.record.gmac == pump::Proof{};
  }
  put_in_books(open_);
  open_ = {};
  memory_fault_ |= !store_.save_journal(open_);
}

void Pump::recover() {
  memory_fault_ = false;
  open_ = store_.journal();
  switch (open_.record.progress) {
    case Progress::empty: break;
    case Progress::running:
      open_.flags |= pump::flag::made_up;
      stop(Cause::mains);
      break;
    case Progress::lock_sent:
    case Progress::grey: never_ran(); break;
    default: break;
  }
  run_on_ = false;
  if (!open_.is_none()) close_journal();
  gmac_missing_ = false;
  for (std::size_t index = 0; index < PumpStore::hung_kept; ++index) {
    const Watering watering = store_.hung(index);
    if (watering.is_none()) continue;
    if (watering.hangs()) {
      gmac_missing_ = gmac_missing_ || watering.record.gmac == pump::Proof{};
      continue;
    }
    // Its record may have been damaged while it was written again.
    const auto image = pump::encode(usage_of(watering));
    if (image && store_.usage().numbered(watering.place) != image) store_.usage().put(watering.place, *image);
  }
}

// ---- whose lock

Debt Pump::unproven() {
  for (std::size_t index = 0; index < PumpStore::hung_kept; ++index) {
    const Watering watering = store_.hung(index);
    if (watering.hangs() && watering.record.gmac == pump::Proof{} && watering.record.terminal == account_.terminal)
      return debt(Debt::Where::hung, index, watering);
  }
  gmac_missing_ = false;
  return {};
}

Debt Pump::debt_of(const CardSerial& card, const LockProof& proof) {
  if (open_.runs() && open_.record.card == card && is_lock_of(open_.record, proof)) return stop(Cause::swipe);
  for (std::size_t index = 0; index < PumpStore::hung_kept; ++index) {
    const Watering watering = store_.hung(index);
    if (watering.hangs() && watering.record.card == card && is_lock_of(watering.record, proof))
      return debt(Debt::Where::hung, index, watering);
  }
  for (std::size_t index = 0; index < PumpStore::released_kept; ++index) {
    const auto released = store_.released(index);
    if (!released || released->record.state != pump::HungState::hung) continue;
    const pump::HungRecord& record = released->record;
    if (!is_lock_of(record, card, proof.sequence, proof.terminal)) continue;
    settling_ = static_cast<std::uint8_t>(index);
    // Without a clock by the moment that his own well would say: the office checks the proof by it, and no moment is none to check by.
    const pump::Moment at = clock_valid_ ? now() : after(record.start, record.seconds);
    return {Debt::Where::released, index, card, record.terminal, record.offline, record.number, record.amount, at, record.gmac};
  }
  return {};
}

bool Pump::reconcile(const CardSerial& card, const LockProof* proof) {
  if (open_.runs() && open_.record.card == card) {
    stop(Cause::swipe);
    hang();
  }
  bool by_debit = false;
  for (std::size_t index = 0; index < PumpStore::hung_kept; ++index) {
    Watering watering = store_.hung(index);
    if (!watering.hangs() || watering.record.card != card) continue;
    if (proof != nullptr && is_debit_of(watering.record, *proof)) {
      // Its answer was lost; or it was made elsewhere with this well's record, and then at another moment.
      const bool here = proof->moment == card_moment(watering.debited_at());
      watering.record.tac = proof->y;
      watering.record.progress = here ? Progress::settled : Progress::released;
      if (!here) watering.flags |= pump::flag::settled_elsewhere;
      by_debit = by_debit || here;
    } else if (watering.cause == Cause::none && (proof == nullptr || is_older_than_lock(watering.record, *proof))) {
      watering.record.progress = Progress::cleared;  // there was no lock: the number has a record of nothing
      watering.flags = static_cast<std::uint8_t>(watering.flags & ~pump::flag::hung);
    } else {
      watering.record.progress = Progress::released;
      watering.flags |= pump::flag::settled_elsewhere;
    }
    book(index, watering);
  }
  for (std::size_t index = 0; proof != nullptr && index < PumpStore::released_kept; ++index) {
    auto released = store_.released(index);
    if (!released || released->record.state != pump::HungState::hung || released->record.card != card) continue;
    const pump::HungRecord& record = released->record;
    const bool debited = !proof->is_release() && record.terminal == proof->terminal &&
                         static_cast<std::uint16_t>(record.offline + 1) == proof->sequence && record.amount == proof->amount();
    released->record.state = pump::HungState::released;
    if (debited) {
      released->record.state = pump::HungState::settled;
      released->record.start = from_card(proof->moment);
      released->record.gmac = proof->y;
      by_debit = by_debit || proof->state == LockState::tac_pending;
    }
    memory_fault_ |= !store_.save_released(index, *released);
  }
  return by_debit;
}

bool Pump::take_released(const pump::HungRecord& record) {
  if (!working_ || record.state != pump::HungState::hung) return false;
  // One of this well's own comes back only when his slot was given away after somebody had read it.
  for (std::size_t index = 0; index < PumpStore::hung_kept; ++index) {
    const Watering own = store_.hung(index);
    if (!own.is_none() && is_lock_of(record, own.record.card, own.record.offline, own.record.terminal)) return false;
  }
  // Whoever paid elsewhere may never come here: the oldest of those who are waited for gives way, and is brought again while he hangs.
  std::size_t place = PumpStore::released_kept;
  ClockTime oldest{0xFFFF'FFFF};
  for (std::size_t index = 0; index < PumpStore::released_kept; ++index) {
    const auto there = store_.released(index);
    if (there && is_lock_of(record, there->record.card, there->record.offline, there->record.terminal)) return true;  // brought once before
    const bool hangs = there && there->record.state == pump::HungState::hung;
    if (hangs ? index == settling_ : there && !there->acknowledged) continue;
    const ClockTime since = hangs ? clock_at(there->record.start) : ClockTime{};
    if (since < oldest) {
      oldest = since;
      place = index;
    }
  }
  return place != PumpStore::released_kept && store_.save_released(place, {record, false});
}

bool Pump::acknowledge(std::uint32_t number) {
  bool any = false;
  for (std::size_t index = 0; working_ && index < PumpStore::hung_kept; ++index) {
    Watering watering = store_.hung(index);
    if (watering.is_none() || watering.record.number % 100'000'000 != number) continue;
    watering.acknowledged = true;
    any = store_.save_hung(index, watering) || any;
  }
  for (std::size_t index = 0; working_ && index < PumpStore::released_kept; ++index) {
    auto released = store_.released(index);
    if (!released || released->record.number != number || released->record.state == pump::HungState::hung) continue;
    released->acknowledged = true;
    any = store_.save_released(index, *released) || any;
  }
  return any;
}

bool Pump::acknowledge(std::uint32_t WellAccount::*list, std::uint32_t number) {
  const ListMarks marks = list_marks();
  if (!working_ || number > (list == &WellAccount::faults_acknowledged ? marks.faults : marks.changes)) return false;
  if (number <= account_.*list) return true;
  account_.*list = number;
  return keep_account();
}

void Pump::note_refusal(PumpRefusal refusal, const CardSerial& card, std::uint16_t status, std::uint8_t step, Money balance) {
  refusal_ = refusal;
  const std::uint8_t shown = error_class(refusal);
  if (!working_ || shown == 0) return;
  const pump::CardFault fault{.at = now(), .card = card, .cause = static_cast<std::uint8_t>(shown - 30), .status = status, .step = step,
                              .balance = balance > purse_card::county_purse_max ? purse_card::county_purse_max : balance};
  if (const auto image = pump::encode(fault)) store_.faults().append(*image);
}

}  // namespace kwota::meter
