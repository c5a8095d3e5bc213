// Codes that every authenticator app makes, from secrets that stand in no books.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "serve/api/second_factor.h"

namespace kwota::serve {
namespace {

/// RFC 6238 appendix B, SHA-1: the last six of its eight digits.
TEST(OneTimeCode, of_the_published_examples) {
  const std::string secret = "12345678901234567890";
  struct Example {
    std::int64_t seconds;
    std::string_view code;
  };
  for (const auto& [seconds, code] : {Example{59, "287082"}, {1111111109, "081804"}, {1111111111, "050471"}, {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}})
    EXPECT_EQ(one_time_code(view_of(secret), code_step(Instant::from_ms(seconds * 1000))), code) << seconds;
}

/// RFC 4648 section 10, without its padding.
TEST(Base32, of_the_published_examples) {
  const std::pair<std::string, std::string_view> examples[] = {{"", ""}, {"f", "MY"}, {"fo", "MZXQ"}, {"foo", "MZXW6"}, {"foob", "MZXW6YQ"}, {"fooba", "MZXW6YTB"}, {"foobar", "MZXW6YTBOI"}};
  for (const auto& [text, expected] : examples) EXPECT_EQ(base32(view_of(text)), expected);
}

TEST(OneTimeCode, an_address_names_utility_and_person_whatever_their_letters) {
  EXPECT_EQ(otpauth_address("North & Sons", "王", "MZXW6"), "otpauth://totp/North%20%26%20Sons:%E7%8E%8B?secret=MZXW6&issuer=North%20%26%20Sons");
}

struct SecondFactorFolder : ::testing::Test {
  SecondFactorFolder() {
    auto name = (std::filesystem::temp_directory_path() / "kwota_second_factor_XXXXXX").string();
    folder = ::mkdtemp(name.data());
  }
  ~SecondFactorFolder() override { std::filesystem::remove_all(folder); }
  std::filesystem::path folder;
  SystemRandom random;
  ManualClock machine{Instant::from_ms(1'800'000'000'000)};
  static Bytes held(SecondFactors& factors, const std::string& name, std::int64_t number) {
    const auto secret = factors.secret_of(name, number, IfAbsent::make).value();
    return Bytes(secret.view().begin(), secret.view().end());
  }
  std::string shown(SecondFactors& factors, const std::string& name, std::int64_t number, std::int64_t steps_away = 0) {
    return one_time_code(factors.secret_of(name, number, IfAbsent::make)->view(), code_step(machine.now()) + steps_away);
  }
};

TEST_F(SecondFactorFolder, a_code_is_good_for_its_owner_and_his_number_half_a_minute_before_and_after) {
  SecondFactors factors(folder, random, machine);
  for (const std::int64_t away : {-1, 0, 1}) EXPECT_EQ(factors.step_of("wang", 1, shown(factors, "wang", 1, away)).value(), code_step(machine.now()) + away);
  for (const std::int64_t away : {-3, -2, 2, 3}) EXPECT_EQ(factors.step_of("wang", 1, shown(factors, "wang", 1, away)).value(), std::nullopt);
  const auto code = shown(factors, "wang", 1);
  EXPECT_EQ(factors.step_of("wang", 1, code.substr(0, 3) + " " + code.substr(3)).value(), code_step(machine.now())) << "as it stands on the telephone";
  EXPECT_NE(held(factors, "wang", 1), held(factors, "wang", 2));
  EXPECT_NE(held(factors, "wang", 1), held(factors, "zhao", 1));
  for (const std::string none : {"", "12345", "1234567", "abcdef"}) EXPECT_EQ(factors.step_of("wang", 1, none).value(), std::nullopt);
}

TEST_F(SecondFactorFolder, the_secrets_are_the_same_after_a_restart_and_gone_with_their_file) {
  const auto file = folder / "second_factor.key";
  Bytes before;
  {
    SecondFactors factors(folder, random, machine);
    EXPECT_EQ(factors.step_of("wang", 1, "123456").error().code, "second_factor_away") << "nobody made it yet: looking makes none";
    before = held(factors, "wang", 1);
  }
  EXPECT_EQ(std::filesystem::status(file).permissions(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  SecondFactors again(folder, random, machine);
  EXPECT_EQ(held(again, "wang", 1), before);
  std::ofstream(file) << "something else\n";
  EXPECT_EQ(SecondFactors(folder, random, machine).secret_of("wang", 1, IfAbsent::make).error().code, "second_factor_away") << "and is not written over";
  std::filesystem::remove(file);
  EXPECT_EQ(SecondFactors(folder, random, machine).secret_of("wang", 1, IfAbsent::miss).error().code, "second_factor_away");
}

}  // namespace
}  // namespace kwota::serve
