// What a meter's security module refuses with, and what whoever stands before it is told.
#include "carry/meter_keys/refusals.h"

#include <gtest/gtest.h>

namespace kwota::meter_keys {
namespace {

std::string told(std::uint16_t word, std::uint8_t command = ins::put_key) { return refusal_of({}, {}, {.ins = command}, word).code; }

TEST(Refusals, a_meter_that_cannot_take_keys_says_why_and_each_why_has_another_remedy) {
  EXPECT_EQ(told(status::not_proven, ins::authenticate), "meter_has_other_keys");
  EXPECT_EQ(told(status::not_proven), "utility_not_believed");
  EXPECT_EQ(told(status::no_identity), "meter_without_identity");
  EXPECT_EQ(told(status::memory_failed), "meter_memory_failed");
  EXPECT_EQ(told(status::incomplete), "meter_keys_incomplete");
}

TEST(Refusals, a_word_that_nobody_has_agreed_upon_is_told_as_it_came) {
  const auto refused = refusal_of({}, {}, {.ins = ins::prove}, 0x6F00);
  EXPECT_EQ(refused.code, "meter_refused_keys");
  EXPECT_EQ(refused.details.at("command"), "prove");
  EXPECT_EQ(refused.details.at("status"), "6F00");
  EXPECT_EQ(strange_answer("prove").code, "meter_answer_strange");
}

}  // namespace
}  // namespace kwota::meter_keys
