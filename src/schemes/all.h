// The products: one row a scheme, one file a row, one line in all.cpp.
// Begin with table(): it is handed to everybody who sells.
#pragma once
#include "sell/scheme/scheme.h"

namespace kwota::schemes {

/// In the order in which a person should see them.
const scheme::Table& table();

}  // namespace kwota::schemes
