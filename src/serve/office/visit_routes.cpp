// Visits to supplies: ordered from a list of what looks odd or by somebody's own idea, and told when somebody was there. Nothing is decided here:
// collect/insight/visits.h.
#include "base/ids_text.h"
#include "collect/insight/visits.h"
#include "collect/report/report.h"
#include "people/permissions.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/desk/shown.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

object view_of(const books::Visit& row) {
  return {{"number", row.number},
          {"account", row.account},
          {"meter", row.meter == MeterNumber{} ? value(nullptr) : value(to_text(row.meter))},
          {"insight_list", row.rule},
          {"reason", row.reason},
          {"visit_day", format_date(row.day)},
          {"visitor", row.visitor},
          {"state", word_of(row.state)},
          {"outcome", word_of(row.outcome)},
          {"found", row.found},
          {"ordered_by", row.ordered_by},
          {"told_by", row.told_by}};
}

array views_of(const std::vector<books::Visit>& rows) {
  array out;
  for (const auto& row : rows) out.push_back(view_of(row));
  return out;
}

insight::OrderVisits order_of(const Asked& asked) {
  insight::OrderVisits out{.supplies = {}, .rule = asked.text("insight_list"), .reason = asked.text("reason"), .day = asked.text("day"), .visitor = asked.text("visitor")};
  for (const auto& supply : asked.objects("supplies")) out.supplies.push_back({supply.number("account"), supply.text("reason")});
  if (const auto account = asked.number("account"); account != 0) out.supplies.push_back({account, {}});
  return out;
}

/// Rows of the list that it names are accounts, and whoever orders may see it.
Result<void> known_list(const std::string& name, const books::Operator& who) {
  const auto* found = name.empty() ? nullptr : report::report_numbered(name);
  if (name.empty()) return Done{};
  if (found == nullptr || !found->visits)
    return error(Fault::request, "unknown_report", "There is no such list of supplies. Choose one that offers visits.", {{"report", name}});
  MUST(people::require(who, found->right));
  return Done{};
}

void order(ServerParts& server, const CallPtr& call) {
  const auto request = order_of(Asked(call->body));
  if (const auto known = known_list(request.rule, *call->who); !known) return call->refuse(known.error());
  const auto context = context_of(server, *call);
  decide(
      server, call, "visits_write", [request, context](const books::Reader& books) { return insight::order_visits(books, request, context); },
      [](const insight::OrderedVisits& done) { return object{{"ordered", views_of(done.ordered)}, {"waiting", views_of(done.waiting)}}; });
}

void tell(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  const insight::TellVisit request{.visit = path_number(*call, "number"),
                                   .outcome = asked.text("outcome"),
                                   .found = asked.text("found"),
                                   .day = asked.text("day"),
                                   .visitor = asked.text("visitor")};
  const auto context = context_of(server, *call);
  decide(
      server, call, "visits_write", [request, context](const books::Reader& books) { return insight::tell_visit(books, request, context); }, view_of);
}

}  // namespace

void add_visit_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("POST", "/visits", "visits_write", order);
  on("POST", "/visits/{number}/outcome", "visits_write", tell);
}

}  // namespace kwota::serve
