// Which station a thing belongs to. An operator of one station sees and changes what is that station's; one of no station sees all.
// What a request names is taken from its address by the names of the places in it, so that a new route is in the rule by itself.
// Begin with scope_of().
#pragma once
#include <string_view>

namespace kwota::serve {

/// What the address of a route names.
enum class Scope {
  open,           ///< nothing of a station: the whole utility's, or the caller's own session
  account,
  customer,
  sale,
  meter,
  service_point,
  place,
  area_number,
  well,
  application,    ///< for a purse card
  account_application,  ///< for a supply with a meter
  card,
  station,
  command,        ///< of a meter on a line
  approval,
  person,         ///< an operator
  people_change,
  outlet,
  invoice,
  handheld,
  told,           ///< what a meter has told: of a meter that hangs nowhere it is where it hung last
};

std::string_view name_of(Scope scope);
/// By the pattern of the address: "/accounts/{no}/close" names an account.
Scope scope_of(std::string_view pattern);

}  // namespace kwota::serve
