#include "store/lists/figure_views.h"

#include "books/decision.h"
#include "store/sqlite/dialect.h"

namespace kwota::store {
namespace {

std::string kept(const std::string& number) { return "(SELECT text FROM kept_text WHERE kept_text.number=" + number + ")"; }

/// What a plan sells, as the ledger names it; `plan` and `account` of the receipt that it is counted under.
std::string commodity(const std::string& plan, const std::string& account) {
  return "CASE WHEN " + plan + "='' AND EXISTS (SELECT 1 FROM purse AS pu WHERE pu.account=" + account + ") THEN 'purse' "
         "ELSE coalesce((SELECT " + dialect::json_member("pl.head", "commodity") + " FROM plan AS pl WHERE pl.id=" + plan + "), '') END";
}

Column summed(std::string name, std::string sql, ColumnKind kind) { return {std::move(name), std::move(sql), kind, false, true}; }

/// The code of a village.
Column place(std::string name, std::string sql) {
  Column out{std::move(name), std::move(sql)};
  out.place = true;
  return out;
}

/// Somebody's sign-in name.
Column person(std::string name, std::string sql) {
  Column out{std::move(name), std::move(sql)};
  out.person = true;
  return out;
}

Column worded_kind(std::string name, std::string sql) {
  Column out{std::move(name), std::move(sql)};
  const auto words = words_of(books::Operation{});
  out.words.assign(words.begin(), words.end());
  return out;
}

/// The same of what may have been none: it says so by an empty text.
Column worded_kind_or_none(std::string name, std::string sql) {
  auto out = worded_kind(std::move(name), std::move(sql));
  out.words.insert(out.words.begin(), std::string_view{});
  return out;
}

/// Credit in its own unit, and nothing in the others.
void put_credit(std::vector<Column>& to, const std::string& unit, const std::string& credit) {
  const auto in = [&](const char* word) { return "CASE " + unit + " WHEN '" + word + "' THEN " + credit + " ELSE 0 END"; };
  to.push_back(summed("credit", in("money"), ColumnKind::money));
  to.push_back(summed("energy", in("energy"), ColumnKind::energy));
  to.push_back(summed("volume", in("volume"), ColumnKind::energy));
}

constexpr auto name_of_customer = "(SELECT c.name FROM customer AS c WHERE c.number=";

}  // namespace

View receipts_of_reports() {
  // Of the receipt that this one takes back, where it takes one back.
  const auto root = [](const std::string& column) { return "coalesce(o." + column + ", t." + column + ")"; };
  View view{"figures-receipts", "sale AS t LEFT JOIN sale AS o ON o.number=t.original LEFT JOIN sale_state AS s ON s.sale=t.number", "", {"t.id"}, "-time", {}};
  view.columns = {{.name = "number", .sql = "t.number", .searched = true},
                  {"time", "t.time", ColumnKind::time},
                  {"business_day", "t.business_day", ColumnKind::date},
                  {"station", root("station")},
                  {"till", root("till")},
                  person("operator", root("\"operator\"")),
                  person("asked_by", "t.\"operator\""),
                  person("approved_by", "t.approved_by"),
                  worded_kind("kind", "t.kind"),
                  worded_kind_or_none("undone", "coalesce(o.kind, '')"),
                  {.name = "reason", .sql = "t.reason", .personal = books::Personal::yes},
                  {.name = "customer", .sql = "t.customer", .kind = ColumnKind::digits, .searched = true},
                  {.name = "customer_name", .sql = std::string(name_of_customer) + "t.customer)", .personal = books::Personal::yes},
                  {"account", "t.account", ColumnKind::integer},
                  {.name = "meter", .sql = "t.meter", .kind = ColumnKind::digits, .searched = true},
                  {"card", "t.card"},
                  {"usage_class", kept(root("usage_class"))},
                  {"plan", root("plan")},
                  {"scheme", kept(root("scheme"))},
                  {"commodity", commodity(root("plan"), root("account"))},
                  summed("count", "1", ColumnKind::integer),
                  summed("money", "t.tendered", ColumnKind::money)};
  put_credit(view.columns, "t.unit", "t.credit");
  view.columns.push_back(summed("reprints", "coalesce(s.reprints, 0)", ColumnKind::integer));
  view.columns.push_back(summed("one_hand", "CASE WHEN t.one_hand THEN 1 ELSE 0 END", ColumnKind::integer));
  view.columns.push_back(summed("agreed", "CASE WHEN t.approved_by='' THEN 0 ELSE 1 END", ColumnKind::integer));
  return view;
}

View openings_of_reports() {
  const auto of_sale = [](const std::string& sql) { return "(SELECT " + sql + " FROM sale AS o WHERE o.number=t.sale)"; };
  const auto of_account = [](const std::string& sql) { return "(SELECT " + sql + " FROM account AS a WHERE a.number=t.account)"; };
  const auto either = [&](const std::string& column) { return "coalesce(" + of_sale("o." + column) + ", " + of_account("a." + column) + ")"; };
  const auto number = [&](const std::string& sql) { return "coalesce(" + of_sale(sql) + ", 0)"; };
  // Both halves have the same kinds of columns, so that the database walks each by its own index and merges them; `place` names the row in its half, and both
  // with one place at one moment would have to be opened in the same millisecond.
  View view{"figures-openings",
            "(SELECT time, id AS place, number AS sale, account FROM sale WHERE kind='open' UNION ALL "
            "SELECT opened AS time, number AS place, CAST('' AS TEXT), number FROM account WHERE opened IS NOT NULL AND first_sale='') AS t",
            "", {"t.place"}, "-time", {}};
  const auto customer = either("customer");
  view.columns = {{"time", "t.time", ColumnKind::time},
                  {"business_day", "coalesce(" + of_sale("o.business_day") + ", '')", ColumnKind::date},
                  {.name = "number", .sql = "t.sale", .searched = true},
                  {"account", "t.account", ColumnKind::integer},
                  {"customer", customer, ColumnKind::digits},
                  {.name = "customer_name", .sql = std::string(name_of_customer) + customer + ")", .personal = books::Personal::yes},
                  place("village", "coalesce(" + of_sale(kept("o.village")) + ", nullif(" + of_account("(SELECT p.place FROM service_point AS p WHERE p.code=a.service_point)") + ", ''), (SELECT u.village FROM purse AS u WHERE u.account=t.account ORDER BY u.number DESC LIMIT 1), (SELECT c.place FROM customer AS c WHERE c.number=" + customer + "), '')"),
                  {"station", either("station")},
                  {"till", "coalesce(" + of_sale("o.till") + ", '')"},
                  person("operator", "coalesce(" + of_sale("o.\"operator\"") + ", '')"),
                  {"meter", either("meter"), ColumnKind::digits},
                  {"usage_class", "coalesce(" + of_sale(kept("o.usage_class")) + ", " + of_account("a.usage_class") + ")"},
                  {"plan", either("plan")},
                  {"scheme", "coalesce(" + of_sale(kept("o.scheme")) + ", " + of_account("a.scheme") + ")"},
                  {"commodity", "coalesce(" + of_sale(commodity("o.plan", "o.account")) + ", " + of_account(commodity("a.plan", "a.number")) + ")"},
                  summed("count", "CASE WHEN (SELECT s.state FROM sale_state AS s WHERE s.sale=t.sale)='" + std::string(word_of(books::undone)) + "' THEN 0 ELSE 1 END", ColumnKind::integer),
                  summed("sales", "CASE t.sale WHEN '' THEN 0 ELSE 1 END", ColumnKind::integer),
                  summed("money", number("o.tendered"), ColumnKind::money)};
  put_credit(view.columns, of_sale("o.unit"), number("o.credit"));
  return view;
}

}  // namespace kwota::store
