// The frames that a pump crew's tool cards carry, `68 cmd len2 data CS 16` in file 01 (irrigation.md 9 and 12): what the card orders, until when, and the
// number by which a pump knows that it has obeyed it. Numbers are binary, highest byte first; dates, times, card and terminal numbers and areas packed BCD.
// Freestanding: card desk, card and pump share it. Guarantees: what encode() takes, decode_tool_frame() gives back; a frame that is too long, does not add
// up or is not of its kind is none. Never: judges whether an order is due, or for whom; the seal on the card is not its matter.
// Begin with ToolFrame.
#pragma once
#include <optional>
#include <span>
#include <variant>

#include "base/core/core.h"
#include "seal/pump_records/records.h"

namespace kwota::pump {

/// One area number, eight digits.
using AreaDigits = std::array<std::uint8_t, 4>;

/// A list of at most `most`, without heap.
template <class Item, std::size_t most>
struct ToolList {
  std::array<Item, most> items{};
  std::size_t count = 0;
  std::span<const Item> view() const { return std::span{items}.first(count); }
  bool add(const Item& item) {
    if (count == most) return false;
    items[count++] = item;
    return true;
  }
  friend bool operator==(const ToolList& a, const ToolList& b) { return a.count == b.count && a.items == b.items; }
};

struct SetParameters {
  struct One {
    std::uint16_t parameter = 0;
    std::uint32_t value = 0;
    friend bool operator==(const One&, const One&) = default;
  };
  static constexpr std::size_t most = 38;
  ToolList<One, most> parameters{};
  friend bool operator==(const SetParameters&, const SetParameters&) = default;
};
struct SetClock {
  Moment at;
  friend bool operator==(const SetClock&, const SetClock&) = default;
};
/// The pump writes its newest records into file 02 of the card.
struct Collect {
  friend bool operator==(const Collect&, const Collect&) = default;
};
struct ClearHung {
  std::array<std::uint8_t, 8> authorisation{};
  CardSerial card;
  std::uint16_t offline = 0;  ///< before the lock
  friend bool operator==(const ClearHung&, const ClearHung&) = default;
};
struct ExtendBlackList {
  static constexpr std::size_t most = 24;
  std::uint16_t edition = 0;
  ToolList<CardSerial, most> cards{};
  friend bool operator==(const ExtendBlackList&, const ExtendBlackList&) = default;
};
struct TestRun {
  std::uint16_t seconds = 0;
  friend bool operator==(const TestRun&, const TestRun&) = default;
};
struct BindTerminal {
  std::array<std::uint8_t, 4> well{};
  TerminalNumber terminal{};
  AreaDigits area{};
  friend bool operator==(const BindTerminal&, const BindTerminal&) = default;
};
struct SetPrices {
  struct Price {
    std::uint8_t rate = 0;
    std::uint32_t e4 = 0;
    friend bool operator==(const Price&, const Price&) = default;
  };
  struct Period {
    std::uint8_t hour = 0, minute = 0, rate = 0;
    friend bool operator==(const Period&, const Period&) = default;
  };
  static constexpr std::size_t prices_most = 5, periods_most = 14;
  std::uint8_t set = 0;
  Moment from;  ///< to the minute
  std::uint8_t basis = 0;
  ToolList<Price, prices_most> prices{};
  ToolList<Period, periods_most> periods{};
  friend bool operator==(const SetPrices&, const SetPrices&) = default;
};

/// In the order of their numbers, 21 the first.
using ToolOrder = std::variant<SetParameters, SetClock, Collect, ClearHung, ExtendBlackList, TestRun, BindTerminal, SetPrices>;
inline constexpr std::uint8_t first_tool_command = 0x21;

struct ToolFrame {
  static constexpr std::size_t size_max = 0xFF - 4;  ///< of one command with its MAC
  static constexpr std::size_t data_max = size_max - 6;
  std::uint32_t serial = 0;  ///< running number of the order
  std::array<std::uint8_t, 4> valid_until{};  ///< YYYYMMDD
  std::uint16_t counter = 0;
  ToolOrder order{};

  std::uint8_t command() const { return static_cast<std::uint8_t>(first_tool_command + order.index()); }
  friend bool operator==(const ToolFrame&, const ToolFrame&) = default;
};

struct ToolImage {
  std::array<std::uint8_t, ToolFrame::size_max> bytes{};
  std::size_t size = 0;
  ByteView view() const { return ByteView{bytes}.first(size); }
};

/// Data of a frame one after another: good() when everything was there and nothing more is.
class ToolIn {
 public:
  explicit ToolIn(ByteView from = {}) : from_(from) {}
  bool good() const { return good_ && from_.empty(); }
  std::uint32_t number(std::size_t bytes);
  void raw(MutableBytes to);
  std::uint8_t digits();
  /// YYMMDDhhmm; `whole`: with the century before it and the seconds behind.
  Moment moment(bool whole);
  template <class List, class Take>
  void list(List& to, Take take_one) {
    const std::size_t count = take();
    for (std::size_t i = 0; good_ && i < count; ++i) good_ = to.add(take_one()) && good_;
  }

 private:
  std::uint8_t take();
  ByteView from_;
  bool good_ = true;
};

/// What all frames begin with, for who has no room for an order beside the bytes.
struct ToolHead {
  std::uint8_t command = 0;
  std::uint32_t serial = 0;
  std::uint32_t valid_until = 0;  ///< YYYYMMDD, packed decimal
  std::uint16_t counter = 0;
  std::size_t size = 0;  ///< of the frame; bytes may follow
  ToolIn order{};        ///< what is ordered
};
/// Nothing: there is no whole frame at the begin of `bytes`.
std::optional<ToolHead> open_tool_frame(ByteView bytes);

/// What a pump says to a tool card; it stands in its parameter records. Words are the office's.
enum class ToolAnswer : std::uint8_t {
  done,
  forged,       ///< card and frame do not prove themselves
  not_known,    ///< no order that this pump knows
  used,         ///< it has obeyed this one
  out_of_date,
  not_now,      ///< it waters, or has no clock
  not_here,     ///< another well's, or nobody such hangs here
  refused,      ///< a value that it does not take
  answer_full,  ///< a collect card that another answer is on
  torn,         ///< the card was gone before its answer was whole
};

/// Any frame: `68 cmd len2 data CS 16`. Nothing: the data are longer than one command carries.
std::optional<ToolImage> frame_of(std::uint8_t command, ByteView data);
/// Nothing: a date or number that its field has no digits for.
std::optional<ToolImage> encode(const ToolFrame& frame);
std::optional<ToolFrame> decode_tool_frame(ByteView bytes);

}  // namespace kwota::pump
