#include "keys/office/people.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "keys/journal/note.h"
#include "keys/office/certificates.h"
#include "keys/office/tree.h"
#include "keys/office/versions.h"
#include "people/people.h"
#include "people/permissions.h"
#include "people/sign_in/sign_in.h"

namespace kwota::keys {
namespace {

using books::Decision;
using books::Operator;

constexpr books::Right right = "key_people";

Result<people::Role> key_role(const std::string& text) {
  const auto roles = people::parse_roles(text);
  Operator row;
  row.roles = text;
  if (roles.ok() && roles->size() == 1 && people::handles_keys(row)) return roles->front();
  return error(Fault::request, "not_a_key_role", "The key office has officers, managers and a security auditor; each person is one of them.",
               {{"role", text}});
}

Result<Operator> row_of(const books::Reader& books, const Person& person) {
  MUST(key_role(person.role));
  TRY(name, people::free_name(books, person.name));
  if (person.full_name.empty()) return error(Fault::request, "name_missing", "An operator has a full name.", {{"name", person.name}});
  Operator row;
  row.name = name;
  row.full_name = person.full_name;
  row.roles = person.role;
  row.language = person.language;
  row.password = person.password;
  row.must_change = person.one_time;
  return row;
}

Result<void> enough(const std::vector<Person>& people, people::Role role, std::size_t required) {
  const auto count = std::count_if(people.begin(), people.end(), [&](const Person& one) { return one.role == people::name_of(role); });
  if (static_cast<std::size_t>(count) >= required) return {};
  return error(Fault::request, "key_people_too_few", "The key office begins with all of its people; nobody was named. Name more of this role.",
               {{"role", std::string(people::name_of(role))}, {"required", fmt::format("{}", required)}});
}

books::KeyEvent about(const people::Context& context, const char* what, const Operator& row) {
  auto event = note(context, what, "operator/" + row.name);
  event.details = fmt::format(R"({{"role":"{}"}})", row.roles);
  return event;
}

Error no_key_person(const std::string& name) {
  return error(Fault::request, "not_of_the_key_office", "This operator handles no keys; an administrator keeps him. Nothing was changed.", {{"name", name}});
}

/// `row` as the second manager agrees to it.
Result<Decision<Operator>> with_second(const books::Reader& books, Operator row, const char* what, const StepRequest& step,
                                       const people::Context& context) {
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

books::KeyPerson founder(const Person& person, Instant made) {
  books::KeyPerson row;
  row.person = person.name;
  row.role = person.role;
  row.public_key = person.public_key;
  row.origin = books::KeyPersonOrigin::founding;
  row.first_signature = person.signature;
  row.made = made;
  return row;
}

std::vector<books::KeyPerson> founders(const std::vector<Person>& people, Instant made) {
  std::vector<books::KeyPerson> rows;
  for (const auto& one : people) rows.push_back(founder(one, made));
  return rows;
}

/// Whose word counts beside a manager's. Of two managers one may have lost his token: then the auditor's does.
bool stands_beside(const Operator& second, const std::optional<Operator>& renewed) {
  if (people::require(second, right).ok()) return true;
  return second.roles == people::name_of(people::Role::security_auditor) && renewed && renewed->roles == people::name_of(people::Role::key_manager);
}

/// The second person sits beside the first, with his own token, and neither of them certifies himself.
Result<void> two_managers(const books::Reader& books, const Appointment& request, const people::Context& context) {
  MUST(people::require(context.who, right));
  if (request.second == context.who.name || request.person.name == context.who.name || request.person.name == request.second) return error(Fault::refused, "approval_own", "Nobody approves his own request; ask another person.");
  const auto second = books.find<books::Operator>(request.second);
  const auto renewed = request.renews ? books.find<books::Operator>(request.person.name) : std::nullopt;
  if (!second || !stands_beside(*second, renewed))
    return error(Fault::refused, "not_a_key_manager", "The second person is no key manager. Nothing was changed. Ask another one; beside the new token of a manager an auditor will do.", {{"name", request.second}});
  MUST(people::independent(context.who, *second, context.now));
  if (request.reason.empty()) return error(Fault::request, "reason_missing", "Say why; the second person has to judge it.", {{"action", right.word()}});
  return {};
}

/// The row of the person as he is, or will be.
Result<Operator> appointed(const books::Reader& books, const Appointment& request) {
  if (!request.renews) {
    TRY(row, row_of(books, request.person));
    row.must_change = true;
    return row;
  }
  const auto row = books.find<books::Operator>(request.person.name);
  if (!row || !people::handles_keys(*row)) return no_key_person(request.person.name);
  return *row;
}

std::vector<books::KeyPerson> pairs_of(const books::Reader& books, const std::string& name) {
  auto rows = books.all<books::KeyPerson>();
  std::erase_if(rows, [&](const books::KeyPerson& row) { return row.person != name; });
  return rows;
}

/// The pairs of a person that were his until now.
void end_pairs(const books::Reader& books, const std::string& name, Instant now, books::Changes& changes) {
  for (auto row : pairs_of(books, name)) {
    if (row.state == books::KeyPersonStatus::voided) continue;
    row.state = books::KeyPersonStatus::voided;
    row.ended = now;
    changes.put.emplace_back(row);
  }
}

}  // namespace

Result<void> check_installation(const books::Reader& books, const std::vector<Person>& people) {
  for (const auto& one : books.all<books::Operator>())
    if (people::handles_keys(one))
      return error(Fault::refused, "key_people_there", "The key office has its people; two of its managers appoint more. Nobody was named.",
                   {{"name", one.name}});
  MUST(enough(people, people::Role::key_officer, officers_of_a_ceremony(books)));
  MUST(enough(people, people::Role::key_manager, managers_min));
  MUST(enough(people, people::Role::security_auditor, auditors_min));
  std::vector<std::string> names;
  for (const auto& person : people) {
    TRY(row, row_of(books, person));
    if (std::ranges::find(names, row.name) != names.end())
      return error(Fault::request, "same_person_twice", "One person cannot be two of them. Nobody was named.", {{"operator", row.name}});
    names.push_back(row.name);
  }
  return {};
}

std::string founding_of(const books::Reader& books, const std::vector<Person>& people, Instant made) {
  return founding_text(books, founders(people, made));
}

Result<Decision<std::vector<Operator>>> install_people(const books::Reader& books, const std::vector<Person>& people, Instant made,
                                                       const people::Context& context) {
  MUST(check_installation(books, people));
  const auto text = founding_of(books, people, made);
  Decision<std::vector<Operator>> decision;
  for (const auto& person : people) {
    if (!is_signed(person.public_key, text, person.signature))
      return error(Fault::request, "founding_not_signed", fmt::format("{} has not signed the founding document with his token. Nobody was named. Begin again.", person.name),
                   {{"name", person.name}});
    TRY(row, row_of(books, person));
    decision.changes.put.emplace_back(row);
    decision.changes.put.emplace_back(founder(person, made));
    decision.changes.append.emplace_back(about(context, "key_person_installed", row));
    decision.answer.push_back(row);
  }
  return decision;
}

Result<books::KeyPerson> draft_certificate(const books::Reader& books, const Appointment& request, const people::Context& context) {
  MUST(two_managers(books, request, context));
  TRY(who, appointed(books, request));
  books::KeyPerson row;
  row.person = who.name;
  row.number = static_cast<std::int64_t>(pairs_of(books, who.name).size()) + 1;
  row.role = who.roles;
  row.public_key = request.person.public_key;
  row.origin = books::KeyPersonOrigin::appointed;
  row.first = context.who.name;
  row.second = request.second;
  row.first_signature = request.first_signature;
  row.second_signature = request.second_signature;
  row.made = context.now;
  return row;
}

Result<Decision<Operator>> certify(const books::Reader& books, const Appointment& request, const people::Context& context) {
  TRY(certificate, draft_certificate(books, request, context));
  TRY(row, appointed(books, request));
  const auto text = certificate_text(books, certificate);
  for (const auto& [name, signature] : {std::pair{certificate.first, certificate.first_signature}, std::pair{certificate.second, certificate.second_signature}}) {
    TRY(signer, certificate_of(books, name));
    if (!is_signed(signer.public_key, text, signature))
      return error(Fault::refused, "certificate_not_signed", "The certificate is not signed by the tokens of both key managers. Nothing was changed. Try again.");
  }
  Decision<Operator> decision{{}, row};
  end_pairs(books, row.name, context.now, decision.changes);
  if (!request.renews) {
    // Whom a manager made today is no second pair of eyes for him.
    decision.answer.given_by = context.who.name;
    decision.answer.given = context.now;
    decision.changes.put.emplace_back(decision.answer);
  }
  decision.changes.put.emplace_back(certificate);
  auto event = about(context, request.renews ? "key_person_token" : "key_person_appointed", row);
  event.second = request.second;
  event.reason = request.reason;
  decision.changes.append.emplace_back(event);
  return decision;
}

Result<Decision<Operator>> step_for_person(const books::Reader& books, const PersonStepRequest& request, const people::Context& context) {
  struct Words {
    const char* what;
    people::Proposed content;
  };
  constexpr std::array<Words, 3> words{{{"key_person_renewed", people::Proposed::renew_key_person}, {"key_person_unlocked", people::Proposed::unlock_key_person}, {"key_person_void", people::Proposed::void_key_person}}};
  MUST(people::require(context.who, right));
  auto row = books.find<books::Operator>(request.name);
  if (!row || !people::handles_keys(*row)) return no_key_person(request.name);
  if (request.step == PersonStep::renew_password) {
    row->password = request.password;
    row->must_change = true;
  } else if (request.step == PersonStep::unlock) {
    row->state = books::OperatorStatus::active;
  }
  if (request.step != PersonStep::declare_void) people::lift(*row);
  const auto& step_words = words[static_cast<std::size_t>(request.step)];
  TRY(decision, with_second(books, *row, step_words.what,
                            {right, "key_person_permitted", people::Proposal(step_words.content).word(people::Part::role, "role", row->roles).text(people::Part::operator_name, row->name).text(people::Part::full_name, row->full_name), request.reason, request.approval}, context));
  if (request.step == PersonStep::declare_void) end_pairs(books, row->name, context.now, decision.changes);
  return decision;
}

}  // namespace kwota::keys
