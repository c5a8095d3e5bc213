// Numbers of meters, customers and cards as text, checked.
#pragma once
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/core/ids.h"

namespace kwota {

/// 1 to 12 digits, blanks are ignored, zero refused. Errors: `bad_meter_number`, `bad_customer_number`.
Result<MeterNumber> parse_meter_number(std::string_view text);
Result<CustomerNumber> parse_customer_number(std::string_view text);
/// 16 hexadecimal digits. Error `bad_card_serial`.
Result<CardSerial> parse_card_serial(std::string_view text);

std::string to_text(MeterNumber number);      ///< twelve digits
std::string to_text(CustomerNumber number);   ///< twelve digits
std::string to_text(const CardSerial& serial);

/// Six bytes of BCD.
std::array<std::uint8_t, 6> to_bcd(MeterNumber number);
std::array<std::uint8_t, 6> to_bcd(CustomerNumber number);

}  // namespace kwota
