// Reports by which a house looks at itself: tax inside the price, doubts, meters, cards and receipt numbers, the way of what was sold, what lists found.
#include <gtest/gtest.h>

#include "collect/report/facts/meters/ways.h"
#include "collect/report/making/adding.h"
#include "collect/report/making/test_house.h"

namespace kwota::report {
namespace {

using namespace test;

TEST(Control, tax_inside_the_price_is_told_by_the_sale_and_given_back_with_its_money) {
  House books;
  books::Sale taxed;
  taxed.document = R"({"lines":[{"id":"energy","minor":11300},{"id":"vat","minor":1300,"base":11300,"percent":"13","memo":true}]})";
  books.sale("R1", Operation::recharge, "2026-10-05", yuan(113), books::SaleStatus::reversed, taxed);
  books.reverse("R1", "2026-10-06", {leg(drawer, -yuan(113)), leg("prepaid/electricity", yuan(113))});
  books.sale("R2", Operation::recharge, "2026-10-07", yuan(113), books::SaleStatus::applied, taxed);
  const auto made = report_of(books, "R13", {.period = "2026-10"});
  ASSERT_EQ(made.rows.size(), 1U);
  EXPECT_EQ(made.rows[0].names, (std::vector<std::string>{"tax/vat", "13", "2026-10"}));
  EXPECT_EQ(made.rows[0].cells, (std::vector<Cell>{2, 20'000, 2'600, 22'600, 1, -10'000, -1'300, -11'300, 1'300})) << "what was given back stands beside";
  const auto presale = report_of(books, "R07", {.period = "2026-10"});
  EXPECT_EQ(presale.totals[2], Cell(11'300)) << "received";
  EXPECT_EQ(presale.totals[3], Cell(10'000)) << "energy, net";
  EXPECT_EQ(presale.totals[4], Cell(1'300)) << "the tax of R13";
}

TEST(Control, what_a_day_adds_up_is_opened_receipt_by_receipt) {
  House books;
  books.sale("R1", Operation::recharge, "2026-10-05", yuan(50), books::SaleStatus::reversed);
  books.reverse("R1", "2026-10-06", {leg(drawer, -yuan(50)), leg("prepaid/electricity", yuan(50))});
  books.sale("R2", Operation::recharge, "2026-10-06", yuan(70), books::SaleStatus::applied);
  const auto days = report_of(books, "R07", {.period = "2026-10"});
  const auto rows = report_of(books, "R07", {.period = "2026-10", .groups = {"detail"}});
  ASSERT_EQ(rows.rows.size(), 3U);
  EXPECT_EQ(rows.totals, days.totals);
  EXPECT_EQ(rows.rows[0].names[1], "R1");
  EXPECT_EQ(rows.rows[0].names[7], "link") << "it had no card: by the line";
  EXPECT_EQ(rows.rows[1].names[3], "reversed") << "on its own day, under the receipt that it undoes";
  EXPECT_EQ(report_of(books, "R07", {.period = "2026-10", .groups = {"detail"}, .filters = {{"business_day", "2026-10-06"}}}).totals, days.rows[1].cells);
  EXPECT_EQ(report_of(books, "R07", {.period = "2026-10", .groups = {"village"}}).totals, days.totals) << "what no sheet tells is told by the rows";
  const auto money = report_of(books, "R12", {.period = "2026-10"});
  ASSERT_EQ(money.rows.size(), 1U);
  EXPECT_EQ(report_of(books, "R12", {.period = "2026-10", .groups = {"detail"}, .filters = {{"tender", "tender/cash"}}}).totals, money.rows[0].cells);
}

TEST(Control, what_was_sold_in_a_village_stays_there_when_its_customer_moves) {
  House books;
  books.put(books::Place{.code = "V1", .name = "Upper village"});
  books.put(books::Place{.code = "V2", .name = "Lower village"});
  books::Customer li;
  li.number = CustomerNumber::from(1);
  li.place = "V1";
  books.put(li);
  books::Sale there;
  there.customer = li.number;
  there.village = "V1", there.area = "T7";
  books.sale("R1", Operation::recharge, "2026-10-05", yuan(50), books::SaleStatus::reversed, there);
  const auto before = report_of(books, "R07", {.period = "2026-10-05", .groups = {"village", "area"}});
  li.place = "V2";
  books.put(li);
  there.village = "V2", there.area = "";
  books.sale("R2", Operation::recharge, "2026-10-06", yuan(70), books::SaleStatus::applied, there);
  books.reverse("R1", "2026-10-07", {leg(drawer, -yuan(50)), leg("prepaid/electricity", yuan(50))});
  const auto after = report_of(books, "R07", {.period = "2026-10-05", .groups = {"village", "area"}});
  ASSERT_EQ(after.rows.size(), 1U);
  EXPECT_EQ(after.rows[0].names, (std::vector<std::string>{"V1", "T7"}));
  EXPECT_EQ(after.rows[0].cells, before.rows.at(0).cells) << "the fifth of October is what it was";
  const auto month = report_of(books, "R07", {.period = "2026-10", .groups = {"village"}});
  ASSERT_EQ(month.rows.size(), 2U);
  EXPECT_EQ(month.rows[0].names, std::vector<std::string>{"V1"});
  EXPECT_EQ(month.rows[1].names, std::vector<std::string>{"V2"});
  EXPECT_EQ(report_of(books, "R07", {.period = "2026-10-07", .groups = {"village"}}).rows.at(0).names[0], "V1") << "what is given back is given back there";
}

TEST(Control, what_says_nothing_and_a_comma_can_be_asked_for) {
  House books;
  const auto who = [&](std::uint64_t number, const char* name) {
    books::Customer customer;
    customer.number = CustomerNumber::from(number);
    customer.name = name;
    books.put(customer);
    books::Sale sale;
    sale.customer = customer.number;
    return sale;
  };
  books.sale("R1", Operation::recharge, "2026-10-05", yuan(50), books::SaleStatus::applied, who(1, "Li, Wang"));
  books.sale("R2", Operation::recharge, "2026-10-05", yuan(60), books::SaleStatus::applied, who(2, "Li"));
  books.sale("R3", Operation::recharge, "2026-10-05", yuan(70), books::SaleStatus::applied);
  const auto by_name = report_of(books, "R11", {.period = "2026-10", .groups = {"customer_name"}}).rows;
  ASSERT_EQ(by_name.size(), 3U) << "one of them says no name";
  for (const auto& row : by_name) {
    const auto opened = report_of(books, "R11", {.period = "2026-10", .groups = {"detail"}, .filters = {{"customer_name", as_filter(row.names[0])}}});
    EXPECT_EQ(opened.totals, row.cells) << row.names[0];
    EXPECT_EQ(opened.rows.size(), 1U) << row.names[0];
  }
}

TEST(Control, a_posted_tax_is_what_the_ledger_has) {
  House books;
  books.sold("R1", Operation::recharge, "2026-10-05", {leg(drawer, yuan(113)), leg("prepaid/electricity", -yuan(100)), leg("tax/vat", -yuan(13))});
  const auto made = report_of(books, "R13", {.period = "2026-10"});
  ASSERT_EQ(made.rows.size(), 1U);
  EXPECT_EQ(made.rows[0].names, (std::vector<std::string>{"tax/vat", "", "2026-10"})) << "nothing says its rate";
  EXPECT_EQ(made.rows[0].cells[2], Cell(1'300));
}

/// Two rates of one tax, one of them on top of the price; half of a sale is taken back a month later.
TEST(Control, taxes_stand_by_rate_and_month_and_what_is_given_back_beside_them) {
  House books;
  books::Sale full, half;
  full.document = R"({"lines":[{"id":"energy","minor":10000},{"id":"vat","minor":1300,"base":10000,"percent":"13"}]})";
  half.document = R"({"lines":[{"id":"energy","minor":10000},{"id":"vat","minor":600,"base":10000,"percent":"6"}]})";
  const auto with_tax = [](std::int64_t tax) { return std::vector{leg(drawer, yuan(100 + tax)), leg("prepaid/electricity", -yuan(100)), leg("tax/vat", -yuan(tax))}; };
  books.sold("R1", Operation::recharge, "2026-10-05", with_tax(13), "1", full);
  books.sold("R2", Operation::recharge, "2026-10-06", with_tax(6), "1", half);
  books.sold("R3", Operation::recharge, "2026-11-02", with_tax(13), "1", full);
  books.post("R1/reversed", Operation::reversed, "2026-11-03", {leg(drawer, -yuan(113)), leg("prepaid/electricity", yuan(100)), leg("tax/vat", yuan(13))});
  books::Sale part;
  part.original = "R3";
  books.sold("R4", Operation::deduct, "2026-11-04", {leg(ledger::refund_pending, -Money::minor(5650)), leg("prepaid/electricity", yuan(50)), leg("tax/vat", Money::minor(650))}, "1", part);
  const auto made = report_of(books, "R13", {.period = "2026-10-01..2026-11-30"});
  ASSERT_EQ(made.rows.size(), 3U);
  EXPECT_EQ(made.rows[0].names, (std::vector<std::string>{"tax/vat", "13", "2026-10"}));
  EXPECT_EQ(made.rows[0].cells, (std::vector<Cell>{1, 10'000, 1'300, 11'300, 0, 0, 0, 0, 1'300}));
  EXPECT_EQ(made.rows[1].names, (std::vector<std::string>{"tax/vat", "13", "2026-11"}));
  EXPECT_EQ(made.rows[1].cells, (std::vector<Cell>{1, 10'000, 1'300, 11'300, 2, -15'000, -1'950, -16'950, -650}));
  EXPECT_EQ(made.rows[2].cells, (std::vector<Cell>{1, 10'000, 600, 10'600, 0, 0, 0, 0, 600}));
  const auto rows = report_of(books, "R13", {.period = "2026-10-01..2026-11-30", .groups = {"detail"}});
  EXPECT_EQ(rows.totals, made.totals);
  EXPECT_EQ(rows.rows.size(), 5U) << "receipt by receipt, and what followed from them";
}

TEST(Control, what_a_day_charge_posts_as_tax_is_tax) {
  House books;
  books.post("charge/100001/2026-10-06", Operation::day_charge, "2026-10-06", {leg(ledger::customer_balance(100001), yuan(113)), leg("charged/electricity", -yuan(100)), leg("tax/vat", -yuan(13))});
  const auto made = report_of(books, "R13", {.period = "2026-10"});
  ASSERT_EQ(made.rows.size(), 1U);
  EXPECT_EQ(made.rows[0].cells, (std::vector<Cell>{1, 0, 1'300, 0, 0, 0, 0, 0, 1'300})) << "of what it is no receipt says";
  EXPECT_EQ(report_of(books, "R07", {.period = "2026-10"}).totals[4], Cell(1'300));
}

TEST(Control, a_doubt_lasts_from_the_first_word_of_it_to_what_settled_it) {
  House books;
  books.sale("R1", Operation::recharge, "2026-09-28", yuan(50), books::SaleStatus::carried);
  books.journal("R1", books::JournalEvent::in_doubt, "2026-09-28");
  books.journal("R1", books::JournalEvent::carried, "2026-10-02");
  books.sale("R2", Operation::recharge, "2026-10-30", yuan(60), books::SaleStatus::in_doubt);
  books.journal("R2", books::JournalEvent::in_doubt, "2026-10-30");
  books.sale("R3", Operation::recharge, "2026-10-12", yuan(70), books::SaleStatus::reversed);
  books.journal("R3", books::JournalEvent::not_carried, "2026-10-12");
  const auto october = report_of(books, "R15", {.period = "2026-10"});
  ASSERT_EQ(october.rows.size(), 4U);
  EXPECT_EQ(october.rows[0].names, (std::vector<std::string>{"in_doubt", "carried"}));
  EXPECT_EQ(october.rows[0].cells, (std::vector<Cell>{1, 0, 1, 0, 0, 0, 0, 5'000}));
  EXPECT_EQ(october.rows[1].names, (std::vector<std::string>{"in_doubt", "in_doubt"}));
  EXPECT_EQ(october.rows[1].cells, (std::vector<Cell>{0, 1, 0, 1, 38, 0, 0, 6'000})) << "from ten in the morning to the end of the next day";
  EXPECT_EQ(october.rows[2].names[0], "refused");
  EXPECT_EQ(october.rows[3].names[0], "reversed");
  const auto september = report_of(books, "R15", {.period = "2026-09"});
  EXPECT_EQ(september.totals[3], Cell(1));
  EXPECT_EQ(october.totals[0], september.totals[3]) << "a month opens with what the one before left open";
}

TEST(Control, a_receipt_number_that_is_missing_is_counted) {
  House books;
  books.sale("P-1-00000003", Operation::recharge, "2026-09-30", yuan(10), books::SaleStatus::applied);
  books.sale("P-1-00000005", Operation::recharge, "2026-10-05", yuan(10), books::SaleStatus::applied);
  books.sale("P-1-00000006", Operation::recharge, "2026-10-05", yuan(10), books::SaleStatus::reversed);
  books.sale("P-1-00000009", Operation::recharge, "2026-10-06", yuan(10), books::SaleStatus::applied);
  books::Card card;
  card.serial = CardSerial{};
  card.product = "user";
  card.account = 100001;
  card.state = books::CardStatus::active;
  card.issued = moment("2026-10-03");
  books.put(card);
  const auto made = report_of(books, "R18", {.period = "2026-10"});
  ASSERT_EQ(made.rows.size(), 2U);
  EXPECT_EQ(made.rows[0].cells, (std::vector<Cell>{0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(made.rows[1].names, (std::vector<std::string>{"receipt", "", "E", "1", "P-1-00000005", "P-1-00000009"}));
  EXPECT_EQ(made.rows[1].cells, (std::vector<Cell>{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 1, 3})) << "7 and 8, and 4, which neither month has";
  EXPECT_EQ(report_of(books, "R18", {.period = "2026-09"}).rows[0].cells.back(), Cell(2)) << "a till begins with 1";
}

TEST(Control, blank_cards_of_a_stock_add_up_between_two_days) {
  using Kind = books::CardStockMoveKind;
  House books;
  books.put(books::CardStock{.station = "E", .product = "user", .left = 91, .counted_on = {}, .difference = -2, .moves = 6});
  std::int64_t number = 0, left = 0;
  const auto moves = [&](Kind kind, const char* day, std::int64_t change) {
    books::CardStockMove move;
    move.station = "E";
    move.product = "user";
    move.number = ++number;
    move.move = kind;
    move.time = moment(day);
    move.change = change;
    move.left = left += change;
    books.put(move);
  };
  moves(Kind::received, "2026-09-20", 50);
  moves(Kind::received, "2026-10-02", 60);
  moves(Kind::sent, "2026-10-03", -10);
  moves(Kind::issued, "2026-10-04", -1);
  moves(Kind::spoiled, "2026-10-05", -6);
  moves(Kind::counted, "2026-10-06", -2);
  const auto made = report_of(books, "R18", {.period = "2026-10"});
  ASSERT_EQ(made.rows.size(), 1U);
  EXPECT_EQ(made.rows[0].names, (std::vector<std::string>{"blank_card", "user", "E", "", "", ""}));
  EXPECT_EQ(made.rows[0].cells, (std::vector<Cell>{0, 0, 0, 0, 0, 0, 0, 50, 60, -10, 1, 6, -2, 91, 0, 0, 0}));
  EXPECT_EQ(report_of(books, "R18", {.period = "2026-09"}).totals[13], Cell(50)) << "what came later is later's";
}

TEST(Control, what_was_sold_is_loaded_in_transit_or_taken_back_and_a_ghost_is_named) {
  House books;
  books.sale("R1", Operation::recharge, "2026-10-05", yuan(10), books::SaleStatus::applied);
  books.journal("R1", books::JournalEvent::sealing, "2026-10-05");
  books.sale("R2", Operation::recharge, "2026-10-06", yuan(20), books::SaleStatus::carried);
  books.journal("R2", books::JournalEvent::sealing, "2026-10-06");
  books.sale("R3", Operation::recharge, "2026-10-07", yuan(40), books::SaleStatus::reversed);
  books.sale("R4", Operation::recharge, "2026-10-08", yuan(80), books::SaleStatus::applied);
  books::Meter meter;
  meter.number = lamp;
  meter.sold = SequenceNumber{4};
  books.put(meter);
  books::Statement said;
  said.meter = lamp;
  said.number = 1;
  said.count = SequenceNumber{6};
  books.append(said);
  const auto made = report_of(books, "R19", {.period = "2026-10", .groups = {"reason", "meter"}});
  EXPECT_EQ(made.totals, (std::vector<Cell>{4, 2, 2, 1, 1, 15'000, 9'000, 2'000, 4'000, 0, 0, 0, 0, 0, {}, {}, 1, 3})) << "it counts money, and has said nothing since October ended";
  ASSERT_EQ(made.rows.size(), 3U);
  EXPECT_EQ(made.rows[1].names, (std::vector<std::string>{"ghost", "000000000011"}));
  EXPECT_EQ(made.rows[2].names[0], "not_sealed");
}

/// A hundred kWh for 50.00, of which the meter says on its way how many it has used.
struct Lit : House {
  Lit() {
    books::Meter meter;
    meter.number = lamp;
    meter.sold = SequenceNumber{1};
    put(meter);
    sale("R1", Operation::recharge, "2026-09-05", yuan(50), books::SaleStatus::applied);
    sale("R2", Operation::recharge, "2026-10-05", yuan(60), books::SaleStatus::applied);
    bought(1, "R1", 100);
    bought(2, "R2", 100);
  }
  void bought(std::uint32_t n, const std::string& sale, std::int64_t kwh) {
    books::Instruction row;
    row.meter = lamp;
    row.n = SequenceNumber{n};
    row.kind = books::InstructionKind::credit;
    row.unit = Unit_::energy;
    row.amount = Credit::of(Unit_::energy, Energy::kwh(kwh).wh());
    row.sales = sale;
    append(row);
  }
  void says(const std::string& at, std::int64_t used_wh) {
    books::Statement row;
    row.meter = lamp;
    row.number = ++words;
    row.count = SequenceNumber{2};
    row.unit = Unit_::energy;
    row.taken = parse_instant(at).value();
    row.carrier = books::Carrier::link;
    row.used_e5 = used_wh * 100'000;
    append(row);
  }
  std::int64_t words = 0;
};
constexpr std::size_t at_money_used = 13, at_energy_used = 14, at_unheard = 16;

TEST(Control, what_was_used_stands_beside_what_was_sold_and_unheard_meters_are_counted) {
  Lit books;
  books.says("2026-09-01T00:00:00+08:00", 0);
  books.says("2026-09-25T00:00:00+08:00", 60'000);
  books.says("2026-10-07T00:00:00+08:00", 120'000);
  const auto of = [&](const char* period) { return report_of(books, "R19", {.period = period}).totals; };
  EXPECT_EQ(of("2026-09").at(at_energy_used), Cell(90'000)) << "between two words in proportion to the time: half of the twelve days";
  EXPECT_EQ(of("2026-09").at(at_money_used), Cell(4'500)) << "of the first hundred, at 0.50";
  EXPECT_EQ(of("2026-09").at(at_unheard), Cell(0));
  EXPECT_EQ(of("2026-10").at(at_energy_used), Cell(30'000)) << "as far as it has said";
  EXPECT_EQ(of("2026-10").at(at_money_used), Cell(1'700)) << "the rest of the first, then twenty at 0.60";
  EXPECT_EQ(of("2026-10").at(at_unheard), Cell(1)) << "what it used after the 7th comes with its next word";
  const auto both = report_of(books, "R19", {.period = "2026-09-01..2026-10-31", .groups = {"month"}});
  ASSERT_EQ(both.rows.size(), 2U);
  EXPECT_EQ(both.rows[0].cells.at(at_energy_used), Cell(90'000)) << "each month its own";
  EXPECT_EQ(both.totals.at(at_energy_used), Cell(120'000));
}

TEST(Control, of_a_meter_that_never_spoke_nobody_knows_what_it_used) {
  const Lit books;
  const auto made = report_of(books, "R19", {.period = "2026-10"});
  EXPECT_EQ(made.totals.at(at_energy_used), Cell()) << "that is no zero";
  EXPECT_EQ(made.totals.at(at_money_used), Cell());
  EXPECT_EQ(made.totals.at(at_unheard), Cell(1));
}

books::Visit visit(std::int64_t number, const char* rule, const char* reason, const char* day, books::VisitOutcome outcome) {
  books::Visit row;
  row.number = number;
  row.station = "E";
  row.account = 100001;
  row.rule = rule;
  row.reason = reason;
  row.day = parse_date(day).value();
  row.state = outcome == books::VisitOutcome::none ? books::VisitStatus::planned : books::VisitStatus::done;
  row.outcome = outcome;
  return row;
}

TEST(Control, a_list_is_as_good_as_what_was_found_where_it_sent_somebody) {
  using Outcome = books::VisitOutcome;
  House books;
  books.put(visit(1, "I03", "magnet+15,cover_opened+15,illegal_cards+10", "2026-10-02", Outcome::confirmed));
  books.put(visit(2, "I03", "magnet+15,relay_passes+30", "2026-10-03", Outcome::in_order));
  books.put(visit(3, "I03", "magnet+15,relay_passes+30", "2026-10-04", Outcome::not_met));
  books.put(visit(4, "I02", "", "2026-10-05", Outcome::vacant));
  books.put(visit(5, "", "the neighbour called", "2026-10-06", Outcome::fault));
  books.put(visit(6, "I03", "magnet+15", "2026-10-07", Outcome::none));
  books.put(visit(7, "I03", "magnet+15", "2026-11-01", Outcome::confirmed));
  const auto lists = report_of(books, "I10", {.period = "2026-10"});
  ASSERT_EQ(lists.rows.size(), 3U) << "November is another month";
  EXPECT_EQ(lists.rows[2].names[0], "I03");
  EXPECT_EQ(lists.rows[2].cells, (std::vector<Cell>{3, 1, 500, 2, 1, 1, 0})) << "one of the two that met somebody";
  EXPECT_EQ(lists.rows[1].cells, (std::vector<Cell>{1, 0, 0, 1, 0, 0, 0}));
  EXPECT_EQ(lists.rows[0].cells[1], Cell(1)) << "somebody's own idea";
  const auto reasons = report_of(books, "I11", {.period = "2026-10"});
  std::map<std::string, std::vector<Cell>> by;
  for (const auto& row : reasons.rows) by[row.names[0]] = row.cells;
  EXPECT_EQ(by["magnet"], (std::vector<Cell>{3, 1, 500, 2, 1}));
  EXPECT_EQ(by["cover_opened"], (std::vector<Cell>{1, 1, 1000, 1, 0}));
  EXPECT_EQ(by["relay_passes"], (std::vector<Cell>{2, 0, 0, 1, 1}));
  EXPECT_EQ(by["by_list"], (std::vector<Cell>{1, 0, 0, 1, 0}));
  EXPECT_EQ(by["own_idea"], (std::vector<Cell>{1, 1, 1000, 1, 0}));
}

TEST(Control, an_area_that_loses_more_stands_beside_the_points_of_its_supplies) {
  House books;
  const auto total = MeterNumber::from(900);
  books.put(books::Place{.code = "T1", .kind = books::PlaceKind::area, .name = "Transformer 1", .station = "E", .parent = ""});
  books.put(books::ServicePoint{.code = "S", .address = "Mill lane", .place = "", .area = "T1"});
  books.put(books::Meter{.number = total, .model = "DDS1352"});
  books.put(books::AreaMeter{.area = "T1", .meter = total, .factor = 1});
  books.put(books::Meter{.number = lamp, .model = "DDSY1352", .service_point = "S", .state = books::MeterStatus::installed});
  books::Account account;
  account.number = 100001;
  account.station = "E";
  account.meter = lamp;
  account.service_point = "S";
  account.state = books::AccountStatus::open;
  books.put(account);
  std::int64_t all = 0, seen = 0;
  const auto today = day_number(LocalDate{2026, 10, 31});
  for (auto day = today - 92; day <= today; ++day) {
    books.put(books::DayFreeze{.meter = total, .day = date_of_day(day), .energy = Energy::wh(all)});
    books.put(books::DayFreeze{.meter = lamp, .day = date_of_day(day), .energy = Energy::wh(seen)});
    const auto gone = day >= today - 24 ? 1'000 + day % 4 * 700 : 0;
    all += 10'000;
    seen += 9'500 - gone;
  }
  const auto made = report_of(books, "I12", {.period = "2026-10-31"});
  ASSERT_EQ(made.rows.size(), 1U);
  EXPECT_EQ(made.rows[0].names, (std::vector<std::string>{"T1"}));
  EXPECT_GT(made.rows[0].cells[1].value_or(0), 200) << "a fifth is gone";
  EXPECT_EQ(made.rows[0].cells[2], Cell(50)) << "of what used to be five in a hundred";
  EXPECT_EQ(made.rows[0].cells[4], Cell(20));
  EXPECT_EQ(made.rows[0].cells[6], Cell(1));
  const auto supplies = report_of(books, "I12", {.period = "2026-10-31", .groups = {"area", "account", "reason"}});
  ASSERT_EQ(supplies.rows.size(), 2U) << "the area itself and its supply";
  EXPECT_EQ(supplies.rows[1].names, (std::vector<std::string>{"T1", "100001", "moves_with_loss+20"}));
}

TEST(Control, every_list_of_insight_is_made_of_empty_books) {
  House books;
  for (const auto* report : reports())
    if (report->insight) EXPECT_TRUE(make(books, *report, {.period = among(report->periods, "day") ? "2026-10-05" : "2026-10"}).ok()) << report->number;
}

/// People come on Mondays at ten, by the utility's clock.
TEST(Control, sales_are_told_by_hour_and_day_of_the_week) {
  House books;
  books.sale("R1", Operation::recharge, "2026-10-05", yuan(10), books::SaleStatus::applied);
  books.sale("R2", Operation::recharge, "2026-10-12", yuan(20), books::SaleStatus::applied);
  books.sale("R3", Operation::recharge, "2026-10-13", yuan(40), books::SaleStatus::applied);
  const auto made = report_of(books, "I13", {.period = "2026-10"});
  ASSERT_EQ(made.rows.size(), 2U);
  EXPECT_EQ(made.rows[0].names, (std::vector<std::string>{"1", "10"}));
  EXPECT_EQ(made.rows[0].cells[0], Cell(2));
  EXPECT_EQ(made.rows[0].cells[2], Cell(30'00));
  EXPECT_EQ(made.rows[1].names, (std::vector<std::string>{"2", "10"}));
}

TEST(Control, credit_in_transit_is_as_old_as_its_sale_whenever_that_was) {
  House books;
  books.sale("R1", Operation::recharge, "2026-09-02", yuan(10), books::SaleStatus::carried);
  books.sale("R2", Operation::recharge, "2026-10-30", yuan(20), books::SaleStatus::in_doubt);
  books.sale("R3", Operation::recharge, "2026-10-31", yuan(40), books::SaleStatus::booked);
  books.sale("R4", Operation::recharge, "2026-10-31", yuan(80), books::SaleStatus::applied);
  books.sale("R5", Operation::recharge, "2026-11-01", yuan(160), books::SaleStatus::carried);
  const auto made = report_of(books, "I14", {.period = "2026-10-31"});
  ASSERT_EQ(made.rows.size(), 2U);
  EXPECT_EQ(made.rows[0].names.front(), "01") << "of yesterday and of today; what meters have taken is not under way, nor what is sold tomorrow";
  EXPECT_EQ(made.rows[0].cells[0], Cell(2));
  EXPECT_EQ(made.rows[1].names.front(), "90");
  EXPECT_EQ(made.rows[1].cells[5], Cell(10'00));
  EXPECT_EQ(facts::age_of(7), "07");
  EXPECT_EQ(facts::age_of(91), "over");
}

TEST(Control, what_was_sold_in_each_step_is_told_by_the_lines_of_receipts) {
  House books;
  books::Sale sale;
  sale.document = R"({"lines": [{"id": "energy", "minor": 5200, "step": 1, "units_e3": 100000}, {"id": "energy", "minor": 4800, "step": 2, "units_e3": 84210},
                                {"id": "vat", "minor": 900, "base": 10000, "memo": true, "units_e3": 1}, {"id": "fee", "minor": 200}]})";
  sale.plan = "p";
  books.put(books::Plan{.id = "p", .name = "Plan", .source = {}, .head = R"({"commodity": "electricity"})"});
  books.sale("R1", Operation::recharge, "2026-10-05", yuan(102), books::SaleStatus::applied, sale);
  const auto made = report_of(books, "I17", {.period = "2026-10"});
  ASSERT_EQ(made.rows.size(), 2U);
  EXPECT_EQ(made.rows[0].names.front(), "1");
  EXPECT_EQ(made.rows[0].cells[1], Cell(100'000));
  EXPECT_EQ(made.rows[1].cells[4], Cell(48'00));
  EXPECT_EQ(made.totals[4], Cell(100'00)) << "fees and taxes have no step";
}

}  // namespace
}  // namespace kwota::report
