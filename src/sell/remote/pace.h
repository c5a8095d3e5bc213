// Orders that switch load, one after the other: a thousand houses that come back in one second draw their inrush together, and
// the transformer is off again. Each order of a kind gets a turn, evenly spaced, over the whole utility and on each line.
// Guarantees: at most the set number of turns in any minute, whatever was ordered and however often it is tried again; what has
// no limit has its turn at once. Keeps its turns in memory: a server that starts anew begins to count anew. Never: sends, or
// touches the books.   Begin with pace_of(), Pace::turn().
#pragma once
#include <map>
#include <optional>
#include <string>

#include "books/reader.h"

namespace kwota::remote {

/// Orders a minute; 0: as many as there are. Settings of the utility: closings_a_minute, closings_a_minute_a_line, trips_a_minute, trips_a_minute_a_line.
struct PaceLimits {
  struct Limit {
    std::int64_t whole = 0, line = 0;
  };
  Limit closings{}, trips{};
};
PaceLimits pace_of(const books::Reader& books, Instant now);

class Pace {
 public:
  /// When this order may go: not after `now` – it may go; later – not before. Asked again it has the same turn, unless that went
  /// by unused. Other commands than relay orders that switch load may always go.
  Instant turn(const books::MeterCommand& command, const std::string& line, const PaceLimits& limits, Instant now);
  /// It was sent.
  void used(std::int64_t command) { turns_.erase(command); }

 private:
  std::map<std::int64_t, Instant> turns_;      ///< by command
  std::map<std::string, Instant> last_turns_;  ///< by kind of order and line
};

}  // namespace kwota::remote
