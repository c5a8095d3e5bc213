// A meter is asked for the events that are new: their times and what it noted with them, and never a record under another's number.
#include "carry/remote_vending/events.h"

#include <gtest/gtest.h>

#include <map>

#include "carry/remote_vending/test_wall.h"

namespace kwota::dlt645 {
namespace {

constexpr EventRecords covers{0x03300D00, 0x03300D00, RecordForm::record}, trips{0x1D000001, 0x1D000100, RecordForm::columns},
    cuts{0x03110000, 0x03110000, RecordForm::power_cut}, cards{0x03301300, 0x03301300, RecordForm::record},
    clearings{0x03300100, 0x03300100, RecordForm::record};

struct Wall {
  std::map<std::uint32_t, Bytes> has{};
  std::vector<std::uint32_t> asked{};
  std::size_t breaks_at = 0;  ///< counted from 1; 0: never

  void count(const EventRecords& of, std::int64_t value) { has[of.count] = *bytes_of(*find_item({Edition::y2007, of.count}), value); }
  Result<dialogue::LineFrame> answer(const dialogue::LineFrame& command) {
    return test::answer_to(command, asked, breaks_at, [this](std::uint32_t item) { return has.contains(item) ? std::optional{has.at(item)} : std::nullopt; });
  }
  std::vector<Recorded> read(std::vector<NewRecords> wanted) {
    std::vector<Recorded> received;
    auto dialogue = read_records(Address{}, std::move(wanted), received);
    const dialogue::Parties parties{.line = [this](const dialogue::LineFrame& command) { return answer(command); }, .vault = {}, .journal = {}};
    (void)dialogue::run(dialogue, parties);
    return received;
  }
};

Bytes hex(std::string_view text) { return *from_hex(text); }
/// 2026-11-20 14:05:09, a subject, a detail, 12.34 kWh and -1.00.
Bytes record(std::string_view subject = "0000000000000000", std::string_view detail = "0000") {
  return hex("090514201126" + std::string{subject} + std::string{detail} + "34120000" + "00010080");
}
constexpr LocalTime when{{2026, 11, 20}, 14, 5, 9};

TEST(EventRecords, only_new_ones_are_asked_for_the_oldest_first) {
  Wall meter;
  meter.count(covers, 5);
  for (std::uint32_t back = 1; back <= 5; ++back) meter.has[covers.records + back] = record();
  const auto received = meter.read({{covers, 3, 5}});
  ASSERT_EQ(received.size(), 2U);
  EXPECT_EQ(received[0].number, 4);
  EXPECT_EQ(received[1].number, 5);
  EXPECT_EQ(received[1].kind, "cover_opened");
  EXPECT_EQ(received[1].began, when);
  EXPECT_EQ(received[1].noted, (std::map<std::string, std::string>{{"energy", "12.34"}, {"balance", "-1.00"}}));
  EXPECT_EQ(meter.asked, (std::vector{covers.records + 2, covers.records + 1, covers.count}));
}

TEST(EventRecords, of_many_the_newest_ten_are_left) {
  Wall meter;
  meter.count(covers, 300);
  for (std::uint32_t back = 1; back <= 10; ++back) meter.has[covers.records + back] = record();
  const auto received = meter.read({{covers, 0, 300}});
  ASSERT_EQ(received.size(), 10U);
  EXPECT_EQ(received.front().number, 291);
}

TEST(EventRecords, a_trip_stands_in_columns) {
  Wall meter;
  meter.count(trips, 1);
  meter.has[0x1D000101] = hex("090514201126");
  meter.has[0x1D000201] = hex("78563412");
  meter.has[0x1D000301] = hex("34120000");
  meter.has[0x1D000401] = hex("00010080");
  const auto received = meter.read({{trips, 0, 1}});
  ASSERT_EQ(received.size(), 1U);
  EXPECT_EQ(received[0].began, when);
  EXPECT_EQ(received[0].noted, (std::map<std::string, std::string>{{"balance", "-1.00"}, {"energy", "12.34"}, {"operator", "12345678"}}))
      << "the reason is not told by this meter";
}

TEST(EventRecords, a_cut_of_the_mains_ends_so_many_minutes_later_where_the_meter_knows) {
  Wall meter;
  meter.count(cuts, 2);
  meter.has[cuts.records + 2] = record("0000000000000000", "5A00");
  meter.has[cuts.records + 1] = record("0000000000000000", "FFFF");
  const auto received = meter.read({{cuts, 0, 2}});
  ASSERT_EQ(received.size(), 2U);
  EXPECT_EQ(received[0].ended, (LocalTime{{2026, 11, 20}, 15, 35, 9}));
  EXPECT_FALSE(received[1].ended);
  EXPECT_FALSE(received[1].noted.contains("detail")) << "unknown is no number";
}

TEST(EventRecords, a_refused_card_and_a_cleared_meter_have_layouts_of_their_own) {
  Wall meter;
  meter.count(cards, 1), meter.count(clearings, 1);
  meter.has[cards.records + 1] = hex("090514201126" "0102030405060708" "03" "FFFFFFFFFFFFFF" "0700" "00050000" "34120000" "FFFFFFFF");
  auto cleared = hex("090514201126" "78563412" "34120000");
  cleared.resize(106, 0xFF);
  meter.has[clearings.records + 1] = cleared;
  const auto received = meter.read({{cards, 0, 1}, {clearings, 0, 1}});
  ASSERT_EQ(received.size(), 2U);
  EXPECT_EQ(received[0].noted.at("card"), "0102030405060708");
  EXPECT_EQ(received[0].noted.at("balance"), "5.00");
  EXPECT_FALSE(received[0].noted.contains("command")) << "not kept by this meter";
  EXPECT_EQ(received[1].noted.at("energy"), "12.34");
}

TEST(EventRecords, one_more_while_it_was_asked_leaves_that_kind_for_the_next_time) {
  Wall meter;
  meter.count(covers, 6), meter.count(cuts, 1);
  for (std::uint32_t back = 1; back <= 6; ++back) meter.has[covers.records + back] = record();
  meter.has[cuts.records + 1] = record();
  const auto received = meter.read({{covers, 3, 5}, {cuts, 0, 1}});
  ASSERT_EQ(received.size(), 1U);
  EXPECT_EQ(received[0].kind, "power_off");
}

TEST(EventRecords, what_is_refused_or_of_another_length_is_left_out_and_a_broken_line_keeps_whole_kinds) {
  Wall meter;
  meter.count(covers, 2), meter.count(cuts, 1);
  meter.has[covers.records + 2] = hex("0905142011");
  meter.has[covers.records + 1] = record();
  meter.has[cuts.records + 1] = record();
  EXPECT_EQ(meter.read({{covers, 0, 2}}).size(), 1U);
  for (std::size_t at = 1; at <= 5; ++at) {
    meter.asked.clear();
    meter.breaks_at = at;
    EXPECT_EQ(meter.read({{covers, 0, 2}, {cuts, 0, 1}}).size(), at <= 3 ? 0U : 1U) << at;
  }
}

TEST(EventRecords, a_moment_of_a_clock_that_was_not_valid_is_none) {
  Wall meter;
  meter.count(covers, 1);
  auto nowhere = record();
  std::fill_n(nowhere.begin(), 6, std::uint8_t{0});
  meter.has[covers.records + 1] = nowhere;
  const auto received = meter.read({{covers, 0, 1}});
  ASSERT_EQ(received.size(), 1U);
  EXPECT_FALSE(received[0].began);
}

}  // namespace
}  // namespace kwota::dlt645
