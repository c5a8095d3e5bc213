#include "reader_library/fields.h"

#include <iconv.h>

#include <algorithm>
#include <ctime>

#include "base/ascii.h"
#include "carry/cards/common/exchange.h"
#include "carry/cards/common/family.h"

namespace kwota::reader {
namespace {

std::optional<std::uint8_t> nibble(char one) {
  if (is_digit(one)) return static_cast<std::uint8_t>(one - '0');
  if (one >= 'a' && one <= 'f') return static_cast<std::uint8_t>(one - 'a' + 10);
  if (one >= 'A' && one <= 'F') return static_cast<std::uint8_t>(one - 'A' + 10);
  return std::nullopt;
}

std::uint8_t bcd(int value) { return static_cast<std::uint8_t>(value / 10 % 10 << 4 | value % 10); }
int number_of(std::uint8_t byte) { return (byte >> 4) * 10 + (byte & 0x0F); }

ByteView without_filling(ByteView bytes) {
  while (!bytes.empty() && bytes.back() == 0) bytes = bytes.first(bytes.size() - 1);
  return bytes;
}

}  // namespace

std::optional<Bytes> digits_of(const char* text) {
  if (text == nullptr) return std::nullopt;
  const std::string_view digits{text};
  if (digits.size() % 2 != 0) return std::nullopt;
  Bytes bytes;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    const auto high = nibble(digits[i]), low = nibble(digits[i + 1]);
    if (!high || !low) return std::nullopt;
    bytes.push_back(static_cast<std::uint8_t>(*high << 4 | *low));
  }
  return bytes;
}

bool is_number(const purse_card::SerialNumber& card, const Bytes& asn) {
  return (asn.size() == card.size() || asn.size() == 8) && std::equal(asn.rbegin(), asn.rend(), card.rbegin());
}

bool is_moment(const cards::Moment& moment) {
  const bool decimal = std::ranges::all_of(moment, [](std::uint8_t byte) { return byte >> 4 < 10 && (byte & 0x0F) < 10; });
  const int month = number_of(moment[2]), day = number_of(moment[3]);
  return decimal && month >= 1 && month <= 12 && day >= 1 && day <= 31 && number_of(moment[4]) < 24 && number_of(moment[5]) < 60 && number_of(moment[6]) < 60;
}

cards::Moment moment_now() {
  std::timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  std::tm local{};
  ::localtime_r(&now.tv_sec, &local);
  const int year = local.tm_year + 1900;
  return {bcd(year / 100), bcd(year % 100), bcd(local.tm_mon + 1), bcd(local.tm_mday), bcd(local.tm_hour), bcd(local.tm_min), bcd(std::min(local.tm_sec, 59))};
}

std::string chip_of(const Bytes& atr) {
  const auto serial = cards::serial_of_atr(atr);
  return serial.ok() ? to_hex(serial->bytes) : std::string{};
}

std::string name_of_holder(ByteView bytes) {
  bytes = without_filling(bytes);
  const iconv_t conversion = ::iconv_open("UTF-8", "GB18030");
  if (conversion == reinterpret_cast<iconv_t>(-1)) return to_hex(bytes);
  std::string text(bytes.size() * 4 + 16, '\0');
  std::string in(bytes.begin(), bytes.end());
  char *from = in.data(), *to = text.data();
  std::size_t left = in.size(), room = text.size();
  const bool good = ::iconv(conversion, &from, &left, &to, &room) != static_cast<std::size_t>(-1) && left == 0;
  ::iconv_close(conversion);
  if (!good) return to_hex(bytes);
  text.resize(text.size() - room);
  return text;
}

std::string identity_of(ByteView bytes) {
  bytes = without_filling(bytes);
  const bool readable = std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte > 0x20 && byte < 0x7F; });
  return readable ? std::string(bytes.begin(), bytes.end()) : to_hex(bytes);
}

kw_trade as_structure(const cards::TerminalTrade& trade) {
  kw_trade full{};
  full.tt = static_cast<std::uint32_t>(trade.type);
  full.seq = trade.sequence;
  full.bal_before = static_cast<std::uint32_t>(trade.before.minor());
  full.bal_after = static_cast<std::uint32_t>(trade.after().minor());
  full.amount = static_cast<std::uint32_t>(trade.amount.minor());
  full.term_seq = trade.terminal_sequence;
  text_to(full.tid, to_hex(trade.terminal));
  text_to(full.datetime, to_hex(trade.moment));
  text_to(full.mac, to_hex(trade.mac));
  text_to(full.tac, to_hex(trade.code));
  return full;
}

Error refused_by_sam(iso7816::StatusWord status) {
  Error why = cards::refusal(iso7816::Command{}, status);
  why.details["sam"] = "sam";
  return why;
}

}  // namespace kwota::reader
