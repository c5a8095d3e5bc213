// A small utility with a meter on a line, for the tests of remote sales: the counter's test world, and a runner that talks to the
// meter as the head-end does – asks, sends, loses answers, is killed – without any bytes.
#pragma once
#include "books/lookup.h"
#include "sell/counter/account/test_world.h"
#include "sell/counter/order/instruction_book.h"
#include "sell/remote/link.h"
#include "sell/remote/queue.h"
#include "sell/remote/sale.h"

namespace kwota::remote {

using counter::CarryOrder;
using counter::FieldMeter;
using counter::OnPending;
using counter::serial;
using counter::World;
using counter::yuan;

constexpr std::uint64_t li_meter = 12;
constexpr std::int64_t li_account = 100001;
constexpr std::uint8_t li_card = 1;

/// What the line does to one conversation.
enum class Line : std::uint8_t {
  good,
  down,             ///< nobody answers
  lost_in_transit,  ///< the meter never hears it, and we wait for an answer
  answer_lost,      ///< the meter took it, and we wait for an answer
  killed,           ///< the program ends after sending; whether it arrived is the meter's
  word_lost,        ///< all is well until the meter shall say its whole word again
};

class LineWorld : public World {
 public:
  enum class Opened : std::uint8_t { by_card, by_line };
  /// `by_line`: the account is open in the books, its first credit waits in the queue, and it has no card.
  explicit LineWorld(Opened opened = Opened::by_card) {
    if (opened == Opened::by_line) {
      books.put(books::Meter{.number = number(), .model = "DDSY1352", .service_point = "", .state = books::MeterStatus::stock});
      hang();
      first = open_by_link("100.00")->sale.number;
      return;
    }
    write(*open("100.00", li_meter, li_card)->order, li_card);
    visit(li_meter, li_card);
    hang();
  }
  void hang() { EXPECT_TRUE(apply(connect(books, {.meter = number(), .address = "tcp://10.0.0.7:2404"}, as("qian"))).ok()); }
  Result<Outcome> open_by_link(const std::string& pay) {
    auto request = opening(pay, li_meter, li_card);
    request.meter = *books.find<books::Meter>(number());
    auto out = apply(remote::open_account(books, request, as("wang")));
    if (out.ok()) li().number = number();
    return out;
  }
  Result<Outcome> supplement_by_link(const std::string& amount) {
    counter::SupplementRequest request;
    request.claim = claim();
    request.account = li_account;
    request.amount = amount;
    request.reason_code = "fault";
    request.reason = "meter stood still";
    request.merge_with_pending = true;
    return apply(remote::supplement(books, request, as("zhao", "T-02")));
  }
  /// The first card of an account that has none, or one in place of another.
  Result<counter::Outcome> issue_card(std::uint8_t card) {
    counter::ReplaceRequest request;
    request.claim = claim();
    request.account = li_account;
    request.reason = books::cards_of_account(books, li_account).empty() ? "first" : "lost";
    request.card = serial(card);
    auto out = apply(counter::replace_card(books, request, as("wang")));
    if (out.ok()) write(*out->order, card);
    return out;
  }
  static MeterNumber number() { return MeterNumber::from(li_meter); }
  FieldMeter& li() { return meter(li_meter); }

  Result<Outcome> sell_by_link(const std::string& pay, OnPending on_pending = OnPending::refuse) {
    const auto quoted = counter::quote(books, {li_account, pay, "", ""}, as("wang"));
    if (!quoted.ok()) return quoted.error();
    counter::SellRequest request;
    request.claim = claim();
    request.quote = quoted->id;
    request.on_pending = on_pending;
    request.confirmed = counter::codes_of(quoted->confirm);
    return apply(remote::sell(books, request, as("wang")));
  }
  Result<Outcome> take_back_by_link(const std::string& sale) {
    counter::TakeBackRequest request;
    request.claim = claim();
    request.sale = sale;
    request.reason = "wrong customer";
    return apply(remote::take_back(books, request, as("wang")));
  }
  Result<Moved> to_card(const std::string& sale, bool card_there = true) {
    return apply(move_to_card(books, sale, card_there ? std::optional{serial(li_card)} : std::nullopt, as("wang")));
  }
  Result<Moved> to_link(const std::string& sale) { return apply(move_to_link(books, sale, as("wang"))); }

  Context head_end_now() {
    clock.advance(Duration::seconds(1));
    auto context = context_of(books, number(), clock.now()).value();
    context.plans = plans.get();
    context.schemes = &scheme::test_schemes;
    return context;
  }
  Next next_now() { return next(books, number(), clock.now()); }

  /// One conversation of the runner, everything that is due.
  void contact(Line line = Line::good) {
    if (next_now().step == Next::Step::nothing) return;
    if (line == Line::down) {
      const auto silent = error(Fault::wire, "meter_silent", "The meter does not answer.");
      EXPECT_TRUE(apply(unreached(books, number(), silent, head_end_now())).ok());
      return;
    }
    receive();
    for (auto step = next_now(); step.step == Next::Step::send; step = next_now()) {
      const auto going = apply(sending(books, step.command->number, "test", head_end_now()));
      ASSERT_TRUE(going.ok()) << going.error().code;
      if (!going->go) continue;
      if (line != Line::lost_in_transit) said_ = deliver(*going);
      if (line == Line::killed) return;
      const bool silent = line == Line::lost_in_transit || line == Line::answer_lost;
      tell(silent ? in_doubt(going->command) : said_);
      if (silent) return;
    }
    if (line != Line::word_lost) receive();
  }
  /// The meter's whole word, in a session of its own.
  void receive() {
    ++li().visits;
    auto statement = li().statement();
    statement.carrier = books::Carrier::link;
    const auto context = head_end_now();
    statement.taken = context.now;
    const auto taken = apply(received(books, {statement}, "test", context));
    EXPECT_TRUE(taken.ok()) << taken.error().code;
  }
  void tell(const CommandResult& what) { EXPECT_TRUE(apply(record_result(books, what, head_end_now())).ok()); }

  books::MeterCommand command(const Result<Outcome>& sold) const { return *books.find<books::MeterCommand>(sold->command->number); }
  /// The teller's part when the card is put down: what the meter wrote is taken in, and the card gets the newest instruction.
  void put_card_down() {
    if (!books.find<books::Card>(serial(li_card))) return;
    auto& hand = cards[serial(li_card)];
    if (hand.returned) {
      const auto taken = bring_back(li_card);
      EXPECT_TRUE(taken.ok());
      hand.returned.reset();
    }
    const auto open = counter::in_transit(books, *books.find<books::Meter>(number()));
    if (!open || (hand.order && hand.order->n == open->n && hand.order->revision == open->revision)) return;
    const auto order = counter::order_of_sale(books, counter::sales_of(*open).back(), serial(li_card), clock.now());
    ASSERT_TRUE(order.ok()) << order.error().code;
    write(*order, li_card);
  }

  std::string first;  ///< the sale that opened it over the line

 private:
  CommandResult in_doubt(const books::MeterCommand& row) const {
    return {row.number, Ended::in_doubt, "No answer came.", error(Fault::wire, "meter_silent", "The meter does not answer."),
            "test"};
  }
  /// As the dialogue with a real meter ends: by its count, read after the credit.
  CommandResult deliver(const Sending& going) {
    CommandResult out{going.command.number, Ended::done, "The meter's count is this sale's.", {}, "test"};
    if (!going.order) return out;
    const auto& order = *going.order;
    if (order.use == counter::CardUse::open_account) li().open = true;
    if (li().count.next() == order.n && li().open) li().take(order);
    if (li().count == order.n && li().last_amount == order.amount) return out;
    out.ended = Ended::not_done;
    out.cause =
        error(Fault::meter, li().count == order.n ? "other_credit_has_this_number" : "count_does_not_fit", "It does not fit.")
            .trying(Again::never);
    return out;
  }
  CommandResult said_;
};

}  // namespace kwota::remote
