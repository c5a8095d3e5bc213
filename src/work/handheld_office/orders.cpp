#include "work/handheld_office/orders.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "books/black_list.h"
#include "books/card_areas.h"
#include "seal/pump_records/records.h"

namespace kwota::handheld_office {
namespace {

using books::PumpRecord;
using books::PumpRecordKind;
using books::WateringPaid;

std::uint32_t area_in(const std::string& digits) { return static_cast<std::uint32_t>(std::strtoul(digits.c_str(), nullptr, 10)); }

/// Where a card may be good; what is added: a list's own row says it.
std::vector<std::uint32_t> areas_of(const books::Reader& books, const std::optional<books::Purse>& purse, const books::AreaNumbers& added = {}) {
  std::set<std::uint32_t> areas;
  for (const auto& digits : added)
    if (!digits.empty()) areas.insert(area_in(digits));
  if (purse)
    for (const auto& digits : books::areas_of_card(books, *purse)) areas.insert(area_in(digits));
  return {areas.begin(), areas.end()};
}

bool was_cleared_elsewhere(const books::Watering& row) {
  if (row.gmac.empty() || row.paid == WateringPaid::nowhere) return false;
  return row.paid != WateringPaid::at_well || row.tac.empty();  // its own well has not heard that it has paid
}

/// Of all wells, by meter and number.
std::vector<books::Watering> cleared_elsewhere(const books::Reader& books) {
  auto out = books.select(books::Watering::once_hung, WateringPaid::at_well, "");
  for (const auto paid : {WateringPaid::elsewhere, WateringPaid::at_counter, WateringPaid::released, WateringPaid::kept_back}) std::ranges::move(books.select(books::Watering::once_hung, paid), std::back_inserter(out));
  std::ranges::sort(out, {}, [](const auto& row) { return std::tie(row.meter, row.series, row.number); });
  return out;
}

/// What its own well has said of this lock.
std::vector<std::pair<Bytes, pump::HungRecord>> hung_records_of(const books::Reader& books, const books::Watering& row) {
  std::vector<std::pair<Bytes, pump::HungRecord>> out;
  for (const auto& record : books.select<PumpRecord>(row.meter, PumpRecordKind::hung, row.number)) {
    const auto bytes = from_hex(record.image);
    const auto hung = bytes.ok() ? handheld::hung_in(*bytes) : std::nullopt;
    if (hung && record.terminal == row.terminal && hung->card == row.card && hung->offline == row.offline) out.emplace_back(*bytes, *hung);
  }
  return out;
}

/// Its well has said already that it knows.
bool is_acknowledged(const books::Reader& books, const books::Watering& row) {
  return std::ranges::any_of(hung_records_of(books, row), [](const auto& record) { return record.second.state != pump::HungState::hung; });
}

/// A pump is told a number alone: of those of a module before it hears nothing that it could take for one of its own.
bool is_of_newest_series(const books::Reader& books, const books::Watering& row) {
  const auto newest = books.last<books::WellSeries>(row.meter);
  return !newest || newest->series == row.series;
}

void add_released(const books::Reader& books, const books::Watering& row, handheld::Orders& orders) {
  if (was_cleared_elsewhere(row) && is_of_newest_series(books, row) && !is_acknowledged(books, row)) orders.released.push_back({row.meter, static_cast<std::uint32_t>(row.number)});
}

void add_hung(const books::Reader& books, const books::Watering& row, handheld::Orders& orders) {
  if (row.state != books::WateringStatus::hung || row.gmac.empty()) return;
  const auto records = hung_records_of(books, row);
  if (records.empty()) return;
  auto& hung = orders.hung.emplace_back();
  std::ranges::copy(records.back().first, hung.record.begin());
  hung.areas = areas_of(books, books.find<books::Purse>(row.account, row.purse));
}

/// A pump refuses it by its date; the list is short.
bool is_expired(const books::Reader& books, const CardSerial& card, const Context& context) {
  const auto row = books.find<books::Card>(card);
  return row && !row->valid_to.empty() && row->valid_to < context.today();
}

void add_black_list(const books::Reader& books, const Context& context, handheld::Orders& orders) {
  orders.edition = static_cast<std::uint16_t>(books::newest_black_list(books));
  for (const auto& listed : books.all<books::BlackListed>())
    if (!is_expired(books, listed.card, context)) orders.cards.push_back({listed.card, areas_of(books, books.find<books::Purse>(listed.account, listed.purse), books::area_numbers_of(listed))});
}

/// Nothing: nobody has said where it is.
std::optional<handheld::WellAreas> well_areas(const books::Reader& books, MeterNumber meter) {
  handheld::WellAreas out{meter, {}};
  for (const auto& area : books::areas_of_pump(books, meter)) out.areas.push_back(area_in(area));
  return out.areas.empty() ? std::nullopt : std::optional(std::move(out));
}

std::vector<handheld::WellAreas> areas_of_wells(const books::Reader& books) {
  std::map<MeterNumber, handheld::WellAreas> areas;
  for (const auto& place : books.all<books::WellMeter>())
    if (auto here = place.to ? std::nullopt : well_areas(books, place.meter)) areas[place.meter] = std::move(*here);
  std::vector<handheld::WellAreas> out;
  for (auto& [meter, here] : areas) out.push_back(std::move(here));
  return out;
}

/// Who hangs there still, as its pump says.
std::vector<books::Watering> hanging_at(const books::Reader& books, MeterNumber meter, const handheld::Known& known) {
  std::vector<books::Watering> out;
  const auto series = books.last<books::WellSeries>(meter);
  for (const auto& [number, record] : known.hung()) {
    if (!series || record.state != pump::HungState::hung) continue;
    if (auto row = books.find<books::Watering>(meter, series->series, std::int64_t{number})) out.push_back(std::move(*row));
  }
  return out;
}

}  // namespace

handheld::Orders orders_for_wells(const books::Reader& books, const Context& context) {
  handheld::Orders out{.device = {}, .at = context.now, .edition = 0, .cards = {}, .wells = areas_of_wells(books), .released = {}, .hung = {}};
  add_black_list(books, context, out);
  for (const auto& row : cleared_elsewhere(books)) add_released(books, row, out);
  for (const auto& row : books.select(books::Watering::hanging)) add_hung(books, row, out);
  return out;
}

handheld::ToBring for_pump(const books::Reader& books, MeterNumber meter, const handheld::Known& known, const Context& context) {
  handheld::Orders orders{.device = {}, .at = context.now, .edition = 0, .cards = {}, .wells = {}, .released = {}, .hung = {}};
  if (auto here = well_areas(books, meter)) orders.wells.push_back(std::move(*here));
  add_black_list(books, context, orders);
  for (const auto& row : hanging_at(books, meter, known)) add_released(books, row, orders);
  for (const auto& row : books.select(books::Watering::hanging)) add_hung(books, row, orders);
  handheld::ToBring out{.orders = {}, .hung = hung_for(orders, meter)};
  std::erase_if(out.hung, [&](const Bytes& record) { return known.is_brought(record) || known.has(handheld::Kind::hung, record); });
  out.orders = std::move(orders);
  return out;
}

}  // namespace kwota::handheld_office
