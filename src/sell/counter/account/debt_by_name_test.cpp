// Debts by name as a counter meets them: what a sale recovers, what the slip says, a pause, a plan, money for a debt alone, and that a sale which is taken back
// gives back what it recovered.
#include "base/decimal.h"
#include "sell/counter/account/debt.h"
#include "sell/counter/account/debt_payment.h"
#include "sell/counter/account/recovered.h"
#include "sell/counter/account/test_debts.h"
#include "sell/debt/keep.h"

namespace kwota::counter {
namespace {

class Debts : public IndebtedAccount {
 protected:
  Debts() { world.books.put(books::Code{books::CodeKind::debt_kind, "fine", "", "Fine", "", "", false}); }
  debts::RaiseRequest wanted(const std::string& amount, const std::string& rule, const std::string& value = "") const {
    debts::RaiseRequest request;
    request.account = account;
    request.kind = "arrears";
    request.document = "bill 77";
    request.amount = amount;
    request.recovery.rule = rule;
    request.recovery.value = value;
    return request;
  }
  books::Debt raised(const std::string& amount, const std::string& rule, const std::string& value = "") {
    return agreed(wanted(amount, rule, value), debts::raise).value();
  }
  Money left(const books::Debt& debt) const { return debts::left_of(world.books, world.books.find<books::Debt>(debt.number).value()); }
  /// A sale that reaches its meter.
  Outcome sold(const std::string& pay) {
    const auto sale = world.sell_to(account, pay, 1).value();
    world.write(*sale.order, 1);
    world.visit(11, 1);
    return sale;
  }
  Result<Outcome> paid(const std::string& amount, std::int64_t debt = 0) {
    PayDebtsRequest request{.claim = world.claim(), .account = account, .debt = debt, .amount = amount, .paying = {}, .confirmed = {}};
    return world.apply(pay_debts(world.books, request, world.as("wang")));
  }
};

TEST_F(Debts, nobody_raises_one_alone_or_without_a_document) {
  const auto alone = debts::raise(world.books, wanted("50.00", "percent", "20"), world.as("zhao", "T-02"));
  EXPECT_EQ(alone.error().code, "approval_needed");
  EXPECT_EQ(debts::raise(world.books, wanted("50.00", "percent", "20"), world.as("wang")).error().code, "permission_denied");
  auto request = wanted("50.00", "percent", "20");
  request.document.clear();
  EXPECT_EQ(agreed(request, debts::raise).error().code, "document_missing");
  request = wanted("50.00", "percent", "120");
  EXPECT_EQ(agreed(request, debts::raise).error().code, "bad_recovery");
  request = wanted("50.00", "first");
  request.kind = "fine";
  EXPECT_EQ(agreed(request, debts::raise).error().code, "unknown_debt_kind") << "a kind that is out of use";
  request = wanted("0.00", "first");
  EXPECT_EQ(agreed(request, debts::raise).error().code, "bad_amount");
}

TEST_F(Debts, a_percentage_of_each_sale_is_recovered_and_named_on_the_slip) {
  const auto debt = raised("50.00", "percent", "20");
  const auto quoted = quote(world.books, {account, "100.00", "", ""}, world.as("wang")).value();
  ASSERT_FALSE(quoted.lines.empty());
  EXPECT_EQ(quoted.lines.front().amount, yuan(20));
  EXPECT_EQ(quoted.lines.front().left, yuan(30));
  EXPECT_EQ(quoted.credit, Credit{yuan(80)});
  const auto sale = sold("100.00");
  EXPECT_EQ(left(debt), yuan(30));
  EXPECT_EQ(world.balance("debt/1"), yuan(-20));
  const auto document = document_of(sale.sale).value();
  const auto& line = document.at("lines").as_array().front().as_object();
  EXPECT_EQ(line.at("left").as_int64(), 30'00);
  EXPECT_EQ(line.at("debt").as_object().at("names").as_object().at("zh").as_string(), "欠费");
  sold("100.00");
  EXPECT_EQ(left(debt), yuan(10));
  sold("100.00");
  EXPECT_EQ(left(debt), Money{}) << "the last share is what is left, not a fifth";
  EXPECT_EQ(quote(world.books, {account, "100.00", "", ""}, world.as("wang"))->credit, Credit{yuan(100)});
}

TEST_F(Debts, the_oldest_is_recovered_first) {
  raised("30.00", "first");
  raised("100.00", "fixed", "25.00");
  const auto quoted = quote(world.books, {account, "100.00", "", ""}, world.as("wang")).value();
  EXPECT_EQ(quoted.lines.at(0).amount, yuan(30));
  EXPECT_EQ(quoted.lines.at(1).amount, yuan(25));
  EXPECT_EQ(quoted.credit, Credit{yuan(45)});
}

TEST_F(Debts, a_quote_from_before_the_debt_is_stale) {
  const auto before = quote(world.books, {account, "100.00", "", ""}, world.as("wang")).value();
  raised("50.00", "percent", "20");
  SellRequest request;
  request.claim = world.claim();
  request.quote = before.id;
  request.card = serial(1);
  request.confirmed = codes_of(before.confirm);
  EXPECT_EQ(sell(world.books, request, world.as("wang")).error().code, "quote_stale");
}

TEST_F(Debts, nothing_is_recovered_in_a_pause) {
  const auto debt = raised("50.00", "first");
  debts::PauseRequest request{.debt = debt.number, .from = "", .until = "2026-12-31", .reason = "ill", .approval = 0};
  EXPECT_EQ(debts::pause(world.books, request, world.as("zhao", "T-02")).error().code, "approval_needed");
  const auto paused = agreed(request, debts::pause).value();
  EXPECT_EQ(paused.pause_approved_by, "sun");
  EXPECT_EQ(quote(world.books, {account, "100.00", "", ""}, world.as("wang"))->credit, Credit{yuan(100)});
  EXPECT_TRUE(paid("10.00").ok()) << "who wants to pay may";
  EXPECT_EQ(left(debt), yuan(40));
  ASSERT_TRUE(world.apply(debts::resume(world.books, debt.number, world.as("zhao", "T-02"))).ok());
  EXPECT_EQ(quote(world.books, {account, "100.00", "", ""}, world.as("wang"))->credit, Credit{yuan(60)});
  world.clock.advance(Duration::days(60));
  EXPECT_EQ(debts::resume(world.books, debt.number, world.as("zhao", "T-02")).error().code, "not_paused");
}

TEST_F(Debts, a_plan_takes_what_has_fallen_due) {
  const auto debt = raised("60.00", "at_counter");
  debts::RecoveryRequest request{.debt = debt.number, .recovery = {.rule = "plan", .value = "", .from = "", .instalments = {{"2026-11-20", "20.00"}, {"2026-12-20", "20.00"}}}, .remark = ""};
  EXPECT_EQ(debts::change_recovery(world.books, request, world.as("zhao", "T-02")).error().code, "bad_recovery") << "40 of 60";
  request.recovery.instalments.push_back({"2026-12-20", "20.00"});
  EXPECT_EQ(debts::change_recovery(world.books, request, world.as("zhao", "T-02")).error().code, "bad_recovery") << "two on one day";
  request.recovery.instalments.back().due = "2027-01-20";
  ASSERT_TRUE(world.apply(debts::change_recovery(world.books, request, world.as("zhao", "T-02"))).ok());
  sold("100.00");
  EXPECT_EQ(left(debt), yuan(40));
  sold("100.00");
  EXPECT_EQ(left(debt), yuan(40)) << "the next part is not due";
  world.clock.advance(Duration::days(31));
  EXPECT_EQ(quote(world.books, {account, "100.00", "", ""}, world.as("wang"))->lines.front().amount, yuan(20));
}

TEST_F(Debts, a_monthly_part_that_was_not_paid_is_due_with_the_next) {
  raised("100.00", "monthly", "10.00");
  EXPECT_EQ(quote(world.books, {account, "100.00", "", ""}, world.as("wang"))->lines.front().amount, yuan(10));
  world.clock.advance(Duration::days(35));
  EXPECT_EQ(quote(world.books, {account, "100.00", "", ""}, world.as("wang"))->lines.front().amount, yuan(20));
}

TEST_F(Debts, a_sale_that_is_taken_back_gives_back_what_it_recovered) {
  const auto debt = raised("50.00", "first");
  const auto sale = world.sell_to(account, "100.00", 1).value();
  world.write(*sale.order, 1);
  EXPECT_EQ(left(debt), Money{});
  TakeBackRequest back;
  back.claim = world.claim();
  back.sale = sale.sale.number;
  back.card = serial(1);
  back.reason = "wrong amount";
  const auto taken = world.apply(take_back(world.books, back, world.as("zhao", "T-02"))).value();
  EXPECT_EQ(left(debt), yuan(50));
  const auto owed = debts::owed_by(world.books, account, world.clock.now(), Zone::find("Asia/Shanghai").value());
  EXPECT_EQ(owed.front().free, Money{}) << "the meter may still have taken the sale: it is not recovered a second time";
  EXPECT_EQ(paid("50.00").error().code, "no_debt");
  world.write(*taken.order, 1);
  world.visit(11, 1);
  EXPECT_EQ(left(debt), yuan(50));
  EXPECT_TRUE(paid("50.00").ok());
}

TEST_F(Debts, money_for_debts_buys_nothing_and_never_exceeds_them) {
  const auto first = raised("30.00", "percent", "10");
  const auto second = raised("20.00", "percent", "10");
  EXPECT_EQ(paid("50.01").error().code, "more_than_owed");
  const auto outcome = paid("40.00").value();
  EXPECT_EQ(outcome.sale.kind, books::Operation::claim_payment);
  EXPECT_EQ(left(first), Money{});
  EXPECT_EQ(left(second), yuan(10));
  EXPECT_EQ(document_of(outcome.sale)->at("recovered").as_array().size(), 2U);
  EXPECT_EQ(paid("11.00", second.number).error().code, "more_than_owed");
  EXPECT_TRUE(paid("10.00", second.number).ok());
  EXPECT_EQ(paid("1.00").error().code, "no_debt");
}

TEST_F(Debts, a_claim_stands_in_the_register) {
  // An overdraft that its meter was cleared of, owed on the account.
  world.books.append(ledger::overdraft_cleared({"test/1", "station/E", world.clock.now(), "2026-11-20", ledger::Operation::cleared, account}, account, "electricity", yuan(15)).value());
  DebtRequest request{.claim = world.claim(), .account = account, .reason = "moves", .approval = 0};
  ASSERT_TRUE(world.apply(claim_debt(world.books, request, world.as("zhao", "T-02"))).ok());
  const auto rows = world.books.select(books::Debt::of_account, account);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows.front().origin, books::DebtOrigin::claim);
  EXPECT_EQ(left(rows.front()), yuan(15));
  EXPECT_EQ(agreed(debts::WriteOffRequest{.debt = rows.front().number, .amount = "", .reason = "poor", .approval = 0}, debts::write_off).error().code, "claim_at_till");
  EXPECT_TRUE(paid("5.00").ok());
  EXPECT_EQ(left(rows.front()), yuan(10));
  EXPECT_EQ(world.balance(ledger::claim(account)), yuan(10));
}

TEST_F(Debts, two_persons_write_off_no_more_than_is_left) {
  const auto debt = raised("50.00", "percent", "20");
  sold("100.00");
  EXPECT_EQ(agreed(debts::WriteOffRequest{.debt = debt.number, .amount = "30.01", .reason = "poor", .approval = 0}, debts::write_off).error().code, "more_than_left");
  ASSERT_TRUE(agreed(debts::WriteOffRequest{.debt = debt.number, .amount = "", .reason = "poor", .approval = 0}, debts::write_off).ok());
  EXPECT_EQ(left(debt), Money{});
  EXPECT_EQ(world.balance(ledger::write_off), yuan(30));
  EXPECT_EQ(debts::paid_of(world.books, world.books.find<books::Debt>(debt.number).value()), yuan(20));
  EXPECT_EQ(agreed(debts::WriteOffRequest{.debt = debt.number, .amount = "", .reason = "poor", .approval = 0}, debts::write_off).error().code, "debt_paid");
}

TEST_F(Debts, who_is_told_how_much_it_takes_gets_something_for_it_and_nothing_for_a_fen_less) {
  // A plan that sells nothing sooner than refuse: charges and debts may take all of a payment.
  world.books.put(books::PlanVersion{"steps", "2026-01-01",
                                     R"({"from":"2026-01-01","counter":{"months":1,"start":"01-01"},"energy":{"price":"0.50"},"charges":[{"id":"fixed","kind":"per_month","amount":"2.00"}],"zero_units":"allow"})",
                                     books::PlanStatus::published, "", ""});
  world.plans = std::make_unique<tariff::PlanCache>();
  raised("7.00", "first");
  raised("90.00", "percent", "60");
  const auto pay = [&](const std::string& amount) { return quote(world.books, {account, amount, "", ""}, world.as("wang")); };
  const auto refused = pay("5.00");
  ASSERT_FALSE(refused.ok());
  ASSERT_EQ(refused.error().code, "short");
  const auto need = parse_money(refused.error().details.at("need"), 2).value();
  ASSERT_TRUE(pay(format_money(need, 2)).ok()) << format_money(need, 2);
  EXPECT_EQ(pay(format_money(need - Money::minor(1), 2)).error().code, "short");
}

}  // namespace
}  // namespace kwota::counter
