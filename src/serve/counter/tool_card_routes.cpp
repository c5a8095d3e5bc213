// Tool cards for the meter crew out of the token that a counter seals with: a preset card for meters in their factory state, a clear card
// that zeroes one meter once. A counter that seals with a card makes none: they come from the county card, at the key desk.
#include "base/ids_text.h"
#include "seal/vault/software_vault.h"
#include "seal/vaults/vaults.h"
#include "sell/customer/change.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/counter/pump_tool_routes.h"
#include "serve/desk/card_desk.h"
#include "serve/desk/shown.h"
#include "serve/desk/till_reader.h"
#include "work/counter_vault/counter_vault.h"
#include "work/teller/key_policy.h"
#include "work/teller/tool_cards.h"

namespace kwota::serve {
namespace {

/// The card in the register, so that nobody takes it for a lost one.
Result<void> register_card(ServerParts& server, const Call& call, const CardSerial& serial, books::CardKind kind,
                           const people::Context& context) {
  const auto put = server.books.run(actor_of(call, "tool_cards"), [&](const books::Reader&) { return customer::put_tool_card(serial, std::string(word_of(kind)) + "_card", kind, context.now); });
  if (!put) return put.error();
  return {};
}

std::uint8_t key_version(ServerParts& server, const std::optional<MeterNumber>& meter, const people::Context& context) {
  const auto version = server.books.read(
      [&](const books::Reader& books) -> Result<std::uint8_t> { return teller::version_for_tool(books, meter, context.today()); });
  return version.ok() ? *version : books::KeyNumber::first;
}

/// Permits in the books, then writes. `permit`: (reader) -> Result<Decision<T>>; `write`: (T) -> Result<void>; `shown`: (T) ->
/// object.
template <class Permit, class Write, class Shown>
void issue(ServerParts& server, const CallPtr& call, const CardSerial& serial, books::CardKind kind, Permit permit, Write write,
           Shown shown) {
  const auto permitted = server.books.run(actor_of(*call, "tool_cards"), permit);
  if (!permitted) return refuse_or_ask(server, call, permitted.error());
  if (const auto written = write(*permitted); !written) return call->refuse(written.error());
  if (const auto kept = register_card(server, *call, serial, kind, context_of(server, *call)); !kept)
    return call->refuse(kept.error());
  auto answer = shown(*permitted);
  answer["kind"] = word_of(kind);
  answer["serial"] = to_text(serial);
  answer["state"] = "active";
  call->answer(answer);
}

/// The card on the reader, and the family that makes what it shall become.
struct OnReader {
  teller::CardOnReader& card;
  const CardSerial& serial;
  const cards::Family& family;
};

void issue_clear(ServerParts& server, const CallPtr& call, const OnReader& there) {
  const auto& serial = there.serial;
  const Asked asked(call->body);
  const auto meter = parse_meter_number(asked.text("meter"));
  if (!meter) return call->refuse(meter.error());
  counter::ClearRequest request;
  request.vault = server.vault.name();
  request.meter = *meter;
  if (asked.has("days"))
    request.days = static_cast<int>(std::min<std::int64_t>(asked.number("days"), counter::clear_days_max + 1));
  request.reason = asked.text("reason");
  request.card = serial;
  request.approval = asked.number("approval");
  const auto context = context_of(server, *call);
  issue(
      server, call, serial, books::CardKind::clear, [&](const books::Reader& books) { return counter::permit_clear(books, request, context); },
      [&](const counter::ClearPermission& permission) {
        return teller::issue_clear({there.card, serial, server.vault, there.family, key_version(server, *meter, context)}, permission);
      },
      [](const counter::ClearPermission& permission) {
        return object{{"authorisation", permission.authorisation},
                      {"valid_until", format_local(permission.valid_until)},
                      {"approved_by", permission.approved_by}};
      });
}

/// The keys of a meter fresh from the factory are published; a preset card carries parameters and no credit.
seal::SoftwareVault& factory_keys() {
  static auto published = seal::SoftwareVault::with_test_keys();
  return published;
}

/// Only in sample books before the utility's own keys: of real ones nothing is made under keys that everybody knows.
void issue_preset(ServerParts& server, const CallPtr& call, const OnReader& there) {
  const auto& serial = there.serial;
  const auto sample = seal::seals_with_sample_keys(server.vault);
  if (!sample) return call->refuse(sample.error());
  if (!*sample)
    return call->refuse(error(Fault::request, "preset_needs_factory_keys",
                              "No meter from the factory would believe a preset card of this counter. Nothing was written."));
  const Asked asked(call->body);
  counter::PresetRequest request;
  request.vault = server.vault.name();
  request.plan = asked.text("plan");
  if (asked.has("ct")) request.ct = static_cast<std::uint32_t>(std::min<std::int64_t>(asked.number("ct"), 1'000'000));
  if (asked.has("pt")) request.pt = static_cast<std::uint32_t>(std::min<std::int64_t>(asked.number("pt"), 1'000'000));
  request.reason = asked.text("reason");
  request.card = serial;
  request.approval = asked.number("approval");
  const auto context = context_of(server, *call);
  issue(
      server, call, serial, books::CardKind::preset, [&](const books::Reader& books) { return counter::permit_preset(books, request, context); },
      [&](const counter::MeterParameters& parameters) {
        return teller::issue_preset({there.card, serial, factory_keys(), there.family, seal::test_key_version}, parameters);
      },
      [](const counter::MeterParameters& parameters) {
        return object{{"plan_version", parameters.plan_version}};
      });
}

void issue_card(ServerParts& server, const CallPtr& call) {
  const auto text = Asked(call->body).text("kind");
  const auto kind = parse_word<books::CardKind>(text).value_or(books::CardKind::user);
  if (kind == books::CardKind::user)
    return call->refuse(error(Fault::request, "unknown_kind", "A tool card is a preset or a clear card.", {{"kind", text}}));
  if (server.counter->kind() != seal::SealsWith::token)
    return call->refuse(error(Fault::request, "tool_card_from_key_desk",
                              "This counter seals with a card of its own and makes no tool card. Nothing was written. Have it issued at the key desk, "
                              "from the county card."));
  submit_card_work(
      server, call,
      [&server, call, kind](teller::CardOnReader& card, const teller::Inspection& look) {
        const auto family = teller::may_become(kind, look, server.desk.teller().families());
        if (!family) return call->refuse(family.error());
        const OnReader there{card, look.recognition.serial, **family};
        kind == books::CardKind::clear ? issue_clear(server, call, there) : issue_preset(server, call, there);
      });
}

}  // namespace

void add_tool_card_routes(Router& router, ServerParts& server) {
  router.add({"POST", "/cards/issue", "tool_cards", [&server](const CallPtr& call) { issue_card(server, call); }});
  add_pump_tool_routes(router, server);
}

}  // namespace kwota::serve
