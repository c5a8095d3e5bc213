// The meter on its line, function by function, with every refusal (meters.md 1.2 to 1.4, 14).
#include <rapidcheck.h>

#include "meter/dlt645/test_world.h"

namespace kwota::meter_line::test {
namespace {

namespace err = dlt645::err;
namespace function = dlt645::function;

Bytes read_data(const std::optional<Frame>& answer) {
  return answer && !answer->control.error() ? to_bytes(ByteView{answer->data}.subspan(4)) : Bytes{};
}
std::uint8_t refusal(const std::optional<Frame>& answer) {
  return answer && answer->control.error() && answer->data.size() == 1 ? answer->data[0] : std::uint8_t{0};
}
Bytes with_password(std::uint32_t identifier, std::uint8_t level, ByteView password, ByteView data) {
  Bytes all = wire(identifier);
  all.push_back(level);
  append(all, password);
  append(all, Bytes(4));
  append(all, data);
  return all;
}
const Bytes no_password(3);

/// Fresh from the works: passwords are believed.
constexpr auto from_the_factory = World::Keys::factory;

TEST(MeterOnALine, says_its_address_to_whoever_asks_any_one_meter) {
  World world;
  const auto answer = world.ask(Address::any(), function::read_address, {});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->address.text(), "004123456789");
  EXPECT_EQ(to_hex(answer->data), "896745234100");
  EXPECT_FALSE(world.ask(world.address(), function::read_address, {})) << "who knows the address need not ask";
}

TEST(MeterOnALine, values_are_read_one_by_one_and_in_blocks) {
  World world;
  world.meter->consume(Energy::wh(12'340));
  EXPECT_EQ(to_hex(read_data(world.ask(world.address(), function::read, wire(0x00010000)))), "34120000");
  EXPECT_EQ(to_hex(read_data(world.ask(world.address(), function::read, wire(0x0001FF00)))), "3412000034120000");
  EXPECT_EQ(to_hex(read_data(world.ask(world.address(), function::read, wire(0x04000102)))), "000012");
  EXPECT_EQ(to_hex(read_data(world.ask(world.address(), function::read, wire(0x04000101)))), "05201126")
      << "2026-11-20 is a Friday";
  EXPECT_EQ(read_data(world.ask(world.address(), function::read, wire(0x040005FF))).size(), 14U);
  EXPECT_EQ(to_hex(read_data(world.ask(world.address(), function::read, wire(0x04001001)))), "00200000");
  EXPECT_EQ(refusal(world.ask(world.address(), function::read, wire(0x0333FF01))), err::no_data);
  EXPECT_EQ(refusal(world.ask(world.address(), function::read, wire(0x00020000))), err::no_data);
  EXPECT_EQ(refusal(world.ask(world.address(), function::read, wire(0x0400FF01))), err::no_data) << "no block across items";
  EXPECT_EQ(to_hex(read_data(world.ask(world.address(), function::read, wire(0x009002FF)))), "0000000000000000");
  EXPECT_EQ(refusal(world.ask(world.address(), function::read, {1})), err::no_data);
}

TEST(MeterOnALine, wildcards_reach_it_for_reading_only_and_another_address_not_at_all) {
  World world;
  const auto wild = Address::parse("AAAAAAAA6789").value(), other = Address::parse("004123456780").value();
  EXPECT_TRUE(world.ask(wild, function::read, wire(0x00010000)));
  EXPECT_FALSE(world.ask(wild, function::write, with_password(0x04000102, 2, no_password, hex("000013"))));
  EXPECT_FALSE(world.ask(other, function::read, wire(0x00010000)));
  EXPECT_FALSE(world.ask(Address::broadcast(), function::read, wire(0x00010000)));
  auto echo = dlt645::encode({world.address(), {0x91}, hex("0000010056341200")});
  EXPECT_TRUE(world.say(echo).empty()) << "another meter's answer is no request";
}

TEST(MeterOnALine, a_long_answer_comes_in_parts_and_a_lost_part_comes_again) {
  World world{1, 20};
  const Identifier status{dlt645::Edition::y2007, 0x040005FF};
  const auto first = world.ask(world.address(), function::read, wire(status.value));
  ASSERT_TRUE(first);
  EXPECT_FALSE(first->control.more()) << "14 bytes fit";
  const Identifier prices{dlt645::Edition::y2007, 0x040601FF};
  const auto begun = world.ask(world.address(), function::read, wire(prices.value));
  ASSERT_TRUE(begun && begun->control.more());
  Bytes second = wire(prices.value);
  second.push_back(1);
  const auto once = world.ask(world.address(), function::read_on, second),
             again = world.ask(world.address(), function::read_on, second);
  EXPECT_EQ(once, again);
  second.back() = 9;
  EXPECT_EQ(refusal(world.ask(world.address(), function::read_on, second)), err::no_data);
}

TEST(MeterOnALine, the_clock_is_set_with_a_password_and_only_to_moments_that_exist) {
  World world{1, dlt645::read_data_max, from_the_factory};
  const auto set = [&](std::uint32_t item, const char* data) {
    return world.ask(world.address(), function::write, with_password(item, 2, no_password, hex(data)));
  };
  EXPECT_EQ(set(0x0400010C, "30591303281127")->control.byte, 0x94);
  EXPECT_EQ(to_hex(read_data(world.ask(world.address(), function::read, wire(0x0400010C)))), "30591300281127")
      << "27-11-28 is a Sunday, whatever was sent";
  EXPECT_EQ(refusal(set(0x0400010C, "00000003310227")), err::other) << "31 February";
  EXPECT_EQ(refusal(set(0x04000102, "006012")), err::other);
  EXPECT_EQ(refusal(set(0x04001001, "00100000")), err::not_authorised) << "limits want the utility's seal";
  EXPECT_EQ(refusal(set(0x00010000, "00000000")), err::not_authorised);
  EXPECT_EQ(refusal(set(0x05060001, "00000000")), err::not_authorised) << "what was frozen is not written";
  EXPECT_EQ(refusal(set(0x05060002, "00000000")), err::no_data) << "and so far back nothing was";
}

TEST(MeterOnALine, once_the_utilitys_keys_are_in_a_password_moves_no_clock) {
  World world;
  const auto answer =
      world.ask(world.address(), function::write, with_password(0x0400010C, 0, no_password, hex("30591303281127")));
  EXPECT_EQ(refusal(answer), err::not_authorised);
  EXPECT_EQ(world.meter->clock(), world.now);
}

TEST(MeterOnALine, ten_wrong_passwords_close_the_door_for_a_day_also_over_a_power_cut) {
  World world{1, dlt645::read_data_max, from_the_factory};
  const auto set = [&](ByteView password) {
    return world.ask(world.address(), function::write, with_password(0x04000102, 4, password, hex("000013")));
  };
  for (unsigned i = 0; i < Server::wrong_passwords_max; ++i) EXPECT_EQ(refusal(set(hex("111111"))), err::not_authorised);
  world.power_on();
  EXPECT_EQ(refusal(set(no_password)), err::not_authorised) << "the right one comes too late";
  world.pass(meter::seconds_a_day);
  EXPECT_EQ(set(no_password)->control.byte, 0x94);
}

TEST(MeterOnALine, a_password_is_changed_by_whoever_knows_it_or_a_higher_one) {
  World world;
  const auto change = [&](std::uint8_t level, const char* known, const char* fresh) {
    Bytes data = wire(0x04000C01U + level);
    append(data, hex(known));
    append(data, hex(fresh));
    return world.ask(world.address(), function::password, data);
  };
  EXPECT_EQ(to_hex(change(4, "04000000", "04123456")->data), "04123456");
  EXPECT_EQ(refusal(change(4, "04000000", "04222222")), err::not_authorised);
  EXPECT_EQ(refusal(change(2, "04123456", "02222222")), err::not_authorised) << "a lower level";
  EXPECT_EQ(refusal(change(4, "02000000", "02222222")), err::not_authorised) << "another level's password in it";
  EXPECT_EQ(to_hex(change(4, "02000000", "04333333")->data), "04333333");
  world.power_on();
  EXPECT_EQ(to_hex(change(4, "04333333", "04000000")->data), "04000000");
}

TEST(MeterOnALine, an_address_is_written_while_the_programming_key_is_held) {
  World world;
  EXPECT_FALSE(world.ask(Address::any(), function::write_address, hex("785634120000")));
  world.server->hold_programming_key(true);
  EXPECT_FALSE(world.ask(Address::any(), function::write_address, hex("999999999999")));
  const auto answer = world.ask(Address::any(), function::write_address, hex("785634120000"));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->address.text(), "000012345678");
  world.power_on();
  EXPECT_EQ(world.address().text(), "000012345678");
}

TEST(MeterOnALine, a_broadcast_corrects_the_clock_by_five_minutes_once_a_day_and_is_not_answered) {
  World world;
  const auto tell = [&](const char* time) { EXPECT_FALSE(world.ask(Address::broadcast(), function::time, hex(time))); };
  tell("000612201126");
  EXPECT_EQ(world.meter->clock(), world.now) << "six minutes are no correction";
  tell("300412201126");
  EXPECT_EQ(world.meter->clock().seconds, world.now.seconds + 270);
  tell("000012201126");
  EXPECT_EQ(world.meter->clock().seconds, world.now.seconds + 270) << "once a day";
}

TEST(MeterOnALine, a_freeze_keeps_the_register_and_the_moment) {
  World world;
  world.meter->consume(Energy::kwh(7));
  EXPECT_EQ(refusal(world.ask(world.address(), function::freeze, hex("00259999"))), err::other) << "there is no such hour";
  EXPECT_FALSE(world.ask(Address::broadcast(), function::freeze, hex("99999999"))) << "done without an answer";
  world.meter->consume(Energy::kwh(1));
  EXPECT_EQ(world.ask(world.address(), function::freeze, hex("99999999"))->control.byte, 0x96);
  world.power_on();
  EXPECT_EQ(to_hex(read_data(world.ask(world.address(), function::read, wire(0x05010101)))), "00080000");
  EXPECT_EQ(to_hex(read_data(world.ask(world.address(), function::read, wire(0x05010102)))), "00070000");
  EXPECT_EQ(to_hex(read_data(world.ask(world.address(), function::read, wire(0x05010001)))), "0012201126");
  EXPECT_EQ(refusal(world.ask(world.address(), function::read, wire(0x05010103))), err::no_data);
}

TEST(MeterOnALine, the_speed_changes_to_one_that_the_line_has) {
  World world;
  EXPECT_EQ(to_hex(world.ask(world.address(), function::baud_rate, hex("20"))->data), "20");
  EXPECT_EQ(refusal(world.ask(world.address(), function::baud_rate, hex("30"))), err::baud_rate);
  world.power_on();
  EXPECT_EQ(world.server->baud(), 9600U);
}

TEST(MeterOnALine, nothing_that_happened_is_erased_and_unknown_functions_get_no_answer) {
  World world;
  for (const auto function : {function::clear_demand, function::clear_meter, function::clear_events, function::terminal})
    EXPECT_EQ(refusal(world.ask(world.address(), function, Bytes(12))), err::not_authorised);
  EXPECT_FALSE(world.ask(world.address(), function::read_1997, hex("1090")));
  EXPECT_FALSE(world.ask(world.address(), 0x1F, {}));
}

TEST(MeterOnALine, power_lost_at_any_byte_of_a_setting_leaves_the_old_or_the_new_one) {
  for (std::size_t bytes = 0; bytes <= SettingsSlots::record_size; ++bytes) {
    World world;
    world.line.lose_power_after(bytes);
    const bool answered = world.ask(world.address(), function::baud_rate, hex("20")).has_value();
    world.power_on();
    EXPECT_TRUE(world.server->baud() == 9600 || (!answered && world.server->baud() == 2400)) << bytes;
    EXPECT_EQ(world.address().text(), "004123456789");
  }
}

TEST(MeterOnALine, the_same_answers_come_however_the_bytes_are_cut_and_whatever_stands_between) {
  EXPECT_TRUE(rc::check([] {
    World world;
    const auto request = dlt645::encode({world.address(), {function::read}, wire(0x00010000)});
    const auto expected = world.say(request);
    Bytes stream = *rc::gen::container<Bytes>(rc::gen::element<std::uint8_t>(0x00, 0x16, 0xFE, 0x33));
    append(stream, request);
    Bytes answer;
    for (std::size_t at = 0; at < stream.size();) {
      const auto piece = std::min(*rc::gen::inRange<std::size_t>(1, 9), stream.size() - at);
      append(answer, world.say(ByteView{stream}.subspan(at, piece)));
      at += piece;
    }
    RC_ASSERT(answer == expected);
  }));
}

}  // namespace
}  // namespace kwota::meter_line::test
