// kwota keys install: the key office begins. All of its first people sit down at one terminal, one after another, and each chooses his own
// password, unseen by the others, and has a pair made in his own token; then all of them sign for one another and are named together. Once:
// later ones are appointed by two key managers.
#include <fmt/format.h>

#include "base/cause.h"
#include "keys/office/certificates.h"
#include "keys/office/people.h"
#include "kwota/keys/keys_desk.h"
#include "kwota/keys/keys_verb.h"
#include "kwota/terminal.h"
#include "people/permissions.h"
#include "serve/router/password.h"

namespace kwota::app {
namespace {

struct InstallOptions {
  std::string data = office_folder_default, language = "en";
  std::vector<std::string> officers, managers, auditors;
};

/// The label of a token that the utility's module knows; a folder stands in where there is no such module.
Result<std::string> label_of_token(const seal::PersonTokens& tokens, const std::string& name) {
  if (!tokens.stands_in()) return ask(fmt::format("Label of the token of {}", name));
  fmt::print(stderr, "A folder stands in for the token of {}: {}. He keeps it; whoever has it and its PIN signs in his name.\n", name, tokens.home_of(name).string());
  return std::string{};
}

Result<void> sit_down(KeyDesk& desk, keys::Person& person) {
  auto& tokens = desk.person_tokens();
  next_person(person.name);
  TRY(full_name, ask(fmt::format("Full name of {}", person.name)));
  TRY(password, ask_new_password(person.name));
  const std::string_view typed(reinterpret_cast<const char*>(password.view().data()), password.size());
  TRY(label, label_of_token(tokens, person.name));
  for (;;) {
    TRY(pin, ask_new_pin(fmt::format("the token of {} (8 to 64 characters)", person.name)));
    const auto key = tokens.make({.person = person.name, .pin = pin, .label = label}, desk.random());
    if (!key && cause_of(key.error()) != Cause::bad_person_pin && cause_of(key.error()) != Cause::wrong_person_pin) return key.error();
    if (!key) {
      fmt::print(stderr, "{}\n", key.error().what);
      continue;
    }
    person.public_key = to_hex(*key);
    break;
  }
  person.full_name = full_name;
  person.password = serve::hash_password(typed, desk.random());
  clear_screen();
  return {};
}

/// Everybody signs for all of them: whom he has seen sit down here.
Result<void> sign_founding(KeyDesk& desk, const std::vector<keys::Person>& people, const std::string& text, keys::Person& person) {
  next_person(person.name);
  fmt::print(stderr, "You sign that these are the people of this key office:\n");
  for (const auto& one : people) fmt::print(stderr, "  {:<16} {} ({})\n", one.role, one.name, one.full_name);
  fmt::print(stderr, "Write down the fingerprint of the document: {}\n", seal::print_in_groups(view_of(text)));
  for (;;) {
    TRY(pin, ask_unseen(fmt::format("PIN of the token of {}", person.name)));
    const auto signature = desk.person_tokens().sign(person.name, pin, view_of(text));
    if (signature) {
      person.signature = to_hex(*signature);
      clear_screen();
      return {};
    }
    if (cause_of(signature.error()) != Cause::wrong_person_pin && cause_of(signature.error()) != Cause::person_token_missing) return signature.error();
    fmt::print(stderr, "{}\n", signature.error().what);
  }
}

Result<int> run_install(const InstallOptions& options) {
  TRY(desk, KeyDesk::open(options.data));
  const auto context = desk->context_of("installation");
  std::vector<keys::Person> people;
  for (const auto& [names, role] : {std::pair{&options.officers, people::Role::key_officer}, std::pair{&options.managers, people::Role::key_manager},
                                    std::pair{&options.auditors, people::Role::security_auditor}})
    for (const auto& name : *names) people.push_back({.name = name, .full_name = name, .role = std::string(people::name_of(role)), .language = options.language});
  // What would be refused at the end is said before anybody types.
  MUST(desk->books().read([&](const books::Reader& reader) { return keys::check_installation(reader, people); }));
  for (auto& person : people) MUST(sit_down(*desk, person));
  TRY(text, desk->books().read([&](const books::Reader& reader) -> Result<std::string> { return keys::founding_of(reader, people, context.now); }));
  for (auto& person : people) MUST(sign_founding(*desk, people, text, person));
  TRY(named, desk->books().run({context.who.name, "key_people", ""},
                               [&](const books::Reader& reader) { return keys::install_people(reader, people, context.now, context); }));
  for (const auto& one : named) fmt::print("{:<16} {}\n", one.roles, one.name);
  fmt::print("Founding document, signed by all of them: {}\n", seal::print_in_groups(view_of(text)));
  fmt::print("The key office has its people. Two of its managers appoint more; no administrator does.\n");
  return 0;
}

}  // namespace

Verbs keys_install_verbs() {
  auto options = std::make_shared<InstallOptions>();
  return {{.name = "install",
           .help = "Name the first people of the key office, all together, each with his own password and token",
           .options = {data_option(&options->data),
                       {"--officers", &options->officers, "Key officers: as many as form a seed", {.required = true, .separator = ','}},
                       {"--managers", &options->managers, "Key managers, two at least", {.required = true, .separator = ','}},
                       {"--auditor", &options->auditors, "Security auditors", {.required = true, .separator = ','}},
                       {"--language", &options->language, "In which the console speaks to them at first", {.shows_default = true}}},
           .example = "kwota keys install --officers sun,sokolov,clark,gao --managers keller,orlova --auditor novak",
           .run = run_with(options, run_install)}};
}

}  // namespace kwota::app
