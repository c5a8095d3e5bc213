// The households of the sample's files: their accounts are opened in the first weeks, and somebody comes with the card before it is dark.
#include <algorithm>

#include "base/ids_text.h"
#include "books/lookup.h"
#include "sim/demo/counter_work.h"
#include "sim/demo/subjects.h"

namespace kwota::demo {
namespace {

constexpr int first_weeks = 18, left_prepared = 12;

/// What the card's first price step is by each of the sample's plans, in 10^-4 of the currency a kWh.
std::int64_t price_of(const std::string& plan) {
  if (plan == "cn-zhejiang") return 5'380;
  return plan == "cn-beijing" ? 4'883 : 5'200;
}

Household household_of(const books::Account& row, sim::Dice& dice) {
  Household house;
  house.account = row.number;
  house.station = row.station;
  house.card = card_serial(row.number);
  house.meter.number = row.meter;
  house.meter.price = price_of(row.plan);
  house.meter.habit = static_cast<std::uint64_t>(row.number);
  const bool shop = row.usage_class == "trade";
  house.meter.wh_a_day = shop ? dice.between(9'000, 16'000) : dice.between(3'500, 7'200);
  house.habit_of_paying = shop ? dice.between(8, 15) * 20 : dice.between(4, 9) * 10;
  return house;
}

/// Most of them at once, as a utility begins; some in the course of the year.
int opening_day(std::size_t index, const History& history) {
  const int at = static_cast<int>(index);
  if (at % 9 == 8) return std::min(history.last() - 5, first_weeks + at * (history.last() - 30) / 320);
  return 1 + at % first_weeks;
}

bool is_running_low(const Household& house, const History& history) {
  constexpr std::int64_t days_ahead = 3;
  const auto& meter = house.meter;
  return meter.open && was_at_home(house) && meter.silent_from < 0 && meter.balance_e5 < meter.would_use(history.today()).wh() * meter.price * days_ahead;
}

class Counter {
 public:
  explicit Counter(Village& village) : village_(village) {}

  Result<void> prepare(History& history) {
    TRY(drafts, history.ask([](const books::Reader& reader) -> Result<std::vector<books::Account>> { return reader.all<books::Account>(); }));
    const auto count = drafts.size() - left_prepared;
    for (std::size_t i = 0; i < count; ++i) {
      auto& house = village_.houses.emplace_back(household_of(drafts[i], history.dice()));
      if (i % 97 == 60) silent_.push_back(&house);
      history.on(opening_day(i, history), [&house](History& now) -> Result<void> {
        const auto post = cashier(house.station);
        writes_card(now, post, house, opens(now, post, house, house.habit_of_paying * 2));
        return {};
      });
    }
    return {};
  }

  Result<void> day(History& history) {
    const int gone = history.last() * 2 / 3;
    for (auto* house : silent_)
      if (history.day() == gone) house->meter.silent_from = gone;
    std::vector<Household*> today;
    for (auto& house : village_.houses) {
      wakes_up(house, history.at(history.day(), 7), history.zone());
      if (!house.leaves && is_running_low(house, history)) today.push_back(&house);
    }
    history.expect(static_cast<int>(today.size()) * 5 + 40);
    for (auto* house : today) comes(history, *house);
    return {};
  }

 private:
  void comes(History& history, Household& house) {
    const auto post = cashier(house.station);
    const auto whole = house.habit_of_paying + history.dice().between(-1, 3) * 10;
    brings_card(history, post, house);
    writes_card(history, post, house, sells(history, post, house, whole, pays_somehow(history, whole)));
  }

  Village& village_;
  std::vector<Household*> silent_;  ///< who will be away from some day on
};

}  // namespace

Result<void> sell_over_the_year(History& history, Village& village) {
  auto counter = std::make_shared<Counter>(village);
  MUST(counter->prepare(history));
  history.daily([counter](History& now) { return counter->day(now); });
  return {};
}

}  // namespace kwota::demo
