#include "collect/readings/findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "base/decimal.h"
#include "base/register_turn.h"
#include "base/text/parts.h"
#include "collect/readings/registers/registers.h"

namespace kwota::readings {
namespace {

constexpr std::string_view relay_open = "relay_open", relay_closed = "relay_closed";

void look_at_words(const books::MeterReading& row, std::vector<Finding>& found) {
  for (const auto& [code, phase] : row.findings.all) {
    if (code == relay_open || code == relay_closed) continue;  // that is how it stands, and nothing to look at
    Finding one{code, {}};
    if (!phase.empty()) one.details["phase"] = phase;
    found.push_back(std::move(one));
  }
}

void look_at_events(const books::MeterReading& row, const books::MeterReading& before, const devices::Facts& facts, std::vector<Finding>& found) {
  for (const auto counter : facts.looked_at) {
    const auto now = event_count(row, counter), then = event_count(before, counter);
    if (now && then && *now > *then) found.push_back({std::string{counter}, {{"more", fmt::format("{}", *now - *then)}}});
  }
}

}  // namespace

StatusFindings told_by(const StatusWords& status, const devices::Facts& facts) {
  StatusFindings out;
  const auto bit_of = [&](devices::Bit at) { return status.bit(at.word, at.bit); };  // nothing: the meter has not told it
  const auto open = bit_of(facts.relay_open), ordered = bit_of(facts.relay_ordered_open);
  if (open) out.add({std::string(*open ? relay_open : relay_closed), {}});
  if (open && ordered && *ordered && !*open) out.add({"contactor_welded", {}});
  if (open && ordered && !*ordered && *open) out.add({"contactor_stuck_open", {}});
  for (const auto& finding : facts.findings)
    if (bit_of(finding.at).value_or(false)) out.add({std::string(finding.code), std::string(finding.phase)});
  return out;
}

std::string relay_of(const books::MeterReading& row) {
  if (row.findings.has(relay_open)) return "open";
  return row.findings.has(relay_closed) ? "closed" : "";
}

std::optional<std::int64_t> event_count(const books::MeterReading& row, std::string_view name) {
  for (const auto one : parts_of(row.events)) {
    const auto sign = one.find('=');
    if (sign == std::string_view::npos || one.substr(0, sign) != name) continue;
    const auto count = parse_decimal(one.substr(sign + 1), 0);
    if (count.ok()) return *count;
  }
  return std::nullopt;
}

std::vector<Finding> findings(const books::MeterReading& row, const std::optional<books::MeterReading>& before, const devices::Facts& facts) {
  std::vector<Finding> found;
  look_at_words(row, found);
  const auto off = std::abs(row.drift_seconds.value_or(0));
  if (off > drift_seconds_most)
    found.push_back({off > drift_seconds_far ? "clock_far_off" : "clock_drift", {{"seconds", fmt::format("{}", *row.drift_seconds)}}});
  if (!before) return found;
  const auto between = row.taken && before->taken ? *row.taken - *before->taken : Duration::days(1);
  if (row.energy && before->energy && !register_went(*before->energy, *row.energy, between, facts.largest_watts))
    found.push_back({"register_went_back", {{"before", format_kwh(*before->energy)}, {"now", format_kwh(*row.energy)}}});
  look_at_events(row, *before, facts, found);
  return found;
}

}  // namespace kwota::readings
