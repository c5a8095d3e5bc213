#include "carry/cards/key_cards/key_delivery.h"

#include <fmt/format.h>

#include "base/cause.h"
#include "carry/cards/common/structure.h"
#include "seal/recipes/purse_sessions.h"

namespace kwota::key_cards {

namespace {

constexpr std::uint16_t not_there = 0x6A88, voided = 0x6985, used_up = 0x9402, other_header = 0x6A80;

/// Of the card's own keys: under them it is written, also when it is renewed later.
std::uint8_t own_version(const KeyCardOrder& order) { return order.own_version != 0 ? order.own_version : order.version; }

/// By which card and meter know each other; the card's other keys are between it and the key office.
bool is_for_the_meter(const CardKey& entry) {
  return entry.purpose == Purpose::meter_authentication || entry.purpose == Purpose::card_authentication ||
         entry.purpose == Purpose::credit;
}

std::uint8_t version_of(const KeyCardOrder& order, const CardKey& entry) {
  if (cards::has_versions(entry.key)) return order.version;
  return is_for_the_meter(entry) ? order.meters_version : own_version(order);
}

std::vector<seal::Factor> factors_of(const KeyCardOrder& order, DerivedBy derived_by) {
  switch (derived_by) {
    case DerivedBy::serial: return {order.serial.bytes};
    case DerivedBy::region: return {order.kind == KeyCardKind::master_control ? order.utility_factor : region_factor(order.code)};
    case DerivedBy::pair: return {order.paired.bytes};
    case DerivedBy::terminal: return {seal::purse::terminal_factor(order.terminal)};
    case DerivedBy::nothing: break;
  }
  return {};
}

/// Keys that are passed on get the order's quota.
Bytes record_header(const KeyCardOrder& order, CardKey entry) {
  if (entry.key.type == KeyType::passed_on) entry.key.quota = order.quota;
  return iso7816::key_record_header(entry.key, version_of(order, entry), true);
}

seal::WriteCardKey vault_write(const KeyCardOrder& order, const CardKey& entry, cards::KeyWrite how, const Challenge4& challenge) {
  return {.key = {entry.purpose, version_of(order, entry)},
          .under = {Purpose::issue_transport, own_version(order)},
          .serial = order.serial,
          .challenge = challenge,
          .p1 = cards::write_key_p1(entry.key, how),
          .key_id = entry.key.id,
          .record_header = record_header(order, entry),
          .factor = factors_of(order, entry.derived_by).front()};
}

KeyExport mother_export(const KeyCardOrder& order, const CardKey& entry, cards::KeyWrite how, const Challenge4& challenge) {
  return {.key = {entry.purpose, version_of(order, entry)},
          .factors = factors_of(order, entry.derived_by),
          .target = order.serial,
          .challenge = challenge,
          .record_header = record_header(order, entry),
          .p1 = cards::write_key_p1(entry.key, how),
          .key_id = entry.key.id,
          .protecting_version = version_of(order, entry) == own_version(order) ? std::uint8_t{0} : own_version(order)};
}

Error mother_refused(const seal::KeyRef& key, const iso7816::Command& command, iso7816::StatusWord status) {
  const auto purpose = std::string{seal::name_of(key.purpose)};
  switch (status.value) {
    case not_there:
      return error(Fault::refused, Cause::key_card_version,
                   fmt::format("The mother card has no key {} of version {}: the card is half-written. Use a mother card that holds this "
                               "version.", purpose, key.version),
                   {{"purpose", purpose}, {"version", fmt::format("{}", key.version)}});
    case voided:
      return error(Fault::refused, "key_card_refused_void",
                   "The mother card knows one of these cards as void and gives no keys. Keep the void card and report it.");
    case used_up:
      return error(Fault::refused, "key_card_quota",
                   fmt::format("The mother card may give the key {} no more often: the card is half-written. Have the quota renewed, then "
                               "finish it.", purpose),
                   {{"purpose", purpose}});
    default: return cards::refusal(command, status);
  }
}

Dialogue<Bytes> ask_mother(KeyExport order) {
  const auto command = export_key(order);
  const auto answer = co_await cards::transmit_to(place::mother, command);
  if (!answer.sw.ok()) co_return mother_refused(order.key, command, answer.sw);
  co_return answer.data;
}

/// A key of its own in place of the one of version `from`, under the master of that version. An update repeats the header as it
/// was when the key was first written, with the version of that day.
Dialogue<iso7816::Response> send_over(KeyCardOrder order, CardKey entry, std::uint8_t from, std::uint8_t first_version) {
  const Challenge4 challenge = co_await cards::fresh_challenge();
  const Bytes header = iso7816::key_record_header(entry.key, first_version, true);
  Bytes sealed;
  if (order.from) {
    auto exported = mother_export(order, entry, cards::KeyWrite::update, challenge);
    exported.record_header = header;
    exported.protecting_version = from;
    sealed = co_await ask_mother(exported);
  } else {
    auto written = vault_write(order, entry, cards::KeyWrite::update, challenge);
    written.record_header = header;
    written.under.version = from;
    sealed = co_await to_vault(written);
  }
  co_return co_await cards::transmit(cards::write_key(entry.key, cards::KeyWrite::update, sealed));
}

seal::LineMac vault_mac(const KeyCardOrder& order, const Challenge4& challenge, Bytes message) {
  return {.key = {Purpose::maintenance, own_version(order)}, .serial = order.serial, .challenge = challenge, .message = std::move(message)};
}

/// DELIVERY KEY and DES CRYPT: the mother seals for the card.
Dialogue<Bytes> mother_mac(KeyCardOrder order, Challenge4 challenge, Bytes message) {
  const auto deliver = deliver_key(static_cast<std::uint8_t>(Purpose::maintenance), own_version(order), order.serial.bytes);
  const auto delivered = co_await cards::transmit_to(place::mother, deliver);
  if (!delivered.sw.ok()) co_return mother_refused({Purpose::maintenance, own_version(order)}, deliver, delivered.sw);
  const auto command = mac_with_start(challenge, message);
  const auto answer = co_await cards::transmit_to(place::mother, command);
  if (!answer.sw.ok()) co_return cards::refusal(command, answer.sw);
  co_return answer.data;
}

}  // namespace

std::optional<KeyCardKind> issuing_kind(const KeyCardOrder& order) {
  return issuer_of(order.kind == KeyCardKind::control ? order.paired_kind : order.kind);
}

iso7816::Key root_key() { return cards::root_keys[0].key; }

seal::WriteCardKey root_key_write(const KeyCardOrder& order, const Challenge4& challenge) {
  const auto key = root_key();
  return {.key = {Purpose::issue_transport, own_version(order)},
          .under = {Purpose::card_transport, order.transport_version},
          .serial = order.serial,
          .challenge = challenge,
          .p1 = cards::write_key_p1(key, cards::KeyWrite::update),
          .key_id = key.id,
          .record_header = iso7816::key_record_header(key, own_version(order), true),
          .path = order.above};
}

Dialogue<iso7816::Response> send_key(KeyCardOrder order, CardKey entry, cards::KeyWrite how) {
  const Challenge4 challenge = co_await cards::fresh_challenge();
  Bytes sealed;
  if (order.from) {
    sealed = co_await ask_mother(mother_export(order, entry, how, challenge));
  } else {
    sealed = co_await to_vault(vault_write(order, entry, how, challenge));
  }
  co_return co_await cards::transmit(cards::write_key(entry.key, how, sealed));
}

Dialogue<iso7816::Response> replace_own_key(KeyCardOrder order, CardKey entry, std::uint8_t from) {
  auto version = from;
  auto answer = co_await send_over(order, entry, from, version);
  while (answer.sw.value == other_header && version > 1) answer = co_await send_over(order, entry, from, --version);
  co_return answer;
}

namespace {

/// Cards that were made before there were purses have no such key, or no room for it: they work on without, and a PSAM locks no purse then.
Dialogue<Done> put_key_of_purses(KeyCardOrder order, CardKey entry) {
  for (const auto how : {cards::KeyWrite::add, cards::KeyWrite::update}) {
    const auto answer = co_await cards::attempt(send_key(order, entry, how));
    if (!answer.ok() && cause_of(answer.error()) != Cause::key_card_version) co_return answer.error();
    if (!answer.ok() || answer->sw.ok()) co_return Done{};
  }
  co_return Done{};
}

}  // namespace

Dialogue<Done> put_key(KeyCardOrder order, CardKey entry) {
  if (entry.purpose == Purpose::terminal_tac) {
    co_await put_key_of_purses(order, entry);
    co_return Done{};
  }
  const auto added = co_await send_key(order, entry, cards::KeyWrite::add);
  if (added.sw.ok()) co_return Done{};
  const auto updated = co_await send_key(order, entry, cards::KeyWrite::update);
  if (!updated.sw.ok()) co_return cards::card_spoiled(std::string{seal::name_of(entry.purpose)});
  co_return Done{};
}

Dialogue<Done> write_sealed(KeyCardOrder order, std::uint8_t file, Bytes content) {
  const Challenge4 challenge = co_await cards::fresh_challenge();
  const Bytes message = cards::update_message(file, content);
  Bytes mac;
  if (order.from) {
    mac = co_await mother_mac(order, challenge, message);
  } else {
    mac = co_await to_vault(vault_mac(order, challenge, message));
  }
  co_await cards::transmit_ok(cards::update_binary(file, content, mac));
  co_return Done{};
}

}  // namespace kwota::key_cards
