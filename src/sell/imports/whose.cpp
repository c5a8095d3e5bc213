#include "sell/imports/whose.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/ids_text.h"
#include "books/lookup.h"
#include "books/whose.h"

namespace kwota::imports {
namespace {

using books::Account;
using books::Whose;

Whose of_newest(const std::vector<Account>& accounts) {
  const auto newest = std::ranges::max_element(accounts, {}, &Account::number);
  return newest == accounts.end() ? std::nullopt : Whose(newest->station);
}

Whose of_point(const books::Reader& books, const std::string& code) {
  auto whose = books::station_of_service_point(books, code);
  return whose ? whose : of_newest(books.select(Account::at_point, code));
}

/// Who has an account at the station is its own, wherever he lives.
Whose of_customer(const books::Reader& books, CustomerNumber number, std::string_view station) {
  const auto customer = books.find<books::Customer>(number);
  if (!customer) return std::nullopt;
  const auto accounts = books.select(Account::of_customer, number);
  if (std::ranges::find(accounts, station, &Account::station) != accounts.end()) return std::string(station);
  if (!customer->station.empty()) return customer->station;
  auto whose = books::station_of_place(books, customer->place);
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
    case Thing::place: return books::station_of_place(books, name);
    case Thing::point: return of_point(books, name);
    case Thing::well: return books::station_of_well(books, name);
    case Thing::meter: {
      const auto number = parse_meter_number(name);
      return number ? books::station_of_meter(books, *number) : std::nullopt;
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
