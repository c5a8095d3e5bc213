#include "work/head_end/voids.h"

#include "collect/readings/due.h"
#include "sell/remote/void_list.h"
#include "work/head_end/in_parts.h"

namespace kwota::head_end {

Result<std::int64_t> edition_of_voids(store::Books& books, Instant now) {
  return books.read([&](const books::Reader& reader) -> Result<std::int64_t> {
    TRY(zone, readings::zone_of(reader));
    return remote::edition(reader, format_date(zone.local(now).date));
  });
}

Result<std::vector<books::MeterCommand>> call_about_voids(store::Books& books, Instant now) {
  TRY(edition, edition_of_voids(books, now));
  TRY(meters, books.read([&](const books::Reader& reader) -> Result<std::vector<MeterNumber>> { return remote::meters_without(reader, edition); }));
  return queued_in_parts(books, "remote", meters, [&](const books::Reader& reader, std::span<const MeterNumber> part) {
    return remote::call(reader, part, edition, now);
  });
}

}  // namespace kwota::head_end
