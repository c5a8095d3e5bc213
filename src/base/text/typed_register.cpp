#include "base/text/typed_register.h"

#include "base/decimal.h"

namespace kwota {

Result<Energy> typed_register(const std::string& typed) {
  constexpr int decimals = 3;
  constexpr std::int64_t most_wh = 999'999'999;
  const auto wh = parse_decimal(typed, decimals);
  if (wh.ok() && *wh >= 0 && *wh <= most_wh) return Energy::wh(*wh);
  return error(Fault::request, "bad_register", "A register is a number of kWh as the meter shows it, six digits before the point at most; nothing was changed.", {{"energy", typed}});
}

Result<Energy> typed_first_register(const std::string& typed) { return typed.empty() ? Result<Energy>(Energy{}) : typed_register(typed); }

}  // namespace kwota
