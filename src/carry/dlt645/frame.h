// Frames of DL/T 645 (2007, and 1997 with the same frame) as bytes: what a master sends and a meter answers on RS-485, infrared
// or behind a GPRS module. Facts: DL/T 645-2007 clause 5; meters.md 1.
// Guarantees: nothing of a frame is believed before start, length, checksum and end fit; the end byte is never searched for,
// because 16 and 68 may stand in addresses and data; the offset of 33h is added and removed here and known nowhere else. Never:
// waits, or knows what an identifier means (items.h does). Begin with encode() and decode(); a stream of bytes goes through
// Receiver.
#pragma once
#include <array>
#include <optional>

#include "base/bytes.h"
#include "base/result.h"

namespace kwota::dlt645 {

/// The two editions differ in functions and in the length of an identifier.
enum class Edition : std::uint8_t { y1997, y2007 };

/// Six bytes of BCD, lowest first as on the wire.
struct Address {
  std::array<std::uint8_t, 6> bytes{};

  /// Twelve digits, highest first; A stands for a wildcard digit. Error `bad_meter_address`.
  static Result<Address> parse(std::string_view digits);
  /// To all meters; none of them answers.
  static constexpr Address broadcast() { return {{0x99, 0x99, 0x99, 0x99, 0x99, 0x99}}; }
  /// To the one meter of a line whose address nobody knows.
  static constexpr Address any() { return {{0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA}}; }

  /// Twelve digits, highest first, as parse() takes them.
  std::string text() const;
  bool is_broadcast() const { return *this == broadcast(); }
  bool has_wildcards() const;
  /// Whether a meter with the address `own` has to listen: equal, wildcards (high bytes AA), or broadcast.
  bool reaches(const Address& own) const;
  friend bool operator==(const Address&, const Address&) = default;
};

/// Control byte: D7 from the meter, D6 error answer, D5 more data follow, D4..D0 function.
struct Control {
  std::uint8_t byte = 0;
  constexpr bool from_meter() const { return (byte & 0x80) != 0; }
  constexpr bool error() const { return (byte & 0x40) != 0; }
  constexpr bool more() const { return (byte & 0x20) != 0; }
  constexpr std::uint8_t function() const { return byte & 0x1F; }
  /// The control byte of a meter's answer to this one.
  constexpr Control answer(bool more_follow = false) const {
    return {static_cast<std::uint8_t>(0x80 | (more_follow ? 0x20 : 0) | function())};
  }
  /// The control byte of its refusal: D7 and D6 set.
  constexpr Control refusal() const { return {static_cast<std::uint8_t>(0xC0 | function())}; }
  friend constexpr bool operator==(Control, Control) = default;
};

/// Functions of the 2007 edition (clause 7), and those of 1997 that read and write.
namespace function {
inline constexpr std::uint8_t security = 0x03, time = 0x08, read = 0x11, read_on = 0x12, read_address = 0x13, write = 0x14,
                              write_address = 0x15, freeze = 0x16, baud_rate = 0x17, password = 0x18, clear_demand = 0x19,
                              clear_meter = 0x1A, clear_events = 0x1B, control = 0x1C, terminal = 0x1D;
inline constexpr std::uint8_t read_1997 = 0x01, read_on_1997 = 0x02, read_again_1997 = 0x03, write_1997 = 0x04;
}  // namespace function

struct Frame {
  Address address;
  Control control;
  Bytes data;  ///< plain: without the offset; at most data_max bytes
  friend bool operator==(const Frame&, const Frame&) = default;
};

inline constexpr std::size_t data_max = 255;       ///< that the length byte can say; clause 5.2.4 asks for less
inline constexpr std::size_t read_data_max = 200;  ///< of an answer to a read
inline constexpr std::size_t frame_overhead = 12;  ///< 68 address6 68 C L … CS 16
inline constexpr std::size_t wake_up_bytes = 4;    ///< FE that a master sends before a frame

/// With `wake_up` bytes FE before it. Data of more than data_max bytes break an invariant and abort.
Bytes encode(const Frame& frame, std::size_t wake_up = wake_up_bytes);

/// Why bytes are no frame, in the order in which they are checked.
enum class Refusal : std::uint8_t { no_start, second_start_missing, length, incomplete, checksum, end_byte };
/// "no start", "second start missing", "length", "incomplete", "checksum", "end byte".
std::string_view name_of(Refusal refusal);

struct Received {
  Frame frame;
  std::size_t preamble = 0;  ///< bytes FE before the start
  std::size_t bytes = 0;     ///< of the input that the frame took, preamble included
};
/// The frame at the beginning of `input`. Error `bad_frame`{reason}: name_of(Refusal).
Result<Received> decode(ByteView input);

/// In which edition a function is asked: 01, 02 and 04 are those of 1997.
Edition edition_of(std::uint8_t function);
/// The error byte of a refused answer, bit by bit (clause 7, ERR): stable names, lowest bit first, of both editions as the public vectors have them.
std::vector<std::string_view> error_bits(std::uint8_t err);

/// Frames out of a stream that may be cut anywhere and carry noise and our own echo.
class Receiver {
 public:
  /// `data_limit`: a longer length byte is noise; the search goes on one byte later.
  explicit Receiver(std::size_t data_limit = data_max) : data_limit_(data_limit) {}

  /// What came; it is looked at by next().
  void feed(ByteView bytes);
  /// The next whole frame; nothing: more bytes are needed. Bytes that are no frame are skipped and counted.
  std::optional<Frame> next();
  /// The line was silent for longer than a gap between bytes may last: what was begun is no frame.
  void silence();
  /// Bytes so far that were neither of a frame nor FE before one.
  std::size_t skipped() const { return skipped_; }

 private:
  void drop(std::size_t bytes);
  std::size_t data_limit_;
  Bytes buffer_;
  std::size_t skipped_ = 0;
};

}  // namespace kwota::dlt645
