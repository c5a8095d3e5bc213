// The records of an irrigation pump as bytes: what it keeps in its memory chip and gives to a handheld, a collect card or a line, and
// what the office reads again (irrigation.md 6, 12; the controller record cards.md 4.4). In the records that travel, numbers are packed
// BCD and times run from the second to the year, lowest byte first; what a card or module made – TAC, GMAC, terminal number, offline
// counter – stays as it was made. Freestanding: pump, handheld and office share it.
// Guarantees: what encode() takes, decode() gives back; a record whose CRC does not fit is none. Never: judges what a record says – a
// date that does not exist, a number that no terminal has. Begin with UsageRecord.
#pragma once
#include <optional>

#include "base/core/core.h"

namespace kwota::pump {

/// TID: county 4 digits, kind 1, running 7.
using TerminalNumber = std::array<std::uint8_t, 6>;
/// A MAC, GMAC or TAC; all zero: none yet.
using Proof = std::array<std::uint8_t, 4>;

/// Date and time in this century.
struct Moment {
  std::uint8_t year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  constexpr bool is_none() const { return *this == Moment{}; }
  friend constexpr auto operator<=>(const Moment&, const Moment&) = default;
};

/// Why a watering ended.
enum class Cause : std::uint8_t {
  none = 0x00,       ///< it never began: a number was drawn, and no lock followed that was proven
  swipe = 0x01,
  exhausted = 0x02,  ///< balance without the reserve
  mains = 0x03,
  order = 0x04,
  black_list = 0x05,
  idle = 0x06,
  longest_run = 0x07,
};

namespace flag {
inline constexpr std::uint8_t clock_invalid = 0x01, hung = 0x02, settled_elsewhere = 0x04, made_up = 0x08;
}

/// One watering, with the card's proof that it was paid. Energy in steps of 10 Wh, water of 100 l, both rounded down.
struct UsageRecord {
  static constexpr std::size_t size = 48;
  std::uint32_t number = 0;  ///< transaction number of the terminal, its last eight digits
  CardSerial card;  ///< the right-most eight bytes of a purse card's serial number: sixteen digits
  Moment start;  ///< of the lock; start + seconds is the moment of the debit
  std::uint32_t seconds = 0;
  Energy total;  ///< of the well, after this watering
  Energy energy;
  Volume water;
  Money amount, after;  ///< paid, and left on the card then
  Proof tac{};
  std::uint8_t flags = 0;
  Cause cause = Cause::none;
  std::uint8_t price_set = 0;
  friend bool operator==(const UsageRecord&, const UsageRecord&) = default;
};

/// Hung records of other wells that a pump keeps at most; the oldest gives way.
inline constexpr std::size_t brought_kept = 20;

enum class HungState : std::uint8_t { hung = 0x07, released = 0x08, at_counter = 0x09, settled = 0x0A };

/// What a user owes who went away with a grey card, and the proof that takes it from the card wherever he comes next.
struct HungRecord {
  static constexpr std::size_t size = 48;
  std::uint32_t number = 0;
  CardSerial card;
  Moment start;
  std::uint32_t seconds = 0;
  Energy energy;
  Money amount, balance;  ///< balance at the lock
  std::uint16_t offline = 0;  ///< the card's counter before the lock
  TerminalNumber terminal{};
  Proof gmac{};
  HungState state = HungState::hung;
  std::uint8_t flags = 0;
  friend bool operator==(const HungRecord&, const HungRecord&) = default;
};

/// How far a watering has come. States only move forward.
enum class Progress : std::uint8_t {
  empty = 0x00,
  lock_sent = 0x01,
  grey = 0x02,
  running = 0x03,
  stopped = 0x04,     ///< the amount is fixed
  debit_sent = 0x05,  ///< and has its GMAC
  settled = 0x06,
  hung = 0x07,
  released = 0x08,
  at_counter = 0x09,
  cleared = 0xFF,
};

/// The pump's own journal of a watering; numbers binary, highest byte first.
struct ControllerRecord {
  static constexpr std::size_t size = 72;
  Progress progress = Progress::empty;
  std::uint8_t version = 1;
  std::array<std::uint8_t, 4> well{};
  CardSerial card;
  TerminalNumber terminal{};
  std::uint16_t offline = 0;
  std::uint32_t number = 0;  ///< termSeq, whole
  Money balance, amount;
  Moment start, stop;
  Energy energy;
  Volume water;
  Proof gtac{}, gmac{}, tac{};
  friend bool operator==(const ControllerRecord&, const ControllerRecord&) = default;
};

struct ParameterRecord {
  static constexpr std::size_t size = 24;
  Moment at;
  std::array<std::uint8_t, 8> by{};  ///< operator's code or a card's serial
  std::uint16_t parameter = 0;
  std::uint32_t before = 0, after = 0;
  friend bool operator==(const ParameterRecord&, const ParameterRecord&) = default;
};

struct CardFault {
  static constexpr std::size_t size = 24;
  Moment at;
  CardSerial card;
  std::uint8_t cause = 0;    ///< error class of the display
  std::uint16_t status = 0;  ///< what the card or the module answered
  std::uint8_t step = 0;     ///< of the session
  Money balance;
  friend bool operator==(const CardFault&, const CardFault&) = default;
};

struct SettlementMonth {
  static constexpr std::size_t size = 14;
  std::uint8_t year = 0, month = 0;
  Energy energy;
  Volume water;
  Money money;
  friend bool operator==(const SettlementMonth&, const SettlementMonth&) = default;
};

struct Directory {
  static constexpr std::size_t size = 11;
  std::uint32_t oldest = 0, newest = 0;
  std::uint8_t record_size = UsageRecord::size;
  std::uint16_t capacity = 1000;
  friend bool operator==(const Directory&, const Directory&) = default;
};

struct Head {
  static constexpr std::size_t size = 32;
  std::array<std::uint8_t, 6> address{};  ///< highest digits first here
  Moment clock;
  std::uint8_t state = 0, hung = 0, key_version = 0, price_set = 0;
  std::uint16_t black_list = 0;  ///< edition
  Energy energy, fault_energy;
  Volume water;
  std::uint8_t settlement_day = 1, settlement_hour = 0;
  friend bool operator==(const Head&, const Head&) = default;
};

/// The last row of a collect card's file 02 and the last to be written: whose answer the rows before it are. A row of zeros: there is none.
struct CollectHead {
  static constexpr std::size_t size = 48;
  Head head;
  std::uint32_t order = 0;    ///< its number
  std::uint16_t counter = 0;  ///< and its use
  std::uint8_t count = 0;     ///< usage records in the rows from the first on
  friend bool operator==(const CollectHead&, const CollectHead&) = default;
};
/// Rows of that file, from 1: usage records, oldest first; then parameter records two by two, newest first; then the head.
namespace collect_row {
inline constexpr std::uint8_t usage_most = 64, first_parameters = usage_most + 1, parameters = 5, head = first_parameters + parameters;
inline constexpr std::size_t size = UsageRecord::size;
static_assert(size == 2 * ParameterRecord::size && size == CollectHead::size);
}  // namespace collect_row

template <class Record>
using Image = std::array<std::uint8_t, Record::size>;

/// Nothing: a value has more digits than its field.
std::optional<Image<UsageRecord>> encode(const UsageRecord& record);
std::optional<Image<HungRecord>> encode(const HungRecord& record);
std::optional<Image<ControllerRecord>> encode(const ControllerRecord& record);
std::optional<Image<ParameterRecord>> encode(const ParameterRecord& record);
std::optional<Image<CardFault>> encode(const CardFault& record);
std::optional<Image<SettlementMonth>> encode(const SettlementMonth& record);
std::optional<Image<Directory>> encode(const Directory& record);
std::optional<Image<Head>> encode(const Head& record);
std::optional<Image<CollectHead>> encode(const CollectHead& record);

/// Nothing: the CRC of a record that has one does not fit, or a number is not BCD.
std::optional<UsageRecord> decode_usage(const Image<UsageRecord>& image);
std::optional<HungRecord> decode_hung(const Image<HungRecord>& image);
std::optional<ControllerRecord> decode_controller(const Image<ControllerRecord>& image);
std::optional<ParameterRecord> decode_parameter(const Image<ParameterRecord>& image);
std::optional<CardFault> decode_fault(const Image<CardFault>& image);
std::optional<SettlementMonth> decode_month(const Image<SettlementMonth>& image);
std::optional<Directory> decode_directory(const Image<Directory>& image);
std::optional<Head> decode_head(const Image<Head>& image);
std::optional<CollectHead> decode_collect_head(const Image<CollectHead>& image);

// The same where it stands, for who has no room for a copy; `image` is as large as the record. False: as above.
bool encode_into(MutableBytes image, const HungRecord& record);
bool encode_into(MutableBytes image, const ControllerRecord& record);
bool decode_into(HungRecord& record, ByteView image);
bool decode_into(ControllerRecord& record, ByteView image);

}  // namespace kwota::pump
