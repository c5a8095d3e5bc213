#include "meter/dlt645/pump_line.h"

#include "meter/pump/test_well.h"

namespace kwota::meter_line {
namespace {

using meter::test::FarmersCard;
using meter::test::Well;

struct LineOfAWell {
  Well well;
  dlt645::Address address = *dlt645::Address::parse("123456789012");
  PumpLine line{*well.pump, address};

  std::string ask(std::uint8_t control, std::string_view data, bool infrared = false) {
    const Bytes question = dlt645::encode({address, {control}, hex(data)});
    const Bytes answer = infrared ? line.receive_infrared(question) : line.receive(question);
    const auto frame = dlt645::decode(answer);
    if (!frame.ok()) return "silent";
    return (frame->frame.control.error() ? "refused " : "") + to_hex(frame->frame.data);
  }
  /// What stands behind an item, in words.
  std::string reading(std::uint32_t identifier, std::string_view after = "") {
    const dlt645::Identifier item{dlt645::Edition::y2007, identifier};
    const std::string answer = ask(0x11, to_hex(dlt645::wire(item)) + std::string{after});
    if (answer.size() < 8 || answer.starts_with("refused")) return answer;
    const auto values = dlt645::read_values(item, hex(answer.substr(8)));
    return values.ok() ? dlt645::text_of(*values) : values.error().code;
  }
};

TEST(PumpLine, gives_a_record_in_the_frame_of_the_published_vector) {
  LineOfAWell pump;
  pump::Image<pump::UsageRecord> record{};
  std::ranges::copy(hex("010000001700000000050113003008010626306300904612003412005018006606000034930000262E51850001011C15"),
                    record.begin());
  pump.well.pump->store().usage().append(record);
  EXPECT_EQ(to_hex(pump.line.receive(hex("FEFEFEFE6812907856341268110934342D3734343333336D16"))),
            "6812907856341268913534342D3734343333334A3333333338344633633B343959639633C3794533674533834B339939333367C63333596184B8"
            "3334344F482B16");
}

TEST(PumpLine, tells_what_a_handheld_reads_at_a_visit) {
  LineOfAWell pump;
  FarmersCard card;
  pump.well.swipe(card);
  pump.well.run(100, 17);
  pump.well.swipe(card);
  pump.well.run(11);
  pump.well.swipe(card);
  pump.well.run(100, 17);
  pump.well.run(300);
  card.area = 1;
  FarmersCard stranger;
  stranger.serial.bytes[0] = 0x14;
  pump.well.swipe(stranger);

  EXPECT_EQ(pump.reading(0x04FA0000), "oldest 16, newest 17, record_size 48, capacity 1000");
  EXPECT_TRUE(pump.reading(0x04FA0104, "0416000000")
                  .starts_with("records 2, number 16, card 1301260000000017, start 2026-11-20 12:00:00, seconds 100 s, "
                               "total 1.70 kWh, energy 1.70 kWh, water 0.0 m3, amount 0.85 currency, after 99.15 currency, tac "))
      << pump.reading(0x04FA0104, "0416000000");
  EXPECT_EQ(pump.reading(0x04FA0101, "0118000000"), "0") << "the end";
  EXPECT_TRUE(pump.reading(0x04FA0701, "0100000000").starts_with("records 1, number 17, card 1301260000000017"))
      << pump.reading(0x04FA0701, "0100000000");
  EXPECT_TRUE(
      pump.reading(0x04FA0200)
          .starts_with("address 123456789012, clock 2026-11-20 12:08:31, state idle, hung_users 1, key_version 1, price_set 1"))
      << pump.reading(0x04FA0200);
  EXPECT_EQ(pump.reading(0x04FA0501), "5 min");
  EXPECT_TRUE(pump.reading(0x04FA0A01).starts_with("records 1, at 2026-11-20 12:08:31, card 1401260000000017, cause area_or_county"))
      << pump.reading(0x04FA0A01);
  EXPECT_TRUE(pump.reading(0x04FA0901).starts_with("records 1, at 2026-11-20 12:00:00")) << pump.reading(0x04FA0901);
  EXPECT_EQ(pump.reading(0x04FA0801), "0");
  EXPECT_EQ(pump.reading(0x0400010C), "2026-11-20 12:08:31");
}

TEST(PumpLine, a_question_in_another_form_is_refused_and_changes_nothing) {
  LineOfAWell pump;
  EXPECT_EQ(pump.ask(0x11, "0401FA04"), "refused 02") << "from which number?";
  EXPECT_EQ(pump.ask(0x11, "0401FA040301000000"), "refused 02") << "four or three?";
  EXPECT_EQ(pump.ask(0x11, "0501FA040501000000"), "refused 02") << "no frame holds five";
  EXPECT_EQ(pump.ask(0x11, "0401FA04041A000000"), "refused 02") << "no digits";
  EXPECT_EQ(pump.ask(0x11, "0A05FA04"), "refused 02") << "there are nine parameters";
  EXPECT_EQ(pump.ask(0x14, "0105FA04"), "refused 04");
  EXPECT_EQ(pump.ask(0x1C, "00"), "silent");
}

TEST(PumpLine, a_stranger_at_the_infrared_port_hears_address_clock_and_head) {
  LineOfAWell pump;
  EXPECT_EQ(pump.ask(0x11, "0401FA040400000000", true), "refused 04");
  EXPECT_EQ(pump.ask(0x11, "0002FA04", true).size(), 2u * (4 + 32));
  EXPECT_EQ(pump.ask(0x13, "", true), "129078563412");
}

}  // namespace
}  // namespace kwota::meter_line
