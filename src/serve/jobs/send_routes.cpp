// What people want made and sent by plan: kept, listed, removed.
#include "collect/report/report.h"
#include "people/sends.h"
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

/// A report that is made for months alone goes out monthly.
Result<void> fits(const people::SendRequest& request, const object& asked) {
  if (request.kind != "report") return Done{};
  const auto* report = report::report_numbered(Asked(asked).text("report"));
  const auto wanted = request.rhythm == "weekly" ? "range" : "month";
  if (report == nullptr || report::among(report->periods, wanted)) return Done{};
  return error(Fault::request, "period_not_offered", "The report is not made for such days. Choose another rhythm.", {{"report", std::string(report->number)}, {"period", wanted}});
}

void post_send(ServerParts& server, const CallPtr& call) {
  if (server.jobs == nullptr) return call->refuse(error(Fault::ours, "jobs_not_here", "No long work is done by this program."));
  const Asked body(call->body);
  const auto* wanted = call->body.is_object() ? call->body.get_object().if_contains("asked") : nullptr;
  const auto asked = wanted != nullptr && wanted->is_object() ? wanted->get_object() : object{};
  people::SendRequest request{.name = body.text("name"), .kind = body.text("kind"), .asked = boost::json::serialize(asked), .rhythm = body.text("rhythm"), .language = call->language, .day = body.number("day"), .mail_to = body.texts("mail_to")};
  server.workers.run([&server, call, request = std::move(request), asked] {
    const auto kind = parse_word<books::JobKind>(request.kind);
    if (!kind) return call->refuse(error(Fault::request, "unknown_kind", "There is no such kind.", {{"kind", request.kind}}));
    if (const auto may = server.jobs->may(*kind, *call->who, asked); !may) return call->refuse(may.error());
    if (const auto good = fits(request, asked); !good) return call->refuse(good.error());
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

}  // namespace

void add_send_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("GET", "/sends", "jobs", get_sends);
  on("POST", "/sends", "jobs", post_send);
  on("DELETE", "/sends/{number}", "jobs", delete_send);
}

}  // namespace kwota::serve
