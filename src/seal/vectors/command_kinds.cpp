#include "seal/cipher/secure_messaging.h"
#include "seal/vectors/kinds.h"

namespace kwota::seal::vectors {
namespace {

Challenge challenge(Inputs& in) { return array_of<4>(in.bytes("rand", 4)); }

/// A command that would not fit into its length byte is refused, not cut.
Bytes body_for(Inputs& in, const Key& key, const Bytes& data, Secrecy secrecy) {
  if (data.size() > protected_body_max) {
    in.refuse("the data are too long for one command");
    return {};
  }
  Bytes body = secrecy == Secrecy::encrypted ? encrypted_body(key, data) : data;
  if (body.size() > protected_body_max) in.refuse("the data are too long for one command");
  return in.refused() ? Bytes{} : body;
}

/// Body, MAC and whole command. A header of five bytes brings its own Lc.
Answers protected_command(Inputs& in, const Key& key, const Bytes& header, const Bytes& data, Secrecy secrecy) {
  if (header.size() != 4 && header.size() != 5) in.refuse("a header has four bytes, or five with Lc");
  const Bytes body = body_for(in, key, data, secrecy);
  Bytes command = header;
  if (header.size() == 4) command.push_back(static_cast<std::uint8_t>(body.size() + sizeof(Mac)));
  append(command, body);
  const Mac mac = line_mac(key, challenge(in), command);
  append(command, mac);
  append(command, in.any_bytes("le"));
  return {{"body", to_hex(body)}, {"mac", to_hex(mac)}, {"apdu", to_hex(command)}};
}

Answers secure_messaging(Inputs& in) {
  const auto secrecy = in.flag("encrypted") ? Secrecy::encrypted : Secrecy::mac_only;
  return protected_command(in, in.key("key"), in.any_bytes("header"), in.any_bytes("data"), secrecy);
}

Answers captured_keywrite(Inputs& in) {
  return protected_command(in, in.key("master"), in.any_bytes("header"), in.any_bytes("record"), Secrecy::encrypted);
}

Answers card_key_write(Inputs& in) {
  const Bytes header{0x84, 0xD4, in.byte_or("p1", 0x01), in.byte_or("p2", 0x00)};
  return protected_command(in, in.key("master"), header, in.any_bytes("record"), Secrecy::encrypted);
}

/// The record of a PSAM key has no type byte: usage, version, algorithm, key (cards.md 3.1).
Answers psam_key_write(Inputs& in) {
  const Bytes record =
      join({in.bytes("usage", 1), in.bytes("version", 1), Bytes{in.byte_or("algorithm_byte", 0x00)}, in.bytes("key", 16)});
  return protected_command(in, in.key("master", Suite::des), hex("84D40000"), record, Secrecy::encrypted);
}

Bytes pin(Inputs& in) {
  Bytes digits = in.any_bytes("pin");
  if (digits.size() < 2 || digits.size() > 8) {
    in.refuse("\"pin\" has 2 to 8 bytes");
    return {};
  }
  return digits;
}

Answers pin_unblock(Inputs& in) {
  return {{"apdu", to_hex(unblock_pin(in.key("DPUK"), challenge(in), in.byte_or("id", 0x01), pin(in)))}};
}

Answers pin_reload(Inputs& in) { return {{"apdu", to_hex(reload_pin(in.key("DRPK"), in.byte_or("id", 0x00), pin(in)))}}; }

Bytes card_challenge(Inputs& in) {
  Bytes rand = in.any_bytes("rand");
  if (rand.size() == 4 || rand.size() == 8) return rand;
  in.refuse("\"rand\" has 4 or 8 bytes");
  return {};
}

Answers external_auth(Inputs& in) {
  return {{"apdu", to_hex(external_authenticate(in.key("key"), in.byte_or("id", 0x00), card_challenge(in)))}};
}

Answers captured_extauth(Inputs& in) { return {{"data", to_hex(answer_challenge(in.key("key"), card_challenge(in)))}}; }

constexpr std::array kinds_of_commands{
    Kind{"secure_messaging", secure_messaging}, Kind{"captured_keywrite", captured_keywrite},
    Kind{"card_key_write", card_key_write},     Kind{"psam_key_write", psam_key_write},
    Kind{"pin_unblock", pin_unblock},           Kind{"pin_reload", pin_reload},
    Kind{"external_auth", external_auth},       Kind{"captured_extauth", captured_extauth},
};

}  // namespace

std::span<const Kind> command_kinds() { return kinds_of_commands; }

}  // namespace kwota::seal::vectors
