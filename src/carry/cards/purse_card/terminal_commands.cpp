#include "carry/cards/purse_card/terminal_commands.h"

#include <algorithm>

#include "carry/cards/purse_card/purse_card_table.h"

namespace kwota::cards {
namespace {

constexpr auto the_purse = static_cast<std::uint8_t>(purse_card::PurseKind::purse);
constexpr std::uint8_t terminal_file = 0x16, terminal_bytes = 6;
constexpr std::uint8_t load_key_of_sam = iso7816::sam_usage(iso7816::SamKind::load, 2);
constexpr std::size_t begun_bytes = 15;  // balance4 offline2 overdraft3 ver1 alg1 rnd4

void append_be16(Bytes& to, std::uint16_t value) {
  std::array<std::uint8_t, 2> bytes{};
  put_be16(bytes.data(), value);
  append(to, bytes);
}

void append_money(Bytes& to, Money amount) { append_be32(to, static_cast<std::uint32_t>(amount.minor())); }

purse_card::TransactionType type_of(OfflineKind kind) {
  return kind == OfflineKind::purchase ? purse_card::TransactionType::purse_purchase : purse_card::TransactionType::purse_grey_lock;
}

}  // namespace

iso7816::Command select_purse() { return {.cla = 0x00, .ins = 0xA4, .p1 = 0x04, .data = to_bytes(purse_application_name), .le = 0x00}; }

iso7816::Command initialize(OfflineKind kind, Money amount, const TerminalNumber& terminal) {
  Bytes data{purse_key::purchase};
  if (kind == OfflineKind::purchase) append_money(data, amount);
  append(data, terminal);
  if (kind == OfflineKind::purchase) return {.cla = 0x80, .ins = 0x50, .p1 = 0x01, .p2 = the_purse, .data = std::move(data), .le = begun_bytes};
  return {.cla = 0xE0, .ins = 0x7A, .p1 = 0x08, .p2 = the_purse, .data = std::move(data), .le = begun_bytes};
}

Result<OfflineBegun> begin_offline(const Bytes& answer) {
  MUST(check_length(answer, begun_bytes));
  OfflineBegun begun{.balance = Money::minor(get_be32(answer.data())), .counter = get_be16(answer.data() + 4)};
  begun.version = answer[9];
  begun.algorithm = answer[10];
  std::copy_n(answer.begin() + 11, begun.random.size(), begun.random.begin());
  return begun;
}

iso7816::Command debit_for_purchase(std::uint32_t terminal_sequence, const Moment& moment, const Mac4& mac1) {
  Bytes data;
  append_be32(data, terminal_sequence);
  append(data, moment);
  append(data, mac1);
  return {.cla = 0x80, .ins = 0x54, .p1 = 0x01, .data = std::move(data), .le = 0x08};
}

iso7816::Command grey_lock(std::uint32_t terminal_sequence, const std::array<std::uint8_t, 4>& terminal_random, const Moment& moment, const Mac4& mac1) {
  Bytes data;
  append_be32(data, terminal_sequence);
  append(data, terminal_random);
  append(data, moment);
  append(data, mac1);
  return {.cla = 0xE0, .ins = 0x7C, .p1 = 0x08, .data = std::move(data), .le = 0x08};
}

iso7816::Command select_sam() { return select(key_application_id); }
iso7816::Command read_terminal_number() { return read_binary(terminal_file, terminal_bytes); }

iso7816::Command sam_begin(OfflineKind kind, const OfflineBegun& card, Money amount, const Moment& moment, const CardSerial& number) {
  Bytes data = to_bytes(card.random);
  append_be16(data, card.counter);
  append_money(data, amount);
  data.push_back(static_cast<std::uint8_t>(type_of(kind)));
  append(data, moment);
  data.push_back(card.version);
  data.push_back(card.algorithm);
  append(data, number.bytes);
  const bool purchase = kind == OfflineKind::purchase;
  return {.cla = static_cast<std::uint8_t>(purchase ? 0x80 : 0xE0), .ins = static_cast<std::uint8_t>(purchase ? 0x70 : 0x40), .data = std::move(data),
          .le = static_cast<std::uint8_t>(purchase ? 0x08 : 0x0C)};
}

iso7816::Command sam_certify(OfflineKind kind, const Mac4& mac2) {
  const bool purchase = kind == OfflineKind::purchase;
  return {.cla = static_cast<std::uint8_t>(purchase ? 0x80 : 0xE0), .ins = static_cast<std::uint8_t>(purchase ? 0x72 : 0x42), .data = to_bytes(mac2)};
}

iso7816::Command sam_seal_debit(const CardSerial& number, std::uint16_t lock_sequence, Money amount) {
  Bytes data{static_cast<std::uint8_t>(purse_card::TransactionType::purse_grey_debit)};
  append(data, number.bytes);
  append_be16(data, lock_sequence);
  append_money(data, amount);
  return {.cla = 0xE0, .ins = 0x44, .data = std::move(data), .le = 0x08};
}

iso7816::Command sam_acknowledge(std::uint32_t terminal_sequence) {
  Bytes data;
  append_be32(data, terminal_sequence);
  return {.cla = 0xE0, .ins = 0x46, .p1 = 0x01, .data = std::move(data)};
}

iso7816::Command sam_write_key(ByteView sealed) { return {.cla = 0x84, .ins = 0xD4, .data = to_bytes(sealed)}; }

iso7816::Command load_sam_seal(PurseMoveKind kind, bool one_unload_key, const Begun& card, const CardSerial& number, ByteView order) {
  constexpr std::uint8_t of_load = 0x21, release_by_unload_key = 0x28;
  Bytes data = to_bytes(number.bytes);
  append(data, card.random);
  append_be16(data, card.counter);
  append_money(data, card.balance);
  if (kind == PurseMoveKind::release) append_be16(data, card.offline_counter);
  append(data, card.mac1);
  append(data, order);
  const bool by_unload_key = one_unload_key && kind == PurseMoveKind::release;
  const auto asked = by_unload_key ? release_by_unload_key : static_cast<std::uint8_t>(of_load + static_cast<std::uint8_t>(kind));
  return {.cla = 0x80, .ins = 0x30, .p1 = asked, .p2 = card.version, .data = std::move(data), .le = 0x04};
}

iso7816::Command load_sam_session(std::uint8_t version, const CardSerial& number, const seal::Factor& input) {
  Bytes data = to_bytes(number.bytes);
  append(data, input);
  return {.cla = 0x80, .ins = 0x1A, .p1 = load_key_of_sam, .p2 = version, .data = std::move(data)};
}

iso7816::Command load_sam_mac(ByteView message) { return {.cla = 0x80, .ins = 0xFA, .p1 = 0x01, .data = to_bytes(message), .le = 0x04}; }

}  // namespace kwota::cards
