// Division of numbers that are never negative: a small processor has a shorter one for them than for signed numbers.
#pragma once
#include <cstdint>

namespace kwota::pump {

constexpr std::int64_t whole_part(std::int64_t of, std::int64_t by) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(of) / static_cast<std::uint64_t>(by));
}
constexpr std::int64_t rest_of(std::int64_t of, std::int64_t by) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(of) % static_cast<std::uint64_t>(by));
}

}  // namespace kwota::pump
