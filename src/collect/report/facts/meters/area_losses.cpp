#include "collect/report/facts/meters/area_losses.h"


#include "base/decimal.h"
#include "base/ids_text.h"
#include "collect/readings/losses.h"
#include "collect/readings/totals.h"
#include "collect/report/facts/meters/month_parts.h"

namespace kwota::facts {
namespace {

std::string shown(const std::optional<Energy>& reading) {
  constexpr int digits = 3;
  return reading ? format_decimal(reading->wh(), digits) : std::string{};
}

/// The meter that counted it as these days ended; where nobody knows, the one that does today.
MeterNumber counting(const books::AreaMeter& area, const readings::Material& material, const readings::Loss& loss) {
  const auto parts = readings::counted_by(area, material.former_totals, loss.from, loss.to);
  return parts.empty() ? area.meter : parts.back().meter;
}

AreaLoss loss_row(const books::Reader& books, const books::AreaMeter& area, MeterNumber total, const readings::Loss& loss, const std::string& last_day) {
  AreaLoss out;
  const auto place = books.find<books::Place>(area.area);
  out.business_day = last_day;
  out.station = place ? place->station : std::string{};
  if (const auto above = place ? books.find<books::Place>(place->parent) : std::nullopt; above && above->kind == books::PlaceKind::village) out.village = above->code;
  out.area = area.area;
  out.name = place ? place->name : std::string{};
  out.meter = to_text(total);
  out.meters = static_cast<std::int64_t>(loss.meters);
  out.unread = static_cast<std::int64_t>(loss.meters - loss.read);
  (loss.loss ? out.judged : out.not_judged) = 1;
  out.commodity = word_of(loss.commodity);
  out.register_start = shown(loss.register_from);
  out.register_end = shown(loss.register_to);
  if (!loss.loss) return out;
  const bool energy = unit_of(loss.commodity) == Unit::energy;  // thousandths of a kWh, or of a cubic metre
  (energy ? out.judged_energy : out.judged_volume) = 1;
  (energy ? out.supplied : out.volume_supplied) = loss.total->wh();
  (energy ? out.used : out.volume_used) = loss.used.wh();
  (energy ? out.lost : out.volume_lost) = loss.loss->wh();
  return out;
}

void each_area_loss(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  const Calendar calendar(books);
  const auto from = parse_date(days.from), to = parse_date(days.to);
  const auto areas = books.all<books::AreaMeter>();
  if (!from || !to || areas.empty()) return;
  const auto behind = date_of_day(day_number(*to) + 1);
  const auto now = calendar.zone().instant({date_of_day(day_number(behind) + 1)});  // readings of the day behind close the last one
  const auto material = readings::material_since(books, *from, now);
  if (!material) return;
  each_month_part(*from, behind, [&](const LocalDate& first, const LocalDate& end) {
    for (const auto& area : areas) {
      const auto loss = readings::losses(*material, area, first, end);
      take(Given<AreaLoss>(loss_row(books, area, counting(area, *material, loss), loss, format_date(date_of_day(day_number(end) - 1)))));
    }
  });
}

}  // namespace

/// A month of which a part is asked is another than the whole one.
const Source area_losses{.name = AreaLoss::table, .columns = columns_of<AreaLoss>, .each = each_area_loss, .of_whole_days = true};

}  // namespace kwota::facts
