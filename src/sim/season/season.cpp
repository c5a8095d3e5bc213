#include "sim/season/season.h"

#include <fmt/format.h>

#include "base/decimal.h"
#include "sim/season/counter.h"
#include "sim/season/round.h"
#include "sim/season/season_laws.h"
#include "sim/season/watering.h"

namespace kwota::sim {
namespace {

constexpr std::int64_t hours_a_day = 12, hour_of_the_counter = 5, hour_of_the_round = 10;
constexpr int days_without_trouble = 3;  // at the end everybody comes once more

class Season {
 public:
  explicit Season(Farm& farm) : farm_(farm), counter_(farm), watering_(farm), round_(farm) {}

  Result<void> run() {
    morning_ = farm_.clock.now();
    for (int day = 0; day < farm_.settings.days; ++day) {
      MUST(a_day(day));
      if (farm_.settings.trouble && day == farm_.settings.days / 2) farm_.well_that_burns().burnt = true;
    }
    farm_.settings.trouble = false;
    for (int day = 0; day < days_without_trouble; ++day) MUST(everybody_once_more());
    return check_season(farm_);
  }

 private:
  void at_hour(std::int64_t hour) {
    const auto at = morning_ + Duration::hours(hour);
    if (farm_.clock.now() < at) farm_.clock.set(at);
  }

  Result<void> a_day(int day) {
    for (std::int64_t hour = 0; hour < hours_a_day; ++hour) {
      at_hour(hour);
      people_water();
      if (hour == hour_of_the_counter) MUST(people_at_the_counter(day));
      if (hour == hour_of_the_round) MUST(a_round(farm_.settings.trouble));
    }
    morning_ = morning_ + Duration::hours(24);
    at_hour(0);
    return Done{};
  }

  /// Of his area numbers.
  std::size_t some_well(const std::vector<std::size_t>& areas) {
    const auto area = areas[static_cast<std::size_t>(farm_.dice.between(0, static_cast<std::int64_t>(areas.size()) - 1))];
    const auto first = area * Farm::wells_an_area, end = std::min(first + Farm::wells_an_area, farm_.wells.size());
    return static_cast<std::size_t>(farm_.dice.between(static_cast<std::int64_t>(first), static_cast<std::int64_t>(end) - 1));
  }
  void water_somewhere(CardOs& card, const std::vector<std::size_t>& areas) {
    const auto well = some_well(areas);
    if (!farm_.wells[well]->burnt && purse_on(card.state())) watering_.come(card, well);
  }
  /// Each farmer about every second day; a well serves one an hour.
  void people_water() {
    for (auto& farmer : farm_.farmers)
      if (farmer.card && farm_.dice.one_in(2 * hours_a_day)) water_somewhere(*farmer.card, farmer.areas);
    for (auto& lost : farm_.lost)
      if (lost.used && farm_.dice.one_in(2 * hours_a_day)) water_somewhere(*lost.card, lost.areas);
  }

  Result<void> people_at_the_counter(int day) {
    for (auto& farmer : farm_.farmers) {
      const auto on_it = farmer.card ? purse_on(farmer.card->state()) : std::nullopt;
      const bool grey = on_it && on_it->grey;
      const bool empty = !on_it || on_it->balance < yuan_of(15);
      if (farm_.settings.trouble && day > 2 && farm_.dice.one_in(400)) MUST(counter_.lose(farmer));
      else if (grey && farm_.dice.one_in(3)) MUST(counter_.visit(farmer, {}, true));
      else if (empty) MUST(counter_.visit(farmer, yuan_of(farm_.dice.between(20, 120)), farm_.settings.trouble));
      MUST(counter_.pay_over(farmer));
    }
    return Done{};
  }

  /// A third of the wells on a day of trouble, else all of them.
  Result<void> a_round(bool trouble) {
    for (auto& well : farm_.wells)
      if (!well->burnt && (!trouble || farm_.dice.one_in(3))) round_.visit(*well, trouble);
    return round_.hand_over();
  }

  /// Pumps stop by themselves, all of them are read, whoever is grey is freed, and what waits is paid over.
  Result<void> everybody_once_more() {
    morning_ = morning_ + Duration::hours(24 * 16);
    at_hour(0);
    for (auto& well : farm_.wells) well->advance_to(farm_.clock.now());
    MUST(a_round(false));
    for (auto& farmer : farm_.farmers) {
      MUST(counter_.visit(farmer, {}, false));
      MUST(counter_.pay_over(farmer));
      MUST(counter_.visit(farmer, {}, false));
    }
    return a_round(false);
  }

  Farm& farm_;
  SeasonCounter counter_;
  SeasonWatering watering_;
  SeasonRound round_;
  Instant morning_;
};

}  // namespace

std::string SeasonReport::sum() const {
  const auto say = [](Money money) { return format_money(money, 2); };
  std::string refusals;
  for (const auto& [code, count] : refused) refusals += fmt::format("{}{} {}", refusals.empty() ? "\nrefused: " : ", ", code, count);
  std::string out = fmt::format("seed {}: {} farmers, {} wells; {} waterings, {} loads, {} visits of the handheld; torn {} times at the counter and {} at a pump, mains lost {}, went home {}, "
                                "cards lost {}, batteries out {}, released {}, paid over {}\n",
                                seed, farmers, wells, waterings, loads, visits, torn_at_counter, torn_at_pump, mains_lost, went_home, cards_lost, batteries_out, released, paid_over);
  return out + fmt::format("brought {} = known {} + not known {} + on cards {} (waiting {}); arbitrated {}; wells charged {}; {} records missing, {} late: {}", say(brought), say(known), say(not_known), say(on_cards),
                           say(waiting), say(arbitrated), say(charged), missing, late, adds_up() ? "adds up" : "DOES NOT ADD UP") + refusals;
}

Result<SeasonReport> run_season(const SeasonSettings& settings) {
  TRY(farm, Farm::found(settings));
  MUST(Season(*farm).run());
  return farm->report;
}

}  // namespace kwota::sim
