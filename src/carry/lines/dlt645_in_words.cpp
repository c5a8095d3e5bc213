#include "carry/lines/dlt645_in_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <span>

#include "base/cause.h"
#include "base/core/bcd.h"
#include "base/decimal.h"
#include "base/ids_text.h"
#include "base/text/clock_rules.h"
#include "carry/dlt645/security.h"

namespace kwota::lines {
namespace {

using boost::json::array;
using boost::json::object;
namespace function = dlt645::function;

std::string hex_byte(std::uint8_t byte) { return fmt::format("{:02X}", byte); }
std::string text(std::string_view view) { return std::string{view}; }

array names(const std::vector<std::string_view>& all) {
  array out;
  for (const auto name : all) out.emplace_back(text(name));
  return out;
}

// ---- values

object status_json(const dlt645::StatusWord& word) {
  object states;
  for (const auto& field : dlt645::status_fields())
    if (const auto state = word.state_of(field.name); !state.empty()) states[text(field.name)] = text(state);
  array unknown;
  for (const auto bit : word.unknown_bits()) unknown.emplace_back(bit);
  return {{"word", word.word}, {"bits", fmt::format("{:04X}", word.bits)}, {"states", states}, {"unknown_bits", unknown}};
}

/// What a kind of value is called; texts are those of Value::text().
struct JsonOf {
  object operator()(const dlt645::Missing& missing) const {
    return {{"value", nullptr}, {"raw", to_hex(Bytes(missing.bytes.rbegin(), missing.bytes.rend()))}, {"note", text(missing.why)}};
  }
  object operator()(const dlt645::Number& number) const { return {{"value", number.text()}, {"unit", text(number.unit)}}; }
  object operator()(const dlt645::Count& count) const { return {{"count", count.number}}; }
  object operator()(const dlt645::Digits& digits) const { return {{"number", digits.digits}}; }
  object operator()(const dlt645::Words& words) const { return {{"ascii", words.text}}; }
  object operator()(const dlt645::Day& day) const {
    object out{{"date", format_date(day.date)}};
    if (day.weekday) out["weekday"] = *day.weekday;
    return out;
  }
  object operator()(const dlt645::TimeOfDay& time) const { return {{"time", dlt645::Value{time}.text()}}; }
  object operator()(const dlt645::Moment& moment) const {
    object out{{"datetime", dlt645::Value{moment}.text()}};
    if (moment.weekday) out["weekday"] = *moment.weekday;
    return out;
  }
  object operator()(const dlt645::MonthDay& at) const { return {{"month_day", dlt645::Value{at}.text()}}; }
  object operator()(const dlt645::DayAndHour& at) const { return {{"day", at.day}, {"hour", at.hour}}; }
  object operator()(const dlt645::Weekdays& days) const { return {{"weekdays", dlt645::Value{days}.text()}}; }
  object operator()(const dlt645::Flag& flag) const { return {{"flag", flag.is_set}}; }
  object operator()(const dlt645::Recurring& at) const { return {{"recurring", dlt645::Value{at}.text()}}; }
  object operator()(const dlt645::Choice& choice) const { return {{"choice", text(choice.word)}, {"number", choice.number}}; }
  object operator()(const dlt645::Peak& peak) const {
    auto out = (*this)(peak.most);
    for (auto& [name, value] : (*this)(peak.at)) out[name] = value;
    return out;
  }
  object operator()(const dlt645::StatusWord& word) const { return status_json(word); }
  object operator()(const dlt645::Raw& raw) const { return {{"bytes", to_hex(raw.bytes)}}; }
};

/// A missing number has its unit all the same.
object reported_json(const dlt645::ReportedValue& reported_values) {
  auto out = value_json(reported_values.value).as_object();
  const auto* item = find_item(reported_values.identifier);
  const bool number = item != nullptr && (item->format == dlt645::Format::number || item->format == dlt645::Format::signed_number);
  if (!reported_values.value.available() && number) out["unit"] = text(item->unit);
  return out;
}

/// The parts of a record by their names; the values of a block, and a list of equal parts, one after another.
boost::json::value reported_json(dlt645::Identifier identifier, const std::vector<dlt645::ReportedValue>& reported_values) {
  const auto* item = is_block(identifier) ? nullptr : find_item(identifier);
  const bool record = item != nullptr && !item->parts.empty();
  if (!record && reported_values.size() == 1 && !is_block(identifier)) return reported_json(reported_values.front());
  if (!record) {
    array all;
    for (const auto& one : reported_values) all.push_back(reported_json(one));
    return all;
  }
  array rows;
  const auto of_records = std::span{reported_values}.subspan(item->listed ? 1 : 0);  // a list says first how many records it has
  for (std::size_t i = 0; i < of_records.size(); ++i) {
    const bool first_time = i < item->parts.size();
    const auto in_round = first_time ? i : (i - item->parts.size()) % (item->parts.size() - item->again_from);
    if (in_round == 0) rows.push_back(object{});
    rows.back().as_object()[text(of_records[i].name)] = reported_json(of_records[i]);
  }
  return rows.size() == 1 && !item->listed ? rows.front() : boost::json::value(std::move(rows));
}

/// A list of a pump is asked for by how many records and from which number on.
void add_asked(object& out, const dlt645::Item& item, ByteView data) {
  constexpr std::size_t asked_bytes = 5;
  if (!item.listed || data.size() != asked_bytes) return;
  const Bytes from_high(data.rbegin(), data.rend() - 1);
  out["wanted"] = data[0];
  if (const auto from = get_bcd(from_high)) out["from"] = *from;
}

/// Value and name of what stands behind an identifier.
void add_value(object& out, dlt645::Identifier identifier, ByteView data) {
  const auto* item = find_item(identifier);
  if (item != nullptr && !is_block(identifier)) out["item"] = text(item->name);
  const auto reported_values = read_values(identifier, data);
  if (reported_values.ok()) {
    if (item != nullptr && item->listed) out["records"] = (reported_values->size() - 1) / item->parts.size();
    out["value"] = reported_json(identifier, *reported_values);
    if (is_block(identifier)) {
      array of;
      for (const auto& one : *reported_values) of.emplace_back(one.name.empty() ? std::string{"?"} : one.identifier.text() + " " + text(one.name));
      out["items"] = std::move(of);
    }
  } else if (cause_of(reported_values.error()) == Cause::wrong_item_length) {
    out["value"] = object{{"raw", to_hex(data)}, {"note", "length does not fit one value"}};
  }
}

// ---- who orders, and what

std::string high_first(ByteView bytes) { return to_hex(Bytes(bytes.rbegin(), bytes.rend())); }

std::string groups_of(ByteView low_first) {
  std::string groups;
  for (std::size_t i = low_first.size(); i-- > 0;) groups += hex_byte(low_first[i]) + (i == 0 ? "" : " ");
  return groups;
}

void add_authority(object& out, const dlt645::Authority& authority) {
  out["permission"] = authority.permission();
  out["operator"] = high_first(authority.by);
}

/// Until when an order is good, as it was sent and as a moment; all 99 is for meters without a clock.
void add_order(object& out, ByteView n) {
  const auto order = dlt645::decode_order(n);
  if (!order) return;
  constexpr std::uint8_t always = 0x99;
  out["order"] = hex_byte(order->order);
  if (const auto name = dlt645::name_of_order(order->order); !name.empty()) out["order_name"] = text(name);
  out["valid_until"] = groups_of(order->valid_until);
  const auto until = dlt645::moment_in(order->valid_until);
  const bool for_ever = std::ranges::all_of(order->valid_until, [](std::uint8_t byte) { return byte == always; });
  if (until)
    out["until"] = object{{"datetime", format_local(*until)}};
  else
    out["until"] = for_ever ? "always" : "no such time";
}

constexpr std::size_t mac_size = sizeof(dlt645::Mac);

/// 1C: PA and password 4, operator 4, N1 to N8; sealed with a MAC behind it, enciphered 16 bytes and a MAC.
void add_control(object& out, ByteView data) {
  constexpr std::size_t order_bytes = 8, cipher_bytes = 16;
  const auto authority = dlt645::decode_authority(data);
  if (!authority) return;
  add_authority(out, *authority);
  auto rest = data.subspan(dlt645::authority_bytes);
  const bool enciphered = authority->level == dlt645::permission::enciphered && rest.size() == cipher_bytes + mac_size;
  const bool sealed = rest.size() == order_bytes + mac_size;
  if (enciphered || sealed) {
    out["mac"] = to_hex(rest.last(mac_size));
    rest = rest.first(rest.size() - mac_size);
  }
  if (enciphered)
    out["cipher"] = to_hex(rest);
  else
    add_order(out, rest);
}

/// 14: identifier, PA and password 4, operator 4, the value; sealed with a MAC behind it. Enciphered values are nobody's to read.
void add_write(object& out, dlt645::Identifier identifier, ByteView data) {
  const auto authority = dlt645::decode_authority(data);
  if (!authority || identifier.edition == dlt645::Edition::y1997) return;
  add_authority(out, *authority);
  auto rest = data.subspan(dlt645::authority_bytes);
  const bool has_mac = authority->level == dlt645::permission::sealed || authority->level == dlt645::permission::enciphered;
  if (has_mac && rest.size() >= mac_size) {
    out["mac"] = to_hex(rest.last(mac_size));
    rest = rest.first(rest.size() - mac_size);
  }
  if (authority->level == dlt645::permission::enciphered)
    out["cipher"] = to_hex(rest);
  else
    add_value(out, identifier, rest);
}

// ---- function 03

void add_credit(object& out, ByteView body) {
  const auto credit = dlt645::decode_credit(body);
  if (!credit) return;
  out["amount"] = format_decimal(credit->amount.minor(), 2);
  out["count"] = credit->count.value();
  out["customer"] = to_text(credit->customer);
}

void add_account(object& out, ByteView body) {
  const auto account = dlt645::decode_account(body);
  if (!account) return;
  out["remaining"] = format_decimal(account->remaining.minor(), 2);
  out["count"] = account->count.value();
  out["customer"] = to_text(account->customer);
}

void add_security(object& out, const dlt645::Frame& frame, dlt645::Identifier identifier) {
  if (const auto name = dlt645::security_name(identifier); !name.empty()) out["security"] = text(name);
  const auto data = ByteView{frame.data}.subspan(identifier.bytes());
  if (frame.control.from_meter()) {
    if (identifier == dlt645::security::status) add_account(out, data);
    return;
  }
  constexpr std::size_t operator_bytes = sizeof(dlt645::OperatorCode);
  if (data.size() < operator_bytes) return;
  out["operator"] = high_first(data.first(operator_bytes));
  if (identifier == dlt645::security::recharge || identifier == dlt645::security::open_account)
    add_credit(out, data.subspan(operator_bytes));
}

// ---- the rest

void add_refusal(object& out, const dlt645::Frame& frame) {
  constexpr std::size_t security_error_bytes = 2;
  const auto& data = frame.data;
  if (frame.control.function() == function::security && data.size() == security_error_bytes) {
    const auto serr = static_cast<std::uint16_t>(data[1] << 8 | data[0]);
    out["serr"] = fmt::format("{:04X}", serr);
    out["serr_bits"] = names(dlt645::security_error_bits(serr));
  } else if (data.size() == 1) {
    out["err_bits"] = names(dlt645::error_bits(data[0]));
  }
}

bool is_answer_to(const dlt645::Frame& frame, std::uint8_t function) {
  return frame.control.from_meter() && frame.control.function() == function;
}

void add_named(object& out, const dlt645::Frame& frame, dlt645::Identifier identifier) {
  const auto data = ByteView{frame.data}.subspan(identifier.bytes());
  const auto asked = frame.control.function();
  const bool from_meter = frame.control.from_meter();
  if (from_meter && (asked == function::read || asked == function::read_1997)) return add_value(out, identifier, data);
  if (asked == function::security) return add_security(out, frame, identifier);
  if (!from_meter && asked == function::write) return add_write(out, identifier, data);
  if (asked == function::read_on && !data.empty()) out["sequence"] = data.back();
  if (const auto* item = find_item(identifier); item != nullptr && !is_block(identifier)) {
    out["item"] = text(item->name);
    if (!from_meter && asked == function::read) add_asked(out, *item, data);
  }
}

/// mm hh DD MM, each 99: every one; all of them: now.
std::string freeze_text(ByteView groups) {
  constexpr std::uint64_t at_once = 99'99'99'99;
  const Bytes high_first(groups.rbegin(), groups.rend());
  const auto pattern = get_bcd(high_first);
  if (pattern == at_once) return "at once";
  const auto text = pattern ? recurring_text(static_cast<std::int64_t>(*pattern)) : std::string{};
  return text.empty() ? "no such time" : text;
}

/// One bit for a speed; nothing: none of the protocol's, or several.
std::optional<int> speed_of(std::uint8_t bits) {
  constexpr std::array speeds{0, 600, 1200, 2400, 4800, 9600, 19200, 0};
  const auto place = static_cast<std::size_t>(std::countr_zero(bits));
  if (!std::has_single_bit(bits) || speeds[place] == 0) return std::nullopt;
  return speeds[place];
}

/// What has no identifier: an address, a time, a freeze, a speed, an order.
void add_unnamed(object& out, const dlt645::Frame& frame) {
  const auto asked = frame.control.function();
  const bool is_address = is_answer_to(frame, function::read_address) || (!frame.control.from_meter() && asked == function::write_address);
  if (is_address && frame.data.size() == sizeof(dlt645::Address)) {
    dlt645::Address address;
    std::ranges::copy(frame.data, address.bytes.begin());
    out["value"] = object{{"number", address.text()}};
  }
  if (asked == function::baud_rate && frame.data.size() == 1)
    if (const auto speed = speed_of(frame.data[0])) out["value"] = object{{"value", std::to_string(*speed)}, {"unit", "baud"}};
  if (frame.control.from_meter()) return;
  constexpr std::size_t freeze_bytes = 4;
  if (asked == function::freeze && frame.data.size() == freeze_bytes) out["value"] = object{{"recurring", freeze_text(frame.data)}};
  if (asked == function::control) add_control(out, frame.data);
  if (asked == function::time)
    if (const auto at = dlt645::moment_in(frame.data)) out["value"] = object{{"datetime", format_local(*at)}};
}

}  // namespace

boost::json::value value_json(const dlt645::Value& value) { return std::visit(JsonOf{}, value.reported); }

Result<object> decode_dlt645(ByteView bytes) {
  TRY(received, dlt645::decode(bytes));
  if (received.bytes != bytes.size())
    return error(Fault::wire, "bad_frame", "There are more bytes than the frame has; give one frame at a time.",
                 {{"reason", text(name_of(dlt645::Refusal::length))}});
  const auto& frame = received.frame;
  object out{{"preamble", received.preamble},
             {"address", frame.address.text()},
             {"control", hex_byte(frame.control.byte)},
             {"from_meter", frame.control.from_meter()},
             {"error", frame.control.error()},
             {"more", frame.control.more()},
             {"length", frame.data.size()},
             {"plain", to_hex(frame.data)}};
  if (frame.control.error()) {
    add_refusal(out, frame);
  } else if (const auto identifier = identifier_of(frame)) {
    out["di"] = identifier->text();
    add_named(out, frame, *identifier);
  } else {
    add_unnamed(out, frame);
  }
  return out;
}

}  // namespace kwota::lines
