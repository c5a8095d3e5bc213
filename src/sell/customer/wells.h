// Registers of irrigation: area numbers, wells, and the meters at them.
// Guarantees: a well gives water to the cards of an area number that is in use; a meter hangs at one well at a time and sells to no account
// while it hangs there; a pump that comes to another area number gets a black list of it with the next edition. Never: deletes – what nobody shall use any more is taken out of use.   Begin with put_well().
#pragma once
#include "books/decision.h"
#include "books/reader.h"

namespace kwota::customer {

/// Eight digits. Error `bad_area_number` {text}.
Result<void> check_area_number(std::string_view text);
/// Known and in use. Errors: bad_area_number {text}, unknown_area_number {area_number}, area_number_inactive {area_number}.
Result<books::AreaNumber> usable_area_number(const books::Reader& books, const std::string& number);
/// A village, and a transformer area in it (empty: none said). Errors: unknown_place {place}.
Result<void> check_whereabouts(const books::Reader& books, const std::string& village, const std::string& area);

/// Errors: bad_area_number, name_missing, unknown_place, unknown_station.
Result<books::Decision<books::AreaNumber>> put_area_number(const books::Reader& books, const books::AreaNumber& row);
/// Errors: code_missing, name_missing, unknown_place, bad_area_number, unknown_area_number, area_number_inactive: another one than it
/// had; unknown_usage_class {usage_class}, date_missing, out_of_range {value}.
Result<books::Decision<books::Well>> put_well(const books::Reader& books, const books::Well& row);
/// Errors: unknown_well {well}, unknown_meter {meter}, date_missing, days_backwards {from}, bad_multiplier {value}, meter_at_well {meter, well}: in these days;
/// meter_in_use {meter, account}, bad_pump_terminal {text}, pump_terminal_elsewhere {text, meter, well}.
Result<books::Decision<books::WellMeter>> put_well_meter(const books::Reader& books, const books::WellMeter& row);

/// Two rows of one meter do not meet in any day. Error `meter_at_well` {meter, well}.
Result<void> hang_apart(const books::WellMeter& other, const books::WellMeter& row);
/// The well where a meter hangs and has no last day yet.
std::optional<books::WellMeter> well_of_meter(const books::Reader& books, MeterNumber meter);

}  // namespace kwota::customer
