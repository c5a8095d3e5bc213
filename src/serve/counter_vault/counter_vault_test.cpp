// What a counter seals with and what the books say of it: a token, and a UKEY that is opened, declared void, pulled out.
// PSAMs: sim/psam_counter.
#include "serve/counter_vault/counter_vault.h"

#include <fstream>

#include "seal/keys/token_fixture.h"

namespace kwota::serve {
namespace {

using seal::code;
using seal::Purpose;

class CounterVaultTest : public seal::TokenInAFolder {
 protected:
  void SetUp() override {
    TokenInAFolder::SetUp();
    if (IsSkipped()) return;
    vaults_ = std::move(seal::open_both(folder_, {}, random_)).value();
    for (const auto purpose : {Purpose::credit, Purpose::card_authentication})
      ASSERT_TRUE(vaults_.office->make({purpose, 1}, seal::Suite::des, random_).ok());
  }
  void TearDown() override {
    vaults_ = {};
    TokenInAFolder::TearDown();
  }
  seal::UkeyPlace place() const { return seal::ukeys_of(vaults_.module, folder_); }
  seal::IssuedUkey issue(std::int64_t fen) {
    const seal::Factor county{1, 3, 0, 5};
    auto issued = seal::issue_ukey(place(), *vaults_.office,
                                   {.holder = "wang",
                                    .factors = {county},
                                    .amount = Money::minor(fen),
                                    .count = 9,
                                    .valid_to = clock_.now() + Duration::days(9)},
                                   random_);
    EXPECT_EQ(code(issued), "ok");
    return std::move(issued).value();
  }
  std::unique_ptr<CounterVault> open(const seal::CounterConfiguration& counter) {
    return CounterVault::open({counter, folder_, vaults_, *books_, clock_});
  }
  std::string trouble(CounterVault& counter) {
    const auto state = counter.state();
    return state.trouble ? state.trouble->code : "ready";
  }
  void declare_void(const std::string& label) {
    const auto done = books_->run({"keller", "key_void", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
      books::KeyDevice device;
      device.serial = label;
      device.kind = "user_ukey";
      device.state = "void";
      device.state_reason = "lost";
      return books::Decision<Done>{{{device}, {}}, Done{}};
    });
    ASSERT_EQ(code(done), "ok");
  }
  static seal::LineMac sale(std::uint32_t fen) {
    seal::LineMac mac{{Purpose::credit, 1}, {{9}}, {1, 2, 3, 4}, from_hex("04D682000C0000000000000001").value()};
    put_be32(mac.message.data() + 5, fen);
    return mac;
  }

  ManualClock clock_{*parse_instant("2026-11-20T10:00:00Z")};
  seal::BothVaults vaults_;
  std::unique_ptr<store::Books> books_ = store::Books::in_memory(clock_).value();
};

TEST_F(CounterVaultTest, a_counter_with_the_token_waits_for_no_pin) {
  const auto counter = open({});
  EXPECT_EQ(&counter->vault(), vaults_.sealing.get());
  EXPECT_EQ(trouble(*counter), "ready");
  EXPECT_EQ(code(counter->enter_pin(seal::new_holder_pin(random_))), "no_pin_here");
  EXPECT_TRUE(counter->own_readers().empty());
}

TEST_F(CounterVaultTest, a_ukey_wants_its_pin_and_then_tells_what_is_left) {
  const auto issued = issue(5000);
  const auto counter = open({.kind = seal::SealsWith::ukey, .label = issued.label});
  EXPECT_EQ(trouble(*counter), "ukey_pin_wanted");
  EXPECT_EQ(code(counter->vault().perform(sale(100))), "ukey_pin_wanted");
  EXPECT_EQ(code(counter->enter_pin(SecretBytes{view_of("00000000x")})), "wrong_pin");
  ASSERT_EQ(code(counter->enter_pin(issued.pin)), "ok");
  EXPECT_EQ(trouble(*counter), "ready");
  ASSERT_EQ(code(counter->vault().perform(sale(5000))), "ok");
  EXPECT_EQ(counter->state().ukey->amount_left, Money{});
  EXPECT_EQ(trouble(*counter), "ukey_quota_used_up");
  clock_.advance(Duration::days(10));
  EXPECT_EQ(trouble(*counter), "ukey_expired");
}

TEST_F(CounterVaultTest, without_its_ukey_it_seals_with_nothing_else) {
  const auto issued = issue(5000);
  const auto counter = open({.kind = seal::SealsWith::ukey, .label = issued.label});
  ASSERT_EQ(code(counter->enter_pin(issued.pin)), "ok");
  ASSERT_EQ(code(seal::pull_ukey(place(), issued.label)), "ok");
  EXPECT_EQ(trouble(*counter), "vault_offline");
  EXPECT_EQ(code(counter->vault().perform(sale(100))), "vault_offline");
  EXPECT_EQ(code(vaults_.sealing->health()), "ok") << "the token could, but is not asked";
  EXPECT_EQ(code(counter->vault().sign_root({})), "ok") << "the books are signed all the time";
  ASSERT_EQ(code(seal::plug_ukey(place(), issued.label)), "ok");
  EXPECT_EQ(code(counter->vault().perform(sale(100))), "ok");
}

TEST_F(CounterVaultTest, a_ukey_that_was_declared_void_seals_nothing_from_that_moment) {
  const auto issued = issue(5000);
  const auto counter = open({.kind = seal::SealsWith::ukey, .label = issued.label});
  ASSERT_EQ(code(counter->enter_pin(issued.pin)), "ok");
  ASSERT_EQ(code(counter->vault().perform(sale(100))), "ok");
  declare_void(issued.label);
  EXPECT_EQ(code(counter->vault().perform(sale(100))), "counter_vault_void");
  EXPECT_EQ(trouble(*counter), "counter_vault_void");
}

TEST_F(CounterVaultTest, an_older_copy_of_the_ukey_is_noticed_although_the_counters_own_files_were_removed) {
  const auto issued = issue(5000);
  const auto noted = books_->run({"keller", "key_cards", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
    const books::KeyDevice device{.serial = issued.label, .kind = "user_ukey", .state = "active", .quota_amount = Money::minor(5000), .quota_count = 9};
    return books::Decision<Done>{{{device}, {}}, Done{}};
  });
  ASSERT_EQ(code(noted), "ok");
  std::ifstream in{folder_ / "ukeys" / (issued.label + ".folder")};
  std::string name;
  in >> name;
  const auto stick = place().slots / name, copy = folder_ / "copy";
  const seal::CounterConfiguration by_ukey{.kind = seal::SealsWith::ukey, .label = issued.label};
  std::filesystem::copy(stick, copy, std::filesystem::copy_options::recursive);
  {
    const auto counter = open(by_ukey);
    ASSERT_EQ(code(counter->enter_pin(issued.pin)), "ok");
    ASSERT_EQ(code(counter->vault().perform(sale(5000))), "ok");
    ASSERT_EQ(code(counter->enter_pin(issued.pin)), "ok") << "the next morning";
  }
  std::filesystem::remove_all(stick);
  std::filesystem::rename(copy, stick);
  std::filesystem::remove(folder_ / "ukeys" / (issued.label + ".seen"));
  ASSERT_TRUE(vaults_.module->restart(vaults_.module->generation()).ok());
  const auto counter = open(by_ukey);
  EXPECT_EQ(code(counter->enter_pin(issued.pin)), "ukey_quota_forged");
  EXPECT_EQ(code(counter->vault().perform(sale(5000))), "ukey_pin_wanted") << "it is closed again";
}

}  // namespace
}  // namespace kwota::serve
