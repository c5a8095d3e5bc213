#include "sell/remote/contact_kind.h"

#include "base/ids_text.h"
#include "books/lookup.h"

namespace kwota::remote {

using enum books::CommandKind;

ContactKind contact_kind(const books::Reader& books, MeterNumber meter) { return books::place_at_well(books, meter) ? ContactKind::pump : ContactKind::meter; }

bool takes(ContactKind kind, books::CommandKind command, std::optional<devices::RelayOrder> order) {
  const bool stops_or_permits = order == devices::RelayOrder::trip || order == devices::RelayOrder::permit;
  if (kind == ContactKind::pump) return command == read || command == clock || command == settlement || (command == relay && stops_or_permits);
  return command != settlement;
}

Error not_taken(ContactKind kind, MeterNumber meter) {
  const Details about{{"meter", to_text(meter)}};
  if (kind == ContactKind::pump)
    return error(Fault::request, "not_for_a_pump",
                 "This is the pump of a well: on its line it is read, its clock and its settlement day are set, it is stopped and permitted again, and it hears what the office has for it. Nothing else was sent.", about)
        .trying(Again::never);
  return error(Fault::request, "for_a_pump_alone", "Only the pump of a well is told a settlement day so; those of a meter come with its parameters. Nothing was sent.", about).trying(Again::never);
}

}  // namespace kwota::remote
