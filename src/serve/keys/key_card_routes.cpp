// Key cards and PSAMs over HTTP: what lies on the readers, issuing with mother and control card, new PINs, void lists, what control cards and
// load SAMs may give. Everything that touches a card runs on the desk's thread; PINs pass through once and the request is wiped.
#include <fmt/format.h>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "serve/api/routes.h"
#include "serve/keys/card_desk_of.h"
#include "serve/keys/key_work.h"

namespace kwota::serve {
namespace {

using key_card_desk::KeyCardDesk;

key_card_desk::IssueOrder issue_order(const Asked& asked) {
  return {.kind = asked.text("kind"),
          .code = asked.text("code"),
          .terminal = asked.text("terminal"),
          .holder = asked.text("holder"),
          .valid_to = asked.text("valid_to"),
          .reason = asked.text("reason"),
          .card = asked.text("card"),
          .pair = asked.text("pair"),
          .mother = asked.text("mother"),
          .control = asked.text("control"),
          .meter = asked.text("meter"),
          .pin = pin_of(asked, "pin"),
          .mother_pin = pin_of(asked, "mother_pin"),
          .control_pin = pin_of(asked, "control_pin"),
          .approval = asked.number("approval"),
          .quota = asked.number("quota"),
          .issues = asked.number("issues"),
          .version = asked.number("version"),
          .meters_version = asked.number("meters_version")};
}

/// `work`: (KeyCardDesk&, const people::Context&) -> Result<T>; `shown`: (T) -> object.
template <class Work, class Shown>
void with_cards(ServerParts& server, const CallPtr& call, Work work, Shown shown) {
  card_work(server, call, [&server, call, work = std::move(work), shown = std::move(shown)]() mutable -> Result<object> {
    const auto context = context_of(server, *call);
    TRY(done, at_key_cards(server, [&](KeyCardDesk& desk) { return work(desk, context); }));
    return shown(done);
  });
}

/// As with_cards(), for what ends with a device as the books know it now.
template <class Work>
void with_device(ServerParts& server, const CallPtr& call, Work work) {
  with_cards(server, call, std::move(work), [&server](const books::KeyDevice& device) { return device_view(device, minor_digits(server)); });
}

template <Result<books::KeyDevice> (KeyCardDesk::*write)(const key_card_desk::IssueOrder&, const people::Context&)>
void at_desk(ServerParts& server, const CallPtr& call) {
  with_device(server, call, [order = issue_order(Asked(call->body))](KeyCardDesk& desk, const people::Context& context) { return (desk.*write)(order, context); });
}

object seen_card(KeyCardDesk& desk, const CardDesk::Lying& lying) {
  const auto seen = desk.look(lying.serial);
  object out{{"reader", lying.reader}, {"serial", to_text(lying.serial)}, {"standing", name_of(seen.state)}, {"next", seen.next}, {"kind", nullptr}, {"device", nullptr}};
  if (seen.trouble) out["trouble"] = seen.trouble->code;
  if (seen.parameters) {
    out["kind"] = key_cards::name_of(seen.parameters->kind);
    out["code"] = fmt::format("{:08X}", seen.parameters->code);
    out["version"] = seen.parameters->version;
    if (!seen.parameters->pair.is_zero()) out["pair"] = to_text(seen.parameters->pair);
  }
  if (seen.device) out["device"] = device_view(*seen.device, 2);
  return out;
}

void look_at_cards(ServerParts& server, const CallPtr& call) {
  card_work(server, call, [&server]() -> Result<object> {
    return at_key_cards(server, [&](KeyCardDesk& desk) -> Result<object> {
      boost::json::array rows;
      for (const auto& lying : server.desk.lying()) rows.push_back(seen_card(desk, lying));
      return object{{"cards", std::move(rows)}};
    });
  });
}

void unblock(ServerParts& server, const CallPtr& call) {
  card_work(server, call, [&server, call, pin = pin_of(Asked(call->body), "pin")]() -> Result<object> {
    MUST(at_key_cards(server, [&](KeyCardDesk& desk) { return desk.unblock(call->path.at("serial"), pin, context_of(server, *call)); }));
    return object{{"unblocked", true}};
  });
}

void bring_void_list(ServerParts& server, const CallPtr& call) {
  with_cards(
      server, call, [call](KeyCardDesk& desk, const people::Context& context) { return desk.bring_void_list(call->path.at("serial"), context); },
      [](std::size_t added) { return object{{"added", added}}; });
}

void prepare_blank(ServerParts& server, const CallPtr& call) {
  with_cards(
      server, call, [call](KeyCardDesk& desk, const people::Context& context) { return desk.prepare_blank(Asked(call->body).text("card"), context); },
      [](const CardSerial& card) { return object{{"card", to_text(card)}, {"prepared", true}}; });
}

void refill_issues(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  with_device(server, call,
              [order = keys::IssuesOrder{.serial = call->path.at("serial"),
                                         .issues = asked.number("issues"),
                                         .valid_to = asked.text("valid_to"),
                                         .reason = asked.text("reason"),
                                         .approval = asked.number("approval")}](KeyCardDesk& desk, const people::Context& context) { return desk.give_issues(order, context); });
}

void refill_load_sam(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  const auto amount = parse_money(asked.text("amount"), minor_digits(server));
  if (!amount) return call->refuse(amount.error());
  with_device(server, call,
              [&server, order = keys::SamRefillOrder{.serial = call->path.at("serial"),
                                                     .amount = *amount,
                                                     .count = asked.number("count"),
                                                     .valid_to = asked.text("valid_to"),
                                                     .reason = asked.text("reason"),
                                                     .approval = asked.number("approval")}](KeyCardDesk& desk, const people::Context& context) -> Result<books::KeyDevice> {
                TRY(device, desk.give_quota(order, context));
                server.events.publish("vault", object{});
                return device;
              });
}

}  // namespace

void add_key_card_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("GET", "/keys/cards", "keys_read", look_at_cards);
  on("POST", "/keys/cards/issue", "key_cards", at_desk<&KeyCardDesk::issue>, AnswerKept::never);
  on("POST", "/keys/cards/renew", "key_cards", at_desk<&KeyCardDesk::renew>, AnswerKept::never);
  on("POST", "/keys/cards/prepare", "key_cards", prepare_blank, AnswerKept::never);
  on("POST", "/keys/devices/{serial}/issues", "key_cards", refill_issues, AnswerKept::never);
  on("POST", "/keys/devices/{serial}/quota", "key_cards", refill_load_sam, AnswerKept::never);
  on("POST", "/keys/devices/{serial}/unblock", "key_devices", unblock, AnswerKept::never);
  on("POST", "/keys/devices/{serial}/contact", "key_devices", bring_void_list);
}

}  // namespace kwota::serve
