// What is usual at each meter: all that is new, that it is stored, what the office has given and other wells have told, and the clock, which comes last: it may
// be refused. Whoever has read it already tells it the rest. Begin with usual_visit() or bring().
#pragma once
#include "carry/handheld/bringing.h"
#include "carry/handheld/reading.h"

namespace kwota::handheld {

struct ToBring {
  std::optional<Orders> orders{};  ///< nothing: the office gave none
  std::vector<Bytes> hung{};       ///< records of users who hang elsewhere
};

struct Visited {
  Reading read{};  ///< of all kinds
  std::size_t acknowledged = 0, listed = 0, released = 0, brought = 0;
  ClockSetting clock{};
};

/// What was read is stored; what is for it. Errors: of the parts; those before it are done.
Dialogue<Visited> bring(Session session, std::function<Result<Known>()> known, ToBring what);

/// `known`: as it is in the store at that moment, asked before each part. Errors: of the parts; those before it are done.
Dialogue<Visited> usual_visit(Session session, std::function<Result<Known>()> known, ToBring what, std::function<LocalTime()> now);

}  // namespace kwota::handheld
