// What somebody gets who has a key UKEY and its PIN, and a program of his own: PKCS#11 as the token has it, none of our code between.
#include <gtest/gtest.h>

#include "seal/ukey/key_ukey.h"
#include "seal/ukey/ukey.h"
#include "seal/vaults/token_fixture.h"
#include "seal/vaults/vaults.h"

namespace kwota::seal {
namespace {

struct FoundObject {
  CK_OBJECT_HANDLE handle;
  CK_OBJECT_CLASS kind;
};

class StickInAThiefsHand : public TokenInAFolder {
 protected:
  void SetUp() override {
    TokenInAFolder::SetUp();
    if (IsSkipped()) return;
    vaults_ = std::move(open_both(folder_, {}, random_)).value();
    place_ = {vaults_.module, folder_ / "vault" / "tokens", folder_ / "ukeys"};
    for (const auto purpose : {Purpose::credit, Purpose::card_authentication, Purpose::meter_authentication, Purpose::return_data,
                               Purpose::meter_identity, Purpose::meter_master, Purpose::meter_parameter, Purpose::meter_control})
      ASSERT_TRUE(vaults_.office->make({purpose, 1}, Suite::des, random_).ok());
    auto issued = issue_ukey(place_,
                             {.holder = "钱技术员",
                              .pin = pin_,
                              .certify = [](ByteView) -> Result<UkeyCertificate> { return UkeyCertificate{{1}, {2}}; },
                              .sets = {MeterSet{.meter = {0, 0, 0, 0x41}, .version = 1, .keys = {{Purpose::credit, Bytes(28, 7)}}}}},
                             random_);
    ASSERT_TRUE(issued.ok()) << issued.error().what;
    login(*issued);
  }
  void TearDown() override {
    if (vaults_.module) call().C_CloseSession(session_);
    using_.reset();
    vaults_ = {};
    place_ = {};
    TokenInAFolder::TearDown();
  }
  void login(const std::string& label) {
    using_.emplace(vaults_.module->use());
    const auto slot = vaults_.module->slot_of(label);
    ASSERT_TRUE(slot.ok());
    ASSERT_EQ(call().C_OpenSession(*slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr, nullptr, &session_), CKR_OK);
    auto pin = to_bytes(pin_.view());
    const auto in = call().C_Login(session_, CKU_USER, pin.data(), pin.size());
    ASSERT_TRUE(in == CKR_OK || in == CKR_USER_ALREADY_LOGGED_IN);
  }
  CK_FUNCTION_LIST& call() { return vaults_.module->call(); }
  std::vector<FoundObject> everything() {
    std::vector<FoundObject> all;
    EXPECT_EQ(call().C_FindObjectsInit(session_, nullptr, 0), CKR_OK);
    CK_OBJECT_HANDLE handle = 0;
    CK_ULONG count = 0;
    while (call().C_FindObjects(session_, &handle, 1, &count) == CKR_OK && count == 1) {
      CK_OBJECT_CLASS kind = 0;
      CK_ATTRIBUTE asked{CKA_CLASS, &kind, sizeof kind};
      EXPECT_EQ(call().C_GetAttributeValue(session_, handle, &asked, 1), CKR_OK);
      all.push_back({handle, kind});
    }
    call().C_FindObjectsFinal(session_);
    return all;
  }
  bool allowed(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE use) {
    CK_BBOOL value = CK_FALSE;
    CK_ATTRIBUTE asked{use, &value, sizeof value};
    return call().C_GetAttributeValue(session_, object, &asked, 1) == CKR_OK && value == CK_TRUE;
  }
  CK_OBJECT_HANDLE own_pair() {
    for (const auto& [handle, kind] : everything())
      if (kind == CKO_PRIVATE_KEY) return handle;
    return CK_INVALID_HANDLE;
  }

  const SecretBytes pin_{view_of("24681357")};
  BothVaults vaults_;
  UkeyPlace place_;
  std::optional<decltype(std::declval<Pkcs11Module&>().use())> using_;
  CK_SESSION_HANDLE session_ = CK_INVALID_HANDLE;
};

TEST_F(StickInAThiefsHand, holds_one_pair_that_signs_and_no_key_that_opens_derives_or_enciphers_anything) {
  int pairs = 0;
  for (const auto& [handle, kind] : everything()) {
    EXPECT_NE(kind, CKO_SECRET_KEY) << "a key of the county, or one that leads to it";
    if (kind != CKO_PRIVATE_KEY) continue;
    ++pairs;
    for (const auto use : {CKA_DERIVE, CKA_UNWRAP, CKA_DECRYPT, CKA_EXTRACTABLE}) EXPECT_FALSE(allowed(handle, use)) << use;
    EXPECT_TRUE(allowed(handle, CKA_SIGN) && allowed(handle, CKA_SENSITIVE));
  }
  EXPECT_EQ(pairs, 1);
}

TEST_F(StickInAThiefsHand, its_pair_agrees_with_nobody_and_unwraps_nothing_with_a_template_of_the_thiefs) {
  const auto pair = own_pair();
  Bytes point = AgreementKey::generate().point();
  CK_ECDH1_DERIVE_PARAMS agreement{CKD_NULL, 0, nullptr, point.size(), point.data()};
  CK_MECHANISM derive{CKM_ECDH1_DERIVE, &agreement, sizeof agreement};
  CK_OBJECT_CLASS kind = CKO_SECRET_KEY;
  CK_KEY_TYPE type = CKK_AES;
  CK_ULONG size = 32;
  CK_BBOOL no = CK_FALSE, yes = CK_TRUE;
  CK_ATTRIBUTE plain[] = {{CKA_CLASS, &kind, sizeof kind},       {CKA_KEY_TYPE, &type, sizeof type},
                          {CKA_SENSITIVE, &no, sizeof no},       {CKA_EXTRACTABLE, &yes, sizeof yes},
                          {CKA_TOKEN, &no, sizeof no},           {CKA_VALUE_LEN, &size, sizeof size}};
  CK_OBJECT_HANDLE made = CK_INVALID_HANDLE;
  EXPECT_NE(call().C_DeriveKey(session_, &derive, pair, plain, 6, &made), CKR_OK);
  CK_RSA_PKCS_OAEP_PARAMS oaep{CKM_SHA_1, CKG_MGF1_SHA1, CKZ_DATA_SPECIFIED, nullptr, 0};
  CK_MECHANISM unwrap{CKM_RSA_PKCS_OAEP, &oaep, sizeof oaep};
  Bytes block(256, 1);
  EXPECT_NE(call().C_UnwrapKey(session_, &unwrap, pair, block.data(), block.size(), plain, 5, &made), CKR_OK);
  CK_MECHANISM sign{CKM_ECDSA, nullptr, 0};
  EXPECT_EQ(call().C_SignInit(session_, &sign, pair), CKR_OK) << "what it is for";
}

TEST_F(StickInAThiefsHand, cannot_be_told_to_do_more_than_it_was_made_for) {
  CK_BBOOL yes = CK_TRUE;
  for (const auto use : {CKA_DERIVE, CKA_UNWRAP, CKA_DECRYPT}) {
    CK_ATTRIBUTE wish{use, &yes, sizeof yes};
    EXPECT_NE(call().C_SetAttributeValue(session_, own_pair(), &wish, 1), CKR_OK) << use;
  }
}

}  // namespace
}  // namespace kwota::seal
