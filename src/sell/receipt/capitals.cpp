#include "sell/receipt/capitals.h"

#include <array>

namespace kwota::receipt {
namespace {

constexpr std::array<const char*, 10> digits{"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
constexpr std::array<const char*, 4> places{"", "拾", "佰", "仟"};

std::string group_unit(int group, bool group_is_zero, bool above_is_zero) {
  if (group == 1 || group == 3) return group_is_zero ? "" : "万";
  if (group == 2) return group_is_zero && above_is_zero ? "" : "亿";
  return "";
}

std::string yuan_part(std::int64_t yuan) {
  std::string out;
  bool zero_waits = false;
  std::int64_t unit = 1'000'000'000'000'000;  // 16 digits, four groups
  bool above_is_zero = true;
  for (int group = 3; group >= 0; --group) {
    bool group_is_zero = true, last_is_zero = true;
    for (int place = 3; place >= 0; --place, unit /= 10) {
      const auto digit = static_cast<std::size_t>(yuan / unit % 10);
      last_is_zero = digit == 0;
      if (digit == 0) {
        zero_waits = !out.empty();
        continue;
      }
      group_is_zero = false;
      if (zero_waits) out += "零";
      zero_waits = false;
      out += digits[digit];
      out += places[static_cast<std::size_t>(place)];
    }
    const auto named = group_unit(group, group_is_zero, above_is_zero);
    out += named;
    if (last_is_zero && !group_is_zero) zero_waits = false;
    above_is_zero = group_is_zero;
  }
  return out;
}

}  // namespace

std::string capitals(Money amount) {
  std::string out = amount.is_negative() ? "人民币负" : "人民币";
  const std::int64_t fen = amount.is_negative() ? -amount.minor() : amount.minor();
  const std::int64_t yuan = fen / 100;
  const auto jiao = static_cast<std::size_t>(fen / 10 % 10), rest = static_cast<std::size_t>(fen % 10);
  if (fen == 0) return out + "零元整";
  if (yuan > 0) out += yuan_part(yuan) + "元";
  if (jiao == 0 && rest == 0) return out + "整";
  if (jiao > 0) out += std::string{digits[jiao]} + "角";
  if (rest > 0) out += std::string{jiao == 0 && yuan > 0 ? "零" : ""} + digits[rest] + "分";
  return out;
}

}  // namespace kwota::receipt
