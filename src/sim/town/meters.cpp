#include "sim/town/meters.h"

#include <algorithm>

#include "base/ids_text.h"
#include "models/all.h"

namespace kwota::sim {
namespace {

constexpr std::uint64_t first_number = 1'000'001;
constexpr std::uint16_t region = 0x1301;

/// At the works: one price at all times.
bool take_prices(meter::Meter& meter) {
  user_card::PresetFile preset;
  preset.update_flags = user_card::update::tariff_current;
  meter::Tariff tariff;
  for (auto& price : tariff.step_prices) price = MeterPrice::e4(town_price_e4);
  meter::Offer offer;
  offer.current = tariff;
  return meter.take(preset, offer) == meter::Refusal::none;
}

/// As a first card without credit would.
bool open_account(meter::Meter& meter, CustomerNumber customer) {
  meter::RemoteCredit opening;
  opening.opens = true;
  opening.customer = customer;
  return meter.take(opening).refusal == meter::Refusal::none;
}

}  // namespace

qgdw376::Terminal Meters::terminal(std::size_t line) { return {region, static_cast<std::uint16_t>(line + 1)}; }

std::string Meters::link(std::size_t line) { return "concentrator:" + terminal(line).text() + "/1"; }

Result<std::unique_ptr<Meters>> Meters::make(const Setup& setup) {
  std::unique_ptr<Meters> made{new Meters(std::max<std::size_t>(setup.a_line, 1), setup.seed)};
  for (std::size_t i = 0; i < setup.count; ++i) MUST(made->add(setup, i));
  return made;
}

Result<void> Meters::add(const Setup& setup, std::size_t index) {
  One one;
  one.number = MeterNumber::from(first_number + index);
  one.customer = CustomerNumber::from(first_number + index);
  one.line = index / a_line_;
  SimulatedMeter::Setup made{.model = models::all().front(), .number = one.number};
  TRY(running, SimulatedMeter::open(std::move(made), std::make_shared<MemoryStorage>(MeterMemory::bytes), random_, setup.clock));
  one.meter = std::move(running);
  const bool priced = take_prices(one.meter->core());
  one.meter->install_keys(esam::test_county_keys());
  if (!priced || !open_account(one.meter->core(), one.customer))
    return error(Fault::ours, "meter_memory_damaged", "A virtual meter does not take its prices or its account.",
                 {{"meter", to_text(one.number)}});
  by_number_.emplace(one.number.value(), index);
  all_.push_back(std::move(one));
  return {};
}

Meters::One* Meters::find(MeterNumber number) {
  const auto found = by_number_.find(number.value());
  return found == by_number_.end() ? nullptr : &all_[found->second];
}

Bytes Meters::receive(std::size_t line, ByteView frame) {
  const auto received = dlt645::decode(frame);
  if (!received.ok()) return {};
  const auto number = parse_meter_number(received->frame.address.text());
  const bool named = number.ok() && !received->frame.address.has_wildcards() && !received->frame.address.is_broadcast();
  if (named) {
    auto* one = find(*number);
    return one != nullptr && one->line == line ? one->meter->receive_line(frame) : Bytes{};
  }
  Bytes answers;
  for (std::size_t i = line * a_line_; i < std::min((line + 1) * a_line_, all_.size()); ++i)
    append(answers, all_[i].meter->receive_line(frame));
  return answers;
}

Bytes Meters::receive(ByteView frame) {
  Bytes answers;
  for (std::size_t line = 0; line < lines(); ++line) append(answers, receive(line, frame));
  return answers;
}

}  // namespace kwota::sim
