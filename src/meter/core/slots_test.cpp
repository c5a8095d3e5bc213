// The two slots of the meter's memory: power lost at any byte leaves the old record or the new one.
#include <gtest/gtest.h>

#include <vector>

#include "meter/core/state.h"

namespace kwota::meter {
namespace {

/// Memory that stops taking bytes after so many of them.
class FailingMemory final : public Storage {
 public:
  void read(std::size_t offset, MutableBytes to) const override {
    for (std::size_t i = 0; i < to.size(); ++i) to[i] = bytes[offset + i];
  }
  void write(std::size_t offset, ByteView from) override {
    for (std::size_t i = 0; i < from.size() && left > 0; ++i, --left) bytes[offset + i] = from[i];
  }
  void flush() override {}

  std::vector<std::uint8_t> bytes = std::vector<std::uint8_t>(Slots::storage_size, 0xFF);
  std::size_t left = static_cast<std::size_t>(-1);
};

State with_count(std::uint32_t n) {
  State state;
  state.number = MeterNumber::from(4'123'456'789);
  state.ledger.count = SequenceNumber{n};
  state.ledger.credited = Money::minor(n);
  state.ledger.balance = ExactMoney::of(state.ledger.credited);
  return state;
}

TEST(MeterMemory, a_virgin_memory_holds_no_record) {
  FailingMemory memory;
  EXPECT_FALSE(Slots{memory}.load());
}

TEST(MeterMemory, every_field_comes_back) {
  State state = with_count(7);
  state.ledger.card.bytes = {1, 2, 3, 4, 5, 6, 7, 8};
  state.ledger.dead_cards[3].bytes = {8, 7, 6, 5, 4, 3, 2, 1};
  state.ledger.used = ExactMoney::e5(-3);  // sign survives
  state.ledger.balance += ExactMoney::e5(3);
  state.latches.trip = Trip::held;
  state.latches.power_protect = true;
  state.tariffs.spare.step_prices[6] = MeterPrice::e4(99'999'999);
  state.tariffs.set = 1;
  state.calendar.settlements[3] = {ClockTime{5}, Energy::wh(6), Energy::wh(7)};
  state.clear_authorisations[3] = {9, 9, 9, 9, 9, 9, 9, 9};
  EXPECT_EQ(decode_state(encode(state)), state);
}

TEST(MeterMemory, a_record_that_breaks_the_law_is_no_record) {
  State state = with_count(7);
  state.ledger.balance += ExactMoney::e5(1);
  EXPECT_FALSE(decode_state(encode(state)));
}

TEST(MeterMemory, power_lost_at_every_byte_leaves_the_old_record_or_the_new_one) {
  for (std::size_t cut = 0; cut <= Slots::record_size; ++cut) {
    SCOPED_TRACE(cut);
    FailingMemory memory;
    {
      Slots slots{memory};
      ASSERT_TRUE(slots.save(with_count(1)));
      ASSERT_TRUE(slots.save(with_count(2)));
    }
    Slots slots{memory};
    ASSERT_EQ(slots.load(), with_count(2));
    memory.left = cut;
    EXPECT_EQ(slots.save(with_count(3)), cut == Slots::record_size);
    memory.left = static_cast<std::size_t>(-1);

    Slots again{memory};
    EXPECT_EQ(again.load(), with_count(cut == Slots::record_size ? 3 : 2));
    EXPECT_TRUE(again.save(with_count(4))) << "and it goes on from there";
    EXPECT_EQ(Slots{memory}.load(), with_count(4));
  }
}

TEST(MeterMemory, every_flipped_bit_of_the_newer_record_brings_the_older_one_back) {
  FailingMemory memory;
  Slots slots{memory};
  ASSERT_TRUE(slots.save(with_count(1)));
  ASSERT_TRUE(slots.save(with_count(2)));
  for (std::size_t bit = 0; bit < Slots::record_size * 8; ++bit) {
    FailingMemory damaged = memory;
    damaged.bytes[Slots::record_size + bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
    ASSERT_EQ(Slots{damaged}.load(), with_count(1)) << bit;
  }
}

}  // namespace
}  // namespace kwota::meter
