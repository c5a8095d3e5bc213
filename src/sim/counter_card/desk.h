// What the tests of this room share: a counter's desk with a card on the emulator, a vault with the test keys and a journal
// that is written down. The dialogues of carry/cards run here against the card operating system, command by command.
#pragma once
#include "carry/cards/all.h"
#include "carry/cards/tool_cards/tool_cards.h"
#include "carry/cards/user_card/personalise.h"
#include "carry/cards/user_card/user_card.h"
#include "carry/dialogue/parties.h"
#include "seal/vault/software_vault.h"
#include "sim/card_os/card_os.h"

namespace kwota::sim::test {

inline constexpr std::uint32_t county = 0x33010200;
inline constexpr CardSerial serial{{0x20, 0x26, 0x11, 0x20, 0x00, 0x00, 0x00, 0x07}};

inline seal::SoftwareVault& vault() {
  static auto with_test_keys = seal::SoftwareVault::with_test_keys();
  return with_test_keys;
}

inline CardState blank() { return blank_card(serial, seal::test_root(seal::Purpose::card_transport).view()); }

/// A card that lies on the counter. Everything that was sent and noted is kept for the test to look at.
struct Desk {
  explicit Desk(const CardState& state)
      : random(std::make_unique<SeededRandom>(7)), card(std::make_unique<CardOs>(card_in_memory(state, *random))) {}

  dialogue::Parties parties() {
    return {.device = [this](const iso7816::Command& command) { commands.push_back(command); return card->exchange(command); },
            .vault = [](const seal::Request& request) { return vault().perform(request); },
            .journal = [this](const dialogue::JournalNote& note) -> Result<void> {
              notes.push_back(note);
              return {};
            }};
  }
  /// The card is taken away and put down again.
  void put_down_again() { card->reset(); }

  std::unique_ptr<SeededRandom> random;
  std::unique_ptr<CardOs> card;
  std::vector<iso7816::Command> commands;
  std::vector<dialogue::JournalNote> notes;
};

inline cards::CardKeys keys() { return {.serial = serial}; }
inline cards::Nonces nonces() {
  SeededRandom random{11};
  return cards::Nonces::from(random);
}

inline user_card::InstructionFile instruction(user_card::CardType type) {
  user_card::InstructionFile file;
  file.user_type = user_card::UserType::step;
  file.update_flags = user_card::update::parameters | user_card::update::tariff_current | user_card::update::steps_current;
  file.alarm1 = Money::minor(2000);
  file.alarm2 = Money::minor(500);
  file.meter = MeterNumber::from(4123456789);
  file.customer = CustomerNumber::from(100200300);
  file.card_type = type;
  return file;
}

inline user_card::TariffFile tariff() {
  user_card::TariffFile file;
  file.rate_prices[0] = MeterPrice::e4(5380);
  file.step_ends[0] = Energy::kwh(230);
  file.step_prices[1] = MeterPrice::e4(500);
  file.settlement_days[0] = {.month = 0, .day = 1, .hour = 0};
  return file;
}

inline user_card::HolderFile holder() {
  user_card::HolderFile file;
  file.county = county;
  file.issued = {.year = 26, .month = 11, .day = 20};
  file.valid_to = {.year = 36, .month = 11, .day = 20};
  file.customer = CustomerNumber::from(100200300);
  return file;
}

inline user_card::PurseFile purse(std::uint32_t n, std::int64_t fen) { return {Money::minor(fen), SequenceNumber{n}}; }

/// The first sale, with the card.
inline cards::PersonaliseOrder first_sale() {
  return {.credit = {.keys = keys(), .nonces = nonces(), .sale = "S-1", .instruction = instruction(user_card::CardType::open_account),
                     .tariff_current = tariff(), .tariff_spare = tariff(), .purse = purse(1, 10'000), .first_attempt = true},
          .holder = holder(),
          .pin = Bytes(6, '0')};
}

/// A later sale onto a card that carries `before`.
inline cards::CreditOrder sale(user_card::PurseFile before, user_card::PurseFile now) {
  return {.keys = keys(), .nonces = nonces(), .sale = "S-2", .instruction = instruction(user_card::CardType::purchase),
          .purse = now, .expected = before, .first_attempt = true};
}

template <class T>
Result<T> run_dialogue(Desk& desk, dialogue::Dialogue<T> dialogue) {
  return dialogue::run(std::move(dialogue), desk.parties());
}

inline Bytes content(const Desk& desk, std::uint8_t sfi) {
  const auto& directories = desk.card->state().mf.directories;
  if (directories.empty()) return {};
  for (const auto& file : directories[0].files)
    if (file.sfi() == sfi) return file.content;
  return {};
}

/// A card as the counter gives it to the customer after the first sale.
inline CardState sold_card() {
  static const CardState state = [] {
    Desk desk{blank()};
    const auto written = run_dialogue(desk, cards::personalise(first_sale()));
    assert(written.ok() && written->outcome == cards::Outcome::done);
    return desk.card->state();
  }();
  return state;
}

}  // namespace kwota::sim::test
