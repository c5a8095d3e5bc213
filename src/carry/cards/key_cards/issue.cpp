#include "carry/cards/key_cards/issue.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/cause.h"
#include "base/ids_text.h"
#include "carry/cards/common/application.h"
#include "carry/cards/common/structure.h"
#include "carry/cards/key_cards/control_card.h"
#include "carry/cards/key_cards/key_delivery.h"

namespace kwota::key_cards {

namespace {

constexpr std::uint16_t wrong_mac = 0x6988;

Error bad_order(std::string reason) {
  return error(Fault::request, "bad_key_card_order",
               fmt::format("The card cannot be issued like this: {}. Nothing was written.", reason), {{"reason", reason}});
}

bool needs_mother(const KeyCardOrder& order) { return issuing_kind(order).has_value(); }

/// The meter names the version of its master in half a byte (EXPORT KEY), and never goes back.
Result<void> check_for_meters(const KeyCardOrder& order) {
  constexpr std::uint8_t version_max = 15;
  if (order.valid_to == Date4{}) return bad_order("a card for meters needs a last day");
  if (order.meters_version == 0 || order.meters_version > version_max)
    return bad_order("the version that the meters hold lies between 1 and 15");
  if (order.kind == KeyCardKind::key_modify && order.version <= order.meters_version)
    return bad_order("the new version must be higher than the one that the meters hold");
  if (order.kind == KeyCardKind::clear && order.meter.is_zero()) return bad_order("a clear card is for one meter");
  return {};
}

Result<void> check(const KeyCardOrder& order) {
  if (order.kind == KeyCardKind::officer) return bad_order("an officer's card is made with its component");
  if (has_pin(order.kind)) MUST(cards::check_pin(order.pin));
  if (needs_mother(order) != order.from.has_value())
    return bad_order(order.from ? "the vault alone issues it" : "the mother card above it is needed");
  if (equal(ByteView{order.serial.bytes}.first(4), ByteView{order.serial.bytes}.last(4)))
    return bad_order("a serial number whose halves are equal cannot be told from an area code");
  if (order.kind == KeyCardKind::control && order.paired.is_zero()) return bad_order("a control card needs its mother card's number");
  if (order.issues > issues_at_once_of(order.paired_kind))
    return bad_order(fmt::format("a control card is allowed at most {} issues at a time", issues_at_once_of(order.paired_kind)));
  if (is_terminal(order.kind) && order.terminal == TerminalNumber{}) return bad_order("a terminal number is needed");
  if (is_for_meters(order.kind)) MUST(check_for_meters(order));
  return check_not_void({order.serial, order.paired}, order.voided);
}

/// A province card serves no county of another province, a county card only its own county.
Result<void> check_region(const KeyCardOrder& order, const Parameters& mother) {
  const bool fits = mother.kind == KeyCardKind::master_control ||
                    (mother.kind == KeyCardKind::province ? province_of(order.code) == province_of(mother.code)
                                                          : order.code == mother.code);
  if (fits) return {};
  return error(Fault::refused, "key_card_other_region",
               fmt::format("This card serves the area {:08X}, not {:08X}: no key was given. Lay down the card of the right area.",
                           mother.code, order.code),
               {{"code", fmt::format("{:08X}", mother.code)}, {"wanted", fmt::format("{:08X}", order.code)}});
}

Parameters parameters_of(const KeyCardOrder& order) {
  Parameters parameters{.kind = order.kind, .version = order.version, .code = order.code, .pair = order.paired, .issued = order.issued,
                        .valid_to = order.valid_to, .paired_kind = order.kind,
                        .own_version = order.own_version != 0 ? order.own_version : order.version};
  if (order.kind == KeyCardKind::control) parameters.paired_kind = order.paired_kind;
  if (order.from) parameters.issuer = order.from->mother;
  return parameters;
}

dialogue::JournalNote about_to_issue(const KeyCardOrder& order) {
  return dialogue::JournalNote{"issue_key_card",
                               {{"kind", std::string{name_of(order.kind)}},
                                {"card", to_text(order.serial)},
                                {"code", fmt::format("{:08X}", order.code)},
                                {"version", fmt::format("{}", order.version)},
                                {"mother", order.from ? to_text(order.from->mother) : std::string{}},
                                {"control", order.from ? to_text(order.from->control) : std::string{}}}};
}

PairOrder pair_order(const KeyCardOrder& order, KeyCardKind mother) {
  return {.mother = order.from->mother, .control = order.from->control, .kind = mother, .mother_pin = order.from->mother_pin,
          .control_pin = order.from->control_pin, .today = order.issued, .voided = order.voided};
}

/// The mother opened, when one is needed, and looked at: does she serve this area?
Dialogue<Done> open_source(KeyCardOrder order) {
  const auto mother_kind = issuing_kind(order);
  if (!mother_kind) co_return Done{};
  const auto mother = co_await open_pair(pair_order(order, *mother_kind));
  co_await ok(check_region(order, mother));
  co_return Done{};
}

/// The supplier's transport key in the root is replaced by the card's own master key; the vault does both.
Dialogue<Done> take_over_root(KeyCardOrder order, bool make_application) {
  const cards::CardKeys transport{.serial = order.serial, .transport_version = order.transport_version};
  co_await cards::transmit_ok(cards::select(cards::card_root.id));
  const auto opened = co_await attempt(cards::authenticate(transport, Purpose::card_transport, key_id::master));
  if (!opened.ok()) co_return cause_of(opened.error()) == Cause::card_key_differs ? cards::card_foreign() : opened.error();
  if (make_application) co_await cards::transmit_ok(cards::create_directory(product_of(order.kind).application));
  const Challenge4 challenge = co_await cards::fresh_challenge();
  const Bytes sealed = co_await to_vault(root_key_write(order, challenge));
  const auto replaced = co_await cards::transmit(cards::write_key(root_key(), cards::KeyWrite::update, sealed));
  if (!replaced.sw.ok()) co_return cards::card_spoiled("transport key");
  co_return Done{};
}

/// Gives the application selected; nothing but parameters tells a card in use.
Dialogue<Done> open_application(KeyCardOrder order) {
  const auto seen = co_await attempt(look_at(place::target, order.serial));
  if (!seen.ok()) co_return seen.error();
  if (seen->condition == KeyCardState::whole) co_return cards::card_in_use();
  if (seen->condition == KeyCardState::none) {
    const auto user_card = co_await cards::transmit(cards::select(cards::application_id));
    if (user_card.sw.ok()) co_return cards::card_in_use();
    co_await take_over_root(order, true);
  }
  co_await cards::transmit_ok(cards::select(application_id));
  co_await cards::transmit(cards::create_key_file(product_of(order.kind).application));  // refused when it stands there already
  co_return Done{};
}

/// The first key of the application is written under that of the root: when the card does not take it, the root still has the
/// supplier's key, because the issue was broken off between the two.
Dialogue<Done> put_master(KeyCardOrder order) {
  const CardKey master = product_of(order.kind).application.keys[0];
  const auto first = co_await send_key(order, master, cards::KeyWrite::add);
  if (first.sw.ok()) co_return Done{};
  if (first.sw.value == wrong_mac) {
    co_await take_over_root(order, false);
    co_await cards::transmit_ok(cards::select(application_id));
  }
  co_await put_key(order, master);
  co_return Done{};
}

/// A key-modify card gives under the meter's own master, which is of the version that the meter still has: the older of the two, so
/// it is written first.
Dialogue<Done> put_masters_of_meters(KeyCardOrder order) {
  auto of_before = order;
  of_before.version = order.meters_version;
  of_before.own_version = order.own_version != 0 ? order.own_version : order.version;
  for (const auto& entry : product_of(order.kind).application.keys)
    if (entry.purpose == Purpose::meter_master && cards::has_versions(entry.key)) co_await put_key(of_before, entry);
  co_return Done{};
}

/// Keys, files and PIN, in an order in which every step may be repeated.
Dialogue<Done> make_structure(KeyCardOrder order) {
  const auto& application = product_of(order.kind).application;
  co_await put_master(order);
  if (order.kind == KeyCardKind::key_modify) co_await put_masters_of_meters(order);
  for (const auto& entry : application.keys.subspan(1)) co_await put_key(order, entry);
  for (const auto& file : application.files) co_await cards::put_file(file);
  for (const auto& key : application.pins) co_await cards::put_pin(key, order.pin);
  co_return Done{};
}

user_card::MeterTime end_of(const Date4& day) {
  const auto number = [](std::uint8_t bcd) { return static_cast<std::uint8_t>((bcd >> 4) * 10 + (bcd & 0x0F)); };
  return {.year = number(day[1]), .month = number(day[2]), .day = number(day[3]), .hour = 23, .minute = 59};
}

Error not_on_the_card() { return bad_order("its area or its last day does not fit into the card"); }

/// Its authorisation is the card's own number: a card is written once, so no two permissions share one, and the order that finishes a
/// card that was torn out permits the same thing again.
Result<Bytes> permission_to_clear(const KeyCardOrder& order) {
  const auto image = user_card::encode(
      user_card::ClearFile{.authorisation = order.serial.bytes, .meter = order.meter, .valid_until = end_of(order.valid_to)});
  if (!image) return not_on_the_card();
  return to_bytes(ByteView{*image});
}

Result<Bytes> order_to_meter(const KeyCardOrder& order) {
  if (order.kind == KeyCardKind::clear) return permission_to_clear(order);
  const bool modify = order.kind == KeyCardKind::key_modify;
  const user_card::KeyCardFile file{.county = order.code,
                                    .from = order.meters_version,
                                    .to = modify ? order.version : std::uint8_t{0},
                                    .keys = modify ? static_cast<std::uint8_t>(table::meter_purposes.size()) : std::uint8_t{0},
                                    .meter = order.meter,
                                    .valid_until = end_of(order.valid_to)};
  const auto image = user_card::encode(file, modify ? user_card::Command::key_modify : user_card::Command::key_restore);
  if (!image) return not_on_the_card();
  return to_bytes(ByteView{*image});
}

std::uint32_t first_issues(const KeyCardOrder& order) {
  return order.issues != 0 ? order.issues : issues_at_first_of(order.paired_kind);
}

/// Read back, because an answer may be lost: the parameters say that all the rest is there.
Dialogue<Done> write_contents(KeyCardOrder order) {
  const auto parameters = parameters_of(order);
  co_await write_sealed(order, sfi::card_information, card_information(order.serial, parameters));
  if (is_terminal(order.kind)) co_await write_sealed(order, sfi::terminal_number, to_bytes(order.terminal));
  if (is_for_meters(order.kind)) {
    const auto meter_file = order_to_meter(order);
    if (!meter_file.ok()) co_return meter_file.error();
    co_await write_sealed(order, user_card::sfi::instruction, *meter_file);
  }
  if (order.kind == KeyCardKind::control) {
    const Issues first{.left = first_issues(order), .newest_day = order.issued, .last_day = order.valid_to};
    const CardCare care{order.serial, order.above};
    co_await give_first_issues(care, parameters.own_version, first);
  }
  const Bytes image = encode(parameters);
  co_await write_sealed(order, sfi::parameters, image);
  const Bytes stands = co_await cards::read_file(sfi::parameters, parameter_bytes);
  if (!equal(stands, image)) co_return cards::card_spoiled("parameters");
  co_return Done{};
}

Dialogue<Parameters> make(KeyCardOrder order) {
  co_await open_source(order);
  co_await to_journal(about_to_issue(order));
  co_await open_application(order);
  co_await make_structure(order);
  co_await write_contents(order);
  co_return parameters_of(order);
}

}  // namespace

namespace {

/// The master last: as long as it is the old one, a change that was broken off is begun again from the first key. The pairing key
/// stays: mother and control card have it from each other's issue.
Dialogue<Done> renew_own_keys(KeyCardOrder order, std::uint8_t from) {
  constexpr std::array in_order{Purpose::pin_reload, Purpose::maintenance, Purpose::issue_transport};
  for (const auto purpose : in_order)
    for (const auto& entry : product_of(order.kind).application.keys) {
      if (entry.purpose != purpose || cards::has_versions(entry.key)) continue;
      const auto answer = co_await replace_own_key(order, entry, from);
      if (answer.sw.value == wrong_mac) co_return Done{};  // the master is the new one already: it was broken off behind it
      if (!answer.sw.ok()) co_return cards::card_spoiled(std::string{seal::name_of(purpose)});
    }
  co_return Done{};
}

Dialogue<Parameters> renew(KeyCardOrder order) {
  co_await open_source(order);
  auto parameters = co_await expect_key_card(place::target, order.serial, order.kind);
  order.own_version = order.version;
  co_await to_journal(about_to_issue(order));
  if (parameters.own_version != order.version) co_await renew_own_keys(order, parameters.own_version);
  parameters.own_version = order.version;
  for (const auto& entry : product_of(order.kind).application.keys)
    if (cards::has_versions(entry.key)) co_await put_key(order, entry);
  parameters.version = order.version;
  const Bytes image = encode(parameters);
  co_await write_sealed(order, sfi::parameters, image);
  co_return parameters;
}

Result<void> check_renewal(const KeyCardOrder& order) {
  const auto& keys = product_of(order.kind).application.keys;
  const bool has_versions = std::ranges::any_of(keys, [](const CardKey& entry) { return cards::has_versions(entry.key); });
  if (!has_versions || is_for_meters(order.kind)) return bad_order("a card of this kind is not renewed, another one is issued");
  return check_not_void({order.serial}, order.voided);
}

}  // namespace

Dialogue<Parameters> renew_key_card(KeyCardOrder order) {
  co_await ok(check_renewal(order));
  const auto renewed = co_await attempt(renew(order));
  if (order.from) co_await close_pair();
  if (!renewed.ok()) co_return renewed.error();
  co_return *renewed;
}

Dialogue<Parameters> issue_key_card(KeyCardOrder order) {
  co_await ok(check(order));
  const auto made = co_await attempt(make(order));
  if (order.from) co_await close_pair();
  if (!made.ok()) co_return made.error();
  co_return *made;
}

std::string_view next_step(const KeyCardSeen& seen) {
  switch (seen.condition) {
    case KeyCardState::none: return "issue";
    case KeyCardState::half_written: return "finish";
    case KeyCardState::whole: break;
  }
  return "nothing";
}

}  // namespace kwota::key_cards
