// The chart of accounts: where money is. Every name of a ledger account is made here and nowhere else.
// Sign: debit is positive. Cash in a till is positive; what we owe (prepaid energy, a customer's balance, a refund) and
// what we earned (fees, charges, taxes) is negative; an expense (supplement) is positive.
// Begin with: prepaid(), till_cash(); kind_of() says which of them an account is, meaning_of() what a leg there means for a customer.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "books/parts/tender.h"

namespace kwota::ledger {

/// What was taken at a till by one tender, until its shift is closed.
std::string till_money(std::string_view station, std::string_view till, books::Tender tender);
/// Notes and coins in the drawer of a till.
std::string till_cash(std::string_view station, std::string_view till);
/// Where a drawer's float comes from and returns to.
std::string till_float(std::string_view station, std::string_view till);
/// Takings handed over when a shift is closed, and what was dropped before.
std::string safe(std::string_view station);
/// Cash that was taken from a station's safe to the bank, until the bank's own word is known.
std::string bank(std::string_view station);
/// What of a closed shift a bank, or the house of a wallet, owes us: slips, cheques, transfers.
std::string due(books::Tender tender, std::string_view station);
/// What customers have paid for credit in their meters, by what the price plan sells: electricity, gas, water.
std::string prepaid(std::string_view commodity);
/// What was used and charged day by day to accounts whose balance lies at the server, by what the price plan sells.
std::string charged(std::string_view commodity);
/// What customers have paid for money on purse cards is prepaid() of this, until a well's record proves that it was spent.
inline constexpr std::string_view purse = "purse";
/// What was spent of purses, proven by wells' records.
inline constexpr std::string_view used_irrigation = "used/irrigation";
/// What purse cards proved to hold, or to have spent, that books which were restored from an older copy cannot explain: some till took money for it in the hours that they lost.
inline constexpr std::string_view taken_over = "taken_over/purse";
/// A levy or fee of a price plan that comes with a sale or with what is used, by the charge's id.
std::string fee(std::string_view charge);
/// A charge of a price plan by month or day, due whether anything is used or not.
std::string fixed(std::string_view charge);
/// A percentage of a price plan (tax, duty), by the charge's id.
std::string tax(std::string_view charge);
/// Arrears recovered with a payment, by the debt's id.
std::string debt(std::string_view id);
inline constexpr std::string_view card_fee = "fee/card";
/// What we owe a customer outside the meter: residues, settled refunds, what a closed meter gave up.
std::string customer_balance(std::int64_t account);
/// Refunds that wait for the meter's word: the void may still lose against the credit.
inline constexpr std::string_view refund_pending = "refund/pending";
/// Differences of a count, by tender; stay visible for ever.
std::string over_short(books::Tender tender = books::Tender::cash);
/// Credit given without money, by the code of its reason.
std::string supplement(std::string_view reason_code);
/// A debt that outlived its account's meter or balance: the customer of that account owes it.
std::string claim(std::int64_t account);
/// Debts that two persons gave up.
inline constexpr std::string_view write_off = "write_off/debt";
/// Money on its way from one customer's account to another's: each side posts against it in an entry of its own.
inline constexpr std::string_view transfer = "transfer/customers";
/// What customers had in the program before this one: it came with them, and no till of ours ever took it.
inline constexpr std::string_view opening_balances = "opening/balances";

/// What an outlet has paid in and not sold yet: credit is his, debit is ours.
std::string outlet_float(std::string_view outlet);
/// What an outlet has earned and was not given yet.
std::string outlet_commission(std::string_view outlet);
/// What outlets cost: their commission.
inline constexpr std::string_view commission = "commission/outlets";
/// The outlet of outlet_float(); empty: it is none.
std::string_view outlet_of(std::string_view account);

/// What an account is for: each name of the chart is of exactly one kind.
enum class AccountKind : std::uint8_t {
  till_money, till_float, over_short, safe, bank, due,
  outlet_float, outlet_commission, commission,
  prepaid, charged, used, fee, fixed, tax,
  debt, claim, customer_balance, refund_pending, supplement, write_off,
  transfer, opening_balances, taken_over,
};
/// Nothing: no account of this chart has such a name, of a till none of its tenders.
std::optional<AccountKind> kind_of(std::string_view account);

/// What a leg means for the customer whose entry it stands in: each ledger account belongs to exactly one of these words.
enum class Meaning : std::uint8_t {
  paid,         ///< by whatever tender. Debit: paid in; credit: paid out
  charged,      ///< energy (for credit in a meter: sold - given back), fees, tax, recovered debt
  owed,         ///< to him; negative: by him
  granted,      ///< supplements, debts written off
  transferred,  ///< debit: to him; credit: away
  brought,      ///< from the program before, or from hours that the books lost. Debit: he had it; credit: he owed it
  utility,        ///< floats, takings, differences: in no customer's entry
};
/// Nothing, where there is no such account.
std::optional<Meaning> meaning_of(std::string_view account);
/// The account of `customer_balance` or `claim`; nothing for all others.
std::optional<std::int64_t> owner_of(std::string_view account);
/// By which tender the money of this account was taken; nothing: it is no money at a till.
std::optional<books::Tender> tender_of(std::string_view account);

}  // namespace kwota::ledger
