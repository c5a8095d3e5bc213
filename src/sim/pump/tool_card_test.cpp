// A tool card as the card desk writes it, and a pump with a security module as the county makes it: the real MACs, command by command.
#include "sim/pump/test_module.h"

#include "carry/cards/pump_tools/pump_tool_card.h"
#include "carry/dialogue/parties.h"
#include "seal/vault/software_vault.h"

namespace kwota::sim::test {
namespace {

using pump::ToolAnswer;

constexpr pump::TerminalNumber crew_terminal{0x33, 0x01, 0x20, 0x00, 0x00, 0x17};
constexpr CardSerial chip_serial{{0x20, 0x26, 0x11, 0x22, 0, 0, 5, 1}};
constexpr CardSerial lost_card{{0x33, 0x01, 0x26, 0, 0, 0, 0, 0x17}};

/// The pump's end and the desk's end of one card.
struct Crew {
  Module module{crew_terminal};
  PumpChip memory;
  RunningPump well{memory, [this](ByteView command) { return module.send(command); }};
  SeededRandom random{7};
  CardOs card = card_in_memory(blank_card(chip_serial, seal::test_root(seal::Purpose::card_transport).view()), random);
  seal::SoftwareVault vault = seal::SoftwareVault::with_test_keys();

  Crew() {
    EXPECT_TRUE(well.commission({.well = {0, 0, 0, 0x17}, .terminal = crew_terminal, .county = 3301, .area = 33'010'001, .pin = module_pin}));
    EXPECT_TRUE(well.power_on(meter::clock_of(meter::MeterTime{26, 11, 20, 12, 0})));
  }
  Result<Done> write(pump::ToolOrder order, std::uint32_t number) {
    card.power_off();
    EXPECT_TRUE(card.power_on().ok());
    const bool collects = std::holds_alternative<pump::Collect>(order);
    const auto image = pump::encode({.serial = number, .valid_until = {0x20, 0x26, 0x11, 0x30}, .counter = 1, .order = std::move(order)});
    const dialogue::Parties parties{.device = [this](const iso7816::Command& command) { return card.exchange(command); },
                                    .vault = [this](const seal::Request& request) { return vault.perform(request); },
                                    .journal = [](const dialogue::JournalNote&) -> Result<void> { return {}; }};
    return dialogue::run(cards::write_pump_tool({.keys = {.serial = chip_serial}, .frame = to_bytes(image->view()), .collects = collects}), parties);
  }
  Bytes send(ByteView command) {
    const auto answer = card.execute(command);
    return answer.ok() ? iso7816::encode(*answer) : Bytes{};
  }
  RunningPump::Swipe swipe() {
    card.power_off();
    EXPECT_TRUE(card.power_on().ok());
    return well.swipe([this](ByteView command) { return send(command); });
  }
  static pump::ToolOrder black_list() {
    pump::ExtendBlackList list{.edition = 7, .cards = {}};
    list.cards.add(lost_card);
    return list;
  }
};

TEST(PumpToolCard, a_black_list_from_the_desk_is_taken_once) {
  Crew crew;
  const auto written = crew.write(Crew::black_list(), 41);
  ASSERT_TRUE(written.ok()) << written.error().what;
  const auto done = crew.swipe();
  EXPECT_EQ(done.tool, ToolAnswer::done);
  EXPECT_EQ(done.card_commands, 3u);
  EXPECT_TRUE(crew.well.pump().store().is_black(lost_card));
  EXPECT_EQ(crew.swipe().tool, ToolAnswer::used);
  ASSERT_TRUE(crew.write(Crew::black_list(), 42).ok()) << "the same card carries the next order";
  EXPECT_EQ(crew.swipe().tool, ToolAnswer::done);
}

TEST(PumpToolCard, another_countys_card_proves_nothing) {
  Crew crew;
  crew.vault = seal::SoftwareVault{seal::SoftwareVault::Roots{}};
  EXPECT_FALSE(crew.write(Crew::black_list(), 41).ok()) << "without keys nothing is written";
  EXPECT_EQ(crew.swipe().refusal, meter::PumpRefusal::not_ours);
}

TEST(PumpToolCard, the_module_seals_an_answer_and_no_order) {
  Crew crew;
  const auto ask = [&](std::string_view apdu) { return to_hex(crew.module.send(hex(apdu))); };
  ASSERT_EQ(ask("801A210108" "2026112200000501"), "9000");
  EXPECT_EQ(ask("80FA05000F" "1122334400000000" "04D6810006" "6800"), "6A80") << "an order is the desk's to seal";
  EXPECT_EQ(ask("80FA050010" "1122334400000000" "04DC01143400" "0000").size(), 12u);
}

TEST(PumpToolCard, a_collect_card_brings_the_waterings_home_and_is_not_written_over) {
  Crew crew;
  ASSERT_TRUE(crew.write(pump::Collect{}, 43).ok());
  EXPECT_EQ(crew.swipe().tool, ToolAnswer::done);
  const Bytes row = crew.send(hex("00B2461430"));
  pump::Image<pump::CollectHead> image{};
  ASSERT_EQ(row.size(), image.size() + 2);
  std::copy_n(row.begin(), image.size(), image.begin());
  const auto head = pump::decode_collect_head(image);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->order, 43u);
  EXPECT_EQ(head->count, 0u);
  const auto again = crew.write(pump::Collect{}, 44);
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().code, "tool_answer_unread");
}

}  // namespace
}  // namespace kwota::sim::test
