// Key cards as the key office issues them, put into meters: the keys of the next version go down, the works keys come back, and
// what must not happen does not.
#include <gtest/gtest.h>

#include "models/ddsy1352.h"
#include "seal/cipher/secure_messaging.h"
#include "sim/key_desk/key_desk.h"
#include "sim/meter/simulated_meter.h"

namespace kwota::sim::test {
namespace {

using meter::Refusal;
using seal::Purpose;

constexpr auto key_card = serial_number(96);
constexpr LocalTime noon{{2026, 11, 20}, 12, 0, 0};

esam::KeySet county_set(std::uint8_t version) {
  esam::KeySet set{.version = version};
  for (const auto purpose : meter_keys::purposes_of_a_meter) set.keys.emplace(purpose, county_key(purpose, version));
  return set;
}

/// On a wall of the county, with its keys of version 1.
struct Wall {
  explicit Wall(std::uint64_t number = 4'000'000'007, std::optional<esam::KeySet> keys = county_set(1)) {
    SimulatedMeter::Setup setup{.model = &models::ddsy1352, .number = MeterNumber::from(number), .county_keys = std::move(keys)};
    meter = SimulatedMeter::open(std::move(setup), std::make_shared<MemoryStorage>(MeterMemory::bytes), random, noon).value();
  }
  /// What the display says of that card.
  Refusal visit(const CardState& state) {
    CardOs chip = card_in_memory(state, random);
    meter->insert(chip);
    meter->run_card();
    meter->withdraw();
    return meter->core().last_refusal();
  }
  /// What was sold for it over the line.
  void credit(Money amount) {
    ASSERT_EQ(meter->core().take(meter::RemoteCredit{.opens = true, .customer = CustomerNumber::from(7), .amount = amount, .count = SequenceNumber{1}}).refusal,
              Refusal::none);
  }
  std::uint32_t key_info() const { return meter->core().state().key_info; }
  SeededRandom random{3};
  std::unique_ptr<SimulatedMeter> meter;
};

KeyCardOrder for_meters(KeyCardKind kind) { return county_issue(kind, key_card); }
CardState made(const KeyCardOrder& order) { return issued(order, &county_cards_of_both_versions()); }
const CardState& key_modify() {
  static const CardState state = made(for_meters(KeyCardKind::key_modify));
  return state;
}
const CardState& key_restore() {
  static const CardState state = made(for_meters(KeyCardKind::key_restore));
  return state;
}

TEST(KeyModifyCard, brings_any_meter_of_the_county_the_next_version_and_the_one_before_stays_good) {
  for (const std::uint64_t number : {4'000'000'007U, 4'000'000'008U}) {
    Wall wall(number);
    ASSERT_EQ(wall.visit(key_modify()), Refusal::none) << number;
    EXPECT_EQ(wall.key_info(), 0x01020100u) << number;
    EXPECT_EQ(wall.visit(key_modify()), Refusal::wrong_version) << "it has served this meter";
  }
}

TEST(KeyModifyCard, the_keys_are_those_that_the_office_would_send_over_the_line) {
  Wall wall;
  ASSERT_EQ(wall.visit(key_modify()), Refusal::none);
  auto next = for_meters(KeyCardKind::key_restore);
  next.version = next.meters_version = 2;  // proves itself under version 2 alone
  EXPECT_EQ(wall.visit(made(next)), Refusal::none) << "the meter knows a card of version 2";
  EXPECT_EQ(wall.key_info(), 0u);
}

TEST(KeyModifyCard, made_for_one_meter_it_serves_no_other) {
  auto order = for_meters(KeyCardKind::key_modify);
  order.meter = MeterNumber::from(4'000'000'007);
  Wall named, other(4'000'000'008);
  EXPECT_EQ(other.visit(made(order)), Refusal::wrong_meter);
  EXPECT_EQ(named.visit(made(order)), Refusal::none);
}

TEST(KeyModifyCard, behind_its_last_day_it_brings_nothing) {
  auto order = for_meters(KeyCardKind::key_modify);
  order.valid_to = {0x20, 0x26, 0x11, 0x19};
  Wall wall;
  EXPECT_EQ(wall.visit(made(order)), Refusal::expired);
  EXPECT_EQ(wall.key_info(), 0x01010000u);
}

TEST(KeyModifyCard, a_meter_whose_clock_is_wrong_refuses_it_until_the_clock_is_right) {
  Wall wall;
  wall.meter->shift_clock(Duration::days(60));
  EXPECT_EQ(wall.visit(key_modify()), Refusal::expired);
  EXPECT_EQ(wall.key_info(), 0x01010000u);
  wall.meter->shift_clock(Duration::days(-60));
  EXPECT_EQ(wall.visit(key_modify()), Refusal::none);
}

TEST(KeyModifyCard, a_meter_of_another_county_and_one_from_the_factory_take_nothing_from_it) {
  auto elsewhere = county_set(1);
  for (auto& [purpose, key] : elsewhere.keys) key = seal::diversify(key, {9, 9, 9, 9, 9, 9, 9, 9});
  Wall other(4'000'000'009, elsewhere), fresh(4'000'000'010, std::nullopt);
  EXPECT_EQ(other.visit(key_modify()), Refusal::not_authentic);
  EXPECT_EQ(fresh.visit(key_modify()), Refusal::wrong_key_state);
}

TEST(KeyModifyCard, copied_onto_another_chip_it_proves_nothing) {
  auto copy = key_modify();
  copy.serial = serial_number(97);
  Wall wall;
  EXPECT_EQ(wall.visit(copy), Refusal::not_authentic) << "its keys are those of another serial";
}

TEST(KeyModifyCard, gives_a_stranger_no_key_and_a_meter_only_what_meters_need) {
  SeededRandom random{3};
  CardOs chip = card_in_memory(key_modify(), random);
  ASSERT_TRUE(chip.exchange(cards::select(key_cards::application_id))->sw.ok());
  const auto target = serial_number(95);
  const auto ask_for = [&](Purpose purpose) {
    return chip.exchange(key_cards::export_key({.key = {purpose, 2}, .factors = {}, .target = target, .challenge = {1, 2, 3, 4},
                                                .record_header = Bytes(3), .protecting_version = 1}))->sw.value;
  };
  const auto authenticate = [&](const seal::Key& key) {
    const auto challenge = chip.exchange(cards::get_challenge(8))->data;
    const auto answer = seal::encrypt(seal::diversify(key, key_card.bytes), challenge);
    return chip.exchange(cards::external_authenticate(key_cards::key_id::meter, answer))->sw.value;
  };
  EXPECT_EQ(ask_for(Purpose::credit), 0x6982) << "before it has proved itself";
  EXPECT_EQ(authenticate(seal::test_root(Purpose::meter_authentication)) & 0xFFF0, 0x63C0) << "a meter of somebody else";
  ASSERT_EQ(authenticate(county_key(Purpose::meter_authentication)), 0x9000);
  EXPECT_EQ(ask_for(Purpose::credit), 0x9000);
  EXPECT_EQ(ask_for(Purpose::card_master), 0x6A88) << "what no meter needs is not on the card";
}

TEST(KeyRestoreCard, puts_a_meter_back_to_its_works_keys_and_gives_no_key_at_all) {
  Wall wall;
  ASSERT_EQ(wall.visit(key_restore()), Refusal::none);
  EXPECT_EQ(wall.key_info(), 0u);
  EXPECT_EQ(wall.visit(key_restore()), Refusal::wrong_key_state) << "there is nothing left to restore";
  for (const auto& key : key_restore().mf.directories[0].key_file->keys)
    EXPECT_NE(key.plain_type(), static_cast<std::uint8_t>(iso7816::KeyType::passed_on));
}

TEST(KeyRestoreCard, of_a_version_that_the_meter_has_left_is_refused) {
  Wall wall;
  ASSERT_EQ(wall.visit(key_modify()), Refusal::none);
  EXPECT_EQ(wall.visit(key_restore()), Refusal::wrong_version) << "it proves itself under the version before, and names it";
  EXPECT_EQ(wall.key_info(), 0x01020100u);
}

TEST(ClearCard, of_the_county_card_zeroes_the_one_meter_that_it_names_once) {
  Wall other(4'000'000'008), named;
  const auto sold = Money::minor(50'00);
  named.credit(sold);
  const auto card = made(for_meters(KeyCardKind::clear));
  EXPECT_EQ(other.visit(card), Refusal::wrong_meter);
  ASSERT_EQ(named.visit(card), Refusal::none);
  const auto& ledger = named.meter->core().state().ledger;
  EXPECT_EQ(ledger.surrendered, sold) << "named, so that the books owe it to the customer";
  EXPECT_EQ(ledger.balance, meter::ExactMoney{});
  EXPECT_EQ(named.key_info(), 0x01010000u) << "it touches no key";
  EXPECT_EQ(named.visit(card), Refusal::used_before);
  auto another = for_meters(KeyCardKind::clear);
  another.serial = serial_number(97);
  EXPECT_EQ(named.visit(made(another)), Refusal::none) << "another card is another permission";
}

TEST(ClearCard, behind_its_last_day_copied_or_of_another_county_it_clears_nothing) {
  Wall wall;
  auto late = for_meters(KeyCardKind::clear);
  late.valid_to = {0x20, 0x26, 0x11, 0x19};
  EXPECT_EQ(wall.visit(made(late)), Refusal::expired);
  auto copy = made(for_meters(KeyCardKind::clear));
  copy.serial = serial_number(97);
  EXPECT_EQ(wall.visit(copy), Refusal::not_authentic);
  auto elsewhere = county_set(1);
  for (auto& [purpose, key] : elsewhere.keys) key = seal::diversify(key, {9, 9, 9, 9, 9, 9, 9, 9});
  Wall other(4'000'000'007, elsewhere), fresh(4'000'000'007, std::nullopt);
  const auto card = made(for_meters(KeyCardKind::clear));
  EXPECT_EQ(other.visit(card), Refusal::not_authentic);
  EXPECT_EQ(fresh.visit(card), Refusal::not_authentic) << "the factory's keys are not the county's";
}

TEST(ClearCard, gives_a_stranger_no_key_and_takes_no_other_order) {
  SeededRandom random{3};
  const auto state = made(for_meters(KeyCardKind::clear));
  for (const auto& key : state.mf.directories[0].key_file->keys)
    EXPECT_NE(key.plain_type(), static_cast<std::uint8_t>(iso7816::KeyType::passed_on));
  CardOs chip = card_in_memory(state, random);
  ASSERT_TRUE(chip.exchange(cards::select(key_cards::application_id))->sw.ok());
  const auto order = chip.exchange(cards::read_binary(user_card::sfi::instruction, user_card::ClearFile::size));
  ASSERT_TRUE(order->sw.ok());
  const auto written = user_card::decode_clear(order->data);
  ASSERT_TRUE(written);
  EXPECT_EQ(written->authorisation, key_card.bytes);
  EXPECT_FALSE(chip.exchange(cards::update_binary(user_card::sfi::instruction, order->data, Bytes(4)))->sw.ok());
}

TEST(KeyModifyCard, pulled_at_any_command_it_leaves_the_old_set_whole_and_serves_the_next_time) {
  Wall measured;
  int commands = 0;
  const auto counted = [&](CardOs& chip, int left) {
    auto contacts = contacts_of(chip);
    return CardContacts{.reset = contacts.reset, .exchange = [contacts, left, &commands](ByteView command) mutable {
                          ++commands;
                          return left-- > 0 ? contacts.exchange(command) : Bytes{};
                        }};
  };
  const auto visit = [&](Wall& wall, int left) {
    CardOs chip = card_in_memory(key_modify(), wall.random);
    wall.meter->insert(counted(chip, left));
    wall.meter->run_card();
    wall.meter->withdraw();
    return wall.meter->core().last_refusal();
  };
  ASSERT_EQ(visit(measured, 1000), Refusal::none);
  const int whole = commands;
  for (int at = 0; at < whole; ++at) {
    Wall wall;
    EXPECT_EQ(visit(wall, at), Refusal::card_silent) << at;
    EXPECT_EQ(wall.key_info(), 0x01010000u) << at;
    EXPECT_EQ(visit(wall, 1000), Refusal::none) << at;
    EXPECT_EQ(wall.key_info(), 0x01020100u) << at;
  }
}

}  // namespace
}  // namespace kwota::sim::test
