#include "sim/season/watering.h"

#include "sim/pump/names.h"

namespace kwota::sim {
namespace {

constexpr std::int64_t commands_of_a_swipe = 6;

}  // namespace

WellPump::Swiped SeasonWatering::swipe(CardOs& card, SeasonWell& well) {
  std::optional<PumpPull> pull;
  if (farm_.settings.trouble && farm_.dice.one_in(25)) {
    pull = PumpPull{static_cast<unsigned>(farm_.dice.between(1, commands_of_a_swipe)), farm_.dice.one_in(2)};
    ++farm_.report.torn_at_pump;
  }
  const auto swiped = well.pump.swipe(card, pull);
  if (swiped.refusal != meter::PumpRefusal::none) ++farm_.report.refused["pump." + std::string(name_of(swiped.refusal))];
  return swiped;
}

void SeasonWatering::come(CardOs& card, std::size_t number) {
  auto& well = *farm_.wells[number];
  well.advance_to(farm_.clock.now());
  if (!well.pump.powered() || well.pump.pump().relay_closed()) return;
  swipe(card, well);
  if (!well.pump.pump().relay_closed() && farm_.dice.percent(80)) swipe(card, well);  // the first one has settled him, or was torn
  if (well.pump.pump().relay_closed()) water(card, well);
}

void SeasonWatering::water(CardOs& card, SeasonWell& well) {
  auto& dice = farm_.dice;
  ++farm_.report.waterings;
  well.pump.set_flow({Power::watts(dice.between(3'000, 15'000)), {}});
  const auto let_pass = [&](std::int64_t seconds) {
    well.pump.advance(Duration::seconds(seconds));
    well.here = well.here + Duration::seconds(seconds);
  };
  let_pass(dice.between(60, 2'700));
  if (farm_.settings.trouble && dice.one_in(20)) {
    ++farm_.report.went_home;
    well.pump.set_flow({});
    return;
  }
  if (farm_.settings.trouble && dice.one_in(25)) {
    ++farm_.report.mains_lost;
    well.pump.cut_power();
    let_pass(dice.between(1, 1'200));
    well.pump.restore_power();
    if (dice.one_in(3)) return well.pump.set_flow({});
  }
  let_pass(dice.between(0, 120));
  stop(card, well);
  well.pump.set_flow({});
  let_pass(30);
}

void SeasonWatering::stop(CardOs& card, SeasonWell& well) {
  for (int tries = 0; tries < 3; ++tries) {
    const auto swiped = swipe(card, well);
    if (swiped.refusal == meter::PumpRefusal::none) return;
    if (farm_.dice.one_in(6)) return;  // he gives up: the pump stops by itself, and his card stays grey
  }
}

}  // namespace kwota::sim
