// Whole sets of prices over the line. Law: wherever the line breaks, the meter charges by the old plan or by the new one from its
// minute, on every day and hour of the year, holidays too; and repeated until it is done it charges by the new one.
#include "carry/remote_vending/prices.h"

#include <rapidcheck.h>

#include "models/ddzy1352.h"
#include "sim/meter/line_world.h"

namespace kwota::meter_line::test {
namespace {

using dlt645::DayTable;
using dlt645::Period;
using dlt645::PriceSet;

const DayTable night_and_day{{0, 0, 4}, {8, 0, 2}, {22, 0, 4}};
const DayTable with_a_peak{{0, 0, 4}, {8, 0, 2}, {17, 30, 1}, {21, 0, 2}, {22, 0, 4}};
const DayTable all_cheap{{0, 0, 4}};

PriceSet plan(std::vector<std::int64_t> rates_e4, dlt645::Schedule schedule, std::vector<dlt645::Holiday> holidays) {
  PriceSet set;
  for (const auto price : rates_e4) set.rates.push_back(MeterPrice::e4(price));
  set.step_ends = {Energy::kwh(180)};
  set.step_prices = {MeterPrice{}, MeterPrice::e4(rates_e4.front() / 10)};
  set.schedule = std::move(schedule);
  set.holidays = std::move(holidays);
  return set;
}

/// Summer and winter; on 25 November and at Christmas there is no peak.
PriceSet old_plan() {
  return plan({10'000, 8'000, 6'000, 4'000}, {{{4, 1, 1}, {10, 1, 2}}, {night_and_day, with_a_peak}},
              {{{2026, 11, 25}, 1}, {{2026, 12, 25}, 1}});
}
/// The same tables under other numbers, other prices, cheap holidays.
PriceSet new_plan() {
  return plan({12'000, 9'000, 6'500, 3'000}, {{{1, 1, 1}, {5, 1, 2}}, {with_a_peak, night_and_day, all_cheap}},
              {{{2026, 12, 25}, 3}, {{2026, 12, 31}, 3}});
}
const LocalTime midnight{{2026, 12, 1}, 0, 0, 0};

constexpr int cuts_max = 400;  // more than there are exchanges

struct Moment {
  LocalDate date;
  std::uint8_t hour;
};
/// Ordinary days and holidays, each hour at which some table changes or does not.
std::vector<Moment> moments() {
  std::vector<Moment> all;
  for (const LocalDate date : {LocalDate{2026, 11, 24}, LocalDate{2026, 11, 25}, LocalDate{2026, 11, 30}, LocalDate{2026, 12, 1},
                               LocalDate{2026, 12, 25}, LocalDate{2026, 12, 28}, LocalDate{2026, 12, 31}, LocalDate{2027, 5, 3}})
    for (const int hour : {3, 10, 18, 23}) all.push_back({date, static_cast<std::uint8_t>(hour)});
  return all;
}

/// What a kWh costs by the plan, as a person would look it up.
std::int64_t price_by(const PriceSet& set, const Moment& at, std::size_t step) {
  auto day = dlt645::ordinary_day(set.schedule, at.date);
  for (const auto& holiday : set.holidays)
    if (holiday.date == at.date) day = set.schedule.tables[holiday.table - 1];
  std::size_t rate = day.back().rate;
  for (const auto& period : day)
    if (period.hour <= at.hour) rate = period.rate;
  return (set.rates[rate - 1] + set.step_prices[step]).e4();
}

struct Prices : Breaking {
  Line line{1, dlt645::read_data_max, World::Keys::utility, models::ddzy1352};

  Prices() {
    EXPECT_EQ(line.deliver(line.order(1, 100'00, true)).outcome, dlt645::Outcome::done);
    const auto first = write(old_plan(), std::nullopt);
    EXPECT_TRUE(first.ok()) << first.error().code;
    line.pass(180);
  }

  dialogue::Parties parties() {
    auto all = line.parties();
    all.line = [this, ask = all.line](const dialogue::LineFrame& command) { return carry(command, ask); };
    return all;
  }
  LocalTime clock() const {
    const auto now = meter::meter_time(line.now);
    return {{2000 + now.year, now.month, now.day}, now.hour, now.minute, 0};
  }
  Result<dlt645::PricesHeld> write(const PriceSet& set, std::optional<LocalTime> at) {
    dlt645::PriceOrder order;
    order.station = line.station();
    order.set = set;
    order.at = at;
    order.now = clock();
    order.random1 = line.random1();
    asked = 0;
    return dialogue::run(dlt645::write_prices(order), parties());
  }
  std::int64_t price(const Moment& at, std::size_t step) {
    const auto to = *meter::clock_of({.year = static_cast<std::uint8_t>(at.date.year - 2000),
                                      .month = static_cast<std::uint8_t>(at.date.month),
                                      .day = static_cast<std::uint8_t>(at.date.day),
                                      .hour = at.hour});
    if (to > line.now) line.pass(to.seconds - line.now.seconds);
    const auto used = step == 0 ? Energy{} : Energy::kwh(200);
    return meter::price_at(line.meter->state().tariffs.current, line.meter->rate(), used).e4();
  }
  /// By the plan that counts: `changes` says whether the new one has come into force.
  void expect_charges(bool changes) {
    for (const auto& at : moments())
      for (const std::size_t step : {0U, 1U}) {
        const auto plan = changes && at.date >= midnight.date ? new_plan() : old_plan();
        ASSERT_EQ(price(at, step), price_by(plan, at, step))
            << format_date(at.date) << " " << int{at.hour} << ":00, step " << step;
      }
  }
  bool is_planned() const {
    const auto& tariffs = line.meter->state().tariffs;
    return tariffs.switch_at != meter::end_of_time;
  }
};

TEST(PricesOverTheLine, a_plan_is_written_and_counts_from_its_minute_on_every_day) {
  Prices world;
  const auto written = world.write(new_plan(), midnight);
  ASSERT_TRUE(written.ok()) << written.error().code;
  EXPECT_FALSE(written->was_there);
  EXPECT_EQ(written->from, midnight);
  world.expect_charges(true);
}

TEST(PricesOverTheLine, what_is_there_is_not_written_again) {
  Prices world;
  const auto in_force = world.write(old_plan(), std::nullopt);
  ASSERT_TRUE(in_force.ok()) << in_force.error().code;
  EXPECT_TRUE(in_force->was_there);
  ASSERT_TRUE(world.write(new_plan(), midnight).ok());
  const auto sent = world.line.meter->state();
  const auto planned = world.write(new_plan(), midnight);
  ASSERT_TRUE(planned.ok()) << planned.error().code;
  EXPECT_TRUE(planned->was_there);
  EXPECT_EQ(world.line.meter->state(), sent);
  world.expect_charges(true);
}

TEST(PricesOverTheLine, cut_at_every_exchange_the_meter_charges_by_one_whole_plan) {
  for (const bool answer_lost : {false, true})
    for (int cut = 1; cut < cuts_max; ++cut) {
      SCOPED_TRACE(testing::Message() << (answer_lost ? "answer " : "question ") << cut);
      Prices world;
      world.breaks_at = cut, world.answer_lost = answer_lost;
      const auto written = world.write(new_plan(), midnight);
      world.breaks_at = 0;
      const bool whole = world.is_planned();
      if (written.ok()) EXPECT_TRUE(whole);
      world.expect_charges(whole);
      if (HasFatalFailure() || written.ok()) break;
      ASSERT_LT(cut + 1, cuts_max) << "it never ends";
    }
}

TEST(PricesOverTheLine, a_holiday_that_is_none_any_more_is_ended_with_the_new_set) {
  auto before = old_plan();
  before.holidays.push_back({{2026, 12, 28}, 1});
  for (int cut = 0; cut < cuts_max / 2; cut += 17) {
    SCOPED_TRACE(cut);
    Prices world;
    ASSERT_TRUE(world.write(before, std::nullopt).ok());
    world.line.pass(180);
    world.breaks_at = cut;
    (void)world.write(new_plan(), midnight);
    world.breaks_at = 0;
    ASSERT_TRUE(world.write(new_plan(), midnight).ok());
    world.expect_charges(true);
    if (HasFatalFailure()) break;
  }
}

TEST(PricesOverTheLine, repeated_after_any_cut_it_ends_right) {
  for (int cut = 1; cut < cuts_max; cut += 3) {
    SCOPED_TRACE(cut);
    Prices world;
    world.breaks_at = cut, world.answer_lost = cut % 2 == 0;
    const bool first = world.write(new_plan(), midnight).ok();
    world.breaks_at = cut / 2 + 1;
    (void)world.write(new_plan(), midnight);
    world.breaks_at = 0;
    const auto written = world.write(new_plan(), midnight);
    ASSERT_TRUE(written.ok()) << written.error().code;
    world.expect_charges(true);
    if (HasFatalFailure() || first) break;
  }
}

TEST(PricesOverTheLine, a_new_version_takes_the_place_of_the_one_that_was_planned) {
  Prices world;
  auto other = new_plan();
  other.rates[0] = MeterPrice::e4(20'000);
  ASSERT_TRUE(world.write(other, midnight).ok());
  ASSERT_TRUE(world.write(new_plan(), midnight).ok());
  world.expect_charges(true);
}

TEST(PricesOverTheLine, a_plan_without_times_of_day_ends_what_was_planned_by_time) {
  Prices world;
  PriceSet flat;
  flat.rates = {MeterPrice::e4(5'380)}, flat.step_prices = {MeterPrice{}};
  ASSERT_TRUE(world.write(new_plan(), LocalTime{{2026, 11, 27}, 0, 0, 0}).ok());
  ASSERT_TRUE(world.write(flat, midnight).ok());
  for (const auto& at : moments())
    EXPECT_EQ(world.price(at, 0), at.date < midnight.date ? price_by(old_plan(), at, 0) : 5'380)
        << format_date(at.date) << int{at.hour};
}

TEST(PricesOverTheLine, prices_that_come_in_a_moment_are_not_overwritten) {
  Prices world;
  ASSERT_TRUE(world.write(new_plan(), std::nullopt).ok());
  EXPECT_EQ(world.write(old_plan(), midnight).error().code, "switch_pending");
  world.line.pass(180);
  EXPECT_TRUE(world.write(old_plan(), midnight).ok());
}

TEST(PricesOverTheLine, a_meter_whose_clock_is_wrong_is_told_nothing) {
  Prices world;
  world.line.meter->set_clock(meter::ClockTime{world.line.now.seconds + 3 * 3600});
  const auto before = world.line.meter->state();
  const auto written = world.write(new_plan(), midnight);
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().code, "meter_clock_wrong");
  EXPECT_EQ(written.error().details.at("clock"), "2026-11-20 15:03:00");
  EXPECT_EQ(world.line.meter->state(), before);
}

TEST(PricesOverTheLine, what_a_meter_cannot_hold_is_refused_before_anything_is_written) {
  Prices world;
  const auto before = world.line.meter->state();
  auto five = new_plan();
  five.rates.push_back(MeterPrice::e4(1));
  EXPECT_EQ(world.write(five, midnight).error().details.at("why"), "it has 5 prices by time, this meter 4");
  auto yearly = new_plan();
  yearly.settlement = {1, 0};
  EXPECT_EQ(world.write(yearly, midnight).error().code, "plan_does_not_fit") << "when steps begin anew only a card can tell";
  EXPECT_EQ(world.line.meter->state(), before);
  Line one_rate;
  dlt645::PriceOrder order;
  order.station = one_rate.station();
  order.set = new_plan();
  order.now = {{2026, 11, 20}, 12, 0, 0};
  const auto refused = dialogue::run(dlt645::write_prices(order), one_rate.parties());
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().details.at("why"), "this meter has one price for all times of the day");
}

TEST(PricesOverTheLine, a_meter_of_one_rate_gets_prices_and_steps) {
  Line line;
  dlt645::PriceOrder order;
  order.station = line.station();
  order.set.rates = {MeterPrice::e4(5'380)};
  order.set.step_ends = {Energy::kwh(100)};
  order.set.step_prices = {MeterPrice{}, MeterPrice::e4(500)};
  order.now = {{2026, 11, 20}, 12, 0, 0};
  order.random1 = line.random1();
  const auto written = dialogue::run(dlt645::write_prices(order), line.parties());
  ASSERT_TRUE(written.ok()) << written.error().code;
  EXPECT_EQ(written->from, (LocalTime{{2026, 11, 20}, 12, 2, 0}));
  line.pass(180);
  EXPECT_EQ(meter::price_at(line.meter->state().tariffs.current, 1, Energy{}), MeterPrice::e4(5'380));
  EXPECT_EQ(meter::price_at(line.meter->state().tariffs.current, 1, Energy::kwh(100)), MeterPrice::e4(5'880));
}

/// A virgin of one rate, as it comes from the works, and a plan with steps by the month.
struct Virgin {
  Line line;
  Result<dlt645::PricesHeld> write(std::int64_t step_kwh, std::optional<PriceSet::Settlement> settlement) {
    dlt645::PriceOrder order;
    order.station = line.station();
    order.set.rates = {MeterPrice::e4(5'000)};
    order.set.step_ends = {Energy::kwh(step_kwh)};
    order.set.step_prices = {MeterPrice{}, MeterPrice::e4(500)};
    order.set.settlement = settlement;
    const auto now = meter::meter_time(line.now);
    order.now = {{2000 + now.year, now.month, now.day}, now.hour, now.minute, 0};
    order.random1 = line.random1();
    return dialogue::run(dlt645::write_prices(order), line.parties());
  }
  const meter::Tariff& in_force() const { return line.meter->state().tariffs.current; }
};

TEST(PricesOverTheLine, a_meter_that_never_saw_a_card_is_told_when_its_steps_begin_anew) {
  Virgin world;
  const auto written = world.write(100, PriceSet::Settlement{1, 6});
  ASSERT_TRUE(written.ok()) << written.error().code;
  world.line.pass(180);
  EXPECT_EQ(world.in_force().step_ends[0], Energy::kwh(100));
  EXPECT_EQ(world.in_force().settlement_days[0], (user_card::TariffFile::SettlementDay{0, 1, 6}));
  EXPECT_TRUE(world.write(120, PriceSet::Settlement{1, 6}).ok()) << "other steps that begin anew on the same day";
  const auto other = world.write(100, PriceSet::Settlement{15, 0});
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.error().code, "plan_does_not_fit") << "steps that run end when they were to end";
}

TEST(PricesOverTheLine, steps_by_the_year_are_left_to_a_card) {
  Virgin world;
  const auto before = world.line.meter->state();
  const auto yearly = world.write(100, PriceSet::Settlement{1, 0, false});
  ASSERT_FALSE(yearly.ok());
  EXPECT_EQ(yearly.error().code, "plan_does_not_fit");
  EXPECT_EQ(world.line.meter->state(), before);
}

TEST(PricesOverTheLine, holidays_of_two_plans_stand_beside_one_another) {
  EXPECT_TRUE(rc::check([] {
    const std::vector<DayTable> days{night_and_day, with_a_peak, all_cheap, {{0, 0, 1}}};
    const auto any_set = [&] {
      PriceSet set;
      set.schedule.tables = days;
      set.schedule.zones = {{1, 1, *rc::gen::inRange<std::size_t>(1, 5)}, {7, 1, *rc::gen::inRange<std::size_t>(1, 5)}};
      for (unsigned day = 1; day <= 20; ++day)
        if (*rc::gen::inRange(0, 3) == 0) set.holidays.push_back({{2026, 12, day}, *rc::gen::inRange<std::size_t>(1, 5)});
      return set;
    };
    const auto before = any_set(), after = any_set();
    const LocalDate from{2026, 12, *rc::gen::inRange(1U, 15U)};
    const auto first = dlt645::arranged(before, {}, {}, {2026, 11, 1});
    RC_ASSERT(first.ok());
    const auto both = dlt645::arranged(after, first->schedule, first->holidays, from);
    RC_ASSERT(both.ok());
    std::vector<dlt645::Holiday> rows;
    for (const auto& row : both->holidays)
      if (row) rows.push_back(*row);
    for (unsigned day = 1; day <= 20; ++day) {
      const LocalDate date{2026, 12, day};
      const auto row_in = [&](const std::vector<dlt645::Holiday>& list) {
        const auto found = std::ranges::find(list, date, &dlt645::Holiday::date);
        return found == list.end() ? std::size_t{0} : found->table;
      };
      const bool late = std::ranges::find(both->only_new, date) != both->only_new.end();
      if (!late)
        RC_ASSERT(dlt645::day_under(first->schedule, row_in(rows), date) ==
                  dlt645::day_under(before.schedule, row_in(before.holidays), date));
      if (date >= from)
        RC_ASSERT(dlt645::day_under(both->schedule, row_in(rows), date) ==
                  dlt645::day_under(after.schedule, row_in(after.holidays), date));
    }
  }));
}

}  // namespace
}  // namespace kwota::meter_line::test
