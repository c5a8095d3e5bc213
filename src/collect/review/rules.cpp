#include "collect/review/rules.h"

#include <fmt/format.h>

#include <cstdlib>

#include "base/decimal.h"
#include "base/text/parts.h"

namespace kwota::review {
namespace {

constexpr std::int64_t hour_ms = 3'600'000;

std::optional<Details> went_back(const Case& one) {
  if (!one.former || one.used) return std::nullopt;
  return Details{{"before", format_kwh(one.former->energy)}, {"now", format_kwh(one.reading.energy)}};
}

std::optional<Details> above_capacity(const Case& one) {
  if (!one.used || one.largest_watts == 0) return std::nullopt;
  const auto most = Energy::wh(divide(Wide{one.largest_watts} * one.span().ms(), hour_ms, Round::down));
  if (*one.used <= most) return std::nullopt;
  return Details{{"used", format_kwh(*one.used)}, {"most", format_kwh(most)}};
}

std::optional<Details> turned_over(const Case& one) {
  if (!one.turned_over) return std::nullopt;
  return Details{{"before", format_kwh(one.former->energy)}, {"now", format_kwh(one.reading.energy)}, {"used", format_kwh(*one.used)}};
}

std::optional<Details> contradicts(const Case& one) {
  if (!one.other) return std::nullopt;
  return Details{{"now", format_kwh(one.reading.energy)}, {"other", format_kwh(one.other->energy)}, {"source", std::string{word_of(one.other->source)}}};
}

std::optional<Details> stands_still(const Case& one) {
  const bool closed = one.reading.relay_open == false;
  if (!one.used || !one.used->is_zero() || !closed || !one.reading.remaining || !one.former->remaining) return std::nullopt;
  if (*one.reading.remaining >= *one.former->remaining) return std::nullopt;
  return Details{{"credit_before", format_money(*one.former->remaining, 2)}, {"credit", format_money(*one.reading.remaining, 2)}};
}

std::optional<Details> far_above_usual(const Case& one) {
  if (!one.used || !one.usual || one.used->wh() <= one.usual->wh() * times_usual || (*one.used - *one.usual).wh() * one.times < worth_a_look.wh()) return std::nullopt;
  return Details{{"used", format_kwh(*one.used)}, {"usual", format_kwh(*one.usual)}};
}

std::optional<Details> far_below_usual(const Case& one) {
  if (!one.used || !one.usual || one.used->wh() * times_usual >= one.usual->wh() || (*one.usual - *one.used).wh() * one.times < worth_a_look.wh()) return std::nullopt;
  return Details{{"used", format_kwh(*one.used)}, {"usual", format_kwh(*one.usual)}};
}

std::optional<Details> clock_off(const Case& one) {
  const auto drift = one.reading.drift_seconds.value_or(0);
  if (std::abs(drift) <= clock_off_most) return std::nullopt;
  return Details{{"seconds", fmt::format("{}", drift)}};
}

std::optional<Details> long_gap(const Case& one) {
  if (!one.former || one.days <= gap_days_most) return std::nullopt;
  return Details{{"days", fmt::format("{}", one.days)}};
}

constexpr Rule every[] = {
    {"went_back", went_back},
    {"above_capacity", above_capacity},
    {"contradicts", contradicts},
    {"turned_over", turned_over},
    {"stands_still", stands_still},
    {"far_above_usual", far_above_usual},
    {"far_below_usual", far_below_usual},
    {"clock_off", clock_off},
    {"long_gap", long_gap},
};

}  // namespace

std::span<const Rule> rules() { return every; }

std::vector<Found> looked_through(const Case& one) {
  std::vector<Found> out;
  for (const auto& rule : every)
    if (auto figures = rule.finds(one)) out.push_back({std::string{rule.code}, std::move(*figures)});
  return out;
}

std::string figures_text(const Details& figures) {
  std::string out;
  for (const auto& [name, value] : figures) out += fmt::format("{}{}={}", out.empty() ? "" : ",", name, value);
  return out;
}

Details parse_figures(std::string_view text) {
  Details out;
  for (const auto one : parts_of(text))
    if (const auto sign = one.find('='); sign != std::string_view::npos) out.emplace(one.substr(0, sign), one.substr(sign + 1));
  return out;
}

}  // namespace kwota::review
