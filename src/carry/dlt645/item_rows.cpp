// The one table of data items, with that of pumps behind it (pump_items.h): nothing else of Kwota knows what an identifier is. Each row has an example that a test walks, bytes and
// value; those of the first rows of a kind were seen on lines.
#include <algorithm>
#include <array>

#include "carry/dlt645/pump_items.h"

namespace kwota::dlt645 {
namespace {

constexpr auto y97 = Edition::y1997;
constexpr auto y07 = Edition::y2007;
constexpr std::uint32_t exactly = 0xFFFFFFFF, any_last = 0xFFFFFF00, any_rate = 0xFFFF00FF, any_rate_and_day = 0xFFFF0000;

// ---- what records are made of

constexpr Shape moment_5{Format::moment, 5}, moment_6{Format::moment, 6}, count_1{Format::count, 1}, count_2{Format::count, 2},
    money_4{Format::number, 4, 2, "currency"}, balance_4{Format::signed_number, 4, 2, "currency"}, energy_4{Format::number, 4, 2, "kWh"};
constexpr Shape raw(std::uint8_t bytes) { return {Format::record, bytes}; }

constexpr Part purchase_parts[] = {{"purchase_time", moment_5},         {"purchase_count", count_2},       {"amount_bought", money_4},
                                   {"amount_before_purchase", money_4}, {"amount_after_purchase", money_4}, {"amount_bought_in_all", money_4}};
// Words of the meter's own tables, in their order: rows of the rule by which its relay opens, rules of load control (meter/core/state.h), why it refused
// a card (meter/core/instruction.h).
constexpr std::string_view trip_reasons[] = {"none", "not_opened", "remote", "exhausted", "zero", "load", "curfew", "alarm2", "held"};
constexpr std::string_view load_rules[] = {"none", "limit", "budget", "prohibited_load"};
constexpr std::string_view card_refusals[] = {"none", "wrong_meter", "wrong_customer", "wrong_card", "not_opened", "already_opened", "count_ahead", "count_behind",
                                              "not_collected", "over_limit", "bad_parameters", "expired", "used_before", "wrong_key_state", "wrong_system", "not_authentic",
                                              "bad_format", "card_silent", "memory", "asleep", "voided", "wrong_version", "keys_refused"};

constexpr Shape operator_4{Format::digits, 4};
constexpr Part programming_parts[] = {{"began", moment_6}, {"item", raw(4)}, {"operator", operator_4}, {"detail", {Format::binary, 2}}, {"energy", energy_4}, {"balance", balance_4}};
constexpr Part clock_setting_parts[] = {{"began", moment_6}, {"set_to", {Format::instant, 4}}, {"operator", operator_4}, {"detail", {Format::binary, 2}}, {"energy", energy_4}, {"balance", balance_4}};
constexpr Part load_trip_parts[] = {{"began", moment_6},
                                    {"power", {Format::binary_high, 4, 0, "W"}},
                                    {"power_factor", {Format::binary_high, 4, 3}},
                                    {"reason", {.format = Format::choice, .bytes = 1, .words = load_rules}},
                                    {"locked", {Format::flag, 1}},
                                    {"energy", energy_4},
                                    {"balance", balance_4}};
constexpr Part illegal_parts[] = {{"began", moment_6}, {"card", raw(8)}, {"reason", {.format = Format::binary, .bytes = 2, .words = card_refusals}}, {"energy", energy_4}, {"balance", balance_4}};
constexpr Part event_parts[] = {
    {"began", moment_6}, {"subject", raw(8)}, {"detail", {Format::binary, 2}}, {"energy", energy_4}, {"balance", balance_4}};
constexpr Part clearing_parts[] = {{"began", moment_6}, {"operator", operator_4}, {"energy", energy_4}, {"other_energies", raw(92)}};
constexpr Part insertion_parts[] = {{"began", moment_6}, {"card", raw(8)},     {"error", {Format::binary, 1}},  {"command", raw(7)},
                                    {"count", count_2},  {"balance", balance_4}, {"energy", energy_4}, {"export_energy", energy_4}};
// Lists of 14, filled up with their last one.
constexpr Part zone_parts[] = {{"table", count_1}, {"from", {Format::month_day, 2}}};
constexpr Part period_parts[] = {{"rate", count_1}, {"from", {Format::time, 2}}};
constexpr Part holiday_parts[] = {{"table", count_1}, {"day", {Format::date, 3}}};

constexpr Example purchase_example{"0514201126070000500000563400005684000000003500",
                                   "purchase_time 2026-11-20 14:05, purchase_count 7, amount_bought 50.00 currency, amount_before_purchase 34.56 currency, "
                                   "amount_after_purchase 84.56 currency, amount_bought_in_all 3500.00 currency"};
constexpr Example event_example{"300514201126130105000000001705009046120056340080",
                                "began 2026-11-20 14:05:30, subject 1301050000000017, detail 5, energy 1246.90 kWh, balance -34.56 currency"};
constexpr Example programming_example{"300514201126040014160713000000009046120056340000",
                                      "began 2026-11-20 14:05:30, item 04001416, operator 00001307, detail 0, energy 1246.90 kWh, balance 34.56 currency"};
constexpr Example clock_setting_example{"300514201126329C65800713000000009046120056340000",
                                        "began 2026-11-20 14:05:30, set_to 2026-11-27 16:00:00, operator 00001307, detail 0, energy 1246.90 kWh, balance 34.56 currency"};
constexpr Example load_trip_example{"300514201126000004B0000003B603019046120056340000",
                                    "began 2026-11-20 14:05:30, power 1200 W, power_factor 0.950, reason prohibited_load, locked yes, energy 1246.90 kWh, balance 34.56 currency"};
constexpr Example illegal_example{"30051420112613010500000000170F009046120056340000",
                                  "began 2026-11-20 14:05:30, card 1301050000000017, reason not_authentic, energy 1246.90 kWh, balance 34.56 currency"};
constexpr Example clearing_example{
    "3005142011260713000090461200"
    "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
    "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
    "began 2026-11-20 14:05:30, operator 00001307, energy 1246.90 kWh, other_energies "
    "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
    "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"};
constexpr Example insertion_example{"300514201126130105000000001722FFFFFFFFFFFFFF07005634000090461200FFFFFFFF",
                                    "began 2026-11-20 14:05:30, card 1301050000000017, error 34, command FFFFFFFFFFFFFF, count 7, "
                                    "balance 34.56 currency, energy 1246.90 kWh, export_energy -"};
constexpr Example zones_example{"010104020110020110020110020110020110020110020110020110020110020110020110020110020110",
                                "table 1, from 04-01, table 2, from 10-01, table 2, from 10-01, table 2, from 10-01, table 2, from 10-01, "
                                "table 2, from 10-01, table 2, from 10-01, table 2, from 10-01, table 2, from 10-01, table 2, from 10-01, "
                                "table 2, from 10-01, table 2, from 10-01, table 2, from 10-01, table 2, from 10-01"};
constexpr Example periods_example{"030008040022040022040022040022040022040022040022040022040022040022040022040022040022",
                                  "rate 3, from 08:00, rate 4, from 22:00, rate 4, from 22:00, rate 4, from 22:00, rate 4, from 22:00, "
                                  "rate 4, from 22:00, rate 4, from 22:00, rate 4, from 22:00, rate 4, from 22:00, rate 4, from 22:00, "
                                  "rate 4, from 22:00, rate 4, from 22:00, rate 4, from 22:00, rate 4, from 22:00"};

// Identifiers are written DI3 DI2 DI1 DI0. Rows with more fixed digits come first.
constexpr std::array meter_rows{
    // DL/T 645-1997
    Item{y97, 0x9010, 0xFFFF, "import_energy", Format::number, 4, 2, "kWh", {"48621000", "1062.48"}},
    Item{y97, 0x9010, 0xFFF0, "import_energy_of_rate", Format::number, 4, 2, "kWh", {"48621000", "1062.48"}},
    Item{y97, 0x9020, 0xFFF0, "export_energy", Format::number, 4, 2, "kWh", {"21590200", "259.21"}}.with_total(),
    Item{y97, 0x9110, 0xFFF0, "import_reactive_energy", Format::number, 4, 2, "kvarh", {"10270800", "827.10"}},
    Item{y97, 0x9120, 0xFFF0, "export_reactive_energy", Format::number, 4, 2, "kvarh", {"99940300", "394.99"}},
    Item{y97, 0xB610, 0xFFF0, "voltage", Format::number, 2, 0, "V", {"8802", "288"}},
    Item{y97, 0xB620, 0xFFF0, "current", Format::number, 2, 2, "A", {"7730", "30.77"}},
    Item{y97, 0xB630, 0xFFF0, "power", Format::number, 3, 4, "kW", {"669820", "20.9866"}}.with_total(),
    Item{y97, 0xC010, 0xFFFF, "date", Format::date, 4, 0, "", {"06060719", "2019-07-06"}},
    Item{y97, 0xC011, 0xFFFF, "time", Format::time, 3, 0, "", {"042222", "22:22:04"}},
    Item{y97, 0xC030, 0xFFFF, "constant", Format::number, 3, 0, "imp/kWh", {"001600", "1600"}},
    Item{y97, 0xC031, 0xFFFF, "reactive_constant", Format::number, 3, 0, "imp/kvarh", {"220000", "22"}},
    Item{y97, 0xC032, 0xFFFF, "meter_number", Format::digits, 6, 0, "", {"896745234100", "004123456789"}},
    Item{y97, 0xC033, 0xFFFF, "customer_number", Format::digits, 6, 0, "", {"896745234100", "004123456789"}},
    // energy, settlement, demand
    Item{y07, 0x00900100, exactly, "remaining_energy", Format::number, 4, 2, "kWh", {"89730000", "73.89"}},
    Item{y07, 0x00900101, exactly, "overdrawn_energy", Format::number, 4, 2, "kWh", {"78410600", "641.78"}},
    Item{y07, 0x00900200, exactly, "remaining_amount", Format::number, 4, 2, "currency", {"98560100", "156.98"}},
    Item{y07, 0x00900201, exactly, "overdraft_amount", Format::number, 4, 2, "currency", {"56770700", "777.56"}},
    Item{y07, 0x00900120, exactly, "basic_allowance_left", Format::number, 4, 2, "kWh", {"45450300", "345.45"}},
    Item{y07, 0x00900121, exactly, "free_energy_used", Format::number, 4, 2, "kWh", {"34130900", "913.34"}},
    Item{y07, 0x00900220, exactly, "remaining_free_amount", Format::number, 4, 2, "currency", {"23810400", "481.23"}},
    Item{y07, 0x00000000, any_rate_and_day, "combined_energy", Format::signed_number, 4, 2, "kWh", {"12490000", "49.12"}}.with_total(),
    Item{y07, 0x00010000, any_rate_and_day, "import_energy", Format::number, 4, 2, "kWh", {"56341200", "1234.56"}}.with_total(),
    Item{y07, 0x00020000, any_rate_and_day, "export_energy", Format::number, 4, 2, "kWh", {"90840100", "184.90"}}.with_total(),
    Item{y07, 0x00030000, any_rate_and_day, "combined_reactive_energy_1", Format::signed_number, 4, 2, "kvarh", {"79520780", "-752.79"}}.with_total(),
    Item{y07, 0x00040000, any_rate_and_day, "combined_reactive_energy_2", Format::signed_number, 4, 2, "kvarh", {"68200300", "320.68"}}.with_total(),
    Item{y07, 0x00050000, any_rate_and_day, "reactive_energy_quadrant_1", Format::number, 4, 2, "kvarh", {"57880800", "888.57"}}.with_total(),
    Item{y07, 0x00060000, any_rate_and_day, "reactive_energy_quadrant_2", Format::number, 4, 2, "kvarh", {"46560400", "456.46"}}.with_total(),
    Item{y07, 0x00070000, any_rate_and_day, "reactive_energy_quadrant_3", Format::number, 4, 2, "kvarh", {"35240000", "24.35"}}.with_total(),
    Item{y07, 0x00080000, any_rate_and_day, "reactive_energy_quadrant_4", Format::number, 4, 2, "kvarh", {"24920500", "592.24"}}.with_total(),
    Item{y07, 0x00150000, any_rate_and_day, "import_energy_phase_a", Format::number, 4, 2, "kWh", {"13600100", "160.13"}}.with_total(),
    Item{y07, 0x00290000, any_rate_and_day, "import_energy_phase_b", Format::number, 4, 2, "kWh", {"02280700", "728.02"}}.with_total(),
    Item{y07, 0x003D0000, any_rate_and_day, "import_energy_phase_c", Format::number, 4, 2, "kWh", {"91950200", "295.91"}}.with_total(),
    Item{y07, 0x01010000, any_rate_and_day, "import_demand", Format::peak, 8, 4, "kW", {"4215085923311225", "8.1542 at 2025-12-31 23:59"}}.with_total(),
    // what flows now
    Item{y07, 0x02010000, any_rate, "voltage", Format::number, 2, 1, "V", {"6931", "316.9"}},
    Item{y07, 0x02020000, any_rate, "current", Format::signed_number, 3, 3, "A", {"589909", "99.958"}},
    Item{y07, 0x02030000, any_rate, "active_power", Format::signed_number, 3, 4, "kW", {"476785", "-5.6747"}}.with_total(),
    Item{y07, 0x02040000, any_rate, "reactive_power", Format::signed_number, 3, 4, "kvar", {"363501", "1.3536"}}.with_total(),
    Item{y07, 0x02050000, any_rate, "apparent_power", Format::signed_number, 3, 4, "kVA", {"065000", "0.5006"}}.with_total(),
    Item{y07, 0x02060000, any_rate, "power_factor", Format::signed_number, 2, 3, "", {"0105", "0.501"}}.with_total(),
    Item{y07, 0x02800001, exactly, "neutral_current", Format::number, 3, 3, "A", {"033928", "283.903"}},
    Item{y07, 0x02800002, exactly, "frequency", Format::number, 2, 2, "Hz", {"0350", "50.03"}},
    Item{y07, 0x02800007, exactly, "temperature", Format::signed_number, 2, 1, "°C", {"8184", "-48.1"}},
    Item{y07, 0x02800008, exactly, "clock_battery", Format::number, 2, 2, "V", {"7042", "42.70"}},
    Item{y07, 0x02800009, exactly, "reading_battery", Format::number, 2, 2, "V", {"5910", "10.59"}},
    Item{y07, 0x0280000A, exactly, "battery_working_time", Format::number, 4, 0, "min", {"48080000", "848"}},
    Item{y07, 0x0280000B, exactly, "step_price_now", Format::number, 4, 4, "currency/kWh", {"37460206", "602.4637"}},
    // purchases, refunds, card insertions, events
    Item{y07, 0x03320100, any_last, "energy_purchase_time", Format::moment, 5, 0, "", {"0514201126", "2026-11-20 14:05"}},
    Item{y07, 0x03320200, any_last, "energy_purchase_count", Format::count, 2, 0, "", {"5200", "52"}},
    Item{y07, 0x03320300, any_last, "energy_bought", Format::number, 4, 2, "kWh", {"04500900", "950.04"}},
    Item{y07, 0x03320400, any_last, "energy_before_purchase", Format::number, 4, 2, "kWh", {"93170500", "517.93"}},
    Item{y07, 0x03320500, any_last, "energy_after_purchase", Format::number, 4, 2, "kWh", {"82850000", "85.82"}},
    Item{y07, 0x03320600, any_last, "energy_bought_in_all", Format::number, 4, 2, "kWh", {"71530600", "653.71"}},
    Item{y07, 0x03330100, any_last, "purchase_time", Format::moment, 5, 0, "", {"5923311225", "2025-12-31 23:59"}},
    Item{y07, 0x03330200, any_last, "purchase_count", Format::count, 2, 0, "", {"9400", "94"}},
    Item{y07, 0x03330300, any_last, "amount_bought", Format::number, 4, 2, "currency", {"38570300", "357.38"}},
    Item{y07, 0x03330400, any_last, "amount_before_purchase", Format::number, 4, 2, "currency", {"27250900", "925.27"}},
    Item{y07, 0x03330500, any_last, "amount_after_purchase", Format::number, 4, 2, "currency", {"16930400", "493.16"}},
    Item{y07, 0x03330600, any_last, "amount_bought_in_all", Format::number, 4, 2, "currency", {"05610000", "61.05"}},
    Item{y07, 0x0333FF00, any_last, "purchase_record", Format::record, 23, 0, "", purchase_example}.made_of(purchase_parts),
    Item{y07, 0x03340100, any_last, "refund_time", Format::moment, 5, 0, "", {"0000010326", "2026-03-01 00:00"}},
    Item{y07, 0x03340200, any_last, "refund_count", Format::count, 2, 0, "", {"4600", "46"}},
    Item{y07, 0x03340300, any_last, "amount_refunded", Format::number, 4, 2, "currency", {"61320300", "332.61"}},
    Item{y07, 0x03340400, any_last, "amount_before_refund", Format::number, 4, 2, "currency", {"50000900", "900.50"}},
    Item{y07, 0x03340500, any_last, "amount_after_refund", Format::number, 4, 2, "currency", {"39680400", "468.39"}},
    Item{y07, 0x03301300, exactly, "abnormal_insertions", Format::count, 3, 0, "", {"740000", "74"}},
    Item{y07, 0x03301300, any_last, "abnormal_insertion", Format::record, 36, 0, "", insertion_example}.made_of(insertion_parts),
    Item{y07, 0x03301400, exactly, "illegal_insertions", Format::count, 3, 0, "", {"880000", "88"}},
    Item{y07, 0x03301400, any_last, "illegal_insertion", Format::record, 24, 0, "", illegal_example}.made_of(illegal_parts),
    Item{y07, 0x03300000, exactly, "programmed", Format::count, 3, 0, "", {"050000", "5"}},
    Item{y07, 0x03300000, any_last, "programming", Format::record, 24, 0, "", programming_example}.made_of(programming_parts),
    Item{y07, 0x03300100, exactly, "meter_cleared", Format::count, 3, 0, "", {"190000", "19"}},
    Item{y07, 0x03300100, any_last, "meter_clearing", Format::record, 106, 0, "", clearing_example}.made_of(clearing_parts),
    Item{y07, 0x03300400, exactly, "clock_set", Format::count, 3, 0, "", {"330000", "33"}},
    Item{y07, 0x03300400, any_last, "clock_setting", Format::record, 24, 0, "", clock_setting_example}.made_of(clock_setting_parts),
    Item{y07, 0x03300D00, exactly, "cover_opened", Format::count, 3, 0, "", {"270000", "27"}},
    Item{y07, 0x03300D00, any_last, "cover_opening", Format::record, 24, 0, "", event_example}.made_of(event_parts),
    Item{y07, 0x03300E00, exactly, "terminal_cover_opened", Format::count, 3, 0, "", {"610000", "61"}},
    Item{y07, 0x03300E00, any_last, "terminal_cover_opening", Format::record, 24, 0, "", event_example}.made_of(event_parts),
    Item{y07, 0x03350000, exactly, "magnetic_field", Format::count, 3, 0, "", {"750000", "75"}},
    Item{y07, 0x03350000, any_last, "magnetic_field_record", Format::record, 24, 0, "", event_example}.made_of(event_parts),
    Item{y07, 0x03110000, exactly, "power_off", Format::count, 3, 0, "", {"890000", "89"}},
    Item{y07, 0x03110000, any_last, "power_off_record", Format::record, 24, 0, "", event_example}.made_of(event_parts),
    Item{y07, 0x03380000, exactly, "load_trips", Format::count, 3, 0, "", {"060000", "6"}},
    Item{y07, 0x03380000, any_last, "load_trip", Format::record, 24, 0, "", load_trip_example}.made_of(load_trip_parts),
    Item{y07, 0x1D000001, exactly, "trips", Format::count, 3, 0, "", {"200000", "20"}},
    Item{y07, 0x1D000100, any_last, "trip_time", Format::moment, 6, 0, "", {"003008290224", "2024-02-29 08:30:00"}},
    Item{y07, 0x1D000200, any_last, "trip_operator", Format::digits, 4, 0, "", {"07130000", "00001307"}},
    Item{y07, 0x1D000300, any_last, "trip_energy", Format::number, 4, 2, "kWh", {"75970000", "97.75"}},
    Item{y07, 0x1D000400, any_last, "trip_balance", Format::signed_number, 4, 2, "currency", {"64650600", "665.64"}},
    Item{y07, 0x1D000500, any_last, "trip_reason", Format::choice, 1, 0, "", {"03", "exhausted"}}.one_of(trip_reasons),
    Item{y07, 0x1E000001, exactly, "closings", Format::count, 3, 0, "", {"620000", "62"}},
    Item{y07, 0x1E000100, any_last, "closing_time", Format::moment, 6, 0, "", {"300000010326", "2026-03-01 00:00:30"}},
    Item{y07, 0x1E000200, any_last, "closing_operator", Format::digits, 4, 0, "", {"07130000", "00001307"}},
    Item{y07, 0x1E000300, any_last, "closing_energy", Format::number, 4, 2, "kWh", {"09050500", "505.09"}},
    Item{y07, 0x1E000400, any_last, "closing_balance", Format::signed_number, 4, 2, "currency", {"98720000", "72.98"}},
    // frozen: at an hour, by function 16 at once, at midnight
    Item{y07, 0x05000000, any_last, "timed_frozen_at", Format::moment, 5, 0, "", {"0000010326", "2026-03-01 00:00"}},
    Item{y07, 0x05000100, any_last, "timed_frozen_import_energy", Format::number, 4, 2, "kWh", {"76080200", "208.76"}}.with_rates(),
    Item{y07, 0x05000200, any_last, "timed_frozen_balance", Format::signed_number, 4, 2, "currency", {"65760780", "-776.65"}},
    Item{y07, 0x05060000, any_last, "daily_frozen_at", Format::moment, 5, 0, "", {"0000091015", "2015-10-09 00:00"}},
    Item{y07, 0x05060100, any_last, "daily_frozen_import_energy", Format::number, 4, 2, "kWh", {"43120900", "912.43"}}.with_rates(),
    Item{y07, 0x05080200, any_last, "daily_frozen_balance", Format::signed_number, 4, 2, "currency", {"32800400", "480.32"}},
    Item{y07, 0x05010000, any_last, "frozen_at", Format::moment, 5, 0, "", {"3008290224", "2024-02-29 08:30"}},
    Item{y07, 0x05010100, any_last, "frozen_import_energy", Format::number, 4, 2, "kWh", {"10160600", "616.10"}}.with_rates(),
    // time, identity, limits, prices
    Item{y07, 0x04000101, exactly, "date", Format::date, 4, 0, "", {"00010326", "2026-03-01"}, Writing::password},
    Item{y07, 0x04000102, exactly, "time", Format::time, 3, 0, "", {"585923", "23:59:58"}, Writing::password},
    Item{y07, 0x0400010C, exactly, "date_and_time", Format::moment, 7, 0, "", {"00300804290224", "2024-02-29 08:30:00"}, Writing::password},
    Item{y07, 0x04000106, exactly, "zones_switch_time", Format::moment, 5, 0, "", {"0514201126", "2026-11-20 14:05"}, Writing::sealed},
    Item{y07, 0x04000107, exactly, "day_tables_switch_time", Format::moment, 5, 0, "", {"0000010326", "2026-03-01 00:00"}, Writing::sealed},
    Item{y07, 0x04000108, exactly, "prices_switch_time", Format::moment, 5, 0, "", {"5923311225", "2025-12-31 23:59"}, Writing::sealed},
    Item{y07, 0x04000109, exactly, "steps_switch_time", Format::moment, 5, 0, "", {"3008290224", "2024-02-29 08:30"}, Writing::sealed},
    Item{y07, 0x04000201, exactly, "number_of_zones", Format::count, 1, 0, "", {"08", "8"}},
    Item{y07, 0x04000202, exactly, "number_of_day_tables", Format::count, 1, 0, "", {"15", "15"}},
    Item{y07, 0x04000203, exactly, "periods_per_day", Format::count, 1, 0, "", {"22", "22"}},
    Item{y07, 0x04000204, exactly, "number_of_rates", Format::count, 1, 0, "", {"29", "29"}},
    Item{y07, 0x04000205, exactly, "number_of_holidays", Format::count, 2, 0, "", {"3600", "36"}},
    Item{y07, 0x04000206, exactly, "number_of_harmonics", Format::count, 1, 0, "", {"43", "43"}},
    Item{y07, 0x04000207, exactly, "number_of_steps", Format::count, 1, 0, "", {"50", "50"}},
    Item{y07, 0x04000401, exactly, "address", Format::digits, 6, 0, "", {"896745234100", "004123456789"}},
    Item{y07, 0x04000402, exactly, "meter_number", Format::digits, 6, 0, "", {"896745234100", "004123456789"}},
    Item{y07, 0x04000403, exactly, "asset_code", Format::text, 32, 0, "", {"2020202020202020202020202020202020202020202020202020203730333141", "A1307"}},
    Item{y07, 0x04000404, exactly, "rated_voltage", Format::text, 6, 0, "", {"202056303232", "220V"}},
    Item{y07, 0x04000405, exactly, "rated_current", Format::text, 6, 0, "", {"202020204135", "5A"}},
    Item{y07, 0x04000406, exactly, "maximum_current", Format::text, 6, 0, "", {"202020413036", "60A"}},
    Item{y07, 0x04000407, exactly, "accuracy_active", Format::text, 4, 0, "", {"20302E31", "1.0"}},
    Item{y07, 0x04000408, exactly, "accuracy_reactive", Format::text, 4, 0, "", {"20302E32", "2.0"}},
    Item{y07, 0x04000409, exactly, "constant", Format::number, 3, 0, "imp/kWh", {"001200", "1200"}},
    Item{y07, 0x0400040A, exactly, "reactive_constant", Format::number, 3, 0, "imp/kvarh", {"460500", "546"}},
    Item{y07, 0x0400040B, exactly, "model", Format::text, 10, 0, "", {"202038353331595A4444", "DDZY1358"}},
    Item{y07, 0x0400040C, exactly, "made_on", Format::text, 10, 0, "", {"20202035302D36323032", "2026-05"}},
    Item{y07, 0x0400040E, exactly, "customer_number", Format::digits, 6, 0, "", {"896745234100", "004123456789"}},
    Item{y07, 0x04000501, exactly, "status_word_1", Format::bits, 2, 0, "", {"0080", "8000 clock fault"}},
    Item{y07, 0x04000502, exactly, "status_word_2", Format::bits, 2, 0, "", {"1100", "0011 active_power_a reverse, reactive_power_a reverse"}},
    Item{y07, 0x04000503, exactly, "status_word_3", Format::bits, 2, 0, "", {"5002", "0250 relay open, relay_order open, kind money"}},
    Item{y07, 0x04000504, exactly, "status_word_4", Format::bits, 2, 0, "", {"0100", "0001 voltage_lost"}},
    Item{y07, 0x04000505, exactly, "status_word_5", Format::bits, 2, 0, "", {"8000", "0080 phase_broken"}},
    Item{y07, 0x04000506, exactly, "status_word_6", Format::bits, 2, 0, "", {"0001", "0100 current_broken"}},
    Item{y07, 0x04000507, exactly, "status_word_7", Format::bits, 2, 0, "", {"0100", "0001 phase_sequence_wrong"}},
    Item{y07, 0x04000B00, any_last, "settlement_day", Format::day_and_hour, 2, 0, "", {"0001", "01 00:00"}, Writing::sealed},
    Item{y07, 0x04001001, exactly, "alarm_amount_1", Format::number, 4, 2, "currency", {"80520600", "652.80"}, Writing::sealed},
    Item{y07, 0x04001002, exactly, "alarm_amount_2", Format::number, 4, 2, "currency", {"69200200", "220.69"}, Writing::sealed},
    Item{y07, 0x04001003, exactly, "overdraft_limit", Format::number, 4, 2, "currency", {"58880700", "788.58"}, Writing::sealed},
    Item{y07, 0x04001004, exactly, "hoarding_limit", Format::number, 4, 2, "currency", {"47560300", "356.47"}, Writing::sealed},
    Item{y07, 0x04001005, exactly, "closing_permitted_above", Format::number, 4, 2, "currency", {"36240900", "924.36"}, Writing::sealed},
    Item{y07, 0x04001006, exactly, "refund_amount", Format::number, 4, 2, "currency", {"25920400", "492.25"}},
    Item{y07, 0x04001401, exactly, "trip_delay", Format::number, 2, 0, "min", {"1400", "14"}, Writing::sealed},
    Item{y07, 0x04001402, exactly, "limit_watts", Format::number, 4, 0, "W", {"03080000", "803"}, Writing::sealed},
    Item{y07, 0x04001403, exactly, "limit_window_seconds", Format::number, 4, 0, "s", {"92050000", "592"}, Writing::sealed},
    Item{y07, 0x04001404, exactly, "limit_alarm_seconds", Format::number, 4, 0, "s", {"81030000", "381"}, Writing::sealed},
    Item{y07, 0x04001405, exactly, "limit_pause_minutes", Format::number, 4, 0, "min", {"70010000", "170"}, Writing::sealed},
    Item{y07, 0x04001406, exactly, "limit_tries", Format::count, 4, 0, "", {"45000000", "45"}, Writing::sealed},
    Item{y07, 0x04001407, exactly, "limit_success_minutes", Format::number, 4, 0, "min", {"48070000", "748"}, Writing::sealed},
    Item{y07, 0x04001408, exactly, "budget_watts", Format::number, 4, 0, "W", {"37050000", "537"}, Writing::sealed},
    Item{y07, 0x04001409, exactly, "budget_window_seconds", Format::number, 4, 0, "s", {"26030000", "326"}, Writing::sealed},
    Item{y07, 0x0400140A, exactly, "budget_alarm_seconds", Format::number, 4, 0, "s", {"15010000", "115"}, Writing::sealed},
    Item{y07, 0x0400140B, exactly, "budget_pause_minutes", Format::number, 4, 0, "min", {"04090000", "904"}, Writing::sealed},
    Item{y07, 0x0400140C, exactly, "budget_tries", Format::count, 4, 0, "", {"87000000", "87"}, Writing::sealed},
    Item{y07, 0x0400140D, exactly, "budget_success_minutes", Format::number, 4, 0, "min", {"82040000", "482"}, Writing::sealed},
    Item{y07, 0x0400140E, exactly, "step_watts", Format::number, 4, 0, "W", {"71020000", "271"}, Writing::sealed},
    Item{y07, 0x0400140F, exactly, "step_power_factor", Format::number, 4, 3, "", {"60109000", "901.060"}, Writing::sealed},
    Item{y07, 0x04001410, exactly, "step_stay_seconds", Format::number, 4, 0, "s", {"49080000", "849"}, Writing::sealed},
    Item{y07, 0x04001411, exactly, "step_pause_minutes", Format::number, 4, 0, "min", {"38060000", "638"}, Writing::sealed},
    Item{y07, 0x04001412, exactly, "step_trips", Format::count, 4, 0, "", {"32000000", "32"}, Writing::sealed},
    Item{y07, 0x04001413, exactly, "step_period_minutes", Format::number, 4, 0, "min", {"16020000", "216"}, Writing::sealed},
    Item{y07, 0x04001414, exactly, "allowed_from_watts", Format::number, 4, 0, "W", {"05000000", "5"}, Writing::sealed},
    Item{y07, 0x04001415, exactly, "allowed_to_watts", Format::number, 4, 0, "W", {"94070000", "794"}, Writing::sealed},
    Item{y07, 0x04001416, exactly, "curfew_from", Format::hour_of_day, 4, 0, "", {"00230000", "23:00"}, Writing::sealed},
    Item{y07, 0x04001417, exactly, "curfew_to", Format::hour_of_day, 4, 0, "", {"00060000", "06:00"}, Writing::sealed},
    Item{y07, 0x04001418, exactly, "curfew_weekdays", Format::weekdays, 4, 0, "", {"62000000", "mon,tue,wed,thu,fri"}, Writing::sealed},
    Item{y07, 0x04001419, exactly, "friendly_from", Format::hour_of_day, 4, 0, "", {"00230000", "23:00"}, Writing::sealed},
    Item{y07, 0x0400141A, exactly, "friendly_to", Format::hour_of_day, 4, 0, "", {"00060000", "06:00"}, Writing::sealed},
    Item{y07, 0x0400141B, exactly, "friendly_weekdays", Format::weekdays, 4, 0, "", {"65000000", "sat,sun"}, Writing::sealed},
    Item{y07, 0x0400141C, exactly, "friendly_holidays", Format::flag, 4, 0, "", {"01000000", "yes"}, Writing::sealed},
    Item{y07, 0x0400141D, exactly, "free_wh_per_person", Format::number, 4, 0, "Wh", {"06010000", "106"}, Writing::sealed},
    Item{y07, 0x0400141E, exactly, "residents", Format::count, 4, 0, "", {"19000000", "19"}, Writing::sealed},
    Item{y07, 0x0400141F, exactly, "basic_allowance_carries", Format::flag, 4, 0, "", {"00000000", "no"}, Writing::sealed},
    Item{y07, 0x04001420, exactly, "timed_freeze", Format::recurring, 4, 0, "", {"30189999", "*-* 18:30"}, Writing::sealed},
    Item{y07, 0x04010000, exactly, "year_zones_current", Format::record, 42, 0, "", zones_example}.made_of(zone_parts),
    Item{y07, 0x04020000, exactly, "year_zones_spare", Format::record, 42, 0, "", zones_example, Writing::sealed}.made_of(zone_parts),
    Item{y07, 0x04010000, any_last, "day_table_current", Format::record, 42, 0, "", periods_example}.made_of(period_parts),
    Item{y07, 0x04020000, any_last, "day_table_spare", Format::record, 42, 0, "", periods_example, Writing::sealed}.made_of(period_parts),
    Item{y07, 0x04030000, any_last, "holiday", Format::record, 4, 0, "", {"01251226", "table 1, day 2026-12-25"}, Writing::sealed}.made_of(holiday_parts),
    Item{y07, 0x04050100, any_last, "rate_price_current", Format::number, 4, 4, "currency/kWh", {"07724005", "540.7207"}},
    Item{y07, 0x04050200, any_last, "rate_price_spare", Format::number, 4, 4, "currency/kWh", {"96398608", "886.3996"}, Writing::sealed},
    Item{y07, 0x04060000, any_last, "step_energy_current", Format::number, 4, 2, "kWh", {"85070200", "207.85"}},
    Item{y07, 0x04060100, any_last, "step_price_current", Format::number, 4, 4, "currency/kWh", {"74757705", "577.7574"}},
    Item{y07, 0x04060200, any_last, "step_energy_spare", Format::number, 4, 2, "kWh", {"63430300", "343.63"}, Writing::sealed},
    Item{y07, 0x04060300, any_last, "step_price_spare", Format::number, 4, 4, "currency/kWh", {"52116902", "269.1152"}, Writing::sealed},
    // versions
    Item{y07, 0x04800001, exactly, "software_version", Format::text, 32, 0, "", {"20202020202020202020202020202020202020202020202020202037302E3156", "V1.07"}},
    Item{y07, 0x04800002, exactly, "hardware_version", Format::text, 32, 0, "", {"2020202020202020202020202020202020202020202020202020202020203348", "H3"}},
    Item{y07, 0x04800003, exactly, "maker_code", Format::text, 32, 0, "", {"2020202020202020202020202020202020202020202020202020203730333141", "A1307"}},
};

constexpr auto item_table = [] {
  std::array<Item, meter_rows.size() + pump_rows.size()> all{};
  std::ranges::copy(pump_rows, std::ranges::copy(meter_rows, all.begin()).out);
  return all;
}();

}  // namespace

std::span<const Item> items() { return item_table; }

}  // namespace kwota::dlt645
