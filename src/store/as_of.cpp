#include "store/as_of.h"

#include <fmt/format.h>

#include "store/anchor.h"
#include "store/columns.h"

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
  if (!query.table->chained) return now_.each(query, take);
  auto all = query;
  all.limit = 0;  // of what was there, not of what is
  std::size_t given = 0;
  now_.each(all, [&](const books::ValueSource& row) {
    if (!was_there(*query.table, row)) return true;
    ++given;
    return take(row) && (query.limit == 0 || given < query.limit);
  });
}

std::vector<books::Leg> AsOfReader::legs(std::string_view entry) const {
  return find<books::Entry>(entry) ? now_.legs(entry) : std::vector<books::Leg>{};
}

/// Its id names the anchor that binds it.
bool AsOfReader::was_there(const books::Table& table, const books::ValueSource& row) const {
  auto cursor = connection_.prepare(fmt::format("SELECT id FROM {} WHERE {}=?", in_quotes(table.name), in_quotes(table.columns.front().name)));
  cursor.text(row.get_text(0));
  const auto more = cursor.step();
  if (!more) failure_ = more.error();
  return more && *more && cursor.get_integer(0) < row_id(anchor_ + 1, 0);
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

Result<void> require_anchor(Connection& connection, std::int64_t anchor) {
  TRY(newest, connection.number("SELECT coalesce(max(number), 0) FROM anchor"));
  if (anchor >= 1 && anchor <= newest) return Done{};
  return error(Fault::request, "unknown_anchor", fmt::format("There is no anchor {}; the newest one is {}.", anchor, newest), {{"anchor", std::to_string(anchor)}, {"newest", std::to_string(newest)}});
}

Result<LaterRows> rows_after(Connection& connection, std::int64_t anchor, const std::string& from, const std::string& to, const std::string& station, std::size_t most) {
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

}  // namespace kwota::store
