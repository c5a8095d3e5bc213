// What a counter seals with and what the books say of it: a token, and a load SAM that is declared void or not there.
// What the cards themselves do: sim/psam_counter, sim/key_desk.
#include "work/counter_vault/counter_vault.h"

#include "base/ids_text.h"
#include "carry/dialogue/breaks.h"
#include "seal/vaults/token_fixture.h"

namespace kwota::counter_vault {
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
  std::unique_ptr<CounterVault> open(const seal::CounterConfiguration& counter) {
    return CounterVault::open({counter, folder_, vaults_, *books_, clock_});
  }
  /// A load SAM that has just been pulled out of its reader.
  std::unique_ptr<CounterVault> open_load_sam() {
    const CounterVault::Slot slot{.exchange = [](const iso7816::Command&) -> Result<iso7816::Response> { return dialogue::gone(dialogue::Party::device); },
                                  .serial = [this]() -> Result<CardSerial> { return serial_; }};
    load_sam_ = {.kind = seal::SealsWith::load_sam, .reader = "SAM slot", .terminal = {0, 0, 0x33, 1, 0, 2}};
    return CounterVault::open({load_sam_, folder_, vaults_, *books_, clock_}, slot);
  }
  std::string trouble(CounterVault& counter) {
    const auto state = counter.state();
    return state.trouble ? state.trouble->code : "ready";
  }
  void declare_void() {
    const auto done = books_->run({"keller", "key_void", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
      books::KeyDevice device;
      device.serial = to_text(serial_);
      device.kind = books::KeyDeviceKind::load_sam;
      device.state = books::KeyDeviceStatus::voided;
      device.state_reason = "lost";
      return books::Decision<Done>{{{device}, {}}, Done{}};
    });
    ASSERT_EQ(code(done), "ok");
  }
  static seal::LineMac sale() {
    return {{Purpose::credit, 1}, {{9}}, {1, 2, 3, 4}, from_hex("04D682000C0000006400000001").value()};
  }

  ManualClock clock_{*parse_instant("2026-11-20T10:00:00Z")};
  seal::CounterConfiguration load_sam_;
  const CardSerial serial_{{0x20, 0x26, 0x11, 0x20, 0, 0, 1, 11}};
  seal::BothVaults vaults_;
  std::unique_ptr<store::Books> books_ = store::Books::in_memory(clock_).value();
};

TEST_F(CounterVaultTest, a_counter_with_the_token_waits_for_no_pin) {
  const auto counter = open({});
  EXPECT_EQ(&counter->vault(), vaults_.sealing.get());
  EXPECT_EQ(trouble(*counter), "ready");
  EXPECT_EQ(code(counter->enter_pin(SecretBytes{view_of("864213")})), "no_pin_here");
  EXPECT_TRUE(counter->own_readers().empty());
}

TEST_F(CounterVaultTest, without_its_load_sam_it_seals_with_nothing_else) {
  const auto counter = open_load_sam();
  EXPECT_EQ(trouble(*counter), "vault_offline");
  EXPECT_EQ(code(counter->vault().perform(sale())), "vault_offline");
  EXPECT_EQ(code(vaults_.sealing->health()), "ok") << "the token could, but is not asked";
  EXPECT_EQ(code(counter->vault().sign_root({})), "ok") << "the books are signed all the time";
  EXPECT_EQ(counter->own_readers(), std::vector<std::string>{"SAM slot"}) << "no customer's card is looked at there";
}

TEST_F(CounterVaultTest, a_load_sam_that_was_declared_void_seals_nothing_from_that_moment) {
  const auto counter = open_load_sam();
  EXPECT_EQ(trouble(*counter), "vault_offline");
  declare_void();
  EXPECT_EQ(code(counter->vault().perform(sale())), "counter_vault_void");
  EXPECT_EQ(trouble(*counter), "counter_vault_void");
  EXPECT_EQ(code(counter->enter_pin(SecretBytes{view_of("864213")})), "counter_vault_void") << "its PIN opens it no more";
}

}  // namespace
}  // namespace kwota::counter_vault
