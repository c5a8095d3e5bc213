#include "work/key_card_desk/order.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/area_code.h"
#include "base/cause.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "carry/cards/key_cards/control_card.h"
#include "keys/journal/note.h"
#include "keys/office/devices.h"
#include "keys/office/tree.h"
#include "sell/counter/account/tool_permission.h"
#include "work/key_office/card_care.h"

namespace kwota::key_card_desk {
namespace {

using key_cards::KeyCardKind;

/// Eight digits of an area, or the county that the tree was made for.
Result<std::uint32_t> area_of(const books::Reader& books, const std::string& text, KeyCardKind kind) {
  const auto factors = books.only<books::KeyFactors>();
  if (text.empty() && kind == KeyCardKind::master_control) return std::uint32_t{0};
  if (text.empty() && factors) return kind == KeyCardKind::province ? factors->province : factors->county;
  if (const auto code = parse_area_code(text)) return *code;
  return error(Fault::request, "bad_tree_factor", "An area code has 8 digits. Nothing was changed.", {{"field", "code"}});
}

/// What the meters of the county hold: what a running key change takes them away from, else what counters seal with.
std::int64_t meters_version(const books::Reader& books, const IssueOrder& asked) {
  if (asked.meters_version > 0) return asked.meters_version;
  if (const auto campaign = books::running_campaign(books)) return campaign->from_version;
  std::int64_t newest = 0;
  for (const auto& row : books.all<books::KeyVersion>())
    if (row.vault == keys::sealing_vault && row.purpose == seal::name_of(seal::Purpose::credit) && row.state == books::KeyStatus::active)
      newest = std::max(newest, row.version);
  return newest;
}

std::string day_in(int days, const people::Context& context) {
  return format_date(context.zone.local(context.now + Duration::days(days)).date);
}

/// Of a card for meters that was asked for without one: of a clear card soon, else the last day of the key change or 30 days from today. [K]
std::string last_day(const books::Reader& books, key_cards::KeyCardKind kind, const people::Context& context) {
  if (kind == KeyCardKind::clear) return day_in(counter::clear_days_default, context);
  if (const auto campaign = books::running_campaign(books)) return campaign->refuse_after;
  return day_in(30, context);
}

/// A permission to zero a meter does not lie in a drawer for a year, from whatever hand it comes.
Result<void> check_last_day(KeyCardKind kind, const std::string& day, const people::Context& context) {
  if (kind != KeyCardKind::clear || (context.today() <= day && day <= day_in(counter::clear_days_max, context))) return {};
  return counter::not_so_long();
}

/// A card for meters says which ones, until when, and what they hold now.
Result<void> name_meters(const books::Reader& books, const IssueOrder& asked, key_cards::KeyCardOrder& order) {
  order.meters_version = static_cast<std::uint8_t>(meters_version(books, asked));
  if (asked.meter.empty()) return {};
  TRY(number, parse_meter_number(asked.meter));
  order.meter = number;
  return {};
}

/// Both have the same words.
books::KeyDeviceKind in_books(KeyCardKind kind) { return *parse_word<books::KeyDeviceKind>(key_cards::name_of(kind)); }

Result<key_cards::KeyCardOrder> order_of(const books::Reader& books, const IssueOrder& asked, const people::Context& context) {
  const auto kind = key_cards::parse_kind(asked.kind);
  if (!kind) return error(Fault::request, "unknown_kind", "There is no such key card.", {{"kind", asked.kind}});
  key_cards::KeyCardOrder order;
  order.kind = *kind;
  TRY(serial, parse_card_serial(asked.card));
  order.serial = serial;
  order.version = static_cast<std::uint8_t>(key_office::issuing_version(books, asked.version));
  order.transport_version =
      static_cast<std::uint8_t>(keys::newest_version(books, keys::office_vault, seal::Purpose::card_transport));
  if (order.transport_version == 0)
    return error(Fault::refused, Cause::transport_key_missing,
                 "The supplier's transport key of blank cards has not been entered: no card could be issued under the new keys. "
                 "Nothing was changed.");
  const auto opens = books.find<books::KeyDevice>(asked.pair);
  TRY(code, area_of(books, opens ? opens->code : asked.code, *kind));  // a control card serves the area of its mother
  order.code = code;
  TRY(above, keys::factors_above(books.only<books::KeyFactors>(), in_books(*kind), opens ? std::optional{opens->kind} : std::nullopt));
  order.above = above;
  TRY(whole, keys::county_factors(books.only<books::KeyFactors>()));
  order.utility_factor = whole.front();
  if (*kind == KeyCardKind::control) {
    TRY(mother, parse_card_serial(asked.pair));
    order.paired = mother;
    if (const auto paired = key_cards::parse_kind(opens ? word_of(opens->kind) : "")) order.paired_kind = *paired;
  }
  if (key_cards::is_terminal(*kind)) {
    TRY(terminal, from_hex(asked.terminal));
    if (terminal.size() == order.terminal.size()) std::copy(terminal.begin(), terminal.end(), order.terminal.begin());
  }
  if (key_cards::is_for_meters(*kind)) MUST(name_meters(books, asked, order));
  if (asked.quota > 0) order.quota = static_cast<std::uint16_t>(std::min<std::int64_t>(asked.quota, iso7816::no_quota - 1));
  order.pin = asked.pin;
  order.issues = static_cast<std::uint32_t>(std::clamp<std::int64_t>(asked.issues, 0, UINT32_MAX));
  order.issued = date_of(context.today());
  order.valid_to = date_of(asked.valid_to);
  TRY(voided, key_office::voided_serials(books));
  order.voided = voided;
  return order;
}

/// The mother that opens for this order, and her control card; nothing when the vault alone issues it.
Result<std::vector<CardSerial>> cards_of(const books::Reader& books, const IssueOrder& asked, key_cards::KeyCardOrder& order) {
  const auto above = order.kind == KeyCardKind::control ? order.paired_kind : order.kind;
  const auto needed = key_cards::issuer_of(above);
  if (!needed) return std::vector{order.serial};
  TRY(mother, parse_card_serial(asked.mother));
  const auto row = books.find<books::KeyDevice>(asked.mother);
  TRY(control, parse_card_serial(!asked.control.empty() ? asked.control : row ? row->pair : ""));
  order.from = key_cards::MotherPair{mother, control, asked.mother_pin, asked.control_pin};
  return std::vector{order.serial, mother, control};
}

books::KeyDevice device_of(const IssueOrder& asked, const key_cards::KeyCardOrder& order) {
  books::KeyDevice device;
  device.serial = to_text(order.serial);
  device.kind = in_books(order.kind);
  if (order.kind == KeyCardKind::control) {
    device.pair = to_text(order.paired);
    device.quota_count = order.issues != 0 ? order.issues : key_cards::issues_at_first_of(order.paired_kind);
  }
  device.code = key_cards::is_terminal(order.kind) ? to_hex(order.terminal)
                : order.meter.is_zero()            ? fmt::format("{:08X}", order.code)
                                                   : to_text(order.meter);
  device.holder = asked.holder;
  device.key_version = order.version;
  device.valid_to = asked.valid_to;
  return device;
}

}  // namespace

key_cards::Date4 date_of(std::string_view text) {
  key_cards::Date4 out{};
  const auto date = parse_date(text);
  if (!date) return out;
  const auto bytes = from_hex(std::string(text.substr(0, 4)) + std::string(text.substr(5, 2)) + std::string(text.substr(8, 2)));
  if (bytes && bytes->size() == out.size()) std::copy(bytes->begin(), bytes->end(), out.begin());
  return out;
}

Result<Writing> issue_of(const books::Reader& books, IssueOrder asked, const people::Context& context) {
  const auto kind = key_cards::parse_kind(asked.kind);
  if (kind && key_cards::is_for_meters(*kind) && asked.valid_to.empty()) asked.valid_to = last_day(books, *kind, context);
  if (kind) MUST(check_last_day(*kind, asked.valid_to, context));
  TRY(order, order_of(books, asked, context));
  TRY(cards, cards_of(books, asked, order));
  auto device = device_of(asked, order);
  return Writing{std::move(order), std::move(cards), std::move(device)};
}

Result<Writing> renewal_of(const books::Reader& books, IssueOrder asked, const people::Context& context) {
  MUST(keys::check_device(books, asked.card));
  TRY(known, keys::known_device(books, asked.card));
  asked.kind = word_of(known.kind);
  const auto kind = key_cards::parse_kind(asked.kind).value_or(KeyCardKind::county);
  if (!key_cards::is_for_meters(kind)) (key_cards::is_terminal(kind) ? asked.terminal : asked.code) = known.code;
  if (kind == KeyCardKind::control) asked.pair = known.pair;
  asked.valid_to = known.valid_to;
  TRY(writing, issue_of(books, asked, context));
  writing.device = known;
  writing.device.key_version = writing.order.version;
  return writing;
}

}  // namespace kwota::key_card_desk
