#include <fmt/format.h>

#include "seal/vectors/kinds.h"

namespace kwota::seal::vectors {
namespace {

Answers described(const Key& key) { return {{"key_out", to_hex(key.view())}, {"kcv", to_hex(check_value(key))}}; }

Answers kcv(Inputs& in) { return {{"kcv", to_hex(check_value(in.key("key")))}}; }

Answers div(Inputs& in) { return described(diversify(in.key("key"), in.factor("factor"))); }

Answers div_chain(Inputs& in) {
  Key key = in.key("key");
  for (const Factor& factor : in.factors("factors")) key = diversify(key, factor);
  return described(key);
}

/// A root out of its custodians' components (cards.md 8.1).
Answers components_xor(Inputs& in) {
  Answers answers;
  Bytes root(16);
  for (int i = 1; i <= 2 || in.has(fmt::format("c{}", i)); ++i) {
    const Key component = in.key(fmt::format("c{}", i), Suite::aes);  // any 16 bytes
    for (std::size_t b = 0; b < root.size(); ++b) root[b] = static_cast<std::uint8_t>(root[b] ^ component.view()[b]);
    answers.emplace(fmt::format("kcv{}", i), to_hex(check_value(Key::des(component.view()))));
  }
  answers.emplace("key", to_hex(root));
  answers.emplace("kcv", to_hex(check_value(Key::des(root))));
  return answers;
}

/// Province root, county key, card key (cards.md 4.2).
Answers irrigation_keys(Inputs& in) {
  const Bytes region = join({in.bytes("province", 2), in.bytes("county", 2), Bytes(4)});
  const Key county = diversify(in.key("root"), array_of<8>(region));
  const Key card = diversify(county, in.factor("asn10"));
  return {{"county_key", to_hex(county.view())}, {"card_key", to_hex(card.view())},
          {"county_kcv", to_hex(check_value(county))}, {"card_kcv", to_hex(check_value(card))}};
}

/// The tree as a ceremony forms it (docs/decisions, the key tree): the names of its levels stand for their factors.
Answers irrigation_tree(Inputs& in) {
  const Factor purpose{'K', 'W', 0, 0, 0, 0, 0, static_cast<std::uint8_t>(in.number("purpose", 0, 255))};
  const auto twice = [&](std::string_view name) { return array_of<8>(join({in.bytes(name, 4), in.bytes(name, 4)})); };
  const Key root = diversify(in.key("seed"), purpose);
  const Key province = diversify(diversify(root, in.factor("utility_factor")), twice("province"));
  const Key county = diversify(province, twice("county"));
  const Key card = diversify(county, in.factor("asn"));
  return {{"root_kcv", to_hex(check_value(root))},     {"province_kcv", to_hex(check_value(province))},
          {"county_kcv", to_hex(check_value(county))}, {"card_kcv", to_hex(check_value(card))}, {"card_key", to_hex(card.view())}};
}

Answers macs(const Bytes& block) { return {{"mac", to_hex(ByteView{block}.first(4))}, {"mac8", to_hex(block)}}; }

Answers des_mac(Inputs& in) {
  const Key key = in.key("key");
  if (key.suite() == Suite::des && key.view().size() != 8) {
    in.refuse("a plain DES MAC takes a key of 8 bytes");
    return {};
  }
  return macs(mac_block(key, in.start("iv", key), in.any_bytes("msg")));
}

Answers retail(Inputs& in) {
  const Key key = in.key("key");
  return macs(retail_mac_block(key, in.start("iv", key), in.any_bytes("msg")));
}

Answers an10922(Inputs& in) {
  const Key key = in.key("key", Suite::aes);
  Bytes m = in.any_bytes("m");
  if (m.empty() || m.size() > 31) {
    in.refuse("\"m\" has 1 to 31 bytes");
    return {};
  }
  return {{"key_out", to_hex(diversify_an10922(key, m).view())}};
}

/// Left six bytes of a CMAC over 01 || UID || sector || 'A' or 'B' || "KWOTA" (cards.md 7.3, our own derivation).
Answers mifare_sector_key(Inputs& in) {
  const Key key = in.key("key", Suite::aes);
  const Bytes uid = in.any_bytes("uid");
  const auto sector = static_cast<std::uint8_t>(in.number("sector", 0, 39));
  if (uid.size() != 4 && uid.size() != 7) {
    in.refuse("\"uid\" has 4 or 7 bytes");
    return {};
  }
  const auto derive = [&](char which) {
    const Bytes input = join({hex("01"), uid, Bytes{sector, static_cast<std::uint8_t>(which)}, view_of("KWOTA")});
    return to_hex(ByteView{cmac_of_two_blocks(key, input)}.first(6));
  };
  return {{"keyA", derive('A')}, {"keyB", derive('B')}};
}

/// v || not v || v || adr not-adr adr not-adr, little-endian (cards.md 7.1, from a vendor's manual).
Answers mifare_value_block(Inputs& in) {
  const auto value = static_cast<std::uint32_t>(in.number("value", INT32_MIN, INT32_MAX));
  const auto address = static_cast<std::uint8_t>(in.number("addr", 0, 255));
  Bytes plain(4), inverse(4);
  for (unsigned i = 0; i < 4; ++i) {
    plain[i] = static_cast<std::uint8_t>(value >> (8 * i));
    inverse[i] = static_cast<std::uint8_t>(~plain[i]);
  }
  const auto complement = static_cast<std::uint8_t>(~address);
  return {{"block", to_hex(join({plain, inverse, plain, Bytes{address, complement, address, complement}}))}};
}

constexpr std::array kinds_of_keys{
    Kind{"kcv", kcv},
    Kind{"div", div},
    Kind{"div_chain", div_chain},
    Kind{"components_xor", components_xor},
    Kind{"irrigation_keys", irrigation_keys},
    Kind{"irrigation_tree", irrigation_tree},
    Kind{"des_mac", des_mac},
    Kind{"retail_mac", retail},
    Kind{"an10922_aes128", an10922},
    Kind{"mifare_sector_key", mifare_sector_key},
    Kind{"mifare_value_block", mifare_value_block},
};

}  // namespace

std::span<const Kind> key_kinds() { return kinds_of_keys; }

}  // namespace kwota::seal::vectors
