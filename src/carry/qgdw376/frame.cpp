#include "carry/qgdw376/frame.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <numeric>

#include "base/ascii.h"

namespace kwota::qgdw376 {
namespace {

constexpr std::uint8_t start = 0x68, end = 0x16;
constexpr std::size_t second_start_at = 5, body_at = 6;
constexpr std::uint16_t protocol_mask = 0b11, protocol = 0b10;  // low bits of L: this protocol (5.2.2)
constexpr std::size_t event_counter_bytes = 2, time_tag_bytes = 6;

std::uint8_t sum_of(ByteView bytes) {
  return std::accumulate(bytes.begin(), bytes.end(), std::uint8_t{0},
                         [](std::uint8_t sum, std::uint8_t byte) { return static_cast<std::uint8_t>(sum + byte); });
}

std::uint16_t word_at(ByteView bytes, std::size_t at) { return static_cast<std::uint16_t>(bytes[at] | bytes[at + 1] << 8); }

void put_word(Bytes& to, std::uint16_t word) {
  to.push_back(static_cast<std::uint8_t>(word & 0xFF));
  to.push_back(static_cast<std::uint8_t>(word >> 8));
}

std::size_t body_bytes(ByteView frame) { return word_at(frame, 1) >> 2; }

Control control_of(ByteView body) { return {body[0]}; }
std::uint8_t afn_of(ByteView body) { return body[6]; }
Sequence sequence_of(ByteView body) { return {body[7]}; }

/// Nothing: `frame`, which begins at its start byte, is whole and true.
std::optional<Refusal> refusal_of(ByteView frame, std::size_t bytes_max) {
  if (frame.empty() || frame[0] != start) return Refusal::no_start;
  if (frame.size() < second_start_at) return Refusal::incomplete;
  if (word_at(frame, 1) != word_at(frame, 3)) return Refusal::length_fields_differ;
  if (frame.size() <= second_start_at) return Refusal::incomplete;
  if (frame[second_start_at] != start) return Refusal::second_start_missing;
  const auto bytes = body_bytes(frame);
  if ((word_at(frame, 1) & protocol_mask) != protocol || bytes < head_bytes || bytes > head_bytes + bytes_max)
    return Refusal::length;
  if (frame.size() < frame_overhead + bytes) return Refusal::incomplete;
  const auto body = frame.subspan(body_at, bytes);
  if (sum_of(body) != frame[body_at + bytes]) return Refusal::checksum;
  if (frame[body_at + bytes + 1] != end) return Refusal::end_byte;
  if (bytes < head_bytes + aux_bytes(control_of(body), afn_of(body), sequence_of(body))) return Refusal::length;
  return std::nullopt;
}

Frame take(ByteView frame) {
  const auto body = frame.subspan(body_at, body_bytes(frame));
  Frame taken;
  taken.control = control_of(body);
  taken.terminal = {word_at(body, 1), word_at(body, 3)};
  taken.station = body[5];
  taken.afn = afn_of(body);
  taken.sequence = sequence_of(body);
  const auto rest = body.subspan(head_bytes);
  const auto aux = aux_bytes(taken.control, taken.afn, taken.sequence);
  taken.data = to_bytes(rest.first(rest.size() - aux));
  taken.aux = to_bytes(rest.last(aux));
  return taken;
}

std::optional<unsigned> number_in(std::string_view digits, std::size_t length, unsigned base) {
  if (digits.size() != length || !is_digits(digits)) return std::nullopt;
  return std::accumulate(digits.begin(), digits.end(), 0U,
                         [base](unsigned value, char digit) { return value * base + static_cast<unsigned>(digit - '0'); });
}

}  // namespace

Result<Terminal> Terminal::parse(std::string_view text) {
  constexpr std::size_t region_digits = 4, number_digits = 5;
  const auto dash = text.find('-');
  const auto region = number_in(text.substr(0, dash), region_digits, 16);
  const auto number = dash == std::string_view::npos ? std::nullopt : number_in(text.substr(dash + 1), number_digits, 10);
  if (!region || !number || *number > 0xFFFF)
    return error(Fault::request, "bad_terminal", "A concentrator is named by region and number, as 1307-00042.",
                 {{"terminal", std::string{text.substr(0, 32)}}});
  return Terminal{static_cast<std::uint16_t>(*region), static_cast<std::uint16_t>(*number)};
}

std::string Terminal::text() const { return fmt::format("{:04X}-{:05}", region, number); }

std::size_t aux_bytes(Control control, std::uint8_t afn, Sequence sequence) {
  constexpr std::array guarded{afn::reset, afn::set, afn::order, afn::identity, afn::file, afn::forward};
  std::size_t bytes = sequence.time_tag() ? time_tag_bytes : 0;
  if (control.events_wait()) bytes += event_counter_bytes;
  if (!control.from_terminal() && std::ranges::find(guarded, afn) != guarded.end()) bytes += password_bytes;
  return bytes;
}

Bytes encode(const Frame& frame) {
  assert(frame.data.size() + frame.aux.size() <= data_max);
  assert(frame.aux.size() == aux_bytes(frame.control, frame.afn, frame.sequence));
  const auto bytes = head_bytes + frame.data.size() + frame.aux.size();
  const auto length = static_cast<std::uint16_t>(bytes << 2 | protocol);
  Bytes wire{start};
  put_word(wire, length);
  put_word(wire, length);
  wire.push_back(start);
  wire.push_back(frame.control.byte);
  put_word(wire, frame.terminal.region);
  put_word(wire, frame.terminal.number);
  wire.push_back(frame.station);
  wire.push_back(frame.afn);
  wire.push_back(frame.sequence.byte);
  append(wire, frame.data);
  append(wire, frame.aux);
  wire.push_back(sum_of(ByteView{wire}.subspan(body_at)));
  wire.push_back(end);
  return wire;
}

std::string_view name_of(Refusal refusal) {
  constexpr std::array<std::string_view, 7> names{
      "no start", "length fields differ", "second start missing", "length", "incomplete", "checksum", "end byte"};
  return names[static_cast<std::size_t>(refusal)];
}

Result<Received> decode(ByteView input) {
  if (const auto refused = refusal_of(input, data_max))
    return error(Fault::wire, "bad_frame", "The bytes are no frame of a concentrator; nothing of them was believed.",
                 {{"reason", std::string{name_of(*refused)}}});
  return Received{take(input), frame_overhead + body_bytes(input)};
}

std::optional<Frame> Receiver::next() {
  std::size_t at = 0;
  std::optional<Frame> found;
  while (at < buffer_.size() && !found) {
    const auto rest = ByteView{buffer_}.subspan(at);
    const auto refused = refusal_of(rest, bytes_max_);
    if (refused == Refusal::incomplete) break;
    if (refused) {
      ++at;
      ++skipped_;
      continue;
    }
    found = take(rest);
    at += frame_overhead + body_bytes(rest);
  }
  buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(at));
  return found;
}

}  // namespace kwota::qgdw376
