// A whole utility with a meter on a line: the counter books a sale, the head-end brings it to the meter, and everything on the way
// breaks – line, answers, vault, program. Law: whatever happens, the sale is in the meter once, and the books say so in the end.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "sell/life/end_of_supply.h"
#include "sim/head_end/test_town.h"

namespace kwota::sim {
namespace {

TEST(HeadEnd, a_sale_goes_over_the_line_and_the_meters_own_word_settles_it) {
  Town town;
  const auto sale = town.sell("50.00");
  EXPECT_EQ(town.state(sale), "booked");
  EXPECT_EQ(town.command().state, books::CommandStatus::queued);
  const auto contact = town.contact();
  EXPECT_FALSE(contact.trouble) << contact.trouble->what;
  EXPECT_EQ(contact.settled, 1U);
  EXPECT_EQ(town.state(sale), "applied");
  EXPECT_EQ(town.command().state, books::CommandStatus::done) << town.command().evidence;
  EXPECT_EQ(town.credited(), yuan(150));
  town.expect_the_law();
  EXPECT_EQ(town.opened, 1);
  EXPECT_FALSE(town.contact().word) << "nothing is due: the line is not opened";
  EXPECT_EQ(town.opened, 1);
}

TEST(HeadEnd, an_account_is_closed_over_the_line_and_paid_once_whatever_is_lost_on_the_way) {
  for (const auto loss : {Town::Loss::question, Town::Loss::answer})
    for (const int count : {1, 100})
      for (int from = 1;; ++from) {
        SCOPED_TRACE(fmt::format("{} {} of {}", loss == Town::Loss::question ? "questions" : "answers", count, from));
        Town town;
        const counter::CloseRequest request{.claim = {"closing", "hash"}, .account = town.account};
        const auto ordered = town.decide("close_account", [&](const books::Reader& books, const people::Context& context) { return remote::order_closing(books, request, context); });
        ASSERT_TRUE(ordered.ok()) << ordered.error().what;
        const auto pay = [&](const std::string& key) {
          const life::EndRequest end{.claim = {key, key}, .account = town.account, .reason = "moves away"};
          return town.decide("close_account", [&](const books::Reader& books, const people::Context& context) { return life::end_supply(books, end, context); });
        };
        town.lose(from, count, loss);
        town.contact();
        const bool whole = town.asked < from;
        if (town.state(ordered->sale.number) != "applied") {
          EXPECT_EQ(pay("early").error().code, "closing_not_confirmed") << "in doubt nothing is paid";
        }
        town.lose(0, 0, loss);
        town.settle();
        EXPECT_EQ(town.command().state, books::CommandStatus::done) << town.command().evidence;
        const auto paid = pay("refund");
        ASSERT_TRUE(paid.ok()) << paid.error().what;
        EXPECT_EQ(paid->sale.tendered, -yuan(100));
        EXPECT_EQ(pay("again").error().code, "account_not_open");
        const auto& meter = *(*town.world->meter("Home"))->meter;
        EXPECT_EQ(meter.core().state().ledger.surrendered, yuan(100));
        EXPECT_FALSE(meter.core().relay_closed());
        town.expect_the_law();
        if (whole) break;
      }
}

TEST(HeadEnd, sales_go_one_after_the_other) {
  Town town;
  const auto first = town.sell("50.00");
  town.contact();
  const auto second = town.sell("20.00");
  town.contact();
  EXPECT_EQ(town.state(first), "applied");
  EXPECT_EQ(town.state(second), "applied");
  EXPECT_EQ(town.credited(), yuan(170));
  town.expect_the_law();
}

TEST(HeadEnd, whatever_is_lost_on_the_way_the_sale_is_in_the_meter_once) {
  for (const auto loss : {Town::Loss::question, Town::Loss::answer})
    for (const int count : {1, 100})  // one, or all of them
      for (int from = 1;; ++from) {
        SCOPED_TRACE(fmt::format("{} {} of {}", loss == Town::Loss::question ? "questions" : "answers", count, from));
        Town town;
        const auto sale = town.sell("50.00");
        town.lose(from, count, loss);
        town.contact();
        const bool whole = town.asked < from;
        town.lose(0, 0, loss);
        town.settle();
        EXPECT_EQ(town.state(sale), "applied");
        EXPECT_EQ(town.command().state, books::CommandStatus::done) << town.command().evidence;
        EXPECT_TRUE(town.open().empty());
        EXPECT_EQ(town.credited(), yuan(150));
        town.expect_the_law();
        if (whole) break;
      }
}

TEST(HeadEnd, after_a_credit_whose_answer_was_lost_the_meter_is_asked_and_nothing_is_sent_again) {
  Town town;
  const auto sale = town.sell("50.00");
  // session, registers, returned | session, account, the credit: its answer is lost, and all after it
  town.lose(6, 100, Town::Loss::answer);
  EXPECT_EQ(town.contact().trouble->code, "meter_silent");
  EXPECT_EQ(town.command().state, books::CommandStatus::unknown);
  EXPECT_EQ(town.state(sale), "in_doubt");
  EXPECT_EQ(town.credited(), yuan(150)) << "the meter has it, and nobody knows";
  town.lose(0, 0, Town::Loss::answer);
  town.world->pass(Duration::minutes(6));
  town.contact();
  EXPECT_EQ(town.asked, 3) << "session and both files, nothing else";
  EXPECT_EQ(town.state(sale), "applied");
  EXPECT_EQ(town.command().state, books::CommandStatus::done);
  town.expect_the_law();
}

TEST(HeadEnd, a_session_that_ends_in_the_middle_costs_no_money_and_brings_none) {
  for (int at = 1;; ++at) {
    SCOPED_TRACE(at);
    Town town;
    const auto sale = town.sell("50.00");
    town.session_ends_at = at;
    town.contact();
    const bool whole = town.asked < at;
    town.session_ends_at = 0;
    town.settle();
    EXPECT_EQ(town.state(sale), "applied");
    EXPECT_EQ(town.link().trouble, "");
    EXPECT_EQ(town.credited(), yuan(150));
    town.expect_the_law();
    if (whole) break;
  }
}

TEST(HeadEnd, a_line_that_leads_to_another_meter_brings_it_nothing) {
  Town town;
  const auto sale = town.sell("50.00");
  town.answers = "Shop";
  EXPECT_EQ(town.contact().trouble->code, "meter_silent") << "it has another address";
  EXPECT_EQ((*town.world->meter("Shop"))->meter->core().state().ledger.credited, Money{});
  EXPECT_EQ(town.state(sale), "booked");
  town.answers = "Home";
  town.settle();
  EXPECT_EQ(town.credited(), yuan(150));
  town.expect_the_law();
}

TEST(HeadEnd, an_unreachable_meter_is_tried_again_after_growing_pauses) {
  Town town;
  const auto sale = town.sell("50.00");
  town.unreachable = true;
  std::vector<std::int64_t> pauses;
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(town.contact().trouble->code, "link_failed");
    pauses.push_back((town.command().not_before - town.clock.now()).ms() / 1000);
    EXPECT_FALSE(town.contact().trouble) << "it pauses";
    town.world->pass(Duration::minutes(5));
  }
  EXPECT_EQ(pauses, (std::vector<std::int64_t>{2, 8, 30, 300, 300}));
  EXPECT_EQ(town.opened, 5);
  EXPECT_EQ(town.state(sale), "booked");
  town.unreachable = false;
  town.contact();
  EXPECT_EQ(town.state(sale), "applied");
  town.expect_the_law();
}

TEST(HeadEnd, a_stuck_sale_moved_to_the_card_is_applied_once_and_back_on_the_line_nothing_is_doubled) {
  Town town;
  const auto sale = town.sell("50.00");
  town.unreachable = true;
  town.contact();
  const auto moved = town.decide("sell", [&](const books::Reader& books, const people::Context& context) {
    return remote::move_to_card(books, sale, std::nullopt, context);
  });
  ASSERT_TRUE(moved.ok()) << moved.error().what;
  town.say("card A to reader T-01");  // the look writes what waits for this card
  town.say("card A visits meter Home");
  EXPECT_EQ(town.credited(), yuan(150));
  town.unreachable = false;
  town.settle();
  EXPECT_EQ(town.credited(), yuan(150));
  town.say("card A to reader T-01");
  EXPECT_EQ(town.state(sale), "applied");
  EXPECT_TRUE(town.open().empty());
  town.expect_the_law();
}

TEST(HeadEnd, without_the_vault_nothing_is_sent_and_with_it_the_sale_goes_on) {
  Town town;
  const auto sale = town.sell("50.00");
  town.world->vault->away = true;
  EXPECT_EQ(town.contact().trouble->code, "vault_offline");
  EXPECT_EQ(town.credited(), yuan(100));
  EXPECT_EQ(town.command().state, books::CommandStatus::queued);
  town.world->vault->away = false;
  town.settle();
  EXPECT_EQ(town.state(sale), "applied");
  town.expect_the_law();
}

TEST(HeadEnd, a_meter_with_other_keys_stops_the_link_after_two_tries) {
  Town town;
  const auto sale = town.sell("50.00");
  auto& meter = *(*town.world->meter("Home"))->meter;
  auto keys = esam::test_county_keys(7);
  for (auto& [purpose, key] : keys.keys) key = seal::diversify(key, {7, 7, 7, 7, 7, 7, 7, 7});
  meter.install_keys(keys);
  for (int i = 0; i < 4; ++i) {
    town.contact();
    town.world->pass(Duration::minutes(6));
  }
  EXPECT_EQ(town.opened, 2) << "a loop would lock the meter";
  EXPECT_EQ(town.link().trouble, "authentication_failures");
  EXPECT_EQ(town.state(sale), "booked");
  EXPECT_EQ(town.credited(), yuan(100));
}

TEST(HeadEnd, a_technicians_orders_and_readings_go_the_same_way) {
  Town town;
  books::MeterCommand trip;
  trip.number = 1, trip.meter = town.number, trip.kind = books::CommandKind::relay, trip.content = R"({"order": "trip", "minutes": 10})";
  trip.created = trip.not_before = town.clock.now(), trip.deadline = town.clock.now() + Duration::minutes(10);
  town.put(trip);
  auto reading = trip;
  reading.number = 2, reading.kind = books::CommandKind::read, reading.content = "{}";
  town.put(reading);
  EXPECT_EQ(town.contact().settled, 2U);
  EXPECT_EQ(town.command(1).state, books::CommandStatus::done) << town.command(1).evidence;
  EXPECT_EQ(town.command(1).evidence, "The meter's status: contactor open.");
  EXPECT_EQ(town.command(2).state, books::CommandStatus::done) << town.command(2).evidence;
  EXPECT_FALSE((*town.world->meter("Home"))->meter->core().relay_closed());
  town.expect_the_law();
}

/// Clear cards that were lost on their way, numbered on.
void lose_tool_cards(Town& town, int count, std::int64_t first = 1, const std::string& valid_to = "2026-12-31") {
  for (int i = 0; i < count; ++i) {
    books::KeyDevice lost;
    lost.serial = fmt::format("0A{:014d}", first + i);
    lost.kind = books::KeyDeviceKind::clear, lost.state = books::KeyDeviceStatus::voided, lost.void_number = first + i, lost.valid_to = valid_to;
    town.put(lost);
  }
}
void order_a_reading(Town& town, std::int64_t number) {
  books::MeterCommand reading;
  reading.number = number, reading.meter = town.number;
  reading.created = reading.not_before = town.clock.now(), reading.deadline = town.clock.now() + Duration::minutes(60);
  town.put(reading);
}
std::size_t refused_by(Town& town) { return (*town.world->meter("Home"))->meter->view().void_cards; }

TEST(HeadEnd, the_meter_hears_of_every_void_tool_card_once_whatever_is_lost_on_the_way) {
  for (const auto loss : {Town::Loss::question, Town::Loss::answer})
    for (const int count : {1, 100})
      for (int from = 1;; ++from) {
        SCOPED_TRACE(fmt::format("{} {} of {}", loss == Town::Loss::question ? "questions" : "answers", count, from));
        Town town;
        lose_tool_cards(town, 20);
        order_a_reading(town, 1);
        town.lose(from, count, loss);
        town.contact();
        const bool whole = town.asked < from;
        town.lose(0, 0, loss);
        town.world->pass(Duration::minutes(6));
        order_a_reading(town, 2);
        town.contact();
        EXPECT_EQ(refused_by(town), 20U) << "the first is not forgotten for the last";
        town.asked = 0;
        order_a_reading(town, 3);
        town.contact();
        EXPECT_LE(town.asked, 6) << "and is not told again what it knows";
        town.expect_the_law();
        if (whole) break;
      }
}

TEST(HeadEnd, however_long_the_list_a_meter_hears_all_of_it_in_one_contact) {
  Town town;
  lose_tool_cards(town, 300);
  order_a_reading(town, 1);
  EXPECT_FALSE(town.contact().trouble);
  EXPECT_EQ(refused_by(town), 300U);
  lose_tool_cards(town, 200, 301, "2020-01-01");
  lose_tool_cards(town, 1, 501);
  order_a_reading(town, 2);
  EXPECT_FALSE(town.contact().trouble);
  EXPECT_EQ(refused_by(town), 301U) << "who passed his last day long ago is refused by the meter's clock";
}

TEST(HeadEnd, an_order_that_protection_forbids_is_told_as_such) {
  Town town;
  (*town.world->meter("Home"))->meter->core().order(meter::Order::protect);
  books::MeterCommand trip;
  trip.number = 1, trip.meter = town.number, trip.kind = books::CommandKind::relay, trip.content = R"({"order": "trip", "minutes": 10})";
  trip.created = trip.not_before = town.clock.now(), trip.deadline = town.clock.now() + Duration::minutes(10);
  town.put(trip);
  town.contact();
  EXPECT_EQ(town.command(1).error, "meter_refused");
  EXPECT_TRUE((*town.world->meter("Home"))->meter->core().relay_closed());
}

TEST(HeadEnd, a_bad_line_brings_every_sale_once) {
  EXPECT_TRUE(rc::check([] {
    Town town;
    Money sold = yuan(100);
    const int sales = *rc::gen::inRange(1, 3);
    for (int i = 0; i < sales; ++i) {
      const int amount = *rc::gen::inRange(5, 90);
      const auto receipt = town.sell(fmt::format("{}.00", amount));
      RC_LOG() << receipt << " for " << amount << "\n";
      RC_ASSERT(receipt.starts_with("R"));
      sold += yuan(amount);
      for (int contact = 0; contact < 2; ++contact) {
        town.lose(*rc::gen::inRange(1, 14), *rc::gen::inRange(1, 6), *rc::gen::element(Town::Loss::question, Town::Loss::answer));
        town.contact();
        town.world->pass(Duration::minutes(*rc::gen::inRange(0, 7)));
      }
      town.lose(0, 0, Town::Loss::answer);
      town.settle();
    }
    RC_ASSERT(town.open().empty());
    RC_ASSERT(town.credited() == sold);
    const auto difference = field::check_law(*town.world);
    RC_ASSERT(difference.ok() && !difference->has_value());
  }));
}

}  // namespace
}  // namespace kwota::sim
