#include "collect/report/facts/meters/meters_there.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/ids_text.h"

namespace kwota::facts {
namespace {

/// The days of one meter on walls.
struct Hung {
  std::string from, to;  ///< `to` empty: nothing was said of its end
  bool by_swap = false, off_by_swap = false;
  std::string station;
  void begin(const std::string& day, bool swap) {
    if (!from.empty() && from <= day) return;
    from = day;
    by_swap = swap;
  }
  void end(const std::string& day, bool swap) {
    if (day < to) return;
    to = day;
    off_by_swap = swap;
  }
};

using AllHung = std::map<MeterNumber, Hung>;

/// Meters that left their accounts first: the account's opening is that of its first meter.
void add_swaps(const books::Reader& books, const Calendar& calendar, AllHung& all, std::set<std::int64_t>& swapped) {
  std::map<std::int64_t, std::string> opened;
  for (const auto& row : books.all<books::MeterSwap>()) {
    const auto account = books.find<books::Account>(row.account);
    const auto station = account ? account->station : std::string{};
    auto& old = all[row.old_meter];
    old.station = station;
    if (swapped.insert(row.account).second && account && account->opened) old.begin(calendar.day_of(*account->opened), false);
    const bool swapped_for_another = row.new_meter != MeterNumber{};
    old.end(calendar.day_of(row.time), swapped_for_another);
    if (!swapped_for_another) continue;
    auto& fresh = all[row.new_meter];
    fresh.station = station;
    fresh.begin(calendar.day_of(row.time), true);
  }
}

void add_accounts(const books::Reader& books, const Calendar& calendar, AllHung& all) {
  std::set<std::int64_t> swapped;
  add_swaps(books, calendar, all, swapped);
  const auto& table = books::table_of<books::Account>();
  books.each({.table = &table, .index = nullptr, .equal = {}, .from = {}, .up_to = {}}, [&](const books::ValueSource& from) {
    books::Account account;
    table.take(&account, from);
    if (!account.opened || account.meter == MeterNumber{}) return true;
    auto& one = all[account.meter];
    one.station = account.station;
    if (!swapped.contains(account.number)) one.begin(calendar.day_of(*account.opened), false);
    if (account.closed) one.end(calendar.day_of(*account.closed), false);
    return true;
  });
}

void add_wells(const books::Reader& books, AllHung& all) {
  for (const auto& row : books.all<books::WellMeter>()) {
    const auto well = books.find<books::Well>(row.well);
    const auto village = well ? books.find<books::Place>(well->village) : std::nullopt;
    auto& one = all[row.meter];
    if (village) one.station = village->station;
    one.begin(format_date(row.from), false);
    if (row.to) one.end(format_date(*row.to), false);
  }
}

std::int64_t recorded(const books::Reader& books, const Calendar& calendar, MeterNumber meter, const Days& days) {
  std::int64_t count = 0;
  for (const auto& row : books.select(books::MeterEvent::as_received, meter))
    if (days.hold(row.began ? format_date(row.began->date) : calendar.day_of(row.received))) ++count;
  return count;
}

std::int64_t age_on(const std::string& since, const std::string& day) {
  const auto from = parse_date(since), to = parse_date(day);
  return from && to ? day_number(*to) - day_number(*from) : 0;
}

void each_hung(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  const Calendar calendar(books);
  AllHung all;
  add_accounts(books, calendar, all);
  add_wells(books, all);
  for (auto& [number, hung] : all) {
    const auto meter = books.find<books::Meter>(number);
    if (!meter || hung.from.empty() || hung.from > days.to) continue;
    const bool off = meter->state != books::MeterStatus::installed && !hung.to.empty();  // a meter stays on its wall when a customer leaves
    if (off && hung.to < days.from) continue;
    MeterThere row;
    row.business_day = days.to;
    row.station = hung.station;
    row.model = meter->model;
    row.maker = meter->maker;
    row.commodity = word_of(meter->commodity);
    row.meter = to_text(number);
    row.put_in = hung.from;
    (hung.from < days.from ? row.opening : row.fresh) = 1;
    row.gone = off && hung.to <= days.to ? 1 : 0;
    row.closing = row.opening + row.fresh - row.gone;
    row.swapped_in = row.fresh != 0 && hung.by_swap ? 1 : 0;
    row.swapped_out = row.gone != 0 && hung.off_by_swap ? 1 : 0;
    if (row.closing != 0) row.age_days = age_on(hung.from, days.to);
    if (const auto stock = books.find<books::StockMeter>(number); row.closing != 0 && stock && stock->test_due && format_date(*stock->test_due) <= days.to) row.due = 1;
    row.faults = recorded(books, calendar, number, days);
    take(Given<MeterThere>(row));
  }
}

}  // namespace

const Source meters_there{MeterThere::table, columns_of<MeterThere>, each_hung};

}  // namespace kwota::facts
