// The same program with another PKCS#11 module in vault.json: p11-kit's proxy, which has its own slots, sessions and handles.
// (p11-kit 0.24's remoting is no such module: it carries neither the parameters of key derivation nor those of CBC.)
#include <fstream>

#include "seal/cipher/card_crypto.h"
#include "seal/cipher/ecdsa.h"
#include "seal/vault/software_vault.h"
#include "seal/vaults/token_fixture.h"
#include "seal/vaults/vaults.h"

namespace kwota::seal {
namespace {

namespace fs = std::filesystem;

constexpr auto proxy = "/usr/lib/x86_64-linux-gnu/p11-kit-proxy.so";

class AnotherModuleTest : public TokenInAFolder {
 protected:
  void SetUp() override {
    TokenInAFolder::SetUp();
    if (!IsSkipped() && !fs::exists(proxy))
      GTEST_SKIP() << "p11-kit's proxy is not installed (package p11-kit-modules): no other PKCS#11 module is tried";
  }
  /// What an administrator does with the tools of his HSM: tokens and their PINs.
  void make_tokens(const char* library) {
    const auto module = open_soft_hsm(folder_ / "vault", library).value();
    for (const auto* label : {"county", "office"}) {
      const auto pins = folder_ / (std::string{label} + ".pin");
      ASSERT_EQ(code(make_pins(*module, label, pins, random_)), "ok");
      const auto using_module = module->use();
      ASSERT_EQ(code(open_token(module, label, read_pins(pins).value())), "ok");
    }
  }
  void configure(const std::string& module) {
    std::ofstream{folder_ / "vault.json"}
        << R"({"module": ")" << module
        << R"(", "sealing": {"token": "county", "pin_file": "county.pin"}, "office": {"token": "office", "pin_file": "office.pin"}})";
  }
};

TEST_F(AnotherModuleTest, from_the_ceremony_to_the_first_sale_everything_works_through_the_proxy) {
  make_tokens(proxy);
  configure(proxy);
  auto opened = open_both(folder_, read_vault_configuration(folder_).value(), random_);
  ASSERT_EQ(code(opened), "ok");
  auto vaults = std::move(opened).value();
  ASSERT_EQ(code(vaults.office->make_backup_key(2, 3, random_)), "ok");
  const std::vector<SecretBytes> components{SecretBytes{hex("98C9DE1AEAE29D5773203202A53E6D91")},
                                            SecretBytes{hex("47ACE63DD728859817F2C8D509404D3B")}};
  ASSERT_EQ(*vaults.office->form({Purpose::seed, 1}, Suite::des, components), (KeyCheckValue{0xFE, 0x03, 0xF3}))
      << "a published vector";
  const Factor county{1, 3, 0, 5};
  ASSERT_EQ(code(vaults.sealing_store->accept_delivery(
                vaults.office->start_delivery(vaults.sealing_store->receiving_key().value()).value())),
            "ok");
  SoftwareVault::Roots expected;
  for (const auto purpose :
       {Purpose::credit, Purpose::seller_authentication, Purpose::load, Purpose::tac, Purpose::card_master}) {
    const Factor factor = purpose_factor(purpose);
    ASSERT_EQ(code(vaults.office->derive({Purpose::seed, 1}, {&factor, 1}, {purpose, 1})), "ok");
    const auto taken = vaults.sealing_store->take(vaults.office->deliver({purpose, 1}, {&county, 1}).value());
    ASSERT_EQ(code(taken), "ok");
    ASSERT_EQ(code(vaults.sealing_store->activate(taken->key, taken->check_value)), "ok");
    const Key seed = Key::des(hex("DF6538273DCA18CF64D2FAD7AC7E20AA"));
    expected.emplace(KeyRef{purpose, 1}, diversify(diversify(seed, factor), county));
  }
  SoftwareVault memory{expected};
  for (const Request& request :
       {Request{LineMac{{Purpose::credit, 1}, {{9}}, {1, 2, 3, 4}, Bytes(13)}},
        Request{Authenticate{{Purpose::seller_authentication, 1}, {{9}}, {1}}},
        Request{SessionMac{{Purpose::load, 1}, {{9}}, {5}, Bytes(21)}},
        Request{TransactionCode{{Purpose::tac, 1}, {{9}}, Bytes(21)}},
        Request{WriteCardKey{{Purpose::credit, 1}, {Purpose::card_master, 1}, {{9}}, {1}, 1, 2, Bytes(5)}}}) {
    const auto answer = vaults.sealing->perform(request);
    ASSERT_EQ(code(answer), "ok");
    EXPECT_EQ(to_hex(*answer), to_hex(*memory.perform(request))) << request.index();
  }
  const Digest root = sha256(view_of("root"));
  EXPECT_TRUE(verify_signature(*vaults.sealing->root_public_key(), root, *vaults.sealing->sign_root(root)));
  EXPECT_EQ(vaults.sealing->figures().module, proxy);
  EXPECT_EQ(code(vaults.office->backup()), "ok");
}

}  // namespace
}  // namespace kwota::seal
