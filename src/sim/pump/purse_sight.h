// What is really on a purse card, whoever says what: for the wallet of the bench, for field logs and for the law that ends them.
// Begin with purse_on().
#pragma once
#include "base/core/core.h"
#include "sim/card_os/files/card_state.h"

namespace kwota::sim {

struct PurseSight {
  CardSerial number;  ///< of its application, as pumps and black lists know it
  Money balance;
  std::uint16_t online = 0, offline = 0;
  bool grey = false;
  bool taken = true;  ///< the proof of its last debit was collected
};
/// Nothing: this card has no purse, or is not made yet.
std::optional<PurseSight> purse_on(const CardState& card);

}  // namespace kwota::sim
