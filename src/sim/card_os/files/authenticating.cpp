// Who the other side is: external and internal authentication, PINs.
#include <algorithm>

#include "seal/cipher/card_crypto.h"
#include "sim/card_os/files/secure_messaging.h"

namespace kwota::sim {
namespace {

using iso7816::Command;
using iso7816::KeyType;
using iso7816::Response;

constexpr std::size_t pin_bytes_min = 2, pin_bytes_max = 8;

Response refuse_with_tries(KeyRecord& key) {
  key.failed();
  return refuse(static_cast<std::uint16_t>(0x63C0 | (key.counts_errors() ? key.tries_left() : 0x0F)));
}

bool is_pin(std::size_t size) { return size >= pin_bytes_min && size <= pin_bytes_max; }

void set_pin(KeyRecord& pin, ByteView value) {
  pin.value = to_bytes(value);
  pin.succeeded();
}

// The unblock or reload key that belongs to a PIN has its id; a card with one such key may number it otherwise.
std::variant<KeyRecord*, Refused> key_for_pin(Context& context, KeyType type, std::uint8_t pin_id) {
  auto& directory = context.current();
  const auto plain = static_cast<std::uint8_t>(type);
  if (directory.find_key(plain, pin_id) != nullptr || !directory.key_file) return usable_key(context, directory, type, pin_id);
  const auto any =
      std::ranges::find_if(directory.key_file->keys, [&](const KeyRecord& key) { return key.plain_type() == plain; });
  return usable_key(context, directory, type, any == directory.key_file->keys.end() ? pin_id : any->id);
}

Response reload_pin(Context& context, const Command& command, KeyRecord& pin) {
  if (command.data.size() <= mac_bytes || !is_pin(command.data.size() - mac_bytes)) return refuse(0x6700);
  const auto found = key_for_pin(context, KeyType::pin_reload, command.p2);
  if (const auto* refused = std::get_if<Refused>(&found)) return refuse(refused->sw);
  auto& key = *std::get<KeyRecord*>(found);
  const auto value = ByteView(command.data).first(command.data.size() - mac_bytes);
  const auto mac = seal::mac(seal::fold(seal::Key::des(key.value)), {}, value);
  if (!equal_secret(mac, ByteView(command.data).last(mac_bytes))) {
    key.failed();
    return refuse(0x6988);
  }
  key.succeeded();
  set_pin(pin, value);
  return done();
}

Response replace_pin(const Command& command, KeyRecord& pin) {
  const auto mark = std::ranges::find(command.data, 0xFF);
  if (mark == command.data.end()) return refuse(0x6A80);
  const ByteView old(command.data.begin(), mark), fresh(mark + 1, command.data.end());
  if (!is_pin(old.size()) || !is_pin(fresh.size())) return refuse(0x6A80);
  if (pin.locked()) return refuse(0x6983);
  if (!equal_secret(old, pin.value)) return refuse_with_tries(pin);
  set_pin(pin, fresh);
  return done();
}

}  // namespace

Response external_authenticate(Context& context, const Command& command) {
  if (command.p1 != 0) return refuse(0x6A86);
  if (command.data.size() != 8) return refuse(0x6700);
  const auto found = usable_key(context, context.current(), KeyType::external_authentication, command.p2);
  if (const auto* refused = std::get_if<Refused>(&found)) return refuse(refused->sw);
  if (context.challenge.empty()) return refuse(0x6984);
  auto& key = *std::get<KeyRecord*>(found);
  auto challenge = context.challenge;
  challenge.resize(8);
  if (!equal_secret(seal::encrypt(seal::Key::des(key.value), challenge), command.data)) return refuse_with_tries(key);
  key.succeeded();
  context.session.opened_for.clear();
  context.security_state() = key.x & 0x0F;
  return done();
}

Response internal_authenticate(Context& context, const Command& command) {
  if (command.p1 > 0x02) return refuse(0x6A86);
  if (command.data.empty() || (command.p1 != 0x02 && command.data.size() % 8 != 0)) return refuse(0x6700);
  // Types 30, 31 and 32 are the keys that encrypt, decrypt and make MACs.
  const auto found = usable_key(context, context.current(), static_cast<KeyType>(0x30 + command.p1), command.p2);
  if (const auto* refused = std::get_if<Refused>(&found)) return refuse(refused->sw);
  const auto key = seal::Key::des(std::get<KeyRecord*>(found)->value);
  if (command.p1 == 0x00) return done(seal::encrypt(key, command.data));
  if (command.p1 == 0x01) return done(seal::decrypt(key, command.data));
  const auto mac = seal::retail_mac(key, {}, command.data);
  return done(Bytes(mac.begin(), mac.end()));
}

Response verify_pin(Context& context, const Command& command) {
  if (command.p1 != 0) return refuse(0x6A86);
  if (!is_pin(command.data.size())) return refuse(0x6700);
  const auto found = usable_key(context, context.current(), KeyType::pin, command.p2);
  if (const auto* refused = std::get_if<Refused>(&found)) return refuse(refused->sw);
  auto& pin = *std::get<KeyRecord*>(found);
  if (!equal_secret(command.data, pin.value)) return refuse_with_tries(pin);
  pin.succeeded();
  context.security_state() = pin.x & 0x0F;
  return done();
}

Response change_pin(Context& context, const Command& command) {
  auto* pin = context.current().find_key(static_cast<std::uint8_t>(KeyType::pin), command.p2);
  if (pin == nullptr) return refuse(0x6A88);
  if (command.p1 == 0x00) return reload_pin(context, command, *pin);
  if (command.p1 == 0x01) return replace_pin(command, *pin);
  return refuse(0x6A86);
}

Response unblock_pin(Context& context, const Command& command) {
  if (command.p1 != 0) return refuse(0x6A86);
  auto* pin = context.current().find_key(static_cast<std::uint8_t>(KeyType::pin), command.p2);
  if (pin == nullptr) return refuse(0x6A88);
  const auto found = key_for_pin(context, KeyType::pin_unblock, command.p2);
  if (const auto* refused = std::get_if<Refused>(&found)) return refuse(refused->sw);
  const auto opened = open_command(context, command, *std::get<KeyRecord*>(found), true);
  if (const auto* refused = std::get_if<Refused>(&opened)) return refuse(refused->sw);
  const auto& value = std::get<Bytes>(opened);
  if (!is_pin(value.size())) return refuse(0x6700);
  set_pin(*pin, value);
  return done();
}

}  // namespace kwota::sim
