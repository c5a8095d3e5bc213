// What people bring to the tree of keys over HTTP: officers' components, typed or by their cards, and the factors.
// Guarantees: a typed component passes through once, taken out of the request at once and the request is wiped; one that a card
// holds goes between reader, ceremony and vault alone. Never: answers with a component or a PIN.
#include "base/cause.h"
#include "base/ids_text.h"
#include "keys/journal/note.h"
#include "serve/api/routes.h"
#include "serve/keys/card_desk_of.h"
#include "serve/keys/key_work.h"

namespace kwota::serve {
namespace {

/// Hexadecimal, read without leaving a copy of the text behind.
Result<SecretBytes> typed_component(const Asked& asked, std::string_view name) {
  auto text = asked.text(name);
  auto bytes = from_hex(text);
  wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
  if (!bytes)
    return error(Fault::request, Cause::bad_component, "A component has 32 hexadecimal digits. Nothing was kept; type it again.");
  return SecretBytes(std::move(*bytes));
}

/// The one who typed it compares it with his paper; nothing keeps it.
object receipt_view(const key_office::KeyOffice::Receipt& receipt) {
  return {{"check_value", keys::text_of(receipt.check_value)}, {"given", receipt.given}, {"required", receipt.required}};
}

/// Typed twice, or neither field there: then the vault rolls it.
Result<std::optional<key_office::KeyOffice::Typed>> typed_or_rolled(const Asked& asked) {
  if (!asked.has("component") && !asked.has("repeated")) return std::optional<key_office::KeyOffice::Typed>{};
  TRY(component, typed_component(asked, "component"));
  TRY(repeated, typed_component(asked, "repeated"));
  return std::optional(key_office::KeyOffice::Typed{std::move(component), std::move(repeated)});
}

void give_component(ServerParts& server, const CallPtr& call) {
  const auto typed = typed_or_rolled(Asked(call->body));
  if (!typed) return call->refuse(typed.error());
  key_work(
      server, call,
      [number = path_number(*call, "number"), typed = *typed](key_office::KeyOffice& room, const people::Context& context) {
        return room.give_component(number, typed, context);
      },
      receipt_view);
}

Result<key_office::KeyOffice::OfficerCard> officer_card(const Asked& asked) {
  TRY(serial, parse_card_serial(asked.text("card")));
  return key_office::KeyOffice::OfficerCard{serial, pin_of(asked, "pin")};
}

/// On the desk's thread, with the card that lies there.
/// `work`: (KeyOffice&, card, parties, context) -> Result<T>; `shown`: (T) -> object.
template <class Work, class Shown>
void with_officer_card(ServerParts& server, const CallPtr& call, Work work, Shown shown) {
  const auto card = officer_card(Asked(call->body));
  if (!card) return call->refuse(card.error());
  card_work(server, call, [&server, call, card = *card, work = std::move(work), shown]() -> Result<object> {
    TRY(done, at_key_cards(server, [&](key_card_desk::KeyCardDesk& desk) {
      return desk.with_lying(card.serial, [&](key_office::KeyOffice& room, const auto& parties) { return work(room, card, parties, context_of(server, *call)); });
    }));
    return object(shown(done));
  });
}

void give_from_card(ServerParts& server, const CallPtr& call) {
  with_officer_card(
      server, call,
      [number = path_number(*call, "number")](key_office::KeyOffice& room, const key_office::KeyOffice::OfficerCard& card, const auto& parties,
                                              const people::Context& context) {
        return room.give_from_card(number, card, parties, context);
      },
      receipt_view);
}

void give_and_keep(ServerParts& server, const CallPtr& call) {
  const auto typed = typed_or_rolled(Asked(call->body));
  if (!typed) return call->refuse(typed.error());
  with_officer_card(
      server, call,
      [number = path_number(*call, "number"), typed = *typed](key_office::KeyOffice& room, const key_office::KeyOffice::OfficerCard& card,
                                                              const auto& parties, const people::Context& context) {
        return room.give_and_keep(number, card, typed, parties, context);
      },
      receipt_view);
}

object chosen_view(const books::KeyFactors& row) {
  return {{"factors", factors_view(row, row.county)}};
}

void choose_factors(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  const keys::FactorChoice choice{asked.text("utility_factor"), asked.text("province"), asked.number("officers")};
  key_work(
      server, call, [choice](key_office::KeyOffice& room, const people::Context& context) { return room.choose_factors(choice, context); },
      chosen_view);
}

void choose_factors_from_card(ServerParts& server, const CallPtr& call) {
  with_officer_card(
      server, call,
      [](key_office::KeyOffice& room, const key_office::KeyOffice::OfficerCard& card, const auto& parties, const people::Context& context) {
        return room.choose_factors_from_card(card, parties, context);
      },
      chosen_view);
}

}  // namespace

void add_component_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("POST", "/keys/factors", "key_cards", choose_factors);
  on("POST", "/keys/factors/from-card", "key_cards", choose_factors_from_card, AnswerKept::never);
  on("POST", "/keys/ceremonies/{number}/components", "key_ceremony", give_component, AnswerKept::never);
  on("POST", "/keys/ceremonies/{number}/components/to-card", "key_ceremony", give_and_keep, AnswerKept::never);
  on("POST", "/keys/ceremonies/{number}/components/from-card", "key_ceremony", give_from_card, AnswerKept::never);
}

}  // namespace kwota::serve
