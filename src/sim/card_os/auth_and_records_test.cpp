// PINs, captured exchanges of real cards, records, blocking: what the user card of the meter does not use every day.
#include <gtest/gtest.h>

#include "sim/card_os/test_card.h"

namespace kwota::sim {
namespace {
using namespace test;

const Bytes unblock_key = hex("A2F83BBA6776D00A02B5A018DF2AA7A7");
const Bytes reload_key = hex("4D90959DEBB6C1D0ABA858F047E76317");

/// An unprotected application with whatever keys the test writes in the clear.
struct Laboratory {
  ScriptedRandom random;
  CardOs card = card_in_memory(blank_card(serial, transport_key), random);
  Desk desk{card};

  Laboratory() {
    desk.authenticate(0, transport_key);
    EXPECT_EQ(desk.send("80E03F01083808" "00F0F015FFFF"), "9000");
    EXPECT_EQ(desk.send("00A40000023F01").substr(0, 2), "6F");
    EXPECT_EQ(desk.send("80E00000073F0190FFF0FFFF"), "9000");
  }
  void key(std::uint8_t id, std::string_view header, const Bytes& value) {
    auto record = join(header, value);
    Bytes apdu{0x80, 0xD4, 0x01, id, static_cast<std::uint8_t>(record.size())};
    append(apdu, record);
    EXPECT_EQ(desk.send(apdu), "9000");
  }
  void pin() {
    key(1, "3AF0EF0133", hex("123456"));
    key(1, "37F0F0FF33", unblock_key);
    key(1, "38F0F0FF33", reload_key);
  }
};

TEST(Captured, an_external_authentication_of_a_real_card_opens_this_one) {
  Laboratory lab;
  lab.key(5, "39F0F0AAFF", hex("39393939393939393939393939393939"));
  lab.random.next(hex("9B361B26CB9FA8C8"));
  EXPECT_EQ(lab.desk.send("0084000008"), "9B361B26CB9FA8C89000");
  EXPECT_EQ(lab.desk.send("008200050897F557D8EDE97F95"), "9000");
}

TEST(Captured, a_key_that_a_real_issuing_desk_wrote_is_taken) {
  Laboratory lab;
  lab.key(0, "39F0F00AFF", Bytes(8, 0xFF));
  lab.random.next(hex("4C45BAB9"));
  EXPECT_EQ(lab.desk.send("0084000004"), "4C45BAB99000");
  EXPECT_EQ(lab.desk.send("84D4010214" "7C87BC23140021B3AFEA67E6359DDCFE" "D7C943F6"), "9000");
  EXPECT_EQ(lab.desk.authenticate(2, hex("1122334455667788")), "9000");
}

TEST(Captured, a_protected_write_of_application_data_is_taken) {
  Laboratory lab;
  lab.key(0, "36F0F0FF33", hex("25B9D7F5E935699316481CD028916A7A"));
  EXPECT_EQ(lab.desk.send("80E0001507A8001EF0F0FFFF"), "9000");
  lab.random.next(hex("28A02A5D"));
  lab.desk.send("0084000004");
  EXPECT_EQ(lab.desk.send("04D69500220955815CD1D33B3DCF862255CFB970A70E0B3D6DC6231BB93B33E7CC4E0A2ED621D6"), "9000");
  EXPECT_EQ(lab.desk.send("00B0950004"), "0955815C9000");
  EXPECT_EQ(lab.desk.send("00A40000023F01"),
            "6F27A5259F0801029F0C1E0955815CD1D33B3DCF862255CFB970A70E0B3D6DC6231BB93B33E7CC4E0A9000")
      << "SELECT shows the application's data";
}

TEST(Captured, a_blocked_pin_is_unblocked_and_reloaded_with_the_published_commands) {
  Laboratory lab;
  lab.pin();
  for (const auto* answer : {"63C2", "63C1", "63C0", "6983"}) EXPECT_EQ(lab.desk.send("0020000103999999"), answer);
  EXPECT_EQ(lab.desk.send("0020000103123456"), "6983");
  lab.random.next(hex("35E1A10A"));
  lab.desk.send("0084000004");
  EXPECT_EQ(lab.desk.send("842400010C42A8BE8098117FF589B9BF3A"), "9000");
  EXPECT_EQ(lab.desk.send("0020000103123456"), "9000");
  EXPECT_EQ(lab.desk.send("805E0001076543212ABDAED7"), "9000");
  EXPECT_EQ(lab.desk.send("0020000103654321"), "9000");
  EXPECT_EQ(lab.desk.send("805E0001071111112ABDAED7"), "6988") << "another PIN under the same MAC";
}

TEST(Pin, the_holder_changes_it_with_the_old_one) {
  Laboratory lab;
  lab.pin();
  EXPECT_EQ(lab.desk.send("805E010108" "123456FF11223344"), "9000");
  EXPECT_EQ(lab.desk.send("0020000103123456"), "63C2");
  EXPECT_EQ(lab.desk.send("002000010411223344"), "9000");
  EXPECT_EQ(lab.desk.send("805E010108" "999999FF11223344"), "63C2");
  EXPECT_EQ(lab.desk.send("805E010107" "11223344111111"), "6A80") << "no FF between old and new";
  EXPECT_EQ(lab.desk.send("0020000101" "11"), "6700");
  EXPECT_EQ(lab.desk.send("0020000903123456"), "6A88");
}

TEST(Pin, it_opens_what_asks_for_it) {
  Laboratory lab;
  lab.pin();
  EXPECT_EQ(lab.desk.send("80E0000307280004" "1111FFFF"), "9000");
  EXPECT_EQ(lab.desk.send("00B0830004"), "6982");
  lab.desk.send("0020000103123456");
  EXPECT_EQ(lab.desk.send("00B0830004"), "000000009000");
}

TEST(InternalAuthentication, each_operation_has_its_own_type_of_key) {
  Laboratory lab;
  lab.key(1, "30F0F00100", master_key);
  lab.key(1, "31F0F00100", master_key);
  lab.key(1, "32F0F00100", master_key);
  const auto key = seal::Key::des(master_key);
  const Bytes block = hex("0102030405060708");
  EXPECT_EQ(lab.desk.send("0088000108" "010203040506070808"), to_hex(seal::encrypt(key, block)) + "9000");
  EXPECT_EQ(lab.desk.send("0088010108" "010203040506070808"), to_hex(seal::decrypt(key, block)) + "9000");
  EXPECT_EQ(lab.desk.send("0088020108" "010203040506070804"), to_hex(seal::retail_mac(key, {}, block)) + "9000");
  EXPECT_EQ(lab.desk.send("0088000107" "0102030405060708"), "6700");
  EXPECT_EQ(lab.desk.send("0088000208" "010203040506070808"), "6A88");
}

TEST(Records, a_cyclic_file_forgets_the_oldest_and_calls_the_newest_one) {
  Laboratory lab;
  EXPECT_EQ(lab.desk.send("80E0001807" "2E0302" "F0F0FFFF"), "9000");
  for (const auto* record : {"1111", "2222", "3333", "4444"})
    EXPECT_EQ(lab.desk.send("00E200C002" + std::string(record)), "9000");
  EXPECT_EQ(lab.desk.send("00B201C402"), "44449000");
  EXPECT_EQ(lab.desk.send("00B203C400"), "22229000");
  EXPECT_EQ(lab.desk.send("00B204C402"), "6A83");
  EXPECT_EQ(lab.desk.send("00B201C403"), "6C02");
  EXPECT_EQ(lab.desk.send("00DC01C402" "5555"), "9000");
  EXPECT_EQ(lab.desk.send("00B201C402"), "55559000");
  EXPECT_EQ(lab.desk.send("00B0980002"), "6981") << "records are not bytes";
}

TEST(Records, a_fixed_file_fills_up_and_a_variable_one_keeps_lengths) {
  Laboratory lab;
  EXPECT_EQ(lab.desk.send("80E0000A07" "2A0202" "F0F0FFFF"), "9000");
  EXPECT_EQ(lab.desk.send("00E2005002" "1111"), "9000");
  EXPECT_EQ(lab.desk.send("00E2005003" "111111"), "6700");
  EXPECT_EQ(lab.desk.send("00E2005002" "2222"), "9000");
  EXPECT_EQ(lab.desk.send("00E2005002" "3333"), "6A84");
  EXPECT_EQ(lab.desk.send("00B2015402"), "11119000");
  EXPECT_EQ(lab.desk.send("80E0000B07" "2C0008" "F0F0FFFF"), "9000");
  EXPECT_EQ(lab.desk.send("00E2005803" "112233"), "9000");
  EXPECT_EQ(lab.desk.send("00E2005804" "11223344"), "6A84");
  EXPECT_EQ(lab.desk.send("00DC015C02" "1122"), "6700");
  EXPECT_EQ(lab.desk.send("00DC015C03" "445566"), "9000");
  EXPECT_EQ(lab.desk.send("00B2015C00"), "4455669000");
}

TEST(SecureMessaging, an_encrypted_file_is_written_as_ciphertext_and_read_back_as_ciphertext) {
  Laboratory lab;
  lab.key(0, "36F0F0FF33", credit_key);
  EXPECT_EQ(lab.desk.send("80E0000407E80010F0F0FF7F"), "9000");
  EXPECT_EQ(lab.desk.send("00B0840010"), "6987") << "the file wants a MAC for reading too";
  EXPECT_EQ(lab.desk.send("00D6840001" "01"), "6987");
  EXPECT_EQ(lab.desk.protect(credit_key, "04D68400", hex("0102030405060708090A"), seal::Secrecy::encrypted), "9000");
  const auto key = seal::Key::des(credit_key);
  auto body = seal::encrypted_body(key, hex("0102030405060708090A"));
  const auto mac = seal::retail_mac(key, hex("A1A2A3A400000000"), body);
  EXPECT_EQ(lab.desk.send("04B0840004A1A2A3A40A"), to_hex(body) + to_hex(mac) + "9000");
}

TEST(Blocking, an_application_is_blocked_and_unblocked_by_whoever_holds_its_maintenance_key) {
  Laboratory lab;
  lab.key(0, "36F0F0FFFF", credit_key);
  EXPECT_EQ(lab.desk.protect(credit_key, "84180000", {}), "6985") << "it is not blocked";
  EXPECT_EQ(lab.desk.protect(credit_key, "841E0000", {}), "9000");
  EXPECT_EQ(lab.desk.send("00B0950001"), "6A81");
  const auto answer = lab.desk.send("00A40000023F01");
  EXPECT_EQ(answer.substr(answer.size() - 4), "6283");
  EXPECT_EQ(lab.desk.protect(credit_key, "84180000", {}), "9000");
  EXPECT_EQ(lab.desk.send("00B0950001"), "6A82");

  EXPECT_EQ(lab.desk.protect(credit_key, "841E0000", {}), "9000");
  EXPECT_EQ(lab.desk.protect(return_key, "84180000", {}), "6988");
  EXPECT_EQ(lab.desk.protect(return_key, "84180000", {}), "6988");
  EXPECT_EQ(lab.desk.protect(return_key, "84180000", {}), "9303") << "the third wrong unblock locks it for ever";
  EXPECT_EQ(lab.desk.send("00A40000023F01"), "9303");
}

TEST(Blocking, a_blocked_card_answers_nothing_any_more) {
  Laboratory lab;
  lab.key(0, "36F0F0FF33", credit_key);
  EXPECT_EQ(lab.desk.protect(credit_key, "84160000", {}), "9000");
  ASSERT_TRUE(lab.card.power_on().ok());
  EXPECT_EQ(lab.desk.send("00A40000023F00"), "6A81");
}

TEST(Creating, the_key_file_comes_first_and_once) {
  Laboratory lab;
  EXPECT_EQ(lab.desk.send("80E00000073F0010FFF0FFFF"), "6A80");
  EXPECT_EQ(lab.desk.send("80E03F0208380100F0F000FFFF"), "9000");
  lab.desk.send("00A40000023F02");
  EXPECT_EQ(lab.desk.send("80E0000107280004AAAAFFFF"), "9000");
  EXPECT_EQ(lab.desk.send("00D6810001" "01"), "9000") << "without a key file nothing is protected";
  EXPECT_EQ(lab.desk.send("80E00000073F0010FFF0FFFF"), "6985");
  EXPECT_EQ(lab.desk.send("80E03F0308380010F0F000FFFF"), "6A81") << "three levels at most";
  EXPECT_EQ(lab.desk.send("800E0000"), "9000");
  EXPECT_EQ(lab.desk.send("00B0810001"), "6A82");
}

TEST(Keys, an_update_repeats_the_header_and_the_length) {
  Laboratory lab;
  lab.key(4, "39F0F00533", master_key);
  const auto update = [&](std::string_view header, const Bytes& value) {
    auto record = join(header, value);
    Bytes apdu{0x80, 0xD4, 0x39, 0x04, static_cast<std::uint8_t>(record.size())};
    append(apdu, record);
    return lab.desk.send(apdu);
  };
  EXPECT_EQ(lab.desk.authenticate(4, credit_key), "63C2");
  EXPECT_EQ(update("39F0F00533", credit_key), "9000");
  EXPECT_EQ(lab.desk.authenticate(4, credit_key), "9000");
  EXPECT_EQ(update("39F0F00633", master_key), "6A80");
  EXPECT_EQ(update("39F0F00533", Bytes(8)), "6A80");
  EXPECT_EQ(update("F9F0F00533", master_key), "6987") << "a key with both protection bits never travels in the clear";
  EXPECT_EQ(lab.desk.send("80D4010015" "39F0F00533" + to_hex(master_key)), "9000");
  EXPECT_EQ(lab.desk.send("80D4010015" "39F0F00533" + to_hex(master_key)), "6A80") << "it is there already";
  EXPECT_EQ(lab.desk.send("80D4010106" "33F0F0053300"), "6A80") << "no such type";
}

}  // namespace
}  // namespace kwota::sim
