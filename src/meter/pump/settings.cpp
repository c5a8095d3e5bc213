#include "meter/pump/settings.h"

#include "meter/pump/image.h"

namespace kwota::meter {
namespace {

using P = PumpParameter;

constexpr PumpParameterRow pump_rows[] = {
    {P::idle_minutes, 5, 0, 99},     {P::stop_delay_s, 10, 0, 120},   {P::run_hours, 24, 1, 99},
    {P::hold_hours, 48, 0, 999},     {P::reserve_fen, 0, 0, 999'999}, {P::current_ratio, 1, 1, 9'999},
    {P::voltage_ratio, 1, 1, 9'999}, {P::settlement_day, 1, 1, 28},   {P::settlement_hour, 0, 0, 23},
};
static_assert(std::size(pump_rows) == pump_parameter_count);

constexpr std::int64_t price_max = 99'999'999;
constexpr std::uint32_t minutes_a_day = 24 * 60;

bool in_range(MeterPrice price) { return price.e4() >= 0 && price.e4() <= price_max; }

void put(ImageOut& out, const PriceTable& table) {
  out.number(table.set, 1);
  out.number(table.from.seconds, 4);
  out.number(static_cast<std::uint8_t>(table.basis), 1);
  for (const MeterPrice price : table.energy) out.number(price.e4(), 4);
  out.number(table.other.e4(), 4);
  for (const Schedule::Period& period : table.periods) {
    const std::uint8_t row[] = {period.hour, period.minute, period.rate};
    out.bytes(row);
  }
}

PriceTable take_table(ImageIn& in) {
  PriceTable table;
  table.set = in.byte();
  table.from = {in.word()};
  table.basis = static_cast<ChargeBasis>(in.byte());
  for (MeterPrice& price : table.energy) price = MeterPrice::e4(in.number(4));
  table.other = MeterPrice::e4(in.number(4));
  for (Schedule::Period& period : table.periods) period.hour = in.byte(), period.minute = in.byte(), period.rate = in.byte();
  return table;
}

}  // namespace

std::span<const PumpParameterRow> pump_parameters() { return pump_rows; }

PumpParameters::PumpParameters() {
  for (const PumpParameterRow& row : pump_rows) values_[static_cast<std::size_t>(row.parameter)] = row.as_made;
}

bool PumpParameters::set(PumpParameter parameter, std::uint32_t value) {
  const PumpParameterRow& row = pump_rows[static_cast<std::size_t>(parameter)];
  if (value < row.least || value > row.most) return false;
  values_[static_cast<std::size_t>(parameter)] = value;
  return true;
}

MeterPrice PriceTable::price(pump::Quantity quantity, ClockTime at) const {
  if (!charges(basis, quantity)) return {};
  if (quantity != pump::Quantity::energy) return other;
  return energy[rate_at(periods, at.seconds / 60 % minutes_a_day) - 1u];
}

bool in_order(const PriceTable& table) {
  if (table.set == 0 || table.basis < ChargeBasis::energy || table.basis > ChargeBasis::energy_and_volume) return false;
  for (const MeterPrice price : table.energy)
    if (!in_range(price)) return false;
  return in_range(table.other) && in_order(table.periods, PriceTable::rates_max);
}

PumpParameterSlots::Image encode(const PumpParameters& parameters) {
  PumpParameterSlots::Image image{};
  ImageOut out{image};
  for (const PumpParameterRow& row : pump_rows) out.number(parameters.of(row.parameter), 4);
  return image;
}

std::optional<PumpParameters> decode_pump_parameters(const PumpParameterSlots::Image& image) {
  PumpParameters parameters;
  ImageIn in{image};
  for (const PumpParameterRow& row : pump_rows)
    if (!parameters.set(row.parameter, in.word())) return std::nullopt;
  return parameters;
}

PriceSlots::Image encode(const Prices& prices) {
  PriceSlots::Image image{};
  ImageOut out{image};
  put(out, prices.current);
  put(out, prices.next);
  return image;
}

std::optional<Prices> decode_prices(const PriceSlots::Image& image) {
  ImageIn in{image};
  Prices prices;
  prices.current = take_table(in);
  prices.next = take_table(in);
  return prices;
}

}  // namespace kwota::meter
