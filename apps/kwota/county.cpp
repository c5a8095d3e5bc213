#include "kwota/county.h"

#include <fmt/format.h>

#include "base/area_code.h"

namespace kwota::app {

Result<std::uint32_t> county_of(const std::string& text) {
  if (const auto code = parse_area_code(text)) return *code;
  return error(Fault::request, "bad_county", fmt::format("“{}” is no area code of a county: it has exactly eight digits, as 33010200. Nothing was done.", text), {{"county", text}});
}

}  // namespace kwota::app
