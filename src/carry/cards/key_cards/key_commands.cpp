#include "carry/cards/key_cards/key_commands.h"

#include <fmt/format.h>

#include "carry/cards/common/commands.h"
#include "carry/cards/common/names.h"

namespace kwota::key_cards {

namespace {

namespace ins {
constexpr std::uint8_t deliver_key = 0x1A, check_value = 0x1B, export_key = 0x1C, void_card = 0x1D, refill = 0x1F, change_pin = 0x5E, answer_mother = 0x28,
                       refill_issues = 0x2C, seal = 0x30, refill_sam = 0x34,
                       init_purchase = 0x70, credit_purchase = 0x72, crypt = 0xFA;
}
namespace crypt_form {
constexpr std::uint8_t encrypt = 0x00, mac_last = 0x01, mac_single_with_start = 0x05, mac_first_with_start = 0x07;
}

constexpr std::size_t header_and_length = 5, refill_bytes = 16;

iso7816::Command crypt(std::uint8_t form, Bytes data, std::optional<std::uint8_t> le) {
  return {.cla = 0x80, .ins = ins::crypt, .p1 = form, .data = std::move(data), .le = le};
}

Bytes with_start(const Challenge4& challenge, ByteView message) {
  Bytes data = to_bytes(challenge);
  data.resize(8);
  append(data, message);
  return data;
}

}  // namespace

Bytes sealed_message(std::uint8_t instruction, ByteView data) {
  Bytes message{0x80, instruction, 0x00, 0x00, static_cast<std::uint8_t>(data.size())};
  append(message, data);
  return message;
}

iso7816::Command sealed_order(const Bytes& message, ByteView mac) {
  iso7816::Command command{.cla = message[0], .ins = message[1], .p1 = message[2], .p2 = message[3],
                           .data = to_bytes(ByteView{message}.subspan(header_and_length))};
  append(command.data, mac);
  return command;
}

iso7816::Command export_key(const KeyExport& order) {
  Bytes data{static_cast<std::uint8_t>(unsigned{order.protecting_version} << 4 | order.factors.size())};
  for (const auto& factor : order.factors) append(data, factor);
  append(data, order.target.bytes);
  append(data, order.challenge);
  append(data, order.record_header);
  append(data, Bytes{order.p1, order.key_id});
  return {.cla = 0x80, .ins = ins::export_key, .p1 = static_cast<std::uint8_t>(order.key.purpose), .p2 = order.key.version,
          .data = std::move(data), .le = 0x00};
}

iso7816::Command deliver_key(std::uint8_t selector, std::uint8_t version, ByteView factors) {
  return {.cla = 0x80, .ins = ins::deliver_key, .p1 = selector, .p2 = version, .data = to_bytes(factors)};
}

iso7816::Command encrypt_block(const Challenge8& block) { return crypt(crypt_form::encrypt, to_bytes(block), 0x08); }
iso7816::Command encrypt_blocks(ByteView blocks) { return crypt(crypt_form::encrypt, to_bytes(blocks), static_cast<std::uint8_t>(blocks.size())); }
iso7816::Command mac_with_start(const Challenge4& challenge, ByteView message) {
  return crypt(crypt_form::mac_single_with_start, with_start(challenge, message), 0x04);
}
iso7816::Command mac_first_part(const Challenge4& challenge, ByteView part) {
  return crypt(crypt_form::mac_first_with_start, with_start(challenge, part), std::nullopt);
}
iso7816::Command mac_last_part(ByteView part) { return crypt(crypt_form::mac_last, to_bytes(part), 0x04); }
iso7816::Command mac_of_transaction(ByteView message) { return crypt(crypt_form::mac_last, to_bytes(message), 0x04); }

iso7816::Command key_check_value(std::uint8_t selector, std::uint8_t version) {
  return {.cla = 0x80, .ins = ins::check_value, .p1 = selector, .p2 = version, .le = 0x03};
}

iso7816::Command read_void_record(std::uint8_t number) {
  return {.cla = 0x00, .ins = 0xB2, .p1 = number, .p2 = static_cast<std::uint8_t>(sfi::void_list << 3 | 0x04), .le = serial_bytes};
}

iso7816::Command reload_pin(ByteView new_pin, ByteView mac) { return cards::reload_pin(key_id::pin, new_pin, mac); }

Bytes void_message(const CardSerial& serial) { return sealed_message(ins::void_card, serial.bytes); }
iso7816::Command void_card(const CardSerial& serial, ByteView mac) { return sealed_order(void_message(serial), mac); }

Bytes refill_message(const Refill& refill) {
  Bytes data(refill_bytes);
  put_be64(data.data(), refill.amount);
  put_be32(data.data() + 8, refill.loads);
  put_be32(data.data() + 12, refill.number);
  return sealed_message(ins::refill, data);
}
iso7816::Command refill_quota(const Refill& refill, ByteView mac) { return sealed_order(refill_message(refill), mac); }

std::string name_of(const iso7816::Command& command) {
  switch (command.ins) {
    case ins::deliver_key: return fmt::format("DELIVERY KEY {:02X} version {}", command.p1, command.p2);
    case ins::check_value: return fmt::format("KEY CHECK VALUE {:02X} version {}", command.p1, command.p2);
    case ins::export_key:
      return command.p1 < seal::purposes
                 ? fmt::format("EXPORT KEY {} version {}", seal::name_of(static_cast<seal::Purpose>(command.p1)), command.p2)
                 : fmt::format("EXPORT KEY {:02X} version {}", command.p1, command.p2);
    case ins::void_card: return "VOID CARD";
    case ins::refill: return "REFILL QUOTA";
    case ins::answer_mother: return "ANSWER MOTHER";
    case ins::seal: return fmt::format("SEAL {:02X} version {}", command.p1, command.p2);
    case ins::refill_sam: return "REFILL SAM";
    case ins::refill_issues: return "REFILL ISSUES";
    case ins::change_pin: return command.p1 == 0x01 ? "CHANGE PIN" : "RELOAD PIN";
    case ins::init_purchase: return "INIT SAM FOR PURCHASE";
    case ins::credit_purchase: return "CREDIT SAM FOR PURCHASE";
    case ins::crypt: return "DES CRYPT";
    default: return cards::name_of(command);
  }
}

}  // namespace kwota::key_cards
