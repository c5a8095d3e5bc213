#include "store/sqlite/reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "store/sqlite/archives.h"
#include "store/sqlite/columns.h"

namespace kwota::store {
namespace {

/// "a","b" DESC … of what is left behind the columns that are given.
class InOrder {
 public:
  explicit InOrder(bool newest) : newest_(newest) {}
  void by(std::string_view column) { text_ += (text_.empty() ? " ORDER BY " : ",") + in_quotes(column) + (newest_ ? " DESC" : ""); }
  const std::string& text() const { return text_; }

 private:
  bool newest_;
  std::string text_;
};

/// The columns of the key or of the index.
std::vector<std::string_view> order_of(const books::Query& query) {
  const auto& table = *query.table;
  std::vector<std::string_view> order;
  if (query.index != nullptr) {
    for (const auto column : query.index->columns)
      if (!column.empty()) order.push_back(column);
  } else {
    for (int i = 0; i < table.key_columns; ++i) order.push_back(table.columns[static_cast<std::size_t>(i)].name);
  }
  return order;
}

/// Its place among the columns of a sale.
int document_column() {
  static const int place = books::table_of<books::Sale>().column_named("document");
  return place;
}

/// What is read: of a sale's document also the number by which its archive knows it.
books::ColumnSet read_by(const books::Query& query) {
  auto columns = query.columns;
  if (query.table == &books::table_of<books::Sale>() && columns[static_cast<std::size_t>(document_column())]) columns.set(0);
  return columns;
}

std::string text_of(const books::Query& query, IndexUse indexes) {
  const auto& table = *query.table;
  const auto order = order_of(query);
  std::string where;
  const auto also = [&](const std::string& more) { where += (where.empty() ? " WHERE " : " AND ") + more; };
  if (query.index != nullptr) {
    if (query.index->only.when != books::Only::When::always) also(condition_of(query.index->only));
  }
  for (std::size_t i = 0; i < query.equal.size(); ++i) also(in_quotes(order[i]) + "=?");
  if (query.from) also(in_quotes(order[query.equal.size()]) + ">=?");
  if (query.up_to) also(in_quotes(order[query.equal.size()]) + "<=?");
  InOrder by(query.newest);
  const bool one = query.index != nullptr && query.index->unique && query.equal.size() == order.size();
  for (std::size_t i = query.equal.size(); i < order.size(); ++i) by.by(order[i]);
  if (query.index != nullptr && table.chained && !one)
    by.by("id");
  else if (query.index != nullptr && !one)
    for (int i = 0; i < table.key_columns; ++i)
      if (const auto key = table.columns[static_cast<std::size_t>(i)].name; std::ranges::find(order, key) == order.end()) by.by(key);
  return fmt::format("SELECT {} FROM {}", read_list(table, read_by(query)), in_quotes(table.name)) + (query.index != nullptr && indexes == IndexUse::named ? " INDEXED BY " + in_quotes(query.index->name) : "") + where + by.text() + (query.limit != 0 ? " LIMIT ?" : "");
}

/// Rows of one answer that are kept. [K]
constexpr std::size_t rows_max = 64;

/// A sale whose document lies in the archive of its year.
class WithDocument final : public books::ValueSource {
 public:
  WithDocument(const Cursor& row, int column, std::string document) : row_(row), column_(column), document_(std::move(document)) {}
  bool is_null(int column) const override { return row_.is_null(column); }
  std::int64_t get_integer(int column) const override { return row_.get_integer(column); }
  std::string_view get_text(int column) const override { return column == column_ ? std::string_view(document_) : row_.get_text(column); }
  std::string get_hex(int column) const override { return row_.get_hex(column); }

 private:
  const Cursor& row_;
  int column_;
  std::string document_;
};

HeldRows::Row copied(const books::Table& table, const books::ValueSource& from) {
  HeldRows::Row row;
  row.reserve(table.columns.size());
  for (std::size_t i = 0; i < table.columns.size(); ++i) row.push_back(value_at(table.columns[i], from, static_cast<int>(i)));
  return row;
}

}  // namespace

/// One text for each way of asking, made when it is first asked.
SqliteReader::Asked& SqliteReader::asked(const books::Query& query) const {
  using Way = std::tuple<const books::Table*, const books::Index*, std::size_t, int, unsigned long long>;
  thread_local std::map<Way, Asked> known;
  const int flags = (query.from ? 1 : 0) | (query.up_to ? 2 : 0) | (query.newest ? 4 : 0) | (query.limit != 0 ? 8 : 0) | (indexes_ == IndexUse::free ? 16 : 0);
  auto& way = known[{query.table, query.index, query.equal.size(), flags, query.columns.to_ullong()}];
  if (!way.sql.empty()) return way;
  way.sql = text_of(query, indexes_);
  for (const auto column : order_of(query)) way.is_hex.push_back(query.table->columns[static_cast<std::size_t>(query.table->column_named(column))].type == books::ColumnType::hex);
  return way;
}

void SqliteReader::each(const books::Query& query, const std::function<bool(const books::ValueSource&)>& take) const {
  return held_ != nullptr && query.table->held ? hold(query, take) : ask(query, take);
}

void SqliteReader::hold(const books::Query& query, const std::function<bool(const books::ValueSource&)>& take) const {
  auto rows = held_->find(query);
  if (rows == nullptr) {
    std::vector<HeldRows::Row> found;
    ask(query, [&](const books::ValueSource& from) {
      found.push_back(copied(*query.table, from));
      return true;
    });
    rows = std::make_shared<const std::vector<HeldRows::Row>>(std::move(found));
    if (rows->size() <= rows_max) held_->keep(query, rows);
  }
  for (const auto& row : *rows)
    if (!take(HeldSource(row))) return;
}

void SqliteReader::ask(const books::Query& query, const std::function<bool(const books::ValueSource&)>& take) const {
  if (only_held_) throw LookEnded{};
  auto& way = asked(query);
  auto cursor = connection_.prepare(way.sql, way.statement);
  for (std::size_t i = 0; i < query.equal.size(); ++i) {
    if (const auto* text = way.is_hex[i] ? std::get_if<std::string>(&query.equal[i]) : nullptr)
      cursor.hex(*text);
    else
      bind(cursor, query.equal[i]);
  }
  if (query.from) bind(cursor, *query.from);
  if (query.up_to) bind(cursor, *query.up_to);
  if (query.limit != 0) cursor.integer(static_cast<std::int64_t>(query.limit));
  const bool sales = query.table == &books::table_of<books::Sale>();
  for (;;) {
    const auto more = cursor.step();
    if (!more) failed(more.error());
    if (!more || !*more) return;
    const bool away = sales && year_away(cursor.get_text(document_column())) != 0;
    const auto next = away ? take(WithDocument(cursor, document_column(), connection_.archives().document(cursor.get_text(0), cursor.get_text(document_column())))) : take(cursor);
    if (!next) return;
  }
}

void SqliteReader::needs_archive(std::int64_t year) const { failed(archive_missing(year)); }
void SqliteReader::failed(Error reason) const {
  failure_ = std::move(reason);
  if (on_failure_ == OnFailure::end_look) throw LookEnded{};
}

Money SqliteReader::balance(std::string_view ledger_account) const {
  auto amount = Money{};
  if (const auto row = find<books::Balance>(ledger_account)) amount = row->amount;
  if (pending_ != nullptr)
    if (const auto more = pending_->find(ledger_account); more != pending_->end()) amount += more->second;
  return amount;
}

std::vector<books::Leg> SqliteReader::legs(std::string_view entry) const {
  std::vector<books::Leg> out;
  auto cursor = connection_.prepare(
      "SELECT a.name, l.amount FROM entry AS t JOIN leg AS l ON l.entry=t.id JOIN ledger_account AS a ON a.number=l.account WHERE t.number=? ORDER BY l.position");
  cursor.text(entry);
  for (;;) {
    auto more = cursor.step();
    if (!more) failed(more.error());
    if (!more || !*more) return out;
    out.push_back({std::string(cursor.get_text(0)), Money::minor(cursor.get_integer(1))});
  }
}

std::vector<books::HeldVersion> SqliteReader::held_versions(const char* sql) const {
  std::vector<books::HeldVersion> out;
  auto cursor = connection_.prepare(sql);
  for (;;) {
    auto more = cursor.step();
    if (!more) failed(more.error());
    if (!more || !*more) return out;
    out.push_back({static_cast<std::uint8_t>(cursor.get_integer(0)), cursor.get_integer(1)});
  }
}
std::vector<books::HeldVersion> SqliteReader::cards_by_key_version() const {
  return held_versions("SELECT coalesce(key_version, 1) AS v, count(*) FROM card WHERE kind='user' AND state='active' GROUP BY v ORDER BY v");
}
std::vector<books::HeldVersion> SqliteReader::meters_by_key_version() const {
  return held_versions("SELECT coalesce(key_version, 1) AS v, count(*) FROM meter WHERE state='installed' GROUP BY v ORDER BY v");
}

std::vector<books::MeterPoint> SqliteReader::meter_points() const {
  std::vector<books::MeterPoint> out;
  auto cursor = connection_.prepare(
      "SELECT m.number, m.model, coalesce(t.area, p.area, w.area, ''), coalesce(nullif(p.place, ''), nullif(w.village, ''), b.parent, ''),"
      " coalesce(nullif(a.station, ''), nullif(b.station, ''), v.station, ''),"
      " coalesce(t.area, ''), m.state='installed', l.state, coalesce(l.trouble, ''), coalesce(l.changed, 0), coalesce(a.number, 0), m.commodity, coalesce(p.building, '')"
      " FROM meter AS m LEFT JOIN area_meter AS t ON t.meter=m.number LEFT JOIN service_point AS p ON p.code=m.service_point"
      " LEFT JOIN well_meter AS h ON h.meter=m.number AND h.last_day='' AND p.code IS NULL LEFT JOIN well AS w ON w.number=h.well"
      " LEFT JOIN place AS b ON b.code=coalesce(t.area, p.area, w.area) LEFT JOIN place AS v ON v.code=coalesce(nullif(p.place, ''), nullif(w.village, ''), b.parent)"
      " LEFT JOIN meter_link AS l ON l.meter=m.number"
      " LEFT JOIN account AS a ON a.meter=m.number AND a.state<>'closed' WHERE"
      " m.state='installed' OR l.meter IS NOT NULL OR t.meter IS NOT NULL ORDER BY m.number");
  for (;;) {
    auto more = cursor.step();
    if (!more) failed(more.error());
    if (!more || !*more) return out;
    books::MeterPoint point;
    books::get(cursor, 0, point.meter);
    books::get(cursor, 1, point.model);
    books::get(cursor, 2, point.area);
    books::get(cursor, 3, point.village);
    books::get(cursor, 4, point.station);
    books::get(cursor, 5, point.total_of);
    books::get(cursor, 6, point.installed);
    books::get(cursor, 7, point.link_state);
    books::get(cursor, 8, point.link_trouble);
    books::get(cursor, 9, point.link_changed);
    books::get(cursor, 10, point.account);
    books::get(cursor, 11, point.commodity);
    books::get(cursor, 12, point.building);
    out.push_back(std::move(point));
  }
}
std::vector<books::LastContact> SqliteReader::last_contacts() const {
  std::vector<books::LastContact> out;
  auto cursor = connection_.prepare(
      "SELECT meter, max(at), carrier FROM (SELECT meter, taken AS at, carrier FROM statement UNION ALL"
      " SELECT meter, taken, carrier FROM meter_reading WHERE taken IS NOT NULL) GROUP BY meter ORDER BY meter");
  for (;;) {
    auto more = cursor.step();
    if (!more) failed(more.error());
    if (!more || !*more) return out;
    books::LastContact word;
    books::get(cursor, 0, word.meter);
    books::get(cursor, 1, word.at);
    books::get(cursor, 2, word.carrier);
    out.push_back(std::move(word));
  }
}

Result<std::int64_t> count_rows(Moment& moment, const books::Table& table) {
  return sqlite_of(moment).number("SELECT count(*) FROM " + in_quotes(table.name));
}

}  // namespace kwota::store
