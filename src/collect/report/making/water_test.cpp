// What an office sees of its wells: when they are used, whose register and records differ, what flowed without a card, and who waters no more.
#include <gtest/gtest.h>

#include "collect/readings/registers/pumps.h"
#include "collect/report/making/make.h"
#include "collect/report/making/test_books.h"

namespace kwota::report {
namespace {

using namespace test;

using Rows = std::vector<std::pair<std::vector<std::string>, std::vector<Cell>>>;

const auto old_mill = MeterNumber::from(21), road = MeterNumber::from(22);

/// Two wells of one area number, three farmers.
struct Wells : Books {
  Wells() {
    in_shanghai();
    put(books::Place{.code = "V1", .name = "Zhang", .station = "E"});
    well("W-1", "Old mill");
    well("W-2", "At the road");
    for (const std::int64_t number : {100001, 100002, 100003}) {
      books::Account account;
      account.number = number;
      account.station = "E";
      account.customer = CustomerNumber::from(static_cast<std::uint64_t>(number));
      account.state = books::AccountStatus::open;
      put(account);
      books::Customer customer;
      customer.number = account.customer;
      customer.name = "Farmer " + std::to_string(number % 10);
      put(customer);
    }
  }
  void well(const std::string& number, const std::string& name) {
    books::Well row;
    row.number = number;
    row.name = name;
    row.village = "V1";
    row.area_number = "0017";
    put(row);
  }
  /// `after`: what the well's register stood at when it ended.
  void watered(const std::string& well, MeterNumber meter, const std::string& day, std::int64_t account, Energy used, Energy after) {
    books::Watering row;
    row.meter = meter;
    row.series = series;
    row.number = ++waterings;
    row.well = well;
    row.station = "E";
    row.state = books::WateringStatus::proven;
    row.account = account;
    row.card = CardSerial{{0, 0, 0, 0, 0, 0, 0, static_cast<std::uint8_t>(account % 10)}};
    row.start = parse_local(day + " 09:00:00").value();
    row.seconds = 3600;
    row.used = used;
    row.register_after = after;
    row.amount = yuan(5);
    put(row);
  }
  std::int64_t waterings = 0, series = 1;
};

Rows rows_of(const Books& books, const char* number, const Asked& asked) {
  const auto made = make(books, *report_numbered(number), asked);
  EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().what);
  Rows rows;
  if (made)
    for (const auto& row : made->rows) rows.emplace_back(row.names, row.cells);
  return rows;
}

TEST(Water, wells_are_told_by_season) {
  Wells wells;
  wells.watered("W-1", old_mill, "2026-02-28", 100001, Energy::kwh(1), Energy::kwh(1));
  wells.watered("W-1", old_mill, "2026-03-01", 100001, Energy::kwh(10), Energy::kwh(11));
  wells.watered("W-1", old_mill, "2026-05-31", 100002, Energy::kwh(20), Energy::kwh(31));
  wells.watered("W-1", old_mill, "2026-06-01", 100001, Energy::kwh(40), Energy::kwh(71));
  const auto rows = rows_of(wells, "I06", {.period = "2026"});
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows.at(0).first, (std::vector<std::string>{"W-1", "Old mill", "summer"}));
  EXPECT_EQ(rows.at(0).second.at(1), Cell(40'000));
  EXPECT_EQ(rows.at(1).first.back(), "spring");
  EXPECT_EQ(rows.at(1).second.at(0), Cell(2));
  EXPECT_EQ(rows.at(1).second.at(1), Cell(30'000));
  EXPECT_EQ(rows.at(2).first.back(), "winter");
}

TEST(Water, a_well_whose_register_ran_beyond_its_records_is_named_with_the_gap) {
  Wells wells;
  wells.watered("W-1", old_mill, "2026-06-01", 100001, Energy::kwh(10), Energy::kwh(10));
  wells.watered("W-1", old_mill, "2026-06-02", 100001, Energy::kwh(10), Energy::kwh(20));
  wells.watered("W-2", road, "2026-06-01", 100001, Energy::kwh(10), Energy::kwh(10));
  wells.watered("W-2", road, "2026-06-02", 100001, Energy::kwh(10), Energy::kwh(35));  // 15 kWh of which no record tells
  const auto rows = rows_of(wells, "I07", {.period = "2026-06"});
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows.at(0).first.front(), "W-2");
  EXPECT_EQ(rows.at(0).second.at(0), Cell(35'000));
  EXPECT_EQ(rows.at(0).second.at(1), Cell(20'000));
  EXPECT_EQ(rows.at(0).second.at(2), Cell(15'000));
}

TEST(Water, a_meter_that_was_exchanged_under_its_number_makes_no_gap_and_hides_none) {
  Wells wells;
  wells.watered("W-1", old_mill, "2026-06-01", 100001, Energy::kwh(10), Energy::kwh(510));
  wells.watered("W-1", old_mill, "2026-06-02", 100001, Energy::kwh(10), Energy::kwh(520));
  wells.series = 2;  // its register begins at nought
  wells.watered("W-1", old_mill, "2026-06-03", 100001, Energy::kwh(10), Energy::kwh(10));
  EXPECT_TRUE(rows_of(wells, "I07", {.period = "2026-06"}).empty());
  wells.watered("W-1", old_mill, "2026-06-04", 100001, Energy::kwh(10), Energy::kwh(35));
  const auto rows = rows_of(wells, "I07", {.period = "2026-06"});
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows.at(0).second.at(0), Cell(55'000)) << "of both registers";
  EXPECT_EQ(rows.at(0).second.at(1), Cell(40'000));
  EXPECT_EQ(rows.at(0).second.at(2), Cell(15'000));
}

/// Behind transformers: 10, 10 and 10 kWh by its records, and 5 of which none tells.
struct BehindTransformers : Wells {
  BehindTransformers() {
    auto mill = *find<books::Well>("W-1");
    mill.area = "A1";
    put(mill);
    put(books::AreaMeter{.area = "A1", .meter = MeterNumber::from(99)});
    put(books::WellMeter{.well = "W-1", .meter = old_mill, .from = {2026, 1, 1}, .to = {}, .multiplier = 40, .terminal = ""});
    watered("W-1", old_mill, "2026-05-31", 100001, Energy::kwh(10), Energy::kwh(10));
    watered("W-1", old_mill, "2026-06-01", 100001, Energy::kwh(10), Energy::kwh(20));
    watered("W-1", old_mill, "2026-06-02", 100001, Energy::kwh(10), Energy::kwh(35));
    put(books::WellMonth{.meter = old_mill, .month = "2026-05", .well = "W-1", .energy = Energy::kwh(10)});
    put(books::WellMonth{.meter = old_mill, .month = "2026-06", .well = "W-1", .energy = Energy::kwh(35)});
    books::WellHead head;
    head.meter = old_mill;
    head.well = "W-1";
    head.energy = Energy::kwh(35);
    head.read = zone.instant({{2026, 6, 3}, 12, 0, 0});
    head.records_read = head.read;
    put(head);
  }
  Instant midnight(unsigned month, unsigned day) const { return zone.instant({{2026, month, day}}); }
  const Zone zone = Zone::find("Asia/Shanghai").value();
};

constexpr std::size_t at_users = 1, at_energy = 2, at_money = 4, at_unsettled = 5, at_register = 6, at_gap = 7, at_settled = 8, at_year_before = 9, at_year_change = 10, at_change = 11, at_mean = 12, at_estimated = 13, at_unread = 14;

TEST(Water, what_a_well_used_behind_transformers_is_one_figure_in_its_report_and_in_the_losses_of_its_area) {
  const BehindTransformers wells;
  const auto rows = rows_of(wells, "R03", {.period = "2026-06", .groups = {std::string(by_itself)}});
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows.front().first, (std::vector<std::string>{"W-1", "Old mill", "000000000021", "40", "10.000", "35.000", "end"})) << "its register as it showed; nobody was there after June";
  EXPECT_EQ(rows.front().second.at(at_energy), Cell(20'000)) << "a pump multiplies by itself, and nobody once more";
  EXPECT_EQ(rows.front().second.at(at_register), Cell(25'000));
  EXPECT_EQ(rows.front().second.at(at_gap), Cell(5'000));
  EXPECT_EQ(rows.front().second.at(at_settled), Cell(25'000));
  const auto pumps = readings::pumps_of_areas(wells, wells.midnight(6, 1), wells.zone);
  ASSERT_EQ(pumps.size(), 1U);
  EXPECT_EQ(readings::counted_by_pump(pumps.front(), wells.midnight(6, 1), wells.midnight(6, 3)), Energy::wh(*rows.front().second.at(at_register)));
  EXPECT_EQ(rows_of(wells, "R03", {.period = "2026-05"}).front().second.at(at_energy), Cell(10'000)) << "each month by itself";
  EXPECT_EQ(rows_of(wells, "I06", {.period = "2026-06"}).front().second.at(1), Cell(20'000)) << "nor do seasons say another";
}

/// e: what the record before says, and nobody knows whether something ran until the days began, or ended.
TEST(Water, a_register_that_no_record_proves_is_marked) {
  Wells wells;
  const auto marked = [&](const char* period) { return rows_of(wells, "R03", {.period = period, .groups = {std::string(by_itself)}}).front(); };
  wells.watered("W-1", old_mill, "2026-05-31", 100001, Energy::kwh(10), Energy::kwh(10));
  wells.watered("W-1", old_mill, "2026-06-10", 100001, Energy::kwh(10), Energy::wh(20'010));
  wells.watered("W-1", old_mill, "2026-07-02", 100001, Energy::kwh(10), Energy::wh(30'010));
  wells.watered("W-1", old_mill, "2026-08-03", 100001, Energy::kwh(10), Energy::kwh(45));
  EXPECT_EQ(marked("2026-05").first.back(), "") << "its first record of all; the next begins a hundredth further, which is rounding";
  EXPECT_EQ(marked("2026-06").first.back(), "") << "the watering before and the one behind prove both ends";
  EXPECT_EQ(marked("2026-07").first.back(), "end") << "4.99 kWh ran until the next one, of which no record tells";
  EXPECT_EQ(marked("2026-07").second.at(at_estimated), Cell(1));
  EXPECT_EQ(marked("2026-08").first.back(), "both") << "and nobody has been there since";
  books::WellHead head;
  head.meter = old_mill;
  head.well = "W-1";
  head.read = parse_instant("2026-09-02T10:00:00+08:00").value();
  head.records_read = head.read;
  wells.put(head);
  EXPECT_EQ(marked("2026-08").first.back(), "start") << "its pump was read, and has nothing to tell";
}

TEST(Water, a_well_that_charges_by_volume_and_counts_no_electricity_is_in_its_report_and_in_the_seasons) {
  Wells wells;
  wells.watered("W-1", old_mill, "2026-06-10", 100001, {}, {});
  wells.watered("W-1", old_mill, "2026-06-11", 100002, {}, {});
  const auto rows = rows_of(wells, "R03", {.period = "2026-06", .groups = {std::string(by_itself)}});
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows.front().first.back(), "") << "it has no register that could be estimated";
  EXPECT_EQ(rows.front().second.front(), Cell(2));
  EXPECT_EQ(rows.front().second.at(at_users), Cell(2));
  EXPECT_EQ(rows.front().second.at(at_money), Cell(10'00));
  EXPECT_EQ(rows.front().second.at(at_register), Cell(0));
  EXPECT_EQ(rows.front().second.at(at_gap), Cell(0));
  const auto seasons = rows_of(wells, "I06", {.period = "2026"});
  ASSERT_EQ(seasons.size(), 1U);
  EXPECT_EQ(seasons.front().second.front(), Cell(2));
}

TEST(Water, what_is_known_by_a_hung_record_alone_counts_and_makes_no_gap_before_and_after_its_usage_record_came) {
  Wells wells;
  const auto june = [&] { return rows_of(wells, "R03", {.period = "2026-06", .groups = {std::string(by_itself)}}).front(); };
  wells.watered("W-1", old_mill, "2026-06-10", 100001, Energy::kwh(10), Energy::kwh(10));
  wells.watered("W-1", old_mill, "2026-06-11", 100002, Energy::kwh(2), {});
  auto hung = *wells.find<books::Watering>(old_mill, 1, 2);
  hung.state = books::WateringStatus::hung;
  wells.put(hung);
  EXPECT_EQ(june().first.back(), "end") << "its register has gone on";
  EXPECT_EQ(june().second.front(), Cell(2));
  EXPECT_EQ(june().second.at(at_energy), Cell(12'000));
  EXPECT_EQ(june().second.at(at_money), Cell(5'00));
  EXPECT_EQ(june().second.at(at_unsettled), Cell(5'00));
  EXPECT_EQ(june().second.at(at_gap), Cell(0));
  wells.watered("W-1", old_mill, "2026-06-12", 100001, Energy::kwh(3), Energy::kwh(15));
  EXPECT_EQ(june().second.at(at_energy), Cell(15'000));
  EXPECT_EQ(june().second.at(at_register), Cell(15'000));
  EXPECT_EQ(june().second.at(at_gap), Cell(0));
}

TEST(Water, the_same_month_a_year_earlier_stands_beside_and_not_in_the_month) {
  Wells wells;
  wells.watered("W-1", old_mill, "2025-06-10", 100001, Energy::kwh(7), Energy::kwh(7));
  wells.watered("W-1", old_mill, "2026-05-10", 100001, Energy::kwh(100), Energy::kwh(107));
  wells.watered("W-1", old_mill, "2026-06-10", 100001, Energy::kwh(10), Energy::kwh(117));
  const auto row = rows_of(wells, "R03", {.period = "2026-06"}).front().second;
  EXPECT_EQ(row.front(), Cell(1)) << "one watering";
  EXPECT_EQ(row.at(at_energy), Cell(10'000));
  EXPECT_EQ(row.at(at_year_before), Cell(7'000));
  EXPECT_EQ(row.at(at_year_change), Cell(429)) << "10 kWh are 42.9 % more than 7";
  EXPECT_EQ(row.at(at_change), Cell(-900)) << "and 90 % less than the month before";
  EXPECT_EQ(row.at(at_mean), Cell(10'000)) << "one watered";
  const auto by_itself_row = rows_of(wells, "R03", {.period = "2026-06", .groups = {std::string(by_itself)}});
  ASSERT_EQ(by_itself_row.size(), 1U) << "other days make no row of their own, whatever the register showed then";
  EXPECT_EQ(by_itself_row.front().second, row);
}

TEST(Water, a_well_without_a_record_says_nothing_and_is_counted) {
  Wells wells;
  wells.put(books::WellMeter{.well = "W-1", .meter = old_mill, .from = {2026, 1, 1}, .to = {}, .multiplier = 1, .terminal = ""});
  wells.put(books::WellMeter{.well = "W-2", .meter = road, .from = {2026, 1, 1}, .to = {}, .multiplier = 1, .terminal = ""});
  wells.watered("W-1", old_mill, "2026-06-10", 100001, Energy::kwh(10), Energy::kwh(10));
  wells.watered("W-2", road, "2026-05-10", 100001, Energy::kwh(4), Energy::kwh(4));
  const auto asked = Asked{.period = "2026-06", .groups = {"well"}};
  const auto rows = rows_of(wells, "R03", asked);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows.at(0).second.at(at_unread), Cell(0));
  EXPECT_EQ(rows.at(1).first.front(), "W-2");
  EXPECT_EQ(rows.at(1).second.at(at_unread), Cell(1));
  for (const auto place : {at_users, at_energy, at_register, at_gap, at_change}) EXPECT_EQ(rows.at(1).second.at(place), Cell()) << place << ": nobody knows, and that is not zero";
  const auto made = make(wells, *report_numbered("R03"), asked);
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made->totals.at(at_energy), Cell(10'000)) << "the total is of what is known";
  EXPECT_EQ(made->totals.at(at_unread), Cell(1));
}

TEST(Water, a_well_at_which_nobody_watered_is_known_once_its_pump_was_read) {
  Wells wells;
  wells.put(books::WellMeter{.well = "W-2", .meter = road, .from = {2026, 1, 1}, .to = {}, .multiplier = 1, .terminal = ""});
  wells.watered("W-2", road, "2026-05-10", 100001, Energy::kwh(4), Energy::kwh(4));
  EXPECT_EQ(rows_of(wells, "R03", {.period = "2026-06", .groups = {"well"}}).front().second.at(at_unread), Cell(1));
  books::WellHead head;
  head.meter = road;
  head.well = "W-2";
  head.read = parse_instant("2026-06-20T10:00:00+08:00").value();
  head.records_read = head.read;
  wells.put(head);
  const auto read = rows_of(wells, "R03", {.period = "2026-06", .groups = {"well"}});
  for (const auto& [names, cells] : read) EXPECT_EQ(cells.at(at_unread), Cell(0)) << names.front();
}

TEST(Water, the_register_of_wells_says_who_watered_which_wells_are_used_and_which_are_silent) {
  Wells wells;
  for (const auto* number : {"W-1", "W-2"}) {
    auto row = *wells.find<books::Well>(number);
    row.put_in = LocalDate{2025, 1, 1};
    wells.put(row);
  }
  wells.put(books::WellMeter{.well = "W-1", .meter = old_mill, .from = {2025, 1, 1}, .to = {}, .multiplier = 1, .terminal = "000000000042"});
  wells.put(books::WellMeter{.well = "W-2", .meter = road, .from = {2025, 1, 1}, .to = {}, .multiplier = 1, .terminal = ""});
  wells.watered("W-1", old_mill, "2026-06-01", 100001, Energy::kwh(1), Energy::kwh(1));
  wells.watered("W-1", old_mill, "2026-06-02", 100001, Energy::kwh(1), Energy::kwh(2));
  wells.watered("W-1", old_mill, "2026-08-02", 100002, Energy::kwh(1), Energy::kwh(3));
  wells.watered("W-2", road, "2026-05-31", 100003, Energy::kwh(1), Energy::kwh(1));
  constexpr std::size_t users = 6, in_season = 7, silent = 8;
  const auto of = [&](const char* period) { return make(wells, *report_numbered("R02"), {.period = period}).value().totals; };
  EXPECT_EQ(of("2026-06").at(users), Cell(1)) << "twice is one customer";
  EXPECT_EQ(of("2026-08").at(in_season), Cell(1)) << "W-2 was used in spring";
  EXPECT_EQ(of("2026-08").at(silent), Cell(1));
  EXPECT_EQ(of("2026-06-29").at(silent), Cell(0)) << "30 days with the last one: the 31st of May is the first of them";
  EXPECT_EQ(of("2026-06").at(silent), Cell(1));
  books::WellHead head;
  head.meter = road;
  head.well = "W-2";
  head.read = parse_instant("2026-08-20T10:00:00+08:00").value();
  wells.put(head);
  EXPECT_EQ(of("2026-08").at(silent), Cell(0)) << "its pump was read: nobody waters there";
  EXPECT_EQ(of("2026-01").at(in_season), Cell(0));
  const auto row = make(wells, *report_numbered("R01"), {.period = "2025-01"}).value().rows.front();
  EXPECT_EQ(row.names.at(7), "000000000042") << "what controls the pump";
}

TEST(Water, a_new_well_says_who_entered_it) {
  Wells wells;
  books::Well fresh;
  fresh.number = "W-9", fresh.village = "V1", fresh.put_in = LocalDate{2025, 3, 1};
  wells.put(fresh);
  const auto tell = [&](std::int64_t number, const char* who, const char* details) {
    books::Audit entry;
    entry.chain = "station/E", entry.number = number, entry.operator_name = who, entry.object = "well/W-9", entry.details = details;
    wells.append(entry);
  };
  const auto by = [&] {
    const auto made = make(wells, *report_numbered("R01"), {.period = "2025"}).value();
    return std::ranges::find(made.rows, "W-9", [](const MadeRow& row) { return row.names.at(1); })->names.back();
  };
  EXPECT_EQ(by(), "") << "nobody says";
  tell(1, "zhou", R"({"number":"W-1","name":"East 1"})");
  tell(2, "guo", R"({"name":["East 1","East One"]})");
  EXPECT_EQ(by(), "zhou") << "whoever changed it did not enter it";
  tell(3, "guo", R"({"number":"W-1","name":"East 1"})");
  EXPECT_EQ(by(), "guo") << "it was taken out and entered again";
}

TEST(Water, other_transformers_hide_nothing_that_no_record_tells) {
  BehindTransformers wells;
  wells.put(books::WellMeter{.well = "W-1", .meter = old_mill, .from = {2026, 1, 1}, .to = LocalDate{2026, 6, 1}, .multiplier = 40, .terminal = ""});
  wells.put(books::WellMeter{.well = "W-1", .meter = old_mill, .from = {2026, 6, 2}, .to = {}, .multiplier = 20, .terminal = ""});
  const auto row = rows_of(wells, "R03", {.period = "2026-06"}).front().second;
  EXPECT_EQ(row.at(at_energy), Cell(20'000));
  EXPECT_EQ(row.at(at_gap), Cell(5'000));
}

TEST(Water, what_a_pump_counted_at_another_well_is_no_gap_of_this_one) {
  Wells wells;
  wells.put(books::WellMeter{.well = "W-1", .meter = old_mill, .from = {2026, 1, 1}, .to = LocalDate{2026, 6, 1}, .multiplier = 1, .terminal = ""});
  wells.put(books::WellMeter{.well = "W-1", .meter = old_mill, .from = {2026, 6, 10}, .to = {}, .multiplier = 1, .terminal = ""});
  wells.put(books::WellMeter{.well = "W-2", .meter = old_mill, .from = {2026, 6, 2}, .to = LocalDate{2026, 6, 9}, .multiplier = 1, .terminal = ""});
  wells.watered("W-1", old_mill, "2026-06-01", 100001, Energy::kwh(10), Energy::kwh(10));
  wells.watered("W-2", old_mill, "2026-06-05", 100001, Energy::kwh(300), Energy::kwh(310));
  wells.watered("W-1", old_mill, "2026-06-10", 100001, Energy::kwh(10), Energy::kwh(320));
  const auto june = rows_of(wells, "R03", {.period = "2026-06"});
  EXPECT_EQ(june.size(), 2U) << "a row of each well";
  for (const auto& [names, cells] : june) EXPECT_EQ(cells.at(at_gap), Cell(0)) << names.front();
}

TEST(Water, what_flowed_without_a_card_is_told_from_the_day_on_which_it_was_read) {
  Wells wells;
  books::WellHead head;
  head.meter = road;
  head.well = "W-2";
  head.station = "E";
  head.read = parse_instant("2026-06-10T10:00:00+08:00").value();
  head.energy = Energy::kwh(100);
  head.fault_energy = Energy::kwh(3);
  wells.put(head);
  head.meter = old_mill;
  head.well = "W-1";
  head.fault_energy = {};
  wells.put(head);
  EXPECT_TRUE(rows_of(wells, "I08", {.period = "2026-06-09"}).empty()) << "nobody knew yet";
  const auto rows = rows_of(wells, "I08", {.period = "2026-06-10"});
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows.at(0).first.front(), "W-2");
  EXPECT_EQ(rows.at(0).second.at(0), Cell(3'000));
  EXPECT_EQ(rows.at(0).second.at(2), Cell(100'000));
}

TEST(Water, a_farmer_who_waters_no_more_is_named_only_while_his_neighbours_do) {
  Wells wells;
  wells.watered("W-1", old_mill, "2026-05-01", 100001, Energy::kwh(10), Energy::kwh(10));
  wells.watered("W-2", road, "2026-06-20", 100002, Energy::kwh(10), Energy::kwh(10));
  EXPECT_TRUE(rows_of(wells, "I09", {.period = "2026-06-25"}).empty()) << "one neighbour is no season";
  wells.watered("W-1", old_mill, "2026-06-21", 100003, Energy::kwh(10), Energy::kwh(20));
  const auto rows = rows_of(wells, "I09", {.period = "2026-06-25"});
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows.at(0).first.at(0), "100001");
  EXPECT_EQ(rows.at(0).first.at(1), "Farmer 1");
  EXPECT_EQ(rows.at(0).second.at(0), Cell(55)) << "days";
  EXPECT_EQ(rows.at(0).second.at(2), Cell(2)) << "neighbours";
  EXPECT_TRUE(rows_of(wells, "I09", {.period = "2026-08-25"}).empty()) << "nobody waters: the season is over";
}

/// Three cards of one farmer, one after the other; the first two are lost.
struct LostCards : Wells {
  static CardSerial card(std::int64_t number) { return CardSerial{{0, 0, 0, 0, 0, 0, 1, static_cast<std::uint8_t>(number)}}; }
  void purse(std::int64_t number, books::PurseStatus state, const std::string& since) {
    books::Purse row;
    row.account = 100001;
    row.number = number;
    row.card = card(number);
    row.state = state;
    row.since = parse_instant(since + "T12:00:00+08:00").value();
    put(row);
  }
  void move(std::int64_t purse, books::PurseMoveKind kind, const std::string& sale, Money amount) {
    books::PurseMove row;
    row.account = 100001;
    row.purse = purse;
    row.number = 1;
    row.kind = kind;
    row.amount = amount;
    row.sale = sale;
    append(row);
  }
  static books::Sale onto(std::int64_t number, Money amount) {
    books::Sale sale;
    sale.account = 100001;
    sale.card = card(number);
    sale.credit = Credit{amount};
    return sale;
  }
};

TEST(Water, what_the_first_of_two_lost_cards_held_is_told_of_the_third_once_it_was_paid_over) {
  LostCards books;
  books.one_till();
  books.purse(1, books::PurseStatus::paid_over, "2026-10-07");
  books.purse(2, books::PurseStatus::blocked, "2026-10-06");
  books.purse(3, books::PurseStatus::active, "2026-10-06");
  books.sold("R1", Operation::open, "2026-10-05", {leg(drawer, yuan(200)), leg("prepaid/purse", -yuan(200))}, "1", LostCards::onto(1, yuan(200)));
  books.sold("R2", Operation::paid_over, "2026-10-07", {}, "1", LostCards::onto(3, yuan(200)));
  books.move(1, books::PurseMoveKind::paid_over_from, "R2", yuan(200));
  books.move(3, books::PurseMoveKind::paid_over_to, "R2", yuan(200));
  const auto made = make(books, *report_numbered("R22"), {.period = "2026-10"});
  ASSERT_TRUE(made.ok()) << made.error().what;
  ASSERT_EQ(made->rows.size(), 2U) << "the second one never held anything";
  EXPECT_EQ(made->rows[0].cells, (std::vector<Cell>{0, 20'000, 20'000, 0, 0})) << "nothing of it waits any more";
  EXPECT_EQ(made->rows[1].cells, (std::vector<Cell>{0, 20'000, 0, 20'000, 0}));
}

}  // namespace
}  // namespace kwota::report
