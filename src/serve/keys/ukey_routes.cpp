// UKEYs over HTTP: issued, listed, given a new PIN. A PIN is what the holder types; it stands in no answer, and nobody keeps it.
#include "base/ids_text.h"
#include "serve/api/routes.h"
#include "serve/keys/key_work.h"
#include "work/key_office/ukeys.h"

namespace kwota::serve {
namespace {

/// Whose sets a key UKEY brings. Error `bad_meter_number`.
Result<std::vector<MeterNumber>> meters_in(const Call& call) {
  std::vector<MeterNumber> meters;
  const auto* list = call.body.is_object() ? call.body.get_object().if_contains("meters") : nullptr;
  if (list == nullptr || !list->is_array()) return meters;
  for (const auto& one : list->get_array()) {
    TRY(meter, parse_meter_number(one.is_string() ? std::string{one.get_string()} : std::string{}));
    meters.push_back(meter);
  }
  return meters;
}

Result<key_office::UkeyRequest> asked_of(const Call& call) {
  const Asked asked(call.body);
  key_office::UkeyRequest request{.holder = asked.text("holder"),
                      .pin = asked.secret("pin"),
                      .valid_to = asked.text("valid_to"),
                      .version = asked.number("version"),
                      .reason = asked.text("reason"),
                      .approval = asked.number("approval")};
  TRY(meters, meters_in(call));
  request.meters = std::move(meters);
  return request;
}

/// Tokens are slow: not on the network's thread.
template <class Work>
void ukey_work(ServerParts& server, const CallPtr& call, Work work) {
  server.workers.run([&server, call, work = std::move(work)]() mutable {
    const Result<object> done = work(*server.ukeys, context_of(server, *call));
    publish_to_counters(server);
    if (!done) return refuse_or_ask(server, call, done.error());
    server.events.publish("keys", object{{"what", call->request.path}}, {.permission = "keys_read"});
    call->answer(*done);
  });
}

void issue_ukey(ServerParts& server, const CallPtr& call) {
  auto request = asked_of(*call);
  if (!request) return call->refuse(request.error());
  ukey_work(server, call,
            [request = *std::move(request), digits = minor_digits(server)](key_office::UkeyDesk& desk,
                                                                          const people::Context& context) -> Result<object> {
              TRY(device, desk.issue(request, context));
              return device_view(device, digits);
            });
}

void unblock_ukey(ServerParts& server, const CallPtr& call) {
  ukey_work(server, call,
            [label = call->path.at("serial"), pin = Asked(call->body).secret("pin")](key_office::UkeyDesk& desk,
                                                                                         const people::Context& context) -> Result<object> {
              MUST(desk.unblock(label, pin, context));
              return object{{"unblocked", true}};
            });
}

object seen_view(const key_office::UkeyDesk::Seen& seen, int digits) {
  auto out = device_view(seen.device, digits);
  out["plugged_in"] = seen.plugged_in;
  return out;
}

void list(ServerParts& server, const CallPtr& call) {
  server.workers.run([&server, call] {
    const auto all = server.ukeys->all();
    if (!all) return call->refuse(all.error());
    boost::json::array rows;
    for (const auto& seen : *all) rows.push_back(seen_view(seen, minor_digits(server)));
    call->answer(object{{"rows", std::move(rows)}});
  });
}

}  // namespace

void add_ukey_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("GET", "/keys/ukeys", "keys_read", list);
  on("POST", "/keys/ukeys", "key_cards", issue_ukey, AnswerKept::never);
  on("POST", "/keys/ukeys/{serial}/unblock", "key_devices", unblock_ukey, AnswerKept::never);
}

}  // namespace kwota::serve
