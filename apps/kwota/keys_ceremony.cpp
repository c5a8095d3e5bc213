// kwota keys ceremony: officers form a key at one terminal. One after another they sign in and type their component twice,
// unseen; the screen shows nobody but them its check value. The manager who began it ends it.
#include <fmt/format.h>

#include "base/bytes.h"
#include "keys/journal/note.h"
#include "kwota/keys_desk.h"
#include "kwota/keys_verb.h"

namespace kwota::app {
namespace {

struct CeremonyOptions {
  std::string data = "data", manager, purpose = "seed", suite = "3des";
  std::vector<std::string> officers;
};

Result<SecretBytes> typed(const SecretBytes& text) {
  auto bytes = from_hex({reinterpret_cast<const char*>(text.view().data()), text.size()});
  if (!bytes)
    return error(Fault::request, "bad_component", "A component has 32 hexadecimal digits. Nothing was kept; type it again.");
  return SecretBytes(std::move(*bytes));
}

/// Clears the screen, so that the next one sees nothing of the one before.
void next_person(const std::string& name) { fmt::print(stderr, "\033[2J\033[H{}, please. The others look away.\n", name); }

Result<void> one_officer(KeyDesk& desk, std::int64_t ceremony, const std::string& name) {
  next_person(name);
  TRY(who, desk.sign_in(name));
  for (;;) {
    const auto first = typed(ask_unseen("Component (32 hexadecimal digits)"));
    const auto second = typed(ask_unseen("The same once more"));
    if (!first || !second)
      return error(Fault::request, "bad_component", "A component has 32 hexadecimal digits. Nothing was kept.");
    const auto given = desk.room().give_component(ceremony, first->view(), second->view(), who);
    if (given) {
      fmt::print(stderr, "Check value of your component: {}. Write it down.\n", keys::text_of(given->check_value));
      return {};
    }
    const bool again = given.error().code == "components_differ" || given.error().code == "weak_key" ||
                       given.error().code == "component_of_another";
    if (!again) return given.error();
    fmt::print(stderr, "{}\n", given.error().what);
  }
}

Result<int> run_ceremony(const CeremonyOptions& options) {
  TRY(purpose, seal::parse_purpose(options.purpose));
  TRY(suite, keys::parse_suite(options.suite));
  TRY(desk, KeyDesk::open(options.data));
  TRY(manager, desk->sign_in(options.manager));
  TRY(ceremony, desk->room().start_ceremony({purpose, suite, options.officers}, manager));
  for (const auto& name : options.officers) {
    if (auto given = one_officer(*desk, ceremony.number, name); !given) {
      MUST(desk->room().abandon(ceremony.number, given.error().code, manager));
      return std::move(given).error();
    }
    ask("Enter for the next person");
  }
  TRY(formed, desk->room().form(ceremony.number, manager));
  fmt::print("Key {} version {} is formed. Check value {}.\n", formed.purpose, formed.version, formed.check_value);
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
  verb->callback([&run, options] {
    run = [options] {
      const auto status = run_ceremony(*options);
      return status.ok() ? *status : refuse(status.error());
    };
  });
}

}  // namespace kwota::app
