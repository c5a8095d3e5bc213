// Another customer takes a supply over: with what the meter held, or without, and never with the former one's debt.
#include "sell/life/transfer.h"

#include "people/approval.h"
#include "sell/remote/test_line.h"
#include "sell/settings/in_force.h"

namespace kwota::life {
namespace {

using counter::serial;
using counter::yuan;
using remote::li_account;
using remote::li_card;
using remote::li_meter;
using remote::LineWorld;

constexpr std::uint8_t his_card = 7;

class TransferWorld : public LineWorld {
 public:
  TransferWorld() { books.put(books::Customer{.number = CustomerNumber::from(77), .name = "Tian Fang", .created = clock.now()}); }

  void give_up(bool with_debt = false) {
    counter::CloseRequest close;
    close.claim = claim();
    close.account = li_account;
    close.card = serial(li_card);
    close.with_debt = with_debt;
    close.purpose = counter::ClosingPurpose::transfer;
    const auto ordered = apply(counter::order_closing(books, close, as("wang")));
    ASSERT_TRUE(ordered.ok()) << ordered.error().code;
    write(*ordered->order, li_card);
    visit(li_meter, li_card);
  }
  TransferRequest request(bool hand_over, std::uint8_t card = his_card) {
    TransferRequest out;
    out.claim = claim();
    out.account = li_account;
    out.customer.number = CustomerNumber::from(77);
    out.hand_over = hand_over;
    out.reason = "bought the house";
    out.card = serial(card);
    return out;
  }
  Result<remote::Outcome> transfer_it(TransferRequest wanted) {
    auto done = apply(life::transfer(books, wanted, as("wang")));
    if (!done.ok() && done.error().code == "approval_needed") {
      const auto& details = done.error().details;
      const auto asked = apply(people::ask_approval(books, people::request_of(details, "why"), as("wang")));
      EXPECT_TRUE(apply(people::decide_approval(books, {asked->number, true, ""}, as("sun"))).ok());
      wanted.approval = asked->number;
      done = apply(life::transfer(books, wanted, as("wang")));
    }
    if (done.ok() && done->order) write(*done->order, static_cast<std::uint8_t>(wanted.card->bytes.back()));
    return done;
  }
  std::string refused(const TransferRequest& wanted) {
    const auto done = transfer_it(wanted);
    return done.ok() ? "" : done.error().code;
  }
  void use(std::int64_t money) {
    li().used += yuan(money);
    li().balance -= yuan(money);
  }
  Money owed(std::int64_t account) const { return -balance(ledger::customer_balance(account)); }
};

TEST(Transfer, what_the_meter_held_is_the_next_customers_first_credit) {
  TransferWorld world;
  world.use(18);
  EXPECT_EQ(world.refused(world.request(true)), "closing_not_confirmed");
  world.give_up();
  const auto done = world.transfer_it(world.request(true));
  ASSERT_TRUE(done.ok()) << done.error().code;
  const auto account = done->sale.account;
  EXPECT_NE(account, li_account);
  EXPECT_EQ(done->sale.credit, Credit{yuan(80)});
  EXPECT_EQ(world.owed(li_account), Money{});
  EXPECT_EQ(world.balance(ledger::transfer), Money{}) << "what one loses the other gets";
  const auto former = *world.books.find<books::Account>(li_account), now = *world.books.find<books::Account>(account);
  EXPECT_EQ(former.state, books::AccountStatus::closed);
  EXPECT_EQ(former.closed, now.opened) << "at one moment";
  world.visit(li_meter, his_card);
  EXPECT_EQ(world.li().balance, Credit{yuan(80)});
  EXPECT_EQ(world.owed(li_account), Money{}) << "the opening found the meter empty";
  EXPECT_EQ(world.sell_to(li_account, "20.00", li_card).error().code, "account_closed");
  const auto sold = world.sell_to(account, "20.00", his_card);
  ASSERT_TRUE(sold.ok()) << sold.error().code;
  EXPECT_EQ(sold->sale.credit, Credit{yuan(18)}) << "he pays the charge of his first month";
}

TEST(Transfer, whoever_agrees_reads_who_takes_the_supply_over) {
  TransferWorld world;
  world.give_up();
  world.books.put(settings::always_counting(1, settings::SettingName::refund_limit, 0));
  const auto asks = [&](const TransferRequest& wanted) {
    const auto refused = life::transfer(world.books, wanted, world.as("wang"));
    return refused.ok() ? "" : refused.error().details.at("content");
  };
  auto wanted = world.request(true);
  EXPECT_NE(asks(wanted).find("\"000000000077 Tian Fang\""), std::string::npos) << asks(wanted);
  wanted.customer = {.number = {}, .name = "Tian Fang's daughter", .created = {}};
  EXPECT_NE(asks(wanted).find("\"Tian Fang's daughter\""), std::string::npos) << "who is new has no number yet: " << asks(wanted);
}

TEST(Transfer, what_is_not_handed_over_is_paid_to_him_by_name) {
  TransferWorld world;
  world.give_up();
  const auto done = world.transfer_it(world.request(false));
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_TRUE(done->sale.credit.is_zero());
  EXPECT_EQ(world.owed(li_account), yuan(98));
  counter::PayOutRequest out;
  out.claim = world.claim();
  out.account = li_account;
  out.amount = yuan(98);
  const auto paid = world.apply(counter::pay_out(world.books, out, world.as("zhao", "T-02")));
  ASSERT_TRUE(paid.ok()) << paid.error().code;
  const auto sold = world.sell_to(done->sale.account, "30.00", his_card);
  ASSERT_TRUE(sold.ok()) << sold.error().code;
  EXPECT_EQ(sold->order->use, counter::CardUse::open_account) << "the meter learns its customer with his first sale";
  world.write(*sold->order, his_card);
  world.visit(li_meter, his_card);
  EXPECT_EQ(world.li().balance, Credit{yuan(28)});
}

TEST(Transfer, a_debt_stays_with_its_owner) {
  TransferWorld world;
  world.use(130);
  world.give_up(true);
  EXPECT_EQ(world.owed(li_account), -yuan(32));
  const auto done = world.transfer_it(world.request(true));
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(world.owed(li_account), Money{});
  EXPECT_EQ(world.balance(ledger::claim(li_account)), yuan(32));
  EXPECT_EQ(world.owed(done->sale.account), Money{});
}

TEST(Transfer, on_the_day_on_which_prices_change_money_is_money_and_the_next_sale_is_by_the_new_ones) {
  TransferWorld world;
  world.use(18);
  world.give_up();
  const auto asked = world.request(true);
  world.books.put(books::PlanVersion{"steps", "2026-11-21", R"({"from":"2026-11-21","energy":{"price":"1.00"}})", books::PlanStatus::published, "", ""});
  world.clock.advance(Duration::hours(14));
  const auto done = world.transfer_it(asked);
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(done->sale.credit, Credit{yuan(80)}) << "it was paid for by the prices of before, and is as much as it was";
  EXPECT_EQ(world.balance(ledger::transfer), Money{});
  world.visit(li_meter, his_card);
  const auto sold = world.sell_to(done->sale.account, "20.00", his_card);
  ASSERT_TRUE(sold.ok()) << sold.error().code;
  EXPECT_EQ(sold->sale.credit, Credit{yuan(20)}) << "the new version has no monthly charge";
}

TEST(Transfer, the_card_may_be_handed_over_too) {
  TransferWorld world;
  world.give_up();
  const auto done = world.transfer_it(world.request(true, li_card));
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(world.books.find<books::Card>(serial(li_card))->account, done->sale.account);
  world.visit(li_meter, li_card);
  EXPECT_EQ(world.li().balance, Credit{yuan(98)});
}

TEST(Transfer, waits_for_a_pending_sale_and_a_change_that_was_agreed) {
  TransferWorld world;
  const auto sold = world.sell_to(li_account, "50.00", li_card);
  world.write(*sold->order, li_card);
  counter::CloseRequest close;
  close.claim = world.claim();
  close.account = li_account;
  close.card = serial(li_card);
  EXPECT_EQ(world.apply(counter::order_closing(world.books, close, world.as("wang"))).error().code, "closing_unread");
  EXPECT_EQ(world.refused(world.request(true)), "closing_not_confirmed");
  world.visit(li_meter, li_card);
  world.give_up();
  books::AccountChange opened{.account = li_account, .number = 1, .begins = *world.books.find<books::Account>(li_account)->opened, .plan = "steps"};
  books::AccountChange coming{.account = li_account, .number = 2, .from = "2026-12-01", .begins = world.clock.now() + Duration::days(11), .plan = "steps"};
  world.books.put(opened);
  world.books.put(coming);
  EXPECT_EQ(world.refused(world.request(true)), "change_agreed_already");
  coming.state = books::AccountChangeStatus::withdrawn;
  world.books.put(coming);
  EXPECT_EQ(world.refused(world.request(true)), "");
}

TEST(Transfer, whoever_is_blocked_leaves_by_two) {
  TransferWorld world;
  world.give_up();
  auto li = *world.books.find<books::Customer>(world.books.find<books::Account>(li_account)->customer);
  li.state = books::CustomerStatus::blocked;
  world.books.put(li);
  EXPECT_EQ(world.apply(transfer(world.books, world.request(true), world.as("zhao", "T-02"))).error().code, "approval_needed");
  EXPECT_EQ(world.refused(world.request(true)), "");
}

TEST(Transfer, nobody_takes_over_from_himself_and_nobody_blocked_takes_over) {
  TransferWorld world;
  world.give_up();
  auto wanted = world.request(true);
  wanted.customer.number = world.books.find<books::Account>(li_account)->customer;
  EXPECT_EQ(world.refused(wanted), "same_customer");
  auto tian = *world.books.find<books::Customer>(CustomerNumber::from(77));
  tian.state = books::CustomerStatus::blocked;
  world.books.put(tian);
  EXPECT_EQ(world.refused(world.request(true)), "customer_blocked");
  wanted = world.request(true);
  wanted.customer = {.name = "Bai Lu"};
  EXPECT_EQ(world.refused(wanted), "");
}

}  // namespace
}  // namespace kwota::life
