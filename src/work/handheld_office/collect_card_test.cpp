#include "work/handheld_office/collect_card.h"

#include <gtest/gtest.h>

#include "base/time.h"
#include "seal/vault/software_vault.h"

namespace kwota::handheld_office {
namespace {

namespace row = pump::collect_row;

/// The office, and what lies on the card that comes home to it.
struct Desk {
  std::string take_in(const Bytes& head) {
    CollectedRows card{.card = {}, .rows = std::vector<Bytes>(row::head, Bytes(row::size))};
    card.rows.back() = head;
    const auto taken = take_in_collect_card(*books, vault, card, {});
    return taken.ok() ? "" : taken.error().code;
  }
  std::size_t hand_overs() {
    return books->read([](const books::Reader& reader) -> Result<std::size_t> { return reader.all<books::HandOver>().size(); }).value();
  }

  ManualClock clock{parse_instant("2026-11-20T08:00:00Z").value()};
  std::unique_ptr<store::Books> books = store::Books::in_memory(clock).value();
  seal::SoftwareVault vault = seal::SoftwareVault::with_test_keys();
};

Bytes head_with(std::uint8_t count) {
  pump::CollectHead head{.head = {}, .order = 46, .counter = 1, .count = count};
  head.head.address = {0, 0, 0x00, 0x45, 0x67, 0x01};
  return to_bytes(*pump::encode(head));
}

TEST(CollectCard, an_answer_that_worn_memory_has_changed_is_not_taken_in_by_halves) {
  Desk desk;
  ASSERT_EQ(desk.take_in(head_with(3)), "meter_at_no_well") << "as the pump wrote it it is read, and the office looks for its well";
  const Bytes written = head_with(3);
  for (std::size_t bit = 0; bit < written.size() * 8; ++bit) {
    Bytes worn = written;
    worn[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
    ASSERT_EQ(desk.take_in(worn), "tool_answer_unreadable") << bit;
  }
  EXPECT_EQ(desk.take_in(Bytes(row::size)), "tool_answer_missing") << "no pump has written on it";
  EXPECT_EQ(desk.hand_overs(), 0u);
}

TEST(CollectCard, a_pump_that_says_it_has_written_more_than_fits_is_none_of_ours) {
  Desk desk;
  EXPECT_EQ(desk.take_in(head_with(row::usage_most + 1)), "tool_answer_unreadable");
  EXPECT_EQ(desk.hand_overs(), 0u);
}

}  // namespace
}  // namespace kwota::handheld_office
