// Two wells, a counter and a handheld, in every order: a farmer's card was pulled after its debit at the mill, before the pump heard of it. Whoever hears what
// first, he pays once, and the books come to the same end.
#include <algorithm>

#include "sim/purse_counter/wells.h"

namespace kwota::sim {
namespace {

enum class Event : std::uint8_t { waters_at_the_road, is_looked_at, mill_comes_home, road_comes_home };
using Order = std::array<Event, 4>;

std::vector<Order> orders() {
  Order order{Event::waters_at_the_road, Event::is_looked_at, Event::mill_comes_home, Event::road_comes_home};
  std::vector<Order> all;
  do all.push_back(order);
  while (std::ranges::next_permutation(order).found);
  return all;
}

class Interleaving : public Wells, public testing::WithParamInterface<Order> {
 protected:
  /// The debit is done; its answer never reaches the pump.
  void pulled_after_the_debit() {
    ASSERT_EQ(mill.well.swipe(in_hand()).refusal, PumpRefusal::none);
    mill.well.run(1'000, usual);
    constexpr std::uint8_t debit_for_unlock = 0x7E;
    auto whole = in_hand();
    bool gone = false;
    mill.well.swipe([&](ByteView command) {
      if (gone) return Bytes{};
      const auto answer = whole(command);
      gone = command[1] == debit_for_unlock;
      return gone ? Bytes{} : answer;
    });
    ASSERT_TRUE(gone) << "no debit was asked";
    mill.well.run(400);
  }
  void happens(Event event) {
    switch (event) {
      case Event::waters_at_the_road: return water(road, 2'000);
      case Event::is_looked_at: return static_cast<void>(look());
      case Event::mill_comes_home: reader.read(mill); break;
      case Event::road_comes_home: reader.read(road); break;
    }
    bring_home();
  }
};

TEST_P(Interleaving, a_debit_that_nobody_heard_of_is_paid_once) {
  pulled_after_the_debit();
  for (const auto event : GetParam()) happens(event);
  for (const auto event : {Event::mill_comes_home, Event::road_comes_home}) happens(event);
  look();
  EXPECT_EQ(ledger_of("used/irrigation"), -Money::minor(3'00));
  EXPECT_EQ(-ledger_of("prepaid/purse"), look().seen->balance) << "the liability is what lies on the card";
  books_stand();
}

INSTANTIATE_TEST_SUITE_P(in_every_order, Interleaving, testing::ValuesIn(orders()));

}  // namespace
}  // namespace kwota::sim
