// What a handheld keeps of a meter, as bytes: one file a meter, `<meter, 12 digits>.kwh`, entries one after another and never
// changed. An entry is `length2 kind1 time8 bytes crc4`: length counts the bytes alone, time is milliseconds since 1970 UTC of
// the handheld's clock, crc is the CRC-32 of IEEE over all before it in the entry; every number has its highest byte first. The
// bytes are those of the line, unchanged, so that whoever takes them in checks what the meter made. Guarantees: a file that was
// cut in its last entry loses that entry and nothing else; one that was changed before is refused. Never: reads or writes a file,
// judges what a record says. Begin with Entry and read_store().
#pragma once
#include <vector>

#include "base/bytes.h"
#include "base/core/ids.h"
#include "base/time.h"
#include "base/words.h"

namespace kwota::handheld {

/// What an entry is of. Its byte in the file is its place here, from 01 on: append only.
enum class Kind : std::uint8_t {
  none,                  ///< stands for no entry
  usage,                 ///< pump::UsageRecord, 48 bytes
  hung,                  ///< pump::HungRecord, 48 bytes
  month,                 ///< pump::SettlementMonth, 14
  parameter,             ///< pump::ParameterRecord, 24
  fault,                 ///< pump::CardFault, 24
  head,                  ///< pump::Head, 32
  directory,             ///< pump::Directory, 11
  black_list_delivered,  ///< edition 2, number of cards 1, cards of 8 bytes, as the meter took them
  hung_acknowledged,     ///< number of the watering 4 (BCD, lowest byte first), as the meter took it
  clock_set,             ///< moment of the meter 6, moment that was set 6 (BCD, second first), difference confirmed 1 (01: yes)
  hung_brought,          ///< pump::HungRecord of another well, 48, that the meter took
  hung_released,         ///< number of the watering 4 (BCD, lowest byte first): released by the office, told to the meter
  settlement_set,        ///< day and hour before 2, day and hour set 2 (BCD, hour first)
  black_list_differs,    ///< edition 2 (BCD, lowest byte first): the meter had that number already, and its list has more cards than this one
};
constexpr auto words_of(Kind) {
  return std::array<std::string_view, 15>{"none",  "usage",   "hung",      "month",         "parameter",
                                          "fault", "head",    "directory", "black_list",    "acknowledged",
                                          "clock", "brought", "released",  "settlement_day", "list_differs"};
}
inline constexpr std::size_t kinds = words_of(Kind{}).size();

struct Entry {
  Kind kind = Kind::none;
  Instant at;
  Bytes bytes;
  friend bool operator==(const Entry&, const Entry&) = default;
};

/// May an entry of this kind have so many bytes?
bool fits(Kind kind, std::size_t size);

/// The entry as it is appended. Its kind and size fit.
Bytes encode(const Entry& entry);

struct Store {
  std::vector<Entry> entries;
  std::size_t whole = 0;  ///< bytes of the whole entries; what is behind them was cut
  Bytes torn;             ///< of a last entry that was never written to its end
};

/// Errors `store_damaged` {at}: an entry before the last one does not fit its CRC; `store_entry_unknown` {at, kind}: a kind or a
/// size that this program does not know.
Result<Store> read_store(ByteView file);

/// How many entries there are of each kind, by Kind.
using Counts = std::array<std::uint64_t, kinds>;
Counts count(const std::vector<Entry>& entries);

/// "000000001234.kwh".
std::string store_name(MeterNumber meter);
/// Nothing: not the name of a meter's file.
std::optional<MeterNumber> meter_of_name(std::string_view name);

}  // namespace kwota::handheld
