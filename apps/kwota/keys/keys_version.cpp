// kwota keys factors|deliver|activate|destroy: a version of the keys from the office to the counters, and its end. In this order:
// factors, `kwota keys ceremony`, deliver, activate.
#include <fmt/format.h>

#include "keys/journal/note.h"
#include "kwota/keys/keys_desk.h"
#include "kwota/keys/keys_verb.h"
#include "kwota/keys/officer_card.h"

namespace kwota::app {
namespace {

struct VersionOptions {
  TwoManagers people;
  std::int64_t version = 0;
};

struct DestroyOptions {
  TwoManagers people;
  std::int64_t version = 0;
  std::string vault, purpose;
};

struct FactorOptions {
  std::string data = office_folder_default, manager, utility, province;
  std::int64_t officers = 0;
  OfficerCardOptions from;
};

/// As the manager types them, or as an officer's card has them.
Result<books::KeyFactors> choose(KeyDesk& desk, const FactorOptions& options, const people::Context& who) {
  if (!options.from.card) return desk.room().choose_factors({options.utility, options.province, options.officers}, who);
  TRY(pin, ask_unseen("PIN of the officer card on the reader"));
  using key_office::KeyOffice;
  const auto& reader = options.from.reader;
  return with_officer_card(desk, reader, pin, [&](const key_office::KeyOffice::OfficerCard& card, const dialogue::Parties& parties) {
    return desk.room().choose_factors_from_card(card, parties, who);
  });
}

Result<int> run_factors(const FactorOptions& options) {
  TRY(desk, KeyDesk::open(options.data));
  TRY(who, desk->sign_in(options.manager));
  TRY(row, choose(*desk, options, who));
  fmt::print("Factors: utility {}, province {:08X}, county {:08X}.\n", row.utility_factor, row.province, row.county);
  return 0;
}

using Hand = Result<std::vector<keys::FormedKey>> (key_office::KeyOffice::*)(const keys::VersionRequest&, const people::Context&);

Result<int> hand(const VersionOptions& options, Hand step, const char* done) {
  TRY(desk, KeyDesk::open(options.people.data));
  TRY(formed, desk->with_second(options.people, [&](const people::Context& who, std::int64_t approval) {
    return (desk->room().*step)({options.version, options.people.reason, approval}, who);
  }));
  for (const auto& key : formed)
    fmt::print("{:<22} v{:<3} {}\n", seal::name_of(key.key.purpose), key.key.version, keys::text_of(key.check_value));
  fmt::print("{} keys of version {} {}.\n", formed.size(), options.version, done);
  return 0;
}

Result<int> run_deliver(const VersionOptions& options) {
  return hand(options, &key_office::KeyOffice::deliver, "wait in the counters' vault for their activation");
}

Result<int> run_activate(const VersionOptions& options) {
  return hand(options, &key_office::KeyOffice::activate, "are in use; the counters seal with them");
}

Result<int> run_destroy(const DestroyOptions& options) {
  TRY(purpose, seal::parse_purpose(options.purpose));
  const seal::KeyRef key{purpose, static_cast<std::uint8_t>(options.version)};
  TRY(desk, KeyDesk::open(options.people.data));
  TRY(gone, desk->with_second(options.people, [&](const people::Context& who, std::int64_t approval) {
    return desk->room().destroy({options.vault, key, options.people.reason, approval}, who);
  }));
  fmt::print("Key {} version {} of the vault {} is destroyed.\n", gone.purpose, gone.version, gone.vault);
  return 0;
}

Verb factors_verb() {
  auto options = std::make_shared<FactorOptions>();
  return {.name = "factors",
          .help = "Choose the factors of the tree, as long as no key was derived with them",
          .options = {data_option(&options->data),
                      {"--manager", &options->manager, "Key manager", {.required = true}},
                      {"--province", &options->province, "Area code, 8 digits; none: the county's own province", {.excludes = {"--card"}}},
                      {"--officers", &options->officers, "How many form a seed; none: four, or as it was chosen before"},
                      {"--reader", &options->from.reader, "Name of the reader; default: the one that holds a card", {.needs = {"--card"}}}},
          .choices = {{"source",
                       "Typed, or by a card",
                       {{"--utility", &options->utility, "The utility's factor, 16 hexadecimal digits"},
                        {"--card", &options->from.card, "As an officer card has them; its officer types the PIN"}}}},
          .example = "kwota keys factors --manager keller --utility 4B574F5441303031 --officers 4",
          .run = run_with(options, run_factors)};
}

Verb hand_verb(const char* name, const char* what, Result<int> (*work)(const VersionOptions&)) {
  auto options = std::make_shared<VersionOptions>();
  return {.name = name,
          .help = what,
          .options = together(two_managers(options->people), {{"version", &options->version, "Of the seed that a ceremony formed",
                                                               {.required = true, .range = Range{1, 255}}}}),
          .example = fmt::format("kwota keys {} 2 --manager keller --second orlova --reason \"the next version\"", name),
          .run = run_with(options, work)};
}

Verb destroy_verb() {
  auto options = std::make_shared<DestroyOptions>();
  return {.name = "destroy",
          .help = "Destroy a key that nothing lives by any more",
          .options = together(two_managers(options->people),
                              {{"vault", &options->vault, "office or sealing", {.required = true, .one_of = {"office", "sealing"}}},
                               {"purpose", &options->purpose, "As `kwota keys tree` names it", {.required = true}},
                               {"version", &options->version, "Its version", {.required = true, .range = Range{1, 255}}}}),
          .example = "kwota keys destroy office seed 1 --manager keller --second orlova --reason \"nothing lives by it\"",
          .run = run_with(options, run_destroy)};
}

}  // namespace

Verbs keys_version_verbs() {
  return {factors_verb(), hand_verb("deliver", "Hand the county's keys of a version to the counters' vault, wrapped", run_deliver),
          hand_verb("activate", "Let the counters seal with a version that was delivered", run_activate), destroy_verb()};
}

}  // namespace kwota::app
