// A register as somebody reads it off a meter and types it: for a bill, for a review and for the end of a supply it is the same one.
#pragma once
#include <string>

#include "base/core/energy.h"
#include "base/result.h"

namespace kwota {

/// In kWh with three decimals at most, from 0 to what displays of six digits before the point show. Error `bad_register` {energy}: a digit too many would be charged as use.
Result<Energy> typed_register(const std::string& typed);
/// What a meter shows as it is put up; nothing typed: it begins at 0. Error as above.
Result<Energy> typed_first_register(const std::string& typed);

}  // namespace kwota
