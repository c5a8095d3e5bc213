// A saved query as a file: of the query as it stands when the job runs, with the eyes of whoever wants it.
#include <algorithm>

#include "base/cause.h"
#include "people/permissions.h"
#include "people/saved.h"
#include "serve/api/asked.h"
#include "serve/jobs/kinds.h"
#include "serve/lists/list_files.h"
#include "serve/lists/list_view.h"
#include "serve/lists/query_viewer.h"
#include "serve/queries/query_forms.h"

namespace kwota::serve {
namespace {

Result<books::SavedQuery> query_of(const ServerParts& server, const books::Operator& who, const boost::json::object& asked) {
  MUST(people::require(who, "queries"));
  const auto number = Asked(asked).number("query");
  return server.books.read([&](const books::Reader& books) -> Result<books::SavedQuery> {
    const auto kept = people::visible_to(books, who);
    const auto found = std::ranges::find_if(kept, [&](const books::SavedQuery& one) { return one.number == number && one.kind == books::SavedKind::query; });
    if (found == kept.end()) return error(Fault::request, Cause::not_found, "There is nothing of this name.", {{"what", std::to_string(number)}});
    return *found;
  });
}

Result<jobs::Outcome> query_work(ServerParts& server, jobs::Run& run) {
  const auto* who = run.who();
  if (who == nullptr) return error(Fault::ours, Cause::not_found, "A query is somebody's.");
  TRY(saved, query_of(server, *who, run.asked()));
  boost::system::error_code failed;
  TRY(document, queries::parse(boost::json::parse(saved.document, failed)));
  auto viewer = viewer_for(server, *who, zone_of_utility(server));
  std::vector<jobs::Needed> needs;
  viewer.may = [may = viewer.may, &needs, &who = *who](std::string_view list) {
    auto needed = needed_for(who, right_of_list(list));
    if (std::ranges::find(needs, needed) == needs.end()) needs.push_back(std::move(needed));
    return may(list);
  };
  TRY(form, form_asked(run.asked(), query_forms));
  const auto house = house_of(server);
  TRY(file, server.books.walk([&](store::Moment& connection) {
    const store::Moment::Stopped stopped(connection, [&run] { return run.ended(); });
    return file_of(connection, document, viewer, form, {run.job().language, saved.name, who->name, std::string(word_of(server.nature)), house.name, house.currency});
  }));
  return jobs::Outcome{std::move(file.file), named(document.subject, form), std::string(content_type(form)), {{"query", saved.name}}, std::move(file.personal), std::move(needs)};
}

}  // namespace

jobs::Kind query_kind(ServerParts& server) {
  return {.kind = books::JobKind::query,
          .may = [&server](const books::Operator& who, const boost::json::object& asked) -> Result<void> {
            MUST(only_members(asked, {"query", "format"}));
            MUST(query_of(server, who, asked));
            MUST(form_asked(asked, query_forms));
            return Done{};
          },
          .work = [&server](jobs::Run& run) { return query_work(server, run); }};
}

}  // namespace kwota::serve
