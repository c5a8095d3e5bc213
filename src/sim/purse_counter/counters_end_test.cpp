// A farmer's card that has counted as far as it can: nobody writes it any more, and its money is its holder's all the same.
#include "base/bytes.h"
#include "sim/purse_counter/wells.h"

namespace kwota::sim {
namespace {

class CountersEnd : public PurseCounter {
 protected:
  Money prepaid() {
    return office->read([](const books::Reader& books) -> Result<Money> { return -books.balance("prepaid/purse"); }).value();
  }
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

TEST_F(CountersEnd, what_is_taken_back_with_the_last_number_is_owed_and_after_it_nothing_is_and_the_account_is_closed_with_the_next_card) {
  issue("200.00");
  count_on_to(0xFFFD);
  const auto taken_back = [this](const char* amount) {
    const auto on_card = seen();
    return run("take_back", [&](const auto& reader, const auto& context) { return purse::deduct(reader, {.claim = claim(), .account = account, .amount = amount, .reason = "wrong", .seen = on_card}, context); });
  };
  const auto closing = [this] {
    const auto on_card = seen();
    return run("close_account", [&](const auto& reader, const auto& context) { return purse::order_closing(reader, {claim(), account, on_card, 0}, context); });
  };
  EXPECT_EQ(carry(*taken_back("40.00").order).condition.state, SaleStatus::applied) << "its last one";
  const auto refused = carry(*taken_back("30.00").order);
  ASSERT_TRUE(refused.written.cause) << refused.written.evidence;
  EXPECT_EQ(refused.written.cause->code, "purse_used_up");
  EXPECT_EQ(refused.condition.state, SaleStatus::reversed) << "nothing went off it, and nothing more is owed";
  const auto not_closed = carry(*closing().order);
  ASSERT_TRUE(not_closed.written.cause) << not_closed.written.evidence;
  EXPECT_EQ(not_closed.written.cause->code, "purse_used_up");
  EXPECT_EQ(not_closed.condition.state, SaleStatus::reversed);
  EXPECT_EQ(look().seen->balance, yuan(160));
  EXPECT_EQ(purse_row().balance, yuan(160));
  EXPECT_EQ(prepaid(), yuan(160));
  clock.advance(Duration::hours(1));
  EXPECT_EQ(carry(*lose_and_replace(8).order).condition.state, SaleStatus::applied) << "what could not be closed is in force still";
  clock.advance(Duration::hours(16 * 24));
  pay_over();
  EXPECT_EQ(look().seen->balance, yuan(160)) << "nothing is lost";
  EXPECT_EQ(carry(*closing().order).condition.state, SaleStatus::applied);
  const auto closed = run("close_account", [&](const auto& reader, const auto& context) { return purse::close_account(reader, {claim(), account, purse::no_card(), 0}, context); });
  EXPECT_EQ(closed.sale.tendered, -yuan(200));
}

}  // namespace
}  // namespace kwota::sim
