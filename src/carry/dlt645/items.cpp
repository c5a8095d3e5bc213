#include "carry/dlt645/items.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.h"

namespace kwota::dlt645 {
namespace {

constexpr auto y97 = Edition::y1997;
constexpr auto y07 = Edition::y2007;
constexpr std::uint32_t exactly = 0xFFFFFFFF, any_last = 0xFFFFFF00, any_rate = 0xFFFF00FF, any_rate_and_day = 0xFFFF0000;

// Identifiers are written DI3 DI2 DI1 DI0. Rows with more fixed digits come first.
constexpr std::array item_table{
    // DL/T 645-1997
    Item{y97, 0x9010, 0xFFFF, "import_energy", Format::number, 4, 2, "kWh"},
    Item{y97, 0x9010, 0xFFF0, "import_energy_of_rate", Format::number, 4, 2, "kWh"},
    Item{y97, 0x9020, 0xFFF0, "export_energy", Format::number, 4, 2, "kWh"},
    Item{y97, 0x9110, 0xFFF0, "import_reactive_energy", Format::number, 4, 2, "kvarh"},
    Item{y97, 0x9120, 0xFFF0, "export_reactive_energy", Format::number, 4, 2, "kvarh"},
    Item{y97, 0xB610, 0xFFF0, "voltage", Format::number, 2, 0, "V"},
    Item{y97, 0xB620, 0xFFF0, "current", Format::number, 2, 2, "A"},
    Item{y97, 0xB630, 0xFFF0, "power", Format::number, 3, 4, "kW"},
    Item{y97, 0xC010, 0xFFFF, "date", Format::time, 4, 0, ""},
    Item{y97, 0xC011, 0xFFFF, "time", Format::time, 3, 0, ""},
    Item{y97, 0xC030, 0xFFFF, "constant", Format::number, 3, 0, "imp/kWh"},
    Item{y97, 0xC031, 0xFFFF, "reactive_constant", Format::number, 3, 0, "imp/kvarh"},
    Item{y97, 0xC032, 0xFFFF, "meter_number", Format::digits, 6, 0, ""},
    Item{y97, 0xC033, 0xFFFF, "customer_number", Format::digits, 6, 0, ""},
    // energy, settlement, demand
    Item{y07, 0x00900100, exactly, "remaining_energy", Format::number, 4, 2, "kWh"},
    Item{y07, 0x00900101, exactly, "overdrawn_energy", Format::number, 4, 2, "kWh"},
    Item{y07, 0x00900200, exactly, "remaining_amount", Format::number, 4, 2, "currency"},
    Item{y07, 0x00900201, exactly, "overdraft_amount", Format::number, 4, 2, "currency"},
    Item{y07, 0x00900120, exactly, "free_energy_left", Format::number, 4, 2, "kWh"},
    Item{y07, 0x00900121, exactly, "free_energy_used", Format::number, 4, 2, "kWh"},
    Item{y07, 0x00900220, exactly, "remaining_free_amount", Format::number, 4, 2, "currency"},
    Item{y07, 0x00000000, any_rate_and_day, "combined_energy", Format::signed_number, 4, 2, "kWh"},
    Item{y07, 0x00010000, any_rate_and_day, "import_energy", Format::number, 4, 2, "kWh"},
    Item{y07, 0x00020000, any_rate_and_day, "export_energy", Format::number, 4, 2, "kWh"},
    Item{y07, 0x00030000, any_rate_and_day, "combined_reactive_energy_1", Format::signed_number, 4, 2, "kvarh"},
    Item{y07, 0x00040000, any_rate_and_day, "combined_reactive_energy_2", Format::signed_number, 4, 2, "kvarh"},
    Item{y07, 0x00050000, any_rate_and_day, "reactive_energy_quadrant_1", Format::number, 4, 2, "kvarh"},
    Item{y07, 0x00060000, any_rate_and_day, "reactive_energy_quadrant_2", Format::number, 4, 2, "kvarh"},
    Item{y07, 0x00070000, any_rate_and_day, "reactive_energy_quadrant_3", Format::number, 4, 2, "kvarh"},
    Item{y07, 0x00080000, any_rate_and_day, "reactive_energy_quadrant_4", Format::number, 4, 2, "kvarh"},
    Item{y07, 0x00150000, any_rate_and_day, "import_energy_phase_a", Format::number, 4, 2, "kWh"},
    Item{y07, 0x00290000, any_rate_and_day, "import_energy_phase_b", Format::number, 4, 2, "kWh"},
    Item{y07, 0x003D0000, any_rate_and_day, "import_energy_phase_c", Format::number, 4, 2, "kWh"},
    Item{y07, 0x01010000, any_rate_and_day, "import_demand", Format::record, 8, 4, "kW"},
    // what flows now
    Item{y07, 0x02010000, any_rate, "voltage", Format::number, 2, 1, "V"},
    Item{y07, 0x02020000, any_rate, "current", Format::signed_number, 3, 3, "A"},
    Item{y07, 0x02030000, any_rate, "active_power", Format::signed_number, 3, 4, "kW"},
    Item{y07, 0x02040000, any_rate, "reactive_power", Format::signed_number, 3, 4, "kvar"},
    Item{y07, 0x02050000, any_rate, "apparent_power", Format::signed_number, 3, 4, "kVA"},
    Item{y07, 0x02060000, any_rate, "power_factor", Format::signed_number, 2, 3, ""},
    Item{y07, 0x02800001, exactly, "neutral_current", Format::number, 3, 3, "A"},
    Item{y07, 0x02800002, exactly, "frequency", Format::number, 2, 2, "Hz"},
    Item{y07, 0x02800007, exactly, "temperature", Format::signed_number, 2, 1, "°C"},
    Item{y07, 0x02800008, exactly, "clock_battery", Format::number, 2, 2, "V"},
    Item{y07, 0x02800009, exactly, "reading_battery", Format::number, 2, 2, "V"},
    Item{y07, 0x0280000A, exactly, "battery_working_time", Format::number, 4, 0, "min"},
    Item{y07, 0x0280000B, exactly, "step_price_now", Format::number, 4, 4, "currency/kWh"},
    // purchases, refunds, card insertions, events
    Item{y07, 0x03320100, any_last, "energy_purchase_time", Format::time, 5, 0, ""},
    Item{y07, 0x03320200, any_last, "energy_purchase_count", Format::number, 2, 0, ""},
    Item{y07, 0x03320300, any_last, "energy_bought", Format::number, 4, 2, "kWh"},
    Item{y07, 0x03320400, any_last, "energy_before_purchase", Format::number, 4, 2, "kWh"},
    Item{y07, 0x03320500, any_last, "energy_after_purchase", Format::number, 4, 2, "kWh"},
    Item{y07, 0x03320600, any_last, "energy_bought_in_all", Format::number, 4, 2, "kWh"},
    Item{y07, 0x03330100, any_last, "purchase_time", Format::time, 5, 0, ""},
    Item{y07, 0x03330200, any_last, "purchase_count", Format::number, 2, 0, ""},
    Item{y07, 0x03330300, any_last, "amount_bought", Format::number, 4, 2, "currency"},
    Item{y07, 0x03330400, any_last, "amount_before_purchase", Format::number, 4, 2, "currency"},
    Item{y07, 0x03330500, any_last, "amount_after_purchase", Format::number, 4, 2, "currency"},
    Item{y07, 0x03330600, any_last, "amount_bought_in_all", Format::number, 4, 2, "currency"},
    Item{y07, 0x0333FF00, any_last, "purchase_record", Format::record, 23, 0, ""},
    Item{y07, 0x03340100, any_last, "refund_time", Format::time, 5, 0, ""},
    Item{y07, 0x03340200, any_last, "refund_count", Format::number, 2, 0, ""},
    Item{y07, 0x03340300, any_last, "amount_refunded", Format::number, 4, 2, "currency"},
    Item{y07, 0x03340400, any_last, "amount_before_refund", Format::number, 4, 2, "currency"},
    Item{y07, 0x03340500, any_last, "amount_after_refund", Format::number, 4, 2, "currency"},
    Item{y07, 0x03301300, exactly, "abnormal_insertions", Format::number, 3, 0, ""},
    Item{y07, 0x03301300, any_last, "abnormal_insertion", Format::record, 36, 0, ""},
    Item{y07, 0x03301400, exactly, "illegal_insertions", Format::number, 3, 0, ""},
    Item{y07, 0x03301400, any_last, "illegal_insertion", Format::record, 24, 0, ""},
    Item{y07, 0x03300000, exactly, "programmed", Format::number, 3, 0, ""},
    Item{y07, 0x03300000, any_last, "programming", Format::record, 24, 0, ""},
    Item{y07, 0x03300100, exactly, "meter_cleared", Format::number, 3, 0, ""},
    Item{y07, 0x03300100, any_last, "meter_clearing", Format::record, 106, 0, ""},
    Item{y07, 0x03300400, exactly, "clock_set", Format::number, 3, 0, ""},
    Item{y07, 0x03300400, any_last, "clock_setting", Format::record, 24, 0, ""},
    Item{y07, 0x03300D00, exactly, "cover_opened", Format::number, 3, 0, ""},
    Item{y07, 0x03300D00, any_last, "cover_opening", Format::record, 24, 0, ""},
    Item{y07, 0x03300E00, exactly, "terminal_cover_opened", Format::number, 3, 0, ""},
    Item{y07, 0x03300E00, any_last, "terminal_cover_opening", Format::record, 24, 0, ""},
    Item{y07, 0x03350000, exactly, "magnetic_field", Format::number, 3, 0, ""},
    Item{y07, 0x03350000, any_last, "magnetic_field_record", Format::record, 24, 0, ""},
    Item{y07, 0x03110000, exactly, "power_off", Format::number, 3, 0, ""},
    Item{y07, 0x03110000, any_last, "power_off_record", Format::record, 24, 0, ""},
    Item{y07, 0x03380000, exactly, "load_trips", Format::number, 3, 0, ""},
    Item{y07, 0x03380000, any_last, "load_trip", Format::record, 24, 0, ""},
    Item{y07, 0x1D000001, exactly, "trips", Format::number, 3, 0, ""},
    Item{y07, 0x1D000100, any_last, "trip_time", Format::time, 6, 0, ""},
    Item{y07, 0x1D000200, any_last, "trip_operator", Format::digits, 4, 0, ""},
    Item{y07, 0x1D000300, any_last, "trip_energy", Format::number, 4, 2, "kWh"},
    Item{y07, 0x1D000400, any_last, "trip_balance", Format::signed_number, 4, 2, "currency"},
    Item{y07, 0x1D000500, any_last, "trip_reason", Format::number, 1, 0, ""},
    Item{y07, 0x1E000001, exactly, "closings", Format::number, 3, 0, ""},
    Item{y07, 0x1E000100, any_last, "closing_time", Format::time, 6, 0, ""},
    Item{y07, 0x1E000200, any_last, "closing_operator", Format::digits, 4, 0, ""},
    Item{y07, 0x1E000300, any_last, "closing_energy", Format::number, 4, 2, "kWh"},
    Item{y07, 0x1E000400, any_last, "closing_balance", Format::signed_number, 4, 2, "currency"},
    // frozen: at an hour, by function 16 at once, at midnight
    Item{y07, 0x05000000, any_last, "timed_frozen_at", Format::time, 5, 0, ""},
    Item{y07, 0x05000100, any_last, "timed_frozen_import_energy", Format::number, 4, 2, "kWh"},
    Item{y07, 0x05000200, any_last, "timed_frozen_balance", Format::signed_number, 4, 2, "currency"},
    Item{y07, 0x05060000, any_last, "daily_frozen_at", Format::time, 5, 0, ""},
    Item{y07, 0x05060100, any_last, "daily_frozen_import_energy", Format::number, 4, 2, "kWh"},
    Item{y07, 0x05080200, any_last, "daily_frozen_balance", Format::signed_number, 4, 2, "currency"},
    Item{y07, 0x05010000, any_last, "frozen_at", Format::time, 5, 0, ""},
    Item{y07, 0x05010100, any_last, "frozen_import_energy", Format::number, 4, 2, "kWh"},
    // time, identity, limits, prices
    Item{y07, 0x04000101, exactly, "date", Format::time, 4, 0, "", Writing::password},
    Item{y07, 0x04000102, exactly, "time", Format::time, 3, 0, "", Writing::password},
    Item{y07, 0x0400010C, exactly, "date_and_time", Format::time, 7, 0, "", Writing::password},
    Item{y07, 0x04000106, exactly, "zones_switch_time", Format::time, 5, 0, "", Writing::sealed},
    Item{y07, 0x04000107, exactly, "day_tables_switch_time", Format::time, 5, 0, "", Writing::sealed},
    Item{y07, 0x04000108, exactly, "prices_switch_time", Format::time, 5, 0, "", Writing::sealed},
    Item{y07, 0x04000109, exactly, "steps_switch_time", Format::time, 5, 0, "", Writing::sealed},
    Item{y07, 0x04000201, exactly, "number_of_zones", Format::number, 1, 0, ""},
    Item{y07, 0x04000202, exactly, "number_of_day_tables", Format::number, 1, 0, ""},
    Item{y07, 0x04000203, exactly, "periods_per_day", Format::number, 1, 0, ""},
    Item{y07, 0x04000204, exactly, "number_of_rates", Format::number, 1, 0, ""},
    Item{y07, 0x04000205, exactly, "number_of_holidays", Format::number, 2, 0, ""},
    Item{y07, 0x04000206, exactly, "number_of_harmonics", Format::number, 1, 0, ""},
    Item{y07, 0x04000207, exactly, "number_of_steps", Format::number, 1, 0, ""},
    Item{y07, 0x04000401, exactly, "address", Format::digits, 6, 0, ""},
    Item{y07, 0x04000402, exactly, "meter_number", Format::digits, 6, 0, ""},
    Item{y07, 0x04000403, exactly, "asset_code", Format::text, 32, 0, ""},
    Item{y07, 0x04000404, exactly, "rated_voltage", Format::text, 6, 0, ""},
    Item{y07, 0x04000405, exactly, "rated_current", Format::text, 6, 0, ""},
    Item{y07, 0x04000406, exactly, "maximum_current", Format::text, 6, 0, ""},
    Item{y07, 0x04000407, exactly, "accuracy_active", Format::text, 4, 0, ""},
    Item{y07, 0x04000408, exactly, "accuracy_reactive", Format::text, 4, 0, ""},
    Item{y07, 0x04000409, exactly, "constant", Format::number, 3, 0, "imp/kWh"},
    Item{y07, 0x0400040A, exactly, "reactive_constant", Format::number, 3, 0, "imp/kvarh"},
    Item{y07, 0x0400040B, exactly, "model", Format::text, 10, 0, ""},
    Item{y07, 0x0400040C, exactly, "made_on", Format::text, 10, 0, ""},
    Item{y07, 0x0400040E, exactly, "customer_number", Format::digits, 6, 0, ""},
    Item{y07, 0x04000500, any_last, "status_word", Format::bits, 2, 0, ""},
    Item{y07, 0x04000B00, any_last, "settlement_day", Format::time, 2, 0, "", Writing::sealed},
    Item{y07, 0x04001001, exactly, "alarm_amount_1", Format::number, 4, 2, "currency", Writing::sealed},
    Item{y07, 0x04001002, exactly, "alarm_amount_2", Format::number, 4, 2, "currency", Writing::sealed},
    Item{y07, 0x04001003, exactly, "overdraft_limit", Format::number, 4, 2, "currency", Writing::sealed},
    Item{y07, 0x04001004, exactly, "hoarding_limit", Format::number, 4, 2, "currency", Writing::sealed},
    Item{y07, 0x04001005, exactly, "closing_permitted_above", Format::number, 4, 2, "currency", Writing::sealed},
    Item{y07, 0x04001006, exactly, "refund_amount", Format::number, 4, 2, "currency"},
    Item{y07, 0x04001401, exactly, "trip_delay", Format::number, 2, 0, "min", Writing::sealed},
    Item{y07, 0x04001402, exactly, "limit_watts", Format::number, 4, 0, "W", Writing::sealed},
    Item{y07, 0x04001403, exactly, "limit_window_seconds", Format::number, 4, 0, "s", Writing::sealed},
    Item{y07, 0x04001404, exactly, "limit_alarm_seconds", Format::number, 4, 0, "s", Writing::sealed},
    Item{y07, 0x04001405, exactly, "limit_pause_minutes", Format::number, 4, 0, "min", Writing::sealed},
    Item{y07, 0x04001406, exactly, "limit_tries", Format::number, 4, 0, "", Writing::sealed},
    Item{y07, 0x04001407, exactly, "limit_success_minutes", Format::number, 4, 0, "min", Writing::sealed},
    Item{y07, 0x04001408, exactly, "budget_watts", Format::number, 4, 0, "W", Writing::sealed},
    Item{y07, 0x04001409, exactly, "budget_window_seconds", Format::number, 4, 0, "s", Writing::sealed},
    Item{y07, 0x0400140A, exactly, "budget_alarm_seconds", Format::number, 4, 0, "s", Writing::sealed},
    Item{y07, 0x0400140B, exactly, "budget_pause_minutes", Format::number, 4, 0, "min", Writing::sealed},
    Item{y07, 0x0400140C, exactly, "budget_tries", Format::number, 4, 0, "", Writing::sealed},
    Item{y07, 0x0400140D, exactly, "budget_success_minutes", Format::number, 4, 0, "min", Writing::sealed},
    Item{y07, 0x0400140E, exactly, "step_watts", Format::number, 4, 0, "W", Writing::sealed},
    Item{y07, 0x0400140F, exactly, "step_power_factor", Format::number, 4, 3, "", Writing::sealed},
    Item{y07, 0x04001410, exactly, "step_stay_seconds", Format::number, 4, 0, "s", Writing::sealed},
    Item{y07, 0x04001411, exactly, "step_pause_minutes", Format::number, 4, 0, "min", Writing::sealed},
    Item{y07, 0x04001412, exactly, "step_trips", Format::number, 4, 0, "", Writing::sealed},
    Item{y07, 0x04001413, exactly, "step_period_minutes", Format::number, 4, 0, "min", Writing::sealed},
    Item{y07, 0x04001414, exactly, "allowed_from_watts", Format::number, 4, 0, "W", Writing::sealed},
    Item{y07, 0x04001415, exactly, "allowed_to_watts", Format::number, 4, 0, "W", Writing::sealed},
    Item{y07, 0x04001416, exactly, "curfew_from", Format::number, 4, 0, "", Writing::sealed},
    Item{y07, 0x04001417, exactly, "curfew_to", Format::number, 4, 0, "", Writing::sealed},
    Item{y07, 0x04001418, exactly, "curfew_weekdays", Format::number, 4, 0, "", Writing::sealed},
    Item{y07, 0x04001419, exactly, "friendly_from", Format::number, 4, 0, "", Writing::sealed},
    Item{y07, 0x0400141A, exactly, "friendly_to", Format::number, 4, 0, "", Writing::sealed},
    Item{y07, 0x0400141B, exactly, "friendly_weekdays", Format::number, 4, 0, "", Writing::sealed},
    Item{y07, 0x0400141C, exactly, "friendly_holidays", Format::number, 4, 0, "", Writing::sealed},
    Item{y07, 0x0400141D, exactly, "free_wh_per_person", Format::number, 4, 0, "Wh", Writing::sealed},
    Item{y07, 0x0400141E, exactly, "residents", Format::number, 4, 0, "", Writing::sealed},
    Item{y07, 0x0400141F, exactly, "free_energy_carries", Format::number, 4, 0, "", Writing::sealed},
    Item{y07, 0x04001420, exactly, "timed_freeze", Format::number, 4, 0, "", Writing::sealed},
    Item{y07, 0x04010000, exactly, "year_zones_current", Format::record, 42, 0, ""},
    Item{y07, 0x04020000, exactly, "year_zones_spare", Format::record, 42, 0, "", Writing::sealed},
    Item{y07, 0x04010000, any_last, "day_table_current", Format::record, 42, 0, ""},
    Item{y07, 0x04020000, any_last, "day_table_spare", Format::record, 42, 0, "", Writing::sealed},
    Item{y07, 0x04030000, any_last, "holiday", Format::record, 4, 0, "", Writing::sealed},
    Item{y07, 0x04050100, any_last, "rate_price_current", Format::number, 4, 4, "currency/kWh"},
    Item{y07, 0x04050200, any_last, "rate_price_spare", Format::number, 4, 4, "currency/kWh", Writing::sealed},
    Item{y07, 0x04060000, any_last, "step_energy_current", Format::number, 4, 2, "kWh"},
    Item{y07, 0x04060100, any_last, "step_price_current", Format::number, 4, 4, "currency/kWh"},
    Item{y07, 0x04060200, any_last, "step_energy_spare", Format::number, 4, 2, "kWh", Writing::sealed},
    Item{y07, 0x04060300, any_last, "step_price_spare", Format::number, 4, 4, "currency/kWh", Writing::sealed},
};

bool speaks_1997(std::uint8_t function) {
  return function == function::read_1997 || function == function::read_on_1997 || function == function::write_1997;
}

bool names_an_item(std::uint8_t function) {
  return speaks_1997(function) || function == function::security || function == function::read || function == function::read_on ||
         function == function::write || function == function::password;
}

bool is_bcd(ByteView bytes) {
  return std::ranges::all_of(bytes, [](std::uint8_t byte) { return (byte >> 4) <= 9 && (byte & 15) <= 9; });
}

/// "1234.56" out of packed BCD, highest byte first.
std::string number_text(Bytes digits, std::size_t decimals, bool negative) {
  std::string text = to_hex(digits);
  text.erase(0, std::min(text.find_first_not_of('0'), text.size() - decimals - 1));
  if (decimals > 0) text.insert(text.size() - decimals, ".");
  const bool zero = text.find_first_not_of("0.") == std::string::npos;
  return negative && !zero ? "-" + text : text;
}

/// Packed BCD, lowest byte first.
std::optional<Bytes> low_first_bcd(std::size_t size, std::uint64_t value) {
  Bytes bytes(size);
  if (!put_bcd(bytes, value)) return std::nullopt;
  std::ranges::reverse(bytes);
  return bytes;
}

std::string ascii_text(const Bytes& bytes) {
  std::string text;
  for (const auto byte : bytes)
    if (byte >= 0x20 && byte < 0x7F) text.push_back(static_cast<char>(byte));
  const auto first = text.find_first_not_of(' ');
  return first == std::string::npos ? std::string{} : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}  // namespace

std::string_view name_of(Writing writing) {
  constexpr std::array<std::string_view, 3> names{"-", "password", "sealed"};
  return names[static_cast<std::size_t>(writing)];
}

std::string Item::pattern() const {
  std::string text = Identifier{edition, value}.text();
  for (std::size_t i = 0; i < text.size(); ++i)
    if ((mask >> (4 * (text.size() - 1 - i)) & 0xF) == 0) text[i] = 'n';
  return text;
}

std::string Identifier::text() const { return fmt::format("{:0{}X}", value, 2 * bytes()); }

Bytes wire(Identifier identifier) {
  Bytes bytes;
  for (std::size_t i = 0; i < identifier.bytes(); ++i) bytes.push_back(static_cast<std::uint8_t>(identifier.value >> (8 * i)));
  return bytes;
}

std::optional<Identifier> identifier_of(const Frame& frame) {
  const auto function = frame.control.function();
  if (frame.control.error() || !names_an_item(function)) return std::nullopt;
  Identifier identifier{speaks_1997(function) ? Edition::y1997 : Edition::y2007, 0};
  if (frame.data.size() < identifier.bytes()) return std::nullopt;
  for (std::size_t i = identifier.bytes(); i-- > 0;) identifier.value = identifier.value << 8 | frame.data[i];
  return identifier;
}

std::span<const Item> items() { return item_table; }

const Item* find_item(Identifier identifier) {
  const auto found = std::ranges::find_if(item_table, [&](const Item& item) {
    return item.edition == identifier.edition && (identifier.value & item.mask) == item.value;
  });
  return found == item_table.end() ? nullptr : &*found;
}

bool is_block(Identifier identifier) {
  const auto low = identifier.value & 0xFF, next = identifier.value >> 8 & 0xFF;
  return low == 0xFF || (identifier.edition == Edition::y2007 && next == 0xFF);
}

Result<Value> read_value(const Item& item, ByteView data) {
  // Texts are shorter in some meters than the standard says.
  if (data.size() != item.bytes && item.format != Format::text)
    return error(
        Fault::meter, "wrong_item_length", "The meter's answer has another length than this value; it was not believed.",
        {{"item", std::string{item.name}}, {"bytes", std::to_string(data.size())}, {"expected", std::to_string(item.bytes)}});
  Bytes high_first(data.rbegin(), data.rend());
  Value value{{}, item.unit};
  switch (item.format) {
    case Format::text: value.text = ascii_text(high_first); return value;
    case Format::bits:
    case Format::record: value.text = to_hex(data); return value;
    case Format::number:
    case Format::signed_number:
    case Format::digits:
    case Format::time: break;
  }
  const bool negative = item.format == Format::signed_number && (high_first.front() & 0x80) != 0 && high_first.front() != 0xFF;
  if (negative) high_first.front() &= 0x7F;
  if (!is_bcd(high_first)) return value;
  const bool plain = item.format == Format::digits || item.format == Format::time;
  value.text = plain ? to_hex(high_first) : number_text(std::move(high_first), item.decimals, negative);
  return value;
}

std::optional<Bytes> bytes_of(const Item& item, std::int64_t value) {
  const bool negative = value < 0;
  const auto size = static_cast<std::uint64_t>(negative ? -value : value);
  switch (item.format) {
    case Format::text:
    case Format::record: return std::nullopt;
    case Format::bits:
      if (negative || size >> (8 * item.bytes) != 0) return std::nullopt;
      return Bytes{static_cast<std::uint8_t>(size), static_cast<std::uint8_t>(size >> 8)};
    case Format::number:
    case Format::signed_number:
    case Format::digits:
    case Format::time: break;
  }
  auto bytes = low_first_bcd(item.bytes, size);
  if (!bytes || item.format != Format::signed_number) return negative ? std::nullopt : bytes;
  if (bytes->back() >= 0x80) return std::nullopt;
  if (negative) bytes->back() |= 0x80;
  return bytes;
}

std::optional<std::int64_t> number_in(const Item& item, ByteView data) {
  if (data.size() != item.bytes || item.format == Format::text || item.format == Format::record) return std::nullopt;
  if (item.format == Format::bits) return data[1] << 8 | data[0];
  Bytes high_first(data.rbegin(), data.rend());
  const bool negative = item.format == Format::signed_number && (high_first.front() & 0x80) != 0;
  if (negative) high_first.front() &= 0x7F;
  const auto size = get_bcd(high_first);
  if (!size) return std::nullopt;
  return negative ? -static_cast<std::int64_t>(*size) : static_cast<std::int64_t>(*size);
}

Result<Bytes> write_value(const Item& item, std::string_view text) {
  const auto bad = error(Fault::request, "value_does_not_fit",
                         "This value does not fit the item; nothing was sent. Give a number with the item's decimals.",
                         {{"item", std::string{item.name}}, {"value", std::string{text.substr(0, 64)}}});
  if (item.format == Format::text) {
    if (text.size() > item.bytes) return bad;
    Bytes bytes(item.bytes - text.size(), ' ');  // sent backwards: what fills it up comes first
    for (auto letter = text.rbegin(); letter != text.rend(); ++letter) bytes.push_back(static_cast<std::uint8_t>(*letter));
    return bytes;
  }
  if (item.format == Format::record || item.format == Format::bits) {
    const auto bytes = from_hex(text);
    if (!bytes || bytes->size() != item.bytes) return bad;
    return *bytes;
  }
  const auto number = parse_decimal(text, item.decimals);
  const auto bytes = number ? bytes_of(item, *number) : std::nullopt;
  if (!bytes) return bad;
  return *bytes;
}

}  // namespace kwota::dlt645
