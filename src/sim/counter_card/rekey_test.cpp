// A customer's card gets new keys while it lies on the counter – and is torn away at every single step of it.
#include "carry/cards/user_card/rekey.h"

#include <gtest/gtest.h>

#include "carry/cards/user_card/user_card_table.h"
#include "carry/dialogue/breaks.h"
#include "seal/cipher/card_crypto.h"
#include "sim/counter_card/desk.h"

namespace kwota::sim {
namespace rekey_test {

using namespace test;
using cards::UserCard;

constexpr std::uint8_t newest = 3;

/// The test keys as version 1, and two more versions.
seal::SoftwareVault& three_versions() {
  static seal::SoftwareVault made{[] {
    seal::SoftwareVault::Roots roots;
    for (const auto& entry : cards::application_keys)
      for (std::uint8_t version = 1; version <= newest; ++version) {
        const auto root = seal::test_root(entry.purpose);
        roots.emplace(seal::KeyRef{entry.purpose, version}, version == 1 ? root : seal::diversify(root, {version}));
      }
    return roots;
  }()};
  return made;
}

/// The counter with a card that carries 100.00 under version 1, sold before.
struct Counter : Desk {
  Counter() : Desk(sold_card()) {}
  dialogue::Parties parties() {
    auto all = Desk::parties();
    all.vault = [](const seal::Request& request) { return three_versions().perform(request); };
    return all;
  }
  template <class T>
  Result<T> run_dialogue(dialogue::Dialogue<T> dialogue) {
    return dialogue::run(std::move(dialogue), parties());
  }
  Result<UserCard> read() {
    put_down_again();
    MUST(run_dialogue(cards::recognise(cards::all(), card->atr(), county)));
    cards::Reading reading;
    reading.keys.serial = serial;
    reading.nonces = nonces();
    reading.versions = {3, 2, 1};
    return run_dialogue(cards::read_user_card(reading));
  }
  cards::NewKeys order(std::uint8_t from, std::uint8_t to) {
    const auto seen = read();
    EXPECT_TRUE(seen.ok());
    cards::NewKeys order;
    order.serial = serial;
    order.from = from;
    order.to = to;
    order.credit_version = seen->credit_version;
    order.nonces = nonces();
    return order;
  }
  /// Everything is under that version: it sells with it, and its masters are the new ones (they alone can change keys again).
  void expect_whole(std::uint8_t version, const std::string& where) {
    const auto seen = read();
    ASSERT_TRUE(seen.ok()) << where << ": " << seen.error().what;
    EXPECT_EQ(seen->key_version, version) << where;
    EXPECT_EQ(seen->credit_version, version) << where;
    EXPECT_EQ(seen->purse, purse(1, 10'000)) << where;
    auto next = sale(purse(1, 10'000), purse(2, 5'000));
    next.keys.version = version;
    next.returned_stored = seen->returned_image;
    const auto sold = run_dialogue(cards::write_credit(next));
    ASSERT_TRUE(sold.ok());
    EXPECT_EQ(sold->outcome, cards::Outcome::done) << where;
    auto masters = order(version, newest);
    const auto changed = run_dialogue(cards::rekey_user_card(masters));
    EXPECT_TRUE(changed.ok()) << where << ": " << (changed.ok() ? "" : changed.error().what);
  }
};

TEST(Rekey, a_card_gets_the_new_version_and_carries_what_it_carried) {
  Counter counter;
  const auto done = counter.run_dialogue(cards::rekey_user_card(counter.order(1, 2)));
  ASSERT_TRUE(done.ok()) << done.error().what;
  counter.expect_whole(2, "re-keyed");
  const auto seen = counter.read();
  ASSERT_TRUE(seen.ok());
  EXPECT_EQ(seen->key_version, 3) << "and once more: the header of its first day is found again";
}

TEST(Rekey, every_file_is_as_it_was) {
  Counter counter;
  const auto before = counter.card->state();
  ASSERT_TRUE(counter.run_dialogue(cards::rekey_user_card(counter.order(1, 2))).ok());
  const auto& after = counter.card->state();
  EXPECT_EQ(before.mf.directories[0].files, after.mf.directories[0].files);
  EXPECT_NE(before.mf.directories[0].key_file, after.mf.directories[0].key_file);
  EXPECT_NE(before.mf.key_file, after.mf.key_file) << "the root's master too";
}

TEST(Rekey, a_card_of_another_version_is_recognised_at_once) {
  Counter counter;
  const auto seen = counter.read();
  ASSERT_TRUE(seen.ok());
  EXPECT_EQ(seen->key_version, 1);
  EXPECT_FALSE(seen->rekey_unfinished());
  cards::Reading only_new;
  only_new.keys.serial = serial;
  only_new.nonces = nonces();
  only_new.versions = {3, 2};
  counter.put_down_again();
  ASSERT_TRUE(counter.run_dialogue(cards::recognise(cards::all(), counter.card->atr(), county)).ok());
  EXPECT_EQ(counter.run_dialogue(cards::read_user_card(only_new)).error().code, "card_not_genuine");
}

TEST(Rekey, a_card_with_stranger_masters_is_left_as_it_is) {
  Counter counter;
  const auto before = counter.card->state();
  auto wrong = counter.order(2, 3);  // it has version 1
  wrong.credit_version = 2;
  const auto refused = counter.run_dialogue(cards::rekey_user_card(wrong));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "card_key_differs");
  EXPECT_EQ(before.mf.directories[0].files, counter.card->state().mf.directories[0].files);
}

TEST(Rekey, a_card_that_says_yes_and_keeps_its_old_keys_is_found_out_before_it_leaves_the_counter) {
  Counter counter;
  const auto order = counter.order(1, 2);
  auto worn = counter.parties();
  constexpr std::uint8_t write_key = 0xD4;
  worn.device = [&](const iso7816::Command& command) -> Result<iso7816::Response> {
    if (command.ins == write_key) return iso7816::decode_response(hex("9000"));
    return counter.card->exchange(command);
  };
  const auto changed = dialogue::run(cards::rekey_user_card(order), worn);
  ASSERT_FALSE(changed.ok());
  EXPECT_EQ(changed.error().code, "rekey_failed");
  const auto seen = counter.read();
  ASSERT_TRUE(seen.ok());
  EXPECT_EQ(seen->purse, purse(1, 10'000)) << "what it carries is still on it";
}

/// The law: after a tear the card works under the old version as a whole, or the next contact finishes the change; what it
/// carries never changes.
TEST(Rekey, torn_at_every_command_the_next_contact_finishes_it) {
  int untouched = 0, half = 0;
  const auto questions = dialogue::for_each_break(
      [] { return Counter{}; }, [](Counter& counter) { return cards::rekey_user_card(counter.order(1, 2)); },
      [&](Counter& counter, const std::optional<dialogue::Break>& happened, const std::optional<Result<Done>>& verdict) {
        const auto where = happened ? dialogue::to_text(*happened) : "unharmed";
        const auto seen = counter.read();
        ASSERT_TRUE(seen.ok()) << where << ": " << seen.error().what;
        EXPECT_EQ(seen->purse, purse(1, 10'000)) << where;
        EXPECT_TRUE(!verdict || !verdict->ok() || seen->key_version == 2) << where;
        if (seen->key_version == 1) {
          EXPECT_EQ(seen->credit_version, 1) << where;
          ++untouched;
          auto next = sale(purse(1, 10'000), purse(2, 5'000));
          next.returned_stored = seen->returned_image;
          EXPECT_EQ(counter.run_dialogue(cards::write_credit(next))->outcome, cards::Outcome::done)
              << where << ": works under the old version";
          return;
        }
        half += seen->rekey_unfinished();
        const auto finished = counter.run_dialogue(cards::rekey_user_card(counter.order(1, 2)));
        ASSERT_TRUE(finished.ok()) << where << ": " << finished.error().what;
        counter.expect_whole(2, where);
      });
  EXPECT_GE(questions, 40u);
  EXPECT_GT(untouched, 10);
  EXPECT_GT(half, 10);
}

TEST(Rekey, the_key_store_is_gone_in_the_middle_and_nothing_is_lost) {
  Counter counter;
  auto parties = counter.parties();
  int left = 5;
  parties.vault = [&](const seal::Request& request) -> Result<Bytes> {
    if (left-- <= 0) return error(Fault::wire, "vault_offline", "The key store is gone.");
    return three_versions().perform(request);
  };
  const auto broken = dialogue::run(cards::rekey_user_card(counter.order(1, 2)), parties);
  EXPECT_EQ(broken.error().code, "vault_offline");
  ASSERT_TRUE(counter.run_dialogue(cards::rekey_user_card(counter.order(1, 2))).ok());
  counter.expect_whole(2, "after the key store came back");
}

}  // namespace rekey_test
}  // namespace kwota::sim
