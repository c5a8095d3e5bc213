// The products: one row a scheme, one file a row, one line in all.cpp.
// Begin with table(): it is handed to everybody who sells.
#pragma once
#include "schemes/row.h"

namespace kwota::schemes {

/// In the order in which a person should see them.
std::span<const Row* const> all();
/// What the shop knows of them.
const scheme::Table& table();

}  // namespace kwota::schemes
