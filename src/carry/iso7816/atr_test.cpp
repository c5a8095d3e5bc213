#include "carry/iso7816/atr.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace kwota::iso7816 {
namespace {

TEST(Atr, the_historical_bytes_stand_behind_the_interface_bytes) {
  const std::vector<std::pair<const char*, const char*>> cards = {
      {"3B8A80014B57202611200000000735", "4B572026112000000007"},  // TD1 announces TD2: T=0, then T=1, and a check byte
      {"3B6800000102030405060708", "0102030405060708"},            // TB1, TC1
      {"3B00", ""},                                                // the shortest there is
      {"3BF011223344", nullptr},                                   // TD1 = 44 announces TC2, which is not there
      {"3BF01122330455", ""},
      {"3F6525082C054D0A04900000", "2C054D0A04"},
  };
  for (const auto& [atr, historical] : cards) {
    const Bytes bytes = hex(atr);
    const auto found = historical_bytes(bytes);
    ASSERT_EQ(found.has_value(), historical != nullptr) << atr;
    if (found) {
      EXPECT_EQ(to_hex(*found), historical) << atr;
    }
  }
}

TEST(Atr, what_is_cut_off_anywhere_has_none) {
  const Bytes whole = hex("3B8A80014B572026112000000007");
  for (std::size_t size = 0; size < whole.size(); ++size) EXPECT_FALSE(historical_bytes(ByteView(whole).first(size))) << size;
  EXPECT_TRUE(historical_bytes(whole));
}

TEST(Atr, of_any_bytes_only_bytes_that_are_there_are_shown) {
  EXPECT_TRUE(rc::check([](const Bytes& bytes) {
    const auto found = historical_bytes(bytes);
    if (!found) return;
    RC_ASSERT(found->size() == (bytes.at(1) & 0x0FU));
    RC_ASSERT(found->data() >= bytes.data() + 2 && found->data() + found->size() <= bytes.data() + bytes.size());
  }));
}

}  // namespace
}  // namespace kwota::iso7816
