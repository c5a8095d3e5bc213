// What each meter model has to tell, as data: which items a reading asks for and in which blocks, and what the bits of its status
// words mean. One row of the list for each model; a model without a row is asked for everything that the standard has, and
// what it has not is absent. Facts: meters.md 2.1, 2.3 to 2.5. Guarantees: every identifier is a single value of the one table of
// items (items.h); a block holds its items in their order. Begin with driver_of().
#pragma once
#include <span>

#include "carry/dlt645/items.h"

namespace kwota::dlt645 {

/// Values that are asked for together: the block first, and one by one when a meter refuses it.
struct Question {
  std::uint32_t block = 0;  ///< 0: there is none
  std::span<const std::uint32_t> items{};
  Edition edition = Edition::y2007;
};

/// A bit of a status word that somebody must look at.
struct StateBit {
  unsigned word = 1, bit = 0;  ///< words 1..7, bits 0..15
  std::string_view finding{};  ///< stable code
  std::string_view phase{};    ///< A, B, C; empty: of the whole meter
};

/// A counter of events: when it rises somebody must look.
struct EventCount {
  std::uint32_t item = 0;
  std::string_view finding{};  ///< stable code
};

/// How the records of an event are told.
enum class RecordForm : std::uint8_t {
  record,   ///< as the table of items takes it apart
  columns,  ///< time, operator, import, balance, reason, each an item of its own: 1 to 5 in DI1
};
/// Events with their times: a counter, and records whose last byte says how far back, from 1.
struct EventRecords {
  std::uint32_t count = 0, records = 0;
  RecordForm form = RecordForm::record;
};

/// What it froze at the midnights of its own clock; the last byte of an identifier says how many of them back, from 1.
struct DayFreezes {
  std::uint32_t time = 0, energy = 0;  ///< YYMMDDhhmm; import in all, or in all and by rate
  unsigned back_most = 0;              ///< how many it keeps; 0: it freezes none
};

struct Driver {
  std::string_view model{};  ///< as the registers of the office have it; empty: any other
  std::span<const Question> registers{}, balance{}, settlement{}, states{}, events{};
  std::span<const Question> clock{};  ///< in the order in which they are tried: the first that the meter has counts
  std::span<const StateBit> state_bits{};
  std::span<const EventCount> event_counts{};
  DayFreezes freezes{};
  std::span<const EventRecords> event_records{};
  bool enciphers = false;  ///< it takes relay orders, and values but those of the first class, enciphered only (PA 98)
};

/// "trips", "cover_opened" …: the counter's name in the table of items.
std::string_view kind_of(const EventRecords& records);

std::span<const Driver> drivers();
/// The model's own, or the one for any other.
const Driver& driver_of(std::string_view model);

}  // namespace kwota::dlt645
