// Laws that are broken on purpose: each is named, with whose it is and what was seen.
#include <gtest/gtest.h>

#include "collect/laws/money.h"
#include "sell/ledger/chart.h"
#include "sell/ledger/interest.h"
#include "sell/ledger/operation.h"
#include "sell/ledger/posting.h"

namespace kwota::laws::by_hand {
namespace {

using ledger::Operation;

Money yuan(std::int64_t amount) { return Money::minor(amount * 100); }
std::string seen(const std::optional<Broken>& broken) { return broken ? std::string(word_of(broken->law)) + " " + broken->whose + ": " + broken->seen : "holds"; }

const books::Sale sale_of_100{.number = "R3-1", .kind = Operation::payment, .station = "E", .till = "T-01", .tendered = yuan(100)};
const std::string cash = ledger::till_cash("E", "T-01"), balance = ledger::customer_balance(7);

books::Entry entry(std::string number, Operation what, std::vector<books::Leg> legs, std::int64_t account = 7) {
  return {std::move(number), "till/E/T-01", {}, "2026-11-20", what, account, std::move(legs)};
}

TEST(MoneyLaws, name_twice_paid_out_for_once_paid_in) {
  MoneyLaws laws;
  const auto in = entry("R3-1", Operation::payment, {{cash, yuan(100)}, {balance, -yuan(100)}});
  auto out_sale = sale_of_100;
  out_sale.kind = books::Operation::refund;
  out_sale.tendered = -yuan(100);
  out_sale.approved_by = "sun";
  const auto out = entry("R3-2", Operation::refund, {{cash, -yuan(100)}, {balance, yuan(100)}});
  laws.take({in, &sale_of_100});
  laws.take({out, &out_sale});
  EXPECT_EQ(seen(laws.broken()), "holds");
  laws.take({out, &out_sale});
  EXPECT_EQ(laws.broken()->law, Law::paid_out_owing);
}

TEST(MoneyLaws, name_money_that_came_back_to_an_outlet_with_two_receipts) {
  MoneyLaws laws;
  const auto in_float = ledger::outlet_float("O-01");
  const auto posted = [&](const std::string& number, Operation what, const std::string& original, std::int64_t amount) {
    books::Sale sale{.number = number, .kind = what, .station = "E", .till = "T-01", .tendered = yuan(amount), .tenders = books::Tenders{{books::Tender::outlet, yuan(amount), "O-01"}}};
    sale.original = original;
    sale.approved_by = "sun";
    const auto one = entry(number, what, {{in_float, yuan(amount)}, {balance, -yuan(amount)}});
    laws.take({one, &sale});
  };
  posted("R3-1", Operation::payment, "", 100);
  posted("R3-2", Operation::payment, "", 100);
  posted("R3-3", Operation::payment_back, "R3-1", -100);
  EXPECT_EQ(seen(laws.broken()), "holds");
  posted("R3-4", Operation::refund, "R3-1", -100);
  EXPECT_EQ(seen(laws.broken()), "outlet_adds_up sale R3-1: its money came back into the float with R3-3, and once more with R3-4");
}

TEST(MoneyLaws, name_a_gift_that_one_person_paid_out) {
  MoneyLaws laws;
  const auto gift = entry("R3-1", Operation::supplement, {{"supplement/fault", yuan(50)}, {ledger::prepaid("electricity"), -yuan(50)}});
  const auto back = entry("surrendered/1/1", Operation::surrendered, {{ledger::prepaid("electricity"), yuan(50)}, {balance, -yuan(50)}});
  const auto out = entry("R3-2", Operation::refund, {{cash, -yuan(50)}, {balance, yuan(50)}});
  books::Sale alone{.number = "R3-1", .kind = Operation::supplement, .station = "E", .till = "T-01"}, paid{.number = "R3-2", .kind = Operation::refund, .station = "E", .till = "T-01", .tendered = -yuan(50)};
  laws.take({gift, &alone});
  laws.take({back});
  laws.take({out, &paid});
  EXPECT_EQ(laws.broken()->law, Law::paid_out_too_much);
}

TEST(MoneyLaws, name_legs_that_are_nobodys_or_anothers_and_drawers_that_do_not_fit) {
  const auto broken = [](const books::Entry& one, const books::Sale* sale) {
    MoneyLaws laws;
    laws.take({one, sale});
    return laws.broken() ? std::string(word_of(laws.broken()->law)) : "";
  };
  EXPECT_EQ(broken(entry("R3-1", Operation::payment, {{cash, yuan(100)}, {"pocket/wang", -yuan(100)}}), &sale_of_100), "leg_without_word");
  EXPECT_EQ(broken(entry("R3-1", Operation::payment, {{cash, yuan(100)}, {ledger::customer_balance(8), -yuan(100)}}), &sale_of_100), "foreign_leg");
  EXPECT_EQ(broken(entry("R3-1", Operation::payment, {{cash, yuan(90)}, {balance, -yuan(90)}}), &sale_of_100), "till_adds_up");
  EXPECT_EQ(broken(entry("R3-1", Operation::payment, {{cash, yuan(100)}, {balance, -yuan(100)}}), nullptr), "till_adds_up");
  auto by_card = sale_of_100;
  by_card.tenders = {{books::Tender::card, yuan(60), "A41F77"}, {books::Tender::cash, yuan(40), {}}};
  const std::string terminal = ledger::till_money("E", "T-01", books::Tender::card);
  EXPECT_EQ(broken(entry("R3-1", Operation::payment, {{terminal, yuan(60)}, {cash, yuan(40)}, {balance, -yuan(100)}}), &by_card), "");
  EXPECT_EQ(broken(entry("R3-1", Operation::payment, {{cash, yuan(100)}, {balance, -yuan(100)}}), &by_card), "till_adds_up") << "the ledger has it in the drawer";
  EXPECT_EQ(broken(entry("R3-1", Operation::payment, {{"till/E/T-01/gold", yuan(100)}, {balance, -yuan(100)}}), &by_card), "leg_without_word");
  by_card.tenders.back().amount = yuan(30);
  EXPECT_EQ(broken(entry("R3-1", Operation::payment, {{terminal, yuan(60)}, {cash, yuan(30)}, {balance, -yuan(90)}}), &by_card), "tenders_add_up");
}

TEST(MoneyLaws, name_money_that_was_recovered_of_a_debt_that_is_gone) {
  const auto recovered = entry("R3-1", Operation::payment, {{cash, yuan(100)}, {"debt/7", -yuan(100)}});
  auto sale = sale_of_100;
  MoneyLaws laws;
  laws.take({recovered, &sale});
  laws.take(books::Debt{.number = 8, .account = 7, .amount = yuan(60)});
  EXPECT_EQ(seen(laws.broken()), "holds");
  laws.end_of_rows();
  ASSERT_TRUE(laws.broken()) << "its number would be given to the next debt, and this money with it";
  EXPECT_EQ(laws.broken()->law, Law::debt_adds_up);
  EXPECT_EQ(laws.broken()->whose, "debt/7");
}

TEST(MoneyLaws, name_interest_that_no_month_says) {
  const auto seen_of = [](Money said, std::vector<books::DebtInterest> months, bool has_row = true) {
    MoneyLaws laws;
    laws.take(books::DebtRate{.debt = 7, .from = "2026-11-20", .rate_e2 = 600});
    laws.take(books::DebtRate{.debt = 7, .from = "2026-12-21", .rate_e2 = 300});
    for (const auto& month : months) laws.take(month);
    if (has_row) laws.take(books::Debt{.number = 7, .account = 1, .amount = yuan(1200) + said, .interest = said});
    laws.end_of_rows();
    return seen(laws.broken());
  };
  const books::DebtInterest month{.debt = 7, .from = "2026-11-20", .to = "2026-12-20", .principal = yuan(1200), .rate_e2 = 600, .amount = yuan(6), .left = {}, .charged = {}};
  auto dear = month;
  dear.amount = yuan(7);
  EXPECT_EQ(seen_of(yuan(6), {month}), "holds");
  EXPECT_EQ(seen_of(yuan(12), {month}), "debt_adds_up debt 7: it says 1200 of interest, its months have 600");
  EXPECT_EQ(seen_of(yuan(7), {dear}), "debt_adds_up debt 7: its month from 2026-11-20 has 700 of interest, and 600 are due on 120000");
  const auto at = [&](const char* from, std::int64_t rate_e2) {
    auto other = month;
    other.from = from, other.rate_e2 = rate_e2, other.amount = ledger::month_of_interest(other.principal, rate_e2);
    return other;
  };
  EXPECT_EQ(seen_of(yuan(6), {at("2026-12-20", 600)}), "holds") << "the new rate is of months that begin with it or later";
  EXPECT_EQ(seen_of(yuan(3), {at("2027-01-20", 300)}), "holds");
  EXPECT_EQ(seen_of(yuan(6), {at("2027-01-20", 600)}), "debt_adds_up debt 7: its month from 2027-01-20 was charged at 600, and 300 were agreed upon");
  EXPECT_EQ(seen_of({}, {month}, false), "debt_adds_up debt 7: months have 600 of interest on a debt that is not in the books");
}

TEST(MoneyLaws, name_a_claim_that_no_debt_by_name_says) {
  const auto raised = entry("R3-1", Operation::claim, {{ledger::claim(7), yuan(30)}, {balance, -yuan(30)}});
  const auto seen_of = [&](Money amount, Money written_off, bool has_row) {
    MoneyLaws laws;
    const auto owed = entry("charge/1", Operation::day_charge, {{balance, yuan(30)}, {ledger::charged("electricity"), -yuan(30)}});
    laws.take({owed});
    laws.take({raised});
    if (has_row) laws.take(books::Debt{.number = 1, .account = 7, .origin = books::DebtOrigin::claim, .amount = amount, .written_off = written_off});
    laws.end_of_rows();
    return seen(laws.broken());
  };
  EXPECT_EQ(seen_of(yuan(30), {}, true), "holds");
  EXPECT_EQ(seen_of({}, {}, false), "debt_adds_up account 7: the ledger has 3000 claimed and 0 recovered or written off, and no debt by name says so");
  EXPECT_EQ(seen_of(yuan(20), {}, true), "debt_adds_up debt 1: it says that 2000 were claimed and 0 written off, the ledger has 3000 and 0");
  EXPECT_EQ(seen_of(yuan(30), yuan(10), true), "debt_adds_up debt 1: it says that 3000 were claimed and 1000 written off, the ledger has 3000 and 0");
}

TEST(MoneyLaws, name_a_meter_whose_registers_lost_something) {
  books::Statement statement;
  statement.credited = yuan(100);
  statement.overdraft_cleared_e5 = yuan(50).minor() * 100'000;
  statement.used_e5 = yuan(150).minor() * 100'000;
  MoneyLaws sound, broken;
  sound.take(statement);
  EXPECT_FALSE(sound.broken());
  statement.used_e5 -= 1;
  broken.take(statement);
  EXPECT_EQ(broken.broken()->law, Law::meter_adds_up);
}

TEST(MoneyLaws, name_cash_that_left_a_safe_in_which_it_never_was) {
  MoneyLaws laws;
  const books::Deposit row{.station = "E", .number = 1, .business_day = "2026-11-20", .amount = yuan(50), .bank = "Bank", .bag = {}, .time = {}, .operator_name = "zhao", .approved_by = "sun"};
  const auto to_bank = entry("deposit/E/1", Operation::deposit, {{ledger::safe("E"), -yuan(50)}, {ledger::bank("E"), yuan(50)}}, 0);
  laws.take({to_bank, nullptr, nullptr, nullptr, &row});
  EXPECT_EQ(laws.broken()->law, Law::safe_below_zero);
}

TEST(MoneyLaws, name_a_drop_that_says_less_than_left_the_drawer) {
  MoneyLaws laws;
  const books::CashDrop row{.station = "E", .till = "T-01", .shift = 1, .number = 1, .amount = yuan(40), .bag = {}, .time = {}, .operator_name = "wang", .taken_by = "zhao"};
  const auto dropped = entry("drop/E/T-01/1/1", Operation::drop, {{cash, -yuan(50)}, {ledger::safe("E"), yuan(50)}}, 0);
  laws.take({dropped, nullptr, nullptr, &row});
  EXPECT_EQ(laws.broken()->law, Law::till_adds_up);
}

TEST(MoneyLaws, name_a_closed_shift_that_says_less_than_came_in) {
  const auto broken = [](Money received, Money paid_out) {
    books::Shift shift{.station = "E", .till = "T-01", .number = 1};
    shift.expected = shift.counted = yuan(100);
    shift.received = {{books::Tender::cash, received, {}}};
    shift.paid_out = {{books::Tender::cash, paid_out, {}}};
    MoneyLaws laws;
    laws.take({entry("R3-1", Operation::payment, {{cash, yuan(100)}, {balance, -yuan(100)}}), &sale_of_100});
    laws.take({entry("shift/E/T-01/1/close", Operation::shift_close, {{cash, -yuan(100)}, {ledger::safe("E"), yuan(100)}}, 0), nullptr, &shift});
    return seen(laws.broken());
  };
  EXPECT_EQ(broken(yuan(100), {}), "holds");
  EXPECT_EQ(broken(yuan(130), yuan(30)), "holds");
  EXPECT_EQ(broken(yuan(90), {}), "till_adds_up till/E/T-01/cash: float + received - paid out - drops of the closed shift are 9000, 10000 should have been there (shift/E/T-01/1/close)");
}

}  // namespace
}  // namespace kwota::laws::by_hand
