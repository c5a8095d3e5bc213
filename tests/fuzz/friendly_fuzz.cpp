// Whatever arrives as friendly times is refused with a reason, or it is kept as it was understood: written down and read again it
// says the same, and every hour is friendly or is not.
#include <cstdlib>

#include "sell/remote_account/terms.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kwota;
  const auto friendly = remote_account::friendly_from_text({reinterpret_cast<const char*>(data), size});
  if (!friendly.ok()) {
    if (friendly.error().what.empty()) std::abort();
    return 0;
  }
  const auto text = remote_account::friendly_text(*friendly);
  const auto again = remote_account::friendly_from_text(text);
  if (!again.ok() || remote_account::friendly_text(*again) != text) std::abort();
  for (unsigned hour = 0; hour < 24; ++hour)
    if (friendly->holds({{2026, 11, 20}, hour, 0, 0}) != again->holds({{2026, 11, 20}, hour, 0, 0})) std::abort();
  return 0;
}
