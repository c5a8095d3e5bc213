// kwota keys ceremony: officers form a key at one terminal. One after another they sign in and type their component twice,
// unseen; the screen shows nobody but them its check value. The manager who began it ends it.
#include <fmt/format.h>

#include "base/bytes.h"
#include "keys/journal/note.h"
#include "kwota/keys_desk.h"
#include "kwota/keys_verb.h"
#include "kwota/terminal.h"

namespace kwota::app {
namespace {

struct CeremonyOptions {
  std::string data = "data", manager, purpose = "seed", suite = "3des";
  std::vector<std::string> officers;
};

/// Hexadecimal into bytes, in locked memory all the way.
Result<SecretBytes> ask_component(const std::string& question) {
  TRY(text, ask_unseen(question));
  auto bytes = from_hex({reinterpret_cast<const char*>(text.view().data()), text.size()});
  if (bytes) return SecretBytes(*std::move(bytes));
  return error(Fault::request, "bad_component", "A component has 32 hexadecimal digits. Nothing was kept; type it again.");
}

Result<serve::KeyRoom::Receipt> ask_twice(KeyDesk& desk, std::int64_t ceremony, const shift::Context& who) {
  TRY(first, ask_component("Component (32 hexadecimal digits)"));
  TRY(second, ask_component("The same once more"));
  return desk.room().give_component(ceremony, first.view(), second.view(), who);
}

/// What another entry can set right.
bool may_be_typed_again(const Error& refusal) {
  return refusal.code == "bad_component" || refusal.code == "components_differ" || refusal.code == "weak_key" ||
         refusal.code == "component_of_another";
}

Result<void> one_officer(KeyDesk& desk, std::int64_t ceremony, const std::string& name) {
  next_person(name);
  TRY(who, desk.sign_in(name));
  for (;;) {
    const auto given = ask_twice(desk, ceremony, who);
    if (given) {
      fmt::print(stderr, "Check value of your component: {}. Write it down.\n", keys::text_of(given->check_value));
      MUST(ask("Press Enter for the next person"));
      clear_screen();
      return {};
    }
    if (!may_be_typed_again(given.error())) return given.error();
    fmt::print(stderr, "{}\n", given.error().what);
  }
}

/// The key and, of a seed, the roots of all purposes: for everybody to write down.
Result<void> print_formed(KeyDesk& desk, const books::Ceremony& formed) {
  TRY(rows, desk.books().read(
                [](const books::Reader& reader) -> Result<std::vector<books::KeyVersion>> { return reader.key_versions(); }));
  fmt::print("Key {} version {} is formed. Check value {}.\n", formed.purpose, formed.version, formed.check_value);
  if (formed.purpose != seal::name_of(seal::Purpose::seed)) return {};
  for (const auto& row : rows)
    if (row.vault == keys::office_vault && row.version == formed.version && row.purpose != formed.purpose &&
        row.origin == "ceremony")
      fmt::print("{:<22} v{:<3} {}\n", row.purpose, row.version, row.check_value);
  return {};
}

Result<int> run_ceremony(const CeremonyOptions& options) {
  TRY(purpose, seal::parse_purpose(options.purpose));
  TRY(suite, keys::parse_suite(options.suite));
  TRY(desk, KeyDesk::open(options.data));
  TRY(manager, desk->sign_in(options.manager));
  TRY(ceremony, desk->room().start_ceremony({purpose, suite, options.officers}, manager));
  for (const auto& name : options.officers) {
    auto given = one_officer(*desk, ceremony.number, name);
    if (given) continue;
    MUST(desk->room().abandon(ceremony.number, given.error().code, manager));
    return std::move(given).error();
  }
  TRY(formed, desk->room().form(ceremony.number, manager));
  MUST(print_formed(*desk, formed));
  return 0;
}

}  // namespace

void add_keys_ceremony(CLI::App& keys, Run& run) {
  auto options = std::make_shared<CeremonyOptions>();
  auto* verb = keys.add_subcommand("ceremony", "Form the seed, or enter the card supplier's transport key, officer by officer");
  verb->add_option("--data", options->data, "Folder of the books")->envname("KWOTA_DATA")->capture_default_str();
  verb->add_option("--manager", options->manager, "Key manager who begins and ends it")->required();
  verb->add_option("--officers", options->officers, "Key officers, in their order")->required()->delimiter(',');
  verb->add_option("--purpose", options->purpose, "seed, or card_transport")->capture_default_str();
  verb->add_option("--suite", options->suite, "3des, aes or sm4")->capture_default_str();
  verb->footer("Example: kwota keys ceremony --manager keller --officers sun,sokolov,clark,gao");
  when_chosen(*verb, run, options, run_ceremony);
}

}  // namespace kwota::app
