#include "collect/report/making/place_losses.h"

#include "collect/report/control_subjects.h"
#include "collect/report/making/columns.h"

namespace kwota::report {
namespace {

/// What R16 says of areas, by all places in which they lie, and without the eleven months before.
const Report& r16_of_places() {
  static const Report report{
      .number = "R16",
      .right = "statements_read",
      .subject = &area_losses_subject,
      .groups = {"station", "village", "area", "commodity"},
      .grouped = {"station", "village", "area", "commodity"},
      .groups_max = 4,
      .filters = {"station"},
      .columns = {{"area_supplied"}, {"area_used"}, {"area_lost"}, {"area_volume_supplied"}, {"area_volume_used"}, {"area_volume_lost"}, {"area_judged"}, {"area_not_judged"}, {"area_meters"}, {"area_unread"}},
      .checks = report_numbered("R16")->checks,
  };
  return report;
}
/// In the order of its columns, and of its groups.
struct LossCell {
  enum : std::size_t { supplied, used, lost, volume_supplied, volume_used, volume_lost, judged, not_judged, meters, unread };
};
struct LossName {
  enum : std::size_t { station, village, area, commodity };
};

std::optional<SumOfLosses> sum_in(const MadeRow& row, std::size_t supplied_at, std::size_t used_at, std::size_t lost_at) {
  if (!row.cells[supplied_at]) return std::nullopt;
  return SumOfLosses{*row.cells[supplied_at], row.cells[used_at].value_or(0), row.cells[lost_at].value_or(0)};
}

PlaceLoss loss_in(const MadeRow& row) {
  PlaceLoss out;
  out.energy = sum_in(row, LossCell::supplied, LossCell::used, LossCell::lost);
  out.volume = sum_in(row, LossCell::volume_supplied, LossCell::volume_used, LossCell::volume_lost);
  if (out.volume) out.of_volumes.add(row.names[LossName::commodity]);
  out.without_figure = row.cells[LossCell::not_judged].value_or(0);
  out.areas = row.cells[LossCell::judged].value_or(0) + out.without_figure;
  out.meters = row.cells[LossCell::meters].value_or(0);
  out.unread = row.cells[LossCell::unread].value_or(0);
  return out;
}

void add_sum(std::optional<SumOfLosses>& to, const std::optional<SumOfLosses>& other) {
  if (!other) return;
  if (!to) to.emplace();
  to->supplied += other->supplied;
  to->used += other->used;
  to->lost += other->lost;
}

}  // namespace

Cell SumOfLosses::share() const { return share_of(lost, supplied); }

void PlaceLoss::add(const PlaceLoss& other) {
  add_sum(energy, other.energy);
  of_volumes.add(other.of_volumes);
  add_sum(volume, other.volume);
  if (of_volumes.is_mixed()) volume.reset();
  areas += other.areas;
  without_figure += other.without_figure;
  meters += other.meters;
  unread += other.unread;
}

Result<PlaceLosses> losses_by_place(const books::Reader& books, const std::string& month, const std::string& of_station) {
  TRY(made, make(books, r16_of_places(), {.period = month, .station = of_station}));
  PlaceLosses out;
  for (const auto& row : made.rows) {
    const auto loss = loss_in(row);
    out.whole.add(loss);
    out.stations[row.names[LossName::station]].add(loss);
    if (!row.names[LossName::village].empty()) out.places[row.names[LossName::village]].add(loss);
    out.places[row.names[LossName::area]].add(loss);
  }
  return out;
}

}  // namespace kwota::report
