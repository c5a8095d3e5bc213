#include "books/whose.h"

#include "books/lookup.h"

namespace kwota::books {
namespace {

Whose where_it_hangs(const Reader& books, const Meter& meter) {
  if (const auto account = account_of_meter(books, meter.number)) return account->station;
  if (auto whose = station_of_service_point(books, meter.service_point)) return whose;
  if (const auto hung = place_at_well(books, meter.number))
    if (auto whose = station_of_well(books, hung->well)) return whose;
  const auto total = books.find(AreaMeter::of_meter, meter.number);
  return total ? station_of_place(books, total->area) : std::nullopt;
}

/// In a store, or on its way there or from there; what hangs, or was taken off and is not back yet, is no store's.
bool is_in_store(const StockMeter& stock) { return stock.state != StockStatus::installed && stock.state != StockStatus::removed; }

/// Of accounts that were closed with it, accounts, wells and areas that got another one: the newest.
Whose where_it_hung_last(const Reader& books, MeterNumber meter) {
  Whose whose;
  std::optional<Instant> newest;
  const auto see = [&](const std::optional<Instant>& since, const Whose& here) {
    if (!here || (whose && since <= newest)) return;
    whose = here;
    newest = since;
  };
  for (const auto& account : books.select(Account::of_meter, meter))
    if (account.state == AccountStatus::closed) see(account.closed, account.station);
  for (const auto& swap : books.select(MeterSwap::of_old, meter))
    if (const auto account = books.find<Account>(swap.account)) see(swap.time, account->station);
  for (const auto& hung : books.select(WellMeter::of_meter, meter))
    if (hung.to) see(Zone::utc().instant(LocalTime{.date = *hung.to}), station_of_well(books, hung.well));
  for (const auto& total : books.select(FormerTotal::of_meter, meter)) see(Zone::utc().instant(LocalTime{.date = total.until}), station_of_place(books, total.area));
  return whose;
}

}  // namespace

Whose station_of_place(const Reader& books, const std::string& code) {
  const auto place = books.find<Place>(code);
  return place ? Whose(place->station) : std::nullopt;
}

Whose station_of_service_point(const Reader& books, const std::string& code) {
  const auto point = books.find<ServicePoint>(code);
  return point ? station_of_place(books, point->place) : std::nullopt;
}

Whose station_of_well(const Reader& books, const std::string& number) {
  const auto well = books.find<Well>(number);
  return well ? station_of_place(books, well->village) : std::nullopt;
}

Whose station_of_meter(const Reader& books, MeterNumber number) {
  const auto meter = books.find<Meter>(number);
  if (!meter) return std::nullopt;
  if (auto whose = where_it_hangs(books, *meter)) return whose;
  if (const auto stock = books.find<StockMeter>(number); stock && is_in_store(*stock)) return stock->station;
  return where_it_hung_last(books, number);
}

Whose station_of_reports(const Reader& books, MeterNumber number) {
  const auto meter = books.find<Meter>(number);
  if (!meter) return std::nullopt;
  if (auto whose = where_it_hangs(books, *meter)) return whose;
  if (auto whose = where_it_hung_last(books, number)) return whose;
  const auto stock = books.find<StockMeter>(number);
  return stock ? Whose(stock->station) : std::nullopt;
}

}  // namespace kwota::books
