// Visits to supplies: who goes where and why, and what was found there. What was found says how good the rule was that sent him.
// Registers: Visit.   Begin with Visit.
#pragma once
#include <array>
#include <optional>
#include <string>

#include "base/core/core.h"
#include "base/time.h"
#include "base/words.h"
#include "books/table.h"

namespace kwota::books {

enum class VisitStatus : std::uint8_t {
  planned,
  done,
  dropped,  ///< nobody goes
};
constexpr auto words_of(VisitStatus) { return std::array<std::string_view, 3>{"planned", "done", "dropped"}; }

enum class VisitOutcome : std::uint8_t {
  none,       ///< nobody was there yet
  confirmed,  ///< what the rule supposed
  fault,      ///< something else that had to be put right
  in_order,
  vacant,     ///< nobody lives there
  solar,      ///< it is supplied by itself
  not_met,    ///< nobody opened: nothing is known
};
constexpr auto words_of(VisitOutcome) {
  return std::array<std::string_view, 7>{"none", "confirmed", "fault", "in_order", "vacant", "solar", "not_met"};
}
/// Whoever was sent was sent rightly.
constexpr bool is_hit(VisitOutcome outcome) { return outcome == VisitOutcome::confirmed || outcome == VisitOutcome::fault; }
/// Something is known since: a visit that met nobody says nothing of the rule.
constexpr bool says_something(VisitOutcome outcome) { return outcome != VisitOutcome::none && outcome != VisitOutcome::not_met; }
/// Why a customer may be silent for long, and is asked no more for a while.
constexpr bool explains_silence(VisitOutcome outcome) { return outcome == VisitOutcome::vacant || outcome == VisitOutcome::solar; }

struct Visit {
  static constexpr auto table = "visit";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 3> people{"visitor", "ordered_by", "told_by"};
  static constexpr std::array<std::string_view, 2> personal{"reason", "found"};
  std::int64_t number = 0;
  std::string station;
  std::int64_t account = 0;
  MeterNumber meter;           ///< that hung there when it was ordered; zero: a supply without one
  std::string rule;            ///< number of the list that it came from: "I03"; empty: somebody's own idea
  std::string reason;          ///< what the list said of the supply then: "magnet+15,cover_opened+15"; or why, in words
  LocalDate day;               ///< for which it is ordered; of a visit that was made the day of it
  std::string visitor;         ///< who goes, or went
  VisitStatus state = VisitStatus::planned;
  VisitOutcome outcome = VisitOutcome::none;
  std::string found;           ///< in words
  std::string ordered_by, told_by;
  Instant ordered;
  std::optional<Instant> told;
  template <class V> static void columns(V&& v) {
    v("number", &Visit::number); v("station", &Visit::station); v("account", &Visit::account); v("meter", &Visit::meter); v("rule", &Visit::rule);
    v("reason", &Visit::reason); v("visit_day", &Visit::day); v("visitor", &Visit::visitor); v("state", &Visit::state); v("outcome", &Visit::outcome);
    v("found", &Visit::found); v("ordered_by", &Visit::ordered_by); v("told_by", &Visit::told_by); v("ordered", &Visit::ordered); v("told", &Visit::told);
  }
  static constexpr IndexOf<Visit> of_account{{"visit_account", {"account", "number"}}};
  template <class V> static void indexes(V&& v) { v(of_account); }
};

}  // namespace kwota::books
