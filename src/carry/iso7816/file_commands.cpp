#include "carry/iso7816/file_commands.h"

#include <cassert>

namespace kwota::iso7816 {
namespace {

constexpr std::uint8_t unused = 0xFF;
constexpr std::uint8_t triple_des = 0x00;

constexpr std::uint8_t high(std::uint16_t value) { return static_cast<std::uint8_t>(value >> 8); }
constexpr std::uint8_t low(std::uint16_t value) { return static_cast<std::uint8_t>(value); }

}  // namespace

Bytes create_file_data(const File& file) {
  assert(file.write_key <= 3 && file.read_key <= 3 && "a file names its line-protection keys in two bits each");
  if (file.kind == FileKind::purse)
    return {static_cast<std::uint8_t>(file.kind), high(purse_file_size), low(purse_file_size), file.read.byte, 0x00, unused, file.log_sfi};
  const auto type = static_cast<std::uint8_t>(static_cast<std::uint8_t>(file.kind) | type_bits(file.write_protection));
  return {type,           high(file.bytes), low(file.bytes), file.read.byte, file.write.byte,
          unused,         key_ids_byte(file.read_key, file.write_key)};
}

Bytes create_key_file_data(std::uint16_t bytes, Access add) {
  return {static_cast<std::uint8_t>(FileKind::keys), high(bytes), low(bytes), unused, add.byte, unused, unused};
}

Bytes create_directory_data(std::uint16_t bytes, Access create, Access erase, std::uint8_t app_sfi, ByteView name) {
  assert(name.size() <= 16 && "ISO/IEC 7816-4: a DF name has at most 16 bytes");
  Bytes data{
      static_cast<std::uint8_t>(FileKind::directory), high(bytes), low(bytes), create.byte, erase.byte, app_sfi, unused, unused};
  append(data, name);
  return data;
}

Bytes key_record_header(const Key& key, std::uint8_t version, bool protected_update) {
  assert(key.tries <= 15);
  const auto type =
      static_cast<std::uint8_t>(static_cast<std::uint8_t>(key.type) | (protected_update ? mac_bit | encryption_bit : 0));
  const auto counter = static_cast<std::uint8_t>(key.tries << 4 | key.tries);
  switch (key.type) {
    case KeyType::sam:
      return {key.rule, version, triple_des};
    case KeyType::passed_on:
      return {type, key.rule, version, high(key.quota), low(key.quota)};
    case KeyType::tac:
    case KeyType::overdraft:
    case KeyType::unload:
    case KeyType::purchase:
    case KeyType::load:
    case KeyType::internal_encrypt:
    case KeyType::counted_answer:
      return {type, key.usage.byte, key.change.byte, version, triple_des};
    case KeyType::line_protection:
    case KeyType::pin_unblock:
    case KeyType::pin_reload:
      return {type, key.usage.byte, key.change.byte, unused, counter};
    case KeyType::external_authentication:
      return {type, key.usage.byte, key.change.byte, key.follow_up, counter};
    case KeyType::pin:
      return {type, key.usage.byte, never.byte, key.follow_up, counter};
  }
  return {};
}

}  // namespace kwota::iso7816
