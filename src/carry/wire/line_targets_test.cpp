#include "carry/wire/line_targets.h"

#include <gtest/gtest.h>

namespace kwota::wire {
namespace {

bool permits(const LineTargets& targets, const std::string& link) { return targets.check(link).ok(); }

TEST(LineTargets, an_empty_list_opens_nothing_and_hears_who_dials_in) {
  const LineTargets none;
  EXPECT_EQ(none.check("tcp://127.0.0.1:5432").error().code, "line_target_not_allowed");
  EXPECT_EQ(none.check("serial:///dev/mem").error().code, "line_target_not_allowed");
  EXPECT_TRUE(permits(none, "concentrator:1307-00042/2"));
  EXPECT_TRUE(permits(none, "modem:13800000001"));
  EXPECT_EQ(none.check("http://x").error().code, "bad_link");
}

TEST(LineTargets, networks_hosts_ports_and_devices) {
  const auto targets = LineTargets::parse({"tcp://10.20.0.0/16", "tcp://10.9.0.7:2404", "tcp://Meters.example", "tcp://[fd00::]/8:9000", "serial:///dev/ttyUSB*",
                                           "serial:///dev/ttyS1"}).value();
  for (const auto* link : {"tcp://10.20.255.1:1", "tcp://10.9.0.7:2404", "tcp://meters.EXAMPLE:77", "tcp://[fd12::1]:9000", "serial:///dev/ttyUSB3?baud=9600",
                           "serial:///dev/ttyS1"})
    EXPECT_TRUE(permits(targets, link)) << link;
  for (const auto* link : {"tcp://10.21.0.1:1", "tcp://10.9.0.7:2405", "tcp://127.0.0.1:5432", "tcp://other.example:77", "tcp://[fd12::1]:9001", "tcp://169.254.169.254:80",
                           "serial:///dev/ttyS10", "serial:///dev/ttyUSB/../mem", "serial:///etc/passwd"})
    EXPECT_EQ(targets.check(link).error().code, "line_target_not_allowed") << link;
}

TEST(LineTargets, an_address_in_another_spelling_is_a_name_that_nobody_listed) {
  const auto targets = LineTargets::parse({"tcp://127.0.0.0/8"}).value();
  EXPECT_TRUE(permits(targets, "tcp://127.0.0.1:1"));
  for (const auto* link : {"tcp://0x7f000001:1", "tcp://2130706433:1", "tcp://127.1:1", "tcp://localhost:1", "tcp://[::ffff:127.0.0.1]:1"})
    EXPECT_FALSE(permits(targets, link)) << link;
}

TEST(LineTargets, what_is_no_place_is_refused) {
  for (const auto* entry : {"", "10.0.0.0/8", "tcp://", "tcp://10.0.0.0/33", "tcp://host/8", "tcp://host:port", "serial:///dev/../etc/*", "serial://ttyUSB0", "modem:x"})
    EXPECT_EQ(LineTargets::parse({entry}).error().code, "bad_line_target") << entry;
}

}  // namespace
}  // namespace kwota::wire
