#include "people/sign_in/address_misses.h"

#include <fmt/format.h>

#include "base/cause.h"

namespace kwota::people {

Result<void> AddressMisses::may_try(const std::string& from, Instant now) {
  // Also what was counted by a clock that was ahead, and has been set right since.
  std::erase_if(by_address_, [&](const auto& entry) { return now - entry.second.since > window || entry.second.since - now > window; });
  const auto found = by_address_.find(from);
  if (found == by_address_.end() || found->second.count < most_) return {};
  const auto wait = window - (now - found->second.since);
  return error(Fault::refused, Cause::rate_limited, "Too many tries: wait a minute.", {{"retry_after", fmt::format("{}", wait.ms() / 1000 + 1)}});
}

void AddressMisses::count(const std::string& from, Instant now) { ++by_address_.try_emplace(from, Recent{now, 0}).first->second.count; }

void AddressMisses::forgive(const std::string& from) {
  if (const auto found = by_address_.find(from); found != by_address_.end() && found->second.count > 0) --found->second.count;
}

}  // namespace kwota::people
