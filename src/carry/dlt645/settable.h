// The parameters that an office sets (devices/parameters.h) as items of DL/T 645: each is the item of the same name in the one table
// of items (items.h), written sealed.   Begin with item_of().
#pragma once
#include "carry/dlt645/items.h"
#include "devices/parameters.h"

namespace kwota::dlt645 {

Identifier identifier_of(const devices::Parameter& parameter);
const Item& item_of(const devices::Parameter& parameter);
/// Nothing: the item is no parameter.
const devices::Parameter* parameter_at(Identifier identifier);

}  // namespace kwota::dlt645
