// The infrared window of a pump whose keys lie in the PSAM in its slot: a handheld of the same county is believed, and nobody else; whoever pulls or exchanges the module takes
// the window's proof with it, and no stranger at the window costs it a try of its PIN.
#include "sim/pump/window_keys.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/ids_text.h"
#include "carry/dialogue/parties.h"
#include "carry/dlt645/exchange.h"
#include "carry/handheld/reading.h"
#include "sim/pump/well_pump.h"

namespace kwota::sim::test {
namespace {

using seal::Purpose;
using seal::infrared::Block;

const MeterNumber meter_number = MeterNumber::from(330'100'000'017);
constexpr CardSerial chip_of_module{{0x62, 1, 2, 3, 4, 5, 6, 7}};

seal::Key another_countys(Purpose) { return seal::Key::des(Bytes(16, 0x5A)); }

struct Window : testing::Test {
  SeededRandom random{5};
  PumpChip chip;
  PumpSite site{meter_number, 0x33010000, 33'010'001};
  WellPump well{chip, site, module_under(seal::test_root), {{2026, 11, 20}, 12, 0, 0}};
  std::uint8_t dice = 0;
  meter_line::PumpLine line{well.pump(), *dlt645::Address::parse(to_text(meter_number)), window_of(well.pump(), meter_number, well.slot(), [this] { return Block{++dice, 7}; })};

  CardOs module_under(const seal::RootOf& roots) { return card_in_memory(well_module(chip_of_module, terminal_of(site), roots, random), random); }

  /// A handheld with such a county key greets it, and reads its head.
  std::string visit(const seal::Key& county = seal::test_root(Purpose::meter_identity)) {
    const dialogue::Parties parties{.line = [&](const dialogue::LineFrame& frame) -> Result<dialogue::LineFrame> {
                                      const Bytes answer = line.receive_infrared(frame.bytes);
                                      line.silence();
                                      auto exchange = *dlt645::Exchange::begin(frame);
                                      const auto received = exchange.receive(answer);
                                      if (!received) return error(Fault::wire, "meter_silent", "The meter does not answer.");
                                      return *received;
                                    },
                                    .journal = [](const dialogue::JournalNote&) -> Result<void> { return {}; }};
    const auto session = dialogue::run(handheld::prove({.random1 = Block{++dice, 1}, .keys = [&](MeterNumber of) { return seal::infrared::encipher_under(county, of); }}), parties);
    return session.ok() ? "proved" : session.error().code;
  }
  void minutes(int count) { well.advance(Duration::seconds(60 * count)); }
};

TEST_F(Window, proves_itself_with_the_module_in_its_slot_to_a_handheld_of_the_county_alone) {
  EXPECT_EQ(visit(), "proved");
  EXPECT_EQ(visit(another_countys(Purpose::meter_identity)), "meter_not_proven");
  EXPECT_EQ(visit(), "proved") << "whoever failed has spoilt nothing";
}

TEST_F(Window, whose_module_was_pulled_proves_nothing_until_it_is_back) {
  const auto in_hand = well.take_module();
  EXPECT_NE(visit(), "proved");
  well.put_module(*in_hand);
  minutes(2);
  EXPECT_EQ(visit(), "proved") << "the pump has asked it again";
}

TEST_F(Window, with_the_module_of_another_ceremony_is_one_of_that_ceremony) {
  static_cast<void>(well.take_module());
  well.put_module(module_under(another_countys));
  minutes(2);
  visit();  // a module that changed under a running pump is found out by whoever asks first
  minutes(2);
  EXPECT_EQ(visit(), "meter_not_proven");
  EXPECT_EQ(visit(another_countys(Purpose::meter_identity)), "proved");
}

TEST_F(Window, sends_no_pin_strangers_at_a_closed_module_lock_nothing) {
  auto closed = module_under(seal::test_root);
  well.cut_power();
  static_cast<void>(well.take_module());
  well.put_module(std::move(closed));
  std::vector<std::uint8_t> sent;
  auto window = window_of(well.pump(), meter_number, [&, ask = well.slot()](ByteView command) { return sent.push_back(command[1]), ask(command); }, random);
  well.restore_power();
  ASSERT_TRUE(well.pump().module_ready());
  static_cast<void>(well.slot()(hex("00A40000023F00")));  // it stands in its root again, as after a reset
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(window.encipher(seal::infrared::Duty::meter, Block{}).ok());
  EXPECT_EQ(std::ranges::count(sent, 0x20), 0) << "VERIFY is the pump's own";
  minutes(2);
  EXPECT_TRUE(window.encipher(seal::infrared::Duty::meter, Block{}).ok()) << "which has opened it anew";
}

}  // namespace
}  // namespace kwota::sim::test
