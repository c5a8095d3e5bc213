#include "base/text/measured.h"

#include <algorithm>

#include "base/decimal.h"
#include "base/text/parts.h"

namespace kwota {
namespace {

std::optional<Measured> measured_in(std::string_view text) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos) return std::nullopt;
  const auto name = text.substr(0, equals);
  const auto colon = name.find(':');
  const auto what = parse_word<Measure>(name.substr(0, colon));
  const auto phase = parse_word<Phase>(colon == std::string_view::npos ? "" : name.substr(colon + 1));
  if (!what || !phase) return std::nullopt;
  const auto value = parse_decimal(text.substr(equals + 1), decimals_of(*what));
  return value.ok() ? std::optional(Measured{*what, *phase, *value}) : std::nullopt;
}

}  // namespace

std::optional<std::int64_t> Measurements::of(Measure what, Phase phase) const {
  const auto found = std::ranges::find_if(all, [&](const Measured& one) { return one.what == what && one.phase == phase; });
  return found == all.end() ? std::nullopt : std::optional(found->value);
}

std::string to_text(const Measurements& measured) {
  std::string text;
  for (const auto& [what, phase, value] : measured.all) {
    if (!text.empty()) text += ',';
    text += word_of(what);
    if (phase != Phase::all) (text += ':') += word_of(phase);
    (text += '=') += format_decimal(value, decimals_of(what));
  }
  return text;
}

Measurements parse_measurements(std::string_view text) {
  Measurements out;
  for (const auto part : parts_of(text))
    if (const auto one = measured_in(part)) out.all.push_back(*one);
  return out;
}

}  // namespace kwota
