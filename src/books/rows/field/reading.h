// The rows of collection: what is to be read of meters and when, what was read, and which meter counts a whole transformer area.
// Guarantees: a reading says when it was due, when it was taken and what the meter had not; a value that was not heard is absent
// and never zero. No row here moves money: sales are settled by statements alone, which the meter seals.
// Registers: ReadingPlan, MeterReading, DayFreeze, MeterEvent, AreaMeter, FormerTotal.   How they are used: docs/collection.md.   Begin with MeterReading.
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/core/core.h"
#include "base/time.h"
#include "base/words.h"
#include "books/listed.h"
#include "books/rows/field/link.h"
#include "books/rows/field/statement.h"
#include "books/table.h"

namespace kwota::books {

enum class ReadingPlanStatus : std::uint8_t {
  active,
  stopped,
};
constexpr auto words_of(ReadingPlanStatus) { return std::array<std::string_view, 2>{"active", "stopped"}; }

/// What is read of a group of meters, and when. A meter has the plan of its area, else of its village, else of its station, else
/// the one for everybody.
struct ReadingPlan {
  static constexpr auto table = "reading_plan";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 1> places{"of_place"};
  static constexpr Listed list{"reading-plans", "code", {"code", "name", "of_place"}, "meters_read", "collection"};
  static constexpr Form by_form{"collection_write", {{{"code"}, {"name"}, {"of_place", Need::may}, {"items", Need::must, "registers,balance,settlement,states,events,network,freezes,waterings"},
                                                                  {"every_hours", Need::must, "0"}, {"at", Need::must, "00:30"}, {"tries_max", Need::must, "4"}, {"retry_minutes", Need::must, "10"}, {"state"}}}, Judge::use_case};
  std::string code;
  std::string name;
  std::string place;              ///< code of an area, a village or a station; empty: everybody who has no plan of his own
  std::string items;              ///< comma separated, of: registers, balance, settlement, states, events, network, freezes, waterings
  std::int64_t every_hours = 0;   ///< from midnight on, a divisor of 24; 0: once a day at `at`
  std::string at = "00:30";       ///< local time of the utility
  std::int64_t tries_max = 4;     ///< how often one reading is tried
  std::int64_t retry_minutes = 10;
  ReadingPlanStatus state = ReadingPlanStatus::active;
  Instant since;                  ///< it began, or was changed; before that nothing was expected of it
  template <class V> static void columns(V&& v) {
    v("code", &ReadingPlan::code); v("name", &ReadingPlan::name); v("of_place", &ReadingPlan::place); v("items", &ReadingPlan::items);
    v("every_hours", &ReadingPlan::every_hours); v("at", &ReadingPlan::at); v("tries_max", &ReadingPlan::tries_max);
    v("retry_minutes", &ReadingPlan::retry_minutes); v("state", &ReadingPlan::state); v("since", &ReadingPlan::since);
  }
};

enum class ReadingStatus : std::uint8_t {
  waiting,  ///< for another try
  read,
  missed,
};
constexpr auto words_of(ReadingStatus) { return std::array<std::string_view, 3>{"waiting", "read", "missed"}; }

/// One reading that was due, and what came of it.
struct MeterReading {
  static constexpr auto table = "meter_reading";
  static constexpr int key_columns = 2;
  MeterNumber meter;
  Instant due;                       ///< by the plan
  std::string plan;
  ReadingStatus state = ReadingStatus::waiting;
  std::int64_t tries = 0;
  Instant not_before;                ///< of the next try
  std::string error;                 ///< stable code of why the last try failed
  Carrier carrier = Carrier::link;
  std::string source;                ///< address of the line
  std::optional<Instant> taken;      ///< by our clock, in the middle of question and answer
  std::optional<LocalTime> meter_time;  ///< by the meter's clock
  std::optional<std::int64_t> drift_seconds;  ///< taken - meter_time
  std::optional<Energy> energy;      ///< import, all rates
  std::optional<Energy> rate1, rate2, rate3, rate4;
  std::optional<Energy> export_energy;
  std::optional<Energy> settlement_energy;  ///< import at the end of last month by the meter
  std::optional<Money> remaining, overdraft;
  std::optional<std::int64_t> count; ///< of purchases
  StatusWords status;
  StatusFindings findings;           ///< what these words said by its model as it was then; whoever looks at a reading reads these
  std::string events;                ///< counters: "cover_opened=1,trips=4"
  std::string absent;                ///< what this meter has not, comma separated
  Measurements network;              ///< voltages, currents, power as they were then
  template <class V> static void columns(V&& v) {
    v("meter", &MeterReading::meter); v("due", &MeterReading::due); v("plan", &MeterReading::plan); v("state", &MeterReading::state);
    v("tries", &MeterReading::tries); v("not_before", &MeterReading::not_before); v("error", &MeterReading::error);
    v("carrier", &MeterReading::carrier); v("source", &MeterReading::source); v("taken", &MeterReading::taken);
    v("meter_time", &MeterReading::meter_time); v("drift_seconds", &MeterReading::drift_seconds); v("energy", &MeterReading::energy);
    v("rate1", &MeterReading::rate1); v("rate2", &MeterReading::rate2); v("rate3", &MeterReading::rate3); v("rate4", &MeterReading::rate4);
    v("export_energy", &MeterReading::export_energy); v("settlement_energy", &MeterReading::settlement_energy);
    v("remaining", &MeterReading::remaining); v("overdraft", &MeterReading::overdraft); v("count", &MeterReading::count);
    v("status", &MeterReading::status); v("findings", &MeterReading::findings); v("events", &MeterReading::events); v("absent", &MeterReading::absent); v("network", &MeterReading::network);
  }
  static constexpr IndexOf<MeterReading> by_due{{"meter_reading_due", {"due", "meter", "tries"}}};
  template <class V> static void indexes(V&& v) { v(by_due); }
};

/// What a meter's registers were as a day of its own began: it froze them by itself, so no line had to be up at midnight.
struct DayFreeze {
  static constexpr auto table = "day_freeze";
  static constexpr int key_columns = 2;
  MeterNumber meter;
  LocalDate day;                 ///< by the meter's clock, at whose beginning the registers stood so
  Energy energy;                 ///< import, all rates
  std::optional<Energy> rate1, rate2, rate3, rate4;
  Instant received;                 ///< when it was read
  template <class V> static void columns(V&& v) {
    v("meter", &DayFreeze::meter); v("day", &DayFreeze::day); v("energy", &DayFreeze::energy); v("rate1", &DayFreeze::rate1);
    v("rate2", &DayFreeze::rate2); v("rate3", &DayFreeze::rate3); v("rate4", &DayFreeze::rate4); v("received", &DayFreeze::received);
  }
};

/// Where a meter froze nothing: a reading stands for a moment – midnight, the first slot of a plan – when it was taken within so many
/// hours after it. [K]
inline constexpr unsigned boundary_hours = 6;

/// One event that a meter recorded, with its times.
struct MeterEvent {
  static constexpr auto table = "meter_event";
  static constexpr int key_columns = 3;
  MeterNumber meter;
  std::string kind;          ///< its name in the table of items
  std::int64_t number = 0;   ///< the meter's own count of that kind when it was recorded, from 1
  std::optional<LocalTime> began, ended;  ///< by the meter's clock; no end: lasts, or has none
  std::string snapshot;      ///< JSON: what the meter noted with it
  Instant received;
  template <class V> static void columns(V&& v) {
    v("meter", &MeterEvent::meter); v("kind", &MeterEvent::kind); v("number", &MeterEvent::number); v("began", &MeterEvent::began);
    v("ended", &MeterEvent::ended); v("snapshot", &MeterEvent::snapshot); v("received", &MeterEvent::received);
  }
  static constexpr IndexOf<MeterEvent> as_received{{"meter_event_received", {"meter", "received"}}};
  static constexpr IndexOf<MeterEvent> new_ones{{"meter_event_new", {"received"}}};
  template <class V> static void indexes(V&& v) { v(as_received); v(new_ones); }
};

/// The meter that counts all that flows into a transformer area, as it was agreed upon last.
struct AreaMeter {
  static constexpr auto table = "area_meter";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 1> places{"area"};
  static constexpr Listed list{"areas", "area", {"area", "meter"}, "meters_read", "collection"};
  static constexpr Form by_form{"collection_write", {{{"area"}, {"meter"}, {"factor", Need::must, "1"}, {"since", Need::may}}}, Judge::use_case};
  std::string area;          ///< code of a place of kind "area"
  MeterNumber meter;
  std::int64_t factor = 1;   ///< of its transformers, where its register does not include them
  LocalDate since;           ///< it is counted so from the beginning of that day; before: FormerTotal
  template <class V> static void columns(V&& v) {
    v("area", &AreaMeter::area); v("meter", &AreaMeter::meter); v("factor", &AreaMeter::factor); v("since", &AreaMeter::since);
  }
  static constexpr IndexOf<AreaMeter> of_meter{{"area_meter_meter", {"meter"}}};
  template <class V> static void indexes(V&& v) { v(of_meter); }
};

/// How an area was counted before: from the beginning of one day to the beginning of another. What was reported of those days does not change. The same day twice: what was
/// agreed upon until then never came.
struct FormerTotal {
  static constexpr auto table = "former_total";
  static constexpr int key_columns = 2;
  std::string area;
  LocalDate until;
  LocalDate since;
  MeterNumber meter;
  std::int64_t factor = 1;
  template <class V> static void columns(V&& v) {
    v("area", &FormerTotal::area); v("until_day", &FormerTotal::until); v("since", &FormerTotal::since); v("meter", &FormerTotal::meter); v("factor", &FormerTotal::factor);
  }
  static constexpr IndexOf<FormerTotal> of_meter{{"former_total_meter", {"meter"}}};
  template <class V> static void indexes(V&& v) { v(of_meter); }
};

/// A meter as collection sees it: where it belongs and whether it can be reached. No row of its own.
struct MeterPoint {
  MeterNumber meter;
  std::string model;
  std::string area, village, station;
  std::string total_of;                ///< the area that it counts as a whole; empty: it is a customer's
  bool installed = false;
  std::optional<LinkStatus> link_state;  ///< none: on no line
  std::string link_trouble;
  Instant link_changed;
  std::int64_t account = 0;            ///< 0: none
  std::string building = {};
  Commodity commodity = Commodity::electricity;
  friend bool operator==(const MeterPoint&, const MeterPoint&) = default;
};

/// When a meter was last heard, on whatever way.
struct LastContact {
  MeterNumber meter;
  Instant at;
  Carrier carrier = Carrier::card;
};

}  // namespace kwota::books
