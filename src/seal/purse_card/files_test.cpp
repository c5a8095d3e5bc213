// The purse card's files, records and proofs, as bytes.
#include "seal/purse_card/files.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

namespace kwota::purse_card {
namespace {

using Bytes = std::vector<std::uint8_t>;

// The room knows no text; its test does.
Bytes hex(std::string_view text) {
  const auto digit = [](char c) { return static_cast<std::uint8_t>(c <= '9' ? c - '0' : c - 'A' + 10); };
  Bytes bytes;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) bytes.push_back(static_cast<std::uint8_t>(digit(text[i]) << 4 | digit(text[i + 1])));
  return bytes;
}
std::string to_hex(ByteView bytes) {
  std::string text;
  for (const auto byte : bytes) text += {"0123456789ABCDEF"[byte >> 4], "0123456789ABCDEF"[byte & 15]};
  return text;
}
Bytes to_bytes(ByteView view) { return Bytes(view.begin(), view.end()); }

constexpr SerialNumber some_card{0x00, 0x00, 0x13, 0x01, 0x05, 0x00, 0x00, 0x00, 0x00, 0x17};

TEST(PurseFiles, a_log_record_of_a_real_charging_card_is_read) {
  const auto record = decode_log_record(hex("00070000000000007D01000000000001" "20160301201001"));
  ASSERT_TRUE(record);
  EXPECT_EQ(record->sequence, 7);
  EXPECT_EQ(record->amount, Money::minor(125));
  EXPECT_EQ(record->type, TransactionType::passbook_load);
  EXPECT_EQ(to_hex(record->moment), "20160301201001");
}

TEST(PurseFiles, a_grey_purse_shows_the_lock_and_a_debited_one_the_amount) {
  const auto grey = decode_lock_proof(hex("019202000186A000051243409657452026060312191574F0D76DEE093942"));
  ASSERT_TRUE(grey);
  EXPECT_EQ(grey->state, LockState::grey);
  EXPECT_EQ(grey->sequence, 5);
  EXPECT_EQ(grey->balance, Money::minor(100'000));
  const auto pending = decode_lock_proof(hex("109402000181CE000612434096574520291101013815000004D28C98DFEE"));
  ASSERT_TRUE(pending);
  EXPECT_EQ(pending->state, LockState::tac_pending);
  EXPECT_EQ(pending->amount(), Money::minor(1'234));
  EXPECT_EQ(to_hex(pending->y), "8C98DFEE");
  EXPECT_EQ(to_hex(*encode(*pending)), "109402000181CE000612434096574520291101013815000004D28C98DFEE");
}

TEST(PurseFiles, areas_are_counted_and_the_rest_is_zero) {
  AreasRecord record{.count = 2, .areas = {13'010'001, 13'010'007, 0, 0}, .price_class = 3};
  const auto image = encode(record);
  ASSERT_TRUE(image);
  EXPECT_EQ(to_hex(*image), "01120002130100011301000700000000" "0000000003");
  EXPECT_EQ(decode_areas(*image), record);
  record.count = 3;
  EXPECT_FALSE(encode(record)) << "one that is counted and missing";
  record.count = 1;
  EXPECT_FALSE(encode(record)) << "one that is there and not counted";
  record.areas[0] = 123'456'789;
  EXPECT_FALSE(encode(record)) << "nine digits";
}

TEST(PurseFiles, a_card_of_a_county_has_a_check_digit) {
  const auto number = serial_number(1301, 26, 17);
  ASSERT_TRUE(number);
  EXPECT_EQ(to_hex(ByteView{*number}.first(9)), "000013012600000001");
  EXPECT_TRUE(check_digit_fits(*number));
  auto mistyped = *number;
  mistyped[9] = static_cast<std::uint8_t>(mistyped[9] ^ 0x01);
  EXPECT_FALSE(check_digit_fits(mistyped));
  EXPECT_FALSE(serial_number(10'000, 26, 17));
  EXPECT_FALSE(serial_number(1301, 26, 1'000'000'000));
}

TEST(PurseFiles, what_no_purse_can_say_is_refused) {
  EXPECT_FALSE(decode_lock_proof(hex("029202000186A000051243409657452026060312191574F0D76DEE093942"))) << "state";
  EXPECT_FALSE(decode_lock_proof(hex("01920200"))) << "length";
  EXPECT_FALSE(decode_log_record(hex("00070000000000007D0100000000000120160301201A01"))) << "a time of no digits";
  EXPECT_FALSE(decode_log_record(hex("00070000000000007DEE00000000000120160301201001"))) << "type of transaction";
  EXPECT_FALSE(encode(LogRecord{.amount = Money::minor(-1)}));
  EXPECT_FALSE(decode_application(Bytes(29)));
  EXPECT_FALSE(decode_holder(Bytes(39))) << "no type of card";
}

RC_GTEST_PROP(PurseFilesProperty, what_is_decoded_encodes_to_the_same_bytes, ()) {
  const auto proof = *rc::gen::container<Bytes>(LockProof::size, rc::gen::arbitrary<std::uint8_t>());
  if (const auto read = decode_lock_proof(proof)) RC_ASSERT(to_bytes(*encode(*read)) == proof);
  const auto holder = *rc::gen::container<Bytes>(HolderFile::size, rc::gen::arbitrary<std::uint8_t>());
  if (const auto read = decode_holder(holder)) RC_ASSERT(to_bytes(*encode(*read)) == holder);
  const LogRecord record{.sequence = *rc::gen::arbitrary<std::uint16_t>(), .amount = Money::minor(*rc::gen::arbitrary<std::uint32_t>()),
                         .type = *rc::gen::element(TransactionType::purse_load, TransactionType::unload, TransactionType::purse_release)};
  RC_ASSERT(decode_log_record(*encode(record)) == record);
  ApplicationFile file;
  file.serial = some_card;
  file.valid_to = {0x20, 0x36, 0x12, 0x31};
  RC_ASSERT(decode_application(*encode(file)) == file);
}

}  // namespace
}  // namespace kwota::purse_card
