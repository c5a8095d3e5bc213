// What a model tells (models/), as items of DL/T 645: which identifiers a quantity is asked by and in which blocks, which counters and
// records an event has, what a midnight's freeze is. Facts: meters.md 2.1, 2.3 to 2.5. Guarantees: every identifier is a single value of
// the one table of items (items.h); a block holds its items in their order. Begin with questions_of().
#pragma once
#include <span>
#include <vector>

#include "carry/dlt645/items.h"
#include "models/dlt645_meters.h"

namespace kwota::dlt645 {

/// Values that are asked for together: the block first, and one by one when a meter refuses it.
struct Question {
  std::uint32_t block = 0;  ///< 0: there is none
  std::span<const std::uint32_t> items{};
  Edition edition = Edition::y2007;
};

/// How the records of an event are told.
enum class RecordForm : std::uint8_t {
  record,   ///< as the table of items takes it apart
  power_cut,  ///< a record that says behind the moment for how many minutes
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

Edition edition_of(const models::Model& model);
/// Empty: the model does not tell it. Of the clock the ways in which it is asked, in their order: the first that the meter has counts.
std::span<const Question> questions_of(const models::Model& model, devices::Quantity quantity);
DayFreezes freezes_of(const models::Model& model);
/// Of the events that the model records, in its order.
std::vector<EventRecords> records_of(const models::Model& model);
/// "trips", "cover_opened" …: the counter's name in the table of items.
std::string_view kind_of(const EventRecords& records);

}  // namespace kwota::dlt645
