// Commands to a meter's security module over its line: function 03, item 07 03 01 FF, where real modules take wrapped keys (their
// procedure is not public, so the commands are our own: seal/meter_keys/frames.h). Without I/O. Guarantees: a late answer to an
// earlier command is never taken. Begin with key_question().
#pragma once
#include "base/core/ids.h"
#include "carry/dlt645/exchange.h"

namespace kwota::dlt645 {

/// The command as a question to a line's device. Error `bad_frame`: it is longer than key_command_max.
Result<dialogue::LineFrame> key_question(Address address, ByteView command);
/// data || SW out of its answer. Errors: `bad_frame`{reason}; `meter_refused_keys`{meter, command, status}: the meter does not know
/// the item, or believes nobody for a day after too many wrong proofs.
Result<Bytes> key_answer_of(MeterNumber meter, ByteView command, const dialogue::LineFrame& response);

}  // namespace kwota::dlt645
