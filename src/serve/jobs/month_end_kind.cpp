// A month is closed: what meters used is added up beside the people who sell, then one decision closes it at all stations.
#include <set>

#include "base/cause.h"
#include "base/decimal.h"
#include "collect/months/close.h"
#include "people/station.h"
#include "serve/api/asked.h"
#include "serve/desk/shown.h"
#include "serve/jobs/kinds.h"
#include "store/draft/moment.h"

namespace kwota::serve {
namespace {

people::Context context_for(const ServerParts& server, const books::Operator& who) {
  people::Context context;
  context.who = who;
  context.station = who.station;
  context.now = server.clock.now();
  context.zone = zone_of_utility(server);
  return context;
}

Result<std::map<months::Supplied, months::Used>> used_in(ServerParts& server, const people::Context& context, const std::string& month, jobs::Run& run) {
  return server.books.walk([&](store::Moment& connection) -> Result<std::map<months::Supplied, months::Used>> {
    const store::BooksReader reader(connection);
    TRY(end, months::may_close(reader, month, context));
    TRY(used, months::used_until(reader, end, context.zone, [&run] { return run.ended(); }));
    if (reader.failure()) return *reader.failure();
    if (!run.ended()) MUST(months::adds_up(reader, month));
    return used;
  });
}

boost::json::object figures_of(const std::vector<books::MonthEnd>& rows, int digits) {
  const auto text = [digits](Money amount) { return format_money(amount, digits); };
  books::MonthEnd sum;
  std::set<std::string> stations;
  for (const auto& row : rows) {
    stations.insert(row.station);
    sum.opening += row.opening;
    sum.income += row.income;
    sum.expense += row.expense;
    sum.consumption += row.consumption;
    sum.closing += row.closing;
    sum.meters += row.meters;
    sum.unread += row.unread;
  }
  const auto gap = sum.opening + sum.income - sum.expense - sum.consumption - sum.closing;
  return {{"stations", stations.size()},         {"opening", text(sum.opening)},         {"income", text(sum.income)}, {"expense", text(sum.expense)},
          {"consumption", text(sum.consumption)}, {"closing", text(sum.closing)}, {"check", text(gap)},         {"meters", sum.meters},
          {"unread", sum.unread}};
}

Result<jobs::Outcome> month_end_work(ServerParts& server, jobs::Run& run) {
  const auto* who = run.who();
  if (who == nullptr) return error(Fault::refused, Cause::permission_denied, "A month is closed by somebody.", {{"permission", "month_close"}});
  const auto month = Asked(run.asked()).text("month");
  const auto context = context_for(server, *who);
  TRY(used, used_in(server, context, month, run));
  std::set<std::string> stations;
  for (const auto& [of, one] : used) stations.insert(of.first);
  run.say("used_added_up", {{"stations", stations.size()}});
  if (run.ended()) return jobs::left();
  TRY(rows, server.books.run({.operator_name = who->name, .action = "month_close", .station = who->station},
                             [&](const books::Reader& books) { return months::close_month(books, month, used, context); }));
  auto result = figures_of(rows, minor_digits(server));
  result["month"] = month;
  return jobs::Outcome{{}, {}, {}, std::move(result)};
}

}  // namespace

jobs::Kind month_end_kind(ServerParts& server) {
  return {.kind = books::JobKind::month_end,
          .may = [](const books::Operator& who, const boost::json::object& asked) -> Result<void> {
            MUST(only_members(asked, {"month"}));
            MUST(people::require_for_whole_utility(who, "month_close"));
            MUST(months::named(Asked(asked).text("month")));
            return Done{};
          },
          .work = [&server](jobs::Run& run) { return month_end_work(server, run); }};
}

}  // namespace kwota::serve
