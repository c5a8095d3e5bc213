#include "collect/report/facts/water/wells.h"

#include <algorithm>
#include <boost/json.hpp>
#include <set>

#include "base/ids_text.h"
#include "collect/report/facts/water/of_well.h"
#include "collect/report/facts/water/season.h"

namespace kwota::facts {
namespace {

/// From when on a watering is of this season, and from when on somebody has heard of the well.
struct Since {
  LocalDate season, heard;
};

/// What hangs there on that day.
std::optional<books::WellMeter> meter_on(const books::Reader& books, const std::string& well, const std::string& day) {
  std::optional<books::WellMeter> out;
  for (auto& row : books.select<books::WellMeter>(well))
    if (format_date(row.from) <= day && (!row.to || format_date(*row.to) >= day)) out = std::move(row);
  return out;
}

/// Whether this entry of the audit made the row: it says what each column is. A change says what it was and became, the end of an import the same.
bool made_it(const books::Audit& entry) {
  boost::system::error_code failed;
  const auto said = boost::json::parse(entry.details, failed);
  return !failed && said.is_object() && !said.get_object().empty() && std::ranges::none_of(said.get_object(), [](const auto& column) { return column.value().is_array(); });
}

/// Of one that was taken out and entered again whoever did it last.
std::string entered_by(const books::Reader& books, const std::string& well) {
  std::string out;
  for (const auto& entry : books.select(books::Audit::of_object, std::string(books::Well::table) + "/" + well))
    if (made_it(entry)) out = entry.operator_name;
  return out;
}

/// Whether its pump was read since then: whoever is read later has told of these days, too.
bool was_read(const books::Reader& books, const Calendar& calendar, const std::string& meter, const LocalDate& since) {
  const auto number = parse_meter_number(meter);
  const auto head = number ? books.find<books::WellHead>(*number) : std::nullopt;
  return head && calendar.day_of(head->read) >= format_date(since);
}

/// What its waterings say of the days, of the season and of the last weeks.
void put_used(const books::Reader& books, const Days& days, const Since& since, const LocalDate& first, WellThere& out) {
  std::set<std::int64_t> accounts;
  bool heard = false;
  const auto from = std::min({first, since.season, since.heard});
  for (const auto& watering : books.since(books::Watering::of_well, LocalTime{from, 0, 0, 0}, out.well)) {
    const auto& date = watering.start->date;
    if (format_date(date) > days.to) break;
    heard = heard || date >= since.heard;
    if (watering.state == books::WateringStatus::useless) continue;
    if (date >= since.season) out.in_season = 1;
    if (watering.account != 0 && date >= first) accounts.insert(watering.account);
  }
  out.users = static_cast<std::int64_t>(accounts.size());
  if (heard) out.silent = 0;
}

WellThere row_of(const books::Reader& books, const books::Well& well, const std::string& put_in, const Days& days, const Since& since) {
  WellThere out;
  const auto village = books.find<books::Place>(well.village);
  out.business_day = days.to;
  say_well(out, well, village ? village->station : std::string{});
  out.put_in = put_in;
  if (well.depth_m != 0) out.depth = std::to_string(well.depth_m);
  const auto hangs = meter_on(books, well.number, days.to);
  if (hangs) out.meter = to_text(hangs->meter);
  if (hangs) out.terminal = hangs->terminal;
  out.silent = hangs && hangs->from <= since.heard ? 1 : 0;  // as far as nobody says otherwise
  out.state = well.active ? "in_use" : "out_of_use";
  (put_in < days.from ? out.before : out.fresh) = 1;
  out.fresh_power = out.fresh * well.pump_w;
  out.there = 1;
  (hangs ? out.with_meter : out.without_meter) = 1;
  out.power = well.pump_w;
  return out;
}

void each_asked_well(const books::Reader& books, const Asked& asked, const std::function<void(const books::ValueSource&)>& take) {
  const auto& days = asked.days;
  const bool wants_who = asked.asks(columns_of<WellThere>().column_named("entered_by"));
  const auto from = parse_date(days.from), to = parse_date(days.to);
  if (!from || !to) return;
  const Calendar calendar(books);
  const Since since{season_begins(*to), date_of_day(day_number(*to) - well_silent_days + 1)};
  for (const auto& well : books.all<books::Well>()) {
    const auto put_in = well.put_in ? format_date(*well.put_in) : std::string{};
    if (put_in > days.to) continue;
    auto row = row_of(books, well, put_in, days, since);
    if (wants_who) row.entered_by = entered_by(books, well.number);
    put_used(books, days, since, *from, row);
    if (was_read(books, calendar, row.meter, since.heard)) row.silent = 0;
    take(Given<WellThere>(row));
  }
}

void each_well(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) { each_asked_well(books, {days}, take); }

}  // namespace

const Source wells{.name = WellThere::table, .columns = columns_of<WellThere>, .each = each_well, .each_asked = each_asked_well};

}  // namespace kwota::facts
