// A card torn from the reader at every byte it ever writes: it must wake up as the card before the command or the card after.
#include <gtest/gtest.h>

#include "sim/card_os/test_purse.h"

namespace kwota::sim {
namespace {
using namespace test;

std::vector<Step> a_card_life() {
  auto steps = personalisation();
  for (auto& step : sale()) steps.push_back(std::move(step));
  return steps;
}

/// Remembers what the memory held before each write, and the write.
class WitnessStorage final : public Storage {
 public:
  struct Write {
    Bytes before;
    std::size_t offset = 0;
    Bytes bytes;
  };
  Bytes read(std::size_t offset, std::size_t count) override { return memory_.read(offset, count); }
  Result<void> write(std::size_t offset, ByteView bytes) override {
    writes.push_back({memory_.bytes(), offset, to_bytes(bytes)});
    return memory_.write(offset, bytes);
  }
  std::vector<Write> writes;

 private:
  MemoryStorage memory_{CardMemory::storage_bytes};
};

Bytes loaded(const std::shared_ptr<Storage>& storage) {
  auto image = CardMemory(storage).load();
  return image.ok() ? *image : Bytes{};
}

/// A card that lives so, torn at every byte of every write.
void expect_old_or_new(const std::vector<Step>& life, std::size_t writes_at_least) {
  const auto witness = std::make_shared<WitnessStorage>();
  SeededRandom random{7};
  ASSERT_TRUE(store_card(witness, blank_card(serial, transport_key)).ok());
  auto card = CardOs::open(witness, random);
  ASSERT_TRUE(card.ok() && card->power_on().ok());
  Desk desk(*card);
  for (const auto& step : life) {
    const auto answer = step.run(desk);
    ASSERT_EQ(answer.substr(answer.size() - 4), "9000") << step.what;
  }
  ASSERT_GE(witness->writes.size(), writes_at_least);

  for (std::size_t i = 1; i < witness->writes.size(); ++i) {
    const auto& write = witness->writes[i];
    const auto storage = std::make_shared<MemoryStorage>(write.before);
    const Bytes old_image = loaded(storage);
    ASSERT_FALSE(old_image.empty());
    const auto new_image = ByteView(write.bytes).subspan(20);
    std::size_t cuts_with_new = 0;
    for (std::size_t cut = 1; cut <= write.bytes.size(); ++cut) {
      ASSERT_TRUE(storage->write(write.offset + cut - 1, ByteView(write.bytes).subspan(cut - 1, 1)).ok());
      const Bytes image = loaded(storage);
      ASSERT_TRUE(equal(image, old_image) || equal(image, new_image)) << "write " << i << " cut after byte " << cut;
      if (equal(image, new_image)) ++cuts_with_new;
    }
    EXPECT_GE(cuts_with_new, 1u) << "the whole write is the new card";
  }
}

TEST(Tear, at_every_byte_of_every_write_the_card_is_the_old_one_or_the_new_one) { expect_old_or_new(a_card_life(), 15); }

TEST(Tear, a_purse_that_is_loaded_locked_debited_and_released_is_the_old_one_or_the_new_one_at_every_byte) {
  auto life = purse_personalisation();
  for (auto& step : life_of_a_purse()) life.push_back(std::move(step));
  expect_old_or_new(life, 20);
}

TEST(Tear, a_command_that_was_cut_gives_no_answer_and_the_next_contact_sees_the_old_or_the_new_purse) {
  SeededRandom random{7};
  const auto memory = std::make_shared<MemoryStorage>(CardMemory::storage_bytes);
  const auto torn = std::make_shared<TornStorage>(memory);
  ASSERT_TRUE(store_card(torn, blank_card(serial, transport_key)).ok());
  auto card = CardOs::open(torn, random);
  ASSERT_TRUE(card.ok() && card->power_on().ok());
  Desk desk(*card);
  for (const auto& step : personalisation()) step.run(desk);
  desk.send("00A4000002DF01");

  const auto answer_with = [](std::uint32_t count) {
    Bytes purse(8);
    put_be32(purse.data() + 4, count);
    return purse;
  };
  std::string held = to_hex(answer_with(0)) + "9000";
  std::uint32_t count = 0;
  std::string answer = "silent";
  for (std::size_t cut = 0; answer == "silent"; ++cut) {
    const auto purse = answer_with(++count);
    torn->lose_power_after(cut);
    answer = desk.protect(credit_key, "04D68200", purse);
    if (answer == "silent") {
      EXPECT_EQ(desk.send("00B0820008"), "silent") << "without power";
    }
    torn->restore_power();
    ASSERT_TRUE(card->power_on().ok());
    desk.send("00A4000002DF01");
    const auto now = desk.send("00B0820008");
    ASSERT_TRUE(now == held || now == to_hex(purse) + "9000") << "cut after byte " << cut << ": " << now;
    held = now;
  }
  EXPECT_EQ(answer, "9000");
  EXPECT_EQ(held, to_hex(answer_with(count)) + "9000") << "an answer means that the new purse is stored";
  EXPECT_EQ(count, encode_card(card->state()).size() + 20 + 1) << "every byte of the write was a cut";
}

TEST(Tear, erased_or_damaged_memory_is_named_and_never_read_as_a_card) {
  SeededRandom random{7};
  const auto memory = std::make_shared<MemoryStorage>(CardMemory::storage_bytes);
  EXPECT_EQ(CardOs::open(memory, random).error().code, "card_memory_empty");
  const auto image = encode_card(blank_card(serial, transport_key));
  for (std::size_t length = 0; length < image.size(); ++length)
    EXPECT_EQ(decode_card(ByteView(image).first(length)).error().code, "card_image_corrupt") << length;
}

TEST(Tear, worn_out_memory_is_reported_and_the_card_stays_as_it_was) {
  class WornOut final : public Storage {
   public:
    Bytes read(std::size_t offset, std::size_t count) override { return memory.read(offset, count); }
    Result<void> write(std::size_t offset, ByteView bytes) override {
      if (worn) return error(Fault::ours, "card_storage_failed", "disk full");
      return memory.write(offset, bytes);
    }
    MemoryStorage memory{CardMemory::storage_bytes};
    bool worn = false;
  };
  SeededRandom random{7};
  const auto memory = std::make_shared<WornOut>();
  ASSERT_TRUE(store_card(memory, blank_card(serial, transport_key)).ok());
  auto card = CardOs::open(memory, random);
  ASSERT_TRUE(card.ok() && card->power_on().ok());
  Desk desk(*card);
  desk.authenticate(0, transport_key);
  memory->worn = true;
  EXPECT_EQ(desk.send("80E0DF0108380600AAAA00FFFF"), "6581");
  EXPECT_EQ(desk.send("00A4000002DF01"), "6A82");
}

}  // namespace
}  // namespace kwota::sim
