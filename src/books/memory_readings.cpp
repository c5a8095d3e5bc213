// The rows of collection in memory.
#include <algorithm>

#include "books/memory.h"
#include "books/memory_find.h"

namespace kwota::books {

std::optional<ReadingPlan> Memory::reading_plan(std::string_view code) const { return find(reading_plans_, code); }

std::vector<ReadingPlan> Memory::reading_plans() const {
  std::vector<ReadingPlan> out;
  for (const auto& [code, row] : reading_plans_) out.push_back(row);
  return out;
}

std::optional<MeterReading> Memory::reading(MeterNumber meter, Instant due) const {
  return find(readings_, std::pair{meter, due});
}

std::vector<MeterReading> Memory::readings_of(MeterNumber meter, std::size_t newest) const {
  std::vector<MeterReading> out;
  for (auto row = readings_.rbegin(); row != readings_.rend() && out.size() < newest; ++row)
    if (row->second.meter == meter) out.push_back(row->second);
  return out;
}

std::vector<MeterReading> Memory::readings_since(Instant due) const {
  std::vector<MeterReading> out;
  for (const auto& [key, row] : readings_)
    if (row.due >= due) out.push_back(row);
  return out;
}

std::vector<Statement> Memory::statements_since(Instant taken) const {
  std::vector<Statement> out;
  for (const auto& [meter, rows] : statements_)
    for (const auto& row : rows)
      if (row.taken >= taken) out.push_back(row);
  return out;
}

std::optional<MeterPoint> Memory::meter_point(MeterNumber number) const {
  const auto row = meter(number);
  if (!row) return std::nullopt;
  MeterPoint point{.meter = number, .model = row->model, .installed = row->state == books::MeterStatus::installed};
  for (const auto& [area, total] : area_meters_)
    if (total.meter == number) point.total_of = area;
  if (const auto link_row = link(number)) {
    point.link_state = link_row->state;
    point.link_trouble = link_row->trouble;
    point.link_changed = link_row->changed;
  }
  if (const auto account = account_of_meter(number)) {
    point.account = account->number;
    point.station = account->station;
  }
  if (const auto at = service_point(row->service_point)) point.area = at->area, point.village = at->place;
  if (!point.total_of.empty()) point.area = point.total_of;
  const auto belongs = place(point.area);
  if (point.village.empty() && belongs) point.village = belongs->parent;
  if (point.station.empty() && belongs) point.station = belongs->station;
  return point;
}

std::vector<MeterPoint> Memory::meter_points() const {
  std::vector<MeterPoint> out;
  for (const auto& [number, row] : meters_) {
    const auto point = *meter_point(number);
    if (point.installed || point.link_state || !point.total_of.empty()) out.push_back(point);
  }
  return out;
}

std::vector<LastWord> Memory::last_words() const {
  std::map<MeterNumber, LastWord> newest;
  const auto heard = [&newest](MeterNumber meter, Instant at, const std::string& way) {
    auto& word = newest[meter];
    if (word.way.empty() || word.at < at) word = {meter, at, way};
  };
  for (const auto& [meter, rows] : statements_)
    for (const auto& row : rows) heard(meter, row.taken, row.way);
  for (const auto& [key, row] : readings_)
    if (row.taken) heard(row.meter, *row.taken, row.way);
  std::vector<LastWord> out;
  for (auto& [meter, word] : newest) out.push_back(std::move(word));
  return out;
}

std::optional<AreaMeter> Memory::area_meter(std::string_view area) const { return find(area_meters_, area); }

std::vector<AreaMeter> Memory::area_meters() const {
  std::vector<AreaMeter> out;
  for (const auto& [area, row] : area_meters_) out.push_back(row);
  return out;
}

}  // namespace kwota::books
