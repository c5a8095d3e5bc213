// Which standing charges fall due with a sale: by calendar month or local day, collected with the first sale, months and days
// without a sale accumulate unless the plan says otherwise; the opening month whole or by its days.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "sell/tariff/terms.h"

namespace kwota::tariff {

/// For each charge of the version. Errors: `bad_state`.
Result<std::vector<Due>> charges_due(const Version& version, const LocalDate& today, const State& state);
/// By how much one time of it is multiplied: a number of the account, a part of the amount. Error `bad_state`.
Result<Exact> times_of(const Charge& charge, const State& state);
/// The mark that the books keep after a charge was taken: "2026-02" or "2026-02-10"; "" for charges that need none.
std::string charge_mark(const Charge& charge, const LocalDate& today);

/// Marks every charge of the terms that was due as taken.
void mark_taken(std::map<std::string, std::string>& charged, const Terms& terms, const LocalDate& today);

}  // namespace kwota::tariff
