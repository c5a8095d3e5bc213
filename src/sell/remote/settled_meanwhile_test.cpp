// What became of a command may be known before the conversation that sent it has ended.
#include "sell/remote/test_line.h"

namespace kwota::remote {
namespace {

TEST(RemoteQueue, what_the_meters_whole_word_has_settled_is_not_put_in_doubt_by_the_conversation_that_sent_it) {
  LineWorld world;
  const auto sold = world.sell_by_link("50.00");
  world.receive();
  const auto going = world.apply(sending(world.books, sold->command->number, "test", world.head_end_now()));
  ASSERT_TRUE(going.ok()) << going.error().code;
  world.li().take(*going->order);
  world.receive();
  const auto settled = world.command(sold);
  ASSERT_EQ(settled.state, books::CommandStatus::done);
  world.tell({.command = settled.number, .ended = Ended::in_doubt, .evidence = "No answer came.", .cause = error(Fault::wire, "meter_silent", "The meter does not answer."), .vault = "test"});
  EXPECT_EQ(world.command(sold).state, books::CommandStatus::done);
  EXPECT_EQ(world.command(sold).evidence, settled.evidence);
  EXPECT_EQ(world.state(sold->sale.number), "applied");
  EXPECT_EQ(world.next_now().step, Next::Step::nothing) << "nothing is sent once more";
}

}  // namespace
}  // namespace kwota::remote
