// What a meter has written down, frozen and been set to, on its line; and a meter of the 1997 edition.
#include "meter/dlt645/test_world.h"
#include "models/dlt645_meters.h"

namespace kwota::meter_line::test {
namespace {

namespace err = dlt645::err;
namespace function = dlt645::function;
using meter::EventKind;
using meter::Order;

class Events : public ::testing::Test {
 protected:
  std::string read(std::uint32_t item) {
    const auto answer = world.ask(world.address(), function::read, wire(item));
    if (!answer) return "silent";
    if (answer->control.error()) return answer->data[0] == err::no_data ? "no data" : "refused";
    return to_hex(ByteView{answer->data}.subspan(4));
  }
  World world{};
};

TEST_F(Events, trips_and_closings_are_counted_and_told_with_time_operator_energy_and_balance) {
  world.meter->take(
      meter::RemoteCredit{.opens = true, .customer = customer, .amount = Money::minor(100'00), .count = SequenceNumber{1}});
  const auto trips = read(0x1D000001);
  world.meter->consume(Energy::wh(12'340));
  world.meter->order(Order::trip, {0x78, 0x56, 0x34, 0x12});  // as it was sent: lowest byte first
  world.pass(3'600);
  world.meter->order(Order::close, {0x11, 0x11, 0x11, 0x11});
  EXPECT_NE(read(0x1D000001), trips);
  EXPECT_EQ(read(0x1D000101), "000012201126");
  EXPECT_EQ(read(0x1D000201), "78563412");
  EXPECT_EQ(read(0x1D000301), "34120000");
  EXPECT_EQ(read(0x1D000401), "00000100");
  EXPECT_EQ(read(0x1E000101), "000013201126");
  EXPECT_EQ(read(0x1E000201), "11111111");
  EXPECT_EQ(read(0x1D00010B), "no data") << "ten are kept";
  EXPECT_EQ(read(0x1D000100), "no data");
}

TEST_F(Events, every_list_of_records_has_its_count_and_its_block) {
  const std::pair<std::uint32_t, EventKind> lists[] = {
      {0x03300000, EventKind::programming},    {0x03300400, EventKind::clock_set},    {0x03300D00, EventKind::cover},
      {0x03300E00, EventKind::terminal_cover}, {0x03301400, EventKind::illegal_card}, {0x03350000, EventKind::magnetic},
      {0x03380000, EventKind::load_trip}};
  world.meter->consume(Energy::wh(12'340));
  for (const auto& [item, kind] : lists) {
    EXPECT_EQ(read(item), "000000") << item;
    EXPECT_EQ(read(item + 1), "no data") << item;
    world.meter->note(kind, {1, 2, 3, 4, 5, 6, 7, 8}, 0x0203);
    world.meter->note(kind);
    EXPECT_EQ(read(item), "020000") << item;
    EXPECT_EQ(read(item + 2),
              "0000122011260102030405060708030234120000"
              "00000000")
        << item;
    EXPECT_EQ(read(item + 0xFF).size(), 2 * 2 * 24U) << "both records, and not their count";
  }
}

TEST_F(Events, an_abnormal_insertion_tells_serial_error_count_balance_and_energy) {
  world.meter->note_refusal(meter::Refusal::count_ahead, CardSerial{{1, 2, 3, 4, 5, 6, 7, 8}});
  EXPECT_EQ(read(0x03301300), "010000");
  EXPECT_EQ(read(0x03301301),
            "000012201126"
            "0102030405060708"
            "22"
            "FFFFFFFFFFFFFF"
            "0000"
            "00000000"
            "00000000"
            "FFFFFFFF");
}

TEST_F(Events, midnight_and_an_hour_are_frozen_with_energy_and_balance) {
  world.meter->consume(Energy::wh(1'230));
  EXPECT_EQ(world.ask(world.address(), function::freeze, hex("00189999"))->control.byte, 0x96) << "at six every evening";
  for (int minute = 0; minute < 24 * 60; ++minute) world.pass(60);
  EXPECT_EQ(read(0x05000001), "0018201126");
  EXPECT_EQ(read(0x05000101), "23010000");
  EXPECT_EQ(read(0x05000201), "00000000");
  EXPECT_EQ(read(0x05060001), "0000211126");
  EXPECT_EQ(read(0x05060101), "23010000");
  EXPECT_EQ(read(0x05080201), "00000000");
  EXPECT_EQ(read(0x05060002), "no data");
}

TEST_F(Events, a_debt_is_frozen_as_a_debt) {
  world.meter->take(
      meter::RemoteCredit{.opens = true, .customer = customer, .amount = Money::minor(1'00), .count = SequenceNumber{1}});
  auto limits = world.meter->state().limits;
  limits.alarm1 = limits.alarm2 = Money{};
  limits.overdraft = Money::minor(100'00);
  world.meter->set_limits(limits);
  EXPECT_EQ(read(0x1D000401).size(), 8U);
  world.meter->freeze();
  EXPECT_EQ(read(0x05000201), "00010000");
}

TEST_F(Events, every_parameter_of_load_control_is_read_and_none_is_written_by_password) {
  for (std::uint32_t i = 0; i < meter::parameter_count; ++i) {
    const std::uint32_t item = 0x04001401 + i;
    const auto row = meter::parameters()[i];
    const auto text = read(item);
    if (row.parameter == meter::Parameter::friendly_holidays) {
      EXPECT_EQ(text, "no data") << "a meter of one rate has no holidays";
      continue;
    }
    EXPECT_EQ(text.size(), i == 0 ? 4U : 8U) << item;
    const auto* shared = dlt645::find_item({dlt645::Edition::y2007, item});
    ASSERT_NE(shared, nullptr);
    EXPECT_EQ(shared->writing, dlt645::Writing::sealed);
    EXPECT_EQ(dlt645::number_in(*shared, from_hex(text).value()), std::int64_t{row.as_made}) << shared->name;
    Bytes order = wire(item);
    append(order, hex("0200000000000000"));
    append(order, from_hex(text).value());
    EXPECT_TRUE(world.ask(world.address(), function::write, order)->control.error()) << shared->name;
  }
  EXPECT_EQ(read(0x04001401 + meter::parameter_count), "no data");
}

TEST_F(Events, a_delayed_trip_shows_as_ordered_open_and_still_closed_and_a_welded_contact_the_other_way_round) {
  world.meter->order(Order::close);
  const auto word3 = [&] { return from_hex(read(0x04000503)).value()[0]; };
  world.meter->order(Order::trip);
  EXPECT_EQ(word3() & 0x50, 0x50);
  meter::Measured measured;
  measured.contact = meter::Measured::Contact::closed;
  world.meter->measure(measured);
  EXPECT_EQ(word3() & 0x50, 0x40) << "ordered open, and the contact is closed";
}

TEST_F(Events, what_a_meter_says_of_its_phases) {
  meter::Measured measured;
  measured.decivolts = {2'200, 2'200, 2'200};
  measured.watts = {300, 0, 0};
  measured.vars = {400, 0, 0};
  world.meter->measure(measured);
  EXPECT_EQ(read(0x02060000), "0006") << "0.600";
  EXPECT_EQ(read(0x02040000), "004000");
  EXPECT_EQ(read(0x04000504), "0000");
}

// ---- DL/T 645-1997

constexpr meter::Model old_model{
    .name = "OLD", .account = meter::AccountAt::nowhere, .facts = {.protocol = models::dlt645_meters::edition_1997}, .limits = {}};

std::string say_1997(World& world, Address to, std::uint16_t item) {
  const auto answer =
      world.ask(to, function::read_1997, Bytes{static_cast<std::uint8_t>(item), static_cast<std::uint8_t>(item >> 8)});
  if (!answer) return "silent";
  return answer->control.error() ? "error " + to_hex(answer->data) : to_hex(ByteView{answer->data}.subspan(2));
}

TEST(OldMeter, is_read_as_1997_has_it_and_is_silent_to_2007) {
  World world{1, dlt645::read_data_max, World::Keys::factory, old_model};
  world.meter->consume(Energy::wh(150));
  EXPECT_EQ(say_1997(world, world.address(), 0x9010), "15000000");
  EXPECT_EQ(say_1997(world, world.address(), 0x901F), "1500000015000000") << "total and its one rate";
  EXPECT_EQ(say_1997(world, Address::broadcast(), 0x9010), "15000000") << "a field log has such meters answer to all nines";
  EXPECT_EQ(say_1997(world, world.address(), 0xC010), "05201126");
  EXPECT_EQ(say_1997(world, world.address(), 0xC011), "000012");
  EXPECT_EQ(say_1997(world, world.address(), 0xC032), "896745234100");
  EXPECT_EQ(say_1997(world, world.address(), 0x9020), "error 02");
  EXPECT_EQ(world.server->baud(), 1'200U);
  EXPECT_FALSE(world.ask(world.address(), function::read, wire(0x00010000)));
  EXPECT_FALSE(world.ask(Address::any(), function::read_address, {}));
  EXPECT_FALSE(world.ask(world.address(), function::security, Bytes(8)));
}

TEST(OldMeter, says_its_voltages_in_whole_volts_and_its_currents_in_hundredths) {
  World world{1, dlt645::read_data_max, World::Keys::factory, old_model};
  meter::Measured measured;
  measured.decivolts = {2'205, 0, 0};
  measured.milliamperes = {4'996, 0, 0};
  measured.watts = {1'100, 0, 0};
  world.meter->measure(measured);
  EXPECT_EQ(say_1997(world, world.address(), 0xB611), "2002");
  EXPECT_EQ(say_1997(world, world.address(), 0xB621), "9904");
  EXPECT_EQ(say_1997(world, world.address(), 0xB630), "001001");
  EXPECT_EQ(say_1997(world, world.address(), 0xB612), "error 02");
}

}  // namespace
}  // namespace kwota::meter_line::test
