// What a pump gives to handhelds, lines and collect cards.
#include "meter/pump/pump.h"

namespace kwota::meter {
namespace {

/// In the order in which they are read: by number, and of two wells' equal numbers by the place here.
struct Key {
  std::uint32_t number = 0;
  std::size_t index = 0;
  friend constexpr auto operator<=>(const Key&, const Key&) = default;
};

}  // namespace

Pump::Places Pump::places() {
  const std::uint32_t count = store_.usage().count();
  if (count == 0) return {};
  return {count > PumpStore::usage_kept ? count - PumpStore::usage_kept + 1 : 1, count};
}

pump::Directory Pump::directory() {
  pump::Directory directory;
  const auto [first, last] = places();
  const auto newest = store_.newest_use();
  const auto oldest = last == 0 ? std::nullopt : store_.used(first);
  if (newest) directory.newest = newest->number;
  if (oldest) directory.oldest = oldest->number;
  // Another module has numbered anew, and the numbers alone do not show it.
  const bool one_row = last == 0 || directory.newest - directory.oldest == last - first;
  if (!one_row && directory.oldest <= directory.newest) directory.oldest = directory.newest + 1;
  return directory;
}

/// The place of the first record with that number or a higher one; 0: there is none. Numbers run with the places as long as the
/// module is the same, so the guess is right at once.
std::uint32_t Pump::place_of(std::uint32_t number) {
  const auto [oldest, count] = places();
  if (count == 0) return 0;
  std::uint32_t place = oldest;
  if (const auto newest = store_.newest_use(); newest && newest->number >= number && newest->number - number < count) {
    const std::uint32_t guess = count - (newest->number - number);
    const auto there = guess >= oldest ? store_.used(guess) : std::nullopt;
    if (there && there->number == number) place = guess;
  }
  for (; place <= count; ++place)
    if (const auto found = store_.used(place); found && found->number >= number) return place;
  return 0;
}

std::size_t Pump::usage_from(std::uint32_t number, std::span<pump::Image<pump::UsageRecord>> to) {
  const std::uint32_t place = place_of(number);
  return place == 0 ? 0 : usage_at(place, to);
}

std::size_t Pump::usage_at(std::uint32_t place, std::span<pump::Image<pump::UsageRecord>> to) {
  std::size_t given = 0;
  const auto [oldest, newest] = places();
  for (place = std::max(place, oldest); place != 0 && place <= newest && given < to.size(); ++place)
    if (const auto image = store_.usage().numbered(place)) to[given++] = *image;
  return given;
}

std::size_t Pump::hung_from(std::uint32_t number, std::span<pump::Image<pump::HungRecord>> to) {
  const auto record_at = [&](std::size_t index) -> std::optional<pump::HungRecord> {
    if (index < PumpStore::hung_kept) {
      const Watering watering = store_.hung(index);
      return watering.is_none() ? std::nullopt : std::optional{hung_of(watering)};
    }
    const auto released = store_.released(index - PumpStore::hung_kept);
    // What was brought here and is not settled is another well's to tell.
    if (!released || released->record.state == pump::HungState::hung) return std::nullopt;
    return released->record;
  };
  std::size_t given = 0;
  Key least{number, 0};
  while (given < to.size()) {
    std::optional<Key> next;
    for (std::size_t index = 0; index < PumpStore::hung_kept + PumpStore::released_kept; ++index) {
      const auto record = record_at(index);
      if (!record) continue;
      const Key key{record->number, index};
      if (key >= least && (!next || key < *next)) next = key;
    }
    if (!next) break;
    if (const auto image = pump::encode(*record_at(next->index))) to[given++] = *image;
    least = {next->number, next->index + 1};
  }
  return given;
}

pump::Head Pump::head(const std::array<std::uint8_t, 6>& address) {
  return {.address = address,
          .clock = now(),
          .state = static_cast<std::uint8_t>(phase()),
          .hung = static_cast<std::uint8_t>(hung()),
          .key_version = 1,
          .price_set = prices_.current.set,
          .black_list = store_.black_list().edition,
          .energy = Energy::wh(on_wheels(total().wh(), 10)),
          .fault_energy = Energy::wh(on_wheels(account_.fault_energy.wh(), 10)),
          .water = Volume::litres(on_wheels(water().litres(), 100)),
          .settlement_day = static_cast<std::uint8_t>(parameters_.of(PumpParameter::settlement_day)),
          .settlement_hour = static_cast<std::uint8_t>(parameters_.of(PumpParameter::settlement_hour))};
}

}  // namespace kwota::meter
