#include "carry/qgdw376/messages.h"

#include <array>
#include <bit>

namespace kwota::qgdw376 {
namespace {

// Control bytes of the exchanges that are used here (5.2.3).
constexpr std::uint8_t terminal_tests_link = 0xC9, station_confirms = 0x0B, station_asks = 0x4B, terminal_answers = 0x88,
                       terminal_confirms = 0x80;
constexpr std::uint8_t one_frame = 0x60, wants_confirmation = 0x10, number_mask = 0x0F, seconds = 0x80;

std::uint8_t sequence(std::uint8_t number, bool wanted) {
  return static_cast<std::uint8_t>(one_frame | (wanted ? wants_confirmation : 0) | (number & number_mask));
}

Frame frame_of(std::uint8_t control, Terminal terminal, std::uint8_t station, std::uint8_t afn, std::uint8_t seq, Bytes data) {
  Frame frame;
  frame.control.byte = control;
  frame.terminal = terminal;
  frame.station = station;
  frame.afn = afn;
  frame.sequence.byte = seq;
  frame.data = std::move(data);
  frame.aux.resize(aux_bytes(frame.control, afn, frame.sequence));
  return frame;
}

/// A mask with one bit, and the group of eight that it counts in.
std::optional<std::uint16_t> single(std::uint8_t mask, std::uint8_t group) {
  if (std::popcount(mask) != 1) return std::nullopt;
  return static_cast<std::uint16_t>(group * 8 + std::countr_zero(mask) + 1);
}

bool is(const Frame& frame, std::uint8_t afn, std::uint16_t fn) { return frame.afn == afn && unit_of(frame.data) == Unit{0, fn}; }

void put_word(Bytes& to, std::size_t word) {
  to.push_back(static_cast<std::uint8_t>(word & 0xFF));
  to.push_back(static_cast<std::uint8_t>(word >> 8));
}

}  // namespace

Bytes encode(Unit unit) {
  const auto bit = [](std::uint16_t counted) { return static_cast<std::uint8_t>(1U << ((counted - 1U) % 8)); };
  const auto group = [](std::uint16_t counted) { return static_cast<std::uint8_t>((counted - 1U) / 8); };
  if (unit.point == 0) return {0, 0, bit(unit.fn), group(unit.fn)};
  return {bit(unit.point), static_cast<std::uint8_t>(group(unit.point) + 1), bit(unit.fn), group(unit.fn)};
}

std::optional<Unit> unit_of(ByteView data) {
  if (data.size() < unit_bytes) return std::nullopt;
  const auto fn = single(data[2], data[3]);
  if (!fn) return std::nullopt;
  if (data[0] == 0 && data[1] == 0) return Unit{0, *fn};
  if (data[1] == 0) return std::nullopt;
  const auto point = single(data[0], static_cast<std::uint8_t>(data[1] - 1));
  if (!point) return std::nullopt;
  return Unit{*point, *fn};
}

std::string_view name_of(LinkEvent event) {
  constexpr std::array<std::string_view, 3> names{"login", "logout", "heartbeat"};
  return names[static_cast<std::size_t>(event) - 1];
}

Frame link_event(Terminal terminal, LinkEvent event, std::uint8_t number) {
  return frame_of(terminal_tests_link, terminal, 0, afn::link, sequence(number, true),
                  encode(Unit{0, static_cast<std::uint16_t>(event)}));
}

std::optional<LinkEvent> link_event_of(const Frame& frame) {
  if (!frame.control.from_terminal() || frame.afn != afn::link) return std::nullopt;
  const auto unit = unit_of(frame.data);
  if (!unit || unit->point != 0 || unit->fn > 3) return std::nullopt;
  return static_cast<LinkEvent>(unit->fn);
}

Frame confirm(const Frame& asked, bool agreed) {
  const auto control = asked.control.from_terminal() ? station_confirms : terminal_confirms;
  return frame_of(control, asked.terminal, asked.station, afn::confirm, sequence(asked.sequence.number(), false),
                  encode(Unit{0, static_cast<std::uint16_t>(agreed ? 1 : 2)}));
}

std::optional<bool> confirmation_of(const Frame& frame) {
  if (is(frame, afn::confirm, 1)) return true;
  if (is(frame, afn::confirm, 2)) return false;
  // F3, one by one: AFN of what was asked, and for each unit an error byte, 0 is well.
  if (!is(frame, afn::confirm, 3)) return std::nullopt;
  constexpr std::size_t first_at = unit_bytes + 1, each = unit_bytes + 1;
  for (std::size_t at = first_at + unit_bytes; at < frame.data.size(); at += each)
    if (frame.data[at] != 0) return false;
  return true;
}

Frame forward(Terminal terminal, const Forward& what, std::uint8_t number) {
  Bytes data = encode(Unit{0, 1});
  data.push_back(what.port);
  data.push_back(what.line);
  data.push_back(static_cast<std::uint8_t>(seconds | what.answer_s));
  data.push_back(what.gap_10ms);
  put_word(data, what.frame.size());
  append(data, what.frame);
  return frame_of(station_asks, terminal, 0, afn::forward, sequence(number, false), std::move(data));
}

std::optional<Forward> forward_of(const Frame& frame) {
  constexpr std::size_t fields_at = unit_bytes, frame_at = unit_bytes + 6;
  if (frame.control.from_terminal() || !is(frame, afn::forward, 1) || frame.data.size() < frame_at) return std::nullopt;
  const auto fields = ByteView{frame.data}.subspan(fields_at);
  if (frame.data.size() != frame_at + (unsigned{fields[4]} | unsigned{fields[5]} << 8)) return std::nullopt;
  Forward what;
  what.port = fields[0];
  what.line = fields[1];
  // In tens of milliseconds, unless the top bit says seconds; never none.
  const auto wait = static_cast<std::uint8_t>(fields[2] & ~seconds);
  what.answer_s = (fields[2] & seconds) != 0 ? wait : static_cast<std::uint8_t>((wait + 99) / 100);
  what.gap_10ms = fields[3];
  what.frame = to_bytes(ByteView{frame.data}.subspan(frame_at));
  return what;
}

Frame forwarded(const Frame& asked, const Forwarded& answer) {
  Bytes data = encode(Unit{0, 1});
  data.push_back(answer.port);
  put_word(data, answer.frame.size());
  append(data, answer.frame);
  return frame_of(terminal_answers, asked.terminal, asked.station, afn::forward, sequence(asked.sequence.number(), false),
                  std::move(data));
}

std::optional<Forwarded> forwarded_of(const Frame& frame) {
  constexpr std::size_t frame_at = unit_bytes + 3;
  if (!frame.control.from_terminal() || !is(frame, afn::forward, 1) || frame.data.size() < frame_at) return std::nullopt;
  const auto fields = ByteView{frame.data}.subspan(unit_bytes);
  if (frame.data.size() != frame_at + (unsigned{fields[1]} | unsigned{fields[2]} << 8)) return std::nullopt;
  return Forwarded{fields[0], to_bytes(fields.subspan(3))};
}

}  // namespace kwota::qgdw376
