// The token goes away, or is full, at every single call: what was asked for is then done rightly, or refused and can be asked
// again.
#include <atomic>

#include "seal/cipher/card_crypto.h"
#include "seal/key_store/pkcs11_key_store.h"
#include "seal/vault/software_vault.h"
#include "seal/vaults/token_fixture.h"
#include "seal/vaults/vaults.h"

namespace kwota::seal {
namespace {

/// The call that is broken, counted from 0; negative: none.
std::atomic<int> calls_left = -1;
std::atomic<CK_RV> broken_with = CKR_OK;

bool breaks_now() { return calls_left >= 0 && calls_left-- == 0; }

/// Stands before one function of the library.
template <auto member>
struct Tap;
template <class... Arguments, CK_RV (*CK_FUNCTION_LIST::*member)(Arguments...)>
struct Tap<member> {
  static inline CK_RV (*original)(Arguments...) = nullptr;
  static CK_RV call(Arguments... arguments) { return breaks_now() ? broken_with.load() : original(arguments...); }
  static void put(CK_FUNCTION_LIST& list) {
    original = list.*member;
    list.*member = call;
  }
  static void take(CK_FUNCTION_LIST& list) { list.*member = original; }
};

template <auto... members>
struct Taps {
  explicit Taps(CK_FUNCTION_LIST& functions) : list(functions) { (Tap<members>::put(list), ...); }
  ~Taps() {
    calls_left = -1;
    (Tap<members>::take(list), ...);
  }
  Taps(const Taps&) = delete;
  Taps& operator=(const Taps&) = delete;
  CK_FUNCTION_LIST& list;
};

using WorkingCalls = Taps<&CK_FUNCTION_LIST::C_CreateObject, &CK_FUNCTION_LIST::C_CopyObject, &CK_FUNCTION_LIST::C_DestroyObject,
                          &CK_FUNCTION_LIST::C_DeriveKey, &CK_FUNCTION_LIST::C_GenerateKey, &CK_FUNCTION_LIST::C_WrapKey,
                          &CK_FUNCTION_LIST::C_UnwrapKey, &CK_FUNCTION_LIST::C_EncryptInit, &CK_FUNCTION_LIST::C_Encrypt,
                          &CK_FUNCTION_LIST::C_SignInit, &CK_FUNCTION_LIST::C_Sign, &CK_FUNCTION_LIST::C_OpenSession,
                          &CK_FUNCTION_LIST::C_FindObjectsInit, &CK_FUNCTION_LIST::C_GetAttributeValue>;

class TokenBreaksTest : public TokenInAFolder {
 protected:
  void SetUp() override {
    TokenInAFolder::SetUp();
    if (!IsSkipped()) vaults_ = std::move(open_both(folder_, {}, random_)).value();
  }
  void TearDown() override {
    vaults_ = {};
    TokenInAFolder::TearDown();
  }
  BothVaults vaults_;
};

TEST_F(TokenBreaksTest, a_token_that_goes_away_at_any_call_of_a_sale_gives_the_right_seal_or_none) {
  const LineMac sale{{Purpose::credit, 1}, {{9}}, {1, 2, 3, 4}, Bytes(13)};
  const auto expected = *SoftwareVault::with_roots(SampleKeys::read(folder_)->roots()).perform(sale);
  ASSERT_EQ(*vaults_.sealing->perform(sale), expected);
  const WorkingCalls taps{vaults_.module->call()};
  broken_with = CKR_DEVICE_REMOVED;
  constexpr int more_than_a_seal_takes = 12;
  for (int call = 0; call < more_than_a_seal_takes; ++call) {
    calls_left = call;
    const auto answer = vaults_.sealing->perform(sale);
    ASSERT_TRUE(answer.ok()) << "call " << call << ": it came back at once, so the seal is made again: " << answer.error().what;
    EXPECT_EQ(*answer, expected) << "call " << call;
  }
}

TEST_F(TokenBreaksTest, a_token_that_goes_away_at_any_call_of_a_keys_birth_leaves_a_whole_key_or_room_for_it) {
  ASSERT_EQ(code(vaults_.office->make_backup_key(2, 2, random_)), "ok");
  ASSERT_EQ(code(vaults_.office->make({Purpose::seed, 1}, Suite::des, random_)), "ok");
  const Factor factor = purpose_factor(Purpose::credit);
  const auto expected = *vaults_.office->check_value({Purpose::seed, 1}, {&factor, 1});
  const WorkingCalls taps{vaults_.module->call()};
  broken_with = CKR_DEVICE_REMOVED;
  constexpr int more_than_a_birth_takes = 60;
  for (int call = 0; call < more_than_a_birth_takes; ++call) {
    const KeyRef root{Purpose::credit, static_cast<std::uint8_t>(call + 1)};
    calls_left = call;
    auto derived = vaults_.office->derive({Purpose::seed, 1}, {&factor, 1}, root);
    calls_left = -1;
    if (!derived.ok() && derived.error().code != "key_exists")
      derived = vaults_.office->derive({Purpose::seed, 1}, {&factor, 1}, root);
    ASSERT_TRUE(derived.ok() || derived.error().code == "key_exists") << "call " << call << ": " << derived.error().what;
    EXPECT_EQ(*vaults_.office->check_value(root, {}), expected) << "call " << call;
  }
  EXPECT_TRUE(vaults_.office->not_in_backup()->empty()) << "and every one of them is in the backup";
}

TEST_F(TokenBreaksTest, what_a_module_does_not_offer_is_refused_with_a_sentence_and_the_rest_works) {
  const LineMac sale{{Purpose::credit, 1}, {{9}}, {1, 2, 3, 4}, Bytes(13)};
  ASSERT_EQ(code(vaults_.sealing->perform(sale)), "ok");
  const Taps<&CK_FUNCTION_LIST::C_DeriveKey> taps{vaults_.module->call()};
  broken_with = CKR_MECHANISM_INVALID;
  calls_left = 0;
  const auto refused = vaults_.sealing->perform(sale);
  ASSERT_EQ(code(refused), "vault_cannot");
  EXPECT_EQ(refused.error().details.at("what"), "C_DeriveKey 0x70");
  EXPECT_EQ(code(vaults_.sealing->perform(Authenticate{{Purpose::card_transport, 1}, {}, {1}})), "ok");
}

TEST_F(TokenBreaksTest, a_token_without_room_says_so_and_nothing_is_left_behind) {
  const WorkingCalls taps{vaults_.module->call()};
  broken_with = CKR_DEVICE_MEMORY;
  const std::vector<SecretBytes> components{SecretBytes{hex("98C9DE1AEAE29D5773203202A53E6D91")},
                                            SecretBytes{hex("47ACE63DD728859817F2C8D509404D3B")}};
  constexpr int before_the_object = 2;  // the keys of the token are looked up, then the object is created
  bool seen = false;
  for (int call = 0; call < 10 * before_the_object && !seen; ++call) {
    calls_left = call;
    seen = code(vaults_.office->form({Purpose::seed, 1}, Suite::des, components)) == "token_full";
  }
  calls_left = -1;
  EXPECT_TRUE(seen);
  EXPECT_TRUE(holds_no_keys(*vaults_.office));
  EXPECT_EQ(code(vaults_.office->form({Purpose::seed, 1}, Suite::des, components)), "ok");
}

}  // namespace
}  // namespace kwota::seal
