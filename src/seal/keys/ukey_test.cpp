// A stick in a cashier's hand: quota, validity, PIN, pulled out and put in again, copied and wound back.
#include "seal/keys/ukey.h"

#include <rapidcheck.h>

#include <fstream>

#include "seal/cipher/card_crypto.h"
#include "seal/cipher/certificate.h"
#include "seal/keys/key_ukey.h"
#include "seal/keys/plugged_ukey.h"
#include "seal/keys/software_vault.h"
#include "seal/keys/token_fixture.h"
#include "seal/keys/vault_rules.h"
#include "seal/keys/vaults.h"

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
            .kind = UkeyKind::key,
            .holder = "钱技术员",
            .version = version,
            .factors = {county_},
            .valid_to = clock_.now() + Duration::days(365),
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
  IssuedUkey issue(Money amount, std::uint32_t count, UkeyKind kind = UkeyKind::user) {
    auto issued = issue_ukey(place_, *vaults_.office,
                             {.kind = kind,
                              .holder = "王秀英",
                              .factors = {county_},
                              .amount = amount,
                              .count = count,
                              .valid_to = clock_.now() + Duration::days(365)},
                             random_);
    EXPECT_TRUE(issued.ok()) << (issued.ok() ? "" : issued.error().what);
    return std::move(issued).value();
  }
  std::unique_ptr<UkeyVault> open(const IssuedUkey& issued) {
    auto vault = std::make_unique<UkeyVault>(place_, issued.label, *vaults_.sealing, clock_);
    EXPECT_EQ(code(vault->enter_pin(issued.pin)), "ok");
    return vault;
  }
  static LineMac sale(std::uint32_t fen, std::uint32_t n, std::uint8_t card = 9) {
    LineMac mac{{Purpose::credit, 1}, {{card}}, {1, 2, 3, 4}, hex("04D682000C0000000000000000")};
    put_be32(mac.message.data() + 5, fen);
    put_be32(mac.message.data() + 9, n);
    return mac;
  }
  fs::path stick(const IssuedUkey& issued) const {
    std::ifstream in{folder_ / "ukeys" / (issued.label + ".folder")};
    std::string name;
    in >> name;
    return place_.slots / name;
  }

  BothVaults vaults_;
  UkeyPlace place_;
  const Factor county_{1, 3, 0, 5};
  ManualClock clock_{*parse_instant("2026-11-20T10:00:00Z")};
};

TEST_F(UkeyTest, a_sale_sealed_by_a_ukey_is_the_countys_sale_and_costs_quota) {
  const auto issued = issue(Money::minor(50000), 3);
  EXPECT_EQ(issued.keys.size(), 4u) << "what a counter needs, no key for writing keys";
  const auto ukey = open(issued);
  const auto sealed = ukey->perform(sale(10000, 7));
  ASSERT_TRUE(sealed.ok()) << sealed.error().what;
  ASSERT_TRUE(
      vaults_.sealing_store->accept_delivery(*vaults_.office->start_delivery(*vaults_.sealing_store->receiving_key())).ok());
  const auto taken = *vaults_.sealing_store->take(*vaults_.office->deliver({Purpose::credit, 1}, {&county_, 1}));
  ASSERT_TRUE(vaults_.sealing_store->activate(taken.key, taken.check_value).ok());
  EXPECT_EQ(*sealed, *vaults_.sealing->perform(sale(10000, 7)));
  const auto state = *ukey->state();
  EXPECT_EQ(state.amount_left, Money::minor(40000));
  EXPECT_EQ(state.count_left, 2u);
  EXPECT_EQ(state.holder, "王秀英");
}

TEST_F(UkeyTest, the_quota_ends_with_the_amount_or_with_the_number_and_says_what_is_left) {
  const auto ukey = open(issue(Money::minor(25000), 2));
  const auto too_much = ukey->perform(sale(25001, 1));
  ASSERT_EQ(code(too_much), "ukey_quota_used_up");
  EXPECT_EQ(too_much.error().details.at("left"), "250.00");
  EXPECT_EQ(code(ukey->perform(sale(100, 1))), "ok");
  EXPECT_EQ(code(ukey->perform(sale(100, 2))), "ok");
  EXPECT_EQ(code(ukey->perform(sale(100, 3))), "ukey_quota_used_up") << "the number is used up";
  EXPECT_EQ(ukey->state()->amount_left, Money::minor(24800));
}

TEST_F(UkeyTest, the_same_credit_sealed_again_after_a_torn_card_costs_nothing) {
  const auto ukey = open(issue(Money::minor(25000), 2));
  ASSERT_EQ(code(ukey->perform(sale(10000, 7))), "ok");
  auto again = sale(10000, 7);
  again.challenge = {9, 9, 9, 9};
  ASSERT_EQ(code(ukey->perform(again)), "ok");
  EXPECT_EQ(ukey->state()->count_left, 1u);
  ASSERT_EQ(code(ukey->perform(sale(10000, 7, 8))), "ok") << "another card's";
  EXPECT_EQ(ukey->state()->count_left, 0u);
}

TEST_F(UkeyTest, voids_other_files_and_the_checks_of_answers_cost_nothing) {
  const auto ukey = open(issue(Money::minor(25000), 2));
  const auto credit = [](std::string_view message) { return LineMac{{Purpose::credit, 1}, {{9}}, {1}, hex(message)}; };
  EXPECT_EQ(code(ukey->perform(sale(0, 7))), "ok") << "a void";
  EXPECT_EQ(code(ukey->perform(credit("04D681000868010000"))), "ok") << "the instruction";
  EXPECT_EQ(code(ukey->perform(credit("0000271000000007"))), "ok") << "the purse as it was read";
  EXPECT_EQ(code(ukey->perform(credit("6811000000"))), "ok") << "a frame as it was read";
  EXPECT_EQ(code(ukey->perform(credit("0000000000000000000000"))), "ok") << "an emptied file as it was read";
  EXPECT_EQ(ukey->state()->counter, 1u);
}

TEST_F(UkeyTest, ways_around_the_quota_are_refused) {
  const auto ukey = open(issue(Money::minor(25000), 2));
  const auto credit = [](std::string_view message) { return LineMac{{Purpose::credit, 1}, {{9}}, {1}, hex(message)}; };
  EXPECT_EQ(code(ukey->perform(credit("04D682000800002710"))), "vault_refused") << "the amount alone";
  EXPECT_EQ(code(ukey->perform(credit("04D6820107002710"))), "vault_refused") << "a part of it";
  EXPECT_EQ(code(ukey->perform(credit("04D60000 0C 0000271000000007"))), "vault_refused") << "the file that was selected before";
  EXPECT_EQ(code(ukey->perform(credit("84D40105 1C 00"))), "vault_refused") << "a key";
  EXPECT_EQ(code(ukey->perform(credit("04DC0114 0C 0000271000000007"))), "vault_refused") << "a record";
  EXPECT_EQ(ukey->state()->counter, 1u);
}

TEST_F(UkeyTest, any_run_of_sales_takes_exactly_what_was_sealed) {
  const auto ukey = open(issue(Money::minor(100'000'000), 100'000));
  std::uint32_t n = 0;
  EXPECT_TRUE(rc::check([&] {
    const auto before = *ukey->state();
    const auto fen = *rc::gen::inRange<std::uint32_t>(0, 2'000'000);
    RC_ASSERT(ukey->perform(sale(fen, ++n)).ok());
    const auto after = *ukey->state();
    RC_ASSERT(before.amount_left.minor() - after.amount_left.minor() == fen);
    RC_ASSERT(before.count_left - after.count_left == (fen == 0 ? 0u : 1u));
  }));
}

TEST_F(UkeyTest, the_key_office_gives_it_more_until_another_day) {
  const auto issued = issue(Money::minor(25000), 2);
  const auto ukey = open(issued);
  ASSERT_EQ(code(ukey->perform(sale(25000, 1))), "ok");
  ASSERT_EQ(code(ukey->perform(sale(100, 2))), "ukey_quota_used_up");
  clock_.advance(Duration::days(366));
  const auto refilled = ukey->refill({Money::minor(300), 5, clock_.now() + Duration::days(30)});
  ASSERT_TRUE(refilled.ok()) << refilled.error().what;
  EXPECT_EQ(refilled->amount_left, Money::minor(300));
  EXPECT_EQ(refilled->count_left, 6u);
  EXPECT_EQ(code(ukey->perform(sale(100, 2))), "ok") << "with a new last day, too";
  EXPECT_EQ(code(ukey->refill({Money::minor(1), 0xFFFF'FFFF, clock_.now()})), "vault_refused");
  EXPECT_EQ(ukey->state()->amount_left, Money::minor(200)) << "what was refused changed nothing";
}

TEST_F(UkeyTest, after_its_last_day_it_seals_no_credit) {
  const auto ukey = open(issue(Money::minor(25000), 2));
  clock_.advance(Duration::days(366));
  EXPECT_EQ(code(ukey->perform(sale(100, 1))), "ukey_expired");
}

TEST_F(UkeyTest, three_wrong_pins_lock_it_and_the_key_office_unblocks_it) {
  const auto issued = issue(Money::minor(25000), 2);
  UkeyVault ukey{place_, issued.label, *vaults_.sealing, clock_};
  EXPECT_EQ(code(ukey.perform(sale(100, 1))), "ukey_pin_wanted");
  const auto wrong = ukey.enter_pin(SecretBytes{view_of("99999990")});
  ASSERT_EQ(code(wrong), "wrong_pin");
  EXPECT_EQ(wrong.error().details.at("tries"), "2");
  EXPECT_EQ(code(ukey.enter_pin(SecretBytes{view_of("99999991")})), "wrong_pin");
  EXPECT_EQ(code(ukey.enter_pin(SecretBytes{view_of("99999992")})), "pin_locked");
  EXPECT_EQ(code(ukey.enter_pin(issued.pin)), "pin_locked") << "the right one neither";
  UkeyVault after_a_restart{place_, issued.label, *vaults_.sealing, clock_};
  EXPECT_EQ(code(after_a_restart.enter_pin(issued.pin)), "pin_locked");
  ASSERT_EQ(code(ukey.unblock(SecretBytes{view_of("24681357")})), "ok");
  EXPECT_EQ(code(ukey.enter_pin(issued.pin)), "wrong_pin") << "the old PIN is gone";
  EXPECT_EQ(code(ukey.enter_pin(SecretBytes{view_of("24681357")})), "ok");
  EXPECT_EQ(code(ukey.perform(sale(100, 1))), "ok");
}

TEST_F(UkeyTest, pulled_out_it_is_offline_and_put_in_again_it_works) {
  const auto issued = issue(Money::minor(25000), 3);
  const auto ukey = open(issued);
  ASSERT_EQ(code(ukey->perform(sale(100, 1))), "ok");
  ASSERT_EQ(code(pull_ukey(place_, issued.label)), "ok");
  EXPECT_EQ(code(ukey->perform(sale(100, 2))), "vault_offline");
  EXPECT_EQ(code(ukey->health()), "vault_offline");
  EXPECT_EQ(code(pull_ukey(place_, issued.label)), "vault_offline") << "it is out already";
  EXPECT_TRUE(vaults_.sealing->health().ok()) << "the other tokens are not disturbed";
  ASSERT_EQ(code(plug_ukey(place_, issued.label)), "ok");
  EXPECT_EQ(code(ukey->perform(sale(100, 2))), "ok");
  EXPECT_EQ(ukey->state()->count_left, 1u);
}

TEST_F(UkeyTest, a_copy_that_is_put_back_to_win_the_quota_again_is_noticed) {
  const auto issued = issue(Money::minor(25000), 3);
  const auto copy = folder_ / "copy";
  fs::copy(stick(issued), copy, fs::copy_options::recursive);
  {
    const auto ukey = open(issued);
    ASSERT_EQ(code(ukey->perform(sale(25000, 1))), "ok");
    ASSERT_EQ(code(ukey->perform(sale(25000, 2))), "ukey_quota_used_up");
  }
  fs::remove_all(stick(issued));
  fs::rename(copy, stick(issued));
  ASSERT_TRUE(place_.module->restart(place_.module->generation()).ok());  // another day
  const auto ukey = open(issued);
  EXPECT_EQ(code(ukey->perform(sale(25000, 2))), "ukey_wound_back");
}

TEST_F(UkeyTest, a_key_ukey_carries_the_sets_of_its_order_and_no_key_of_the_county) {
  const auto issued = issue_ukey(place_, *vaults_.office, key_order(), random_);
  ASSERT_TRUE(issued.ok()) << issued.error().what;
  EXPECT_TRUE(issued->keys.empty());
  const auto ukey = KeyUkey::open(place_, issued->label, issued->pin);
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
  const auto store = open_ukey_store(place_, issued->label, [&]() -> Result<SecretBytes> { return issued->pin; });
  EXPECT_EQ(code(store->vault().perform(sale(100, 1))), "key_missing");
  EXPECT_EQ(code(store->vault().perform(Authenticate{{Purpose::card_authentication, 1}, {{9}}, {1}})), "key_missing");
  EXPECT_EQ(code(store->deliver({Purpose::credit, 1}, {&county_, 1})), "key_missing");
}

TEST_F(UkeyTest, the_utilitys_identity_certifies_that_of_the_key_ukey_with_its_last_day) {
  const auto issued = issue_ukey(place_, *vaults_.office, key_order(), random_);
  ASSERT_TRUE(issued.ok());
  const auto ukey = KeyUkey::open(place_, issued->label, issued->pin);
  ASSERT_TRUE(ukey.ok());
  const auto utility_key = (*ukey)->public_key();
  EXPECT_EQ(*utility_key, *vaults_.office->vault().public_key(KeyStoreMeterVault::identity)) << "what factories certify";
  const auto facts = check_certificate_of_key((*ukey)->ukey_certificate(), *utility_key);
  ASSERT_TRUE(facts.ok()) << facts.error().what;
  EXPECT_EQ(facts->common_name, issued->label);
  EXPECT_EQ(facts->organisation, role_key_ukey);
  EXPECT_EQ(facts->valid_to, clock_.now() + Duration::days(365));
  const Bytes message = hex("0102");
  const auto signed_by_ukey = (*ukey)->perform({.step = MeterKeyStep::Step::sign, .message = message});
  Signature signature{};
  std::ranges::copy(*signed_by_ukey, signature.begin());
  EXPECT_TRUE(verify_signature(facts->public_key, sha256(message), signature));
  EXPECT_FALSE(verify_signature(*utility_key, sha256(message), signature)) << "the utility's own key is not in it";
}

TEST_F(UkeyTest, a_key_ukey_that_nobody_certified_or_another_kind_of_ukey_is_of_no_use_at_a_meter) {
  auto order = key_order();
  order.certify = [](ByteView) -> Result<UkeyCertificate> { return vault_offline("the office's token is gone"); };
  EXPECT_EQ(code(issue_ukey(place_, *vaults_.office, order, random_)), "vault_offline");
  const auto user = issue(Money::minor(100), 1);
  EXPECT_EQ(code(KeyUkey::open(place_, user.label, user.pin)), "vault_refused");
}

TEST_F(UkeyTest, at_a_meter_wrong_pins_are_counted_and_a_stick_that_is_not_there_is_said) {
  const auto issued = issue_ukey(place_, *vaults_.office, key_order(), random_);
  ASSERT_TRUE(issued.ok());
  const auto wrong = KeyUkey::open(place_, issued->label, SecretBytes{view_of("99999990")});
  ASSERT_EQ(code(wrong), "wrong_pin");
  EXPECT_EQ(wrong.error().details.at("tries"), "2");
  ASSERT_EQ(code(pull_ukey(place_, issued->label)), "ok");
  EXPECT_EQ(code(KeyUkey::open(place_, issued->label, issued->pin)), "vault_offline");
  const auto home = (folder_ / "ukeys" / stick(*issued).filename()).string();
  {
    const auto plugged = PluggedUkey::from(place_, home);
    ASSERT_EQ(code(plugged), "ok");
    EXPECT_EQ(plugged->label(), issued->label);
    EXPECT_EQ(code(KeyUkey::open(place_, plugged->label(), issued->pin)), "ok");
  }
  EXPECT_FALSE(is_plugged_in(place_, issued->label)) << "it is in its holder's hand again";
  EXPECT_EQ(code(PluggedUkey::from(place_, (folder_ / "nothing").string())), "vault_offline");
}

TEST_F(UkeyTest, a_master_ukey_issues_a_user_ukey) {
  const auto master = issue({}, 0, UkeyKind::master);
  const auto store = open_ukey_store(place_, master.label, [&]() -> Result<SecretBytes> { return master.pin; });
  const Factor county{4, 4};
  const auto user = issue_ukey(
      place_, *store, {.holder = "李四", .factors = {county}, .amount = Money::minor(100), .count = 1, .valid_to = clock_.now()},
      random_);
  ASSERT_TRUE(user.ok()) << user.error().what;
  EXPECT_EQ(user->keys.size(), 4u);
}

}  // namespace
}  // namespace kwota::seal
