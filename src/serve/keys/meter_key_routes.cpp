// A technician's work on the keys of a meter: download, update, forget the old version, restore the factory's – out of the
// office's vault or by a key UKEY, whose PIN nobody keeps.
#include "base/ids_text.h"
#include "serve/api/routes.h"
#include "serve/keys/key_work.h"
#include "work/key_office/meter_keys.h"
#include "work/key_office/ukeys.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::value;

object state_of(const meter_keys::MeterIdentity& meter) {
  return {{"meter", to_text(meter.meter)},
          {"module", to_hex(meter.serial)},
          {"keys", meter.own_keys ? "own" : "factory"},
          {"version", meter.current},
          {"previous", meter.previous}};
}

object shown(const meter_keys::KeysChanged& changed) {
  object answer{{"outcome", name_of(changed.outcome)}, {"evidence", changed.evidence}};
  answer["before"] = changed.before ? value(state_of(*changed.before)) : value(nullptr);
  answer["after"] = changed.after ? value(state_of(*changed.after)) : value(nullptr);
  array given;
  for (const auto& key : changed.given)
    given.push_back(object{{"purpose", seal::name_of(key.purpose)}, {"check_value", to_hex(key.check_value)}});
  answer["given"] = std::move(given);
  return answer;
}

Result<keys::MeterKeyRequest> request_of(const ServerParts& server, const Call& call) {
  TRY(meter, parse_meter_number(call.path.at("number")));
  if (server.meters == nullptr || server.keys == nullptr || server.ukeys == nullptr) return key_office::no_line_to(meter);
  const Asked asked(call.body);
  TRY(work, meter_keys::parse_work(asked.text("what")));
  return keys::MeterKeyRequest{meter, work, asked.number("version"), asked.text("reason"),
                               asked.number("approval")};
}

void run(ServerParts& server, const CallPtr& call, keys::MeterKeyRequest request, std::optional<key_office::UkeyInHand> ukey) {
  key_work(
      server, call,
      [&server, request = std::move(request), ukey = std::move(ukey)](
          key_office::KeyOffice& room, const people::Context& context) -> Result<meter_keys::KeysChanged> {
        TRY(changed, change_meter_keys(room, server.books, *server.meters, server.random, request, context, ukey));
        if (changed.outcome == meter_keys::Outcome::not_done && changed.cause) return *changed.cause;
        return changed;
      },
      [](const meter_keys::KeysChanged& changed) { return shown(changed); });
}

/// Out of the office's vault.
void change(ServerParts& server, const CallPtr& call) {
  auto request = request_of(server, *call);
  if (!request) return call->refuse(request.error());
  run(server, call, std::move(*request), {});
}

/// The office gets to know the meter by its certificate, so that it can make sets for it.
void bring(ServerParts& server, const CallPtr& call) {
  const auto meter = parse_meter_number(call->path.at("number"));
  if (!meter) return call->refuse(meter.error());
  if (server.meters == nullptr || server.keys == nullptr) return call->refuse(key_office::no_line_to(*meter));
  key_work(
      server, call,
      [&server, meter = *meter](key_office::KeyOffice& room, const people::Context& context) {
        return bring_certificate(room, server.books, *server.meters, server.random, meter, context);
      },
      [](const keys::KnownModule& known) {
        return object{{"meter", to_text(known.meter)}, {"module", known.serial}, {"certificate", known.certificate}};
      });
}

/// By a key UKEY: the request carries its PIN.
void change_by_ukey(ServerParts& server, const CallPtr& call) {
  auto request = request_of(server, *call);
  if (!request) return call->refuse(request.error());
  const Asked asked(call->body);
  auto label = asked.required("ukey");
  if (!label) return call->refuse(label.error());
  const auto pin = asked.required("pin");
  if (!pin) return call->refuse(pin.error());
  request->ukey = std::move(*label);
  run(server, call, std::move(*request), key_office::UkeyInHand{server.ukeys->place(), SecretBytes(view_of(*pin))});
}

}  // namespace

void add_meter_key_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("POST", "/meters/{number}/keys", "meter_keys", change);
  on("POST", "/meters/{number}/keys/certificate", "meter_keys", bring);
  on("POST", "/meters/{number}/keys/ukey", "meter_keys", change_by_ukey, AnswerKept::never);
}

}  // namespace kwota::serve
