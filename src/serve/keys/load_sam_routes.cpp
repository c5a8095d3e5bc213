// A load SAM's quota over HTTP: two key managers allow it more, the office's vault seals the order, and the card takes it where it is – on a
// reader of the key desk, or in the counter's own while it is in use.
#include "base/decimal.h"
#include "base/ids_text.h"
#include "carry/cards/common/exchange.h"
#include "carry/cards/key_cards/load_sam.h"
#include "keys/office/load_sams.h"
#include "serve/api/routes.h"
#include "serve/keys/key_card_desk.h"
#include "serve/keys/key_card_order.h"
#include "serve/keys/key_work.h"
#include "work/key_office/card_care.h"
#include "work/office_link/counters_link.h"

namespace kwota::serve {
namespace {

/// In the counter's own reader no other program sees it: the order goes there through the counters.
Result<key_cards::SamQuota> bring_order(ServerParts& server, const key_cards::CardCare& care, const key_cards::SamQuota& more) {
  const auto in_counter = [&](const iso7816::Command& command) { return server.link->ask_card(care.serial, command); };
  const auto not_noted = [](const dialogue::JournalNote&) { return Result<void>{}; };
  const bool in_use = in_counter(cards::select(key_cards::application_id)).ok();
  return server.keys->with_office([&](seal::KeyStore& office) -> Result<key_cards::SamQuota> {
    KeyCardDesk desk(server.desk, server.events, {care.serial});
    auto parties = desk.parties(office.vault(), not_noted);
    if (in_use) parties.device = in_counter;
    return dialogue::run(key_cards::give_sam_quota(care, more), parties);
  });
}

Result<object> refill(ServerParts& server, const keys::SamRefillOrder& order, const people::Context& context) {
  const books::Actor actor{context.who.name, "key_cards", context.station};
  TRY(care, server.books.read([&](const books::Reader& books) { return key_office::care_of(books, order.serial); }));
  TRY(permission, server.books.run(actor, [&](const books::Reader& books) { return keys::permit_sam_refill(books, order, context); }));
  const auto sales = static_cast<std::uint32_t>(order.count);
  TRY(left, bring_order(server, care,
                        {.amount = static_cast<std::uint64_t>(order.amount.minor()), .sales = sales, .orders = sales * key_cards::orders_a_sale,
                         .newest_day = date_of(context.today()), .last_day = date_of(order.valid_to)}));
  TRY(device, server.books.run(actor, [&, &permission = permission, &left = left](const books::Reader& books) {
    return keys::note_sam_refilled(books, order, permission, {Money::minor(static_cast<std::int64_t>(left.amount)), left.sales}, context);
  }));
  server.events.publish("vault", object{});
  return device_view(device, minor_digits(server));
}

void refill_load_sam(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  const auto amount = parse_money(asked.text("amount"), minor_digits(server));
  if (!amount) return call->refuse(amount.error());
  card_work(server, call,
            [&server, call,
             order = keys::SamRefillOrder{.serial = call->path.at("serial"),
                                          .amount = *amount,
                                          .count = asked.number("count"),
                                          .valid_to = asked.text("valid_to"),
                                          .reason = asked.text("reason"),
                                          .approval = asked.number("approval")}] { return refill(server, order, context_of(server, *call)); });
}

}  // namespace

void add_load_sam_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("POST", "/keys/devices/{serial}/quota", "key_cards", refill_load_sam, true);
}

}  // namespace kwota::serve
