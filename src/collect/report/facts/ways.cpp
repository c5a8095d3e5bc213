#include "collect/report/facts/ways.h"

#include <algorithm>
#include <set>

#include "base/ids_text.h"
#include "collect/report/facts/commodities.h"
#include "collect/report/facts/sold.h"

namespace kwota::facts {
namespace {

using books::SaleStatus;

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

/// A meter that counts more credits than it was sold.
void name_ghosts(const books::Reader& books, const std::set<MeterNumber>& meters, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  for (const auto number : meters) {
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

void each_way(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  std::set<MeterNumber> meters;
  Commodities commodities(Commodities::Of::one_moment);
  each_sale(books, days, [&](const books::Sale& sale) {
    if (sale.kind != books::Operation::open && sale.kind != books::Operation::recharge) return;
    if (sale.meter != MeterNumber{}) meters.insert(sale.meter);
    take(Given<Way>(way_of(books, sale, commodities)));
  });
  name_ghosts(books, meters, days, take);
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
