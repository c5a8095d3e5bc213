#include "serve/router/scope.h"

#include <algorithm>
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
    NamedBy{"/debts/{number}", Scope::debt},
    NamedBy{"/visits/{number}", Scope::visit},
    NamedBy{"/letters/{number}", Scope::letter},
    NamedBy{"/hand-overs/{number}", Scope::hand_over},
    NamedBy{"/imports/runs/{number}", Scope::import_run},
    NamedBy{"/former-cards/{number}", Scope::former_card},
    NamedBy{"/invoice-series/{code}", Scope::invoice_series},
};

/// Doors of the key office and of the bench, which no station has.
constexpr std::array<std::string_view, 2> houses{"/keys", "/bench"};

/// What these name is the whole utility's, or the caller's own, which its use-case looks at.
constexpr std::array<std::string_view, 22> of_no_station{
    "/codes/{kind}", "/plans/{id}", "/settings/{name}", "/settings/{number}", "/slip-templates/{kind}", "/slip-templates/{number}", "/reports/{number}",
    "/reading-plans/{code}", "/reading-routes/{code}", "/reading-days/{route}", "/backups/{file}", "/import/{table}", "/imports/registers/{register}",
    "/imports/drafts/{draft}", "/jobs/{number}", "/sends/{number}", "/saved/{number}", "/choices/{name}", "/notices/{number}", "/sales/by-key/{key}",
    "/outlet/customers/{number}", "/outlet/sales/{key}"};

constexpr std::array<std::string_view, 28> scope_names{"open",  "account", "customer", "sale",    "meter",    "service_point",
                                                 "place", "area_number", "well", "application", "account_application", "card",    "station",  "command", "approval", "person", "people_change", "outlet", "invoice", "handheld", "told",
                                                 "debt", "visit", "letter", "hand_over", "import_run", "former_card", "invoice_series"};

bool begins(std::string_view pattern, std::string_view beginning) {
  return pattern.starts_with(beginning) && (pattern.size() == beginning.size() || pattern[beginning.size()] == '/');
}

}  // namespace

std::string_view name_of(Scope scope) { return scope_names[static_cast<std::size_t>(scope)]; }

Scope scope_of(std::string_view pattern) {
  for (const auto& [beginning, scope] : by_address)
    if (begins(pattern, beginning)) return scope;
  return Scope::open;
}

bool is_decided(std::string_view pattern) {
  return pattern.find('{') == std::string_view::npos || scope_of(pattern) != Scope::open ||
         std::ranges::any_of(of_no_station, [&](std::string_view one) { return begins(pattern, one); }) || std::ranges::any_of(houses, [&](std::string_view one) { return begins(pattern, one); });
}

}  // namespace kwota::serve
