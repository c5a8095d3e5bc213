// What the key office does with PSAMs, ISAMs and key cards in use: void lists, quotas, numbers.
#include <gtest/gtest.h>

#include <algorithm>

#include "carry/cards/psam/psam_vault.h"
#include "seal/cipher/secure_messaging.h"
#include "sim/key_desk/key_desk.h"

namespace kwota::sim::test {
namespace {

using key_cards::CardCare;
using key_cards::Quota;
using seal::Purpose;

CardCare care_of(CardSerial serial) { return {.serial = serial, .above = above(KeyCardKind::county)}; }

TEST(Terminal, its_number_and_the_next_transaction_are_read_without_a_pin) {
  KeyDesk desk{{psam_card()}};
  const auto read = run_dialogue(desk, key_cards::read_terminal(0, psam));
  ASSERT_TRUE(read.ok()) << read.error().what;
  EXPECT_EQ(read->number, terminal);
  EXPECT_EQ(read->next_transaction, 0u);
  EXPECT_FALSE(read->quota.has_value());
  KeyDesk mother{{county_cards().mother}};
  EXPECT_EQ(run_dialogue(mother, key_cards::read_terminal(0, county)).error().code, "key_card_wrong_kind");
}

TEST(VoidList, reaches_every_kind_of_key_card_and_is_written_twice_without_harm) {
  const CardSerial lost = serial_number(90), stolen = serial_number(91);
  const auto write_to = [&](const CardState& state, CardCare care) {
    KeyDesk desk{{state}};
    EXPECT_EQ(*run_dialogue(desk, key_cards::write_void_list(care, {lost})), 1u);
    EXPECT_EQ(*run_dialogue(desk, key_cards::write_void_list(care, {lost, stolen})), 1u);
    EXPECT_EQ(*run_dialogue(desk, key_cards::read_void_list()), (std::vector<CardSerial>{lost, stolen}));
  };
  write_to(psam_card(), care_of(psam));
  write_to(user_mother_cards().mother, care_of(user_mother));
  write_to(county_cards().mother, {.serial = county, .above = above(KeyCardKind::province)});
  write_to(master_control_cards().mother, {.serial = master_control});
}

TEST(VoidList, an_order_sealed_for_another_card_is_refused_and_changes_nothing) {
  KeyDesk desk{{psam_card()}};
  auto care = care_of(psam);
  care.above = above(KeyCardKind::province);
  EXPECT_EQ(run_dialogue(desk, key_cards::write_void_list(care, {serial_number(90)})).error().code, "key_card_order_refused");
  EXPECT_TRUE(run_dialogue(desk, key_cards::read_void_list())->empty());
}

TEST(VoidList, it_knows_so_many_cards_and_of_more_the_newest) {
  KeyDesk desk{{psam_card()}};
  std::vector<CardSerial> voided;
  for (std::size_t i = 0; i < key_cards::void_list_max; ++i) voided.push_back({{0xB0, 0, 0, 0, 0, 0, 0, static_cast<std::uint8_t>(i)}});
  EXPECT_EQ(*run_dialogue(desk, key_cards::write_void_list(care_of(psam), voided)), key_cards::void_list_max);
  EXPECT_EQ(*run_dialogue(desk, key_cards::read_void_list()), voided);
  voided.push_back(serial_number(90));
  voided.erase(voided.begin());
  EXPECT_EQ(*run_dialogue(desk, key_cards::write_void_list(care_of(psam), voided)), 1u) << "it is never full";
  EXPECT_EQ(*run_dialogue(desk, key_cards::read_void_list()), voided) << "the oldest left";
}

TEST(VoidList, torn_at_every_byte_it_holds_the_old_list_or_the_new_one) {
  SeededRandom random{7};
  const auto memory = std::make_shared<MemoryStorage>(CardMemory::storage_bytes);
  const auto torn = std::make_shared<TornStorage>(memory);
  ASSERT_TRUE(store_card(torn, psam_card()).ok());
  auto card = CardOs::open(torn, random);
  ASSERT_TRUE(card->power_on().ok());
  const auto message = key_cards::void_message(serial_number(90));
  const auto mac = county_vault().perform(seal::TransactionCode{{Purpose::maintenance, 1}, {psam.bytes}, message});
  ASSERT_TRUE(mac.ok());
  std::size_t silent = 0;
  for (std::size_t cut = 0;; cut += 7) {
    torn->lose_power_after(cut);
    ASSERT_TRUE(card->exchange(cards::select(key_cards::application_id)).ok());
    const auto answer = card->exchange(key_cards::void_card(serial_number(90), *mac));
    torn->restore_power();
    ASSERT_TRUE(card->power_on().ok());
    const auto& files = card->state().mf.directories[0].files;
    const auto list = std::ranges::find_if(files, [](const ElementaryFile& file) { return file.sfi() == key_cards::sfi::void_list; });
    EXPECT_LE(list->records.size(), 1u);
    if (answer.ok()) {
      EXPECT_EQ(list->records.size(), 1u);
      break;
    }
    ++silent;
  }
  EXPECT_GT(silent, 50u);
}

TEST(VoidList, a_mother_card_issues_nothing_for_a_void_card_and_nothing_once_she_is_void_herself) {
  for (const auto voided : {psam, county}) {
    KeyDesk office{{county_cards().mother}};
    ASSERT_TRUE(run_dialogue(office, key_cards::write_void_list({.serial = county, .above = above(KeyCardKind::province)}, {voided})).ok());
    const auto order = county_issue(KeyCardKind::psam, psam);
    KeyDesk desk{{blank(psam), office.state(), county_cards().control}};
    EXPECT_EQ(run_dialogue(desk, key_cards::issue_key_card(order)).error().code, "key_card_refused_void");
  }
}

/// An ISAM with a first refill, behind a vault.
struct LoadCounter {
  SeededRandom random{7};
  CardOs chip = card_in_memory(issued(county_issue(KeyCardKind::isam, isam), &county_cards()), random);
  psam::PsamVault vault{[this](const iso7816::Command& command) { return chip.exchange(command); }, serial_of(isam), terminal,
                        []() -> Result<SecretBytes> { return SecretBytes{pin}; }, county_vault()};

  Result<Done> refill(key_cards::Refill refill) {
    KeyDesk office{{chip.state()}};
    auto done = run_dialogue(office, key_cards::refill_quota(care_of(isam), refill));
    chip = card_in_memory(office.state(), random);
    return done;
  }
  Quota quota() {
    KeyDesk desk{{chip.state()}};
    return *run_dialogue(desk, key_cards::read_terminal(0, isam))->quota;
  }
};

/// MAC2 of a load: amount4 TT1 TID6 date4 time3.
seal::SessionMac load(std::uint32_t amount) {
  Bytes message(4);
  put_be32(message.data(), amount);
  append(message, hex("02"));
  append(message, terminal);
  append(message, hex("20261120103000"));
  return {.key = {Purpose::load, 1}, .factors = {serial_number(80).bytes}, .input = {1, 2, 3, 4, 0, 9, 0x80, 0}, .message = message};
}

TEST(Isam, loads_within_its_quota_and_a_refill_makes_it_go_on) {
  LoadCounter counter;
  EXPECT_EQ(counter.vault.perform(load(1)).error().code, "psam_used_up") << "fresh from the key office it may load nothing";
  ASSERT_TRUE(counter.refill({.amount = 10'000, .loads = 2, .number = 1}).ok());
  const auto mac = counter.vault.perform(load(4'000));
  ASSERT_TRUE(mac.ok()) << mac.error().what;
  EXPECT_EQ(*mac, *county_vault().perform(load(4'000))) << "what an HSM gives";
  EXPECT_EQ(counter.quota(), (Quota{6'000, 1, 1}));
  EXPECT_EQ(counter.vault.perform(load(6'001)).error().code, "psam_used_up");
  EXPECT_EQ(counter.quota(), (Quota{6'000, 1, 1})) << "a refused load is not taken off";
  ASSERT_TRUE(counter.vault.perform(load(6'000)).ok());
  EXPECT_EQ(counter.vault.perform(load(0)).error().code, "psam_used_up") << "no load is left";
  ASSERT_TRUE(counter.refill({.amount = 500, .loads = 1, .number = 2}).ok());
  EXPECT_TRUE(counter.vault.perform(load(500)).ok());
}

TEST(Isam, a_refill_serves_once) {
  LoadCounter counter;
  const key_cards::Refill refill{.amount = 10'000, .loads = 2, .number = 1};
  ASSERT_TRUE(counter.refill(refill).ok());
  EXPECT_EQ(counter.refill(refill).error().code, "key_card_order_refused");
  EXPECT_EQ(counter.quota(), (Quota{10'000, 2, 1}));
}

TEST(Isam, checks_the_cards_mac1_without_taking_anything_off_and_seals_for_no_other_terminal) {
  LoadCounter counter;
  ASSERT_TRUE(counter.refill({.amount = 10'000, .loads = 2, .number = 1}).ok());
  auto first = load(4'000);
  first.message.resize(15);
  ASSERT_TRUE(counter.vault.perform(first).ok());
  EXPECT_EQ(counter.quota(), (Quota{10'000, 2, 1}));
  auto elsewhere = load(4'000);
  elsewhere.message[5] = 0x77;
  EXPECT_EQ(counter.vault.perform(elsewhere).error().code, "vault_refused");
}

}  // namespace
}  // namespace kwota::sim::test
