// Archives of closed years: which there are, which year is next and why it may not be yet, and the order of two persons.
#include "collect/months/archive.h"
#include "people/permissions.h"
#include "serve/api/asked.h"
#include "serve/api/called.h"
#include "serve/api/four_eyes.h"
#include "serve/api/routes.h"
#include "serve/desk/shown.h"
#include "store/archive.h"
#include "work/jobs/jobs.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

people::Context whole_utility(const ServerParts& server, const Call& call) {
  auto context = context_of(server, call);
  context.zone = zone_of_utility(server);
  return context;
}

object archive_view(const books::Archive& row, bool at_hand) {
  return {{"year", row.year},     {"state", word_of(row.state)}, {"file", row.file},           {"at_hand", at_hand},          {"sha256", row.sha256},           {"bytes", row.bytes}, {"slips", row.slips},
          {"first", row.first},   {"second", row.second},        {"reason", row.reason},       {"ordered", time_text(row.ordered)}, {"made", time_text(row.made)}, {"done", time_text(row.done)}};
}

/// The year that would be next; its code says why it may not be yet.
value next_view(const books::Reader& books, const people::Context& context) {
  const auto year = months::next_to_archive(books);
  if (!year) return nullptr;
  const auto may = months::may_archive(books, *year, context);
  if (may) return object{{"year", *year}, {"code", nullptr}, {"details", object{}}};
  object details;
  for (const auto& [name, text] : may.error().details) details[name] = text;
  return object{{"year", *year}, {"code", may.error().code}, {"details", std::move(details)}};
}

void get_archives(ServerParts& server, const CallPtr& call) {
  server.workers.run([&server, call] {
    const auto context = whole_utility(server, *call);
    auto view = server.books.read([&](const books::Reader& books) -> Result<object> {
      array rows;
      std::error_code failed;
      for (const auto& row : books.all<books::Archive>()) {
        auto one = archive_view(row, !row.file.empty() && std::filesystem::is_regular_file(server.data / store::archives_folder / row.file, failed));
        say_people(books, one, {"first", "second"});
        rows.push_back(std::move(one));
      }
      return object{{"next", next_view(books, context)}, {"archives", std::move(rows)}};
    });
    if (!view) return call->refuse(view.error());
    call->answer(std::move(*view));
  });
}

void post_archive(ServerParts& server, const CallPtr& call) {
  const Asked body(call->body);
  auto reason = body.required("reason");
  if (!reason) return call->refuse(reason.error());
  const months::ArchiveRequest request{.year = body.number("year"), .reason = std::move(*reason), .approval = body.number("approval")};
  server.workers.run([&server, call, request] {
    const auto context = whole_utility(server, *call);
    const auto ordered = server.books.run(actor_of(*call, "archive"), [&](const books::Reader& books) { return months::order_archive(books, request, context); });
    if (!ordered) return refuse_or_ask(server, call, ordered.error());
    auto view = archive_view(*ordered, false);
    view["job"] = nullptr;
    // The order stands in the books; a job that cannot be asked for now is asked for later, by either of them.
    const auto job = server.jobs->ask({.kind = books::JobKind::archive, .asked = boost::json::serialize(object{{"year", request.year}}), .operator_name = call->who->name, .station = call->who->station, .language = call->language},
                                      actor_of(*call, "jobs"));
    if (job) view["job"] = job->number;
    call->answer(std::move(view));
  });
}

}  // namespace

void add_archive_routes(Router& router, ServerParts& server) {
  router.add({"GET", "/archives", "backup", [&server](const CallPtr& call) { get_archives(server, call); }});
  router.add({"POST", "/archives", "archive", [&server](const CallPtr& call) { post_archive(server, call); }});
}

}  // namespace kwota::serve
