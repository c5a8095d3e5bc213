// A prepaid electricity meter: it counts energy, deducts money by its own tariff, warns, disconnects, and takes credit.
// The hardware (or the simulator) tells it what happens: power, time, pulses, keys, cards; it answers with the relay,
// the display and what must be stored. Facts: meters.md 7.3, 7.5, 7.8; rules marked [K] are ours.
// Guarantees: credited * 10^5 + cleared == used + surrendered * 10^5 + balance; credit is stored before anybody hears of it; a power
// cut loses at most one flush quantum, to the customer's benefit. Never: heap, clock, floating point, a key.
// Begin with power_on(), consume(), take().
#pragma once
#include "meter/core/history.h"
#include "meter/core/instruction.h"
#include "meter/core/load_control.h"
#include "meter/core/relay.h"
#include "meter/parts/schedule.h"

namespace kwota::meter {

/// Deductions reach the memory at the latest after this much energy, or this much time (meters.md 7.8 [K]).
inline constexpr Energy flush_energy = Energy::wh(100);
inline constexpr std::uint32_t flush_seconds = 15 * 60;
/// A key held this long means "I accept, close the relay" (makers' pages: 3 s).
inline constexpr std::uint32_t resume_key_ms = 3000;

/// Orders of the remote line (DL/T 645-2007 function 1C) that the relay rule knows.
enum class Order : std::uint8_t {
  trip = 0x1A,
  permit = 0x1B,
  close = 0x1C,
  alarm = 0x2A,
  end_alarm = 0x2B,
  protect = 0x3A,
  end_protect = 0x3B
};

class Meter {
 public:
  /// `model` and `storage` outlive the meter.
  Meter(const Model& model, Storage& storage)
      : model_(model),
        slots_(storage),
        schedule_slots_(storage, schedules_at),
        parameter_slots_(storage, parameters_at),
        history_(storage, history_at) {}
  static constexpr std::size_t schedules_at = Slots::storage_size, parameters_at = schedules_at + ScheduleSlots::storage_size,
                               history_at = parameters_at + ParameterSlots::storage_size;
  /// Bytes of memory that it needs.
  static constexpr std::size_t storage_size = history_at + History::storage_size;

  /// At the works: a virgin memory gets the meter's number and the model's limits. False: the memory does not keep it.
  bool commission(MeterNumber number);

  /// Mains come back. `clock` is absent when the clock's battery did not last. False: no valid record in memory; the
  /// meter then keeps the relay open and takes nothing (state flag memory_fault).
  bool power_on(std::optional<ClockTime> clock);
  /// The power-fail interrupt: what was deducted since the last flush is stored.
  void power_fail();

  /// Time has come to `now`; call at least once a minute – once a second where wants_seconds() – and before energy that was used
  /// after a boundary.
  void tick(ClockTime now);
  /// Load control looks at every second.
  bool wants_seconds() const;
  /// What the metering chip says of the time that the next tick() ends.
  void measure(const Measured& now) { measured_ = now; }
  /// The clock is set by service or by a handheld; also makes a lost clock valid again.
  void set_clock(ClockTime now, const Operator& by = {});
  /// `measured` passed the sensors; transformer ratios are applied here. Not negative.
  void consume(Energy measured);

  /// What the security module says of its keys: byte 0 is 01 with private keys in force.
  void note_keys(std::uint32_t key_info);
  void press_key(std::uint32_t held_ms);
  void order(Order order, const Operator& by = {});
  void set_limits(const Limits& limits);
  /// False: out of the parameter's range, or the memory did not keep it.
  bool set_parameter(Parameter parameter, std::uint32_t value);
  /// At the works, with the factory's keys and before any purchase: account, latches and customer are cleared, `amount` – which
  /// may be above the hoarding limit – is the balance. Refusals: wrong_key_state, count_behind, bad_format, memory.
  Refusal init_wallet(Money amount, const Operator& by = {});
  /// A contact under a cover, a magnet: the hardware noticed it; or a parameter was written (`subject`: what, and by whom).
  void note(EventKind kind, const Subject& subject = {}, std::uint16_t detail = 0);
  /// What it counts now, kept as a record. False: the clock is not valid, or the memory did not keep it.
  bool freeze();
  /// The line writes the spare set value by value: a switch that was planned is called off until its time is written again, and
  /// so long no schedule changes over, so that a line that breaks leaves the old prices with the old schedule. False: the memory
  /// did not keep it.
  bool set_spare(const Tariff& spare);
  /// When the spare set becomes the current one; while steps are in force, their settlement days stay as they are.
  /// False: the set is not in order or would give energy away, the time is past, or the memory did not keep it.
  bool plan_switch(ClockTime at);
  /// The set of year zones and day tables that is not in force, value by value like the spare prices; also calls a planned switch
  /// of schedules off. False: this model has one rate, or the memory did not keep it.
  bool set_spare_schedule(const Schedule& spare);
  /// When the spare schedule comes into force. False: it is not in order for this model's rates, the time is past, or the memory
  /// did not keep it.
  bool plan_schedule(ClockTime at);
  /// Holidays belong to both sets and count at once. False: not in order, one rate only, or the memory did not keep it.
  bool set_holidays(const std::array<Holiday, Schedules::holidays_max>& holidays);

  // Card slot. The procedure with the card is CardSession; these are its effects.
  bool card_slot_asleep() const { return clock_ < sleeps_until_; }
  /// Decides and stores. When the memory fails, nothing was taken and the refusal is `memory`.
  Verdict take(const Offer& offer);
  /// The same for a credit that the line brought and the security module proved.
  Verdict take(const RemoteCredit& credit);
  Verdict take(const RemoteClosing& closing);
  Refusal take(const user_card::PresetFile& preset, const Offer& tariffs);
  Refusal take(const user_card::ClearFile& clear);
  /// Counts an illegal insertion by its cause and shows its error class. `card`: its serial, when it said one.
  void note_refusal(Refusal refusal, const CardSerial& card = {});
  void card_withdrawn();

  const State& state() const { return state_; }
  /// The prices it charges by: those in force; of a meter that counts units, one for one.
  const Tariff& charging() const { return model_.counts == kwota::Unit::money ? state_.tariffs.current : one_for_one; }
  const Model& model() const { return model_; }
  bool relay_closed() const { return working_ && state_.latches.trip == Trip::none; }
  bool working() const { return working_; }
  bool clock_valid() const { return clock_valid_; }
  ClockTime clock() const { return clock_; }
  /// The rate that counts now, 1-based.
  std::uint8_t rate() const;
  const Schedules& schedules() const { return schedules_; }
  const Parameters& parameters() const { return parameters_; }
  const History& history() const { return history_; }
  const Measured& measured() const { return measured_; }
  /// Friendly hours and curfew, as the clock says now.
  Hours hours() const { return hours_; }
  /// The line or load control warns the customer before the relay opens.
  bool warns() const;
  /// The phase has lost its voltage; the relay does not open for it. `phase` 0..2.
  bool phase_lost(std::size_t phase) const;
  /// The bound card stays in the slot of a meter whose credit is used up.
  bool card_in_at_zero() const { return card_resumes_ && arrears(state_); }
  Refusal last_refusal() const { return shown_refusal_; }
  user_card::ReturnedFile returned() const;
  user_card::RegisterFile registers() const;

 private:
  ClockTime next_event() const;
  bool load_account(), load_schedules(), load_parameters();
  bool store(const State& next);
  bool keep(const State& before, bool credited);
  void flush();
  /// True: the relay has to move.
  bool evaluate();
  void resume();
  Circumstances circumstances() const;
  void pass(std::uint32_t seconds);
  void pass_second_of_load();
  void look_at_the_clock();
  void note_switching();
  void note_purchase(const Ledger& before);
  void note_power_off(ClockTime last_alive);
  Event event_now(const Subject& subject, std::uint16_t detail) const;
  void grant_basic_allowance(ClockTime month);
  void freeze_day(ClockTime at);
  void note_exhaustion();
  void after_credit();
  void make_up_events();
  void settle(ClockTime at);
  void settle_from_now(Calendar& calendar) const;
  void switch_tariff();
  void switch_schedule();
  bool store_schedules(const Schedules& next);

  const Model& model_;
  Slots slots_;
  ScheduleSlots schedule_slots_;
  ParameterSlots parameter_slots_;
  History history_;
  State state_{};
  Schedules schedules_{};
  Parameters parameters_{};
  Measured measured_{};
  LoadWatch watch_{};
  Hours hours_{};
  Operator ordering_{};       ///< who moves the relay now
  ClockTime frozen_until_{};  ///< every midnight up to here is frozen
  std::uint32_t frozen_minute_ = 0;
  ClockTime clock_{};
  ClockTime next_event_ = end_of_time;
  bool clock_valid_ = false;
  bool working_ = false;
  Energy unflushed_{};
  ClockTime flushed_at_{};
  bool card_resumes_ = false;  ///< the card in the slot is genuine and bound: taking it out is the gesture
  Refusal shown_refusal_ = Refusal::none;
  ClockTime illegal_since_{}, sleeps_until_{};
  std::uint8_t illegal_lately_ = 0;
};

}  // namespace kwota::meter
