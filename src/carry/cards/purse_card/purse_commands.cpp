#include "carry/cards/purse_card/purse_commands.h"

#include <algorithm>

#include "carry/cards/purse_card/purse_card_table.h"

namespace kwota::cards {
namespace {

constexpr auto our_purse = static_cast<std::uint8_t>(purse_card::PurseKind::purse);

Bytes key_and_terminal(std::uint8_t key_id, std::optional<Money> amount, const TerminalNumber& terminal) {
  Bytes data{key_id};
  if (amount) append_be32(data, static_cast<std::uint32_t>(amount->minor()));
  append(data, terminal);
  return data;
}

Bytes be16(std::uint16_t value) {
  Bytes bytes(2);
  put_be16(bytes.data(), value);
  return bytes;
}

template <std::size_t size>
std::array<std::uint8_t, size> part(const Bytes& bytes, std::size_t at) {
  std::array<std::uint8_t, size> out{};
  std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), size, out.begin());
  return out;
}

struct RecordHeader {
  std::uint8_t ins, p1, p2;
};
RecordHeader record_header(std::uint8_t sfi, std::optional<std::uint8_t> over) {
  if (over) return {0xDC, *over, static_cast<std::uint8_t>(sfi << 3 | 0x04)};
  return {0xE2, 0x00, static_cast<std::uint8_t>(sfi << 3)};
}

}  // namespace

iso7816::Command initialize(PurseMoveKind kind, Money amount, const TerminalNumber& terminal) {
  if (kind == PurseMoveKind::release)
    return {.cla = 0xE0, .ins = 0x7A, .p1 = 0x09, .p2 = our_purse, .data = key_and_terminal(purse_key::online_release, std::nullopt, terminal), .le = 0x12};
  const bool load = kind == PurseMoveKind::load;
  return {.cla = 0x80, .ins = 0x50, .p1 = static_cast<std::uint8_t>(load ? 0x00 : 0x05), .p2 = our_purse,
          .data = key_and_terminal(load ? purse_key::load : purse_key::unload, amount, terminal), .le = 0x10};
}

iso7816::Command ordered(PurseMoveKind kind, Money amount, const Moment& moment, ByteView mac2) {
  iso7816::Command command{.cla = 0x80, .ins = 0x52, .data = {}, .le = 0x04};
  if (kind == PurseMoveKind::unload) {
    command.ins = 0x54;
    command.p1 = 0x03;
  } else if (kind == PurseMoveKind::release) {
    command.cla = 0xE0;
    command.ins = 0x7E;
    command.p1 = 0x09;
    append_be32(command.data, static_cast<std::uint32_t>(amount.minor()));
  }
  append(command.data, moment);
  append(command.data, mac2);
  return command;
}

iso7816::Command get_balance() { return {.cla = 0x80, .ins = 0x5C, .p2 = our_purse, .le = 0x04}; }

iso7816::Command prove(purse_card::TransactionType type, std::uint16_t counter) {
  return {.cla = 0x80, .ins = 0x5A, .p2 = static_cast<std::uint8_t>(type), .data = be16(counter), .le = 0x08};
}

iso7816::Command get_lock_proof() { return {.cla = 0xE0, .ins = 0xCA, .le = purse_card::LockProof::size}; }
iso7816::Command collect_tac() { return {.cla = 0xE0, .ins = 0xCA, .p1 = 0x01}; }

iso7816::Command debit_for_unlock(const HungDebit& order) {
  Bytes data;
  append_be32(data, static_cast<std::uint32_t>(order.amount.minor()));
  append(data, be16(static_cast<std::uint16_t>(order.lock_sequence + 1)));
  append(data, order.terminal);
  append_be32(data, order.terminal_sequence);
  append(data, order.moment);
  append(data, order.gmac);
  return {.cla = 0xE0, .ins = 0x7E, .p1 = 0x08, .p2 = our_purse, .data = std::move(data), .le = 0x04};
}

Bytes block_message() { return {0x84, 0x1E, 0x00, 0x00, 0x04}; }
iso7816::Command block_application(ByteView mac) { return {.cla = 0x84, .ins = 0x1E, .data = to_bytes(mac)}; }

iso7816::Command erase_directory() { return {.cla = 0x80, .ins = 0x0E}; }

Bytes record_message(std::uint8_t sfi, std::optional<std::uint8_t> over, ByteView record) {
  const auto header = record_header(sfi, over);
  Bytes message{0x04, header.ins, header.p1, header.p2, static_cast<std::uint8_t>(record.size() + std::tuple_size_v<Mac4>)};
  append(message, record);
  return message;
}

iso7816::Command write_record(std::uint8_t sfi, std::optional<std::uint8_t> over, ByteView record, ByteView mac) {
  const auto header = record_header(sfi, over);
  iso7816::Command command{.cla = 0x04, .ins = header.ins, .p1 = header.p1, .p2 = header.p2, .data = to_bytes(record)};
  append(command.data, mac);
  return command;
}

iso7816::Command read_record(std::uint8_t sfi, std::uint8_t number) {
  return {.cla = 0x00, .ins = 0xB2, .p1 = number, .p2 = static_cast<std::uint8_t>(sfi << 3 | 0x04), .le = 0x00};
}

// `6F .. { .. A5 .. { .. } }`, lengths of one byte.
Bytes shown_in(ByteView information) {
  constexpr std::array<std::uint8_t, 2> tag{0x9F, 0x0C};
  const auto at = std::search(information.begin(), information.end(), tag.begin(), tag.end());
  if (information.end() - at < 3) return {};
  const auto value = information.subspan(static_cast<std::size_t>(at - information.begin()) + tag.size());
  return value[0] < value.size() ? to_bytes(value.subspan(1, value[0])) : Bytes{};
}

Result<Begun> begun(PurseMoveKind kind, const Bytes& answer) {
  // balance4 [offline2] online2 ver1 alg1 rnd4 MAC1
  const std::size_t counter_at = kind == PurseMoveKind::release ? 6 : 4;
  MUST(check_length(answer, counter_at + 12));
  return Begun{.balance = Money::minor(get_be32(answer.data())),
               .counter = get_be16(answer.data() + counter_at),
               .offline_counter = kind == PurseMoveKind::release ? get_be16(answer.data() + 4) : std::uint16_t{0},
               .random = part<4>(answer, counter_at + 4),
               .mac1 = part<4>(answer, counter_at + 8),
               .version = answer[counter_at + 2],
               .algorithm = answer[counter_at + 3]};
}

purse_card::TransactionType type_of(PurseMoveKind kind) {
  switch (kind) {
    case PurseMoveKind::load: return purse_card::TransactionType::purse_load;
    case PurseMoveKind::unload: return purse_card::TransactionType::unload;
    case PurseMoveKind::release: break;
  }
  return purse_card::TransactionType::purse_release;
}

seal::Purpose purpose_of(PurseMoveKind kind) {
  switch (kind) {
    case PurseMoveKind::load: return seal::Purpose::load;
    case PurseMoveKind::unload: return seal::Purpose::unload;
    case PurseMoveKind::release: break;
  }
  return seal::Purpose::online_release;
}

}  // namespace kwota::cards
