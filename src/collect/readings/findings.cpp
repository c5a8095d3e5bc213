#include "collect/readings/findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "base/decimal.h"
#include "collect/readings/registers.h"

namespace kwota::readings {
namespace {

constexpr unsigned contactor_word = 3;
constexpr std::size_t digits_of_word = 4;

void look_at_contactor(const books::MeterReading& row, std::vector<Finding>& found) {
  const auto word = status_word(row, contactor_word);
  if (!word) return;
  const bool open = word->state_of("relay") == "open", ordered = word->state_of("relay_order") == "open";
  if (ordered && !open) found.push_back({"contactor_welded", {}});
  if (!ordered && open) found.push_back({"contactor_stuck_open", {}});
}

void look_at_bits(const books::MeterReading& row, const dlt645::Driver& driver, std::vector<Finding>& found) {
  for (const auto& bit : driver.state_bits) {
    const auto word = status_word(row, bit.word);
    if (!word || (word->bits >> bit.bit & 1) == 0) continue;
    Finding one{std::string{bit.finding}, {}};
    if (!bit.phase.empty()) one.details["phase"] = bit.phase;
    if (std::find(found.begin(), found.end(), one) == found.end()) found.push_back(std::move(one));  // two words may tell the same
  }
}

void look_at_events(const books::MeterReading& row, const books::MeterReading& before, const dlt645::Driver& driver, std::vector<Finding>& found) {
  for (const auto& event : driver.event_counts) {
    const auto now = event_count(row, event.finding), then = event_count(before, event.finding);
    if (now && then && *now > *then) found.push_back({std::string{event.finding}, {{"more", fmt::format("{}", *now - *then)}}});
  }
}

}  // namespace

std::optional<dlt645::StatusWord> status_word(const books::MeterReading& row, unsigned n) {
  const auto from = (n - 1) * digits_of_word;
  if (n == 0 || row.status.size() < from + digits_of_word) return std::nullopt;
  std::uint16_t word = 0;
  const auto* first = row.status.data() + from;
  const auto [end, failed] = std::from_chars(first, first + digits_of_word, word, 16);
  if (failed != std::errc{} || end != first + digits_of_word) return std::nullopt;
  return dlt645::StatusWord{n, word};
}

std::string relay_of(const books::MeterReading& row) {
  const auto word = status_word(row, contactor_word);
  if (!word) return {};
  return std::string{word->state_of("relay")};
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

std::vector<Finding> findings(const books::MeterReading& row, const std::optional<books::MeterReading>& before, const dlt645::Driver& driver) {
  std::vector<Finding> found;
  look_at_contactor(row, found);
  look_at_bits(row, driver, found);
  const auto off = std::abs(row.drift_seconds.value_or(0));
  if (off > drift_seconds_most)
    found.push_back({off > drift_seconds_far ? "clock_far_off" : "clock_drift", {{"seconds", fmt::format("{}", *row.drift_seconds)}}});
  if (!before) return found;
  if (row.energy && before->energy && !between(*before->energy, *row.energy))
    found.push_back({"register_went_back", {{"before", format_kwh(*before->energy)}, {"now", format_kwh(*row.energy)}}});
  look_at_events(row, *before, driver, found);
  return found;
}

}  // namespace kwota::readings
