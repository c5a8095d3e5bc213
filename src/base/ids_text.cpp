#include "base/ids_text.h"

#include <fmt/format.h>

#include "base/core/bcd.h"

namespace kwota {
namespace {

Result<std::uint64_t> twelve_digits(std::string_view text, const char* code, const char* thing) {
  std::uint64_t value = 0;
  int count = 0;
  for (const char c : text) {
    if (c == ' ') continue;
    if (c < '0' || c > '9' || ++count > 12)
      return error(Fault::request, code, fmt::format("\"{}\" is not a {} number: it has 1 to 12 digits.", text, thing), {{"text", std::string(text)}});
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  if (value == 0)
    return error(Fault::request, code, fmt::format("\"{}\" is not a {} number: it has 1 to 12 digits and is not zero.", text, thing), {{"text", std::string(text)}});
  return value;
}

template <class Number>
std::array<std::uint8_t, 6> bcd6(Number number) {
  std::array<std::uint8_t, 6> out{};
  put_bcd(out, number.value());
  return out;
}

}  // namespace

Result<MeterNumber> parse_meter_number(std::string_view text) {
  TRY(value, twelve_digits(text, "bad_meter_number", "meter"));
  return MeterNumber::from(value);
}

Result<CustomerNumber> parse_customer_number(std::string_view text) {
  TRY(value, twelve_digits(text, "bad_customer_number", "customer"));
  return CustomerNumber::from(value);
}

Result<CardSerial> parse_card_serial(std::string_view text) {
  auto bytes = from_hex(text);
  if (!bytes || bytes->size() != 8)
    return error(Fault::request, "bad_card_serial", fmt::format("\"{}\" is not a card serial: it has 16 hexadecimal digits.", text), {{"text", std::string(text)}});
  CardSerial serial;
  std::copy(bytes->begin(), bytes->end(), serial.bytes.begin());
  return serial;
}

std::string to_text(MeterNumber number) { return fmt::format("{:012}", number.value()); }
std::string to_text(CustomerNumber number) { return fmt::format("{:012}", number.value()); }
std::string to_text(const CardSerial& serial) { return to_hex(serial.bytes); }
std::array<std::uint8_t, 6> to_bcd(MeterNumber number) { return bcd6(number); }
std::array<std::uint8_t, 6> to_bcd(CustomerNumber number) { return bcd6(number); }

}  // namespace kwota
