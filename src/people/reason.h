// What somebody does against the rule stands in the books with his reason.
#pragma once
#include <string_view>

#include "base/result.h"

namespace kwota::people {

/// Error `reason_missing` {action}: the right by which it is done, or what it is.
inline Result<void> has_reason(std::string_view reason, std::string_view action) {
  if (!reason.empty()) return Done{};
  return error(Fault::request, "reason_missing", "Say why; the books keep it.", {{"action", action}});
}

}  // namespace kwota::people
