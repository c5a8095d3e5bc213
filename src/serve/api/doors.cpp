#include "serve/api/doors.h"

#include <algorithm>

#include "sell/shift/permissions.h"
#include "serve/api/scope.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

/// The best that a role may do by one of the rights that open this door.
shift::Grant grant_of(shift::Role role, std::string_view permission) {
  if (permission == need::nothing || permission == need::session) return shift::Grant::yes;
  books::Operator somebody;
  somebody.roles = std::string(shift::name_of(role));
  shift::Grant best = shift::Grant::no;
  for (const auto& one : rights_of(permission)) best = std::max(best, shift::granted(somebody, one));
  return best;
}

object door_of(const Route& route) {
  object roles;
  for (std::size_t i = 0; i < shift::role_count; ++i) {
    const auto role = static_cast<shift::Role>(i);
    roles[shift::name_of(role)] = shift::name_of(grant_of(role, route.permission));
  }
  return {{"method", route.method},
          {"address", route.pattern},
          {"permission", route.permission},
          {"scope", name_of(scope_of(route.pattern))},
          {"secret", route.secret},
          {"roles", std::move(roles)}};
}

}  // namespace

array doors_of(const std::vector<Route>& routes) {
  array out;
  for (const auto& route : routes) out.push_back(door_of(route));
  return out;
}

void add_door_route(Router& router) {
  router.add({"GET", "/doors", std::string(need::session), [&router](const CallPtr& call) {
                call->answer(object{{"doors", doors_of(router.routes())}});
              }});
}

}  // namespace kwota::serve
