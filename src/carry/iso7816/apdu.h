// ISO 7816-4 command and response APDUs, and the status words we know (cards.md 2.3, 2.7).
#pragma once
#include <optional>
#include <string_view>

#include "base/bytes.h"

namespace kwota::iso7816 {

/// A short command APDU. `le` absent: no response data expected; 0 means 256 bytes.
struct Command {
  std::uint8_t cla = 0, ins = 0, p1 = 0, p2 = 0;
  Bytes data;
  std::optional<std::uint8_t> le{};
  friend bool operator==(const Command&, const Command&) = default;
};

struct StatusWord {
  std::uint16_t value = 0;
  constexpr bool ok() const { return value == 0x9000; }
  friend constexpr bool operator==(StatusWord, StatusWord) = default;
};

struct Response {
  Bytes data;
  StatusWord sw;
  friend bool operator==(const Response&, const Response&) = default;
};

/// Bytes on the wire: 4 header bytes [Lc data] [Le]. data at most 255 bytes.
Bytes encode(const Command& command);
/// Error `bad_apdu`: shorter than 4 bytes, Lc that does not fit.
Result<Command> decode_command(ByteView bytes);
/// Error `bad_apdu`: shorter than a status word.
Result<Response> decode_response(ByteView bytes);
Bytes encode(const Response& response);

/// What a status word means, in words for a trace: 0x6A82 -> "file not found".
std::string_view meaning(StatusWord sw);

}  // namespace kwota::iso7816
