// The security module as the meter sees it: proofs for the right card and challenge only.
#include <gtest/gtest.h>

#include "meter/esam/esam.h"
#include "seal/cipher/secure_messaging.h"

namespace kwota::esam {
namespace {

using meter::SecurityRequest;
using Kind = SecurityRequest::Kind;

class SecurityModule : public ::testing::Test {
 protected:
  static KeySet keys() {
    return {.card_authentication = seal::Key::des(hex("00112233445566778899AABBCCDDEEFF")),
            .meter_authentication = seal::Key::des(hex("102132435465768798A9BACBDCEDFE0F")),
            .credit = seal::Key::des(hex("25B9D7F5E935699316481CD028916A7A")),
            .return_data = seal::Key::des(hex("BE278A2F52C8A0132BF009135DB148CE")),
            .version = 3};
  }
  SecurityRequest request(Kind kind) const { return {.kind = kind, .serial = serial, .challenge = {1, 2, 3, 4, 5, 6, 7, 8}}; }

  SeededRandom random{5};
  Esam module{keys(), KeyState::factory, random};
  CardSerial serial{{0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88}};
};

TEST_F(SecurityModule, tells_its_key_state_and_versions) {
  EXPECT_EQ(module.answer(request(Kind::key_state)), hex("00030303"));
  module.install(keys());
  EXPECT_EQ(module.answer(request(Kind::key_state)), hex("01030303"));
}

TEST_F(SecurityModule, believes_a_card_that_answers_under_its_own_key_and_no_other) {
  // DIV of the first public vector: 496BD7A3513644533100B54E71196528.
  const auto card_key = seal::Key::des(hex("496BD7A3513644533100B54E71196528"));
  auto asked = request(Kind::check_card);
  const Bytes proof = seal::encrypt(card_key, asked.challenge);
  asked.message = proof;
  EXPECT_EQ(module.answer(asked), Bytes{1});
  asked.serial.bytes[7] ^= 1;
  EXPECT_TRUE(module.answer(asked).empty()) << "a clone with another serial";
  asked.serial = serial;
  asked.challenge[0] ^= 1;
  EXPECT_TRUE(module.answer(asked).empty()) << "an old answer";
}

TEST_F(SecurityModule, checks_what_it_would_have_made_and_nothing_else) {
  const Bytes file = hex("0000138800000002");
  auto made = request(Kind::make_mac);
  made.message = file;
  const Bytes mac = module.answer(made);
  ASSERT_EQ(mac.size(), 4u);
  auto asked = request(Kind::check_mac);
  asked.message = file;
  std::copy(mac.begin(), mac.end(), asked.mac.begin());
  EXPECT_EQ(module.answer(asked), Bytes{1});
  asked.key = SecurityRequest::Key::return_data;
  EXPECT_TRUE(module.answer(asked).empty()) << "the key of the other direction";
  asked.key = SecurityRequest::Key::credit;
  for (std::size_t bit = 0; bit < file.size() * 8; ++bit) {
    Bytes forged = file;
    forged[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
    asked.message = forged;
    EXPECT_TRUE(module.answer(asked).empty()) << bit;
  }
}

TEST_F(SecurityModule, never_uses_a_random_number_twice) {
  EXPECT_NE(module.answer(request(Kind::challenge)), module.answer(request(Kind::challenge)));
}

}  // namespace
}  // namespace kwota::esam
