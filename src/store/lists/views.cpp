// The lists that people see: which tables, which columns, what is searched and summed.
#include <algorithm>
#include <utility>

#include "books/decision.h"
#include "books/listed.h"
#include "store/lists/belongings.h"
#include "store/lists/figure_views.h"
#include "store/lists/views.h"
#include "store/sqlite/columns.h"
#include "store/sqlite/dialect.h"

namespace kwota::store {
namespace {

template <class T> struct KindOf { static constexpr auto kind = std::is_integral_v<T> ? ColumnKind::integer : ColumnKind::text; };
template <> struct KindOf<bool> { static constexpr auto kind = ColumnKind::flag; };
template <> struct KindOf<Money> { static constexpr auto kind = ColumnKind::money; };
template <> struct KindOf<books::Tenders> { static constexpr auto kind = ColumnKind::tenders; };
template <> struct KindOf<Credit> { static constexpr auto kind = ColumnKind::money; };
template <> struct KindOf<Energy> { static constexpr auto kind = ColumnKind::energy; };
template <> struct KindOf<Volume> { static constexpr auto kind = ColumnKind::energy; };  // thousandths, like kWh
template <> struct KindOf<Instant> { static constexpr auto kind = ColumnKind::time; };
template <> struct KindOf<LocalDate> { static constexpr auto kind = ColumnKind::date; };
template <> struct KindOf<LocalTime> { static constexpr auto kind = ColumnKind::local_time; };
template <class E> struct KindOf<WordSet<E>> { static constexpr auto kind = ColumnKind::integer; };
template <> struct KindOf<SequenceNumber> { static constexpr auto kind = ColumnKind::integer; };
template <> struct KindOf<books::KeyNumber> { static constexpr auto kind = ColumnKind::integer; };
template <class Tag> struct KindOf<TwelveDigits<Tag>> { static constexpr auto kind = ColumnKind::digits; };
template <class T> struct KindOf<std::optional<T>> : KindOf<T> {};

using Names = std::vector<std::string_view>;

bool among(const Names& names, std::string_view name) { return std::find(names.begin(), names.end(), name) != names.end(); }

/// Credit as people read it: money in minor units like every money; kWh and cubic metres as text with their name, for
/// they stand in the same column and belong into no sum with it.
std::string credit_of(const std::string& row, const std::string& column) {
  const auto value = row + column;
  const auto whole = "CASE WHEN " + value + "<0 THEN '-' ELSE '' END||abs(" + value + "/1000)";  // what is less than one has no sign of its own
  return "CASE " + row + "unit WHEN 'money' THEN " + value + " ELSE " + whole + "||'.'||substr('00'||abs(" + value + "%1000), -3)||CASE " + row + "unit WHEN 'energy' THEN ' kWh' ELSE ' m3' END END";
}

/// All columns of a row, without those that nobody may see or that only the receipt needs.
template <class Row> View view_of(std::string name, std::string sort, const Names& searched, const Names& summed = {}, const Names& hidden = {}) {
  View view{std::move(name), std::string("\"") + Row::table + "\" AS t", "", {}, std::move(sort), {}};
  view.rows = view.from;
  int key = Row::key_columns;
  constexpr bool chained = requires(Row row) { row.chain; };
  if constexpr (chained) view.key = {"t.id"};
  Row::columns([&](std::string_view column, auto member) {
    using Member = std::remove_cvref_t<decltype(std::declval<Row>().*member)>;
    if constexpr (!std::is_same_v<Member, std::vector<books::Leg>>) {
      auto sql = "t.\"" + std::string(column) + '"';
      std::string kept;
      if constexpr (requires { Row::kept_once; })
        if (std::ranges::find(Row::kept_once, column) != Row::kept_once.end()) kept = std::exchange(sql, "(SELECT text FROM kept_text WHERE kept_text.number=" + sql + ")");
      if constexpr (std::is_same_v<Member, books::Hex>) sql = dialect::hexadecimal(sql);
      if constexpr (std::is_same_v<Member, books::KeyNumber>) sql = "coalesce(" + sql + ", 1)";
      if (!chained && key-- > 0) view.key.push_back(sql);
      if (column == "client_key" || among(hidden, column)) return;  // by which a program knows its own request: nobody's to see
      const bool credit = std::is_same_v<Member, Credit>;
      view.columns.push_back({std::string(column), credit ? credit_of("t.", sql.substr(2)) : sql, books::says_day<Row>(column) ? ColumnKind::date : KindOf<Member>::kind, among(searched, column), among(summed, column), books::personal_in<Row>(column)});
      view.columns.back().place = books::says_place<Row>(column);
      view.columns.back().person = books::says_person<Row>(column);
      view.columns.back().kept_sql = std::move(kept);
      if constexpr (Worded<Member>) {
        const auto words = words_of(Member{});
        view.columns.back().words.assign(words.begin(), words.end());
      }
      if (credit) view.columns.back().sum_sql = "CASE t.unit WHEN 'money' THEN " + sql + " END";
    }
  });
  return view;
}

View with(View view, const std::string& join, std::vector<Column> more) {
  if (!join.empty()) view.from += " " + join;
  for (auto& column : more) view.columns.push_back(std::move(column));
  return view;
}

constexpr auto customer_of = "LEFT JOIN customer AS c ON c.number=t.customer";
const Column customer_name{.name = "customer_name", .sql = "c.name", .searched = true, .personal = books::Personal::yes};
const Column address_of_point{.name = "address", .sql = "p.address", .searched = true, .personal = books::Personal::yes};

/// A column of what a meter said last.
std::string newest_statement(std::string_view column) {
  const auto value = column == "remaining" ? credit_of("s.", std::string(column)) : "s." + std::string(column);
  return "(SELECT " + value + " FROM statement AS s WHERE s.meter=t.number ORDER BY s.count DESC, s.used_e5 DESC, s.energy DESC, s.number DESC LIMIT 1)";
}

/// What a meter measures: in which unit its registers stand. A sum of mixed registers is one of electricity alone.
std::string measured_by(const std::string& meter) { return "coalesce((SELECT m.commodity FROM meter AS m WHERE m.number=" + meter + "), 'electricity')"; }
View with_commodity(View view, const std::string& meter) {
  const auto commodity = measured_by(meter);
  for (auto& column : view.columns)
    if (column.summed && column.kind == ColumnKind::energy) column.sum_sql = "CASE " + commodity + " WHEN 'electricity' THEN " + column.sql + " END";
  const auto words = words_of(Commodity{});
  Column column{"commodity", commodity, ColumnKind::text};
  column.words.assign(words.begin(), words.end());
  view.columns.push_back(std::move(column));
  return view;
}

/// Who has looked into an exception, and what he says of it; `which`: the row of explanations that is about a row of this list.
View with_explanation(View view, const std::string& which) {
  return with(std::move(view), "LEFT JOIN explanation AS x ON x.meter=t.meter AND " + which,
              {{"explained", "(x.kind IS NOT NULL)", ColumnKind::flag}, {.name = "explained_by", .sql = "x.explained_by", .person = true}, {.name = "explanation", .sql = "x.reason", .personal = books::Personal::yes}});
}

/// The account that a meter has now.
std::string account_at(const std::string& meter) {
  return "(SELECT a.number FROM account AS a WHERE a.meter=" + meter + " AND a.state<>'closed' ORDER BY a.number DESC LIMIT 1)";
}

/// Every list with whose its rows are, and by which orders it is walked.
std::vector<View> with_belongings(std::vector<View> views) {
  for (auto& view : views) {
    view.station = station_of(view);
    view.station_changes = station_changes(view);
    view.orders = orders_of(view.name);
    view.searches = searches_of(view.name);
  }
  return views;
}

/// What is in each float, and what its commission comes to, as the ledger has it.
View outlets() {
  const auto held = [](const char* of) { return "-coalesce((SELECT b.amount FROM balance AS b WHERE b.account='outlet/'||t.code||'/" + std::string(of) + "'), 0)"; };
  auto view = view_of<books::Outlet>("outlets", "code", {"code", "name", "contact"}, {}, {"next_receipt"});
  return with(std::move(view), "", {{.name = "float", .sql = held("float"), .kind = ColumnKind::money, .summed = true}, {.name = "commission_owed", .sql = held("commission"), .kind = ColumnKind::money, .summed = true}});
}

View sales(std::string name) {
  auto view = with(view_of<books::Sale>(std::move(name), "-time", {"number", "meter", "customer", "card"}, {"tendered", "credit"},
                                        {"chain", "request_hash", "operator_full_name", "names", "document"}),
                   std::string("LEFT JOIN sale_state AS s ON s.sale=t.number ") + customer_of,
                   {{"state", "s.state"}, {"since", "s.since", ColumnKind::time}, customer_name});
  const auto states = words_of(books::SaleStatus{});
  for (auto& column : view.columns)
    if (column.name == "state") column.words.assign(states.begin(), states.end());
  // A reversed sale never happened (books::happened): its row stays in the list, its money in no sum of it. What is taken back, in whole or in part, waits for its
  // pay-out, which is a document of its own: no money has moved until then.
  const auto word = [](auto value) { return "'" + std::string(word_of(value)) + "'"; };
  for (auto& column : view.columns) {
    if (!column.summed) continue;
    const auto sum = column.sum_sql.empty() ? column.sql : column.sum_sql;
    const auto waits = column.name == "tendered" ? " OR t.kind IN (" + word(books::Operation::take_back) + "," + word(books::Operation::deduct) + ")" : std::string{};
    column.sum_sql = "CASE WHEN s.state=" + word(books::undone) + waits + " THEN NULL ELSE " + sum + " END";
  }
  return view;
}

View in_doubt() {
  auto view = sales("in-doubt");
  view.rows.clear();
  view.from = std::string("sale_state AS s LEFT JOIN sale AS t ON t.number=s.sale ") + customer_of;
  view.where = "s.state<>'carried' AND s.state<>'applied' AND s.state<>'taken_back' AND s.state<>'reversed'";
  view.key = {"s.sale"};
  view.sort = "since";
  return view;
}

View entries() {
  return {"entries", "entry AS t JOIN leg AS l ON l.entry=t.id", "", {"t.id", "l.position"}, "-time",
          {{.name = "number", .sql = "t.number", .searched = true},
           {"time", "t.time", ColumnKind::time},
           {"business_day", "t.business_day"},
           {"what", "t.what"},
           {.name = "account", .sql = "(SELECT a.name FROM ledger_account AS a WHERE a.number=l.account)", .searched = true,
            .is_sql = "l.account=(SELECT a.number FROM ledger_account AS a WHERE a.name=?)"},
           {.name = "amount", .sql = "l.amount", .kind = ColumnKind::money, .summed = true}}};
}

View anchors() {
  return {"anchors", "anchor AS t", "", {"t.number"}, "-number",
          {{"number", "t.number", ColumnKind::integer},
           {"time", "t.time", ColumnKind::time},
           {"count", "t.count", ColumnKind::integer},
           {"root", dialect::hexadecimal("t.root")},
           {"hash", dialect::hexadecimal("t.hash")},
           {"signature", dialect::hexadecimal("t.signature")},
           {"nature", "t.nature"}}};
}

/// A column under another name, where the row's own would be taken for something else.
View renamed(View view, std::string_view column, std::string name) {
  for (auto& one : view.columns)
    if (one.name == column) one.name = name;
  return view;
}

/// What was read by plan, and what cards and other conversations brought: one list, for the meter's registers are the same.
View readings() {
  auto view = view_of<books::MeterReading>("readings", "-due", {"meter", "plan"}, {}, {"tries", "not_before", "state", "error"});
  // Both halves have the same kinds of columns, so that the database can walk each by its own index and merge them. A reading has one row for a
  // meter and a time; its number only has to be there.
  view.rows.clear();
  view.from = R"((SELECT *, tries AS number FROM meter_reading WHERE state='read' UNION ALL
    SELECT meter, taken AS due, CAST('' AS TEXT) AS plan, CAST('read' AS TEXT), CAST(1 AS INTEGER), taken, CAST('' AS TEXT), carrier, CAST(coalesce(card, '') AS TEXT) AS source,
    taken, meter_time, CAST(NULL AS INTEGER), energy, CAST(NULL AS INTEGER), CAST(NULL AS INTEGER), CAST(NULL AS INTEGER), CAST(NULL AS INTEGER), CAST(NULL AS INTEGER),
    CAST(NULL AS INTEGER), remaining, overdraft, count, CAST('' AS TEXT), CAST('' AS TEXT), CAST('' AS TEXT), CAST('' AS TEXT), CAST('' AS TEXT), number FROM statement) AS t)";
  view.key.emplace_back("t.number");
  return with_commodity(renamed(std::move(view), "plan", "reading_plan"), "t.meter");
}

/// What somebody did: entries of the audit trail, and sales, which say all that such an entry says. As in readings(), each half is walked by its own index.
View audit() {
  auto view = view_of<books::Audit>("audit", "-time", {"operator", "object", "action"});
  view.rows.clear();
  view.from = "(SELECT id, chain, number, time, operator, action, object, content_hash, details FROM audit UNION ALL "
              "SELECT id, chain, position, time, operator, action, CAST('sale/'||number AS TEXT), " + dialect::no_bytes() + ", CAST('' AS TEXT) FROM sale) AS t";
  for (auto& column : view.columns)
    if (column.name == "object")
      column.is_sql = "t.id IN (SELECT id FROM audit WHERE object=? UNION ALL SELECT id FROM sale WHERE number=substr(?, 6) AND ? LIKE 'sale/%')";
  return view;
}

/// Balances at the server, with what is left and whether it is owed.
View remote_accounts() {
  const std::string balance = "-coalesce((SELECT b.amount FROM balance AS b WHERE b.account='customer/'||t.account||'/balance'), 0)";
  return with_commodity(with(view_of<books::RemoteAccount>("remote-accounts", "account", {"account", "meter"}, {}, {"charge_state", "friendly"}),
              "LEFT JOIN account AS a ON a.number=t.account LEFT JOIN customer AS c ON c.number=a.customer LEFT JOIN service_point AS p ON p.code=a.service_point",
              {customer_name,
               address_of_point,
               {"friendly_from", dialect::json_member("t.friendly", "from")},
               {"friendly_until", dialect::json_member("t.friendly", "until")},
               {"friendly_weekdays", dialect::json_list("t.friendly", "weekdays", ",")},
               {"friendly_days", dialect::json_list("t.friendly", "days", ", ")},
               {.name = "balance", .sql = balance, .kind = ColumnKind::money, .summed = true},
               {"arrears", "(" + balance + "<=-t.overdraft)", ColumnKind::flag}}), "t.meter");
}

std::vector<View> make_views() {
  return {
      with(view_of<books::Plan>("plans", "id", {"id", "name"}), "",
           {{"prices_from", "(SELECT substr(max(v.from_date), 1, 10) FROM plan_version AS v WHERE v.plan=t.id AND v.state='published')", ColumnKind::date},
            {"accounts", "(SELECT count(*) FROM account AS a WHERE a.plan=t.id AND a.state<>'closed')", ColumnKind::integer},
            {"published", "EXISTS (SELECT 1 FROM plan_version AS v WHERE v.plan=t.id AND v.state='published')", ColumnKind::flag}}),
      view_of<books::PlanVersion>("plan-versions", "from_date", {"plan"}),
      with_commodity(with(view_of<books::Account>("accounts", "number", {"number", "customer", "meter", "service_point"}, {}, {"first_sale", "charged"}),
           std::string(customer_of) + " LEFT JOIN service_point AS p ON p.code=t.service_point",
           {customer_name,
            address_of_point,
            {"balance", "-coalesce((SELECT b.amount FROM balance AS b WHERE b.account='customer/'||t.number||'/balance'), 0)", ColumnKind::money}}), "t.meter"),
      with(view_of<books::Card>("cards", "-issued", {"serial", "account"}), "LEFT JOIN account AS a ON a.number=t.account LEFT JOIN customer AS c ON c.number=a.customer",
           {{.name = "meter", .sql = "a.meter", .kind = ColumnKind::digits, .searched = true}, {"customer", "a.customer", ColumnKind::digits}, customer_name}),
      with(view_of<books::Operator>("operators", "name", {"name", "full_name"}, {}, {"password", "tried_from", "mail", "mail_of", "factor_number", "factor_step"}), "",
           {{"last_sign_in", "(SELECT a.time FROM audit AS a WHERE a.object='operator/'||t.name AND a.action='sign_in' ORDER BY a.id DESC LIMIT 1)", ColumnKind::time}}),
      view_of<books::PeopleChange>("people-changes", "-made", {"operator", "made_by", "approved_by"}, {}, {"password"}),
      view_of<books::ClockCorrection>("clock-corrections", "-number", {"first", "second", "reason"}),
      with(view_of<books::Shift>("shifts", "-opened", {"operator"}, {"expected", "counted"}, {"in_doubt", "in_doubt_sum", "in_transit", "in_transit_sum"}), "",
           {{.name = "difference", .sql = "t.counted-t.expected", .kind = ColumnKind::money, .summed = true}}),
      view_of<books::Approval>("approvals", "-requested", {"requested_by", "reason"}),
      sales("sales"),
      in_doubt(),
      entries(),
      // What reports are made of, as the writer keeps it: who asks them himself gets the same sums.
      view_of<books::DaySheet>("figures-sales", "-business_day", {"station", "till", "operator"},
                               {"count", "fresh_in_month", "fresh_in_year", "received", "energy", "supplemented", "tax", "fees", "fixed", "debt", "balance", "written_off", "transferred", "prepaid", "tax_inside", "units_energy", "units_volume", "paid_energy", "paid_volume"}),
      view_of<books::MoneySheet>("figures-money", "-business_day", {"station", "till", "account"}, {"count", "amount"}),
      receipts_of_reports(),
      openings_of_reports(),
      view_of<books::Balance>("balances", "account", {"account"}, {"amount"}),
      view_of<books::Instruction>("instructions", "-time", {"meter", "sales"}, {}, {"chain"}),
      view_of<books::Statement>("statements", "-taken", {"meter", "card"}, {}, {"chain"}),
      view_of<books::JournalEntry>("journal", "-time", {"sale", "meter", "card"}),
      audit(),
      anchors(),
      with(view_of<books::MeterLink>("links", "meter", {"meter", "address", "line"}),
           "",
           {{"account", account_at("t.meter"), ColumnKind::integer},
            {"waiting", "(SELECT count(*) FROM meter_command AS q WHERE q.meter=t.meter AND q.settled IS NULL)", ColumnKind::integer},
            {"last_seen", "(SELECT max(s.taken) FROM statement AS s WHERE s.meter=t.meter AND s.carrier='link')", ColumnKind::time}}),
      view_of<books::MeterCommand>("commands", "-number", {"meter", "sale", "asked_by"}),
      readings(),
      with_commodity(view_of<books::DayFreeze>("day-freezes", "-day", {"meter"}), "t.meter"),
      with_explanation(view_of<books::MeterEvent>("meter-events", "-began", {"meter", "kind", "snapshot"}), "x.kind='meter_event' AND x.code=t.kind AND x.object=t.number"),
      remote_accounts(),
      with_commodity(with(view_of<books::DayCharge>("day-charges", "-day", {"account", "plan"}, {"used", "amount"}),
                          "LEFT JOIN account AS a ON a.number=t.account LEFT JOIN customer AS c ON c.number=a.customer", {customer_name}),
                     "a.meter"),
      with(view_of<books::AccountChange>("account-changes", "-begins", {"account", "plan"}),
           "LEFT JOIN account AS a ON a.number=t.account LEFT JOIN customer AS c ON c.number=a.customer", {customer_name}),
      view_of<books::PurseMove>("purse-moves", "-time", {"sale", "card", "account"}, {}, {"chain"}),
      with(view_of<books::MeterSwap>("meter-swaps", "-time", {"account", "old_meter", "new_meter", "document"}),
           "LEFT JOIN account AS a ON a.number=t.account LEFT JOIN customer AS c ON c.number=a.customer", {customer_name}),
      with(view_of<books::SchemeChange>("scheme-changes", "-time", {"account", "old_meter", "new_meter", "document"}, {"moved"}),
           "LEFT JOIN account AS a ON a.number=t.account LEFT JOIN customer AS c ON c.number=a.customer", {customer_name}),
      renamed(with(view_of<books::Visit>("visits", "-number", {"account", "meter", "visitor", "found"}),
                   "LEFT JOIN account AS a ON a.number=t.account LEFT JOIN customer AS c ON c.number=a.customer", {customer_name}),
              "rule", "insight_list"),
      outlets(),
      renamed(renamed(renamed(view_of<books::Invoice>("invoices", "-time", {"name", "buyer_name", "buyer_tax_number", "customer"}, {"net", "tax", "total"}), "name", "invoice"), "total", "invoice_total"),
              "original", "of_invoice"),
      view_of<books::Job>("jobs", "-number", {"operator", "file_name"}, {}, {"asked", "plan_number", "language", "checkpoint", "log", "result", "error_details", "file", "content_type", "sha256", "tells_of", "needs"}),
      renamed(view_of<books::Letter>("letters", "-number", {"addressee", "address", "object", "subject"}, {}, {"text", "begun", "job", "message_id"}), "subject", "letter_subject"),
      view_of<books::MonthEnd>("month-ends", "-month", {"month", "station"}, {}, {"chain", "used_to_date"}),
      view_of<books::KeyEvent>("key-journal", "-number", {"what", "object", "first", "second", "reason"}, {}, {"chain"}),
  };
}

// ---- what lists that their rows declare say besides their columns --------------------------------------------------------

template <class Row> View completed(View view) { return view; }

std::string balance_of(const std::string& account) { return "coalesce((SELECT b.amount FROM balance AS b WHERE b.account=" + account + "), 0)"; }
/// What is left of a debt or a claim, as the ledger has it (sell/debt/debts.h).
std::string left_of_debt(const std::string& row) {
  return "CASE " + row + "origin WHEN 'claim' THEN " + balance_of("'claim/'||" + row + "account") + " ELSE " + row + "amount+" + balance_of("'debt/'||" + row + "number") + " END";
}

/// Without those who were removed: nothing is theirs. What he owes is what the list of debts says of his; of each account the newest purchase that happened is looked at.
template <> View completed<books::Customer>(View view) {
  view.where = "t.state<>'removed'";
  const auto newest = "(SELECT s.time FROM sale AS s WHERE s.account=a.number AND s.kind IN ('open', 'recharge', 'payment')"
                      " AND NOT EXISTS (SELECT 1 FROM sale_state AS x WHERE x.sale=s.number AND x.state='" + std::string(word_of(books::undone)) + "') ORDER BY s.id DESC LIMIT 1)";
  return with(std::move(view), "",
              {{"accounts", "(SELECT count(*) FROM account AS a WHERE a.customer=t.number)", ColumnKind::integer},
               {"owes", "(SELECT coalesce(sum(" + left_of_debt("d.") + "), 0) FROM debt AS d WHERE d.customer=t.number)", ColumnKind::money},
               {"last_purchase", "(SELECT max(" + newest + ") FROM account AS a WHERE a.customer=t.number)", ColumnKind::time}});
}

/// Which meter hangs there, and when somebody watered last.
template <> View completed<books::Well>(View view) {
  return with(std::move(view), "",
              {{"meter", "(SELECT m.meter FROM well_meter AS m WHERE m.well=t.number AND coalesce(m.last_day, '')='' LIMIT 1)", ColumnKind::digits},
               {"last_watering", "(SELECT max(w.start) FROM watering AS w WHERE w.well=t.number)", ColumnKind::local_time}});
}

template <> View completed<books::AreaNumber>(View view) {
  return with(std::move(view), "", {{"wells", "(SELECT count(*) FROM well AS w WHERE w.area_number=t.number)", ColumnKind::integer}});
}

template <> View completed<books::ServicePoint>(View view) {
  return with(std::move(view), "", {{"meters", "(SELECT count(*) FROM meter AS m WHERE m.service_point=t.code)", ColumnKind::integer}});
}

template <> View completed<books::Meter>(View view) {
  return with(std::move(view), "",
              {{"account", account_at("t.number"), ColumnKind::integer},
               {"last_seen", newest_statement("taken"), ColumnKind::time},
               {"remaining", newest_statement("remaining"), ColumnKind::money}});
}

/// Where else somebody lives in the same days.
template <> View completed<books::Occupant>(View view) {
  return with(std::move(view), "LEFT JOIN service_point AS p ON p.code=t.service_point",
              {address_of_point,
               {"also_in",
                "coalesce((SELECT " + dialect::joined("o.service_point", " ") + " FROM occupant AS o WHERE o.identity<>'' AND o.identity=t.identity"
                " AND o.service_point<>t.service_point AND (t.moved_out='' OR o.moved_in<=t.moved_out) AND (o.moved_out='' OR t.moved_in<=o.moved_out)), '')"}});
}

/// What is left of each, as the ledger has it (sell/debt/debts.h), and what that makes of it.
template <> View completed<books::Debt>(View view) {
  const auto left = left_of_debt("t.");
  const auto paid = "CASE t.origin WHEN 'claim' THEN t.amount-t.written_off-" + balance_of("'claim/'||t.account") + " ELSE -" + balance_of("'debt/'||t.number") + "-t.written_off END";
  std::erase_if(view.columns, [](const Column& column) { return column.name == "rest_at_rule" || column.name == "plan_number"; });  // for whoever counts what falls due
  for (auto& column : view.columns) column.summed = column.name == "amount" || column.name == "interest" || column.name == "written_off";
  Column state{"state", "CASE WHEN " + left + ">0 THEN 'owed' WHEN t.written_off>0 THEN 'written_off' ELSE 'paid' END"};
  state.words = {"owed", "paid", "written_off"};
  return with(std::move(view), std::string(customer_of),
              {customer_name, {"part_percent", "CASE t.rule WHEN 'percent' THEN (t.percent_e2/100)||'.'||substr('00'||t.percent_e2%100, -2) ELSE '' END", ColumnKind::text},
               {"interest_rate", "CASE WHEN t.interest_e2>0 THEN (t.interest_e2/100)||'.'||substr('00'||t.interest_e2%100, -2) ELSE '' END", ColumnKind::text},
               {.name = "recovered", .sql = paid, .kind = ColumnKind::money, .summed = true}, {.name = "left", .sql = left, .kind = ColumnKind::money, .summed = true}, std::move(state)});
}

template <> View completed<books::Watering>(View view) { return with_explanation(std::move(view), "x.kind='watering' AND x.code=''||t.series AND x.object=t.number AND x.as_seen=t.state"); }
template <> View completed<books::ReviewedReading>(View view) { return with_commodity(std::move(view), "t.meter"); }
template <> View completed<books::TypedReading>(View view) { return with_commodity(std::move(view), "t.meter"); }
template <> View completed<books::ReviewStep>(View view) { return with_commodity(std::move(view), "t.meter"); }

/// What the area is called, and how many meters its total meter counts.
template <> View completed<books::AreaMeter>(View view) {
  return with(std::move(view), "LEFT JOIN place AS p ON p.code=t.area",
              {{.name = "name", .sql = "p.name", .searched = true},
               {"meters", "(SELECT count(*) FROM meter AS m JOIN service_point AS s ON s.code=m.service_point WHERE s.area=t.area AND m.state='installed')", ColumnKind::integer}});
}

/// A text of which the form knows all words is a kind like any other.
void keep_by(const books::Form& form, View& view) {
  view.kept_by_form = true;
  for (const auto& field : form.fields)
    for (auto& column : view.columns)
      if (column.name == field.column && column.words.empty()) column.words.assign(field.words.begin(), field.words.end());
}

template <class Row> void add_if_listed(std::vector<View>& to) {
  if constexpr (requires { Row::list; }) {
    const books::Listed& list = Row::list;
    Names searched(list.searched.begin(), list.searched.end());
    std::erase(searched, "");
    auto view = view_of<Row>(std::string(list.name), std::string(list.sort), searched);
    view.right = list.right;
    for (auto& column : view.columns) column.technical = std::ranges::find(list.technical, column.name) != list.technical.end();
    if constexpr (requires { Row::by_form; }) keep_by(Row::by_form, view);
    to.push_back(completed<Row>(std::move(view)));
  }
}

/// Every register's own columns.
template <class... Rows> std::vector<View> registers_of(books::Kinds<Rows...>) {
  std::vector<View> all;
  (all.push_back(view_of<Rows>(Rows::table, "", {})), ...);
  return all;
}

/// Those that their row declares.
template <class... Rows> std::vector<View> with_listed(std::vector<View> views, books::Kinds<Rows...>) {
  (add_if_listed<Rows>(views), ...);
  return views;
}

}  // namespace

std::span<const View> views() {
  static const std::vector<View> all = with_belongings(with_listed(make_views(), books::RegisterKinds{}));
  return all;
}

const Column* find_column(const View& view, std::string_view name) {
  for (const auto& column : view.columns)
    if (column.name == name) return &column;
  return nullptr;
}

const View* find_view(std::string_view name) {
  for (const auto& view : views())
    if (view.name == name) return &view;
  return nullptr;
}

const View* find_register(std::string_view table) {
  static const auto all = registers_of(books::RegisterKinds{});
  const auto found = std::ranges::find(all, table, &View::name);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace kwota::store
