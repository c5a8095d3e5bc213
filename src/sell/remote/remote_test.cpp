#include "books/lookup.h"
#include "people/approval.h"
#include "sell/remote/test_line.h"

namespace kwota::remote {
namespace {

std::int64_t legs_sum(const World& world) {
  std::int64_t sum = 0;
  for (const auto& [account, amount] : world.books.balances()) sum += amount.minor();
  return sum;
}

TEST(RemoteSale, a_customer_pays_at_the_counter_and_the_meter_has_it_without_a_card) {
  LineWorld world;
  const auto sold = world.sell_by_link("50.00");
  ASSERT_TRUE(sold.ok()) << sold.error().code;
  EXPECT_FALSE(sold->order) << "nothing is to be written onto a card";
  EXPECT_FALSE(sold->sale.card);
  EXPECT_EQ(world.state(sold->sale.number), "booked");
  EXPECT_EQ(world.command(sold).state, books::CommandStatus::queued);
  EXPECT_EQ(world.command(sold).deadline - Duration::hours(24), world.command(sold).created);
  world.contact();
  EXPECT_EQ(world.state(sold->sale.number), "applied");
  EXPECT_EQ(world.command(sold).state, books::CommandStatus::done);
  EXPECT_EQ(world.li().balance, yuan(148));
  EXPECT_EQ(world.next_now().step, Next::Step::nothing);
  EXPECT_EQ(legs_sum(world), 0);
}

TEST(RemoteSale, at_the_close_of_a_shift_what_waits_for_its_line_is_under_way_and_not_in_doubt) {
  LineWorld world;
  ASSERT_TRUE(world.sell_by_link("50.00").ok());
  const auto figures = [&] { return till::figures(world.books, *books::open_shift(world.books, "E", "T-01")); };
  EXPECT_EQ(figures().in_transit.count, 1);
  EXPECT_EQ(figures().in_transit.amount, yuan(50));
  EXPECT_EQ(figures().in_doubt.count, 0);
  world.contact(Line::answer_lost);
  EXPECT_EQ(figures().in_transit.count, 0);
  EXPECT_EQ(figures().in_doubt.count, 1) << "nobody knows whether the meter took it";
  world.clock.advance(Duration::minutes(6));
  world.contact();
  EXPECT_EQ(figures().in_doubt.count + figures().in_transit.count, 0);
}

TEST(RemoteSale, who_approved_it_stands_on_its_command) {
  LineWorld world;
  const auto sold = world.sell_by_link("500.00");
  ASSERT_TRUE(sold.ok()) << sold.error().code;
  EXPECT_EQ(world.command(sold).approved_by, "");
  world.contact(Line::killed);  // it may have arrived: a void must go to the meter
  world.clock.advance(Duration::minutes(6));
  const auto refused = world.take_back_by_link(sold->sale.number);
  ASSERT_EQ(refused.error().code, "approval_needed");
  const auto& content = refused.error().details.at("content");
  const auto asked =
      world.apply(people::ask_approval(world.books, {"take_back_own", content, "wrong customer"}, world.as("wang"))).value();
  ASSERT_TRUE(world.apply(people::decide_approval(world.books, {asked.number, true, ""}, world.as("zhao"))).ok());
  counter::TakeBackRequest request;
  request.claim = world.claim();
  request.sale = sold->sale.number;
  request.reason = "wrong customer";
  request.approval = asked.number;
  const auto back = world.apply(remote::take_back(world.books, request, world.as("wang")));
  ASSERT_TRUE(back.ok()) << back.error().code;
  ASSERT_TRUE(back->command);
  EXPECT_EQ(back->command->asked_by, "wang");
  EXPECT_EQ(back->command->approved_by, "zhao");
}

TEST(RemoteSale, the_same_key_is_the_same_sale_and_stands_in_the_queue_once) {
  LineWorld world;
  counter::SellRequest request;
  request.claim = {"k", "h"};
  const auto quoted = counter::quote(world.books, {li_account, "30.00", "", ""}, world.as("wang"));
  request.quote = quoted->id;
  EXPECT_EQ(remote::sell(world.books, request, world.as("wang")).error().code, "confirmation_needed") << "minutes after the first: over the line as at the counter";
  request.confirmed = counter::codes_of(quoted->confirm);
  const auto first = world.apply(remote::sell(world.books, request, world.as("wang"))).value();
  const auto again = world.apply(remote::sell(world.books, request, world.as("wang"))).value();
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(again.command->number, first.command->number);
  EXPECT_EQ(books::open_commands(world.books).size(), 1u);
}

TEST(RemoteSale, a_meter_without_a_link_or_with_a_stopped_one_is_sold_to_by_card) {
  LineWorld world;
  ASSERT_TRUE(world.apply(disconnect(world.books, LineWorld::number(), world.as("qian"))).ok());
  EXPECT_EQ(world.sell_by_link("50.00").error().code, "link_stopped");
  EXPECT_EQ(world.books.sales().size(), 1u) << "the refusal booked nothing";
  world.write(*world.open("100.00", 13, 2)->order, 2);
  EXPECT_EQ(usable_link(world.books, MeterNumber::from(13)).error().code, "no_link");
}

TEST(RemoteOpening, the_line_speaks_what_the_scheme_of_the_account_does) {
  LineWorld world;
  const auto connected = [&](std::uint64_t meter, std::string protocol) {
    return world.apply(connect(world.books, {.meter = MeterNumber::from(meter), .address = "tcp://10.0.0.7:2404", .protocol = std::move(protocol)}, world.as("qian")));
  };
  const auto refused = connected(li_meter, "another-line");
  EXPECT_EQ(refused.error().code, "protocol_not_of_scheme");
  EXPECT_EQ(world.books.find<books::MeterLink>(LineWorld::number())->protocol, "a-line") << "the link stays as it was";

  world.books.put(books::Meter{.number = MeterNumber::from(13), .model = "DDSY1352", .state = books::MeterStatus::stock});
  ASSERT_TRUE(connected(13, "another-line").ok()) << "a meter of nobody may be read by whatever it speaks";
  auto request = world.opening("100.00", 13, 2);
  EXPECT_EQ(world.apply(counter::open_account(world.books, request, world.as("wang"))).error().code, "protocol_not_of_scheme");
  ASSERT_TRUE(connected(13, "a-line").ok());
  EXPECT_TRUE(world.apply(counter::open_account(world.books, request, world.as("wang"))).ok());
}

TEST(RemoteOpening, customer_first_credit_and_prices_go_over_the_line_and_the_count_says_when_it_is_open) {
  LineWorld world{LineWorld::Opened::by_line};
  EXPECT_EQ(world.state(world.first), "booked");
  EXPECT_EQ(world.books.find<books::Account>(li_account)->state, books::AccountStatus::open);
  EXPECT_TRUE(books::cards_of_account(world.books, li_account).empty());
  world.contact();
  EXPECT_EQ(world.state(world.first), "applied");
  EXPECT_TRUE(world.li().open);
  EXPECT_EQ(world.li().balance, yuan(98)) << "2.00 of 100.00 are the month's charge";
  EXPECT_TRUE(world.books.select(books::MeterCommand::open_of, LineWorld::number()).empty());
  const auto commands = world.books.select(books::MeterCommand::of_number, LineWorld::number(), SequenceNumber{});
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(commands.front().kind, books::CommandKind::prices) << "which a card would have brought";
}

TEST(RemoteOpening, whatever_the_line_does_it_is_opened_once) {
  for (const auto line : {Line::down, Line::lost_in_transit, Line::answer_lost, Line::killed, Line::word_lost}) {
    LineWorld world{LineWorld::Opened::by_line};
    world.contact(line);
    for (int i = 0; i < 3; ++i) {
      world.clock.advance(Duration::minutes(6));
      world.contact();
    }
    world.receive();  // its whole word, where that was all that had been lost
    EXPECT_EQ(world.state(world.first), "applied") << static_cast<int>(line);
    EXPECT_EQ(world.li().credited, yuan(98));
  }
}

TEST(RemoteOpening, asked_again_by_its_key_it_is_the_same_opening) {
  LineWorld world{LineWorld::Opened::by_line};
  auto request = world.opening("100.00", li_meter, li_card);
  request.claim = {"key-1", "hash-1"};
  request.meter = *world.books.find<books::Meter>(LineWorld::number());
  const auto again = world.apply(remote::open_account(world.books, request, world.as("wang")));
  ASSERT_TRUE(again.ok()) << again.error().code;
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(again->sale.number, world.first);
  EXPECT_EQ(world.books.select(books::MeterCommand::open_of, LineWorld::number()).size(), 2U) << "the credit and the prices, once";
}

TEST(RemoteOpening, a_meter_that_nobody_reaches_is_opened_by_a_first_card) {
  LineWorld world{LineWorld::Opened::by_line};
  world.contact(Line::down);
  ASSERT_TRUE(world.to_card(world.first, false).ok());
  const auto issued = world.issue_card(li_card);
  ASSERT_TRUE(issued.ok()) << issued.error().code;
  EXPECT_EQ(issued->order->use, counter::CardUse::open_account);
  EXPECT_EQ(issued->order->amount, yuan(98));
  world.visit(li_meter, li_card);
  EXPECT_EQ(world.state(world.first), "applied");
  world.clock.advance(Duration::minutes(6));
  world.contact();
  EXPECT_EQ(world.li().credited, yuan(98)) << "the line brings it no second time";
}

TEST(RemoteOpening, the_first_card_of_an_account_that_was_opened_over_the_line_makes_itself_known) {
  LineWorld world{LineWorld::Opened::by_line};
  world.contact();
  const auto issued = world.issue_card(li_card);
  ASSERT_TRUE(issued.ok()) << issued.error().code;
  EXPECT_EQ(issued->order->amount, Money{});
  EXPECT_TRUE(world.li().insert(serial(li_card), world.cards[serial(li_card)]));
  EXPECT_TRUE(world.bring_back(li_card).ok());
  const auto sold = world.sell_to(li_account, "50.00", li_card);
  ASSERT_TRUE(sold.ok()) << sold.error().code;
  EXPECT_EQ(sold->order->use, counter::CardUse::purchase) << "by now the meter knows it";
  EXPECT_EQ(world.apply(counter::replace_card(world.books, {.claim = world.claim(), .account = li_account, .reason = "first", .card = serial(7)}, world.as("wang"))).error().code,
            "reason_unknown")
      << "it has one";
}

TEST(RemoteOpening, the_first_credit_of_a_card_may_be_moved_to_the_line) {
  LineWorld world;
  const auto opened = world.open("100.00", 13, 2);
  const auto meter = MeterNumber::from(13);
  ASSERT_TRUE(world.apply(connect(world.books, {.meter = meter, .address = "tcp://10.0.0.8:2404"}, world.as("qian"))).ok());
  ASSERT_TRUE(world.apply(move_to_link(world.books, opened->sale.number, world.as("wang"))).ok());
  const auto rows = world.books.select(books::MeterCommand::open_of, meter);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].kind, books::CommandKind::credit);
  EXPECT_EQ(rows[1].kind, books::CommandKind::prices);
}

TEST(RemoteOpening, without_a_line_nothing_is_booked) {
  LineWorld world;
  EXPECT_EQ(world.apply(remote::open_account(world.books, world.opening("100.00", 13, 2), world.as("wang"))).error().code, "no_link");
  EXPECT_FALSE(books::account_of_meter(world.books, MeterNumber::from(13)));
}

TEST(RemoteSupplement, credit_without_money_goes_over_the_line_like_any_other) {
  LineWorld world;
  const auto given = world.supplement_by_link("15.00");
  ASSERT_TRUE(given.ok()) << given.error().code;
  world.contact(Line::answer_lost);
  world.clock.advance(Duration::minutes(6));
  world.contact();
  EXPECT_EQ(world.state(given->sale.number), "applied");
  EXPECT_EQ(world.li().credited, yuan(98 + 15));
  EXPECT_EQ(given->sale.tendered, Money{});
  EXPECT_EQ(world.supplement_by_link("50.00").error().code, "approval_needed") << "four eyes, as with a card";
}

TEST(RemoteQueue, an_answer_that_was_lost_is_settled_by_reading_and_never_by_sending_again) {
  for (const auto line : {Line::answer_lost, Line::killed}) {
    LineWorld world;
    const auto sold = world.sell_by_link("50.00");
    world.contact(line);
    EXPECT_EQ(world.li().balance, yuan(148));
    EXPECT_EQ(world.command(sold).state, line == Line::killed ? books::CommandStatus::sent : books::CommandStatus::unknown);
    world.clock.advance(Duration::minutes(6));
    EXPECT_EQ(world.next_now().step, Next::Step::ask) << "the meter is asked before anything is sent";
    world.contact();
    EXPECT_EQ(world.state(sold->sale.number), "applied");
    EXPECT_EQ(world.command(sold).tries, 1) << "it was sent once";
    EXPECT_EQ(world.li().balance, yuan(148));
  }
}

TEST(RemoteQueue, what_never_arrived_is_sent_again_with_the_same_number) {
  LineWorld world;
  const auto sold = world.sell_by_link("50.00");
  world.contact(Line::lost_in_transit);
  EXPECT_EQ(world.command(sold).state, books::CommandStatus::unknown);
  EXPECT_EQ(world.state(sold->sale.number), "in_doubt");
  world.clock.advance(Duration::minutes(6));
  world.contact();
  EXPECT_EQ(world.state(sold->sale.number), "applied");
  EXPECT_EQ(world.command(sold).tries, 2);
  EXPECT_EQ(world.li().balance, yuan(148));
  EXPECT_EQ(world.books.find<books::Meter>(LineWorld::number())->sold, SequenceNumber{2});
}

TEST(RemoteQueue, pauses_grow_and_a_sale_that_waited_a_day_expires_and_stays_booked) {
  LineWorld world;
  const auto sold = world.sell_by_link("50.00");
  for (const auto pause : {2, 8, 30, 300, 300}) {
    world.contact(Line::down);
    EXPECT_EQ(world.next_now().step, Next::Step::nothing);
    EXPECT_EQ(world.command(sold).not_before, world.clock.now() + Duration::seconds(pause));
    world.clock.advance(Duration::seconds(pause));
    EXPECT_EQ(world.next_now().step, Next::Step::send);
  }
  world.clock.advance(Duration::hours(24));
  const auto late = world.apply(expire(world.books, world.clock.now()));
  ASSERT_EQ(late->size(), 1u);
  EXPECT_EQ(world.command(sold).state, books::CommandStatus::expired);
  EXPECT_EQ(world.state(sold->sale.number), "booked");
  ASSERT_TRUE(world.to_link(sold->sale.number).ok());
  world.contact();
  EXPECT_EQ(world.state(sold->sale.number), "applied");
}

TEST(RemoteQueue, after_two_seals_that_the_meter_did_not_believe_nothing_more_is_sent_until_a_person_has_looked) {
  LineWorld world;
  const auto sold = world.sell_by_link("50.00");
  const auto refused = error(Fault::meter, "meter_refused", "The meter refused.", {{"reason", "MAC"}}).trying(Again::if_believed);
  for (int i = 0; i < 2; ++i) {
    world.clock.advance(Duration::minutes(6));
    ASSERT_EQ(world.next_now().step, Next::Step::send);
    const auto going = world.apply(sending(world.books, sold->command->number, "test", world.head_end_now()));
    ASSERT_TRUE(going.ok()) << going.error().code;
    world.tell({sold->command->number, Ended::not_done, "The meter did not believe the seal.", refused, "test"});
  }
  EXPECT_EQ(world.books.find<books::MeterLink>(LineWorld::number())->trouble, "authentication_failures");
  world.clock.advance(Duration::hours(1));
  EXPECT_EQ(world.next_now().step, Next::Step::nothing);
  EXPECT_EQ(sending(world.books, sold->command->number, "test", world.head_end_now()).error().code, "link_in_trouble");
  ASSERT_TRUE(world.apply(lift_trouble(world.books, LineWorld::number(), world.as("qian"))).ok());
  world.contact();
  EXPECT_EQ(world.state(sold->sale.number), "applied");
}

TEST(RemoteQueue, a_refusal_that_would_only_be_repeated_ends_the_command_and_the_sale_can_be_taken_back) {
  LineWorld world;
  const auto sold = world.sell_by_link("50.00");
  ASSERT_TRUE(world.apply(sending(world.books, sold->command->number, "test", world.head_end_now())).ok());
  world.tell({sold->command->number, Ended::not_done, "The meter holds too much.",
              error(Fault::meter, "meter_refused", "The meter refused.", {{"reason", "hoarding limit"}}).trying(Again::never), "test"});
  EXPECT_EQ(world.command(sold).state, books::CommandStatus::refused);
  EXPECT_EQ(world.state(sold->sale.number), "booked");
  ASSERT_TRUE(world.take_back_by_link(sold->sale.number).ok());
  EXPECT_EQ(counter::refund_due(world.books, li_account), yuan(50)) << "proven not to be out: owed at once";
}

TEST(RemoteQueue, a_newer_relay_order_replaces_one_that_waits_and_a_trip_never_overtakes_protection) {
  LineWorld world;
  using enum devices::RelayOrder;
  const auto give = [&](devices::RelayOrder relay) {
    return world.apply(order(world.books, {LineWorld::number(), books::CommandKind::relay, relay, 10}, world.as("qian")));
  };
  const auto tripped = give(trip).value();
  const auto closed = give(close).value();
  EXPECT_EQ(world.books.find<books::MeterCommand>(tripped.number)->state, books::CommandStatus::cancelled);
  EXPECT_EQ(world.next_now().command->number, closed.number);
  ASSERT_TRUE(give(protect).ok());
  EXPECT_EQ(give(trip).error().code, "power_protect_first");
  EXPECT_EQ(parse_relay_order("open").error().code, "unknown_order");
  EXPECT_EQ(order(world.books, {LineWorld::number(), books::CommandKind::relay, {}, 10}, world.as("qian")).error().code, "unknown_order");
  const auto sold = world.sell_by_link("50.00");
  EXPECT_EQ(world.next_now().command->number, sold->command->number) << "money goes first";
  world.contact();
  EXPECT_TRUE(books::open_commands(world.books).empty());
}

TEST(RemoteQueue, the_pump_of_a_well_is_read_set_stopped_and_permitted_and_ordered_nothing_else) {
  using enum books::CommandKind;
  LineWorld world;
  const auto give = [&](OrderRequest request) {
    request.meter = LineWorld::number();
    return world.apply(order(world.books, request, world.as("qian")));
  };
  EXPECT_EQ(give({.kind = settlement, .settlement = {25, 6}}).error().code, "for_a_pump_alone") << "a meter has it among its parameters";
  world.books.put(books::WellMeter{.well = "W-1", .meter = LineWorld::number(), .from = {2026, 11, 1}});
  using enum devices::RelayOrder;
  const auto stopped = give({.kind = relay, .relay = trip}).value();
  ASSERT_TRUE(give({.kind = relay, .relay = permit}).ok());
  EXPECT_EQ(world.books.find<books::MeterCommand>(stopped.number)->state, books::CommandStatus::cancelled) << "the later order counts";
  for (const auto other : {close, protect, unprotect, alarm, end_alarm})
    EXPECT_EQ(give({.kind = relay, .relay = other}).error().code, "not_for_a_pump") << "its farmers start it, and it warns nobody";
  EXPECT_EQ(give({.kind = prices}).error().code, "not_for_a_pump");
  EXPECT_TRUE(give({.kind = read}).ok());
  const auto day = give({.kind = settlement, .settlement = {25, 6}});
  EXPECT_EQ(settlement_of(day.value()), (Settlement{25, 6}));
  EXPECT_EQ(settlement_of(give({.kind = read}).value()), std::nullopt);
  for (const Settlement& none : {Settlement{0, 0}, Settlement{29, 0}, Settlement{1, 24}, Settlement{1, -1}}) EXPECT_EQ(give({.kind = settlement, .settlement = none}).error().code, "no_settlement_day");
  EXPECT_FALSE(is_confirmed(give({.kind = clock}).value()));
  EXPECT_TRUE(is_confirmed(give({.kind = clock, .confirmed = true}).value()));
}

TEST(RemoteQueue, money_cannot_be_called_off_but_a_reading_can) {
  LineWorld world;
  const auto sold = world.sell_by_link("50.00");
  EXPECT_EQ(cancel(world.books, sold->command->number, world.as("qian")).error().code, "command_carries_money");
  const auto reading = world.apply(order(world.books, {.meter = LineWorld::number()}, world.as("qian"))).value();
  EXPECT_EQ(world.apply(cancel(world.books, reading.number, world.as("qian")))->state, books::CommandStatus::cancelled);
  EXPECT_EQ(cancel(world.books, reading.number, world.as("qian")).error().code, "command_not_queued");
  EXPECT_EQ(cancel(world.books, reading.number, world.as("wang")).error().code, "permission_denied");
}

TEST(RemoteSale, a_second_sale_is_summed_onto_the_one_that_waits_but_not_onto_one_that_is_being_sent) {
  LineWorld world;
  const auto first = world.sell_by_link("50.00");
  EXPECT_EQ(world.sell_by_link("30.00").error().code, "pending_sale");
  const auto second = world.sell_by_link("30.00", OnPending::sum);
  ASSERT_TRUE(second.ok()) << second.error().code;
  EXPECT_EQ(second->sale.n, first->sale.n);
  EXPECT_EQ(world.command(first).state, books::CommandStatus::cancelled);
  ASSERT_TRUE(world.apply(sending(world.books, second->command->number, "test", world.head_end_now())).ok());
  EXPECT_EQ(world.sell_by_link("20.00", OnPending::sum).error().code, "sale_in_flight");
  EXPECT_EQ(world.sell_to(li_account, "20.00", li_card, OnPending::sum).error().code, "sale_in_flight");
}

TEST(RemoteSale, taken_back_before_it_was_sent_it_is_owed_at_once_and_the_number_serves_the_next_sale) {
  LineWorld world;
  const auto sold = world.sell_by_link("50.00");
  const auto back = world.take_back_by_link(sold->sale.number);
  ASSERT_TRUE(back.ok()) << back.error().code;
  EXPECT_FALSE(back->command) << "the meter need not know";
  EXPECT_EQ(world.state(sold->sale.number), "taken_back");
  EXPECT_EQ(world.command(sold).state, books::CommandStatus::cancelled);
  EXPECT_EQ(counter::refund_due(world.books, li_account), yuan(50));
  const auto again = world.sell_by_link("50.00");
  ASSERT_TRUE(again.ok()) << again.error().code << ": the same amount, and nothing of the first is outside";
  EXPECT_EQ(again->sale.n, sold->sale.n);
  world.contact();
  EXPECT_EQ(world.state(again->sale.number), "applied");
  EXPECT_EQ(world.state(sold->sale.number), "taken_back");
  EXPECT_EQ(world.state(back->sale.number), "taken_back");
  EXPECT_EQ(world.li().balance, yuan(148));
  EXPECT_EQ(legs_sum(world), 0);
}

TEST(RemoteSale, taken_back_while_nobody_knows_the_meters_count_decides) {
  for (const bool arrived : {true, false}) {
    LineWorld world;
    const auto sold = world.sell_by_link("50.00");
    world.contact(arrived ? Line::answer_lost : Line::lost_in_transit);
    const auto back = world.take_back_by_link(sold->sale.number);
    ASSERT_TRUE(back.ok()) << back.error().code;
    EXPECT_EQ(back->command->kind, books::CommandKind::voided);
    EXPECT_EQ(counter::refund_due(world.books, li_account), Money{}) << "nothing is owed before the meter has spoken";
    world.clock.advance(Duration::minutes(6));
    world.contact();
    EXPECT_EQ(world.state(sold->sale.number), arrived ? "applied" : "taken_back");
    EXPECT_EQ(world.state(back->sale.number), arrived ? "reversed" : "taken_back");
    EXPECT_EQ(counter::refund_due(world.books, li_account), arrived ? Money{} : yuan(50));
    EXPECT_EQ(world.li().balance, arrived ? yuan(148) : yuan(98));
    EXPECT_TRUE(books::open_commands(world.books).empty());
    EXPECT_EQ(legs_sum(world), 0);
  }
}

TEST(Move, stuck_on_a_meter_that_does_not_answer_it_goes_onto_the_card_with_the_same_number) {
  LineWorld world;
  const auto sold = world.sell_by_link("50.00");
  world.contact(Line::down);
  const auto moved = world.to_card(sold->sale.number);
  ASSERT_TRUE(moved.ok()) << moved.error().code;
  EXPECT_EQ(moved->order->n, sold->sale.n);
  EXPECT_EQ(moved->order->amount, yuan(50));
  EXPECT_EQ(world.command(sold).state, books::CommandStatus::cancelled);
  world.write(*moved->order, li_card);
  world.visit(li_meter, li_card);
  EXPECT_EQ(world.state(sold->sale.number), "applied");
  EXPECT_EQ(world.li().balance, yuan(148));
}

TEST(Move, on_both_ways_at_once_the_meter_takes_it_once_whichever_comes_first) {
  for (const bool card_first : {true, false}) {
    LineWorld world;
    const auto sold = world.sell_by_link("50.00");
    world.contact(Line::lost_in_transit);
    const auto moved = world.to_card(sold->sale.number);
    ASSERT_TRUE(moved.ok()) << moved.error().code;
    EXPECT_EQ(moved->command->state, books::CommandStatus::unknown) << "it may be at the meter: it is read, and not sent again";
    world.write(*moved->order, li_card);
    ASSERT_TRUE(world.to_link(sold->sale.number).ok()) << "and on the line as well";
    world.clock.advance(Duration::minutes(6));
    if (card_first) world.li().insert(serial(li_card), world.cards[serial(li_card)]);
    world.contact();
    if (!card_first) world.li().insert(serial(li_card), world.cards[serial(li_card)]);
    world.put_card_down();
    EXPECT_EQ(world.state(sold->sale.number), "applied");
    EXPECT_EQ(world.li().balance, yuan(148));
    EXPECT_TRUE(books::open_commands(world.books).empty());
  }
}

TEST(Move, what_was_moved_to_the_card_is_not_sent_again_once_it_is_known_not_to_have_arrived) {
  LineWorld world;
  const auto sold = world.sell_by_link("50.00");
  world.contact(Line::lost_in_transit);
  ASSERT_TRUE(world.to_card(sold->sale.number, false).ok());
  world.clock.advance(Duration::minutes(6));
  world.contact();
  EXPECT_EQ(world.command(sold).state, books::CommandStatus::cancelled);
  EXPECT_EQ(world.li().balance, yuan(98));
  world.put_card_down();
  world.visit(li_meter, li_card);
  EXPECT_EQ(world.state(sold->sale.number), "applied");
}

TEST(Move, a_sale_on_a_card_that_stays_at_home_goes_over_the_line_too) {
  LineWorld world;
  const auto sold = world.sell_to(li_account, "50.00", li_card);
  world.write(*sold->order, li_card);
  const auto moved = world.to_link(sold->sale.number);
  ASSERT_TRUE(moved.ok()) << moved.error().code;
  EXPECT_EQ(world.to_link(sold->sale.number)->command->number, moved->command->number)
      << "moved twice it stands in the queue once";
  world.contact();
  EXPECT_EQ(world.state(sold->sale.number), "applied");
  world.li().insert(serial(li_card), world.cards[serial(li_card)]);
  EXPECT_EQ(world.li().balance, yuan(148)) << "the card brings the same number again, and nothing happens";
}

TEST(Move, the_card_wins_with_an_older_amount_and_the_rest_follows_over_the_line) {
  LineWorld world;
  const auto first = world.sell_to(li_account, "50.00", li_card);
  world.write(*first->order, li_card);
  const auto second = world.sell_by_link("30.00", OnPending::sum);
  ASSERT_TRUE(second.ok()) << second.error().code;
  world.li().insert(serial(li_card), world.cards[serial(li_card)]);
  world.contact();
  EXPECT_EQ(world.state(first->sale.number), "applied");
  EXPECT_EQ(world.state(second->sale.number), "applied");
  EXPECT_EQ(world.li().balance, yuan(178));
  EXPECT_EQ(world.li().count, SequenceNumber{3});
  const auto sums = world.books.select(books::MeterCommand::of_number, LineWorld::number(), second->command->n);
  EXPECT_EQ(sums.at(0).error, "other_instruction_taken") << "both in one amount, under the number that the card has used";
}

TEST(Move, an_amount_that_the_books_never_named_ends_its_command_and_settles_no_sale) {
  LineWorld world;
  const auto sold = world.sell_by_link("50.00");
  world.contact(Line::lost_in_transit);
  auto& meter = world.li();
  meter.count = sold->command->n;  // somebody else's credit under this number
  meter.last_amount = yuan(7);
  meter.last_applied = books::Applied::credit;
  world.clock.advance(Duration::minutes(6));
  world.contact();
  EXPECT_EQ(world.command(sold).error, "unknown_credit_taken");
  EXPECT_TRUE(world.state(sold->sale.number) != "applied" && meter.balance == yuan(98)) << "it settles no sale, and nothing was sent once more";
}

}  // namespace
}  // namespace kwota::remote
