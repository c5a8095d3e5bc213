// Which station a thing belongs to. An operator of one station sees and changes what is that station's; one of no station sees all.
// What a request names is taken from its address by the names of the places in it; an address of which nobody has said whose it is is refused to whoever works at one station, and fails a test.
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
  debt,
  visit,
  letter,
  hand_over,      ///< of a handheld
  import_run,
  former_card,
  invoice_series,
};

std::string_view name_of(Scope scope);
/// By the pattern of the address: "/accounts/{no}/close" names an account.
Scope scope_of(std::string_view pattern);
/// Whether anybody has said whose it is what the address names: a station's, or the whole utility's and the caller's own. Of a new route nobody has, and a test says so.
bool is_decided(std::string_view pattern);

}  // namespace kwota::serve
