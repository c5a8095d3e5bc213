#include "store/verify/sheets.h"

#include <fmt/format.h>

#include <functional>

#include "store/draft/anchor.h"
#include "store/draft/closing.h"
#include "store/sqlite/columns.h"
#include "store/sqlite/reader.h"
#include "store/sqlite/sheet_rows.h"
#include "store/verify/chain_walk.h"

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

/// `late`: a row that came after its day was closed; null: nobody asks.
Result<report::DaySheets> sheets_of_all_rows(Connection& connection, std::optional<Finding>* late = nullptr) {
  report::DaySheets sheets(report::DaySheets::Rows::all_in_order);
  const BooksReader reader(connection);
  const ClosedRows closed(reader);
  const auto look = [&](const auto& row, std::int64_t id) {
    if (late != nullptr && !*late && closed.came_too_late(row.business_day, id))
      *late = Finding{std::string(row.table), row.number, Wrong::inserted, "its business day was closed before"};
    return closed.edition_of(row.business_day, id);
  };
  Rows<books::Sale> sales(connection);
  Rows<books::Entry> entries(connection);
  MUST(sales.next());
  MUST(entries.next());
  while (sales.id() != 0 || entries.id() != 0) {
    if (sales.id() != 0 && (entries.id() == 0 || sales.id() < entries.id())) {
      const auto sale = sales.row();
      sheets.take(sale, reader, look(sale, sales.id()));
      MUST(sales.next());
    } else {
      auto entry = entries.row();
      TRY(legs, legs_of(connection, entries.id()));
      entry.legs = std::move(legs);
      sheets.take(entry, reader, look(entry, entries.id()));
      MUST(entries.next());
    }
  }
  if (reader.failure()) return *reader.failure();
  return sheets;
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

Result<std::optional<Finding>> hold_sheets(Connection& connection) {
  std::optional<Finding> late;
  TRY(counted, sheets_of_all_rows(connection, &late));
  if (late) return late;
  Result<std::optional<Finding>> found = std::optional<Finding>{};
  counted.each_kind([&](const auto& of_kind) {
    if (found.ok() && !*found) found = hold_all(connection, of_kind);
  });
  if (!found.ok() || *found) return found;
  const BooksReader reader(connection);
  return ClosedRows(reader).hold(counted);
}

Result<void> add_up_anew(Connection& connection) {
  TRY(counted, sheets_of_all_rows(connection));
  Result<void> emptied = Done{};
  counted.each_kind([&]<class Sheet>(const std::map<std::string, Sheet>&) {
    if (emptied.ok()) emptied = connection.run(fmt::format("DELETE FROM {}", in_quotes(Sheet::table)));
  });
  MUST(std::move(emptied));
  return add_sheets(connection, counted);
}

}  // namespace kwota::store
