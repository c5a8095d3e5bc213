#include "store/verify/sheets.h"

#include <fmt/format.h>

#include <functional>

#include "store/draft/anchor.h"
#include "store/sqlite/columns.h"
#include "store/sqlite/sheet_rows.h"

namespace kwota::store {
namespace {

/// Sales or entries in the order of the books.
template <class Row>
class Rows {
 public:
  explicit Rows(Connection& connection)
      : table_(books::table_of<Row>()), cursor_(connection.prepare(fmt::format("SELECT {}, id FROM {} ORDER BY id", sql_of(table_).list, in_quotes(table_.name)))) {}
  Result<void> next() {
    TRY(more, cursor_.step());
    id_ = more ? cursor_.get_integer(cursor_.columns() - 1) : 0;
    return Done{};
  }
  std::int64_t id() const { return id_; }  ///< 0: there are no more
  Row row() const {
    Row row;
    table_.take(&row, cursor_);
    return row;
  }

 private:
  const books::Table& table_;
  Cursor cursor_;
  std::int64_t id_ = 0;
};

/// All of them, as whoever counts sheets sees them.
Result<void> show_all_rows(Connection& connection, SheetCount& to) {
  Rows<books::Sale> sales(connection);
  Rows<books::Entry> entries(connection);
  MUST(sales.next());
  MUST(entries.next());
  while (sales.id() != 0 || entries.id() != 0) {
    if (sales.id() != 0 && (entries.id() == 0 || sales.id() < entries.id())) {
      MUST(to.see(sales.row(), sales.id()));
      MUST(sales.next());
    } else {
      auto entry = entries.row();
      TRY(legs, legs_of(connection, entries.id()));
      entry.legs = std::move(legs);
      MUST(to.see(entry, entries.id()));
      MUST(entries.next());
    }
  }
  return Done{};
}

/// What was booked some days beside its business day, by a day that ends in the morning or in another zone. [K]
constexpr std::int64_t days_beside = 3;

Instant midnight(const std::string& day, std::int64_t more) {
  const auto date = parse_date(day);
  return date ? Zone::utc().instant({date_of_day(day_number(*date) + more)}) : Instant{};
}

/// Calls `take` with each row of these days that an anchor or one before it binds, and its id.
template <class Row>
Result<void> each_as_of(Connection& connection, std::int64_t anchor, const std::string& from, const std::string& to, const std::function<Result<void>(Row row, std::int64_t id)>& take) {
  const auto& table = books::table_of<Row>();
  auto cursor = connection.prepare(fmt::format("SELECT {}, id FROM {} WHERE \"time\">=? AND \"time\"<=? AND business_day>=? AND business_day<=? AND id<?", sql_of(table).list, in_quotes(table.name)));
  cursor.integer(midnight(from, -days_beside).ms());
  cursor.integer(midnight(to, days_beside + 1).ms());
  cursor.text(from);
  cursor.text(to);
  cursor.integer(row_id(anchor + 1, 0));
  for (;;) {
    TRY(more, cursor.step());
    if (!more) return Done{};
    Row row;
    table.take(&row, cursor);
    MUST(take(std::move(row), cursor.get_integer(cursor.columns() - 1)));
  }
}

std::string name_without_table(const books::RowRef& row) { return name_of(row).substr(row.table->name.size() + 1); }

template <class Sheet>
Result<std::optional<Finding>> hold_all(Connection& connection, std::map<std::string, Sheet> counted) {
  const auto& table = books::table_of<Sheet>();
  const auto found = [&](const Sheet& sheet, Wrong what, const char* why) {
    return std::optional(Finding{std::string(table.name), name_without_table(books::ref(sheet)), what, why});
  };
  auto cursor = connection.prepare(fmt::format("{} ORDER BY {}", sql_of(table).select, sql_of(table).key_list));
  for (;;) {
    TRY(more, cursor.step());
    if (!more) break;
    Sheet sheet;
    table.take(&sheet, cursor);
    const auto known = counted.find(report::key_of(sheet));
    if (known == counted.end()) return found(sheet, Wrong::inserted, "no row of the books is counted there");
    if (content_hash(sheet) != content_hash(known->second)) return found(sheet, Wrong::changed, "it is not the sum of its sales and entries");
    counted.erase(known);
  }
  return counted.empty() ? std::optional<Finding>() : found(counted.begin()->second, Wrong::removed, "sales or entries of that day belong there");
}

}  // namespace

Result<report::DaySheets> sheets_as_of(Connection& connection, std::int64_t anchor, const std::string& from, const std::string& to) {
  report::DaySheets sheets;
  const SqliteReader reader(connection, nullptr, nullptr, IndexUse::free);  // tables of then may be views, which have no indexes of their own
  const ClosedRows closed(reader);
  MUST(each_as_of<books::Sale>(connection, anchor, from, to, [&](books::Sale sale, std::int64_t id) -> Result<void> {
    sheets.take(sale, reader, closed.edition_of(sale.business_day, id));
    return Done{};
  }));
  MUST(each_as_of<books::Entry>(connection, anchor, from, to, [&](books::Entry entry, std::int64_t id) -> Result<void> {
    TRY(legs, legs_of(connection, id));
    entry.legs = std::move(legs);
    sheets.take(entry, reader, closed.edition_of(entry.business_day, id));
    return Done{};
  }));
  if (reader.failure()) return *reader.failure();
  return sheets;
}

template <class Row>
Result<void> SheetCount::count(const Row& row, std::int64_t id) {
  if (!late_ && closed_.came_too_late(row.business_day, id)) late_ = Finding{std::string(row.table), row.number, Wrong::inserted, "its business day was closed before"};
  sheets_.take(row, reader_, closed_.edition_of(row.business_day, id));
  return Done{};
}

Result<const report::DaySheets*> SheetCount::sheets() const {
  if (reader_.failure()) return *reader_.failure();
  return &sheets_;
}

Result<std::optional<Finding>> SheetCount::hold() const {
  TRY(counted, sheets());
  if (late_) return late_;
  Result<std::optional<Finding>> found = std::optional<Finding>{};
  counted->each_kind([&](const auto& of_kind) {
    if (found.ok() && !*found) found = hold_all(connection_, of_kind);
  });
  if (!found.ok() || *found) return found;
  return closed_.hold(*counted);
}

Result<void> add_up_anew(Connection& connection) {
  SheetCount count(connection);
  MUST(show_all_rows(connection, count));
  TRY(counted, count.sheets());
  Result<void> emptied = Done{};
  counted->each_kind([&]<class Sheet>(const std::map<std::string, Sheet>&) {
    if (emptied.ok()) emptied = connection.run(fmt::format("DELETE FROM {}", in_quotes(Sheet::table)));
  });
  MUST(std::move(emptied));
  return add_sheets(connection, *counted);
}

}  // namespace kwota::store
