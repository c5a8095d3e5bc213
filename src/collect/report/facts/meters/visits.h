// Visits to supplies by the day on which somebody was there, or is to go: how many, and how many were right. Once each, and once for each reason that a
// list had given – a supply with a magnet and an open cover says something of both rules.   Begin with visits_made, visit_reasons.
#pragma once
#include "collect/report/facts/source.h"

namespace kwota::facts {

struct VisitCounts {
  static constexpr std::array<std::string_view, 1> personal{"customer_name"};
  std::string business_day, station, operator_name, village, usage_class, rule, reason, outcome, visitor, account, customer_name, number;
  std::int64_t ordered = 0, waiting = 0, dropped = 0;
  std::int64_t made = 0, not_met = 0;
  std::int64_t told = 0, hits = 0;  ///< something is known since; the list was right to send somebody
  template <class V> static void columns(V&& v) {
    v("business_day", &VisitCounts::business_day); v("station", &VisitCounts::station); v("operator", &VisitCounts::operator_name); v("village", &VisitCounts::village);
    v("usage_class", &VisitCounts::usage_class); v("rule", &VisitCounts::rule); v("reason", &VisitCounts::reason); v("outcome", &VisitCounts::outcome);
    v("visitor", &VisitCounts::visitor); v("account", &VisitCounts::account); v("customer_name", &VisitCounts::customer_name); v("number", &VisitCounts::number);
    v("ordered", &VisitCounts::ordered); v("waiting", &VisitCounts::waiting); v("dropped", &VisitCounts::dropped); v("made", &VisitCounts::made);
    v("not_met", &VisitCounts::not_met); v("told", &VisitCounts::told); v("hits", &VisitCounts::hits);
  }
};
struct VisitMade : VisitCounts {
  static constexpr auto table = "visits_made";
};
struct VisitReason : VisitCounts {
  static constexpr auto table = "visit_reasons";
};
extern const Source visits_made, visit_reasons;

}  // namespace kwota::facts
