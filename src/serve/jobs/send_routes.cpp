// What people want made and sent by plan: kept, listed, removed.
#include "people/notices/sends.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/desk/shown.h"
#include "work/jobs/jobs.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::object;
using books::SendPlan;

object shown(const SendPlan& row) {
  array mailed;
  for (const auto& name : people::mailed_to(row)) mailed.push_back(boost::json::value(name));
  return {{"number", row.number}, {"name", row.name}, {"kind", word_of(row.kind)}, {"asked", parsed(row.asked)}, {"rhythm", word_of(row.rhythm)},
          {"day", row.day},       {"last", row.last}, {"made", time_text(row.made)}, {"mail_to", mailed}};
}

void get_sends(ServerParts& server, const CallPtr& call) {
  call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
    array rows;
    for (const auto& row : people::sends_of(books, *call->who)) rows.push_back(shown(row));
    return object{{"rows", std::move(rows)}};
  }));
}

/// As the job will be asked when it is due first: of a report the period is the one before, whatever somebody says.
object asked_when_due(const ServerParts& server, const people::SendRequest& request, object asked) {
  const auto rhythm = parse_word<books::Rhythm>(request.rhythm);
  if (request.kind != word_of(books::JobKind::report) || !rhythm) return asked;
  books::SendPlan plan;
  plan.rhythm = *rhythm;
  asked["period"] = people::period_of(plan, server.clock.now(), zone_of_utility(server));
  return asked;
}

void post_send(ServerParts& server, const CallPtr& call) {
  const Asked body(call->body);
  const auto* wanted = call->body.is_object() ? call->body.get_object().if_contains("asked") : nullptr;
  const auto asked = wanted != nullptr && wanted->is_object() ? wanted->get_object() : object{};
  people::SendRequest request{.name = body.text("name"), .kind = body.text("kind"), .asked = boost::json::serialize(asked), .rhythm = body.text("rhythm"), .language = call->language, .day = body.number("day"), .mail_to = body.texts("mail_to")};
  server.workers.run([&server, call, request = std::move(request), asked] {
    const auto kind = parse_word<books::JobKind>(request.kind);
    if (!kind) return call->refuse(error(Fault::request, "unknown_kind", "There is no such kind.", {{"kind", request.kind}}));
    if (const auto may = server.jobs->may(*kind, *call->who, asked_when_due(server, request, asked)); !may) return call->refuse(may.error());
    const auto context = context_of(server, *call);
    decide(
        server, call, "jobs", [request, context](const books::Reader& books) { return people::keep_send(books, request, context); }, [](const SendPlan& row) { return shown(row); });
  });
}

void delete_send(ServerParts& server, const CallPtr& call) {
  const auto context = context_of(server, *call);
  const auto number = path_number(*call, "number");
  decide(
      server, call, "jobs", [number, context](const books::Reader& books) { return people::remove_send(books, number, context); }, [](const SendPlan& row) { return shown(row); });
}

void bring_back(ServerParts& server, const CallPtr& call) {
  const auto context = context_of(server, *call);
  const auto number = path_number(*call, "number");
  decide(
      server, call, "jobs", [number, context](const books::Reader& books) { return people::bring_back_send(books, number, context); }, [](const SendPlan& row) { return shown(row); });
}

}  // namespace

void add_send_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("GET", "/sends", "jobs", get_sends);
  on("POST", "/sends", "jobs", post_send);
  on("DELETE", "/sends/{number}", "jobs", delete_send);
  on("POST", "/sends/{number}/bring-back", "jobs", bring_back);
}

}  // namespace kwota::serve
