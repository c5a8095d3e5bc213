#include "store/queries/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/decimal.h"
#include "store/draft/hash.h"
#include "store/lists/list_walk.h"

namespace kwota::queries {
namespace {

using store::bad_cursor;
using store::Value;

/// A question's own mark, in front of each of its cursors.
std::string mark_of(const Document& document) { return to_hex(store::sha256(view_of(document.text))).substr(0, 12) + "."; }

/// What stands behind the mark.
Result<std::optional<std::string>> place_of(const Document& document, const std::optional<std::string>& cursor) {
  if (!cursor) return std::optional<std::string>{};
  const auto mark = mark_of(document);
  if (!cursor->starts_with(mark)) return bad_cursor();
  return std::optional(cursor->substr(mark.size()));
}

/// In which kind a figure is told.
store::ColumnKind kind_of(const FigureSql& figure) {
  if (figure.column == nullptr) return store::ColumnKind::integer;
  const bool in_hundredths = figure.figure->kind == FigureKind::mean && figure.column->kind == store::ColumnKind::integer;
  return in_hundredths ? store::ColumnKind::hundredths : figure.column->kind;
}

std::int64_t mean_of(const FigureSql& figure, std::int64_t sum, std::int64_t count) {
  constexpr std::int64_t parts_of_whole = 100;
  return divide(Wide{sum} * (kind_of(figure) == store::ColumnKind::hundredths ? parts_of_whole : 1), count, Round::half_up);
}

/// Groups of all rows that match: how they are read, in which order, and what they add up to.
class Groups {
 public:
  Groups(const Compiled& query, store::Walk walk) : query_(query), walk_(std::move(walk)), where_(walk_.walked) { where_.also(walk_.rest); }

  Result<std::vector<std::vector<Value>>> read(store::Connection& connection, std::int64_t limit, std::int64_t offset) const {
    std::string groups;
    for (const auto& group : query_.groups) groups += (groups.empty() ? "" : ",") + group.sql;
    auto sql = "SELECT " + groups + (groups.empty() ? "" : ",") + figures() + from();
    if (!groups.empty()) sql += " GROUP BY " + groups + " ORDER BY " + order(groups);
    auto cursor = connection.prepare(sql + " LIMIT ? OFFSET ?");
    for (const auto& value : where_.bound) store::bind(cursor, value);
    cursor.integer(limit);
    cursor.integer(offset);
    std::vector<std::vector<Value>> rows;
    for (;;) {
      TRY(more, cursor.step());
      if (!more) return rows;
      rows.push_back(row_of(cursor, query_.groups.size()));
    }
  }

  /// The figures of all rows.
  Result<std::map<std::string, Value>> totals(store::Connection& connection) const {
    auto cursor = connection.prepare("SELECT " + figures() + from());
    for (const auto& value : where_.bound) store::bind(cursor, value);
    TRY(there, cursor.step());
    std::map<std::string, Value> out;
    if (!there) return out;
    const auto values = row_of(cursor, 0);
    for (std::size_t i = 0; i < query_.figures.size(); ++i) out[query_.figures[i].figure->name()] = values[i];
    return out;
  }

  Result<std::int64_t> count(store::Connection& connection) const {
    if (query_.groups.empty()) return std::int64_t{1};
    std::string groups;
    for (const auto& group : query_.groups) groups += (groups.empty() ? "" : ",") + group.sql;
    auto cursor = connection.prepare("SELECT count(*) FROM (SELECT 1" + from() + " GROUP BY " + groups + " LIMIT ?)");
    for (const auto& value : where_.bound) store::bind(cursor, value);
    cursor.integer(store::total_max + 1);
    TRY(there, cursor.step());
    return there ? cursor.get_integer(0) : 0;
  }

 private:
  static std::string sql_of(const FigureSql& figure) {
    switch (figure.figure->kind) {
      case FigureKind::count: return "count(*)";
      case FigureKind::sum: return "sum(" + figure.sql + ")";
      case FigureKind::min: return "min(" + figure.sql + ")";
      case FigureKind::max: return "max(" + figure.sql + ")";
      case FigureKind::mean: return "sum(" + figure.sql + ")";
    }
    return "";
  }
  /// Of a mean sum and count, divided exactly afterwards.
  std::string figures() const {
    std::string sql;
    for (const auto& figure : query_.figures) {
      sql += (sql.empty() ? "" : ",") + sql_of(figure);
      if (figure.figure->kind == FigureKind::mean) sql += ",count(" + figure.sql + ")";
    }
    return sql.empty() ? "count(*)" : sql;
  }
  std::string from() const { return " FROM " + walk_.view->from + (where_.sql.empty() ? "" : " WHERE " + where_.sql); }
  std::string order(const std::string& groups) const {
    const std::string way = query_.descending ? " DESC" : "";
    for (const auto& group : query_.groups)
      if (group.group->name() == query_.order) return group.sql + way + "," + groups;
    for (const auto& figure : query_.figures)
      if (figure.figure->name() == query_.order) return (figure.figure->kind == FigureKind::mean ? order_of_mean(figure, way) : sql_of(figure) + way) + "," + groups;
    return groups;
  }
  /// By the whole part and then by what is left of the division, in millionths: 3/2 stands behind 1.
  static std::string order_of_mean(const FigureSql& figure, const std::string& way) {
    const auto count = "nullif(count(" + figure.sql + "),0)";
    return fmt::format("{0}/{1}{2},({0}%{1})*1000000/{1}{2}", sql_of(figure), count, way);
  }
  std::vector<Value> row_of(const store::Cursor& cursor, std::size_t groups) const {
    std::vector<Value> row;
    int at = 0;
    for (std::size_t i = 0; i < groups; ++i) {
      auto value = store::read(cursor, at++);
      const auto* number = std::get_if<std::int64_t>(&value);
      if (query_.groups[i].column->kind == store::ColumnKind::digits && number != nullptr) value = fmt::format("{:012}", *number);
      row.push_back(std::move(value));
    }
    for (const auto& figure : query_.figures) {
      auto value = store::read(cursor, at++);
      if (figure.figure->kind == FigureKind::mean) {
        const auto count = cursor.get_integer(at++);
        const auto* sum = std::get_if<std::int64_t>(&value);
        value = sum == nullptr || count == 0 ? Value{} : Value(mean_of(figure, *sum, count));
      }
      row.push_back(std::move(value));
    }
    if (query_.figures.empty()) row.push_back(store::read(cursor, at));
    return row;
  }

  const Compiled& query_;
  store::Walk walk_;
  store::Condition where_;
};

Result<Groups> groups_of(const Compiled& query) {
  TRY(walk, store::walk_of(query.request, store::Reach::all));
  return Groups(query, std::move(walk));
}

Result<Page> page_of_groups(store::Connection& connection, const Compiled& query, const std::string& mark, const std::optional<std::string>& place, std::size_t size) {
  std::size_t offset = 0;
  if (place) {
    const auto* end = place->data() + place->size();
    const auto read = std::from_chars(place->data(), end, offset);
    if (read.ec != std::errc{} || read.ptr != end || offset >= groups_shown_max) return bad_cursor();
  }
  TRY(groups, groups_of(query));
  TRY(rows, groups.read(connection, static_cast<std::int64_t>(size) + 1, static_cast<std::int64_t>(offset)));
  Page page;
  page.heads = heads_of(query);
  page.rows = std::move(rows);
  page.sort = (query.descending ? "-" : "") + query.order;
  if (page.rows.size() > size) {
    page.rows.pop_back();
    if (offset + size < groups_shown_max) page.next = mark + std::to_string(offset + size);
  }
  if (place) return page;
  TRY(count, groups.count(connection));
  TRY(totals, groups.totals(connection));
  page.total = std::min(count, store::total_max);
  page.total_is_exact = count <= store::total_max;
  page.counted = true;
  page.totals = std::move(totals);
  return page;
}

/// Where the chosen columns stand among the view's.
std::vector<std::size_t> places_of(const Compiled& query) {
  std::vector<std::size_t> places;
  for (const auto* column : query.columns) places.push_back(static_cast<std::size_t>(column - query.subject->columns.data()));
  return places;
}

std::vector<Value> chosen(const std::vector<Value>& row, const std::vector<std::size_t>& places) {
  std::vector<Value> out;
  out.reserve(places.size());
  for (const auto place : places) out.push_back(row[place]);
  return out;
}

Result<Page> page_of_rows(store::Connection& connection, const Compiled& query, const std::string& mark, const std::optional<std::string>& place, std::size_t size) {
  auto request = query.request;
  request.cursor = place;
  request.page_size = size;
  request.totals = place ? store::Totals::none : store::Totals::cheap;
  TRY(found, store::list(connection, request));
  Page page;
  page.heads = heads_of(query);
  const auto places = places_of(query);
  for (const auto& row : found.rows) page.rows.push_back(chosen(row, places));
  if (found.next) page.next = mark + *found.next;
  page.further = found.further;
  page.sort = found.sort;
  page.counted = !place;
  page.total = found.total;
  page.total_is_exact = found.total_is_exact;
  for (const auto& [name, sum] : found.sums) page.totals[name] = sum;
  return page;
}

}  // namespace

std::vector<Head> heads_of(const Compiled& query) {
  std::vector<Head> heads;
  for (const auto* column : query.columns) heads.push_back({column->name, column->name, column->kind, {}, DatePart::whole, column->personal});
  for (const auto& group : query.groups)
    heads.push_back({group.group->name(), group.column->name, group.group->part == DatePart::whole ? group.column->kind : store::ColumnKind::text, {}, group.group->part, group.column->personal});
  for (const auto& figure : query.figures)
    heads.push_back({figure.figure->name(), figure.column == nullptr ? "" : figure.column->name, kind_of(figure), figure.figure->kind});
  if (!query.groups.empty() && query.figures.empty()) heads.push_back({"count", "", store::ColumnKind::integer, FigureKind::count});
  return heads;
}

Result<Page> page(store::Moment& moment, const Document& document, const Viewer& viewer, const std::optional<std::string>& cursor, std::size_t page_size) {
  auto& connection = store::sqlite_of(moment);
  TRY(query, compile(document, viewer));
  TRY(place, place_of(document, cursor));
  const auto size = std::clamp<std::size_t>(page_size, 1, store::page_size_max);
  return document.grouped() ? page_of_groups(connection, query, mark_of(document), place, size) : page_of_rows(connection, query, mark_of(document), place, size);
}

Result<void> each_row(store::Moment& moment, const Document& document, const Viewer& viewer, const std::function<void(const std::vector<Value>&)>& row) {
  auto& connection = store::sqlite_of(moment);
  TRY(query, compile(document, viewer));
  if (!document.grouped()) {
    const auto places = places_of(query);
    return store::for_each_match(connection, query.request, [&](const store::View&, const std::vector<Value>& values) { row(chosen(values, places)); });
  }
  TRY(groups, groups_of(query));
  TRY(rows, groups.read(connection, store::total_max, 0));
  for (const auto& one : rows) row(one);
  return {};
}

}  // namespace kwota::queries
