#include "base/register_turn.h"

#include <algorithm>

namespace kwota {
namespace {

/// 1 000 000 of the unit: where eight digits begin again.
constexpr std::int64_t full_turn_e3 = 1'000'000'000;
/// What a meter may have counted in between and still have turned over, however long that was. [K]
constexpr std::int64_t turn_most_e3 = 100'000'000;
/// Of a meter whose plate nobody knows. [K]
constexpr std::uint32_t watts_of_unknown = 100'000;
constexpr auto of_clocks = Duration::days(1);

}  // namespace

std::int64_t register_turn_most(Duration between, std::uint32_t largest_watts) {
  const auto time = std::max(between, Duration{}) + of_clocks;
  const Wide carried = Wide{largest_watts == 0 ? watts_of_unknown : largest_watts} * time.ms() / Duration::hours(1).ms();
  return static_cast<std::int64_t>(std::min(carried, Wide{turn_most_e3}));
}

std::optional<std::int64_t> register_went(std::int64_t before_e3, std::int64_t after_e3, Duration between, const RegisterForm& form) {
  if (after_e3 >= before_e3) return after_e3 - before_e3;
  const Wide turn = Wide{full_turn_e3} * form.times, most = Wide{register_turn_most(between, form.largest_watts)} * form.times;
  if (before_e3 >= turn * form.summed) return std::nullopt;
  for (std::int64_t turned = 1; turned <= form.summed; ++turned) {
    const Wide went = after_e3 + turned * turn - before_e3;
    if (went >= 0) return went <= most ? std::optional{static_cast<std::int64_t>(went)} : std::nullopt;
  }
  return std::nullopt;
}

std::optional<Energy> register_went(Energy before, Energy after, Duration between, std::uint32_t largest_watts) {
  const auto went = register_went(before.wh(), after.wh(), between, {.largest_watts = largest_watts});
  return went ? std::optional{Energy::wh(*went)} : std::nullopt;
}

Energy register_onward(Energy before, Energy used) {
  constexpr auto turn = Energy::wh(full_turn_e3);
  const auto after = before + used;
  return before < turn && after >= turn ? after - turn : after;
}

std::int64_t register_behind(std::int64_t now_e3, std::int64_t less_e3, const RegisterForm& form) {
  if (now_e3 >= less_e3) return now_e3 - less_e3;
  return static_cast<std::int64_t>(Wide{full_turn_e3} * form.times + now_e3 - less_e3);
}

Energy register_shows(Energy counted) { return Energy::wh(counted.wh() % full_turn_e3); }

}  // namespace kwota
