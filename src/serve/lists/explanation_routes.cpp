// Exceptions that somebody has looked into: one door for all kinds of them. Nothing is decided here: collect/readings/explain.h.
#include "base/ids_text.h"
#include "collect/readings/explain.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/api/visibility.h"
#include "serve/desk/shown.h"
#include "serve/lists/made/reconciled.h"

namespace kwota::serve {
namespace {

object view_of(const books::Explanation& row) {
  return {{"meter", to_text(row.meter)}, {"kind", word_of(row.kind)}, {"code", row.code}, {"object", row.object}, {"as_seen", row.as_seen},
          {"reason", row.reason}, {"note", row.note}, {"explained_by", row.explained_by}, {"explained", time_text(row.explained)}};
}

Result<readings::ExplainRequest> request_of(const Call& call) {
  const Asked asked(call.body);
  TRY(meter, parse_meter_number(asked.text("meter")));
  const auto kind = parse_word<books::ExceptionKind>(asked.text("kind"));
  if (!kind) return error(Fault::request, "unknown_kind", "There is no such kind.", {{"kind", asked.text("kind")}});
  return readings::ExplainRequest{.meter = meter, .kind = *kind, .code = asked.text("code"), .object = asked.number("object"), .as_seen = asked.text("as_seen"),
                                  .reason = asked.text("reason"), .note = asked.text("note")};
}

/// The reconciliation is worked out of lists, beside the writer; who sees another figure by then has explained the one that he saw.
void explain_gap(ServerParts& server, const CallPtr& call, const readings::ExplainRequest& request) {
  server.checks->run([&server, call, request] {
    const auto now = server.books.query([&](store::Moment& moment) { return reconciled(moment, request.meter, request.object, visibility_of(*call->who).station); });
    if (!now) return call->refuse(now.error());
    const auto context = context_of(server, *call);
    decide(
        server, call, "exceptions_explain", [request, now = *now, context](const books::Reader& books) { return readings::explain_gap(books, request, now, context); }, view_of);
  });
}

void explain(ServerParts& server, const CallPtr& call) {
  const auto request = request_of(*call);
  if (!request) return call->refuse(request.error());
  if (request->kind == books::ExceptionKind::reconciliation) return explain_gap(server, call, *request);
  const auto context = context_of(server, *call);
  decide(
      server, call, "exceptions_explain",
      [request = *request, context, devices = server.devices](const books::Reader& books) { return readings::explain(books, request, devices, context); }, view_of);
}

}  // namespace

void add_explanation_routes(Router& router, ServerParts& server) { adding_to(router, server)("POST", "/explanations", "exceptions_explain", explain); }

}  // namespace kwota::serve
