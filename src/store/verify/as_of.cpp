#include "store/verify/as_of.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "store/draft/anchor.h"
#include "store/sqlite/tables_then.h"
#include "store/verify/tellings.h"
#include "store/verify/undo.h"

namespace kwota::store {
namespace {

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
  if (!report::is_sheet(*query.table)) return then_.each(query, take);
  sheets_of(query).each_kind([&]<class Sheet>(const std::map<std::string, Sheet>& sheets) {
    if (query.table == &books::table_of<Sheet>()) give(sheets, take);
  });
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
  return error(Fault::request, "unknown_anchor", fmt::format("The books have no position {}; the newest is {}.", anchor, newest), {{"anchor", std::to_string(anchor)}, {"newest", std::to_string(newest)}});
}

Result<std::int64_t> anchor_by(Moment& connection, Instant moment) {
  TRY(newest, newest_anchor(connection));
  std::int64_t there = 0, later = newest.number + 1;
  while (there + 1 < later) {
    const auto middle = there + (later - there) / 2;
    TRY(anchor, read_anchor(connection, middle));
    (anchor && anchor->time <= moment ? there : later) = middle;
  }
  return there;
}

Result<void> stand_as_of(Moment& moment, std::int64_t anchor) {
  auto& connection = sqlite_of(moment);
  MUST(require_anchor(connection, anchor));
  const auto from = row_id(anchor + 1, 0);
  TRY(told, told_since(connection, from));
  MUST(note_changed(connection, from, told));
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
