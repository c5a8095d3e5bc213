// An account is closed over its meter's line: ordered, confirmed by the meter's own word, paid out once.
#include "sell/life/end_of_supply.h"
#include "sell/remote/test_line.h"

namespace kwota::remote {
namespace {

struct Closing : LineWorld {
  using LineWorld::LineWorld;
  Result<Outcome> order_it() { return apply(order_closing(books, {.claim = claim(), .account = li_account}, as("wang"))); }
  Money all_entries() const {
    Money sum;
    for (const auto& [account, amount] : books.balances()) sum += amount;
    return sum;
  }
  Result<counter::Outcome> pay_it() {
    life::EndRequest request;
    request.claim = claim();
    request.account = li_account;
    request.reason = "moves away";
    return apply(life::end_supply(books, request, as("wang")));
  }
};

TEST(RemoteClosing, the_meters_own_word_says_what_is_paid_out_and_nothing_before_it) {
  Closing world{LineWorld::Opened::by_line};
  world.contact();
  const auto held = world.li().balance;
  const auto ordered = world.order_it();
  ASSERT_TRUE(ordered.ok()) << ordered.error().code;
  EXPECT_FALSE(ordered->order);
  EXPECT_EQ(ordered->command->kind, books::CommandKind::closing);
  EXPECT_EQ(world.pay_it().error().code, "closing_not_confirmed");
  world.contact();
  EXPECT_EQ(world.state(ordered->sale.number), "applied");
  EXPECT_EQ(world.command(ordered).state, books::CommandStatus::done);
  const auto paid = world.pay_it();
  ASSERT_TRUE(paid.ok()) << paid.error().code;
  EXPECT_EQ(paid->sale.tendered, -held);
  EXPECT_EQ(world.pay_it().error().code, "account_not_open") << "once";
  EXPECT_EQ(world.all_entries(), Money{});
}

TEST(RemoteClosing, whatever_the_line_does_it_is_closed_and_paid_once) {
  for (const auto line : {Line::good, Line::down, Line::lost_in_transit, Line::answer_lost, Line::killed, Line::word_lost}) {
    SCOPED_TRACE(static_cast<int>(line));
    Closing world{LineWorld::Opened::by_line};
    world.contact();
    const auto held = world.li().balance;
    const auto ordered = world.order_it();
    ASSERT_TRUE(ordered.ok()) << ordered.error().code;
    world.contact(line);
    for (int i = 0; i < 4; ++i) {
      world.clock.advance(Duration::minutes(6));
      world.contact();
    }
    EXPECT_EQ(world.command(ordered).state, books::CommandStatus::done);
    if (line == Line::word_lost) {
      EXPECT_EQ(world.pay_it().error().code, "closing_not_confirmed") << "what the line says is not the meter's word";
      world.receive();
    }
    EXPECT_EQ(world.li().surrendered, held);
    const auto paid = world.pay_it();
    ASSERT_TRUE(paid.ok()) << paid.error().code;
    EXPECT_EQ(paid->sale.tendered, -held);
    EXPECT_EQ(world.all_entries(), Money{});
  }
}

TEST(RemoteClosing, while_the_contactor_is_closed_by_the_meters_word_nothing_is_paid_out) {
  Closing world{LineWorld::Opened::by_line};
  world.contact();
  ASSERT_TRUE(world.order_it().ok());
  world.li().feeds_on = true;
  world.contact();
  EXPECT_EQ(world.pay_it().error().code, "meter_still_feeds");
  world.li().feeds_on = false;
  world.receive();
  EXPECT_TRUE(world.pay_it().ok());
}

TEST(RemoteClosing, a_meter_that_knows_no_such_order_closes_by_card_under_the_same_number) {
  Closing world;
  const auto ordered = world.order_it();
  ASSERT_TRUE(ordered.ok()) << ordered.error().code;
  ASSERT_TRUE(world.apply(sending(world.books, ordered->command->number, "test", world.head_end_now())).ok());
  world.tell({ordered->command->number, Ended::not_done, "The meter refused.",
              error(Fault::meter, "closes_by_card", "The meter refused.").trying(Again::another_way), "test"});
  EXPECT_EQ(world.command(ordered).state, books::CommandStatus::refused);
  EXPECT_EQ(world.command(ordered).error, "closes_by_card");
  const auto moved = world.to_card(ordered->sale.number);
  ASSERT_TRUE(moved.ok()) << moved.error().code;
  ASSERT_TRUE(moved->order);
  EXPECT_EQ(moved->order->use, counter::CardUse::closing);
  EXPECT_EQ(moved->order->n, ordered->command->n);
  world.write(*moved->order, li_card);
  world.visit(li_meter, li_card);
  ASSERT_TRUE(world.bring_back(li_card).ok());
  EXPECT_TRUE(world.pay_it().ok());
}

}  // namespace
}  // namespace kwota::remote
