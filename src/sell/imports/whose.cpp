#include "sell/imports/whose.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/ids_text.h"
#include "books/lookup.h"

namespace kwota::imports {
namespace {

using books::Account;

/// Whose it is: a station, or everybody's by an empty name; nothing: this does not say, and the next one is asked.
using Whose = std::optional<std::string>;

Whose of_place(const books::Reader& books, const std::string& code) {
  const auto place = books.find<books::Place>(code);
  return place ? Whose(place->station) : std::nullopt;
}

Whose of_newest(const std::vector<Account>& accounts) {
  const auto newest = std::ranges::max_element(accounts, {}, &Account::number);
  return newest == accounts.end() ? std::nullopt : Whose(newest->station);
}

Whose of_place_of_point(const books::Reader& books, const std::string& code) {
  const auto point = books.find<books::ServicePoint>(code);
  return point ? of_place(books, point->place) : std::nullopt;
}

Whose of_point(const books::Reader& books, const std::string& code) {
  auto whose = of_place_of_point(books, code);
  return whose ? whose : of_newest(books.select(Account::at_point, code));
}

Whose of_well(const books::Reader& books, const std::string& number) {
  const auto well = books.find<books::Well>(number);
  return well ? of_place(books, well->village) : std::nullopt;
}

/// Or what area it counts as a whole.
Whose where_it_hangs(const books::Reader& books, const books::Meter& meter) {
  if (const auto account = books::account_of_meter(books, meter.number)) return account->station;
  if (auto whose = of_place_of_point(books, meter.service_point)) return whose;
  for (const auto& hung : books.select(books::WellMeter::of_meter, meter.number))
    if (auto whose = hung.to ? std::nullopt : of_well(books, hung.well)) return whose;
  const auto total = books.find(books::AreaMeter::of_meter, meter.number);
  return total ? of_place(books, total->area) : std::nullopt;
}

/// In a store, or on its way there or from there; what hangs, or was taken off and is not back yet, is no store's.
Whose whose_store(const books::Reader& books, MeterNumber meter) {
  const auto stock = books.find<books::StockMeter>(meter);
  const bool in_store = stock && stock->state != books::StockStatus::installed && stock->state != books::StockStatus::removed;
  return in_store ? Whose(stock->station) : std::nullopt;
}

/// Of accounts that were closed with it, accounts, wells and areas that got another one: the newest.
Whose where_it_hung_last(const books::Reader& books, MeterNumber meter) {
  Whose whose;
  std::optional<Instant> newest;
  const auto see = [&](const std::optional<Instant>& since, const Whose& here) {
    if (!here || (whose && since <= newest)) return;
    whose = here;
    newest = since;
  };
  for (const auto& account : books.select(Account::of_meter, meter))
    if (account.state == books::AccountStatus::closed) see(account.closed, account.station);
  for (const auto& swap : books.select(books::MeterSwap::of_old, meter))
    if (const auto account = books.find<Account>(swap.account)) see(swap.time, account->station);
  for (const auto& hung : books.select(books::WellMeter::of_meter, meter))
    if (hung.to) see(Zone::utc().instant(LocalTime{.date = *hung.to}), of_well(books, hung.well));
  for (const auto& total : books.select(books::FormerTotal::of_meter, meter)) see(Zone::utc().instant(LocalTime{.date = total.until}), of_place(books, total.area));
  return whose;
}

Whose of_meter(const books::Reader& books, MeterNumber number) {
  const auto meter = books.find<books::Meter>(number);
  if (!meter) return std::nullopt;
  if (auto whose = where_it_hangs(books, *meter)) return whose;
  if (auto whose = whose_store(books, number)) return whose;
  return where_it_hung_last(books, number);
}

/// Who has an account at the station is its own, wherever he lives.
Whose of_customer(const books::Reader& books, CustomerNumber number, std::string_view station) {
  const auto customer = books.find<books::Customer>(number);
  if (!customer) return std::nullopt;
  const auto accounts = books.select(Account::of_customer, number);
  if (std::ranges::find(accounts, station, &Account::station) != accounts.end()) return std::string(station);
  if (!customer->station.empty()) return customer->station;
  auto whose = of_place(books, customer->place);
  return whose ? whose : of_newest(accounts);
}

enum class Thing : std::uint8_t { station, place, point, meter, account, customer, well };

struct NamedBy {
  std::string_view table;  ///< empty: of each that has such a column
  std::string_view column;
  Thing thing;
};
constexpr std::array named_by{
    NamedBy{"station", "code", Thing::station}, NamedBy{"", "station", Thing::station},
    NamedBy{"place", "code", Thing::place}, NamedBy{"", "place", Thing::place}, NamedBy{"", "parent", Thing::place}, NamedBy{"", "village", Thing::place}, NamedBy{"", "of_place", Thing::place},
    NamedBy{"", "building", Thing::place}, NamedBy{"", "area", Thing::place},
    NamedBy{"service_point", "code", Thing::point}, NamedBy{"", "service_point", Thing::point},
    NamedBy{"meter", "number", Thing::meter}, NamedBy{"", "meter", Thing::meter},
    NamedBy{"account", "number", Thing::account}, NamedBy{"", "account", Thing::account},
    NamedBy{"customer", "number", Thing::customer}, NamedBy{"", "customer", Thing::customer},
    NamedBy{"well", "number", Thing::well}, NamedBy{"", "well", Thing::well},
};

struct Found {
  std::string name;
  Whose whose;
};

/// Numbers of meters and customers stand in a row as they are written.
Whose of_text(const books::Reader& books, Thing thing, const std::string& name, std::string_view station) {
  switch (thing) {
    case Thing::station: return name;
    case Thing::place: return of_place(books, name);
    case Thing::point: return of_point(books, name);
    case Thing::well: return of_well(books, name);
    case Thing::meter: {
      const auto number = parse_meter_number(name);
      return number ? of_meter(books, *number) : std::nullopt;
    }
    case Thing::customer: {
      const auto number = parse_customer_number(name);
      return number ? of_customer(books, *number, station) : std::nullopt;
    }
    case Thing::account: break;
  }
  return std::nullopt;
}

Whose of_account(const books::Reader& books, std::int64_t number) {
  const auto account = books.find<Account>(number);
  return account ? Whose(account->station) : std::nullopt;
}

Found found(const books::Reader& books, Thing thing, const books::Value& value, std::string_view station) {
  if (const auto* text = std::get_if<std::string>(&value); text != nullptr && !text->empty()) return {*text, of_text(books, thing, *text, station)};
  if (const auto* number = std::get_if<std::int64_t>(&value); number != nullptr && thing == Thing::account) return {fmt::format("{}", *number), of_account(books, *number)};
  return {};
}

}  // namespace

std::optional<std::string> foreign_in(const books::Reader& books, const books::RowRef& row, std::string_view station) {
  books::ValuesKeeper keeper;
  row.table->give(row.row, keeper, static_cast<int>(row.table->columns.size()));
  for (const auto& [table, column, thing] : named_by) {
    if (!table.empty() && table != row.table->name) continue;
    const auto place = row.table->column_named(column);
    if (place < 0) continue;
    const auto [name, whose] = found(books, thing, keeper.values[static_cast<std::size_t>(place)], station);
    if (whose && !whose->empty() && *whose != station) return name;
  }
  return std::nullopt;
}

}  // namespace kwota::imports
