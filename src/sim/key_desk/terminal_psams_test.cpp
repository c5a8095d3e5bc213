// PSAMs that the county card issues for tills and handhelds: a till's proves its county and its number to the county's vault, a handheld's enciphers for the
// county's infrared windows and does nothing else.
#include <gtest/gtest.h>

#include "carry/cards/psam/terminal_proof.h"
#include "carry/handheld/psam_keys.h"
#include "carry/iso7816/key_usage.h"
#include "sim/key_desk/key_desk.h"

namespace kwota::sim::test {
namespace {

using seal::Purpose;
using seal::infrared::Block;
using seal::infrared::Duty;

template <class T>
std::string code(const Result<T>& result) {
  return result.ok() ? "ok" : result.error().code;
}

/// A PSAM in a reader.
struct Lying {
  explicit Lying(const CardState& state) : card(card_in_memory(state, random)) {}
  psam::CardSlot slot() {
    return [this](const iso7816::Command& command) -> Result<iso7816::Response> {
      if (!there) return error(Fault::card, "card_removed", "pulled");
      ++commands;
      return card.exchange(command);
    };
  }
  SeededRandom random{3};
  CardOs card;
  bool there = true;
  int commands = 0;
};

struct TillPsam : testing::Test {
  Lying psam{psam_card()};
  SeededRandom dice{11};
  psam::TerminalQuestion question = psam::TerminalQuestion::thrown(dice, {0x20, 0x26, 0x11, 0x20, 0x08, 0x00, 0x00});
  void SetUp() override { question.county = county_code; }
  auto prove(seal::Vault& of, ByteView with_pin) { return psam::prove_terminal(of, psam.slot(), test::psam, SecretBytes{with_pin}, question); }
};

TEST_F(TillPsam, proves_its_county_and_its_number_each_time_anew) {
  const auto first = prove(county_vault(), pin);
  ASSERT_EQ(code(first), "ok") << first.error().what;
  EXPECT_EQ(first->terminal, terminal);
  question = psam::TerminalQuestion::thrown(dice, question.moment);
  question.county = county_code;
  psam.card.reset();
  EXPECT_EQ(code(prove(county_vault(), pin)), "ok");
}

TEST_F(TillPsam, of_another_county_proves_nothing) {
  EXPECT_EQ(code(prove(vault(), pin)), "psam_not_proven") << "the vault's keys are those of nobody's county";
}

TEST_F(TillPsam, whose_number_is_a_pumps_or_a_handhelds_admits_no_till) {
  question.county = 0;  // in county 0000 this number is a handheld's
  EXPECT_EQ(code(prove(county_vault(), pin)), "psam_not_a_counters");
}

TEST_F(TillPsam, a_wrong_pin_is_tried_once_and_what_is_no_psam_not_at_all) {
  EXPECT_EQ(code(prove(county_vault(), to_bytes(view_of("111111")))), "key_card_pin_wrong");
  Lying blank_card{blank(serial_number(0x4D))};
  EXPECT_NE(code(psam::prove_terminal(county_vault(), blank_card.slot(), serial_number(0x4D), SecretBytes{pin}, question)), "ok");
}

struct HandheldPsam : testing::Test {
  static constexpr CardSerial serial = serial_number(0x61);
  const MeterNumber meter = MeterNumber::from(330'100'000'017);
  static const CardState& made() {
    static const CardState state = issued(county_issue(KeyCardKind::handheld_psam, serial), &county_cards());
    return state;
  }
  Lying psam{made()};
};

TEST_F(HandheldPsam, enciphers_what_the_countys_meters_expect) {
  const auto keys = handheld::PsamKeys::open(psam.slot(), SecretBytes{pin});
  ASSERT_EQ(code(keys), "ok");
  const auto known = seal::infrared::encipher_under(county_key(Purpose::meter_identity), meter);
  for (const auto duty : {Duty::meter, Duty::handheld, Duty::write})
    for (const Block block : {Block{1, 2, 3, 4, 5, 6, 7, 8}, Block{}}) EXPECT_EQ(*(*keys)->encipher(meter, duty, block), *known(duty, block));
  const auto sealed = seal::infrared::write_code(handheld::encipher_in(*keys, meter), Block{9}, to_bytes(view_of("black list")));
  EXPECT_EQ(*sealed, *seal::infrared::write_code(known, Block{9}, to_bytes(view_of("black list"))));
}

TEST_F(HandheldPsam, pulled_and_put_back_goes_on_and_its_pin_is_tried_once) {
  const auto keys = handheld::PsamKeys::open(psam.slot(), SecretBytes{pin}).value();
  psam.there = false;
  EXPECT_EQ(code(keys->encipher(meter, Duty::handheld, {})), "card_removed");
  psam.card.reset();
  psam.there = true;
  EXPECT_EQ(code(keys->encipher(meter, Duty::handheld, {})), "ok");
  EXPECT_EQ(code(handheld::PsamKeys::open(psam.slot(), SecretBytes{to_bytes(view_of("000000"))})), "psam_wrong_pin");
}

TEST_F(HandheldPsam, makes_no_mac_and_a_tills_psam_is_none) {
  const auto keys = handheld::PsamKeys::open(psam.slot(), SecretBytes{pin}).value();
  constexpr auto usage = iso7816::sam_usage(iso7816::SamKind::infrared, 2);
  EXPECT_EQ(usage, 0x56);
  Bytes factors(16, 0x11);
  EXPECT_EQ(psam.card.exchange({.cla = 0x80, .ins = 0x1A, .p1 = usage, .p2 = 1, .data = factors})->sw.value, 0x9000);
  EXPECT_EQ(psam.card.exchange({.cla = 0x80, .ins = 0xFA, .p1 = 0x01, .p2 = 0, .data = Bytes(8)})->sw.value, 0x6985);
  EXPECT_EQ(psam.card.exchange({.cla = 0x80, .ins = 0xFA, .p1 = 0x00, .p2 = 0, .data = Bytes(16)})->sw.value, 0x6985) << "one block alone";
  Lying till{psam_card()};
  EXPECT_EQ(code(handheld::PsamKeys::open(till.slot(), SecretBytes{pin})), "psam_without_infrared");
}

struct PumpPsam : testing::Test {
  static const CardState& made() {
    static const CardState state = issued(county_issue(KeyCardKind::pump_psam, serial_number(0x62)), &county_cards());
    return state;
  }
  Lying module{made()};
  void open() {
    ASSERT_EQ(module.card.exchange({.cla = 0x00, .ins = 0xA4, .data = {0xDF, 0x02}, .le = 0})->sw.value, 0x9000);
    ASSERT_EQ(module.card.exchange({.cla = 0x00, .ins = 0x20, .p1 = 0x00, .p2 = 0x01, .data = pin})->sw.value, 0x9000);
  }
  std::uint16_t delivers(iso7816::SamKind kind, std::uint8_t levels) {
    return module.card.exchange({.cla = 0x80, .ins = 0x1A, .p1 = iso7816::sam_usage(kind, levels), .p2 = 1, .data = Bytes(std::size_t{8} * levels, 0x42)})->sw.value;
  }
};

TEST_F(PumpPsam, proves_its_pump_to_the_countys_handhelds) {
  open();
  const auto meter = MeterNumber::from(330'100'000'017);
  const auto keys = handheld::PsamKeys::opened_elsewhere(module.slot());
  const auto known = seal::infrared::encipher_under(county_key(Purpose::meter_identity), meter);
  for (const auto duty : {Duty::meter, Duty::handheld, Duty::write}) EXPECT_EQ(*keys->encipher(meter, duty, Block{1, 2, 3}), *known(duty, Block{1, 2, 3}));
}

TEST_F(PumpPsam, judges_cards_and_tool_cards_and_seals_nothing_that_a_counter_seals) {
  open();
  EXPECT_EQ(delivers(iso7816::SamKind::maintenance, 1), 0x9000);
  for (const auto kind : {iso7816::SamKind::credit, iso7816::SamKind::return_data, iso7816::SamKind::seller_authentication, iso7816::SamKind::card_authentication,
                          iso7816::SamKind::meter_identity, iso7816::SamKind::meter_parameter, iso7816::SamKind::meter_control})
    EXPECT_EQ(delivers(kind, 1), 0x6A88) << "a thief of a module from a field has none of a till's keys";
}

TEST_F(PumpPsam, closed_it_enciphers_nothing) {
  const auto keys = handheld::PsamKeys::opened_elsewhere(module.slot());
  EXPECT_NE(code(keys->encipher(MeterNumber::from(330'100'000'017), Duty::meter, {})), "ok");
}

TEST(PumpModule, issued_by_the_county_card_judges_tool_cards) {
  Lying psam{psam_card()};
  ASSERT_EQ(psam.card.exchange({.cla = 0x00, .ins = 0xA4, .data = {0xDF, 0x02}, .le = 0})->sw.value, 0x9000);
  ASSERT_EQ(psam.card.exchange({.cla = 0x00, .ins = 0x20, .p1 = 0x00, .p2 = 0x01, .data = pin})->sw.value, 0x9000);
  const auto serial = serial_number(0x42);
  EXPECT_EQ(psam.card.exchange({.cla = 0x80, .ins = 0x1A, .p1 = iso7816::sam_usage(iso7816::SamKind::maintenance, 1), .p2 = 1, .data = to_bytes(serial.bytes)})->sw.value, 0x9000);
}

}  // namespace
}  // namespace kwota::sim::test
