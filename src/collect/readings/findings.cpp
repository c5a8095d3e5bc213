#include "collect/readings/findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "base/decimal.h"
#include "collect/readings/registers.h"

namespace kwota::readings {
namespace {

/// Nothing: the meter has not told it.
std::optional<bool> bit_of(const books::MeterReading& row, devices::Bit at) { return row.status.bit(at.word, at.bit); }

void look_at_contactor(const books::MeterReading& row, const devices::Facts& facts, std::vector<Finding>& found) {
  const auto open = bit_of(row, facts.relay_open), ordered = bit_of(row, facts.relay_ordered_open);
  if (!open || !ordered) return;
  if (*ordered && !*open) found.push_back({"contactor_welded", {}});
  if (!*ordered && *open) found.push_back({"contactor_stuck_open", {}});
}

void look_at_bits(const books::MeterReading& row, const devices::Facts& facts, std::vector<Finding>& found) {
  for (const auto& finding : facts.findings) {
    if (!bit_of(row, finding.at).value_or(false)) continue;
    Finding one{std::string{finding.code}, {}};
    if (!finding.phase.empty()) one.details["phase"] = finding.phase;
    if (std::find(found.begin(), found.end(), one) == found.end()) found.push_back(std::move(one));  // two words may tell the same
  }
}

void look_at_events(const books::MeterReading& row, const books::MeterReading& before, const devices::Facts& facts, std::vector<Finding>& found) {
  for (const auto counter : facts.looked_at) {
    const auto now = event_count(row, counter), then = event_count(before, counter);
    if (now && then && *now > *then) found.push_back({std::string{counter}, {{"more", fmt::format("{}", *now - *then)}}});
  }
}

}  // namespace

std::string relay_of(const books::MeterReading& row, const devices::Facts& facts) {
  const auto open = bit_of(row, facts.relay_open);
  if (!open) return {};
  return *open ? "open" : "closed";
}

std::optional<std::int64_t> event_count(const books::MeterReading& row, std::string_view name) {
  for (std::string_view rest = row.events; !rest.empty();) {
    const auto end = std::min(rest.find(','), rest.size());
    const auto one = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const auto sign = one.find('=');
    if (sign == std::string_view::npos || one.substr(0, sign) != name) continue;
    const auto count = parse_decimal(one.substr(sign + 1), 0);
    if (count.ok()) return *count;
  }
  return std::nullopt;
}

std::vector<Finding> findings(const books::MeterReading& row, const std::optional<books::MeterReading>& before, const devices::Facts& facts) {
  std::vector<Finding> found;
  look_at_contactor(row, facts, found);
  look_at_bits(row, facts, found);
  const auto off = std::abs(row.drift_seconds.value_or(0));
  if (off > drift_seconds_most)
    found.push_back({off > drift_seconds_far ? "clock_far_off" : "clock_drift", {{"seconds", fmt::format("{}", *row.drift_seconds)}}});
  if (!before) return found;
  if (row.energy && before->energy && !between(*before->energy, *row.energy))
    found.push_back({"register_went_back", {{"before", format_kwh(*before->energy)}, {"now", format_kwh(*row.energy)}}});
  look_at_events(row, *before, facts, found);
  return found;
}

}  // namespace kwota::readings
