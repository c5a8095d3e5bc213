// Debts by name between two days: what was left at the beginning, what was raised, what interest was charged on it, what was recovered and written off, what is left at the end, and how old that is.
// Every figure comes from the ledger's own legs and from the day on which a debt was raised, so that an old month says the same next year.   Begin with debts_moved, debts_noted.
#pragma once
#include "collect/report/facts/source.h"

namespace kwota::facts {

struct DebtMoved {
  static constexpr auto table = "debts_moved";
  static constexpr std::array<std::string_view, 1> personal{"customer_name"};
  std::string business_day, station, operator_name, village, debt_kind, origin, customer, customer_name, account, commodity, number;
  std::string kind, undone;
  Money opening, raised, interest, recovered, written_off, closing, age_30, age_90, age_365, age_over;
  template <class V> static void columns(V&& v) {
    v("business_day", &DebtMoved::business_day); v("station", &DebtMoved::station); v("operator", &DebtMoved::operator_name); v("village", &DebtMoved::village);
    v("debt_kind", &DebtMoved::debt_kind); v("origin", &DebtMoved::origin); v("customer", &DebtMoved::customer); v("customer_name", &DebtMoved::customer_name);
    v("account", &DebtMoved::account); v("commodity", &DebtMoved::commodity); v("number", &DebtMoved::number); v("kind", &DebtMoved::kind); v("undone", &DebtMoved::undone);
    v("opening", &DebtMoved::opening); v("raised", &DebtMoved::raised); v("interest", &DebtMoved::interest); v("recovered", &DebtMoved::recovered); v("written_off", &DebtMoved::written_off);
    v("closing", &DebtMoved::closing); v("age_30", &DebtMoved::age_30); v("age_90", &DebtMoved::age_90); v("age_365", &DebtMoved::age_365);
    v("age_over", &DebtMoved::age_over);
  }
};
extern const Source debts_moved;

/// Debts by name on the day on which each was raised, and each month's interest on the day on which it was charged. What was paid of them the ledger says, and of claims everything.
struct DebtNoted {
  static constexpr auto table = "debts_noted";
  std::string business_day, station, operator_name, kind, undone;
  Money amount;
  template <class V> static void columns(V&& v) {
    v("business_day", &DebtNoted::business_day); v("station", &DebtNoted::station); v("operator", &DebtNoted::operator_name); v("kind", &DebtNoted::kind);
    v("undone", &DebtNoted::undone); v("amount", &DebtNoted::amount);
  }
};
extern const Source debts_noted;

/// Whether this account owed anything by name at the end of that day.
bool owed_on(const books::Reader& books, std::int64_t account, const std::string& day);

}  // namespace kwota::facts
