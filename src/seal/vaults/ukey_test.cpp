// A stick in a technician's hand: what is on it, PIN, pulled out and put in again.
#include "seal/ukey/ukey.h"

#include <fstream>

#include "seal/cipher/card_crypto.h"
#include "seal/cipher/certificate.h"
#include "seal/ukey/key_ukey.h"
#include "seal/ukey/plugged_ukey.h"
#include "seal/vault/software_vault.h"
#include "seal/vault/vault_rules.h"
#include "seal/vaults/token_fixture.h"
#include "seal/vaults/vaults.h"

namespace kwota::seal {
namespace {

namespace fs = std::filesystem;

class UkeyTest : public TokenInAFolder {
 protected:
  void SetUp() override {
    TokenInAFolder::SetUp();
    if (IsSkipped()) return;
    vaults_ = std::move(open_both(folder_, {}, random_)).value();
    place_ = {vaults_.module, folder_ / "vault" / "tokens", folder_ / "ukeys"};
    for (const auto purpose : {Purpose::credit, Purpose::seller_authentication, Purpose::card_authentication,
                               Purpose::return_data, Purpose::meter_master, Purpose::card_master})
      ASSERT_TRUE(vaults_.office->make({purpose, 1}, Suite::des, random_).ok());
  }
  /// What the key office adds to a key UKEY.
  UkeyOrder key_order(std::uint8_t version = 1) {
    return {.label = "ukey-0a0b0c0d",
            .holder = "钱技术员",
            .version = version,
            .pin = pin_,
            .certify = [this](ByteView ukey_key) -> Result<UkeyCertificate> {
              MUST(KeyStoreMeterVault(*vaults_.office, {}, random_).public_key());
              return certify_ukey(vaults_.office->vault(), ukey_key, "ukey-0a0b0c0d", clock_.now() + Duration::days(365));
            },
            .sets = {MeterSet{.meter = {0, 0, 0, 0x41},
                              .version = 1,
                              .number = {7},
                              .point = {4, 1},
                              .keys = {{Purpose::credit, hex("00112233AABBCCDD")}},
                              .signature = {8},
                              .challenge = {5},
                              .proofs = {{std::uint8_t{1}, {6}}}}}};
  }
  void TearDown() override {
    vaults_ = {};
    place_ = {};
    TokenInAFolder::TearDown();
  }
  std::string issue(const UkeyOrder& order) {
    const auto issued = issue_ukey(place_, order, random_);
    EXPECT_TRUE(issued.ok()) << (issued.ok() ? "" : issued.error().what);
    return issued.value();
  }
  std::unique_ptr<KeyStore> opened(const std::string& label, const SecretBytes& pin) {
    return std::make_unique<Pkcs11KeyStore>(open_ukey_token(place_, label, [pin]() -> Result<SecretBytes> { return pin; }));
  }
  fs::path home(const std::string& label) const { return place_.folder / stick(label).filename(); }
  void pull(const std::string& label) { fs::rename(stick(label), home(label)); }
  fs::path stick(const std::string& label) const {
    std::ifstream in{place_.folder / (label + ".folder")};
    std::string name;
    in >> name;
    return place_.slots / name;
  }

  BothVaults vaults_;
  UkeyPlace place_;
  const Factor county_{1, 3, 0, 5};
  const SecretBytes pin_{view_of("24681357")};
  ManualClock clock_{*parse_instant("2026-11-20T10:00:00Z")};
};

TEST_F(UkeyTest, a_key_ukey_carries_the_sets_of_its_order_and_no_key_of_the_county) {
  const auto label = issue(key_order());
  const auto ukey = KeyUkey::open(place_, label, pin_);
  ASSERT_TRUE(ukey.ok()) << ukey.error().what;
  const auto order = key_order();
  const auto& set = order.sets[0];
  const MeterKeyStep start{.step = MeterKeyStep::Step::start, .key = {Purpose::meter_identity, 1}, .factors = {set.meter}};
  EXPECT_EQ(code((*ukey)->perform({.step = MeterKeyStep::Step::wrap, .key = {Purpose::credit, 1}})), "vault_refused");
  const auto begun = (*ukey)->perform(start);
  ASSERT_TRUE(begun.ok()) << begun.error().what;
  EXPECT_TRUE(equal(ByteView{*begun}.first(65), set.point));
  EXPECT_EQ(*(*ukey)->perform({.step = MeterKeyStep::Step::wrap, .key = {Purpose::credit, 1}}), set.keys.at(Purpose::credit));
  EXPECT_EQ(*(*ukey)->perform({.step = MeterKeyStep::Step::sign_set}), to_bytes(set.signature));
  EXPECT_EQ((*ukey)->prepared_challenge(set.meter, 1), set.challenge);
  auto other = start;
  other.factors = {Factor{9}};
  EXPECT_EQ(code((*ukey)->perform(other)), "meter_set_missing");
  const auto store = opened(label, pin_);
  EXPECT_EQ(code(store->vault().perform(LineMac{{Purpose::credit, 1}, {{9}}, {1, 2, 3, 4}, hex("04D682000C0000271000000007")})), "key_missing");
  EXPECT_EQ(code(store->vault().perform(Authenticate{{Purpose::card_authentication, 1}, {{9}}, {1}})), "key_missing");
  EXPECT_EQ(code(store->deliver({Purpose::credit, 1}, {&county_, 1})), "key_missing");
}

TEST_F(UkeyTest, the_utilitys_identity_certifies_that_of_the_key_ukey_with_its_last_day) {
  const auto label = issue(key_order());
  const auto ukey = KeyUkey::open(place_, label, pin_);
  ASSERT_TRUE(ukey.ok());
  const auto utility_key = (*ukey)->public_key();
  EXPECT_EQ(*utility_key, *vaults_.office->vault().public_key(KeyStoreMeterVault::identity)) << "what factories certify";
  const auto facts = check_certificate_of_key((*ukey)->ukey_certificate(), *utility_key);
  ASSERT_TRUE(facts.ok()) << facts.error().what;
  EXPECT_EQ(facts->common_name, label);
  EXPECT_EQ(facts->organisation, role_key_ukey);
  EXPECT_EQ(facts->valid_to, clock_.now() + Duration::days(365));
  const Bytes message = hex("0102");
  const auto signed_by_ukey = (*ukey)->perform({.step = MeterKeyStep::Step::sign, .message = message});
  Signature signature{};
  std::ranges::copy(*signed_by_ukey, signature.begin());
  EXPECT_TRUE(verify_signature(facts->public_key, sha256(message), signature));
  EXPECT_FALSE(verify_signature(*utility_key, sha256(message), signature)) << "the utility's own key is not in it";
}

TEST_F(UkeyTest, a_key_ukey_that_nobody_certified_is_of_no_use_at_a_meter) {
  auto order = key_order();
  order.certify = [](ByteView) -> Result<UkeyCertificate> { return vault_offline("the office's token is gone"); };
  EXPECT_EQ(code(issue_ukey(place_, order, random_)), "vault_offline");
  EXPECT_EQ(code(KeyUkey::open(place_, order.label, pin_)), "vault_refused") << "what the issue left behind";
}

TEST_F(UkeyTest, at_a_meter_wrong_pins_are_counted_and_a_stick_that_is_not_there_is_said) {
  const auto label = issue(key_order());
  const auto wrong = KeyUkey::open(place_, label, SecretBytes{view_of("99999990")});
  ASSERT_EQ(code(wrong), "wrong_pin");
  EXPECT_EQ(wrong.error().details.at("tries"), "2");
  pull(label);
  EXPECT_EQ(code(KeyUkey::open(place_, label, pin_)), "vault_offline");
  {
    const auto plugged = PluggedUkey::from(place_, home(label).string());
    ASSERT_EQ(code(plugged), "ok");
    EXPECT_EQ(plugged->label(), label);
    EXPECT_EQ(code(KeyUkey::open(place_, plugged->label(), pin_)), "ok");
  }
  EXPECT_FALSE(is_plugged_in(place_, label)) << "it is in its holder's hand again";
  EXPECT_EQ(code(PluggedUkey::from(place_, (folder_ / "nothing").string())), "vault_offline");
}

TEST_F(UkeyTest, its_pin_is_what_its_holder_typed_eight_digits) {
  for (const auto* bad : {"", "2468135", "246813579", "2468135x", "77777777"}) {
    auto order = key_order();
    order.pin = SecretBytes{view_of(bad)};
    EXPECT_EQ(code(issue_ukey(place_, order, random_)), "bad_ukey_pin") << bad;
  }
  EXPECT_FALSE(fs::exists(place_.folder)) << "nothing was begun";
}

TEST_F(UkeyTest, three_wrong_pins_lock_it_and_the_key_office_unblocks_it) {
  const auto label = issue(key_order());
  const SecretBytes other{view_of("97531864")};
  const auto opens = [&](const SecretBytes& pin) { return code(KeyUkey::open(place_, label, pin)); };
  EXPECT_EQ(opens(SecretBytes{view_of("99999990")}), "wrong_pin");
  EXPECT_EQ(opens(SecretBytes{view_of("99999991")}), "wrong_pin");
  EXPECT_EQ(opens(SecretBytes{view_of("99999992")}), "pin_locked");
  EXPECT_EQ(opens(pin_), "pin_locked") << "the right one neither";
  EXPECT_EQ(code(unblock_ukey(place_, label, SecretBytes{view_of("1234")})), "bad_ukey_pin");
  ASSERT_EQ(code(unblock_ukey(place_, label, other)), "ok");
  EXPECT_EQ(opens(pin_), "wrong_pin") << "the old PIN is gone";
  EXPECT_EQ(opens(other), "ok");
}

}  // namespace
}  // namespace kwota::seal
