// The wires of a simulated town in virtual time: what a question and its answer cost on a line, and what goes wrong there.
// Guarantees: every byte takes eleven bits at 2400 baud, an answer begins 20 ms after its question (DL/T 645-2007 5.1); a meter
// lives until the moment at which it is asked. Never: decides who is asked. Begin with carry().
#pragma once
#include <chrono>
#include <vector>

#include "sim/town/dice.h"
#include "sim/town/meters.h"
#include "store/books.h"
#include "work/dispatch/exchange.h"

namespace kwota::sim {

/// So long so many bytes are on a wire of that speed.
constexpr std::chrono::microseconds wire_time(std::size_t bytes, unsigned baud = 2400) {
  constexpr std::int64_t bits_a_byte = 11, micro = 1'000'000;
  return std::chrono::microseconds(static_cast<std::int64_t>(bytes) * bits_a_byte * micro / baud);
}
inline constexpr std::chrono::milliseconds answer_after{20};

class TownWires {
 public:
  using Micros = std::chrono::microseconds;
  struct Setup {
    std::chrono::milliseconds network{};  ///< there and back, besides the line
    bool trouble = true;
  };
  TownWires(Meters& meters, Setup setup, Dice& dice);

  /// Whether the concentrator is logged in. Error `link_failed`.
  Result<dispatch::Exchange> open(const books::MeterLink& link, std::size_t line, Micros now) const;
  struct Carried {
    Micros took;
    dispatch::Exchange::Answer answer;  ///< error `meter_silent`
  };
  Carried carry(MeterNumber meter, std::size_t line, const dialogue::LineFrame& frame, Micros now);

  void away(std::size_t line, Micros from, Micros until) { lines_[line].away_from = from, lines_[line].away_until = until; }
  void cut_power(std::size_t meter, Micros now);
  void restore_power(std::size_t meter, Micros now);
  /// The meter lives until then: it counts, and somebody closes its relay where that is allowed.
  void live(std::size_t meter, Micros now);
  /// Nothing goes wrong any more, and power is everywhere.
  void be_good();
  /// How long the line stood idle although the meter's first command was due.
  Micros idle_before(MeterNumber meter, std::size_t line, Micros now, store::Books& books, Instant start,
                     Micros free_since) const;

 private:
  struct State {
    Micros away_from{}, away_until{};
    Bytes previous_answer;  ///< what may come late
  };
  Meters& meters_;
  Setup setup_;
  Dice& dice_;
  std::vector<State> lines_;
  std::vector<Micros> lived_;
};

}  // namespace kwota::sim
