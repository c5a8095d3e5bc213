// The bench's pumps over HTTP: /api/v1/bench/pumps…   Inside this room only.
#pragma once
#include <span>

#include "serve/api/server_parts.h"
#include "serve/router/router.h"
#include "sim/bench/bench.h"

namespace kwota::sim {

struct PumpDoor {
  const char* pattern;
  Result<void> (*act)(Bench& bench, serve::ServerParts& server, const serve::Call& call);
};
std::span<const PumpDoor> pump_doors();

boost::json::array pumps_json(Bench& bench);
/// Null: the card holds no money itself.
boost::json::value purse_json(const BenchCard& card);

}  // namespace kwota::sim
