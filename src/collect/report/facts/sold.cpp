#include "collect/report/facts/sold.h"

#include <algorithm>

#include "base/ids_text.h"
#include "books/lookup.h"
#include "collect/report/facts/commodities.h"
#include "collect/report/facts/of_document.h"
#include "sell/ledger/entry_name.h"
#include "sell/ledger/sale_document.h"
#include "sell/outlet_float/outlet_float.h"

namespace kwota::facts {
namespace {

/// "2026-10-05 09:30:00"
constexpr std::size_t time_of_day = 11;

std::string weekday_of(const std::string& time) {
  const auto date = parse_date(time.substr(0, time_of_day - 1));
  return date ? std::to_string(weekday(*date)) : std::string{};
}

/// As the list of sales is walked by their state (store/lists/view_orders.cpp).
constexpr books::IndexOf<books::SaleState> states{{"sale_state_since", {"state", "since"}}};

/// As the list of entries is walked by what they post (store/lists/view_orders.cpp).
constexpr books::IndexOf<books::Entry> by_what{{"entry_what", {"what", "time"}}};
/// As the list of sales is walked by their kind, and by the meters that they are for (store/lists/view_orders.cpp).
constexpr books::IndexOf<books::Sale> by_kind{{"sale_kind", {"kind", "time"}}}, by_meter{{"sale_meter", {"meter"}}};
/// What the index by kinds says besides: who asks no more of recharges is told by it alone.
const books::ColumnSet& told_by_kinds() {
  using books::columns, books::Sale;
  static const auto places = columns(&Sale::kind, &Sale::time, &Sale::business_day, &Sale::credit, &Sale::tendered, &Sale::plan, &Sale::n, &Sale::original).places();
  return places;
}
constexpr std::string_view prepaid_family = "prepaid/";

/// "goodwill: leaked all winter" of a supplement; a take-back has no code.
std::string code_of(const books::Sale& sale) {
  if (sale.kind != books::Operation::supplement) return {};
  return sale.reason.substr(0, sale.reason.find(':'));
}

/// Most documents say nothing of it, and are not taken apart. Of one whose archive is not at hand nothing can be said.
bool was_overridden(const books::Reader& books, const books::Sale& sale) {
  if (sale.away() != 0) return books.needs_archive(sale.away()), false;
  if (sale.document.find(ledger::confirmed_member) == std::string::npos) return false;
  const auto document = ledger::sale_document(sale.number, sale.document);
  return document && document->unusual != 0;  // what cannot be read, verify names
}

/// Which columns of a receipt somebody reads: what must be looked up, or made, for one that nobody reads is left.
struct Wanted {
  explicit Wanted(const Asked& asked) {
    const auto any = [&](std::initializer_list<std::string_view> names) {
      return std::ranges::any_of(names, [&](std::string_view name) { return asked.asks(columns_of<Sold>().column_named(name)); });
    };
    time = any({"time", "weekday", "hour", "night"});
    name = any({"customer_name"});
    commodity = any({"commodity"});
    volume_commodity = asked.of_volumes.any();
    reprints = any({"reprints"});
    reason = any({"reason", "reason_code"});
    customer = any({"customer"});
    account = any({"account"});
    card = any({"card"});
    usage_class = any({"usage_class"});
    scheme = any({"scheme"});
    again = any({"again"});
    document = any({"of_document"});
    number = any({"number"});
    place = any({"station", "till", "operator"});
    people = any({"asked_by", "approved_by", "agreed"});
    meter = any({"meter"});
    one_hand = any({"one_hand"});
    overrides = any({"overrides"});
    first = place || usage_class || scheme || commodity || volume_commodity || any({"plan", "undone"});
  }
  bool document, time, name, commodity, volume_commodity, reprints, reason, customer, account, card, usage_class, scheme, again, number, place, people, meter, one_hand, overrides;
  bool first;  ///< of whatever it takes back

  /// Of the receipts' own columns.
  books::ColumnSet of_sale() const {
    using books::columns, books::Sale;
    auto out = columns(&Sale::kind, &Sale::business_day, &Sale::tendered, &Sale::credit).places();
    if (number || reprints || document) out |= columns(&Sale::number).places();
    if (place) out |= columns(&Sale::station, &Sale::till).places();
    if (place || people) out |= columns(&Sale::operator_name).places();
    if (people) out |= columns(&Sale::approved_by).places();
    if (meter) out |= columns(&Sale::meter).places();
    if (overrides) out |= columns(&Sale::document).places();
    if (one_hand) out |= columns(&Sale::one_hand).places();
    if (first || document) out |= columns(&Sale::plan, &Sale::n, &Sale::original).places();
    if (account || again || document || commodity) out |= columns(&Sale::account).places();
    if (time || document) out |= columns(&Sale::time).places();
    if (name || customer) out |= columns(&Sale::customer).places();
    if (reason) out |= columns(&Sale::reason).places();
    if (card) out |= columns(&Sale::card).places();
    if (usage_class) out |= columns(&Sale::usage_class).places();
    if (scheme) out |= columns(&Sale::scheme).places();
    return out;
  }
};

void put_time(Sold& out, std::string time) {
  out.weekday = weekday_of(time);
  out.hour = time.substr(time_of_day, 2);
  const auto clock = std::string_view(time).substr(time_of_day);
  out.night = clock < office_opens || clock >= office_closes ? 1 : 0;
  out.time = std::move(time);
}

/// Tells rows one after the other: what is looked up once for all of them.
struct Telling {
  const books::Reader& books;
  const Asked& asked;
  const Wanted wanted{asked};
  const Calendar calendar{books};
  CustomerNames names{books};
  Commodities commodities{Commodities::Of::one_moment};
};

Sold fact_of(Telling& telling, const books::Sale& sale) {
  auto& [books, asked, wanted, calendar, names, commodities] = telling;
  const auto first = sale.original.empty() ? std::nullopt : books.find<books::Sale>(sale.original);
  const auto& root = first ? *first : sale;
  Sold out;
  out.business_day = sale.business_day;
  out.station = root.station;
  out.till = root.till;
  out.operator_name = root.operator_name;
  out.kind = word_of(sale.kind);
  if (first) out.undone = word_of(root.kind);
  out.number = sale.number;
  if (wanted.time) put_time(out, calendar.time_of(sale.time));
  out.asked_by = sale.operator_name;
  out.approved_by = sale.approved_by;
  if (wanted.reason) {
    out.reason = sale.reason;
    out.reason_code = code_of(sale);
  }
  if (wanted.document) out.of_document = document_of(books, sale);
  if (wanted.customer) out.customer = to_text(sale.customer);
  if (wanted.name) out.customer_name = names.of(sale.customer);
  if (wanted.account) out.account = std::to_string(sale.account);
  if (sale.meter != MeterNumber{}) out.meter = to_text(sale.meter);
  if (sale.card) out.card = to_text(*sale.card);
  out.usage_class = root.usage_class;
  out.plan = root.plan;
  out.scheme = root.scheme;
  if (wanted.commodity || (wanted.volume_commodity && sale.unit == Unit::volume)) out.commodity = commodities.of_sale(books, root);
  if (wanted.reprints)
    if (const auto state = books.find<books::SaleState>(sale.number)) out.reprints = state->reprints;
  out.one_hand = sale.one_hand ? 1 : 0;
  if (wanted.overrides) out.overrides = was_overridden(books, sale) ? 1 : 0;
  out.money = sale.tendered;
  put_credit(out, sale);
  return out;
}

/// Whoever agreed is named once more, with nothing but that.
Sold agreed_of(Sold row) {
  row.asked_by = row.approved_by;
  row.agreed = 1;
  row.count = row.reprints = row.one_hand = row.overrides = row.night = row.again = 0;
  row.money = row.credit = Money{};
  row.energy = row.volume = 0;
  return row;
}

/// Of a receipt it stands under that one, as in the sheets of its day; else where it was posted.
void put_under(Sold& out, const books::Reader& books, const books::Entry& entry) {
  if (const auto sale = books.find<books::Sale>(std::string(ledger::receipt_of(entry)))) {
    out.of_document = sale->number;
    const auto first = sale->original.empty() ? std::nullopt : books.find<books::Sale>(sale->original);
    const auto& root = first ? *first : *sale;
    out.station = root.station;
    out.till = root.till;
    out.operator_name = root.operator_name;
    out.usage_class = root.usage_class;
    out.plan = root.plan;
    out.scheme = root.scheme;
    return;
  }
  auto place = ledger::posted_at(entry);
  out.station = std::move(place.station);
  out.till = std::move(place.till);
}

Sold emptied_of(Telling& telling, const books::Entry& entry) {
  const auto& books = telling.books;
  Sold out;
  put_under(out, books, entry);
  out.count = 0;
  out.business_day = entry.business_day;
  out.kind = word_of(entry.what);
  out.time = telling.calendar.time_of(entry.time);
  out.account = std::to_string(entry.account);
  for (const auto& leg : books.legs(entry.number)) {
    if (!leg.account.starts_with(prepaid_family)) continue;
    out.commodity = leg.account.substr(prepaid_family.size());
    out.emptied += leg.amount;
  }
  if (const auto account = books.find<books::Account>(entry.account)) {
    out.customer = to_text(account->customer);
    out.customer_name = telling.names.of(account->customer);
    if (account->meter != MeterNumber{}) out.meter = to_text(account->meter);
  }
  auto given = given_up_by(books, entry);
  if (out.of_document.empty()) out.of_document = std::move(given.document);
  if (!given.closing) return out;
  out.number = given.closing->number;
  if (given.closing->meter != MeterNumber{}) out.meter = to_text(given.closing->meter);  // it may hang somewhere else by now
  out.asked_by = given.closing->operator_name;
  out.approved_by = given.closing->approved_by;
  out.reason = given.closing->reason;
  return out;
}

bool counts(const Asked& asked, books::Operation kind) { return asked.kinds.empty() || std::ranges::find(asked.kinds, word_of(kind)) != asked.kinds.end(); }

/// What meters gave up, or were cleared of, as it was posted in these days.
void each_emptied(Telling& telling, const std::function<void(const books::ValueSource&)>& take) {
  const auto& asked = telling.asked;
  const auto time = telling.calendar.around(asked.days);
  for (const auto what : {books::Operation::surrendered, books::Operation::cleared}) {
    if (!time || !counts(asked, what)) continue;
    const books::Query query{.table = &books::table_of<books::Entry>(), .index = &by_what, .equal = {books::value_of(what)}, .from = books::value_of(time->first), .up_to = books::value_of(time->last)};
    telling.books.each(query, [&](const books::ValueSource& row) {
      books::Entry entry;
      query.table->take(&entry, row);
      if (entry.account != 0 && asked.days.hold(entry.business_day)) take(Given<Sold>(emptied_of(telling, entry)));
      return true;
    });
  }
}

/// Of whoever has none, none.
MeterNumber meter_in(const std::string& text) {
  const auto number = parse_meter_number(text);
  return number.ok() ? *number : MeterNumber{};
}

/// From one meter to the next, whatever days its receipts are of.
bool each_by_meter(const books::Reader& books, const Asked& asked, const std::string& from, const std::function<bool(const books::ValueSource&)>& take) {
  Telling telling{books, asked};
  const auto& wanted = telling.wanted;
  // What stands in rows of its own, or hangs of rows before it, is found by days.
  if (wanted.people || wanted.again || counts(asked, books::Operation::surrendered) || counts(asked, books::Operation::cleared)) return false;
  std::size_t looked = 0;
  const books::Query query{.table = &books::table_of<books::Sale>(), .index = &by_meter, .equal = {}, .from = books::value_of(meter_in(from)), .up_to = {}, .newest = false, .limit = 0, .columns = wanted.of_sale()};
  books.each(query, [&](const books::ValueSource& row) {
    if (++looked > asked.look_most) return false;
    books::Sale sale;
    query.table->take_columns(&sale, row, query.columns);
    if (!asked.days.hold(sale.business_day) || !counts(asked, sale.kind)) return true;
    return take(Given<Sold>(fact_of(telling, sale)));
  });
  return looked <= asked.look_most;
}

void each_receipt_asked(const books::Reader& books, const Asked& asked, const std::function<void(const books::ValueSource&)>& take) {
  Telling telling{books, asked};
  const auto& wanted = telling.wanted;
  std::map<std::pair<std::string, std::int64_t>, std::int64_t> bought;
  SalesAsked sales{.kinds = {}, .columns = wanted.of_sale()};
  for (const auto kind : asked.kinds)
    if (const auto known = parse_word<books::Operation>(kind); known && !wanted.again) sales.kinds.push_back(*known);
  each_sale(books, asked.days, sales, [&](const books::Sale& sale) {
    if (!counts(asked, sale.kind) && !wanted.again) return;
    auto row = fact_of(telling, sale);
    if (wanted.again && (sale.kind == books::Operation::recharge || sale.kind == books::Operation::open)) row.again = ++bought[{sale.business_day, sale.account}] > sales_a_day_usual ? 1 : 0;
    take(Given<Sold>(row));
    if (wanted.people && !sale.approved_by.empty()) take(Given<Sold>(agreed_of(std::move(row))));
  });
  each_emptied(telling, take);
}

void each_receipt(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) { each_receipt_asked(books, {days}, take); }

}  // namespace

const Source sold{.name = Sold::table, .columns = columns_of<Sold>, .each = each_receipt, .each_asked = each_receipt_asked, .in_order = "meter", .each_in_order = each_by_meter};

Calendar::Calendar(const books::Reader& books)
    : zone_([&] {
        auto zone = books::utility_zone(books);
        return zone ? std::move(*zone) : Zone::utc();
      }()),
      days_(books, zone_) {}

std::optional<Instants> Calendar::around(const Days& days) const {
  constexpr std::int64_t beside = 3;  // [K]
  const auto from = parse_date(days.from), to = parse_date(days.to);
  if (!from || !to) return std::nullopt;
  return Instants{zone_.instant({date_of_day(day_number(*from) - beside)}), zone_.instant({date_of_day(day_number(*to) + beside + 1)})};
}

void each_shift(const books::Reader& books, const Instants& time, const std::function<void(const books::Shift&)>& take) {
  const auto& table = books::table_of<books::Shift>();
  const auto opened = table.column_named("opened"), closed = table.column_named("closed");
  for (const auto& till : books.all<books::Till>()) {
    std::vector<books::Shift> found;
    const books::Query query{.table = &table, .index = nullptr, .equal = {books::value_of(till.station), books::value_of(till.code)}, .from = {}, .up_to = {}};
    books.each(query, [&](const books::ValueSource& row) {  // all of them: a clock may have gone wrong for a while
      if (row.get_integer(opened) > time.last.ms() || (!row.is_null(closed) && row.get_integer(closed) < time.first.ms())) return true;
      table.take(&found.emplace_back(), row);
      return true;
    });
    std::ranges::for_each(found, take);
  }
}

const std::string& CustomerNames::of(CustomerNumber number) {
  const auto [at, fresh] = known_.try_emplace(number);
  if (fresh)
    if (auto name = books_.find(books::columns(&books::Customer::name), number)) at->second = std::move(*name);
  return at->second;
}

void each_reversed(const books::Reader& books, const Days& days, const std::function<void(const books::Sale&, const books::SaleState&)>& take) {
  const Calendar calendar(books);
  const auto time = calendar.around(days);  // the entry says on which day it was
  if (!time) return;
  const books::Query query{.table = &books::table_of<books::SaleState>(), .index = &states, .equal = {books::value_of(books::undone)}, .from = books::value_of(time->first), .up_to = books::value_of(time->last)};
  std::vector<books::SaleState> states;
  books.each(query, [&](const books::ValueSource& row) {
    query.table->take(&states.emplace_back(), row);
    return true;
  });
  for (const auto& state : states) {
    const auto entry = books.find<books::Entry>(state.sale + "/reversed");
    if (!days.hold(entry ? entry->business_day : calendar.day_of(state.since))) continue;
    if (const auto sale = books.find<books::Sale>(state.sale)) take(*sale, state);
  }
}

namespace {

/// Some of them: most rows are recharges and payments, and these are walked by the days on which they were made.
bool are_few(const std::vector<books::Operation>& kinds) {
  return !kinds.empty() && std::ranges::none_of(kinds, [](books::Operation kind) { return kind == books::Operation::recharge || kind == books::Operation::payment; });
}

using TakeSales = std::function<void(const books::Query&)>;

void by_kinds(const Days& days, const std::vector<books::Operation>& kinds, const Calendar& calendar, const TakeSales& ask) {
  const auto time = calendar.around(days);
  if (!time) return;
  for (const auto kind : kinds)
    ask({.table = &books::table_of<books::Sale>(), .index = &by_kind, .equal = {books::value_of(kind)}, .from = books::value_of(time->first), .up_to = books::value_of(time->last)});
}

void by_shifts(const books::Reader& books, const Days& days, const Calendar& calendar, const TakeSales& ask) {
  const auto* table = &books::table_of<books::Sale>();
  const auto time = calendar.around(days);
  if (!time) return;
  each_shift(books, *time, [&](const books::Shift& shift) {
    ask({.table = table, .index = &books::Sale::of_shift, .equal = {books::value_of(shift.station), books::value_of(shift.till), books::value_of(shift.number)}, .from = {}, .up_to = {}});
  });
  for (const auto& outlet : books.all<books::Outlet>())
    ask({.table = table, .index = &books::Sale::of_shift, .equal = {books::value_of(outlet.station), books::value_of(outlet.code)},
         .from = books::value_of(outlets::shift_of_day(days.from)), .up_to = books::value_of(outlets::shift_of_day(days.to))});
}

}  // namespace

void each_sale(const books::Reader& books, const Days& days, const SalesAsked& asked, const std::function<void(const books::Sale&)>& take) {
  const Calendar calendar(books);
  books::Sale sale;  // one for all: what is not asked for stays empty
  const auto ask = [&](books::Query query) {
    query.columns = asked.columns;
    books.each(query, [&](const books::ValueSource& from) {
      asked.columns.none() ? query.table->take(&sale, from) : query.table->take_columns(&sale, from, asked.columns);
      if (days.hold(sale.business_day)) take(sale);
      return true;
    });
  };
  const bool told = asked.columns.any() && (asked.columns & ~told_by_kinds()).none();
  are_few(asked.kinds) || (told && !asked.kinds.empty()) ? by_kinds(days, asked.kinds, calendar, ask) : by_shifts(books, days, calendar, ask);
}

}  // namespace kwota::facts
