// Operators and their rights. A password is seen once, when it is made; whoever loses a right loses his open sessions, too.
#include "sell/shift/sign_in.h"
#include "serve/api/asked.h"
#include "serve/api/list_view.h"
#include "serve/api/password.h"
#include "serve/api/routes.h"
#include "serve/api/shown.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::value;

std::string_view name_of(shift::Grant grant) {
  switch (grant) {
    case shift::Grant::no: return "no";
    case shift::Grant::own: return "own";
    case shift::Grant::second: return "second";
    case shift::Grant::yes: break;
  }
  return "yes";
}

object matrix_view() {
  array roles, permissions;
  for (std::size_t role = 0; role < shift::role_count; ++role)
    roles.push_back(value(shift::name_of(static_cast<shift::Role>(role))));
  for (const auto& row : shift::matrix()) {
    object grants;
    for (std::size_t role = 0; role < shift::role_count; ++role)
      grants[shift::name_of(static_cast<shift::Role>(role))] = name_of(row.grants[role]);
    permissions.push_back(object{{"id", row.id}, {"grants", std::move(grants)}});
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

shift::OperatorRequest request_of(const Call& call, const std::string& name) {
  const Asked asked(call.body);
  return {.name = name,
          .full_name = asked.text("full_name"),
          .roles = roles_of(call.body),
          .station = asked.text("station"),
          .language = asked.text("language"),
          .password = {}};
}

Result<object> row_named(House& house, const std::string& name) { return row_of(house, "operators", {{"name", "is", name}}); }

/// With a new one-time password, which nobody sees again.
template <class Decide>
void with_password(House& house, const CallPtr& call, Decide decide) {
  house.workers.run([&house, call, decide] {
    const auto password = one_time_password(house.random);
    const auto encoded = hash_password(password, house.random);
    const auto context = context_of(house, *call);
    const auto done = house.books.run(actor_of(*call, "operators_write"),
                                      [&](const books::Reader& books) { return decide(books, encoded, context); });
    if (!done) return call->refuse(done.error());
    house.sessions.close_all_of(done->name);
    auto row = row_named(house, done->name);
    if (row) (*row)["one_time_password"] = password;
    call->answer(row);
  });
}

void add(House& house, const CallPtr& call) {
  with_password(house, call, [call](const books::Reader& books, const std::string& encoded, const shift::Context& context) {
    auto request = request_of(*call, Asked(call->body).text("name"));
    request.password = encoded;
    return shift::add_operator(books, request, context);
  });
}

void reset(House& house, const CallPtr& call) {
  with_password(house, call, [call](const books::Reader& books, const std::string& encoded, const shift::Context& context) {
    return shift::reset_password(books, call->path.at("name"), encoded, context);
  });
}

void change(House& house, const CallPtr& call) {
  house.workers.run([&house, call] {
    const auto name = call->path.at("name");
    const auto context = context_of(house, *call);
    const auto seen = Asked(call->body).text("version");
    const auto done = house.books.run(
        actor_of(*call, "operators_write"), [&](const books::Reader& books) -> Result<books::Decision<books::Operator>> {
          const auto before = books.operator_named(name);
          if (before && !seen.empty() && seen != version_of(*before))
            return error(Fault::refused, "version_conflict", "Somebody else has changed it meanwhile; nothing was saved.",
                         {{"what", "operator/" + name}});
          auto request = request_of(*call, name);
          if (before && !Asked(call->body).has("language")) request.language = before->language;
          return shift::change_operator(books, request, context);
        });
    if (!done && done.error().code == "version_conflict") {
      const auto current = row_named(house, name);
      return call->refuse(done.error(), current ? object{{"current", *current}} : object{});
    }
    if (!done) return call->refuse(done.error());
    house.sessions.close_all_of(name, call->session->token);
    call->answer(row_named(house, name));
  });
}

void set_state(House& house, const CallPtr& call, const std::string& state) {
  house.workers.run([&house, call, state] {
    const auto name = call->path.at("name");
    const auto context = context_of(house, *call);
    const auto done = house.books.run(actor_of(*call, "operators_write"), [&](const books::Reader& books) {
      return shift::set_operator_state(books, name, state, context);
    });
    if (!done) return call->refuse(done.error());
    if (state == "locked") house.sessions.close_all_of(name);
    call->answer(row_named(house, name));
  });
}

}  // namespace

void add_operator_routes(Router& router, House& house) {
  const auto on = [&](std::string method, std::string pattern, std::string_view permission, void (*act)(House&, const CallPtr&)) {
    router.add({std::move(method), std::move(pattern), std::string(permission),
                [&house, act](const CallPtr& call) { act(house, call); }});
  };
  on("GET", "/roles", need::session, [](House&, const CallPtr& call) { call->answer(matrix_view()); });
  on("GET", "/operators/{name}", "operators_read",
     [](House& h, const CallPtr& call) { call->answer(row_named(h, call->path.at("name"))); });
  on("POST", "/operators", "operators_write", add);
  on("PUT", "/operators/{name}", "operators_write", change);
  on("POST", "/operators/{name}/reset", "operators_write", reset);
  on("POST", "/operators/{name}/lock", "operators_write", [](House& h, const CallPtr& call) { set_state(h, call, "locked"); });
  on("POST", "/operators/{name}/unlock", "operators_write", [](House& h, const CallPtr& call) { set_state(h, call, "active"); });
}

}  // namespace kwota::serve
