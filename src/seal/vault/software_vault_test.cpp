#include "seal/vault/software_vault.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "seal/cipher/secure_messaging.h"

namespace kwota::seal {
namespace {

constexpr CardSerial serial{{0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88}};

TEST(Purposes, each_is_found_by_its_name_and_no_other) {
  for (const auto purpose : {Purpose::credit, Purpose::seed, Purpose::card_transport}) EXPECT_EQ(parse_purpose(name_of(purpose)).value(), purpose);
  for (const auto* none : {"", "Credit", "dust"}) EXPECT_EQ(parse_purpose(none).error().code, "unknown_purpose") << none;
}

TEST(SoftwareVault, the_counter_answers_a_cards_challenge_with_that_cards_key) {
  auto vault = SoftwareVault::with_test_keys();
  const Authenticate request{{Purpose::seller_authentication, 1}, serial, {1, 2, 3, 4, 5, 6, 7, 8}};
  const Key card = diversify(test_root(Purpose::seller_authentication), serial.bytes);
  EXPECT_EQ(*vault.perform(request), encrypt(card, request.challenge));
}

TEST(SoftwareVault, a_protected_write_carries_the_mac_of_that_cards_credit_key) {
  auto vault = SoftwareVault::with_test_keys();
  const LineMac request{{Purpose::credit, 1}, serial, {1, 2, 3, 4}, hex("04D682000C0000271000000007")};
  const Key card = diversify(test_root(Purpose::credit), serial.bytes);
  EXPECT_EQ(*vault.perform(request), to_bytes(line_mac(card, request.challenge, request.message)));
}

TEST(SoftwareVault, a_blank_card_gets_its_keys_under_the_transport_key_as_it_is) {
  auto vault = SoftwareVault::with_test_keys();
  const WriteCardKey request{{Purpose::credit, 1}, {Purpose::card_transport, 1}, serial, {9, 8, 7, 6}, 0x01, 0x05,
                             hex("F6F0EFFF33")};
  Bytes record = request.record_header;
  append(record, diversify(test_root(Purpose::credit), serial.bytes).view());
  const Bytes command = write_key(test_root(Purpose::card_transport), request.challenge, 0x01, 0x05, record);
  EXPECT_EQ(*vault.perform(request), Bytes(command.begin() + 5, command.end()));
}

TEST(SoftwareVault, a_key_is_never_used_for_two_purposes) {
  auto vault = SoftwareVault::with_test_keys();
  const auto code = [&](const Request& request) { return vault.perform(request).error().code; };
  EXPECT_EQ(code(Authenticate{{Purpose::credit, 1}, serial, {}}), "vault_refused");
  EXPECT_EQ(code(Authenticate{{Purpose::root_signature, 1}, serial, {}}), "vault_refused");
  EXPECT_EQ(code(LineMac{{Purpose::seller_authentication, 1}, serial, {}, {}}), "vault_refused");
  EXPECT_EQ(code(WriteCardKey{{Purpose::card_transport, 1}, {Purpose::card_master, 1}, serial, {}, 1, 0, Bytes(5)}),
            "vault_refused");
  EXPECT_EQ(code(WriteCardKey{{Purpose::credit, 1}, {Purpose::credit, 1}, serial, {}, 1, 0, Bytes(5)}), "vault_refused");
  EXPECT_EQ(code(WriteCardKey{{Purpose::credit, 1}, {Purpose::card_master, 1}, serial, {}, 1, 0, Bytes(4)}), "vault_refused");
}

TEST(SoftwareVault, an_answer_that_would_be_half_of_a_county_key_is_not_given) {
  auto vault = SoftwareVault::with_test_keys();
  const CardSerial utility_factor{{0x4B, 0x57, 0x4F, 0x54, 0x41, 0x30, 0x30, 0x31}};
  for (const auto* factor : {"1309250013092500", "ECF6DAFFECF6DAFF"}) {
    Authenticate request{{Purpose::card_master, 1}, utility_factor, {}};
    std::ranges::copy(hex(factor), request.challenge.begin());
    EXPECT_EQ(vault.perform(request).error().code, "vault_refused") << factor;
  }
}

TEST(SoftwareVault, a_port_of_a_pump_is_answered_two_levels_below_the_county) {
  auto vault = SoftwareVault::with_test_keys();
  const Factor meter{0, 0, 0x12, 0x34, 0x56, 0x78, 0x90, 0x12};
  const CardSerial duty{{'I', 'N', 'F', 'R', 'A', 'R', 'D', 'H'}};
  const Authenticate request{.key = {Purpose::meter_identity, 1}, .serial = duty, .challenge = {1, 2, 3, 4, 5, 6, 7, 8}, .path = {meter}};
  const Key key = diversify(diversify(test_root(Purpose::meter_identity), meter), duty.bytes);
  EXPECT_EQ(*vault.perform(request), answer_challenge(key, request.challenge));
  auto too_deep = request;
  too_deep.path.assign(levels_max, meter);
  EXPECT_EQ(vault.perform(too_deep).error().code, "vault_refused");
}

TEST(SoftwareVault, an_answer_that_would_be_half_of_a_ports_key_is_not_given) {
  auto vault = SoftwareVault::with_test_keys();
  for (const auto* factor : {"494E465241524448", "494E46524152444D", "B6B1B9ADBEADBBB7"}) {
    Authenticate request{{Purpose::meter_identity, 1}, serial, {}};
    std::ranges::copy(hex(factor), request.challenge.begin());
    EXPECT_EQ(vault.perform(request).error().code, "vault_refused") << factor;
  }
}

TEST(SoftwareVault, a_missing_version_is_named) {
  auto vault = SoftwareVault::with_test_keys();
  const auto answer = vault.perform(Authenticate{{Purpose::card_master, 2}, serial, {1}});
  EXPECT_EQ(answer.error().code, "key_missing");
  EXPECT_EQ(answer.error().details.at("purpose"), "card_master");
  EXPECT_EQ(answer.error().details.at("version"), "2");
}

TEST(SoftwareVault, signs_what_its_public_key_confirms) {
  auto vault = SoftwareVault::with_test_keys();
  const Digest root = sha256(view_of("root"));
  EXPECT_TRUE(verify_signature(*vault.root_public_key(), root, *vault.sign_root(root)));
}

TEST(TestKeys, every_purpose_has_its_own_key_and_says_that_it_is_a_test_key) {
  auto vault = SoftwareVault::with_test_keys();
  std::set<KeyCheckValue> values;
  const auto keys = *vault.keys();
  for (const auto& key : keys) {
    EXPECT_EQ(key.test_key, key.key.purpose != Purpose::root_signature) << name_of(key.key.purpose);
    values.insert(key.check_value);
  }
  EXPECT_EQ(values.size(), keys.size());
}

TEST(TestKeys, a_key_of_a_utility_is_not_called_a_test_key) {
  SoftwareVault vault{{{{Purpose::credit, 3}, Key::des(hex("00112233445566778899AABBCCDDEEFF"))}}};
  const auto keys = *vault.keys();
  EXPECT_FALSE(keys.front().test_key);
}

}  // namespace
}  // namespace kwota::seal
