// The words of PC/SC as our errors. Inside this room only.
#pragma once
#include <winscard.h>

#include "base/result.h"

namespace kwota::wire {

/// `status` is not SCARD_S_SUCCESS.
Error error_of(LONG status);

/// The connection to the service is of no use any more: begin with a new context.
bool service_lost(LONG status);

}  // namespace kwota::wire
