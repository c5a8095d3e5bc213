// The seals of a load SAM for meters on a line. Layouts of the data (r: the meter's random of this session; factor: 00 00 and its number):
//   11 greet the meter        factor8 random8                        -> 8
//   12 credit                 day4 factor8 r4 amount4 number4        -> MAC
//   13 whose account it is    day4 factor8 r4 customer6              -> MAC
//   14 parameter              day4 factor8 r4 item4 value            -> MAC
//   15 relay                  day4 factor8 r4 order8                 -> MAC
//   16 did the meter say so   factor8 r4 MAC4 file1 offset1 data     -> 9000 or 6300
//   17 parameter, enciphered  as 14                                  -> cipher || MAC
//   18 relay, enciphered      as 15                                  -> cipher || MAC
// Facts: docs/dlt645.md; meters.md 2.6.
#include "seal/cipher/secure_messaging.h"
#include "sim/card_os/key_cards/load_sam.h"

namespace kwota::sim {
namespace {
namespace on_line {

using iso7816::Response;
using iso7816::SamKind;

constexpr std::size_t day_at = 0, meter_at = 4, random_at = 12, fixed = 16;

/// A meter's factor begins with two zeros; so no card is ever asked for as a meter.
bool is_meter(ByteView factor) { return factor[0] == 0 && factor[1] == 0 && is_card_serial(factor); }

Bytes command(std::array<std::uint8_t, 4> header, std::uint8_t length, ByteView data) {
  Bytes message = to_bytes(header);
  message.push_back(length);
  append(message, data);
  return message;
}

Response greet(SamWork& work) {
  if (work.data.size() != 2 * factor_bytes) return refuse(0x6700);
  const auto random = work.data.last(factor_bytes);
  if (!is_meter(work.data.first(factor_bytes)) || !is_card_serial(random)) return refuse(0x6A80);
  return done(seal::encrypt(work.key_for(work.data.first(factor_bytes)), random));
}

Response credit(SamWork& work) {
  if (work.data.size() != fixed + 8) return refuse(0x6700);
  const auto meter = work.data.subspan(meter_at, factor_bytes);
  if (!is_meter(meter)) return refuse(0x6A80);
  if (const auto refused = work.count.take_day(work.data.subspan(day_at, 4))) return refuse(refused->sw);
  const auto amount = get_be32(work.data.data() + fixed), number = get_be32(work.data.data() + fixed + 4);
  const auto last = work.count.find(meter).value_or(SamCount::Sealed{});
  if (const auto refused = work.take_credit(meter, {.number = number, .amount = amount}, last.number == number ? last.amount : 0)) return refuse(refused->sw);
  return work.sealed(meter, work.data.subspan(random_at, 4), command({0x84, 0x32, 0x01, 0x0C}, 0x14, work.data.subspan(fixed)));
}

/// What moves no money is an order.
Response order(SamWork& work, std::array<std::uint8_t, 4> header, std::size_t least, std::size_t most) {
  if (work.data.size() < fixed + least || work.data.size() > fixed + most) return refuse(0x6700);
  const auto meter = work.data.subspan(meter_at, factor_bytes);
  if (!is_meter(meter)) return refuse(0x6A80);
  if (const auto refused = work.count.take_day(work.data.subspan(day_at, 4))) return refuse(refused->sw);
  if (const auto refused = work.count.take_order()) return refuse(refused->sw);
  const auto body = work.data.subspan(fixed);
  return work.sealed(meter, work.data.subspan(random_at, 4), command(header, static_cast<std::uint8_t>(body.size() + mac_bytes), body));
}

Response customer(SamWork& work) { return order(work, {0x04, 0xD6, 0x82, 0x00}, 6, 6); }
Response parameter(SamWork& work) { return order(work, {0x04, 0xD6, 0x83, 0x00}, 5, 200); }
Response relay(SamWork& work) { return order(work, {0x04, 0xD6, 0x88, 0x00}, 8, 8); }

/// `named` bytes of the body stand before the cipher in clear.
Response enciphered_order(SamWork& work, std::array<std::uint8_t, 4> header, std::size_t named, std::size_t least, std::size_t most) {
  if (work.data.size() < fixed + least || work.data.size() > fixed + most) return refuse(0x6700);
  const auto meter = work.data.subspan(meter_at, factor_bytes);
  if (!is_meter(meter)) return refuse(0x6A80);
  if (const auto refused = work.count.take_day(work.data.subspan(day_at, 4))) return refuse(refused->sw);
  if (const auto refused = work.count.take_order()) return refuse(refused->sw);
  const auto body = work.data.subspan(fixed);
  auto answer = seal::encrypted_body(work.key_for(meter), body.subspan(named));
  Bytes covered = to_bytes(body.first(named));
  append(covered, answer);
  const auto mac = work.sealed(meter, work.data.subspan(random_at, 4), command(header, static_cast<std::uint8_t>(covered.size() + mac_bytes), covered));
  append(answer, mac.data);
  return done(std::move(answer));
}

Response enciphered_parameter(SamWork& work) { return enciphered_order(work, {0x04, 0xD6, 0x83, 0x00}, 4, 5, 200); }
Response enciphered_relay(SamWork& work) { return enciphered_order(work, {0x04, 0xD6, 0x88, 0x00}, 0, 8, 8); }

Response check(SamWork& work) {
  constexpr std::size_t r_at = 8, mac_at = 12, file_at = 16, data_at = 18;
  if (work.data.size() <= data_at || !is_meter(work.data.first(factor_bytes))) return refuse(0x6700);
  const auto content = work.data.subspan(data_at);
  const auto right = work.sealed(work.data.first(factor_bytes), work.data.subspan(r_at, 4),
                                 command({0x04, 0xB0, work.data[file_at], work.data[file_at + 1]}, static_cast<std::uint8_t>(content.size()), content));
  return work.compared(equal_secret(right.data, work.data.subspan(mac_at, mac_bytes)));
}

constexpr std::array seals{SealKind{0x11, SamKind::load_sam_meter, greet},         SealKind{0x12, SamKind::load_sam_parameter, credit},
                           SealKind{0x13, SamKind::load_sam_parameter, customer},  SealKind{0x14, SamKind::load_sam_parameter, parameter},
                           SealKind{0x15, SamKind::load_sam_control, relay},       SealKind{0x16, SamKind::load_sam_parameter, check},
                           SealKind{0x17, SamKind::load_sam_parameter, enciphered_parameter},
                           SealKind{0x18, SamKind::load_sam_control, enciphered_relay}};

}  // namespace on_line
}  // namespace

const std::span<const SealKind> line_seals{on_line::seals};

}  // namespace kwota::sim
