// A register of eight digits, XXXXXX.XX, begins anew behind 999999.99. Whoever takes two of its readings from one another asks here
// whether it turned in between or ran back: for money, for losses and for review it is the same word. A turn is believed only where the
// supply can have carried so much in that time, by the meter's plate; all else ran back, and waits for a person.
// Begin with register_went().
#pragma once
#include <cstdint>
#include <optional>

#include "base/core/core.h"
#include "base/time.h"

namespace kwota {

/// What stands for a register of a plan: one of the meter's, times its transformers; or several of them added up.
struct RegisterForm {
  std::int64_t times = 1;   ///< what one on the register counts as
  std::int64_t summed = 1;  ///< of so many, at most: each may have begun anew
  std::uint32_t largest_watts = 0;  ///< that one register counts, by the meter's plate; 0: nobody knows
  friend bool operator==(const RegisterForm&, const RegisterForm&) = default;
};

/// The most that one register may have counted and have turned over, in thousandths of the unit: what the plate lets through in that time, with a day
/// more for clocks and for readings that stand for a moment near; of an unknown plate 100 of the unit in an hour. [K] Never more than a tenth of a turn.
std::int64_t register_turn_most(Duration between, std::uint32_t largest_watts);
/// How much went through between two readings, in thousandths of the unit. Nothing: it ran back, for by as much no register turns in that time.
std::optional<std::int64_t> register_went(std::int64_t before_e3, std::int64_t after_e3, Duration between, const RegisterForm& form = {});
std::optional<Energy> register_went(Energy before, Energy after, Duration between, std::uint32_t largest_watts = 0);
/// What it shows so much later.
Energy register_onward(Energy before, Energy used);
/// What it showed so much earlier; `less_e3` is less than a whole turn.
std::int64_t register_behind(std::int64_t now_e3, std::int64_t less_e3, const RegisterForm& form = {});
/// What the eight digits show of it.
Energy register_shows(Energy counted);

}  // namespace kwota
