#include "seal/handheld_store/hand_over.h"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>

#include "base/ids_text.h"
#include "base/json_members.h"

namespace kwota::handheld {
namespace {

namespace json = boost::json;

constexpr std::int64_t format = 1;

json::object counts_json(const Counts& counts) {
  json::object out;
  for (std::size_t kind = 0; kind < counts.size(); ++kind)
    if (counts[kind] != 0) out[words_of(Kind{})[kind]] = counts[kind];
  return out;
}

/// What is not as it should be reads as nothing: the caller holds what was read against the text again.
Counts counts_at(const json::object& in, std::string_view name) {
  Counts counts{};
  const auto* members = object_at(in, name);
  if (members == nullptr) return counts;
  for (const auto& member : *members)
    if (const auto kind = parse_word<Kind>(member.key()); kind && member.value().is_int64())
      counts[static_cast<std::size_t>(*kind)] = static_cast<std::uint64_t>(member.value().get_int64());
  return counts;
}

Instant instant_at(const json::object& in, std::string_view name) {
  const auto at = parse_instant(text_at(in, name));
  return at.ok() ? *at : Instant{};
}

MeterNumber meter_at(const json::object& in, std::string_view name) {
  const auto meter = parse_meter_number(text_at(in, name));
  return meter.ok() ? *meter : MeterNumber{};
}

template <std::size_t size>
void bytes_to(std::array<std::uint8_t, size>& to, std::string_view hexadecimal) {
  const auto bytes = from_hex(hexadecimal);
  if (bytes.ok() && bytes->size() == size) std::ranges::copy(*bytes, to.begin());
}

std::vector<std::string> texts_at(const json::object& in, std::string_view name) {
  std::vector<std::string> out;
  const auto* value = in.if_contains(name);
  const auto* list = value == nullptr ? nullptr : value->if_array();
  if (list == nullptr) return out;
  for (const auto& one : *list) out.emplace_back(one.is_string() ? one.get_string() : json::string{});
  return out;
}

bool is_digits(const CardSerial& card) {
  return std::ranges::all_of(card.bytes, [](std::uint8_t byte) { return byte >> 4 < 10 && (byte & 15) < 10; });
}

template <class List, class Order>
bool rises(const List& list, Order order) {
  return std::ranges::adjacent_find(list, [&](const auto& a, const auto& b) { return !(order(a) < order(b)); }) == list.end();
}

Error unreadable(std::string_view code) {
  return error(Fault::refused, std::string(code),
               "This file is not in the form in which handheld and office write it: take it once more from where it was made.");
}

/// Read leniently, believed only when it is what would be written.
template <class Paper>
Result<Paper> in_one_form(std::string_view text, std::string_view code, Paper (*read)(const json::object&),
                          bool (*orderly)(const Paper&)) {
  const auto object = object_of(text);
  if (!object) return unreadable(code);
  Paper paper = read(*object);
  if (!orderly(paper) || encode(paper) != text) return unreadable(code);
  return paper;
}

Manifest read_manifest(const json::object& in) {
  Manifest manifest{.device = text_at(in, "device"), .made_at = instant_at(in, "made_at"), .files = {}};
  for (const auto& one : objects_at(in, "files")) {
    HandedFile file{.meter = meter_at(one, "meter"),
                    .bytes = static_cast<std::uint64_t>(number_at(one, "bytes")),
                    .sha256 = {},
                    .counts = counts_at(one, "counts")};
    bytes_to(file.sha256, text_at(one, "sha256"));
    manifest.files.push_back(file);
  }
  return manifest;
}
bool is_orderly(const Manifest& manifest) {
  return rises(manifest.files, [](const HandedFile& file) { return file.meter; });
}

Receipt read_receipt(const json::object& in) {
  Receipt receipt{.device = text_at(in, "device"),
                  .manifest = {},
                  .utility = text_at(in, "utility"),
                  .taken_in = counts_at(in, "taken_in"),
                  .at = instant_at(in, "at")};
  bytes_to(receipt.manifest, text_at(in, "manifest_sha256"));
  return receipt;
}
bool any_receipt(const Receipt&) { return true; }

/// What is no area number reads as none of eight digits.
std::uint32_t area_in(std::string_view text) {
  std::uint32_t area = 0;
  const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), area);
  return bad == std::errc{} && end == text.data() + text.size() ? area : 0;
}
std::string area_text(std::uint32_t area) {
  const auto digits = std::to_string(area);
  return std::string(8 - std::min<std::size_t>(8, digits.size()), '0') + digits;
}
std::vector<std::uint32_t> areas_at(const json::object& in) {
  std::vector<std::uint32_t> areas;
  for (const auto& area : texts_at(in, "areas")) areas.push_back(area_in(area));
  return areas;
}
json::array areas_json(const std::vector<std::uint32_t>& areas) {
  json::array out;
  for (const auto area : areas) out.emplace_back(area_text(area));
  return out;
}

Orders read_orders(const json::object& in) {
  Orders orders{.device = text_at(in, "device"),
                .at = instant_at(in, "at"),
                .edition = static_cast<std::uint16_t>(number_at(in, "edition")),
                .cards = {},
                .wells = {},
                .released = {},
                .hung = {}};
  for (const auto& one : objects_at(in, "cards")) {
    auto& listed = orders.cards.emplace_back();
    bytes_to(listed.card.bytes, text_at(one, "card"));
    listed.areas = areas_at(one);
  }
  for (const auto& one : objects_at(in, "wells")) orders.wells.push_back({meter_at(one, "meter"), areas_at(one)});
  for (const auto& one : objects_at(in, "released"))
    orders.released.push_back({meter_at(one, "meter"), static_cast<std::uint32_t>(number_at(one, "number"))});
  for (const auto& one : objects_at(in, "hung")) {
    auto& hung = orders.hung.emplace_back();
    bytes_to(hung.record, text_at(one, "record"));
    hung.areas = areas_at(one);
  }
  return orders;
}
bool is_orderly(const Orders& orders) {
  const auto areas_rise = [](const auto& one) { return rises(one.areas, [](std::uint32_t area) { return area; }); };
  return std::ranges::all_of(orders.cards, [&](const ListedCard& one) { return is_digits(one.card) && areas_rise(one); }) && std::ranges::all_of(orders.hung, areas_rise) &&
         std::ranges::all_of(orders.wells, areas_rise) &&
         rises(orders.wells, [](const WellAreas& well) { return well.meter; }) && rises(orders.released, [](const ReleasedUser& user) { return user; });
}

bool concerns(const Orders& orders, MeterNumber meter, const std::vector<std::uint32_t>& areas) {
  const auto well = std::ranges::find(orders.wells, meter, &WellAreas::meter);
  return well == orders.wells.end() || areas.empty() || std::ranges::find_first_of(areas, well->areas) != areas.end();
}

}  // namespace

std::vector<CardSerial> listed_at(const Orders& orders, MeterNumber meter) {
  std::vector<CardSerial> out;
  for (const ListedCard& one : orders.cards)
    if (concerns(orders, meter, one.areas)) out.push_back(one.card);
  return out;
}

std::vector<Bytes> hung_for(const Orders& orders, MeterNumber meter) {
  std::vector<Bytes> out;
  for (const HungElsewhere& one : orders.hung)
    if (concerns(orders, meter, one.areas)) out.emplace_back(one.record.begin(), one.record.end());
  return out;
}

Device device_of(ByteView public_key) { return seal::print_in_groups(public_key); }

std::string encode(const Manifest& manifest) {
  json::array files;
  for (const HandedFile& file : manifest.files)
    files.push_back(json::object{{"meter", to_text(file.meter)},
                                 {"bytes", file.bytes},
                                 {"sha256", to_hex(file.sha256)},
                                 {"counts", counts_json(file.counts)}});
  return json::serialize(json::object{
      {"format", format}, {"device", manifest.device}, {"made_at", format_utc(manifest.made_at)}, {"files", std::move(files)}});
}

std::string encode(const Receipt& receipt) {
  return json::serialize(json::object{{"format", format},
                                      {"device", receipt.device},
                                      {"manifest_sha256", to_hex(receipt.manifest)},
                                      {"utility", receipt.utility},
                                      {"taken_in", counts_json(receipt.taken_in)},
                                      {"at", format_utc(receipt.at)}});
}

std::string encode(const Orders& orders) {
  json::array cards, wells, released, hung;
  for (const ListedCard& one : orders.cards) cards.push_back(json::object{{"card", to_hex(one.card.bytes)}, {"areas", areas_json(one.areas)}});
  for (const WellAreas& well : orders.wells) wells.push_back(json::object{{"meter", to_text(well.meter)}, {"areas", areas_json(well.areas)}});
  for (const ReleasedUser& user : orders.released)
    released.push_back(json::object{{"meter", to_text(user.meter)}, {"number", user.number}});
  for (const HungElsewhere& one : orders.hung) hung.push_back(json::object{{"record", to_hex(one.record)}, {"areas", areas_json(one.areas)}});
  return json::serialize(json::object{{"format", format},
                                      {"device", orders.device},
                                      {"at", format_utc(orders.at)},
                                      {"edition", orders.edition},
                                      {"cards", std::move(cards)},
                                      {"wells", std::move(wells)},
                                      {"released", std::move(released)},
                                      {"hung", std::move(hung)}});
}

seal::Digest digest_of(std::string_view paper) { return seal::sha256(view_of(paper)); }

Result<Manifest> parse_manifest(std::string_view text) {
  return in_one_form<Manifest>(text, "manifest_unreadable", read_manifest, is_orderly);
}
Result<Receipt> parse_receipt(std::string_view text) {
  return in_one_form<Receipt>(text, "receipt_unreadable", read_receipt, any_receipt);
}
Result<Orders> parse_orders(std::string_view text) {
  return in_one_form<Orders>(text, "orders_unreadable", read_orders, is_orderly);
}

std::string signature_text(const seal::Signature& signature) { return to_hex(signature) + "\n"; }

Result<seal::Signature> parse_signature(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  seal::Signature signature{};
  const auto bytes = from_hex(text);
  if (!bytes.ok() || bytes->size() != signature.size() || to_hex(*bytes) != text)
    return error(Fault::refused, "signature_unreadable",
                 "This is not a signature as handheld and office write it: 128 hexadecimal digits. Take the file once more.");
  std::ranges::copy(*bytes, signature.begin());
  return signature;
}

HandedFile handed_file(MeterNumber meter, ByteView file, const Store& store) {
  return {.meter = meter, .bytes = file.size(), .sha256 = seal::sha256(file), .counts = count(store.entries)};
}

}  // namespace kwota::handheld
