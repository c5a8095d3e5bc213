#include "store/lists/belongings.h"

#include <algorithm>
#include <array>
#include <vector>

#include "store/sqlite/dialect.h"

namespace kwota::store {
namespace {

/// Whose the rows are, as books/whose.h says it of one thing: the place of a service point, the account of a meter, the well where it hangs, the area that it counts as a whole. What was never anybody's – a meter from the maker, a
/// customer without a place – is every station's.
std::string place_of_point(const std::string& point) {
  return "(SELECT sp.station FROM service_point AS ss JOIN place AS sp ON sp.code=ss.place WHERE ss.code=" + point + ")";
}
/// Of a point without a place, of a customer without one: who is served there, who is served so.
std::string newest_account(const std::string& column, const std::string& of) {
  return "(SELECT sa.station FROM account AS sa WHERE sa." + column + "=" + of + " ORDER BY sa.number DESC LIMIT 1)";
}
std::string where_it_hangs(const std::string& meter) {
  return "(SELECT sa.station FROM account AS sa WHERE sa.meter=" + meter + " AND sa.state<>'closed'), (SELECT sp.station FROM meter AS sm "
         "JOIN service_point AS ss ON ss.code=sm.service_point JOIN place AS sp ON sp.code=ss.place WHERE sm.number=" + meter + "), (SELECT sp.station FROM well_meter AS sh "
         "JOIN well AS sw ON sw.number=sh.well JOIN place AS sp ON sp.code=sw.village WHERE sh.meter=" + meter + " AND sh.last_day=''), (SELECT sp.station FROM area_meter AS sr "
         "JOIN place AS sp ON sp.code=sr.area WHERE sr.meter=" + meter + ")";
}
/// Of accounts that were closed with it, accounts, wells and areas that got another one: the newest.
std::string where_it_hung_last(const std::string& meter) {
  return "(SELECT station FROM (SELECT sa.station AS station, sa.closed AS since FROM account AS sa WHERE sa.meter=" + meter + " AND sa.state='closed' UNION ALL "
         "SELECT sa.station, sx.time FROM meter_swap AS sx JOIN account AS sa ON sa.number=sx.account WHERE sx.old_meter=" + meter + " UNION ALL "
         "SELECT sp.station, " + dialect::instant_of_day("sh.last_day") + " FROM well_meter AS sh JOIN well AS sw ON sw.number=sh.well JOIN place AS sp ON sp.code=sw.village WHERE sh.meter=" + meter +
         " AND sh.last_day<>'' UNION ALL SELECT sp.station, " + dialect::instant_of_day("sf.until_day") + " FROM former_total AS sf JOIN place AS sp ON sp.code=sf.area WHERE sf.meter=" + meter +
         ") ORDER BY since DESC LIMIT 1)";
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

/// Lists whose rows are of a station by the same sentence.
struct Belongs {
  std::string station;
  std::vector<std::string_view> views;
};

/// A list that is not here is shown to nobody who works at one station.
const std::vector<Belongs>& belongings() {
  static const std::vector<Belongs> all{
      {"1", {"codes", "plans", "plan-versions", "reading-plans", "reading-routes", "anchors", "clock-corrections", "key-versions", "key-devices", "key-ceremonies", "key-campaigns", "key-journal"}},
      {"0=1", {"office-messages", "partners"}},  // between the two programs: no station's
      {"t.station=@",
       {"tills", "accounts", "operators", "people-changes", "shifts", "cash-drops", "deposits", "sales", "in-doubt", "closed-days", "figures-sales", "figures-money", "visits", "outlets", "invoices",
        "jobs", "letters", "month-ends", "purse-applications", "account-applications", "area-numbers", "handhelds", "imports", "card-stock", "card-stock-moves"}},
      {"t.station IN ('', @)", {"places", "approvals", "invoice-series", "tool-orders", "tool-answers", "hand-overs", "stock-lots", "meter-stock"}},
      {of_account("t.account"),
       {"remote-accounts", "day-charges", "account-changes", "meter-swaps", "scheme-changes", "opening-balances", "debts", "purses", "area-changes", "purse-moves", "black-list"}},
      {of_meter("t.number"), {"meters"}},
      {of_meter("t.meter"), {"meter-modules", "links", "circuits"}},
      {told_by("t.meter"),
       {"instructions", "statements", "commands", "readings", "day-freezes", "meter-events", "explanations", "reviewed-readings", "review-steps", "typed-readings"}},
      {of_well_or_meter(), {"record-gaps", "well-heads", "well-months", "well-changes"}},
      {of_well_or_card(), {"waterings", "card-faults"}},
      {of_village("t.village"), {"wells"}},
      {of_village("(SELECT sw.village FROM well AS sw WHERE sw.number=t.well)"), {"well-meters"}},
      {"coalesce(nullif(t.station, ''), (SELECT sp.station FROM place AS sp WHERE sp.code=t.place), " + newest_account("customer", "t.number") + ", '') IN ('', @) OR "
       "EXISTS (SELECT 1 FROM account AS sa WHERE sa.customer=t.number AND sa.station=@)",
       {"customers"}},
      {"coalesce((SELECT sp.station FROM place AS sp WHERE sp.code=t.place), " + newest_account("service_point", "t.code") + ", '') IN ('', @)", {"service-points"}},
      {"coalesce(" + place_of_point("t.service_point") + ", " + newest_account("service_point", "t.service_point") + ", '') IN ('', @)", {"occupants"}},
      {"coalesce(a.station, '') IN ('', @)", {"cards"}},
      {"coalesce(p.station, '') IN ('', @)", {"areas"}},
      {"t.code=@", {"stations"}},
      {"t.chain LIKE 'till/'||@||'/%'", {"entries"}},
      {"t.account LIKE 'till/'||@||'/%' OR EXISTS (SELECT 1 FROM account AS sa WHERE sa.station=@ AND t.account LIKE 'customer/'||sa.number||'/%')", {"balances"}},
      {"coalesce(o.station, t.station)=@", {"figures-receipts"}},
      {"coalesce((SELECT os.station FROM sale AS os WHERE os.number=t.sale), (SELECT oa.station FROM account AS oa WHERE oa.number=t.account))=@", {"figures-openings"}},
      {"(SELECT ss.station FROM sale AS ss WHERE ss.number=t.sale)=@", {"journal"}},
      {"t.chain='station/'||@ OR t.chain LIKE 'till/'||@||'/%'", {"audit"}},
      {"(SELECT ss.station FROM stock_meter AS ss WHERE ss.meter=t.meter) IN ('', @)", {"stock-events"}},
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
  const auto found = std::ranges::find_if(belongings(), [&](const Belongs& one) { return std::ranges::find(one.views, std::string_view(view.name)) != one.views.end(); });
  if (found != belongings().end()) return found->station;
  return view.kept_by_form ? by_columns(view) : "0";
}

std::string station_changes(const View& view) {
  // What is read of the whole utility's meters, and of other stations', he sees because it is true of his own, too.
  constexpr std::array<std::string_view, 2> of_places{"reading-plans", "reading-routes"};
  if (std::ranges::find(of_places, std::string_view(view.name)) != of_places.end())
    return "t.of_place=@ OR (SELECT sp.station FROM place AS sp WHERE sp.code=t.of_place)=@";
  if (view.name == "areas") return "coalesce(p.station, '')=@";
  return {};
}

}  // namespace kwota::store
