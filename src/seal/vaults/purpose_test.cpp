#include "seal/vault/purpose.h"

#include <gtest/gtest.h>

#include "base/bytes.h"
#include "seal/pkcs11/pkcs11_token.h"

namespace kwota::seal {
namespace {

TEST(Purposes, every_name_is_read_back_and_the_numbers_never_change) {
  for (std::size_t i = 0; i < purposes; ++i) {
    const auto purpose = static_cast<Purpose>(i);
    EXPECT_EQ(*parse_purpose(name_of(purpose)), purpose);
  }
  EXPECT_EQ(static_cast<int>(Purpose::credit), 5);
  EXPECT_EQ(static_cast<int>(Purpose::seed), 10);
  EXPECT_EQ(static_cast<int>(Purpose::pairing), 22);
  EXPECT_EQ(static_cast<int>(Purpose::utility_identity), 29);
  EXPECT_EQ(static_cast<int>(Purpose::terminal_tac), 30);
  EXPECT_EQ(parse_purpose("quantum").error().details.at("purpose"), "quantum");
  EXPECT_EQ(name_of(static_cast<Purpose>(200)), "unknown");
}

TEST(Purposes, the_factor_of_a_root_names_its_purpose) { EXPECT_EQ(to_hex(purpose_factor(Purpose::load)), "4B5700000000000B"); }

TEST(Labels, are_read_back_with_their_parts) {
  for (const auto part :
       {LabelPart::whole, LabelPart::left, LabelPart::fold, LabelPart::pending, LabelPart::born, LabelPart::mac}) {
    const KeyRef key{Purpose::online_release, 255};
    const auto read = parse_label(label_of(key, part));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->key, key);
    EXPECT_EQ(read->part, part);
  }
  EXPECT_EQ(key_label({Purpose::credit, 1}), "kwota/credit/1") << "as tokens hold it since the first version";
  for (const auto* foreign :
       {"", "kwota", "kwota/credit", "kwota/credit/256", "kwota/credit/x", "kwota/credit/1/other", "other/credit/1"})
    EXPECT_FALSE(parse_label(foreign)) << foreign;
}

}  // namespace
}  // namespace kwota::seal
