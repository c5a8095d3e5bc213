// Everything a payment meter must not forget, as ONE record: balance, counts, steps, relay latches, tariffs and the last
// credit instruction (meters.md 7.8 [K]). A sale is in it fully or not at all, because the record is written whole.
// Laws: credited * 10^5 + cleared == used + surrendered * 10^5 + balance, and the rates' energies add up to the whole, after every operation.
// Begin with State, then Slots.
#pragma once
#include "meter/core/tariff.h"
#include "meter/parts/slots.h"
#include "models/model.h"

namespace kwota::meter {

static_assert(Tariff::rates_max == models::rates_max);
using models::AccountAt;
using models::Limits;
using models::Model;
using models::Page;
using models::Reclose;
using user_card::Applied;
using user_card::Illegal;

enum class Account : std::uint8_t {
  none,  ///< never opened, or zeroed by a clear card
  open,
  closed,  ///< a closing card gave the balance back; the next customer's account-opening card goes on counting
};

/// Why the relay is open; the order is that of the relay rule.
enum class Trip : std::uint8_t { none, not_opened, remote, exhausted, zero, load, curfew, alarm2, held };

/// Which rule of load control opened the relay (load_control.h).
enum class LoadCause : std::uint8_t { none, limit, budget, prohibited_load };

/// The account and its registers.
struct Ledger {
  Account account = Account::none;
  CustomerNumber customer;
  CardSerial card;                         ///< the one card that this meter takes credit from
  std::array<CardSerial, 4> dead_cards{};  ///< replaced: never bound again, newest first
  SequenceNumber count;
  Money last_amount;
  Applied last_applied = Applied::nothing;
  Money credited, surrendered;
  ExactMoney used, balance;
  ExactMoney cleared;                      ///< debts that closing, clearing and opening took off the meter, ever
  Energy energy, period_energy, month_start_energy;
  std::array<Energy, Tariff::rates_max> rate_energy{};  ///< of `energy`, by the rate it was used under
  friend bool operator==(const Ledger&, const Ledger&) = default;
};

/// Flags of meters.md 7.3. `exhausted` and `held` are latches that only the named events undo.
struct Latches {
  bool alarm2_resumed = false, zero_resumed = false;
  bool exhausted = false;        ///< the overdraft limit was reached (limit 0: zero was reached) and is not paid back
  bool held = false;             ///< the relay opened and waits for the gesture that closes it
  bool close_permitted = false;  ///< credit or an order allows the gesture
  bool power_protect = false, remote_trip = false, load_trip = false;
  bool memory_fault = false;
  bool remote_alarm = false;            ///< the line warns the customer (2A until 2B)
  std::uint32_t trip_wait_seconds = 0;  ///< of a trip order that warns before it trips
  Trip trip = Trip::none;               ///< what opened the relay; none: it is closed
  friend bool operator==(const Latches&, const Latches&) = default;
};

/// What load control did: it waits, or it is locked until the line closes the relay.
struct LoadState {
  LoadCause cause = LoadCause::none;  ///< what holds the relay open; none: nothing of it
  bool locked = false;
  std::array<std::uint8_t, 2> tries{};  ///< trips in a row of power limit and budget
  std::uint8_t step_trips = 0;          ///< by prohibited_load load, within its period,
  std::uint32_t step_seconds = 0;       ///< which runs so long
  std::uint32_t wait_seconds = 0;       ///< until the relay closes again
  std::uint32_t calm_seconds = 0;       ///< closed without a trip
  friend bool operator==(const LoadState&, const LoadState&) = default;
};

/// Energy that costs nothing, used before paid credit; never money, and never given back.
struct BasicAllowance {
  Energy granted, used, expired;  ///< ever
  ClockTime month{};              ///< start of the month that was granted last
  constexpr Energy left() const { return granted - used - expired; }
  friend bool operator==(const BasicAllowance&, const BasicAllowance&) = default;
};

struct Tariffs {
  Tariff current, spare;
  ClockTime switch_at = end_of_time;  ///< when the spare set becomes the current one
  std::uint8_t set = 0;               ///< 0 or 1: changes with every switch, as status word 3 b10 of DL/T 645 says it
  std::uint8_t schedule_set = 0;      ///< which set of the schedules counts (schedule.h)
  ClockTime schedule_switch_at = end_of_time;
  bool spare_open = false;  ///< the spare prices were written and their switch is not planned: no schedule changes over without them
  friend bool operator==(const Tariffs&, const Tariffs&) = default;
};

/// The values of a settlement that is over.
struct Settlement {
  ClockTime at{};
  Energy energy, period_energy;
  friend bool operator==(const Settlement&, const Settlement&) = default;
};

struct Calendar {
  ClockTime settled_until{};                ///< every settlement up to here is made
  ClockTime month_until{};                  ///< start of the month that month_start_energy belongs to
  std::array<Settlement, 12> settlements{};  ///< newest first
  friend bool operator==(const Calendar&, const Calendar&) = default;
};

struct State {
  static constexpr std::size_t clear_authorisations_max = 4;
  MeterNumber number;
  user_card::UserType user_type = user_card::UserType::single;
  std::uint32_t ct = 1, pt = 1;
  std::uint32_t key_info = 0;  ///< as the security module said it last: byte 0 is 01 with private keys
  Ledger ledger;
  Latches latches;
  LoadState load;
  BasicAllowance basic_allowance;
  ClockTime alive_at{};  ///< when this was stored; zero: the meter never had a clock
  bool ran = false;      ///< it has had power since it was made
  Limits limits;
  Tariffs tariffs;
  Calendar calendar;
  std::array<std::uint8_t, user_card::illegal_causes> illegal{};                             ///< by Illegal, each stops at 255
  std::uint32_t illegal_inserts = 0;                                                         ///< all of them, stops at 999 999
  std::array<std::array<std::uint8_t, 8>, clear_authorisations_max> clear_authorisations{};  ///< taken, newest first
  friend bool operator==(const State&, const State&) = default;
};

/// credited * 10^5 + cleared - used - surrendered * 10^5 - balance: zero, always.
constexpr ExactMoney imbalance(const Ledger& ledger) {
  return ExactMoney::of(ledger.credited) + ledger.cleared - ledger.used - ExactMoney::of(ledger.surrendered) - ledger.balance;
}

/// Bytes of a stored State. The layout is private to this version of the firmware; the slots carry the version.
inline constexpr std::size_t state_size = 853;
using StateImage = std::array<std::uint8_t, state_size>;

StateImage encode(const State& state);
/// Nothing when the bytes are no State (an enum out of range, a law broken).
std::optional<State> decode_state(const StateImage& image);

/// The meter's one record.
class Slots {
 public:
  using Twins = TwinSlots<State, state_size, 0x4B4D>;  // "KM"
  static constexpr std::size_t record_size = Twins::record_size;
  static constexpr std::size_t storage_size = Twins::storage_size;

  explicit Slots(Storage& storage) : twins_(storage) {}

  /// Nothing when neither slot holds a valid record: a virgin memory, or a damaged one.
  std::optional<State> load() { return twins_.load(&decode_state); }
  /// False when the memory did not keep what was written; the record before it still counts then.
  bool save(const State& state) { return twins_.save(encode(state)); }

 private:
  Twins twins_;
};

}  // namespace kwota::meter
