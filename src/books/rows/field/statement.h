// What meters say of themselves, on any carrier.
#pragma once
#include <array>
#include <algorithm>
#include <optional>
#include <string>
#include <tuple>

#include "base/core/core.h"
#include "base/time.h"
#include "books/rows/supply/customer.h"
#include "books/table.h"

namespace kwota::books {

/// How a meter's word came to us, and credit gets to it.
enum class Carrier : std::uint8_t {
  card,
  link,
};
constexpr auto words_of(Carrier) { return std::array<std::string_view, 2>{"card", "link"}; }

/// What the last instruction was that a meter took.
enum class Applied : std::uint8_t {
  nothing,
  credit,
  voided,
  closing,
};
constexpr auto words_of(Applied) { return std::array<std::string_view, 4>{"nothing", "credit", "voided", "closing"}; }

/// What a payment meter says of its state, in the order of the bits of its word.
enum class MeterState : std::uint8_t {
  account_open,
  relay_open,  ///< its contactor is ordered open
  alarm1,
  alarm2,
  alarm2_resumed,
  arrears,
  overdraft,
  card_in_at_zero,
  clock_invalid,
  test_key,
  suspended,
  memory_fault,
  zero_resumed,
};
constexpr auto words_of(MeterState) {
  return std::array<std::string_view, 13>{"account_open", "relay_open",      "alarm1",        "alarm2",   "alarm2_resumed", "arrears",     "overdraft",
                                          "card_in_at_zero", "clock_invalid", "test_key", "suspended",      "memory_fault", "zero_resumed"};
}

/// What a meter says of itself, on any carrier.
struct Statement {
  static constexpr auto table = "statement";
  static constexpr int key_columns = 2;
  static constexpr std::array<std::string_view, 1> people{"operator"};
  static constexpr Composed composed{"chain", {"meter/", "=meter"}};
  MeterNumber meter;
  std::int64_t number = 0;  ///< running per meter
  std::string chain;        ///< "meter/<number>"
  Instant taken;            ///< when we read it
  std::optional<LocalTime> meter_time;  ///< by the meter's clock
  Carrier carrier = Carrier::card;
  std::string operator_name;
  std::optional<CardSerial> card;
  Unit unit = Unit::money;  ///< in which this meter counts; of each credit here
  Credit remaining, overdraft;
  SequenceNumber count;
  Credit last_amount;
  Applied last_applied = Applied::nothing;
  Credit credited, surrendered;
  std::int64_t used_e5 = 0, balance_e5 = 0;  ///< in 10^-5 of the unit
  std::int64_t overdraft_cleared_e5 = 0;  ///< debts that closing and clear cards and openings took off the meter, ever
  Energy energy, period_energy, month_start_energy;
  WordSet<MeterState> states;
  std::int64_t key_info = 0, illegal_inserts = 0;
  std::string illegal;      ///< per cause, comma separated
  Hex raw;                  ///< both files
  template <class V> static void columns(V&& v) {
    v("meter", &Statement::meter); v("number", &Statement::number); v("chain", &Statement::chain); v("taken", &Statement::taken);
    v("meter_time", &Statement::meter_time); v("carrier", &Statement::carrier); v("operator", &Statement::operator_name); v("card", &Statement::card);
    v("unit", &Statement::unit); v("remaining", &Statement::remaining); v("overdraft", &Statement::overdraft); v("count", &Statement::count); v("last_amount", &Statement::last_amount);
    v("last_applied", &Statement::last_applied); v("credited", &Statement::credited); v("surrendered", &Statement::surrendered); v("used_e5", &Statement::used_e5);
    v("balance_e5", &Statement::balance_e5); v("overdraft_cleared_e5", &Statement::overdraft_cleared_e5); v("energy", &Statement::energy); v("period_energy", &Statement::period_energy);
    v("month_start_energy", &Statement::month_start_energy); v("states", &Statement::states); v("key_info", &Statement::key_info);
    v("illegal_inserts", &Statement::illegal_inserts); v("illegal", &Statement::illegal); v("raw", &Statement::raw);
  }
  static constexpr IndexOf<Statement> by_progress{{"statement_progress", {"meter", "count", "used_e5", "energy", "number"}}};
  static constexpr IndexOf<Statement> by_time{{"statement_taken", {"taken", "meter", "number"}}};
  template <class V> static void indexes(V&& v) { v(by_progress); v(by_time); }
};

/// How far a meter was when it spoke. Its count and its registers only ever rise, so this orders its words also when an older
/// card brings them later, and by whatever clock.
inline auto progress(const Statement& row) { return std::make_tuple(row.count, row.used_e5, row.energy, row.number); }

/// When a meter was as it says: a card may carry its word for days, and says when by the meter's clock; what came over a line is of that moment.
inline Instant said_at(const Statement& row, const Zone& zone) {
  if (row.carrier != Carrier::card || !row.meter_time || !valid(*row.meter_time)) return row.taken;
  return std::min(zone.instant(*row.meter_time), row.taken);
}

/// Whether a meter spoke for this account, and not for the customer before: neither what was stored before it was opened, nor
/// what an old card brings home later.
inline bool speaks_for(const Statement& row, const Account& account) {
  return row.number > account.statements_before && row.count >= account.first_number;
}

}  // namespace kwota::books
