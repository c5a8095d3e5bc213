#include "keys/office/people.h"

#include <fmt/format.h>

#include <algorithm>

#include "keys/journal/note.h"
#include "keys/office/tree.h"
#include "keys/office/versions.h"
#include "sell/shift/permissions.h"
#include "sell/shift/sign_in.h"

namespace kwota::keys {
namespace {

using books::Decision;
using books::Operator;

constexpr const char* right = "key_people";

Result<shift::Role> key_role(const std::string& text) {
  const auto roles = shift::parse_roles(text);
  Operator row;
  row.roles = text;
  if (roles.ok() && roles->size() == 1 && shift::handles_keys(row)) return roles->front();
  return error(Fault::request, "not_a_key_role", "The key office has officers, managers and a security auditor; each person is one of them.",
               {{"role", text}});
}

Result<Operator> row_of(const books::Reader& books, const Person& person) {
  MUST(key_role(person.role));
  TRY(name, shift::free_name(books, person.name));
  if (person.full_name.empty()) return error(Fault::request, "name_missing", "An operator has a full name.", {{"name", person.name}});
  Operator row;
  row.name = name;
  row.full_name = person.full_name;
  row.roles = person.role;
  row.language = person.language;
  row.password = person.password;
  return row;
}

Result<void> enough(const std::vector<Person>& people, shift::Role role, std::size_t required) {
  const auto count = std::count_if(people.begin(), people.end(), [&](const Person& one) { return one.role == shift::name_of(role); });
  if (static_cast<std::size_t>(count) >= required) return {};
  return error(Fault::request, "key_people_too_few", "The key office begins with all of its people; nobody was named. Name more of this role.",
               {{"role", std::string(shift::name_of(role))}, {"required", fmt::format("{}", required)}});
}

books::KeyEvent about(const shift::Context& context, const char* what, const Operator& row) {
  auto event = note(context, what, "operator/" + row.name);
  event.details = fmt::format(R"({{"role":"{}"}})", row.roles);
  return event;
}

/// `row` as the second manager agrees to it.
Result<Decision<Operator>> with_second(const books::Reader& books, Operator row, const char* what, const StepRequest& step,
                                       const shift::Context& context) {
  TRY(permitted, permit_step(books, step, context));
  // Whom a manager made today is no second pair of eyes for him.
  row.given_by = context.who.name;
  row.given = context.now;
  auto event = about(context, what, row);
  event.second = permitted.answer.second;
  event.reason = permitted.answer.reason;
  permitted.changes.put.emplace_back(row);
  permitted.changes.append.emplace_back(event);
  return Decision<Operator>{std::move(permitted.changes), row};
}

}  // namespace

Result<Decision<std::vector<Operator>>> install_people(const books::Reader& books, const std::vector<Person>& people,
                                                       const shift::Context& context) {
  for (const auto& one : books.operators())
    if (shift::handles_keys(one))
      return error(Fault::refused, "key_people_there", "The key office has its people; two of its managers appoint more. Nobody was named.",
                   {{"name", one.name}});
  MUST(enough(people, shift::Role::key_officer, officers_of_a_ceremony(books)));
  MUST(enough(people, shift::Role::key_manager, managers_min));
  MUST(enough(people, shift::Role::security_auditor, auditors_min));
  Decision<std::vector<Operator>> decision;
  for (const auto& person : people) {
    TRY(row, row_of(books, person));
    if (std::any_of(decision.answer.begin(), decision.answer.end(), [&](const Operator& other) { return other.name == row.name; }))
      return error(Fault::request, "same_person_twice", "One person cannot be two of them. Nobody was named.", {{"operator", row.name}});
    decision.changes.put.emplace_back(row);
    decision.changes.append.emplace_back(about(context, "key_person_installed", row));
    decision.answer.push_back(row);
  }
  return decision;
}

Result<Decision<Operator>> appoint(const books::Reader& books, const Appointment& request, const shift::Context& context) {
  MUST(shift::require(context.who, right));
  TRY(row, row_of(books, request.person));
  row.must_change = true;
  return with_second(books, row, "key_person_appointed",
                     {right, "appointment_permitted", fmt::format("appoint {} {}: {}", row.roles, row.name, row.full_name), request.reason, request.approval}, context);
}

Result<Decision<Operator>> step_for_person(const books::Reader& books, const PersonStepRequest& request, const shift::Context& context) {
  MUST(shift::require(context.who, right));
  auto row = books.operator_named(request.name);
  if (!row || !shift::handles_keys(*row))
    return error(Fault::request, "not_of_the_key_office", "This operator handles no keys; an administrator keeps him. Nothing was changed.",
                 {{"name", request.name}});
  const bool renews = request.step == PersonStep::renew_password;
  if (renews) {
    row->password = request.password;
    row->must_change = true;
  } else {
    row->state = "active";
  }
  shift::lift(*row);
  return with_second(books, *row, renews ? "key_person_renewed" : "key_person_unlocked",
                     {right, "key_person_permitted", fmt::format("{} for {} {}", renews ? "new password" : "unlock", row->roles, row->name), request.reason,
                      request.approval},
                     context);
}

}  // namespace kwota::keys
