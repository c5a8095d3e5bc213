// The daily job of one account whose balance is at the server: every day up to the newest reading is charged by the plan, the
// ledger moves once, and the order that the new balance asks for goes into the meter's queue. Guarantees: what is charged, how
// far, and the ledger's entry are one decision, so a day is charged once whatever breaks; asked again it changes nothing. What
// cannot be charged – the register ran back, the gap is too long, the plan is gone – stops the account with a trouble that a
// person lifts; what was charged before it stays. What a wrong clock charged ahead is brought back (brought_back.h). Never: reads a meter, or charges a day that has not ended.   Begin with
// charge().
#pragma once
#include <vector>

#include "sell/counter/order/supply.h"
#include "sell/remote_account/day_registers.h"
#include "sell/remote_account/orders.h"
#include "sell/tariff/use/day_charges.h"

namespace kwota::remote_account {

struct Charged {
  books::RemoteAccount account;
  std::vector<books::DayCharge> days;         ///< new ones, rising
  Money balance;                              ///< after them; negative: arrears
  std::vector<books::MeterCommand> commands;  ///< that were queued
};
using ChargeAnswer = Result<books::Decision<Charged>>;

/// What the customer has at the office; negative: arrears.
Money balance_of(const books::Reader& books, std::int64_t account);

/// Charges and orders. An account that is not active, or in trouble, is not charged; orders for its balance are still given.
/// Errors: no_remote_account {account}.
ChargeAnswer charge(const books::Reader& books, std::int64_t account, const Context& context);
/// The same for the last time: with the registers of a day that somebody typed, if any, and without orders. What stops charging
/// is an error here; an account in trouble stays as far as it was charged.
ChargeAnswer charge_last(const books::Reader& books, std::int64_t account, const std::optional<DayRegisters>& closing,
                         const Context& context);
/// Whether charge() would do anything now: looks at the row, its balance and the newest registers.
bool has_work(const books::Reader& books, const books::RemoteAccount& row, const Context& context);

/// What charging begins with: tariff_state(), and what the office multiplies the meter's registers by to have primary energy (books/register_ratio.h).
Result<tariff::State> charging_state(const books::Reader& books, const counter::Supply& supply, Instant now);
/// A reading as the plan counts it, `state` of charging_state(); nothing when a rate is missing that the plan needs.
/// Errors: those of tariff::rate_periods().
Result<std::optional<tariff::Reading>> reading_of(const counter::Supply& supply, const tariff::State& state,
                                                  const DayRegisters& registers);

/// For how many days from `today` on the balance lasts at what the newest days cost: days that have passed and are not charged yet are taken at the same
/// pace. Nothing when none was charged, or they cost nothing.
std::optional<std::int64_t> days_left(const books::Reader& books, const books::RemoteAccount& row, Money balance, const LocalDate& today);

/// The row of an active account. Error `no_remote_account`.
Result<books::RemoteAccount> active_account(const books::Reader& books, std::int64_t account);

}  // namespace kwota::remote_account
