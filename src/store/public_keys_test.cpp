#include "store/verify/public_keys.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "store/test_key.h"

namespace kwota::store {
namespace {

Anchor signed_by(const test::TestKey& key, std::int64_t number) {
  Anchor anchor{.number = number, .time = Instant::from_ms(1'795'000'000'000), .count = 1};
  anchor.hash = hash_of(anchor);
  anchor.signature = key.signer()(anchor.hash).value();
  return anchor;
}

TEST(public_keys, each_signature_finds_the_key_of_its_time_after_a_vault_was_replaced) {
  const test::TestKey lost, next, strange;
  auto known = lost.public_key();
  append(known, next.public_key());
  EXPECT_EQ(signing_key(known, signed_by(lost, 1)), lost.public_key());
  EXPECT_EQ(signing_key(known, signed_by(next, 2)), next.public_key());
  EXPECT_FALSE(signing_key(known, signed_by(strange, 3))) << "a vault that nobody published";
}

TEST(public_keys, an_anchor_without_signature_or_changed_after_it_has_no_key) {
  const test::TestKey key;
  auto anchor = signed_by(key, 1);
  anchor.hash[0] ^= 1;
  EXPECT_FALSE(signing_key(key.public_key(), anchor));
  anchor.signature.reset();
  EXPECT_FALSE(signing_key(key.public_key(), anchor));
}

TEST(public_keys, each_vault_adds_its_key_once) {
  const auto file = std::filesystem::temp_directory_path() / ("kwota-keys-" + std::to_string(::getpid()));
  const test::TestKey lost, next;
  for (const auto* key : {&lost, &lost, &next, &lost}) ASSERT_TRUE(add_public_key(file, key->public_key()).ok());
  auto both = lost.public_key();
  append(both, next.public_key());
  EXPECT_EQ(read_public_keys(file), both);
  std::filesystem::remove(file);
  EXPECT_EQ(add_public_key("/no/such/folder/keys", next.public_key()).error().code, "public_key_unwritable");
}

TEST(public_keys, no_file_and_a_damaged_one_know_no_key) {
  const test::TestKey key;
  EXPECT_TRUE(read_public_keys("there is no such file").empty());
  EXPECT_FALSE(signing_key({}, signed_by(key, 1)));
  EXPECT_FALSE(signing_key(Bytes{0x30, 0x59, 0x00}, signed_by(key, 1)));
}

}  // namespace
}  // namespace kwota::store
