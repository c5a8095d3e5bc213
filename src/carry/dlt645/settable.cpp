#include "carry/dlt645/settable.h"

#include <algorithm>

namespace kwota::dlt645 {

const Item& item_of(const devices::Parameter& parameter) {
  const auto rows = items();
  return *std::ranges::find_if(rows, [&](const Item& row) { return row.edition == Edition::y2007 && row.name == parameter.name; });
}

Identifier identifier_of(const devices::Parameter& parameter) { return first_of(item_of(parameter)); }

const devices::Parameter* parameter_at(Identifier identifier) {
  const auto* item = find_item(identifier);
  return item == nullptr || item->edition != Edition::y2007 ? nullptr : devices::parameter(item->name);
}

}  // namespace kwota::dlt645
