// Which records of events the books lack, and that each stands there once.
#include "collect/readings/events.h"

#include <gtest/gtest.h>

#include "books/memory.h"

namespace kwota::readings {
namespace {

const auto home = MeterNumber::from(4'100'000'001);
constexpr std::string_view kinds[] = {"trips", "cover_opened"};
constexpr devices::Facts facts{.recorded = kinds};

books::MeterEvent event(std::int64_t number, std::string kind = "cover_opened") {
  return {.meter = home, .kind = std::move(kind), .number = number, .began = LocalTime{{2026, 11, 20}, 14, 5, 9}, .ended = {}, .snapshot = "{}", .received = {}};
}
std::size_t take(books::Memory& books, const std::vector<books::MeterEvent>& received) {
  const auto decided = recorded(books, received);
  books.apply(decided.value().changes);
  return decided.value().answer;
}

TEST(EventBook, the_newest_record_of_each_kind_is_known) {
  books::Memory books;
  const books::ReadingPlan plan{.items = "states,events"};
  EXPECT_EQ(records_known(books, plan, home, facts).at("cover_opened"), 0);
  EXPECT_EQ(take(books, {event(1), event(2)}), 2U);
  const auto known = records_known(books, plan, home, facts);
  EXPECT_EQ(known.at("cover_opened"), 2);
  EXPECT_EQ(known.at("trips"), 0);
  EXPECT_TRUE(records_known(books, {.items = "states"}, home, facts).empty()) << "the plan does not ask for them";
}

TEST(EventBook, a_record_that_is_there_stays_as_it_was) {
  books::Memory books;
  take(books, {event(1), event(2)});
  auto other = event(2);
  other.snapshot = R"({"energy":"9.99"})";
  EXPECT_EQ(take(books, {other, event(3), event(1, "trips")}), 2U);
  EXPECT_EQ(books.newest(books::MeterEvent::as_received, 9, home).size(), 4U);
  EXPECT_EQ(books.last<books::MeterEvent>(home, "cover_opened")->number, 3);
  for (const auto& row : books.newest(books::MeterEvent::as_received, 9, home)) EXPECT_EQ(row.snapshot, "{}");
}

}  // namespace
}  // namespace kwota::readings
