#include "carry/dlt645/quantities.h"

#include <algorithm>

namespace kwota::dlt645 {
namespace {

using devices::Quantity;

constexpr std::uint32_t total[] = {0x00010000};
constexpr std::uint32_t total_and_rates[] = {0x00010000, 0x00010100, 0x00010200, 0x00010300, 0x00010400};
constexpr std::uint32_t exported[] = {0x00020000};
constexpr std::uint32_t settled[] = {0x00010001};
constexpr std::uint32_t remaining[] = {0x00900200}, overdraft[] = {0x00900201}, purchases[] = {0x03330201};
constexpr std::uint32_t words[] = {0x04000501, 0x04000502, 0x04000503, 0x04000504, 0x04000505, 0x04000506, 0x04000507};
constexpr std::uint32_t date_and_time[] = {0x0400010C}, date_then_time[] = {0x04000101, 0x04000102};
constexpr std::uint32_t counters[] = {0x03301400, 0x03301300, 0x03300D00, 0x03300E00, 0x03350000, 0x03110000,
                                      0x03300100, 0x03300000, 0x03300400, 0x03380000, 0x1D000001, 0x1E000001};

constexpr std::uint32_t voltages[] = {0x02010100, 0x02010200, 0x02010300}, currents[] = {0x02020100, 0x02020200, 0x02020300};
constexpr std::uint32_t active_powers[] = {0x02030000, 0x02030100, 0x02030200, 0x02030300}, power_factors[] = {0x02060000, 0x02060100, 0x02060200, 0x02060300};
constexpr std::uint32_t voltage_a[] = {0x02010100}, current_a[] = {0x02020100}, active_power[] = {0x02030000}, power_factor[] = {0x02060000}, frequency[] = {0x02800002};

constexpr std::uint32_t total_1997[] = {0x9010}, date_then_time_1997[] = {0xC010, 0xC011};

constexpr Question one_rate[] = {{0, total}};
constexpr Question four_rates[] = {{0x0001FF00, total_and_rates}};
constexpr Question what_was_exported[] = {{0, exported}};
constexpr Question last_month[] = {{0, settled}};
constexpr Question money[] = {{0, remaining}, {0, overdraft}, {0, purchases}};
constexpr Question status_words[] = {{0x040005FF, words}};
constexpr Question all_counters[] = {{0, counters}};
constexpr Question clock_ways[] = {{0, date_and_time}, {0, date_then_time}};

constexpr Question one_phase[] = {{0, voltage_a}, {0, current_a}, {0, active_power}, {0, power_factor}, {0, frequency}};
constexpr Question three_phases[] = {{0x0201FF00, voltages}, {0x0202FF00, currents}, {0x0203FF00, active_powers}, {0x0206FF00, power_factors}, {0, frequency}};

constexpr Question one_rate_1997[] = {{0, total_1997, Edition::y1997}};
constexpr Question clock_1997[] = {{0, date_then_time_1997, Edition::y1997}};

struct Row {
  Edition edition;
  Quantity quantity;
  std::span<const Question> questions;
  std::uint8_t phases = 0;  ///< of the meter; 0: however many it has
};
constexpr Row rows[] = {
    {Edition::y2007, Quantity::energy, one_rate},
    {Edition::y2007, Quantity::energy_by_rate, four_rates},
    {Edition::y2007, Quantity::exported, what_was_exported},
    {Edition::y2007, Quantity::settled, last_month},
    {Edition::y2007, Quantity::money, money},
    {Edition::y2007, Quantity::states, status_words},
    {Edition::y2007, Quantity::event_counts, all_counters},
    {Edition::y2007, Quantity::network, one_phase, 1},
    {Edition::y2007, Quantity::network, three_phases, 3},
    {Edition::y2007, Quantity::clock, clock_ways},
    {Edition::y1997, Quantity::energy, one_rate_1997},
    {Edition::y1997, Quantity::clock, clock_1997},
};

constexpr std::uint32_t freeze_times = 0x05060000, freeze_energies = 0x05060100;

constexpr EventRecords event_rows[] = {
    {0x1D000001, 0x1D000100, RecordForm::columns}, {0x1E000001, 0x1E000100, RecordForm::columns},
    {0x03300D00, 0x03300D00, RecordForm::record},  {0x03300E00, 0x03300E00, RecordForm::record},
    {0x03350000, 0x03350000, RecordForm::record},  {0x03301400, 0x03301400, RecordForm::record},
    {0x03301300, 0x03301300, RecordForm::record},  {0x03300100, 0x03300100, RecordForm::record},
    {0x03300000, 0x03300000, RecordForm::record},  {0x03300400, 0x03300400, RecordForm::record},
    {0x03110000, 0x03110000, RecordForm::power_cut}, {0x03380000, 0x03380000, RecordForm::record},
};

}  // namespace

Edition edition_of(const models::Model& model) {
  return model.facts.protocol == models::dlt645_meters::edition_1997 ? Edition::y1997 : Edition::y2007;
}

std::span<const Question> questions_of(const models::Model& model, Quantity quantity) {
  if (std::ranges::find(model.reports, quantity) == model.reports.end()) return {};
  for (const auto& row : rows)
    if (row.edition == edition_of(model) && row.quantity == quantity && (row.phases == 0 || row.phases == model.phases)) return row.questions;
  return {};
}

DayFreezes freezes_of(const models::Model& model) { return {freeze_times, freeze_energies, model.freezes_days}; }

std::vector<EventRecords> records_of(const models::Model& model) {
  std::vector<EventRecords> out;
  for (const auto kind : model.facts.recorded)
    if (const auto* row = std::ranges::find(event_rows, kind, kind_of); row != std::end(event_rows)) out.push_back(*row);
  return out;
}

std::string_view kind_of(const EventRecords& records) { return find_item({Edition::y2007, records.count})->name; }

}  // namespace kwota::dlt645
