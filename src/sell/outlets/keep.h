// Outlets as the office keeps them: opened, limited, paid into, settled, blocked, closed.
// Guarantees: limits, commission and every move of money between the utility and an outlet have two persons behind them; nothing is handed back that is not
// there; a closed outlet has an empty float and nothing owed. Blocking needs one person: it is quick.
// Never: sells.   Begin with open(), move().
#pragma once
#include <string>
#include <vector>

#include "people/approval.h"
#include "sell/outlet_float/outlet_float.h"

namespace kwota::outlets {

using people::Context;

struct KeepRequest {
  std::string code;
  std::string station, name, contact;
  std::string credit_limit, sale_limit, day_limit;  ///< "500.00"; empty: none
  std::int64_t approval = 0;
};
/// A new one, active. Errors: permission_denied (outlets_write), bad_outlet_code, outlet_exists {outlet}, receipts_would_meet {till}, unknown_station, name_missing,
/// amount_below_zero, over_precise, and those of second_person().
Result<books::Decision<books::Outlet>> open(const books::Reader& books, const KeepRequest& request, const Context& context);
/// Name, contact and limits; the station stays. Errors beside those: unknown_outlet, outlet_closed.
Result<books::Decision<books::Outlet>> change(const books::Reader& books, const KeepRequest& request, const Context& context);

struct StateRequest {
  std::string code;
  books::OutletStatus state = books::OutletStatus::blocked;
  std::int64_t approval = 0;
};
/// Blocked at once; let sell again, and closed for ever, by two. Errors: permission_denied, unknown_outlet, outlet_closed, outlet_has_money {float, commission}, and those
/// of second_person().
Result<books::Decision<books::Outlet>> set_state(const books::Reader& books, const StateRequest& request, const Context& context);

struct MoveRequest {
  std::string outlet;
  std::string kind;       ///< a word of OutletMoveKind
  std::string money;      ///< transfer or cash; of netted commission nothing
  std::string amount;     ///< of commission empty: all that is owed
  std::string reference;  ///< of a transfer: never empty
  std::string remark;
  std::int64_t approval = 0;
};
/// Money between the utility and an outlet. Errors: permission_denied, unknown_outlet, outlet_closed, unknown_move {kind}, bad_amount, over_precise, reference_missing,
/// no_commission_owed {outlet, owed}: all of it, where there is none; transfer_entered {reference, day, outlet, number}: within a year, for whichever outlet;
/// more_than_there {there}, and those of second_person().
Result<books::Decision<books::OutletMove>> move(const books::Reader& books, const MoveRequest& request, const Context& context);

inline constexpr std::int64_t per_mille_max = 200;
struct CommissionRequest {
  std::string outlet;
  std::int64_t per_mille = 0;
  std::string from;    ///< local date, today or later; empty: today
  std::string reason;  ///< never empty
  std::int64_t approval = 0;
};
/// Errors: permission_denied, unknown_outlet, outlet_closed, bad_per_mille {most}, bad_date, from_is_past, reason_missing, and those of second_person().
Result<books::Decision<books::OutletCommission>> agree(const books::Reader& books, const CommissionRequest& request, const Context& context);

}  // namespace kwota::outlets
