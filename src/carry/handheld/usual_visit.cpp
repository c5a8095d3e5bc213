#include "carry/handheld/usual_visit.h"

namespace kwota::handheld {
namespace {

using dialogue::ok;

Dialogue<Reading> read_all(Session session, std::function<Result<Known>()> known) {
  co_await read_head(session, co_await ok(known()));
  Reading all = co_await read_usage(session, co_await ok(known()));
  for (auto* list : {read_hung, read_months, read_parameters, read_faults}) {
    const auto more = co_await list(session, co_await ok(known()));
    all.kept += more.kept;
  }
  co_return all;
}

}  // namespace

Dialogue<Visited> bring(Session session, std::function<Result<Known>()> known, ToBring what) {
  Visited visited;
  visited.acknowledged = co_await acknowledge(session, co_await ok(known()));
  if (const auto& orders = what.orders) {
    visited.listed = co_await bring_black_list(session, co_await ok(known()), orders->edition, listed_at(*orders, session.meter));
    visited.released = co_await bring_released(session, co_await ok(known()), orders->released);
  }
  visited.brought = co_await bring_hung(session, co_await ok(known()), what.hung);
  co_return visited;
}

Dialogue<Visited> usual_visit(Session session, std::function<Result<Known>()> known, ToBring what, std::function<LocalTime()> now) {
  const auto read = co_await read_all(session, known);
  auto visited = co_await bring(session, known, what);
  visited.read = read;
  visited.clock = co_await set_clock(session, std::move(now), false);
  co_return visited;
}

}  // namespace kwota::handheld
