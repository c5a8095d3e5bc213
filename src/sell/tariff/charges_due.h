// How often the charges of a version fall due. With a sale: by calendar month or local day, collected with the first sale, months and days
// without a sale accumulate unless the plan says otherwise; the opening month whole or by its days. In a part of a bill: by its months and its days.
// A rhythm is counted here and nowhere else.   Begin with charges_due().
#pragma once
#include <map>
#include <string>
#include <vector>

#include "sell/tariff/terms.h"

namespace kwota::tariff {

/// For each charge of the version. Errors: `bad_state`.
Result<std::vector<Due>> charges_due(const Version& version, const LocalDate& today, const State& state);
/// Of a bill what falls under one version and season.
struct PartOfBill {
  Exact months;           ///< or a share of one
  std::int64_t days = 0;
  bool last = false;      ///< in it stands what is taken once with the bill
};
/// The same in a part of a bill. Errors: `bad_state`.
Result<std::vector<Due>> due_in_part(const Version& version, const State& state, const PartOfBill& part);
/// By how much one time of it is multiplied: a number of the account, a part of the amount. Error `bad_state`.
Result<Exact> times_of(const Charge& charge, const State& state);
/// The mark that the books keep after a charge was taken: "2026-02" or "2026-02-10"; "" for charges that need none.
std::string charge_mark(const Charge& charge, const LocalDate& today);

/// Marks every charge of the terms that was due as taken.
void mark_taken(std::map<std::string, std::string>& charged, const Terms& terms, const LocalDate& today);

}  // namespace kwota::tariff
