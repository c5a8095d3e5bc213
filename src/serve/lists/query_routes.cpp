// The query builder: what may be asked, a page of an answer, and the whole of it as a file.
#include "base/cause.h"
#include "people/permissions.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/api/visibility.h"
#include "serve/lists/list_files.h"
#include "serve/lists/list_view.h"
#include "serve/lists/query_viewer.h"
#include "serve/queries/query_forms.h"
#include "serve/router/answer.h"
#include "serve/router/patience.h"

namespace kwota::serve {

queries::Viewer viewer_for(const ServerParts& server, const books::Operator& who, Zone zone) {
  const auto visibility = visibility_of(who);
  queries::Viewer viewer;
  viewer.station = visibility.station;
  viewer.personal = visibility.personal;
  viewer.minor_digits = minor_digits(server);
  viewer.now = server.clock.now();
  viewer.zone = std::move(zone);
  viewer.may = [who](std::string_view list) -> Result<std::string> {
    const auto rights = right_of_list(list);
    const auto best = people::best_granted(who, rights);
    if (best == people::Grant::no)
      return error(Fault::refused, Cause::permission_denied, "This operator may not see that list; nothing was asked.", {{"permission", rights.empty() ? list : rights.front().word()}});
    return best == people::Grant::own ? who.name : std::string{};
  };
  return viewer;
}

queries::Viewer viewer_of(const ServerParts& server, const Call& call) { return viewer_for(server, *call.who, context_of(server, call).zone); }

namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

void get_subjects(ServerParts& server, const CallPtr& call) {
  const auto viewer = viewer_of(server, *call);
  array rows;
  for (const auto& view : store::views())
    if (!right_of_list(view.name).empty() && viewer.may(view.name).ok()) rows.push_back(declared(view, viewer));
  call->answer(object{{"rows", std::move(rows)}});
}

/// The document of a request: {query: {…}, …}.
Result<queries::Document> document_in(const Call& call) {
  const auto* query = call.body.is_object() ? call.body.get_object().if_contains("query") : nullptr;
  return queries::parse(query == nullptr ? value(nullptr) : *query);
}

void ask(ServerParts& server, const CallPtr& call) {
  auto document = document_in(*call);
  if (!document) return call->refuse(document.error());
  const Asked body(call->body);
  const auto size = body.number("page_size");
  const auto cursor = body.text("cursor").empty() ? std::nullopt : std::optional(body.text("cursor"));
  // One at a time, beside the checks: whoever asks much keeps no page of a list waiting.
  server.checks->run([&server, call, document = std::move(*document), cursor, size] {
    const auto viewer = viewer_of(server, *call);
    const auto page = server.books.query_until(patience(call, query_patience), [&](store::Moment& connection) {
      return queries::page(connection, document, viewer, cursor, size > 0 ? static_cast<std::size_t>(size) : 100);
    });
    if (!page) return call->refuse(page.error());
    call->answer(json_of(*page, viewer.minor_digits));
  });
}

void take_file(ServerParts& server, const CallPtr& call) {
  auto document = document_in(*call);
  if (!document) return call->refuse(document.error());
  const Asked body(call->body);
  const auto form = file_form_in(body.text("format"), query_forms);
  if (!form) return call->refuse(form.error());
  const auto name = body.text("name");
  server.files->run([&server, call, document = std::move(*document), form = *form, name] {
    const auto viewer = viewer_of(server, *call);
    const auto house = house_of(server);
    auto file = server.books.walk([&](store::Moment& connection) {
      const store::Moment::Stopped stopped(connection, patience(call, count_patience));
      return file_of(connection, document, viewer, form, {call->language, name, call->who->name, std::string(word_of(server.nature)), house.name, house.currency});
    });
    if (!file) return call->refuse(file.error());
    const auto file_name = named(document.subject, form);
    if (const auto out = let_out(server, *call->who, file_name, file->personal); !out) return call->refuse(out.error());
    call->respond(answer_download(std::move(file->file), content_type(form), file_name));
  });
}

}  // namespace

void add_query_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("GET", "/queries", "queries", get_subjects);
  on("POST", "/queries", "queries", ask);
  on("POST", "/queries/file", "queries", take_file);
}

}  // namespace kwota::serve
