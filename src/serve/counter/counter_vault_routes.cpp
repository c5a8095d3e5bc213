// What this counter seals with, as its people see it: whether it can seal, what is left of a load SAM's quota, and the place where
// its holder enters the PIN. The PIN passes through: the request is wiped and no answer is kept.
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/counter/terminal_gate.h"
#include "serve/desk/card_desk.h"
#include "serve/desk/shown.h"
#include "serve/router/answer.h"
#include "work/counter_vault/counter_vault.h"
#include "work/counter_vault/standing.h"

namespace kwota::serve {
namespace {

using boost::json::value;

/// The console has a sentence for each word.
counter_vault::Standing standing_of(const std::optional<Error>& trouble) {
  using counter_vault::Standing;
  return trouble ? counter_vault::standing_of(*trouble).value_or(Standing::refused) : Standing::ready;
}

object load_sam_view(ServerParts& server, const counter_vault::CounterVault::State& state) {
  const Shown shown{minor_digits(server)};
  const auto& left = *state.load_sam;
  const auto day = to_hex(left.last_day);
  return {{"holder", state.holder},
          {"amount_left", shown.money(Money::minor(static_cast<std::int64_t>(left.amount)))},
          {"count_left", left.sales},
          {"orders_left", left.orders},
          {"valid_to", left.last_day == key_cards::Date4{} ? std::string{} : day.substr(0, 4) + "-" + day.substr(4, 2) + "-" + day.substr(6, 2)}};
}

object view(ServerParts& server, const Call& call) {
  const auto state = server.counter->state();
  if (!state.trouble) server.desk.vault_is_back();
  object out{{"kind", name_of(server.counter->kind())},
             {"label", server.counter->label()},
             {"state", word_of(standing_of(state.trouble))},
             {"code", state.trouble ? value(state.trouble->code) : value(nullptr)},
             {"load_sam", nullptr},
             {"admission", admission_view(server, call)},
             {"mother", server.counter->has_mother() ? value(state.mother_pins_wanted ? "pins_wanted" : "ready") : value(nullptr)}};
  if (state.load_sam) out["load_sam"] = load_sam_view(server, state);
  return out;
}

void look(ServerParts& server, const CallPtr& call) {
  server.workers.run([&server, call] { call->answer(view(server, *call)); });
}

void enter_pin(ServerParts& server, const CallPtr& call) {
  server.workers.run([&server, call, pin = Asked(call->body).secret("pin")] {
    const auto entered = server.counter->enter_pin(pin);
    if (!entered.ok()) return call->refuse(entered.error());
    server.events.publish("vault", object{});
    call->answer(view(server, *call));
  });
}

/// The till's PSAM proves itself, with the PIN of whoever works there.
void admit(ServerParts& server, const CallPtr& call) {
  admit_till(server, call, [&server, call] { return view(server, *call); });
}

/// The cards themselves say at the next card that is made whether they were right.
void enter_mother_pins(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  server.workers.run([&server, call, mother = asked.secret("mother_pin"), control = asked.secret("control_pin")] {
    const auto entered = server.counter->enter_mother_pins(mother, control);
    if (!entered.ok()) return call->refuse(entered.error());
    server.events.publish("vault", object{});
    call->answer(view(server, *call));
  });
}

}  // namespace

void add_counter_vault_routes(Router& router, ServerParts& server) {
  router.add({"GET", "/vault", need::session, [&server](const CallPtr& call) { look(server, call); }});
  router.add({"POST", "/session/admission", "sell", [&server](const CallPtr& call) { admit(server, call); }, AnswerKept::never});
  router.add({"POST", "/vault/mother", "sell", [&server](const CallPtr& call) { enter_mother_pins(server, call); }, AnswerKept::never});
  router.add({"POST", "/vault/pin", "sell", [&server](const CallPtr& call) { enter_pin(server, call); }, AnswerKept::never});
}

}  // namespace kwota::serve
