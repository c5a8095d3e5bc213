// Sales over HTTP: the real server on a free port, 64 connections of wrk selling into one till account.
#pragma once
#include <filesystem>

#include "kwota/bench_shop.h"

namespace kwota::app {

struct HttpFigures {
  double sales = 0;      ///< answered 200 and durable, per second
  std::int64_t refused = 0;
};
/// Sells once to each account of the shop. Errors: `load_tool_missing` (wrk is not installed), those of the server.
Result<HttpFigures> sell_over_http(BenchShop& shop, const std::filesystem::path& folder, int connections);

}  // namespace kwota::app
