#include "carry/handheld/usual_visit.h"

namespace kwota::handheld {
namespace {

using dialogue::attempt;
using dialogue::ok;

/// `already` outlives the dialogue, and has the head.
Dialogue<Reading> read_all(Session session, std::function<Result<Known>()> known, AlreadyRead& already) {
  Reading all = co_await read_usage(session, co_await ok(known()));
  const auto hung = co_await read_hung(session, co_await ok(known()));
  all.kept += hung.kept;
  const auto before = co_await ok(known());
  if (!before.has_month_before(already.head->clock, already.head->settlement_day, already.head->settlement_hour)) {
    const auto months = co_await read_months(session, before);
    all.kept += months.kept;
  }
  for (const auto kind : {Kind::parameter, Kind::fault}) {
    const auto more = co_await read_marked(session, co_await ok(known()), kind, already);
    all.kept += more.kept;
  }
  co_return all;
}

/// What was brought, and why not all of it.
struct Brought {
  Visited visited;
  std::optional<Error> refused{};
};

/// A list that no pump has room for keeps nobody from hearing the rest: only light that fails ends a visit.
Dialogue<Brought> bring_all(Session session, std::function<Result<Known>()> known, ToBring what, AlreadyRead already) {
  Brought out;
  out.visited.acknowledged = co_await acknowledge_with(session, co_await ok(known()), already);
  if (const auto& orders = what.orders) {
    const auto listed = co_await attempt(bring_black_list(session, co_await ok(known()), orders->edition, listed_at(*orders, session.meter)));
    if (!listed.ok() && listed.error().fault != Fault::refused) co_return listed.error();
    if (listed.ok()) out.visited.listed = *listed;
    else out.refused = listed.error();
    out.visited.released = co_await bring_released(session, co_await ok(known()), orders->released);
  }
  out.visited.brought = co_await bring_hung(session, co_await ok(known()), what.hung);
  co_return out;
}

}  // namespace

Dialogue<Visited> bring(Session session, std::function<Result<Known>()> known, ToBring what) {
  const AlreadyRead nothing;
  const auto brought = co_await bring_all(session, known, what, nothing);
  if (brought.refused) co_return *brought.refused;
  co_return brought.visited;
}

Dialogue<Visited> usual_visit(Session session, std::function<Result<Known>()> known, ToBring what, std::function<LocalTime()> now) {
  AlreadyRead already;
  already.head = co_await read_head(session, co_await ok(known()));
  const ClockTold clock{already.head->clock, now()};
  const auto read = co_await read_all(session, known, already);
  auto brought = co_await bring_all(session, known, what, already);
  auto& visited = brought.visited;
  visited.read = read;
  visited.clock = co_await set_clock_told(session, clock, std::move(now), false);
  if (brought.refused) co_return *brought.refused;
  co_return visited;
}

}  // namespace kwota::handheld
