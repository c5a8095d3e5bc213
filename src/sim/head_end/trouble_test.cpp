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

TEST(Trouble, a_meter_of_1997_that_was_registered_as_a_newer_one_is_named_and_not_called_again_in_vain) {
  Town town;
  town.say("meter Old is DDS1352 number 4123456799");
  town.number = (*town.world->meter("Old"))->number;
  town.answers = "Old";
  auto row = town.world->books->read([&](const books::Reader& books) -> Result<books::Meter> { return *books.find<books::Meter>(town.number); }).value();
  row.model = "DDSY1352";
  town.put(row);
  town.put(books::MeterLink{.meter = town.number, .address = "tcp://127.0.0.1:2"});
  const auto now = town.world->now();
  town.put(books::MeterCommand{.number = 1, .meter = town.number, .created = now, .not_before = now, .deadline = now + Duration::hours(1)});
  const auto contact = town.contact();
  ASSERT_TRUE(contact.trouble);
  EXPECT_EQ(contact.trouble->code, "edition_without_orders");
  EXPECT_EQ(town.link().trouble, "edition_without_orders") << "a technician looks";
  const auto asked = town.asked;
  town.world->pass(Duration::minutes(6));
  EXPECT_EQ(town.contact().trouble->code, "link_in_trouble");
  EXPECT_EQ(town.asked, asked);
}

TEST(Trouble, a_meter_that_was_heard_before_is_silent_and_no_other_edition_is_tried) {
  Town town;
  const auto contact = [&] {
    town.asked = 0;
    const auto now = town.world->now();
    town.put(books::MeterCommand{.number = 900, .meter = town.number, .created = now, .not_before = now, .deadline = now + Duration::hours(1)});
    const auto seen = town.contact();
    return std::pair(town.asked, seen.trouble ? seen.trouble->code : "");
  };
  town.lose(1, 1000, Town::Loss::question);
  const auto never_heard = contact();
  town.lose(0, 0, Town::Loss::question);
  town.world->pass(Duration::minutes(6));
  EXPECT_EQ(contact().second, "");
  town.lose(1, 1000, Town::Loss::question);
  const auto heard = contact();
  EXPECT_EQ(never_heard.second, "meter_silent");
  EXPECT_EQ(heard, std::pair(never_heard.first - 1, std::string("meter_silent"))) << "one question less";
}

}  // namespace
}  // namespace kwota::sim
