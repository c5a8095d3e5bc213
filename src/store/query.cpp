#include "store/query.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.h"
#include "base/time.h"

namespace kwota::store {
namespace {

/// Energy stands in Wh, people read kWh with three decimals.
constexpr int energy_digits = 3;

Error unknown_column(std::string_view column) {
  return error(Fault::request, "unknown_column",
               fmt::format("This list has no column {}. Nothing was changed. Choose another one.", column),
               {{"column", std::string(column)}});
}

Error bad_filter(const Filter& filter) {
  return error(Fault::request, "bad_filter",
               fmt::format("The filter {} {} \"{}\" cannot be understood. Nothing was changed. Correct it.", filter.column,
                           filter.how, filter.value),
               {{"column", filter.column}, {"how", filter.how}, {"value", filter.value}});
}

Error bad_cursor() {
  return error(Fault::request, "bad_cursor",
               "This page belongs to another list or sort. Nothing was changed. Begin with the first page.");
}

const Column* find_column(const View& view, std::string_view name) {
  for (const auto& column : view.columns)
    if (column.name == name) return &column;
  return nullptr;
}

/// What a person typed, as the books hold it.
Result<Value> parse(const Filter& filter, std::string_view text, ColumnKind kind, int minor_digits) {
  const auto whole = [&](int digits) -> Result<Value> {
    auto number = parse_decimal(text, digits);
    return number ? Result<Value>(Value(*number)) : Result<Value>(bad_filter(filter));
  };
  switch (kind) {
    case ColumnKind::text: return Value(std::string(text));
    case ColumnKind::integer: return whole(0);
    case ColumnKind::money: return whole(minor_digits);
    case ColumnKind::energy: return whole(energy_digits);
    case ColumnKind::flag:
      if (text == "true" || text == "false") return Value(std::int64_t{text == "true"});
      return bad_filter(filter);
    case ColumnKind::time:
      if (auto instant = parse_instant(text)) return Value(instant->ms());
      // A date alone is that day in UTC; the server turns local days into instants.
      if (auto date = parse_date(text)) return Value(day_number(*date) * 86'400'000);
      return bad_filter(filter);
  }
  return bad_filter(filter);
}

/// The text between two wildcards, for LIKE … ESCAPE '\'.
std::string like(std::string_view part) {
  std::string pattern = "%";
  for (const char c : part) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + "%";
}

void bind(Cursor& cursor, const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value))
    cursor.integer(*number);
  else if (const auto* text = std::get_if<std::string>(&value))
    cursor.text(*text);
  else
    cursor.null();
}

Value read(const Cursor& cursor, int column) {
  if (cursor.is_null(column)) return {};
  if (cursor.is_integer(column)) return cursor.get_integer(column);
  return std::string(cursor.get_text(column));
}

/// FROM … WHERE … of a request, with what is bound to it, and its sort.
struct Selection {
  const View* view = nullptr;
  bool personal = true;
  std::string from_where;
  std::vector<Value> bound;
  std::string sort_sql;
  bool descending = false;
};

Result<std::string> condition(const View& view, const Filter& filter, int minor_digits, std::vector<Value>& bound) {
  const auto* column = find_column(view, filter.column);
  if (column == nullptr) return unknown_column(filter.column);
  if (filter.how == "empty")
    return column->sql + (filter.value == "false" ? " IS NOT NULL AND " : " IS NULL OR ") + column->sql +
           (filter.value == "false" ? "<>''" : "=''");
  if (filter.how == "contains") {
    bound.emplace_back(like(filter.value));
    return column->sql + " LIKE ? ESCAPE '\\'";
  }
  if (filter.how == "in") {
    std::string holes;
    for (std::size_t from = 0; from <= filter.value.size();) {
      const auto end = std::min(filter.value.find(',', from), filter.value.size());
      TRY(value, parse(filter, std::string_view(filter.value).substr(from, end - from), column->kind, minor_digits));
      bound.push_back(std::move(value));
      holes += holes.empty() ? "?" : ",?";
      from = end + 1;
    }
    return column->sql + " IN (" + holes + ")";
  }
  struct How {
    std::string_view name, sql;
  };
  for (const auto& how : {How{"is", "=?"}, How{"not", "<>?"}, How{"from", ">=?"}, How{"to", "<=?"}}) {
    if (filter.how != how.name) continue;
    TRY(value, parse(filter, filter.value, column->kind, minor_digits));
    bound.push_back(std::move(value));
    return column->sql + std::string(how.sql);
  }
  return bad_filter(filter);
}

bool is_personal(const View& view, std::string_view name) {
  const auto* column = find_column(view, name);
  return column != nullptr && column->personal;
}

/// The view's own sentence about its rows, with the station bound.
std::string of_station(const View& view, const std::string& station, std::vector<Value>& bound) {
  std::string sql;
  for (const char c : view.station) {
    sql += c == '@' ? '?' : c;
    if (c == '@') bound.emplace_back(station);
  }
  return sql;
}

/// A value as this reader may see it.
Value as_seen(const Selection& selection, int column, Value value) {
  const auto* text = std::get_if<std::string>(&value);
  if (selection.personal || !selection.view->columns[static_cast<std::size_t>(column)].personal || text == nullptr) return value;
  return masked(*text);
}

Result<Selection> select(const ListRequest& request) {
  Selection selection;
  selection.view = find_view(request.view);
  selection.personal = request.personal;
  if (selection.view == nullptr)
    return error(Fault::request, "unknown_list",
                 fmt::format("There is no list {}. Nothing was changed. Choose another one.", request.view),
                 {{"list", request.view}});
  const auto& view = *selection.view;
  std::string where = view.where;
  const auto also = [&](const std::string& more) { where += (where.empty() ? "(" : " AND (") + more + ")"; };
  if (!request.station.empty()) also(of_station(view, request.station, selection.bound));
  for (const auto& filter : request.filters) {
    if (!request.personal && (filter.how == "from" || filter.how == "to" || filter.how == "contains") && is_personal(view, filter.column))
      return unknown_column(filter.column);
    TRY(sql, condition(view, filter, request.minor_digits, selection.bound));
    also(sql);
  }
  if (!request.search.empty()) {
    std::string any;
    for (const auto& column : view.columns) {
      if (!column.searched) continue;
      const bool whole = column.personal && !request.personal;
      any += (any.empty() ? "" : " OR ") + column.sql + (whole ? "=?" : " LIKE ? ESCAPE '\\'");
      selection.bound.emplace_back(whole ? request.search : like(request.search));
    }
    if (!any.empty()) also(any);
  }
  selection.from_where = " FROM " + view.from + (where.empty() ? "" : " WHERE " + where);
  const auto& sort = request.sort.empty() ? view.sort : request.sort;
  selection.descending = sort.starts_with('-');
  const auto* column = find_column(view, selection.descending ? sort.substr(1) : sort);
  if (column == nullptr || (column->personal && !request.personal)) return unknown_column(sort);
  // Nothing sorts before everything, also in the comparison with a cursor.
  selection.sort_sql = fmt::format("coalesce({}, {})", column->sql, column->kind == ColumnKind::text ? "''" : "0");
  return selection;
}

std::string columns_of(const View& view) {
  std::string sql;
  for (const auto& column : view.columns) (sql += sql.empty() ? "" : ",") += column.sql;
  return sql;
}

std::string order_by(const Selection& selection) {
  const auto* way = selection.descending ? "DESC" : "ASC";
  return fmt::format(" ORDER BY {} {}, {} {}", selection.sort_sql, way, selection.view->key, way);
}

// A cursor is the sort value and the key of the last row of a page: "i<number>" or "t<hexadecimal>", twice, a dot between.
std::string cursor_part(const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return fmt::format("i{}", *number);
  return "t" + to_hex(view_of(std::get<std::string>(value)));
}

Result<Value> cursor_value(std::string_view part) {
  if (part.starts_with('i')) {
    auto number = parse_decimal(part.substr(1), 0);
    if (number) return Value(*number);
  }
  if (part.starts_with('t')) {
    auto bytes = from_hex(part.substr(1));
    if (bytes) return Value(std::string(bytes->begin(), bytes->end()));
  }
  return bad_cursor();
}

Result<void> read_page(Connection& connection, const ListRequest& request, const Selection& selection, ListPage& page) {
  auto bound = selection.bound;
  std::string after;
  if (request.cursor) {
    const auto dot = request.cursor->find('.');
    if (dot == std::string::npos) return bad_cursor();
    TRY(sort, cursor_value(std::string_view(*request.cursor).substr(0, dot)));
    TRY(key, cursor_value(std::string_view(*request.cursor).substr(dot + 1)));
    after = fmt::format("{}({}, {}){}(?, ?)", selection.from_where.find(" WHERE ") == std::string::npos ? " WHERE " : " AND ",
                        selection.sort_sql, selection.view->key, selection.descending ? "<" : ">");
    bound.push_back(std::move(sort));
    bound.push_back(std::move(key));
  }
  const auto size = std::clamp<std::size_t>(request.page_size, 1, page_size_max);
  auto cursor = connection.prepare(fmt::format("SELECT {},{},{}{}{}{} LIMIT ?", columns_of(*selection.view), selection.sort_sql,
                                               selection.view->key, selection.from_where, after, order_by(selection)));
  for (const auto& value : bound) bind(cursor, value);
  cursor.integer(static_cast<std::int64_t>(size + 1));
  const int own = static_cast<int>(selection.view->columns.size());
  std::string last;
  for (;;) {
    TRY(row, cursor.step());
    if (!row) return Done{};
    if (page.rows.size() == size) {
      page.next = last;
      return Done{};
    }
    auto& values = page.rows.emplace_back();
    for (int i = 0; i < own; ++i) values.push_back(as_seen(selection, i, read(cursor, i)));
    last = cursor_part(read(cursor, own)) + "." + cursor_part(read(cursor, own + 1));
  }
}

Result<void> read_sums(Connection& connection, const Selection& selection, ListPage& page) {
  std::string inner = "1", outer = "count(*)";
  std::vector<std::string> names;
  for (const auto& column : selection.view->columns) {
    if (!column.summed) continue;
    inner += fmt::format(",{} AS s{}", column.sum_sql.empty() ? column.sql : column.sum_sql, names.size());
    outer += fmt::format(",coalesce(sum(s{}), 0)", names.size());
    names.push_back(column.name);
  }
  auto cursor =
      connection.prepare(fmt::format("SELECT {} FROM (SELECT {}{} LIMIT {})", outer, inner, selection.from_where, total_max + 1));
  for (const auto& value : selection.bound) bind(cursor, value);
  TRY(row, cursor.step());
  if (!row) return Done{};
  page.total = std::min(cursor.get_integer(0), total_max);
  page.total_is_exact = cursor.get_integer(0) <= total_max;
  if (page.total_is_exact)
    for (std::size_t i = 0; i < names.size(); ++i) page.sums[names[i]] = cursor.get_integer(static_cast<int>(i) + 1);
  return Done{};
}

std::string csv_cell(std::string text, bool may_be_formula) {
  const bool formula =
      may_be_formula && !text.empty() &&
      (std::string_view("=+-@").find(text[0]) != std::string_view::npos || static_cast<unsigned char>(text[0]) < 0x20);
  if (formula) text.insert(0, 1, '\'');
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

}  // namespace

Result<ListPage> list(Connection& connection, const ListRequest& request) {
  TRY(selection, select(request));
  ListPage page;
  page.view = selection.view;
  MUST(read_page(connection, request, selection, page));
  MUST(read_sums(connection, selection, page));
  return page;
}

std::string masked(std::string_view text) {
  const std::size_t head = text.size() >= 11 ? 3 : 0, tail = text.size() >= 11 ? 4 : text.size() > 4 ? 2 : 0;
  std::string out(text);
  for (std::size_t at = head; at + tail < out.size(); ++at) out[at] = '*';
  return out;
}

Result<void> for_each_match(Connection& connection, const ListRequest& request,
                            const std::function<void(const View&, const std::vector<Value>&)>& row) {
  TRY(selection, select(request));
  auto cursor = connection.prepare("SELECT " + columns_of(*selection.view) + selection.from_where + order_by(selection));
  for (const auto& value : selection.bound) bind(cursor, value);
  std::vector<Value> values;
  for (;;) {
    TRY(more, cursor.step());
    if (!more) return Done{};
    values.clear();
    for (int i = 0; i < cursor.columns(); ++i) values.push_back(as_seen(selection, i, read(cursor, i)));
    row(*selection.view, values);
  }
}

Result<void> export_csv(Connection& connection, const ListRequest& request,
                        const std::function<void(std::string_view line)>& line,
                        const std::function<std::string(const Column&)>& label) {
  const auto* view = find_view(request.view);
  std::string text;
  if (view != nullptr) {
    for (const auto& column : view->columns)
      (text += text.empty() ? "" : ",") += csv_cell(label ? label(column) : column.name, true);
    line(text + "\r\n");
  }
  return for_each_match(connection, request, [&](const View& of, const std::vector<Value>& values) {
    text.clear();
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i > 0) text += ',';
      text += csv_cell(text_of(values[i], of.columns[i].kind, request.minor_digits), of.columns[i].kind == ColumnKind::text);
    }
    line(text + "\r\n");
  });
}

std::string text_of(const Value& value, ColumnKind kind, int minor_digits) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  const auto* number = std::get_if<std::int64_t>(&value);
  if (number == nullptr) return "";
  switch (kind) {
    case ColumnKind::money: return format_decimal(*number, minor_digits);
    case ColumnKind::energy: return format_decimal(*number, energy_digits);
    case ColumnKind::time: return format_utc(Instant::from_ms(*number));
    case ColumnKind::flag: return *number != 0 ? "true" : "false";
    default: return std::to_string(*number);
  }
}

}  // namespace kwota::store
