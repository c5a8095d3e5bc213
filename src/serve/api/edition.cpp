#include "serve/api/edition.h"

#include "sell/settings/in_force.h"

namespace kwota::serve {

bool is_network_edition(store::Books& books, Instant now) {
  const auto network = books.read_held([now](const books::Reader& reader) -> Result<bool> { return settings::number_in_force(reader, settings::SettingName::network, now) != 0; });
  return !network.ok() || *network;
}

void end_other_machines(ServerParts& parts) {
  if (parts.events.is_heard_elsewhere() && !is_network_edition(parts.books, parts.clock.now())) parts.events.end_elsewhere();
}

}  // namespace kwota::serve
