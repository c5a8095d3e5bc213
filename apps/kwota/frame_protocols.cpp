#include "kwota/frame_protocols.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "carry/dlt645/items.h"
#include "carry/qgdw376/messages.h"

namespace kwota::app {
namespace {

using boost::json::array;
using boost::json::object;
using dlt645::Format;

std::string hex_byte(std::uint8_t byte) { return fmt::format("{:02X}", byte); }

/// A value in the words of the table: {"value", "unit"}, {"number"}, {"ascii"} or {"time"}; null when the meter has none now.
boost::json::value value_json(const dlt645::Item& item, const dlt645::Value& value) {
  if (!value.available()) return nullptr;
  switch (item.format) {
    case Format::digits: return object{{"number", value.text}};
    case Format::text: return object{{"ascii", value.text}};
    case Format::time: return object{{"time", value.text}};
    case Format::bits:
    case Format::record: return object{{"bytes", value.text}};
    case Format::number:
    case Format::signed_number: break;
  }
  return object{{"value", value.text}, {"unit", std::string{value.unit}}};
}

/// What an answer to a read says, when it is one value that the table knows.
void add_value(object& out, const dlt645::Frame& frame, dlt645::Identifier identifier) {
  const auto function = frame.control.function();
  const bool read = function == dlt645::function::read || function == dlt645::function::read_1997;
  if (!frame.control.from_meter() || !read || is_block(identifier)) return;
  const auto* item = find_item(identifier);
  if (item == nullptr) return;
  out["item"] = std::string{item->name};
  const auto value = read_value(*item, ByteView{frame.data}.subspan(identifier.bytes()));
  if (value.ok()) out["value"] = value_json(*item, *value);
}

void add_refusal(object& out, const dlt645::Frame& frame) {
  constexpr std::size_t security_error_bytes = 2;
  const auto& data = frame.data;
  if (frame.control.function() == dlt645::function::security && data.size() == security_error_bytes) {
    out["serr"] = fmt::format("{:04X}", data[1] << 8 | data[0]);
  } else if (data.size() == 1) {
    array bits;
    for (const auto name : dlt645::error_bits(data[0])) bits.emplace_back(std::string{name});
    out["err_bits"] = std::move(bits);
  }
}

Result<object> decode_dlt645(ByteView bytes) {
  TRY(received, dlt645::decode(bytes));
  if (received.bytes != bytes.size())
    return error(Fault::wire, "bad_frame", "There are more bytes than the frame has; give one frame at a time.",
                 {{"reason", std::string{name_of(dlt645::Refusal::length)}}});
  const auto& frame = received.frame;
  object out{{"preamble", received.preamble},
             {"address", frame.address.text()},
             {"control", hex_byte(frame.control.byte)},
             {"from_meter", frame.control.from_meter()},
             {"error", frame.control.error()},
             {"more", frame.control.more()},
             {"length", frame.data.size()},
             {"plain", to_hex(frame.data)}};
  if (const auto identifier = identifier_of(frame)) {
    out["di"] = identifier->text();
    add_value(out, frame, *identifier);
  }
  if (frame.control.error()) add_refusal(out, frame);
  // Only one answer has no identifier and is a value all the same: the address that was asked for.
  if (frame.control == dlt645::Control{dlt645::function::read_address}.answer() && frame.data.size() == sizeof(dlt645::Address)) {
    dlt645::Address address;
    std::ranges::copy(frame.data, address.bytes.begin());
    out["value"] = object{{"number", address.text()}};
  }
  return out;
}

/// A meter's frame inside is shown as bytes: `--protocol dlt645` takes it apart.
void add_message(object& out, const qgdw376::Frame& frame) {
  if (const auto unit = qgdw376::unit_of(frame.data)) {
    out["point"] = unit->point;
    out["fn"] = unit->fn;
  }
  if (const auto event = qgdw376::link_event_of(frame)) out["link"] = std::string{name_of(*event)};
  if (const auto agreed = qgdw376::confirmation_of(frame)) out["confirms"] = *agreed;
  if (const auto asked = qgdw376::forward_of(frame)) {
    out["port"] = asked->port;
    out["frame"] = to_hex(asked->frame);
  }
  if (const auto back = qgdw376::forwarded_of(frame)) {
    out["port"] = back->port;
    out["frame"] = to_hex(back->frame);
  }
}

Result<object> decode_qgdw376(ByteView bytes) {
  TRY(received, qgdw376::decode(bytes));
  if (received.bytes != bytes.size())
    return error(Fault::wire, "bad_frame", "There are more bytes than the frame has; give one frame at a time.",
                 {{"reason", std::string{name_of(qgdw376::Refusal::length)}}});
  const auto& frame = received.frame;
  object out{{"terminal", frame.terminal.text()},
             {"station", frame.station},
             {"control", hex_byte(frame.control.byte)},
             {"from_terminal", frame.control.from_terminal()},
             {"asks", frame.control.asks()},
             {"afn", hex_byte(frame.afn)},
             {"seq", hex_byte(frame.sequence.byte)},
             {"number", frame.sequence.number()},
             {"confirm", frame.sequence.confirm()},
             {"data", to_hex(frame.data)},
             {"aux", to_hex(frame.aux)}};
  add_message(out, frame);
  return out;
}

// The 1997 edition has the same frame; its functions and identifiers are told apart by the control byte.
constexpr std::array protocols{FrameProtocol{"dlt645", decode_dlt645}, FrameProtocol{"dlt645-1997", decode_dlt645}, FrameProtocol{"qgdw376", decode_qgdw376}};

}  // namespace

std::span<const FrameProtocol> frame_protocols() { return protocols; }

const FrameProtocol* find_frame_protocol(std::string_view name) {
  const auto found = std::ranges::find(protocols, name, &FrameProtocol::name);
  return found == protocols.end() ? nullptr : &*found;
}

}  // namespace kwota::app
