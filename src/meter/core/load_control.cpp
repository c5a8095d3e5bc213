#include "meter/core/load_control.h"

namespace kwota::meter {
namespace {

/// The five numbers that limit and budget have each, at their places in the table.
struct MeanRule {
  Parameter watts, window, alarm, pause, tries, success;
  LoadCause cause;
};
constexpr MeanRule mean_rules[] = {
    {Parameter::limit_watts, Parameter::limit_window_seconds, Parameter::limit_alarm_seconds, Parameter::limit_pause_minutes,
     Parameter::limit_tries, Parameter::limit_success_minutes, LoadCause::limit},
    {Parameter::budget_watts, Parameter::budget_window_seconds, Parameter::budget_alarm_seconds, Parameter::budget_pause_minutes,
     Parameter::budget_tries, Parameter::budget_success_minutes, LoadCause::budget},
};

constexpr std::uint32_t doublings_max = 6;

std::uint32_t positive(std::int64_t watts) { return watts > 0 ? static_cast<std::uint32_t>(watts) : 0; }

}  // namespace

std::uint64_t whole_root(std::uint64_t square) {
  std::uint64_t root = 0;
  for (std::uint64_t bit = std::uint64_t{1} << 31; bit != 0; bit >>= 1)
    if ((root | bit) * (root | bit) <= square) root |= bit;
  return root;
}

std::uint32_t power_factor(std::int64_t watts, std::int64_t vars) {
  const auto apparent = whole_root(static_cast<std::uint64_t>(watts * watts + vars * vars));
  if (apparent == 0) return 1'000;
  const auto active = static_cast<std::uint64_t>(watts < 0 ? -watts : watts);
  const auto thousandths = active * 1'000 / apparent;
  return thousandths > 1'000 ? 1'000 : static_cast<std::uint32_t>(thousandths);
}

void Mean::add(std::uint32_t watts, std::uint32_t window_seconds) {
  if (seconds_ >= part_seconds(window_seconds)) {
    seconds_ = 0;
    part_ = part_ + 1 < parts(window_seconds) ? part_ + 1 : 0;
    sums_[part_] = 0;
  }
  sums_[part_] += watts;
  ++seconds_;
}

std::uint32_t Mean::value(std::uint32_t window_seconds) const {
  std::uint64_t sum = 0;
  for (const std::uint64_t part : sums_) sum += part;
  const std::uint32_t covered = (parts(window_seconds) - 1) * part_seconds(window_seconds) + seconds_;
  return covered == 0 ? 0 : static_cast<std::uint32_t>(sum / covered);
}

bool LoadWatch::is_on(const Parameters& parameters) {
  return parameters.of(Parameter::limit_watts) != 0 || parameters.of(Parameter::budget_watts) != 0 ||
         parameters.of(Parameter::step_watts) != 0;
}

std::optional<LoadCut> LoadWatch::pass(const Parameters& parameters, const Measured& now) {
  const Sample sample{now.all_watts(), now.all_vars()};
  std::optional<LoadCut> cut;
  for (std::size_t i = 0; i < std::size(mean_rules); ++i) {
    const MeanRule& rule = mean_rules[i];
    const std::uint32_t window = parameters.of(rule.window), most = parameters.of(rule.watts);
    means_[i].add(positive(sample.watts), window);
    const std::uint32_t mean = means_[i].value(window);
    over_[i] = most != 0 && mean > most ? over_[i] + 1 : 0;
    if (over_[i] <= parameters.of(rule.alarm) || cut) continue;
    cut = LoadCut{rule.cause, mean, power_factor(sample.watts, sample.vars)};
    over_[i] = 0;
    means_[i].clear();
  }
  const auto prohibited_load = step(parameters, sample);
  return cut ? cut : prohibited_load;
}

void LoadWatch::pass_open(const Parameters& parameters) {
  for (std::size_t i = 0; i < std::size(mean_rules); ++i) means_[i].add(0, parameters.of(mean_rules[i].window));
  over_ = {};
}

/// Means of two seconds before and after: a motor's inrush of one second is no step that stays.
std::optional<LoadCut> LoadWatch::step(const Parameters& parameters, Sample now) {
  if (!seeded_) samples_.fill(now);
  seeded_ = true;
  for (std::size_t i = 0; i + 1 < samples_.size(); ++i) samples_[i] = samples_[i + 1];
  samples_.back() = now;
  const auto smallest = std::int64_t{parameters.of(Parameter::step_watts)};
  if (smallest == 0) {
    before_.reset();
    return std::nullopt;
  }
  const auto mean = [](const Sample& a, const Sample& b) { return Sample{(a.watts + b.watts) / 2, (a.vars + b.vars) / 2}; };
  const Sample earlier = mean(samples_[0], samples_[1]), later = mean(samples_[2], samples_[3]);
  if (!before_ && later.watts - earlier.watts >= smallest) {
    before_ = earlier;
    stays_ = 0;
  }
  if (!before_) return std::nullopt;
  if (now.watts - before_->watts < smallest && later.watts - before_->watts < smallest) {
    before_.reset();  // it went again
    return std::nullopt;
  }
  if (++stays_ < parameters.of(Parameter::step_stay_seconds)) return std::nullopt;
  const Sample stepped{later.watts - before_->watts, later.vars - before_->vars};
  const Sample base = *before_;
  before_.reset();
  const auto allowed_from = parameters.of(Parameter::allowed_from_watts), allowed_to = parameters.of(Parameter::allowed_to_watts);
  const LoadCut cut{LoadCause::prohibited_load, positive(stepped.watts), power_factor(stepped.watts, stepped.vars)};
  const bool known = cut.watts >= allowed_from && cut.watts <= allowed_to;
  const auto budget = std::int64_t{parameters.of(Parameter::budget_watts)};
  const bool for_the_budget = budget != 0 && now.watts > budget;
  // The step is there now and shall not be found again in its own second half.
  samples_.fill(later);
  if (known || for_the_budget || cut.power_factor < parameters.of(Parameter::step_power_factor)) return std::nullopt;
  samples_.fill(base);  // when the relay closes again, what was on before is no step
  return cut;
}

void note_cut(LoadState& state, const Parameters& parameters, LoadCause cause) {
  state.cause = cause;
  state.calm_seconds = 0;
  constexpr std::uint32_t minute = 60;
  if (cause == LoadCause::prohibited_load) {
    if (state.step_trips == 0 || state.step_seconds >= parameters.of(Parameter::step_period_minutes) * minute) {
      state.step_trips = 0;
      state.step_seconds = 0;
    }
    if (state.step_trips < 255) ++state.step_trips;
    state.locked = state.step_trips >= parameters.of(Parameter::step_trips);
    state.wait_seconds = parameters.of(Parameter::step_pause_minutes) * minute;
    return;
  }
  for (std::size_t i = 0; i < std::size(mean_rules); ++i) {
    const MeanRule& rule = mean_rules[i];
    if (rule.cause != cause) continue;
    if (state.tries[i] < 255) ++state.tries[i];
    state.locked = state.tries[i] > parameters.of(rule.tries);
    const std::uint32_t before = state.tries[i] - 1u;
    state.wait_seconds = parameters.of(rule.pause) * minute << (before < doublings_max ? before : doublings_max);
  }
}

bool pass_second(LoadState& state, const Parameters& parameters, bool open) {
  if (state.step_trips > 0 && state.step_seconds < 0xFFFF'FFFF) ++state.step_seconds;
  if (open && state.cause != LoadCause::none) {
    if (state.locked) return false;
    if (state.wait_seconds > 0) --state.wait_seconds;
    if (state.wait_seconds > 0) return false;
    state.cause = LoadCause::none;
    return true;
  }
  if (open || state.tries == decltype(state.tries){}) return false;
  ++state.calm_seconds;
  for (std::size_t i = 0; i < std::size(mean_rules); ++i)
    if (state.calm_seconds >= parameters.of(mean_rules[i].success) * 60) state.tries[i] = 0;
  return false;
}

}  // namespace kwota::meter
