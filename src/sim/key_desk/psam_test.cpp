// A counter that seals with a PSAM: the same cards, the same dialogues, no vault behind it but the chip in the second slot.
#include <gtest/gtest.h>

#include "carry/cards/all.h"
#include "carry/cards/common/structure.h"
#include "carry/cards/psam/psam_vault.h"
#include "carry/cards/user_card/personalise.h"
#include "carry/cards/user_card/user_card.h"
#include "carry/cards/user_card/user_card_table.h"
#include "carry/dlt645/security.h"
#include "sim/key_desk/key_desk.h"

namespace kwota::sim::test {
namespace {

using seal::Purpose;

constexpr CardSerial customer{{0x20, 0x26, 0x11, 0x20, 0x00, 0x00, 0x00, 0x07}};
constexpr CardSerial on_a_line{{0x00, 0x00, 0x41, 0x26, 0x00, 0x00, 0x90, 0x91}};  ///< a meter's factor

/// The PSAM of the counter, which can be pulled; the user mother card and her control card, when they are there.
struct PsamCounter {
  SeededRandom random{7};
  CardOs psam_chip = card_in_memory(psam_card(), random);
  CardOs mother = card_in_memory(user_mother_cards().mother, random);
  CardOs control = card_in_memory(user_mother_cards().control, random);
  bool psam_there = true;
  int asked_for_pin = 0;
  Bytes given_pin = pin;
  psam::PsamVault vault{[this](const iso7816::Command& command) -> Result<iso7816::Response> {
                          if (!psam_there) return error(Fault::card, "card_removed", "pulled");
                          return psam_chip.exchange(command);
                        },
                        serial_of(test::psam), terminal,
                        [this]() -> Result<SecretBytes> {
                          ++asked_for_pin;
                          return SecretBytes{given_pin};
                        },
                        county_vault(),
                        {.today = [] { return today; }}};

  void pull() {
    psam_there = false;
    psam_chip.reset();
  }
  void put_back() { psam_there = true; }
  void lay_down_mother(CardSerial with_control = user_mother_pair) {
    vault.lay_down_mother({[this](const iso7816::Command& command) { return mother.exchange(command); },
                           [this](const iso7816::Command& command) { return control.exchange(command); },
                           serial_of(user_mother), serial_of(with_control),
                           []() -> Result<psam::MotherSlots::Pins> { return psam::MotherSlots::Pins{SecretBytes{pin}, SecretBytes{control_pin}}; }});
  }
  std::uint32_t counter() const {
    for (const auto& file : psam_chip.state().mf.directories[0].files)
      if (file.sfi() == key_cards::sfi::transaction_counter) return get_be32(file.content.data());
    return 0;
  }
};

seal::LineMac credit_mac(std::size_t bytes = 20) {
  return {.key = {Purpose::credit, 1}, .serial = customer, .challenge = {1, 2, 3, 4}, .message = Bytes(bytes, 0x5A)};
}

seal::LineMac purse_write() {
  auto request = credit_mac();
  request.message = hex("04D682000C0000271000000001");
  return request;
}

seal::LineMac increase() {
  return {.key = {Purpose::meter_parameter, 1}, .serial = on_a_line, .challenge = {1, 2, 3, 4}, .message = dlt645::mac_of_credit(Money::minor(50'00), SequenceNumber{1})};
}

TEST(PsamVault, seals_byte_by_byte_what_the_countys_vault_seals) {
  PsamCounter counter;
  const std::vector<seal::Request> requests{
      seal::Authenticate{{Purpose::card_authentication, 1}, customer, {1, 2, 3, 4, 5, 6, 7, 8}},
      seal::Authenticate{{Purpose::seller_authentication, 1}, customer, {8, 7, 6, 5, 4, 3, 2, 1}},
      credit_mac(), credit_mac(240), credit_mac(241), credit_mac(255),
      seal::LineMac{{Purpose::return_data, 1}, customer, {9, 9, 9, 9}, hex("04D685000D000000000000000000")},
      // what a meter on a line is told: a session, credit, an order; a value and an order enciphered
      seal::Authenticate{{Purpose::meter_identity, 1}, on_a_line, {1, 2, 3, 4, 5, 6, 7, 8}}, increase(),
      seal::LineMac{{Purpose::meter_control, 1}, on_a_line, {5, 6, 7, 8}, dlt645::mac_of_order({.order = 0x1A})},
      seal::EncipheredCommand{{Purpose::meter_parameter, 1}, on_a_line, {5, 6, 7, 8}, dlt645::write_command, Bytes(4), Bytes(150, 0x17)},
      seal::EncipheredCommand{{Purpose::meter_control, 1}, on_a_line, {5, 6, 7, 8}, dlt645::order_command, {}, dlt645::RelayOrder{.order = 0x1A}.bytes()}};
  for (const auto& request : requests) {
    const auto ours = counter.vault.perform(request), theirs = county_vault().perform(request);
    ASSERT_TRUE(ours.ok() && theirs.ok()) << request.index() << (ours.ok() ? "" : ours.error().what);
    EXPECT_EQ(to_hex(*ours), to_hex(*theirs)) << request.index();
  }
}

TEST(PsamVault, tells_the_check_values_of_its_keys_and_leaves_signing_to_the_other_vault) {
  PsamCounter counter;
  const auto keys = counter.vault.keys();
  ASSERT_TRUE(keys.ok()) << keys.error().what;
  EXPECT_EQ(keys->size(), 9u);
  for (const auto& key : *keys) {
    EXPECT_EQ(key.check_value, seal::check_value(county_key(key.key.purpose))) << seal::name_of(key.key.purpose);
    EXPECT_FALSE(key.test_key);
  }
  EXPECT_EQ(*counter.vault.root_public_key(), *county_vault().root_public_key());
}

TEST(PsamVault, does_not_invent_what_a_meter_said_and_gives_no_keys_away) {
  PsamCounter counter;
  const seal::LineMac invented{{Purpose::return_data, 1}, customer, {9, 9, 9, 9}, hex("04D685000D000000000000000001")};
  EXPECT_EQ(counter.vault.perform(invented).error().code, "vault_refused");
  EXPECT_EQ(counter.vault.perform(seal::Authenticate{{Purpose::meter_authentication, 1}, customer, {1}}).error().code, "key_missing");
  EXPECT_EQ(counter.vault.perform(seal::WriteCardKey{.key = {Purpose::credit, 1}, .under = {Purpose::card_master, 1}, .serial = customer,
                                                     .record_header = Bytes(5)}).error().code,
            "vault_cannot");
  // The chip itself refuses too, whatever program speaks to it.
  ASSERT_TRUE(counter.vault.health().ok());
  const auto usage = iso7816::sam_usage(iso7816::SamKind::return_data, 1);
  ASSERT_TRUE(counter.psam_chip.exchange(key_cards::deliver_key(usage, 1, customer.bytes))->sw.ok());
  EXPECT_EQ(counter.psam_chip.exchange(key_cards::mac_with_start({9, 9, 9, 9}, invented.message))->sw.value, 0x6A80);
}

TEST(PsamVault, every_seal_that_can_give_credit_has_a_transaction_number_of_its_own) {
  PsamCounter counter;
  EXPECT_TRUE(counter.vault.seal_marks().empty());
  for (std::uint32_t sale = 0; sale < 3; ++sale) {
    ASSERT_TRUE(counter.vault.perform(purse_write()).ok());
    const Details marks{{"terminal", "000033010001"}, {"transaction", std::to_string(2 * sale)}};
    EXPECT_EQ(counter.vault.seal_marks(), marks);
    ASSERT_TRUE(counter.vault.perform(credit_mac()).ok());
    EXPECT_EQ(counter.vault.seal_marks(), marks) << "checking what a card says is no sale";
    counter.pull();
    EXPECT_EQ(counter.vault.perform(credit_mac()).error().code, "vault_offline");
    counter.put_back();
  }
  EXPECT_EQ(counter.counter(), 6u);
}

TEST(PsamVault, credit_that_goes_over_a_line_has_one_too) {
  PsamCounter counter;
  ASSERT_TRUE(counter.vault.perform(increase()).ok());
  const auto marks = counter.vault.seal_marks();
  EXPECT_EQ(marks.at("terminal"), "000033010001");
  auto asked = increase();
  asked.message = dlt645::mac_of_remaining(Money::minor(1));
  ASSERT_TRUE(counter.vault.perform(asked).ok());
  EXPECT_EQ(counter.vault.seal_marks(), marks) << "judging what a meter says is no sale";
  ASSERT_TRUE(counter.vault.perform(increase()).ok());
  EXPECT_NE(counter.vault.seal_marks(), marks);
}

TEST(PsamVault, pulled_nothing_is_sealed_and_put_back_it_goes_on) {
  PsamCounter counter;
  ASSERT_TRUE(counter.vault.health().ok());
  counter.pull();
  EXPECT_EQ(counter.vault.perform(credit_mac()).error().code, "vault_offline");
  EXPECT_EQ(counter.vault.health().error().code, "vault_offline");
  counter.put_back();
  EXPECT_TRUE(counter.vault.perform(credit_mac()).ok());
  counter.pull();
  counter.put_back();
  EXPECT_TRUE(counter.vault.perform(credit_mac()).ok()) << "pulled and put back while nobody looked";
  EXPECT_EQ(counter.asked_for_pin, 3);
}

TEST(PsamVault, declared_void_it_seals_nothing_from_that_moment) {
  PsamCounter counter;
  bool lost = false;
  psam::PsamVault vault{[&](const iso7816::Command& command) { return counter.psam_chip.exchange(command); }, serial_of(test::psam),
                        terminal, []() -> Result<SecretBytes> { return SecretBytes{pin}; }, county_vault(),
                        {.admitted = [&](const CardSerial& serial) -> Result<void> {
                          EXPECT_EQ(serial, test::psam);
                          if (lost) return error(Fault::card, "card_voided", "lost");
                          return {};
                        }}};
  ASSERT_TRUE(vault.perform(credit_mac()).ok());
  lost = true;
  EXPECT_EQ(vault.perform(credit_mac()).error().code, "card_voided") << "while it is open";
  counter.psam_chip.reset();
  EXPECT_EQ(vault.health().error().code, "card_voided") << "and before it is opened";
}

TEST(PsamVault, hears_of_void_cards_each_time_before_it_is_opened) {
  PsamCounter counter;
  int contacts = 0;
  psam::PsamVault vault{[&](const iso7816::Command& command) { return counter.psam_chip.exchange(command); }, serial_of(test::psam),
                        terminal, []() -> Result<SecretBytes> { return SecretBytes{pin}; }, county_vault(),
                        {.at_contact = [&](const CardSerial& serial, const psam::CardSlot& slot) {
                          ++contacts;
                          const key_cards::CardCare care{.serial = serial, .above = above(KeyCardKind::county)};
                          const dialogue::Parties parties{.device = slot,
                                                          .vault = [](const seal::Request& request) { return test::vault().perform(request); },
                                                          .journal = [](const dialogue::JournalNote&) { return Result<void>(); }};
                          EXPECT_TRUE(dialogue::run(key_cards::write_void_list(care, {customer}), parties).ok());
                        }}};
  EXPECT_EQ(vault.perform(credit_mac()).error().code, "psam_knows_void");
  EXPECT_TRUE(vault.health().ok());
  EXPECT_EQ(contacts, 1) << "it is open now";
  counter.psam_chip.reset();
  EXPECT_TRUE(vault.health().ok());
  EXPECT_EQ(contacts, 2);
}

TEST(PsamVault, a_wrong_pin_is_tried_once) {
  PsamCounter counter;
  counter.given_pin = control_pin;
  EXPECT_EQ(counter.vault.perform(credit_mac()).error().code, "key_card_pin_wrong");
  EXPECT_EQ(counter.vault.perform(credit_mac()).error().code, "vault_refused");
  EXPECT_EQ(counter.asked_for_pin, 1);
}

TEST(PsamVault, another_terminals_psam_is_refused) {
  PsamCounter counter;
  psam::PsamVault elsewhere{[&](const iso7816::Command& command) { return counter.psam_chip.exchange(command); }, serial_of(test::psam),
                            {0, 0, 0, 0, 0, 9}, []() -> Result<SecretBytes> { return SecretBytes{pin}; }, county_vault()};
  EXPECT_EQ(elsewhere.perform(credit_mac()).error().code, "vault_refused");
}

TEST(PsamVault, a_card_on_its_void_list_gets_no_seal) {
  KeyDesk office{{psam_card()}};
  const key_cards::CardCare care{.serial = test::psam, .above = above(KeyCardKind::county)};
  ASSERT_EQ(*run_dialogue(office, key_cards::write_void_list(care, {customer})), 1u);
  PsamCounter counter;
  counter.psam_chip = card_in_memory(office.state(), counter.random);
  EXPECT_EQ(counter.vault.perform(credit_mac()).error().code, "psam_knows_void");
}

/// A user card on the counter, and a vault behind it.
struct Window {
  SeededRandom random{9};
  CardOs card;
  seal::Vault& vault;
  std::vector<dialogue::JournalNote> notes{};

  Window(const CardState& state, seal::Vault& with) : card(card_in_memory(state, random)), vault(with) {}
  dialogue::Parties parties() {
    return {.device = [this](const iso7816::Command& command) { return card.exchange(command); },
            .vault = [this](const seal::Request& request) { return vault.perform(request); },
            .journal = [this](const dialogue::JournalNote& note) -> Result<void> {
              notes.push_back(note);
              return {};
            }};
  }
  user_card::PurseFile purse() const {
    const auto& directories = card.state().mf.directories;
    for (const auto& directory : directories)
      for (const auto& file : directory.files)
        if (file.sfi() == user_card::sfi::purse) return user_card::decode_purse(file.content).value_or(user_card::PurseFile{});
    return {};
  }
};

user_card::PurseFile purse(std::uint32_t n, std::int64_t fen) { return {Money::minor(fen), SequenceNumber{n}}; }

user_card::TariffFile tariff() {
  user_card::TariffFile file;
  file.rate_prices[0] = MeterPrice::e4(5380);
  return file;
}

user_card::InstructionFile instruction(user_card::CardType type) {
  user_card::InstructionFile file;
  file.meter = MeterNumber::from(4123456789);
  file.customer = CustomerNumber::from(100200300);
  file.card_type = type;
  return file;
}

cards::Nonces nonces() {
  SeededRandom random{11};
  return cards::Nonces::from(random);
}

cards::PersonaliseOrder first_sale() {
  user_card::HolderFile holder;
  holder.county = county_code;
  holder.issued = {.year = 26, .month = 11, .day = 20};
  holder.valid_to = {.year = 36, .month = 11, .day = 20};
  holder.customer = CustomerNumber::from(100200300);
  return {.credit = {.keys = {.serial = customer}, .nonces = nonces(), .sale = "S-1",
                     .instruction = instruction(user_card::CardType::open_account), .tariff_current = tariff(), .tariff_spare = tariff(),
                     .purse = purse(1, 10'000), .first_attempt = true},
          .holder = holder,
          .pin = Bytes(6, '0')};
}

cards::CreditOrder second_sale() {
  return {.keys = {.serial = customer}, .nonces = nonces(), .sale = "S-2", .instruction = instruction(user_card::CardType::purchase),
          .purse = purse(2, 5'000), .expected = purse(1, 10'000), .first_attempt = true};
}

/// Made where the county's vault is.
CardState sold_card() {
  Window window{blank(customer), county_vault()};
  const auto written = dialogue::run(cards::personalise(first_sale()), window.parties());
  EXPECT_EQ(written->outcome, cards::Outcome::done);
  return window.card.state();
}

TEST(PsamCounter, sells_onto_a_card_that_the_countys_vault_has_made) {
  PsamCounter counter;
  Window window{sold_card(), counter.vault};
  ASSERT_TRUE(window.card.exchange(cards::select(cards::application_id)).ok());
  const auto written = dialogue::run(cards::write_credit(second_sale()), window.parties());
  ASSERT_TRUE(written.ok());
  EXPECT_EQ(written->outcome, cards::Outcome::done) << (written->cause ? written->cause->what : "");
  EXPECT_EQ(window.purse(), purse(2, 5'000));
  EXPECT_EQ(counter.vault.seal_marks().at("terminal"), "000033010001");
}

TEST(PsamCounter, pulled_at_any_request_of_a_sale_the_money_is_in_one_place_and_the_sale_goes_on_when_it_is_back) {
  for (int pulled_at = 0;; ++pulled_at) {
    PsamCounter counter;
    Window window{sold_card(), counter.vault};
    int requests = 0;
    auto parties = window.parties();
    parties.vault = [&](const seal::Request& request) {
      if (requests++ == pulled_at) counter.pull();
      return counter.vault.perform(request);
    };
    const auto written = dialogue::run(cards::write_credit(second_sale()), parties);
    ASSERT_TRUE(written.ok());
    const bool carried = window.purse() == purse(2, 5'000);
    EXPECT_TRUE(carried || window.purse() == purse(1, 10'000)) << pulled_at;
    if (written->outcome == cards::Outcome::done) {
      EXPECT_TRUE(carried) << pulled_at;
    }
    if (written->outcome == cards::Outcome::not_done) {
      EXPECT_FALSE(carried) << pulled_at;
    }
    if (requests <= pulled_at) {
      EXPECT_EQ(written->outcome, cards::Outcome::done);
      EXPECT_GT(pulled_at, 4);
      break;
    }
    counter.put_back();
    window.card.reset();
    auto again = second_sale();
    again.first_attempt = false;
    if (carried) again.expected = purse(2, 5'000);
    ASSERT_TRUE(window.card.exchange(cards::select(cards::application_id)).ok());
    const auto second = dialogue::run(cards::write_credit(again), window.parties());
    EXPECT_EQ(second->outcome, cards::Outcome::done) << pulled_at << (second->cause ? second->cause->what : "");
    EXPECT_EQ(window.purse(), purse(2, 5'000)) << pulled_at;
  }
}

TEST(PsamCounter, with_the_user_mother_card_it_makes_a_customers_card_of_a_prepared_blank) {
  Window office{blank(customer), county_vault()};
  ASSERT_TRUE(dialogue::run(cards::prepare_blank_card({.serial = customer}), office.parties()).ok());
  PsamCounter counter;
  counter.lay_down_mother();
  Window window{office.card.state(), counter.vault};
  const auto written = dialogue::run(cards::personalise(first_sale()), window.parties());
  ASSERT_EQ(written->outcome, cards::Outcome::done) << (written->cause ? written->cause->code + written->cause->what : "");
  EXPECT_EQ(window.card.state(), sold_card()) << "the same card, byte by byte, as the vault makes";
}

TEST(PsamCounter, a_blank_card_torn_out_while_it_is_prepared_is_finished_by_the_same_order) {
  dialogue::for_each_break(
      [&] { return Window{blank(customer), county_vault()}; }, [&](Window&) { return cards::prepare_blank_card({.serial = customer}); },
      [&](Window& office, const std::optional<dialogue::Break>& happened, const std::optional<Result<Done>>&) {
        office.card.reset();
        const auto again = dialogue::run(cards::prepare_blank_card({.serial = customer}), office.parties());
        ASSERT_TRUE(again.ok()) << (happened ? to_text(*happened) : "unharmed") << ": " << again.error().what;
      });
}

TEST(PsamCounter, a_card_that_somebody_has_is_no_blank_one_to_prepare) {
  Window office{sold_card(), county_vault()};
  const auto prepared = dialogue::run(cards::prepare_blank_card({.serial = customer}), office.parties());
  ASSERT_FALSE(prepared.ok());
  EXPECT_EQ(prepared.error().code, "card_not_blank");
  EXPECT_EQ(office.card.state(), sold_card());
}

TEST(PsamCounter, without_the_user_mother_card_it_says_what_is_missing) {
  Window office{blank(customer), county_vault()};
  ASSERT_TRUE(dialogue::run(cards::prepare_blank_card({.serial = customer}), office.parties()).ok());
  PsamCounter counter;
  Window window{office.card.state(), counter.vault};
  const auto written = dialogue::run(cards::personalise(first_sale()), window.parties());
  EXPECT_EQ(written->outcome, cards::Outcome::not_done);
  EXPECT_EQ(written->cause->code, "key_missing");
}

TEST(PsamCounter, a_user_mother_card_of_another_pair_makes_no_card) {
  Window office{blank(customer), county_vault()};
  ASSERT_TRUE(dialogue::run(cards::prepare_blank_card({.serial = customer}), office.parties()).ok());
  PsamCounter counter;
  counter.lay_down_mother(county_pair);
  counter.control = card_in_memory(county_cards().control, counter.random);
  Window window{office.card.state(), counter.vault};
  EXPECT_EQ(dialogue::run(cards::personalise(first_sale()), window.parties())->cause->code, "key_card_wrong_pair");
}

}  // namespace
}  // namespace kwota::sim::test
