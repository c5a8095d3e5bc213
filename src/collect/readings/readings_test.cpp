// Collection as its office sees it: what is due, what is missing, who is silent, what a reading says, what an area loses.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "books/lookup.h"
#include "books/memory.h"
#include "collect/readings/due.h"
#include "collect/readings/findings.h"
#include "collect/readings/keep.h"
#include "collect/readings/losses.h"
#include "collect/readings/watch.h"

namespace kwota::readings {
namespace readings_test {

const Zone zone = Zone::find("Asia/Shanghai").value();
constexpr LocalDate friday{2026, 11, 20}, saturday{2026, 11, 21};
Instant at(const LocalDate& day, unsigned hour, unsigned minute = 0) { return zone.instant({day, hour, minute, 0}); }
MeterNumber meter(std::uint64_t n) { return MeterNumber::from(4'100'000'000 + n); }

books::ReadingPlan daily(std::string place = "") {
  return {.code = place.empty() ? "all" : "of-" + place, .name = "daily", .place = std::move(place), .items = "registers,states", .since = at(friday, 0)};
}

/// A village with one transformer area: a total meter and customers on lines.
struct Village {
  explicit Village(std::uint64_t customers = 2) {
    books.put(books::Utility{.zone = "Asia/Shanghai"});
    books.put(books::Station{"E", "East", "R1"});
    books.put(books::Place{.code = "V", .kind = books::PlaceKind::village, .name = "Village", .station = "E", .parent = ""});
    books.put(books::Place{.code = "T1", .kind = books::PlaceKind::area, .name = "Transformer 1", .station = "E", .parent = "V"});
    books.put(books::ServicePoint{.code = "S", .address = "Well road", .place = "V", .area = "T1"});
    hang(meter(0), "");
    books.put(books::AreaMeter{.area = "T1", .meter = meter(0), .factor = 40});
    for (std::uint64_t n = 1; n <= customers; ++n) hang(meter(n), "S");
  }
  void hang(MeterNumber number, const std::string& point) {
    books.put(books::Meter{.number = number, .model = "DDSY1352", .service_point = point, .state = point.empty() ? books::MeterStatus::stock : books::MeterStatus::installed});
    books.put(books::MeterLink{.meter = number, .address = "tcp://10.0.0.7:1", .changed = at(friday, 0)});
  }
  void read(MeterNumber number, Instant due, Energy energy) {
    books.put(books::MeterReading{.meter = number, .due = due, .plan = "all", .state = books::ReadingStatus::read, .tries = 1, .taken = due + Duration::minutes(1), .energy = energy});
  }
  Material material(Instant now) const {
    Material out{.plans = books.all<books::ReadingPlan>(), .points = books.meter_points(), .rows = books::readings_since(books, Instant{}), .received = {}, .now = now, .zone = zone};
    std::vector<books::DayFreeze> freezes;
    for (const auto& point : out.points) std::ranges::move(books.since<books::DayFreeze>("", point.meter), std::back_inserter(freezes));
    out.received = registers(out.rows, books::statements_since(books, Instant{}), freezes, zone);
    return out;
  }
  DueReading due_now(MeterNumber number, Instant now) const { return *due_of(books, number, now, {}).value(); }
  void apply(const Result<books::Decision<books::MeterReading>>& decided) { books.apply(decided.value().changes); }

  books::Memory books;
};

const Error silence = error(Fault::wire, "meter_silent", "The meter does not answer.");

people::Context by(std::string role) {
  people::Context context;
  context.who.name = "qian";
  context.who.roles = std::move(role);
  context.now = at(friday, 9);
  return context;
}

TEST(Plan, the_most_particular_plan_of_a_meter_is_its_own) {
  const std::vector plans{daily(), daily("E"), daily("V"), daily("T1")};
  const auto code = [&](books::MeterPoint point) { return plan_of(plans, point)->code; };
  EXPECT_EQ(code({.area = "T1", .village = "V", .station = "E"}), "of-T1");
  EXPECT_EQ(code({.area = "T2", .village = "V", .station = "E"}), "of-V");
  EXPECT_EQ(code({.area = "T2", .village = "W", .station = "E"}), "of-E");
  EXPECT_EQ(code({}), "all");
  EXPECT_EQ(plan_of(std::span{plans}.subspan(1), {.area = "T9"}), nullptr);
}

TEST(Plan, the_pump_of_a_well_is_read_by_the_plan_of_the_place_where_its_well_lies) {
  Village village;
  village.books.put(books::Well{.number = "W-1", .name = "West", .village = "V", .area = "", .area_number = "11010001"});
  village.hang(meter(7), "");
  village.books.put(books::WellMeter{.well = "W-1", .meter = meter(7), .from = friday});
  const auto read_by = [&](const books::ReadingPlan& plan) {
    village.books.put(plan);
    const auto due = due_of(village.books, meter(7), at(friday, 1), {}).value();
    return due ? due->plan.code : "";
  };
  EXPECT_EQ(read_by(daily("E")), "of-E") << "the station of its village";
  EXPECT_EQ(read_by(daily("V")), "of-V");
  village.books.put(books::Well{.number = "W-1", .name = "West", .village = "V", .area = "T1", .area_number = "11010001"});
  EXPECT_EQ(read_by(daily("T1")), "of-T1") << "its transformer area";
  EXPECT_EQ(due(village.books, at(friday, 1)).value().links.size(), 4U) << "two customers, the total meter and the pump";
  village.books.put(books::WellMeter{.well = "W-1", .meter = meter(7), .from = friday, .to = friday});
  EXPECT_EQ(books::meter_point(village.books, meter(7))->village, "") << "it was taken off";
}

TEST(Plan, once_a_day_or_every_few_hours_by_the_wall_clock) {
  auto plan = daily();
  EXPECT_EQ(slots(plan, friday, zone), std::vector{at(friday, 0, 30)});
  EXPECT_EQ(newest_slot(plan, at(friday, 0, 29), zone), at({2026, 11, 19}, 0, 30));
  EXPECT_EQ(newest_slot(plan, at(friday, 0, 30), zone), at(friday, 0, 30));
  EXPECT_EQ(next_slot(plan, at(friday, 0, 30), zone), at(saturday, 0, 30));
  plan.every_hours = 6;
  EXPECT_EQ(slots(plan, friday, zone).size(), 4U);
  EXPECT_EQ(newest_slot(plan, at(friday, 17, 59), zone), at(friday, 12));
}

TEST(Plan, on_the_day_of_a_clock_change_no_moment_comes_twice) {
  const auto berlin = Zone::find("Europe/Berlin").value();
  auto plan = daily();
  plan.every_hours = 1;
  EXPECT_EQ(slots(plan, {2026, 3, 29}, berlin).size(), 23U);
}

TEST(Due, a_reading_is_due_from_its_moment_on_until_it_was_read) {
  Village village;
  village.books.put(daily());
  const auto morning = at(friday, 0, 30);
  EXPECT_FALSE(due_of(village.books, meter(1), at(friday, 0, 29), {}).value()) << "the plan began at midnight";
  const auto look = due(village.books, morning).value();
  EXPECT_EQ(look.links.size(), 3U) << "two customers and the total meter";
  EXPECT_EQ(look.next, at(saturday, 0, 30));
  village.apply(taken(village.books, {.meter = meter(1), .due = morning, .plan = "all", .taken = morning, .energy = Energy::kwh(5)}));
  EXPECT_FALSE(due_of(village.books, meter(1), at(friday, 23), {}).value());
  EXPECT_EQ(due(village.books, at(friday, 23)).value().links.size(), 2U);
}

TEST(Due, what_failed_is_tried_again_after_a_pause_and_given_up_after_some_tries) {
  Village village;
  village.books.put(daily());
  auto now = at(friday, 0, 30);
  for (int i = 1; i <= 4; ++i) {
    const auto what = village.due_now(meter(1), now);
    village.apply(tried(village.books, what, silence, now));
    EXPECT_FALSE(due_of(village.books, meter(1), now + Duration::minutes(9), {}).value()) << i;
    now = now + Duration::minutes(10);
  }
  EXPECT_EQ(village.books.find<books::MeterReading>(meter(1), at(friday, 0, 30))->state, books::ReadingStatus::missed);
  EXPECT_FALSE(due_of(village.books, meter(1), now, {}).value());
  EXPECT_TRUE(due_of(village.books, meter(1), at(saturday, 0, 30), {}).value()) << "the next day is another reading";
}

TEST(Due, a_reading_that_is_there_is_neither_replaced_nor_undone) {
  Village village;
  village.books.put(daily());
  const auto what = village.due_now(meter(1), at(friday, 1));
  const books::MeterReading row{.meter = meter(1), .due = what.slot, .plan = "all", .taken = at(friday, 1), .energy = Energy::kwh(5)};
  village.apply(taken(village.books, row));
  auto other = row;
  other.energy = Energy::kwh(9);
  village.apply(taken(village.books, other));
  village.apply(tried(village.books, what, silence, at(friday, 2)));
  const auto kept = *village.books.find<books::MeterReading>(meter(1), what.slot);
  EXPECT_EQ(kept.energy, Energy::kwh(5));
  EXPECT_EQ(kept.state, books::ReadingStatus::read);
}

TEST(Due, a_link_that_is_stopped_or_in_trouble_is_left_alone) {
  Village village;
  village.books.put(daily());
  village.books.put(books::MeterLink{.meter = meter(1), .address = "tcp://1:1", .state = books::LinkStatus::stopped});
  village.books.put(books::MeterLink{.meter = meter(2), .address = "tcp://1:1", .trouble = "authentication_failures"});
  EXPECT_EQ(due(village.books, at(friday, 1)).value().links.size(), 1U);
  EXPECT_FALSE(due_of(village.books, meter(2), at(friday, 1), {}).value());
}

TEST(Days, a_day_says_what_was_read_what_came_otherwise_and_what_is_missing) {
  Village village(3);
  village.books.put(daily());
  village.read(meter(0), at(friday, 0, 30), Energy::kwh(1));
  village.read(meter(1), at(friday, 0, 30), Energy::kwh(1));
  village.books.append(books::Statement{
      .meter = meter(2), .taken = at(saturday, 9), .meter_time = LocalTime{{2026, 11, 20}, 19, 0, 0}, .carrier = books::Carrier::card, .energy = Energy::kwh(7)});
  village.apply(tried(village.books, village.due_now(meter(3), at(friday, 0, 30)), silence, at(friday, 0, 30)));
  const auto material = village.material(at(saturday, 0, 10));
  const auto seen = days(material, friday, saturday);
  ASSERT_EQ(seen.size(), 1U) << "nothing was due on Saturday yet";
  EXPECT_EQ(seen[0].expected, 4U);
  EXPECT_EQ(seen[0].read, 2U);
  EXPECT_EQ(seen[0].by_other_way, 1U) << "the card was written on Friday, and carried to the counter on Saturday";
  EXPECT_EQ(seen[0].missing, 1U);
  const auto who = missing(material, friday, "all");
  ASSERT_EQ(who.size(), 1U);
  EXPECT_EQ(who[0].meter, meter(3));
  EXPECT_EQ(who[0].error, "meter_silent");
  EXPECT_TRUE(who[0].waiting);
}

TEST(Days, a_night_in_which_the_program_stood_still_is_missing_and_not_forgotten) {
  Village village;
  village.books.put(daily());
  const auto seen = days(village.material(at({2026, 11, 22}, 12)), friday, {2026, 11, 22});
  ASSERT_EQ(seen.size(), 3U);
  for (const auto& day : seen) EXPECT_EQ(day.missing, 3U);
  EXPECT_EQ(missing(village.material(at(saturday, 12)), friday, "all").at(0).error, "") << "nobody tried";
}

TEST(Days, nothing_is_expected_before_the_meter_hung_on_its_line) {
  Village village;
  village.books.put(daily());
  village.books.put(books::MeterLink{.meter = meter(1), .address = "tcp://1:1", .changed = at(saturday, 8)});
  EXPECT_EQ(days(village.material(at(saturday, 9)), friday, saturday).at(0).expected, 2U);
  EXPECT_EQ(days(village.material(at({2026, 11, 22}, 9)), {2026, 11, 22}, {2026, 11, 22}).at(0).expected, 3U);
}

TEST(Days, expected_is_always_read_and_otherwise_and_missing) {
  EXPECT_TRUE(rc::check([] {
    const auto customers = *rc::gen::inRange<std::uint64_t>(0, 6);
    Village village(customers);
    auto plan = daily();
    plan.every_hours = *rc::gen::elementOf(std::vector<std::int64_t>{0, 1, 4, 12});
    village.books.put(plan);
    for (std::uint64_t n = 0; n <= customers; ++n)
      for (const auto& slot : slots(plan, friday, zone)) {
        const auto what = *rc::gen::inRange(0, 3);
        if (what == 0) village.read(meter(n), slot, Energy::kwh(1));
        if (what == 1) village.apply(tried(village.books, {*village.books.find<books::MeterLink>(meter(n)), plan, slot}, silence, slot));
      }
    const auto now = at(friday, static_cast<unsigned>(*rc::gen::inRange(1, 24)));
    const auto material = village.material(now);
    std::size_t not_there = 0;
    for (const auto& day : days(material, friday, saturday)) {
      RC_ASSERT(day.expected == day.read + day.by_other_way + day.missing);
      not_there += day.missing;
    }
    RC_ASSERT(not_there == missing(material, friday, "all").size());
  }));
}

TEST(Silent, who_was_never_heard_comes_first_then_the_longest_silent) {
  Village village(3);
  village.read(meter(1), at(friday, 0, 30), Energy::kwh(1));
  village.read(meter(2), at(saturday, 0, 30), Energy::kwh(1));
  const auto points = village.books.meter_points();
  const auto words = village.books.last_contacts();
  const auto seen = silent(points, words, at({2026, 11, 24}, 0, 32), Duration::days(3), Duration::days(45));
  ASSERT_EQ(seen.size(), 4U);
  EXPECT_FALSE(seen[0].last);
  EXPECT_EQ(seen[2].point.meter, meter(1));
  EXPECT_EQ(seen[3].point.meter, meter(2));
  EXPECT_EQ(silent(points, words, at(saturday, 12), Duration::days(3), Duration::days(45)).size(), 0U) << "a new link is not silent yet";
}

// ---- what a reading says

/// What these tests know of meters: the contactor, a bit that two words tell, a counter.
constexpr devices::StateFinding bits[] = {{{2, 0}, "reverse_flow", "A"}, {{2, 1}, "reverse_flow", "B"}, {{4, 6}, "reverse_flow", "A"}};
constexpr std::string_view counters[] = {"illegal_insertions", "cover_opened"};
constexpr devices::Facts facts{.relay_open = {3, 4}, .relay_ordered_open = {3, 6}, .findings = bits, .looked_at = counters};
/// As it is noted when it is taken.
books::MeterReading says(std::string_view status) { return {.status = parse_status_words(status), .findings = told_by(parse_status_words(status), facts)}; }
const devices::Facts& facts_of_any(std::string_view) { return facts; }

std::vector<std::string> codes(const books::MeterReading& row, const std::optional<books::MeterReading>& before = {}) {
  std::vector<std::string> out;
  for (const auto& one : findings(row, before, facts)) out.push_back(one.code);
  return out;
}

TEST(Findings, a_contactor_that_does_not_do_what_was_ordered_is_named) {
  EXPECT_EQ(codes(says("0000000000400000000000000000")), std::vector<std::string>{"contactor_welded"});
  EXPECT_EQ(codes(says("0000000000100000000000000000")), std::vector<std::string>{"contactor_stuck_open"});
  EXPECT_TRUE(codes(says("0000000000500000000000000000")).empty()) << "ordered open and open";
  EXPECT_TRUE(codes(says("0000000000000000000000000000")).empty());
}

TEST(Findings, a_word_that_the_meter_has_not_is_no_finding) {
  EXPECT_TRUE(codes(says("----------------------------")).empty());
  EXPECT_TRUE(codes(says("")).empty());
  EXPECT_TRUE(codes(says("00000000zz400000")).empty());
  EXPECT_EQ(relay_of(says("")), "");
}

TEST(Findings, what_a_reading_said_stays_with_it_whatever_its_model_says_later) {
  const auto row = says("0000000300000000000000000000");
  EXPECT_EQ(parse_status_findings(to_text(row.findings)), row.findings);
  EXPECT_EQ(to_text(row.findings), "relay_closed,reverse_flow:A,reverse_flow:B");
  EXPECT_EQ(findings(row, {}, devices::Facts{}).size(), 2U) << "no bit is looked up again";
  EXPECT_EQ(relay_of(row), "closed");
}

TEST(Findings, reverse_flow_is_told_once_for_each_phase) {
  const auto found = findings(says("0000000300000040000000000000"), {}, facts);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0], (Finding{"reverse_flow", {{"phase", "A"}}}));
  EXPECT_EQ(found[1], (Finding{"reverse_flow", {{"phase", "B"}}}));
}

TEST(Findings, clocks_registers_and_counters_are_held_against_the_reading_before) {
  books::MeterReading before{.energy = Energy::kwh(50), .events = "illegal_insertions=1"};
  books::MeterReading row{.drift_seconds = -61, .energy = Energy::kwh(49), .events = "illegal_insertions=3,cover_opened=1"};
  EXPECT_EQ(findings(row, before, facts),
            (std::vector<Finding>{{"clock_drift", {{"seconds", "-61"}}},
                                  {"register_went_back", {{"before", "50.00"}, {"now", "49.00"}}},
                                  {"illegal_insertions", {{"more", "2"}}}}));
  row = {.drift_seconds = 60, .energy = Energy::kwh(3)};
  before.energy = Energy::kwh(999'999);
  EXPECT_TRUE(codes(row, before).empty()) << "eight digits have turned over";
  before.taken = at(friday, 0, 30), row.taken = at(saturday, 0, 30);
  before.energy = Energy::kwh(980'000);
  EXPECT_EQ(codes(row, before), std::vector<std::string>{"register_went_back"}) << "no supply carries 20,003 kWh in a day";
}

TEST(Findings, the_newest_reading_of_each_meter_is_held_against_the_one_before) {
  Village village(2);
  village.books.put(daily());
  village.read(meter(1), at(friday, 0, 30), Energy::kwh(50));
  village.read(meter(1), at(saturday, 0, 30), Energy::kwh(40));
  village.read(meter(2), at(friday, 0, 30), Energy::kwh(50));
  village.apply(tried(village.books, village.due_now(meter(2), at(saturday, 0, 31)), silence, at(saturday, 0, 31)));
  const auto seen = watched(village.material(at(saturday, 9)), {facts_of_any});
  ASSERT_EQ(seen.size(), 2U) << "the total meter was never read";
  EXPECT_EQ(seen[0].findings.at(0).code, "register_went_back");
  EXPECT_TRUE(seen[1].findings.empty());
  EXPECT_EQ(seen[1].taken, at(friday, 0, 31)) << "a try that failed is no reading";
}

// ---- what an area loses

/// Its total meter counts one kWh at a factor of forty, two meters eighteen each.
void read_friday_and_saturday(Village& village) {
  village.books.put(daily());
  for (std::uint64_t n = 0; n < 3; ++n) {
    village.read(meter(n), at(friday, 0, 30), Energy::kwh(100));
    village.read(meter(n), at(saturday, 0, 30), Energy::kwh(n == 0 ? 101 : 118));
  }
}

TEST(Losses, what_came_in_less_what_was_used_over_the_same_days) {
  Village village;
  read_friday_and_saturday(village);
  const auto loss = losses(village.material(at(saturday, 9)), *village.books.find<books::AreaMeter>("T1"), friday, saturday);
  EXPECT_TRUE(loss.complete());
  EXPECT_EQ(loss.total, Energy::kwh(40));
  EXPECT_EQ(loss.used, Energy::kwh(36));
  EXPECT_EQ(loss.loss, Energy::kwh(4));
  EXPECT_EQ(loss.per_myriad, 1000);
}

TEST(Losses, of_a_week_above_the_limit_are_told_of_the_worst_first) {
  Village village;
  village.books.put(daily());
  const auto before = date_of_day(day_number(saturday) - loss_watch_days);
  for (std::uint64_t n = 0; n < 3; ++n) {
    village.read(meter(n), at(before, 0, 30), Energy::kwh(100));
    village.read(meter(n), at(saturday, 0, 30), Energy::kwh(n == 0 ? 101 : 118));
  }
  const auto above = [&](std::int64_t percent) { return losses_above(village.books, percent, saturday, at(saturday, 9)).value(); };
  ASSERT_EQ(above(9).size(), 1U);
  EXPECT_EQ(above(9).front().area, "T1");
  EXPECT_EQ(above(9).front().per_myriad, 1000);
  EXPECT_TRUE(above(10).empty()) << "a tenth is not more than a tenth";
}

TEST(Losses, are_unknown_for_days_on_which_another_factor_came_to_count) {
  Village village;
  read_friday_and_saturday(village);
  auto area = *village.books.find<books::AreaMeter>("T1");
  area.since = saturday;
  const auto loss = losses(village.material(at(saturday, 9)), area, friday, saturday);
  EXPECT_FALSE(loss.total) << "neither forty nor what counted in the morning";
  EXPECT_FALSE(loss.loss);
  area.since = friday;
  EXPECT_EQ(losses(village.material(at(saturday, 9)), area, friday, saturday).total, Energy::kwh(40));
}

TEST(Losses, go_on_across_a_meter_that_was_swapped_on_the_way) {
  Village village;
  village.books.put(daily());
  for (std::uint64_t n = 0; n < 3; ++n) village.read(meter(n), at(friday, 0, 30), n == 1 ? Energy::kwh(999'990) : Energy::kwh(100));
  village.read(meter(0), at(saturday, 0, 30), Energy::kwh(101));
  village.read(meter(2), at(saturday, 0, 30), Energy::kwh(106));
  // The first meter's register turned over before it was taken off on Friday noon, and another one hangs there since.
  const auto fresh = MeterNumber::from(77);
  auto old = *village.books.find<books::Meter>(meter(1));
  village.books.put(books::Meter{.number = fresh, .model = old.model, .service_point = std::exchange(old.service_point, ""), .state = books::MeterStatus::installed});
  old.state = books::MeterStatus::removed;
  village.books.put(old);
  village.read(fresh, at(saturday, 0, 30), Energy::kwh(9));
  auto material = village.material(at(saturday, 9));
  material.swaps = {{.account = 1, .number = 1, .time = at(friday, 12), .old_meter = meter(1), .new_meter = fresh, .last_register = Energy::kwh(4), .first_register = Energy::kwh(3)}};
  const auto loss = losses(material, *village.books.find<books::AreaMeter>("T1"), friday, saturday);
  EXPECT_TRUE(loss.complete());
  EXPECT_EQ(loss.used, Energy::kwh(14 + 6 + 6));
  material.swaps.front().last_register.reset();
  EXPECT_FALSE(losses(material, *village.books.find<books::AreaMeter>("T1"), friday, saturday).complete()) << "nobody read the old one off";
}

TEST(Losses, from_too_few_readings_there_is_no_figure_and_it_says_who_is_missing) {
  Village village(2);
  village.books.put(daily());
  for (std::uint64_t n = 0; n < 3; ++n) village.read(meter(n), at(friday, 0, 30), Energy::kwh(100));
  village.read(meter(0), at(saturday, 0, 30), Energy::kwh(101));
  village.read(meter(1), at(saturday, 0, 30), Energy::kwh(110));
  const auto loss = losses(village.material(at(saturday, 9)), *village.books.find<books::AreaMeter>("T1"), friday, saturday);
  EXPECT_FALSE(loss.complete());
  EXPECT_FALSE(loss.loss);
  EXPECT_EQ(loss.without, std::vector{meter(2)});
}

TEST(Losses, one_unread_meter_among_many_leaves_a_figure_that_is_marked) {
  Village village(40);
  village.books.put(daily());
  for (std::uint64_t n = 0; n <= 40; ++n) {
    village.read(meter(n), at(friday, 0, 30), Energy::kwh(100));
    if (n != 7) village.read(meter(n), at(saturday, 0, 30), Energy::kwh(n == 0 ? 102 : 101));
  }
  const auto loss = losses(village.material(at(saturday, 9)), *village.books.find<books::AreaMeter>("T1"), friday, saturday);
  EXPECT_FALSE(loss.complete());
  EXPECT_EQ(loss.loss, Energy::kwh(41)) << "80 came in, 39 were read";
}

TEST(Losses, a_total_meter_that_was_not_read_is_no_loss) {
  Village village(1);
  village.books.put(daily());
  for (const auto& day : {friday, saturday}) village.read(meter(1), at(day, 0, 30), Energy::kwh(day == friday ? 1 : 5));
  const auto loss = losses(village.material(at(saturday, 9)), *village.books.find<books::AreaMeter>("T1"), friday, saturday);
  EXPECT_FALSE(loss.total);
  EXPECT_FALSE(loss.loss);
  EXPECT_EQ(loss.used, Energy::kwh(4));
}

TEST(Losses, the_parts_are_the_whole_to_the_last_unit_however_the_days_are_cut) {
  EXPECT_TRUE(rc::check([] {
    Village village(3);
    village.books.put(daily());
    std::array<Energy, 4> registers{};
    for (int day = 0; day < 4; ++day)
      for (std::uint64_t n = 0; n < 4; ++n) {
        registers[n] += Energy::wh(10 * *rc::gen::inRange<std::int64_t>(0, 5000));
        village.read(meter(n), at(date_of_day(day_number(friday) + day), 0, 30), registers[n]);
      }
    const auto material = village.material(at({2026, 11, 25}, 9));
    const auto area = *village.books.find<books::AreaMeter>("T1");
    const auto last = date_of_day(day_number(friday) + 3);
    Energy sum;
    for (int day = 0; day < 3; ++day)
      sum += *losses(material, area, date_of_day(day_number(friday) + day), date_of_day(day_number(friday) + day + 1)).loss;
    RC_ASSERT(sum == *losses(material, area, friday, last).loss);
  }));
}

// ---- people

TEST(Keep, a_plan_that_cannot_be_followed_is_not_kept) {
  Village village;
  const auto code = [&](const books::ReadingPlan& plan, std::string role = "technician") {
    const auto put = put_plan(village.books, plan, by(std::move(role)));
    return put.ok() ? "" : put.error().code;
  };
  auto plan = daily("T1");
  EXPECT_EQ(code(plan), "");
  EXPECT_EQ(code(plan, "cashier"), "permission_denied");
  for (const auto& [field, change] : std::vector<std::pair<std::string, void (*)(books::ReadingPlan&)>>{
           {"unknown_place", [](auto& p) { p.place = "Moon"; }},        {"unknown_item", [](auto& p) { p.items = "registers,weather"; }},
           {"bad_schedule", [](auto& p) { p.items = ""; }},             {"bad_schedule", [](auto& p) { p.at = "25:00"; }},
           {"bad_schedule", [](auto& p) { p.every_hours = 5; }},        {"bad_schedule", [](auto& p) { p.tries_max = 0; }},
           {"bad_schedule", [](auto& p) { p.retry_minutes = 100'000; }}, {"code_missing", [](auto& p) { p.code = ""; }}}) {
    auto bad = plan;
    change(bad);
    EXPECT_EQ(code(bad), field);
  }
  village.books.put(plan);
  plan.code = "second";
  EXPECT_EQ(code(plan), "place_has_plan");
}

TEST(Keep, who_works_at_one_station_sets_what_is_read_at_its_places_alone) {
  Village village;
  village.books.put(books::Place{.code = "W1", .kind = books::PlaceKind::area, .name = "Mill", .station = "W", .parent = ""});
  auto who = by("technician");
  who.who.station = "E";
  for (const auto* own : {"E", "V", "T1"}) EXPECT_TRUE(put_plan(village.books, daily(own), who).ok()) << own;
  for (const auto* beyond : {"", "W1"}) EXPECT_EQ(put_plan(village.books, daily(beyond), who).error().code, "reading_beyond_station") << beyond;
  auto taken = daily();
  village.books.put(taken);
  taken.place = "T1";
  EXPECT_EQ(put_plan(village.books, taken, who).error().code, "reading_beyond_station") << "the utility's plan does not become his";
  EXPECT_EQ(put_area(village.books, {.area = "W1", .meter = meter(0)}, who).error().code, "reading_beyond_station");
  EXPECT_TRUE(put_plan(village.books, daily("W1"), by("technician")).ok()) << "who works for the utility";
}

TEST(Keep, a_total_meter_counts_one_area_and_no_customer_pays_by_it) {
  Village village;
  const auto code = [&](const books::AreaMeter& row) {
    const auto put = put_area(village.books, row, by("technician"));
    return put.ok() ? "" : put.error().code;
  };
  EXPECT_EQ(code({.area = "T1", .meter = meter(0), .factor = 80}), "");
  EXPECT_EQ(code({.area = "V", .meter = meter(0)}), "unknown_place");
  EXPECT_EQ(code({.area = "T1", .meter = meter(99)}), "unknown_meter");
  EXPECT_EQ(code({.area = "T1", .meter = meter(0), .factor = 0}), "bad_factor");
  village.books.put(books::Place{.code = "T2", .kind = books::PlaceKind::area, .name = "Transformer 2", .station = "E", .parent = "V"});
  EXPECT_EQ(code({.area = "T2", .meter = meter(0)}), "counts_other_area");
  village.books.put(books::Account{.number = 100001, .meter = meter(1), .state = books::AccountStatus::open});
  EXPECT_EQ(code({.area = "T2", .meter = meter(1)}), "meter_in_use");
}

}  // namespace readings_test
}  // namespace kwota::readings
