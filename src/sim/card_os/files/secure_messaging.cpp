#include "sim/card_os/files/secure_messaging.h"

#include <algorithm>

#include "seal/cipher/secure_messaging.h"

namespace kwota::sim {
namespace {

using iso7816::Command;
using iso7816::KeyType;
using iso7816::Protection;

constexpr int failed_writes_max = 3;

constexpr bool is_protected(const Command& command) { return (command.cla & 0x0F) == 0x04; }

seal::Key cipher_key(const KeyRecord& key) { return seal::Key::des(key.value); }

Bytes start_value(ByteView random) {
  Bytes start = to_bytes(random);
  start.resize(8);
  return start;
}

}  // namespace

std::variant<KeyRecord*, Refused> usable_key(Context& context, Directory& directory, KeyType type, std::uint8_t id) {
  auto* key = directory.find_key(static_cast<std::uint8_t>(type), id);
  if (key == nullptr) return Refused{0x6A88};
  if (&directory == &context.current() && !key->usage.allows(context.security_state())) return Refused{0x6982};
  if (key->locked()) return Refused{0x6983};
  return key;
}

std::variant<KeyRecord*, Refused> maintenance_key(Context& context) {
  auto& directory = context.current();
  for (int id = 0; id <= 0xFF; ++id)
    if (directory.find_key(static_cast<std::uint8_t>(KeyType::line_protection), static_cast<std::uint8_t>(id)) != nullptr)
      return usable_key(context, directory, KeyType::line_protection, static_cast<std::uint8_t>(id));
  return Refused{0x6A88};
}

std::variant<Bytes, Refused> open_command(Context& context, const Command& command, KeyRecord& key, bool encrypted) {
  if (context.challenge.empty()) return Refused{0x6984};
  if (command.data.size() < mac_bytes) return Refused{0x6987};
  const auto body = ByteView(command.data).first(command.data.size() - mac_bytes);
  Bytes message{command.cla, command.ins, command.p1, command.p2, static_cast<std::uint8_t>(command.data.size())};
  append(message, body);
  const auto mac = seal::retail_mac(cipher_key(key), start_value(context.challenge), message);
  if (!equal_secret(mac, ByteView(command.data).last(mac_bytes))) {
    key.failed();
    return Refused{0x6988};
  }
  key.succeeded();
  if (!encrypted) return to_bytes(body);
  auto data = seal::decrypted_body(cipher_key(key), body);
  if (!data.ok()) return Refused{0x6988};
  return std::move(data).value();
}

std::variant<Bytes, Refused> open_write(Context& context, const Command& command, const ElementaryFile& file) {
  if (!is_protected(command)) {
    if (file.protection != Protection::none) return Refused{0x6987};
    return command.data;
  }
  auto& directory = context.current();
  const auto found = usable_key(context, directory, KeyType::line_protection, file.write_key());
  if (const auto* refused = std::get_if<Refused>(&found)) return *refused;
  auto opened = open_command(context, command, *std::get<KeyRecord*>(found), file.protection == Protection::mac_and_encryption);
  if (const auto* refused = std::get_if<Refused>(&opened); refused == nullptr) {
    directory.failed_writes = 0;
  } else if (refused->sw == 0x6988 && ++directory.failed_writes >= failed_writes_max) {
    directory.block = Block::for_ever;
  }
  return opened;
}

std::variant<std::optional<ReadSeal>, Refused> open_read(Context& context, const Command& command, const ElementaryFile& file) {
  if (!is_protected(command)) {
    if (file.read_needs_mac()) return Refused{0x6987};
    if (!command.data.empty()) return Refused{0x6700};
    return std::nullopt;
  }
  if (command.data.size() != mac_bytes) return Refused{command.data.empty() ? std::uint16_t{0x6987} : std::uint16_t{0x6700}};
  const auto found = usable_key(context, context.current(), KeyType::line_protection, file.read_key());
  if (const auto* refused = std::get_if<Refused>(&found)) return *refused;
  auto* key = std::get<KeyRecord*>(found);
  if (context.challenge.empty()) return ReadSeal{key, start_value(command.data)};
  const auto start = start_value(context.challenge);
  const auto opened = open_command(context, command, *key, false);
  if (const auto* refused = std::get_if<Refused>(&opened)) return *refused;
  return ReadSeal{key, start};
}

Bytes sealed(const ReadSeal& seal, const ElementaryFile& file, ByteView data) {
  const auto key = cipher_key(*seal.key);
  Bytes answer = file.protection == Protection::mac_and_encryption ? seal::encrypted_body(key, data) : to_bytes(data);
  append(answer, seal::retail_mac(key, seal.start, answer));
  return answer;
}

}  // namespace kwota::sim
