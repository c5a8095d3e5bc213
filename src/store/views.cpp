// The lists that people see: which tables, which columns, what is searched and summed.
#include <algorithm>

#include "sell/books/decision.h"
#include "store/columns.h"
#include "store/query.h"

namespace kwota::store {
namespace {

template <class T> struct KindOf { static constexpr auto kind = std::is_integral_v<T> ? ColumnKind::integer : ColumnKind::text; };
template <> struct KindOf<bool> { static constexpr auto kind = ColumnKind::flag; };
template <> struct KindOf<Money> { static constexpr auto kind = ColumnKind::money; };
template <> struct KindOf<Energy> { static constexpr auto kind = ColumnKind::energy; };
template <> struct KindOf<Instant> { static constexpr auto kind = ColumnKind::time; };
template <> struct KindOf<SequenceNumber> { static constexpr auto kind = ColumnKind::integer; };
template <> struct KindOf<books::KeyNumber> { static constexpr auto kind = ColumnKind::integer; };
template <class T> struct KindOf<std::optional<T>> : KindOf<T> {};

using Names = std::vector<std::string_view>;

bool among(const Names& names, std::string_view name) { return std::find(names.begin(), names.end(), name) != names.end(); }

/// All columns of a row, without those that nobody may see or that only the receipt needs.
template <class Row> View view_of(std::string name, std::string sort, const Names& searched, const Names& summed = {}, const Names& hidden = {}) {
  View view{std::move(name), std::string("\"") + Row::table + "\" AS t", "", "", std::move(sort), {}};
  int key = Row::key_columns;
  constexpr bool chained = requires(Row row) { row.chain; };
  if constexpr (chained) view.key = "t.id";
  Row::columns([&](std::string_view column, auto member) {
    using Member = std::remove_cvref_t<decltype(std::declval<Row>().*member)>;
    if constexpr (!is_legs<Member>) {
      auto sql = "t.\"" + std::string(column) + '"';
      if constexpr (std::is_same_v<Member, books::KeyNumber>) sql = "coalesce(" + sql + ", 1)";
      if (!chained && key-- > 0) view.key += (view.key.empty() ? "" : "||'/'||") + sql;
      if (!among(hidden, column))
        view.columns.push_back({std::string(column), sql, KindOf<Member>::kind, among(searched, column), among(summed, column)});
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
const Column customer_name{"customer_name", "c.name", ColumnKind::text, true, false};

/// A column of what a meter said last.
std::string newest_statement(std::string_view column) {
  return "(SELECT s." + std::string(column) + " FROM statement AS s WHERE s.meter=t.number ORDER BY s.count DESC, s.used_e5 DESC, s.energy DESC, s.number DESC LIMIT 1)";
}

View sales(std::string name) {
  auto view = with(view_of<books::Sale>(std::move(name), "-time", {"number", "meter", "customer", "card"}, {"tendered", "credit"},
                                        {"chain", "client_key", "request_hash", "document"}),
                   std::string("JOIN sale_state AS s ON s.sale=t.number ") + customer_of,
                   {{"state", "s.state"}, {"since", "s.since", ColumnKind::time}, customer_name});
  return view;
}

View in_doubt() {
  auto view = sales("in-doubt");
  view.where = "s.state IN ('booked', 'in_doubt', 'taking_back')";
  view.sort = "since";
  return view;
}

View entries() {
  return {"entries", "leg AS l JOIN entry AS t ON t.number=l.entry", "", "t.id*1000+l.position", "-time",
          {{"number", "t.number", ColumnKind::text, true},
           {"time", "t.time", ColumnKind::time},
           {"business_day", "t.business_day"},
           {"what", "t.what"},
           {"account", "l.account", ColumnKind::text, true},
           {"amount", "l.amount", ColumnKind::money, false, true}}};
}

View anchors() {
  return {"anchors", "anchor AS t", "", "t.number", "-number",
          {{"number", "t.number", ColumnKind::integer},
           {"time", "t.time", ColumnKind::time},
           {"count", "t.count", ColumnKind::integer},
           {"root", "hex(t.root)"},
           {"hash", "hex(t.hash)"},
           {"signature", "hex(t.signature)"}}};
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
  view.from = R"((SELECT * FROM meter_reading WHERE state='read' UNION ALL
    SELECT meter, taken AS due, '' AS plan, 'read', 1, taken, '', way, coalesce(card, '') AS source, taken, meter_time, NULL, energy, NULL, NULL, NULL,
    NULL, NULL, NULL, remaining, overdraft, count, '', '', '' FROM statement) AS t)";
  view.key += "||'/'||t.way||'/'||t.plan";
  return renamed(std::move(view), "plan", "reading_plan");
}

/// Balances at the office, with what is left and whether it is owed.
View remote_accounts() {
  const std::string balance = "-coalesce((SELECT b.amount FROM balance AS b WHERE b.account='customer/'||t.account||'/balance'), 0)";
  return with(view_of<books::RemoteAccount>("remote-accounts", "account", {"account", "meter"}, {}, {"standing", "friendly"}),
              "LEFT JOIN account AS a ON a.number=t.account LEFT JOIN customer AS c ON c.number=a.customer LEFT JOIN service_point AS p ON p.code=a.service_point",
              {customer_name,
               {"address", "p.address", ColumnKind::text, true},
               {"friendly_from", "json_extract(t.friendly, '$.from')"},
               {"friendly_until", "json_extract(t.friendly, '$.until')"},
               {"friendly_weekdays", "(SELECT group_concat(value) FROM json_each(t.friendly, '$.weekdays'))"},
               {"friendly_days", "(SELECT group_concat(value, ', ') FROM json_each(t.friendly, '$.days'))"},
               {"balance", balance, ColumnKind::money, false, true},
               {"arrears", "(" + balance + "<=-t.overdraft)", ColumnKind::flag}});
}

std::vector<View> make_views() {
  return {
      with(view_of<books::Customer>("customers", "number", {"number", "name", "phone", "identity_number", "address"}), "",
           {{"accounts", "(SELECT count(*) FROM account AS a WHERE a.customer=t.number)", ColumnKind::integer}}),
      with(view_of<books::ServicePoint>("service-points", "code", {"code", "address"}), "",
           {{"meters", "(SELECT count(*) FROM meter AS m WHERE m.service_point=t.code)", ColumnKind::integer}}),
      with(view_of<books::Meter>("meters", "number", {"number", "model", "service_point"}),
           "LEFT JOIN account AS a ON a.meter=t.number AND a.state<>'closed'",
           {{"account", "a.number", ColumnKind::integer},
            {"last_seen", newest_statement("taken"), ColumnKind::time},
            {"remaining", newest_statement("remaining"), ColumnKind::money}}),
      view_of<books::Place>("places", "code", {"code", "name"}),
      view_of<books::Station>("stations", "code", {"code", "name"}),
      view_of<books::Till>("tills", "code", {"code", "name"}),
      view_of<books::Code>("codes", "kind", {"kind", "code", "name_zh", "name_en", "name_ru"}),
      with(view_of<books::Plan>("plans", "id", {"id", "name"}), "",
           {{"accounts", "(SELECT count(*) FROM account AS a WHERE a.plan=t.id AND a.state<>'closed')", ColumnKind::integer}}),
      view_of<books::PlanVersion>("plan-versions", "from_date", {"plan"}),
      with(view_of<books::Account>("accounts", "number", {"number", "customer", "meter", "service_point"}, {}, {"charged"}),
           std::string(customer_of) + " LEFT JOIN service_point AS p ON p.code=t.service_point",
           {customer_name,
            {"address", "p.address", ColumnKind::text, true},
            {"balance", "-coalesce((SELECT b.amount FROM balance AS b WHERE b.account='customer/'||t.number||'/balance'), 0)", ColumnKind::money}}),
      with(view_of<books::Card>("cards", "serial", {"serial", "account"}), "LEFT JOIN account AS a ON a.number=t.account LEFT JOIN customer AS c ON c.number=a.customer",
           {{"meter", "a.meter", ColumnKind::text, true}, {"customer", "a.customer"}, customer_name}),
      view_of<books::Operator>("operators", "name", {"name", "full_name"}, {}, {"password"}),
      with(view_of<books::Shift>("shifts", "-opened", {"operator"}, {"expected", "counted"}), "",
           {{"difference", "t.counted-t.expected", ColumnKind::money, false, true}}),
      view_of<books::Approval>("approvals", "-requested", {"requested_by", "reason"}),
      sales("sales"),
      in_doubt(),
      entries(),
      view_of<books::Balance>("balances", "account", {"account"}, {"amount"}),
      view_of<books::Instruction>("instructions", "-time", {"meter", "sales"}, {}, {"chain"}),
      view_of<books::Statement>("statements", "-taken", {"meter", "card"}, {}, {"chain"}),
      view_of<books::JournalEntry>("journal", "-time", {"sale", "meter", "card"}),
      view_of<books::Audit>("audit", "-time", {"operator", "object", "action"}),
      anchors(),
      view_of<books::KeyVersion>("key-versions", "purpose", {"purpose", "check_value"}),
      view_of<books::KeyDevice>("key-devices", "-issued", {"serial", "pair", "code", "holder"}),
      view_of<books::Ceremony>("key-ceremonies", "-number", {"officers", "started_by"}),
      view_of<books::Campaign>("key-campaigns", "-number", {"reason", "started_by"}),
      with(view_of<books::MeterLink>("links", "meter", {"meter", "address", "line"}),
           "LEFT JOIN account AS a ON a.meter=t.meter AND a.state<>'closed'",
           {{"account", "a.number", ColumnKind::integer},
            {"waiting", "(SELECT count(*) FROM meter_command AS q WHERE q.meter=t.meter AND q.settled IS NULL)", ColumnKind::integer},
            {"last_seen", "(SELECT max(s.taken) FROM statement AS s WHERE s.meter=t.meter AND s.way='link')", ColumnKind::time}}),
      view_of<books::MeterCommand>("commands", "-number", {"meter", "sale", "asked_by"}),
      readings(),
      view_of<books::DayFreeze>("day-freezes", "-day", {"meter"}),
      view_of<books::MeterEvent>("meter-events", "-began", {"meter", "kind", "snapshot"}),
      renamed(view_of<books::ReadingPlan>("reading-plans", "code", {"code", "name", "place"}), "place", "of_place"),
      with(view_of<books::AreaMeter>("areas", "area", {"area", "meter"}), "LEFT JOIN place AS p ON p.code=t.area",
           {{"name", "p.name", ColumnKind::text, true},
            {"meters", "(SELECT count(*) FROM meter AS m JOIN service_point AS s ON s.code=m.service_point WHERE s.area=t.area AND m.state='installed')",
             ColumnKind::integer}}),
      remote_accounts(),
      with(view_of<books::DayCharge>("day-charges", "-day", {"account", "plan"}, {"used", "amount"}),
           "LEFT JOIN account AS a ON a.number=t.account LEFT JOIN customer AS c ON c.number=a.customer", {customer_name}),
      with(view_of<books::Occupant>("occupants", "service_point", {"service_point", "name", "identity", "phone"}),
           "LEFT JOIN service_point AS p ON p.code=t.service_point",
           {{"address", "p.address", ColumnKind::text, true},
            {"also_in",
             "coalesce((SELECT group_concat(o.service_point, ' ') FROM occupant AS o WHERE o.identity<>'' AND o.identity=t.identity"
             " AND o.service_point<>t.service_point AND (t.moved_out='' OR o.moved_in<=t.moved_out) AND (o.moved_out='' OR t.moved_in<=o.moved_out)), '')"}}),
      view_of<books::KeyEvent>("key-journal", "-number", {"what", "object", "first", "second", "reason"}, {}, {"chain"}),
  };
}

}  // namespace

std::span<const View> views() {
  static const std::vector<View> all = make_views();
  return all;
}

const View* find_view(std::string_view name) {
  for (const auto& view : views())
    if (view.name == name) return &view;
  return nullptr;
}

}  // namespace kwota::store
