// The security module as the meter sees it: proofs for the right card and challenge only, two versions at once.
#include <gtest/gtest.h>

#include "meter/esam/test_module.h"
#include "seal/cipher/secure_messaging.h"

namespace kwota::esam {
namespace {

using meter::SecurityRequest;
using test::county;
using Kind = SecurityRequest::Kind;
using seal::Purpose;

const CardSerial serial{{0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88}};

SecurityRequest request(Kind kind) { return {.kind = kind, .serial = serial, .challenge = {1, 2, 3, 4, 5, 6, 7, 8}}; }

/// What a genuine card of that version answers to the challenge of request().
Bytes proof_of_card(std::uint8_t version) {
  const auto set = county(version);
  return seal::answer_challenge(seal::diversify(*set.find(Purpose::card_authentication), serial.bytes), hex("0102030405060708"));
}

class SecurityModule : public ::testing::Test {
 protected:
  SecurityModule() { test::make(module, test::meter_contents()); }
  Bytes shows_card(const Bytes& proof) {
    auto asked = request(Kind::check_card);
    asked.message = proof;
    return module.answer(asked);
  }
  test::PlainMemory memory;
  SeededRandom random{5};
  Esam module{memory, random};
};

TEST_F(SecurityModule, tells_whose_keys_it_has_and_which_versions) {
  EXPECT_EQ(module.answer(request(Kind::key_state)), hex("00000000")) << "fresh from the factory";
  module.install(keys_of(test::meter_number, county(3)));
  EXPECT_EQ(module.answer(request(Kind::key_state)), hex("01030000"));
}

TEST_F(SecurityModule, believes_a_card_that_answers_under_its_own_key_and_no_other) {
  module.install(keys_of(test::meter_number, county(3)));
  EXPECT_EQ(shows_card(proof_of_card(3)), Bytes{meter::proof_fits});
  EXPECT_TRUE(shows_card(proof_of_card(2)).empty()) << "a version that it never had";
  auto asked = request(Kind::check_card);
  const Bytes proof = proof_of_card(3);
  asked.message = proof;
  asked.serial.bytes[7] ^= 1;
  EXPECT_TRUE(module.answer(asked).empty()) << "a clone with another serial";
  asked.serial = serial;
  asked.challenge[0] ^= 1;
  EXPECT_TRUE(module.answer(asked).empty()) << "an old answer";
}

TEST_F(SecurityModule, takes_cards_of_both_versions_and_answers_each_under_its_own) {
  auto contents = test::meter_contents();
  contents.current = keys_of(test::meter_number, county(3));
  contents.previous = keys_of(test::meter_number, county(2));
  test::make(module, contents);
  for (const std::uint8_t version : {std::uint8_t{2}, std::uint8_t{3}}) {
    ASSERT_EQ(shows_card(proof_of_card(version)), Bytes{meter::proof_fits}) << int{version};
    const auto own = county(version);
    EXPECT_EQ(
        module.answer(request(Kind::answer_card)),
        seal::answer_challenge(seal::diversify(*own.find(Purpose::meter_authentication), serial.bytes), hex("0102030405060708")));
    auto made = request(Kind::make_mac);
    const Bytes file = hex("0000138800000002");
    made.message = file;
    const auto mac = seal::line_mac(seal::diversify(*own.find(Purpose::credit), serial.bytes), {1, 2, 3, 4}, file);
    EXPECT_EQ(module.answer(made), to_bytes(mac));
  }
  EXPECT_TRUE(shows_card(proof_of_card(1)).empty()) << "the one before that was forgotten";
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

TEST_F(SecurityModule, knows_a_voided_card_although_it_is_genuine) {
  module.install(keys_of(test::meter_number, county(3)));
  auto list = request(Kind::void_cards);
  list.message = serial.bytes;
  list.number = 7;
  EXPECT_EQ(module.answer(list), hex("01030007")) << "the edition of the list goes home with the next card";
  EXPECT_EQ(shows_card(proof_of_card(3)), Bytes{meter::proof_voided});
  EXPECT_TRUE(shows_card(proof_of_card(2)).empty()) << "a forged one is only forged";
}

TEST_F(SecurityModule, adds_page_by_page_to_the_void_cards_that_it_knows_and_forgets_the_oldest_alone) {
  module.install(keys_of(test::meter_number, county(3)));
  auto list = request(Kind::void_cards);
  list.message = serial.bytes;
  list.number = 1;
  EXPECT_FALSE(module.answer(list).empty());
  const auto page_of = [](std::size_t from, std::size_t count) {
    Bytes serials;
    for (std::size_t i = from; i < from + count; ++i) append(serials, Bytes{0xA0, 0, 0, 0, 0, 0, static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i)});
    return serials;
  };
  constexpr std::size_t kept = user_card::void_cards_kept, page_cards = 8;
  for (std::size_t at = 0; at + 1 < kept; at += page_cards) {
    const auto count = std::min(page_cards, kept - 1 - at);
    const auto page = page_of(at, count);
    list.message = page;
    list.number = static_cast<std::uint32_t>(1 + at + count);
    for (int twice = 0; twice < 2; ++twice) ASSERT_EQ(module.answer(list).back(), user_card::void_edition_of(list.number)) << at;
  }
  EXPECT_EQ(shows_card(proof_of_card(3)), Bytes{meter::proof_voided}) << "the first of as many as it keeps";
  Esam again{memory, random};
  ASSERT_TRUE(again.power_on()) << "and after power came back";
  EXPECT_EQ(again.identity(), module.identity());
  list.message = serial.bytes;
  list.number = 1;
  EXPECT_EQ(module.answer(list), hex("01030002")) << "an old page puts it back nowhere: 512 is edition 2";
  const auto newest = page_of(kept, 1);
  list.message = newest;
  list.number = kept + 1;
  EXPECT_EQ(module.answer(list), hex("01030003")) << "it is never full";
  EXPECT_EQ(shows_card(proof_of_card(3)), Bytes{meter::proof_fits}) << "the oldest left";
}

TEST_F(SecurityModule, never_uses_a_random_number_twice) {
  EXPECT_NE(module.answer(request(Kind::challenge)), module.answer(request(Kind::challenge)));
}

TEST_F(SecurityModule, has_everything_again_when_power_comes_back) {
  module.install(keys_of(test::meter_number, county(3)));
  Esam again{memory, random};
  EXPECT_TRUE(again.power_on());
  EXPECT_EQ(again.identity(), module.identity());
  EXPECT_TRUE(again.has_identity());
  test::PlainMemory empty;
  Esam nothing{empty, random};
  EXPECT_FALSE(nothing.power_on());
  memory.contents->writable()[0] ^= 0xFF;
  EXPECT_FALSE(again.power_on()) << "a damaged memory is not half believed";
}

TEST_F(SecurityModule, is_the_same_after_its_contents_were_bytes) {
  auto contents = test::meter_contents();
  contents.current = keys_of(test::meter_number, county(2));
  contents.spare = county(3);
  contents.utility_key = hex("0102");
  contents.voided = {serial};
  contents.void_number = 9;
  const auto bytes = encode(contents);
  const auto back = decode_contents(bytes.view());
  ASSERT_TRUE(back);
  EXPECT_TRUE(equal(encode(*back).view(), bytes.view()));
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(decode_contents(bytes.view().first(size))) << size;
}

static_assert(meter::exported_purposes.size() == meter_keys::purposes_of_a_meter.size());
TEST(KeyCards, the_meters_core_and_the_key_office_speak_of_the_same_purposes) {
  for (std::size_t i = 0; i < meter::exported_purposes.size(); ++i)
    EXPECT_EQ(meter::exported_purposes[i], static_cast<std::uint8_t>(meter_keys::purposes_of_a_meter[i]));
  EXPECT_EQ(meter::first_own_purpose, static_cast<std::uint8_t>(Purpose::meter_parameter));
}

TEST(EsamInFirmware, holds_the_meters_own_keys_alone_and_answers_no_card) {
  test::PlainMemory memory;
  SeededRandom random{1};
  Esam module{memory, random};
  auto contents = test::meter_contents();
  contents.kept = meter_keys::KeysKept::in_firmware;
  contents.current = keys_of(test::meter_number, county(3), contents.kept);
  EXPECT_EQ(contents.current->keys.size(), 4U);
  EXPECT_FALSE(contents.current->complete()) << "that is the set of a module";
  EXPECT_TRUE(contents.current->complete(contents.kept));
  test::make(module, contents);
  for (const auto kind : {meter::SecurityRequest::Kind::check_card, meter::SecurityRequest::Kind::answer_card, meter::SecurityRequest::Kind::make_mac,
                          meter::SecurityRequest::Kind::check_mac, meter::SecurityRequest::Kind::take_key, meter::SecurityRequest::Kind::change_keys,
                          meter::SecurityRequest::Kind::restore_keys, meter::SecurityRequest::Kind::void_cards}) {
    meter::SecurityRequest request;
    request.kind = kind;
    EXPECT_TRUE(module.answer(request).empty()) << static_cast<int>(kind);
  }
  const seal::Challenge challenge{1, 2, 3, 4};
  const auto message = hex("01020304");
  EXPECT_TRUE(module.proves(Purpose::meter_parameter, challenge, message, module.own_mac(Purpose::meter_parameter, challenge, message)));
  Esam again{memory, random};
  EXPECT_TRUE(again.power_on()) << "its memory says that it has no module";
  EXPECT_TRUE(again.answer({.kind = meter::SecurityRequest::Kind::check_card}).empty());
}

}  // namespace
}  // namespace kwota::esam
