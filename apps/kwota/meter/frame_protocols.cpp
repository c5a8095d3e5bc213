#include "kwota/meter/frame_protocols.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "carry/lines/all.h"
#include "carry/qgdw376/names.h"

namespace kwota::app {
namespace {

using boost::json::array;
using boost::json::object;

std::string byte_text(std::uint8_t byte) { return fmt::format("{:02X}", byte); }

array numbers(const std::vector<std::uint16_t>& all) {
  array out;
  for (const auto number : all) out.emplace_back(number);
  return out;
}

std::string plain_text(std::string_view view) { return std::string{view}; }

/// What a data unit is about, in numbers and in the words of the standard.
object unit_json(const qgdw376::Frame& frame, const qgdw376::UnitMarks& marks) {
  array names;
  for (const auto fn : marks.fns)
    if (const auto name = qgdw376::name_of_function(frame.afn, fn); !name.empty()) names.emplace_back(plain_text(name));
  object out{{"points", numbers(marks.points)}, {"fns", numbers(marks.fns)}, {"names", names}};
  if (marks.every_point) out["points"] = "every";
  return out;
}

/// A meter's frame inside is taken apart as well, when it is one of any line that this program speaks.
void add_inside(object& out, std::uint8_t port, const Bytes& frame) {
  out["port"] = port;
  out["frame"] = to_hex(frame);
  for (const auto* driver : lines::all()) {
    auto inside = driver->frame_in_words(frame);
    if (!inside.ok()) continue;
    out["inside"] = std::move(*inside);
    return;
  }
}

void add_message(object& out, const qgdw376::Frame& frame) {
  if (const auto name = qgdw376::name_of_afn(frame.afn); !name.empty()) out["afn_name"] = plain_text(name);
  if (const auto unit = qgdw376::unit_of(frame.data)) {
    out["point"] = unit->point;
    out["fn"] = unit->fn;
    if (const auto name = qgdw376::name_of_function(frame.afn, unit->fn); !name.empty()) out["fn_name"] = plain_text(name);
  }
  array units;
  for (const auto& marks : all_marks_of(frame)) units.push_back(unit_json(frame, marks));
  out["units"] = std::move(units);
  if (const auto event = qgdw376::link_event_of(frame)) out["link"] = plain_text(name_of(*event));
  if (const auto agreed = qgdw376::confirmation_of(frame)) out["confirms"] = *agreed;
  if (const auto asked = qgdw376::forward_of(frame)) {
    add_inside(out, asked->port, asked->frame);
    out["answer_seconds"] = asked->answer_s;
  }
  if (const auto back = qgdw376::forwarded_of(frame)) add_inside(out, back->port, back->frame);
}

/// Password, event counters, time tag.
void add_tail(object& out, const qgdw376::Frame& frame) {
  const auto tail = tail_of(frame);
  if (!tail.password.empty()) out["password"] = to_hex(tail.password);
  if (tail.events) out["events"] = object{{"important", tail.events->first}, {"ordinary", tail.events->second}};
  if (tail.tag)
    out["time_tag"] = object{{"counter", tail.tag->counter},
                             {"day", tail.tag->day},
                             {"time", fmt::format("{:02}:{:02}:{:02}", tail.tag->hour, tail.tag->minute, tail.tag->second)},
                             {"minutes", tail.tag->minutes}};
}

Result<object> decode_qgdw376(ByteView bytes) {
  TRY(received, qgdw376::decode(bytes));
  if (received.bytes != bytes.size())
    return error(Fault::wire, "bad_frame", "There are more bytes than the frame has; give one frame at a time.",
                 {{"reason", plain_text(name_of(qgdw376::Refusal::length))}});
  const auto& frame = received.frame;
  object out{{"terminal", frame.terminal.text()},
             {"station", frame.station},
             {"control", byte_text(frame.control.byte)},
             {"from_terminal", frame.control.from_terminal()},
             {"asks", frame.control.asks()},
             {"events_wait", frame.control.events_wait()},
             {"function", frame.control.function()},
             {"afn", byte_text(frame.afn)},
             {"seq", byte_text(frame.sequence.byte)},
             {"number", frame.sequence.number()},
             {"first", frame.sequence.first()},
             {"last", frame.sequence.last()},
             {"confirm", frame.sequence.confirm()},
             {"data", to_hex(frame.data)},
             {"aux", to_hex(frame.aux)}};
  add_message(out, frame);
  add_tail(out, frame);
  return out;
}

/// What carries meters' frames and is no meter's line.
constexpr std::string_view concentrators = "qgdw376";

struct OtherName {
  std::string_view name{}, is{};
};
/// Vectors call concentrators by the standard's number too.
constexpr OtherName other_names[] = {{"qgdw376.1", concentrators}, {"qgdw376-1", concentrators}, {"gdw376.1", concentrators},
                                     {"376.1", concentrators},     {"1376.1", concentrators}};

std::vector<FrameProtocol> every() {
  std::vector<FrameProtocol> out;
  for (const auto* driver : lines::all()) out.push_back({driver->protocol(), [driver](ByteView bytes) { return driver->frame_in_words(bytes); }});
  out.push_back({concentrators, decode_qgdw376});
  return out;
}

/// A standard without its edition stands for the first that the list has.
bool is_edition_of(std::string_view protocol, std::string_view standard) {
  return !standard.empty() && protocol.starts_with(standard) && protocol.substr(standard.size()).starts_with('-');
}

}  // namespace

std::span<const FrameProtocol> frame_protocols() {
  static const auto protocols = every();
  return protocols;
}

const FrameProtocol* find_frame_protocol(std::string_view name) {
  const auto* other = std::ranges::find(other_names, name, &OtherName::name);
  if (other != std::end(other_names)) name = other->is;
  const auto protocols = frame_protocols();
  auto found = std::ranges::find(protocols, name, &FrameProtocol::name);
  if (found == protocols.end()) found = std::ranges::find_if(protocols, [&](const FrameProtocol& one) { return is_edition_of(one.name, name); });
  return found == protocols.end() ? nullptr : &*found;
}

}  // namespace kwota::app
