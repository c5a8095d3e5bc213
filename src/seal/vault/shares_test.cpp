#include "seal/vault/shares.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/ascii.h"

namespace kwota::seal {
namespace {

SecretBytes any_secret() { return SecretBytes{*rc::gen::container<Bytes>(32, rc::gen::arbitrary<std::uint8_t>())}; }
std::string text(const Share& share) {
  const auto bytes = share_text(share);
  return {bytes.view().begin(), bytes.view().end()};
}

TEST(Shares, any_k_of_n_officers_bring_the_secret_back) {
  EXPECT_TRUE(rc::check([] {
    SeededRandom random{*rc::gen::arbitrary<std::uint64_t>()};
    const auto secret = any_secret();
    const auto needed = *rc::gen::inRange(2u, 7u), count = needed + *rc::gen::inRange(0u, 5u);
    auto shares = *split(secret, needed, count, random);
    std::shuffle(shares.begin(), shares.end(), std::mt19937{*rc::gen::arbitrary<std::uint32_t>()});
    shares.resize(needed);
    RC_ASSERT(equal(join(shares)->view(), secret.view()));
  }));
}

TEST(Shares, one_too_few_is_refused_and_says_how_many_are_needed) {
  SystemRandom random;
  auto shares = *split(SecretBytes{Bytes(32, 7)}, 3, 5, random);
  shares.resize(2);
  EXPECT_EQ(join(shares).error().details.at("why"), "3 are needed");
  EXPECT_EQ(join({}).error().code, "shares_do_not_fit");
}

TEST(Shares, the_same_share_twice_a_foreign_and_a_wrong_one_are_refused) {
  SystemRandom random;
  const auto shares = *split(SecretBytes{Bytes(32, 7)}, 2, 3, random), others = *split(SecretBytes{Bytes(32, 8)}, 2, 3, random);
  EXPECT_EQ(join(std::vector{shares[0], shares[0]}).error().code, "shares_do_not_fit");
  EXPECT_EQ(join(std::vector{shares[0], others[1]}).error().code, "shares_do_not_fit");
  auto wrong = shares;
  wrong[1].value.writable()[0] ^= 1;
  EXPECT_EQ(join(wrong).error().details.at("why"), "one of them is wrong");
}

TEST(Shares, the_numbers_of_officers_have_limits) {
  SystemRandom random;
  for (const auto& [needed, count] : {std::pair{1u, 3u}, {4u, 3u}, {2u, 256u}})
    EXPECT_EQ(split(SecretBytes{Bytes(32)}, needed, count, random).error().code, "bad_share_numbers");
}

TEST(Shares, what_an_officer_keeps_on_paper_is_read_back_and_a_slip_of_the_pen_is_noticed) {
  SystemRandom random;
  const auto share = split(SecretBytes{random.bytes(32)}, 2, 3, random)->at(1);
  const auto written = text(share);
  const auto back = *parse_share(written);
  EXPECT_EQ(back.index, share.index);
  EXPECT_EQ(back.mark, share.mark);
  EXPECT_TRUE(equal(back.value.view(), share.value.view()));
  EXPECT_TRUE(parse_share(" " + in_small_letters(written) + "\n").ok());
  for (std::size_t i = 0; i < written.size(); ++i) {
    auto slip = written;
    slip[i] = slip[i] == '4' ? '5' : '4';
    if (slip[i] == written[i]) continue;
    EXPECT_EQ(parse_share(slip).error().code, "bad_share") << slip;
  }
}

}  // namespace
}  // namespace kwota::seal
