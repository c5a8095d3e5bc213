#include "carry/iso7816/apdu.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "carry/iso7816/file_commands.h"

namespace kwota::iso7816 {
namespace {

TEST(Apdu, the_four_cases_of_the_standard_are_told_apart) {
  EXPECT_EQ(decode_command(hex("00A40000")).value(), (Command{0x00, 0xA4, 0, 0, {}, {}}));
  EXPECT_EQ(decode_command(hex("0084000008")).value(), (Command{0x00, 0x84, 0, 0, {}, 8}));
  EXPECT_EQ(decode_command(hex("00A40000023F00")).value(), (Command{0x00, 0xA4, 0, 0, hex("3F00"), {}}));
  EXPECT_EQ(decode_command(hex("00A40000023F0000")).value(), (Command{0x00, 0xA4, 0, 0, hex("3F00"), 0}));
}

TEST(Apdu, a_length_that_does_not_fit_is_refused) {
  for (const auto* text : {"", "00", "00A400", "00A40000033F00", "00A40000013F0000", "00A4000000FF", "00A40000020000FF00"})
    EXPECT_EQ(decode_command(hex(text)).error().code, "bad_apdu") << text;
  EXPECT_EQ(decode_response(hex("90")).error().code, "bad_apdu");
}

TEST(Apdu, what_is_encoded_is_what_is_decoded) {
  EXPECT_TRUE(rc::check([] {
    Command command{*rc::gen::arbitrary<std::uint8_t>(), *rc::gen::arbitrary<std::uint8_t>(), *rc::gen::arbitrary<std::uint8_t>(),
                    *rc::gen::arbitrary<std::uint8_t>()};
    command.data = *rc::gen::resize(255, rc::gen::arbitrary<Bytes>());
    RC_PRE(command.data.size() <= 255);
    if (*rc::gen::arbitrary<bool>()) command.le = *rc::gen::arbitrary<std::uint8_t>();
    RC_ASSERT(decode_command(encode(command)).value() == command);

    const Response response{*rc::gen::arbitrary<Bytes>(), StatusWord{*rc::gen::arbitrary<std::uint16_t>()}};
    RC_ASSERT(decode_response(encode(response)).value() == response);
  }));
}

TEST(Apdu, every_status_word_of_the_card_family_has_words) {
  constexpr std::uint16_t known[] = {0x9000, 0x6110, 0x6281, 0x6283, 0x63C2, 0x6400, 0x6581, 0x6700, 0x6901,
                                     0x6981, 0x6982, 0x6983, 0x6984, 0x6985, 0x6986, 0x6987, 0x6988, 0x6A80,
                                     0x6A81, 0x6A82, 0x6A83, 0x6A84, 0x6A86, 0x6A88, 0x6B00, 0x6C08, 0x6D00,
                                     0x6E00, 0x9302, 0x9303, 0x9401, 0x9402, 0x9403, 0x9406};
  for (const auto sw : known)
    EXPECT_NE(meaning(StatusWord{sw}), "unknown status word") << std::hex << sw;
  EXPECT_EQ(meaning(StatusWord{0x6A82}), "file not found");
  EXPECT_EQ(meaning(StatusWord{0x1234}), "unknown status word");
}

TEST(FileCommands, a_row_of_a_table_becomes_the_bytes_of_the_manual) {
  const File application_data{
      .id = 0x0015, .sfi = 0x15, .kind = FileKind::transparent, .bytes = 0x1E, .write_protection = Protection::mac};
  EXPECT_EQ(to_hex(create_file_data(application_data)), "A8001EF0F0FFFF");
  EXPECT_EQ(key_ids_byte(1, 2), 0xF9);
  EXPECT_EQ(to_hex(create_key_file_data(0xC8, Access{0xAA})), "3F00C8FFAAFFFF");
  EXPECT_EQ(to_hex(create_directory_data(0x0800, Access{0xAA}, Access{0xAA}, 0x15, hex("A000000038"))),
            "380800AAAA15FFFFA000000038");
}

TEST(FileCommands, a_key_record_begins_as_captured_from_an_issuing_desk) {
  // Captured: F9 F0 F0 AA FF || key, an external authentication key that leads to state A.
  const Key key{
      .id = 2, .type = KeyType::external_authentication, .usage = always, .change = always, .follow_up = 0xAA, .tries = 15};
  EXPECT_EQ(to_hex(key_record_header(key, 1, true)), "F9F0F0AAFF");
  EXPECT_EQ(to_hex(key_record_header(Key{.type = KeyType::line_protection, .change = Access{0xAA}, .tries = 3}, 1, true)),
            "F6F0AAFF33");
  EXPECT_EQ(to_hex(key_record_header(Key{.type = KeyType::internal_encrypt, .change = Access{0xAA}}, 2, false)), "30F0AA0200");
  EXPECT_EQ(to_hex(key_record_header(Key{.type = KeyType::pin, .follow_up = 1, .tries = 3}, 1, false)), "3AF0EF0133");
}

}  // namespace
}  // namespace kwota::iso7816
