#include "sell/imports/whose.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/ids_text.h"
#include "books/lookup.h"

namespace kwota::imports {
namespace {

using books::Account;

std::string of_place(const books::Reader& books, const std::string& code) {
  const auto place = books.find<books::Place>(code);
  return place ? place->station : std::string{};
}

std::string of_newest(const std::vector<Account>& accounts) {
  const auto newest = std::ranges::max_element(accounts, {}, &Account::number);
  return newest == accounts.end() ? std::string{} : newest->station;
}

std::string of_point(const books::Reader& books, const std::string& code) {
  const auto point = books.find<books::ServicePoint>(code);
  if (!point) return {};
  const auto station = of_place(books, point->place);
  return station.empty() ? of_newest(books.select(Account::at_point, code)) : station;
}

std::string of_well(const books::Reader& books, const std::string& number) {
  const auto well = books.find<books::Well>(number);
  return well ? of_place(books, well->village) : std::string{};
}

/// Where it hangs; in a store whose that is; else where it hung last.
std::string of_meter(const books::Reader& books, MeterNumber number) {
  const auto meter = books.find<books::Meter>(number);
  if (!meter) return {};
  if (const auto account = books::account_of_meter(books, number)) return account->station;
  if (auto station = of_point(books, meter->service_point); !station.empty()) return station;
  for (const auto& hung : books.select(books::WellMeter::of_meter, number))
    if (!hung.to) return of_well(books, hung.well);
  const auto stock = books.find<books::StockMeter>(number);
  return stock && !stock->station.empty() ? stock->station : of_newest(books.select(Account::of_meter, number));
}

/// Who has an account at the station is its own, wherever he lives.
std::string of_customer(const books::Reader& books, CustomerNumber number, std::string_view station) {
  const auto customer = books.find<books::Customer>(number);
  if (!customer) return {};
  const auto accounts = books.select(Account::of_customer, number);
  if (std::ranges::find(accounts, station, &Account::station) != accounts.end()) return std::string(station);
  if (!customer->station.empty()) return customer->station;
  const auto lives_in = of_place(books, customer->place);
  return lives_in.empty() ? of_newest(accounts) : lives_in;
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
  std::string name, station;
};

/// Numbers of meters and customers stand in a row as they are written.
Found of_text(const books::Reader& books, Thing thing, const std::string& name, std::string_view station) {
  switch (thing) {
    case Thing::station: return {name, name};
    case Thing::place: return {name, of_place(books, name)};
    case Thing::point: return {name, of_point(books, name)};
    case Thing::well: return {name, of_well(books, name)};
    case Thing::meter: {
      const auto number = parse_meter_number(name);
      return {name, number ? of_meter(books, *number) : std::string{}};
    }
    case Thing::customer: {
      const auto number = parse_customer_number(name);
      return {name, number ? of_customer(books, *number, station) : std::string{}};
    }
    case Thing::account: break;
  }
  return {};
}

Found of_account(const books::Reader& books, std::int64_t number) {
  const auto account = books.find<Account>(number);
  return {fmt::format("{}", number), account ? account->station : std::string{}};
}

}  // namespace

std::optional<std::string> foreign_in(const books::Reader& books, const books::RowRef& row, std::string_view station) {
  books::ValuesKeeper keeper;
  row.table->give(row.row, keeper, static_cast<int>(row.table->columns.size()));
  for (const auto& [table, column, thing] : named_by) {
    if (!table.empty() && table != row.table->name) continue;
    const auto place = row.table->column_named(column);
    if (place < 0) continue;
    const auto& value = keeper.values[static_cast<std::size_t>(place)];
    Found found;
    if (const auto* text = std::get_if<std::string>(&value); text != nullptr && !text->empty()) found = of_text(books, thing, *text, station);
    if (const auto* number = std::get_if<std::int64_t>(&value); number != nullptr && thing == Thing::account) found = of_account(books, *number);
    if (!found.station.empty() && found.station != station) return found.name;
  }
  return std::nullopt;
}

}  // namespace kwota::imports
