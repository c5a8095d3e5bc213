#include "collect/report/facts/meters/loss_suspects.h"

#include <algorithm>
#include <map>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "collect/report/facts/meters/watched.h"
#include "collect/report/facts/sold.h"

namespace kwota::facts {
namespace {

/// What every row of an area has, its own and those of its supplies.
LossSuspect begun(const books::Reader& books, const std::string& area, const std::string& day) {
  LossSuspect out;
  const auto place = books.find<books::Place>(area);
  out.business_day = day;
  out.station = place ? place->station : std::string{};
  out.area = area;
  out.name = place ? place->name : std::string{};
  return out;
}

LossSuspect area_row(LossSuspect row, const insight::AreaLossWatched& area) {
  row.supplied = area.supplied_wh;
  row.lost = area.lost_wh;
  if (area.usual_myriad) row.usual = divide(Wide{area.supplied_wh} * *area.usual_myriad, 10'000, Round::half_up);
  return row;
}

LossSuspect supply_row(LossSuspect row, const Odd& odd, CustomerNames& names) {
  row.account = std::to_string(odd.account.number);
  row.customer_name = names.of(odd.account.customer);
  row.meter = to_text(odd.account.meter);
  row.reason = insight::written(insight::suspicions_of(odd.signs));
  row.points = odd.points;
  row.odd = odd.points >= insight::points_listed ? 1 : 0;
  row.with_loss = std::ranges::find(odd.signs, insight::Sign::moves_with_loss) != odd.signs.end() ? 1 : 0;
  return row;
}

void each_loss_suspect(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  const auto to = parse_date(days.to);
  if (!to) return;
  const Calendar calendar(books);
  const auto today = day_number(*to);
  const insight::LossWatch losses(books, today);
  if (losses.areas().empty()) return;
  CustomerNames names(books);
  std::map<MeterNumber, const insight::AreaLossWatched*> area_of;
  for (const auto& area : losses.areas()) {
    for (const auto meter : area.meters) area_of[meter] = &area;
    take(Given<LossSuspect>(area_row(begun(books, area.area, days.to), area)));
  }
  for (const auto& odd : odd_supplies(books, today, calendar.zone(), losses))
    if (const auto found = area_of.find(odd.account.meter); found != area_of.end())
      take(Given<LossSuspect>(supply_row(begun(books, found->second->area, days.to), odd, names)));
}

}  // namespace

const Source loss_suspects{LossSuspect::table, columns_of<LossSuspect>, each_loss_suspect};

}  // namespace kwota::facts
