#include "meter/pump/watering.h"

#include "seal/fields/fields.h"
#include "seal/pump_records/whole_part.h"

namespace kwota::meter {
namespace {

/// A register that is full begins again at zero, as the wheels of a counter do.
constexpr std::int64_t wheels = 100'000'000;
Energy on_wheels(Energy total) { return Energy::wh(pump::rest_of(pump::whole_part(total.wh(), 10), wheels) * 10); }

constexpr fields::Field as_on_a_card[] = {fields::field(fields::Form::long_moment, 0, 1, sizeof(purse_card::Moment))};

constexpr fields::Field beside_the_record[] = {
    KWOTA_FIELD(binary, Watering, cost, 8),
    KWOTA_FIELD(binary, Watering, energy, 4),
    KWOTA_FIELD(binary, Watering, total_before, 6),
    KWOTA_FIELD(binary, Watering, water, 4),
    KWOTA_FIELD(binary, Watering, water_before, 6),
    KWOTA_FIELD(binary, Watering, seconds, 4),
    KWOTA_FIELD(binary, Watering, place, 4),
    KWOTA_FIELD(binary, Watering, flags, 1),
    KWOTA_FIELD(binary, Watering, cause, 1),
    KWOTA_FIELD(binary, Watering, price_set, 1),
    KWOTA_FIELD(binary, Watering, acknowledged, 1),
};

}  // namespace

pump::Moment pump_moment(ClockTime at) {
  const MeterTime time = meter_time(at);
  return {time.year, time.month, time.day, time.hour, time.minute, static_cast<std::uint8_t>(at.seconds % 60)};
}

ClockTime clock_at(const pump::Moment& at) {
  const auto minute = clock_of(MeterTime{at.year, at.month, at.day, at.hour, at.minute});
  return minute ? ClockTime{minute->seconds + at.second} : ClockTime{};
}

purse_card::Moment card_moment(const pump::Moment& at) {
  purse_card::Moment moment{};
  fields::write(as_on_a_card, &at, moment);
  return moment;
}

pump::Moment from_card(const purse_card::Moment& at) {
  pump::Moment moment;
  fields::read(as_on_a_card, at, &moment);
  return moment;
}

pump::Moment Watering::debited_at() const { return pump_moment({clock_at(record.start).seconds + seconds}); }

WateringSlots::Image encode(const Watering& watering) {
  pump::ControllerRecord record = watering.record;
  record.energy = watering.energy;
  record.water = watering.water;
  WateringSlots::Image image{};
  const auto inner = pump::encode(record).value_or(pump::Image<pump::ControllerRecord>{});
  for (std::size_t i = 0; i < inner.size(); ++i) image[i] = inner[i];
  fields::write(beside_the_record, &watering, MutableBytes{image}.subspan(inner.size()));
  return image;
}

Watering decode_watering(const WateringSlots::Image& image) {
  Watering watering;
  pump::Image<pump::ControllerRecord> inner{};
  for (std::size_t i = 0; i < inner.size(); ++i) inner[i] = image[i];
  const auto record = pump::decode_controller(inner);
  if (!record) return watering;
  watering.record = *record;
  fields::read(beside_the_record, ByteView{image}.subspan(inner.size()), &watering);
  return watering;
}

pump::UsageRecord usage_of(const Watering& watering) {
  const pump::ControllerRecord& record = watering.record;
  return {.number = record.number % 100'000'000,
          .card = record.card,
          .start = record.start,
          .seconds = watering.seconds,
          .total = on_wheels(watering.total_before + watering.energy),
          .energy = watering.energy,
          .water = watering.water,
          .amount = record.amount,
          .after = record.balance - record.amount,
          .tac = record.tac,
          .flags = watering.flags,
          .cause = watering.cause,
          .price_set = watering.price_set};
}

pump::HungRecord hung_of(const Watering& watering) {
  const pump::ControllerRecord& record = watering.record;
  pump::HungState state = pump::HungState::hung;
  if (record.progress == pump::Progress::settled) state = pump::HungState::settled;
  if (record.progress == pump::Progress::released || record.progress == pump::Progress::cleared) state = pump::HungState::released;
  if (record.progress == pump::Progress::at_counter) state = pump::HungState::at_counter;
  return {.number = record.number % 100'000'000,
          .card = record.card,
          .start = record.start,
          .seconds = watering.seconds,
          .energy = watering.energy,
          .amount = record.amount,
          .balance = record.balance,
          .offline = record.offline,
          .terminal = record.terminal,
          .gmac = record.gmac,
          .state = state,
          .flags = watering.flags};
}

}  // namespace kwota::meter
