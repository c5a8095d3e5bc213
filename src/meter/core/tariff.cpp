#include "meter/core/tariff.h"

namespace kwota::meter {
namespace {

using SettlementDay = user_card::TariffFile::SettlementDay;

bool valid(const SettlementDay& day) { return day.month <= 12 && day.day <= 28 && day.hour <= 23; }

ClockTime next_of(const SettlementDay& day, ClockTime after) {
  if (day.day == 0) return end_of_time;
  MeterTime at = meter_time(after);
  at.day = day.day, at.hour = day.hour, at.minute = 0;
  if (day.month != 0) at.month = day.month;
  while (at.year <= 99) {
    // Days end at 28, so every month has one.
    const auto moment = clock_of(at);
    if (moment && *moment > after) return *moment;
    if (day.month != 0 || at.month == 12) at.year++;
    if (day.month == 0) at.month = static_cast<std::uint8_t>(at.month % 12 + 1);
  }
  return end_of_time;
}

}  // namespace

bool in_order(const Tariff& tariff) {
  for (const MeterPrice price : tariff.rate_prices)
    if (price < MeterPrice{}) return false;
  for (const MeterPrice price : tariff.step_prices)
    if (price < MeterPrice{}) return false;
  for (std::size_t i = 0; i < tariff.step_ends.size(); ++i) {
    if (tariff.step_ends[i] < Energy{}) return false;
    if (i > 0 && !tariff.step_ends[i].is_zero() && tariff.step_ends[i] <= tariff.step_ends[i - 1]) return false;
    if (i > 0 && tariff.step_ends[i - 1].is_zero() && !tariff.step_ends[i].is_zero()) return false;
  }
  for (const SettlementDay& day : tariff.settlement_days)
    if (!valid(day)) return false;
  return true;
}

std::optional<Tariff> tariff_of(const user_card::TariffFile& file) {
  Tariff tariff{{}, file.step_ends, file.step_prices, file.settlement_days};
  for (std::size_t i = 0; i < Tariff::rates_max; ++i)
    tariff.rate_prices[i] = file.rate_prices[i] == MeterPrice{} ? file.rate_prices[0] : file.rate_prices[i];
  return in_order(tariff) ? std::optional{tariff} : std::nullopt;
}

std::size_t step_of(const Tariff& tariff, Energy used) {
  std::size_t step = 0;
  while (step < Tariff::steps_max && !tariff.step_ends[step].is_zero() && used >= tariff.step_ends[step]) ++step;
  return step;
}

std::optional<Energy> left_in_step(const Tariff& tariff, Energy used) {
  const std::size_t step = step_of(tariff, used);
  if (step == Tariff::steps_max || tariff.step_ends[step].is_zero()) return std::nullopt;
  return tariff.step_ends[step] - used;
}

MeterPrice price_at(const Tariff& tariff, std::uint8_t rate, Energy used) {
  return tariff.rate_prices[rate - 1u] + tariff.step_prices[step_of(tariff, used)];
}

ExactMoney cost(const Tariff& tariff, std::uint8_t rate, Energy used, Energy energy) {
  ExactMoney sum;
  while (!energy.is_zero()) {
    const Energy room = left_in_step(tariff, used).value_or(energy);
    const Energy piece = room < energy ? room : energy;
    sum += cost(price_at(tariff, rate, used), piece);
    used += piece;
    energy -= piece;
  }
  return sum;
}

ClockTime next_settlement(const Tariff& tariff, ClockTime after) {
  ClockTime next = end_of_time;
  for (const SettlementDay& day : tariff.settlement_days) {
    const ClockTime at = next_of(day, after);
    if (at < next) next = at;
  }
  return next;
}

}  // namespace kwota::meter
