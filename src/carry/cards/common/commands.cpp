#include "carry/cards/common/commands.h"

namespace kwota::cards {

namespace {

constexpr std::uint8_t by_sfi(std::uint8_t sfi) { return static_cast<std::uint8_t>(0x80 | sfi); }
constexpr std::uint8_t high(std::uint16_t value) { return static_cast<std::uint8_t>(value >> 8); }
constexpr std::uint8_t low(std::uint16_t value) { return static_cast<std::uint8_t>(value & 0xFF); }

constexpr std::uint16_t key_file_id = 0x0000;

}  // namespace

iso7816::Command select(std::uint16_t id) {
  return {.cla = 0x00, .ins = 0xA4, .p1 = 0x00, .p2 = 0x00, .data = {high(id), low(id)}, .le = 0x00};
}

iso7816::Command get_challenge(std::uint8_t length) { return {.cla = 0x00, .ins = 0x84, .le = length}; }

iso7816::Command external_authenticate(std::uint8_t key_id, ByteView answer) {
  return {.cla = 0x00, .ins = 0x82, .p2 = key_id, .data = to_bytes(answer)};
}

iso7816::Command internal_authenticate(std::uint8_t key_id, const Challenge8& challenge) {
  return {.cla = 0x00, .ins = 0x88, .p2 = key_id, .data = to_bytes(challenge), .le = 0x08};
}

iso7816::Command verify_pin(std::uint8_t pin_id, ByteView pin) {
  return {.cla = 0x00, .ins = 0x20, .p2 = pin_id, .data = to_bytes(pin)};
}

iso7816::Command read_binary(std::uint8_t sfi, std::uint8_t length) {
  return {.cla = 0x00, .ins = 0xB0, .p1 = by_sfi(sfi), .le = length};
}

iso7816::Command read_binary_with_mac(std::uint8_t sfi, std::uint8_t length, const Challenge4& random) {
  return {.cla = 0x04, .ins = 0xB0, .p1 = by_sfi(sfi), .data = to_bytes(random), .le = length};
}

Bytes update_message(std::uint8_t sfi, ByteView content) {
  const auto lc = static_cast<std::uint8_t>(content.size() + std::tuple_size_v<Mac4>);
  Bytes message{0x04, 0xD6, by_sfi(sfi), 0x00, lc};
  append(message, content);
  return message;
}

iso7816::Command update_binary(std::uint8_t sfi, ByteView content, ByteView mac) {
  iso7816::Command command{.cla = 0x04, .ins = 0xD6, .p1 = by_sfi(sfi), .data = to_bytes(content)};
  append(command.data, mac);
  return command;
}

namespace {

iso7816::Command create(std::uint16_t id, Bytes data) {
  return {.cla = 0x80, .ins = 0xE0, .p1 = high(id), .p2 = low(id), .data = std::move(data)};
}

}  // namespace

iso7816::Command create_directory(const Directory& directory) {
  return create(directory.id,
                iso7816::create_directory_data(directory.bytes, directory.create, directory.erase, directory.shown_sfi, directory.name));
}

iso7816::Command create_key_file(const Directory& directory) {
  return create(key_file_id, iso7816::create_key_file_data(key_file_bytes(directory), directory.add_keys));
}

iso7816::Command create_file(const iso7816::File& file) { return create(file.id, iso7816::create_file_data(file)); }

std::uint8_t write_key_p1(const iso7816::Key& key, KeyWrite how) {
  if (key.type == iso7816::KeyType::sam) return 0x00;
  return how == KeyWrite::add ? 0x01 : static_cast<std::uint8_t>(key.type);
}

iso7816::Command write_key(const iso7816::Key& key, KeyWrite how, ByteView sealed) {
  return {.cla = 0x84, .ins = 0xD4, .p1 = write_key_p1(key, how), .p2 = key.id, .data = to_bytes(sealed)};
}

iso7816::Command write_pin(const iso7816::Key& key, ByteView pin) {
  iso7816::Command command{.cla = 0x80, .ins = 0xD4, .p1 = write_key_p1(key, KeyWrite::add), .p2 = key.id,
                           .data = iso7816::key_record_header(key, 0, false)};
  append(command.data, pin);
  return command;
}

namespace {
constexpr std::uint8_t change_or_reload = 0x5E, by_old_pin = 0x01, by_reload_key = 0x00;
}  // namespace

iso7816::Command change_pin(std::uint8_t pin_id, ByteView old_pin, ByteView new_pin) {
  Bytes data = to_bytes(old_pin);
  data.push_back(0xFF);
  append(data, new_pin);
  return {.cla = 0x80, .ins = change_or_reload, .p1 = by_old_pin, .p2 = pin_id, .data = std::move(data)};
}

iso7816::Command reload_pin(std::uint8_t pin_id, ByteView new_pin, ByteView mac) {
  Bytes data = to_bytes(new_pin);
  append(data, mac);
  return {.cla = 0x80, .ins = change_or_reload, .p1 = by_reload_key, .p2 = pin_id, .data = std::move(data)};
}

}  // namespace kwota::cards
