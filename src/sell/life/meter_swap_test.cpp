// A meter is swapped: by its last word on a card or over the line, or by what two people say of one that is dead – and what becomes of that when
// its card is found a year later.
#include "sell/life/meter_swap.h"

#include "people/approval.h"
#include "sell/counter/take_back.h"
#include "sell/remote/test_line.h"

namespace kwota::life {
namespace {

using books::BalanceSource;
using counter::serial;
using counter::yuan;
using remote::li_account;
using remote::li_card;
using remote::li_meter;
using remote::LineWorld;
using remote::OnPending;

constexpr std::uint64_t new_meter = 13;

/// Li's meter number 12 hangs on a line and takes his card; number 13 lies in the store.
class SwapWorld : public LineWorld {
 public:
  SwapWorld() { books.put(books::Meter{.number = MeterNumber::from(new_meter), .model = "DDSY1352", .state = books::MeterStatus::stock}); }

  SwapRequest request(std::string remaining = "") {
    SwapRequest out;
    out.claim = claim();
    out.account = li_account;
    out.old_meter = MeterNumber::from(li_meter);
    out.meter = *books.find<books::Meter>(MeterNumber::from(new_meter));
    out.reason = "display dark";
    out.remaining = std::move(remaining);
    out.card = serial(li_card);
    return out;
  }
  /// Somebody does it; a second person agrees where one is asked.
  Result<remote::Outcome> swap(SwapRequest wanted) {
    auto done = apply(swap_meter(books, wanted, as("zhao", "T-02")));
    if (done.ok() || done.error().code != "approval_needed") return after(std::move(done));
    const auto& details = done.error().details;
    const auto asked = apply(people::ask_approval(books, people::request_of(details, "why"), as("zhao", "T-02")));
    EXPECT_TRUE(apply(people::decide_approval(books, {asked->number, true, ""}, as("sun"))).ok());
    wanted.approval = asked->number;
    return after(apply(swap_meter(books, wanted, as("zhao", "T-02"))));
  }
  std::string refused(const SwapRequest& wanted) {
    const auto done = swap(wanted);
    return done.ok() ? "" : done.error().code;
  }
  /// The closing order on the old meter, by card, and its word back at the counter.
  void give_up() {
    counter::CloseRequest close;
    close.claim = claim();
    close.account = li_account;
    close.card = serial(li_card);
    const auto ordered = apply(counter::order_closing(books, close, as("zhao", "T-02")));
    ASSERT_TRUE(ordered.ok()) << ordered.error().code;
    write(*ordered->order, li_card);
  }
  void use(std::int64_t money) {
    li().used += yuan(money);
    li().balance -= yuan(money);
  }
  Money owed() const { return -balance(ledger::customer_balance(li_account)); }
  books::MeterSwap row() const { return books.last<books::MeterSwap>(li_account).value(); }
  counter::FieldMeter& fresh() { return meter(new_meter); }
  /// An old card of his comes home.
  counter::StatementOutcome found(books::Statement statement) {
    const auto context = as("wang");
    statement.taken = context.now;
    ++li().visits;
    const auto taken = apply(counter::take_statement(books, {statement}, context));
    EXPECT_TRUE(taken.ok()) << taken.error().code;
    return *taken;
  }

 private:
  Result<remote::Outcome> after(Result<remote::Outcome> done) {
    if (!done.ok()) return done;
    fresh().number = MeterNumber::from(new_meter);
    if (done->order) write(*done->order, li_card);
    return done;
  }
};

TEST(MeterSwap, what_the_old_meter_gave_up_is_the_first_credit_of_the_new_one) {
  SwapWorld world;
  world.use(38);
  EXPECT_EQ(world.refused(world.request()), "closing_not_confirmed");
  world.give_up();
  EXPECT_EQ(world.refused(world.request()), "closing_not_confirmed");
  world.visit(li_meter, li_card);
  EXPECT_EQ(world.owed(), yuan(60)) << "100.00 less a charge of 2.00 and 38.00 used";
  const auto done = world.swap(world.request());
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(done->sale.credit, Credit{yuan(60)});
  EXPECT_EQ(done->order->use, counter::CardUse::open_account);
  EXPECT_EQ(world.owed(), Money{});
  world.visit(new_meter, li_card);
  EXPECT_EQ(world.fresh().balance, Credit{yuan(60)});
  EXPECT_EQ(world.state(done->sale.number), "applied");
  EXPECT_EQ(world.row().balance_source, BalanceSource::by_card);
  EXPECT_EQ(world.books.find<books::Meter>(MeterNumber::from(li_meter))->state, books::MeterStatus::removed);
  const auto sold = world.sell_to(li_account, "20.00", li_card);
  ASSERT_TRUE(sold.ok()) << sold.error().code;
  world.write(*sold->order, li_card);
  world.visit(new_meter, li_card);
  EXPECT_EQ(world.fresh().balance, Credit{yuan(80)}) << "the month's charge was taken before";
}

TEST(MeterSwap, the_stock_follows_in_the_same_decision) {
  SwapWorld world;
  for (const auto number : {li_meter, new_meter}) {
    books::StockMeter row;
    row.meter = MeterNumber::from(number);
    row.state = number == li_meter ? books::StockStatus::installed : books::StockStatus::issued;
    world.books.put(row);
  }
  const auto done = world.swap(world.request("41.50"));
  ASSERT_TRUE(done.ok()) << done.error().code;
  const auto old = *world.books.find<books::StockMeter>(MeterNumber::from(li_meter)), fresh = *world.books.find<books::StockMeter>(MeterNumber::from(new_meter));
  EXPECT_EQ(old.state, books::StockStatus::removed);
  EXPECT_EQ(fresh.state, books::StockStatus::installed);
  EXPECT_EQ(fresh.account, li_account);
  EXPECT_EQ(world.books.last<books::StockEvent>(fresh.meter)->document, world.row().document);
}

TEST(MeterSwap, the_same_over_two_lines) {
  SwapWorld world;
  ASSERT_TRUE(world.apply(remote::connect(world.books, {.meter = MeterNumber::from(new_meter), .address = "tcp://10.0.0.8:2404"}, world.as("qian"))).ok());
  counter::CloseRequest close;
  close.claim = world.claim();
  close.account = li_account;
  ASSERT_TRUE(world.apply(remote::order_closing(world.books, close, world.as("zhao", "T-02"))).ok());
  world.contact();
  auto wanted = world.request();
  wanted.carrier = counter::Carrier::link;
  const auto done = world.swap(wanted);
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(done->command->meter, MeterNumber::from(new_meter));
  EXPECT_EQ(world.row().balance_source, BalanceSource::by_link);
  EXPECT_EQ(world.books.find<books::MeterLink>(MeterNumber::from(li_meter))->state, books::LinkStatus::stopped) << "it has said its last word";
  const auto order = counter::order_of_sale(world.books, done->sale.number, {}, world.clock.now());
  ASSERT_TRUE(order.ok());
  EXPECT_EQ(order->use, counter::CardUse::open_account);
  EXPECT_EQ(order->amount, Credit{yuan(98)});
}

TEST(MeterSwap, another_meter_than_the_accounts_is_refused_and_so_is_one_that_serves_somebody) {
  SwapWorld world;
  ASSERT_TRUE(world.open("50.00", 14, 2).ok());
  auto wanted = world.request("10.00");
  wanted.old_meter = MeterNumber::from(14);
  EXPECT_EQ(world.refused(wanted), "wrong_meter");
  wanted = world.request("10.00");
  wanted.meter = *world.books.find<books::Meter>(MeterNumber::from(14));
  EXPECT_EQ(world.refused(wanted), "meter_in_use");
  wanted = world.request("10.00");
  wanted.meter = *world.books.find<books::Meter>(MeterNumber::from(li_meter));
  EXPECT_EQ(world.refused(wanted), "same_meter");
  wanted = world.request("10.00");
  wanted.meter = {.number = MeterNumber::from(99), .model = "no such"};
  EXPECT_EQ(world.refused(wanted), "unknown_meter_model");
  EXPECT_EQ(world.refused(world.request("98.01")), "more_than_bought");
  wanted = world.request("10.00");
  wanted.reason.clear();
  EXPECT_EQ(world.refused(wanted), "reason_missing");
}

TEST(MeterSwap, what_a_dead_meter_held_is_said_by_two) {
  SwapWorld world;
  const auto alone = world.apply(swap_meter(world.books, world.request("0.00"), world.as("zhao", "T-02")));
  EXPECT_EQ(alone.error().code, "approval_needed") << "also nothing";
  const auto done = world.swap(world.request("41.50"));
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(world.row().approved_by, "sun");
  world.visit(new_meter, li_card);
  EXPECT_EQ(world.fresh().balance, Credit{Money::minor(41'50)});
  EXPECT_EQ(world.owed(), Money{});
}

TEST(MeterSwap, whoever_agrees_agrees_to_both_registers) {
  SwapWorld world;
  auto wanted = world.request("41.50");
  wanted.first_register = "0";
  const auto alone = world.apply(swap_meter(world.books, wanted, world.as("zhao", "T-02")));
  ASSERT_EQ(alone.error().code, "approval_needed");
  const auto asked = world.apply(people::ask_approval(world.books, people::request_of(alone.error().details, "why"), world.as("zhao", "T-02")));
  ASSERT_TRUE(asked.ok()) << asked.error().code;
  ASSERT_TRUE(world.apply(people::decide_approval(world.books, {asked->number, true, ""}, world.as("sun"))).ok());
  wanted.approval = asked->number;
  wanted.first_register = "9999";
  EXPECT_FALSE(world.apply(swap_meter(world.books, wanted, world.as("zhao", "T-02"))).ok()) << "by this register the new meter is charged";
}

/// His card lay in the drawer: it had been to the meter with the closing order before the meter was scrapped.
TEST(MeterSwap, a_card_found_a_year_later_corrects_what_was_typed_once) {
  SwapWorld world;
  world.use(18);
  world.give_up();
  auto& hand = world.cards[serial(li_card)];
  ASSERT_TRUE(world.li().insert(serial(li_card), hand));
  const auto reported = *hand.returned;  // 80.00, and nobody has seen it yet
  hand = {};
  const auto done = world.swap(world.request("50.00"));
  ASSERT_TRUE(done.ok()) << done.error().code;
  world.clock.advance(Duration::days(365));
  const auto late = world.found(reported);
  EXPECT_EQ(late.refund_due, yuan(30)) << "80.00 were there, 50.00 were given";
  ASSERT_TRUE(late.corrected);
  EXPECT_EQ(world.row().balance_source, BalanceSource::corrected);
  EXPECT_EQ(world.row().difference, yuan(30));
  EXPECT_EQ(world.owed(), yuan(30));
  auto again = reported;
  again.raw = "read once more";
  world.found(again);
  EXPECT_EQ(world.owed(), yuan(30)) << "once";
}

TEST(MeterSwap, what_was_given_too_much_the_customer_owes) {
  SwapWorld world;
  world.use(70);
  auto wanted = world.request("50.00");
  wanted.last_register = "140.000";
  ASSERT_TRUE(world.swap(wanted).ok());
  auto word = world.li().statement();
  word.energy = Energy::wh(139'000);
  world.found(word);
  EXPECT_EQ(world.owed(), Money{}) << "it spoke before it was taken off: nobody knows what was used afterwards";
  word.energy = Energy::wh(140'000);
  word.raw = "in the workshop";
  const auto late = world.found(word);
  ASSERT_TRUE(late.corrected);
  EXPECT_EQ(world.row().difference, -yuan(22));
  EXPECT_EQ(world.owed(), -yuan(22)) << "28.00 were there";
}

TEST(MeterSwap, a_sale_that_lies_unread_on_the_card_goes_over) {
  SwapWorld world;
  const auto sold = world.sell_to(li_account, "50.00", li_card);
  world.write(*sold->order, li_card);
  auto wanted = world.request("10.00");
  wanted.card.reset();
  EXPECT_EQ(world.refused(wanted), "sale_may_have_arrived") << "the card is at home";
  const auto agreed_to = swap_meter(world.books, world.request("10.00"), world.as("zhao", "T-02")).error().details.at("content");
  EXPECT_NE(agreed_to.find(R"({"part":"remaining","kind":"money","value":"10.00"})"), std::string::npos) << agreed_to;
  EXPECT_NE(agreed_to.find(R"({"part":"sale","kind":"text","value":")" + sold->sale.number), std::string::npos) << "who agrees sees what had not reached it: " << agreed_to;
  const auto done = world.swap(world.request("10.00"));
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(world.state(sold->sale.number), "taken_back");
  EXPECT_EQ(done->sale.credit, Credit{yuan(60)});
  EXPECT_EQ(world.owed(), Money{});
  EXPECT_EQ(world.row().carried_over, Credit{yuan(50)});
  EXPECT_FALSE(counter::in_transit(world.books, *world.books.find<books::Meter>(MeterNumber::from(li_meter))));
  world.visit(new_meter, li_card);
  EXPECT_EQ(world.fresh().balance, Credit{yuan(60)});
}

/// Two sales and the void of one under the number that lies unread on the card: none of them was ever in the meter.
TEST(MeterSwap, a_sale_whose_void_never_came_either_is_taken_back_for_good) {
  SwapWorld world;
  const auto kept = world.sell_to(li_account, "50.00", li_card);
  world.write(*kept->order, li_card);
  const auto regretted = world.sell_to(li_account, "20.00", li_card, OnPending::sum);
  ASSERT_TRUE(regretted.ok()) << regretted.error().code;
  world.write(*regretted->order, li_card);
  const auto back = world.apply(counter::take_back(world.books, {.claim = world.claim(), .sale = regretted->sale.number, .reason = "too much", .card = serial(li_card)}, world.as("wang")));
  ASSERT_TRUE(back.ok()) << back.error().code;
  world.write(*back->order, li_card);
  const auto torn = world.sell_to(li_account, "30.00", li_card, OnPending::sum);
  ASSERT_TRUE(torn.ok()) << torn.error().code;
  const auto event = world.carriage(*torn->order, li_card);
  ASSERT_TRUE(world.apply(counter::sealing(world.books, event, world.as("wang"))).ok());
  ASSERT_TRUE(world.apply(counter::not_carried(world.books, event, world.as("wang"))).ok());
  EXPECT_EQ(world.owed(), Money{});
  EXPECT_EQ(world.refused(world.request("98.01")), "more_than_bought") << "98.00 were bought for what the meter has taken";
  const auto done = world.swap(world.request("98.00"));
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(done->sale.credit, Credit{yuan(148)});
  EXPECT_EQ(world.state(kept->sale.number), "taken_back");
  EXPECT_EQ(world.state(regretted->sale.number), "taken_back");
  EXPECT_EQ(world.state(back->sale.number), "taken_back");
  EXPECT_EQ(world.owed(), yuan(20)) << "nobody has to wait for the word of a meter that is dead";
  EXPECT_EQ(world.balance(std::string(ledger::refund_pending)), Money{});
}

/// 60.00 lie on the card, and 10.00 of them are being given back.
struct Deducting : SwapWorld {
  Result<counter::Outcome> sold = sell_to(li_account, "60.00", li_card);
  counter::CardInHand before_it;  ///< the card as it was without the deduction
  Result<counter::Outcome> deduction = deducted();

  Result<counter::Outcome> deducted() {
    write(*sold->order, li_card);
    before_it = cards[serial(li_card)];
    auto part = apply(counter::take_back(books, {.claim = claim(), .sale = sold->sale.number, .reason = "too much", .card = serial(li_card), .approval = 0, .amount = "10.00"}, as("wang")));
    if (part.ok()) write(*part->order, li_card);
    return part;
  }
  Money pending() const { return balance(std::string(ledger::refund_pending)); }
};

TEST(MeterSwap, a_sale_of_which_a_part_is_being_deducted_goes_over_without_it_and_the_part_is_owed) {
  Deducting world;
  ASSERT_TRUE(world.deduction.ok()) << world.deduction.error().code;
  EXPECT_EQ(world.refused(world.request("98.01")), "more_than_bought");
  const auto done = world.swap(world.request("98.00"));
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(done->sale.credit, Credit{yuan(148)});
  EXPECT_EQ(world.row().carried_over, Credit{yuan(50)});
  EXPECT_EQ(world.state(world.sold->sale.number), "taken_back");
  EXPECT_EQ(world.state(world.deduction->sale.number), "applied");
  EXPECT_EQ(world.owed(), yuan(10)) << "nobody has to wait for the word of a meter that is dead";
  EXPECT_EQ(world.pending(), Money{});
}

/// The card looked unread, and the meter had taken it: all of it, or what was left of it.
TEST(MeterSwap, what_was_deducted_is_given_once_whichever_of_both_the_old_meter_had_taken) {
  for (const bool with_deduction : {true, false}) {
    Deducting world;
    ASSERT_TRUE(world.li().insert(serial(li_card), with_deduction ? world.cards[serial(li_card)] : world.before_it, true));
    auto wanted = world.request("98.00");
    wanted.last_register = "0";
    ASSERT_TRUE(world.swap(wanted).ok());
    const auto late = world.found(world.li().statement());
    ASSERT_TRUE(late.corrected);
    EXPECT_EQ(late.corrected->difference, Money{}) << with_deduction;
    EXPECT_EQ(world.owed(), yuan(10)) << with_deduction;
    EXPECT_EQ(world.pending(), Money{}) << with_deduction;
    EXPECT_EQ(world.state(world.deduction->sale.number), "applied");
  }
}

/// The old meter took the first sale; what came after it under the same number it never saw, and serves nobody now.
TEST(MeterSwap, what_was_in_doubt_and_did_not_arrive_is_owed_with_what_was_to_be_deducted_from_it) {
  SwapWorld world;
  const auto first = world.sell_to(li_account, "20.00", li_card);
  world.write(*first->order, li_card);
  auto hand = world.cards[serial(li_card)];
  const auto second = world.sell_to(li_account, "50.00", li_card, OnPending::sum);
  ASSERT_TRUE(second.ok()) << second.error().code;
  world.write(*second->order, li_card);
  const auto part = world.apply(counter::take_back(world.books, {.claim = world.claim(), .sale = second->sale.number, .reason = "too much", .card = serial(li_card), .approval = 0, .amount = "10.00"}, world.as("wang")));
  ASSERT_TRUE(part.ok()) << part.error().code;
  world.write(*part->order, li_card);
  auto wanted = world.request("10.00");
  wanted.card.reset();
  wanted.leave_in_doubt = true;
  ASSERT_TRUE(world.swap(wanted).ok());
  EXPECT_EQ(world.owed(), Money{});
  ASSERT_TRUE(world.li().insert(serial(li_card), hand));
  world.found(*hand.returned);
  EXPECT_EQ(world.state(first->sale.number), "applied");
  EXPECT_EQ(world.state(second->sale.number), "taken_back");
  EXPECT_EQ(world.owed(), yuan(50)) << "40.00 of the sale, and 10.00 that were to be deducted from it";
  EXPECT_EQ(world.balance(std::string(ledger::refund_pending)), Money{});
}

TEST(MeterSwap, what_the_line_lost_is_owed_when_the_old_meter_says_so_and_goes_into_no_meter) {
  SwapWorld world;
  const auto sold = world.sell_by_link("50.00");
  world.contact(remote::Line::lost_in_transit);
  const auto part = world.apply(remote::take_back(world.books, {.claim = world.claim(), .sale = sold->sale.number, .reason = "too much", .card = {}, .approval = 0, .amount = "10.00"}, world.as("wang")));
  ASSERT_TRUE(part.ok()) << part.error().code;
  auto wanted = world.request("10.00");
  wanted.card.reset();
  wanted.leave_in_doubt = true;
  ASSERT_TRUE(world.swap(wanted).ok());
  const auto held = world.li().balance;
  const auto given = world.owed();
  for (int i = 0; i < 3; ++i) world.clock.advance(Duration::minutes(10)), world.contact();
  EXPECT_EQ(world.li().balance, held);
  EXPECT_EQ(world.state(sold->sale.number), "taken_back");
  EXPECT_EQ(world.state(part->sale.number), "applied");
  EXPECT_EQ(world.owed() - given, yuan(50)) << "40.00 of the sale, and 10.00 that were to be deducted from it";
  EXPECT_EQ(world.balance(std::string(ledger::refund_pending)), Money{});
  EXPECT_EQ(world.next_now().step, remote::Next::Step::nothing);
}

/// The meter may have taken the sale, or its void: what it is typed to have held is beside both, and its own word corrects it.
TEST(MeterSwap, what_is_being_taken_back_is_not_typed_as_held_beside_it) {
  SwapWorld world;
  const auto sold = world.sell_to(li_account, "50.00", li_card);
  world.write(*sold->order, li_card);
  const auto back = world.apply(counter::take_back(world.books, {.claim = world.claim(), .sale = sold->sale.number, .reason = "wrong customer", .card = serial(li_card)}, world.as("wang")));
  ASSERT_TRUE(back.ok()) << back.error().code;
  world.write(*back->order, li_card);
  ASSERT_EQ(world.state(sold->sale.number), "taking_back");
  auto wanted = world.request("98.01");
  wanted.card.reset();
  wanted.leave_in_doubt = true;
  EXPECT_EQ(world.refused(wanted), "more_than_bought");
  wanted.remaining = "98.00";
  EXPECT_TRUE(world.swap(wanted).ok());
}

TEST(MeterSwap, what_goes_over_goes_over_the_line_too) {
  SwapWorld world;
  ASSERT_TRUE(world.apply(remote::connect(world.books, {.meter = MeterNumber::from(new_meter), .address = "tcp://10.0.0.8:2404"}, world.as("qian"))).ok());
  const auto sold = world.sell_to(li_account, "50.00", li_card);
  world.write(*sold->order, li_card);
  auto wanted = world.request("10.00");
  wanted.carrier = counter::Carrier::link;
  const auto done = world.swap(wanted);
  ASSERT_TRUE(done.ok()) << done.error().code;
  ASSERT_TRUE(done->command);
  EXPECT_EQ(done->command->meter, MeterNumber::from(new_meter));
  EXPECT_EQ(done->command->kind, books::CommandKind::credit);
}

/// The card was pulled before the meter had answered: it looks unread, and the meter has it. Its own word says so one day.
TEST(MeterSwap, a_sale_that_went_over_and_had_arrived_after_all_is_never_given_twice) {
  SwapWorld world;
  const auto sold = world.sell_to(li_account, "50.00", li_card);
  world.write(*sold->order, li_card);
  ASSERT_TRUE(world.li().insert(serial(li_card), world.cards[serial(li_card)], true));
  auto wanted = world.request("98.00");
  wanted.last_register = "0";
  ASSERT_TRUE(world.swap(wanted).ok());
  EXPECT_EQ(world.row().compensation, yuan(148));
  const auto late = world.found(world.li().statement());
  ASSERT_TRUE(late.corrected);
  EXPECT_EQ(world.owed(), Money{}) << "148.00 were in the old meter, 148.00 were given";
}

TEST(MeterSwap, a_sale_that_may_have_arrived_stays_in_doubt_until_the_old_card_comes_home) {
  for (const bool arrived : {true, false}) {
    SwapWorld world;
    const auto sold = world.sell_to(li_account, "50.00", li_card);
    world.write(*sold->order, li_card);
    auto hand = world.cards[serial(li_card)];
    auto wanted = world.request("10.00");
    wanted.card.reset();
    wanted.leave_in_doubt = true;
    const auto done = world.swap(wanted);
    ASSERT_TRUE(done.ok()) << done.error().code;
    EXPECT_EQ(world.state(sold->sale.number), "in_doubt");
    EXPECT_EQ(world.row().in_doubt, sold->sale.number);
    EXPECT_EQ(done->sale.credit, Credit{yuan(10)});
    if (!arrived) continue;
    ASSERT_TRUE(world.li().insert(serial(li_card), hand));
    world.found(*hand.returned);
    EXPECT_EQ(world.state(sold->sale.number), "applied");
    EXPECT_EQ(world.owed(), Money{}) << "it was part of what the meter showed";
  }
}

TEST(MeterSwap, is_booked_once_whatever_is_torn) {
  SwapWorld world;
  world.give_up();
  world.visit(li_meter, li_card);
  auto wanted = world.request();
  wanted.card.reset();
  const auto done = world.swap(wanted);
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_FALSE(done->order) << "the card is at home: it is written where it is put down next";
  const auto repeated = world.apply(swap_meter(world.books, wanted, world.as("zhao", "T-02")));
  ASSERT_TRUE(repeated.ok());
  EXPECT_TRUE(repeated->repeated);
  const auto order = counter::order_of_sale(world.books, done->sale.number, serial(li_card), world.clock.now());
  ASSERT_TRUE(order.ok()) << order.error().code;
  const auto torn = world.carriage(*order, li_card);
  ASSERT_TRUE(world.apply(counter::sealing(world.books, torn, world.as("wang"))).ok());
  ASSERT_TRUE(world.apply(counter::not_carried(world.books, torn, world.as("wang"))).ok());
  EXPECT_EQ(world.state(done->sale.number), "booked") << "the meters were swapped: that is not undone";
  world.write(*order, li_card);
  world.visit(new_meter, li_card);
  EXPECT_EQ(world.fresh().balance, Credit{yuan(98)});
}

TEST(MeterSwap, money_that_was_paid_out_meanwhile_is_no_credit_any_more) {
  SwapWorld world;
  world.give_up();
  world.visit(li_meter, li_card);
  counter::PayOutRequest out;
  out.claim = world.claim();
  out.account = li_account;
  out.amount = yuan(20);
  ASSERT_TRUE(world.apply(counter::pay_out(world.books, out, world.as("zhao", "T-02"))).ok());
  const auto done = world.swap(world.request());
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(done->sale.credit, Credit{yuan(78)});
}

TEST(MeterSwap, a_meter_in_overdraft_leaves_a_debt_and_the_next_sale_begins_at_the_new_one) {
  SwapWorld world;
  world.use(108);
  ASSERT_TRUE(world.swap(world.request("-10.00")).ok());
  EXPECT_EQ(world.owed(), -yuan(10));
  const auto sold = world.sell_to(li_account, "30.00", li_card);
  ASSERT_TRUE(sold.ok()) << sold.error().code;
  EXPECT_EQ(sold->order->use, counter::CardUse::open_account);
  EXPECT_EQ(sold->sale.n, SequenceNumber{1});
}

}  // namespace
}  // namespace kwota::life
