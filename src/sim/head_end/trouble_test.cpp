// What else happens on lines to meters: answers late and doubled, two meters under one address, two head-ends, books that do not
// take anything for a while, a server whose clock is wrong. Law, each time: the meter has each credit once, and the books say so.
#include <gtest/gtest.h>

#include "sim/head_end/test_town.h"
#include "store/sqlite/connection.h"

namespace kwota::sim {
namespace {

/// It came out as it should: the sale is in the meter once and nothing waits.
void expect_once(Town& town, const std::string& sale, std::int64_t credited = 150) {
  EXPECT_EQ(town.state(sale), "applied");
  EXPECT_TRUE(town.open().empty());
  EXPECT_EQ(town.credited(), yuan(credited));
  town.expect_the_law();
}

TEST(Trouble, an_answer_that_comes_late_is_not_taken_for_the_answer_to_the_next_question) {
  Town town;
  town.late = true;
  const auto sale = town.sell("50.00");
  town.settle();
  expect_once(town, sale);
}

TEST(Trouble, answers_that_come_late_after_each_loss_settle_nothing_by_themselves) {
  for (int from = 1;; ++from) {
    SCOPED_TRACE(from);
    Town town;
    town.late = true;
    const auto sale = town.sell("50.00");
    town.lose(from, 1, Town::Loss::answer);
    town.contact();
    const bool whole = town.asked < from;
    town.lose(0, 0, Town::Loss::answer);
    town.settle();
    expect_once(town, sale);
    if (whole) break;
  }
}

TEST(Trouble, a_doubled_answer_is_one) {
  Town town;
  town.doubled = true;
  const auto sale = town.sell("50.00");
  town.settle();
  expect_once(town, sale);
}

TEST(Trouble, two_meters_under_one_address_get_nothing_and_a_person_is_called) {
  Town town;
  town.namesake = true;
  const auto sale = town.sell("50.00");
  for (int i = 0; i < 5; ++i) {
    town.contact();
    town.world->pass(Duration::minutes(6));
  }
  EXPECT_EQ(town.credited(), yuan(100));
  EXPECT_EQ((*town.world->meter("Shop"))->meter->core().state().ledger.credited, Money{});
  EXPECT_NE(town.link().trouble, "") << "a loop would lock one of them";
  EXPECT_EQ(town.state(sale), "booked");
  town.expect_the_law();
}

TEST(Trouble, a_second_head_end_by_mistake_talks_in_between_and_nothing_is_doubled) {
  for (int at = 1;; ++at) {
    SCOPED_TRACE(at);
    Town town;
    const auto sale = town.sell("50.00");
    town.something_at = at;
    town.something = [&town] {
      const int asked = town.asked;
      town.contact();  // the other one, on the same line and with the same books
      town.asked = asked;
    };
    town.contact();
    const bool whole = town.something != nullptr;
    town.something = nullptr, town.something_at = 0;
    for (int i = 0; i < 3; ++i) {
      town.world->pass(Duration::minutes(6));
      town.contact();
    }
    if (!town.link().trouble.empty()) {  // one broke the other's session twice: a technician looks, and it goes on
      auto link = town.link();
      link.trouble.clear(), link.authentication_failures = 0;
      town.put(link);
    }
    town.settle();
    expect_once(town, sale);
    if (whole) break;
  }
}

TEST(Trouble, a_meter_that_may_hold_no_more_refuses_and_nothing_is_sent_again) {
  Town town;
  auto& core = (*town.world->meter("Home"))->meter->core();
  auto limits = core.state().limits;
  limits.hoarding = yuan(120);
  core.set_limits(limits);
  const auto sale = town.sell("50.00");
  town.contact();
  EXPECT_EQ(town.command().state, books::CommandStatus::refused) << "another try would only be refused again";
  EXPECT_EQ(town.state(sale), "booked") << "to be taken back, or to wait for the card";
  EXPECT_EQ(town.credited(), yuan(100));
  const auto asked = std::exchange(town.asked, 0);
  EXPECT_GT(asked, 0);
  town.contact();
  EXPECT_EQ(town.asked, 0) << "nothing is due";
}

TEST(Trouble, a_meter_that_took_another_credit_under_this_number_is_given_nothing_more) {
  Town town;
  const auto sale = town.sell("50.00");
  auto& core = (*town.world->meter("Home"))->meter->core();
  const meter::RemoteCredit strange{.opens = false, .customer = core.state().ledger.customer, .amount = yuan(7), .count = SequenceNumber{2}};
  ASSERT_EQ(core.take(strange).refusal, meter::Refusal::none);
  town.contact();
  town.settle();
  EXPECT_EQ(town.credited(), yuan(107)) << "ours was not credited on top of it";
  EXPECT_NE(town.state(sale), "applied");
  EXPECT_TRUE(town.open().empty()) << "a person looks, and nothing is tried again";
}

TEST(Trouble, books_that_take_nothing_for_a_minute_lose_nothing) {
  const auto writable = [](Town& town, bool is) {
    const auto done = town.world->books->query(
        [&](store::Moment& moment) { return store::sqlite_of(moment).run(is ? "PRAGMA query_only=0" : "PRAGMA query_only=1"); });
    ASSERT_TRUE(done.ok());
  };
  for (int at = 1;; ++at) {
    SCOPED_TRACE(at);
    Town town;
    const auto sale = town.sell("50.00");
    town.something_at = at;
    town.something = [&] { writable(town, false); };
    const auto contact = town.contact();
    const bool whole = town.something != nullptr;
    town.something = nullptr, town.something_at = 0;
    if (!whole) EXPECT_TRUE(contact.trouble) << "what the books do not take is not done";
    if (!whole) writable(town, true);
    town.settle();
    expect_once(town, sale);
    if (whole) break;
  }
}

TEST(Trouble, a_server_whose_clock_is_wrong_brings_the_sale_once) {
  for (const auto wrong : {Duration::hours(-25), Duration::minutes(-7), Duration::minutes(7), Duration::hours(23)}) {
    SCOPED_TRACE(wrong.ms());
    Town town;
    const auto sale = town.sell("50.00");
    town.world->shift_server_clock(wrong);
    town.contact();
    town.world->shift_server_clock(Duration{} - wrong);
    town.settle();
    expect_once(town, sale);
  }
}

}  // namespace
}  // namespace kwota::sim
