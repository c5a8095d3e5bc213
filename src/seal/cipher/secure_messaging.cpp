#include "seal/cipher/secure_messaging.h"

#include <algorithm>
#include <cassert>

namespace kwota::seal {

Bytes mac_start(const Key& key, const Challenge& challenge) {
  Bytes start(key.block());
  std::copy(challenge.begin(), challenge.end(), start.begin());
  return start;
}

SecretBytes filled_body(ByteView data, std::size_t block) {
  assert(data.size() <= 255);
  SecretBytes plain{Bytes(1 + data.size())};
  plain.writable()[0] = static_cast<std::uint8_t>(data.size());
  std::copy(data.begin(), data.end(), plain.writable().begin() + 1);
  if (plain.size() % block == 0) return plain;
  return SecretBytes{pad(plain.view(), block)};
}

Bytes encrypted_body(const Key& key, ByteView data) { return encrypt(key, filled_body(data, key.block()).view()); }

Result<Bytes> decrypted_body(const Key& key, ByteView body) {
  const auto refused = [] {
    return error(Fault::forged, "bad_cryptogram",
                 "The protected data cannot be decrypted: it was made with another key or damaged.");
  };
  if (body.empty() || body.size() % key.block() != 0) return refused();
  const SecretBytes plain{decrypt(key, body)};
  const std::size_t length = plain.view()[0];
  if (1 + length > plain.size()) return refused();
  Bytes data = to_bytes(plain.view().subspan(1, length));
  if (!equal(encrypted_body(key, data), body)) return refused();
  return data;
}

Mac line_mac(const Key& key, const Challenge& challenge, ByteView message) {
  return retail_mac(key, mac_start(key, challenge), message);
}

Bytes protect(const Key& key, const Challenge& challenge, const Header& header, ByteView data, Secrecy secrecy) {
  const Bytes body = secrecy == Secrecy::encrypted ? encrypted_body(key, data) : to_bytes(data);
  assert(body.size() <= protected_body_max);
  Bytes command = to_bytes(header);
  command.push_back(static_cast<std::uint8_t>(body.size() + sizeof(Mac)));
  append(command, body);
  append(command, line_mac(key, challenge, command));
  return command;
}

Bytes write_key(const Key& master, const Challenge& challenge, std::uint8_t p1, std::uint8_t key_id, ByteView record) {
  return protect(master, challenge, {0x84, 0xD4, p1, key_id}, record, Secrecy::encrypted);
}

Bytes unblock_pin(const Key& unblock_key, const Challenge& challenge, std::uint8_t pin_id, ByteView pin) {
  return protect(unblock_key, challenge, {0x84, 0x24, 0x00, pin_id}, pin, Secrecy::encrypted);
}

Bytes reload_pin(const Key& reload_key, std::uint8_t pin_id, ByteView pin) {
  assert(pin.size() <= 8);
  Bytes command{0x80, 0x5E, 0x00, pin_id, static_cast<std::uint8_t>(pin.size() + sizeof(Mac))};
  append(command, pin);
  append(command, mac(fold(reload_key), {}, pin));
  return command;
}

Bytes answer_challenge(const Key& key, ByteView challenge) {
  assert(challenge.size() <= key.block());
  Bytes block = to_bytes(challenge);
  block.resize(key.block());
  return encrypt(key, block);
}

Bytes external_authenticate(const Key& key, std::uint8_t key_id, ByteView challenge) {
  const Bytes answer = answer_challenge(key, challenge);
  Bytes command{0x00, 0x82, 0x00, key_id, static_cast<std::uint8_t>(answer.size())};
  append(command, answer);
  return command;
}

}  // namespace kwota::seal
