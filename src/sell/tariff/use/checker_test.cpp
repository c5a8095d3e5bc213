#include "sell/tariff/use/checker.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace kwota::tariff {
namespace {

std::string file(const std::string& name) {
  std::ifstream in(std::string(KWOTA_SOURCE_DIR) + "/" + name);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(Checker, every_public_vector_of_the_tariffs_comes_out) {
  const auto checked = check_cases(file("tests/vectors/tariffs_public.json"));
  ASSERT_TRUE(checked.ok()) << checked.error().what;
  EXPECT_EQ(checked->size(), 36u);
  for (const CheckedCase& one : *checked) EXPECT_EQ(one.verdict, Verdict::passed) << one.id << ": " << one.note;
}

}  // namespace
}  // namespace kwota::tariff
