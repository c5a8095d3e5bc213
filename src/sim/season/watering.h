// A farmer at a well: he swipes, water flows, he swipes again – or is called away, or the mains go, or his card slips out of his hand.
// Begin with SeasonWatering::come().
#pragma once
#include "sim/season/farm.h"

namespace kwota::sim {

class SeasonWatering {
 public:
  explicit SeasonWatering(Farm& farm) : farm_(farm) {}
  /// A card at a well, now. What it cannot do there he takes to the counter.
  void come(CardOs& card, std::size_t well);

 private:
  WellPump::Swiped swipe(CardOs& card, SeasonWell& well);
  /// The pump runs for him.
  void water(CardOs& card, SeasonWell& well);
  void stop(CardOs& card, SeasonWell& well);
  Farm& farm_;
};

}  // namespace kwota::sim
