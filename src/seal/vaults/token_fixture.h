// For tests against a real PKCS#11 library: each test has SoftHSM tokens in a folder of its own.
#pragma once
#include <gtest/gtest.h>

#include <algorithm>

#include "seal/vaults/known_token.h"
#include "seal/vaults/vaults.h"

namespace kwota::seal {

/// What a test compares: "ok" or the code of the refusal.
std::string code(const auto& result) { return result.ok() ? "ok" : result.error().code; }

class TokenInAFolder : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(softhsm_module))
      GTEST_SKIP() << "SoftHSM is not installed (package softhsm2): what stands behind PKCS#11 is not tested";
    std::string name = (std::filesystem::temp_directory_path() / "kwota-token-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override {
    std::error_code failed;  // a server that a test ended may be removing its socket right now
    if (!folder_.empty()) std::filesystem::remove_all(folder_, failed);
  }

  KnownTokenPlace place() const { return {.folder = folder_ / "hsm", .pin_file = folder_ / "pins"}; }
  std::unique_ptr<Pkcs11Vault> open() {
    auto vault = open_known_vault(place(), test_root, random_);
    EXPECT_TRUE(vault.ok()) << (vault.ok() ? "" : vault.error().what);
    return vault.ok() ? std::move(vault).value() : nullptr;
  }
  /// Beside the vault, to look into its token. Under use() of the module.
  Result<Pkcs11Session> look_into(const std::shared_ptr<Pkcs11Module>& module, const std::string& label,
                                  const std::filesystem::path& pins) {
    bool refused_pin = false;
    TRY(pin, pin_from_file(pins)());
    TRY(slot, module->slot_of(label));
    return Pkcs11Session::open(module, slot, CKU_USER, pin.view(), refused_pin);
  }

  std::filesystem::path folder_;
  SystemRandom random_;
};

/// No key, beside the pair that signs the books from their first group on.
inline bool holds_no_keys(KeyStore& store) {
  const auto keys = store.vault().keys();
  return keys.ok() && std::ranges::all_of(*keys, [](const KeyDescription& each) { return each.key.purpose == Purpose::root_signature; });
}

/// The tokens of both programs, for tests of what goes between them; in the product they lie in two folders.
struct BothVaults : Vaults {
  std::unique_ptr<KeyStore> office;
};
/// Of sample books: the counters begin with the keys of their folder.
inline Result<BothVaults> open_both(const std::filesystem::path& folder, const VaultConfiguration& configuration, Random& random) {
  TRY(sample, SampleKeys::open(folder, random));
  TRY(counters, open_vaults(folder, configuration, random, sample));
  BothVaults both{std::move(counters), nullptr};
  TRY(office, open_office_vault(folder, configuration, random, {.module = both.module}));
  both.office = std::move(office.store);
  return both;
}

}  // namespace kwota::seal
