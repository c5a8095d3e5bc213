#include "serve/lists/list_view.h"

#include <set>

#include "base/cause.h"
#include "collect/report/labels.h"
#include "serve/api/visibility.h"
#include "serve/desk/shown.h"
#include "serve/lists/said_besides.h"
#include "store/draft/moment.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::value;

value shown(const store::Value& cell, store::ColumnKind kind, int digits) {
  if (std::holds_alternative<std::monostate>(cell)) return nullptr;
  if (kind == store::ColumnKind::integer && std::holds_alternative<std::int64_t>(cell)) return std::get<std::int64_t>(cell);
  if (kind == store::ColumnKind::flag && std::holds_alternative<std::int64_t>(cell)) return std::get<std::int64_t>(cell) != 0;
  if (kind == store::ColumnKind::tenders && std::holds_alternative<std::string>(cell)) return Shown{digits}.tenders(books::parse_tenders(std::get<std::string>(cell)));
  auto text = store::text_of(cell, kind, digits);
  const bool of_a_calendar = kind == store::ColumnKind::date || kind == store::ColumnKind::local_time;
  return of_a_calendar && text.empty() ? value(nullptr) : value(std::move(text));
}

/// What the values of such columns are called, by column and value: the names that the utility's own rows give them. Of a place that may be a station
/// the station's stays a code.
object called_in(const books::Reader& books, const store::ListPage& page, std::string_view dimension, bool store::Column::* is_one) {
  std::vector<std::set<std::string>> named(page.view->columns.size());
  std::set<std::string> all;
  for (std::size_t i = 0; i < named.size(); ++i) {
    if (!(page.view->columns[i].*is_one)) continue;
    for (const auto& row : page.rows)
      if (const auto* name = std::get_if<std::string>(&row[i])) named[i].insert(*name);
    all.insert(named[i].begin(), named[i].end());
  }
  object out;
  if (all.empty()) return out;
  const auto labels = report::labels_of(books, dimension, all);
  for (std::size_t i = 0; i < named.size(); ++i) {
    object called;
    for (const auto& name : named[i])
      if (const auto label = labels.find(name); label != labels.end()) called[name] = report::text_of(label->second, name, {});
    if (!called.empty()) out[page.view->columns[i].name] = std::move(called);
  }
  return out;
}

array names_of(const std::vector<std::string>& names) {
  array out;
  for (const auto& name : names) out.push_back(value(name));
  return out;
}

/// The page with how many rows there are in all: counted once for all pages. What was asked to be counted a little is kept where that was all.
Result<store::ListPage> counted_page(ServerParts& server, store::Moment& connection, store::ListRequest wanted) {
  if (wanted.totals == store::Totals::none) return store::list(connection, wanted);
  TRY(newest, store::newest_anchor(connection));
  const auto group = newest.number;
  auto kept = wanted.totals == store::Totals::all ? std::nullopt : server.totals->find(wanted, group);
  if (kept) wanted.totals = store::Totals::none;
  TRY(page, store::list(connection, wanted));
  if (!kept) {
    kept = KeptTotals::Kept{page.total, page.total_is_exact, page.sums, group};
    if (wanted.totals != store::Totals::few || page.total_is_exact) server.totals->keep(wanted, *kept);
  }
  page.total = kept->total;
  page.total_is_exact = kept->exact;
  page.sums = std::move(kept->sums);
  return page;
}

}  // namespace

Result<object> page_of(ServerParts& server, const store::ListRequest& wanted, const std::string& viewer, std::function<bool()> stop) {
  return server.books.query_until(std::move(stop), [&](store::Moment& connection) -> Result<object> {
    TRY(page, counted_page(server, connection, wanted));
    const store::BooksReader reader(connection);
    const SaidBesides besides(reader, wanted.view, viewer, server.clock.now(), wanted.minor_digits);
    array rows;
    for (std::size_t at = 0; at < page.rows.size(); ++at) {
      const auto& cells = page.rows[at];
      object row;
      for (std::size_t i = 0; i < cells.size(); ++i)
        row[page.view->columns[i].name] = shown(cells[i], page.view->columns[i].kind, wanted.minor_digits);
      besides.add(row);
      if (row.contains("version")) row["changeable"] = static_cast<bool>(page.changeable[at]);
      rows.push_back(std::move(row));
    }
    object totals;
    for (const auto& [name, sum] : page.sums)
      for (const auto& column : page.view->columns)
        if (column.name == name) totals[name] = store::text_of(store::Value(sum), column.kind, wanted.minor_digits);
    const auto offered = store::offers(wanted);
    return object{{"rows", std::move(rows)},
                  {"people", called_in(reader, page, "operator", &store::Column::person)},
                  {"places", called_in(reader, page, "village", &store::Column::place)},
                  {"next", page.next ? value(*page.next) : value(nullptr)},
                  {"further", page.further},
                  {"sort", page.sort},
                  {"sorts", names_of(offered.sorts)},
                  {"filters", names_of(offered.filters)},
                  {"total", page.total},
                  {"total_is_exact", page.total_is_exact},
                  {"totals", std::move(totals)}};
  });
}

Result<object> row_of(ServerParts& server, const books::Operator& who, const std::string& view, const std::vector<store::Filter>& key) {
  store::ListRequest wanted;
  wanted.view = view;
  wanted.filters = key;
  wanted.page_size = 1;
  wanted.totals = store::Totals::none;
  limit(wanted, visibility_of(who));
  wanted.minor_digits = minor_digits(server);
  TRY(page, page_of(server, wanted));
  auto& rows = page["rows"].as_array();
  if (!rows.empty()) return std::move(rows.front().as_object());
  std::string what;
  for (const auto& part : key) what += (what.empty() ? "" : "/") + part.value;
  return error(Fault::request, Cause::not_found, "There is no such row.", {{"what", what}});
}

}  // namespace kwota::serve
