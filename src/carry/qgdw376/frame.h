// Frames of Q/GDW 376.1 as bytes: what a head-end and its concentrators say to each other over a network. Facts: Q/GDW 376.1-2009
// clauses 4 and 5; meters.md 12.
//   68 L L 68 | C | A1 region 2, A2 terminal 2, A3 station 1 | AFN | SEQ | data units | AUX | sum | 16
// Guarantees: nothing of a frame is believed before both lengths, starts, sum and end fit; the end byte is never searched for.
// What stands behind the data units (password, event counters, time tag) is told apart by direction, AFN and SEQ alone (5.3.4).
// Never: waits, or knows what a data unit says (messages.h does). Begin with encode() and decode(); a stream of bytes goes
// through Receiver.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace kwota::qgdw376 {

inline constexpr std::size_t password_bytes = 16;

/// A concentrator: its region (four digits, BCD) and its number there.
struct Terminal {
  std::uint16_t region = 0;  ///< 0x1307 is region 1307
  std::uint16_t number = 0;  ///< 0 none, FFFF all
  /// "1307-00042": four digits, five digits up to 65535. Error `bad_terminal`{terminal}.
  static Result<Terminal> parse(std::string_view text);
  std::string text() const;
  friend auto operator<=>(const Terminal&, const Terminal&) = default;
};

struct Control {
  std::uint8_t byte = 0;
  constexpr bool from_terminal() const { return (byte & 0x80) != 0; }
  constexpr bool asks() const { return (byte & 0x40) != 0; }  ///< PRM: the exchange was started by the sender
  /// ACD, from a terminal only: events wait in it, and their counters stand behind the data.
  constexpr bool events_wait() const { return from_terminal() && (byte & 0x20) != 0; }
  constexpr std::uint8_t function() const { return byte & 0x0F; }
  friend constexpr bool operator==(Control, Control) = default;
};

struct Sequence {
  std::uint8_t byte = 0x60;  ///< one frame, no answer wanted, number 0
  constexpr bool time_tag() const { return (byte & 0x80) != 0; }
  constexpr bool first() const { return (byte & 0x40) != 0; }
  constexpr bool last() const { return (byte & 0x20) != 0; }
  constexpr bool confirm() const { return (byte & 0x10) != 0; }
  constexpr std::uint8_t number() const { return byte & 0x0F; }
  friend constexpr bool operator==(Sequence, Sequence) = default;
};

namespace afn {
inline constexpr std::uint8_t confirm = 0x00, reset = 0x01, link = 0x02, set = 0x04, order = 0x05, identity = 0x06, file = 0x0F,
                              forward = 0x10;
}

struct Frame {
  Control control;
  Terminal terminal;
  std::uint8_t station = 0;  ///< A3: D0 group address, D7..D1 which head-end
  std::uint8_t afn = 0;
  Sequence sequence;
  Bytes data;  ///< data units, each DA 2, DT 2 and what they hold
  Bytes aux;   ///< as many bytes as aux_bytes() says
  friend bool operator==(const Frame&, const Frame&) = default;
};

/// Bytes behind the data units: password 16, event counters 2, time tag 6.
std::size_t aux_bytes(Control control, std::uint8_t afn, Sequence sequence);

inline constexpr std::size_t frame_overhead = 8, head_bytes = 8;  ///< 68 L L 68 … CS 16; C A1 A2 A3 AFN SEQ
inline constexpr std::size_t data_max = 16'383 - head_bytes;      ///< data and AUX that the length can say

/// Data and AUX of more than data_max bytes, or an AUX of another length than aux_bytes(), break an invariant and abort.
Bytes encode(const Frame& frame);

/// Why bytes are no frame, in the order in which they are checked.
enum class Refusal : std::uint8_t {
  no_start,
  length_fields_differ,
  second_start_missing,
  length,
  incomplete,
  checksum,
  end_byte
};
/// "no start", "length fields differ", "second start missing", "length", "incomplete", "checksum", "end byte".
std::string_view name_of(Refusal refusal);

struct Received {
  Frame frame;
  std::size_t bytes = 0;  ///< of the input that the frame took
};
/// The frame at the beginning of `input`. Error `bad_frame`{reason}: name_of(Refusal).
Result<Received> decode(ByteView input);

/// Frames out of a stream that may be cut anywhere and carry noise.
class Receiver {
 public:
  /// `bytes_max`: of data and AUX; a longer frame is noise, and the search goes on one byte later.
  explicit Receiver(std::size_t bytes_max = data_max) : bytes_max_(bytes_max) {}
  void feed(ByteView bytes) { append(buffer_, bytes); }
  /// The next whole frame; nothing: more bytes are needed.
  std::optional<Frame> next();
  std::size_t skipped() const { return skipped_; }

 private:
  std::size_t bytes_max_;
  Bytes buffer_;
  std::size_t skipped_ = 0;
};

}  // namespace kwota::qgdw376
