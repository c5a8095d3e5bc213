// One meter, one card, one line, and people who change their minds: thousands of random interleavings of opening, selling, moving,
// delivering, losing answers, being killed, taking back and walking home with the card. When all is quiet, each paid unit is in
// exactly one place. RapidCheck prints the seed of a broken law.
#include <rapidcheck.h>

#include <array>

#include "sell/remote/test_line.h"

#include "books/lookup.h"

namespace kwota::remote {
namespace {

constexpr std::array lines{Line::good, Line::down, Line::lost_in_transit, Line::answer_lost, Line::killed, Line::word_lost};

/// A newest sale that may be moved or taken back: any that the books have.
std::string some_sale(const LineWorld& world) {
  const auto& sales = world.books.sales();
  return sales[*rc::gen::inRange<std::size_t>(0, sales.size())].number;
}

std::string some_amount() { return fmt::format("{}.00", *rc::gen::inRange(5, 90)); }

void take_back_by_card(LineWorld& world, const std::string& sale) {
  counter::TakeBackRequest request;
  request.claim = world.claim();
  request.sale = sale;
  request.reason = "wrong amount";
  request.card = serial(li_card);
  const auto back = world.apply(counter::take_back(world.books, request, world.as("wang")));
  if (back.ok() && back->order) world.write(*back->order, li_card);
}

/// The customer goes home: the meter reads the card, sometimes he pulls it before the meter has answered.
void go_home(LineWorld& world, bool pulled) {
  auto& hand = world.cards[serial(li_card)];
  if (!hand.order) return;
  hand.returned.reset();
  world.li().insert(serial(li_card), hand, pulled);
}

/// Refusals are answers too: what is not allowed at this moment changes nothing.
void one_step(LineWorld& world) {
  world.clock.advance(Duration::seconds(*rc::gen::element(1, 3, 60, 600, 40'000)));
  const int what = *rc::gen::inRange(0, 14);
  RC_LOG() << "step " << what << "\n";
  switch (what) {
    case 0:
    case 1: static_cast<void>(world.sell_by_link(some_amount(), OnPending::sum)); break;
    case 2: {
      world.put_card_down();
      const auto sold = world.sell_to(li_account, some_amount(), li_card, OnPending::sum);
      if (sold.ok() && *rc::gen::inRange(0, 3) > 0) world.write(*sold->order, li_card);
      break;
    }
    case 3: {
      const auto moved = world.to_card(some_sale(world), *rc::gen::arbitrary<bool>());
      if (moved.ok() && moved->order) world.write(*moved->order, li_card);
      break;
    }
    case 4: static_cast<void>(world.to_link(some_sale(world))); break;
    case 5:
    case 6:
    case 7: world.contact(*rc::gen::elementOf(std::vector<Line>(lines.begin(), lines.end()))); break;
    case 8: go_home(world, *rc::gen::inRange(0, 4) == 0); break;
    case 9: world.put_card_down(); break;
    case 10:
      if (*rc::gen::arbitrary<bool>())
        static_cast<void>(world.take_back_by_link(some_sale(world)));
      else
        take_back_by_card(world, some_sale(world));
      break;
    case 11:
      if (books::cards_of_account(world.books, li_account).empty()) static_cast<void>(world.issue_card(li_card));
      break;
    case 12: static_cast<void>(world.supplement_by_link(fmt::format("{}.00", *rc::gen::inRange(1, 20)))); break;
    default: static_cast<void>(world.apply(expire(world.books, world.clock.now()))); break;
  }
}

/// Everything that is still under way arrives: by the line, then by the card, which who has none gets now.
void let_it_arrive(LineWorld& world) {
  const bool prepared_again = world.books.find<books::Account>(li_account)->state == books::AccountStatus::draft;  // its opening was taken back in the house
  if (books::cards_of_account(world.books, li_account).empty()) RC_ASSERT(world.issue_card(li_card).ok() != prepared_again);
  for (int round = 0; round < 4; ++round) {
    world.clock.advance(Duration::minutes(6));
    RC_ASSERT(world.apply(expire(world.books, world.clock.now())).ok());  // the head-end's first look
    world.contact();
    world.put_card_down();
    go_home(world, false);
    world.put_card_down();
  }
}

void each_unit_is_in_one_place(LineWorld& world) {
  std::int64_t legs = 0;
  for (const auto& [account, amount] : world.books.balances()) legs += amount.minor();
  RC_ASSERT(legs == 0);
  Credit applied;
  Money owed;
  for (const auto& sale : world.books.sales()) {
    if (sale.kind == books::Operation::replacement) continue;  // a card's fee: no credit
    const auto state = world.state(sale.number);
    if (sale.kind == books::Operation::take_back) {
      RC_ASSERT(state == "taken_back" || state == "reversed");
      continue;
    }
    RC_ASSERT(state == "applied" || state == "taken_back" || state == "reversed");
    if (state == "applied") applied += sale.credit;
    if (state == "taken_back") owed += sale.tendered;
  }
  RC_ASSERT(world.li().credited == applied);
  RC_ASSERT(counter::refund_due(world.books, li_account) == owed);
  RC_ASSERT(world.balance(ledger::prepaid("electricity")) == -applied);
  RC_ASSERT(world.li().open || applied == Money{});
  RC_ASSERT(world.balance(ledger::refund_pending) == Money{});
  RC_ASSERT(books::open_commands(world.books).empty());
  const auto row = *world.books.find<books::Meter>(LineWorld::number());
  RC_ASSERT(row.applied == world.li().count);
}

TEST(Interleavings, whatever_happens_each_number_is_applied_once_and_the_sums_hold_at_both_ends) {
  EXPECT_TRUE(rc::check("interleavings of card and link", [] {
    LineWorld world{*rc::gen::element(LineWorld::Opened::by_card, LineWorld::Opened::by_line)};
    const int steps = *rc::gen::inRange(1, 40);
    for (int i = 0; i < steps; ++i) one_step(world);
    let_it_arrive(world);
    each_unit_is_in_one_place(world);
  }));
}

}  // namespace
}  // namespace kwota::remote
