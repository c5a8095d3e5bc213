// Operators and their rights. A password is seen once, when it is made; whoever loses a right loses his open sessions, too.
#include <algorithm>

#include "people/sign_in/sign_in.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/desk/session_rows.h"
#include "serve/desk/shown.h"
#include "serve/lists/list_view.h"
#include "serve/router/password.h"
#include "serve/words/words.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::value;

/// Of those who work here. Who handles keys works in another program, and what only they may do is done there.
object matrix_view() {
  array roles, permissions;
  std::vector<people::Role> here;
  for (std::size_t role = 0; role < people::role_count; ++role)
    if (!people::handles_keys(static_cast<people::Role>(role))) here.push_back(static_cast<people::Role>(role));
  for (const auto role : here) roles.push_back(value(people::name_of(role)));
  for (const auto& row : people::matrix()) {
    const auto grant = [&](people::Role role) { return row.grants[static_cast<std::size_t>(role)]; };
    if (std::ranges::all_of(here, [&](people::Role role) { return grant(role) == people::Grant::no; })) continue;
    object grants;
    for (const auto role : here) grants[people::name_of(role)] = people::name_of(grant(role));
    permissions.push_back(object{{"id", row.right.word()}, {"grants", std::move(grants)}});
  }
  return {{"roles", std::move(roles)}, {"permissions", std::move(permissions)}};
}

/// Roles come as a list; the books keep them with commas between.
std::string roles_of(const boost::json::value& body) {
  const auto* roles = body.is_object() ? body.get_object().if_contains("roles") : nullptr;
  std::string out;
  if (roles != nullptr && roles->is_string()) return std::string(roles->get_string());
  if (roles == nullptr || !roles->is_array()) return out;
  for (const auto& role : roles->get_array())
    if (role.is_string()) (out += out.empty() ? "" : ",") += std::string(role.get_string());
  return out;
}

people::OperatorRequest request_of(const Call& call, const std::string& name) {
  const Asked asked(call.body);
  return {.name = name,
          .full_name = asked.text("full_name"),
          .roles = roles_of(call.body),
          .station = asked.text("station"),
          .language = asked.text("language"),
          .password = {},
          .approval = asked.number("approval")};
}

Result<object> row_named(ServerParts& server, const Call& call, const std::string& name) { return row_of(server, *call.who, "operators", {{"name", store::Match::is, name}}); }

/// What was done, or what will be when its day is over: then the books still have the old row, or none.
void answer_given(ServerParts& server, const CallPtr& call, const people::Given& given, object more) {
  if (given.from) {
    more["name"] = given.row.name;
    more["takes_effect"] = time_text(*given.from);
    return call->answer(object{{"waiting", std::move(more)}}, 202);
  }
  auto row = row_named(server, *call, given.row.name);
  if (row)
    for (auto& [name, text] : more) (*row)[name] = text;
  call->answer(row);
}

/// With a new one-time password, which nobody sees again.
template <class Decide>
void with_password(ServerParts& server, const CallPtr& call, Decide decide) {
  server.workers.run([&server, call, decide] {
    const auto password = one_time_password(server.random);
    const auto encoded = hash_password(password, server.random);
    const auto context = context_of(server, *call);
    const auto done = server.books.run(actor_of(*call, "operators_write"),
                                      [&](const books::Reader& books) { return decide(books, encoded, context); });
    if (!done) return refuse_or_ask(server, call, done.error());
    if (!done->from) {
      server.sessions.close_all_of(done->row.name);
      server.tries->lift(done->row.name);
    }
    answer_given(server, call, *done, {{"one_time_password", password}});
  });
}

/// Left out, a row has none, or the one that it had.
Result<void> language_of(const Call& call) {
  const auto language = Asked(call.body).text("language");
  return language.empty() ? Result<void>{} : spoken(language);
}

void add(ServerParts& server, const CallPtr& call) {
  if (const auto good = language_of(*call); !good.ok()) return call->refuse(good.error());
  with_password(server, call, [call](const books::Reader& books, const std::string& encoded, const people::Context& context) {
    auto request = request_of(*call, Asked(call->body).text("name"));
    request.password = encoded;
    return people::add_operator(books, request, context);
  });
}

void reset(ServerParts& server, const CallPtr& call) {
  with_password(server, call, [call](const books::Reader& books, const std::string& encoded, const people::Context& context) {
    auto request = request_of(*call, call->path.at("name"));
    request.password = encoded;
    return people::reset_password(books, request, context);
  });
}

void change_operator(ServerParts& server, const CallPtr& call) {
  if (const auto good = language_of(*call); !good.ok()) return call->refuse(good.error());
  const auto version = Asked(call->body).required("version");
  if (!version) return call->refuse(version.error());
  show_beside_conflict(*call, [&server, caller = call.get()] { return row_named(server, *caller, caller->path.at("name")); });
  server.workers.run([&server, call, seen = *version] {
    const auto name = call->path.at("name");
    const auto context = context_of(server, *call);
    const auto done = server.books.run(
        actor_of(*call, "operators_write"), [&](const books::Reader& books) -> Result<books::Decision<people::Given>> {
          const auto before = books.find<books::Operator>(name);
          MUST(seen_as_it_is(before, seen));
          auto request = request_of(*call, name);
          if (before && !Asked(call->body).has("language")) request.language = before->language;
          return people::change_operator(books, request, context);
        });
    if (!done) return refuse_or_ask(server, call, done.error());
    if (!done->from) server.sessions.close_all_of(name, call->session->token);
    answer_given(server, call, *done, {});
  });
}

void set_state(ServerParts& server, const CallPtr& call, books::OperatorStatus state) {
  server.workers.run([&server, call, state] {
    const auto request = request_of(*call, call->path.at("name"));
    const auto context = context_of(server, *call);
    const auto done = server.books.run(actor_of(*call, "operators_write"), [&](const books::Reader& books) {
      return people::set_operator_state(books, request, state, context);
    });
    if (!done) return refuse_or_ask(server, call, done.error());
    if (state == books::OperatorStatus::locked) server.sessions.close_all_of(request.name);
    if (state == books::OperatorStatus::active && !done->from) server.tries->lift(request.name);
    answer_given(server, call, *done, {});
  });
}

void get_sessions(ServerParts& server, const CallPtr& call) {
  if (const auto row = row_named(server, *call, call->path.at("name")); !row) return call->refuse(row.error());
  call->answer(object{{"rows", session_rows(server, call->path.at("name"), call->session->token)}});
}

/// But the one that asks, where somebody ends his own.
void end_sessions(ServerParts& server, const CallPtr& call) {
  const auto name = call->path.at("name");
  decide(
      server, call, "operators_write", [name, context = context_of(server, *call)](const books::Reader& books) { return people::end_sessions(books, name, context); },
      [&server, call](const books::Operator& row) { return object{{"ended", server.sessions.close_all_of(row.name, call->session->token)}}; });
}

void countersign(ServerParts& server, const CallPtr& call, bool agree) {
  const auto context = context_of(server, *call);
  decide(
      server, call, "people_countersign",
      [number = path_number(*call, "number"), agree, context](const books::Reader& books) { return people::countersign(books, number, agree, context); },
      [](const books::PeopleChange& row) {
        return object{{"number", row.number}, {"operator", row.operator_name}, {"state", word_of(row.state)}, {"countersigned_by", row.countersigned_by}};
      });
}

}  // namespace

void add_operator_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("GET", "/roles", need::session, [](ServerParts&, const CallPtr& call) { call->answer(matrix_view()); });
  on("GET", "/operators/{name}", "operators_read",
     [](ServerParts& h, const CallPtr& call) { call->answer(row_named(h, *call, call->path.at("name"))); });
  on("POST", "/operators", "operators_write", add);
  on("PUT", "/operators/{name}", "operators_write", change_operator);
  on("POST", "/operators/{name}/reset", "operators_write", reset);
  on("GET", "/operators/{name}/sessions", "operators_write", get_sessions);
  on("DELETE", "/operators/{name}/sessions", "operators_write", end_sessions);
  on("POST", "/people-changes/{number}/countersign", "people_countersign", [](ServerParts& h, const CallPtr& call) { countersign(h, call, true); });
  on("POST", "/people-changes/{number}/refuse", "people_countersign", [](ServerParts& h, const CallPtr& call) { countersign(h, call, false); });
  on("POST", "/operators/{name}/lock", "operators_write", [](ServerParts& h, const CallPtr& call) { set_state(h, call, books::OperatorStatus::locked); });
  on("POST", "/operators/{name}/unlock", "operators_write", [](ServerParts& h, const CallPtr& call) { set_state(h, call, books::OperatorStatus::active); });
}

}  // namespace kwota::serve
