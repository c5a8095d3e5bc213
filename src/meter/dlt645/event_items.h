// What a meter has written down, on the line: how often an event happened, records of it (meters.md 2.4), purchases, freezes.
// Records that the standard leaves open have one layout [K]: ss mm hh DD MM YY, subject 8 and detail 2 (meter/core/history.h),
// import energy 4, balance 4 with its sign in the top bit. Begin with event_number() and event_record().
#pragma once
#include "carry/dlt645/items.h"
#include "meter/core/meter.h"

namespace kwota::meter_line {

/// A count, or one value of a record, in units of the item's last decimal. Nothing: no such item here, or no such record.
std::optional<std::int64_t> event_number(const meter::Meter& meter, dlt645::Identifier identifier);
/// A whole record; nothing: no such list here, or no record so far back.
std::optional<Bytes> event_record(const meter::Meter& meter, dlt645::Identifier identifier);

}  // namespace kwota::meter_line
