// kwota keys ceremony: officers form a key at one terminal. One after another they sign in and have the vault roll their
// component, type it twice, unseen, or bring it by their cards; the check value of what was typed is on the screen for the one who
// compares it with his paper, and nowhere else. The manager who began it ends it.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/bytes.h"
#include "base/cause.h"
#include "keys/journal/note.h"
#include "kwota/keys/keys_desk.h"
#include "kwota/keys/keys_verb.h"
#include "kwota/keys/officer_card.h"
#include "kwota/terminal.h"

namespace kwota::app {
namespace {

struct CeremonyOptions {
  std::string data = office_folder_default, manager, purpose = "seed", suite = "3des";
  std::vector<std::string> officers;
  OfficerCardOptions with;
};

/// Hexadecimal into bytes, in locked memory all the way.
Result<SecretBytes> ask_component(const std::string& question) {
  TRY(text, ask_unseen(question));
  auto bytes = from_hex({reinterpret_cast<const char*>(text.view().data()), text.size()});
  if (bytes) return SecretBytes(*std::move(bytes));
  return error(Fault::request, Cause::bad_component, "A component has 32 hexadecimal digits. Nothing was kept; type it again.");
}

using key_office::KeyOffice;

Result<key_office::KeyOffice::Typed> ask_twice() {
  TRY(first, ask_component("Component (32 hexadecimal digits)"));
  TRY(second, ask_component("The same once more"));
  return key_office::KeyOffice::Typed{std::move(first), std::move(second)};
}

/// How an officer brings his component: one letter. Enter alone is what he should do.
Result<char> ask_way(bool card) {
  constexpr char rolled = 'r';
  for (;;) {
    TRY(answer, ask(card ? "Have the vault roll it (Enter), type it (t), type it and keep it on your card (k), have the vault make it for "
                           "your card (m), or bring it by your card (c)"
                         : "Have the vault roll it (Enter), or type it (t)"));
    if (answer.empty()) return rolled;
    if (answer.size() == 1 && std::string_view(card ? "tkmc" : "t").find(answer.front()) != std::string_view::npos) return answer.front();
    fmt::print(stderr, "{}\n", card ? "Enter, or one of the letters t, k, m, c." : "Enter, or the letter t.");
  }
}

/// One officer of one ceremony at this terminal.
struct Seat {
  KeyDesk& desk;
  std::int64_t ceremony = 0;
  bool from_letters = false;  ///< what the supplier sent: there is nothing to roll
  const OfficerCardOptions& with;
  people::Context who;
};

Result<key_office::KeyOffice::Receipt> by_card(const Seat& seat, char way) {
  std::optional<key_office::KeyOffice::Typed> typed;
  if (way == 'k') {
    TRY(both, ask_twice());
    typed = std::move(both);
  }
  TRY(pin, way == 'c' ? ask_unseen("PIN of your card on the reader") : ask_new_pin("your card (6 digits)"));
  auto& room = seat.desk.room();
  const auto& reader = seat.with.reader;
  return with_officer_card(seat.desk, reader, pin, [&](const key_office::KeyOffice::OfficerCard& card, const dialogue::Parties& parties) {
    return way == 'c' ? room.give_from_card(seat.ceremony, card, parties, seat.who)
                      : room.give_and_keep(seat.ceremony, card, typed, parties, seat.who);
  });
}

/// What he is told: the check value of what he typed himself, and nothing of what he never saw.
std::string result_of_receipt(char way, const key_office::KeyOffice::Receipt& receipt) {
  if (way == 'c') return "Your card has brought your component.";
  if (way == 'm' || way == 'r') return "The vault has rolled your component.";
  return fmt::format("Check value of your component: {}. Compare it with your paper; it is kept nowhere.", keys::text_of(receipt.check_value));
}

Result<key_office::KeyOffice::Receipt> bring(const Seat& seat, char way) {
  if (way == 'r') return seat.desk.room().give_component(seat.ceremony, std::nullopt, seat.who);
  if (way != 't') return by_card(seat, way);
  TRY(typed, ask_twice());
  return seat.desk.room().give_component(seat.ceremony, std::optional(std::move(typed)), seat.who);
}

Result<std::string> give(const Seat& seat) {
  TRY(way, seat.from_letters && !seat.with.card ? Result<char>('t') : ask_way(seat.with.card));
  TRY(receipt, bring(seat, way));
  return result_of_receipt(way, receipt);
}

/// What another entry, another PIN or another card can set right.
bool may_be_tried_again(const Error& refusal) {
  constexpr std::array mendable{
      Cause::bad_component,       Cause::components_differ,       Cause::weak_key,     Cause::component_of_another, Cause::component_of_letter,
      Cause::bad_pin,             Cause::key_card_pin_wrong,      Cause::device_known, Cause::device_void,          Cause::transport_key_missing,
      Cause::officer_card_locked, Cause::officer_card_of_another, Cause::no_card,      Cause::two_cards,
  };
  if (refusal.fault == Fault::card || refusal.fault == Fault::wire) return true;
  const auto cause = cause_of(refusal);
  return cause && std::ranges::find(mendable, *cause) != mendable.end();
}

Result<void> one_officer(KeyDesk& desk, const books::Ceremony& ceremony, const OfficerCardOptions& with, const std::string& name) {
  const bool from_letters = ceremony.purpose == seal::name_of(seal::Purpose::card_transport);
  next_person(name);
  TRY(who, desk.sign_in(name));
  for (;;) {
    const auto given = give({desk, ceremony.number, from_letters, with, who});
    if (given) {
      fmt::print(stderr, "{}\n", *given);
      MUST(ask("Press Enter for the next person"));
      clear_screen();
      return {};
    }
    if (!may_be_tried_again(given.error())) return given.error();
    fmt::print(stderr, "{}: {}\n", given.error().code, given.error().what);
  }
}

/// The key and, of a seed, the roots of all purposes: for everybody to write down.
Result<void> print_formed(KeyDesk& desk, const books::Ceremony& formed) {
  TRY(rows, desk.books().read(
                [](const books::Reader& reader) -> Result<std::vector<books::KeyVersion>> { return reader.all<books::KeyVersion>(); }));
  fmt::print("Key {} version {} is formed. Check value {}.\n", formed.purpose, formed.version, formed.check_value);
  if (formed.purpose != seal::name_of(seal::Purpose::seed)) return {};
  for (const auto& row : rows)
    if (row.vault == keys::office_vault && row.version == formed.version && row.purpose != formed.purpose &&
        row.origin == books::KeyOrigin::ceremony)
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
    auto given = one_officer(*desk, ceremony, options.with, name);
    if (given) continue;
    MUST(desk->room().abandon(ceremony.number, given.error().code, manager));
    return std::move(given).error();
  }
  TRY(formed, desk->room().form(ceremony.number, manager));
  MUST(print_formed(*desk, formed));
  return 0;
}

}  // namespace

Verbs keys_ceremony_verbs() {
  auto options = std::make_shared<CeremonyOptions>();
  return {{.name = "ceremony",
           .help = "Form the seed, or enter the card supplier's transport key, officer by officer",
           .options = {data_option(&options->data),
                       {"--manager", &options->manager, "Key manager who begins and ends it", {.required = true}},
                       {"--officers", &options->officers, "Key officers, in their order", {.required = true, .separator = ','}},
                       {"--purpose", &options->purpose, "seed, or card_transport", {.shows_default = true}},
                       {"--suite", &options->suite, "3des, aes or sm4", {.shows_default = true}},
                       {"--card", &options->with.card, "Officers may keep their components on officer cards, or bring them by those"},
                       {"--reader", &options->with.reader, "Name of the reader; default: the one that holds a card"}},
           .example = "kwota keys ceremony --manager keller --officers sun,sokolov,clark,gao",
           .run = run_with(options, run_ceremony)}};
}

}  // namespace kwota::app
