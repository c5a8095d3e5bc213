// Prices by time of use over the line: zones, day tables, holidays and four rates are written into the sets that are not in
// force, and both change over in their minute.
#include "models/ddzy1352.h"
#include "sim/meter/line_world.h"

namespace kwota::meter_line::test {
namespace schedule_test {

/// A meter with four rates, at noon of Friday, 20 November 2026.
struct TimeOfUse {
  Line line{1, dlt645::read_data_max, World::Keys::utility, models::ddzy1352};

  TimeOfUse() { EXPECT_EQ(line.deliver(line.order(1, 100'00, true)).outcome, dlt645::Outcome::done); }

  Result<dlt645::Value> write(std::uint32_t item, const std::string& value) {
    const Identifier identifier{dlt645::Edition::y2007, item};
    return dialogue::run(dlt645::write_item(line.station(), identifier, value, line.random1()), line.parties());
  }
  std::string read(std::uint32_t item) {
    const auto bytes = dialogue::run(dlt645::read_bytes(line.address(), {dlt645::Edition::y2007, item}), line.parties());
    return bytes.ok() ? to_hex(*bytes) : bytes.error().code;
  }
  void go(std::uint8_t month, std::uint8_t day, std::uint8_t hour) {
    const auto to = *meter::clock_of({.year = 26, .month = month, .day = day, .hour = hour});
    line.pass(to.seconds - line.now.seconds);
  }
};

/// `rows`, and the last of them again until there are fourteen.
std::string list(std::vector<std::string> rows) {
  rows.resize(14, rows.back());
  std::string text;
  for (const auto& row : rows) text += row;
  return text;
}

const std::string night_and_day = list({"030008", "040022"});                        // rate, minute, hour
const std::string with_a_peak = list({"030008", "013017", "030021", "040022"});
const std::string summer_and_winter = list({"010104", "020110"});                    // table, day, month

TEST(TimeOfUse, a_schedule_and_four_prices_are_written_and_come_into_force_in_their_minute) {
  TimeOfUse world;
  EXPECT_EQ(world.read(0x04000204), "04");
  for (const auto& [item, value] : std::vector<std::pair<std::uint32_t, std::string>>{{0x04020000, summer_and_winter},
                                                                                      {0x04020001, night_and_day},
                                                                                      {0x04020002, with_a_peak},
                                                                                      {0x04030001, "01251126"},
                                                                                      {0x04050201, "1.0000"},
                                                                                      {0x04050202, "0.8000"},
                                                                                      {0x04050203, "0.6000"},
                                                                                      {0x04050204, "0.4000"},
                                                                                      {0x04000106, "2026-11-21 00:00"},
                                                                                      {0x04000108, "2026-11-21 00:00"}}) {
    const auto written = world.write(item, value);
    ASSERT_TRUE(written.ok()) << std::hex << item << written.error().code;
  }
  EXPECT_EQ(world.read(0x04000107), "0000211126") << "zones and day tables change over together";
  EXPECT_EQ(world.line.meter->rate(), 1) << "not yet";
  world.go(11, 21, 0);
  EXPECT_EQ(world.read(0x04010002), with_a_peak) << "now it is the set in force";
  const auto used_at = [&](std::uint8_t day, std::uint8_t hour) {
    world.go(11, day, hour);
    const auto before = world.line.meter->state().ledger.balance;
    world.line.meter->consume(Energy::kwh(1));
    return (before - world.line.meter->state().ledger.balance).whole();
  };
  EXPECT_EQ(used_at(24, 18), Money::minor(100));
  EXPECT_EQ(used_at(24, 23), Money::minor(40));
  EXPECT_EQ(used_at(25, 18), Money::minor(60)) << "a holiday has no peak";
  EXPECT_EQ(world.read(0x00010100), "00010000") << "one kWh at the peak";
  EXPECT_EQ(world.read(0x0001FF00), "0003000000010000000000000001000000010000");
  EXPECT_EQ(world.read(0x0280000B), "00600000");
}

TEST(TimeOfUse, what_is_no_schedule_is_refused_and_the_old_one_counts) {
  TimeOfUse world;
  EXPECT_EQ(world.write(0x04010000, summer_and_winter).error().code, "meter_refused") << "nobody writes the set in force";
  EXPECT_EQ(world.write(0x04020001, list({"0A0008"})).error().code, "meter_refused") << "no BCD";
  EXPECT_EQ(world.write(0x04030001, "01302626").error().code, "meter_refused") << "no such day";
  EXPECT_EQ(world.write(0x04020009, night_and_day).error().code, "meter_refused") << "eight tables";
  ASSERT_TRUE(world.write(0x04020000, summer_and_winter).ok());
  EXPECT_EQ(world.write(0x04000106, "2026-11-21 00:00").error().code, "meter_refused") << "its tables are missing";
  ASSERT_TRUE(world.write(0x04020001, night_and_day).ok());
  ASSERT_TRUE(world.write(0x04020002, list({"050008"})).ok());
  EXPECT_EQ(world.write(0x04000106, "2026-11-21 00:00").error().code, "meter_refused") << "a fifth rate";
  EXPECT_EQ(world.line.meter->rate(), 1);
}

TEST(TimeOfUse, a_meter_of_one_rate_has_no_such_data) {
  Line line;
  const auto answer = dialogue::run(dlt645::read_bytes(line.address(), {dlt645::Edition::y2007, 0x04010000}), line.parties());
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, "meter_refused");
}

}  // namespace schedule_test
}  // namespace kwota::meter_line::test
