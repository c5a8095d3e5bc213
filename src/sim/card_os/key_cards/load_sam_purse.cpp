// The seals of a load SAM for purse cards. Layouts of the data (r: the card's random; n: its online counter before the move; terminal: this SAM's own):
//   21 load            card8 r4 n2 balance4 MAC1-4 amount4 TT1 terminal6 date4 time3           -> MAC2
//   22 unload          the same                                                               -> MAC2
//   23 online release  card8 r4 n2 balance4 offline2 MAC1-4 amount4 TT1 terminal6 date4 time3  -> MAC2
//   24, 25, 26 did the card say so, of load, unload, release  card8 r4 n2 MAC4 message         -> 9000 or 6300
//   27 file of the card, 0015, 0016 or record 1 of 0017       day4 card8 c4 which1 content     -> MAC of that write
//   28 online release of a card that knows one key 3D, under the unload key; the same as 23     -> MAC2
// The card's own announcement comes along with what it asks for: a MAC2 is given for a MAC1 that is right, and for nothing else. Only a load gives money, so its
// amount is taken off; the card counts each move, so of what was sealed under one n it takes one. The date of the move is the day that the SAM is told.
#include <algorithm>

#include "seal/purse_card/files.h"
#include "seal/recipes/purse_sessions.h"
#include "sim/card_os/key_cards/load_sam.h"

namespace kwota::sim {
namespace {
namespace on_purse {

using iso7816::Response;
using iso7816::SamKind;
using purse_card::TransactionType;

constexpr std::size_t mac = 4, session_at = 8, counter_at = 12, session_bytes = 6, balance_at = 14, type_in_order = 4, terminal_in_order = 5, date_in_order = 11;
/// A row of the count that is a purse's and no meter's: its number is that of the move.
constexpr std::uint64_t is_purse = 0xFFFF'FFFF'FFFF'FFFF;

bool is_load(TransactionType type) { return type == TransactionType::purse_load || type == TransactionType::passbook_load; }
bool is_unload(TransactionType type) { return type == TransactionType::unload; }
bool is_release(TransactionType type) { return type == TransactionType::purse_release || type == TransactionType::passbook_release; }

seal::Key session_of(const SamWork& work) {
  Bytes input = to_bytes(work.data.subspan(session_at, session_bytes));
  append(input, Bytes{0x80, 0x00});
  return seal::session_key(work.key_for(work.data.first(factor_bytes)), factors_of(input)[0]);
}

/// What is asked for a card, with what the card itself has announced.
struct Move {
  ByteView before;   ///< balance, and of a release the offline counter
  ByteView claimed;  ///< MAC1
  ByteView order;
  bool announces_amount = true;  ///< not of a release: what it takes is not the card's word
  std::uint32_t amount() const { return get_be32(order.data()); }
  Bytes announced() const {
    const std::size_t from = announces_amount ? 0 : type_in_order;
    Bytes message = to_bytes(before);
    append(message, order.subspan(from, date_in_order - from));
    return message;
  }
};

bool is_right(const SamWork& work, ByteView claimed, ByteView message) { return equal_secret(claimed, seal::purse::session_mac(session_of(work), message)); }

/// Of the right kind, at this terminal, for a card that is not void.
std::optional<Refused> refuse_move(const SamWork& work, const Move& asked, bool (*fits)(TransactionType)) {
  const auto card = work.data.first(factor_bytes);
  const auto terminal = terminal_number(work.context);
  if (!is_card_serial(card) || !fits(static_cast<TransactionType>(asked.order[type_in_order]))) return Refused{0x6A80};
  if (!terminal || !equal(*terminal, asked.order.subspan(terminal_in_order, terminal_bytes))) return Refused{0x6A80};
  return is_void(work.context.current(), card) ? std::optional(Refused{0x6985}) : std::nullopt;
}

/// Before the seal leaves it: of a load its amount; what gives nothing is an order.
std::optional<Refused> take_off(SamWork& work, const Move& asked, bool gives) {
  if (!gives) return work.count.take_order();
  const auto card = work.data.first(factor_bytes);
  const std::uint32_t number = get_be16(work.data.data() + counter_at) + 1U;
  const auto last = work.count.find(card);
  const std::uint32_t before = last && last->meter == is_purse && last->number == number ? last->amount : 0;
  return work.take_credit(card, {.meter = is_purse, .number = number, .amount = asked.amount()}, before);
}

constexpr std::size_t balance = 4, balance_and_counter = 6;

Response seal_move(SamWork& work, std::size_t before_bytes, bool (*fits)(TransactionType), bool gives) {
  const std::size_t mac_at = balance_at + before_bytes, order_at = mac_at + mac;
  if (work.data.size() != order_at + seal::purse::order_bytes) return refuse(0x6700);
  const Move asked{.before = work.data.subspan(balance_at, before_bytes), .claimed = work.data.subspan(mac_at, mac), .order = work.data.subspan(order_at), .announces_amount = before_bytes == balance};
  if (const auto refused = refuse_move(work, asked, fits)) return refuse(refused->sw);
  const auto judged = work.compared(is_right(work, asked.claimed, asked.announced()));
  if (!judged.sw.ok()) return judged;
  if (const auto refused = work.count.take_day(asked.order.subspan(date_in_order, 4))) return refuse(refused->sw);
  if (const auto refused = take_off(work, asked, gives)) return refuse(refused->sw);
  const auto given = seal::purse::session_mac(session_of(work), asked.order);
  return done(Bytes(given.begin(), given.end()));
}

Response load(SamWork& work) { return seal_move(work, balance, is_load, true); }
Response unload(SamWork& work) { return seal_move(work, balance, is_unload, false); }
Response release(SamWork& work) { return seal_move(work, balance_and_counter, is_release, false); }

Response check(SamWork& work) {
  constexpr std::size_t mac_at = session_at + session_bytes, message_at = mac_at + mac;
  if (work.data.size() <= message_at) return refuse(0x6700);
  if (!is_card_serial(work.data.first(factor_bytes))) return refuse(0x6A80);
  return work.compared(is_right(work, work.data.subspan(mac_at, mac), work.data.subspan(message_at)));
}

/// Of exactly the size of a purse card's own: no file of a key card or of a tool card has it.
struct CardFile {
  std::uint8_t which;
  std::array<std::uint8_t, 4> command;
  std::size_t bytes;
};
constexpr std::array files{CardFile{0x15, {0x04, 0xD6, 0x95, 0x00}, purse_card::ApplicationFile::size}, CardFile{0x16, {0x04, 0xD6, 0x96, 0x00}, purse_card::HolderFile::size},
                           CardFile{0x17, {0x04, 0xE2, 0x00, 0xB8}, purse_card::AreasRecord::size}, CardFile{0x97, {0x04, 0xDC, 0x01, 0xBC}, purse_card::AreasRecord::size}};

Response file(SamWork& work) {
  constexpr std::size_t card_at = 4, challenge_at = 12, which_at = 16, content_at = 17;
  if (work.data.size() <= content_at) return refuse(0x6700);
  const auto content = work.data.subspan(content_at);
  const auto known = std::ranges::find(files, work.data[which_at], &CardFile::which);
  if (known == files.end() || content.size() != known->bytes) return refuse(0x6A80);
  if (const auto refused = work.count.take_day(work.data.first(4))) return refuse(refused->sw);
  if (const auto refused = work.count.take_order()) return refuse(refused->sw);
  Bytes message = to_bytes(known->command);
  message.push_back(static_cast<std::uint8_t>(content.size() + mac));
  append(message, content);
  return work.sealed(work.data.subspan(card_at, factor_bytes), work.data.subspan(challenge_at, 4), message);
}

constexpr std::array seals{SealKind{0x21, SamKind::load_sam_load, load},       SealKind{0x22, SamKind::load_sam_unload, unload},
                           SealKind{0x23, SamKind::load_sam_release, release}, SealKind{0x24, SamKind::load_sam_load, check},
                           SealKind{0x25, SamKind::load_sam_unload, check},    SealKind{0x26, SamKind::load_sam_release, check},
                           SealKind{0x27, SamKind::load_sam_files, file},      SealKind{0x28, SamKind::load_sam_unload, release}};

}  // namespace on_purse
}  // namespace

const std::span<const SealKind> purse_seals{on_purse::seals};

}  // namespace kwota::sim
