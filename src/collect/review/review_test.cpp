// A reading day as its office sees it: what came, what a rule found, who released it, and what an area has lost by what was released.
#include <gtest/gtest.h>

#include <set>

#include "books/memory.h"
#include "collect/review/decide.h"
#include "collect/review/period_losses.h"
#include "collect/review/work_list.h"

namespace kwota::review {
namespace review_test {

const Zone zone = Zone::find("Asia/Shanghai").value();
constexpr LocalDate october{2026, 10, 5}, november{2026, 11, 5};
MeterNumber meter(std::uint64_t n) { return MeterNumber::from(4'100'000'000 + n); }
Instant at(const LocalDate& day, unsigned hour, unsigned minute = 0) { return zone.instant({day, hour, minute, 0}); }
Energy kwh(std::int64_t n) { return Energy::kwh(n); }

const devices::Facts& plate(std::string_view) {
  static const devices::Facts facts{.relay_open = {3, 4}, .largest_watts = 13'200};
  return facts;
}
constexpr devices::Known devices_known{.facts_of = plate};

people::Context by(std::string name, std::string role, Instant now = at(november, 9)) {
  people::Context context;
  context.who.name = std::move(name);
  context.who.roles = std::move(role);
  context.now = now;
  context.zone = zone;
  context.devices = devices_known;
  return context;
}
const auto boss = by("zhao", "supervisor"), tech = by("tech", "technician");

/// A village whose reading day is the fifth: a total meter and two houses, read in October and released.
struct Village {
  Village() {
    books.put(books::Utility{.zone = "Asia/Shanghai"});
    books.put(books::Station{"E", "East", "R1"});
    books.put(books::Place{.code = "V", .kind = books::PlaceKind::village, .name = "Village", .station = "E", .parent = ""});
    books.put(books::Place{.code = "T1", .kind = books::PlaceKind::area, .name = "Transformer 1", .station = "E", .parent = "V"});
    books.put(books::ServicePoint{.code = "S", .address = "Well road", .place = "V", .area = "T1"});
    books.put(books::Meter{.number = meter(0), .model = "DDS1352"});
    books.put(books::AreaMeter{.area = "T1", .meter = meter(0), .factor = 10});
    for (std::uint64_t n = 1; n <= 2; ++n) books.put(books::Meter{.number = meter(n), .model = "DDSY1352", .service_point = "S", .state = books::MeterStatus::installed});
    books.put(books::ReadingRoute{.code = "fifth", .name = "On the fifth", .of_place = "V", .day_of_month = 5, .since = {2026, 9, 1}});
    books.put(stands(0, october, 100));
    books.put(stands(1, october, 400, kwh(300)));
    books.put(stands(2, october, 500, kwh(300)));
  }
  static books::ReviewedReading stands(std::uint64_t n, const LocalDate& day, std::int64_t energy, std::optional<Energy> used = {}) {
    books::ReviewedReading row{.meter = meter(n), .day = day, .route = "fifth", .state = books::ReviewState::released, .taken = at(day, 0), .energy = kwh(energy), .at_day = kwh(energy)};
    if (used) row.before_day = LocalDate{2026, 9, 5}, row.used = used;
    return row;
  }
  void read(std::uint64_t n, Instant taken, std::int64_t energy, std::int64_t drift = 0) {
    books.put(books::MeterReading{.meter = meter(n), .due = taken, .plan = "all", .state = books::ReadingStatus::read, .tries = 1, .taken = taken, .drift_seconds = drift, .energy = kwh(energy)});
  }
  std::size_t take_in(Instant now = at(november, 9)) {
    const auto done = review::take_in(books, "fifth", november, {}, now, devices_known).value();
    books.apply(done.changes);
    return done.answer.changed;
  }
  std::optional<books::ReviewedReading> november_of(std::uint64_t n) { return books.find<books::ReviewedReading>(meter(n), november); }
  template <class Answer>
  std::string apply(const Result<books::Decision<Answer>>& decided) {
    if (!decided.ok()) return decided.error().code;
    books.apply(decided.value().changes);
    return "done";
  }
  std::string change(std::uint64_t n, books::ReviewState to, const std::string& reason = "", const people::Context& who = boss) {
    const auto row = november_of(n);
    return apply(review::change(books, {meter(n), november, to, reason, row ? row->changes : 0}, who));
  }
  std::string type(std::uint64_t n, const std::string& energy, const LocalDate& on = november, const people::Context& who = tech) {
    return apply(review::type_in(books, {meter(n), november, energy, on, "by eye"}, who));
  }

  books::Memory books;
};

using books::ReviewState;

TEST(Route, each_month_has_one_reading_day_and_a_short_one_has_its_last) {
  const books::ReadingRoute route{.code = "r", .name = "r", .of_place = "", .day_of_month = 31, .since = {2026, 1, 1}};
  EXPECT_EQ(reading_days(route, {2026, 2, 1}, {2026, 4, 30}), (std::vector<LocalDate>{{2026, 4, 30}, {2026, 3, 31}, {2026, 2, 28}}));
  EXPECT_FALSE(is_reading_day(route, {2025, 12, 31})) << "before it began";
  Village village;
  EXPECT_EQ(meters_of(village.books, *village.books.find<books::ReadingRoute>("fifth")).size(), 3U) << "the total meter belongs where its area does";
}

TEST(Route, only_what_can_be_followed_stands_in_the_books) {
  Village village;
  const auto put = [&](books::ReadingRoute row, const people::Context& who = tech) { return put_route(village.books, std::move(row), who); };
  EXPECT_EQ(put({.code = "b", .name = "b", .of_place = "V"}).error().code, "place_has_route");
  EXPECT_EQ(put({.code = "b", .name = "b", .of_place = "X"}).error().code, "unknown_place");
  EXPECT_EQ(put({.code = "b", .name = "b", .of_place = "", .day_of_month = 32}).error().details.at("field"), "day_of_month");
  EXPECT_EQ(put({.code = "b", .name = "b", .of_place = ""}, by("wang", "cashier")).error().code, "permission_denied");
  EXPECT_EQ(put({.code = "b", .name = "b", .of_place = ""}).value().answer.since, november) << "from today on";
}

TEST(Route, who_works_at_one_station_has_reading_days_of_its_places_alone) {
  Village village;
  auto near = tech, far = tech;
  near.who.station = "E", far.who.station = "W";
  const auto put = [&](books::ReadingRoute row, const people::Context& who) {
    const auto done = put_route(village.books, std::move(row), who);
    return done.ok() ? "" : done.error().code;
  };
  EXPECT_EQ(put({.code = "b", .name = "b", .of_place = "T1"}, near), "");
  EXPECT_EQ(put({.code = "b", .name = "b", .of_place = ""}, near), "reading_beyond_station");
  EXPECT_EQ(put({.code = "b", .name = "b", .of_place = "T1"}, far), "reading_beyond_station");
  EXPECT_EQ(put({.code = "fifth", .name = "mine", .of_place = "W"}, far), "unknown_place");
  village.books.put(books::Station{"W", "West", "R2"});
  EXPECT_EQ(put({.code = "fifth", .name = "mine", .of_place = "W"}, far), "reading_beyond_station") << "another station's route does not become his";
}

TEST(Review, what_is_usual_is_plausible_and_each_change_is_a_step) {
  Village village;
  village.read(1, at(november, 0, 30), 710);
  EXPECT_EQ(village.take_in(), 1U);
  const auto row = *village.november_of(1);
  EXPECT_EQ(row.state, ReviewState::plausible);
  EXPECT_EQ(row.used, kwh(310));
  EXPECT_EQ(village.take_in(), 0U) << "it stands already";
  EXPECT_EQ(village.change(1, ReviewState::released), "done");
  const auto steps = village.books.select<books::ReviewStep>(meter(1), november);
  ASSERT_EQ(steps.size(), 2U);
  EXPECT_EQ(steps[0].decided_by, "") << "by rules";
  EXPECT_EQ(steps[1].decided_by, "zhao");
  EXPECT_EQ(village.november_of(2), std::nullopt) << "nothing came of the other";
}

TEST(Rules, each_finds_what_it_is_for) {
  const auto found = [](const std::function<void(Village&)>& happens) {
    Village village;
    happens(village);
    village.take_in();
    const auto row = village.november_of(1);
    return row ? row->finding : "none came";
  };
  const auto midnight = at(november, 0, 30);
  EXPECT_EQ(found([&](Village& v) { v.read(1, midnight, 390); }), "went_back");
  EXPECT_EQ(found([&](Village& v) { v.read(1, midnight, 400 + 10'000); }), "above_capacity") << "13.2 kW and 31 days";
  EXPECT_EQ(found([&](Village& v) { v.read(1, midnight, 2'000); }), "far_above_usual");
  EXPECT_EQ(found([&](Village& v) { v.read(1, midnight, 401); }), "far_below_usual");
  EXPECT_EQ(found([&](Village& v) { v.read(1, midnight, 700, 400); }), "clock_off");
  EXPECT_EQ(found([&](Village& v) { v.read(1, midnight, 700), v.read(1, at(november, 3), 650); }), "contradicts");
  EXPECT_EQ(found([&](Village& v) { v.books.put(v.stands(1, october, 999'900, kwh(300))), v.read(1, midnight, 180); }), "turned_over");
  EXPECT_EQ(found([&](Village& v) { v.books.put(v.stands(1, october, 985'000, kwh(300))), v.read(1, midnight, 180); }), "went_back") << "15,180 kWh are more than its plate carries in a month";
  EXPECT_EQ(found([&](Village& v) { v.books.put(v.stands(1, {2026, 9, 5}, 100, kwh(300))), v.books.put([&] { auto row = v.stands(1, october, 400); row.state = ReviewState::rejected; return row; }()), v.read(1, midnight, 700); }), "long_gap");
  EXPECT_EQ(found([&](Village& v) { v.read(1, midnight, 700); }), "");
}

TEST(Rules, a_meter_that_stands_still_while_its_credit_falls_is_found) {
  Village village;
  auto before = Village::stands(1, october, 400, kwh(3));
  before.remaining = Money::minor(50'00);
  village.books.put(before);
  auto read = books::MeterReading{.meter = meter(1), .due = at(november, 0, 30), .plan = "all", .state = books::ReadingStatus::read, .taken = at(november, 0, 30), .energy = kwh(400), .remaining = Money::minor(41'00)};
  read.status.words[2] = 0;
  village.books.put(read);
  village.take_in();
  EXPECT_EQ(village.november_of(1)->finding, "stands_still");
  EXPECT_EQ(parse_figures(village.november_of(1)->figures).at("credit"), "41.00");
}

TEST(Rules, no_two_have_one_name_and_figures_are_read_back) {
  std::set<std::string_view> names;
  for (const auto& rule : rules()) EXPECT_TRUE(names.insert(rule.code).second) << rule.code;
  const Details figures{{"now", "1.00"}, {"used", "2.50"}};
  EXPECT_EQ(parse_figures(figures_text(figures)), figures);
}

/// Berlin: between the two reading days the clocks go forward, or back.
struct OtherClock {
  explicit OtherClock(LocalDate first, LocalDate then) : before(first), day(then) {
    books.put(books::Utility{.zone = "Europe/Berlin"});
    books.put(books::Meter{.number = meter(1), .model = "DDSY1352", .service_point = "S", .state = books::MeterStatus::installed});
    books.put(books::ServicePoint{.code = "S", .address = "Well road"});
    books.put(route);
    books::ReviewedReading row{.meter = meter(1), .day = before, .route = "all", .state = ReviewState::released, .taken = berlin.instant({before}), .energy = kwh(1000), .at_day = kwh(1000)};
    row.before_day = date_of_day(day_number(before) - 30);
    row.used = kwh((row.taken - berlin.instant({*row.before_day})).ms() / 3'600'000);
    books.put(row);
  }
  MeterDay there() const { return {meter(1), route, day, berlin, plate({})}; }
  books::ReviewedReading typed(const LocalDate& on, std::int64_t energy) const {
    const books::TypedReading one{.meter = meter(1), .day = day, .number = 1, .read_on = on, .energy = kwh(energy), .typed_by = "tech", .typed = berlin.instant({on, 20, 0, 0})};
    return *judged(books, there(), berlin.instant({on, 21, 0, 0}), &one);
  }
  /// A kilowatt-hour an hour since the former reading day, as its line was read at that midnight.
  books::ReviewedReading read(const LocalDate& on) {
    const auto taken = berlin.instant({on});
    const auto used = kwh(1000 + (taken - berlin.instant({before})).ms() / 3'600'000);
    books.put(books::MeterReading{.meter = meter(1), .due = taken, .plan = "all", .state = books::ReadingStatus::read, .tries = 1, .taken = taken, .energy = used});
    return *judged(books, there(), taken + Duration::hours(1), nullptr);
  }
  LocalDate before, day;
  Zone berlin = Zone::find("Europe/Berlin").value();
  books::ReadingRoute route{.code = "all", .name = "All", .of_place = "", .day_of_month = 28, .since = {2026, 1, 1}};
  books::Memory books;
};

TEST(Review, a_month_with_a_day_of_23_hours_is_an_hour_shorter_and_one_of_25_longer) {
  const OtherClock spring({2027, 3, 28}, {2027, 4, 28}), autumn({2027, 10, 28}, {2027, 11, 28});
  EXPECT_EQ(spring.typed({2027, 4, 29}, 1779).at_day, kwh(1743)) << "31 days less an hour, a kilowatt-hour each; 36 hours later it was read";
  EXPECT_EQ(autumn.typed({2027, 11, 29}, 1781).at_day, kwh(1745)) << "and an hour more";
  EXPECT_EQ(estimate(spring.books, spring.there(), spring.berlin.instant({spring.day})).value().at_day, kwh(1743)) << "estimated by what it used in 30 days of 24 hours";
  const OtherClock winter({2027, 11, 28}, {2027, 12, 28});
  EXPECT_EQ(estimate(winter.books, winter.there(), winter.berlin.instant({winter.day})).value().at_day, kwh(1720)) << "721 kWh were used in 721 hours, and so many in these 720";
}

TEST(Review, a_gap_is_counted_in_days_of_the_calendar) {
  OtherClock spring({2027, 3, 14}, {2027, 4, 28}), autumn({2027, 9, 17}, {2027, 11, 1});
  const auto named = [](const books::ReviewedReading& row) { return row.finding + " " + row.figures; };
  EXPECT_EQ(named(spring.read({2027, 4, 29})), "long_gap days=46") << "45 days and 23 hours by the watch";
  EXPECT_EQ(named(autumn.read({2027, 11, 1})), " ") << "45 days and an hour";
}

TEST(Review, a_card_of_two_days_later_is_brought_to_the_day) {
  Village village;
  village.books.append(books::Statement{.meter = meter(1), .taken = at({2026, 11, 7}, 9), .meter_time = LocalTime{{2026, 11, 7}, 0, 0, 0}, .carrier = books::Carrier::card, .energy = kwh(730)});
  village.take_in(at({2026, 11, 7}, 10));
  const auto row = *village.november_of(1);
  EXPECT_EQ(row.source, books::ReadingSource::card);
  EXPECT_EQ(row.energy, kwh(730)) << "as it was read";
  EXPECT_EQ(row.at_day, kwh(710)) << "330 kWh in 33 days are 310 in 31";
}

TEST(Review, a_rejected_reading_is_never_taken_again_and_an_estimate_gives_way_to_a_true_one) {
  Village village;
  village.read(1, at(november, 0, 30), 390);
  village.take_in();
  EXPECT_EQ(village.change(1, ReviewState::rejected), "reason_missing");
  EXPECT_EQ(village.change(1, ReviewState::rejected, "register ran back"), "done");
  EXPECT_EQ(village.take_in(), 0U);
  EXPECT_EQ(village.change(1, ReviewState::released, "all the same"), "reading_rejected");
  EXPECT_EQ(village.change(1, ReviewState::estimated, "meter is being changed"), "done");
  const auto guessed = *village.november_of(1);
  EXPECT_EQ(guessed.at_day, kwh(710)) << "300 kWh in the 30 days before, 310 in 31";
  EXPECT_EQ(guessed.finding, "own_mean");
  EXPECT_EQ(village.change(1, ReviewState::released), "done");
  EXPECT_EQ(village.type(1, "705.5"), "done");
  const auto typed = *village.november_of(1);
  EXPECT_EQ(typed.state, ReviewState::plausible) << "a true one came; it is released anew";
  EXPECT_EQ(typed.source, books::ReadingSource::typed);
  EXPECT_EQ(village.books.select<books::ReviewStep>(meter(1), november).size(), 5U);
}

TEST(Review, a_register_is_brought_to_its_day_over_its_last_digit) {
  Village village;
  village.books.put(Village::stands(1, october, 999'900, kwh(300)));
  village.books.put(Village::stands(2, october, 999'900, kwh(300)));
  village.read(1, at({2026, 11, 15}, 0), 310);
  EXPECT_EQ(village.apply(estimate_missing(village.books, "fifth", november, {}, by("zhao", "supervisor", at({2026, 11, 16}, 9)))), "done");
  const auto between = *village.november_of(1), by_mean = *village.november_of(2);
  EXPECT_EQ(between.finding, "between_readings");
  EXPECT_EQ(between.at_day, kwh(210)) << "310 of the 410 that went through";
  EXPECT_EQ(between.used, kwh(310));
  EXPECT_EQ(by_mean.finding, "own_mean");
  EXPECT_LT(by_mean.at_day, kwh(1'000)) << "what eight digits show";
  EXPECT_EQ(by_mean.used, by_mean.at_day + kwh(100));
}

TEST(Review, between_two_registers_nothing_has_to_be_guessed) {
  Village village;
  village.read(1, at({2026, 11, 15}, 0), 810);
  EXPECT_EQ(village.take_in(), 0U) << "ten days later is not this day's";
  EXPECT_EQ(village.apply(estimate_missing(village.books, "fifth", november, {}, by("zhao", "supervisor", at({2026, 11, 16}, 9)))), "done");
  EXPECT_EQ(village.november_of(1)->finding, "between_readings");
  EXPECT_EQ(village.november_of(1)->at_day, kwh(710));
  EXPECT_EQ(village.november_of(2)->finding, "own_mean");
  EXPECT_EQ(village.november_of(0), std::nullopt) << "of the total meter one register is known, and no use";
}

TEST(Review, a_register_is_typed_with_the_decimals_that_a_meter_reports) {
  Village village;
  EXPECT_EQ(village.type(1, "710.125"), "done");
  EXPECT_EQ(village.november_of(1)->energy, Energy::wh(710'125)) << "as at every other place where somebody types one";
}

TEST(Review, typed_readings_are_checked_and_nobody_releases_his_own_odd_one) {
  Village village;
  EXPECT_EQ(village.type(1, "12.3456"), "bad_register");
  EXPECT_EQ(village.type(1, "1000000"), "bad_register");
  EXPECT_EQ(village.type(1, "710", {2026, 11, 6}), "bad_read_on") << "tomorrow";
  EXPECT_EQ(village.type(1, "710", {2026, 10, 20}), "bad_read_on");
  EXPECT_EQ(village.type(9, "710"), "unknown_meter");
  EXPECT_EQ(village.type(1, "710", november, by("wang", "cashier")), "permission_denied");
  EXPECT_EQ(village.type(1, "3900", november, boss), "done");
  EXPECT_EQ(village.november_of(1)->state, ReviewState::suspicious);
  EXPECT_EQ(village.change(1, ReviewState::released), "reason_missing");
  EXPECT_EQ(village.change(1, ReviewState::released, "it is right"), "own_reading");
  EXPECT_EQ(village.change(1, ReviewState::released, "new kiln", by("qian", "manager")), "done");
  EXPECT_EQ(village.type(1, "710"), "reading_released");
  EXPECT_EQ(village.change(1, ReviewState::suspicious, "another look"), "done");
  EXPECT_EQ(village.take_in(), 0U) << "what a person decided no rule undoes";
  EXPECT_EQ(review::change(village.books, {meter(1), november, ReviewState::released, "x", 1}, boss).error().code, "version_conflict");
}

TEST(Review, whose_money_follows_a_reading_is_released_by_somebody_else_and_what_is_released_is_no_guess) {
  Village village;
  village.books.put(books::Account{.number = 100001, .station = "E", .service_point = "S", .meter = meter(1), .state = books::AccountStatus::open});
  village.books.put(books::RemoteAccount{.account = 100001, .meter = meter(1), .state = books::RemoteAccountStatus::active});
  ASSERT_EQ(village.type(1, "710", november, boss), "done");
  EXPECT_EQ(village.change(1, ReviewState::released), "own_reading_charged");
  EXPECT_EQ(village.change(1, ReviewState::released, "", by("qian", "manager")), "done");
  EXPECT_EQ(village.change(1, ReviewState::estimated, "guessed"), "review_state");
}

TEST(Review, the_whole_day_is_released_but_for_what_a_rule_found) {
  Village village;
  village.read(0, at(november, 0, 30), 160);
  village.read(1, at(november, 0, 30), 710);
  village.read(2, at(november, 0, 30), 5'000);
  village.take_in();
  EXPECT_EQ(release_day(village.books, "fifth", november, {}, tech).error().code, "permission_denied");
  EXPECT_EQ(release_day(village.books, "fifth", {2026, 11, 6}, {}, boss).error().code, "no_reading_day");
  EXPECT_EQ(release_day(village.books, "fifth", november, {.sees = [](MeterNumber one) { return one == meter(2); }}, boss).value().answer.changed, 0U);
  const auto done = release_day(village.books, "fifth", november, {}, boss).value();
  EXPECT_EQ(done.answer.changed, 2U);
  village.books.apply(done.changes);
  const auto route = *village.books.find<books::ReadingRoute>("fifth");
  const auto counts = day_counts(village.books, route, november, {});
  EXPECT_EQ(counts.in_state[static_cast<std::size_t>(ReviewState::released)], 2U);
  EXPECT_EQ(counts.in_state[static_cast<std::size_t>(ReviewState::suspicious)], 1U);
  EXPECT_EQ(counts.missing, 0U);
  const auto odd = work_list(village.books, route, november, zone, {}, [](const auto* row) { return row != nullptr && row->state == ReviewState::suspicious; }, 10);
  ASSERT_EQ(odd.size(), 1U);
  EXPECT_EQ(odd[0].point.meter, meter(2));
}

TEST(Review, a_little_on_a_register_behind_transformers_is_worth_a_look) {
  Village village;
  village.books.put(village.stands(2, october, 500, kwh(1)));
  village.read(2, at(november, 0, 30), 509);
  village.take_in();
  EXPECT_EQ(village.november_of(2)->state, ReviewState::plausible) << "eight kWh more than usual";
  auto behind = *village.books.find<books::Meter>(meter(2));
  behind.ct = 40;
  village.books.put(behind);
  village.read(2, at(november, 0, 30), 509);
  village.take_in();
  EXPECT_EQ(village.november_of(2)->finding, "far_above_usual") << "they stand for 320";
  EXPECT_EQ(village.november_of(2)->used, kwh(9)) << "as it shows them";
}

TEST(Losses, a_period_counts_what_was_released_and_says_what_is_not) {
  Village village;
  village.read(0, at(november, 0, 30), 165);
  village.read(1, at(november, 0, 30), 700);
  village.read(2, at(november, 0, 30), 810);
  village.take_in();
  const auto area = *village.books.find<books::AreaMeter>("T1");
  const auto before = period_losses(village.books, area, november, 3).value();
  ASSERT_EQ(before.size(), 2U);
  EXPECT_EQ(before[0].unreleased, 3U) << "two houses and the total meter";
  EXPECT_EQ(before[0].loss, std::nullopt);
  village.apply(release_day(village.books, "fifth", november, {}, boss));
  const auto after = period_losses(village.books, area, november, 3).value().front();
  EXPECT_EQ(after.total, kwh(650));
  EXPECT_EQ(after.used, kwh(610));
  EXPECT_EQ(after.loss, kwh(40));
  EXPECT_EQ(after.unreleased, 0U);
  village.books.put(books::FormerTotal{.area = "T1", .until = november, .since = area.since, .meter = area.meter, .factor = area.factor});
  auto otherwise = area;
  otherwise.factor = 20, otherwise.since = november;
  EXPECT_EQ(period_losses(village.books, otherwise, november, 3).value().front().total, kwh(650)) << "another factor since does not touch it";
  village.books.put(books::Well{.number = "W-1", .name = "West", .village = "", .area = "T1"});
  village.books.put(books::WellMeter{.well = "W-1", .meter = meter(7), .from = {2026, 3, 1}});
  EXPECT_EQ(period_losses(village.books, otherwise, november, 3).value().front().loss, std::nullopt) << "and a well that nobody has read";
  village.books.put(books::Watering{.meter = meter(7), .number = 0, .well = "W-1", .state = books::WateringStatus::proven, .start = LocalTime{{2026, 10, 20}, 9, 0, 0}, .seconds = 3'600, .register_after = kwh(30), .used = kwh(30)});
  village.books.put(books::WellHead{.meter = meter(7), .read = at(november, 8), .records_read = at(november, 8)});
  EXPECT_EQ(period_losses(village.books, otherwise, november, 3).value().front().loss, kwh(10)) << "its pump's records need no release";
  auto behind = *village.books.find<books::Meter>(meter(2));
  behind.ct = 5;
  village.books.put(behind);
  EXPECT_EQ(period_losses(village.books, otherwise, november, 3).value().front().used, kwh(300 + 310 * 5 + 30)) << "the office multiplies what no meter did";
}

}  // namespace review_test
}  // namespace kwota::review
