// A balance comes to the office, its terms change, it ends – and a trouble is lifted. Each is one decision of somebody who may
// (balances_write: supervisor and manager).
// Guarantees: a meter that still holds credit, or is on no line, is refused; nothing is charged before the opening reading; what
// is left at the end is owed to the customer, arrears stay in the ledger until they are paid. Never: takes or gives money
// (payment.h).   Begin with begin().
#pragma once
#include "sell/remote_account/charge.h"

namespace kwota::remote_account {

/// Registers that somebody read off the meter, as plain decimals in kWh; all empty: the next reading by plan is awaited.
struct TypedRegisters {
  std::string total;
  std::array<std::string, 4> rates;
};

struct BeginRequest {
  std::int64_t account = 0;  ///< an open one, or a prepared one, which is opened
  BalanceTerms terms;
  TypedRegisters opening;  ///< as the meter stands now: what it counted before is not charged
  std::string scheme = {};  ///< of those that keep balances at the server; empty: the first
  std::int64_t approval = 0;  ///< where something may be owed
};
using Kept = Result<books::Decision<books::RemoteAccount>>;

/// Errors: permission_denied (balances_write), unknown_scheme {scheme}, unknown_account, account_closed, account_closing, customer_blocked,
/// balance_at_office, meter_not_of_scheme {meter, model, scheme}, no_link, link_stopped, link_in_trouble, meter_has_credit {remaining}, pending_sale and its like,
/// free_units_need_a_sale {plan}, plan_does_not_fit {why}, no_version, currency_mismatch {currency, books}, bad_terms {field}, bad_register {energy}, register_missing
/// {rate}; those of an approval where the terms let him owe something: nobody gives credit alone.
Kept begin(const books::Reader& books, const BeginRequest& request, const Context& context);

struct TermsRequest {
  std::int64_t account = 0;
  BalanceTerms terms;
  std::int64_t approval = 0;  ///< where more may be owed than before
};
/// The order that the new terms ask for is given at once. Errors: permission_denied, no_remote_account, bad_terms; those of an approval.
ChargeAnswer change_terms(const books::Reader& books, const TermsRequest& request, const Context& context);

struct EndRequest {
  std::int64_t account = 0;
  TypedRegisters closing;  ///< as the meter stands now; empty: what was read last
  bool close = false;      ///< the account too: the meter is free, what is left is paid out afterwards (also right close_account)
};
/// The last reading is charged, today's use included when registers are typed. An account in trouble is ended as far as it was
/// charged. Errors: permission_denied, no_remote_account, bad_register, register_missing, and what stops charging;
/// of closing those of counter::nothing_pending() and account_in_debt {debt}. Asked again with `close`, an account that has ended is closed.
ChargeAnswer end(const books::Reader& books, const EndRequest& request, const Context& context);

/// Another meter takes the place of the one that was read: charged to the old one's last register – typed, which includes today, or as it was read last –, and
/// from the new one's first on. `now`: the account at its new meter. The row is put by the caller.
/// Errors: no_remote_account, balance_in_trouble {trouble}: lift it first; charged_to_tomorrow: a last register was typed today already; bad_register, register_missing,
/// and what stops charging.
ChargeAnswer go_on_at(const books::Reader& books, const counter::Supply& now, const TypedRegisters& closing, const TypedRegisters& opening, const Context& context);

/// A balance begins at the server with what an account had elsewhere.
struct Beginning {
  BalanceTerms terms;
  TypedRegisters opening;
  std::string scheme_before;  ///< that it gets back when its balance ends
  Money balance;              ///< that it begins with; negative: arrears
};
/// `now`: the account as it will be, by a scheme whose balances are at the server. The account's own row is put by the caller.
/// Errors: bad_terms {field}, bad_register {energy}, register_missing {rate}, those of begins_with(): currency_mismatch {currency, books}, no_version, plan_does_not_fit {why}, free_units_need_a_sale {plan}.
Kept begin_at(const books::Reader& books, const counter::Supply& now, const Beginning& beginning, const Context& context);

/// A balance leaves the server with what is left of it, charged as go_on_at() does.
struct Left {
  books::RemoteAccount account;  ///< ended; put by the caller
  Money balance;                 ///< negative: he owes it
  std::string charged;           ///< Account.charged: standing charges that were taken here are not taken again
};
/// Errors as go_on_at().
Result<books::Decision<Left>> leave(const books::Reader& books, std::int64_t account, const TypedRegisters& closing, const Context& context);

/// A supply goes over to another customer: the former one is charged to what was typed, or read last, and the other one from there on.
struct HandedOver {
  books::RemoteAccount former, now;
  std::string former_scheme;  ///< of the account that ends: as if it had never been at the server
  Money balance;              ///< of the former customer, after his last charge; negative: he owes
};
/// `now`: the new account at the same meter; its balance has the terms of the former one. The rows are put by the caller. Errors as go_on_at().
Result<books::Decision<HandedOver>> hand_over(const books::Reader& books, const counter::Supply& now, std::int64_t former, const TypedRegisters& last, const Context& context);

struct LiftRequest {
  std::int64_t account = 0;
  bool anew = false;  ///< go on from other registers: those typed, or the next reading by plan; what lies between is not charged
  TypedRegisters opening;
};
/// Errors: permission_denied, no_remote_account, no_trouble {account}, bad_register, register_missing.
Kept lift(const books::Reader& books, const LiftRequest& request, const Context& context);

}  // namespace kwota::remote_account
