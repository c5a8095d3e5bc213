#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "books/memory.h"
#include "collect/report/day_sheets.h"
#include "collect/report/measures.h"
#include "sell/ledger/chart.h"
#include "sell/ledger/posting.h"

namespace kwota::report {
namespace {

using ledger::Operation;

const std::string cash = ledger::till_cash("E", "1");

/// Books in which a test writes rows and counts them as the writer does.
struct Counted {
  books::Memory books;
  DaySheets sheets;

  Counted() { books.put(books::Plan{"steps", "Steps", "", R"({"commodity":"electricity"})"}); }

  books::Sale sale(const std::string& number, Operation kind, const std::string& day) const {
    books::Sale sale;
    sale.number = number;
    sale.kind = kind;
    sale.chain = "till/E/1";
    sale.station = "E";
    sale.till = "1";
    sale.operator_name = "li";
    sale.business_day = day;
    sale.account = 100001;
    sale.usage_class = "homes";
    sale.plan = "steps";
    sale.scheme = "card";
    sale.n = SequenceNumber{}.next();
    return sale;
  }
  void book(const books::Sale& sale) {
    books.append(sale);
    sheets.take(sale, books);
  }
  void post(const Result<books::Entry>& entry) {
    ASSERT_TRUE(entry.ok());
    books.append(*entry);
    sheets.take(*entry, books);
  }
  static ledger::Head head(const std::string& number, Operation what, const std::string& day) { return {number, "till/E/1", {}, day, what, 100001}; }
  books::Entry sold(const std::string& number, Operation what, const std::string& day) {
    const ledger::Payment payment{"electricity", Money::minor(1000), Money::minor(800), Money::minor(5), {{ledger::tax("vat"), Money::minor(104)}, {ledger::fee("supply"), Money::minor(91)}}};
    return ledger::of_sale(head(number, what, day), {{cash, payment.tendered}}, 100001, payment).value();
  }
  books::DaySheet only(const std::string& day, const std::string& kind) const {
    books::DaySheet found;
    int count = 0;
    for (const auto& [key, sheet] : sheets.days())
      if (sheet.business_day == day && sheet.kind == kind) found = sheet, ++count;
    EXPECT_EQ(count, 1) << day << " " << kind;
    return found;
  }
};

Money gap(const books::DaySheet& sheet) {
  return sheet.received + sheet.written_off + sheet.transferred - sheet.energy - sheet.tax - sheet.fees - sheet.fixed - sheet.debt - sheet.balance;
}

TEST(DaySheets, a_sale_is_counted_once_with_all_that_was_paid) {
  Counted counted;
  counted.book(counted.sale("R1", Operation::recharge, "2026-10-01"));
  counted.post(counted.sold("R1", Operation::recharge, "2026-10-01"));
  const auto sheet = counted.only("2026-10-01", "recharge");
  EXPECT_EQ(sheet.count, 1);
  EXPECT_EQ(sheet.received, Money::minor(1000));
  EXPECT_EQ(sheet.energy, Money::minor(800));
  EXPECT_EQ(sheet.tax, Money::minor(104));
  EXPECT_EQ(sheet.fees, Money::minor(91));
  EXPECT_EQ(sheet.balance, Money::minor(5));
  EXPECT_EQ(sheet.prepaid, Money::minor(800));
  EXPECT_EQ(sheet.usage_class, "homes");
  EXPECT_EQ(sheet.carrier, "link");
  EXPECT_EQ(sheet.commodity, "electricity");
  EXPECT_EQ(sheet.undone, "");
}

/// 113.00 of energy and a card for 5.65, value added tax of 13 % inside both.
const std::string taxed = R"({"lines":[{"id":"energy","minor":11300},{"id":"card","minor":565},{"id":"vat","minor":1365,"base":11865,"base_fees":565,"memo":true}]})";
/// R1 of 1 October, booked with its document and posted.
books::Entry sold_taxed(Counted& counted) {
  auto sale = counted.sale("R1", Operation::recharge, "2026-10-01");
  sale.document = taxed;
  counted.book(sale);
  const ledger::Payment payment{"electricity", Money::minor(11865), Money::minor(11300), {}, {{ledger::fee("card"), Money::minor(565)}}};
  auto entry = ledger::of_sale(Counted::head("R1", Operation::recharge, "2026-10-01"), {{cash, payment.tendered}}, 100001, payment).value();
  counted.post(entry);
  return entry;
}

TEST(DaySheets, a_tax_inside_the_price_is_tax_and_what_it_stood_in_is_net) {
  Counted counted;
  const auto entry = sold_taxed(counted);
  const auto sheet = counted.only("2026-10-01", "recharge");
  EXPECT_EQ(sheet.energy, Money::minor(10000));
  EXPECT_EQ(sheet.fees, Money::minor(500));
  EXPECT_EQ(sheet.tax, Money::minor(1365));
  EXPECT_EQ(sheet.tax_inside, Money::minor(1365));
  EXPECT_EQ(sheet.prepaid, Money::minor(11300)) << "what the ledger owes the customer is the whole price";
  EXPECT_EQ(gap(sheet), Money{});
  counted.post(ledger::reversed(Counted::head("R1/reversed", Operation::reversed, "2026-10-02"), entry));
  const auto back = counted.only("2026-10-02", "reversed");
  EXPECT_EQ(back.energy, Money::minor(-10000));
  EXPECT_EQ(back.fees, Money::minor(-500));
  EXPECT_EQ(back.tax_inside, Money::minor(-1365));
  EXPECT_EQ(gap(back), Money{});
}

TEST(DaySheets, what_is_due_by_the_month_is_no_fee_and_net_too) {
  Counted counted;
  auto sale = counted.sale("R1", Operation::recharge, "2026-10-01");
  sale.document = R"({"lines":[{"id":"energy","minor":11300},{"id":"card","minor":565},{"id":"supply","minor":339,"count":"1"},)"
                  R"({"id":"vat","minor":1404,"base":12204,"base_fees":904,"base_fixed":339,"memo":true}]})";
  counted.book(sale);
  const ledger::Payment payment{"electricity", Money::minor(12204), Money::minor(11300), {}, {{ledger::fee("card"), Money::minor(565)}, {ledger::fixed("supply"), Money::minor(339)}}};
  const auto entry = ledger::of_sale(Counted::head("R1", Operation::recharge, "2026-10-01"), {{cash, payment.tendered}}, 100001, payment).value();
  counted.post(entry);
  const auto sheet = counted.only("2026-10-01", "recharge");
  EXPECT_EQ(sheet.energy, Money::minor(10000));
  EXPECT_EQ(sheet.fees, Money::minor(500));
  EXPECT_EQ(sheet.fixed, Money::minor(300));
  EXPECT_EQ(sheet.tax_inside, Money::minor(1404));
  EXPECT_EQ(gap(sheet), Money{});
  counted.post(ledger::reversed(Counted::head("R1/reversed", Operation::reversed, "2026-10-02"), entry));
  const auto back = counted.only("2026-10-02", "reversed");
  EXPECT_EQ(back.fees, Money::minor(-500));
  EXPECT_EQ(back.fixed, Money::minor(-300));
  EXPECT_EQ(back.tax_inside, Money::minor(-1404));
  EXPECT_EQ(gap(back), Money{});
}

TEST(DaySheets, a_supply_is_counted_once_a_month_and_once_a_year_under_what_it_bought_first) {
  Counted counted;
  DaySheets all(DaySheets::Rows::all_in_order);
  struct Bought {
    const char* number;
    Operation kind;
    const char* day;
    std::int64_t month, year;
  };
  for (const auto& one : {Bought{"R1", Operation::supplement, "2026-10-01", 0, 0}, {"R2", Operation::open, "2026-10-02", 1, 1}, {"R3", Operation::recharge, "2026-10-31", 0, 0},
                          {"R4", Operation::take_back, "2026-11-01", 0, 0}, {"R5", Operation::payment, "2026-11-02", 1, 0}, {"R6", Operation::recharge, "2026-11-03", 0, 0}, {"R7", Operation::recharge, "2027-01-01", 1, 1}}) {
    const auto sale = counted.sale(one.number, one.kind, one.day);
    counted.book(sale);
    all.take(sale, counted.books);
    const auto sheet = counted.only(one.day, std::string(word_of(one.kind)));
    EXPECT_EQ(sheet.fresh_in_month, one.month) << one.number;
    EXPECT_EQ(sheet.fresh_in_year, one.year) << one.number;
  }
  for (const auto& [key, sheet] : counted.sheets.days()) EXPECT_EQ(all.days().at(key).fresh_in_month + all.days().at(key).fresh_in_year, sheet.fresh_in_month + sheet.fresh_in_year) << "told of all rows in order it need not ask";
  auto again = counted.sale("R3", Operation::recharge, "2026-10-31");
  DaySheets one;
  one.take(again, counted.books);
  EXPECT_EQ(one.days().begin()->second.fresh_in_month, 0) << "whenever it is asked: what was bought later is not before it";
}

TEST(DaySheets, units_are_those_of_the_receipt_and_their_money_is_net) {
  Counted counted;
  auto sale = counted.sale("R1", Operation::recharge, "2026-10-01");
  sale.document = taxed;
  sale.unit = kwota::Unit::energy;
  sale.credit = Credit::of(kwota::Unit::energy, 200'000);
  counted.book(sale);
  const ledger::Payment payment{"electricity", Money::minor(11865), Money::minor(11300), {}, {{ledger::fee("card"), Money::minor(565)}}};
  const auto entry = ledger::of_sale(Counted::head("R1", Operation::recharge, "2026-10-01"), {{cash, payment.tendered}}, 100001, payment).value();
  counted.post(entry);
  const auto sheet = counted.only("2026-10-01", "recharge");
  EXPECT_EQ(sheet.units_energy, Energy::kwh(200));
  EXPECT_EQ(sheet.paid_energy, sheet.energy) << "without the tax inside the price";
  EXPECT_EQ(sheet.units_volume, Volume{});
  counted.post(ledger::reversed(Counted::head("R1/reversed", Operation::reversed, "2026-10-02"), entry));
  EXPECT_EQ(counted.only("2026-10-02", "reversed").units_energy, Energy{}) << "a reversal is no instruction";
  DaySheets twice;
  twice.join(counted.sheets);
  twice.join(counted.sheets);
  const auto days = twice.days();
  EXPECT_EQ(std::ranges::find(days, "recharge", [](const auto& one) { return one.second.kind; })->second.units_energy, Energy::kwh(400));
}

TEST(DaySheets, a_take_back_gives_back_the_tax_that_stood_in_its_price) {
  Counted counted;
  const auto entry = sold_taxed(counted);
  auto back = counted.sale("R2", Operation::take_back, "2026-10-03");
  back.original = "R1";
  counted.book(back);
  counted.post(ledger::take_back({"R2", "till/E/1", {}, "2026-10-03", Operation::take_back, 100001}, entry));
  const auto sheet = counted.only("2026-10-03", "take_back");
  EXPECT_EQ(sheet.tax, Money::minor(-1365));
  EXPECT_EQ(sheet.energy, Money::minor(-10000));
  EXPECT_EQ(gap(sheet), Money{});
}

TEST(DaySheets, a_reversal_stands_on_its_own_day_under_what_the_sale_was_counted_under) {
  Counted counted;
  counted.book(counted.sale("R1", Operation::recharge, "2026-10-01"));
  const auto entry = counted.sold("R1", Operation::recharge, "2026-10-01");
  counted.post(entry);
  counted.post(ledger::reversed(Counted::head("R1/reversed", Operation::reversed, "2026-11-02"), entry));
  const auto sheet = counted.only("2026-11-02", "reversed");
  EXPECT_EQ(sheet.count, 1);
  EXPECT_EQ(sheet.received, Money::minor(-1000));
  EXPECT_EQ(sheet.usage_class, "homes");
  EXPECT_EQ(sheet.undone, "recharge");
  EXPECT_EQ(counted.only("2026-10-01", "recharge").received, Money::minor(1000)) << "the day of the sale stays as it was";
}

TEST(DaySheets, a_take_back_at_another_till_is_counted_under_the_first_sale_and_its_money_where_it_moved) {
  Counted counted;
  auto first = counted.sale("R1", Operation::recharge, "2026-10-01");
  counted.book(first);
  const auto entry = counted.sold("R1", Operation::recharge, "2026-10-01");
  counted.post(entry);
  auto back = counted.sale("R2", Operation::take_back, "2026-10-03");
  back.till = "2";
  back.chain = "till/E/2";
  back.operator_name = "wang";
  back.usage_class = "shops";  // he changed his class meanwhile
  back.original = "R1";
  counted.book(back);
  counted.post(ledger::take_back({"R2", "till/E/2", {}, "2026-10-03", Operation::take_back, 100001}, entry));
  const auto sheet = counted.only("2026-10-03", "take_back");
  EXPECT_EQ(sheet.operator_name, "li");
  EXPECT_EQ(sheet.usage_class, "homes");
  EXPECT_EQ(sheet.count, 1);
  EXPECT_EQ(sheet.received, Money{});
  EXPECT_EQ(sheet.prepaid, Money::minor(-800));
  EXPECT_EQ(gap(sheet), Money{});
  bool waits = false;
  for (const auto& [key, money] : counted.sheets.money())
    if (money.account == ledger::refund_pending) waits = money.till == "2" && money.amount == Money::minor(-1000);
  EXPECT_TRUE(waits);
}

TEST(DaySheets, credit_that_was_given_is_no_energy_that_was_paid) {
  Counted counted;
  counted.book(counted.sale("R1", Operation::supplement, "2026-10-01"));
  counted.post(ledger::of_supplement(Counted::head("R1", Operation::supplement, "2026-10-01"), "test", "electricity", Money::minor(5000)));
  const auto sheet = counted.only("2026-10-01", "supplement");
  EXPECT_EQ(sheet.energy, Money{});
  EXPECT_EQ(sheet.supplemented, Money::minor(5000));
  EXPECT_EQ(sheet.prepaid, Money::minor(5000));
}

TEST(DaySheets, what_no_sale_stands_behind_is_counted_where_it_was_posted) {
  Counted counted;
  counted.post(ledger::surrendered({"surrendered/000000000001/3", "station/E", {}, "2026-10-01", Operation::surrendered, 100001}, 100001, "electricity", Money::minor(30)));
  const auto sheet = counted.only("2026-10-01", "surrendered");
  EXPECT_EQ(sheet.station, "E");
  EXPECT_EQ(sheet.till, "");
  EXPECT_EQ(sheet.channel, "");
  EXPECT_EQ(sheet.prepaid, Money::minor(-30));
  EXPECT_EQ(sheet.balance, Money::minor(30));
  EXPECT_EQ(sheet.count, 1);
}

TEST(DaySheets, floats_of_drawers_are_no_customers_money) {
  Counted counted;
  counted.post(ledger::shift_opened({"shift/E/1/1/open", "till/E/1", {}, "2026-10-01", Operation::shift_open, 0}, "E", "1", Money::minor(20000)));
  EXPECT_TRUE(counted.sheets.days().empty());
  EXPECT_TRUE(counted.sheets.money().empty());
}

/// Whatever a customer's entry moves, the check line is zero: every account of the chart has its place among the sums.
TEST(DaySheets, every_account_of_the_chart_is_counted_once) {
  const std::vector<std::string> accounts{cash, ledger::prepaid("electricity"), ledger::prepaid("water"), ledger::charged("electricity"), ledger::fee("supply"), ledger::fixed("supply"), ledger::tax("vat"),
                                          ledger::debt("old"), ledger::customer_balance(100001), ledger::claim(100001), std::string(ledger::refund_pending),
                                          ledger::supplement("test"), std::string(ledger::write_off), std::string(ledger::transfer)};
  EXPECT_TRUE(rc::check([&] {
    std::vector<books::Leg> legs;
    Money sum;
    for (const auto& account : accounts) {
      legs.push_back({account, Money::minor(*rc::gen::inRange<std::int64_t>(-1'000'000, 1'000'000))});
      sum += legs.back().amount;
    }
    legs.back().amount -= sum;
    books::DaySheet sheet;
    for (const auto& leg : legs) add_leg(sheet, leg);
    RC_ASSERT(gap(sheet).is_zero());
  }));
}

}  // namespace
}  // namespace kwota::report
