// Whose turn it is: the meters that have something due, and their lines, of which each has one conversation at a time. Without
// threads, clock or books, so that the server and a simulated town keep the same order.
// Guarantees: never two meters of a line at a time; the meters of a line in the order in which they were due, lines likewise;
// what a turn costs does not grow with how many wait. Never: says what is due (sell/remote does). Begin with renew(), then
// next().
#pragma once
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "books/rows/field/link.h"

namespace kwota::dispatch {

class Turns {
 public:
  /// What is due now, the most urgent first; takes the place of what was due before.
  void renew(std::vector<books::MeterLink> due);
  /// The next meter whose line is free; its line is taken until release().
  std::optional<books::MeterLink> next();
  /// Takes a meter's line out of turn; false: somebody talks on it.
  bool take(const books::MeterLink& link);
  void release(const books::MeterLink& link);
  /// Whether nobody waits, on a free line or on a taken one.
  bool empty() const { return waiting_.empty(); }
  /// Lines that are taken.
  std::size_t in_contact() const { return taken_.size(); }

 private:
  std::unordered_map<std::string, std::deque<books::MeterLink>> waiting_;  ///< by line; none of them empty
  std::deque<std::string> free_;                                           ///< lines of waiting_ on which nobody talks
  std::unordered_set<std::string> taken_;
};

}  // namespace kwota::dispatch
