#include "serve/router/doors.h"

#include <algorithm>

#include "people/permissions.h"
#include "serve/router/scope.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

/// The best that a role may do by one of the rights that open this door.
people::Grant grant_of(people::Role role, const Need& need) {
  if (need.of() == Need::Of::nothing) return people::Grant::yes;
  if (need.of() == Need::Of::session) return role == people::Role::outlet ? people::Grant::no : people::Grant::yes;
  books::Operator somebody;
  somebody.roles = std::string(people::name_of(role));
  return people::best_granted(somebody, need.rights());
}

object door_of(const Route& route) {
  object roles;
  for (std::size_t i = 0; i < people::role_count; ++i) {
    const auto role = static_cast<people::Role>(i);
    roles[people::name_of(role)] = people::name_of(grant_of(role, route.need));
  }
  return {{"method", route.method},
          {"address", route.pattern},
          {"permission", route.need.words()},
          {"scope", name_of(scope_of(route.pattern))},
          {"secret", route.kept == AnswerKept::never},
          {"roles", std::move(roles)}};
}

}  // namespace

array doors_of(const std::vector<Route>& routes) {
  array out;
  for (const auto& route : routes) out.push_back(door_of(route));
  return out;
}

void add_door_route(Router& router) {
  router.add({"GET", "/doors", need::session, [&router](const CallPtr& call) {
                call->answer(object{{"doors", doors_of(router.routes())}});
              }});
}

}  // namespace kwota::serve
