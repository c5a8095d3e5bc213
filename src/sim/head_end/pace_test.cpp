// Orders that switch load reach their meters one after the other, however many were given at once.
#include "sell/settings/declared.h"
#include "sim/head_end/test_town.h"

namespace kwota::sim {
namespace {

/// Li's meter and a utility that closes two relays a minute; one head-end for the whole day, for turns are its memory.
struct Paced : Town {
  Paced() {
    world->pass(Duration::minutes(1));  // what the deeds before took is over
    put(settings::always_counting(3, settings::SettingName::closings_a_minute, 2));
  }
  /// As many orders as if they were given for many meters: none of them replaces another.
  void order(std::int64_t which, const std::string& what) {
    books::MeterCommand row;
    row.number = which, row.meter = number, row.kind = books::CommandKind::relay;
    row.content = fmt::format(R"({{"order": "{}", "minutes": 60}})", what);
    row.created = row.not_before = clock.now(), row.deadline = clock.now() + Duration::hours(1);
    put(row);
  }
  std::string states() {
    std::string out;
    for (std::int64_t which = 1; which <= 4; ++which) out += word_of(command(which).state).substr(0, 1);
    return out;
  }

  head_end::HeadEnd office{
      {.books = *world->books, .vault = *world->vault, .schemes = *world->schemes, .clock = clock, .random = world->random, .open = line(), .moved = {}}};
};

TEST(PacedOrders, closings_wait_for_their_turn_and_the_line_is_not_opened_for_them) {
  Paced town;
  for (std::int64_t command = 1; command <= 3; ++command) town.order(command, "close");
  town.order(4, "protect");
  const auto began = town.clock.now();
  town.office.contact(town.number);
  EXPECT_EQ(town.states(), "dqqd") << "what switches no load waits for nobody";
  EXPECT_EQ((town.command(2).not_before - began).ms(), 30'000);
  EXPECT_EQ((town.command(3).not_before - began).ms(), 60'000);
  EXPECT_NE(town.command(3).evidence.find("its turn is at"), std::string::npos);
  town.office.contact(town.number);
  EXPECT_EQ(town.opened, 1);
  town.world->pass(Duration::seconds(31));
  town.office.contact(town.number);
  EXPECT_EQ(town.states(), "ddqd") << town.command(2).evidence;
  town.world->pass(Duration::seconds(30));
  town.office.contact(town.number);
  EXPECT_EQ(town.states(), "dddd");
}

}  // namespace
}  // namespace kwota::sim
