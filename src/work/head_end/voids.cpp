#include "work/head_end/voids.h"

#include <algorithm>
#include <span>

#include "collect/readings/due.h"
#include "sell/remote/queue.h"
#include "sell/remote/void_list.h"

namespace kwota::head_end {

Result<std::int64_t> edition_of_voids(store::Books& books, Instant now) {
  return books.read([&](const books::Reader& reader) -> Result<std::int64_t> {
    TRY(zone, readings::zone_of(reader));
    return remote::edition(reader, format_date(zone.local(now).date));
  });
}

Result<std::vector<books::MeterCommand>> call_about_voids(store::Books& books, Instant now) {
  TRY(edition, edition_of_voids(books, now));
  TRY(meters, books.read([&](const books::Reader& reader) -> Result<std::vector<MeterNumber>> { return remote::not_told(reader, edition); }));
  constexpr std::size_t at_once = 50;  // sales do not wait for a whole town
  std::vector<books::MeterCommand> out;
  std::span<const MeterNumber> left = meters;
  while (!left.empty()) {
    const auto part = left.first(std::min(at_once, left.size()));
    left = left.subspan(part.size());
    TRY(queued, books.run({std::string{remote::head_end}, "remote", ""},
                          [&](const books::Reader& reader) { return remote::call(reader, part, edition, now); }));
    out.insert(out.end(), std::make_move_iterator(queued.begin()), std::make_move_iterator(queued.end()));
  }
  return out;
}

}  // namespace kwota::head_end
