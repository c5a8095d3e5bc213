// The security module of a well in tests: made by the county whose keys are published.
#pragma once
#include <gtest/gtest.h>

#include "sim/card_os/files/card_state.h"
#include "sim/card_os/key_cards/key_card.h"
#include "sim/counter_card/purse_desk.h"
#include "sim/pump/running_pump.h"
#include "sim/pump/well_module.h"

namespace kwota::sim::test {

/// A PSAM in the pump's slot, its table of open locks kept without power.
struct Module {
  SeededRandom random{5};
  CardOs card;

  explicit Module(const pump::TerminalNumber& terminal, std::uint32_t next_number = 0) : card(card_in_memory(counting_from(next_number, well_module(serial, terminal, seal::test_root, random)), random)) {}
  /// Its transactions count from this number on.
  static CardState counting_from(std::uint32_t number, CardState state) {
    for (auto& directory : state.mf.directories)
      if (auto* counter = directory.find_sfi(key_file::transaction_counter)) put_be32(counter->content.data(), number);
    return state;
  }
  Bytes send(ByteView command) {
    const auto answer = card.execute(command);
    if (!answer.ok()) return {};
    Bytes bytes = answer->data;
    bytes.push_back(static_cast<std::uint8_t>(answer->sw.value >> 8));
    bytes.push_back(static_cast<std::uint8_t>(answer->sw.value));
    return bytes;
  }
  void lose_power() {
    card.power_off();
    ASSERT_TRUE(card.power_on().ok());
  }
};

}  // namespace kwota::sim::test
