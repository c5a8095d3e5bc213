// The rules of plausibility, one list: what each finds in a reading, and by which figures. A new rule is a function and its line in rules.cpp, and its
// sentence `review.<code>` in the dictionaries.
// Guarantees: pure; what is not known is found nothing in; a rule finds, it decides nothing – a person does.   Begin with rules(), looked_through().
#pragma once
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "collect/review/candidates.h"

namespace kwota::review {

/// The register that a reading is held against: of the reading day before, else of a month or so before in the books.
struct Former {
  LocalDate day;
  Instant at;
  Energy energy;
  std::optional<Money> remaining;
};

/// A reading with what the books know around it.
struct Case {
  Candidate reading;
  std::optional<Former> former;
  std::optional<Energy> used;      ///< since the former; nothing: it went back, or there is no former
  bool turned_over = false;        ///< its digits began anew in between
  std::optional<Energy> usual;     ///< what this meter uses in the same time
  std::int64_t days = 0;           ///< of the calendar, since the former: one of 23 hours is a day
  std::uint32_t largest_watts = 0; ///< by its plate; 0: unknown
  std::int64_t times = 1;          ///< what one of the register stands for (books/register_ratio.h); used and usual are of the register
  std::optional<Candidate> other;  ///< that cannot be true together with this one
  Duration span() const { return former ? reading.taken - former->at : Duration{}; }
};

struct Rule {
  std::string_view code;                         ///< stable
  std::optional<Details> (*finds)(const Case&);  ///< nothing: it is plausible by this rule
};
/// The gravest first.
std::span<const Rule> rules();

struct Found {
  std::string code;
  Details figures;
};
/// What all rules find, in their order.
std::vector<Found> looked_through(const Case& one);

/// "now=40.00,before=120.00", and back.
std::string figures_text(const Details& figures);
Details parse_figures(std::string_view text);

/// More than three times what is usual, or less than a third, and this much in a month at least. [K]
inline constexpr std::int64_t times_usual = 3;
inline constexpr Energy worth_a_look = Energy::kwh(10);
/// Registers further apart say little of the day between (console.md 7.2).
inline constexpr std::int64_t gap_days_most = 45;
inline constexpr std::int64_t clock_off_most = 300;

}  // namespace kwota::review
