#include "store/draft/mark.h"

#include <fmt/format.h>

namespace kwota::store {

std::string short_text(const Mark& mark) {
  const auto hex = to_hex(mark.hash);
  return fmt::format("{} {} {} {} {}", mark.number, hex.substr(0, 4), hex.substr(4, 4), hex.substr(8, 4), hex.substr(12, 4));
}

}  // namespace kwota::store
