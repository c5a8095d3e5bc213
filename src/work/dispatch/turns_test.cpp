// Whose turn it is, without threads: lines and the meters on them.
#include "work/dispatch/turns.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>
#include <set>

namespace kwota::dispatch {
namespace {

books::MeterLink link(std::uint64_t meter, std::string line) {
  return {.meter = MeterNumber::from(meter), .address = "tcp://10.0.0.1:1", .line = std::move(line)};
}

TEST(Turns, a_line_is_taken_until_its_conversation_has_ended) {
  Turns turns;
  turns.renew({link(1, "a"), link(2, "a"), link(3, "b")});
  const auto first = turns.next(), second = turns.next();
  EXPECT_EQ(first->meter, MeterNumber::from(1));
  EXPECT_EQ(second->meter, MeterNumber::from(3));
  EXPECT_FALSE(turns.next()) << "the other meter of line a waits";
  EXPECT_FALSE(turns.empty());
  turns.release(*first);
  EXPECT_EQ(turns.next()->meter, MeterNumber::from(2));
  EXPECT_TRUE(turns.empty());
  EXPECT_EQ(turns.in_contact(), 2U);
}

TEST(Turns, a_line_that_is_taken_out_of_turn_is_free_for_those_who_wait_afterwards) {
  Turns turns;
  turns.renew({link(1, "a"), link(2, "b")});
  EXPECT_TRUE(turns.take(link(7, "a")));
  EXPECT_FALSE(turns.take(link(1, "a")));
  EXPECT_EQ(turns.next()->meter, MeterNumber::from(2));
  EXPECT_FALSE(turns.next());
  turns.release(link(7, "a"));
  EXPECT_EQ(turns.next()->meter, MeterNumber::from(1));
}

TEST(Turns, what_is_due_anew_takes_the_place_of_what_was_and_money_overtakes_what_waits) {
  Turns turns;
  turns.renew({link(1, "a"), link(2, "a"), link(3, "a")});
  const auto first = *turns.next();
  turns.renew({link(9, "a"), link(2, "a")});
  EXPECT_FALSE(turns.next()) << "the line is still taken";
  turns.release(first);
  EXPECT_EQ(turns.next()->meter, MeterNumber::from(9));
}

TEST(Turns, everybody_has_his_turn_once_and_a_line_never_two) {
  EXPECT_TRUE(rc::check([](const std::vector<std::uint8_t>& lines) {
    Turns turns;
    std::vector<books::MeterLink> due;
    for (std::size_t i = 0; i < lines.size(); ++i) due.push_back(link(i + 1, std::to_string(lines[i] % 5)));
    turns.renew(due);
    std::map<std::string, books::MeterLink> in_contact;
    std::set<MeterNumber> seen;
    while (!turns.empty() || !in_contact.empty()) {
      if (const auto next = turns.next()) {
        RC_ASSERT(!in_contact.contains(next->line));
        RC_ASSERT(seen.insert(next->meter).second);
        in_contact.emplace(next->line, *next);
      } else {
        RC_ASSERT(!in_contact.empty());
        turns.release(in_contact.begin()->second);
        in_contact.erase(in_contact.begin());
      }
    }
    RC_ASSERT(seen.size() == lines.size());
  }));
}

}  // namespace
}  // namespace kwota::dispatch
