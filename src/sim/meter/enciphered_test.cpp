// Orders and writes that come enciphered (PA 98, meters.md 3 and 4.2): the meter takes them as it takes plain ones under the same seal.
#include "models/ddzy1353.h"
#include "seal/cipher/secure_messaging.h"
#include "sim/meter/line_world.h"

namespace kwota::meter_line::test {
namespace {

using dlt645::permission::enciphered;
using seal::Purpose;

/// A head-end that holds the meter's own key itself.
struct Office {
  Office() : world(opened_world()), session(world->authenticate()) {}
  static seal::Key key(Purpose purpose) { return seal::diversify(seal::test_root(purpose), meter_keys::factor_of(number)); }
  static Bytes head() { return {enciphered, 0, 0, 0, 1, 2, 3, 4}; }
  std::optional<Frame> order(const dlt645::RelayOrder& what, bool spoilt = false) {
    auto data = head();
    const auto cipher = seal::encrypted_body(key(Purpose::meter_control), what.bytes());
    append(data, cipher);
    append(data, seal::line_mac(key(Purpose::meter_control), session.random2, dlt645::mac_of_enciphered_order(cipher)));
    if (spoilt) data[head().size()] ^= 1;
    return world->ask(world->address(), dlt645::function::control, data);
  }
  std::optional<Frame> write(Identifier item, const Bytes& value, Purpose by = Purpose::meter_parameter) {
    auto data = dlt645::wire(item);
    append(data, head());
    const auto cipher = seal::encrypted_body(key(by), value);
    append(data, cipher);
    append(data, seal::line_mac(key(by), session.random2, dlt645::mac_of_write(item, cipher)));
    return world->ask(world->address(), dlt645::function::write, data);
  }
  std::unique_ptr<Line> world;
  dlt645::Session session;
};

constexpr dlt645::RelayOrder until_the_evening(std::uint8_t order) {
  return {.order = order, .valid_until = {0x00, 0x00, 0x18, 0x20, 0x11, 0x26}};
}
constexpr Identifier limit_watts{dlt645::Edition::y2007, 0x04001402};

TEST(Enciphered, an_order_of_sixteen_bytes_and_its_seal_is_obeyed) {
  Office office;
  const auto answer = office.order(until_the_evening(0x3A));
  ASSERT_TRUE(answer.has_value());
  EXPECT_FALSE(answer->control.error());
  EXPECT_TRUE(office.world->meter->state().latches.power_protect);
}

TEST(Enciphered, a_bit_that_was_changed_on_the_way_is_a_wrong_seal) {
  Office office;
  ASSERT_TRUE(office.write(limit_watts, {0x00, 0x25, 0x00, 0x00}).has_value());  // it has the key
  const auto answer = office.order(until_the_evening(0x3A), true);
  ASSERT_TRUE(answer.has_value());
  EXPECT_TRUE(answer->control.error());
  EXPECT_FALSE(office.world->meter->state().latches.power_protect);
  EXPECT_EQ(office.world->server->settings().mac_failures.count, 1);
}

TEST(Enciphered, a_parameter_is_written_and_reads_as_it_was_meant) {
  Office office;
  const auto answer = office.write(limit_watts, {0x00, 0x25, 0x00, 0x00});
  ASSERT_TRUE(answer.has_value());
  EXPECT_FALSE(answer->control.error());
  const auto read = office.world->ask(office.world->address(), dlt645::function::read, dlt645::wire(limit_watts));
  EXPECT_EQ(to_hex(ByteView{read->data}.subspan(4)), "00250000");
}

TEST(Enciphered, another_key_another_length_or_a_plain_value_under_a_cipher_s_level_is_refused) {
  Office office;
  EXPECT_TRUE(office.write(limit_watts, {0x00, 0x25, 0x00, 0x00}, Purpose::meter_control)->control.error());
  EXPECT_TRUE(office.write(limit_watts, {0x00, 0x25})->control.error());
  auto plain = dlt645::wire(limit_watts);
  append(plain, Office::head());
  const Bytes value{0x00, 0x25, 0x00, 0x00};
  append(plain, value);
  append(plain, seal::line_mac(Office::key(Purpose::meter_parameter), office.session.random2, dlt645::mac_of_write(limit_watts, value)));
  EXPECT_TRUE(office.world->ask(office.world->address(), dlt645::function::write, plain)->control.error());
  const auto read = office.world->ask(office.world->address(), dlt645::function::read, dlt645::wire(limit_watts));
  EXPECT_EQ(to_hex(ByteView{read->data}.subspan(4)), "00000000");
}

/// A meter that wants it, and a head-end that knows.
struct Closed : Line {
  Closed() : Line(1, dlt645::read_data_max, Keys::utility, models::ddzy1353) { EXPECT_EQ(deliver(order(1, 10'00, true)).outcome, dlt645::Outcome::done); }
  dlt645::Station knowing(bool enciphers = true) const {
    auto who = station();
    who.enciphers = enciphers;
    return who;
  }
  auto order_relay(bool enciphers, std::uint8_t what) {
    return dialogue::run(dlt645::switch_relay(knowing(enciphers), until_the_evening(what), random1()), parties());
  }
  auto write(bool enciphers, Identifier item, const std::string& text) {
    return dialogue::run(dlt645::write_item(knowing(enciphers), item, text, random1()), parties());
  }
  /// The level of the newest write or order.
  int newest_level() const {
    for (auto at = sent.rbegin(); at != sent.rend(); ++at) {
      const auto frame = dlt645::decode(*at)->frame;
      if (frame.control.function() == dlt645::function::control) return frame.data[0];
      if (frame.control.function() == dlt645::function::write) return frame.data[4];
    }
    return -1;
  }
};

TEST(Enciphered, a_meter_that_wants_it_refuses_plain_orders_and_counts_no_try) {
  Closed world;
  EXPECT_EQ(world.order_relay(false, 0x3A).error().code, "meter_refused");
  EXPECT_EQ(world.write(false, limit_watts, "2500").error().code, "meter_refused");
  EXPECT_FALSE(world.meter->state().latches.power_protect);
  EXPECT_EQ(world.server->settings().mac_failures.count, 0);
}

TEST(Enciphered, the_head_end_enciphers_for_it_all_but_the_first_class) {
  Closed world;
  EXPECT_TRUE(world.order_relay(true, 0x3A).ok());
  EXPECT_EQ(world.newest_level(), enciphered);
  EXPECT_TRUE(world.meter->state().latches.power_protect);
  EXPECT_EQ(world.write(true, limit_watts, "2500").value().text(), "2500");
  EXPECT_EQ(world.newest_level(), enciphered);
  EXPECT_EQ(world.write(true, {dlt645::Edition::y2007, 0x04001001}, "25.00").value().text(), "25.00");
  EXPECT_EQ(world.newest_level(), dlt645::permission::sealed) << "an alarm amount is of the first class";
}

}  // namespace
}  // namespace kwota::meter_line::test
