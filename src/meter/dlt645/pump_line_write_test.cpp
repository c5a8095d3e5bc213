// A handheld at a pump's infrared port: both prove themselves, then it reads all and brings what it has.
#include "meter/dlt645/pump_line.h"
#include "meter/pump/test_well.h"

namespace kwota::meter_line {
namespace {

using meter::test::FarmersCard;
using meter::test::Well;
using seal::infrared::Block;
using seal::infrared::Duty;
namespace function = dlt645::function;
namespace security = dlt645::security;

const seal::Key county = seal::Key::des(hex("0C6F64594386BDBFC4DEEBDD870A707C"));
const MeterNumber number = MeterNumber::from(123'456'789'012);

struct PumpByLight {
  Well well;
  dlt645::Address address = *dlt645::Address::parse("123456789012");
  seal::infrared::Encipher ours = seal::infrared::encipher_under(county, number);
  std::uint8_t dice = 0;
  PumpLine line{*well.pump,
                address,
                {seal::infrared::encipher_under(county, number), [this] { return Block{++dice, 2, 3, 4, 5, 6, 7, 8}; }, {}}};
  Block random2{};

  bool by_wires = false;  ///< and not through the window

  std::string ask(std::uint8_t control, const Bytes& data) {
    const Bytes question = dlt645::encode({address, {control}, data});
    const auto frame = dlt645::decode(by_wires ? line.receive(question) : line.receive_infrared(question));
    if (!frame.ok()) return "silent";
    return (frame->frame.control.error() ? "refused " : "") + to_hex(frame->frame.data);
  }
  static Bytes reversed(const Block& block) { return {block.rbegin(), block.rend()}; }
  dlt645::InfraredGreeting greet(const Block& random1 = {9, 9, 9, 9, 1, 2, 3, 4}) {
    const auto answer = hex(ask(function::security, dlt645::security_request(security::greet_infrared, {}, reversed(random1))));
    const auto greeting = *dlt645::decode_greeting(ByteView{answer}.subspan(4));
    random2 = greeting.random2;
    return greeting;
  }
  std::string prove(const Block& proof) {
    return ask(function::security, dlt645::security_request(security::open_infrared, {}, reversed(proof)));
  }
  std::string open() {
    greet();
    return prove(*ours(Duty::handheld, random2));
  }
  Bytes order(std::uint32_t item, std::string_view data) {
    Bytes all = dlt645::wire({dlt645::Edition::y2007, item});
    append(all, hex("99000000"
                    "04030201"));
    append(all, hex(data));
    append(all, *seal::infrared::write_code(ours, random2, all));
    return all;
  }
  std::string write(std::uint32_t item, std::string_view data) { return ask(function::write, order(item, data)); }
  std::string read(std::uint32_t item, std::string_view after = "") {
    Bytes data = dlt645::wire({dlt645::Edition::y2007, item});
    append(data, hex(after));
    return ask(function::read, data);
  }
  /// Waters and walks away.
  FarmersCard one_hangs() {
    FarmersCard card;
    well.swipe(card);
    well.run(100, 17);
    well.run(300);
    return card;
  }
};

TEST(PumpByLight, the_pump_proves_itself_first_and_then_the_handheld) {
  PumpByLight pump;
  const Block random1{1, 1, 2, 3, 5, 8, 13, 21};
  const auto greeting = pump.greet(random1);
  EXPECT_EQ(greeting.meter, number);
  EXPECT_EQ(greeting.cipher, *pump.ours(Duty::meter, random1));
  EXPECT_EQ(pump.read(0x04FA0000), "refused 04");
  EXPECT_EQ(pump.prove(*pump.ours(Duty::handheld, greeting.random2)), "FF030007");
  EXPECT_EQ(pump.read(0x04FA0000).substr(0, 8), "0000FA04");
  pump.well.run(301);
  EXPECT_EQ(pump.read(0x04FA0000), "refused 04") << "it was silent for five minutes";
}

TEST(PumpByLight, a_proof_is_good_once_and_for_its_greeting_only) {
  PumpByLight pump;
  const auto first = pump.greet(), second = pump.greet();
  EXPECT_EQ(pump.prove(*pump.ours(Duty::handheld, first.random2)), "refused 0800");
  EXPECT_EQ(pump.prove(*pump.ours(Duty::handheld, second.random2)), "refused 0800")
      << "the greeting was used up by the wrong answer";
  const auto third = pump.greet();
  EXPECT_EQ(pump.prove(*pump.ours(Duty::meter, third.random2)), "refused 0800") << "what proves the pump proves no handheld";
  EXPECT_EQ(pump.open(), "FF030007");
  EXPECT_EQ(pump.prove(*pump.ours(Duty::handheld, pump.random2)), "refused 0800");
}

TEST(PumpByLight, a_black_list_comes_in_pieces_and_is_in_force_when_all_of_it_is_there) {
  PumpByLight pump;
  const CardSerial lost_before{{0, 0, 0, 0, 0, 0, 0, 0x77}}, lost{{0, 0, 0, 0, 0, 0, 0, 0x99}}, lost_later{{0, 0, 0, 0, 0, 0, 0, 0x88}};
  ASSERT_TRUE(pump.well.pump->extend_black_list(3, {&lost_before, 1}));
  FarmersCard card;
  pump.well.swipe(card);
  ASSERT_TRUE(pump.well.pump->relay_closed());
  pump.open();
  const auto& store = pump.well.pump->store();
  EXPECT_EQ(pump.write(0x04FA0400, "1203019900000000000000"), "refused 01") << "that edition was not begun";
  EXPECT_EQ(pump.write(0x04FA0400, "120300"), "");
  EXPECT_EQ(pump.write(0x04FA0400, "1203019900000000000000"), "");
  EXPECT_EQ(pump.write(0x04FA0400, "1203011700000000260113"), "");
  EXPECT_TRUE(pump.well.pump->relay_closed()) << "he who waters stands on it, and it does not count yet";
  EXPECT_EQ(pump.read(0x04FA0300), "0003FA040300") << "the former one does";
  EXPECT_TRUE(store.is_black(lost_before));
  EXPECT_FALSE(store.is_black(lost));
  EXPECT_EQ(pump.write(0x04FA0F00, "12030300"), "refused 01") << "it has two";
  EXPECT_EQ(pump.write(0x04FA0F00, "13030200"), "refused 01") << "of another edition";
  EXPECT_EQ(pump.write(0x04FA0F00, "12030200"), "");
  EXPECT_EQ(pump.write(0x04FA0F00, "12030200"), "") << "its answer may have been lost";
  EXPECT_FALSE(pump.well.pump->relay_closed());
  EXPECT_EQ(pump.read(0x04FA0300), "0003FA041203");
  EXPECT_TRUE(store.is_black(lost));
  EXPECT_FALSE(store.is_black(lost_before));
  EXPECT_EQ(pump.write(0x04FA0400, "1203018800000000000000"), "") << "one more of the edition that is there";
  EXPECT_TRUE(store.is_black(lost_later));
  EXPECT_EQ(pump.write(0x04FA0400, "1103018800000000000000"), "refused 01") << "an older edition";
  EXPECT_EQ(pump.write(0x04FA0400, "1203028800000000000000"), "refused 01") << "it says two and brings one";
}

TEST(PumpByLight, a_black_list_that_lost_its_pump_the_power_is_begun_anew) {
  PumpByLight pump;
  pump.open();
  EXPECT_EQ(pump.write(0x04FA0400, "120300"), "");
  EXPECT_EQ(pump.write(0x04FA0400, "1203019900000000000000"), "");
  ASSERT_TRUE(pump.well.pump->power_on(pump.well.now));
  EXPECT_EQ(pump.write(0x04FA0F00, "12030100"), "refused 01");
  EXPECT_EQ(pump.write(0x04FA0400, "1203019900000000000000"), "refused 01");
  EXPECT_EQ(pump.read(0x04FA0300), "0003FA040000");
}

TEST(PumpByLight, who_hangs_is_acknowledged_or_released_by_the_number_of_his_watering) {
  PumpByLight pump;
  pump.one_hangs();
  ASSERT_EQ(pump.well.pump->hung(), 1u);
  pump.open();
  EXPECT_EQ(pump.write(0x04FA0B00,
                       "0216000000"
                       "99000000"),
            "")
      << "of one nothing is known any more";
  EXPECT_EQ(pump.well.pump->hung(), 0u) << "his slot may be given away";
  EXPECT_EQ(pump.well.pump->store().hung(0).record.progress, pump::Progress::hung);
  EXPECT_EQ(pump.write(0x04FA0D00, "0116000000"), "");
  EXPECT_EQ(pump.write(0x04FA0D00, "0116000000"), "") << "its answer may have been lost";
  EXPECT_EQ(pump.well.pump->store().hung(0).record.progress, pump::Progress::released);
}

TEST(PumpByLight, changes_and_card_faults_are_marked_up_to_a_number_and_never_back) {
  PumpByLight pump;
  pump.well.pump->set_parameter(meter::PumpParameter::idle_minutes, 7);
  pump.open();
  const auto changes = pump.well.pump->list_marks().changes;
  ASSERT_GE(changes, 2u);
  ASSERT_LT(changes, 10u);
  const auto mark = [&](std::uint32_t number) { return pump.write(0x04FA0B09, "010" + std::to_string(number) + "000000"); };
  EXPECT_EQ(mark(changes), "");
  EXPECT_EQ(mark(changes), "") << "its answer may have been lost";
  EXPECT_EQ(mark(1), "");
  EXPECT_EQ(pump.well.pump->list_marks().changes_acknowledged, changes);
  EXPECT_EQ(mark(changes + 1), "") << "of one that is not there yet nothing is known";
  EXPECT_EQ(pump.well.pump->list_marks().changes_acknowledged, changes);
  EXPECT_EQ(pump.write(0x04FA0B0A, "0101000000"), "");
  EXPECT_EQ(pump.well.pump->list_marks().faults_acknowledged, 0u) << "there was none";
  EXPECT_EQ(pump.read(0x04FA1200).substr(8, 4), "0" + std::to_string(changes) + "00");
}

TEST(PumpByLight, a_hung_user_of_another_well_is_brought_once) {
  PumpByLight here;
  const std::string record =
      "17000000170000000005011300300801062630630034120066060000000001000005131050000017"
      "72F8BAB1"
      "0700"
      "DAE3";
  here.open();
  EXPECT_EQ(here.write(0x04FA0C00, record), "");
  EXPECT_EQ(here.write(0x04FA0C00, record), "") << "its answer may have been lost";
  EXPECT_TRUE(here.well.pump->store().released(0));
  EXPECT_FALSE(here.well.pump->store().released(1));
  EXPECT_EQ(here.write(0x04FA0C00, record.substr(0, 94) + "E4"), "refused 01") << "one bit of its CRC";
}

TEST(PumpByLight, a_crew_stops_it_with_who_waters_and_permits_it_again_and_the_pump_writes_down_by_whom) {
  PumpByLight pump;
  FarmersCard card;
  pump.well.swipe(card);
  pump.well.run(100, 17);
  EXPECT_EQ(pump.write(0x04FA0504, "01000000"), "refused 04") << "nobody has proved himself";
  pump.open();
  EXPECT_EQ(pump.write(0x04FA0504, "02000000"), "refused 01");
  EXPECT_EQ(pump.write(0x04FA0504, "01"), "refused 01");
  EXPECT_EQ(pump.write(0x04FA0505, "01000000"), "refused 02") << "other parameters come with tool cards";
  EXPECT_TRUE(pump.well.pump->relay_closed());
  EXPECT_EQ(pump.write(0x04FA0504, "01000000"), "");
  EXPECT_FALSE(pump.well.pump->relay_closed());
  EXPECT_EQ(pump.well.newest().cause, pump::Cause::order);
  EXPECT_EQ(pump.write(0x04FA0504, "01000000"), "") << "its answer may have been lost";
  EXPECT_EQ(pump.read(0x04FA0504), "0405FA0401000000");
  const auto record = pump::decode_parameter(*pump.well.pump->store().parameter_records().at(1));
  ASSERT_TRUE(record);
  EXPECT_EQ(record->parameter, 4);
  EXPECT_EQ(std::pair(record->before, record->after), std::pair(0u, 1u)) << "once";
  EXPECT_EQ(pump.well.swipe(card), meter::PumpRefusal::none) << "he who hung pays";
  EXPECT_EQ(pump.well.swipe(card), meter::PumpRefusal::locked_out);
  EXPECT_EQ(pump.write(0x04FA0504, "00000000"), "");
  EXPECT_EQ(pump.well.swipe(card), meter::PumpRefusal::none);
  EXPECT_TRUE(pump.well.pump->relay_closed());
}

TEST(PumpByLight, clock_and_settlement_day_are_set_and_the_pump_writes_down_by_whom) {
  PumpByLight pump;
  pump.open();
  EXPECT_EQ(pump.write(0x0400010C, "30401206201126"), "");
  EXPECT_EQ(pump.read(0x0400010C), "0C01000430401205201126") << "and it reckons the day of the week itself";
  EXPECT_EQ(pump.write(0x0400010C, "30401206311126"), "refused 01") << "there is no 31 November";
  EXPECT_EQ(pump.write(0x04FA0E00, "2328"), "");
  EXPECT_EQ(pump.write(0x04FA0E00, "0029"), "refused 01") << "no month has it always";
  EXPECT_EQ(pump.write(0x04FA0E00, "2400"), "refused 01");
  EXPECT_EQ(pump.write(0x04FA0508, "15000000"), "refused 02") << "not the day alone: the hour belongs to it";
  EXPECT_EQ(pump.well.pump->parameters().of(meter::PumpParameter::settlement_day), 28u);
  EXPECT_EQ(pump.well.pump->parameters().of(meter::PumpParameter::settlement_hour), 23u);
  const auto change = pump::decode_parameter(*pump.well.pump->store().parameter_records().at(1));
  EXPECT_EQ(to_hex(change->by), "0000000004030201");
}

TEST(PumpByLight, without_its_code_nothing_is_written_and_everything_is_proved_anew) {
  PumpByLight pump;
  pump.one_hangs();
  EXPECT_EQ(pump.write(0x04FA0B00, "0116000000"), "refused 04") << "a stranger";
  const Block former = (pump.open(), pump.random2);
  const Bytes recorded = pump.order(0x04FA0B00, "0116000000");
  Bytes bad = recorded;
  bad[12] ^= 1;
  EXPECT_EQ(pump.ask(function::write, bad), "refused 04");
  EXPECT_EQ(pump.ask(function::write, recorded), "refused 04") << "the session has ended";
  pump.open();
  EXPECT_NE(pump.random2, former);
  EXPECT_EQ(pump.ask(function::write, recorded), "refused 04") << "a recording";
  EXPECT_EQ(pump.well.pump->hung(), 1u);
  pump.open();
  EXPECT_EQ(pump.write(0x04FA0501, "00000000"), "refused 02") << "no parameter of a handheld's";
}

TEST(PumpByLight, on_its_wires_it_reads_to_everybody_and_takes_the_same_under_the_same_proof) {
  PumpByLight pump;
  pump.one_hangs();
  pump.open();
  pump.by_wires = true;
  EXPECT_EQ(pump.read(0x04FA0000).substr(0, 8), "0000FA04") << "a meter tells its records";
  EXPECT_EQ(pump.write(0x04FA0B00, "0116000000"), "refused 04") << "whoever stands at the window is nobody here";
  EXPECT_EQ(pump.well.pump->hung(), 1u);
  pump.open();
  EXPECT_EQ(pump.write(0x04FA0B00, "0116000000"), "");
  EXPECT_EQ(pump.well.pump->hung(), 0u);
  pump.by_wires = false;
  EXPECT_EQ(pump.read(0x04FA0000).substr(0, 8), "0000FA04") << "who proved himself before the window still has";
  EXPECT_EQ(pump.write(0x04FA0D00, "0116000000"), "refused 04") << "and the code of the wires is none of his";
}

}  // namespace
}  // namespace kwota::meter_line
