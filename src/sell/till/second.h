// Who stands beside a cashier where cash changes hands or a drawer differs: another person who may, whose hand did not make the first, and who works at this
// station or for all of them.   Begin with second_at_drawer().
#pragma once
#include <string>

#include "books/rows.h"
#include "people/context.h"
#include "people/people.h"
#include "people/permissions.h"

namespace kwota::till {

/// Errors cash_needs_two, second_person_fresh {name}.
inline Result<void> second_at_drawer(const books::Reader& books, const std::string& name, const people::Context& context) {
  const auto second = books.find<books::Operator>(name);
  const bool here = second && (second->station.empty() || second->station == context.station);
  if (!here || second->name == context.who.name || people::granted(*second, "accept_difference") != people::Grant::yes)
    return error(Fault::refused, "cash_needs_two", "Cash changes hands between two people: a supervisor of this station signs for it. Nothing was booked.");
  return people::independent(context.who, *second, context.now);
}

}  // namespace kwota::till
