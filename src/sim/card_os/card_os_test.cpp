#include "sim/card_os/card_os.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "sim/card_os/test_card.h"

namespace kwota::sim {
namespace {
using namespace test;
using iso7816::Command;

struct World {
  SeededRandom random{20261120};
  CardOs card = card_in_memory(blank_card(serial, transport_key), random);
  Desk desk{card};

  void personalise() {
    for (const auto& step : personalisation()) {
      const auto answer = step.run(desk);
      ASSERT_EQ(answer.substr(answer.size() - 4), "9000") << step.what;
    }
    ASSERT_EQ(desk.send("00A4000002DF01").substr(0, 2), "6F");
  }
};

TEST(Card, wakes_up_with_an_atr_that_ends_with_its_serial) {
  World world;
  const auto atr = world.card.atr();
  EXPECT_EQ(to_hex(atr), "3B8A80014B57202611200000000727");
  std::uint8_t check = 0;
  for (const auto byte : ByteView(atr).subspan(1)) check ^= byte;
  EXPECT_EQ(check, 0) << "TCK makes the sum zero (ISO/IEC 7816-3, 8.2.5)";
}

TEST(Card, a_blank_card_lets_only_the_holder_of_the_transport_key_create_files) {
  World world;
  EXPECT_EQ(world.desk.send("00A40000023F00"), "6F16840E315041592E5359532E4444463031A5049F0801029000");
  EXPECT_EQ(world.desk.send("80E0DF01083807000000AAFFFF"), "6982");
  EXPECT_EQ(world.desk.authenticate(0, transport_key), "9000");
  EXPECT_EQ(world.desk.send("80E0DF0108380600AAAA00FFFF"), "9000");
  EXPECT_EQ(world.desk.send("80E0DF0108380600AAAA00FFFF"), "6A80") << "the identifier is taken";
  EXPECT_EQ(world.desk.send("80E0DF020838FF00AAAA00FFFF"), "6A84") << "larger than the card";
  EXPECT_EQ(world.desk.send("80E00002072F0210F000FF18"), "6A80") << "a purse has one size";
}

TEST(Card, three_wrong_answers_lock_a_key_and_a_right_one_restores_its_tries) {
  World world;
  EXPECT_EQ(world.desk.authenticate(0, master_key), "63C2");
  EXPECT_EQ(world.desk.authenticate(0, transport_key), "9000");
  EXPECT_EQ(world.desk.authenticate(0, master_key), "63C2");
  EXPECT_EQ(world.desk.authenticate(0, master_key), "63C1");
  EXPECT_EQ(world.desk.authenticate(0, master_key), "63C0");
  EXPECT_EQ(world.desk.authenticate(0, transport_key), "6983") << "also for the right key";
  ASSERT_TRUE(world.card.power_on().ok());
  EXPECT_EQ(world.desk.authenticate(0, transport_key), "6983") << "a reset does not help";
}

TEST(Card, a_challenge_serves_the_next_command_only) {
  World world;
  const auto challenge = world.desk.challenge(8);
  const auto answer = seal::external_authenticate(seal::Key::des(transport_key), 0, challenge);
  world.desk.send("00A40000023F00");
  EXPECT_EQ(world.desk.send(answer), "6984");
  EXPECT_EQ(world.desk.send("0084000005"), "6700");
  EXPECT_NE(world.desk.challenge(8), challenge);
}

TEST(Card, personalised_it_carries_a_sale_to_the_meter_and_the_answer_back) {
  World world;
  world.personalise();
  EXPECT_EQ(world.desk.send("00B0820008"), "00000000000000009000");
  for (const auto& step : sale()) {
    const auto answer = step.run(world.desk);
    EXPECT_EQ(answer.substr(answer.size() - 4), "9000") << step.what;
  }
  EXPECT_EQ(world.desk.send("00B0820008"), "00002710000000019000");
  EXPECT_EQ(world.desk.send("00B0850001"), "689000");
}

TEST(Card, the_replaced_transport_key_opens_nothing) {
  World world;
  world.personalise();
  world.desk.send("00A40000023F00");
  EXPECT_EQ(world.desk.authenticate(0, transport_key), "63C2");
  EXPECT_EQ(world.desk.authenticate(0, master_key), "9000");
}

TEST(Card, rights_of_one_directory_are_worth_nothing_in_another) {
  World world;
  world.personalise();
  EXPECT_EQ(world.desk.authenticate(2, meter_key), "9000");
  EXPECT_EQ(world.desk.send("00D6850001" "00"), "6987") << "the state is right, the MAC is missing";
  world.desk.send("00A40000023F00");
  world.desk.send("00A4000002DF01");
  EXPECT_EQ(world.desk.send("00D6850001" "00"), "6982") << "SELECT of another directory took the state away";
  EXPECT_EQ(world.desk.send("80E0001007" "280010F0F0FFFF"), "6982");
  world.desk.authenticate(2, meter_key);
  world.card.reset();
  world.desk.send("00A4000002DF01");
  EXPECT_EQ(world.desk.send("00D6850001" "00"), "6982") << "and so does a reset";
}

TEST(Card, offsets_and_lengths_are_answered_as_the_standard_says) {
  World world;
  world.personalise();
  EXPECT_EQ(world.desk.send("00B0000000"), "6986");
  EXPECT_EQ(world.desk.send("00B0820009"), "6C08");
  EXPECT_EQ(world.desk.send("00B0820204"), "000000009000");
  EXPECT_EQ(world.desk.send("00B0820800"), "6B00");
  EXPECT_EQ(world.desk.send("00B0860000"), "6A82");
  EXPECT_EQ(world.desk.send("00B0A20000"), "6A86");
  EXPECT_EQ(world.desk.send("00B08200"), "6700");
  EXPECT_EQ(world.desk.send("00A40000020002"), "9000");
  EXPECT_EQ(world.desk.send("00B0000608"), "6C02") << "a selected file is read by its offset";
  EXPECT_EQ(world.desk.protect(credit_key, "04D68204", Bytes(5)), "6A84");
  EXPECT_EQ(world.desk.protect(credit_key, "04D68208", Bytes(1)), "6B00");
  EXPECT_EQ(world.desk.send("00FF0000"), "6D00");
  EXPECT_EQ(world.desk.send("80B0820008"), "6E00");
  EXPECT_EQ(world.desk.send("00B082"), "6700") << "not an APDU";
}

TEST(SecureMessaging, three_forged_writes_in_a_row_block_the_application_for_ever) {
  World world;
  world.personalise();
  EXPECT_EQ(world.desk.protect(return_key, "04D68200", Bytes(8)), "6988");
  EXPECT_EQ(world.desk.protect(return_key, "04D68200", Bytes(8)), "6988");
  EXPECT_EQ(world.desk.protect(credit_key, "04D68200", Bytes(8)), "9000") << "an honest write between them starts the count anew";
  for (int i = 0; i < 3; ++i) EXPECT_EQ(world.desk.protect(return_key, "04D68200", Bytes(8)), "6988");
  EXPECT_EQ(world.desk.send("00B0820008"), "9303");
  world.desk.send("00A40000023F00");
  EXPECT_EQ(world.desk.send("00A4000002DF01"), "9303");
}

TEST(SecureMessaging, every_flipped_bit_of_a_protected_write_is_refused_and_changes_nothing) {
  World world;
  world.personalise();
  const auto good = [&] {
    return seal::protect(seal::Key::des(credit_key), world.desk.challenge4(), {0x04, 0xD6, 0x82, 0x00}, hex("0000271000000001"),
                         seal::Secrecy::mac_only);
  };
  const auto purse = world.card.state().mf.directories[0].files[1].content;
  for (std::size_t bit = 5 * 8; bit < good().size() * 8; ++bit) {
    auto apdu = good();
    apdu[bit / 8] ^= static_cast<std::uint8_t>(1 << (bit % 8));
    EXPECT_EQ(world.desk.send(apdu), "6988") << "bit " << bit;
    EXPECT_EQ(world.card.state().mf.directories[0].files[1].content, purse) << "bit " << bit;
    EXPECT_EQ(world.desk.protect(credit_key, "04D68200", purse), "9000") << "the count of failures starts anew";
  }
}

TEST(SecureMessaging, a_write_cannot_be_sent_twice) {
  World world;
  world.personalise();
  const auto apdu = seal::protect(seal::Key::des(credit_key), world.desk.challenge4(), {0x04, 0xD6, 0x82, 0x00}, Bytes(8),
                                  seal::Secrecy::mac_only);
  EXPECT_EQ(world.desk.send(apdu), "9000");
  EXPECT_EQ(world.desk.send(apdu), "6984");
  world.desk.challenge(4);
  EXPECT_EQ(world.desk.send(apdu), "6988") << "another challenge wants another MAC";
}

TEST(SecureMessaging, a_protected_read_proves_that_the_card_holds_the_key) {
  World world;
  world.personalise();
  const auto key = seal::Key::des(credit_key);
  auto expected = [&](ByteView start) {
    Bytes answer(8);
    append(answer, seal::retail_mac(key, start, Bytes(8)));
    append(answer, hex("9000"));
    return to_hex(answer);
  };
  const auto challenge = world.desk.challenge(4);
  auto start = challenge;
  start.resize(8);
  Bytes apdu = hex("04B0820004");
  append(apdu, seal::retail_mac(key, start, hex("04B0820004")));
  apdu.push_back(8);
  EXPECT_EQ(world.desk.send(apdu), expected(start)) << "the card's challenge";
  EXPECT_EQ(world.desk.send("04B0820004" "A1A2A3A4" "08"), expected(hex("A1A2A3A400000000"))) << "the reader's random";
  EXPECT_EQ(world.desk.send("04B0820004" "A1A2A3A4" "00"), expected(hex("A1A2A3A400000000"))) << "to the end of the file";
  world.desk.challenge(4);
  EXPECT_EQ(world.desk.send("04B0820004" "A1A2A3A4" "08"), "6988");
}

// Any bytes, any order: the card answers with a status word, keeps its image sound, and without a key nobody changes what it
// carries.
TEST(Card, whoever_knows_no_key_can_send_what_he_likes_and_changes_no_file) {
  World world;
  world.personalise();
  const auto files = world.card.state().mf.directories[0].files;
  EXPECT_TRUE(rc::check([&] {
    const auto ins = *rc::gen::element<std::uint8_t>(0x0E, 0x16, 0x18, 0x1A, 0x1B, 0x1C, 0x1D, 0x1E, 0x1F, 0x70, 0x72, 0xFA, 0x20, 0x24, 0x5E, 0x82, 0x84, 0x88, 0xA4, 0xB0, 0xB2,
                                                     0xD4, 0xD6, 0xDC, 0xE0, 0xE2);
    const auto cla = *rc::gen::element<std::uint8_t>(0x00, 0x04, 0x80, 0x84, 0xFF);
    const auto p1 = *rc::gen::weightedElement<std::uint8_t>({{3, 0x00}, {1, 0x01}, {2, 0x81}, {2, 0x82}, {1, 0x39}, {1, 0xDF}});
    const auto p2 = *rc::gen::inRange<int>(0, 0x40);
    Command command{cla, ins, p1, static_cast<std::uint8_t>(p2), *rc::gen::resize(40, rc::gen::arbitrary<Bytes>())};
    if (*rc::gen::arbitrary<bool>()) command.le = *rc::gen::arbitrary<std::uint8_t>();
    const auto response = world.card.execute(iso7816::encode(command));
    RC_ASSERT(response.ok());
    RC_ASSERT(response->sw.value >= 0x6100);
    RC_ASSERT(world.card.state().mf.directories.at(0).files == files);
    RC_ASSERT(decode_card(encode_card(world.card.state())).value() == world.card.state());
  }));
}

TEST(Card, a_card_in_a_file_is_the_same_card_tomorrow) {
  const auto path = std::filesystem::path(testing::TempDir()) / "kwota_card_test.card";
  std::filesystem::remove(path);
  SeededRandom random{1};
  {
    auto card = create_card_file(path, blank_card(serial, transport_key), random);
    ASSERT_TRUE(card.ok() && card->power_on().ok());
    Desk desk(*card);
    for (const auto& step : personalisation()) step.run(desk);
    for (const auto& step : sale()) step.run(desk);
  }
  auto card = open_card_file(path, random);
  ASSERT_TRUE(card.ok() && card->power_on().ok());
  Desk desk(*card);
  desk.send("00A4000002DF01");
  EXPECT_EQ(desk.send("00B0820008"), "00002710000000019000");
  std::filesystem::remove(path);
}

TEST(Card, a_copied_image_under_another_serial_answers_with_the_keys_of_the_first) {
  World world;
  world.personalise();
  auto copy = decode_card(encode_card(world.card.state())).value();
  EXPECT_EQ(copy, world.card.state());
  copy.serial.bytes[7] = 8;
  auto clone = card_in_memory(copy, world.random);
  EXPECT_NE(clone.atr(), world.card.atr());
  Desk desk(clone);
  desk.send("00A4000002DF01");
  EXPECT_EQ(desk.authenticate(2, meter_key), "9000");
}

}  // namespace
}  // namespace kwota::sim
