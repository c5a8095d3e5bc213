#include "seal/cipher/card_crypto.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <rapidcheck.h>

#include "seal/cipher/secure_messaging.h"
#include "seal/cipher/sha256.h"

namespace kwota::seal {
namespace {

Key des(std::string_view text) { return Key::des(hex(text)); }
template <std::size_t n>
std::array<std::uint8_t, n> fixed(std::string_view text) {
  const Bytes bytes = hex(text);
  std::array<std::uint8_t, n> out{};
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return out;
}

Bytes any_bytes(std::size_t count) { return *rc::gen::container<Bytes>(count, rc::gen::arbitrary<std::uint8_t>()); }
Bytes any_message() { return any_bytes(*rc::gen::inRange<std::size_t>(0, 70)); }

TEST(CardCrypto, a_card_key_is_diversified_by_the_cards_number) {
  const Key root = des("00112233445566778899AABBCCDDEEFF");
  EXPECT_EQ(to_hex(diversify(root, fixed<8>("1122334455667788")).view()), "496BD7A3513644533100B54E71196528");
  EXPECT_EQ(to_hex(check_value(root)), "FB0975");
  EXPECT_EQ(to_hex(check_value(*Key::make(Suite::aes, root.view()))), "FDE4FB");
}

TEST(CardCrypto, a_load_that_was_seen_on_a_real_card_gives_the_same_macs) {
  const Key load_key = des("3F013F013F013F013F013F013F013F01");
  const Key session = session_key(load_key, fixed<8>("06B825D700178000"));
  EXPECT_EQ(to_hex(mac(session, {}, hex("0000001A 00000001 02 112233445566"))), "684C81CE");
  EXPECT_EQ(to_hex(mac(session, {}, hex("00000001 02 112233445566 20170310 110734"))), "9C8A0625");
  const Key tac_key = des("34343434343434343434343434343434");
  EXPECT_EQ(to_hex(mac(fold(tac_key), {}, hex("0000001B 0017 00000001 02 112233445566 20170310 110734"))), "16EAD516");
}

TEST(CardCrypto, a_purchase_that_was_seen_on_a_real_card_gives_the_same_macs) {
  const Key purchase_key = des("00112233445566778899AABBCCDDEEFF");
  const Key session = session_key(purchase_key, fixed<8>("584633C900000000"));
  EXPECT_EQ(to_hex(session.view()), "C08346DF9F1D457A");
  EXPECT_EQ(to_hex(mac(session, {}, hex("00000001 06 001122334455 20161216 134600"))), "D45737C5");
  EXPECT_EQ(to_hex(mac(session, {}, hex("00000001"))), "66B54A6B");
  EXPECT_EQ(to_hex(fold(purchase_key).view()), "8888888888888888");
}

TEST(CardCrypto, a_key_write_that_was_seen_on_a_real_card_is_made_again) {
  const Bytes record = hex("220000 00112233445566778899AABBCCDDEEFF");
  const auto command = write_key(des("00112233445566778899AABBCCDDEEFF"), fixed<4>("5D72B3FD"), 0x00, 0x00, record);
  EXPECT_EQ(to_hex(command), "84D400001CDCC0BB5793ABFCA2CA8C1624822F6E01A86A0B5CBED191DD8A9D4ADB");
}

TEST(CardCrypto, single_des_with_an_eight_byte_key_protects_a_card_in_transport) {
  const auto command = write_key(des("FFFFFFFFFFFFFFFF"), fixed<4>("4C45BAB9"), 0x01, 0x02, hex("F9F0F0AAFF1122334455667788"));
  EXPECT_EQ(to_hex(command), "84D40102147C87BC23140021B3AFEA67E6359DDCFED7C943F6");
}

TEST(CardCrypto, the_mac_of_an_empty_message_is_the_mac_of_its_padding) {
  EXPECT_EQ(to_hex(mac_block(des("9B8F64ED399C4FBD"), hex("D6EC2504C3034386"), {})), "863B17ED465CE0D2");
  EXPECT_EQ(to_hex(retail_mac_block(des("F7A71711D18D2CF7CB732A489C31158E"), hex("D8663FEB6A69E841"), {})), "87EA6B0AD80B1EAE");
}

TEST(CardCrypto, the_retail_mac_of_a_passport_chip_is_made_again) {
  // ICAO 9303 part 11, appendix D.3: K_mac over EIFD, padding method 2, eight bytes.
  const Bytes message = hex("72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F2");
  EXPECT_EQ(to_hex(retail_mac_block(des("7962D9ECE03D1ACD4C76089DCE131543"), {}, message)), "5F1448EEA8AD90A7");
}

TEST(CardCrypto, a_pin_is_unblocked_and_reloaded) {
  EXPECT_EQ(to_hex(unblock_pin(des("A2F83BBA6776D00A02B5A018DF2AA7A7"), fixed<4>("35E1A10A"), 1, hex("123456"))),
            "842400010C42A8BE8098117FF589B9BF3A");
  EXPECT_EQ(to_hex(reload_pin(des("4D90959DEBB6C1D0ABA858F047E76317"), 0, hex("654321"))), "805E0000076543212ABDAED7");
}

TEST(CardCrypto, a_challenge_of_four_bytes_is_filled_with_zeros) {
  const Key key = des("BE278A2F52C8A0132BF009135DB148CE");
  EXPECT_EQ(to_hex(external_authenticate(key, 0, hex("285F095D41811F0D"))), "00820000085C33AD4BD84BDC1E");
  EXPECT_EQ(answer_challenge(key, hex("285F095D")), answer_challenge(key, hex("285F095D00000000")));
}

TEST(CardCrypto, the_example_of_an10922_is_made_again) {
  const Key key = *Key::make(Suite::aes, hex("00112233445566778899AABBCCDDEEFF"));
  EXPECT_EQ(to_hex(diversify_an10922(key, hex("04782E21801D80 3042F5 4E585020416275")).view()),
            "A8DD63A3B89D54B37CA802473FDA9175");
}

TEST(CardCrypto, sm4_agrees_with_the_national_standard) {
  // GB/T 32907-2016, appendix A.1.
  const Key key = *Key::make(Suite::sm4, hex("0123456789ABCDEFFEDCBA9876543210"));
  EXPECT_EQ(to_hex(encrypt(key, hex("0123456789ABCDEFFEDCBA9876543210"))), "681EDF34D206965E86B3E94F536E4246");
}

TEST(CardCrypto, a_purchase_under_sm4_keeps_the_structure) {
  const Key card = diversify(*Key::make(Suite::sm4, hex("15F61FAB0560EBE5CDEAD9D45AFAB66A")), fixed<8>("3068258447311521"));
  EXPECT_EQ(to_hex(card.view()), "09057DF3E3C82053045CDF2B48A5ABF9");
  const Key session = session_key(card, fixed<8>("4BD9831E00010028"));
  EXPECT_EQ(to_hex(session.view()), "21AC67B899FC21D06637FC5150853708");
  EXPECT_EQ(to_hex(mac(session, {}, hex("000005DC 06 612422546106 20230416105610"))), "6648FED5");
  EXPECT_EQ(to_hex(mac(session, {}, hex("000005DC"))), "6B591D86");
}

TEST(CardCrypto, keys_of_other_lengths_are_refused) {
  EXPECT_EQ(Key::make(Suite::des, hex("0011223344556677889900")).error().code, "bad_key_length");
  EXPECT_EQ(Key::make(Suite::aes, hex("0011223344556677")).error().code, "bad_key_length");
  EXPECT_EQ(Key::make(Suite::sm4, {}).error().code, "bad_key_length");
}

TEST(CardCrypto, what_was_encrypted_is_decrypted_in_every_suite) {
  EXPECT_TRUE(rc::check([] {
    const auto suite = *rc::gen::element(Suite::des, Suite::aes, Suite::sm4);
    const Key key = *Key::make(suite, any_bytes(16));
    const Bytes blocks = any_bytes(key.block() * *rc::gen::inRange<std::size_t>(0, 6));
    RC_ASSERT(decrypt(key, encrypt(key, blocks)) == blocks);
    const Bytes data = any_message();
    RC_ASSERT(*decrypted_body(key, encrypted_body(key, data)) == data);
  }));
}

TEST(CardCrypto, parity_bits_of_a_des_key_change_nothing) {
  EXPECT_TRUE(rc::check([] {
    const Bytes plain_key = any_bytes(16);
    Bytes other_parity = plain_key;
    for (auto& b : other_parity) b ^= 1;
    const Bytes blocks = any_bytes(16);
    RC_ASSERT(encrypt(Key::des(plain_key), blocks) == encrypt(Key::des(other_parity), blocks));
  }));
}

TEST(CardCrypto, equal_halves_make_the_retail_mac_a_plain_one) {
  EXPECT_TRUE(rc::check([] {
    const Bytes half = any_bytes(8);
    Bytes whole = half;
    append(whole, half);
    const Bytes iv = any_bytes(8), message = any_message();
    RC_ASSERT(retail_mac(Key::des(whole), iv, message) == mac(Key::des(half), iv, message));
  }));
}

TEST(CardCrypto, a_flipped_bit_anywhere_changes_the_mac) {
  EXPECT_TRUE(rc::check([] {
    const Key key = Key::des(any_bytes(16));
    const auto challenge = fixed<4>("01020304");
    Bytes message = any_bytes(*rc::gen::inRange<std::size_t>(1, 40));
    const Mac good = line_mac(key, challenge, message);
    const auto bit = *rc::gen::inRange<std::size_t>(0, message.size() * 8);
    message[bit / 8] = static_cast<std::uint8_t>(message[bit / 8] ^ (1u << (bit % 8)));
    RC_ASSERT(line_mac(key, challenge, message) != good);
  }));
}

/// OpenSSL's own CMAC as a second opinion.
Bytes openssl_cmac(const char* cipher, ByteView key, ByteView message) {
  std::array<std::uint8_t, 16> out{};
  std::size_t size = 0;
  std::string name{cipher};
  const std::array<OSSL_PARAM, 2> parameters{OSSL_PARAM_construct_utf8_string("cipher", name.data(), 0),
                                             OSSL_PARAM_construct_end()};
  EXPECT_NE(EVP_Q_mac(nullptr, "CMAC", nullptr, nullptr, parameters.data(), key.data(), key.size(), message.data(),
                      message.size(), out.data(), out.size(), &size),
            nullptr);
  return Bytes(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(size));
}

TEST(CardCrypto, cmac_agrees_with_the_library) {
  EXPECT_TRUE(rc::check([] {
    const Bytes key = any_bytes(16), message = any_message();
    RC_ASSERT(cmac(*Key::make(Suite::aes, key), message) == openssl_cmac("AES-128-CBC", key, message));
    RC_ASSERT(cmac(*Key::make(Suite::sm4, key), message) == openssl_cmac("SM4-CBC", key, message));
    RC_ASSERT(cmac(*Key::make(Suite::des, key), message) == openssl_cmac("DES-EDE-CBC", key, message));
  }));
}

TEST(SecureMessaging, data_in_clear_travels_as_it_is) {
  const auto command = protect(des("25B9D7F5E935699316481CD028916A7A"), fixed<4>("28A02A5D"), {0x04, 0xD6, 0x95, 0x00},
                               hex("0955815CD1D33B3DCF862255CFB970A70E0B3D6DC6231BB93B33E7CC4E0A"), Secrecy::mac_only);
  EXPECT_EQ(to_hex(command), "04D69500220955815CD1D33B3DCF862255CFB970A70E0B3D6DC6231BB93B33E7CC4E0A2ED621D6");
}

TEST(SecureMessaging, padding_is_added_only_when_a_block_is_not_full) {
  const Key key = des("25B9D7F5E935699316481CD028916A7A");
  EXPECT_EQ(encrypted_body(key, Bytes(7)).size(), 8u);
  EXPECT_EQ(encrypted_body(key, Bytes(8)).size(), 16u);
  EXPECT_EQ(encrypted_body(key, {}).size(), 8u);
}

TEST(SecureMessaging, a_body_of_another_key_is_refused) {
  const Key ours = des("25B9D7F5E935699316481CD028916A7A"), theirs = des("25B9D7F5E935699316481CD028916A7C");
  EXPECT_EQ(decrypted_body(theirs, encrypted_body(ours, hex("0102030405060708"))).error().code, "bad_cryptogram");
  EXPECT_EQ(decrypted_body(ours, hex("010203")).error().code, "bad_cryptogram");
  EXPECT_EQ(decrypted_body(ours, {}).error().code, "bad_cryptogram");
}

TEST(Sha256, pieces_and_the_whole_have_the_same_hash) {
  EXPECT_EQ(to_hex(sha256(view_of("abc"))), "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD");
  Sha256 pieces;
  EXPECT_EQ(pieces.add(view_of("a")).add(view_of("bc")).finish(), sha256(view_of("abc")));
  EXPECT_EQ(pieces.finish(), sha256({})) << "finish() starts anew";
}

}  // namespace
}  // namespace kwota::seal
