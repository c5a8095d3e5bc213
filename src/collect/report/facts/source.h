// Rows of which reports are made that no sheet of a day keeps: receipts one by one, accounts as they came and went, shifts as they were counted.
// A source reads them out of the books for the days that are asked, as rows that say their columns like any row of the books (books/table.h); figures,
// groups and filters of a report know them by these names. Its columns are texts and whole numbers alone.
// Begin with Source.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <type_traits>

#include "base/time.h"
#include "books/reader.h"

namespace kwota::facts {

/// Business days, both included.
struct Days {
  std::string from, to;
  bool hold(std::string_view day) const { return from <= day && day <= to; }
};

struct Source {
  std::string_view name;  ///< as figures name their sheet
  const books::Table& (*columns)() = nullptr;
  void (*each)(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) = nullptr;
  bool of_whole_days = false;  ///< its rows say what stands at the end of the days that are asked: each period has its own
};

/// Days of instants, in the utility's zone.
class Calendar {
 public:
  explicit Calendar(const books::Reader& books);
  std::string day_of(Instant at) const { return format_date(zone_.local(at).date); }
  std::string time_of(Instant at) const { return format_local(zone_.local(at)); }
  const Zone& zone() const { return zone_; }

 private:
  Zone zone_;
};

/// The columns of a row, for whoever asks by name.
template <class Row>
const books::Table& columns_of() {
  static const books::Table made = [] {
    books::Table table;
    table.name = Row::table;
    Row::columns([&]<class T, class Of>(std::string_view name, T Of::*) {  // a row may have its columns of another
      table.columns.push_back({.name = name, .type = std::is_same_v<T, std::string> ? books::ColumnType::text : books::ColumnType::integer, .personal = books::personal_in<Row>(name)});
    });
    return table;
  }();
  return made;
}

/// A row as a list of values.
template <class Row>
class Given final : public books::ValueSource {
 public:
  explicit Given(const Row& row) {
    Row::columns([&](std::string_view, auto member) { books::put(keeper_, row.*member); });
  }
  bool is_null(int) const override { return false; }
  std::int64_t get_integer(int column) const override { return std::get<std::int64_t>(keeper_.values.at(static_cast<std::size_t>(column))); }
  std::string_view get_text(int column) const override { return std::get<std::string>(keeper_.values.at(static_cast<std::size_t>(column))); }

 private:
  books::ValuesKeeper keeper_;
};

}  // namespace kwota::facts
