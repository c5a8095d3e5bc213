// Key cards and PSAMs over HTTP: what lies on the readers, issuing with mother and control card, new PINs, void lists.
// Everything that touches a card runs on the desk's thread; PINs pass through once and the request is wiped.
#include <fmt/format.h>

#include "base/ids_text.h"
#include "carry/cards/key_cards/care.h"
#include "keys/journal/note.h"
#include "keys/office/renewal.h"
#include "serve/api/routes.h"
#include "serve/keys/key_card_desk.h"
#include "serve/keys/key_card_order.h"
#include "serve/keys/key_work.h"
#include "work/key_office/card_care.h"

namespace kwota::serve {
namespace {

/// A card is written: `permit` before the first key, `note` afterwards with whether it came to its end.
template <class Permit, class Note>
Result<object> write_card(ServerParts& server, const KeyCardWork& work,
                          dialogue::Dialogue<key_cards::Parameters> (*writing)(key_cards::KeyCardOrder), const books::Actor& actor,
                          Permit permit, Note note) {
  bool begun = false;
  KeyCardDesk desk(server.desk, server.events, work.cards);
  const auto journal = [&](const dialogue::JournalNote&) -> Result<void> {
    auto permitted = server.books.run(actor, permit);
    if (!permitted) return std::move(permitted).error();
    begun = true;
    return {};
  };
  const auto done = server.keys->with_office(
      [&](seal::KeyStore& office) { return dialogue::run(writing(work.order), desk.parties(office.vault(), journal)); });
  if (begun) {
    auto noted = server.books.run(actor, [&](const books::Reader& books) { return note(books, done.ok()); });
    if (!noted) return std::move(noted).error();
  }
  if (!done) return done.error();
  return server.books.read([&](const books::Reader& books) -> Result<object> {
    return device_view(*books.find<books::KeyDevice>(work.device.serial), minor_digits(server));
  });
}

Result<object> issue(ServerParts& server, const IssueCall& asked, const people::Context& context) {
  const auto permit = [&](const books::Reader& books, const KeyCardWork& work) {
    return keys::permit_issue(books, work.device, asked.reason, asked.approval, context);
  };
  TRY(work, server.books.read([&](const books::Reader& books) -> Result<KeyCardWork> {
    TRY(made, issue_of(books, asked, context));
    MUST(permit(books, made));  // asked before a PIN is tried; used up when the first key is about to be written
    return made;
  }));
  return write_card(
      server, work, key_cards::issue_key_card, {context.who.name, "key_cards", context.station},
      [&](const books::Reader& books) { return permit(books, work); },
      [&](const books::Reader& books, bool complete) {
        return keys::note_issued(books, work.device.serial, complete, context);
      });
}

Result<object> renew(ServerParts& server, const IssueCall& asked, const people::Context& context) {
  const auto permit = [&](const books::Reader& books, const KeyCardWork& work) {
    return keys::permit_renewal(books, work.device, asked.reason, asked.approval, context);
  };
  TRY(work, server.books.read([&](const books::Reader& books) -> Result<KeyCardWork> {
    TRY(made, renewal_of(books, asked, context));
    MUST(permit(books, made));
    return made;
  }));
  return write_card(
      server, work, key_cards::renew_key_card, {context.who.name, "key_cards", context.station},
      [&](const books::Reader& books) { return permit(books, work); },
      [&](const books::Reader& books, bool complete) {
        return keys::note_renewed(books, work.device, complete, context);
      });
}

template <Result<object> (*write)(ServerParts&, const IssueCall&, const people::Context&)>
void at_desk(ServerParts& server, const CallPtr& call) {
  card_work(server, call,
            [&server, call, asked = issue_call(Asked(call->body))] { return write(server, asked, context_of(server, *call)); });
}

object seen_card(ServerParts& server, const CardDesk::Lying& lying) {
  object out{{"reader", lying.reader}, {"serial", to_text(lying.serial)},
             {"standing", "none"},     {"next", "issue"},
             {"kind", nullptr},        {"device", nullptr}};
  KeyCardDesk desk(server.desk, server.events, {lying.serial}, Duration{});  // taken away meanwhile: nobody waits for it
  const auto seen =
      dialogue::run(key_cards::look_at(0, lying.serial),
                    desk.parties(server.keys->office().vault(), [](const dialogue::JournalNote&) { return Result<void>{}; }));
  if (!seen) {
    out["trouble"] = seen.error().code;
  } else {
    out["standing"] = seen->condition == key_cards::KeyCardState::whole          ? "whole"
                      : seen->condition == key_cards::KeyCardState::half_written ? "half_written"
                                                                            : "none";
    out["next"] = key_cards::next_step(*seen);
    if (seen->parameters) {
      out["kind"] = key_cards::name_of(seen->parameters->kind);
      out["code"] = fmt::format("{:08X}", seen->parameters->code);
      out["version"] = seen->parameters->version;
      if (!seen->parameters->pair.is_zero()) out["pair"] = to_text(seen->parameters->pair);
    }
  }
  const auto device = server.books.read([&](const books::Reader& books) -> Result<std::optional<books::KeyDevice>> {
    return books.find<books::KeyDevice>(to_text(lying.serial));
  });
  if (device && *device) out["device"] = device_view(**device, 2);
  return out;
}

void look_at_cards(ServerParts& server, const CallPtr& call) {
  card_work(server, call, [&server]() -> Result<object> {
    boost::json::array rows;
    for (const auto& lying : server.desk.lying()) rows.push_back(seen_card(server, lying));
    return object{{"cards", std::move(rows)}};
  });
}

/// One dialogue with one card in use, on the desk's thread.
template <class Make>
void care_for(ServerParts& server, const CallPtr& call, const char* what, Make make) {
  card_work(server, call, [&server, call, what, make]() -> Result<object> {
    const auto serial = call->path.at("serial");
    const auto context = context_of(server, *call);
    std::vector<CardSerial> voided;
    TRY(care, server.books.read([&](const books::Reader& books) -> Result<key_cards::CardCare> {
      TRY(list, key_office::voided_serials(books));
      voided = list;
      return key_office::care_of(books, serial);
    }));
    KeyCardDesk desk(server.desk, server.events, {care.serial});
    const auto parties = desk.parties(server.keys->office().vault(), [](const dialogue::JournalNote&) { return Result<void>{}; });
    TRY(answer, make(care, voided, parties));
    MUST(server.books.run({context.who.name, "key_devices", context.station},
                         [&](const books::Reader&) -> Result<books::Decision<Done>> {
                           return books::Decision<Done>{{{}, {keys::note(context, what, "device/" + serial)}}, Done{}};
                         }));
    return answer;
  });
}

void unblock(ServerParts& server, const CallPtr& call) {
  care_for(server, call, "pin_unblocked",
           [pin = pin_of(Asked(call->body), "pin")](const key_cards::CardCare& care, const std::vector<CardSerial>&,
                                                    const dialogue::Parties& parties) -> Result<object> {
             MUST(dialogue::run(key_cards::unblock_key_card(care, pin), parties));
             return object{{"unblocked", true}};
           });
}

void bring_void_list(ServerParts& server, const CallPtr& call) {
  care_for(server, call, "void_list_brought",
           [](const key_cards::CardCare& care, const std::vector<CardSerial>& voided,
              const dialogue::Parties& parties) -> Result<object> {
             TRY(added, dialogue::run(key_cards::write_void_list(care, voided), parties));
             return object{{"added", added}};
           });
}

}  // namespace

void add_key_card_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("GET", "/keys/cards", "keys_read", look_at_cards);
  on("POST", "/keys/cards/issue", "key_cards", at_desk<issue>, true);
  on("POST", "/keys/cards/renew", "key_cards", at_desk<renew>, true);
  on("POST", "/keys/devices/{serial}/unblock", "key_devices", unblock, true);
  on("POST", "/keys/devices/{serial}/contact", "key_devices", bring_void_list);
}

}  // namespace kwota::serve
