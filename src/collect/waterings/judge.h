// What a watering is, by all records of it: how a usage record, its settlement, a hung record and the proof of another well together become one
// row. A function of what there is, not of the order in which it came.
//   the same record again        nothing new
//   a record with its proof      proven, whatever else is said of this number; what differs is named
//   different bytes, no proof    contradicting: no money moves
//   no money, hardly any time    a useless swipe: kept, and not shown
//   used, and not paid           hung: the card is grey until a proof comes; so is one that used nothing, unless its pump heard that it was never locked
// Guarantees: what was proven once stays proven; money follows from the proof alone.   Begin with judge().
#pragma once
#include <map>
#include <string>
#include <vector>

#include "books/reader.h"

namespace kwota::waterings {

/// Whether the code in a record is the card's own. Whoever has a vault says it.
enum class Proof : std::uint8_t {
  none,   ///< it has none yet
  right,
  wrong,
};

/// One record in the books' values.
struct Recorded {
  books::PumpRecordKind kind = books::PumpRecordKind::usage;
  bool of_another_well = false;       ///< a hung record that this well brought home for another one
  CardSerial card;
  std::optional<LocalTime> start;     ///< of a debit for another well its moment
  std::int64_t seconds = 0;
  Energy register_after, energy;
  std::int64_t water = 0;             ///< litres
  Money amount, after;                ///< of a hung record `after` is what would be left
  books::WateringEnd cause = books::WateringEnd::none;
  bool hung = false, settled_elsewhere = false, clock_invalid = false, made_up = false;
  std::int64_t price_set = 0, offline = 0;
  std::string terminal;               ///< that the number is of, as a hung record or the proof says; empty: neither does
  std::string gmac, tac;              ///< hexadecimal; empty: none
  Proof proof = Proof::none;
  std::optional<LocalTime> proven_at; ///< the moment of the debit under which the proof is right
};

/// A watering with everything that was ever told of it, usage records before hung ones.
struct Case {
  MeterNumber meter;   ///< of the well where it was
  std::int64_t number = 0;
  std::vector<Recorded> records;
  std::int64_t series = 0;  ///< of the meter's numbers; 0: not said yet (series.h)
};

/// Up to so many seconds a swipe that cost nothing is useless.
inline constexpr std::int64_t useless_seconds = 10;

/// Where the meter hung on that day; without a day, or on none of its days, where it is now.
std::optional<books::WellMeter> place_of(const books::Reader& books, MeterNumber meter, const std::optional<LocalTime>& at);
/// Whose a well is; empty: nobody has said.
std::string station_of(const books::Reader& books, const std::string& well);

/// The same watering: who, how long, how much, for how much.
bool same_watering(const Recorded& a, const Recorded& b);

/// Where meters hang and whose cards are, for the waterings of one decision: each is looked up once. Nothing of it may be changed meanwhile but the
/// purses' money.
class Surroundings {
 public:
  explicit Surroundings(const books::Reader& books) : books_(books) {}
  struct Owner {
    std::int64_t account = 0, purse = 0;  ///< 0: nobody of ours
  };
  const Owner& owner_of(const CardSerial& card);
  /// As place_of().
  const books::WellMeter* place_of(MeterNumber meter, const std::optional<LocalTime>& at);
  const std::string& station_of(const std::string& well);
  const books::Reader& books() const { return books_; }

 private:
  const books::Reader& books_;
  std::map<CardSerial, Owner> owners_;
  std::map<MeterNumber, std::vector<books::WellMeter>> places_;
  std::map<std::string, std::string> stations_;
};

/// The row, but for its money: `before` is what the books have of it. A proven one still has to be spent (sell/purse/spent.h).
books::Watering judge(Surroundings& around, const Case& all, std::optional<books::Watering> before);

}  // namespace kwota::waterings
