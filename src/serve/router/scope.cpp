#include "serve/router/scope.h"

#include <array>

namespace kwota::serve {
namespace {

struct NamedBy {
  std::string_view beginning;  ///< of the pattern, up to and with the first place in it
  Scope scope;
};

constexpr std::array by_address{
    NamedBy{"/accounts/{no}", Scope::account},
    NamedBy{"/remote-accounts/{account}", Scope::account},
    NamedBy{"/customers/{number}", Scope::customer},
    NamedBy{"/sales/{number}", Scope::sale},
    NamedBy{"/receipts/{number}", Scope::sale},
    NamedBy{"/payments/{number}", Scope::sale},
    NamedBy{"/meters/{number}/course", Scope::told},
    NamedBy{"/meters/{number}", Scope::meter},
    NamedBy{"/links/{meter}", Scope::meter},
    NamedBy{"/reviewed-readings/{meter}", Scope::meter},
    NamedBy{"/service-points/{code}", Scope::service_point},
    NamedBy{"/occupants/{service_point}", Scope::service_point},
    NamedBy{"/places/{code}", Scope::place},
    NamedBy{"/areas/{area}", Scope::place},
    NamedBy{"/area-numbers/{number}", Scope::area_number},
    NamedBy{"/wells/{number}", Scope::well},
    NamedBy{"/well-meters/{well}", Scope::well},
    NamedBy{"/purse-applications/{number}", Scope::application},
    NamedBy{"/account-applications/{number}", Scope::account_application},
    NamedBy{"/cards/{serial}", Scope::card},
    NamedBy{"/stations/{code}", Scope::station},
    NamedBy{"/tills/{station}", Scope::station},
    NamedBy{"/shifts/{station}", Scope::station},
    NamedBy{"/deposits/{station}", Scope::station},
    NamedBy{"/days/{station}", Scope::station},
    NamedBy{"/commands/{number}", Scope::command},
    NamedBy{"/approvals/{number}", Scope::approval},
    NamedBy{"/operators/{name}", Scope::person},
    NamedBy{"/people-changes/{number}", Scope::people_change},
    NamedBy{"/outlets/{code}", Scope::outlet},
    NamedBy{"/invoices/{name}", Scope::invoice},
    NamedBy{"/handhelds/{number}", Scope::handheld},
};

constexpr std::array<std::string_view, 21> scope_names{"open",  "account", "customer", "sale",    "meter",    "service_point",
                                                 "place", "area_number", "well", "application", "account_application", "card",    "station",  "command", "approval", "person", "people_change", "outlet", "invoice", "handheld", "told"};

}  // namespace

std::string_view name_of(Scope scope) { return scope_names[static_cast<std::size_t>(scope)]; }

Scope scope_of(std::string_view pattern) {
  for (const auto& [beginning, scope] : by_address)
    if (pattern.starts_with(beginning) && (pattern.size() == beginning.size() || pattern[beginning.size()] == '/')) return scope;
  return Scope::open;
}

}  // namespace kwota::serve
