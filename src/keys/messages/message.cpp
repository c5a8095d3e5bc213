#include "keys/messages/message.h"

#include <fmt/format.h>

#include <utility>

#include "base/ids_text.h"
#include "base/json_members.h"
#include "books/lookup.h"
#include "keys/ceremony/ceremony_book.h"
#include "keys/journal/note.h"

namespace kwota::keys {
namespace {

namespace json = boost::json;

// ---- rows as JSON, by their own columns ----

void set(json::value& into, const std::string& value) { into = value; }
template <class Number>
requires std::is_integral_v<Number>
void set(json::value& into, Number value) { into = static_cast<std::int64_t>(value); }
template <Worded E>
void set(json::value& into, E value) { into = word_of(value); }
void set(json::value& into, const Money& value) { into = value.minor(); }
void set(json::value& into, const Instant& value) { into = value.ms(); }
void set(json::value& into, const std::optional<Instant>& value) {
  if (value)
    into = value->ms();
  else
    into = nullptr;
}

template <class Number>
requires std::is_integral_v<Number>
bool get(const json::value& from, Number& value) {
  const auto* number = from.if_int64();
  if (number != nullptr) value = static_cast<Number>(*number);
  return number != nullptr;
}
bool get(const json::value& from, std::string& value) {
  const auto* text = from.if_string();
  if (text != nullptr) value.assign(text->data(), text->size());
  return text != nullptr;
}
template <Worded E>
bool get(const json::value& from, E& value) {
  const auto* text = from.if_string();
  const auto word = text == nullptr ? std::optional<E>{} : parse_word<E>(std::string_view(*text));
  if (word) value = *word;
  return word.has_value();
}
bool get(const json::value& from, Money& value) {
  const auto* number = from.if_int64();
  if (number != nullptr) value = Money::minor(*number);
  return number != nullptr;
}
bool get(const json::value& from, Instant& value) {
  const auto* number = from.if_int64();
  if (number != nullptr) value = Instant::from_ms(*number);
  return number != nullptr;
}
bool get(const json::value& from, std::optional<Instant>& value) {
  if (from.is_null()) return value.reset(), true;
  Instant there;
  if (!get(from, there)) return false;
  value = there;
  return true;
}

template <class Row>
json::object row_as_json(const Row& row) {
  json::object out{{"table", Row::table}};
  Row::columns([&](std::string_view name, auto column) { set(out[name], row.*column); });
  return out;
}

Error unreadable(const char* what) {
  return error(Fault::forged, "message_unreadable",
               fmt::format("A message of the key office cannot be read ({}): nothing was taken. Both programs must be of one version.", what),
               {{"what", what}});
}

template <class Row>
Result<Row> row_from_json(const json::object& object) {
  Row row;
  bool good = true;
  Row::columns([&](std::string_view name, auto column) {
    const auto* value = object.if_contains(name);
    good = good && value != nullptr && get(*value, row.*column);
  });
  if (!good) return unreadable(Row::table);
  return row;
}

/// What a row is known by in Said.
std::string name_of_row(const json::object& row) {
  const auto text = [&](const char* member) {
    const auto* value = row.if_contains(member);
    return value == nullptr ? std::string{} : json::serialize(*value);
  };
  const auto* table = row.if_contains("table");
  const auto* of = table == nullptr ? nullptr : table->if_string();
  if (of != nullptr && *of == books::KeyVersion::table) return text("table") + text("vault") + text("purpose") + text("version");
  if (of != nullptr && *of == books::KeyDevice::table) return text("table") + text("serial");
  return text("table") + text("number");
}

/// Shares and backups are the office's own affair.
bool concerns_counters(const books::KeyDevice& device) { return device.kind != books::KeyDeviceKind::backup_share && device.kind != books::KeyDeviceKind::backup_file; }

Result<Bytes> bytes_of(const json::object& object, const char* member) {
  const auto* value = object.if_contains(member);
  const auto* text = value == nullptr ? nullptr : value->if_string();
  auto bytes = text == nullptr ? Result<Bytes>(unreadable(member)) : from_hex(std::string_view(text->data(), text->size()));
  return bytes ? std::move(bytes) : unreadable(member);
}

Result<std::optional<Delivery>> delivery_of(const json::object& document) {
  const auto* member = document.if_contains("delivery");
  if (member == nullptr) return std::optional<Delivery>{};
  const auto* object = member->if_object();
  const auto* blocks = object == nullptr ? nullptr : object->if_contains("blocks");
  if (blocks == nullptr || !blocks->is_array()) return unreadable("delivery");
  Delivery delivery;
  TRY(transport, bytes_of(*object, "transport"));
  delivery.transport = std::move(transport);
  for (const auto& block : blocks->get_array()) {
    if (!block.is_string()) return unreadable("block");
    auto bytes = from_hex(std::string_view(block.get_string()));
    if (!bytes) return unreadable("block");
    delivery.blocks.push_back(std::move(*bytes));
  }
  return std::optional(std::move(delivery));
}

Result<void> add_row(MessageContent& content, const json::object& row) {
  const auto* table = row.if_contains("table");
  const auto* text = table == nullptr ? nullptr : table->if_string();
  if (text == nullptr) return unreadable("table");
  const std::string_view name(text->data(), text->size());
  if (name == books::KeyVersion::table) {
    TRY(version, row_from_json<books::KeyVersion>(row));
    content.versions.push_back(std::move(version));
  } else if (name == books::KeyDevice::table) {
    TRY(device, row_from_json<books::KeyDevice>(row));
    content.devices.push_back(std::move(device));
  } else if (name == books::Campaign::table) {
    TRY(campaign, row_from_json<books::Campaign>(row));
    content.campaigns.push_back(std::move(campaign));
  } else if (name == books::KeyFactors::table) {
    TRY(factors, row_from_json<books::KeyFactors>(row));
    content.factors = std::move(factors);
  } else if (name == "meter_keys") {
    const auto* number = row.if_contains("number");
    const auto* version = row.if_contains("version");
    if (number == nullptr || !number->is_string() || version == nullptr || !version->is_int64()) return unreadable("meter_keys");
    const auto meter = parse_meter_number(std::string_view(number->get_string()));
    if (!meter || !std::in_range<std::uint8_t>(version->get_int64())) return unreadable("meter_keys");
    content.meters.push_back({*meter, static_cast<std::uint8_t>(version->get_int64())});
  } else {
    return unreadable("table");
  }
  return {};
}

}  // namespace

void add_reported(Reported& reported, const books::OfficeMessage& message) {
  const auto document = object_of(message.body);
  if (!document) return;
  for (const auto& row : objects_at(*document, "rows")) reported[name_of_row(row)] = json::serialize(row);
}

json::array news_for_counters(const books::Reader& books, const Reported& reported) {
  json::array news;
  std::size_t bytes = 0;
  const auto consider = [&](const json::object& row) {
    const auto found = reported.find(name_of_row(row));
    const auto text = json::serialize(row);
    if (found != reported.end() && found->second == text) return;
    bytes += text.size();
    if (news.size() < rows_in_message_max && bytes <= rows_bytes_max) news.emplace_back(row);
  };
  if (const auto factors = books.only<books::KeyFactors>()) consider(row_as_json(*factors));
  for (const auto& version : books.all<books::KeyVersion>())
    if (version.vault == sealing_vault) consider(row_as_json(version));
  for (const auto& device : books.all<books::KeyDevice>())
    if (concerns_counters(device)) consider(row_as_json(device));
  for (std::int64_t number = 1; number < books::next_number<books::Campaign>(books); ++number)
    if (const auto campaign = books.find<books::Campaign>(number)) consider(row_as_json(*campaign));
  return news;
}

json::object version_row(const books::KeyVersion& row) { return row_as_json(row); }

json::object meter_has_keys(MeterNumber meter, std::uint8_t version) {
  return {{"table", "meter_keys"}, {"number", to_text(meter)}, {"version", static_cast<std::int64_t>(version)}};
}

std::string message_body(const json::array& rows, const std::optional<Delivery>& delivery) {
  json::object body{{"rows", rows}};
  if (delivery) {
    json::array blocks;
    for (const auto& block : delivery->blocks) blocks.emplace_back(to_hex(block));
    body["delivery"] = json::object{{"transport", to_hex(delivery->transport)}, {"blocks", std::move(blocks)}};
  }
  return json::serialize(body);
}

seal::Digest message_digest(const books::OfficeMessage& message) {
  std::uint8_t number[8];
  put_be64(number, static_cast<std::uint64_t>(message.number));
  seal::Sha256 hash;
  hash.add(view_of("KWOTA-OFFICE-MESSAGE")).add(number).add(view_of(message.previous)).add(view_of("\n")).add(view_of(message.body));
  return hash.finish();
}

books::OfficeMessage next_message(const Before& before, std::string body, Instant now) {
  books::OfficeMessage message;
  message.number = before.number + 1;
  message.time = now;
  message.previous = before.digest;
  message.body = std::move(body);
  message.digest = to_hex(message_digest(message));
  return message;
}

Error message_out_of_order(const books::OfficeMessage& message, const books::Partner& office) {
  return error(Fault::refused, "message_out_of_order",
               "This message does not follow the last one that the counters have: nothing was taken. Two managers confirm the counters anew "
               "at the key office; everything is told again then.",
               {{"number", fmt::format("{}", message.number)}, {"taken", fmt::format("{}", office.messages)}});
}

Result<void> check_message(const books::Partner& office, const books::OfficeMessage& message,
                           const std::function<bool(const seal::Digest&, ByteView)>& signature_good) {
  const auto number = fmt::format("{}", message.number);
  const auto digest = message_digest(message);
  const auto signature = from_hex(message.signature);
  if (message.digest != to_hex(digest) || !signature || !signature_good(digest, *signature))
    return error(Fault::forged, "message_forged",
                 "This message is not the key office's: nothing was taken. Find out who sent it.", {{"number", number}});
  if (message.number <= office.messages || message.previous != office.last) return message_out_of_order(message, office);
  return {};
}

Result<MessageContent> read_message(const std::string& body) {
  const auto document = object_of(body);
  if (!document) return unreadable("body");
  const auto* rows = document->if_contains("rows");
  if (rows == nullptr || !rows->is_array()) return unreadable("rows");
  MessageContent content;
  TRY(delivery, delivery_of(*document));
  content.delivery = std::move(delivery);
  for (const auto& row : rows->get_array()) {
    if (!row.is_object()) return unreadable("row");
    MUST(add_row(content, row.get_object()));
  }
  return content;
}

Error county_differs(std::uint32_t office, std::uint32_t counters) {
  return error(Fault::refused, "county_differs",
               fmt::format("The key office was begun for the county {:08X}, the counters for {:08X}: no key was handed over. Begin the one that is wrong anew, in "
                           "an empty folder, with --county.",
                           office, counters),
               {{"office", fmt::format("{:08X}", office)}, {"counters", fmt::format("{:08X}", counters)}});
}

Result<void> check_county(const books::Reader& books, const MessageContent& content) {
  const auto utility = books.only<books::Utility>();
  const bool brings_keys = content.delivery || !content.versions.empty();
  const auto factors = content.factors || !brings_keys ? content.factors : books.only<books::KeyFactors>();
  if (utility && factors && factors->county != utility->county) return county_differs(factors->county, utility->county);
  return {};
}

Result<books::Decision<Done>> take_message(const books::Reader& books, const books::OfficeMessage& message,
                                           const MessageContent& content, const std::map<std::string, std::string>& not_done,
                                           Instant now) {
  auto office = books.find<books::Partner>(office_partner);
  if (!office || message.number <= office->messages) return books::Decision<Done>{};
  books::Decision<Done> decision;
  auto& put = decision.changes.put;
  for (const auto& row : content.versions)
    if (!not_done.contains(fmt::format("{}/{}", row.purpose, row.version))) put.emplace_back(row);
  for (const auto& row : content.devices) put.emplace_back(row);
  for (const auto& row : content.campaigns) put.emplace_back(row);
  if (content.factors) put.emplace_back(*content.factors);
  for (const auto& one : content.meters) {
    auto meter = books.find<books::Meter>(one.meter);
    if (!meter || meter->key_version == one.version) continue;
    meter->key_version = one.version;
    put.emplace_back(*meter);
  }
  put.emplace_back(message);
  office->messages = message.number;
  office->last = message.digest;
  put.emplace_back(*office);
  books::KeyEvent event;
  event.time = now;
  event.what = not_done.empty() ? "message_taken" : "message_not_done";
  event.object = fmt::format("message/{}", message.number);
  event.first = office_partner;
  json::object failed;
  for (const auto& [key, code] : not_done) failed[key] = code;
  event.details = json::serialize(json::object{{"digest", message.digest}, {"not_done", std::move(failed)}});
  decision.changes.append.emplace_back(event);
  return decision;
}

}  // namespace kwota::keys
