// On what terms a balance is held at the office: when the meter warns, when it trips, when nobody is cut off. The row of the
// books keeps friendly times as JSON; everybody else sees remote::BalanceTerms. Begin with terms_of().
#pragma once
#include <string>

#include "base/result.h"
#include "books/rows/money/balance.h"
#include "sell/remote/arrears.h"

namespace kwota::remote_account {

using remote::BalanceTerms;
using remote::Friendly;

/// {"from": "22:00", "until": "07:00", "weekdays": [6, 7], "days": ["2026-10-01"]}, each left out where it holds nothing.
std::string friendly_text(const Friendly& friendly);
/// Error `bad_friendly_time` {text}: hours are whole, weekdays 1..7, days local dates, of which at most 60.
Result<Friendly> friendly_from_text(std::string_view text);

/// Of the row; friendly times that cannot be read hold always: nobody is cut off by mistake.
BalanceTerms terms_of(const books::RemoteAccount& row);
/// Into the row. Error `bad_terms` {field}: a negative amount, or closing below the overdraft.
Result<books::RemoteAccount> with_terms(books::RemoteAccount row, const BalanceTerms& terms);

/// In arrears: the load may be cut off.
bool in_arrears(Money balance, const BalanceTerms& terms);

}  // namespace kwota::remote_account
