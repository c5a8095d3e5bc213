// What an account owes by name, and what of it the next payment recovers.
// Guarantees: what is left of a debt is what was raised, less what was written off, less what the ledger says was paid – a sale that is taken back gives it
// back by its own legs –; nothing is recovered in a pause; what a take-back under way may still bring back is not recovered a second time.
// Never: how much a payment gives – that is the tariff's arithmetic (tariff/quote.h), one for sales, balances and purses.   Begin with owed_by().
#pragma once
#include <boost/json.hpp>
#include <string>
#include <vector>

#include "books/reader.h"
#include "sell/ledger/posting.h"
#include "sell/tariff/quote.h"

namespace kwota::debts {

/// The ledger's account of a debt: what was recovered of it, or of a claim what is left.
std::string account_in_ledger(const books::Debt& row);
/// Whose account that is; nothing: it is no debt's.
std::optional<books::Debt> of_account_in_ledger(const books::Reader& books, std::string_view ledger_account);
/// Never below zero.
Money left_of(const books::Reader& books, const books::Debt& row);
/// What customers paid of it so far, by whatever way.
Money paid_of(const books::Reader& books, const books::Debt& row);

struct Owed {
  books::Debt row;
  Money left;
  Money free;           ///< without what a take-back under way may still bring back
  bool paused = false;  ///< on the day that was asked for
  Money fallen_due;     ///< of rules monthly and plan: what is due by that day and not paid
};
/// All that is not paid, in the order in which it is recovered: the oldest first.
std::vector<Owed> owed_by(const books::Reader& books, std::int64_t account, LocalDate today);
/// The same day by day of a zone.
std::vector<Owed> owed_by(const books::Reader& books, std::int64_t account, Instant now, const Zone& zone);
Money sum_of(const std::vector<Owed>& owed);

/// As the tariff's engine takes them: without those that are paused or paid by themselves only. `id`: the debt's number.
std::vector<tariff::Debt> recoverable(const std::vector<Owed>& owed, int minor_digits);
/// Where a share of this debt is posted; empty: none of these has that number.
std::string ledger_account(const std::vector<Owed>& owed, std::string_view id);
std::vector<ledger::Charge> charges_of(const std::vector<Owed>& owed, const std::vector<tariff::DebtShare>& shares);

/// What is owed to a customer who leaves pays what he owes by name, the oldest first; what is paused is left alone. Takes it off `left`.
std::vector<ledger::Charge> settled_of(const std::vector<Owed>& owed, Money& left);
Money sum_of(const std::vector<ledger::Charge>& charges);

/// "20", "50.00", "" – beside the rule's word.
std::string value_text(const books::Debt& row, int minor_digits);
/// What slips and pages say of a debt beside its amount: {number, kind, names {en, zh, ru}, rule, value}.
boost::json::object in_words(const books::Reader& books, const books::Debt& row, int minor_digits);

}  // namespace kwota::debts
