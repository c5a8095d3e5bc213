// The key set of one folder of sample books: rolled once, the owner's alone, different in every folder.
#include "seal/vaults/sample_keys.h"

#include <fstream>

#include "seal/cipher/card_crypto.h"
#include "seal/vaults/token_fixture.h"

namespace kwota::seal {
namespace {

namespace fs = std::filesystem;

class SampleKeysTest : public TokenInAFolder {
 protected:
  fs::path file() const { return folder_ / SampleKeys::file_name; }
  static KeyCheckValue credit_of(const SampleKeys& keys) { return check_value(keys.root(Purpose::credit)); }
};

TEST_F(SampleKeysTest, are_rolled_once_and_only_their_owner_reads_the_file) {
  EXPECT_EQ(code(SampleKeys::read(folder_)), "vault_refused") << "there are none yet";
  const auto first = SampleKeys::open(folder_, random_), again = SampleKeys::open(folder_, random_), read = SampleKeys::read(folder_);
  ASSERT_TRUE(first.ok() && again.ok() && read.ok());
  EXPECT_EQ(credit_of(*first), credit_of(*again));
  EXPECT_EQ(credit_of(*first), credit_of(*read));
  EXPECT_EQ(fs::status(file()).permissions() & fs::perms::all, fs::perms::owner_read | fs::perms::owner_write);
  std::string heading;
  std::getline(std::ifstream{file()}, heading);
  EXPECT_TRUE(heading.starts_with("SAMPLE KEYS")) << heading;
}

TEST_F(SampleKeysTest, no_two_folders_share_a_key_and_none_is_a_published_one) {
  const auto elsewhere = folder_ / "elsewhere";
  fs::create_directory(elsewhere);
  const auto here = SampleKeys::open(folder_, random_), there = SampleKeys::open(elsewhere, random_);
  ASSERT_TRUE(here.ok() && there.ok());
  for (std::size_t i = 0; i < purposes; ++i) {
    const auto purpose = static_cast<Purpose>(i);
    if (!comes_from_the_seed(purpose)) continue;
    const auto value = check_value(here->root(purpose));
    EXPECT_NE(value, check_value(there->root(purpose))) << name_of(purpose);
    EXPECT_FALSE(is_test_key(purpose, value)) << name_of(purpose);
  }
  EXPECT_NE(check_value(here->root(Purpose::credit)), check_value(here->root(Purpose::meter_identity)));
  EXPECT_TRUE(is_test_key(Purpose::card_transport, check_value(here->root(Purpose::card_transport)))) << "the supplier's";
}

TEST_F(SampleKeysTest, a_file_that_others_read_or_that_somebody_changed_is_refused) {
  ASSERT_TRUE(SampleKeys::open(folder_, random_).ok());
  fs::permissions(file(), fs::perms::group_read, fs::perm_options::add);
  EXPECT_EQ(code(SampleKeys::open(folder_, random_)), "vault_refused");
  fs::permissions(file(), fs::perms::group_read, fs::perm_options::remove);
  EXPECT_EQ(code(SampleKeys::open(folder_, random_)), "ok");
  fs::resize_file(file(), fs::file_size(file()) - 3);
  EXPECT_EQ(code(SampleKeys::open(folder_, random_)), "vault_refused") << "it is never rolled anew over what was there";
}

}  // namespace
}  // namespace kwota::seal
