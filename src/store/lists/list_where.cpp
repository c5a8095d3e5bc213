#include "store/lists/list_where.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "base/decimal.h"
#include "base/time.h"
#include "store/sqlite/columns.h"
#include "store/sqlite/search_index.h"

namespace kwota::store {
namespace {

/// What a person typed, as the books hold it.
Result<Value> parse(const Filter& filter, std::string_view text, ColumnKind kind, int minor_digits) {
  const auto whole = [&](int digits) -> Result<Value> {
    auto number = parse_decimal(text, digits);
    return number ? Result<Value>(Value(*number)) : Result<Value>(bad_filter(filter));
  };
  switch (kind) {
    case ColumnKind::text:
    case ColumnKind::tenders: return Value(std::string(text));
    case ColumnKind::digits: {
      const auto number = parse_decimal(text, 0);
      return number ? Value(*number) : Value(std::string(text));  // a name of another form is nobody's
    }
    case ColumnKind::integer: return whole(0);
    case ColumnKind::money: return whole(minor_digits);
    case ColumnKind::energy: return whole(energy_digits);
    case ColumnKind::hundredths: return whole(hundredths_digits);
    case ColumnKind::flag:
      if (text == "true" || text == "false") return Value(std::int64_t{text == "true"});
      return bad_filter(filter);
    case ColumnKind::date:
      if (const auto date = parse_date(text)) return Value(format_date(*date));
      return bad_filter(filter);
    case ColumnKind::local_time:  // a date alone is its first moment; as the end of a period its last
      if (const auto date = parse_date(text)) return Value(format_date(*date) + (filter.how == Match::to ? " 23:59:59" : " 00:00:00"));
      if (const auto time = parse_local(text)) return Value(format_local(*time));
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

/// As people see it.
std::string text_sql(const Column& column) { return column.kind == ColumnKind::digits ? digits_sql(column.sql) : column.sql; }

/// The text, and what stands behind everything that begins with it.
std::pair<std::string, std::string> range_of(const std::string& begin) { return {begin, begin + "\xF4\x8F\xBF\xBF"}; }

/// So many digits begin few numbers; fewer are looked for as whole numbers alone.
constexpr std::size_t digits_that_begin = 4;
/// Of a meter, of a customer; and the longest account number that is looked for by its beginning.
constexpr std::size_t number_digits = 12, account_digits_most = 10;

/// A part of a name is many people's, the whole few: of each part so many times more are looked at.
constexpr std::size_t most_of_a_part = 20;

/// One way of searching with its holes filled; empty where it does not fit what was typed.
class Way {
 public:
  Way(const ListRequest& request, std::size_t most) : request_(request), digits_(digits_of(request.search)), parts_(parts_of_search(request.search)), most_(most) {}

  std::optional<Condition> filled(std::string_view text) {
    Condition way;
    while (!text.empty()) {
      const auto open = std::min(text.find('{'), text.size());
      way.sql += text.substr(0, open);
      text.remove_prefix(open);
      if (text.empty()) break;
      const auto close = text.find('}');
      if (!fill(way, text.substr(1, close - 1))) return std::nullopt;
      text.remove_prefix(close + 1);
    }
    return way;
  }

 private:
  bool fill(Condition& way, std::string_view hole) {
    if (hole == "text") return bound(way, "?", {request_.search});
    if (hole == "digits") return !digits_.empty() && digits_.size() < 18 && bound(way, "?", {std::int64_t{std::stoll(digits_)}});
    if (hole == "padded") return !digits_.empty() && digits_.size() <= 12 && bound(way, "?", {std::string(12 - digits_.size(), '0') + digits_});
    if (hole.starts_with("begins ")) {
      const auto [from, to] = range_of(request_.search);
      const std::string column(hole.substr(7));
      return bound(way, "(" + column + ">=? AND " + column + "<?)", {from, to});
    }
    if (hole.starts_with("number ")) return begins_so(way, std::string(hole.substr(7)), number_digits);
    if (hole == "account") return whole_or_begun_account(way);
    if (hole == "customers") return any(way, of_customers());
    return hole == "points" && any(way, of_points());
  }
  /// Numbers of up to so many digits that begin with what was typed, from the first to the last of each length: people leave zeros in front out. Fewer than four
  /// digits begin too many; zeros that somebody typed stand where a number of that length has them.
  std::vector<std::pair<std::int64_t, std::int64_t>> begun(std::size_t longest) const {
    if (digits_.size() < digits_that_begin || digits_.size() > longest) return {};
    const std::int64_t number = std::stoll(digits_);
    std::vector<std::pair<std::int64_t, std::int64_t>> ranges;
    std::int64_t behind = 1;
    for (auto length = digits_.size(); length <= longest; ++length, behind *= 10)
      if (digits_.front() != '0' || length == longest) ranges.emplace_back(number * behind, number * behind + behind - 1);
    return ranges;
  }
  bool begins_so(Condition& way, const std::string& column, std::size_t longest) const {
    std::string any;
    for (const auto& [first, last] : begun(longest)) {
      any += (any.empty() ? "" : " OR ") + column + " BETWEEN ? AND ?";
      way.bound.insert(way.bound.end(), {first, last});
    }
    way.sql += "(" + any + ")";
    return !any.empty();
  }
  bool whole_or_begun_account(Condition& way) const {
    if (!digits_.starts_with('0') && !begun(account_digits_most).empty()) return begins_so(way, "number", account_digits_most);
    return !digits_.empty() && digits_.size() < 18 && bound(way, "number=?", {std::int64_t{std::stoll(digits_)}});
  }
  static bool bound(Condition& way, const std::string& sql, std::vector<Value> values) {
    way.sql += sql;
    way.bound.insert(way.bound.end(), values.begin(), values.end());
    return true;
  }
  static bool any(Condition& way, const std::vector<Condition>& ways) {
    std::string sql;
    for (const auto& one : ways) {
      sql += (sql.empty() ? "" : " UNION ") + one.sql;
      way.bound.insert(way.bound.end(), one.bound.begin(), one.bound.end());
    }
    way.sql += sql;
    return !ways.empty();
  }
  /// Rows of which each part begins a word.
  std::optional<Condition> words(std::string_view kind) const {
    Condition all;
    const auto most = parts_.size() > 1 ? most_of_a_part * most_ : most_;
    for (const auto& part : parts_) {
      const auto [from, to] = range_of(part);
      all.sql += fmt::format("{}SELECT object FROM (SELECT object FROM search_word WHERE kind='{}' AND word>=? AND word<? LIMIT {})", all.sql.empty() ? "" : " INTERSECT ", kind, most);
      all.bound.insert(all.bound.end(), {from, to});
    }
    if (parts_.size() > 1) all.sql = "SELECT object FROM (" + all.sql + ")";
    return parts_.empty() ? std::nullopt : std::optional(std::move(all));
  }
  std::vector<Condition> of_customers() const {
    std::vector<Condition> ways;
    if (auto named = words("customer")) ways.push_back(std::move(*named));
    ways.push_back({"SELECT number FROM customer WHERE identity_number=? AND identity_number<>''", {request_.search}});
    if (digits_.empty()) return ways;
    if (digits_.size() <= 12) ways.push_back({"SELECT number FROM customer WHERE number=?", {std::string(12 - digits_.size(), '0') + digits_}});
    const auto [from, to] = range_of(digits_);
    if (Condition begun; begins_so(begun, "number", number_digits)) ways.push_back({fmt::format("SELECT number FROM (SELECT number FROM customer WHERE {} LIMIT {})", begun.sql, most_), begun.bound});
    if (request_.personal)
      ways.push_back({fmt::format("SELECT object FROM (SELECT object FROM search_word WHERE kind='phone' AND word>=? AND word<? LIMIT {})", most_), {from, to}});
    else
      ways.push_back({"SELECT object FROM search_word WHERE kind='phone' AND word=?", {digits_}});
    return ways;
  }
  std::vector<Condition> of_points() const {
    std::vector<Condition> ways;
    const auto [from, to] = range_of(request_.search);
    ways.push_back({"SELECT code FROM service_point WHERE code>=? AND code<?", {from, to}});
    if (auto named = words("service_point")) ways.push_back(std::move(*named));
    return ways;
  }

  const ListRequest& request_;
  std::string digits_;
  std::vector<std::string> parts_;
  std::size_t most_;
};

/// What narrows a text or a range step by step, until nothing of it is hidden any more.
bool is_part(Match how) { return how == Match::from || how == Match::to || how == Match::contains || how == Match::begins; }

/// "a,b": any of them.
Result<Condition> any_of(const Filter& filter, const Column& column, int minor_digits) {
  Condition condition;
  std::string holes;
  for (std::size_t from = 0; from <= filter.value.size();) {
    const auto end = std::min(filter.value.find(',', from), filter.value.size());
    TRY(value, parse(filter, std::string_view(filter.value).substr(from, end - from), column.kind, minor_digits));
    condition.bound.push_back(std::move(value));
    holes += holes.empty() ? "?" : ",?";
    from = end + 1;
  }
  condition.sql = column.sql + " IN (" + holes + ")";
  return condition;
}

}  // namespace

Error bad_filter(const Filter& filter) {
  return error(Fault::request, Cause::bad_filter,
               fmt::format("The filter {} {} \"{}\" cannot be understood. Nothing was changed. Correct it.", filter.column,
                           word_of(filter.how), filter.value),
               {{"column", filter.column}, {"how", std::string(word_of(filter.how))}, {"value", filter.value}});
}

Error unknown_column(std::string_view column) {
  return error(Fault::request, "unknown_column",
               fmt::format("This list has no column {}. Nothing was changed. Choose another one.", column),
               {{"column", std::string(column)}});
}

void Condition::also(const Condition& more) {
  if (more.sql.empty()) return;
  sql += (sql.empty() ? "(" : " AND (") + more.sql + ")";
  bound.insert(bound.end(), more.bound.begin(), more.bound.end());
}

Result<Condition> condition_of(const ListRequest& request, const View& view, const Filter& filter) {
  const auto* column = find_column(view, filter.column);
  if (column == nullptr) return unknown_column(filter.column);
  if (column->is_masked() && !request.personal && is_part(filter.how)) return unknown_column(filter.column);
  const auto compared = [&](std::string_view by) -> Result<Condition> {
    TRY(value, parse(filter, filter.value, column->kind, request.minor_digits));
    return Condition{column->sql + std::string(by), {std::move(value)}};
  };
  switch (filter.how) {
    case Match::is: {
      TRY(one, compared("=?"));
      if (column->is_sql.empty()) return one;
      one.sql = column->is_sql;
      one.bound.assign(static_cast<std::size_t>(std::ranges::count(one.sql, '?')), Value(one.bound.front()));
      return one;
    }
    case Match::is_not: return compared("<>?");
    case Match::from: return compared(">=?");
    case Match::to: return compared("<=?");
    case Match::contains: return Condition{text_sql(*column) + " LIKE ? ESCAPE '\\'", {like(filter.value)}};
    case Match::begins: return Condition{text_sql(*column) + " LIKE ? ESCAPE '\\'", {like(filter.value).substr(1)}};
    case Match::in: return any_of(filter, *column, request.minor_digits);
    case Match::empty: return Condition{column->sql + " IS NULL OR " + column->sql + "=''"};
    case Match::filled: return Condition{column->sql + " IS NOT NULL AND " + column->sql + "<>''"};
  }
  return bad_filter(filter);
}

Result<std::optional<BackwardRange>> backward_range(const ListRequest& request, const View& view) {
  for (const auto& from : request.filters)
    for (const auto& to : request.filters) {
      const auto* column = find_column(view, from.column);
      if (from.how != Match::from || to.how != Match::to || to.column != from.column || column == nullptr) continue;
      TRY(first, parse(from, from.value, column->kind, request.minor_digits));
      TRY(last, parse(to, to.value, column->kind, request.minor_digits));
      if (first.index() == last.index() && last < first) return std::optional(BackwardRange{from.column, from.value, to.value});
    }
  return std::optional<BackwardRange>{};
}

Condition condition_of_search(const ListRequest& request, const View& view) {
  Condition any;
  if (request.search.empty()) return any;
  for (const auto& column : view.columns) {
    if (!column.searched) continue;
    const bool whole = column.is_masked() && !request.personal;
    any.sql += (any.sql.empty() ? "" : " OR ") + text_sql(column) + (whole ? "=?" : " LIKE ? ESCAPE '\\'");
    any.bound.emplace_back(whole ? request.search : like(request.search));
  }
  return any;
}

Condition condition_of_ways(const ListRequest& request, const View& view) {
  Condition any;
  Way way(request, looked_max);
  for (const auto& text : view.searches) {
    const auto filled = way.filled(text);
    if (!filled) continue;
    any.sql += (any.sql.empty() ? "" : " UNION ALL ") + fmt::format("SELECT * FROM ({} LIMIT {})", filled->sql, looked_max);
    any.bound.insert(any.bound.end(), filled->bound.begin(), filled->bound.end());
  }
  any.sql = view.key.front() + " IN (" + (any.sql.empty() ? "SELECT NULL" : any.sql) + ")";
  return any;
}

namespace {

/// A sentence about a station's rows with the station in it; empty of somebody who works for all stations.
Condition of_station(const ListRequest& request, const std::string& sentence) {
  Condition condition;
  if (request.station.empty()) return condition;
  for (const char c : sentence) {
    condition.sql += c == '@' ? '?' : c;
    if (c == '@') condition.bound.emplace_back(request.station);
  }
  return condition;
}

}  // namespace

Condition condition_of_station(const ListRequest& request, const View& view) { return of_station(request, view.station); }
Condition condition_of_change(const ListRequest& request, const View& view) { return of_station(request, view.station_changes); }

namespace {

/// Over what stood there before: a text keeps its room.
void read_over(Value& to, const Cursor& cursor, int column, ColumnKind kind) {
  const bool may_be_text = is_text(kind);
  if (!may_be_text && cursor.is_integer(column)) {
    to = cursor.get_integer(column);
  } else if (may_be_text ? cursor.is_text(column) : !cursor.is_null(column)) {
    const auto text = cursor.get_text(column);
    if (auto* kept = std::get_if<std::string>(&to)) kept->assign(text);
    else to.emplace<std::string>(text);
  } else {
    to = read(cursor, column);
  }
}

/// As people read it, and as much of it as this reader may see.
void show(Value& value, const ListRequest& request, const Column& column) {
  if (column.kind == ColumnKind::digits)
    if (const auto* number = std::get_if<std::int64_t>(&value)) value = fmt::format("{:012}", *number);
  if (!column.is_masked() || request.personal) return;
  if (auto* text = std::get_if<std::string>(&value)) *text = masked(*text);
}

}  // namespace

Value read(const Cursor& cursor, int column) {
  if (cursor.is_null(column)) return {};
  if (cursor.is_integer(column)) return cursor.get_integer(column);
  return std::string(cursor.get_text(column));
}

std::string columns_of(const View& view) {
  std::string sql;
  for (const auto& column : view.columns) (sql += sql.empty() ? "" : ",") += column.sql;
  return sql;
}

std::vector<Value> row_as_seen(const ListRequest& request, const View& view, const Cursor& cursor) {
  std::vector<Value> values(view.columns.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = read(cursor, static_cast<int>(i));
    show(values[i], request, view.columns[i]);
  }
  return values;
}

std::string columns_by_number(const View& view) {
  std::string sql;
  for (const auto& column : view.columns) (sql += sql.empty() ? "" : ",") += column.kept_sql.empty() ? column.sql : column.kept_sql;
  return sql;
}

Result<const std::vector<Value>*> ManyRows::next(const Cursor& cursor) {
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const auto& column = view_.columns[i];
    const auto at = static_cast<int>(i);
    if (!column.kept_sql.empty() && cursor.is_integer(at)) {
      TRY(text, kept(cursor.get_integer(at)));
      if (auto* known = std::get_if<std::string>(&values_[i])) known->assign(*text);
      else values_[i] = *text;
    } else {
      read_over(values_[i], cursor, at, column.kind);
    }
    show(values_[i], request_, column);
  }
  return &values_;
}

Result<const std::string*> ManyRows::kept(std::int64_t number) {
  constexpr std::size_t kept_max = 4096;  // texts that are at hand: enough for names of classes and places, little beside a page of the books [K]
  if (const auto known = kept_.find(number); known != kept_.end()) return &known->second;
  auto cursor = connection_.prepare("SELECT text FROM kept_text WHERE number=?");
  cursor.integer(number);
  TRY(there, cursor.step());
  if (kept_.size() >= kept_max) kept_.clear();
  return &kept_.emplace(number, there ? std::string(cursor.get_text(0)) : std::string{}).first->second;
}

}  // namespace kwota::store
