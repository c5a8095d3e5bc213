// Key cards and PSAMs over HTTP: what lies on the readers, issuing with mother and control card, new PINs, void lists.
// Everything that touches a card runs on the desk's thread; PINs pass through once and the request is wiped.
#include <fmt/format.h>

#include "base/ids_text.h"
#include "carry/key_cards/care.h"
#include "carry/key_cards/issue.h"
#include "keys/journal/note.h"
#include "serve/api/key_card_desk.h"
#include "serve/api/key_work.h"
#include "serve/api/routes.h"

namespace kwota::serve {
namespace {

using key_cards::KeyCardKind;

/// Answers from the desk's thread; a second person is asked on a worker, because that writes to the books.
template <class Work>
void card_work(House& house, const CallPtr& call, Work work) {
  house.desk.run([&house, call, work = std::move(work)]() mutable {
    auto done = work();
    house.workers.run([&house, call, done = std::move(done)] {
      if (!done) return refuse_or_ask(house, call, done.error());
      house.events.tell("keys", object{{"what", call->request.path}});
      call->answer(*done);
    });
  });
}

Result<std::vector<CardSerial>> voided_serials(const books::Reader& books) {
  std::vector<CardSerial> out;
  for (const auto& text : keys::void_list(books)) {
    TRY(serial, parse_card_serial(text));
    out.push_back(serial);
  }
  return out;
}

key_cards::Date4 date_of(std::string_view text) {
  key_cards::Date4 out{};
  const auto date = parse_date(text);
  if (!date) return out;
  const auto bytes = from_hex(std::string(text.substr(0, 4)) + std::string(text.substr(5, 2)) + std::string(text.substr(8, 2)));
  if (bytes && bytes->size() == out.size()) std::copy(bytes->begin(), bytes->end(), out.begin());
  return out;
}

/// Eight digits of an area, or the county that the tree was made for.
Result<std::uint32_t> area_of(const books::Reader& books, const std::string& text, KeyCardKind kind) {
  const auto factors = books.key_factors();
  if (text.empty() && kind == KeyCardKind::master_control) return std::uint32_t{0};
  if (text.empty() && factors) return kind == KeyCardKind::province ? factors->province : factors->county;
  TRY(bytes, from_hex(text));
  if (bytes.size() != 4)
    return error(Fault::request, "bad_factor", "An area code has 8 digits. Nothing was changed.", {{"field", "code"}});
  return get_be32(bytes.data());
}

/// What was asked, taken out of the request at once.
struct IssueCall {
  std::string kind, code, terminal, holder, valid_to, reason;
  std::string card;             ///< the blank one
  std::string pair;             ///< of a control card: the mother that it opens
  std::string mother, control;  ///< the pair above, which gives the keys; `control` as the books know it when it is not named
  Bytes pin, mother_pin, control_pin;
  std::int64_t approval = 0, quota = 0, version = 0;
};

Bytes pin_of(const Asked& asked, std::string_view name) { return to_bytes(view_of(asked.text(name))); }

IssueCall issue_call(const Asked& asked) {
  return {asked.text("kind"),           asked.text("code"),       asked.text("terminal"), asked.text("holder"),
          asked.text("valid_to"),       asked.text("reason"),     asked.text("card"),     asked.text("pair"),
          asked.text("mother"),         asked.text("control"),    pin_of(asked, "pin"),   pin_of(asked, "mother_pin"),
          pin_of(asked, "control_pin"), asked.number("approval"), asked.number("quota"),  asked.number("version")};
}

/// The version of the keys that cards get: the one in use, or the newest that was formed.
std::int64_t card_version(const books::Reader& books, std::int64_t asked) {
  if (asked > 0) return asked;
  std::int64_t newest = 0;
  for (const auto& row : books.key_versions())
    if (row.vault == keys::office_vault && row.purpose == seal::name_of(seal::Purpose::seed) && row.state == "active")
      newest = std::max(newest, row.version);
  return newest > 0 ? newest : keys::newest_version(books, keys::office_vault, seal::Purpose::seed);
}

Result<key_cards::KeyCardOrder> order_of(const books::Reader& books, const IssueCall& asked, const shift::Context& context) {
  const auto kind = key_cards::parse_kind(asked.kind);
  if (!kind) return error(Fault::request, "unknown_kind", "There is no such key card.", {{"kind", asked.kind}});
  key_cards::KeyCardOrder order;
  order.kind = *kind;
  TRY(serial, parse_card_serial(asked.card));
  order.serial = serial;
  order.version = static_cast<std::uint8_t>(card_version(books, asked.version));
  order.transport_version =
      static_cast<std::uint8_t>(keys::newest_version(books, keys::office_vault, seal::Purpose::card_transport));
  if (order.transport_version == 0)
    return error(Fault::refused, "transport_key_missing",
                 "The supplier's transport key of blank cards has not been entered: no card could be issued under the new keys. "
                 "Nothing was changed.");
  const auto opens = books.key_device(asked.pair);
  TRY(code, area_of(books, opens ? opens->code : asked.code, *kind));  // a control card serves the area of its mother
  order.code = code;
  TRY(above, keys::factors_above(books.key_factors(), asked.kind, opens ? opens->kind : ""));
  order.above = above;
  TRY(whole, keys::county_factors(books.key_factors()));
  order.utility_factor = whole.front();
  if (*kind == KeyCardKind::control) {
    TRY(mother, parse_card_serial(asked.pair));
    order.paired = mother;
    if (const auto paired = key_cards::parse_kind(opens ? opens->kind : "")) order.paired_kind = *paired;
  }
  if (key_cards::is_terminal(*kind)) {
    TRY(terminal, from_hex(asked.terminal));
    if (terminal.size() == order.terminal.size()) std::copy(terminal.begin(), terminal.end(), order.terminal.begin());
  }
  if (asked.quota > 0) order.quota = static_cast<std::uint16_t>(std::min<std::int64_t>(asked.quota, iso7816::no_quota - 1));
  order.pin = asked.pin;
  order.issued = date_of(context.business_day());
  order.valid_to = date_of(asked.valid_to);
  TRY(voided, voided_serials(books));
  order.voided = voided;
  return order;
}

/// The mother that opens for this order, and her control card; nothing when the vault alone issues it.
Result<std::vector<CardSerial>> cards_of(const books::Reader& books, const IssueCall& asked, key_cards::KeyCardOrder& order) {
  const auto above = asked.kind == "control" ? order.paired_kind : order.kind;
  const auto needed = key_cards::issuer_of(above);
  if (!needed) return std::vector{order.serial};
  TRY(mother, parse_card_serial(asked.mother));
  const auto row = books.key_device(asked.mother);
  TRY(control, parse_card_serial(!asked.control.empty() ? asked.control : row ? row->pair : ""));
  order.from = key_cards::MotherPair{mother, control, asked.mother_pin, asked.control_pin};
  return std::vector{order.serial, mother, control};
}

books::KeyDevice device_of(const IssueCall& asked, const key_cards::KeyCardOrder& order) {
  books::KeyDevice device;
  device.serial = to_text(order.serial);
  device.kind = asked.kind;
  if (order.kind == KeyCardKind::control) device.pair = to_text(order.paired);
  device.code = key_cards::is_terminal(order.kind) ? to_hex(order.terminal) : fmt::format("{:08X}", order.code);
  device.holder = asked.holder;
  device.key_version = order.version;
  device.valid_to = asked.valid_to;
  return device;
}

Result<object> issue(House& house, const IssueCall& asked, const shift::Context& context) {
  std::vector<CardSerial> serials;
  TRY(order, house.books.read([&](const books::Reader& books) -> Result<key_cards::KeyCardOrder> {
    TRY(made, order_of(books, asked, context));
    TRY(cards, cards_of(books, asked, made));
    serials = cards;
    // Asked before a PIN is tried; used up when the first key is about to be written.
    TRY(allowed, keys::permit_issue(books, device_of(asked, made), asked.reason, asked.approval, context));
    static_cast<void>(allowed);
    return made;
  }));
  const auto device = device_of(asked, order);
  const books::Actor actor{context.who.name, "key_cards", context.station};
  bool begun = false;
  KeyCardDesk desk(house.desk, house.events, serials);
  const auto done = house.keys->with_office([&](seal::KeyStore& office) {
    return dialogue::run(key_cards::issue_key_card(order),
                         desk.parties(office.vault(), [&](const dialogue::JournalNote&) -> Result<void> {
                           auto permitted = house.books.run(actor, [&](const books::Reader& books) {
                             return keys::permit_issue(books, device, asked.reason, asked.approval, context);
                           });
                           if (!permitted) return std::move(permitted).error();
                           begun = true;
                           return {};
                         }));
  });
  if (begun) {
    auto noted = house.books.run(
        actor, [&](const books::Reader& books) { return keys::note_issued(books, device.serial, done.ok(), context); });
    if (!noted) return std::move(noted).error();
  }
  if (!done) return done.error();
  return house.books.read([&](const books::Reader& books) -> Result<object> {
    return device_view(*books.key_device(device.serial), minor_digits(house));
  });
}

void issue_card(House& house, const CallPtr& call) {
  card_work(house, call,
            [&house, call, asked = issue_call(Asked(call->body))] { return issue(house, asked, context_of(house, *call)); });
}

object seen_card(House& house, const CardDesk::Lying& lying) {
  object out{{"reader", lying.reader}, {"serial", to_text(lying.serial)},
             {"standing", "none"},     {"next", "issue"},
             {"kind", nullptr},        {"device", nullptr}};
  KeyCardDesk desk(house.desk, house.events, {lying.serial});
  const auto seen =
      dialogue::run(key_cards::look_at(0, lying.serial),
                    desk.parties(house.keys->office().vault(), [](const dialogue::JournalNote&) { return Result<void>{}; }));
  if (!seen) {
    out["trouble"] = seen.error().code;
  } else {
    out["standing"] = seen->standing == key_cards::Standing::whole          ? "whole"
                      : seen->standing == key_cards::Standing::half_written ? "half_written"
                                                                            : "none";
    out["next"] = key_cards::next_step(*seen);
    if (seen->parameters) {
      out["kind"] = key_cards::name_of(seen->parameters->kind);
      out["code"] = fmt::format("{:08X}", seen->parameters->code);
      out["version"] = seen->parameters->version;
      if (!seen->parameters->pair.is_zero()) out["pair"] = to_text(seen->parameters->pair);
    }
  }
  const auto device = house.books.read([&](const books::Reader& books) -> Result<std::optional<books::KeyDevice>> {
    return books.key_device(to_text(lying.serial));
  });
  if (device && *device) out["device"] = device_view(**device, 2);
  return out;
}

void look_at_cards(House& house, const CallPtr& call) {
  card_work(house, call, [&house]() -> Result<object> {
    boost::json::array rows;
    for (const auto& lying : house.desk.lying()) rows.push_back(seen_card(house, lying));
    return object{{"cards", std::move(rows)}};
  });
}

/// The card in use, and where its own keys hang in the tree.
Result<key_cards::CardCare> care_of(const books::Reader& books, const std::string& serial) {
  MUST(keys::check_device(books, serial));
  const auto device = books.key_device(serial);
  if (!device)
    return error(Fault::request, "unknown_device", "The books know no such key card, PSAM or UKEY. Nothing was changed.",
                 {{"device", serial}});
  const auto mother = device->kind == "control" ? books.key_device(device->pair) : std::nullopt;
  TRY(above, keys::factors_above(books.key_factors(), device->kind, mother ? mother->kind : ""));
  TRY(parsed, parse_card_serial(serial));
  return key_cards::CardCare{parsed, above};
}

/// One dialogue with one card in use, on the desk's thread.
template <class Make>
void care_for(House& house, const CallPtr& call, const char* what, Make make) {
  card_work(house, call, [&house, call, what, make]() -> Result<object> {
    const auto serial = call->path.at("serial");
    const auto context = context_of(house, *call);
    std::vector<CardSerial> voided;
    TRY(care, house.books.read([&](const books::Reader& books) -> Result<key_cards::CardCare> {
      TRY(list, voided_serials(books));
      voided = list;
      return care_of(books, serial);
    }));
    KeyCardDesk desk(house.desk, house.events, {care.serial});
    const auto parties = desk.parties(house.keys->office().vault(), [](const dialogue::JournalNote&) { return Result<void>{}; });
    TRY(answer, make(care, voided, parties));
    MUST(house.books.run({context.who.name, "key_devices", context.station},
                         [&](const books::Reader&) -> Result<books::Decision<Done>> {
                           return books::Decision<Done>{{{}, {keys::note(context, what, "device/" + serial)}}, Done{}};
                         }));
    return answer;
  });
}

void unblock(House& house, const CallPtr& call) {
  care_for(house, call, "pin_unblocked",
           [pin = pin_of(Asked(call->body), "pin")](const key_cards::CardCare& care, const std::vector<CardSerial>&,
                                                    const dialogue::Parties& parties) -> Result<object> {
             MUST(dialogue::run(key_cards::unblock_key_card(care, pin), parties));
             return object{{"unblocked", true}};
           });
}

void bring_void_list(House& house, const CallPtr& call) {
  care_for(house, call, "void_list_brought",
           [](const key_cards::CardCare& care, const std::vector<CardSerial>& voided,
              const dialogue::Parties& parties) -> Result<object> {
             TRY(added, dialogue::run(key_cards::write_void_list(care, voided), parties));
             return object{{"added", added}};
           });
}

}  // namespace

void add_key_card_routes(Router& router, House& house) {
  const auto on = adding_to(router, house);
  on("GET", "/keys/cards", "keys_read", look_at_cards);
  on("POST", "/keys/cards/issue", "key_cards", issue_card, true);
  on("POST", "/keys/devices/{serial}/unblock", "key_devices", unblock, true);
  on("POST", "/keys/devices/{serial}/contact", "key_devices", bring_void_list);
}

}  // namespace kwota::serve
