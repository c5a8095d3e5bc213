// One watering as the pump keeps it from the drawn number to the card's proof, and what handhelds are given of it. Begin with Watering.
#pragma once
#include "meter/parts/calendar.h"
#include "meter/parts/slots.h"
#include "seal/pump_records/cost.h"
#include "seal/pump_records/records.h"
#include "seal/purse_card/files.h"

namespace kwota::meter {

/// A register as it is told, in whole steps; one that is full begins again at zero, as the wheels of a counter do.
std::int64_t on_wheels(std::int64_t total, std::int64_t step);

pump::Moment pump_moment(ClockTime at);
/// 2000-01-01 when there is no such date.
ClockTime clock_at(const pump::Moment& at);
/// So many seconds after a moment.
pump::Moment after(const pump::Moment& at, std::uint32_t seconds);
/// YYYYMMDDhhmmss as cards and modules are told it, and back.
purse_card::Moment card_moment(const pump::Moment& at);
pump::Moment from_card(const purse_card::Moment& at);

/// `record` is what a controller is asked for (cards.md 4.4); its energy and water follow from the exact ones beside it.
struct Watering {
  pump::ControllerRecord record;
  pump::Cost cost;
  Energy energy, total_before;
  Volume water, water_before;
  std::uint32_t seconds = 0;
  std::uint32_t place = 0;  ///< number of its usage record in the ring; 0: none yet
  std::uint8_t flags = 0;
  pump::Cause cause = pump::Cause::none;
  std::uint8_t price_set = 0;
  bool acknowledged = false;  ///< as a hung user: somebody has read and stored it

  bool is_none() const { return record.progress == pump::Progress::empty; }
  bool runs() const { return record.progress == pump::Progress::running; }
  bool hangs() const { return record.progress == pump::Progress::hung; }
  /// The debit's moment: that of the lock and the seconds of the watering.
  pump::Moment debited_at() const;
  friend bool operator==(const Watering&, const Watering&) = default;
};

inline constexpr std::size_t watering_size = pump::ControllerRecord::size + 8 + 4 + 6 + 4 + 6 + 4 + 4 + 4;
using WateringSlots = TwinSlots<Watering, watering_size, 0x4B57>;  // "KW"
WateringSlots::Image encode(const Watering& watering);
/// None when the record within is damaged.
Watering decode_watering(const WateringSlots::Image& image);

pump::UsageRecord usage_of(const Watering& watering);
pump::HungRecord hung_of(const Watering& watering);

}  // namespace kwota::meter
