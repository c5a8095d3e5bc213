#include "meter/pump/watering.h"

#include "meter/pump/image.h"
#include "seal/pump_records/whole_part.h"

namespace kwota::meter {
namespace {

/// A register that is full begins again at zero, as the wheels of a counter do.
constexpr std::int64_t wheels = 100'000'000;
Energy on_wheels(Energy total) { return Energy::wh(pump::rest_of(pump::whole_part(total.wh(), 10), wheels) * 10); }

std::uint8_t binary_of(std::uint8_t bcd) { return static_cast<std::uint8_t>((bcd >> 4) * 10 + (bcd & 15)); }
std::uint8_t bcd_of(std::uint8_t binary) { return static_cast<std::uint8_t>((binary / 10) << 4 | binary % 10); }

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
  return {0x20, bcd_of(at.year), bcd_of(at.month), bcd_of(at.day), bcd_of(at.hour), bcd_of(at.minute), bcd_of(at.second)};
}

pump::Moment from_card(const purse_card::Moment& at) {
  return {binary_of(at[1]), binary_of(at[2]), binary_of(at[3]), binary_of(at[4]), binary_of(at[5]), binary_of(at[6])};
}

pump::Moment Watering::debited_at() const { return pump_moment({clock_at(record.start).seconds + seconds}); }

WateringSlots::Image encode(const Watering& watering) {
  pump::ControllerRecord record = watering.record;
  record.energy = watering.energy;
  record.water = watering.water;
  WateringSlots::Image image{};
  ImageOut out{image};
  out.bytes(pump::encode(record).value_or(pump::Image<pump::ControllerRecord>{}));
  out.number(watering.cost.value(), 8);
  out.number(watering.energy.wh(), 4);
  out.number(watering.total_before.wh(), 6);
  out.number(watering.water.litres(), 4);
  out.number(watering.water_before.litres(), 6);
  out.number(watering.seconds, 4);
  out.number(watering.place, 4);
  out.number(watering.flags, 1);
  out.number(static_cast<std::uint8_t>(watering.cause), 1);
  out.number(watering.price_set, 1);
  out.number(watering.acknowledged ? 1 : 0, 1);
  return image;
}

Watering decode_watering(const WateringSlots::Image& image) {
  ImageIn in{image};
  Watering watering;
  {
    pump::Image<pump::ControllerRecord> inner{};
    in.bytes(inner);
    const auto record = pump::decode_controller(inner);
    if (!record) return watering;
    watering.record = *record;
  }
  watering.cost = pump::Cost::from_parts(in.number(8));
  watering.energy = Energy::wh(in.number(4));
  watering.total_before = Energy::wh(in.number(6));
  watering.water = Volume::litres(in.number(4));
  watering.water_before = Volume::litres(in.number(6));
  watering.seconds = in.word();
  watering.place = in.word();
  watering.flags = in.byte();
  watering.cause = static_cast<pump::Cause>(in.byte());
  watering.price_set = in.byte();
  watering.acknowledged = in.byte() != 0;
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
