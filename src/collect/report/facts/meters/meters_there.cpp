#include "collect/report/facts/meters/meters_there.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "base/ids_text.h"

namespace kwota::facts {
namespace {

/// One time that a meter hung somewhere; what was taken off, tested and put on again hung twice.
struct Hung {
  std::string from, to;  ///< `to` empty: it hangs there
  bool by_swap = false, off_by_swap = false;
  std::string station;
};

/// What the books say of one meter: it came onto a wall, left it, or its customer left and it perhaps with him.
struct WallMove {
  enum class What { taken_off, customer_left, put_on };
  Instant at;
  What what;
  bool by_swap = false;
  std::string station{};
  friend bool operator<(const WallMove& left, const WallMove& right) { return std::pair{left.at, left.what} < std::pair{right.at, right.what}; }
};

using WallMoves = std::map<MeterNumber, std::vector<WallMove>>;

/// Meters that left their accounts first: the account's opening is that of its first meter.
void add_swaps(const books::Reader& books, WallMoves& all, std::set<std::int64_t>& swapped) {
  for (const auto& row : books.all<books::MeterSwap>()) {
    const auto account = books.find<books::Account>(row.account);
    const auto station = account ? account->station : std::string{};
    if (swapped.insert(row.account).second && account && account->opened) all[row.old_meter].push_back({*account->opened, WallMove::What::put_on, false, station});
    const bool for_another = row.new_meter != MeterNumber{};
    all[row.old_meter].push_back({row.time, WallMove::What::taken_off, for_another});
    if (for_another) all[row.new_meter].push_back({row.time, WallMove::What::put_on, true, station});
  }
}

void add_accounts(const books::Reader& books, WallMoves& all) {
  std::set<std::int64_t> swapped;
  add_swaps(books, all, swapped);
  const auto& table = books::table_of<books::Account>();
  books.each({.table = &table, .index = nullptr, .equal = {}, .from = {}, .up_to = {}}, [&](const books::ValueSource& from) {
    books::Account account;
    table.take(&account, from);
    if (!account.opened || account.meter == MeterNumber{}) return true;
    auto& one = all[account.meter];
    if (!swapped.contains(account.number)) one.push_back({*account.opened, WallMove::What::put_on, false, account.station});
    if (account.closed) one.push_back({*account.closed, WallMove::What::customer_left});
    return true;
  });
}

void add_wells(const books::Reader& books, const Calendar& calendar, WallMoves& all) {
  for (const auto& row : books.all<books::WellMeter>()) {
    const auto well = books.find<books::Well>(row.well);
    const auto village = well ? books.find<books::Place>(well->village) : std::nullopt;
    auto& one = all[row.meter];
    one.push_back({calendar.begin_of(row.from), WallMove::What::put_on, false, village ? village->station : std::string{}});
    if (row.to) one.push_back({calendar.begin_of(*row.to) + Duration::ms(*row.to == row.from ? 1 : 0), WallMove::What::taken_off});  // on its last day; it may hang at another well from that day on
  }
}

/// The times that one meter hung, the first one first.
std::vector<Hung> times_of(std::vector<WallMove> moves, const Calendar& calendar, bool hangs_now) {
  std::ranges::stable_sort(moves, std::less{});
  std::vector<Hung> out;
  bool hangs = false;
  std::optional<WallMove> left;  ///< by its last customer: it stayed on its wall if another one came
  for (auto& one : moves) {
    if (one.what == WallMove::What::put_on && !hangs) out.push_back({calendar.day_of(one.at), {}, one.by_swap, false, {}});
    if (one.what == WallMove::What::put_on) out.back().station = std::move(one.station), hangs = true, left.reset();
    if (one.what == WallMove::What::customer_left) left = one;
    if (one.what != WallMove::What::taken_off || out.empty()) continue;
    out.back().to = calendar.day_of(one.at);
    out.back().off_by_swap = one.by_swap;
    hangs = false;
  }
  if (out.empty()) return out;
  if (hangs_now) out.back().to.clear();
  else if (hangs && left) out.back().to = calendar.day_of(left->at);
  return out;
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

/// Nothing: on none of these days.
std::optional<MeterThere> there(const Hung& hung, const Days& days) {
  if (hung.from > days.to || (!hung.to.empty() && hung.to < days.from)) return std::nullopt;
  MeterThere row;
  row.business_day = days.to;
  row.station = hung.station;
  row.put_in = hung.from;
  (hung.from < days.from ? row.opening : row.fresh) = 1;
  row.gone = !hung.to.empty() && hung.to <= days.to ? 1 : 0;
  row.closing = row.opening + row.fresh - row.gone;
  row.swapped_in = row.fresh != 0 && hung.by_swap ? 1 : 0;
  row.swapped_out = row.gone != 0 && hung.off_by_swap ? 1 : 0;
  if (row.closing != 0) row.age_days = age_on(hung.from, days.to);
  return row;
}

void each_hung(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  const Calendar calendar(books);
  WallMoves all;
  add_accounts(books, all);
  add_wells(books, calendar, all);
  for (auto& [number, moves] : all) {
    const auto meter = books.find<books::Meter>(number);
    if (!meter) continue;
    bool is_first = true;  // what it recorded counts once
    for (const auto& hung : times_of(std::move(moves), calendar, meter->state == books::MeterStatus::installed)) {
      auto row = there(hung, days);
      if (!row) continue;
      row->model = meter->model;
      row->maker = meter->maker;
      row->commodity = word_of(meter->commodity);
      row->meter = to_text(number);
      if (const auto stock = books.find<books::StockMeter>(number); row->closing != 0 && stock && stock->test_due && format_date(*stock->test_due) <= days.to) row->due = 1;
      if (std::exchange(is_first, false)) row->faults = recorded(books, calendar, number, days);
      take(Given<MeterThere>(*row));
    }
  }
}

}  // namespace

const Source meters_there{MeterThere::table, columns_of<MeterThere>, each_hung};

}  // namespace kwota::facts
