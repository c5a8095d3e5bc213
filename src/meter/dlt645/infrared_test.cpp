// A handheld at the infrared port: what everybody may see, and the two proofs that open the rest.
#include "meter/dlt645/test_world.h"
#include "seal/cipher/secure_messaging.h"

namespace kwota::meter_line::test {
namespace {

namespace err = dlt645::err;
namespace function = dlt645::function;
namespace security = dlt645::security;
namespace serr = dlt645::serr;

class Handheld : public ::testing::Test {
 protected:
  std::optional<Frame> ask(std::uint8_t function, Bytes data) {
    const auto received =
        dlt645::decode(world.server->receive_infrared(dlt645::encode({world.address(), {function}, std::move(data)})));
    return received.ok() ? std::optional{received->frame} : std::nullopt;
  }
  bool reads(std::uint32_t item) { return !ask(function::read, wire(item))->control.error(); }
  dlt645::InfraredGreeting greet() {
    const auto answer =
        ask(function::security, dlt645::security_request(security::greet_infrared, {}, Bytes(random1.rbegin(), random1.rend())));
    return dlt645::decode_greeting(ByteView{answer->data}.subspan(4)).value();
  }
  bool open(const Bytes& cipher) {
    const auto answer =
        ask(function::security, dlt645::security_request(security::open_infrared, {}, Bytes(cipher.rbegin(), cipher.rend())));
    return !answer->control.error();
  }
  Bytes proof(ByteView of, bool of_the_meter = false) const {
    return to_bytes(seal::answer_challenge(esam::infrared_key(*keys.find(seal::Purpose::meter_identity), of_the_meter), of));
  }

  World world{};
  esam::KeySet keys = esam::keys_of(number, esam::test_county_keys());
  std::array<std::uint8_t, 8> random1{1, 2, 3, 4, 5, 6, 7, 8};
};

TEST_F(Handheld, sees_without_a_proof_what_the_display_shows_and_changes_nothing) {
  for (const std::uint32_t item : {0x00010000U, 0x00900200U, 0x02010100U, 0x0400010CU, 0x04000401U, 0x040005FFU})
    EXPECT_TRUE(reads(item));
  world.meter->note(meter::EventKind::cover);
  for (const std::uint32_t item : {0x03300D00U, 0x03300D01U, 0x04001001U, 0x04050101U, 0x1D000001U})
    EXPECT_FALSE(reads(item)) << item;
  EXPECT_EQ(ask(function::freeze, hex("99999999"))->data[0], err::not_authorised);
  EXPECT_EQ(ask(function::security, dlt645::security_request(security::status, {}, {}))->data[0], serr::identity);
}

TEST_F(Handheld, both_prove_themselves_and_then_everything_is_read_for_the_validity) {
  const auto greeting = greet();
  EXPECT_EQ(greeting.meter, number);
  EXPECT_EQ(to_bytes(greeting.cipher), proof(random1, true)) << "the meter proves itself first";
  EXPECT_TRUE(open(proof(greeting.random2)));
  world.meter->note(meter::EventKind::cover);
  EXPECT_TRUE(reads(0x03300D01));
  EXPECT_TRUE(reads(0x04001001));
  EXPECT_TRUE(ask(function::freeze, hex("99999999"))->control.error()) << "to read is not to write";
  world.pass(5 * 60);
  EXPECT_FALSE(reads(0x03300D01));
}

TEST_F(Handheld, a_proof_is_good_once_and_only_for_the_newest_greeting) {
  const auto first = greet(), second = greet();
  EXPECT_FALSE(open(proof(first.random2)));
  EXPECT_FALSE(open(proof(second.random2))) << "the greeting was used up by the wrong answer";
  const auto third = greet();
  EXPECT_TRUE(open(proof(third.random2)));
  EXPECT_FALSE(open(proof(third.random2)));
}

TEST_F(Handheld, the_meters_proof_opens_no_remote_session_and_answers_no_greeting_of_its_own) {
  const auto greeting = greet();
  dlt645::Authentication request{.cipher = greeting.cipher, .random1 = random1};
  request.factor = meter_keys::factor_of(number);
  const auto answer =
      world.ask(world.address(), function::security, dlt645::security_request(security::authenticate, {}, encode(request)));
  EXPECT_TRUE(answer->control.error());
  random1 = greeting.random2;  // sent back to the meter that asked it
  const auto reflected = greet();
  EXPECT_FALSE(open(to_bytes(reflected.cipher)));
}

TEST_F(Handheld, wrong_proofs_suspend_nothing_and_make_the_stranger_wait) {
  for (unsigned i = 0; i < Server::session_failures_max; ++i) {
    greet();
    EXPECT_FALSE(open(Bytes(8)));
  }
  EXPECT_FALSE(ask(function::security, dlt645::security_request(security::greet_infrared, {}, Bytes(8)))) << "not yet";
  EXPECT_EQ(world.server->settings().mac_failures, Attempts{});
  world.pass(1);
  EXPECT_TRUE(open(proof(greet().random2))) << "a second later the meter's own handheld is listened to";
}

TEST_F(Handheld, what_is_said_to_one_port_opens_nothing_at_the_other) {
  const auto greeting = greet();
  EXPECT_TRUE(open(proof(greeting.random2)));
  EXPECT_FALSE(world.server->authenticated());
  const auto request = dlt645::encode({world.address(), {function::read}, wire(0x00010000)});
  Bytes begun = world.server->receive_infrared(ByteView{request}.first(8));
  append(begun, world.say(ByteView{request}.subspan(8)));
  EXPECT_TRUE(begun.empty()) << "half a frame here and half there is none";
}

}  // namespace
}  // namespace kwota::meter_line::test
