// Views and queries under a name, and how each person likes his tables.
#include <algorithm>

#include "base/cause.h"
#include "base/text/parts.h"
#include "people/permissions.h"
#include "people/saved.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/api/taken.h"
#include "serve/desk/shown.h"
#include "serve/lists/list_view.h"
#include "serve/lists/query_viewer.h"
#include "serve/lists/said_besides.h"
#include "store/queries/compile.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::value;
using books::SavedKind;
using books::SavedQuery;

value document_of(const SavedQuery& row) {
  boost::system::error_code failed;
  auto document = boost::json::parse(row.document, failed);
  return failed ? value(nullptr) : document;
}

/// Whether this person may ask it at all: a query of a list, a column or a right that he has not is nobody's document to read.
Result<void> may_ask(const SavedQuery& row, const queries::Viewer& viewer, const books::Operator& who) {
  if (row.kind == SavedKind::view) {
    MUST(viewer.may(row.subject));
    return {};
  }
  MUST(people::require(who, "queries"));
  TRY(document, queries::parse(document_of(row)));
  MUST(queries::compile(document, viewer));
  return {};
}

array roles_of(std::string_view text) {
  array out;
  for (const auto part : parts_of(text)) out.push_back(value(part));
  return out;
}

object shown_row(const SavedQuery& row, const Call& call, const queries::Viewer& viewer) {
  const auto may = may_ask(row, viewer, *call.who);
  return {{"number", row.number},
          {"kind", word_of(row.kind)},
          {"subject", row.subject},
          {"name", row.name},
          {"document", may.ok() ? document_of(row) : value(nullptr)},
          {"refused", may.ok() ? value(nullptr) : value(may.error().code)},
          {"owner", row.owner},
          {"own", row.owner == call.who->name},
          {"roles", roles_of(row.roles)},
          {"pinned", row.pinned},
          {"changed", time_text(row.changed)},
          {"version", version_of(row)}};
}

void get_saved(ServerParts& server, const CallPtr& call) {
  server.lookups->run([&server, call] {
    const auto viewer = viewer_of(server, *call);
    call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
      array rows;
      for (const auto& row : people::visible_to(books, *call->who)) {
        auto shown = shown_row(row, *call, viewer);
        // What others share and he may not ask is not there for him.
        if (shown["own"].as_bool() || shown["refused"].is_null()) rows.push_back(std::move(shown));
      }
      return object{{"rows", std::move(rows)}};
    }));
  });
}

Error unknown_column(std::string_view column, const std::string& path) {
  return queries::query_error("query_unknown_field", "There is no such field.", path, {{"field", std::string(column)}});
}

/// A view as it stands in an address: {q, sort, filters: {column: text}, columns: [name]}, of columns that the list has.
Result<void> good_view(const std::string& subject, const Asked& view, const boost::json::object* filters) {
  const auto* list = store::find_view(subject);
  if (list == nullptr) return queries::query_error("query_unknown_subject", "There is no such list.", "subject", {{"subject", subject}});
  const auto known = [&](std::string_view name) { return store::find_column(*list, name) != nullptr; };
  const auto sort = view.text("sort");
  if (!sort.empty() && !known(std::string_view(sort).substr(sort.starts_with('-') ? 1 : 0))) return unknown_column(sort, "document.sort");
  if (filters != nullptr)
    for (const auto& one : *filters)
      if (!known(one.key())) return unknown_column(one.key(), "document.filters." + std::string(one.key()));
  for (const auto& name : view.texts("columns"))
    if (!known(name) && name != "version" && !is_said_besides(subject, name)) return unknown_column(name, "document.columns");
  return {};
}

/// What is asked to be kept, checked as it would be asked by who keeps it.
Result<people::SaveRequest> request_of(const Call& call, const queries::Viewer& viewer, std::int64_t number) {
  const Asked body(call.body);
  const auto& members = call.body.as_object();
  TRY(kind, detail::word_in<books::SavedKind>("kind", body.text("kind")));
  people::SaveRequest request{.number = number, .kind = kind, .subject = body.text("subject"), .name = body.text("name"), .document = {}, .roles = body.texts("roles"), .pinned = body.flag("pinned")};
  MUST(viewer.may(request.subject));
  if (kind == books::SavedKind::query) {
    const auto* query = members.if_contains("query");
    TRY(document, queries::parse(query == nullptr ? value(nullptr) : *query));
    MUST(queries::compile(document, viewer));
    request.subject = document.subject;
    request.document = document.text;
    return request;
  }
  const auto* view = members.if_contains("view");
  if (view == nullptr || !view->is_object()) return error(Fault::request, "field_missing", "A field is missing; nothing was done.", {{"field", "view"}});
  const auto* filters = view->get_object().if_contains("filters");
  MUST(good_view(request.subject, body.object("view"), filters != nullptr && filters->is_object() ? &filters->get_object() : nullptr));
  request.document = boost::json::serialize(*view);
  return request;
}

void keep(ServerParts& server, const CallPtr& call, std::int64_t number) {
  if (!call->body.is_object()) return call->refuse(error(Fault::request, "field_missing", "A field is missing; nothing was done.", {{"field", "name"}}));
  const auto viewer = viewer_of(server, *call);
  const auto request = request_of(*call, viewer, number);
  if (!request) return call->refuse(request.error());
  const auto context = context_of(server, *call);
  const auto seen = Asked(call->body).text("version");
  decide(
      server, call, request->kind == books::SavedKind::query ? actor_of(*call, "queries") : by_himself(*call, "own_views"),
      [request = *request, context, seen](const books::Reader& books) -> Result<books::Decision<SavedQuery>> {
        TRY(decision, people::save(books, request, context));
        const auto before = books.find<SavedQuery>(request.number);
        if (before && seen != version_of(*before)) return version_conflict(request.name);
        return decision;
      },
      [call, viewer](const SavedQuery& row) { return shown_row(row, *call, viewer); });
}

void post_saved(ServerParts& server, const CallPtr& call) { keep(server, call, 0); }

void put_saved(ServerParts& server, const CallPtr& call) {
  const auto number = path_number(*call, "number");
  if (number == 0) return call->refuse(error(Fault::request, Cause::not_found, "There is nothing of this name.", {{"what", call->path.at("number")}}));
  keep(server, call, number);
}

void delete_saved(ServerParts& server, const CallPtr& call) {
  const auto context = context_of(server, *call);
  const auto number = path_number(*call, "number");
  decide(
      server, call, by_himself(*call, "own_views"), [number, context](const books::Reader& books) { return people::remove_saved(books, number, context); },
      [](const SavedQuery& row) { return object{{"number", row.number}}; });
}

void bring_back(ServerParts& server, const CallPtr& call) {
  const auto viewer = viewer_of(server, *call);
  const auto context = context_of(server, *call);
  const auto number = path_number(*call, "number");
  decide(
      server, call, by_himself(*call, "own_views"), [number, context](const books::Reader& books) { return people::bring_back_saved(books, number, context); },
      [call, viewer](const SavedQuery& row) { return shown_row(row, *call, viewer); });
}

void get_choices(ServerParts& server, const CallPtr& call) {
  call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
    object choices;
    for (const auto& row : books.select<books::UserChoice>(call->who->name))
      if (!row.value.empty()) choices[row.name] = row.value;
    return object{{"choices", std::move(choices)}};
  }));
}

void put_choice(ServerParts& server, const CallPtr& call) {
  const auto context = context_of(server, *call);
  const auto name = call->path.at("name");
  const auto chosen = Asked(call->body).text("value");
  decide(
      server, call, by_himself(*call, "own_views"), [=](const books::Reader& books) { return people::choose(books, name, chosen, context); },
      [](const books::UserChoice& row) { return object{{"name", row.name}, {"value", row.value}}; });
}

}  // namespace

void add_saved_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("GET", "/saved", need::session, get_saved);
  on("POST", "/saved", need::session, post_saved);
  on("PUT", "/saved/{number}", need::session, put_saved);
  on("DELETE", "/saved/{number}", need::session, delete_saved);
  on("POST", "/saved/{number}/bring-back", need::session, bring_back);
  on("GET", "/choices", need::session, get_choices);
  on("PUT", "/choices/{name}", need::session, put_choice);
}

}  // namespace kwota::serve
