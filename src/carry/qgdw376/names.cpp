#include "carry/qgdw376/names.h"

#include <algorithm>

#include "base/core/bcd.h"

namespace kwota::qgdw376 {
namespace {

struct NamedFunction {
  std::uint8_t afn = 0;
  std::string_view name{};
};
constexpr NamedFunction application_functions[] = {
    {0x00, "confirm"},      {0x01, "reset"},         {0x02, "link"},     {0x03, "relay station"}, {0x04, "set parameters"},
    {0x05, "control"},      {0x06, "identity"},      {0x08, "report by itself"}, {0x09, "configuration"}, {0x0A, "read parameters"},
    {0x0B, "task data"},    {0x0C, "current data"},  {0x0D, "history"},  {0x0E, "events"},        {0x0F, "file"},
    {0x10, "data transfer"}};

struct NamedUnit {
  std::uint8_t afn = 0;
  std::uint16_t fn = 0;
  std::string_view name{};
};
constexpr NamedUnit units[] = {{0x00, 1, "all confirmed"},
                               {0x00, 2, "all denied"},
                               {0x00, 3, "confirmed one by one"},
                               {0x01, 1, "reset hardware"},
                               {0x01, 2, "reset data"},
                               {0x01, 3, "reset to the works"},
                               {0x02, 1, "login"},
                               {0x02, 2, "logout"},
                               {0x02, 3, "heartbeat"},
                               {0x05, 1, "trip"},
                               {0x05, 2, "close"},
                               {0x05, 31, "set clock"},
                               {0x0C, 2, "calendar and clock"},
                               {0x0C, 129, "import energy"},
                               {0x0C, 167, "purchase data"},
                               {0x0E, 1, "important events"},
                               {0x0E, 2, "ordinary events"},
                               {0x10, 1, "a frame for a meter"}};

/// Numbers of the bits of a mask, the group of eight counted from 1.
std::vector<std::uint16_t> numbers_of(std::uint8_t mask, unsigned group) {
  std::vector<std::uint16_t> numbers;
  for (unsigned bit = 0; bit < 8; ++bit)
    if ((mask >> bit & 1) != 0) numbers.push_back(static_cast<std::uint16_t>(group * 8 + bit + 1));
  return numbers;
}

/// A question is units alone: it was begun by the station and asks for values.
bool is_units_alone(const Frame& frame) {
  constexpr std::uint8_t asking[] = {0x09, 0x0A, 0x0C};
  return !frame.control.from_terminal() && std::ranges::find(asking, frame.afn) != std::end(asking);
}

/// Counter, ss mm hh DD, how many minutes.
std::optional<TimeTag> tag_in(ByteView bytes) {
  const auto group = [&](std::size_t at) { return get_bcd(bytes.subspan(at, 1)); };
  const auto second = group(1), minute = group(2), hour = group(3), day = group(4);
  if (!second || !minute || !hour || !day || *second > 59 || *minute > 59 || *hour > 23 || *day < 1 || *day > 31) return std::nullopt;
  return TimeTag{bytes[0], static_cast<unsigned>(*day), static_cast<unsigned>(*hour), static_cast<unsigned>(*minute),
                 static_cast<unsigned>(*second), bytes[5]};
}

}  // namespace

std::string_view name_of_afn(std::uint8_t afn) {
  const auto* found = std::ranges::find(application_functions, afn, &NamedFunction::afn);
  return found == std::end(application_functions) ? std::string_view{} : found->name;
}

std::string_view name_of_function(std::uint8_t afn, std::uint16_t fn) {
  for (const auto& unit : units)
    if (unit.afn == afn && unit.fn == fn) return unit.name;
  return {};
}

std::optional<UnitMarks> marks_of(ByteView data) {
  if (data.size() < unit_bytes) return std::nullopt;
  UnitMarks marks;
  marks.every_point = data[0] == 0xFF && data[1] == 0;
  if (data[0] == 0 && data[1] == 0) marks.points.push_back(0);
  if (data[1] != 0) marks.points = numbers_of(data[0], data[1] - 1U);
  marks.fns = numbers_of(data[2], data[3]);
  return marks;
}

std::vector<UnitMarks> all_marks_of(const Frame& frame) {
  std::vector<UnitMarks> all;
  for (ByteView rest{frame.data}; rest.size() >= unit_bytes; rest = rest.subspan(unit_bytes)) {
    all.push_back(*marks_of(rest));
    if (!is_units_alone(frame)) break;
  }
  return all;
}

Tail tail_of(const Frame& frame) {
  constexpr std::size_t event_bytes = 2, tag_bytes = 6;
  Tail tail;
  ByteView rest{frame.aux};
  const auto next = [&](std::size_t bytes) {
    const auto part = rest.first(std::min(bytes, rest.size()));
    rest = rest.subspan(part.size());
    return part;
  };
  std::size_t password = rest.size();
  if (frame.control.events_wait()) password -= event_bytes;
  if (frame.sequence.time_tag()) password -= tag_bytes;
  tail.password = to_bytes(next(password));
  if (frame.control.events_wait()) {
    const auto counters = next(event_bytes);
    tail.events = {counters[0], counters[1]};
  }
  if (frame.sequence.time_tag()) tail.tag = tag_in(next(tag_bytes));
  return tail;
}

}  // namespace kwota::qgdw376
