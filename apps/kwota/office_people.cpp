#include "kwota/office_people.h"

#include <fmt/format.h>

#include <set>

#include "serve/api/password.h"
#include "store/query.h"

namespace kwota::app {
namespace {

Result<bool> somebody_is_there(store::Books& books) {
  return books.query([](store::Connection& connection) -> Result<bool> {
    TRY(page, store::list(connection, {.view = "operators", .page_size = 1}));
    return !page.rows.empty();
  });
}

Result<void> put_person(store::Books& books, const std::string& name, const char* role, Random& random) {
  const auto password = serve::one_time_password(random);
  books::Operator row;
  row.name = name;
  row.full_name = name;
  row.roles = role;
  row.password = serve::hash_password(password, random);
  row.must_change = true;
  const auto done = books.run({"installation", "first_start", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
    return books::Decision<Done>{{{row}, {}}, Done{}};
  });
  if (!done) return done.error();
  fmt::print("  {:<16} {:<16} {}\n", name, role, password);
  return {};
}

}  // namespace

Result<void> everybody_was_named(const KeyPeople& people) {
  std::set<std::string> names;
  for (const auto* list : {&people.officers, &people.managers, &people.auditors}) names.insert(list->begin(), list->end());
  const bool once = names.size() == people.officers.size() + people.managers.size() + people.auditors.size();
  if (once && !names.contains("") && people.officers.size() >= officers_min && people.managers.size() >= managers_min &&
      people.auditors.size() >= auditors_min)
    return {};
  return error(Fault::request, "key_people_missing",
               fmt::format("A key office begins with its people: at least {} officers, {} managers and {} auditor, each of another name. "
                           "Nothing was begun. Name them with --officer, --manager and --auditor.",
                           officers_min, managers_min, auditors_min));
}

Result<void> install_people(store::Books& books, const KeyPeople& people, Random& random) {
  TRY(there, somebody_is_there(books));
  if (there) return {};
  MUST(everybody_was_named(people));
  fmt::print("People of this key office and their one-time passwords:\n");
  for (const auto& name : people.officers) MUST(put_person(books, name, "key_officer", random));
  for (const auto& name : people.managers) MUST(put_person(books, name, "key_manager", random));
  for (const auto& name : people.auditors) MUST(put_person(books, name, "security_auditor", random));
  return {};
}

}  // namespace kwota::app
