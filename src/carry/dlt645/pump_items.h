// The data items of an irrigation pump, 04FA: the maker's own range, one row each (layouts: seal/pump_records; docs/dlt645.md). A pump's line, handhelds and the
// head-end ask for them by name, so that a number stands here and nowhere else; a name that no row has does not compile.
// Begin with pump_item().
#pragma once
#include <array>
#include <span>
#include <string_view>

#include "carry/dlt645/items.h"

namespace kwota::dlt645 {
namespace pump_parts {

constexpr std::uint32_t exactly = 0xFFFFFFFF, any_last = 0xFFFFFF00;
constexpr Shape moment_6{Format::moment, 6}, count_1{Format::count, 1}, count_2{Format::count, 2}, energy_4{Format::number, 4, 2, "kWh"};
constexpr Shape raw(std::uint8_t bytes) { return {Format::record, bytes}; }
constexpr Shape digits_6{Format::digits, 6}, digits_8{Format::digits, 8}, code_1{Format::binary, 1}, money_unsigned{Format::number, 4, 2, "currency"},
    energy_3{Format::number, 3, 2, "kWh"}, water_3{Format::number, 3, 1, "m3"}, water_4{Format::number, 4, 1, "m3"},
    seconds_3{Format::number, 3, 0, "s"}, count_4{Format::count, 4};
/// Why a watering ended (pump::Cause); how far one has come that hangs (pump::Progress); what the pump does (meter::PumpPhase); why a card was not served, the error
/// class that the pump shows less 30 (meter::error_class).
constexpr std::string_view watering_ends[] = {"never_begun", "swipe", "exhausted", "mains", "order", "black_list", "idle", "longest_run"};
constexpr std::string_view hung_states[] = {"empty", "lock_sent", "grey", "running", "stopped", "debit_sent", "settled", "hung", "released", "at_counter", "settled"};
constexpr std::string_view pump_phases[] = {"idle", "checking", "starting", "running", "stopping", "settling", "lockout", "fault"};
constexpr std::string_view card_fault_causes[] = {"none", "module", "not_authentic", "area_or_county", "clock_or_record", "card_gone", "black_list_or_expired", "tool_card", "grey_elsewhere", "hung_full", "locks_full", "two_cards"};
constexpr Shape word_of(std::span<const std::string_view> words) { return {.format = Format::binary, .bytes = 1, .words = words}; }
constexpr Part directory_parts[] = {{"oldest", count_4}, {"newest", count_4}, {"record_size", count_1}, {"capacity", count_2}};
constexpr Part usage_parts[] = {{"number", count_4},      {"card", digits_8},        {"start", moment_6},       {"seconds", seconds_3}, {"total", energy_4},
                                {"energy", energy_3},     {"water", water_3},        {"amount", money_unsigned}, {"after", money_unsigned}, {"tac", raw(4)},
                                {"flags", raw(1)},        {"cause", word_of(watering_ends)}, {"price_set", code_1},     {"crc", raw(2)}};
constexpr Part head_parts[] = {{"address", digits_6}, {"clock", moment_6},      {"state", word_of(pump_phases)},        {"hung_users", count_1}, {"key_version", code_1},
                               {"price_set", code_1}, {"black_list", count_2},  {"energy", energy_4},     {"fault_energy", energy_4},
                               {"water", water_4},    {"settlement_day", {Format::day_and_hour, 2}}};
constexpr Part hung_parts[] = {{"number", count_4},        {"card", digits_8},     {"start", moment_6}, {"seconds", seconds_3}, {"energy", energy_3},
                               {"amount", money_unsigned}, {"balance", money_unsigned}, {"offline", raw(2)}, {"terminal", raw(6)},   {"gmac", raw(4)},
                               {"state", word_of(hung_states)}, {"flags", raw(1)}, {"crc", raw(2)}};
constexpr Part month_parts[] = {{"month", count_1}, {"year", count_1}, {"energy", energy_4}, {"water", water_4}, {"money", money_unsigned}};
constexpr Part parameter_parts[] = {{"at", moment_6}, {"by", raw(8)}, {"parameter", count_2}, {"before", count_4}, {"after", count_4}};
constexpr Part fault_parts[] = {{"at", moment_6},  {"card", digits_8},          {"cause", word_of(card_fault_causes)}, {"status", raw(2)},
                                {"step", code_1}, {"balance", money_unsigned}, {"spare", raw(2)}};

constexpr Part place_parts[] = {{"first", count_4}, {"last", count_4}};
constexpr Part black_whole_parts[] = {{"edition", count_2}, {"cards", count_2}};
constexpr Part black_cards_parts[] = {{"edition", count_2}, {"cards", code_1}, {"card", digits_8}};
constexpr Part number_parts[] = {{"number", count_4}};
constexpr Part marks_parts[] = {{"changes", count_4}, {"changes_acknowledged", count_4}, {"faults", count_4}, {"faults_acknowledged", count_4}};

constexpr Example usage_example{"01010000001700000000050113003008010626306300904612003412005018006606000034930000262E51850001011C15",
                                "records 1, number 1, card 1301050000000017, start 2026-06-01 08:30:00, seconds 6330 s, total 1246.90 kWh, energy 12.34 kWh, "
                                "water 185.0 m3, amount 6.66 currency, after 93.34 currency, tac 262E5185, flags 00, cause swipe, price_set 1, crc 1C15"};
constexpr Example hung_example{"011700000017000000000501130030080106263063003412006606000000000100000513105000001772F8BAB10700DAE3",
                               "records 1, number 17, card 1301050000000017, start 2026-06-01 08:30:00, seconds 6330 s, energy 12.34 kWh, amount 6.66 currency, "
                               "balance 100.00 currency, offline 0005, terminal 131050000017, gmac 72F8BAB1, state hung, flags 00, crc DAE3"};
constexpr Example head_example{"1290785634120030080106260319010212039046120000020000501800000028",
                               "address 123456789012, clock 2026-06-01 08:30:00, state running, hung_users 19, key_version 1, price_set 2, black_list 312, "
                               "energy 1246.90 kWh, fault_energy 2.00 kWh, water 185.0 m3, settlement_day 28 00:00"};

constexpr std::array rows{
    // Usage and hung records from a number on, months, parameter records and card faults from the newest back.
    Item{Edition::y2007, 0x04FA0000, exactly, "pump_directory", Format::record, 11, 0, "",
         {"1700000016100000480010", "oldest 17, newest 1016, record_size 48, capacity 1000"}}.made_of(directory_parts),
    Item{Edition::y2007, 0x04FA0100, any_last, "usage_records", Format::record, 48, 0, "", usage_example}.list_of(usage_parts),
    Item{Edition::y2007, 0x04FA0200, exactly, "pump_head", Format::record, 32, 0, "", head_example}.made_of(head_parts),
    Item{Edition::y2007, 0x04FA0300, exactly, "black_list_edition", Format::count, 2, 0, "", {"1203", "312"}},
    Item{Edition::y2007, 0x04FA0400, exactly, "black_list_cards", Format::record, 11, 0, "",
         {"1203011700000000050113", "edition 312, cards 1, card 1301050000000017"}, Writing::handheld}.head_and_many(black_cards_parts),
    Item{Edition::y2007, 0x04FA0501, exactly, "idle_minutes", Format::number, 4, 0, "min", {"05000000", "5"}},
    Item{Edition::y2007, 0x04FA0502, exactly, "stop_delay", Format::number, 4, 0, "s", {"10000000", "10"}},
    Item{Edition::y2007, 0x04FA0503, exactly, "run_hours", Format::number, 4, 0, "h", {"24000000", "24"}},
    Item{Edition::y2007, 0x04FA0504, exactly, "locked_out", Format::flag, 4, 0, "", {"01000000", "yes"}, Writing::handheld},
    Item{Edition::y2007, 0x04FA0505, exactly, "reserve", Format::number, 4, 2, "currency", {"50010000", "1.50"}},
    Item{Edition::y2007, 0x04FA0506, exactly, "current_ratio", Format::number, 4, 0, "", {"40000000", "40"}},
    Item{Edition::y2007, 0x04FA0507, exactly, "voltage_ratio", Format::number, 4, 0, "", {"01000000", "1"}},
    Item{Edition::y2007, 0x04FA0508, exactly, "pump_settlement_day", Format::count, 4, 0, "", {"28000000", "28"}},
    Item{Edition::y2007, 0x04FA0509, exactly, "pump_settlement_hour", Format::count, 4, 0, "", {"23000000", "23"}},
    Item{Edition::y2007, 0x04FA0700, any_last, "hung_records", Format::record, 48, 0, "", hung_example}.list_of(hung_parts),
    Item{Edition::y2007, 0x04FA0800, any_last, "settlement_months", Format::record, 14, 0, "",
         {"011126904612005018000066060000", "records 1, month 11, year 26, energy 1246.90 kWh, water 185.0 m3, money 6.66 currency"}}
        .list_of(month_parts),
    Item{Edition::y2007, 0x04FA0900, any_last, "parameter_records", Format::record, 24, 0, "",
         {"01003008010626000000000000130701000500000010000000", "records 1, at 2026-06-01 08:30:00, by 0000000000001307, parameter 1, before 5, after 10"}}
        .list_of(parameter_parts),
    Item{Edition::y2007, 0x04FA0A00, any_last, "card_faults", Format::record, 24, 0, "",
         {"01003008010626170000000005011303930207660600000000", "records 1, at 2026-06-01 08:30:00, card 1301050000000017, cause area_or_county, status 9302, step 7, "
                                                      "balance 6.66 currency, spare 0000"}}
        .list_of(fault_parts),
    Item{Edition::y2007, 0x04FA0B00, exactly, "hung_acknowledged", Format::record, 4, 0, "", {"0117000000", "records 1, number 17"}, Writing::handheld}
        .list_of(number_parts),
    Item{Edition::y2007, 0x04FA0B09, exactly, "changes_acknowledged", Format::record, 4, 0, "", {"0112000000", "records 1, number 12"}, Writing::handheld}
        .list_of(number_parts),
    Item{Edition::y2007, 0x04FA0B0A, exactly, "faults_acknowledged", Format::record, 4, 0, "", {"0103000000", "records 1, number 3"}, Writing::handheld}
        .list_of(number_parts),
    Item{Edition::y2007, 0x04FA0C00, exactly, "hung_brought", Format::record, 48, 0, "", {hung_example.bytes.substr(2), hung_example.text.substr(11)}, Writing::handheld}
        .made_of(hung_parts),
    Item{Edition::y2007, 0x04FA0D00, exactly, "hung_released", Format::record, 4, 0, "", {"0117000000", "records 1, number 17"}, Writing::handheld}
        .list_of(number_parts),
    Item{Edition::y2007, 0x04FA0E00, exactly, "pump_settlement", Format::day_and_hour, 2, 0, "", {"2328", "28 23:00"}, Writing::handheld},
    Item{Edition::y2007, 0x04FA0F00, exactly, "black_list_whole", Format::record, 4, 0, "", {"12034000", "edition 312, cards 40"}, Writing::handheld}.made_of(black_whole_parts),
    Item{Edition::y2007, 0x04FA1000, exactly, "usage_places", Format::record, 8, 0, "", {"1700000016100000", "first 17, last 1016"}}.made_of(place_parts),
    Item{Edition::y2007, 0x04FA1100, any_last, "usage_records_by_place", Format::record, 48, 0, "", usage_example}.list_of(usage_parts),
    Item{Edition::y2007, 0x04FA1200, exactly, "list_marks", Format::record, 16, 0, "",
         {"12000000110000000300000003000000", "changes 12, changes_acknowledged 11, faults 3, faults_acknowledged 3"}}.made_of(marks_parts),
};

}  // namespace pump_parts

inline constexpr auto pump_rows = pump_parts::rows;

/// The identifier of a row, with zeros where its digits are free.
consteval std::uint32_t pump_item(std::string_view name) {
  for (const Item& row : pump_rows)
    if (row.name == name) return row.value;
  throw "no pump has an item of this name";  // where this is reached nothing compiles
}
/// All that have its first three bytes: the fourth says how many, or which.
consteval std::uint32_t pump_group(std::string_view name) { return pump_item(name) >> 8; }

}  // namespace kwota::dlt645
