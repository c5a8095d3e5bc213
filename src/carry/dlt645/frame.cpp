#include "carry/dlt645/frame.h"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "base/ascii.h"

namespace kwota::dlt645 {
namespace {

constexpr std::uint8_t wake_up_byte = 0xFE, start = 0x68, end = 0x16, offset = 0x33, wildcard = 0xAA;
constexpr std::size_t second_start_at = 7, control_at = 8, length_at = 9, data_at = 10;

std::uint8_t checksum(ByteView bytes) {
  return std::accumulate(bytes.begin(), bytes.end(), std::uint8_t{0},
                         [](std::uint8_t sum, std::uint8_t byte) { return static_cast<std::uint8_t>(sum + byte); });
}

std::size_t count_wake_up(ByteView input) {
  return static_cast<std::size_t>(std::ranges::find_if(input, [](std::uint8_t byte) { return byte != wake_up_byte; }) -
                                  input.begin());
}

/// Nothing: `frame`, which begins at its start byte, is whole and true.
std::optional<Refusal> refusal_of(ByteView frame, std::size_t data_limit) {
  if (frame.empty() || frame[0] != start) return Refusal::no_start;
  if (frame.size() <= second_start_at) return Refusal::incomplete;
  if (frame[second_start_at] != start) return Refusal::second_start_missing;
  if (frame.size() <= length_at) return Refusal::incomplete;
  const std::size_t length = frame[length_at];
  if (length > data_limit) return Refusal::length;
  if (frame.size() < frame_overhead + length) return Refusal::incomplete;
  if (checksum(frame.first(data_at + length)) != frame[data_at + length]) return Refusal::checksum;
  if (frame[data_at + length + 1] != end) return Refusal::end_byte;
  return std::nullopt;
}

Frame take(ByteView bytes) {
  Frame frame;
  std::copy_n(bytes.begin() + 1, frame.address.bytes.size(), frame.address.bytes.begin());
  frame.control.byte = bytes[control_at];
  frame.data = to_bytes(bytes.subspan(data_at, bytes[length_at]));
  for (auto& byte : frame.data) byte = static_cast<std::uint8_t>(byte - offset);
  return frame;
}

std::optional<std::uint8_t> digit(char c) {
  if (is_digit(c)) return static_cast<std::uint8_t>(c - '0');
  if (c == 'A' || c == 'a') return std::uint8_t{0xA};
  return std::nullopt;
}

}  // namespace

Result<Address> Address::parse(std::string_view digits) {
  Address address;
  const auto bad = error(Fault::request, "bad_meter_address", "A meter's address has twelve digits, A for a wildcard.",
                         {{"address", std::string{digits.substr(0, 32)}}});
  if (digits.size() != 2 * address.bytes.size()) return bad;
  for (std::size_t i = 0; i < address.bytes.size(); ++i) {
    const auto high = digit(digits[2 * i]), low = digit(digits[2 * i + 1]);
    if (!high || !low) return bad;
    address.bytes[address.bytes.size() - 1 - i] = static_cast<std::uint8_t>(*high << 4 | *low);
  }
  return address;
}

std::string Address::text() const { return to_hex(Bytes(bytes.rbegin(), bytes.rend())); }

bool Address::has_wildcards() const { return bytes.back() == wildcard; }

bool Address::reaches(const Address& own) const {
  if (is_broadcast() || *this == own) return true;
  // Wildcards fill the address from its high end; the digits that are left must fit.
  std::size_t named = bytes.size();
  while (named > 0 && bytes[named - 1] == wildcard) --named;
  return named < bytes.size() && std::equal(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(named), own.bytes.begin());
}

Bytes encode(const Frame& frame, std::size_t wake_up) {
  assert(frame.data.size() <= data_max);
  Bytes wire(wake_up, wake_up_byte);
  wire.push_back(start);
  append(wire, frame.address.bytes);
  wire.push_back(start);
  wire.push_back(frame.control.byte);
  wire.push_back(static_cast<std::uint8_t>(frame.data.size()));
  for (const auto byte : frame.data) wire.push_back(static_cast<std::uint8_t>(byte + offset));
  wire.push_back(checksum(ByteView{wire}.subspan(wake_up)));
  wire.push_back(end);
  return wire;
}

std::string_view name_of(Refusal refusal) {
  constexpr std::array<std::string_view, 6> names{"no start", "second start missing", "length", "incomplete", "checksum",
                                                  "end byte"};
  return names[static_cast<std::size_t>(refusal)];
}

Result<Received> decode(ByteView input) {
  const auto preamble = count_wake_up(input);
  const auto frame = input.subspan(preamble);
  if (const auto refused = refusal_of(frame, data_max))
    return error(Fault::wire, "bad_frame", "The bytes are no frame of a meter; nothing of them was believed.",
                 {{"reason", std::string{name_of(*refused)}}});
  return Received{take(frame), preamble, preamble + frame_overhead + frame[length_at]};
}

Edition edition_of(std::uint8_t function) {
  const bool is_old = function == function::read_1997 || function == function::read_on_1997 || function == function::write_1997;
  return is_old ? Edition::y1997 : Edition::y2007;
}

std::vector<std::string_view> error_bits(std::uint8_t err) {
  constexpr std::array<std::string_view, 8> names{
      "other", "no such data", "password or authorisation", "baud rate", "yearly zones", "daily periods", "rates", "reserved"};
  std::vector<std::string_view> set;
  for (std::size_t bit = 0; bit < names.size(); ++bit)
    if ((err >> bit & 1U) != 0) set.push_back(names[bit]);
  return set;
}

void Receiver::feed(ByteView bytes) { append(buffer_, bytes); }

void Receiver::drop(std::size_t bytes) { buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(bytes)); }

std::optional<Frame> Receiver::next() {
  while (!buffer_.empty()) {
    const auto refused = refusal_of(buffer_, data_limit_);
    if (!refused) {
      Frame frame = take(buffer_);
      drop(frame_overhead + frame.data.size());
      return frame;
    }
    if (*refused == Refusal::incomplete) return std::nullopt;
    if (buffer_.front() != wake_up_byte) ++skipped_;
    drop(1);
  }
  return std::nullopt;
}

void Receiver::silence() {
  if (buffer_.empty()) return;
  // A start that never became a frame may hide a later one that did: look again behind it.
  ++skipped_;
  drop(1);
  const Bytes rest = std::exchange(buffer_, {});
  for (std::size_t at = 0; at < rest.size(); ++at) {
    const auto tail = ByteView{rest}.subspan(at);
    const auto refused = refusal_of(tail, data_limit_);
    if (!refused) {
      buffer_ = to_bytes(tail);
      return;
    }
    ++skipped_;
  }
}

}  // namespace kwota::dlt645
