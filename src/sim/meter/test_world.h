// What the tests of this room share: a user card with its keys, a counter that writes it, and a meter.
#pragma once
#include <gtest/gtest.h>

#include "carry/cards/tool_cards/tool_card_tables.h"
#include "carry/cards/user_card/user_card_table.h"
#include "seal/vault/test_keys.h"
#include "sim/card_os/card_os.h"
#include "sim/meter/simulated_meter.h"

namespace kwota::sim::test {

using user_card::CardType;

inline constexpr CardSerial first_card{{0x20, 0x26, 0x11, 0x20, 0, 0, 0, 1}}, second_card{{0x20, 0x26, 0x11, 0x20, 0, 0, 0, 2}};
inline const MeterNumber meter_number = MeterNumber::from(4'123'456'789);
inline const CustomerNumber customer = CustomerNumber::from(880'001);
inline constexpr LocalTime noon{{2026, 11, 20}, 12, 0, 0};

/// 0.50 up to 100 kWh a month, then 0.80; settles on the first of the month.
inline user_card::TariffFile two_steps() {
  user_card::TariffFile tariff;
  tariff.step_ends[0] = Energy::kwh(100);
  tariff.step_prices[0] = MeterPrice::e4(5000);
  tariff.step_prices[1] = MeterPrice::e4(8000);
  tariff.settlement_days[0] = {.month = 0, .day = 1, .hour = 0};
  return tariff;
}

/// A personalised card, as an image: the product's tables with the test keys, diversified by the serial.
inline CardState personalised(const CardSerial& serial, const cards::Product& product = cards::user_card_product) {
  CardState card = blank_card(serial, hex("F0E1D2C3B4A5968778695A4B3C2D1E0F"));
  Directory application;
  application.id = cards::application_id;
  application.space = product.application.bytes;
  application.create = product.application.create;
  application.erase = product.application.erase;
  application.key_file.emplace();
  application.key_file->size = cards::key_file_bytes(product.application);
  for (const cards::CardKey& entry : product.application.keys) {
    const auto tries = static_cast<std::uint8_t>(entry.key.tries << 4 | entry.key.tries);
    application.key_file->keys.push_back(
        {.id = entry.key.id,
         .type = static_cast<std::uint8_t>(entry.key.type),
         .usage = entry.key.usage,
         .change = entry.key.change,
         .x = entry.key.follow_up,
         .y = tries,
         .value = to_bytes(seal::diversify(seal::test_root(entry.purpose), serial.bytes).view())});
  }
  for (const iso7816::File& file : product.application.files) {
    application.files.push_back({.id = file.id,
                                 .kind = file.kind,
                                 .protection = file.write_protection,
                                 .size = file.bytes,
                                 .read = file.read,
                                 .write = file.write,
                                 .key_ids = iso7816::key_ids_byte(file.read_key, file.write_key),
                                 .content = Bytes(file.bytes)});
  }
  card.mf.directories.push_back(application);
  return card;
}

/// A card in somebody's hand.
class Card {
 public:
  Card(CardState state, Random& random) : random_(random), os_(std::make_unique<CardOs>(card_in_memory(state, random))) {}
  Card(const CardSerial& serial, Random& random) : Card(personalised(serial), random) {}

  CardOs& os() { return *os_; }
  Bytes file(std::uint8_t sfi) const {
    CardState copy = os_->state();
    return copy.mf.directories.at(0).find_sfi(sfi)->content;
  }
  void put(std::uint8_t sfi, ByteView content) {
    CardState copy = os_->state();
    copy.mf.directories.at(0).find_sfi(sfi)->content = to_bytes(content);
    os_ = std::make_unique<CardOs>(card_in_memory(copy, random_));
  }

  /// The counter writes an instruction and empties what the meter had written.
  void write(user_card::InstructionFile says, Money amount, std::uint32_t n) {
    put(user_card::sfi::instruction, *user_card::encode(says));
    put(user_card::sfi::register_copy, Bytes(user_card::RegisterFile::size));
    put(user_card::sfi::returned, Bytes(user_card::ReturnedFile::size));
    put(user_card::sfi::purse, *user_card::encode(user_card::PurseFile{amount, SequenceNumber{n}}));
  }
  std::optional<user_card::ReturnedFile> returned() const { return user_card::decode_returned(file(user_card::sfi::returned)); }
  std::optional<user_card::RegisterFile> registers() const {
    return user_card::decode_registers(file(user_card::sfi::register_copy));
  }

 private:
  Random& random_;
  std::unique_ptr<CardOs> os_;
};

inline user_card::InstructionFile instruction(CardType type) {
  user_card::InstructionFile says;
  says.user_type = user_card::UserType::step;
  says.meter = meter_number;
  says.customer = customer;
  says.card_type = type;
  return says;
}

/// Opens the account with parameters and prices: alarm 1 at 20.00, alarm 2 at 10.00.
inline user_card::InstructionFile opening() {
  auto says = instruction(CardType::open_account);
  says.update_flags = user_card::update::parameters | user_card::update::tariff_current;
  says.alarm1 = Money::minor(20'00);
  says.alarm2 = Money::minor(10'00);
  return says;
}

/// A meter on the wall with its memory, and the dice.
struct World {
  explicit World(const meter::Model& meter_model, std::uint64_t seed = 1) : random(seed), model(&meter_model) { start(); }

  void start() {
    auto opened = SimulatedMeter::open(
        {.model = model, .number = meter_number, .county_keys = esam::test_county_keys()}, torn, random, noon);
    if (!opened.ok()) throw std::runtime_error(opened.error().what);
    meter = std::move(opened).value();
  }
  /// The card in, the whole procedure, the card out; what the display says.
  meter::Refusal visit(Card& card) {
    meter->insert(card.os());
    meter->run_card();
    meter->withdraw();
    return meter->core().last_refusal();
  }
  /// An account with money in it.
  void open_account(Card& card, Money amount) {
    card.put(user_card::sfi::tariff_current, *user_card::encode(two_steps(), user_card::Command::tariff_current));
    card.write(opening(), amount, 1);
    ASSERT_EQ(visit(card), meter::Refusal::none);
  }
  void burn(Energy energy) {
    meter->set_load(Power::watts(3'600));
    meter->advance(Duration::seconds(energy.wh()));
    meter->set_load(Power{});
  }
  const meter::Ledger& ledger() const { return meter->core().state().ledger; }

  SeededRandom random;
  const meter::Model* model;
  std::shared_ptr<MemoryStorage> chip = std::make_shared<MemoryStorage>(MeterMemory::bytes);
  std::shared_ptr<TornStorage> torn = std::make_shared<TornStorage>(chip);
  std::unique_ptr<SimulatedMeter> meter;
};

}  // namespace kwota::sim::test
