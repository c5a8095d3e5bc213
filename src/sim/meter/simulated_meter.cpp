#include "sim/meter/simulated_meter.h"

#include <algorithm>
#include <utility>

namespace kwota::sim {
namespace {

constexpr std::int64_t wh_in_watt_ms = 3'600'000;
constexpr std::int64_t minute_ms = 60'000, second_ms = 1'000;  // the core wants to hear of time at least once a minute

std::int64_t ms_since_2000(const LocalTime& at) {
  const std::int64_t days = day_number(at.date) - day_number({2000, 1, 1});
  return ((days * 24 + at.hour) * 60 + at.minute) * 60'000LL + at.second * 1000LL;
}

Error damaged(MeterNumber number) {
  return error(Fault::meter, "meter_memory_damaged",
               "The meter's memory holds no whole record: the meter takes no card and feeds no load. Exchange the meter.",
               {{"meter", std::to_string(number.value())}});
}

bool virgin(Storage& memory) {
  return std::ranges::all_of(memory.read(0, MeterMemory::bytes), [](std::uint8_t byte) { return byte == 0xFF || byte == 0x00; });
}

}  // namespace

CardContacts contacts_of(CardOs& card) {
  return {.reset = [&card] { return card.power_on().ok() ? card.atr() : Bytes{}; },
          .exchange =
              [&card](ByteView command) {
                const auto response = card.execute(command);
                return response.ok() ? iso7816::encode(*response) : Bytes{};
              }};
}

SimulatedMeter::SimulatedMeter(Setup setup, std::shared_ptr<Storage> memory, Random& random, std::int64_t clock_ms)
    : model_(*setup.model),
      number_(setup.number),
      memory_(std::move(memory)),
      line_memory_(setup.line ? std::move(setup.line) : std::make_shared<MemoryStorage>(line_bytes)),
      line_answer_max_(setup.line_answer_max),
      chip_(setup.esam ? std::move(setup.esam) : EsamChip::in_memory()),
      esam_(*chip_, random),
      core_(std::make_unique<meter::Meter>(model_, memory_)),
      clock_ms_(clock_ms) {}

Result<std::unique_ptr<SimulatedMeter>> SimulatedMeter::open(Setup setup, std::shared_ptr<Storage> memory, Random& random,
                                                             const LocalTime& clock) {
  const bool fresh = virgin(*memory);
  const MeterNumber number = setup.number;
  Setup module{.model = setup.model, .number = number, .county_keys = setup.county_keys, .factory = setup.factory};
  std::unique_ptr<SimulatedMeter> made{new SimulatedMeter(std::move(setup), std::move(memory), random, ms_since_2000(clock))};
  if (fresh && !made->core_->commission(number)) return damaged(number);
  MUST(made->make_module(module));
  MUST(made->restore_power());
  return made;
}

meter_keys::KeysKept SimulatedMeter::kept() const {
  return model_.keys_in == models::KeysIn::module ? meter_keys::KeysKept::in_module : meter_keys::KeysKept::in_firmware;
}

/// A module that was never written comes from the factory.
Result<void> SimulatedMeter::make_module(const Setup& setup) {
  if (esam_.power_on()) return {};
  auto contents = setup.factory != nullptr ? setup.factory->new_module(number_, kept()) : module_without_identity(number_, kept());
  if (setup.county_keys) contents.current = esam::keys_of(number_, *setup.county_keys, kept());
  if (!esam_.commission(std::move(contents))) return damaged(number_);
  return {};
}

// ---- time and load

bool SimulatedMeter::fed() const { return powered_ && (core_->relay_closed() || welded_); }
Power SimulatedMeter::drawn() const {
  if (!fed()) return Power{};
  std::int64_t watts = load_.watts();
  for (const auto& [name, appliance] : appliances_) watts += appliance.watts;
  return Power::watts(watts);
}
std::int64_t SimulatedMeter::drawn_vars() const {
  std::int64_t vars = fed() ? vars_ : 0;
  for (const auto& [name, appliance] : appliances_) vars += fed() ? appliance.vars : 0;
  return vars;
}

void SimulatedMeter::plug(const std::string& appliance, Power draws, std::int64_t vars) {
  appliances_[appliance] = {draws.watts(), vars};
}
void SimulatedMeter::unplug(const std::string& appliance) { appliances_.erase(appliance); }

std::int64_t SimulatedMeter::quantum() const { return wh_in_watt_ms * core_->state().ct * core_->state().pt; }

/// Milliseconds to the next pulse, tick or event of the meter's calendar, whichever comes first.
std::int64_t SimulatedMeter::until_next(std::int64_t at_most) const {
  const std::int64_t tick_ms = powered_ && core_->wants_seconds() ? second_ms : minute_ms;
  std::int64_t step = std::min(at_most, tick_ms - clock_ms_ % tick_ms);
  if (const auto watts = drawn().watts(); watts > 0) {
    const std::int64_t missing = std::max<std::int64_t>(quantum() - residue_, 0);
    step = std::min(step, std::max<std::int64_t>((missing + watts - 1) / watts, 1));
  }
  return step;
}

void SimulatedMeter::advance(Duration by) {
  for (std::int64_t left = by.ms(); left > 0;) {
    const std::int64_t step = until_next(left);
    if (powered_) core_->measure(measured());
    residue_ += drawn().watts() * step;
    clock_ms_ += step;
    left -= step;
    if (!powered_) continue;
    core_->tick(clock());
    while (residue_ >= quantum() && powered_) {
      residue_ -= quantum();
      core_->consume(Energy::wh(1));
      notice_power_loss();
    }
    notice_power_loss();
  }
}

void SimulatedMeter::shift_clock(Duration by) {
  clock_ms_ = std::max<std::int64_t>(clock_ms_ + by.ms(), 0);
  if (!powered_) return;
  core_->set_clock(clock());
  notice_power_loss();
}

// ---- power

/// Power that went while the memory was written takes everything else with it.
bool SimulatedMeter::notice_power_loss() {
  if (!powered_ || (!memory_.power_lost() && !line_memory_.power_lost() && !chip_->power_lost())) return false;
  cut_power(false);
  if (std::exchange(reboots_, false)) (void)restore_power();  // a memory without a whole record leaves the meter dark
  return true;
}

void SimulatedMeter::reboot_at_write(unsigned nth) {
  reboots_ = nth > 0;
  memory_.lose_power_at_write(nth);
}

void SimulatedMeter::cut_power(bool warned) {
  if (!powered_) return;
  if (warned) core_->power_fail();
  session_.reset();
  line_.reset();
  powered_ = false;
}

Result<void> SimulatedMeter::restore_power(Duration off) {
  clock_ms_ += off.ms();
  const bool clock_ran = off <= Duration::days(model_.clock_reserve_days);
  memory_.power_is_back();
  line_memory_.power_is_back();
  chip_->power_is_back();
  session_.reset();
  line_.reset();
  if (!esam_.power_on()) return damaged(number_);
  core_ = std::make_unique<meter::Meter>(model_, memory_);
  powered_ = true;
  const bool whole = core_->power_on(clock_ran ? std::optional{clock()} : std::nullopt);
  if (whole) {
    core_->note_keys(esam_.key_info());
    line_.emplace(*core_, esam_, line_memory_, line_answer_max_);
    line_->hold_programming_key(programming_);
  }
  notice_power_loss();
  if (!whole) return damaged(number_);
  if (card_ && powered_) session_.emplace(*core_);
  return {};
}

// ---- people

void SimulatedMeter::notice(meter::EventKind what) {
  if (powered_) core_->note(what);
  notice_power_loss();
}

void SimulatedMeter::press_key(Duration held) {
  if (!powered_) return;
  core_->press_key(static_cast<std::uint32_t>(std::clamp<std::int64_t>(held.ms(), 0, 60'000)));
  notice_power_loss();
}

void SimulatedMeter::install_keys(const esam::KeySet& county) {
  esam_.install(esam::keys_of(number_, county, kept()));
  if (!powered_) return;
  core_->note_keys(esam_.key_info());
  notice_power_loss();
}

void SimulatedMeter::take_void_list(const user_card::VoidFile& list) {
  Bytes serials;
  for (std::size_t i = 0; i < list.count; ++i) append(serials, list.cards[i].bytes);
  meter::SecurityRequest request;
  request.kind = meter::SecurityRequest::Kind::void_cards;
  request.message = serials;
  request.number = list.number;
  esam_.answer(request);
  if (powered_) core_->note_keys(esam_.key_info());
  notice_power_loss();
}

Bytes SimulatedMeter::key_link(ByteView command) {
  if (!powered_) return {};
  auto answer = esam_.execute(command, core_->clock_valid() ? std::optional{core_->clock()} : std::nullopt);
  notice_power_loss();
  if (!powered_) return {};
  core_->note_keys(esam_.key_info());
  notice_power_loss();
  return powered_ ? answer : Bytes{};
}

// ---- the line

/// The load is shared by the phases that are there, at the rated voltage.
meter_line::Measured SimulatedMeter::measured() const {
  meter_line::Measured now;
  const auto there = std::max<std::ptrdiff_t>(std::count(lost_.begin(), lost_.begin() + model_.phases, false), 1);
  for (std::size_t phase = 0; phase < model_.phases && phase < now.watts.size(); ++phase) {
    if (lost_[phase]) continue;
    now.decivolts[phase] = model_.reference_volts * 10U;
    now.watts[phase] = drawn().watts() / there;
    now.vars[phase] = drawn_vars() / there;
    const auto apparent =
        meter::whole_root(static_cast<std::uint64_t>(now.watts[phase] * now.watts[phase] + now.vars[phase] * now.vars[phase]));
    now.milliamperes[phase] = static_cast<std::uint32_t>(apparent * 1000 / model_.reference_volts);
  }
  if (welded_) now.contact = meter::Measured::Contact::closed;
  return now;
}

Bytes SimulatedMeter::on_the_line(Bytes (*work)(meter_line::Server&, ByteView), ByteView bytes) {
  if (!powered_ || !line_) return {};
  core_->measure(measured());
  const auto before = core_->clock();
  auto answer = work(*line_, bytes);
  if (core_->clock() != before) clock_ms_ = std::int64_t{core_->clock().seconds} * 1000;  // the line set the clock
  return notice_power_loss() || !powered_ ? Bytes{} : answer;
}

Bytes SimulatedMeter::receive_line(ByteView bytes) {
  return on_the_line([](meter_line::Server& server, ByteView received) { return server.receive(received); }, bytes);
}

Bytes SimulatedMeter::receive_infrared(ByteView bytes) {
  return on_the_line([](meter_line::Server& server, ByteView received) { return server.receive_infrared(received); }, bytes);
}

Bytes SimulatedMeter::line_silent() {
  return on_the_line([](meter_line::Server& server, ByteView) { return server.silence(); }, {});
}

void SimulatedMeter::hold_programming_key(bool held) {
  programming_ = held;
  if (line_) line_->hold_programming_key(held);
}

// ---- card slot

void SimulatedMeter::insert(CardContacts card) {
  if (card_) withdraw();
  card_ = std::move(card);
  if (powered_ && model_.facts.takes_cards) session_.emplace(*core_);
}

bool SimulatedMeter::step() {
  if (!powered_ || !card_busy()) return false;
  using Party = meter::CardSession::Party;
  switch (session_->asks()) {
    case Party::card_reset: session_->receive(card_->reset()); break;
    case Party::card: session_->receive(card_->exchange(session_->command())); break;
    case Party::security: session_->receive(esam_.answer(session_->request())); break;
    case Party::nobody: break;
  }
  notice_power_loss();
  return true;
}

int SimulatedMeter::run_card() {
  int steps = 0;
  while (step()) ++steps;
  return steps;
}

void SimulatedMeter::withdraw() {
  if (session_) session_->silent();
  session_.reset();
  card_.reset();
  if (!powered_) return;
  core_->card_withdrawn();
  notice_power_loss();
}

}  // namespace kwota::sim
