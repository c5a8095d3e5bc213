#include "meter/pump/settings.h"

#include "seal/fields/fields.h"

namespace kwota::meter {
namespace {

constexpr std::int64_t price_max = 99'999'999;
constexpr std::uint32_t minutes_a_day = 24 * 60;

bool in_range(MeterPrice price) { return price.e4() >= 0 && price.e4() <= price_max; }

constexpr fields::Field price_of_rate(std::size_t rate) {
  return fields::field(fields::Form::binary, offsetof(PriceTable, energy) + (rate - 1) * sizeof(MeterPrice), sizeof(MeterPrice), 4);
}
constexpr fields::Field table_fields[] = {
    KWOTA_FIELD(binary, PriceTable, set, 1),
    KWOTA_FIELD(binary, PriceTable, from, 4),
    KWOTA_FIELD(binary, PriceTable, basis, 1),
    price_of_rate(1),
    price_of_rate(2),
    price_of_rate(3),
    price_of_rate(4),
    KWOTA_FIELD(binary, PriceTable, other, 4),
    KWOTA_FIELD(raw, PriceTable, periods, 3 * Schedule::periods_max),
};
static_assert(PriceTable::rates_max == 4 && sizeof(Schedule::Table) == 3 * Schedule::periods_max);

}  // namespace

PumpParameters::PumpParameters() {
  for (const PumpParameterRow& row : pump_parameters) values_[static_cast<std::size_t>(row.parameter)] = row.as_made;
}

bool PumpParameters::set(PumpParameter parameter, std::uint32_t value) {
  const PumpParameterRow& row = pump_parameters[static_cast<std::size_t>(parameter)];
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
  for (const PumpParameterRow& row : pump_parameters) put_be32(image.data() + 4 * static_cast<std::size_t>(row.parameter), parameters.of(row.parameter));
  return image;
}

std::optional<PumpParameters> decode_pump_parameters(const PumpParameterSlots::Image& image) {
  PumpParameters parameters;
  for (const PumpParameterRow& row : pump_parameters)
    if (!parameters.set(row.parameter, get_be32(image.data() + 4 * static_cast<std::size_t>(row.parameter)))) return std::nullopt;
  return parameters;
}

PriceSlots::Image encode(const Prices& prices) {
  PriceSlots::Image image{};
  fields::write(table_fields, &prices.current, image);
  fields::write(table_fields, &prices.next, MutableBytes{image}.subspan(price_table_size));
  return image;
}

void decode(const PriceSlots::Image& image, Prices& prices) {
  fields::read(table_fields, image, &prices.current);
  fields::read(table_fields, ByteView{image}.subspan(price_table_size), &prices.next);
}

}  // namespace kwota::meter
