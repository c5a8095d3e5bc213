// Interest on debts by name, where one was agreed upon: for each whole month in which something was owed, a twelfth of a year's on what is left of what was raised.
// Guarantees: a month is charged once, whoever asks however often – its row says from when to when –, and never a part of one; what was paid counts against interest
// first, so that no interest is taken on interest; rounded down to the smallest unit; a month that a pause interrupts is not charged, and the next one begins
// behind the pause. Never: takes interest back – what is not to be paid of it is written off –, nor charges a claim.   Begin with charge_interest().
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "books/decision.h"
#include "books/reader.h"
#include "books/rows/money/debt.h"

namespace kwota::debts {

/// 100 % a year: more is a slip of the pen.
inline constexpr std::int64_t interest_most_e2 = 10'000;
/// Ten years: what a debt is raised with from a day that has passed, all of it due on the day after.
inline constexpr std::int64_t months_at_once_most = 120;

/// "6.25" percent a year as 625; empty: 0, none. Error `bad_interest` {text, most}.
Result<std::int64_t> interest_of(const std::string& text);
/// "6.25", "0"
std::string rate_text(std::int64_t rate_e2);
/// As it was agreed upon last: "6.25"; empty: none.
std::string interest_text(const books::Debt& row);

/// What was agreed upon for a month that begins on this day; 0: nothing.
std::int64_t rate_on(const books::Reader& books, std::int64_t debt, std::string_view day);

/// What of all that is left is interest that was charged and is not paid: payments count against it first, and none is taken on it.
Money interest_waiting(const books::Reader& books, const books::Debt& row, Money left);

/// Months begin on a day that each month has: of the 29th to the 31st on the first of the next one.
std::string first_month_from(const LocalDate& day);

/// How many months have ended since one began on this day; 0 where it is to come, or no date.
std::int64_t whole_months(const std::string& from, const LocalDate& today);

/// The running month begins anew behind a pause that reached into it; asked before a pause is forgotten.
void interrupt_month(books::Debt& row, const LocalDate& today);

/// Debts of which a month has ended that is not charged, the oldest number first.
std::vector<std::int64_t> interest_due(const books::Reader& books, const LocalDate& today);
/// All months of these debts that have ended and are not charged. No errors.
Result<books::Decision<std::vector<books::DebtInterest>>> charge_interest(const books::Reader& books, const std::vector<std::int64_t>& debts, const LocalDate& today, Instant now);
/// Those of a debt that is being raised from a day that has passed: they are owed from its first moment on.
std::vector<books::DebtInterest> charged_at_once(books::Debt& row, std::int64_t rate_e2, const LocalDate& today, Instant now);

}  // namespace kwota::debts
