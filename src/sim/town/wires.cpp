#include "sim/town/wires.h"

#include <algorithm>

#include "carry/dlt645/exchange.h"

namespace kwota::sim {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds patience{3};
constexpr std::int64_t lost_one_in = 200, late_one_in = 100, corrupt_one_in = 400;

dispatch::Exchange::Answer nobody(const char* code) {
  return error(Fault::wire, code, "No answer came.", {{"link", "town"}, {"reason", "not logged in"}});
}

}  // namespace

TownWires::TownWires(Meters& meters, Setup setup, Dice& dice)
    : meters_(meters), setup_(setup), dice_(dice), lines_(meters.lines()), lived_(meters.all().size()) {}

Result<dispatch::Exchange> TownWires::open(const books::MeterLink&, std::size_t line, Micros now) const {
  const auto& state = lines_[line];
  if (now >= state.away_from && now < state.away_until) return nobody("link_failed").error();
  return dispatch::Exchange{[](const dialogue::LineFrame&) { return nobody("link_failed"); }};  // the town carries it itself
}

void TownWires::live(std::size_t index, Micros now) {
  auto& meter = *meters_.all()[index].meter;
  const auto by = duration_cast<milliseconds>(now - lived_[index]);
  if (by.count() <= 0) return;
  lived_[index] += by;
  if (meter.powered() && !meter.core().relay_closed() && meter.core().state().ledger.balance.e5() > 0)
    meter.press_key(Duration::seconds(3));
  meter.set_load(Power::watts(dice_.between(0, 250)));
  meter.advance(Duration::ms(by.count()));
}

void TownWires::cut_power(std::size_t index, Micros now) {
  live(index, now);
  meters_.all()[index].meter->cut_power();
}

void TownWires::restore_power(std::size_t index, Micros now) {
  live(index, now);
  auto& meter = *meters_.all()[index].meter;
  if (!meter.powered()) (void)meter.restore_power();
}

void TownWires::be_good() {
  setup_.trouble = false;
  for (auto& line : lines_) line.away_until = {};
  for (auto& one : meters_.all())
    if (!one.meter->powered()) (void)one.meter->restore_power();
}

TownWires::Carried TownWires::carry(MeterNumber meter, std::size_t line, const dialogue::LineFrame& frame, Micros now) {
  const Micros in_vain = setup_.network + patience;
  auto question = dlt645::Exchange::begin(frame);
  if (!question.ok()) return {Micros{}, question.error()};
  const auto sent = question->sends();
  auto& state = lines_[line];
  const auto happens = [&](std::int64_t one_in) { return setup_.trouble && dice_.one_in(one_in); };
  if ((now >= state.away_from && now < state.away_until) || happens(lost_one_in)) return {in_vain, nobody("meter_silent")};
  live(static_cast<std::size_t>(meters_.find(meter) - meters_.all().data()), now);
  auto answer = meters_.receive(line, sent);
  if (answer.empty() || happens(lost_one_in)) return {in_vain, nobody("meter_silent")};
  Bytes received;
  if (happens(late_one_in)) append(received, state.previous_answer);
  state.previous_answer = answer;
  if (happens(corrupt_one_in)) answer[answer.size() / 2] ^= 0x10;
  append(received, answer);
  auto taken = question->receive(received);
  if (!taken) taken = question->silence();
  if (!taken) return {in_vain, nobody("meter_silent")};
  return {setup_.network + wire_time(sent.size()) + answer_after + wire_time(received.size()), std::move(*taken)};
}

TownWires::Micros TownWires::idle_before(MeterNumber meter, std::size_t, Micros now, store::Books& books, Instant start,
                                         Micros free_since) const {
  const auto due = books.read([&](const books::Reader& reader) -> Result<Instant> {
    Instant first = start + Duration::ms(duration_cast<milliseconds>(now).count());
    for (const auto& row : reader.select(books::MeterCommand::open_of, meter)) first = std::min(first, std::max(row.created, row.not_before));
    return first;
  });
  if (!due.ok()) return {};
  const Micros since = std::max(free_since, Micros(milliseconds((*due - start).ms())));
  return std::max(now - since, Micros{});
}

}  // namespace kwota::sim
