// A card torn from the reader at every byte it ever writes: it must wake up as the card before the command or the card after.
#include <gtest/gtest.h>

#include "sim/card_os/test_purse.h"
#include "sim/card_os/test_tear.h"

namespace kwota::sim {
namespace {
using namespace test;

std::vector<Step> a_card_life() {
  auto steps = personalisation();
  for (auto& step : sale()) steps.push_back(std::move(step));
  return steps;
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
