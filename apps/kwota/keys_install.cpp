// kwota keys install: the key office begins. All of its first people sit down at one terminal, one after another, and each chooses his own
// password, unseen by the others; then they are named together. Once: later ones are appointed by two key managers.
#include <fmt/format.h>

#include "keys/office/people.h"
#include "kwota/keys_desk.h"
#include "kwota/keys_verb.h"
#include "kwota/terminal.h"
#include "sell/shift/permissions.h"
#include "serve/api/password.h"

namespace kwota::app {
namespace {

struct InstallOptions {
  std::string data = office_folder_default, language = "en";
  std::vector<std::string> officers, managers, auditors;
};

Result<keys::Person> sit_down(KeyDesk& desk, const std::string& name, shift::Role role, const std::string& language) {
  next_person(name);
  TRY(full_name, ask(fmt::format("Full name of {}", name)));
  TRY(password, ask_new_password(name));
  const std::string_view typed(reinterpret_cast<const char*>(password.view().data()), password.size());
  keys::Person person{name, full_name, std::string(shift::name_of(role)), language, serve::hash_password(typed, desk.random())};
  clear_screen();
  return person;
}

Result<int> run_install(const InstallOptions& options) {
  TRY(desk, KeyDesk::open(options.data));
  const auto context = desk->context_of("installation");
  const auto decide = [&](const std::vector<keys::Person>& people) {
    return [&people, &context](const books::Reader& reader) { return keys::install_people(reader, people, context); };
  };
  std::vector<keys::Person> people;
  for (const auto& [names, role] : {std::pair{&options.officers, shift::Role::key_officer}, std::pair{&options.managers, shift::Role::key_manager},
                                    std::pair{&options.auditors, shift::Role::security_auditor}})
    for (const auto& name : *names) people.push_back({name, name, std::string(shift::name_of(role)), options.language, {}});
  // What would be refused at the end is said before anybody types.
  MUST(desk->books().read([&](const books::Reader& reader) -> Result<Done> {
    MUST(decide(people)(reader));
    return Done{};
  }));
  for (auto& person : people) {
    TRY(roles, shift::parse_roles(person.role));
    TRY(seated, sit_down(*desk, person.name, roles.front(), options.language));
    person = std::move(seated);
  }
  TRY(named, desk->books().run({context.who.name, "key_people", ""}, decide(people)));
  for (const auto& one : named) fmt::print("{:<16} {}\n", one.roles, one.name);
  fmt::print("The key office has its people. Two of its managers appoint more; no administrator does.\n");
  return 0;
}

}  // namespace

Verbs keys_install_verbs() {
  auto options = std::make_shared<InstallOptions>();
  return {{.name = "install",
           .help = "Name the first people of the key office, all together, each with his own password",
           .options = {data_option(&options->data),
                       {"--officers", &options->officers, "Key officers: as many as form a seed", {.required = true, .separator = ','}},
                       {"--managers", &options->managers, "Key managers, two at least", {.required = true, .separator = ','}},
                       {"--auditor", &options->auditors, "Security auditors", {.required = true, .separator = ','}},
                       {"--language", &options->language, "In which the console speaks to them at first", {.shows_default = true}}},
           .example = "kwota keys install --officers sun,sokolov,clark,gao --managers keller,orlova --auditor novak",
           .run = run_with(options, run_install)}};
}

}  // namespace kwota::app
