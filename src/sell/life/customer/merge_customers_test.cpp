// One person with two numbers: what moves, what stays, what tells two people apart – and that his meter and card notice nothing.
#include "sell/life/customer/merge_customers.h"

#include "books/lookup.h"
#include "people/approval.h"
#include "sell/ledger/chart.h"
#include "sell/life/customer/application.h"
#include "sell/life/customer/remove_draft.h"
#include "sell/remote/test_line.h"

namespace kwota::life {
namespace {

using remote::li_account;
using remote::li_card;
using remote::LineWorld;

const auto other_number = CustomerNumber::from(77);

class MergeWorld : public LineWorld {
 public:
  MergeWorld() {
    books::Customer row = his();
    row.number = other_number;
    row.phone = "139 0000";
    row.identity_number.clear();
    books.put(row);
    hire("ma", "manager");
    hire("mo", "manager");
  }
  books::Customer his() const { return *books.find<books::Customer>(books.find<books::Account>(li_account)->customer); }
  MergeRequest request() const { return {.merged = number, .into = other_number, .reason = "registered twice", .approval = 0}; }
  std::string refused() { return refused(request()); }
  std::string refused(const MergeRequest& wanted, const std::string& who = "ma") {
    const auto seen = merge_preview(books, wanted, as(who));
    const auto done = merge_customers(books, wanted, as(who));
    EXPECT_FALSE(done.ok());
    if (!seen.ok()) EXPECT_EQ(seen.error().code, done.error().code) << "who looks is told the same";
    return std::string(done.error().code);
  }
  Result<Merge> merge(MergeRequest wanted) {
    auto done = apply(merge_customers(books, wanted, as("ma")));
    if (done.ok() || done.error().code != "approval_needed") return done;
    const auto details = done.error().details;
    const auto asked = apply(people::ask_approval(books, people::request_of(details, wanted.reason), as("ma")));
    EXPECT_EQ(apply(people::decide_approval(books, {asked->number, true, ""}, as("ma"))).error().code, "approval_own");
    EXPECT_TRUE(apply(people::decide_approval(books, {asked->number, true, ""}, as("mo"))).ok());
    wanted.approval = asked->number;
    return apply(merge_customers(books, wanted, as("ma")));
  }
  const CustomerNumber number = his().number;
};

TEST(MergeCustomers, accounts_and_debts_go_on_and_no_money_moves) {
  MergeWorld world;
  world.books.put(books::Debt{.number = 9, .account = li_account, .customer = world.number, .document = "bill 1"});
  const auto before = world.books.balance(ledger::customer_balance(li_account));
  const auto entries = world.books.all<books::Entry>().size(), sales = world.books.all<books::Sale>().size();
  const auto done = world.merge(world.request());
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(done->accounts.size(), 1U);
  EXPECT_EQ(world.books.find<books::Account>(li_account)->customer, other_number);
  EXPECT_EQ(world.books.find<books::Debt>(9)->customer, other_number);
  EXPECT_EQ(world.books.balance(ledger::customer_balance(li_account)), before);
  EXPECT_EQ(world.books.all<books::Entry>().size(), entries) << "nothing is posted";
  EXPECT_EQ(world.books.all<books::Sale>().size(), sales);
  EXPECT_EQ(world.books.all<books::Sale>().front().customer, world.number) << "a receipt says what it said";
}

TEST(MergeCustomers, the_merged_number_stays_and_leads_to_the_other) {
  MergeWorld world;
  auto with_identity = world.his();
  with_identity.identity_number = "110101199003074514";
  world.books.put(with_identity);
  const auto done = world.merge(world.request());
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(done->filled, std::vector<std::string>{"identity_number"}) << "the phone was there";
  const auto row = *world.books.find<books::Customer>(world.number);
  EXPECT_EQ(row.state, books::CustomerStatus::merged);
  EXPECT_EQ(row.merged_into, other_number);
  EXPECT_EQ(row.state_reason, "registered twice");
  EXPECT_EQ(books::customer_with_identity(world.books, "110101199003074514")->number, other_number) << "it names one of them";
  EXPECT_EQ(world.refused(), "customer_merged") << "once";
  EXPECT_EQ(remove_customer(world.books, world.number, "twice", world.as("sun")).error().code, "customer_merged");
  EXPECT_EQ(life::apply(world.books, {.customer = world.number, .service_point = "S", .plan = "", .usage_class = ""}, world.as("wang")).error().code, "customer_merged");
}

TEST(MergeCustomers, his_meter_and_card_go_on_by_the_number_that_they_know) {
  MergeWorld world;
  ASSERT_TRUE(world.merge(world.request()).ok());
  const auto sold = world.sell_to(li_account, "50.00", li_card);
  ASSERT_TRUE(sold.ok()) << sold.error().code;
  EXPECT_EQ(sold->sale.customer, other_number);
  EXPECT_EQ(sold->order->customer, world.number) << "another number would be another customer's, and refused";
  MergeRequest again{.merged = other_number, .into = CustomerNumber::from(78), .reason = "a third time", .approval = 0};
  auto third = world.his();
  third.number = again.into;
  world.books.put(third);
  ASSERT_TRUE(world.merge(again).ok());
  EXPECT_EQ(books::told_customer(*world.books.find<books::Account>(li_account)), world.number) << "however often he is merged";
}

TEST(MergeCustomers, two_people_are_not_one) {
  const auto refused_with = [](auto change) {
    MergeWorld world;
    change(world);
    return world.refused();
  };
  const auto other = [](auto set) {
    return [set](MergeWorld& world) {
      auto row = *world.books.find<books::Customer>(other_number);
      set(row);
      world.books.put(row);
    };
  };
  EXPECT_EQ(refused_with([](MergeWorld&) {}), "approval_needed") << "else it goes, by two";
  EXPECT_EQ(refused_with(other([](books::Customer& row) { row.kind = books::CustomerKind::company; })), "kinds_differ");
  EXPECT_EQ(refused_with(other([](books::Customer& row) { row.station = "elsewhere"; })), "stations_differ");
  EXPECT_EQ(refused_with(other([](books::Customer& row) { row.state = books::CustomerStatus::blocked; })), "customer_blocked");
  EXPECT_EQ(refused_with(other([](books::Customer& row) { row.state = books::CustomerStatus::removed; })), "unknown_customer");
  EXPECT_EQ(refused_with(other([](books::Customer& row) { row.state = books::CustomerStatus::merged, row.merged_into = CustomerNumber::from(78); })), "customer_merged");
  EXPECT_EQ(refused_with([&](MergeWorld& world) {
              auto li = world.his();
              li.identity_number = "1";
              world.books.put(li);
              other([](books::Customer& row) { row.identity_number = "2"; })(world);
            }),
            "identities_differ");
  EXPECT_EQ(refused_with([](MergeWorld& world) { world.books.put(books::AccountApplication{.number = 1, .customer = other_number}); }), "application_waits");
  EXPECT_EQ(refused_with([](MergeWorld& world) { world.books.put(books::PurseApplication{.number = 1, .customer = world.number}); }), "application_waits");
  EXPECT_EQ(refused_with([](MergeWorld& world) {
              auto account = *world.books.find<books::Account>(li_account);
              world.books.put(books::Purse{.account = li_account});
              account.number = 100888, account.customer = other_number, account.meter = {};
              world.books.put(account);
              world.books.put(books::Purse{.account = 100888});
            }),
            "has_purse_account");
}

TEST(MergeCustomers, refuses_who_may_not_and_what_is_not_said) {
  MergeWorld world;
  for (const char* who : {"wang", "sun"}) EXPECT_EQ(world.refused(world.request(), who), "permission_denied") << who;
  auto itself = world.request();
  itself.into = world.number;
  EXPECT_EQ(world.refused(itself), "merge_with_itself");
  auto silent = world.request();
  silent.reason.clear();
  EXPECT_EQ(world.refused(silent), "reason_missing");
  auto nobody = world.request();
  nobody.into = CustomerNumber::from(4711);
  EXPECT_EQ(world.refused(nobody), "unknown_customer");
}

/// What was agreed to is what is done: an account that came in between was seen by nobody.
TEST(MergeCustomers, an_account_that_came_in_between_is_another_request) {
  MergeWorld world;
  const auto first = merge_customers(world.books, world.request(), world.as("ma"));
  auto account = *world.books.find<books::Account>(li_account);
  account.number = 100889, account.meter = MeterNumber::from(889);
  world.books.put(account);
  const auto second = merge_customers(world.books, world.request(), world.as("ma"));
  EXPECT_NE(first.error().details.at("content"), second.error().details.at("content"));
}

/// Somebody asked for something in a name that is another number's by now.
TEST(MergeCustomers, what_was_asked_for_in_the_merged_name_is_answered_and_what_was_agreed_to_is_refused) {
  MergeWorld world;
  auto next = world.his();
  next.number = CustomerNumber::from(4);
  next.identity_number.clear();
  world.books.put(next);
  const auto ask = [&](const people::ApprovalRequest& request) { return world.apply(people::ask_approval(world.books, request, world.as("mo")))->number; };
  const auto to_be_his = [&](CustomerNumber customer) {
    return ask({"transfer_account", people::Proposal(people::Proposed::transfer).number(people::Part::account, li_account).text(people::Part::customer, to_text(customer)).canonical(), "sold"});
  };
  MergeRequest another{.merged = next.number, .into = world.number, .reason = "registered twice"};
  const auto agreed = ask(people::request_of(merge_customers(world.books, another, world.as("mo")).error().details, "agreed"));
  ASSERT_TRUE(world.apply(people::decide_approval(world.books, {agreed, true, ""}, world.as("ma"))).ok());
  const auto merge_waits = ask(people::request_of(merge_customers(world.books, another, world.as("mo")).error().details, "waits"));
  const auto transfer_waits = to_be_his(next.number), others = to_be_his(other_number), like_it = to_be_his(CustomerNumber::from(41));

  const auto done = world.merge({.merged = next.number, .into = other_number, .reason = "the same phone"});
  ASSERT_TRUE(done.ok());
  EXPECT_EQ(done->answered.size(), 2U) << "whoever looks at requests hears of these";
  for (const auto number : {merge_waits, transfer_waits}) {
    EXPECT_EQ(world.apply(people::decide_approval(world.books, {number, true, ""}, world.as("ma"))).error().code, "approval_decided") << "nobody agrees to what cannot be done";
    const auto row = *world.books.find<books::Approval>(number);
    EXPECT_EQ(row.decision, books::ApprovalStatus::rejected);
    EXPECT_EQ(row.decided_by, "ma");
    EXPECT_NE(row.reason.find(to_text(next.number) + " → " + to_text(other_number)), std::string::npos) << row.reason;
  }
  for (const auto number : {others, like_it}) EXPECT_EQ(world.books.find<books::Approval>(number)->decision, books::ApprovalStatus::waiting) << "another's";
  another.approval = agreed;
  const auto late = merge_customers(world.books, another, world.as("mo"));
  EXPECT_EQ(late.error().code, "customer_merged");
  EXPECT_EQ(late.error().details.at("into"), to_text(other_number));
}

}  // namespace
}  // namespace kwota::life
