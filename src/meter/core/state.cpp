#include "meter/core/state.h"

namespace kwota::meter {
namespace {

// One walk over the fields serves both directions, so that what is written is what is read.
class Save {
 public:
  explicit Save(MutableBytes to) : to_(to) {}
  void number(std::int64_t& value, std::size_t bytes) {
    auto left = static_cast<std::uint64_t>(value);
    for (std::size_t i = bytes; i-- > 0; left >>= 8) to_[at_ + i] = static_cast<std::uint8_t>(left);
    at_ += bytes;
  }

 private:
  MutableBytes to_;
  std::size_t at_ = 0;
};

class Load {
 public:
  explicit Load(ByteView from) : from_(from) {}
  void number(std::int64_t& value, std::size_t bytes) {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < bytes; ++i) sum = sum << 8 | from_[at_ + i];
    value = static_cast<std::int64_t>(sum);
    at_ += bytes;
  }

 private:
  ByteView from_;
  std::size_t at_ = 0;
};

class Measure {
 public:
  constexpr void number(std::int64_t&, std::size_t bytes) { at_ += bytes; }
  constexpr std::size_t at() const { return at_; }

 private:
  std::size_t at_ = 0;
};

template <class Walk, class Number>
constexpr void plain_number(Walk& walk, Number& field, std::size_t bytes) {
  auto value = static_cast<std::int64_t>(field);
  walk.number(value, bytes);
  field = static_cast<Number>(value);
}
template <class Walk>
constexpr void visit(Walk& walk, Money& field) {
  std::int64_t value = field.minor();
  walk.number(value, 8);
  field = Money::minor(value);
}
template <class Walk>
constexpr void visit(Walk& walk, ExactMoney& field) {
  std::int64_t value = field.e5();
  walk.number(value, 8);
  field = ExactMoney::e5(value);
}
template <class Walk>
constexpr void visit(Walk& walk, Energy& field) {
  std::int64_t value = field.wh();
  walk.number(value, 8);
  field = Energy::wh(value);
}
template <class Walk>
constexpr void visit(Walk& walk, MeterPrice& field) {
  std::int64_t value = field.e4();
  walk.number(value, 4);  // cards carry eight digits
  field = MeterPrice::e4(value);
}
template <class Walk>
constexpr void visit(Walk& walk, ClockTime& field) {
  plain_number(walk, field.seconds, 4);
}
template <class Walk, class Tag>
constexpr void visit(Walk& walk, TwelveDigits<Tag>& field) {
  auto value = static_cast<std::int64_t>(field.value());
  walk.number(value, 6);
  field = TwelveDigits<Tag>::from(static_cast<std::uint64_t>(value));
}
template <class Walk, std::size_t n>
constexpr void visit(Walk& walk, std::array<std::uint8_t, n>& bytes) {
  for (auto& byte : bytes) plain_number(walk, byte, 1);
}
template <class Walk>
constexpr void visit(Walk& walk, bool& flag) {
  plain_number(walk, flag, 1);
}

template <class Walk>
constexpr void visit(Walk& walk, Ledger& ledger) {
  plain_number(walk, ledger.account, 1);
  visit(walk, ledger.customer);
  visit(walk, ledger.card.bytes);
  for (auto& dead : ledger.dead_cards) visit(walk, dead.bytes);
  auto count = ledger.count.value();
  plain_number(walk, count, 4);
  ledger.count = SequenceNumber{count};
  visit(walk, ledger.last_amount);
  plain_number(walk, ledger.last_applied, 1);
  visit(walk, ledger.credited), visit(walk, ledger.surrendered);
  visit(walk, ledger.used), visit(walk, ledger.balance), visit(walk, ledger.cleared);
  visit(walk, ledger.energy), visit(walk, ledger.period_energy), visit(walk, ledger.month_start_energy);
  for (auto& energy : ledger.rate_energy) visit(walk, energy);
}

template <class Walk>
constexpr void visit(Walk& walk, Latches& latches) {
  for (bool* flag :
       {&latches.alarm2_resumed, &latches.zero_resumed, &latches.exhausted, &latches.held, &latches.close_permitted,
        &latches.power_protect, &latches.remote_trip, &latches.load_trip, &latches.memory_fault, &latches.remote_alarm})
    visit(walk, *flag);
  plain_number(walk, latches.trip_wait_seconds, 4);
  plain_number(walk, latches.trip, 1);
}

template <class Walk>
constexpr void visit(Walk& walk, LoadState& load) {
  plain_number(walk, load.cause, 1);
  visit(walk, load.locked);
  visit(walk, load.tries);
  plain_number(walk, load.step_trips, 1);
  for (std::uint32_t* seconds : {&load.step_seconds, &load.wait_seconds, &load.calm_seconds}) plain_number(walk, *seconds, 4);
}

template <class Walk>
constexpr void visit(Walk& walk, BasicAllowance& free) {
  visit(walk, free.granted), visit(walk, free.used), visit(walk, free.expired), visit(walk, free.month);
}

template <class Walk>
constexpr void visit(Walk& walk, Tariff& tariff) {
  for (auto& price : tariff.rate_prices) visit(walk, price);
  for (auto& end : tariff.step_ends) visit(walk, end);
  for (auto& price : tariff.step_prices) visit(walk, price);
  for (auto& day : tariff.settlement_days) plain_number(walk, day.month, 1), plain_number(walk, day.day, 1), plain_number(walk, day.hour, 1);
}

template <class Walk>
constexpr void visit(Walk& walk, Calendar& calendar) {
  visit(walk, calendar.settled_until), visit(walk, calendar.month_until);
  for (auto& past : calendar.settlements) visit(walk, past.at), visit(walk, past.energy), visit(walk, past.period_energy);
}

template <class Walk>
constexpr void visit(Walk& walk, State& state) {
  visit(walk, state.number);
  plain_number(walk, state.user_type, 1);
  plain_number(walk, state.ct, 4), plain_number(walk, state.pt, 4), plain_number(walk, state.key_info, 4);
  visit(walk, state.ledger);
  visit(walk, state.latches);
  visit(walk, state.load), visit(walk, state.basic_allowance), visit(walk, state.alive_at), visit(walk, state.ran);
  for (Money* limit : {&state.limits.alarm1, &state.limits.alarm2, &state.limits.overdraft, &state.limits.hoarding,
                       &state.limits.close_permission})
    visit(walk, *limit);
  visit(walk, state.tariffs.current), visit(walk, state.tariffs.spare);
  visit(walk, state.tariffs.switch_at), plain_number(walk, state.tariffs.set, 1);
  visit(walk, state.tariffs.schedule_switch_at), plain_number(walk, state.tariffs.schedule_set, 1);
  visit(walk, state.tariffs.spare_open);
  visit(walk, state.calendar);
  visit(walk, state.illegal);
  plain_number(walk, state.illegal_inserts, 4);
  for (auto& authorisation : state.clear_authorisations) visit(walk, authorisation);
}

constexpr std::size_t measured() {
  State state;
  Measure walk;
  visit(walk, state);
  return walk.at();
}
static_assert(measured() == state_size);

}  // namespace

StateImage encode(const State& state) {
  StateImage image{};
  State copy = state;
  Save walk{image};
  visit(walk, copy);
  return image;
}

std::optional<State> decode_state(const StateImage& image) {
  State state;
  Load walk{image};
  visit(walk, state);
  const bool free_adds_up = state.basic_allowance.left() >= Energy{} && state.load.cause <= LoadCause::prohibited_load;
  const bool known = free_adds_up && state.ledger.account <= Account::closed && state.latches.trip <= Trip::held &&
                     state.ledger.last_applied <= Applied::closing && state.tariffs.set <= 1 && state.tariffs.schedule_set <= 1;
  Energy by_rate;
  for (const Energy energy : state.ledger.rate_energy) by_rate += energy;
  if (!known || imbalance(state.ledger) != ExactMoney{} || by_rate != state.ledger.energy) return std::nullopt;
  return state;
}

}  // namespace kwota::meter
