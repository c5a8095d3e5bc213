#include "collect/reconcile/reconcile.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace kwota::reconcile {
namespace {

using books::SaleStatus;

SoldCredit sold(std::int64_t minor, SaleStatus state) { return {books::Sale{.credit = Money::minor(minor)}, state}; }

/// A meter that took `credited`, used `used_e5` of it and gave up `surrendered`.
books::Statement says(std::int64_t credited, std::int64_t used_e5, std::int64_t surrendered = 0) {
  books::Statement statement;
  statement.credited = Money::minor(credited);
  statement.surrendered = Money::minor(surrendered);
  statement.used_e5 = used_e5;
  statement.balance_e5 = (credited - surrendered) * 100'000 - used_e5;
  return statement;
}

TEST(Reconcile, what_was_sold_is_applied_under_way_or_taken_back) {
  const auto seen = reconcile({sold(10'000, SaleStatus::applied), sold(5'000, SaleStatus::carried), sold(2'000, SaleStatus::in_doubt), sold(1'000, SaleStatus::taken_back), sold(500, SaleStatus::booked)},
                              says(10'000, 123'456'789));
  EXPECT_EQ(seen.sold, Money::minor(18'500));
  EXPECT_EQ(seen.applied, Money::minor(10'000));
  EXPECT_EQ(seen.in_transit, Money::minor(7'500));
  EXPECT_EQ(seen.taken_back, Money::minor(1'000));
  EXPECT_TRUE(seen.adds_up());
  EXPECT_EQ(seen.meter->used, Money::minor(1'234));
  EXPECT_EQ(seen.meter->remaining, Money::minor(8'765));
}

TEST(Reconcile, adds_up_in_every_unit_and_never_two_of_them) {
  for (const auto unit : {Unit::money, Unit::energy, Unit::volume}) {
    const auto of = [&](std::int64_t amount, SaleStatus state) { return SoldCredit{books::Sale{.unit = unit, .credit = Credit::of(unit, amount)}, state}; };
    auto statement = says(10'000, 123'456'789);
    statement.unit = unit;
    statement.credited = Credit::of(unit, 10'000);
    const auto seen = reconcile({of(10'000, SaleStatus::applied), of(5'000, SaleStatus::carried)}, statement);
    EXPECT_EQ(seen.unit, unit);
    EXPECT_EQ(seen.sold, Credit::of(unit, 15'000));
    EXPECT_EQ(seen.meter->used, Credit::of(unit, 1'234));
    EXPECT_TRUE(seen.adds_up());
    if (unit == Unit::money) continue;
    EXPECT_NE(seen.sold, Credit{Money::minor(15'000)});
    const auto mixed = reconcile({of(10'000, SaleStatus::applied), sold(5'000, SaleStatus::carried)}, statement);
    EXPECT_EQ(mixed.reason, Gap::units_differ);
    EXPECT_FALSE(mixed.adds_up());
  }
}

TEST(Reconcile, a_reversed_sale_is_in_no_sum) {
  const std::vector sales{sold(10'000, SaleStatus::applied), sold(5'000, SaleStatus::reversed)};
  const auto seen = reconcile(sales, says(10'000, 0));
  EXPECT_EQ(seen.sold, Money::minor(10'000));
  EXPECT_EQ(seen.taken_back, Money{});
  EXPECT_EQ(seen.in_transit, Money{});
  EXPECT_TRUE(seen.adds_up());
  EXPECT_EQ(reconcile(sales, says(15'000, 0)).reason, Gap::meter_ahead) << "the meter took it nevertheless";
}

TEST(Reconcile, the_next_customer_begins_at_nothing) {
  const auto before = says(10'000, 0, 10'000);
  EXPECT_EQ(reconcile({sold(3'000, SaleStatus::applied)}, says(13'000, 0, 10'000), before).meter->credited, Money::minor(3'000));
  EXPECT_TRUE(reconcile({sold(3'000, SaleStatus::applied)}, says(13'000, 0, 10'000), before).adds_up());
}

books::Account account_from(std::int64_t number, std::int64_t statements_before, books::AccountStatus state = books::AccountStatus::open) {
  return {.number = number, .state = state, .statements_before = statements_before};
}

TEST(Reconcile, each_customer_of_a_meter_has_his_own_time_at_it) {
  const auto spans = spans_of({account_from(100003, 0, books::AccountStatus::draft), account_from(100002, 7), account_from(100001, 0, books::AccountStatus::closed)});
  ASSERT_EQ(spans.size(), 2U) << "who has not begun has no time";
  EXPECT_EQ(spans[0], (Span{.account = 100001, .own = {0, 7}}));
  EXPECT_EQ(spans[1], (Span{.account = 100002, .own = {.from = 7}}));
}

TEST(Reconcile, a_meter_that_was_taken_off_and_one_that_came_back_are_told_of_once) {
  // The account of a meter that was taken off still names it, and stands among those that lost it.
  EXPECT_EQ(spans_of({account_from(100001, 3, books::AccountStatus::closed), account_from(100001, 3, books::AccountStatus::closed)}), std::vector{(Span{.account = 100001, .own = {.from = 3}})});
  // It was repaired and came back, and nobody else had it meanwhile: one time, that goes on.
  EXPECT_EQ(spans_of({account_from(100001, 0), account_from(100001, 5)}), std::vector{(Span{.account = 100001})});
  const auto lent = spans_of({account_from(100001, 0), account_from(100002, 5), account_from(100001, 8)});
  ASSERT_EQ(lent.size(), 2U);
  EXPECT_EQ(lent[0], (Span{.account = 100002, .own = {5, 8}}));
  EXPECT_EQ(lent[1], (Span{.account = 100001, .own = {.from = 8}, .earlier = {{0, 5}}}));
}

TEST(Reconcile, what_was_bought_in_both_times_at_a_meter_is_held_against_both) {
  const auto left = says(10'000, 0, 10'000);        // his first time: 100.00 taken, and given up
  const auto others_left = says(14'000, 0, 14'000); // another customer's 40.00
  const auto now = says(17'000, 0, 14'000);         // and 30.00 more of his own
  const auto seen = reconcile({sold(13'000, SaleStatus::applied)}, now, counted_for_others(others_left, left, books::Statement{}));
  EXPECT_EQ(seen.meter->credited, Money::minor(13'000));
  EXPECT_EQ(seen.meter->surrendered, Money::minor(10'000));
  EXPECT_TRUE(seen.adds_up());
}

TEST(Reconcile, a_meter_that_took_more_than_it_was_sold_is_named) {
  const auto seen = reconcile({sold(10'000, SaleStatus::applied)}, says(15'000, 0));
  EXPECT_EQ(seen.reason, Gap::meter_ahead);
  EXPECT_EQ(seen.gap, Money::minor(5'000));
  EXPECT_FALSE(seen.adds_up());
}

TEST(Reconcile, a_meter_that_lost_what_it_had_confirmed_is_named) {
  const auto seen = reconcile({sold(10'000, SaleStatus::applied)}, says(4'000, 0));
  EXPECT_EQ(seen.reason, Gap::meter_behind);
  EXPECT_EQ(seen.gap, Money::minor(-6'000));
}

TEST(Reconcile, registers_that_do_not_add_up_are_named_before_anything_else) {
  auto statement = says(10'000, 500);
  statement.balance_e5 += 1;
  const auto seen = reconcile({sold(10'000, SaleStatus::applied)}, statement);
  EXPECT_EQ(seen.reason, Gap::registers_broken);
  EXPECT_EQ(seen.meter->identity_gap_e5, -1);
}

TEST(Reconcile, a_meter_that_never_answered_is_silent_not_wrong) {
  EXPECT_EQ(reconcile({sold(10'000, SaleStatus::carried)}, std::nullopt).reason, Gap::meter_silent);
  EXPECT_TRUE(reconcile({sold(10'000, SaleStatus::carried)}, std::nullopt).adds_up());
  EXPECT_EQ(reconcile({}, std::nullopt).reason, Gap::none);
}

TEST(Reconcile, the_three_parts_are_always_the_whole) {
  EXPECT_TRUE(rc::check([] {
    std::vector<SoldCredit> sales;
    for (const auto minor : *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, 1'000'000)))
      sales.push_back(sold(minor, *rc::gen::elementOf(std::vector{SaleStatus::booked, SaleStatus::carried, SaleStatus::in_doubt, SaleStatus::applied, SaleStatus::taking_back, SaleStatus::taken_back, SaleStatus::reversed})));
    const auto seen = reconcile(sales, std::nullopt);
    RC_ASSERT(seen.sold == seen.applied + seen.in_transit + seen.taken_back);
  }));
}

class Anomalies : public ::testing::Test {
 protected:
  Anomalies() {
    statement.taken = zone.instant({{2026, 11, 20}, 12, 0, 0});
    statement.meter_time = parse_local("2026-11-20 11:50:00").value();
    statement.count = SequenceNumber(3);
    before = statement;
    before.meter_time = parse_local("2026-11-01 08:00:00").value();
    before.count = SequenceNumber(2);
    applied.time = zone.instant({{2026, 11, 19}, 9, 0, 0});
  }
  std::vector<Anomaly> look() { return anomalies(statement, before, applied, SequenceNumber(3), zone); }
  Zone zone = Zone::find("Asia/Shanghai").value();
  books::Statement statement, before;
  books::Instruction applied;
};

TEST_F(Anomalies, an_honest_statement_has_none) { EXPECT_TRUE(look().empty()); }

TEST_F(Anomalies, a_statement_that_lay_on_the_card_for_weeks_is_not_odd) {
  statement.taken = statement.taken + Duration::days(30);
  EXPECT_TRUE(look().empty());
}

TEST_F(Anomalies, a_clock_ahead_of_ours_is_fast) {
  statement.meter_time = parse_local("2026-11-20 13:30:00").value();
  EXPECT_EQ(look(), (std::vector<Anomaly>{{"clock_fast", {{"minutes", "90"}}}}));
}

TEST_F(Anomalies, a_clock_that_took_a_sale_before_it_was_sold_is_slow) {
  statement.meter_time = parse_local("2026-11-19 08:00:00").value();
  EXPECT_EQ(look(), (std::vector<Anomaly>{{"clock_slow", {{"minutes", "60"}}}}));
}

TEST_F(Anomalies, a_clock_behind_its_own_last_word_is_slow) {
  applied.time = before.taken - Duration::days(300);
  before.meter_time = parse_local("2026-11-20 11:58:00").value();
  statement.meter_time = parse_local("2026-11-20 11:48:00").value();
  EXPECT_EQ(look(), (std::vector<Anomaly>{{"clock_slow", {{"minutes", "10"}}}}));
}

TEST_F(Anomalies, registers_that_went_back_a_count_ahead_and_illegal_cards_are_told) {
  before.energy = Energy::wh(5000);
  statement.energy = Energy::wh(4999);
  statement.count = SequenceNumber(4);
  statement.illegal_inserts = 2;
  EXPECT_EQ(look(), (std::vector<Anomaly>{{"count_ahead", {{"meter", "4"}, {"books", "3"}}},
                                         {"register_went_back", {{"register", "energy"}, {"before", "5000"}, {"now", "4999"}}},
                                         {"illegal_inserts", {{"more", "2"}}}}));
}

TEST_F(Anomalies, a_meter_that_shows_no_time_is_left_alone) {
  statement.meter_time.reset();
  EXPECT_TRUE(look().empty());
}

}  // namespace
}  // namespace kwota::reconcile
