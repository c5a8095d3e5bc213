// A register as somebody reads it off a meter and types it.
#pragma once
#include <string>

#include "base/core/energy.h"
#include "base/result.h"

namespace kwota::counter {

/// In kWh, from 0 to what displays of six digits before the point show. Error `bad_register` {energy}: a digit too many would be charged as use.
Result<Energy> typed_register(const std::string& typed);

}  // namespace kwota::counter
