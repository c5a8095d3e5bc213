// What a meter of the 1997 edition answers: two bytes of identifier, and few of them (meters.md 1.5).
#include <algorithm>

#include "meter/dlt645/readings.h"

namespace kwota::meter_line {
namespace {

using dlt645::Edition;
using dlt645::Identifier;
using Number = std::optional<std::int64_t>;

/// The same values under their names of 2007; voltages lose their decimal, currents one.
struct Twin {
  std::uint16_t first, mask;
  std::uint32_t item;  ///< of 2007
  unsigned shift;      ///< where the low digit of the old identifier stands in the new one
  std::int64_t divided_by;
};
constexpr Twin twins[] = {
    {0x9010, 0xFFF0, 0x00010000, 8, 1}, {0xB610, 0xFFF0, 0x02010000, 8, 10}, {0xB620, 0xFFF0, 0x02020000, 8, 10},
    {0xB630, 0xFFF0, 0x02030000, 8, 1}, {0xC010, 0xFFFF, 0x04000101, 0, 1},  {0xC011, 0xFFFF, 0x04000102, 0, 1},
    {0xC030, 0xFFFF, 0x04000409, 0, 1}, {0xC032, 0xFFFF, 0x04000402, 0, 1},  {0xC033, 0xFFFF, 0x0400040E, 0, 1},
};

std::optional<Bytes> one(const ReadingSources& view, std::uint32_t asked) {
  const auto twin = std::ranges::find_if(twins, [&](const Twin& row) { return (asked & row.mask) == row.first; });
  if (twin == std::end(twins)) return std::nullopt;
  const std::uint32_t place = asked & ~std::uint32_t{twin->mask} & 0xFFFF;
  const Identifier modern{Edition::y2007, twin->item | place << twin->shift};
  const auto value = reading(view, modern);
  const auto* from = dlt645::find_item(modern);
  const auto* to = dlt645::find_item({Edition::y1997, asked});
  const auto number = value && from != nullptr ? dlt645::number_in(*from, *value) : Number{};
  return number && to != nullptr ? dlt645::bytes_of(*to, *number / twin->divided_by) : std::nullopt;
}

}  // namespace

std::optional<Bytes> reading_1997(const ReadingSources& view, std::uint32_t asked) {
  if ((asked & 0xF) != 0xF) return one(view, asked);
  std::optional<Bytes> all;  // a block: from the first place that there is to the last before a gap
  for (std::uint32_t place = 0; place < 0xF; ++place) {
    const auto part = one(view, (asked & 0xFFF0) | place);
    if (!part && all) break;
    if (!part) continue;
    if (!all) all.emplace();
    append(*all, *part);
  }
  return all;
}

}  // namespace kwota::meter_line
