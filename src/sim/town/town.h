// A day of a town in one process: meters behind concentrators, a counter that sells, a head-end that brings and reads, and lines
// that fail – in virtual time, by the product's own use-cases, dialogues and firmware. One seed makes the whole day; the same
// seed makes it again. Guarantees: each concentrator's line carries one conversation at a time, in the order of the head-end
// (dispatch::Turns), and every byte takes its eleven bits on it. Laws, held for each meter and for all at the end of the day:
//   sold = applied + under way                     the books
//   applied <= credited <= applied + under way     what the meter's own register says; equal when nothing is under way
//   credited = used + given up + balance           the meter, to 10^-5 of a minor unit
//   used = energy x price                          money and energy of the meter
// Never: opens a port, or waits. Begin with run_day().
#pragma once
#include <chrono>
#include <string>
#include <vector>

#include "base/core/core.h"
#include "base/result.h"
#include "base/time.h"

namespace kwota::sim {

struct DaySettings {
  std::size_t meters = 200, a_line = 64;
  std::int64_t hours = 24;  ///< 1 to 24
  std::uint64_t seed = 1;
  unsigned buyers_percent = 40;            ///< of the meters that are sold to on the day
  unsigned readings = 2;                   ///< of each meter
  bool reads_all_the_time = false;         ///< as soon as a reading is done the next one waits: a line that is never free
  bool trouble = true;                     ///< losses, late answers, concentrators away, meters dark, the vault away
  std::chrono::milliseconds network{600};  ///< to the concentrator and back; 0: the line itself
};

/// How the lines were used, in virtual time.
struct LineUse {
  std::chrono::microseconds in_contact{};         ///< somebody spoke, or was waited for
  std::chrono::microseconds idle_with_work{};  ///< nobody spoke though something waited
  std::chrono::microseconds longest{};         ///< conversation
};

struct DayReport {
  std::uint64_t seed = 0;
  std::size_t meters = 0, lines = 0, sales = 0, readings = 0, contacts = 0, exchanges = 0, lost = 0, refused = 0;
  Money sold, applied, in_transit, credited;
  Energy energy;
  LineUse use;
  std::chrono::milliseconds sale_waited{}, sale_waited_most{},
      sale_took{};                  ///< until its line was free: all together, the longest; from the sale to its settling
  std::size_t settled = 0;          ///< sales whose settling was seen
  std::vector<std::string> broken;  ///< laws, one sentence each with meter and figures
  bool adds_up() const { return broken.empty(); }
  /// One line: sold, applied, under way, credited, energy, and whether it adds up.
  std::string sum() const;
};

/// Errors of the books; the laws are in the report.
Result<DayReport> run_day(const DaySettings& settings);

}  // namespace kwota::sim
