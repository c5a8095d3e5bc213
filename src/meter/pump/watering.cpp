#include "meter/pump/watering.h"

#include "seal/fields/fields.h"
#include "seal/pump_records/whole_part.h"

namespace kwota::meter {
namespace {

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

// Once: a compiler that lays it into each of its callers makes a small processor's code larger.
[[gnu::noinline]] std::int64_t on_wheels(std::int64_t total, std::int64_t step) {
  constexpr std::int64_t wheels = 100'000'000;
  return pump::rest_of(pump::whole_part(total, step), wheels) * step;
}

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

pump::Moment after(const pump::Moment& at, std::uint32_t seconds) { return pump_moment({clock_at(at).seconds + seconds}); }

pump::Moment Watering::debited_at() const { return after(record.start, seconds); }

WateringSlots::Image encode(const Watering& watering) {
  pump::ControllerRecord record = watering.record;
  record.energy = watering.energy;
  record.water = watering.water;
  WateringSlots::Image image{};
  pump::encode_into(MutableBytes{image}.first(record.size), record);
  fields::write(beside_the_record, &watering, MutableBytes{image}.subspan(record.size));
  return image;
}

Watering decode_watering(const WateringSlots::Image& image) {
  Watering watering;
  constexpr std::size_t inner = pump::ControllerRecord::size;
  if (pump::decode_into(watering.record, ByteView{image}.first(inner)))
    fields::read(beside_the_record, ByteView{image}.subspan(inner), &watering);
  else
    watering.record = {};
  return watering;
}

// Once, as above.
[[gnu::noinline]] pump::UsageRecord usage_of(const Watering& watering) {
  const pump::ControllerRecord& record = watering.record;
  return {.number = record.number % 100'000'000,
          .card = record.card,
          .start = record.start,
          .seconds = watering.seconds,
          .total = Energy::wh(on_wheels((watering.total_before + watering.energy).wh(), 10)),
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
