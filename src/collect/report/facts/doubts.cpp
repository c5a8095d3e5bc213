#include "collect/report/facts/doubts.h"

#include <boost/json.hpp>
#include <set>

#include "base/ids_text.h"
#include "collect/report/facts/commodities.h"
#include "collect/report/facts/sold.h"

namespace kwota::facts {
namespace {

using books::JournalEvent;

constexpr std::int64_t ms_of_hour = 3'600'000;
/// Few sales are ever in doubt or not carried: each has an index of its own (store/sqlite/schema.cpp).
constexpr books::IndexOf<books::JournalEntry> of_doubt{{"journal_in_doubt", {"time"}, {books::Only::When::is, "what", "in_doubt"}}},
    of_refusal{{"journal_not_carried", {"time"}, {books::Only::When::is, "what", "not_carried"}}};

bool settles(JournalEvent what) {
  return what == JournalEvent::carried || what == JournalEvent::not_carried || what == JournalEvent::confirmed || what == JournalEvent::came_back_pending || what == JournalEvent::carry_again;
}

struct Span {
  Instant from;
  std::optional<Instant> to;
  std::string how = "in_doubt";
};

Span span_of(const books::Reader& books, const std::string& sale) {
  std::optional<Span> out;
  for (const auto& row : books.select(books::JournalEntry::of_sale, sale)) {
    if (!out && row.what == JournalEvent::in_doubt) out = Span{row.time, {}};
    if (!out || out->to || !settles(row.what)) continue;
    out->to = row.time;
    out->how = word_of(row.what);
  }
  const auto state = books.find<books::SaleState>(sale);
  if (out && !out->to && state && state->state != books::SaleStatus::in_doubt) {  // persons, or a take-back
    out->to = state->since;
    out->how = word_of(state->state);
  }
  return out.value_or(Span{});
}

/// What was looked up already.
struct Known {
  explicit Known(const books::Reader& reader) : books(reader), names(reader) {}
  const books::Reader& books;
  CustomerNames names;
  Commodities commodities{};
};

std::string commodity_of(const books::Sale& sale, Known& known) {
  const auto first = sale.original.empty() ? std::nullopt : known.books.find<books::Sale>(sale.original);
  return known.commodities.of_sale(known.books, first ? *first : sale);
}

Doubt told_of(const books::Sale& sale, const Days& days, Known& known) {
  Doubt out;
  out.business_day = days.to;
  out.station = sale.station;
  out.till = sale.till;
  out.operator_name = sale.operator_name;
  out.number = sale.number;
  out.customer_name = known.names.of(sale.customer);
  if (sale.meter != MeterNumber{}) out.meter = to_text(sale.meter);
  out.carrier = sale.card ? "card" : "link";
  out.commodity = commodity_of(sale, known);
  out.money = sale.tendered;
  return out;
}

std::string text_in(const std::string& details, std::string_view name) {
  boost::json::error_code bad;
  const auto value = boost::json::parse(details.empty() ? "{}" : details, bad);
  const auto* found = !bad && value.is_object() ? value.get_object().if_contains(name) : nullptr;
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string{};
}

void each_in_doubt(const books::Reader& books, const Days& days, const Calendar& calendar, Known& known, const std::function<void(const books::ValueSource&)>& take) {
  std::set<std::string> seen;
  for (const auto& row : books.select(of_doubt)) {
    if (calendar.day_of(row.time) > days.to) break;
    const auto sale = seen.insert(row.sale).second ? books.find<books::Sale>(row.sale) : std::nullopt;
    if (!sale) continue;
    const auto span = span_of(books, row.sale);
    const auto from = calendar.day_of(span.from), to = span.to ? calendar.day_of(*span.to) : std::string{};
    if (!to.empty() && to < days.from) continue;
    auto out = told_of(*sale, days, known);
    const bool settled = !to.empty() && to <= days.to;
    out.matter = "in_doubt";
    out.outcome = settled ? span.how : "in_doubt";
    out.since = calendar.time_of(span.from);
    (from < days.from ? out.opening : out.opened) = 1;
    (settled ? out.settled : out.open) = 1;
    if (const auto last = parse_date(days.to); !settled && last)
      out.hours = (calendar.end_of(*last).ms() - span.from.ms()) / ms_of_hour;
    take(Given<Doubt>(out));
  }
}

void each_refused(const books::Reader& books, const Days& days, const Calendar& calendar, Known& known, const std::function<void(const books::ValueSource&)>& take) {
  for (const auto& row : books.select(of_refusal)) {
    const auto sale = days.hold(calendar.day_of(row.time)) ? books.find<books::Sale>(row.sale) : std::nullopt;
    if (!sale) continue;
    auto out = told_of(*sale, days, known);
    out.matter = "refused";
    out.outcome = word_of(row.what);
    out.reason = text_in(row.details, "error");
    out.since = calendar.time_of(row.time);
    out.refused = 1;
    take(Given<Doubt>(out));
  }
}

void each_doubt(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  const Calendar calendar(books);
  Known known(books);
  each_in_doubt(books, days, calendar, known, take);
  each_reversed(books, days, [&](const books::Sale& sale, const books::SaleState& state) {
    auto out = told_of(sale, days, known);
    out.matter = out.outcome = word_of(books::undone);
    out.reason = sale.reason;
    out.since = calendar.time_of(state.since);
    out.reversed = 1;
    take(Given<Doubt>(out));
  });
  each_refused(books, days, calendar, known, take);
}

}  // namespace

const Source doubts{Doubt::table, columns_of<Doubt>, each_doubt};

}  // namespace kwota::facts
