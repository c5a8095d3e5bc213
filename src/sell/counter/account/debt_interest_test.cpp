// Interest on debts by name: each whole month once, on what is left of what was raised, never in a pause.
#include <rapidcheck.h>

#include "sell/counter/account/debt_payment.h"
#include "sell/counter/account/test_debts.h"
#include "sell/debt/interest.h"
#include "sell/debt/keep.h"
#include "sell/ledger/chart.h"
#include "sell/ledger/interest.h"

namespace kwota::counter {
namespace {

/// 20 November 2026 by the clock of the wall.
class Interest : public IndebtedAccount {
 protected:
  Result<books::Debt> raised(const std::string& amount, const std::string& interest, const std::string& rule = "at_counter") {
    debts::RaiseRequest request{.account = account, .kind = "arrears", .origin = {}, .document = "bill 77", .amount = amount, .since = {}, .interest = interest, .recovery = {}, .remark = {}};
    request.recovery.rule = rule;
    return agreed(std::move(request), debts::raise);
  }
  LocalDate today() { return world.as("zhao").zone.local(world.clock.now()).date; }
  /// The office's clock comes to this day, and what is due is charged.
  void until(const std::string& day) {
    world.clock.advance(Duration::days(day_number(*parse_date(day)) - day_number(today())));
    charge();
  }
  std::size_t charge() { return world.apply(debts::charge_interest(world.books, debts::interest_due(world.books, today()), today(), world.clock.now()))->size(); }
  books::Debt row(std::int64_t number = 1) { return *world.books.find<books::Debt>(number); }
  Money left(std::int64_t number = 1) { return debts::left_of(world.books, row(number)); }
  void pays(const std::string& amount) {
    ASSERT_TRUE(world.apply(pay_debts(world.books, {.claim = world.claim(), .account = account, .debt = 1, .amount = amount, .paying = {}, .confirmed = {}}, world.as("wang"))).ok());
  }
  void paused(const std::string& from, const std::string& until) {
    const auto done = agreed(debts::PauseRequest{.debt = 1, .from = from, .until = until, .reason = "ill", .approval = 0}, debts::pause);
    ASSERT_TRUE(done.ok()) << done.error().code;
  }
  Result<books::Debt> changed(const std::string& interest, const std::string& from) {
    return agreed(debts::InterestRequest{.debt = 1, .interest = interest, .from = from, .reason = "hardship", .approval = 0}, debts::change_interest);
  }
  std::vector<std::string> months() {
    std::vector<std::string> out;
    for (const auto& month : world.books.select<books::DebtInterest>(1)) out.push_back(month.from + " " + format_money(month.principal, 2) + " " + format_money(month.amount, 2));
    return out;
  }
  using Months = std::vector<std::string>;
};

TEST_F(Interest, is_charged_for_each_whole_month_and_once) {
  ASSERT_TRUE(raised("1200.00", "6").ok());
  EXPECT_EQ(row().interest_to, "2026-11-20");
  until("2026-12-19");
  EXPECT_EQ(months(), Months{}) << "29 days are no month";
  until("2026-12-20");
  EXPECT_EQ(months(), Months{"2026-11-20 1200.00 6.00"});
  EXPECT_EQ(charge(), 0U) << "however often it is asked";
  EXPECT_EQ(left(), yuan(1206));
  EXPECT_EQ(row().interest, yuan(6));
  until("2027-03-25");
  EXPECT_EQ(months(), (Months{"2026-11-20 1200.00 6.00", "2026-12-20 1200.00 6.00", "2027-01-20 1200.00 6.00", "2027-02-20 1200.00 6.00"})) << "of a server that was off; and no interest on interest";
  EXPECT_EQ(left(), yuan(1224));
}

TEST_F(Interest, is_taken_on_no_interest_whenever_something_was_paid) {
  ASSERT_TRUE(raised("1200.00", "12").ok());
  pays("600.00");
  until("2027-09-20");
  ASSERT_EQ(months().size(), 10U);
  for (const auto& month : months()) EXPECT_TRUE(month.ends_with(" 600.00 6.00")) << "half was paid before any interest: " << month;
  EXPECT_EQ(left(), yuan(660));
  pays("30.00");
  until("2027-10-20");
  EXPECT_EQ(months().back(), "2027-09-20 600.00 6.00") << "what is paid counts against interest first";
  pays("100.00");
  until("2027-11-20");
  EXPECT_EQ(months().back(), "2027-10-20 536.00 5.36") << "36.00 of it were interest, the rest was not";
}

TEST_F(Interest, is_agreed_upon_by_two_and_is_a_percentage) {
  for (const auto* rate : {"-1", "100.01", "6.255", "six"}) EXPECT_EQ(raised("50.00", rate).error().code, "bad_interest") << rate;
  ASSERT_TRUE(raised("1200.00", "6.25").ok());
  const auto approvals = world.books.all<books::Approval>();
  EXPECT_NE(approvals.back().content.find("6.25"), std::string::npos) << approvals.back().content;
  ASSERT_TRUE(raised("50.00", "").ok());
  until("2027-11-20");
  EXPECT_EQ(row(1).interest, yuan(75));
  EXPECT_EQ(row(2).interest, Money{}) << "none was agreed upon";
  EXPECT_EQ(row(2).interest_to, "");
}

TEST_F(Interest, a_claim_bears_none_and_a_payment_has_a_key_of_its_own) {
  ASSERT_TRUE(raised("50.00", "").ok());
  auto claim = row();
  claim.origin = books::DebtOrigin::claim;
  world.books.put(claim);
  const books::Entry left{.number = "left", .chain = "station/E", .business_day = "2026-11-20", .what = books::Operation::claim, .account = account,
                          .legs = {{ledger::claim(account), yuan(50)}, {ledger::customer_balance(account), -yuan(50)}}};
  books::Changes changes;
  changes.append.emplace_back(left);
  world.books.apply(changes);
  EXPECT_EQ(debts::change_interest(world.books, {.debt = 1, .interest = "5", .from = {}, .reason = "why", .approval = 0}, world.as("zhao", "T-02")).error().code, "claim_bears_no_interest");
  EXPECT_EQ(pay_debts(world.books, {.claim = {}, .account = account, .debt = 1, .amount = "5.00", .paying = {}, .confirmed = {}}, world.as("wang")).error().code, "client_key_missing");
}

TEST_F(Interest, another_rate_is_agreed_by_two_and_months_before_keep_theirs) {
  ASSERT_TRUE(raised("1200.00", "12").ok());
  until("2026-12-25");
  ASSERT_TRUE(changed("6", "2027-01-21").ok());
  EXPECT_NE(world.books.all<books::Approval>().back().content.find("2027-01-21"), std::string::npos) << world.books.all<books::Approval>().back().content;
  until("2027-04-20");
  EXPECT_EQ(months(), (Months{"2026-11-20 1200.00 12.00", "2026-12-20 1200.00 12.00", "2027-01-20 1200.00 12.00", "2027-02-20 1200.00 6.00", "2027-03-20 1200.00 6.00"}))
      << "charged late or not: each month has what was agreed for its first day";
  ASSERT_TRUE(changed("0", "").ok());
  until("2027-08-20");
  EXPECT_EQ(months().size(), 5U) << "from that day on none";
  ASSERT_TRUE(changed("1", "").ok());
  until("2027-09-20");
  EXPECT_EQ(months().back(), "2027-08-20 1200.00 1.00");
  EXPECT_EQ(world.books.select<books::DebtRate>(std::int64_t{1}).size(), 4U) << "all that was ever agreed upon stays";
}

TEST_F(Interest, a_debt_without_any_may_bear_it_later) {
  ASSERT_TRUE(raised("1200.00", "").ok());
  ASSERT_TRUE(changed("6", "2026-12-01").ok());
  until("2027-02-01");
  EXPECT_EQ(months(), (Months{"2026-12-01 1200.00 6.00", "2027-01-01 1200.00 6.00"}));
}

TEST_F(Interest, what_has_begun_is_changed_by_nobody) {
  ASSERT_TRUE(raised("1200.00", "12").ok());
  until("2027-01-05");
  EXPECT_EQ(changed("6", "2027-01-04").error().details.at("earliest"), "2027-01-05");
  ASSERT_TRUE(changed("6", "2027-03-01").ok());
  EXPECT_EQ(changed("6", "2027-03-01").error().code, "same_interest");
  EXPECT_EQ(changed("6.00", "2027-04-01").error().code, "same_interest");
  EXPECT_EQ(changed("101", "").error().code, "bad_interest");
  EXPECT_EQ(debts::change_interest(world.books, {.debt = 1, .interest = "3", .from = {}, .reason = {}}, world.as("zhao", "T-02")).error().code, "reason_missing");
  EXPECT_EQ(debts::change_interest(world.books, {.debt = 1, .interest = "3", .from = "2027-04-01", .reason = "poor"}, world.as("zhao", "T-02")).error().code, "approval_needed");
}

TEST_F(Interest, agreed_for_a_day_that_has_not_come_is_agreed_otherwise) {
  ASSERT_TRUE(raised("1200.00", "12").ok());
  const auto told = [&] {
    std::string out;
    for (const auto& one : world.books.select<books::DebtRate>(std::int64_t{1})) out += (out.empty() ? "" : ", ") + one.from + " " + debts::rate_text(one.rate_e2);
    return out + ", last " + debts::interest_text(row());
  };
  ASSERT_TRUE(changed("6", "2062-03-01").ok()) << "two persons overlooked the year";
  EXPECT_EQ(changed("3", "2026-11-20").error().details.at("earliest"), "2026-11-21") << "what has begun stays";
  ASSERT_TRUE(changed("6", "2026-12-20").ok()) << "the day alone";
  EXPECT_EQ(told(), "2026-11-20 12, 2026-12-20 6, 2062-03-01 6, last 6");
  ASSERT_TRUE(changed("3", "2026-12-20").ok()) << "the figure alone";
  EXPECT_NE(world.books.all<books::Approval>().back().content.find("\"6\""), std::string::npos) << "the second person reads what it would be otherwise: " << world.books.all<books::Approval>().back().content;
  ASSERT_TRUE(changed("12", "2026-11-30").ok()) << "neither: it goes on as it is";
  EXPECT_EQ(told(), "2026-11-20 12, 2026-11-30 12, 2026-12-20 12, 2062-03-01 12, last 12");
  until("2027-01-20");
  EXPECT_EQ(months(), (Months{"2026-11-20 1200.00 12.00", "2026-12-20 1200.00 12.00"}));
}

TEST_F(Interest, is_borne_from_a_day_that_was_agreed_with_the_debt) {
  debts::RaiseRequest request{.account = account, .kind = "arrears", .origin = {}, .document = "bill 77", .amount = "1200.00", .since = "2026-08-15", .interest = "6", .interest_from = "2026-08-14", .recovery = {}, .remark = {}};
  EXPECT_EQ(agreed(request, debts::raise).error().code, "interest_before_debt");
  request.interest_from = "2026-08-31";
  ASSERT_TRUE(agreed(std::move(request), debts::raise).ok());
  EXPECT_EQ(row().interest_to, "2026-11-01");
  EXPECT_EQ(months(), (Months{"2026-09-01 1200.00 6.00", "2026-10-01 1200.00 6.00"})) << "owed from the first moment on: whoever pays on the same day pays them too";
  EXPECT_EQ(left(), yuan(1212));
  EXPECT_EQ(charge(), 0U) << "and once";
}

TEST_F(Interest, of_a_day_that_has_passed_is_named_to_both_and_is_not_for_ever) {
  debts::RaiseRequest request{.account = account, .kind = "arrears", .origin = {}, .document = "bill 77", .amount = "1200.00", .since = "1800-01-01", .interest = "6", .interest_from = "1800-01-01", .recovery = {}, .remark = {}};
  EXPECT_EQ(agreed(request, debts::raise).error().code, "debt_day_too_old");
  request.since = request.interest_from = "1976-01-01";
  EXPECT_EQ(agreed(request, debts::raise).error().details.at("months"), "610") << "nobody agreed to half a century in one night";
  request.interest_from = "2016-11-19";
  EXPECT_EQ(agreed(request, debts::raise).ok(), true) << "ten years";
  const auto content = world.books.all<books::Approval>().back().content;
  EXPECT_NE(content.find("interest_at_once"), std::string::npos) << content;
  EXPECT_NE(content.find("720.00"), std::string::npos) << content;
  charge();
  EXPECT_EQ(row().interest, yuan(720)) << "as both had read";
  request.interest_from = "2016-10-20";
  EXPECT_EQ(agreed(request, debts::raise).error().code, "interest_too_long");
}

TEST_F(Interest, of_a_month_that_has_not_ended_is_none_at_once) {
  ASSERT_TRUE(raised("1200.00", "6").ok());
  EXPECT_EQ(world.books.all<books::Approval>().back().content.find("interest_at_once"), std::string::npos);
  EXPECT_EQ(debts::whole_months("2026-10-21", today()), 0);
  EXPECT_EQ(debts::whole_months("2026-10-20", today()), 1);
  EXPECT_EQ(debts::whole_months("2027-10-20", today()), 0);
}

TEST_F(Interest, parts_of_a_month_from_a_day_long_ago_are_never_more_than_is_left) {
  debts::RaiseRequest request{.account = account, .kind = "arrears", .origin = {}, .document = "bill 78", .amount = "50.00", .since = {}, .interest = {}, .recovery = {.rule = "monthly", .value = "5000000000000.00", .from = "0001-01-01", .instalments = {}}, .remark = {}};
  EXPECT_EQ(agreed(request, debts::raise).error().code, "debt_day_too_old");
  request.recovery.from = "2026-11-20";
  auto raised_ = agreed(std::move(request), debts::raise);
  ASSERT_TRUE(raised_.ok());
  raised_->from = "0001-01-01";  // of books that were written before
  world.books.put(*raised_);
  EXPECT_EQ(debts::owed_by(world.books, account, today()).at(0).fallen_due, yuan(50));
}

TEST_F(Interest, what_is_paid_counts_against_it_first) {
  ASSERT_TRUE(raised("1200.00", "12").ok());
  until("2026-12-20");
  EXPECT_EQ(left(), yuan(1212));
  pays("12.00");
  until("2027-01-20");
  EXPECT_EQ(months().back(), "2026-12-20 1200.00 12.00");
  pays("612.00");
  until("2027-02-20");
  EXPECT_EQ(months().back(), "2027-01-20 600.00 6.00");
  pays("606.00");
  until("2027-12-20");
  EXPECT_EQ(months().size(), 3U) << "who owes nothing is charged nothing";
  EXPECT_EQ(left(), Money{});
  EXPECT_EQ(debts::paid_of(world.books, row()), yuan(1230));
}

TEST_F(Interest, rests_in_a_pause_and_its_month_begins_anew_behind_it) {
  ASSERT_TRUE(raised("1200.00", "12").ok());
  until("2026-12-25");
  paused("2027-01-05", "2027-02-09");
  until("2027-03-09");
  EXPECT_EQ(months(), Months{"2026-11-20 1200.00 12.00"});
  until("2027-03-10");
  EXPECT_EQ(months().back(), "2027-02-10 1200.00 12.00");
  EXPECT_EQ(months().size(), 2U);
  paused("2027-03-12", "2027-12-31");
  until("2027-03-20");
  ASSERT_TRUE(world.apply(debts::resume(world.books, 1, world.as("zhao", "T-02"))).ok());
  until("2027-04-20");
  EXPECT_EQ(months().size(), 2U) << "the pause was forgotten, not the month that it interrupted";
  until("2027-04-21");
  EXPECT_EQ(months().back(), "2027-03-21 1200.00 12.00");
}

TEST_F(Interest, of_a_day_that_not_each_month_has_begins_on_the_first) {
  EXPECT_EQ(debts::first_month_from({2026, 12, 28}), "2026-12-28");
  for (const unsigned day : {29U, 30U, 31U}) EXPECT_EQ(debts::first_month_from({2026, 12, day}), "2027-01-01") << day;
  until("2026-12-31");
  ASSERT_TRUE(raised("1200.00", "12").ok());
  until("2027-03-01");
  EXPECT_EQ(months(), (Months{"2027-01-01 1200.00 12.00", "2027-02-01 1200.00 12.00"}));
}

TEST_F(Interest, is_due_with_the_next_payment_of_a_monthly_part) {
  debts::RaiseRequest request{.account = account, .kind = "arrears", .origin = {}, .document = "bill 77", .amount = "1200.00", .since = {}, .interest = "12", .recovery = {}, .remark = {}};
  request.recovery.rule = "monthly", request.recovery.value = "100.00", request.recovery.from = "2026-12-01";
  ASSERT_TRUE(agreed(std::move(request), debts::raise).ok());
  until("2026-12-20");
  EXPECT_EQ(debts::owed_by(world.books, account, today()).front().fallen_due, yuan(112));
}

TEST(MonthOfInterest, is_a_twelfth_rounded_down_and_never_more) {
  EXPECT_EQ(ledger::month_of_interest(Money::minor(19'999), 600), Money::minor(99)) << "99.995";
  EXPECT_EQ(ledger::month_of_interest(Money::minor(money_minor_max), debts::interest_most_e2), Money::minor(money_minor_max / 12)) << "the largest amount that any row carries";
  EXPECT_TRUE(rc::check("twelve months are at most a year's, and less by no more than twelve of the smallest coin", [] {
    const auto principal = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000);
    const auto rate = *rc::gen::inRange<std::int64_t>(0, debts::interest_most_e2 + 1);
    const auto of_months = 12 * ledger::month_of_interest(Money::minor(principal), rate).minor(), of_year_e4 = principal * rate;
    RC_ASSERT(of_months * 10'000 <= of_year_e4);
    RC_ASSERT(of_year_e4 < (of_months + 12) * 10'000);
  }));
}

}  // namespace
}  // namespace kwota::counter
