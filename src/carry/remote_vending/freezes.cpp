#include "carry/remote_vending/freezes.h"

#include <algorithm>

#include "carry/remote_vending/remote_vending.h"

namespace kwota::dlt645 {
namespace {


Dialogue<std::optional<LocalTime>> frozen_at(Address address, std::uint32_t identifier) {
  const auto bytes = co_await read_if_any(address, identifier);
  if (!bytes) co_return std::optional<LocalTime>{};
  const auto value = read_value(*find_item({Edition::y2007, identifier}), *bytes);
  const auto* moment = value.ok() ? value->if_a<Moment>() : nullptr;
  co_return moment != nullptr ? std::optional{moment->at} : std::nullopt;
}

bool is_midnight(const LocalTime& time) { return time.hour == 0 && time.minute == 0; }

/// The total alone, or the total and its rates.
std::optional<Frozen> registers_in(std::uint32_t identifier, ByteView bytes) {
  const auto& item = *find_item({Edition::y2007, identifier});
  const auto value = [&](std::size_t n) -> std::optional<std::int64_t> {
    if (bytes.size() < (n + 1) * item.bytes) return std::nullopt;
    return number_in(item, bytes.subspan(n * item.bytes, item.bytes));
  };
  const auto total = value(0);
  if (!total || bytes.size() % item.bytes != 0) return std::nullopt;
  Frozen frozen{.day = {}, .energy = *total, .rates = {}};
  for (std::size_t rate = 0; rate < frozen.rates.size(); ++rate) frozen.rates[rate] = value(rate + 1);
  return frozen;
}

/// How far back the day after `after` is, where every midnight was frozen; a meter that slept has fewer.
unsigned farthest(const DayFreezes& items, const LocalDate& newest, const LocalDate& after) {
  const auto days = day_number(newest) - day_number(after);
  return static_cast<unsigned>(std::clamp<std::int64_t>(days, 0, items.back_most));
}

}  // namespace

Dialogue<Done> read_freezes(Address address, DayFreezes items, FreezesWanted wanted, std::vector<Frozen>& received) {
  if (items.back_most == 0) co_return Done{};
  const auto newest = co_await frozen_at(address, items.time + 1);
  if (!newest || !is_midnight(*newest)) co_return Done{};  // it has none, or freezes at another hour
  auto last = wanted.after;
  for (auto back = farthest(items, newest->date, wanted.after); back > 0; --back) {
    auto at = newest;
    if (back > 1) at = co_await frozen_at(address, items.time + back);
    if (!at || !is_midnight(*at) || at->date <= last || at->date > wanted.to) continue;
    const auto bytes = co_await read_if_any(address, items.energy + back);
    auto frozen = bytes ? registers_in(items.energy + back, *bytes) : std::nullopt;
    if (!frozen) continue;
    last = frozen->day = at->date;
    received.push_back(*frozen);
  }
  co_return Done{};
}

}  // namespace kwota::dlt645
