// Credit over the line: the rules of meters.md 4.3 and 4.4, and the promise that card and line together apply a sale once.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "meter/core/instruction.h"
#include "meter/core/relay.h"

namespace kwota::meter {
namespace {

using user_card::CardType;

const CustomerNumber customer = CustomerNumber::from(880'001);
const MeterNumber number = MeterNumber::from(4'123'456'789);
constexpr CardSerial card{{0x20, 0x26, 0, 0, 0, 0, 0, 1}};

State with_utility_keys() {
  State state;
  state.number = number;
  state.key_info = 0x01010000;
  state.limits.hoarding = Money::minor(1'000'00);
  return state;
}

RemoteCredit opening(std::uint32_t count, std::int64_t minor) {
  return {.opens = true, .customer = customer, .amount = Money::minor(minor), .count = SequenceNumber{count}};
}
RemoteCredit recharge(std::uint32_t count, std::int64_t minor) {
  return {.customer = customer, .amount = Money::minor(minor), .count = SequenceNumber{count}};
}

Refusal apply(State& state, const RemoteCredit& credit) {
  const auto verdict = judge(state, credit);
  carry_out(state, credit, verdict);
  return verdict.refusal;
}

Refusal apply(State& state, CardType type, std::uint32_t count, std::int64_t minor) {
  Offer offer{.serial = card, .returned_empty = true};
  offer.instruction.meter = number;
  offer.instruction.customer = customer;
  offer.instruction.card_type = type;
  offer.purse = {Money::minor(minor), SequenceNumber{count}};
  const auto verdict = judge(state, offer);
  carry_out(state, offer, verdict);
  return verdict.refusal;
}

TEST(RemoteCredit, an_account_is_opened_without_money_and_then_recharged_count_by_count) {
  State state = with_utility_keys();
  EXPECT_EQ(apply(state, recharge(1, 50'00)), Refusal::not_opened);
  EXPECT_EQ(apply(state, opening(0, 0)), Refusal::none);
  EXPECT_EQ(state.ledger.credited, Money{});
  EXPECT_EQ(apply(state, recharge(1, 50'00)), Refusal::none);
  EXPECT_EQ(apply(state, recharge(1, 50'00)), Refusal::used_before);
  EXPECT_EQ(apply(state, recharge(3, 50'00)), Refusal::count_ahead);
  EXPECT_EQ(apply(state, recharge(2, 950'01)), Refusal::over_limit);
  EXPECT_EQ(apply(state, recharge(2, 0)), Refusal::none) << "a void takes its count";
  EXPECT_EQ(state.ledger.last_applied, Applied::voided);
  EXPECT_EQ(state.ledger.credited, Money::minor(50'00));
}

TEST(RemoteCredit, opening_again_changes_nothing_and_another_customer_is_refused) {
  State state = with_utility_keys();
  EXPECT_EQ(apply(state, opening(1, 50'00)), Refusal::none);
  const auto before = state;
  EXPECT_EQ(apply(state, opening(1, 50'00)), Refusal::none);
  EXPECT_EQ(state, before);
  auto stranger = opening(1, 50'00);
  stranger.customer = CustomerNumber::from(880'002);
  EXPECT_EQ(apply(state, stranger), Refusal::wrong_customer);
  EXPECT_EQ(apply(state, opening(2, 50'00)), Refusal::already_opened);
}

TEST(RemoteCredit, factory_keys_open_no_account) {
  State state = with_utility_keys();
  state.key_info = 0;
  EXPECT_EQ(apply(state, opening(1, 50'00)), Refusal::wrong_key_state);
}

Refusal apply(State& state, const RemoteClosing& closing) {
  const auto verdict = judge(state, closing);
  carry_out(state, closing, verdict);
  return verdict.refusal;
}

TEST(RemoteClosing, gives_up_what_is_held_once_and_only_for_its_customer_and_count) {
  State state = with_utility_keys();
  EXPECT_EQ(apply(state, RemoteClosing{customer, SequenceNumber{1}}), Refusal::not_opened);
  ASSERT_EQ(apply(state, opening(1, 50'00)), Refusal::none);
  EXPECT_EQ(apply(state, RemoteClosing{CustomerNumber::from(880'002), SequenceNumber{2}}), Refusal::wrong_customer);
  EXPECT_EQ(apply(state, RemoteClosing{customer, SequenceNumber{1}}), Refusal::used_before);
  EXPECT_EQ(apply(state, RemoteClosing{customer, SequenceNumber{3}}), Refusal::count_ahead);
  EXPECT_EQ(state.ledger.account, Account::open);
  EXPECT_EQ(apply(state, RemoteClosing{customer, SequenceNumber{2}}), Refusal::none);
  EXPECT_EQ(state.ledger.account, Account::closed);
  EXPECT_EQ(state.ledger.last_applied, Applied::closing);
  EXPECT_EQ(state.ledger.surrendered, Money::minor(50'00));
  EXPECT_EQ(imbalance(state.ledger), ExactMoney{});
  EXPECT_EQ(trip_of(state, {}), Trip::not_opened) << "its contactor opens";
  EXPECT_EQ(apply(state, RemoteClosing{customer, SequenceNumber{2}}), Refusal::used_before);
  EXPECT_EQ(apply(state, RemoteClosing{customer, SequenceNumber{3}}), Refusal::not_opened);
  EXPECT_EQ(apply(state, CardType::closing, 3, 0), Refusal::not_opened);
  EXPECT_EQ(state.ledger.surrendered, Money::minor(50'00)) << "once";
  auto next = opening(3, 20'00);
  next.customer = CustomerNumber::from(880'002);
  EXPECT_EQ(apply(state, next), Refusal::none) << "the next customer";
}

TEST(RemoteCredit, the_opening_card_of_an_account_that_was_opened_over_the_line_is_bound_and_brings_no_second_money) {
  State state = with_utility_keys();
  EXPECT_EQ(apply(state, opening(1, 50'00)), Refusal::none);
  EXPECT_EQ(apply(state, CardType::purchase, 2, 10'00), Refusal::wrong_card) << "no card is bound yet";
  EXPECT_EQ(apply(state, CardType::open_account, 1, 50'00), Refusal::none);
  EXPECT_EQ(state.ledger.credited, Money::minor(50'00));
  EXPECT_EQ(state.ledger.card, card);
  EXPECT_EQ(apply(state, CardType::purchase, 2, 10'00), Refusal::none);
  EXPECT_EQ(state.ledger.credited, Money::minor(60'00));
}

/// Every sale may arrive by card, by line, by both, again and late, in any order: each count is credited once, in its order.
TEST(RemoteCredit, a_sale_that_comes_by_card_and_by_line_is_applied_once) {
  EXPECT_TRUE(rc::check([] {
    State state = with_utility_keys();
    state.limits.hoarding = Money{};
    const auto sales =
        *rc::gen::container<std::vector<std::uint16_t>>(*rc::gen::inRange<std::size_t>(1, 8), rc::gen::nonZero<std::uint16_t>());
    Money sold;
    for (const auto amount : sales) sold += Money::minor(amount);
    const auto arrive = [&](std::uint32_t n, bool by_card) {
      const auto amount = sales[n - 1];
      const auto type = n == 1 ? CardType::open_account : CardType::purchase;
      const auto before = state.ledger;
      if (by_card) {
        apply(state, type, n, amount);
      } else {
        apply(state, n == 1 ? opening(n, amount) : recharge(n, amount));
      }
      const bool taken = state.ledger.credited != before.credited;
      RC_ASSERT(!taken || before.count.next() == SequenceNumber{n});
      RC_ASSERT(imbalance(state.ledger) == ExactMoney{});
    };
    const auto visits = *rc::gen::inRange(0, 60);
    for (int i = 0; i < visits; ++i) {
      arrive(*rc::gen::inRange<std::uint32_t>(1, static_cast<std::uint32_t>(sales.size()) + 1), *rc::gen::arbitrary<bool>());
    }
    for (std::uint32_t n = 1; n <= sales.size(); ++n) arrive(n, false);
    RC_ASSERT(state.ledger.credited == sold);
    RC_ASSERT(state.ledger.count.value() == sales.size());
  }));
}

}  // namespace
}  // namespace kwota::meter
