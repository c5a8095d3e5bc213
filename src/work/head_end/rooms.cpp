#include "work/head_end/rooms.h"

#include "carry/lines/all.h"
#include "sell/rooms/occupants.h"
#include "work/head_end/in_parts.h"

namespace kwota::head_end {

Result<std::vector<books::MeterCommand>> look_at_rooms(store::Books& books, Instant now) {
  TRY(meters, books.read([&](const books::Reader& reader) -> Result<std::vector<MeterNumber>> {
    return rooms::not_followed(reader, now, lines::known_devices());
  }));
  return queued_in_parts(books, "rooms", meters, [&](const books::Reader& reader, std::span<const MeterNumber> part) {
    return rooms::follow(reader, part, now, lines::known_devices());
  });
}

}  // namespace kwota::head_end
