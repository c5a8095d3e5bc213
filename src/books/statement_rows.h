// What meters say of themselves, on any carrier.
#pragma once
#include <optional>
#include <string>
#include <tuple>

#include "base/core/core.h"
#include "base/time.h"
#include "books/customer_rows.h"
#include "books/table.h"

namespace kwota::books {

/// What a meter says of itself, on any carrier.
struct Statement {
  static constexpr auto table = "statement";
  static constexpr int key_columns = 2;
  MeterNumber meter;
  std::int64_t number = 0;  ///< running per meter
  std::string chain;        ///< "meter/<number>"
  Instant taken;            ///< when we read it
  std::string meter_time;   ///< local, by the meter's clock
  std::string way;          ///< card
  std::string operator_name;
  std::optional<CardSerial> card;
  Money remaining, overdraft;
  SequenceNumber count;
  Money last_amount;
  std::string last_applied; ///< nothing, credit, voided, closing
  Money credited, given_up;
  std::int64_t used_e5 = 0, balance_e5 = 0;
  std::int64_t overdraft_cleared_e5 = 0;  ///< debts that closing and clear cards and openings took off the meter, ever
  Energy energy, period_energy, month_start_energy;
  std::int64_t states = 0, key_info = 0, illegal_inserts = 0;
  static constexpr std::int64_t relay_open = 2;  ///< of states: its contactor is ordered open
  std::string illegal;      ///< per cause, comma separated
  std::string raw;          ///< both files, hexadecimal
  template <class V> static void columns(V&& v) {
    v("meter", &Statement::meter); v("number", &Statement::number); v("chain", &Statement::chain); v("taken", &Statement::taken);
    v("meter_time", &Statement::meter_time); v("way", &Statement::way); v("operator", &Statement::operator_name); v("card", &Statement::card);
    v("remaining", &Statement::remaining); v("overdraft", &Statement::overdraft); v("count", &Statement::count); v("last_amount", &Statement::last_amount);
    v("last_applied", &Statement::last_applied); v("credited", &Statement::credited); v("given_up", &Statement::given_up); v("used_e5", &Statement::used_e5);
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

/// Whether a meter spoke for this account, and not for the customer before: neither what was stored before it was opened, nor
/// what an old card brings home later.
inline bool speaks_for(const Statement& row, const Account& account) {
  return row.number > account.statements_before && row.count >= account.first_number;
}

}  // namespace kwota::books
