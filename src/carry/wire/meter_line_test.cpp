// Names of lines to meters.
#include "carry/wire/meter_line.h"

#include <gtest/gtest.h>

namespace kwota::wire {
namespace {

TEST(LinkNames, a_port_of_a_network_and_a_serial_port_with_its_speed) {
  const auto network = LinkName::parse("tcp://meters.example:8645");
  ASSERT_TRUE(network.ok());
  EXPECT_EQ(network->host, "meters.example");
  EXPECT_EQ(network->port, "8645");
  const auto serial = LinkName::parse("serial:///dev/ttyUSB0?baud=9600");
  ASSERT_TRUE(serial.ok());
  EXPECT_EQ(serial->device, "/dev/ttyUSB0");
  EXPECT_EQ(serial->baud, 9600U);
  EXPECT_EQ(LinkName::parse("serial:///dev/ttyS1")->baud, 2400U) << "as meters are made";
}

TEST(LinkNames, those_that_dial_in_are_named_by_who_they_are) {
  const auto port = LinkName::parse("concentrator:1307-00042/2");
  ASSERT_TRUE(port.ok());
  EXPECT_TRUE(port->dials_in());
  EXPECT_EQ(port->outlet, 2);
  EXPECT_EQ(presence_of(*port), "concentrator:1307-00042");
  const auto module = LinkName::parse("modem:13800000001");
  ASSERT_TRUE(module.ok());
  EXPECT_EQ(presence_of(*module), "modem:13800000001");
}

TEST(LinkNames, anything_else_is_refused) {
  for (const auto* text :
       {"", "tcp://", "tcp://host", "tcp://:80", "tcp://host:", "tcp://host:80x", "udp://host:80", "concentrator:1307-00042",
        "concentrator:1307-00042/0", "concentrator:1307-00042/64", "concentrator:1307/1", "modem:", "modem:a b", "modem:../x",
        "tcp://host:70000", "serial://ttyUSB0", "serial:///dev/ttyUSB0?baud=2401", "serial:///dev/ttyUSB0?baud=", "/dev/ttyUSB0"})
    EXPECT_EQ(LinkName::parse(text).error().code, "bad_link") << text;
}

TEST(MeterLines, a_line_that_is_not_there_is_said_with_its_name) {
  const auto missing = MeterLine::open("serial:///dev/no-such-port", {});
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().code, "link_failed");
  EXPECT_EQ(missing.error().details.at("link"), "serial:///dev/no-such-port");
}

}  // namespace
}  // namespace kwota::wire
