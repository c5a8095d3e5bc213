// The handheld's readings in virtual time, frame by frame as they go over the infrared light, against the bounds of the vectors.
#include "sim/line/wire_time.h"

#include <gtest/gtest.h>

#include "carry/dlt645/frame.h"

namespace kwota::sim {
namespace {

using namespace std::chrono_literals;
constexpr unsigned infrared = 1'200;
constexpr std::size_t record_bytes = 48;

Bytes question(std::uint8_t records) {
  return dlt645::encode({*dlt645::Address::parse("123456789012"), {dlt645::function::read}, {records, 0x01, 0xFA, 0x04, records, 0, 0, 0, 0}});
}
Bytes answer(std::uint8_t records) {
  Bytes data{records, 0x01, 0xFA, 0x04, records};
  data.resize(data.size() + records * record_bytes);
  return dlt645::encode({*dlt645::Address::parse("123456789012"), dlt645::Control{dlt645::function::read}.answer(), data}, 0);
}

struct Reading {
  WireTime wire;
  WireTime::Time now{};
  std::size_t bytes = 0;
  void exchange(const Bytes& asked, const Bytes& answered, WireTime::Time gap) {
    now = wire.send(now, infrared, asked.size());
    now = wire.send(now + gap, infrared, answered.size());
    bytes += asked.size() + answered.size();
  }
};

/// The vector's figure, in whole milliseconds; late by less than one, never early.
void takes(const Reading& reading, std::chrono::milliseconds bound) {
  EXPECT_GE(reading.now, bound);
  EXPECT_LT(reading.now, bound + 1ms);
  EXPECT_GE(reading.now.count() * infrared, static_cast<std::int64_t>(reading.bytes) * 11 * 1'000'000'000) << "sooner than its own bytes";
}

TEST(WireTime, a_thousand_records_take_their_536_seconds_and_with_gaps_546) {
  for (const auto gap : {0ms, 40ms}) {
    Reading reading;
    for (int i = 0; i < 250; ++i) reading.exchange(question(4), answer(4), gap);
    EXPECT_EQ(reading.bytes, 58'500u);
    takes(reading, gap == 0ms ? 536'250ms : 546'250ms);
  }
}

TEST(WireTime, one_record_takes_825_milliseconds) {
  for (const auto gap : {0ms, 40ms}) {
    Reading reading;
    reading.exchange(question(1), answer(1), gap);
    EXPECT_EQ(reading.bytes, 90u);
    takes(reading, gap == 0ms ? 825ms : 865ms);
  }
}

TEST(WireTime, who_speaks_into_an_answer_waits_for_its_end) {
  WireTime wire;
  const auto answered = wire.send(0ns, infrared, 100);
  EXPECT_EQ(wire.send(1ms, infrared), answered + WireTime::byte_time(infrared));
  EXPECT_EQ(wire.send(answered + 1s, 9'600), answered + 1s + WireTime::byte_time(9'600));
}

}  // namespace
}  // namespace kwota::sim
