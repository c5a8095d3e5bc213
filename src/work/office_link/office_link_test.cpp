// What is said between office and counters, to the right one and to anybody.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "base/json_members.h"
#include "seal/vault/software_vault.h"
#include "work/office_link/envelope.h"
#include "work/office_link/strangers.h"

namespace kwota::office_link {
namespace {

using boost::json::object;

constexpr std::int64_t second_us = 1'000'000, now_us = 1'800'000'000 * second_us;

/// Signs, and counts how often.
class CountingVault final : public seal::Vault {
 public:
  std::string name() const override { return own_.name(); }
  Result<Bytes> perform(const seal::Request& request) override { return own_.perform(request); }
  Result<std::vector<seal::KeyDescription>> keys() override { return own_.keys(); }
  Result<std::array<std::uint8_t, 64>> sign_root(const std::array<std::uint8_t, 32>& digest) override {
    ++signed_;
    return own_.sign_root(digest);
  }
  Result<Bytes> root_public_key() override { return own_.root_public_key(); }
  Result<void> health() override { return own_.health(); }
  std::string key() { return to_hex(root_public_key().value()); }
  int signed_ = 0;

 private:
  seal::SoftwareVault own_ = seal::SoftwareVault::with_test_keys();
};

TEST(Introduction, is_signed_once_for_all_who_ask_and_anew_when_something_has_changed_or_it_is_old) {
  CountingVault vault;
  Introduction introduction;
  std::int64_t messages = 7;
  const auto said = [&](std::int64_t at_us) { return introduction.said(vault, [&]() -> Result<object> { return object{{"messages", messages}}; }, at_us).value(); };
  const auto first = said(now_us);
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(said(now_us + i * second_us / 10), first);
  EXPECT_EQ(vault.signed_, 1);
  EXPECT_EQ(number_at(open_introduction(vault.key(), first, now_us).value(), "messages"), 7);
  messages = 8;
  introduction.outdated();
  EXPECT_EQ(number_at(open_introduction(vault.key(), said(now_us + second_us), now_us).value(), "messages"), 8);
  EXPECT_NE(said(now_us + Introduction::lasts.ms() * 1000 + second_us), first);
  EXPECT_EQ(vault.signed_, 3);
}

TEST(Introduction, of_another_time_or_another_hand_is_none) {
  CountingVault vault;
  Introduction introduction;
  const auto said = introduction.said(vault, []() -> Result<object> { return object{}; }, now_us).value();
  const auto opened = [&](const std::string& key, const std::string& envelope, std::int64_t at_us) { return open_introduction(key, envelope, at_us); };
  EXPECT_TRUE(opened(vault.key(), said, now_us + 600 * second_us).ok());
  EXPECT_EQ(opened(vault.key(), said, now_us + 700 * second_us).error().code, "counters_forged") << "who kept it says it again";
  EXPECT_EQ(opened(vault.key(), said, now_us - 61 * second_us).error().code, "counters_forged");
  EXPECT_EQ(opened(to_hex(seal::SigningKey::generate().public_key()), said, now_us).error().code, "counters_forged");
  EXPECT_EQ(open_answer(vault.key(), "{}", said).error().code, "counters_forged") << "nor is it the answer to any question";
}

TEST(Answer, that_nobody_signed_is_believed_when_it_says_that_nothing_was_done_and_never_else) {
  CountingVault vault;
  EXPECT_EQ(open_answer(vault.key(), "{}", refuse_unsigned(NotHeard::question_old, "")).error().code, "question_old");
  const auto unknown = open_answer(vault.key(), "{}", refuse_unsigned(NotHeard::key_office_unknown, "0123-4567-89AB-CDEF")).error();
  EXPECT_EQ(unknown.code, "key_office_unknown");
  EXPECT_EQ(unknown.details.at("fingerprint"), "0123-4567-89AB-CDEF");
  const auto told = [&](const object& answer) {
    return open_answer(vault.key(), "{}", boost::json::serialize(object{{"key", vault.key()}, {"answer", boost::json::serialize(answer)}, {"signature", ""}})).error();
  };
  EXPECT_EQ(told({{"messages", 9}}).code, "counters_forged");
  EXPECT_EQ(told({{"error", {{"code", "county_differs"}, {"what", "x"}}}}).code, "counters_forged");
  EXPECT_EQ(told({{"error", {{"code", "key_office_unknown"}, {"what", "call 555"}, {"details", {{"fingerprint", "call 555"}}}}}}).details.at("fingerprint"), "") << "nor is anything of it shown";
  EXPECT_EQ(vault.signed_, 0);
}

std::string a_key() { return to_hex(seal::SigningKey::generate().public_key()); }

TEST(Strangers, nobody_who_knocks_puts_out_of_sight_what_managers_were_shown) {
  Strangers strangers;
  const auto first = a_key();
  strangers.knocked(first, "10.0.0.1", now_us);
  for (int i = 0; i < 20; ++i) strangers.knocked(a_key(), fmt::format("10.0.1.{}", i), now_us + i * second_us);
  ASSERT_EQ(strangers.all().size(), Strangers::kept_max);
  EXPECT_EQ(strangers.all().front(), fingerprint(first));
  EXPECT_EQ(strangers.key_of(fingerprint(first)), first);

  const auto ours = a_key();
  strangers.knocked(ours, "10.0.2.1", now_us);
  EXPECT_EQ(strangers.key_of(fingerprint(ours)), "") << "all places are taken";
  strangers.look_for(fingerprint(ours));
  strangers.knocked(ours, "10.0.2.1", now_us);
  EXPECT_EQ(strangers.key_of(fingerprint(ours)), ours) << "whom managers look for is kept";
  EXPECT_EQ(strangers.all().front(), fingerprint(first));
  strangers.forget(ours);
  EXPECT_EQ(strangers.key_of(fingerprint(ours)), "");
}

TEST(Strangers, one_address_does_not_take_all_places_and_who_is_silent_gives_his_back) {
  Strangers strangers;
  for (int i = 0; i < 20; ++i) strangers.knocked(a_key(), "10.0.0.9", now_us);
  EXPECT_EQ(strangers.all().size(), Strangers::of_one_address_max);
  const auto other = a_key();
  strangers.knocked(other, "10.0.0.9", now_us + Strangers::rest_us + second_us);
  EXPECT_EQ(strangers.all(), std::vector{fingerprint(other)});
}

}  // namespace
}  // namespace kwota::office_link
