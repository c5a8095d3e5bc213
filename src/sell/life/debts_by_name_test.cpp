// What becomes of debts by name when an account becomes another's, or ends.
#include "people/approval.h"
#include "sell/debt/keep.h"
#include "sell/life/end_of_supply.h"
#include "sell/life/transfer.h"
#include "sell/remote/test_line.h"

namespace kwota::life {
namespace {

using counter::serial;
using counter::yuan;
using remote::li_account;
using remote::li_card;
using remote::li_meter;

constexpr std::uint8_t next_card = 7;

class DebtsInLife : public testing::Test {
 protected:
  DebtsInLife() {
    world.books.put(books::Customer{.number = CustomerNumber::from(77), .name = "Tian Fang", .created = world.clock.now()});
    world.books.put(books::Code{books::CodeKind::debt_kind, "arrears", "", "Arrears", "", "", true});
  }
  /// Whoever asks is agreed to by another, where somebody is asked.
  template <class Request, class Use>
  auto agreed(const std::string& who, Request request, Use use) {
    auto done = world.apply(use(request, world.as(who)));
    if (done.ok() || done.error().code != "approval_needed") return done;
    const auto& details = done.error().details;
    const auto asked = world.apply(people::ask_approval(world.books, people::request_of(details, "why"), world.as(who)));
    EXPECT_TRUE(world.apply(people::decide_approval(world.books, {asked->number, true, ""}, world.as("sun"))).ok());
    request.approval = asked->number;
    return world.apply(use(request, world.as(who)));
  }

  books::Debt raised(const std::string& amount) {
    debts::RaiseRequest request;
    request.account = li_account;
    request.kind = "arrears";
    request.document = "bill 77";
    request.amount = amount;
    return agreed("zhao", request, [&](const auto& r, const auto& c) { return debts::raise(world.books, r, c); }).value();
  }
  void give_up(counter::ClosingPurpose purpose) {
    counter::CloseRequest close;
    close.claim = world.claim();
    close.account = li_account;
    close.card = serial(li_card);
    close.purpose = purpose;
    world.write(*world.apply(counter::order_closing(world.books, close, world.as("wang")))->order, li_card);
    world.visit(li_meter, li_card);
  }
  books::Debt now(const books::Debt& debt) const { return world.books.find<books::Debt>(debt.number).value(); }
  Money left(const books::Debt& debt) const { return debts::left_of(world.books, now(debt)); }
  Result<remote::Outcome> transfer_with(DebtsGo debts) {
    TransferRequest request;
    request.claim = world.claim();
    request.account = li_account;
    request.customer.number = CustomerNumber::from(77);
    request.hand_over = true;
    request.reason = "bought the house";
    request.card = serial(next_card);
    request.debts = debts;
    return agreed("wang", request, [&](const auto& r, const auto& c) { return life::transfer(world.books, r, c); });
  }

  remote::LineWorld world;
};

TEST_F(DebtsInLife, who_keeps_them_is_asked_when_another_customer_comes) {
  const auto debt = raised("50.00");
  give_up(counter::ClosingPurpose::transfer);
  EXPECT_EQ(transfer_with(DebtsGo::unsaid).error().code, "debt_owner_needed");
  const auto done = transfer_with(DebtsGo::along);
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(now(debt).account, done->sale.account);
  EXPECT_EQ(now(debt).customer, CustomerNumber::from(77));
  EXPECT_EQ(left(debt), yuan(50));
}

TEST_F(DebtsInLife, they_stay_with_who_had_them) {
  const auto debt = raised("50.00");
  give_up(counter::ClosingPurpose::transfer);
  ASSERT_TRUE(transfer_with(DebtsGo::stay).ok());
  EXPECT_EQ(now(debt).account, li_account);
  EXPECT_EQ(left(debt), yuan(50));
}

TEST_F(DebtsInLife, what_is_left_at_the_end_pays_them_first) {
  const auto debt = raised("50.00");
  const Money held = world.li().balance.money();
  give_up(counter::ClosingPurpose::closing);
  EndRequest request;
  request.claim = world.claim();
  request.account = li_account;
  request.reason = "moves away";
  const auto done = agreed("wang", request, [&](const auto& r, const auto& c) { return end_supply(world.books, r, c); });
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(left(debt), Money{});
  EXPECT_EQ(done->sale.tendered, yuan(50) - held);
  EXPECT_EQ(world.balance(ledger::customer_balance(li_account)), Money{});
}

}  // namespace
}  // namespace kwota::life
