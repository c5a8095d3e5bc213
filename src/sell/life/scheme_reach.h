// Which schemes an open account can go on by: the meter at hand, or the one that comes in its place, its line, the plan, and the ways that this utility uses.
// Guarantees: what is within reach here is not refused for it by change_scheme(): both ask the same; every refusal has a code and a sentence.
// Never: looks at what the meter holds or what is on its way to it; that is asked when the change is made.   Begin with scheme_reach().
#pragma once
#include <optional>
#include <vector>

#include "sell/counter/order/supply.h"
#include "sell/scheme/scheme.h"

namespace kwota::life {

using counter::Context;
using counter::Supply;

/// Which way money goes when an account goes on by another scheme.
enum class MoneyGoes : std::uint8_t {
  nowhere,    ///< it stays where it is
  to_server,  ///< what the meter held becomes a balance at the server
  to_meter,   ///< the balance at the server becomes credit of the meter
};
constexpr auto words_of(MoneyGoes) { return std::array<std::string_view, 3>{"nowhere", "to_server", "to_meter"}; }
MoneyGoes money_goes(const scheme::Scheme& from, const scheme::Scheme& to);

/// The account by that scheme, at that meter; nothing: at the one it has. Its book and its prices are the caller's to begin.
/// Errors: same_scheme, balance_on_card, way_not_used {way}, scheme_other_unit {scheme}: no money goes over; unit_of_meter {unit, scheme}, meter_stays {meter}: nothing moves, so the swap is one of its own;
/// same_meter, meter_not_of_scheme {meter, model, scheme}, meter_in_use {account}, meter_scrapped and its like, meter_takes_no_cards, no_link and its like,
/// protocol_not_of_scheme, scheme_without_line, other_commodity, change_agreed_already {from}, no_version, plan_does_not_fit {why}, free_units_need_a_sale {plan}.
Result<Supply> by_scheme(const books::Reader& books, const Supply& now, const scheme::Scheme& to, const std::optional<books::Meter>& other_meter, const Context& context);

struct Reach {
  const scheme::Scheme* to = nullptr;
  MoneyGoes money = MoneyGoes::nowhere;
  bool other_meter = false;      ///< the one at hand cannot serve it: another one has to come in its place
  std::optional<Error> refused;  ///< nothing: within reach
};
/// Of all schemes but its own and those of purses, in the order in which a person should see them. Errors: unknown_scheme.
Result<std::vector<Reach>> scheme_reach(const books::Reader& books, const Supply& now, const Context& context);

}  // namespace kwota::life
