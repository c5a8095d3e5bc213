// Sales over HTTP: the real server on a free port, many connections selling into one till account. Each sale is what a console
// asks: first the quote, then the sale with that quote.
#pragma once
#include <filesystem>

#include "kwota/bench/bench_shop.h"

namespace kwota::app {

/// Sells once to each account of the shop; all answered 200 and durable. Errors: `load_failed` (the connections
/// broke off), `load_refused` (the server did not answer 200: details status, answer), those of the server.
Result<Pace> sell_over_http(BenchShop& shop, const std::filesystem::path& folder, int connections);

}  // namespace kwota::app
