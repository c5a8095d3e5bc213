// A well whose module, or whose meter, was exchanged, read by the handheld that knew the one before.
#include "sim/pump/test_handheld.h"

namespace kwota::sim::by_light {
namespace {

TEST(Handheld, the_first_watering_of_a_new_module_is_number_nothing_and_comes_home_too) {
  Pump pump;
  Handheld device;
  EXPECT_EQ(device.at(pump, a_visit)->kept, 0u);
  pump.waterings(1, 0);
  EXPECT_EQ(device.at(pump, a_visit)->kept, 1u);
  EXPECT_EQ(device.at(pump, a_visit)->kept, 0u);
  pump.waterings(2, 1);
  EXPECT_EQ(device.at(pump, a_visit)->kept, 2u);
  has_each_once(device, pump, 0, 2);
}

TEST(Handheld, a_pump_with_another_module_numbers_anew_and_is_read_all_the_same) {
  Pump pump;
  pump.waterings(20, 901);
  Handheld device;
  ASSERT_TRUE(device.at(pump, a_visit).ok());
  pump.waterings(6, 1);
  const auto reading = device.at(pump, a_visit);
  EXPECT_TRUE(reading->began_anew);
  EXPECT_EQ(reading->kept, 6u);
  EXPECT_EQ(device.known(pump).last_number(), 6u);
  pump.waterings(1, 7);
  EXPECT_EQ(device.at(pump, a_visit)->kept, 1u);
  for (const std::uint32_t former : {20u, 18u}) {
    Pump fresh;
    fresh.waterings(former, 901);
    fresh.waterings(7, 5);
    Handheld newcomer;
    EXPECT_EQ(newcomer.at(fresh, a_visit)->kept, former + 7) << "whether a frame ends with the old numbers or not";
    EXPECT_EQ(newcomer.at(fresh, a_visit)->kept, 0u);
  }
}

TEST(Handheld, a_new_module_that_has_passed_the_numbers_of_the_one_before_hides_none_of_its_own) {
  for (const std::uint32_t now : {20u, 21u, 35u, 400u}) {
    Pump pump;
    pump.waterings(21, 0);
    Handheld device;
    ASSERT_TRUE(device.at(pump, a_visit).ok());
    pump.day = 21;
    pump.waterings(now, 0);
    Light light;
    const auto reading = device.at(pump, light, a_visit);
    ASSERT_TRUE(reading.ok());
    EXPECT_TRUE(reading->began_anew) << now;
    EXPECT_EQ(reading->kept, now);
    EXPECT_EQ(reading->missed, 0u);
    EXPECT_LE(light.exchanges, 4 + 12 + (now + 3) / 4) << "where it began is found by halves";
    EXPECT_EQ(device.known(pump).last_number(), now - 1);
    EXPECT_EQ(device.at(pump, a_visit)->kept, 0u);
    pump.waterings(2, now);
    EXPECT_EQ(device.at(pump, a_visit)->kept, 2u) << "from then on only what is new";
  }
}

TEST(Handheld, what_the_module_before_has_left_unread_comes_home_though_the_new_one_numbers_as_it_did) {
  for (const std::uint32_t read_before : {0u, 1u, 60u, 99u, 100u})
    for (const std::uint32_t now : {1u, 3u, 4u, 40u, 99u, 100u, 250u}) {
      const auto where = std::to_string(read_before) + " read before, then " + std::to_string(now);
      Pump pump;
      Handheld device;
      pump.waterings(read_before, 0);
      if (read_before > 0) { ASSERT_TRUE(device.at(pump, a_visit).ok()); }
      pump.waterings(100 - read_before, read_before);
      pump.day = 21;
      pump.waterings(now, 0);
      const auto reading = device.at(pump, a_visit);
      ASSERT_TRUE(reading.ok()) << where;
      EXPECT_EQ(reading->kept, 100 - read_before + now) << where;
      EXPECT_EQ(device.at(pump, a_visit)->kept, 0u) << where;
      pump.waterings(1, now);
      EXPECT_EQ(device.at(pump, a_visit)->kept, 1u) << where;
    }
}

TEST(Handheld, light_that_breaks_while_two_modules_numbers_are_read_loses_none_of_either) {
  for (std::size_t cut = 200; cut < 2'600; cut += 37) {
    Pump pump;
    Handheld device;
    pump.waterings(20, 0);
    pump.day = 21;
    pump.waterings(6, 0);
    Light broken{.wire = {}, .now = {}, .breaks_at = cut};
    static_cast<void>(device.at(pump, broken, a_visit));
    ASSERT_TRUE(device.at(pump, a_visit).ok()) << cut;
    std::set<Bytes> each;
    for (const Entry& entry : device.entries(pump))
      if (entry.kind == Kind::usage) { EXPECT_TRUE(each.insert(entry.bytes).second) << cut; }
    EXPECT_EQ(each.size(), 26u) << cut;
  }
}

TEST(Handheld, a_user_of_a_new_module_is_acknowledged_and_released_whoever_had_his_number_before) {
  const auto hung_record = [](std::uint8_t day, pump::TerminalNumber terminal) {
    pump::HungRecord record{.number = 3, .card = FarmersCard{}.serial, .start = {26, 11, day, 8, 0, 0}, .offline = day, .terminal = terminal};
    const auto image = *pump::encode(record);
    return Entry{Kind::hung, Instant::from_ms(1), Bytes(image.begin(), image.end())};
  };
  const Bytes number{3, 0, 0, 0};
  std::vector<Entry> entries{hung_record(20, {1}), {Kind::hung_acknowledged, {}, number}, {Kind::hung_released, {}, number}};
  EXPECT_TRUE(Known{entries}.is_acknowledged(3));
  entries.push_back(hung_record(21, {2}));
  EXPECT_FALSE(Known{entries}.is_acknowledged(3));
  EXPECT_FALSE(Known{entries}.is_released(3));
  entries.push_back({Kind::hung_acknowledged, {}, number});
  EXPECT_TRUE(Known{entries}.is_acknowledged(3));
  EXPECT_TRUE(Known{handheld::remembered(entries)}.is_acknowledged(3)) << "after its store was cleared, too";
}

TEST(Handheld, where_the_meter_was_exchanged_between_two_visits_the_new_one_is_read_whole_and_the_old_one_is_kept) {
  Pump before;
  before.waterings(20);
  Handheld device;
  ASSERT_TRUE(device.at(before, everything).ok());
  Pump now{130'500'000'099, {0x13, 0x01, 0x20, 0, 0, 0x02}};
  now.waterings(5);  // numbers that the one before had, too
  const auto reading = device.at(now, everything);
  ASSERT_TRUE(reading.ok());
  EXPECT_EQ(device.count(now, Kind::usage), 5u) << "what is known of the one before hides nothing";
  EXPECT_EQ(reading->missed, 0u) << "and makes no gap";
  EXPECT_FALSE(reading->began_anew);
  EXPECT_EQ(device.count(before, Kind::usage), 20u) << "each meter has its own file";
  EXPECT_EQ(device.known(before).last_number(), 20u);
  now.waterings(2, 6);
  EXPECT_EQ(device.at(now, a_visit)->kept, 2u) << "from then on only what is new";
}

}  // namespace
}  // namespace kwota::sim::by_light
