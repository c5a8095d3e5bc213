// The bench over HTTP, for its page: /api/v1/bench/…
#pragma once
#include "serve/api/server_parts.h"
#include "serve/router/router.h"
#include "sim/bench/bench.h"

namespace kwota::sim {

/// All objects outlive the router.
void add_bench_routes(serve::Router& router, Bench& bench, BenchClock& clock, serve::ServerParts& server);

}  // namespace kwota::sim
