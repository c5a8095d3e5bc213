// Year zones, day tables and holidays on the line (DL/T 645-2007, 04010000 to 0403nnnn): rows of three or four BCD bytes, the
// lowest first - table, day, month; rate, minute, hour; table, day, month, year. A list is always sent whole; what is shorter
// repeats its last row [R]. Only the set that is not in force is written. Begin with read_schedule().
#pragma once
#include "carry/dlt645/items.h"
#include "meter/core/meter.h"

namespace kwota::meter_line {

/// Nothing: this meter has no such list.
std::optional<Bytes> read_schedule(const meter::Meter& meter, dlt645::Identifier identifier);
/// False: not a list of such rows, not one that may be written, or the memory did not keep it. Whether rows fit one another is
/// asked when the switch is planned, for they come one by one.
bool write_schedule(meter::Meter& meter, dlt645::Identifier identifier, ByteView data);

}  // namespace kwota::meter_line
