// A meter that agrees to an order and shows afterwards what it showed before: a contactor that hangs, a memory that keeps nothing.
#include <gtest/gtest.h>

#include <map>

#include "carry/remote_vending/remote_vending.h"
#include "sim/meter/line_world.h"

namespace kwota::meter_line::test {
namespace {

/// Whatever was asked through these parties is answered once more as it was.
dialogue::Parties repeating(Line& world, std::map<std::string, dialogue::LineFrame>& heard) {
  auto all = world.parties();
  all.line = [honest = all.line, &heard](const dialogue::LineFrame& question) -> Result<dialogue::LineFrame> {
    const auto known = heard.find(to_hex(question.bytes));
    if (known != heard.end()) return known->second;
    return honest(question);
  };
  return all;
}

/// What the meter answers to that now.
template <class T>
std::map<std::string, dialogue::LineFrame> heard_of(Line& world, dialogue::Dialogue<T> question) {
  std::map<std::string, dialogue::LineFrame> heard;
  auto all = world.parties();
  all.line = [honest = all.line, &heard](const dialogue::LineFrame& asked) -> Result<dialogue::LineFrame> {
    auto answer = honest(asked);
    if (answer.ok()) heard.insert_or_assign(to_hex(asked.bytes), *answer);
    return answer;
  };
  EXPECT_TRUE(dialogue::run(std::move(question), all).ok());
  return heard;
}

TEST(OldAnswer, a_value_that_the_meter_agreed_to_and_does_not_show_is_not_said_to_be_written) {
  const auto world = opened_world();
  const dlt645::Identifier overdraft{dlt645::Edition::y2007, 0x04001003};
  auto before = heard_of(*world, dlt645::read_bytes(world->address(), overdraft));
  const auto written = dialogue::run(dlt645::write_item(world->station(), overdraft, "25.50", world->random1()), repeating(*world, before));
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().code, "not_written");
  EXPECT_EQ(written.error().again, Again::never) << "somebody looks at it first";
}

TEST(OldAnswer, a_contactor_that_still_shows_closed_after_a_trip_is_named) {
  const auto world = opened_world();
  ASSERT_EQ(world->deliver(world->order(2, 50'00)).outcome, dlt645::Outcome::done);
  const dlt645::RelayOrder close{.order = 0x1C, .valid_until = {0, 0, 0x13, 0x20, 0x11, 0x26}}, trip{.order = 0x1A, .valid_until = close.valid_until};
  ASSERT_FALSE(dialogue::run(dlt645::switch_relay(world->station(), close, world->random1()), world->parties())->open);
  auto before = heard_of(*world, dlt645::read_run_state(world->address()));
  const auto tripped = dialogue::run(dlt645::switch_relay(world->station(), trip, world->random1()), repeating(*world, before));
  ASSERT_FALSE(tripped.ok());
  EXPECT_EQ(tripped.error().code, "order_not_carried_out");
  EXPECT_EQ(tripped.error().again, Again::never) << "somebody looks at the contactor first";
}

}  // namespace
}  // namespace kwota::meter_line::test
