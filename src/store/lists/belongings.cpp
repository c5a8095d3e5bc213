#include "store/lists/belongings.h"

#include <algorithm>
#include <vector>

#include "store/sqlite/dialect.h"

namespace kwota::store {
namespace {

/// Whose the rows are: the place of a service point, the account of a meter, the well where it hangs. What was never anybody's – a meter from the maker, a
/// customer without a place – is every station's.
std::string place_of_point(const std::string& point) {
  return "(SELECT sp.station FROM service_point AS ss JOIN place AS sp ON sp.code=ss.place WHERE ss.code=" + point + ")";
}
std::string where_it_hangs(const std::string& meter) {
  return "(SELECT sa.station FROM account AS sa WHERE sa.meter=" + meter + " AND sa.state<>'closed'), (SELECT sp.station FROM meter AS sm "
         "JOIN service_point AS ss ON ss.code=sm.service_point JOIN place AS sp ON sp.code=ss.place WHERE sm.number=" + meter + "), (SELECT sp.station FROM well_meter AS sh "
         "JOIN well AS sw ON sw.number=sh.well JOIN place AS sp ON sp.code=sw.village WHERE sh.meter=" + meter + " AND sh.last_day='')";
}
/// Of accounts that were closed with it, accounts and wells that got another one: the newest.
std::string where_it_hung_last(const std::string& meter) {
  return "(SELECT station FROM (SELECT sa.station AS station, sa.closed AS since FROM account AS sa WHERE sa.meter=" + meter + " AND sa.state='closed' UNION ALL "
         "SELECT sa.station, sx.time FROM meter_swap AS sx JOIN account AS sa ON sa.number=sx.account WHERE sx.old_meter=" + meter + " UNION ALL "
         "SELECT sp.station, " + dialect::instant_of_day("sh.last_day") + " FROM well_meter AS sh JOIN well AS sw ON sw.number=sh.well JOIN place AS sp ON sp.code=sw.village WHERE sh.meter=" + meter +
         " AND sh.last_day<>'') ORDER BY since DESC LIMIT 1)";
}
std::string whose_store(const std::string& meter, const std::string& states) { return "(SELECT st.station FROM stock_meter AS st WHERE st.meter=" + meter + states + ")"; }

/// The meter itself: once it is back in a store it is whose store that is, and may be put on from there.
std::string of_meter(const std::string& meter) {
  return "coalesce(" + where_it_hangs(meter) + ", " + whose_store(meter, " AND st.state NOT IN ('installed', 'removed')") + ", " + where_it_hung_last(meter) + ", '') IN ('', @)";
}
/// What it has told and was told stays where it hung last, whoever's store it is in.
std::string told_by(const std::string& meter) {
  return "coalesce(" + where_it_hangs(meter) + ", " + where_it_hung_last(meter) + ", " + whose_store(meter, "") + ", '') IN ('', @)";
}
/// What a pump has told where nobody had said yet at which well it hangs.
std::string of_well_or_meter() { return "t.station=@ OR (t.station='' AND " + told_by("t.meter") + ")"; }
std::string of_well_or_card() {
  return "t.station=@ OR (SELECT sc.station FROM account AS sc WHERE sc.number=t.account)=@ OR (t.station='' AND t.account=0 AND " + told_by("t.meter") + ")";
}

std::string of_account(const std::string& account) { return "(SELECT sa.station FROM account AS sa WHERE sa.number=" + account + ")=@"; }

std::string of_village(const std::string& village) { return "coalesce((SELECT sp.station FROM place AS sp WHERE sp.code=" + village + "), '') IN ('', @)"; }

struct Belongs {
  std::string_view view;
  std::string station;
};

/// One sentence a list. A list that is not here is shown to nobody who works at one station.
const std::vector<Belongs>& belongings() {
  static const std::vector<Belongs> all{
      {"customers", "coalesce(nullif(t.station, ''), (SELECT sp.station FROM place AS sp WHERE sp.code=t.place), '') IN ('', @) OR "
                    "EXISTS (SELECT 1 FROM account AS sa WHERE sa.customer=t.number AND sa.station=@)"},
      {"service-points", "coalesce((SELECT sp.station FROM place AS sp WHERE sp.code=t.place), '') IN ('', @)"},
      {"meters", of_meter("t.number")},
      {"places", "t.station IN ('', @)"},
      {"stations", "t.code=@"},
      {"tills", "t.station=@"},
      {"accounts", "t.station=@"},
      {"cards", "coalesce(a.station, '') IN ('', @)"},
      {"operators", "t.station=@"},
      {"people-changes", "t.station=@"},
      {"shifts", "t.station=@"},
      {"cash-drops", "t.station=@"}, {"deposits", "t.station=@"},
      {"approvals", "(t.station=@ OR t.station='')"},
      {"sales", "t.station=@"}, {"in-doubt", "t.station=@"},
      {"entries", "t.chain LIKE 'till/'||@||'/%'"},
      {"balances", "t.account LIKE 'till/'||@||'/%' OR EXISTS (SELECT 1 FROM account AS sa WHERE sa.station=@ AND t.account LIKE 'customer/'||sa.number||'/%')"},
      {"instructions", told_by("t.meter")},
      {"statements", told_by("t.meter")},
      {"closed-days", "t.station=@"},
      {"figures-sales", "t.station=@"},
      {"figures-money", "t.station=@"},
      {"figures-receipts", "coalesce(o.station, t.station)=@"},
      {"figures-openings", "coalesce((SELECT os.station FROM sale AS os WHERE os.number=t.sale), (SELECT oa.station FROM account AS oa WHERE oa.number=t.account))=@"},
      {"journal", "(SELECT ss.station FROM sale AS ss WHERE ss.number=t.sale)=@"},
      {"audit", "t.chain='station/'||@ OR t.chain LIKE 'till/'||@||'/%'"},
      {"meter-modules", of_meter("t.meter")},
      {"links", of_meter("t.meter")},
      {"commands", told_by("t.meter")}, {"readings", told_by("t.meter")}, {"day-freezes", told_by("t.meter")}, {"meter-events", told_by("t.meter")},
      {"explanations", told_by("t.meter")}, {"reviewed-readings", told_by("t.meter")}, {"review-steps", told_by("t.meter")}, {"typed-readings", told_by("t.meter")},
      {"areas", "coalesce(p.station, '') IN ('', @)"},
      {"remote-accounts", of_account("t.account")},
      {"day-charges", of_account("t.account")},
      {"account-changes", of_account("t.account")},
      {"meter-swaps", of_account("t.account")},
      {"scheme-changes", of_account("t.account")},
      {"opening-balances", of_account("t.account")},
      {"circuits", of_meter("t.meter")},
      {"debts", of_account("t.account")},
      {"visits", "t.station=@"},
      {"outlets", "t.station=@"},
      {"invoices", "t.station=@"},
      {"invoice-series", "t.station IN ('', @)"},
      {"jobs", "t.station=@"},
      {"letters", "t.station=@"},
      {"month-ends", "t.station=@"},
      {"occupants", "coalesce(" + place_of_point("t.service_point") + ", '') IN ('', @)"},
      {"purse-applications", "t.station=@"},
      {"account-applications", "t.station=@"},
      {"tool-orders", "t.station IN ('', @)"},
      {"tool-answers", "t.station IN ('', @)"},
      {"purses", of_account("t.account")},
      {"purse-moves", of_account("t.account")},
      {"area-numbers", "t.station=@"},
      {"wells", of_village("t.village")},
      {"well-meters", of_village("(SELECT sw.village FROM well AS sw WHERE sw.number=t.well)")},
      {"waterings", of_well_or_card()},
      {"record-gaps", of_well_or_meter()},
      {"well-heads", of_well_or_meter()},
      {"well-months", of_well_or_meter()},
      {"well-changes", of_well_or_meter()},
      {"card-faults", of_well_or_card()},
      {"handhelds", "t.station=@"},
      {"hand-overs", "t.station IN ('', @)"},
      {"stock-lots", "t.station IN ('', @)"},
      {"meter-stock", "t.station IN ('', @)"},
      {"stock-events", "(SELECT ss.station FROM stock_meter AS ss WHERE ss.meter=t.meter) IN ('', @)"},
      {"black-list", of_account("t.account")},
      {"codes", "1"}, {"plans", "1"}, {"plan-versions", "1"}, {"reading-plans", "1"}, {"reading-routes", "1"}, {"anchors", "1"}, {"clock-corrections", "1"},
      {"imports", "t.station=@"},
      {"key-versions", "1"}, {"key-devices", "1"}, {"key-ceremonies", "1"}, {"key-campaigns", "1"}, {"key-journal", "1"},
      {"office-messages", "0=1"}, {"partners", "0=1"},  // between the two programs: no station's
  };
  return all;
}

/// Of a register that nothing else is said of: the station that its rows name, or whose meter or account they name; else they are the whole utility's.
std::string by_columns(const View& view) {
  if (find_column(view, "station") != nullptr) return "t.station IN ('', @)";
  if (find_column(view, "meter") != nullptr) return told_by("t.meter");
  if (find_column(view, "account") != nullptr) return of_account("t.account");
  return "1";
}

}  // namespace

std::string station_of(const View& view) {
  const auto found = std::ranges::find(belongings(), std::string_view(view.name), &Belongs::view);
  if (found != belongings().end()) return found->station;
  return view.kept_by_form ? by_columns(view) : "0";
}

}  // namespace kwota::store
