#include "work/head_end/rooms.h"

#include <algorithm>
#include <span>

#include "carry/lines/all.h"
#include "sell/remote/queue.h"
#include "sell/rooms/occupants.h"

namespace kwota::head_end {

Result<std::vector<books::MeterCommand>> look_at_rooms(store::Books& books, Instant now) {
  TRY(meters, books.read([&](const books::Reader& reader) -> Result<std::vector<MeterNumber>> {
    return rooms::not_followed(reader, now, lines::known_devices());
  }));
  constexpr std::size_t at_once = 50;  // sales do not wait for a whole campus
  std::vector<books::MeterCommand> out;
  std::span<const MeterNumber> left = meters;
  while (!left.empty()) {
    const auto part = left.first(std::min(at_once, left.size()));
    left = left.subspan(part.size());
    TRY(queued, books.run({std::string{remote::head_end}, "rooms", ""},
                          [&](const books::Reader& reader) { return rooms::follow(reader, part, now, lines::known_devices()); }));
    out.insert(out.end(), std::make_move_iterator(queued.begin()), std::make_move_iterator(queued.end()));
  }
  return out;
}

}  // namespace kwota::head_end
