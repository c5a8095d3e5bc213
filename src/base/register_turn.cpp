#include "base/register_turn.h"

namespace kwota {
namespace {

/// 1 000 000 of the unit: where eight digits begin again.
constexpr std::int64_t full_turn_e3 = 1'000'000'000;
/// What a meter may have counted in between and still have turned over, rather than have been set back. [K]
constexpr std::int64_t turn_most_e3 = 100'000'000;

}  // namespace

std::optional<std::int64_t> register_went(std::int64_t before_e3, std::int64_t after_e3, const RegisterForm& form) {
  if (after_e3 >= before_e3) return after_e3 - before_e3;
  const Wide turn = Wide{full_turn_e3} * form.times, most = Wide{turn_most_e3} * form.times;
  if (before_e3 >= turn * form.summed) return std::nullopt;
  for (std::int64_t turned = 1; turned <= form.summed; ++turned) {
    const Wide went = after_e3 + turned * turn - before_e3;
    if (went >= 0) return went <= most ? std::optional{static_cast<std::int64_t>(went)} : std::nullopt;
  }
  return std::nullopt;
}

std::optional<Energy> register_went(Energy before, Energy after) {
  const auto went = register_went(before.wh(), after.wh());
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
