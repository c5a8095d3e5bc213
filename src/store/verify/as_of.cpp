#include "store/verify/as_of.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "store/draft/anchor.h"
#include "store/sqlite/columns.h"
#include "store/verify/tellings.h"
#include "store/verify/undo.h"

namespace kwota::store {
namespace {

using books::DaySheet;
using books::MoneySheet;

/// A sheet that was added up, as a row.
class SheetRow final : public books::ValueSource {
 public:
  explicit SheetRow(const std::vector<books::Value>& values) : values_(values) {}
  bool is_null(int) const override { return false; }
  std::int64_t get_integer(int column) const override { return std::get<std::int64_t>(values_.at(static_cast<std::size_t>(column))); }
  std::string_view get_text(int column) const override { return std::get<std::string>(values_.at(static_cast<std::size_t>(column))); }

 private:
  const std::vector<books::Value>& values_;
};

template <class Sheet>
void give(const std::map<std::string, Sheet>& sheets, const std::function<bool(const books::ValueSource&)>& take) {
  const auto& table = books::table_of<Sheet>();
  for (const auto& [key, sheet] : sheets) {
    books::ValuesKeeper keeper;
    table.give(&sheet, keeper, static_cast<int>(table.columns.size()));
    if (!take(SheetRow(keeper.values))) return;
  }
}

std::string day_in(const std::optional<books::Value>& value, const char* otherwise) {
  const auto* text = value ? std::get_if<std::string>(&*value) : nullptr;
  return text != nullptr ? *text : otherwise;
}

// ---- the tables of then ---------------------------------------------------------------------------------------------------

/// Names of the rows of registers that were changed since, made, removed, or told of by chained rows.
Result<std::vector<std::string>> note_changed(Connection& connection, std::int64_t from) {
  MUST(connection.run(fmt::format("CREATE TEMP TABLE changed_since(name TEXT PRIMARY KEY) WITHOUT ROWID; "
                                  "INSERT OR IGNORE INTO temp.changed_since SELECT object FROM main.audit WHERE id>={} AND content_hash<>''", from)));
  TRY(told, told_since(connection, from));
  for (const auto& object : told) {
    auto cursor = connection.prepare("INSERT OR IGNORE INTO temp.changed_since VALUES(?)");
    cursor.text(object);
    MUST(cursor.run());
  }
  return told;
}

Result<std::vector<const books::Table*>> tables_changed(Connection& connection) {
  std::vector<const books::Table*> out;
  const auto all = books::all_tables();
  auto cursor = connection.prepare("SELECT DISTINCT substr(name, 1, instr(name, '/')-1) FROM temp.changed_since ORDER BY 1");
  for (;;) {
    TRY(more, cursor.step());
    if (!more) return out;
    const auto found = std::ranges::find(all, cursor.get_text(0), [](const books::Table* one) { return std::string_view(one->name); });
    if (found != all.end() && !(*found)->chained) out.push_back(*found);
  }
}

std::string then_name(const books::Table& table) { return in_quotes(std::string(table.name) + " then"); }

/// They are found by name and by key while they are changed, and by whatever the books find them by afterwards.
Result<void> index_changed_rows(Connection& connection, const books::Table& table) {
  int number = 0;
  const auto add = [&](const std::string& what) {
    return connection.run(fmt::format("CREATE INDEX temp.{} ON {}({})", in_quotes(fmt::format("{} then {}", table.name, ++number)), in_quotes(table.name), what));
  };
  MUST(add(name_sql(table)));
  std::string key;
  for (int i = 0; i < table.key_columns; ++i) key += (key.empty() ? "" : ",") + in_quotes(table.columns[static_cast<std::size_t>(i)].name);
  MUST(add(key));
  for (const auto* index : table.indexes) {
    std::string columns;
    for (const auto column : index->columns)
      if (!column.empty()) columns += (columns.empty() ? "" : ",") + in_quotes(column);
    MUST(add(columns));
  }
  return Done{};
}

/// Rows that changed, under the name of their table: whoever changes "account" from here on changes these alone.
Result<void> take_changed_rows(Connection& connection, const books::Table& table) {
  MUST(connection.run(fmt::format("CREATE TEMP TABLE {0} AS SELECT * FROM main.{0} WHERE {1} IN (SELECT name FROM temp.changed_since)", in_quotes(table.name), name_sql(table))));
  return index_changed_rows(connection, table);
}

Result<void> join_with_unchanged(Connection& connection, const books::Table& table) {
  return connection.run(fmt::format("ALTER TABLE temp.{0} RENAME TO {1}; CREATE TEMP VIEW {0} AS SELECT * FROM main.{0} WHERE {2} NOT IN (SELECT name FROM temp.changed_since) "
                                    "UNION ALL SELECT * FROM temp.{1}", in_quotes(table.name), then_name(table), name_sql(table)));
}

Result<void> hide_later_rows(Connection& connection, std::int64_t from) {
  for (const auto* table : books::all_tables())
    if (table->chained) MUST(connection.run(fmt::format("CREATE TEMP VIEW {0} AS SELECT * FROM main.{0} WHERE id<{1}", in_quotes(table->name), from)));
  return connection.run(fmt::format(
      "CREATE TEMP TABLE moved_since AS SELECT a.name AS account, sum(l.amount) AS amount FROM main.leg AS l JOIN main.ledger_account AS a ON a.number=l.account WHERE l.entry>={} GROUP BY a.name; "
      "CREATE TEMP VIEW balance AS SELECT b.account, b.amount-coalesce((SELECT m.amount FROM temp.moved_since AS m WHERE m.account=b.account), 0) AS amount FROM main.balance AS b", from));
}

Result<std::int64_t> count_after(Connection& connection, const std::string& sql, std::int64_t anchor, const std::string& from, const std::string& to, const std::string& station) {
  auto cursor = connection.prepare("SELECT count(*) FROM (" + sql + ")");
  cursor.integer(row_id(anchor + 1, 0));
  cursor.text(from);
  cursor.text(to);
  cursor.text(station);
  TRY(more, cursor.step());
  return more ? cursor.get_integer(0) : 0;
}

}  // namespace

void AsOfReader::each(const books::Query& query, const std::function<bool(const books::ValueSource&)>& take) const {
  if (query.table == &books::table_of<DaySheet>()) return give(sheets_of(query).days(), take);
  if (query.table == &books::table_of<MoneySheet>()) return give(sheets_of(query).money(), take);
  then_.each(query, take);
}

const report::DaySheets& AsOfReader::sheets_of(const books::Query& query) const {
  const std::pair days(day_in(query.from, "0001-01-01"), day_in(query.up_to, "9999-12-31"));
  const auto [at, fresh] = sheets_.try_emplace(days);
  if (!fresh) return at->second;
  auto made = sheets_as_of(connection_, anchor_, days.first, days.second);
  if (made.ok()) at->second = std::move(*made);
  else failure_ = made.error();
  return at->second;
}

Result<void> require_anchor(Moment& moment, std::int64_t anchor) {
  auto& connection = sqlite_of(moment);
  TRY(newest, connection.number("SELECT coalesce(max(number), 0) FROM anchor"));
  if (anchor >= 1 && anchor <= newest) return Done{};
  return error(Fault::request, "unknown_anchor", fmt::format("There is no anchor {}; the newest one is {}.", anchor, newest), {{"anchor", std::to_string(anchor)}, {"newest", std::to_string(newest)}});
}

Result<void> stand_as_of(Moment& moment, std::int64_t anchor) {
  auto& connection = sqlite_of(moment);
  MUST(require_anchor(connection, anchor));
  const auto from = row_id(anchor + 1, 0);
  TRY(told, note_changed(connection, from));
  TRY(tables, tables_changed(connection));
  for (const auto* table : tables) MUST(take_changed_rows(connection, *table));
  MUST(undo_changes(connection, from));
  MUST(hide_later_rows(connection, from));
  if (!told.empty()) MUST(tell_again(connection, told));
  for (const auto* table : tables) MUST(join_with_unchanged(connection, *table));
  return Done{};
}

Result<LaterRows> rows_after(Moment& moment, std::int64_t anchor, const std::string& from, const std::string& to, const std::string& station, std::size_t most) {
  auto& connection = sqlite_of(moment);
  const auto sql = fmt::format(
      "SELECT id, 'sale', number, kind, business_day, \"time\", tendered FROM sale WHERE {0} AND (?4='' OR station=?4) UNION ALL "
      "SELECT id, 'entry', number, what, business_day, \"time\", (SELECT coalesce(sum(l.amount), 0) FROM leg AS l WHERE l.entry=entry.id AND l.amount>0) FROM entry WHERE {0} "
      "AND (?4='' OR chain LIKE 'till/'||?4||'/%' OR chain='station/'||?4)",
      "id>=?1 AND business_day>=?2 AND business_day<=?3");
  LaterRows out;
  TRY(total, count_after(connection, sql, anchor, from, to, station));
  out.total = total;
  auto cursor = connection.prepare(sql + fmt::format(" ORDER BY 1 LIMIT {}", most));
  cursor.integer(row_id(anchor + 1, 0));
  cursor.text(from);
  cursor.text(to);
  cursor.text(station);
  for (;;) {
    TRY(more, cursor.step());
    if (!more) return out;
    out.rows.push_back({std::string(cursor.get_text(1)), std::string(cursor.get_text(2)), std::string(cursor.get_text(3)), std::string(cursor.get_text(4)), Instant::from_ms(cursor.get_integer(5)),
                        Money::minor(cursor.get_integer(6))});
  }
}

Result<LaterChanges> registers_after(Moment& moment, std::int64_t anchor, const std::string& station, std::size_t most) {
  auto& connection = sqlite_of(moment);
  constexpr std::string_view which = "FROM audit WHERE id>=?1 AND length(content_hash)>0 AND (?2='' OR chain='station/'||?2)";
  const auto asked = [&](Cursor& cursor) {
    cursor.integer(row_id(anchor + 1, 0));
    cursor.text(station);
  };
  LaterChanges out;
  {
    auto cursor = connection.prepare(fmt::format("SELECT count(*) {}", which));
    asked(cursor);
    TRY(counted, cursor.step());
    if (counted) out.total = cursor.get_integer(0);
  }
  auto cursor = connection.prepare(fmt::format("SELECT object, operator, action, \"time\", details {} ORDER BY id LIMIT {}", which, most));
  asked(cursor);
  for (;;) {
    TRY(more, cursor.step());
    if (!more) return out;
    LaterChange one{std::string(cursor.get_text(0)), {}, std::string(cursor.get_text(1)), std::string(cursor.get_text(2)), Instant::from_ms(cursor.get_integer(3))};
    boost::system::error_code bad;
    const auto details = boost::json::parse(cursor.get_text(4), bad);
    if (!bad && details.is_object())
      for (const auto& column : details.get_object()) one.columns.emplace_back(column.key());
    out.rows.push_back(std::move(one));
  }
}

}  // namespace kwota::store
