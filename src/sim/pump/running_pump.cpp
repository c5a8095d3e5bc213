#include "sim/pump/running_pump.h"

#include <algorithm>

namespace kwota::sim {
namespace {

constexpr std::int64_t seconds_an_hour = 3'600;
constexpr std::uint32_t pause_most_s = 60;  // it wants to hear of time at least once a minute

}  // namespace

void PumpChip::read(std::size_t offset, MutableBytes to) const {
  std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(offset), to.size(), to.begin());
}
void PumpChip::write(std::size_t offset, ByteView bytes) {
  std::copy(bytes.begin(), bytes.end(), bytes_.begin() + static_cast<std::ptrdiff_t>(offset));
}

bool RunningPump::power_on(std::optional<meter::ClockTime> clock) {
  if (clock) now_ = *clock;
  const bool works = pump_.power_on(clock);
  pump_said_ = pump_.clock();
  if (works) ask_module();
  return works;
}

bool RunningPump::power_cut(std::uint32_t seconds) {
  hear_clock();
  now_.seconds += seconds;
  return power_back();
}

bool RunningPump::power_back(bool clock_kept) {
  hear_clock();
  std::destroy_at(&pump_);
  std::construct_at(&pump_, chip_);
  return power_on(clock_kept ? std::optional{now_} : std::nullopt);
}

void RunningPump::shift_clock(std::int64_t seconds) {
  hear_clock();
  now_.seconds = static_cast<std::uint32_t>(now_.seconds + seconds);
  pump_.set_clock(now_);
  pump_said_ = pump_.clock();  // whoever sets it back within the same second is heard, too
}

void RunningPump::hear_clock() {
  const bool was_set = pump_.clock_valid() && pump_.clock() != pump_said_;
  if (was_set) now_ = pump_said_ = pump_.clock();
}

void RunningPump::ask_module() {
  if (!pump_.wants_module()) return;
  meter::PumpSession session{pump_, meter::PumpSession::Begin::module_alone};
  converse(session, {});
}

RunningPump::Swipe RunningPump::swipe(const Device& card) {
  meter::PumpSession session{pump_};
  Swipe result = converse(session, card);
  ask_module();
  hear_clock();
  return result;
}

RunningPump::Swipe RunningPump::several_cards() {
  meter::PumpSession session{pump_};
  session.several_cards();
  return outcome_of(session);
}

RunningPump::Swipe RunningPump::outcome_of(const meter::PumpSession& session) const {
  return {session.refusal(), session.paid(), session.balance(), session.tool_answer()};
}

RunningPump::Swipe RunningPump::converse(meter::PumpSession& session, const Device& card) {
  unsigned card_commands = 0, module_commands = 0;
  while (!session.finished()) {
    const bool to_card = session.asks() == meter::PumpSession::Party::card;
    ++(to_card ? card_commands : module_commands);
    const Bytes answer = (to_card ? card : module_)(session.command());
    if (answer.empty()) {
      session.silent();
    } else {
      session.receive(answer);
    }
  }
  Swipe result = outcome_of(session);
  result.card_commands = card_commands;
  result.module_commands = module_commands;
  return result;
}

void RunningPump::run(std::uint32_t seconds, const Flow& flow) {
  hear_clock();
  while (seconds > 0) {
    const std::uint32_t step = pump_.wants_seconds() ? 1 : std::min(seconds, pause_most_s);
    if (pump_.relay_closed()) {
      watt_seconds_ += flow.power.watts();
      pump_.consume(Energy::wh(watt_seconds_ / seconds_an_hour));
      watt_seconds_ %= seconds_an_hour;
      pump_.consume(flow.a_second);
    }
    now_.seconds += step;
    seconds -= step;
    pump_.tick(now_);
    pump_said_ = pump_.clock();
    ask_module();
  }
}

void RunningPump::run(bool powered, std::uint32_t seconds, const Flow& flow) {
  if (powered) return run(seconds, flow);
  hear_clock();
  now_.seconds += seconds;
}

}  // namespace kwota::sim
