// Mother cards, PSAMs and ISAMs, command by command: what the chip itself refuses, whatever program speaks to it.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "carry/iso7816/key_usage.h"
#include "sim/card_os/test_card.h"

namespace kwota::sim {
namespace {
using namespace test;
using iso7816::MotherRole;
using iso7816::SamKind;

const Bytes purchase_key = hex("00112233445566778899AABBCCDDEEFF");
const Bytes encrypt_key = hex("0F1E2D3C4B5A69788796A5B4C3D2E1F0");
const std::string user_serial = "2026112000000007", region = "3301020033010200";

/// An application with a master key, a PIN (246810) and what a PSAM needs.
struct Sam {
  ScriptedRandom random;
  CardOs card = card_in_memory(blank_card(serial, transport_key), random);
  Desk desk{card};

  Sam() {
    desk.authenticate(0, transport_key);
    ok("80E0DF020838" "0800F0F000FFFF");
    EXPECT_EQ(desk.send("00A4000002DF02").substr(0, 2), "6F");
    ok("80E00000073F0400FFF0FFFF");
    EXPECT_EQ(desk.write_key(transport_key, 0x01, 0, join("F9F0F00AFF", master_key)), "9000");
    EXPECT_EQ(desk.write_key(master_key, 0x01, 0, join("F6F0F0FFFF", credit_key)), "9000");
    ok("80D401010B3AF0EF0133323436383130");
    ok("80E0001607" "280006F0F0FFFF");
    ok("80E0001807" "280004F0EFFFFF");
    ok("80E0001907" "280010F0EFFFFF");
    ok("80E0001A07" "2A2008F0EFFFFF");
  }
  void ok(std::string_view apdu) { EXPECT_EQ(desk.send(apdu), "9000") << apdu; }
  std::string sam_key(SamKind kind, std::uint8_t levels, std::uint8_t version, const Bytes& value) {
    return desk.write_key(master_key, 0x00, 0, join(to_hex(Bytes{iso7816::sam_usage(kind, levels), version, 0x00}), value));
  }
  std::string passed_on(std::uint8_t kind, MotherRole role, std::uint8_t factors, std::string_view quota, const Bytes& value,
                        std::uint8_t version = 1) {
    const auto rule = iso7816::PassingRule{role, factors, 1}.byte();
    auto record = join(to_hex(Bytes{0xF3, rule, version}), hex(quota));
    append(record, value);
    return desk.write_key(master_key, 0x01, kind, record);
  }
  void give_pin() { ok("0020000106323436383130"); }
  std::string counter() { return desk.send("00B0980004"); }
};

TEST(PsamKey, the_key_write_of_the_manuals_is_taken) {
  Sam sam;
  const auto record = join("220000", purchase_key);
  const auto apdu = seal::write_key(seal::Key::des(master_key), sam.desk.challenge4(), 0x00, 0x00, record);
  EXPECT_EQ(to_hex(ByteView(apdu).first(5)), "84D400001C");
  EXPECT_EQ(sam.desk.send(apdu), "9000");
  EXPECT_EQ(sam.sam_key(SamKind::purchase, 0, 1, purchase_key), "6A80") << "a purchase key without a level would show the root's sessions";
  EXPECT_EQ(sam.desk.send("80D4000013220000" + to_hex(purchase_key)), "6987") << "never in the clear";
}

TEST(PsamPurchase, terminal_number_counter_and_both_macs_are_those_that_a_purse_card_computes) {
  Sam sam;
  ASSERT_EQ(sam.sam_key(SamKind::purchase, 1, 2, purchase_key), "9000");
  const auto init = "807000001C" "584633C9" "0003" "00000064" "06" "20161216134600" "02" "00" + user_serial;
  EXPECT_EQ(sam.desk.send(init), "6982") << "before the PIN";
  sam.give_pin();
  const auto answer = sam.desk.send(init);
  ASSERT_EQ(answer.size(), 2 * (4 + 4 + 2u));
  EXPECT_EQ(answer.substr(0, 8), "00000000");
  const auto card_key = seal::diversify(seal::Key::des(purchase_key), {0x20, 0x26, 0x11, 0x20, 0, 0, 0, 7});
  const auto session = seal::session_key(card_key, {0x58, 0x46, 0x33, 0xC9, 0x00, 0x03, 0x00, 0x00});
  EXPECT_EQ(answer.substr(8, 8), to_hex(seal::mac(session, {}, hex("00000064" "06" "000000000000" "20161216134600"))));
  EXPECT_EQ(sam.counter(), "000000019000") << "counted before it was answered";
  EXPECT_EQ(sam.desk.send("8072000004" + to_hex(seal::mac(session, {}, hex("00000064")))), "9000");
  EXPECT_EQ(sam.desk.send("8072000004" "00000000"), "6901") << "one answer for one purchase";
}

TEST(PsamPurchase, a_wrong_mac2_costs_a_try_and_the_last_one_locks_the_key) {
  Sam sam;
  ASSERT_EQ(sam.sam_key(SamKind::purchase, 1, 1, purchase_key), "9000");
  sam.give_pin();
  const auto init = "807000001C" "584633C9" "0003" "00000064" "06" "20161216134600" "01" "00" + user_serial;
  for (int wrong = 0; wrong < 15; ++wrong) {
    ASSERT_EQ(sam.desk.send(init).size(), 20u) << wrong;
    EXPECT_EQ(sam.desk.send("8072000004" "00000000"), "9302") << wrong;
  }
  EXPECT_EQ(sam.desk.send(init), "6983");
}

TEST(PsamPurchase, two_levels_are_applied_from_the_region_to_the_card) {
  Sam sam;
  ASSERT_EQ(sam.sam_key(SamKind::purchase, 2, 1, purchase_key), "9000");
  sam.give_pin();
  const auto answer = sam.desk.send("8070000024" "584633C9" "0003" "00000064" "06" "20161216134600" "01" "00" + user_serial + region);
  const auto county = seal::diversify(seal::Key::des(purchase_key), {0x33, 1, 2, 0, 0x33, 1, 2, 0});
  const auto session = seal::session_key(seal::diversify(county, {0x20, 0x26, 0x11, 0x20, 0, 0, 0, 7}),
                                         {0x58, 0x46, 0x33, 0xC9, 0x00, 0x03, 0x00, 0x00});
  EXPECT_EQ(answer.substr(8, 8), to_hex(seal::mac(session, {}, hex("00000064" "06" "000000000000" "20161216134600"))));
  EXPECT_EQ(sam.desk.send("807000001C" "584633C9" "0003" "00000064" "06" "20161216134600" "01" "00" + user_serial), "9403")
      << "no key of one level";
}

TEST(PsamPurchase, torn_at_any_byte_a_transaction_number_is_never_given_twice) {
  ScriptedRandom random;
  Sam made;
  ASSERT_EQ(made.sam_key(SamKind::purchase, 1, 1, purchase_key), "9000");
  const auto torn = std::make_shared<TornStorage>(std::make_shared<MemoryStorage>(CardMemory::storage_bytes));
  ASSERT_TRUE(store_card(torn, made.card.state()).ok());
  auto card = CardOs::open(torn, random);
  ASSERT_TRUE(card->power_on().ok());
  Desk desk(*card);
  std::string last;
  int silent = 0, given = 0;
  for (std::size_t cut = 0; given < 3; cut += 5) {
    desk.send("00A4000002DF02");
    desk.send("0020000106323436383130");
    torn->lose_power_after(cut);
    const auto answer = desk.send("807000001C" "584633C9" "0003" "00000064" "06" "20161216134600" "01" "00" + user_serial);
    torn->restore_power();
    ASSERT_TRUE(card->power_on().ok());
    if (answer == "silent") {
      ++silent;
      continue;
    }
    EXPECT_LT(last, answer.substr(0, 8)) << "the number grows";
    last = answer.substr(0, 8);
    ++given;
  }
  EXPECT_GT(silent, 30);
}

TEST(PsamPurchase, at_its_last_transaction_number_the_psam_stops) {
  Sam sam;
  ASSERT_EQ(sam.sam_key(SamKind::purchase, 1, 1, purchase_key), "9000");
  auto state = sam.card.state();
  for (auto& file : state.mf.directories[0].files)
    if (file.sfi() == 0x18) file.content = hex("FFFFFFFF");
  auto card = card_in_memory(state, sam.random);
  Desk desk(card);
  desk.send("00A4000002DF02");
  desk.send("0020000106323436383130");
  EXPECT_EQ(desk.send("807000001C" "584633C9" "0003" "00000064" "06" "20161216134600" "01" "00" + user_serial), "9402");
}

TEST(DesCrypt, every_form_computes_what_openssl_computes) {
  Sam sam;
  ASSERT_EQ(sam.sam_key(SamKind::mac_and_encrypt, 1, 1, encrypt_key), "9000");
  sam.give_pin();
  const auto key = seal::diversify(seal::Key::des(encrypt_key), {0x20, 0x26, 0x11, 0x20, 0, 0, 0, 7});
  const Bytes two_blocks = hex("00112233445566778899AABBCCDDEEFF"), start = hex("A1A2A3A400000000");
  EXPECT_EQ(sam.desk.send("80FA000008" "0011223344556677" "08"), "6901") << "no key was delivered";
  sam.ok("801A280108" + user_serial);
  EXPECT_EQ(sam.desk.send("80FA020010" + to_hex(two_blocks) + "10"), to_hex(seal::encrypt(key, two_blocks)) + "9000");
  EXPECT_EQ(sam.desk.send("80FA000010" + to_hex(two_blocks) + "10"), to_hex(seal::encrypt(key, two_blocks)) + "9000");
  EXPECT_EQ(sam.desk.send("80FA800010" + to_hex(two_blocks) + "10"), to_hex(seal::decrypt(key, two_blocks)) + "9000");
  EXPECT_EQ(sam.desk.send("80FA010003" "010203" "04"), to_hex(seal::retail_mac(key, {}, hex("010203"))) + "9000");
  EXPECT_EQ(sam.desk.send("80FA05000B" + to_hex(start) + "010203" "04"), to_hex(seal::retail_mac(key, start, hex("010203"))) + "9000");
  auto long_message = two_blocks;
  append(long_message, hex("010203"));
  EXPECT_EQ(sam.desk.send("80FA070018" + to_hex(start) + to_hex(two_blocks)), "9000");
  EXPECT_EQ(sam.desk.send("80FA010003" "010203" "04"), to_hex(seal::retail_mac(key, start, long_message)) + "9000");
  EXPECT_EQ(sam.desk.send("80FA030010" + to_hex(two_blocks)), "9000");
  EXPECT_EQ(sam.desk.send("80FA010003" "010203" "04"), to_hex(seal::retail_mac(key, {}, long_message)) + "9000");
  EXPECT_EQ(sam.desk.send("80FA000007" "00112233445566" "08"), "6700");
  EXPECT_EQ(sam.desk.send("80FA090008" "0011223344556677" "08"), "6A86");
  sam.desk.send("00A40000023F00");
  sam.desk.send("00A4000002DF02");
  EXPECT_EQ(sam.desk.send("80FA000008" "0011223344556677" "08"), "6901") << "gone with the selection";
}

TEST(DesCrypt, a_key_computes_only_what_its_usage_says) {
  Sam sam;
  ASSERT_EQ(sam.sam_key(SamKind::card_authentication, 1, 1, encrypt_key), "9000");
  ASSERT_EQ(sam.sam_key(SamKind::mac, 1, 1, encrypt_key), "9000");
  ASSERT_EQ(sam.sam_key(SamKind::purchase, 1, 1, purchase_key), "9000");
  EXPECT_EQ(sam.desk.send("801A300108" + user_serial), "6982") << "before the PIN";
  sam.give_pin();
  sam.ok("801A300108" + user_serial);
  EXPECT_EQ(sam.desk.send("80FA000010" "00112233445566778899AABBCCDDEEFF" "10"), "6985") << "one block only";
  EXPECT_EQ(sam.desk.send("80FA010003" "010203" "04"), "6985") << "no MACs";
  sam.ok("801A260108" + user_serial);
  EXPECT_EQ(sam.desk.send("80FA000008" "0011223344556677" "08"), "6985") << "no encryption under a MAC key";
  EXPECT_EQ(sam.desk.send("801A220108" + user_serial), "6A88") << "a purchase key is never delivered";
  EXPECT_EQ(sam.desk.send("801A260110" + user_serial + user_serial), "6700") << "one level, two factors";
  EXPECT_EQ(sam.desk.send("801A260208" + user_serial), "6A88") << "no such version";
}

/// A second card that takes what the first one exports.
struct Mother : Sam {
  static constexpr std::uint8_t credit = 5, transport = 23;
  Mother() {
    EXPECT_EQ(passed_on(transport, MotherRole::masters_targets, 1, "FFFF", encrypt_key), "9000");
    EXPECT_EQ(passed_on(credit, MotherRole::passed_on, 0, "0002", credit_key), "9000");
  }
  std::string export_credit(std::string_view data) {
    return desk.send("801C0501" + to_hex(Bytes{static_cast<std::uint8_t>(hex(data).size())}) + std::string{data} + "00");
  }
};

TEST(ExportKey, gives_the_cryptogram_that_the_target_takes_and_counts_it) {
  Mother mother;
  const std::string order = "00" + user_serial + "5D72B3FD" + "F6F0F0FFFF" + "0107";
  EXPECT_EQ(mother.export_credit(order), "6982") << "before the PIN";
  mother.give_pin();
  const auto target_master = seal::diversify(seal::Key::des(encrypt_key), {0x20, 0x26, 0x11, 0x20, 0, 0, 0, 7});
  const auto expected = seal::write_key(target_master, {0x5D, 0x72, 0xB3, 0xFD}, 0x01, 0x07, join("F6F0F0FFFF", credit_key));
  EXPECT_EQ(mother.export_credit(order), to_hex(ByteView(expected).subspan(5)) + "9000");
  EXPECT_EQ(mother.export_credit("00" + region + "5D72B3FD" + "F6F0F0FFFF" + "0107"), "6A80") << "an area code is no card";
  EXPECT_EQ(mother.export_credit("01" + region + user_serial + "5D72B3FD" + "F6F0F0FFFF" + "0107"), "6A80") << "a level too many";
  EXPECT_EQ(mother.export_credit("00" + user_serial + "5D72B3FD" + "F6F0F0" + "0000").size(), 2 * (0x1C + 2u)) << "a PSAM's header";
  EXPECT_EQ(mother.export_credit(order), "9402") << "the quota was two";
  EXPECT_EQ(mother.export_credit("00" + user_serial + "5D72B3FD" + "F6F0F0FF" + "0107"), "6700");
  EXPECT_EQ(mother.desk.send("801C0601" "14" + order + "00"), "6A88");
}

TEST(ExportKey, no_length_and_no_byte_of_an_order_makes_a_key_come_out_in_the_clear) {
  Mother mother;
  mother.give_pin();
  EXPECT_TRUE(rc::check([&] {
    const auto data = *rc::gen::resize(48, rc::gen::arbitrary<Bytes>());
    const auto kind = *rc::gen::element<std::uint8_t>(0x05, 0x17, 0x00, 0x22);
    const auto ins = *rc::gen::element<std::uint8_t>(0x1A, 0x1B, 0x1C, 0x1D, 0x1F, 0x70, 0x72, 0xFA);
    Bytes apdu{0x80, ins, kind, 1};
    if (!data.empty()) {
      apdu.push_back(static_cast<std::uint8_t>(data.size()));
      append(apdu, data);
    }
    apdu.push_back(0x00);
    const auto answer = mother.card.execute(apdu);
    RC_ASSERT(answer.ok());
    for (const auto* secret : {&credit_key, &encrypt_key, &master_key})
      RC_ASSERT(std::search(answer->data.begin(), answer->data.end(), secret->begin(), secret->begin() + 8) == answer->data.end());
  }));
}

TEST(ExportKey, of_a_key_two_versions_live_side_by_side_and_the_third_takes_the_place_of_the_oldest) {
  Mother mother;
  EXPECT_EQ(mother.passed_on(Mother::credit, MotherRole::passed_on, 0, "0002", credit_key, 2), "9000");
  EXPECT_EQ(mother.passed_on(Mother::credit, MotherRole::passed_on, 0, "0002", credit_key, 2), "6A80") << "it is there already";
  EXPECT_EQ(mother.passed_on(Mother::credit, MotherRole::passed_on, 0, "0002", credit_key, 3), "9000");
  mother.give_pin();
  EXPECT_EQ(mother.desk.send("801B050103"), "6A88") << "version 1 has gone";
  const auto check_value = to_hex(seal::check_value(seal::Key::des(credit_key)));
  EXPECT_EQ(mother.desk.send("801B050203"), check_value + "9000");
  EXPECT_EQ(mother.passed_on(Mother::credit, MotherRole::passed_on, 0, "0002", credit_key, 1), "6A80") << "never back";
  EXPECT_EQ(mother.desk.send("80D4010515" "330101FFFF" + to_hex(credit_key)), "6A80") << "never in the clear";
}

TEST(SealedOrders, nobody_voids_a_card_without_the_maintenance_key) {
  Sam sam;
  const auto order = [&](const Bytes& key) {
    const auto message = join("801D000008", hex(user_serial));
    return "801D00000C" + user_serial + to_hex(seal::mac(seal::fold(seal::Key::des(key)), {}, message));
  };
  EXPECT_EQ(sam.desk.send(order(return_key)), "6988");
  EXPECT_EQ(sam.desk.send("00B201D408"), "6A83");
  EXPECT_EQ(sam.desk.send(order(credit_key)), "9000");
  EXPECT_EQ(sam.desk.send("00B201D408"), user_serial + "9000");
  EXPECT_EQ(sam.desk.send(order(credit_key)), "9000") << "twice is once";
  EXPECT_EQ(sam.desk.send("00B202D408"), "6A83");
  ASSERT_EQ(sam.sam_key(SamKind::mac, 1, 1, encrypt_key), "9000");
  sam.give_pin();
  EXPECT_EQ(sam.desk.send("801A260108" + user_serial), "6985") << "and the PSAM serves that card no more";
}

}  // namespace
}  // namespace kwota::sim
