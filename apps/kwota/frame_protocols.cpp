#include "kwota/frame_protocols.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "carry/qgdw376/messages.h"
#include "kwota/frame_dlt645.h"

namespace kwota::app {
namespace {

using boost::json::object;

std::string hex_byte(std::uint8_t byte) { return fmt::format("{:02X}", byte); }

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
