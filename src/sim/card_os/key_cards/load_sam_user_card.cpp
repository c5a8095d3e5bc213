// The user card's seals of a load SAM. Layouts of the data (day: YYYYMMDD packed; c: the card's challenge):
//   01 prove the seller     card8 challenge8                         -> 8
//   02 is this card ours    card8 random8 answer8                    -> 9000 or 6300
//   03 credit               day4 card8 c4 amount4 number4            -> MAC of the write of the purse
//   04 file of the card     day4 card8 c4 file1 content              -> MAC of the write of that whole file, never the purse
//   05 did the card say so  card8 random4 MAC4 content               -> 9000 or 6300
//   06 empty a file         day4 card8 c4 file1 length1              -> MAC of a write of zeros
// A purse is worth something in the meter that the card's instruction names, so an instruction that points a card elsewhere is a sale:
// its amount is what was sealed for that card last, and one that this SAM does not know costs a sale without amount. Orders of tool cards
// are none of its files: they come from the county card.
#include <algorithm>

#include "seal/cipher/card_crypto.h"
#include "sim/card_os/key_cards/load_sam.h"

namespace kwota::sim {
namespace {
namespace on_card {

using iso7816::Response;
using iso7816::SamKind;

constexpr std::size_t mac = 4, day_at = 0, card_at = 4, challenge_at = 12, file_at = 16, after_file = 17;
constexpr std::uint8_t secured = 0x04, update_binary = 0xD6, by_file = 0x80, instruction = 0x01, purse = 0x02;
constexpr std::size_t instruction_bytes = 45, meter_at = 30, meter_bytes = 6;
/// What a counter writes beside the purse: instruction, prices, the holder's file, the void list.
constexpr std::array<std::uint8_t, 5> files{instruction, 0x03, 0x04, 0x07, 0x08};

Bytes write_of(std::uint8_t file, ByteView content) {
  Bytes message{secured, update_binary, static_cast<std::uint8_t>(by_file | file), 0x00, static_cast<std::uint8_t>(content.size() + mac)};
  append(message, content);
  return message;
}

Response prove_seller(SamWork& work) {
  if (work.data.size() != 2 * factor_bytes) return refuse(0x6700);
  const auto challenge = work.data.last(factor_bytes);
  if (!is_card_serial(work.data.first(factor_bytes)) || !is_card_serial(challenge)) return refuse(0x6A80);
  return done(seal::encrypt(work.key_for(work.data.first(factor_bytes)), challenge));
}

Response check_card(SamWork& work) {
  if (work.data.size() != 3 * factor_bytes) return refuse(0x6700);
  const auto card = work.data.first(factor_bytes);
  return work.compared(equal_secret(seal::encrypt(work.key_for(card), work.data.subspan(factor_bytes, factor_bytes)), work.data.last(factor_bytes)));
}

Response credit(SamWork& work) {
  constexpr std::size_t amount_at = 16, bytes = 24;
  if (work.data.size() != bytes) return refuse(0x6700);
  const auto card = work.data.subspan(card_at, factor_bytes);
  if (is_void(work.context.current(), card)) return refuse(0x6985);
  if (const auto refused = work.count.take_day(work.data.subspan(day_at, 4))) return refuse(refused->sw);
  const auto last = work.count.find(card).value_or(SamCount::Sealed{});
  const auto amount = get_be32(work.data.data() + amount_at), number = get_be32(work.data.data() + amount_at + 4);
  if (const auto refused = work.take_credit(card, {.meter = last.meter, .number = number, .amount = amount}, last.number == number ? last.amount : 0)) return refuse(refused->sw);
  return work.sealed(card, work.data.subspan(challenge_at, 4), write_of(purse, work.data.subspan(amount_at)));
}

std::optional<Refused> point_at(SamWork& work, ByteView card, ByteView content) {
  if (content.size() != instruction_bytes) return Refused{0x6A80};
  std::uint64_t meter = 0;
  for (const auto byte : content.subspan(meter_at, meter_bytes)) meter = meter << 8 | byte;
  const auto last = work.count.find(card);
  if (last && last->meter == meter) return std::nullopt;
  const bool elsewhere = last && last->meter != 0;
  if (!last || elsewhere)
    if (const auto refused = work.count.take_sale(elsewhere ? last->amount : 0)) return refused;
  auto now = last.value_or(SamCount::Sealed{});
  now.meter = meter;
  work.count.keep(card, now);
  return std::nullopt;
}

Response write_file(SamWork& work) {
  if (work.data.size() <= after_file) return refuse(0x6700);
  const auto file = work.data[file_at];
  const auto card = work.data.subspan(card_at, factor_bytes), content = work.data.subspan(after_file);
  if (std::ranges::find(files, file) == files.end()) return refuse(0x6A80);
  if (const auto refused = work.count.take_day(work.data.subspan(day_at, 4))) return refuse(refused->sw);
  if (const auto refused = work.count.take_order()) return refuse(refused->sw);
  if (file == instruction)
    if (const auto refused = point_at(work, card, content)) return refuse(refused->sw);
  return work.sealed(card, work.data.subspan(challenge_at, 4), write_of(file, content));
}

Response check_file(SamWork& work) {
  constexpr std::size_t random_at = 8, mac_at = 12, content_at = 16;
  if (work.data.size() <= content_at) return refuse(0x6700);
  const auto right = work.sealed(work.data.first(factor_bytes), work.data.subspan(random_at, 4), work.data.subspan(content_at));
  return work.compared(equal_secret(right.data, work.data.subspan(mac_at, mac)));
}

Response empty_file(SamWork& work) {
  if (work.data.size() != after_file + 1) return refuse(0x6700);
  if (const auto refused = work.count.take_day(work.data.subspan(day_at, 4))) return refuse(refused->sw);
  if (const auto refused = work.count.take_order()) return refuse(refused->sw);
  const auto zeros = Bytes(work.data[after_file]);
  return work.sealed(work.data.subspan(card_at, factor_bytes), work.data.subspan(challenge_at, 4), write_of(work.data[file_at], zeros));
}

constexpr std::array seals{SealKind{0x01, SamKind::load_sam_seller, prove_seller}, SealKind{0x02, SamKind::load_sam_card, check_card},
                           SealKind{0x03, SamKind::load_sam_credit, credit},       SealKind{0x04, SamKind::load_sam_credit, write_file},
                           SealKind{0x05, SamKind::load_sam_credit, check_file},   SealKind{0x06, SamKind::load_sam_returned, empty_file}};

}  // namespace on_card
}  // namespace

const std::span<const SealKind> user_card_seals{on_card::seals};

}  // namespace kwota::sim
