// Key cards at the meter: a key-modify card brings the next version, a key-restore card takes the utility's keys away.
// The card is scripted: it says what a genuine key card of the system says (docs/card-os.md, EXPORT KEY).
#include <gtest/gtest.h>

#include <algorithm>

#include "models/ddsy1352.h"
#include "seal/cipher/secure_messaging.h"
#include "sim/meter/test_world.h"

namespace kwota::sim {
namespace {

using meter::Refusal;
using seal::Purpose;
using test::meter_number;

constexpr CardSerial key_card_serial{{0x62, 0x20, 0x26, 0x11, 0x20, 0, 0, 9}};

seal::Key key_on_the_card(Purpose purpose, std::uint8_t version) {
  return seal::diversify(seal::test_root(purpose), {version, 0, 0, 0, 0, 0, 0, 3});
}

esam::KeySet county(std::uint8_t version) {
  esam::KeySet set{.version = version};
  for (const auto purpose : meter_keys::purposes_of_a_meter) set.keys.emplace(purpose, key_on_the_card(purpose, version));
  return set;
}

/// A key card with everything that a test may want to be wrong about it.
class KeyCard {
 public:
  user_card::Command kind = user_card::Command::key_modify;
  user_card::KeyCardFile file{
      .county = 0x33010200, .from = 1, .to = 2, .keys = 8, .meter = meter_number, .valid_until = {26, 12, 31, 23, 59}};
  std::uint8_t own_version = 1;  ///< by which it proves itself
  std::uint8_t of_the_keys = 2;  ///< what it really exports
  int left = 1000;               ///< commands until it is pulled

  CardContacts contacts() {
    return {.reset = [] { return hex("3B8880016220261120000009AA"); },
            .exchange = [this](ByteView command) { return left-- > 0 ? answer(command) : Bytes{}; }};
  }

 private:
  Bytes answer(ByteView command) {
    switch (command[1]) {
      case 0xA4: return command[6] == 0x02 ? ok({}) : hex("6A82");  // DF02 alone
      case 0x88: return ok(seal::answer_challenge(own(Purpose::card_authentication), command.subspan(5, 8)));
      case 0x84: challenge_ = hex("0102030405060708"); return ok(challenge_);
      case 0x82:
        return equal(command.subspan(5, 8), seal::answer_challenge(own(Purpose::meter_authentication), challenge_)) ? ok({})
                                                                                                                    : hex("63C1");
      case 0xB0: return read(command);
      case 0x1C: return exported(command);
      default: return hex("6D00");
    }
  }
  seal::Key own(Purpose purpose) const { return seal::diversify(key_on_the_card(purpose, own_version), key_card_serial.bytes); }
  static Bytes ok(Bytes data) {
    append(data, hex("9000"));
    return data;
  }
  Bytes read(ByteView command) const {
    const auto image = user_card::encode(file, kind);
    if (command[0] == 0x00) return ok(to_bytes(ByteView{*image}.first(4)));
    Bytes content = to_bytes(*image);
    append(content, seal::line_mac(own(Purpose::credit), {command[5], command[6], command[7], command[8]}, *image));
    return ok(content);
  }
  /// `80 1C kind version Lc n1 factor8*n target8 random4 header3 P1 id Le`.
  Bytes exported(ByteView command) const {
    const std::size_t factors = command[5] & 0x0F;
    const std::uint8_t under = command[5] >> 4;
    const ByteView rest = command.subspan(6 + 8 * factors);
    seal::Factor target{};
    std::ranges::copy(rest.first(8), target.begin());
    const auto purpose = static_cast<Purpose>(command[2]);
    auto key = key_on_the_card(purpose, of_the_keys);
    if (factors == 1) key = seal::diversify(key, target);
    const auto master = seal::diversify(key_on_the_card(Purpose::meter_master, under), target);
    Bytes record = to_bytes(rest.subspan(12, 3));
    append(record, key.view());
    Bytes body = seal::encrypted_body(master, record);
    Bytes message{0x84, 0xD4, rest[15], rest[16], static_cast<std::uint8_t>(body.size() + 4)};
    append(message, body);
    append(body, seal::line_mac(master, {rest[8], rest[9], rest[10], rest[11]}, message));
    return ok(body);
  }
  Bytes challenge_;
};

/// A meter with the utility's keys of version 1.
struct Wall {
  Wall() {
    SimulatedMeter::Setup setup{.model = &models::ddsy1352,
                                .number = meter_number,
                                .county_keys = county(1),
                                .esam = std::make_unique<EsamChip>(torn, SecretBytes{Bytes(32, 1)})};
    meter =
        SimulatedMeter::open(std::move(setup), std::make_shared<MemoryStorage>(MeterMemory::bytes), random, test::noon).value();
  }
  Refusal visit(KeyCard& card) {
    meter->insert(card.contacts());
    meter->run_card();
    meter->withdraw();
    return meter->core().last_refusal();
  }
  std::uint32_t key_info() const { return meter->core().state().key_info; }
  SeededRandom random{3};
  std::shared_ptr<TornStorage> torn = std::make_shared<TornStorage>(std::make_shared<MemoryStorage>(EsamChip::bytes));
  std::unique_ptr<SimulatedMeter> meter;
};

TEST(KeyCardAtTheMeter, brings_the_next_version_and_the_one_before_stays_good) {
  Wall wall;
  KeyCard card;
  EXPECT_EQ(wall.visit(card), Refusal::none);
  EXPECT_EQ(wall.key_info(), 0x01020100u);
  EXPECT_EQ(wall.visit(card), Refusal::wrong_version) << "the second time it comes for a version that is gone";
}

TEST(KeyCardAtTheMeter, the_same_keys_come_by_card_and_by_line) {
  Wall wall;
  KeyCard card;
  ASSERT_EQ(wall.visit(card), Refusal::none);
  KeyCard next;
  next.file.from = 2;
  next.file.to = next.of_the_keys = 3;
  next.own_version = 2;  // the card proves itself, and the meter's master is the one, of version 2
  EXPECT_EQ(wall.visit(next), Refusal::none);
  EXPECT_EQ(wall.key_info(), 0x01030200u);
}

TEST(KeyCardAtTheMeter, a_card_for_another_meter_too_late_or_from_another_version_is_refused) {
  Wall wall;
  KeyCard other_meter, late, other_version, forged, any_meter;
  other_meter.file.meter = MeterNumber::from(4'000'000'001);
  late.file.valid_until = {26, 11, 19, 0, 0};
  other_version.file.from = 3;
  forged.own_version = 5;
  any_meter.file.meter = MeterNumber{};
  EXPECT_EQ(wall.visit(other_meter), Refusal::wrong_meter);
  EXPECT_EQ(wall.visit(late), Refusal::expired);
  EXPECT_EQ(wall.visit(other_version), Refusal::wrong_version);
  EXPECT_EQ(wall.visit(forged), Refusal::not_authentic);
  EXPECT_EQ(wall.key_info(), 0x01010000u);
  EXPECT_EQ(wall.visit(any_meter), Refusal::none);
}

TEST(KeyCardAtTheMeter, a_meter_from_the_factory_takes_no_keys_from_a_card) {
  SeededRandom random{3};
  auto fresh = SimulatedMeter::open({.model = &models::ddsy1352, .number = meter_number},
                                    std::make_shared<MemoryStorage>(MeterMemory::bytes), random, test::noon)
                   .value();
  KeyCard card;
  fresh->insert(card.contacts());
  fresh->run_card();
  EXPECT_EQ(fresh->core().last_refusal(), Refusal::wrong_key_state)
      << "its master key is public: who listens would read county keys";
}

TEST(KeyCardAtTheMeter, pulled_at_any_command_it_leaves_the_old_set_whole) {
  KeyCard whole;
  Wall measured;
  ASSERT_EQ(measured.visit(whole), Refusal::none);
  const int commands = 1000 - whole.left;
  for (int at = 0; at < commands; ++at) {
    Wall wall;
    KeyCard card;
    card.left = at;
    EXPECT_EQ(wall.visit(card), Refusal::card_silent) << at;
    EXPECT_EQ(wall.key_info(), 0x01010000u) << at;
    KeyCard again;
    EXPECT_EQ(wall.visit(again), Refusal::none) << at;
    EXPECT_EQ(wall.key_info(), 0x01020100u) << at;
  }
}

TEST(KeyCardAtTheMeter, a_restore_card_puts_the_factorys_keys_back) {
  Wall wall;
  KeyCard card;
  card.kind = user_card::Command::key_restore;
  card.file.to = card.file.keys = 0;
  EXPECT_EQ(wall.visit(card), Refusal::none);
  EXPECT_EQ(wall.key_info(), 0u);
  EXPECT_EQ(wall.visit(card), Refusal::wrong_key_state);
}

TEST(KeyCardAtTheMeter, a_voided_key_card_is_told_apart_from_a_forged_one) {
  Wall wall;
  user_card::VoidFile list{.number = 4, .count = 1};
  list.cards[0] = key_card_serial;
  wall.meter->take_void_list(list);
  KeyCard card;
  EXPECT_EQ(wall.visit(card), Refusal::voided);
  EXPECT_EQ(wall.key_info(), 0x01010004u);
}

}  // namespace
}  // namespace kwota::sim
