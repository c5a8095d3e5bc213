// A farmer's card that has counted as far as it can: nobody writes it any more, and its money is its holder's all the same.
#include "base/bytes.h"
#include "sim/purse_counter/wells.h"

namespace kwota::sim {
namespace {

class CountersEnd : public PurseCounter {
 protected:
  /// As after so many loads.
  void count_on_to(std::uint16_t online) {
    auto worn = card->state();
    put_be16(worn.mf.directories.at(0).find_file(0x0002)->content.data() + 4, online);
    card = std::make_unique<CardOs>(card_in_memory(worn, random));
    run("sell", [&](const books::Reader& books, const auto&) -> Result<books::Decision<Done>> {
      auto purse = books.last<books::Purse>(account).value();
      purse.n = SequenceNumber{online};
      return books::Decision<Done>{{{purse}, {}}, Done{}};
    });
  }
};

TEST_F(CountersEnd, the_last_number_is_used_and_after_it_the_money_goes_back_and_the_rest_to_the_next_card) {
  issue("200.00");
  count_on_to(0xFFFD);
  EXPECT_EQ(carry(*book("50.00").order).condition.state, SaleStatus::applied) << "its last one";
  const auto booked = book("30.00");
  const auto refused = carry(*booked.order);
  ASSERT_TRUE(refused.written.cause) << refused.written.evidence;
  EXPECT_EQ(refused.written.cause->code, "purse_used_up");
  EXPECT_EQ(refused.condition.state, SaleStatus::reversed) << "the money goes back at once";
  EXPECT_EQ(look().seen->balance, yuan(250)) << "a look is no transaction";
  EXPECT_EQ(purse_row().balance, yuan(250));
  clock.advance(Duration::hours(1));
  const auto replaced = lose_and_replace(8);
  EXPECT_EQ(carry(*replaced.order).condition.state, SaleStatus::applied);
  clock.advance(Duration::hours(16 * 24));
  pay_over();
  EXPECT_EQ(look().seen->balance, yuan(250)) << "nothing is lost";
}

}  // namespace
}  // namespace kwota::sim
