#include "carry/dlt645/drivers.h"

#include <algorithm>
#include <array>

namespace kwota::dlt645 {
namespace {

constexpr std::uint32_t total[] = {0x00010000};
constexpr std::uint32_t total_and_rates[] = {0x00010000, 0x00010100, 0x00010200, 0x00010300, 0x00010400};
constexpr std::uint32_t exported[] = {0x00020000};
constexpr std::uint32_t settled[] = {0x00010001};
constexpr std::uint32_t remaining[] = {0x00900200}, overdraft[] = {0x00900201}, purchases[] = {0x03330201};
constexpr std::uint32_t words[] = {0x04000501, 0x04000502, 0x04000503, 0x04000504, 0x04000505, 0x04000506, 0x04000507};
constexpr std::uint32_t date_and_time[] = {0x0400010C}, date_then_time[] = {0x04000101, 0x04000102};
constexpr std::uint32_t counters[] = {0x03301400, 0x03301300, 0x03300D00, 0x03300E00, 0x03350000, 0x03110000,
                                      0x03300100, 0x03300000, 0x03300400, 0x03380000, 0x1D000001, 0x1E000001};

constexpr std::uint32_t total_1997[] = {0x9010}, date_then_time_1997[] = {0xC010, 0xC011};

constexpr Question one_rate[] = {{0, total}};
constexpr Question four_rates[] = {{0x0001FF00, total_and_rates}};
constexpr Question everything_counted[] = {{0x0001FF00, total_and_rates}, {0, exported}};
constexpr Question last_month[] = {{0, settled}};
constexpr Question money[] = {{0, remaining}, {0, overdraft}, {0, purchases}};
constexpr Question status_words[] = {{0x040005FF, words}};
constexpr Question all_counters[] = {{0, counters}};
constexpr Question clock[] = {{0, date_and_time}, {0, date_then_time}};

constexpr Question one_rate_1997[] = {{0, total_1997, Edition::y1997}};
constexpr Question clock_1997[] = {{0, date_then_time_1997, Edition::y1997}};

// meters.md 2.5. What is an ordinary state - overdraft, tariff set, power protect - is no finding.
constexpr StateBit standard_bits[] = {
    {1, 2, "clock_battery_low"},    {1, 3, "reading_battery_low"}, {1, 4, "reverse_flow", "ABC"},  {1, 8, "control_loop_fault"},
    {1, 9, "module_fault"},         {1, 12, "program_fault"},      {1, 13, "memory_fault"},        {1, 15, "clock_fault"},
    {2, 0, "reverse_flow", "A"},    {2, 1, "reverse_flow", "B"},   {2, 2, "reverse_flow", "C"},    {4, 0, "voltage_lost", "A"},
    {4, 3, "current_lost", "A"},    {4, 5, "overload", "A"},       {4, 6, "reverse_flow", "A"},    {4, 7, "phase_broken", "A"},
    {5, 0, "voltage_lost", "B"},    {5, 3, "current_lost", "B"},   {5, 5, "overload", "B"},        {5, 6, "reverse_flow", "B"},
    {5, 7, "phase_broken", "B"},    {6, 0, "voltage_lost", "C"},   {6, 3, "current_lost", "C"},    {6, 5, "overload", "C"},
    {6, 6, "reverse_flow", "C"},    {6, 7, "phase_broken", "C"},   {7, 0, "phase_sequence_wrong"}, {7, 4, "auxiliary_supply_lost"},
};
// Makers differ in word 1 (meters.md 2.5): these two have no battery that is told, and no direction there.
constexpr StateBit single_phase_bits[] = {
    {1, 8, "control_loop_fault"}, {1, 9, "module_fault"},      {1, 12, "program_fault"},     {1, 13, "memory_fault"},
    {1, 15, "clock_fault"},       {2, 0, "reverse_flow", "A"}, {4, 6, "reverse_flow", "A"},
};
constexpr EventCount standard_counts[] = {
    {0x03301400, "illegal_insertions"}, {0x03300D00, "cover_opened"},  {0x03300E00, "terminal_cover_opened"},
    {0x03350000, "magnetic_field"},     {0x03300100, "meter_cleared"},
};

// meters.md 2.1: 1 to 62 midnights back.
constexpr DayFreezes day_freezes{0x05060000, 0x05060100, 62};

constexpr EventRecords standard_records[] = {
    {0x1D000001, 0x1D000100, RecordForm::columns},  {0x1E000001, 0x1E000100, RecordForm::columns},
    {0x03300D00, 0x03300D00, RecordForm::record},    {0x03300E00, 0x03300E00, RecordForm::record},
    {0x03350000, 0x03350000, RecordForm::record},    {0x03301400, 0x03301400, RecordForm::record},
    {0x03301300, 0x03301300, RecordForm::record}, {0x03300100, 0x03300100, RecordForm::record},
    {0x03300000, 0x03300000, RecordForm::record},    {0x03300400, 0x03300400, RecordForm::record},
    {0x03110000, 0x03110000, RecordForm::record},    {0x03380000, 0x03380000, RecordForm::record},
};

constexpr std::array driver_rows{
    Driver{"DDSY1352", one_rate, money, last_month, status_words, all_counters, clock, single_phase_bits, standard_counts, day_freezes, standard_records},
    Driver{"DDZY1352", four_rates, money, last_month, status_words, all_counters, clock, single_phase_bits, standard_counts, day_freezes, standard_records},
    Driver{"DDZY1353", four_rates, money, last_month, status_words, all_counters, clock, single_phase_bits, standard_counts, day_freezes, standard_records, true},
    Driver{.model = "DDS1352", .registers = one_rate_1997, .clock = clock_1997},  // a plain meter of 1997: no money, no words, no freezes
    Driver{"DTSY1352", one_rate, money, last_month, status_words, all_counters, clock, standard_bits, standard_counts, day_freezes, standard_records},
    Driver{"", everything_counted, money, last_month, status_words, all_counters, clock, standard_bits, standard_counts, day_freezes, standard_records},
};

}  // namespace

std::string_view kind_of(const EventRecords& records) { return find_item({Edition::y2007, records.count})->name; }

std::span<const Driver> drivers() { return driver_rows; }

const Driver& driver_of(std::string_view model) {
  const auto found = std::ranges::find(driver_rows, model, &Driver::model);
  return found == driver_rows.end() ? driver_rows.back() : *found;
}

}  // namespace kwota::dlt645
