// The end of a business day in the books: cut-off, refusal, correction of the clock, and what somebody changes afterwards.
#include <gtest/gtest.h>

#include "books/memory.h"
#include "sell/settings/in_force.h"
#include "store/test_books_on_disk.h"
#include "store/verify/sheets.h"

namespace kwota::store {
namespace {

using namespace test;

/// The clock stands at eight in the evening of 2026-11-20 in Asia/Shanghai.
constexpr Duration hours(std::int64_t count) { return Duration::hours(count); }

class Closing : public BooksOnDisk {
 protected:
  void SetUp() override {
    books = open();
    ASSERT_TRUE(set_up(*books));
  }
  std::vector<books::ClosedDay> closed() {
    return books->read([](const books::Reader& reader) -> Result<std::vector<books::ClosedDay>> { return reader.all<books::ClosedDay>(); }).value();
  }
  /// Any group that signs something.
  void something_happens() {
    ASSERT_TRUE(books->run({"admin", "import", ""}, [](const books::Reader&) -> Result<books::Decision<Done>> {
      books::Decision<Done> decision;
      decision.changes.put.emplace_back(books::Place{.code = "v1", .name = "East"});
      return decision;
    }));
  }
  Result<std::string> sell_on(const std::string& number, const std::string& day) {
    return books->run(cashier, [&](const books::Reader& reader) -> Result<books::Decision<std::string>> {
      TRY(decided, decide_sale(reader, number, 500));
      for (auto& row : decided.changes.append) {
        if (auto* sale = row.as<books::Sale>()) sale->business_day = day;
        if (auto* entry = row.as<books::Entry>()) entry->business_day = day;
      }
      return decided;
    });
  }
  void set(const char* why, books::Register row) {
    ASSERT_TRUE(books->run({"admin", why, ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
      books::Decision<Done> decision;
      decision.changes.put.emplace_back(row);
      return decision;
    }));
  }
  std::string business_day() {
    return books->read([&](const books::Reader& reader) -> Result<std::string> { return settings::business_day(reader, clock.now(), Zone::find("Asia/Shanghai").value()); }).value();
  }
  std::vector<std::string> editions() {
    std::vector<std::string> out;
    const auto sheets = books->read([](const books::Reader& reader) -> Result<std::vector<books::DaySheet>> { return reader.all<books::DaySheet>(); }).value();
    for (const auto& sheet : sheets) out.push_back(sheet.business_day + " " + sheet.edition);
    return out;
  }
  std::unique_ptr<Books> books;
};

TEST_F(Closing, a_day_closes_with_the_first_group_after_its_cut_off) {
  ASSERT_TRUE(sell_on(receipt(1), "2026-11-20"));
  something_happens();
  EXPECT_TRUE(closed().empty()) << "it is still that day";
  clock.advance(hours(13));
  something_happens();
  const auto days = closed();
  ASSERT_EQ(days.size(), 1U);
  EXPECT_EQ(days[0].business_day, "2026-11-20");
  EXPECT_EQ(days[0].station, "3");
  EXPECT_EQ(days[0].hash.size(), 64U);
  EXPECT_GE(days[0].sheets, 2) << "its sales, and its money by account";
  something_happens();
  EXPECT_EQ(closed().size(), 1U) << "once";
  EXPECT_TRUE(verified().ok());
}

TEST_F(Closing, a_row_for_a_closed_day_is_refused_and_the_next_one_is_taken) {
  ASSERT_TRUE(sell_on(receipt(1), "2026-11-20"));
  clock.advance(hours(13));
  something_happens();
  const auto late = sell_on(receipt(2), "2026-11-20");
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().code, "day_closed");
  EXPECT_EQ(business_day(), "2026-11-21");
  EXPECT_TRUE(sell_on(receipt(2), business_day()));
  EXPECT_TRUE(verified().ok());
}

TEST_F(Closing, what_the_group_itself_books_for_the_day_that_ends_is_counted_before) {
  ASSERT_TRUE(sell_on(receipt(1), "2026-11-20"));
  clock.advance(hours(13));
  EXPECT_TRUE(sell_on(receipt(2), "2026-11-20")) << "decided before midnight, written after it";
  EXPECT_EQ(closed().size(), 1U);
  EXPECT_TRUE(verified().ok());
}

TEST_F(Closing, with_a_cut_off_at_four_the_night_belongs_to_the_day_before) {
  set("settings", settings::always_counting(1, settings::SettingName::day_cut_off, 4));
  ASSERT_TRUE(sell_on(receipt(1), "2026-11-20"));
  clock.advance(hours(7) + Duration::minutes(59));
  EXPECT_EQ(business_day(), "2026-11-20");
  something_happens();
  EXPECT_TRUE(closed().empty());
  clock.advance(Duration::minutes(1));
  EXPECT_EQ(business_day(), "2026-11-21");
  something_happens();
  EXPECT_EQ(closed().size(), 1U);
}

TEST_F(Closing, a_cut_off_that_moves_brings_no_closed_day_back) {
  ASSERT_TRUE(sell_on(receipt(1), "2026-11-20"));
  clock.advance(hours(5));
  something_happens();
  set("settings", settings::always_counting(1, settings::SettingName::day_cut_off, 4));
  EXPECT_EQ(business_day(), "2026-11-21") << "01:00 with a cut-off at four: its day was closed at midnight";
}

TEST(BusinessDay, is_as_long_as_the_clock_on_the_wall_says) {
  books::Memory rows;
  rows.put(settings::always_counting(1, settings::SettingName::day_cut_off, 4));
  const auto berlin = Zone::find("Europe/Berlin").value();
  const auto day = [&](const char* at) { return settings::business_day(rows, parse_instant(at).value(), berlin); };
  EXPECT_EQ(day("2026-03-29T03:59:59+02:00"), "2026-03-28");
  EXPECT_EQ(day("2026-03-29T04:00:00+02:00"), "2026-03-29") << "three hours after midnight: the clocks went forward";
  EXPECT_EQ(day("2026-10-25T02:30:00+02:00"), "2026-10-24");
  EXPECT_EQ(day("2026-10-25T02:30:00+01:00"), "2026-10-24") << "half past two for the second time";
  EXPECT_EQ(day("2026-10-25T03:59:59+01:00"), "2026-10-24");
  EXPECT_EQ(day("2026-10-25T04:00:00+01:00"), "2026-10-25") << "five hours after midnight";
}

TEST_F(Closing, after_a_correction_of_the_clock_a_corrected_sheet_stands_beside_the_closed_one) {
  ASSERT_TRUE(sell_on(receipt(1), "2026-11-20"));
  const auto right = clock.now();
  clock.advance(hours(48));  // somebody set it wrong
  something_happens();
  ASSERT_EQ(closed().size(), 1U);
  books::ClockCorrection said;
  said.number = 1;
  said.wrong_from = right + Duration::minutes(1);
  said.wrong_to = clock.now() + Duration::minutes(1);
  said.recorded = right + Duration::minutes(2);
  said.first = "li";
  said.second = "zhao";
  set("clock", said);
  clock.set(right + Duration::minutes(3));
  EXPECT_EQ(business_day(), "2026-11-20") << "it goes on";
  ASSERT_TRUE(sell_on(receipt(2), "2026-11-20"));
  EXPECT_EQ(editions(), (std::vector<std::string>{"2026-11-20 ", "2026-11-20 corrected"}));
  EXPECT_TRUE(verified().ok()) << "the closed sheet is what it was";
  clock.advance(hours(24));
  ASSERT_TRUE(sell_on(receipt(3), "2026-11-21"));
  clock.advance(hours(24));
  something_happens();
  EXPECT_EQ(closed().size(), 2U);
  EXPECT_EQ(sell_on(receipt(4), "2026-11-20").error().code, "day_closed") << "now it is over for good";
}

TEST_F(Closing, verify_names_a_closed_day_that_somebody_changed) {
  ASSERT_TRUE(sell_on(receipt(1), "2026-11-20"));
  clock.advance(hours(13));
  something_happens();
  books.reset();
  by_hand("UPDATE closed_day SET hash=zeroblob(32)");
  const auto found = verified();
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.first->table, "closed_day");
}

}  // namespace
}  // namespace kwota::store
