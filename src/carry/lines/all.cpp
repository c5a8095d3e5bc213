#include "carry/lines/all.h"

#include "models/all.h"
#include "models/dlt645_meters.h"

namespace kwota::lines {

std::span<const std::string_view> protocols() {
  static constexpr std::string_view names[] = {models::dlt645_meters::edition_2007, models::dlt645_meters::edition_1997};
  return names;
}

devices::Known known_devices() { return {models::facts_of, protocols()}; }

}  // namespace kwota::lines
