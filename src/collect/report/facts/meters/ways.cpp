#include "collect/report/facts/meters/ways.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "base/ids_text.h"
#include "collect/meter_use/used.h"
#include "collect/report/facts/commodities.h"
#include "collect/report/facts/meters/month_parts.h"
#include "collect/report/facts/sold.h"

namespace kwota::facts {
namespace {

using books::SaleStatus;

constexpr std::size_t letters_of_month = 7;

bool sealed(const books::Reader& books, const std::string& sale) {
  const auto told = books.select(books::JournalEntry::of_sale, sale);
  return std::ranges::any_of(told, [](const books::JournalEntry& row) { return row.what == books::JournalEvent::sealing || row.what == books::JournalEvent::carried; });
}

Way way_of(const books::Reader& books, const books::Sale& sale, Commodities& commodities) {
  const auto state = books.find<books::SaleState>(sale.number);
  const auto now = state ? state->state : SaleStatus::booked;
  const auto energy = sale.unit == Unit::energy ? sale.credit.amount() : 0, volume = sale.unit == Unit::volume ? sale.credit.amount() : 0;
  Way out;
  out.business_day = sale.business_day;
  out.station = sale.station;
  out.carrier = sale.card ? "card" : "link";
  out.scheme = sale.scheme;
  out.commodity = commodities.of_sale(books, sale);
  out.state = word_of(now);
  if (sale.meter != MeterNumber{}) out.meter = to_text(sale.meter);
  out.number = sale.number;
  out.sold = 1;
  out.energy_sold = energy;
  out.volume_sold = volume;
  out.money_sold = sale.tendered;
  out.sealed = sealed(books, sale.number) ? 1 : 0;
  if (now == SaleStatus::applied) {
    out.loaded = 1;
    out.energy_loaded = energy;
    out.volume_loaded = volume;
    out.money_loaded = sale.tendered;
    if (out.sealed == 0) {
      out.gap = 1;
      out.reason = "not_sealed";
    }
  } else if (now == SaleStatus::taken_back || now == SaleStatus::reversed) {
    out.back = 1;
    out.energy_back = energy;
    out.money_back = sale.tendered;
  } else {
    out.in_transit = 1;
    out.energy_in_transit = energy;
    out.money_in_transit = sale.tendered;
  }
  return out;
}

/// What was sold to each meter: the newest sale of each month, and the way on which it went.
using SoldTo = std::map<MeterNumber, std::map<std::string, Way>>;

/// A meter that counts more credits than it was sold.
void name_ghosts(const books::Reader& books, const SoldTo& meters, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  for (const auto& [number, sold] : meters) {
    const auto meter = books.find<books::Meter>(number);
    const auto words = books.newest(books::Statement::by_progress, 1, number);
    if (!meter || words.empty() || words.front().count <= meter->sold) continue;
    Way out;
    out.business_day = days.to;
    if (const auto accounts = books.select(books::Account::of_meter, number); !accounts.empty()) out.station = accounts.back().station;
    out.carrier = word_of(words.front().carrier);
    out.commodity = word_of(meter->commodity);
    out.reason = "ghost";
    out.meter = to_text(number);
    out.gap = static_cast<std::int64_t>(words.front().count.value()) - static_cast<std::int64_t>(meter->sold.value());
    take(Given<Way>(out));
  }
}

std::string month_of(const std::string& day) { return day.substr(0, letters_of_month); }

bool are_many(const SoldTo& meters) { return std::cmp_greater(meters.size(), months::meters_at_once); }

void note(SoldTo& meters, MeterNumber meter, const Way& way) {
  auto& by_month = meters[meter];
  if (are_many(meters)) return;
  auto& newest = by_month[month_of(way.business_day)];
  if (newest.business_day <= way.business_day) newest = way;
}

/// How a meter used what it was sold, between two moments of which the later one is where `end` begins: under the way of its newest sale until then, or of its first one.
Way used_by(const std::optional<months::MeterUse::Until>& from, const std::optional<months::MeterUse::Until>& to, const std::map<std::string, Way>& sold, const LocalDate& end) {
  const auto last_day = format_date(date_of_day(day_number(end) - 1));
  const auto later = sold.upper_bound(month_of(last_day));
  const auto& way = later == sold.begin() ? later->second : std::prev(later)->second;
  Way out;
  out.business_day = last_day;
  out.station = way.station;
  out.carrier = way.carrier;
  out.scheme = way.scheme;
  out.commodity = way.commodity;
  out.meter = way.meter;
  out.unheard = to && to->heard_since ? 0 : 1;
  if (!from || !to) return out;
  const auto used = to->credit.amount() - from->credit.amount();
  out.told = 1;
  out.money_used = to->money - from->money;
  if (to->credit.unit() == Unit::energy) out.told_energy = 1, out.energy_used = used;
  if (to->credit.unit() == Unit::volume) out.told_volume = 1, out.volume_used = used;
  return out;
}

/// Of more meters than anybody waits for nothing is said.
void tell_use(const books::Reader& books, const SoldTo& meters, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  const auto from = parse_date(days.from), to = parse_date(days.to);
  if (!from || !to || are_many(meters)) return;
  const Calendar calendar(books);
  for (const auto& meter : meters) {
    const months::MeterUse use(books, meter.first);
    const auto until = [&](const LocalDate& day) { return use.until(calendar.zone().instant({day}), calendar.zone()); };
    auto before = until(*from);
    each_month_part(*from, date_of_day(day_number(*to) + 1), [&](const LocalDate&, const LocalDate& end) {
      auto then = until(end);
      take(Given<Way>(used_by(before, then, meter.second, end)));
      before = std::move(then);
    });
  }
}

void each_way(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  SoldTo meters;
  Commodities commodities(Commodities::Of::one_moment);
  each_sale(books, days, [&](const books::Sale& sale) {
    if (sale.kind != books::Operation::open && sale.kind != books::Operation::recharge) return;
    const auto way = way_of(books, sale, commodities);
    if (sale.meter != MeterNumber{}) note(meters, sale.meter, way);
    take(Given<Way>(way));
  });
  name_ghosts(books, meters, days, take);
  tell_use(books, meters, days, take);
}

/// As the list of sales is walked by their state (store/lists/view_orders.cpp).
constexpr books::IndexOf<books::SaleState> by_state{{"sale_state_since", {"state", "since"}}};

InTransit transit_of(const books::Reader& books, const books::Sale& sale, SaleStatus state, std::int64_t days, CustomerNames& names, Commodities& commodities) {
  InTransit out;
  out.sold_day = sale.business_day;
  out.age = age_of(days);
  out.station = sale.station;
  out.carrier = sale.card ? "card" : "link";
  out.scheme = sale.scheme;
  out.commodity = commodities.of_sale(books, sale);
  out.state = word_of(state);
  out.number = sale.number;
  out.account = std::to_string(sale.account);
  out.customer_name = names.of(sale.customer);
  if (sale.meter != MeterNumber{}) out.meter = to_text(sale.meter);
  out.money = sale.tendered;
  put_credit(out, sale);
  return out;
}

void each_in_transit(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  const auto last = parse_date(days.to);
  if (!last) return;
  CustomerNames names(books);
  Commodities commodities(Commodities::Of::one_moment);
  for (const auto state : {SaleStatus::booked, SaleStatus::carried, SaleStatus::in_doubt})
    for (const auto& row : books.select(by_state, state)) {
      const auto sale = books.find<books::Sale>(row.sale);
      const auto day = sale ? parse_date(sale->business_day) : Result<LocalDate>(*last);
      const auto age = day ? day_number(*last) - day_number(*day) : -1;
      if (!sale || sale->n == SequenceNumber{} || age < 0) continue;  // nothing is carried; or it was sold later
      auto one = transit_of(books, *sale, state, age, names, commodities);
      one.business_day = days.to;
      take(Given<InTransit>(one));
    }
}

}  // namespace

const Source in_transit{InTransit::table, columns_of<InTransit>, each_in_transit};

std::string age_of(std::int64_t days) {
  for (const auto& [most, name] : {std::pair{1, "01"}, std::pair{7, "07"}, std::pair{30, "30"}, std::pair{90, "90"}})
    if (days <= most) return name;
  return "over";
}

const Source ways{Way::table, columns_of<Way>, each_way};

}  // namespace kwota::facts
