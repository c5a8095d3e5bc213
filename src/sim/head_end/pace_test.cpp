// Orders that switch load reach their meters one after the other, however many were given at once.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sell/remote/link.h"
#include "serve/head_end/head_end.h"
#include "sim/field/test_script.h"

namespace kwota::sim {
namespace {

namespace fs = std::filesystem;
const fs::path logs = fs::path(KWOTA_SOURCE_DIR) / "tests" / "field";

class WorldClock final : public Clock {
 public:
  explicit WorldClock(const field::World& world) : world_(world) {}
  Instant now() const override { return world_.now(); }

 private:
  const field::World& world_;
};

/// Li's meter on a line, a technician, and a utility that closes two relays a minute.
struct Paced {
  Paced() {
    field::test::read(*world, logs, "li-has-an-account.setup");
    number = (*world->meter("Home"))->number;
    world->pass(Duration::minutes(1));  // what the deeds before took is over
    put(books::MeterLink{.meter = number, .address = "tcp://127.0.0.1:1"});
    put(books::Code{"constant", "closings_a_minute", "", "", "", "2", true});
  }
  template <class Row>
  void put(Row row) {
    const auto done = world->books->run({"test", "import", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
      return books::Decision<Done>{{{row}, {}}, Done{}};
    });
    ASSERT_TRUE(done.ok()) << done.error().what;
  }
  /// As many orders as if they were given for many meters: none of them replaces another.
  void order(std::int64_t command, const std::string& what) {
    books::MeterCommand row;
    row.number = command, row.meter = number, row.kind = "relay";
    row.content = fmt::format(R"({{"order": "{}", "minutes": 60}})", what);
    row.created = row.not_before = clock.now(), row.deadline = clock.now() + Duration::hours(1);
    put(row);
  }
  books::MeterCommand command(std::int64_t which) {
    return world->books->read([&](const books::Reader& books) -> Result<books::MeterCommand> { return *books.command(which); })
        .value();
  }
  std::string states() {
    std::string out;
    for (std::int64_t which = 1; which <= 4; ++which) out += command(which).state.substr(0, 1);
    return out;
  }
  head_end::OpenLine line() {
    return [this](const books::MeterLink&) -> Result<head_end::Exchange> {
      ++opened;
      return head_end::Exchange{[this](const iso7816::Command& command) -> Result<iso7816::Response> {
        auto question = dlt645::Exchange::begin(command).value();
        const auto answer = question.hear((*world->meter("Home"))->meter->hear_line(question.sends()));
        return answer ? Result<iso7816::Response>{*answer} : error(Fault::wire, "meter_silent", "no answer");
      }};
    };
  }

  std::unique_ptr<field::World> world = std::move(field::World::make(logs)).value();
  WorldClock clock{*world};
  MeterNumber number;
  int opened = 0;
  head_end::HeadEnd office{
      {.books = *world->books, .vault = *world->vault, .clock = clock, .random = world->random, .open = line(), .moved = {}}};
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
