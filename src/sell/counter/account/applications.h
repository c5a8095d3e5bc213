// What applications have in common, for a card or for a supply: one person enters it, another one decides.   Begin with to_decide().
#pragma once
#include <fmt/format.h>

#include <string>

#include "books/lookup.h"
#include "people/context.h"
#include "people/permissions.h"

namespace kwota::counter {

/// Refuses with the application's number and state.
template <class Application>
Error about_application(const Application& row, const char* code, const char* what) {
  return error(Fault::refused, code, what, {{"application", fmt::format("{}", row.number)}, {"state", std::string(word_of(row.state))}});
}

/// It waits, and another person than the one who entered it decides. Errors: permission_denied, `unknown_application` {application},
/// `application_decided`, `application_own` {application, state}.
template <class Application>
Result<Application> to_decide(const books::Reader& books, std::int64_t number, books::Right right, const people::Context& context) {
  MUST(people::require(context.who, right));
  const auto row = books.find<Application>(number);
  const bool elsewhere = row && !context.who.station.empty() && row->station != context.who.station;
  if (!row || elsewhere)
    return error(Fault::request, "unknown_application", "There is no such application.", {{"application", fmt::format("{}", number)}});
  if (row->state != books::ApplicationStatus::waiting) return about_application(*row, "application_decided", "This application has been decided already.");
  const auto utility = books.only<books::Utility>();
  if (row->entered_by == context.who.name && !(utility && utility->one_person))
    return about_application(*row, "application_own", "Nobody decides what he has entered himself; ask another person.");
  return *row;
}

template <class Application>
void decide(Application& row, books::ApplicationStatus state, const people::Context& context) {
  row.state = state;
  row.decided = context.now;
  row.decided_by = context.who.name;
}

}  // namespace kwota::counter
