// What happened to a meter, and what it counted on which day: event records with their moment, the energy and the balance
// (meters.md 7.8), purchases, daily and timed freezes (2.1). Every list keeps its newest records (ring.h); nothing is ever
// erased, not by a clear card either. Guarantees: a cut at any byte loses at most the record that was being written. Never:
// decides anything. Begin with Event and History.
#pragma once
#include "meter/parts/calendar.h"
#include "meter/parts/operator.h"
#include "meter/parts/ring.h"

namespace kwota::meter {

enum class EventKind : std::uint8_t {
  trip,            ///< the relay opened; detail: Trip, subject: who ordered it
  close,           ///< the relay closed; subject: who ordered it
  cover,           ///< the meter's cover was opened
  terminal_cover,  ///< the cover of the terminals was opened
  cleared,         ///< by a clear card or at the works
  programming,     ///< a parameter was written; subject: what and by whom
  illegal_card,    ///< not of this system, or its proof does not fit; detail: Refusal
  abnormal_card,   ///< genuine, and refused or taken out early; detail: Refusal, subject: its serial
  power_off,       ///< at: the last moment that was stored; detail: minutes until power came back, 65535: unknown or more
  magnetic,        ///< a magnet came near
  clock_set,       ///< at: the moment before; subject: the moment after, and by whom
  load_trip,       ///< load control opened the relay; detail: LoadCause, subject: watts and power factor (milli)
};
inline constexpr std::size_t event_kinds = 12;

/// What an event was about: an operator's code in the last four bytes, an identifier or a moment in the first four; a card's
/// serial; all zero: nobody, by itself.
using Subject = std::array<std::uint8_t, 8>;
constexpr Subject subject_of(std::uint32_t what, const Operator& by) {
  Subject subject{};
  put_be32(subject.data(), what);
  for (std::size_t i = 0; i < by.size(); ++i) subject[4 + i] = by[i];
  return subject;
}

struct Event {
  ClockTime at{};  ///< zero: the clock was not valid
  Subject subject{};
  std::uint16_t detail = 0;
  Energy energy;
  Money balance;  ///< whole minor units toward zero
  friend bool operator==(const Event&, const Event&) = default;
};

/// A credit that was taken, by card, over the line or at the works.
struct Purchase {
  ClockTime at{};
  SequenceNumber count;
  Money amount, before, after, total;  ///< balance before and after; all that was ever credited
  friend bool operator==(const Purchase&, const Purchase&) = default;
};

struct Freeze {
  ClockTime at{};
  Energy energy;
  Money balance;
  friend bool operator==(const Freeze&, const Freeze&) = default;
};

class History {
 public:
  static constexpr std::uint32_t events_kept = 10, purchases_kept = 10, days_kept = 62, freezes_kept = 12;
  using Events = Ring<26, events_kept, 0x4B45>;        // "KE"
  using Purchases = Ring<32, purchases_kept, 0x4B50>;  // "KP"
  using Freezes = Ring<16, freezes_kept, 0x4B46>;      // "KF"
  using Days = Ring<16, days_kept, 0x4B44>;            // "KD"
  static constexpr std::size_t storage_size =
      event_kinds * Events::storage_size + Purchases::storage_size + Freezes::storage_size + Days::storage_size;

  /// `begin`: where it begins in the memory.
  History(Storage& storage, std::size_t begin);
  /// Call when power comes.
  void load();

  bool note(EventKind kind, const Event& event);
  bool note(const Purchase& purchase);
  bool freeze_day(const Freeze& freeze);
  bool freeze(const Freeze& freeze);

  std::uint32_t count(EventKind kind) const { return counts_[static_cast<std::size_t>(kind)]; }
  /// `back` 1 is the newest; nothing when there is none so far back.
  std::optional<Event> event(EventKind kind, std::uint32_t back) const;
  std::optional<Purchase> purchase(std::uint32_t back) const;
  std::optional<Freeze> day(std::uint32_t back) const;
  std::optional<Freeze> frozen(std::uint32_t back) const;

 private:
  Events events(EventKind kind) const;

  Storage& storage_;
  std::size_t begin_;
  std::array<std::uint32_t, event_kinds> counts_{};
  Purchases purchases_;
  Freezes freezes_;
  Days days_;
};

}  // namespace kwota::meter
