// Numbers, codes and moments as the header writes them, and back.   Begin with digits_of() and moment_now().
#pragma once
#include <optional>
#include <string>

#include "carry/cards/purse_card/terminal_moves.h"
#include "reader_library/structures.h"

namespace kwota::reader {

/// Hexadecimal digits of an even count without blanks; nothing: something else.
std::optional<Bytes> digits_of(const char* text);
/// Exactly that many bytes.
template <std::size_t size>
std::optional<std::array<std::uint8_t, size>> exactly(const char* text) {
  const auto bytes = digits_of(text);
  if (!bytes || bytes->size() != size) return std::nullopt;
  std::array<std::uint8_t, size> out{};
  std::copy(bytes->begin(), bytes->end(), out.begin());
  return out;
}
/// Twenty digits, or the sixteen of the right that are printed on the card.
bool is_number(const purse_card::SerialNumber& card, const Bytes& asn);
/// Decimal digits of a date and time that there may be.
bool is_moment(const cards::Moment& moment);
/// Of this machine, in its time zone.
cards::Moment moment_now();
/// Serial of a chip of the family, by its answer to reset; empty: none.
std::string chip_of(const Bytes& atr);
/// GB18030, filled with zeros, as UTF-8; the digits of its bytes when it is none.
std::string name_of_holder(ByteView bytes);
std::string identity_of(ByteView bytes);

kw_trade as_structure(const cards::TerminalTrade& trade);
Error refused_by_sam(iso7816::StatusWord status);

}  // namespace kwota::reader
