// The layouts of the user card's files, field by field, in the order of the bytes. `Pass` is Writer or Reader; a
// `require` holds in both directions, so that nothing can be written that would not be read back.
// Begin with layout(pass, InstructionFile&): it is the table of cards.md 5.1, top to bottom.
#pragma once
#include "seal/user_card/passes.h"

namespace kwota::user_card {

/// Packed BCD, two digits a byte, the highest first.
template <class Pass, class Number>
void bcd(Pass& pass, Number& value, std::size_t bytes) {
  auto raw = static_cast<std::int64_t>(value);
  pass.bcd(raw, bytes);
  value = static_cast<Number>(raw);
}
/// Big-endian, unsigned.
template <class Pass, class Number>
void binary(Pass& pass, Number& value, std::size_t bytes) {
  auto raw = static_cast<std::int64_t>(value);
  pass.binary(raw, bytes);
  value = static_cast<Number>(raw);
}
/// One byte out of a list without gaps.
template <class Pass, class Choice>
void choice(Pass& pass, Choice& value, Choice first, Choice last) {
  binary(pass, value, 1);
  pass.require(value >= first && value <= last);
}
/// Money in minor units, packed BCD of four bytes: 0 .. 99 999 999.
template <class Pass>
void money_bcd(Pass& pass, Money& value) {
  auto raw = value.minor();
  pass.bcd(raw, 4);
  value = Money::minor(raw);
}
/// Big-endian minor units, 0 .. money_minor_max.
template <class Pass>
void money_binary(Pass& pass, Money& value, std::size_t bytes) {
  auto raw = value.minor();
  pass.binary(raw, bytes);
  pass.require(raw >= 0 && raw <= money_minor_max);
  value = Money::minor(raw);
}
/// Four bytes of BCD in 1/10 000 of the currency's unit.
template <class Pass>
void price(Pass& pass, MeterPrice& value) {
  auto raw = value.e4();
  pass.bcd(raw, 4);
  value = MeterPrice::e4(raw);
}
/// Six bytes, Wh.
template <class Pass>
void energy(Pass& pass, Energy& value) {
  auto raw = value.wh();
  pass.binary(raw, 6);
  value = Energy::wh(raw);
}
/// The number of a meter or customer: six bytes of BCD.
template <class Pass, class Tag>
void twelve_digits(Pass& pass, TwelveDigits<Tag>& value) {
  auto raw = static_cast<std::int64_t>(value.value());
  pass.bcd(raw, 6);
  value = TwelveDigits<Tag>::from(static_cast<std::uint64_t>(raw));
}
template <class Pass>
void sequence_number(Pass& pass, SequenceNumber& value) {
  auto raw = value.value();
  binary(pass, raw, 4);
  value = SequenceNumber{raw};
}

/// YY MM DD in BCD; all zero: none. Whether a month has so many days is not asked.
template <class Pass>
void date(Pass& pass, MeterTime& time) {
  bcd(pass, time.year, 1);
  bcd(pass, time.month, 1);
  bcd(pass, time.day, 1);
  pass.require(time.is_none() ? time.year == 0 && time.day == 0 : time.month <= 12 && time.day >= 1 && time.day <= 31);
}
template <class Pass>
void date_and_time(Pass& pass, MeterTime& time) {
  date(pass, time);
  bcd(pass, time.hour, 1);
  bcd(pass, time.minute, 1);
  pass.require(time.is_none() ? time.hour == 0 && time.minute == 0 : time.hour <= 23 && time.minute <= 59);
}

/// Bytes 4..29, the same in an instruction and in a preset file.
template <class Pass, class File>
void parameters(Pass& pass, File& file) {
  choice(pass, file.user_type, UserType::single, UserType::time_of_use_and_step);
  binary(pass, file.update_flags, 1);
  binary(pass, file.version, 4);
  date_and_time(pass, file.tariff_switch);
  bcd(pass, file.rates, 1);
  money_bcd(pass, file.alarm1);
  money_bcd(pass, file.alarm2);
  bcd(pass, file.ct, 3);
  bcd(pass, file.pt, 3);
}

template <class Pass>
void layout(Pass& pass, InstructionFile& file) {
  parameters(pass, file);
  twelve_digits(pass, file.meter);
  twelve_digits(pass, file.customer);
  choice(pass, file.card_type, CardType::open_account, CardType::closing);
}

template <class Pass>
void layout(Pass& pass, PresetFile& file) {
  parameters(pass, file);
}

template <class Pass>
void layout(Pass& pass, ClearFile& file) {
  for (auto& b : file.authorisation) binary(pass, b, 1);
  twelve_digits(pass, file.meter);
  date_and_time(pass, file.valid_until);
  pass.zeros(3);
}

template <class Pass>
void layout(Pass& pass, KeyCardFile& file) {
  binary(pass, file.county, 4);
  binary(pass, file.from, 1);
  binary(pass, file.to, 1);
  binary(pass, file.keys, 1);
  pass.zeros(1);
  twelve_digits(pass, file.meter);
  date_and_time(pass, file.valid_until);
  pass.zeros(5);
}

template <class Pass>
void layout(Pass& pass, VoidFile& file) {
  binary(pass, file.number, 4);
  binary(pass, file.count, 1);
  pass.require(file.count <= VoidFile::cards_max);
  for (auto& card : file.cards)
    for (auto& b : card.bytes) binary(pass, b, 1);
}

template <class Pass>
void layout(Pass& pass, PurseFile& file) {
  money_binary(pass, file.amount, 4);
  sequence_number(pass, file.count);
}

/// A step's end in units of 10 Wh; the ends rise, and rows that are not used stand last.
template <class Pass>
void step_ends(Pass& pass, std::array<Energy, TariffFile::steps_max>& ends) {
  constexpr std::int64_t resolution_wh = 10;
  Energy before;
  bool more = true;
  for (auto& end : ends) {
    pass.require(end.wh() % resolution_wh == 0);
    auto raw = end.wh() / resolution_wh;
    pass.bcd(raw, 4);
    end = Energy::wh(raw * resolution_wh);
    pass.require(end.is_zero() || (more && end > before));
    more = !end.is_zero();
    before = end;
  }
}

template <class Pass>
void layout(Pass& pass, TariffFile& file) {
  for (auto& rate : file.rate_prices) price(pass, rate);
  step_ends(pass, file.step_ends);
  for (auto& step : file.step_prices) price(pass, step);
  for (auto& day : file.settlement_days) {
    bcd(pass, day.month, 1);
    bcd(pass, day.day, 1);
    bcd(pass, day.hour, 1);
    pass.require(day.month <= 12 && day.day <= 28 && day.hour <= 23);
  }
  date_and_time(pass, file.switch_time);
}

template <class Pass>
void layout(Pass& pass, ReturnedFile& file) {
  choice(pass, file.user_type, UserType::single, UserType::time_of_use_and_step);
  bcd(pass, file.ct, 3);
  bcd(pass, file.pt, 3);
  twelve_digits(pass, file.meter);
  twelve_digits(pass, file.customer);
  money_binary(pass, file.remaining, 4);
  sequence_number(pass, file.count);
  money_bcd(pass, file.overdraft);
  binary(pass, file.key_info, 4);
  bcd(pass, file.illegal_inserts, 3);
  date_and_time(pass, file.time);
}

template <class Pass>
void layout(Pass& pass, RegisterFile& file) {
  std::uint8_t edition = 1;
  binary(pass, edition, 1);
  pass.require(edition == 1);
  sequence_number(pass, file.last_count);
  money_binary(pass, file.last_amount, 4);
  choice(pass, file.last_applied, Applied::nothing, Applied::closing);
  money_binary(pass, file.credited, 7);
  pass.binary(file.used_e5, 8);
  pass.require(file.used_e5 >= 0);
  pass.binary(file.balance_e5, 8);
  energy(pass, file.energy);
  energy(pass, file.period_energy);
  energy(pass, file.month_start_energy);
  binary(pass, file.states, 2);
  for (auto& cause : file.illegal) binary(pass, cause, 1);
  money_binary(pass, file.surrendered, 7);
  pass.binary(file.cleared_e5, 8);
  pass.require(file.cleared_e5 >= 0);
}

template <class Pass>
void layout(Pass& pass, HolderFile& file) {
  binary(pass, file.county, 4);
  date(pass, file.issued);
  date(pass, file.valid_to);
  binary(pass, file.issue_number, 1);
  twelve_digits(pass, file.customer);
  pass.zeros(17);
}

}  // namespace kwota::user_card
