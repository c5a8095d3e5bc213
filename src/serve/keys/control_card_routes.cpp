// A control card's count over HTTP: it lies on a reader, two key managers allow it some more issues, and the office's vault seals the
// order that the card takes.
#include "base/ids_text.h"
#include "carry/cards/common/structure.h"
#include "carry/cards/key_cards/control_card.h"
#include "keys/journal/note.h"
#include "keys/office/control_cards.h"
#include "keys/office/devices.h"
#include "keys/office/tree.h"
#include "serve/api/routes.h"
#include "serve/keys/key_card_desk.h"
#include "serve/keys/key_card_order.h"
#include "serve/keys/key_work.h"
#include "work/key_office/card_care.h"

namespace kwota::serve {
namespace {

/// Which mother it opens, and with that how much it gets at a time; where its own keys hang in the tree.
struct Refilled {
  key_cards::CardCare care;
  std::int64_t most = 0;
};

Result<Refilled> refilled_card(const books::Reader& books, const std::string& serial) {
  TRY(device, keys::known_device(books, serial));
  const auto mother = books.find<books::KeyDevice>(device.pair);
  const auto kind = key_cards::parse_kind(mother ? word_of(mother->kind) : "");
  TRY(care, key_office::care_of(books, serial));
  return Refilled{care, key_cards::issues_at_once_of(kind.value_or(key_cards::KeyCardKind::county))};
}

Result<object> refill(ServerParts& server, const keys::IssuesOrder& order, const people::Context& context) {
  const books::Actor actor{context.who.name, "key_cards", context.station};
  TRY(card, server.books.read([&](const books::Reader& books) { return refilled_card(books, order.serial); }));
  TRY(permission, server.books.run(actor, [&, &card = card](const books::Reader& books) {
    return keys::permit_issues(books, order, card.most, context);
  }));
  KeyCardDesk desk(server.desk, server.events, {card.care.serial});
  const auto left = server.keys->with_office([&, &card = card](seal::KeyStore& office) {
    const auto parties = desk.parties(office.vault(), [](const dialogue::JournalNote&) { return Result<void>{}; });
    return dialogue::run(key_cards::give_issues(card.care, static_cast<std::uint32_t>(order.issues), date_of(order.valid_to),
                                                date_of(context.today())),
                         parties);
  });
  if (!left.ok()) return left.error();
  TRY(device, server.books.run(actor, [&, &permission = permission](const books::Reader& books) {
    return keys::note_issues(books, order, permission, left->left, context);
  }));
  return device_view(device, minor_digits(server));
}

void refill_issues(ServerParts& server, const CallPtr& call) {
  card_work(server, call, [&server, call]() -> Result<object> {
    const Asked asked(call->body);
    return refill(server,
                  {.serial = call->path.at("serial"),
                   .issues = asked.number("issues"),
                   .valid_to = asked.text("valid_to"),
                   .reason = asked.text("reason"),
                   .approval = asked.number("approval")},
                  context_of(server, *call));
  });
}

/// What the county's vault would answer: the office has the supplier's key and writes the county's master from the roots down; that it
/// has arrived, the counters prove, whose vault has it.
Result<Bytes> as_the_county(ServerParts& server, seal::Vault& office, const std::vector<seal::Factor>& to_county, const seal::Request& asked) {
  const auto* proof = std::get_if<seal::Authenticate>(&asked);
  if (proof != nullptr && proof->key.purpose == seal::Purpose::card_master) return server.keys->counters().prove(*proof);
  auto own = asked;
  if (auto* write = std::get_if<seal::WriteCardKey>(&own)) write->path = to_county;
  return office.perform(own);
}

/// A blank card of the supplier becomes the county's: its transport key is replaced, so that a mother card at a counter may give it keys.
void prepare_blank(ServerParts& server, const CallPtr& call) {
  card_work(server, call, [&server, call]() -> Result<object> {
    const auto context = context_of(server, *call);
    TRY(serial, parse_card_serial(Asked(call->body).text("card")));
    TRY(versions, server.books.read([](const books::Reader& books) -> Result<cards::CardKeys> {
      cards::CardKeys keys;
      keys.version = static_cast<std::uint8_t>(key_office::issuing_version(books, 0));
      keys.transport_version = static_cast<std::uint8_t>(keys::newest_version(books, keys::office_vault, seal::Purpose::card_transport));
      return keys;
    }));
    auto keys_of_card = versions;
    keys_of_card.serial = serial;
    TRY(to_county, server.books.read([](const books::Reader& books) { return keys::county_factors(books.only<books::KeyFactors>()); }));
    KeyCardDesk desk(server.desk, server.events, {serial});
    MUST(server.keys->with_office([&, &to_county = to_county](seal::KeyStore& office) {
      auto parties = desk.parties(office.vault(), [](const dialogue::JournalNote&) { return Result<void>{}; });
      parties.vault = [&](const seal::Request& asked) { return as_the_county(server, office.vault(), to_county, asked); };
      return dialogue::run(cards::prepare_blank_card(keys_of_card), parties);
    }));
    MUST(server.books.run({context.who.name, "key_cards", context.station}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
      return books::Decision<Done>{{{}, {keys::note(context, "blank_prepared", "card/" + to_text(serial))}}, Done{}};
    }));
    return object{{"card", to_text(serial)}, {"prepared", true}};
  });
}

}  // namespace

void add_control_card_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("POST", "/keys/cards/prepare", "key_cards", prepare_blank, true);
  on("POST", "/keys/devices/{serial}/issues", "key_cards", refill_issues, true);
}

}  // namespace kwota::serve
