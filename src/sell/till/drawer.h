// Cash on its way from a drawer to the bank: dropped to the safe while a shift goes on, and taken from the safe to the bank.
// Guarantees: each is a row, an entry and a slip with two names; nothing leaves a drawer that is counted, nor a safe in which there is less.
// Never: says what a drawer holds; who counts it does so blind.   Begin with drop(), deposit().
#pragma once
#include <string>
#include <vector>

#include "books/decision.h"
#include "books/reader.h"
#include "books/rows/money/drawer.h"
#include "people/context.h"
#include "sell/till/till.h"

namespace kwota::till {

struct DropRequest {
  Money amount;
  std::string bag;
  std::string taken_by;  ///< operator whose password the server has checked for this request
  std::string client_key = {};  ///< the same again is answered from the books; empty: each is a new one
};
/// Of the shift at the caller's till. Errors: idempotency_key_reused, no_open_shift, count_stands, bad_amount, drop_bag_used {bag, number, amount, time, operator}, drop_too_much, cash_needs_two, permission_denied.
Result<books::Decision<books::CashDrop>> drop(const books::Reader& books, const DropRequest& request, const people::Context& context);
/// Of a shift, in their order.
std::vector<books::CashDrop> drops_of(const books::Reader& books, const books::Shift& shift);

struct DepositRequest {
  Money amount;
  std::string business_day, bank, bag;
  std::string approved_by;  ///< as above
  std::string client_key = {};  ///< as above
};
/// What lies in a safe is of the last days: takings of this many days ago at most go to the bank. [K]
inline constexpr std::int64_t takings_days_most = 31;
/// From the safe of the caller's station. Errors: idempotency_key_reused, takings_day {from, to}: a day that is still to come or long over, bad_amount, deposit_bag_used {bag, number, amount, time, operator}, deposit_too_much, bank_missing, cash_needs_two, permission_denied.
Result<books::Decision<books::Deposit>> deposit(const books::Reader& books, const DepositRequest& request, const people::Context& context);

/// What a station took on a business day: its closed shifts, and what went to the bank of it.
struct DaySheet {
  std::vector<books::Shift> shifts;      ///< that were closed on that day
  std::vector<books::CashDrop> drops;    ///< of these shifts
  std::vector<books::Deposit> deposits;  ///< of that day's takings
  std::int64_t open = 0;                 ///< shifts of the station that are open now
  Money safe;                            ///< what lies in it now
};
DaySheet day_sheet(const books::Reader& books, const std::string& station, const std::string& business_day, const people::Context& context);

}  // namespace kwota::till
