#include "meter/pump/pump.h"

#include "seal/pump_records/whole_part.h"

namespace kwota::meter {
namespace {

constexpr Energy account_step = Energy::wh(100), checkpoint_step = Energy::wh(10);
/// The record has digits for 9,999.99 kWh; who needs more begins anew.
constexpr Energy longest_energy = Energy::wh(9'999'000);
constexpr Volume longest_water = Volume::litres(99'999'000);
constexpr std::int64_t litres_a_step = 100;
constexpr std::uint32_t seconds_an_hour = 3'600;

constexpr std::uint8_t classes[] = {0, 31, 32, 32, 33, 34, 34, 35, 36, 36, 36, 0, 36, 34, 38, 39, 40, 37, 41};
static_assert(std::size(classes) == static_cast<std::size_t>(PumpRefusal::two_cards) + 1);

// Numbers of parameter records that are none of the table's.
constexpr std::uint16_t prices_changed = 100, clock_changed = 101, black_list_changed = 103, hung_released = 104;

std::uint32_t digits_of(const pump::Moment& at) { return ((at.month * 100u + at.day) * 100u + at.hour) * 100u + at.minute; }

}  // namespace

std::uint8_t error_class(PumpRefusal refusal) { return classes[static_cast<std::size_t>(refusal)]; }

bool Pump::commission(const Identity& identity) {
  WellAccount account;
  account.well = identity.well;
  account.terminal = identity.terminal;
  account.county = identity.county;
  account.area = identity.area;
  account.pin = identity.pin;
  return store_.save(account) && store_.save(PumpParameters{}) && store_.save(Prices{}) && store_.save_journal(Watering{});
}

bool Pump::power_on(std::optional<ClockTime> clock) {
  store_.load();
  working_ = store_.read(account_);
  if (!working_) return false;
  parameters_ = store_.parameters();
  store_.read(prices_);
  clock_valid_ = clock.has_value();
  clock_ = clock.value_or(ClockTime{});
  run_on_ = false;
  module_ = Module::unasked;
  session_phase_ = PumpPhase::idle;
  recover();
  if (clock_valid_) look_at_the_clock();
  return true;
}

PumpPhase Pump::phase() const {
  if (!working_ || memory_fault_) return PumpPhase::fault;
  if (session_phase_ != PumpPhase::idle) return session_phase_;
  if (open_.runs()) return PumpPhase::running;
  if (run_on_) return PumpPhase::stopping;
  return locked_out() ? PumpPhase::lockout : PumpPhase::idle;
}

// ---- time

void Pump::tick(ClockTime now) {
  if (!working_) return;
  if (!clock_valid_) return;
  // Seconds one by one while they cost something: a price changes with its minute, and a limit is met at its second.
  while (clock_ < now && (charging() || run_on_)) pass_second();
  if (clock_ < now) clock_ = now;
  look_at_the_clock();
}

void Pump::pass_second() {
  const bool costs = charging();
  if (costs) {
    open_.seconds++;
    quiet_s_++;
    charge(pump::Quantity::time, 1);  // at the price of when it began: one that changes counts from its minute on
  }
  clock_.seconds++;
  if (run_on_ && (run_on_left_s_ == 0 || --run_on_left_s_ == 0)) run_on_ = false;
  look_at_the_clock();
  if (!costs) return;
  if (!checkpoint()) return stop_alone(pump::Cause::order);
  const std::uint32_t idle_s = parameters_.of(PumpParameter::idle_minutes) * 60;
  if (exhausted()) {
    stop_alone(pump::Cause::exhausted);
  } else if (idle_s != 0 && quiet_s_ >= idle_s) {
    stop_alone(pump::Cause::idle);
  } else if (open_.seconds >= parameters_.of(PumpParameter::run_hours) * seconds_an_hour) {
    stop_alone(pump::Cause::longest_run);
  }
}

void Pump::look_at_the_clock() {
  if (prices_.next.set != 0 && clock_ >= prices_.next.from) {
    note_parameter(prices_changed, prices_.current.set, prices_.next.set, {});
    prices_.current = prices_.next;
    prices_.next = {};
    memory_fault_ |= !store_.save(prices_);
  }
  if (account_.next_settlement == ClockTime{}) plan_settlement();
  // After a long night without power the months that are over all end with the same registers; those of a year are kept.
  while (clock_ >= account_.next_settlement) settle_month();
}

void Pump::plan_settlement() {
  const std::uint32_t within = (parameters_.of(PumpParameter::settlement_day) - 1) * seconds_a_day +
                               parameters_.of(PumpParameter::settlement_hour) * seconds_an_hour;
  ClockTime month = start_of_month(clock_);
  if (month.seconds + within <= clock_.seconds) month = next_month(clock_);
  account_.next_settlement = {month.seconds + within};
  keep_account();
}

void Pump::settle_month() {
  const MeterTime ended = meter_time({account_.next_settlement.seconds - 1});
  pump::SettlementMonth month{.year = ended.year, .month = ended.month, .energy = total(), .water = water(), .money = account_.charged};
  const auto last = store_.months().at(1);
  const auto known = last ? pump::decode_month(*last) : std::nullopt;
  // The power may have gone between the record and the account.
  const bool there = known && known->year == month.year && known->month == month.month;
  const bool kept = clock_.seconds - account_.next_settlement.seconds <= 366 * seconds_a_day;
  const auto image = pump::encode(month);
  if (kept && !there && image) store_.months().append(*image);
  const std::uint32_t within = account_.next_settlement.seconds - start_of_month(account_.next_settlement).seconds;
  account_.next_settlement = {next_month(account_.next_settlement).seconds + within};
  if (kept) keep_account();
}

void Pump::set_clock(ClockTime now, const Operator& by) {
  if (!working_) return;
  note_parameter(clock_changed, clock_valid_ ? digits_of(pump_moment(clock_)) : 0, digits_of(pump_moment(now)), by);
  clock_ = now;
  clock_valid_ = true;
  account_.next_settlement = {};
  look_at_the_clock();
}

// ---- what flows

void Pump::consume(Energy measured) {
  if (!working_) return;
  const std::int64_t ratio = std::int64_t{parameters_.of(PumpParameter::current_ratio)} * parameters_.of(PumpParameter::voltage_ratio);
  const Energy energy = Energy::wh(measured.wh() * ratio);
  if (energy.is_zero()) return;
  if (!charging()) return count(energy, {});
  open_.energy += energy;
  quiet_s_ = 0;
  charge(pump::Quantity::energy, energy.wh());
  unchecked_ += energy;
  if (unchecked_ >= checkpoint_step && !checkpoint()) return stop_alone(pump::Cause::order);
  if (exhausted()) return stop_alone(pump::Cause::exhausted);
  if (open_.energy >= longest_energy) stop_alone(pump::Cause::longest_run);
}

void Pump::consume(Volume water) {
  if (!working_ || water.litres() == 0) return;
  if (!charging()) return count({}, water);
  const std::int64_t before = pump::whole_part(open_.water.litres(), litres_a_step);
  open_.water = open_.water + water;
  quiet_s_ = 0;
  charge(pump::Quantity::volume, pump::whole_part(open_.water.litres(), litres_a_step) - before);
  if (exhausted()) return stop_alone(pump::Cause::exhausted);
  if (open_.water >= longest_water) stop_alone(pump::Cause::longest_run);
}

/// Nobody is charged for it: it runs on after a stop swipe, or it flows though the relay is ordered open.
void Pump::count(Energy energy, Volume water) {
  account_.total += energy;
  account_.water = account_.water + water;
  (relay_closed() ? account_.run_on : account_.fault_energy) += energy;
  unkept_ += energy;
  if (unkept_ >= account_step) keep_account();
}

void Pump::charge(pump::Quantity quantity, std::int64_t amount) {
  open_.cost.add(quantity, prices_.current.price(quantity, clock_), amount);
}

/// Whether the next whole unit of something that has a price is more than the balance pays without the reserve.
bool Pump::exhausted(Money balance, pump::Cost cost) const {
  const Money reserve = Money::minor(parameters_.of(PumpParameter::reserve_fen));
  if (reserve >= balance) return true;
  const pump::Cost room = pump::Cost::of(balance - reserve);
  for (const pump::Quantity quantity : {pump::Quantity::energy, pump::Quantity::time, pump::Quantity::volume}) {
    pump::Cost next = cost;
    next.add(quantity, prices_.current.price(quantity, clock_), 1);
    if (next > room && next > cost) return true;
  }
  return cost > room;
}

bool Pump::checkpoint() {
  unchecked_ = {};
  const bool kept = store_.save_journal(open_);
  memory_fault_ |= !kept;
  return kept;
}

bool Pump::keep_account() {
  unkept_ = {};
  const bool kept = store_.save(account_);
  memory_fault_ |= !kept;
  return kept;
}

/// What the pump was told while somebody waters, or while his card was asked and nothing ran yet. Without a memory it waters nobody.
void Pump::obey_what_it_was_told() {
  if (!charging()) return;
  if (locked_out() || memory_fault_) stop_alone(pump::Cause::order);
  else if (store_.is_black(open_.record.card)) stop_alone(pump::Cause::black_list);
}

/// Without the user's card: he hangs.
void Pump::stop_alone(pump::Cause cause) {
  run_on_left_s_ = 0;
  stop(cause);
  hang();
}

// ---- what is set

bool Pump::note_parameter(std::uint16_t parameter, std::uint32_t before, std::uint32_t after, const Operator& by) {
  pump::ParameterRecord record{.at = now(), .parameter = parameter, .before = before, .after = after};
  for (std::size_t i = 0; i < by.size(); ++i) record.by[4 + i] = by[i];
  const auto image = pump::encode(record);
  return image && store_.parameter_records().append(*image);
}

bool Pump::set_parameters(const PumpParameters& next, const Operator& by) {
  if (!working_) return false;
  for (std::uint16_t at = 0; at < pump_parameter_count; ++at) {
    const auto parameter = static_cast<PumpParameter>(at);
    if (const std::uint32_t value = next.of(parameter); value != parameters_.of(parameter)) note_parameter(at + 1, parameters_.of(parameter), value, by);
  }
  if (!store_.save(next)) return false;
  parameters_ = next;
  account_.next_settlement = {};
  if (clock_valid_) plan_settlement();
  obey_what_it_was_told();
  if (locked_out()) run_on_ = false;
  return true;
}

bool Pump::set_prices(const PriceTable& table, const Operator& by) {
  if (!working_ || !in_order(table)) return false;
  Prices next = prices_;
  const bool at_once = clock_valid_ ? clock_ >= table.from : next.current.set == 0;
  (at_once ? next.current : next.next) = table;
  if (at_once) note_parameter(prices_changed, prices_.current.set, table.set, by);
  if (!store_.save(next)) return false;
  prices_ = next;
  return true;
}

bool Pump::extend_black_list(std::uint16_t edition, std::span<const CardSerial> cards, const Operator& by) {
  if (!working_ || !store_.prepare_black_list(edition, cards.empty())) return false;
  for (const CardSerial& card : cards)
    if (!store_.prepare(card)) return false;
  return enforce_black_list(by);
}

bool Pump::enforce_black_list(const Operator& by) {
  const std::uint16_t before = store_.black_list().edition, edition = store_.prepared().edition;
  if (!store_.enforce_black_list()) return false;
  if (edition != before) note_parameter(black_list_changed, before, edition, by);
  obey_what_it_was_told();
  return true;
}

bool Pump::release(const CardSerial& card, std::uint16_t offline, pump::HungState how, const Operator& by) {
  for (std::size_t index = 0; working_ && index < PumpStore::hung_kept; ++index) {
    Watering watering = store_.hung(index);
    if (!watering.hangs() || watering.record.card != card || watering.record.offline != offline) continue;
    watering.record.progress = how == pump::HungState::at_counter ? pump::Progress::at_counter : pump::Progress::released;
    watering.flags |= pump::flag::settled_elsewhere;
    note_parameter(hung_released, watering.record.number % 100'000'000, static_cast<std::uint8_t>(how), by);
    return book(index, watering);
  }
  return false;
}

}  // namespace kwota::meter
