// What kw_set_trace() hears: header, length and status of each command, never its data.   Begin with trace().
#pragma once
#include <optional>

#include "carry/iso7816/apdu.h"
#include "kwota_reader.h"

namespace kwota::reader {

void set_trace(kw_trace_fn fn);
void trace(char slot, const iso7816::Command& command, const std::optional<iso7816::StatusWord>& status);

}  // namespace kwota::reader
