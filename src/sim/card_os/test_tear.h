// What tests of torn cards share: a memory that remembers every write, and a life that is torn at each of its bytes. Begin with expect_old_or_new().
#pragma once
#include <gtest/gtest.h>

#include "sim/card_os/test_card.h"

namespace kwota::sim::test {

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

inline Bytes loaded(const std::shared_ptr<Storage>& storage) {
  auto image = CardMemory(storage).load();
  return image.ok() ? *image : Bytes{};
}

/// A card that lives so, torn at every byte of every write.
inline void expect_old_or_new(const std::vector<Step>& life, std::size_t writes_at_least) {
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

}  // namespace kwota::sim::test
