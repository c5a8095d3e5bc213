#include "sell/tariff/plan/exact.h"

#include "base/decimal.h"

namespace kwota::tariff {
namespace {

Wide magnitude(Wide value) { return value < 0 ? -value : value; }

Wide greatest_common_divisor(Wide a, Wide b) {
  a = magnitude(a);
  while (b != 0) {
    const Wide rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

std::string digits_of(Wide value) {
  std::string text;
  do text.insert(text.begin(), static_cast<char>('0' + static_cast<int>(value % 10)));
  while ((value /= 10) != 0);
  return text;
}

}  // namespace

Wide power_of_ten(int exponent) {
  Wide power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

Exact Exact::overflow() {
  Exact value;
  value.den_ = 0;
  return value;
}

Exact Exact::fraction(Wide numerator, Wide denominator) {
  Exact value;
  value.num_ = numerator;
  value.den_ = denominator;
  return value;
}

Exact Exact::reduced() const {
  if (den_ == 0) return *this;
  const Wide divisor = greatest_common_divisor(num_, den_);
  return divisor > 1 ? fraction(num_ / divisor, den_ / divisor) : *this;
}

Exact operator+(const Exact& a, const Exact& b) {
  if (a.overflowed() || b.overflowed()) return Exact::overflow();
  Wide sum = 0;
  if (a.den_ == b.den_) {
    if (__builtin_add_overflow(a.num_, b.num_, &sum)) return Exact::overflow();
    return Exact::fraction(sum, a.den_);
  }
  const Exact x = a.reduced();
  const Exact y = b.reduced();
  const Wide common = greatest_common_divisor(x.den_, y.den_);
  Wide left = 0, right = 0, den = 0;
  if (__builtin_mul_overflow(x.num_, y.den_ / common, &left) || __builtin_mul_overflow(y.num_, x.den_ / common, &right) ||
      __builtin_mul_overflow(x.den_, y.den_ / common, &den) || __builtin_add_overflow(left, right, &sum))
    return Exact::overflow();
  return Exact::fraction(sum, den);
}

Exact operator-(const Exact& a, const Exact& b) { return a + b * Exact{-1}; }

Exact operator*(const Exact& a, const Exact& b) {
  if (a.overflowed() || b.overflowed()) return Exact::overflow();
  Wide num = 0, den = 0;
  if (!__builtin_mul_overflow(a.num_, b.num_, &num) && !__builtin_mul_overflow(a.den_, b.den_, &den))
    return Exact::fraction(num, den);
  // Crosswise reduction: what can be cancelled must not overflow.
  const Exact x = Exact::fraction(a.num_, b.den_).reduced();
  const Exact y = Exact::fraction(b.num_, a.den_).reduced();
  if (__builtin_mul_overflow(x.num_, y.num_, &num) || __builtin_mul_overflow(x.den_, y.den_, &den)) return Exact::overflow();
  return Exact::fraction(num, den);
}

Exact operator/(const Exact& a, const Exact& b) {
  if (a.overflowed() || b.overflowed()) return Exact::overflow();
  return a * (b.num_ < 0 ? Exact::fraction(-b.den_, -b.num_) : Exact::fraction(b.den_, b.num_));
}

std::optional<std::int64_t> Exact::round(Round rule, std::int64_t limit) const {
  // divide() doubles the rest, so the denominator needs one bit of room; only one that has none is worth reducing.
  constexpr Wide den_max = Wide{1} << 125;
  const Exact value = den_ > den_max ? reduced() : *this;
  if (value.overflowed() || value.den_ > den_max || magnitude(value.num_ / value.den_) > limit) return std::nullopt;
  const std::int64_t whole = divide(value.num_, value.den_, rule);
  if (whole > limit || whole < -limit) return std::nullopt;
  return whole;
}

std::optional<std::int64_t> Exact::floor() const {
  const auto cut = round(Round::down);
  if (!cut) return std::nullopt;
  const bool below = sign() < 0 && !(*this - Exact{*cut}).is_zero();
  return below ? *cut - 1 : *cut;
}

std::string Exact::shortest(int scale) const {
  const Exact value = (*this / Exact{power_of_ten(scale)}).reduced();
  if (value.overflowed()) return "overflow";
  // A fraction in lowest terms ends as a decimal exactly when its denominator has no prime but 2 and 5.
  Wide rest = value.den_;
  int decimals = 0;
  for (const int prime : {10, 5, 2})
    for (; rest % prime == 0; rest /= prime) ++decimals;
  Wide scaled = 0;
  const std::string sign = value.num_ < 0 ? "-" : "";
  if (rest != 1 || decimals > 36 || __builtin_mul_overflow(magnitude(value.num_), power_of_ten(decimals), &scaled))
    return sign + digits_of(magnitude(value.num_)) + "/" + digits_of(value.den_);
  std::string text = digits_of(scaled / value.den_);
  const auto width = static_cast<std::size_t>(decimals);
  if (text.size() <= width) text.insert(0, width + 1 - text.size(), '0');
  if (width > 0) {
    text.insert(text.size() - width, 1, '.');
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
  }
  return sign + text;
}

}  // namespace kwota::tariff
