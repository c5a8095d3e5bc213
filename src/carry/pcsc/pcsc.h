// What PC/SC says, for whoever calls it: its words as our errors, and the names of its readers. A room of its own, for the reader library
// needs this and nothing that follows readers on a thread.   Begin with error_of().
#pragma once
#include <winscard.h>

#include <string>
#include <vector>

#include "base/result.h"

namespace kwota::pcsc {

/// `status` is not SCARD_S_SUCCESS.
Error error_of(LONG status);

/// The connection to the service is of no use any more: begin with a new context.
bool service_lost(LONG status);

/// The readers in the service's order; an empty list when there is none. Gives what the service said.
LONG list_readers(SCARDCONTEXT context, std::vector<std::string>& names);

}  // namespace kwota::pcsc
