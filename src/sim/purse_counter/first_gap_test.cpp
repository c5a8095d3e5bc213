// The first record that is read of a pump is not the first that it wrote: its directory says what lies there still, what was written over, and where it began.
#include "sim/purse_counter/wells.h"

namespace kwota::sim {
namespace {

using books::GapStatus;

class FirstGap : public Wells {
 protected:
  using Gap = std::tuple<std::int64_t, std::int64_t, GapStatus, std::string>;
  /// Numbers 0, 1, 2; the newest alone is read, as a person may read by record.
  void SetUp() override {
    Wells::SetUp();
    for (int i = 0; i < 3; ++i) water(mill, 1'000);
    reader.read_usage(mill);
    all_ = reader.entries[mill.meter];
    reader.entries[mill.meter] = {all_.back()};
  }
  void directory(const pump::Directory& shown) { reader.add(mill.meter, handheld::Kind::directory, *pump::encode(shown)); }
  std::vector<Gap> gaps() {
    const auto rows = office->read([](const books::Reader& books) -> Result<std::vector<books::RecordGap>> { return books.all<books::RecordGap>(); }).value();
    std::vector<Gap> out;
    for (const auto& row : rows) out.emplace_back(row.first, row.last, row.state, row.well);
    return out;
  }
  std::vector<handheld::Entry> all_;
};

TEST_F(FirstGap, what_lies_in_the_pump_before_the_first_record_that_was_read_is_missing_until_somebody_brings_it) {
  directory(mill.well.pump().directory());
  EXPECT_EQ(bring_home().gaps, 1);
  EXPECT_EQ(gaps(), (std::vector<Gap>{{0, 1, GapStatus::open, "W-1"}}));
  for (int i = 0; i < 2; ++i) reader.entries[mill.meter].push_back(all_[static_cast<std::size_t>(i)]);
  EXPECT_EQ(bring_home().gaps, 0);
  EXPECT_EQ(gaps(), (std::vector<Gap>{{0, 1, GapStatus::filled, "W-1"}}));
  books_stand();
}

TEST_F(FirstGap, what_a_full_pump_has_written_over_is_named_and_asked_of_nobody) {
  directory({.oldest = 1, .newest = 2, .capacity = 2});
  EXPECT_EQ(bring_home().gaps, 1) << "number 1 can still be brought";
  EXPECT_EQ(gaps(), (std::vector<Gap>{{0, 0, GapStatus::overwritten, "W-1"}, {1, 1, GapStatus::open, "W-1"}}));
  books_stand();
}

TEST_F(FirstGap, a_pump_that_is_not_full_began_with_its_oldest_record) {
  directory({.oldest = 2, .newest = 2});
  EXPECT_EQ(bring_home().gaps, 0) << "its module had drawn these numbers elsewhere";
  EXPECT_TRUE(gaps().empty());
}

TEST_F(FirstGap, without_a_directory_nobody_knows) {
  EXPECT_EQ(bring_home().gaps, 0);
  EXPECT_TRUE(gaps().empty());
}

}  // namespace
}  // namespace kwota::sim
